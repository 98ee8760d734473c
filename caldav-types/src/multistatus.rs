//! An answer about several resources.
//!
//! [RFC 4918 §13](https://www.rfc-editor.org/rfc/rfc4918#section-13),
//! [§14.16](https://www.rfc-editor.org/rfc/rfc4918#section-14.16),
//! [RFC 6578 §6.4](https://www.rfc-editor.org/rfc/rfc6578#section-6.4)

use http::{StatusCode, Uri};

use crate::property::{DavProperty, DavPropertyName};
use crate::{ErrorBody, Href, LocalizedText, SyncToken};

/// The body of a 207.
///
/// ```
/// use caldav_types::multistatus::{Multistatus, Response};
/// use caldav_types::{Href, SyncToken};
/// use http::StatusCode;
/// let request: http::Uri = "https://example.com/cal/".parse().unwrap();
/// let mut multistatus = Multistatus::default();
/// multistatus.responses.push(Response::of_status(Href::new("/cal/old.ics"), StatusCode::NOT_FOUND));
/// multistatus.responses.push(Response::of_status(Href::new("/cal"), StatusCode::INSUFFICIENT_STORAGE));
/// multistatus.sync_token = Some(SyncToken::new("http://example.com/sync/20"));
/// assert!(multistatus.is_truncated(&request));
/// assert!(multistatus.responses[0].is_gone());
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Multistatus {
    /// One for each resource that something is said about.
    pub responses: Vec<Response>,
    /// What is said about all.
    pub description: Option<LocalizedText>,
    /// Up to where a DAV:sync-collection has brought the client.
    pub sync_token: Option<SyncToken>,
}

impl Multistatus {
    /// What is said about a resource; `request` is the address that the request was sent to. Where nothing is said
    /// about the very address, it is that of the same path: servers behind others do not always know their name.
    ///
    /// It goes through all responses; to look for many, make a map of [`Href::key`].
    #[must_use]
    pub fn response(&self, href: &Href, request: &Uri) -> Option<&Response> {
        let key = href.key(request);
        let mut of_path = None;
        for response in &self.responses {
            for other in response.hrefs().map(|href| href.key(request)) {
                if other == key {
                    return Some(response);
                }
                if of_path.is_none() && other.path() == key.path() {
                    of_path = Some(response);
                }
            }
        }
        of_path
    }

    /// Did the server leave some of the answer out ([RFC 6578 §3.6](https://www.rfc-editor.org/rfc/rfc6578#section-3.6),
    /// [RFC 3744 §9.2](https://www.rfc-editor.org/rfc/rfc3744#section-9.2)): is there a 507 for the address that the
    /// request was sent to? What there is can be used all the same.
    #[must_use]
    pub fn is_truncated(&self, request: &Uri) -> bool {
        self.responses.iter().any(|response| response.is_truncation(request))
    }
}

/// What is said about a resource (§14.24).
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// The resource.
    pub href: Href,
    /// The resource as a whole, or its properties.
    pub content: ResponseContent,
    /// The conditions that were not kept.
    pub error: Option<ErrorBody>,
    /// Words for people.
    pub description: Option<LocalizedText>,
    /// Where to go instead (§14.9).
    pub location: Option<Href>,
}

/// The two forms of a response.
#[derive(Clone, Debug, PartialEq)]
pub enum ResponseContent {
    /// One status for the resource, and for further ones. The status is `None` where its line could not be read.
    Status {
        /// Further resources of which the same is true.
        further: Vec<Href>,
        /// The status.
        status: Option<StatusCode>,
    },
    /// Properties by status.
    Propstats(Vec<Propstat>),
}

/// Properties that share a status (§14.22).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Propstat {
    /// The properties: with values where the status is a success, the names alone else.
    pub properties: Vec<DavProperty>,
    /// The status; `None` where its line could not be read.
    pub status: Option<StatusCode>,
    /// The conditions that were not kept.
    pub error: Option<ErrorBody>,
    /// Words for people.
    pub description: Option<LocalizedText>,
}

