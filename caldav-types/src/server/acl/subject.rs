//! What the principals of entries mean at a resource.
//!
//! [RFC 3744 §5.5.1](https://www.rfc-editor.org/rfc/rfc3744#section-5.5.1)

use super::User;
use super::user::key;
use crate::acl::{Ace, AcePrincipal};
use crate::property::{CurrentUserPrincipal, DavProperty, DavPropertyName};
use crate::{AnyElement, Href, HrefKey, namespace};

/// What a resource says of itself that entries rest on.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Subject {
    /// Where the resource is a principal, its DAV:principal-URL: whom DAV:self means.
    pub principal_url: Option<Href>,
    /// The properties that entries name, such as DAV:owner, with their values; those that no entry names need not be
    /// there.
    pub properties: Vec<DavProperty>,
}

impl Subject {
    /// A resource of this owner.
    #[must_use]
    pub fn of_owner(owner: Href) -> Self {
        Self { principal_url: None, properties: vec![DavProperty::Owner(Some(owner))] }
    }

    /// Whom a property of the resource names. With several addresses it names nobody.
    #[must_use]
    pub fn principal_in(&self, name: &DavPropertyName) -> Option<Href> {
        let mut hrefs =
            hrefs_in(self.properties.iter().find(|property| property.name() == *name)?).into_iter();
        hrefs.next().filter(|_| hrefs.next().is_none())
    }

    /// Is an entry about this user?
    pub(super) fn is_about(&self, entry: &Ace, user: &User) -> bool {
        let matches = match &entry.principal {
            AcePrincipal::Href(principal) => user.is(principal),
            AcePrincipal::All => true,
            AcePrincipal::Authenticated => user.is_authenticated(),
            AcePrincipal::Unauthenticated => !user.is_authenticated(),
            AcePrincipal::Property(name) => self.principal_in(name).is_some_and(|named| user.is(&named)),
            AcePrincipal::ItSelf => self.principal_url.as_ref().is_some_and(|itself| user.is(itself)),
        };
        matches != entry.is_inverted
    }

    /// Whom a principal means here.
    pub(super) fn meaning(&self, principal: &AcePrincipal) -> Meaning {
        let named = match principal {
            AcePrincipal::Href(principal) => Some(key(principal)),
            AcePrincipal::Property(name) => self.principal_in(name).map(|named| key(&named)),
            AcePrincipal::ItSelf => self.principal_url.as_ref().map(key),
            _ => None,
        };
        named.map_or_else(|| Meaning::Kind(principal.clone()), Meaning::Principal)
    }
}

/// Whom a principal means: two that mean the same are equal.
#[derive(Debug, Eq, Hash, PartialEq)]
pub(super) enum Meaning {
    Principal(HrefKey),
    Kind(AcePrincipal),
}

/// The content of each DAV:href in the value of a property, in their order.
pub(in crate::server) fn hrefs_in(property: &DavProperty) -> Vec<Href> {
    use DavProperty as P;
    match property {
        P::PrincipalUrl(href)
        | P::AddMember(href)
        | P::ResourceId(href)
        | P::ShareResourceUri(href)
        | P::SharerResourceUri(href)
        | P::NotificationUrl(href)
        | P::ServerInfoHref(href)
        | P::ScheduleInboxUrl(href)
        | P::ScheduleOutboxUrl(href)
        | P::CalendarServerNotificationUrl(href)
        | P::PrincipalAddress(href)
        | P::DropboxHomeUrl(href)
        | P::SharedUrl(href)
        | P::PublishUrl(href)
        | P::PrePublishUrl(href)
        | P::Source(href)
        | P::MeCard(href) => vec![href.clone()],
        P::Owner(href)
        | P::Group(href)
        | P::ScheduleDefaultCalendarUrl(href)
        | P::ScheduleDefaultTasksUrl(href)
        | P::ManagedAttachmentsServerUrl(href)
        | P::DefaultAddressBookUrl(href) => href.iter().cloned().collect(),
        P::AlternateUriSet(hrefs)
        | P::GroupMemberSet(hrefs)
        | P::GroupMembership(hrefs)
        | P::InheritedAclSet(hrefs)
        | P::PrincipalCollectionSet(hrefs)
        | P::CalendarHomeSet(hrefs)
        | P::TimezoneServiceSet(hrefs)
        | P::CalendarFreeBusySet(hrefs)
        | P::AddressBookHomeSet(hrefs)
        | P::DirectoryGateway(hrefs)
        | P::CalendarProxyReadFor(hrefs)
        | P::CalendarProxyWriteFor(hrefs)
        | P::ExpandedGroupMemberSet(hrefs)
        | P::ExpandedGroupMembership(hrefs) => hrefs.clone(),
        P::CurrentUserPrincipal(CurrentUserPrincipal::Principal(href)) => vec![href.clone()],
        P::SabreOwnerPrincipal(owner) | P::OwnCloudOwnerPrincipal(owner) => vec![owner.0.clone()],
        P::CalendarUserAddressSet(addresses) => {
            addresses.iter().map(|address| address.href.clone()).collect()
        }
        P::ParentSet(parents) => parents.iter().map(|parent| parent.href.clone()).collect(),
        P::Acl(acl) => acl.0.iter().filter_map(href_of).collect(),
        P::Other(element) => hrefs_below(element),
        _ => Vec::new(),
    }
}

fn href_of(entry: &Ace) -> Option<Href> {
    match &entry.principal {
        AcePrincipal::Href(href) => Some(href.clone()),
        _ => None,
    }
}

/// The content of each DAV:href in an element, in document order.
fn hrefs_below(element: &AnyElement) -> Vec<Href> {
    let mut hrefs = Vec::new();
    // A list in place of recursion: nothing bounds the depth of a value.
    let mut open = vec![element];
    while let Some(element) = open.pop() {
        if element.name.namespace() == namespace::DAV && element.name.local_name() == "href" {
            hrefs.push(Href::new(&element.text()));
            continue;
        }
        let children: Vec<_> = element.elements().collect();
        open.extend(children.into_iter().rev());
    }
    hrefs
}
