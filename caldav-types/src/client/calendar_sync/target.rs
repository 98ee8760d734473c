//! The calendar that a machine is about, and what its addresses mean.

use http::{StatusCode, Uri};

use crate::client::FailureKind;
use crate::header::{RetryAfter, WwwAuthenticate};
use crate::message::{Operation, Reply, Request};
use crate::property::DavPropertyName;
use crate::property::named;
use crate::report::RequestedProp;
use crate::{CTag, Href, SyncToken};

/// A calendar, with what its listing said about it.
///
/// ```
/// use caldav_types::client::SyncTarget;
/// let calendar = SyncTarget::new("https://example.com/cal/work/".parse()?).with_ctag(Some("7".into()));
/// assert_eq!(calendar.url.path(), "/cal/work/");
/// # Ok::<(), http::uri::InvalidUri>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct SyncTarget {
    /// The whole address of the collection.
    pub url: Uri,
    /// Its version, if it was told.
    pub ctag: Option<CTag>,
    /// Its sync token, if it was told.
    pub sync_token: Option<SyncToken>,
    /// Can it be asked for DAV:sync-collection? Where it was not told it is tried.
    pub has_sync_collection: bool,
    /// Can it be asked for CALDAV:calendar-multiget? Where it was not told it is tried.
    pub has_multiget: bool,
}

impl SyncTarget {
    /// A calendar of which nothing is known but its address.
    #[must_use]
    pub const fn new(url: Uri) -> Self {
        Self { url, ctag: None, sync_token: None, has_sync_collection: true, has_multiget: true }
    }

    /// With the version that the listing told.
    #[must_use]
    pub fn with_ctag(self, ctag: Option<CTag>) -> Self {
        Self { ctag, ..self }
    }

    /// With the sync token that the listing told.
    #[must_use]
    pub fn with_sync_token(self, sync_token: Option<SyncToken>) -> Self {
        Self { sync_token, ..self }
    }

    /// Can it be asked for DAV:sync-collection?
    #[must_use]
    pub fn with_sync_collection(self, has_sync_collection: bool) -> Self {
        Self { has_sync_collection, ..self }
    }

    /// Can it be asked for CALDAV:calendar-multiget?
    #[must_use]
    pub fn with_multiget(self, has_multiget: bool) -> Self {
        Self { has_multiget, ..self }
    }

    /// What an address means here. The path decides, for servers behind others do not always know their name.
    pub(in crate::client) fn key(&self, href: &Href) -> String {
        href.key(&self.url).path().to_owned()
    }

    /// What an address means, if it is one of a member of the collection.
    pub(in crate::client) fn member_key(&self, href: &Href) -> Option<String> {
        let key = self.key(href);
        let collection = self.key(&Href::from(&self.url));
        let name = key.strip_prefix(collection.trim_end_matches('/'))?.strip_prefix('/')?;
        (!name.is_empty() && !name.contains(['/', '?'])).then_some(key)
    }

    /// The address without scheme and host, in its own spelling: some servers refuse whole ones in a body.
    pub(in crate::client) fn in_body(&self, href: &Href) -> Href {
        let path = href.path();
        if path.starts_with('/') { Href::new(path) } else { Href::new(self.address(href).path()) }
    }

    /// Where to send a request about a member to. It goes to the host of the calendar, whatever host the address
    /// names: the credentials are meant for no other.
    pub(in crate::client) fn address(&self, href: &Href) -> Uri {
        let found = href.resolve(&self.url).ok();
        let path = found.as_ref().and_then(Uri::path_and_query).cloned();
        let mut parts = self.url.clone().into_parts();
        if path.is_some() {
            parts.path_and_query = path;
        }
        Uri::from_parts(parts).unwrap_or_else(|_| self.url.clone())
    }

    pub(in crate::client) fn get(&self, href: &Href) -> Request {
        Request::new(self.address(href), Operation::Get)
    }
}

/// What versions are told by.
pub(in crate::client) fn versions() -> RequestedProp {
    RequestedProp::new([DavPropertyName::GetEtag, DavPropertyName::ScheduleTag])
}

/// The versions that a response tells.
pub(in crate::client) fn versions_of(
    response: &crate::multistatus::Response,
) -> (Option<crate::EntityTag>, Option<crate::ScheduleTag>) {
    (response.get::<named::GetEtag>().cloned(), response.get::<named::ScheduleTag>().cloned())
}

impl FailureKind {
    /// Why a reply is not one of success.
    pub(in crate::client) fn of_reply(reply: &Reply) -> Option<Self> {
        match reply.status {
            status if status.is_success() => None,
            StatusCode::UNAUTHORIZED => {
                let challenges = reply.headers.get::<WwwAuthenticate>();
                Some(Self::Unauthorized(challenges.map(|field| field.0).unwrap_or_default()))
            }
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => {
                Some(Self::Later(reply.headers.get::<RetryAfter>()))
            }
            status => Some(Self::Refused(status, reply.error().cloned().map(Box::new))),
        }
    }

    /// Would every other request come to nothing too?
    pub(in crate::client) const fn stops_all(&self) -> bool {
        matches!(
            self,
            Self::Unreachable
                | Self::Unauthorized(_)
                | Self::ClearText
                | Self::Later(_)
                | Self::TooManyRequests
                | Self::Redirect(_)
        )
    }
}