impl Response {
    /// One status for a resource.
    #[must_use]
    pub const fn of_status(href: Href, status: StatusCode) -> Self {
        Self::new(href, ResponseContent::Status { further: Vec::new(), status: Some(status) })
    }

    /// Properties of a resource.
    #[must_use]
    pub const fn of_propstats(href: Href, propstats: Vec<Propstat>) -> Self {
        Self::new(href, ResponseContent::Propstats(propstats))
    }

    const fn new(href: Href, content: ResponseContent) -> Self {
        Self { href, content, error: None, description: None, location: None }
    }

    /// All resources that it is about.
    pub fn hrefs(&self) -> impl Iterator<Item = &Href> {
        let further = match &self.content {
            ResponseContent::Status { further, .. } => further.as_slice(),
            ResponseContent::Propstats(_) => &[],
        };
        std::iter::once(&self.href).chain(further)
    }

    /// The status of the resource as a whole; `None` where properties have theirs, or the line could not be read.
    #[must_use]
    pub const fn status(&self) -> Option<StatusCode> {
        match &self.content {
            ResponseContent::Status { status, .. } => *status,
            ResponseContent::Propstats(_) => None,
        }
    }

    /// The properties by status; none where the resource as a whole has one.
    #[must_use]
    pub fn propstats(&self) -> &[Propstat] {
        match &self.content {
            ResponseContent::Status { .. } => &[],
            ResponseContent::Propstats(propstats) => propstats,
        }
    }

    /// The properties that were found, with their values.
    pub fn found(&self) -> impl Iterator<Item = &DavProperty> {
        self.propstats()
            .iter()
            .filter(|propstat| propstat.is_success())
            .flat_map(|propstat| &propstat.properties)
    }

    /// The value of a property that was found.
    #[must_use]
    pub fn property(&self, name: &DavPropertyName) -> Option<&DavProperty> {
        self.found().find(|property| property.name() == *name)
    }

    /// The properties that the resource does not have: those with 404. It exists all the same.
    pub fn missing(&self) -> impl Iterator<Item = DavPropertyName> + '_ {
        self.propstats()
            .iter()
            .filter(|propstat| propstat.status == Some(StatusCode::NOT_FOUND))
            .flat_map(|propstat| &propstat.properties)
            .map(DavProperty::name)
    }

    /// The status of a property, found or not.
    #[must_use]
    pub fn property_status(&self, name: &DavPropertyName) -> Option<StatusCode> {
        self.propstats()
            .iter()
            .find(|propstat| propstat.properties.iter().any(|property| property.name() == *name))
            .and_then(|propstat| propstat.status)
    }

    /// Is there no resource any more? That says a 404 for the resource as a whole, not one for its properties
    /// ([RFC 6578 §3.5.2](https://www.rfc-editor.org/rfc/rfc6578#section-3.5.2)); 410 says it too.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        matches!(self.status(), Some(StatusCode::NOT_FOUND | StatusCode::GONE))
    }

    /// Is it the 507 for the address that the request was sent to, which says that some of the answer was left out?
    /// The path decides, for servers behind others do not always know their name.
    #[must_use]
    pub fn is_truncation(&self, request: &Uri) -> bool {
        self.status() == Some(StatusCode::INSUFFICIENT_STORAGE) && {
            let key = Href::from(request).key(request);
            self.hrefs().any(|href| href.key(request).path() == key.path())
        }
    }
}

impl Propstat {
    /// Properties with this status.
    #[must_use]
    pub const fn new(status: StatusCode, properties: Vec<DavProperty>) -> Self {
        Self { properties, status: Some(status), error: None, description: None }
    }

    /// Were the properties found, or changed?
    #[must_use]
    pub fn is_success(&self) -> bool {
        self.status.is_some_and(|status| status.is_success())
    }
}

#[cfg(test)]
mod tests;
