//! What a server knows of one resource: the facts that its answers rest on.

use crate::header::HttpDate;
use crate::lock::ActiveLock;
use crate::property::{DavProperty, DavPropertyName};
use crate::{EntityTag, Href, PrivilegeSet, ResourceTypes, ScheduleTag, StateToken};

/// What a server knows of the resource at one address, as the user who asks may see it.
#[derive(Clone, Debug, PartialEq)]
pub struct ResourceState {
    /// Its address, as the server spells it; that of a collection ends with "/".
    pub href: Href,
    /// Is there a resource at all? What follows is empty without one, but for locks of collections above.
    pub exists: bool,
    /// What it is.
    pub types: ResourceTypes,
    /// The tag of its content.
    pub entity_tag: Option<EntityTag>,
    /// The tag of what others see of its scheduling ([RFC 6638 §3.2.10](https://www.rfc-editor.org/rfc/rfc6638#section-3.2.10)).
    pub schedule_tag: Option<ScheduleTag>,
    /// When its content changed.
    pub last_modified: Option<HttpDate>,
    /// What the user may do with it.
    pub privileges: PrivilegeSet,
    /// The locks that cover it: its own, and those of infinite depth on collections above it.
    pub locks: Vec<ActiveLock>,
    /// The tokens of those among the locks that somebody else holds: the user cannot submit them
    /// ([RFC 4918 §6.4](https://www.rfc-editor.org/rfc/rfc4918#section-6.4)).
    pub tokens_of_others: Vec<StateToken>,
    /// What else it can be in the state of, for the field `If`: a collection in that of its DAV:sync-token
    /// ([RFC 6578 §5](https://www.rfc-editor.org/rfc/rfc6578#section-5)).
    pub states: Vec<StateToken>,
}

impl ResourceState {
    /// A resource at this address that is of these types, without anything else.
    #[must_use]
    pub fn new(href: Href, types: ResourceTypes) -> Self {
        Self { exists: true, types, ..Self::missing(href) }
    }

    /// There is nothing at this address.
    #[must_use]
    pub fn missing(href: Href) -> Self {
        Self {
            href,
            exists: false,
            types: ResourceTypes::default(),
            entity_tag: None,
            schedule_tag: None,
            last_modified: None,
            privileges: PrivilegeSet::default(),
            locks: Vec::new(),
            tokens_of_others: Vec::new(),
            states: Vec::new(),
        }
    }

    /// Is there a collection?
    #[must_use]
    pub fn is_collection(&self) -> bool {
        self.exists && self.types.is_collection()
    }

    /// Is there a calendar collection?
    #[must_use]
    pub fn is_calendar(&self) -> bool {
        self.exists && self.types.is_calendar()
    }

    /// Is it covered by the lock of this name?
    #[must_use]
    pub fn is_locked_with(&self, token: &StateToken) -> bool {
        self.locks.iter().any(|lock| lock.token.as_ref() == Some(token))
    }
}

/// The properties of one resource, live and dead, with their values.
#[derive(Clone, Debug, PartialEq)]
pub struct ResourceProperties {
    /// Its address, as the server spells it.
    pub href: Href,
    /// Those that the resource has and the user may read. A server need not work out the values of those that nobody
    /// asks for.
    pub properties: Vec<DavProperty>,
    /// Those that the resource has and the user may not read.
    pub forbidden: Vec<DavPropertyName>,
}

impl ResourceProperties {
    /// A resource without properties.
    #[must_use]
    pub fn new(href: Href) -> Self {
        Self { href, properties: Vec::new(), forbidden: Vec::new() }
    }
}
