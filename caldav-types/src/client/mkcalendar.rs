//! A calendar is made.
//!
//! [RFC 4791 §5.3.1](https://www.rfc-editor.org/rfc/rfc4791#section-5.3.1),
//! [RFC 5689 §4.1](https://www.rfc-editor.org/rfc/rfc5689#section-4.1)
//!
//! ```text
//!  MKCALENDAR ──▶ Made, Properties or Exists
//!    │ 501, 400            │ 405, 412, 403, 409: is it the method, or the address?
//!    ▼                     ▼
//!  MKCOL ◀─ 405, nothing ─ PROPFIND ─ something ──▶ Exists
//!    │ 201: a server that does not know the body may have made a plain collection
//!    ▼
//!  PROPFIND ──▶ Made
//! ```

use http::{StatusCode, Uri};

use super::proppatch::{check_response, own_response};
use super::{Answer, FailureKind, PropertyOutcome, PropertyOutcomes};
use crate::header::Location;
use crate::message::{Operation, Reply, ReplyBody, Request};
use crate::property::{DavProperty, DavPropertyName, TypedDavProperty, named};
use crate::request::{Mkcalendar, Mkcol, Propfind};
use crate::{Depth, Href, Precondition, ResourceType, ResourceTypes};

/// A calendar to be made, with its properties: with all of them, or not at all.
///
/// ```
/// use caldav_types::client::{Answer, NewCalendar, NewCalendarOutcome};
/// use caldav_types::message::Reply;
/// use caldav_types::property::{ComponentSet, DavProperty};
/// use http::StatusCode;
/// let mut calendar = NewCalendar::new("https://example.com/cal/bernard/work/".parse()?)
///     .with(DavProperty::DisplayName("Work".into()))
///     .with(DavProperty::CalendarColor("#FF2968".into()))
///     .with(DavProperty::SupportedCalendarComponentSet(ComponentSet(vec!["VEVENT".into()])));
/// let outcome = loop {
///     let request = calendar.request();
///     // Here a server answers that makes it.
///     let reply = Reply::new(StatusCode::CREATED);
///     match calendar.read(&reply)? {
///         Answer::Done(outcome) => break outcome,
///         Answer::Again(other) => calendar = other,
///     }
/// };
/// assert!(matches!(outcome, NewCalendarOutcome::Made { .. }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct NewCalendar {
    /// Its whole address, with a slash at the end.
    pub url: Uri,
    properties: Vec<DavProperty>,
    way: Way,
}

/// What came of a calendar that was to be made.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum NewCalendarOutcome {
    /// It is there.
    Made {
        /// Its whole address, which the server may have chosen.
        href: Href,
        /// What came of its properties. By the specification all were set; a server that tells otherwise is told here.
        properties: PropertyOutcomes,
    },
    /// It was not made: something was there already, and is as it was.
    Exists {
        /// What it is, where that was seen.
        types: Option<ResourceTypes>,
    },
    /// It was not made, as some of the properties could not be set.
    Properties(PropertyOutcomes),
}

#[derive(Clone, Debug, PartialEq)]
enum Way {
    Mkcalendar,
    /// Is something there? If not, the request was refused so.
    Look {
        refusal: FailureKind,
        by: MadeBy,
    },
    Mkcol {
        looked: bool,
    },
    /// Is it a calendar?
    Verify {
        href: Href,
        properties: PropertyOutcomes,
    },
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum MadeBy {
    Mkcalendar,
    Mkcol,
}

impl NewCalendar {
    /// A calendar without properties, at an address where nothing is.
    #[must_use]
    pub const fn new(url: Uri) -> Self {
        Self { url, properties: Vec::new(), way: Way::Mkcalendar }
    }

    /// With this property, instead of any of its name.
    #[must_use]
    pub fn with(mut self, property: DavProperty) -> Self {
        self.properties.retain(|other| other.name() != property.name());
        self.properties.push(property);
        self
    }

    /// The properties, in the order in which they are set.
    #[must_use]
    pub fn properties(&self) -> &[DavProperty] {
        &self.properties
    }

    /// The same from the beginning without what was refused; `None` where nothing was that could be left out.
    #[must_use]
    pub fn leaving_out(&self, outcomes: &PropertyOutcomes) -> Option<Self> {
        let is_refused = |name: &DavPropertyName| outcomes.refused().any(|refused| refused == name);
        let mut left = Self { way: Way::Mkcalendar, ..self.clone() };
        left.properties.retain(|property| !is_refused(&property.name()));
        (left.properties.len() < self.properties.len()).then_some(left)
    }

    /// What to send.
    #[must_use]
    pub fn request(&self) -> Request {
        let operation = match self.way {
            Way::Mkcalendar => Operation::Mkcalendar(Mkcalendar { properties: self.properties.clone() }),
            Way::Mkcol { .. } => {
                let types = ResourceTypes(vec![ResourceType::Collection, ResourceType::Calendar]);
                let types = named::ResourceType::property(types);
                let properties = std::iter::once(types).chain(self.properties.iter().cloned()).collect();
                Operation::Mkcol(Mkcol { properties })
            }
            Way::Look { .. } | Way::Verify { .. } => {
                let body = Propfind::Prop(vec![DavPropertyName::ResourceType]);
                Operation::Propfind { depth: Depth::Zero, body }
            }
        };
        Request::new(self.url.clone(), operation)
    }

    /// What the reply to the [request](Self::request) says; at most three further requests follow.
    ///
    /// A 405 can say that the server does not know the method, or that there is something at the address
    /// ([RFC 4918 §9.3.1](https://www.rfc-editor.org/rfc/rfc4918#section-9.3.1)): a look there tells.
    ///
    /// # Errors
    ///
    /// It was refused as a whole, with the conditions that the server names: 403 where no calendar can be made at the
    /// address, 409 where what is above it is not there. [`FailureKind::Unexpected`] where the server made something
    /// that is no calendar.
    pub fn read(&self, reply: &Reply) -> Result<Answer<NewCalendarOutcome, Self>, FailureKind> {
        let refusal = FailureKind::of_reply(reply);
        if let Some(kind) = refusal.clone().filter(FailureKind::stops_all) {
            return Err(kind);
        }
        match (&self.way, refusal) {
            (Way::Look { refusal, by }, _) => match seen(reply, &self.url) {
                Some(Seen::Something(types)) => Ok(exists(Some(types))),
                Some(Seen::Nothing) if *by == MadeBy::Mkcalendar && is_not_allowed(refusal) => {
                    Ok(self.again(Way::Mkcol { looked: true }))
                }
                _ => Err(refusal.clone()),
            },
            (Way::Verify { .. }, Some(kind)) => Err(kind),
            (Way::Verify { href, properties }, None) => match seen(reply, &self.url) {
                Some(Seen::Something(types)) if types.has(&ResourceType::Calendar) => {
                    Ok(made(href.clone(), properties.clone()))
                }
                _ => Err(FailureKind::Unexpected),
            },
            (Way::Mkcalendar, refusal) => self.sent(MadeBy::Mkcalendar, reply, refusal),
            (Way::Mkcol { .. }, refusal) => self.sent(MadeBy::Mkcol, reply, refusal),
        }
    }

    fn sent(
        &self,
        by: MadeBy,
        reply: &Reply,
        refusal: Option<FailureKind>,
    ) -> Result<Answer<NewCalendarOutcome, Self>, FailureKind> {
        let outcomes = self.outcomes(reply)?;
        if !outcomes.is_done() && (refusal.is_some() || reply.status == StatusCode::MULTI_STATUS) {
            return Ok(Answer::Done(NewCalendarOutcome::Properties(outcomes)));
        }
        let Some(refusal) = refusal else {
            let href = self.address(reply);
            let types = outcomes.get(&DavPropertyName::ResourceType);
            // A 207 says that it was not made (RFC 4791 §5.3.1.1), here without saying why not.
            let is_sure = match by {
                MadeBy::Mkcalendar => reply.status != StatusCode::MULTI_STATUS,
                MadeBy::Mkcol => types == Some(&PropertyOutcome::Done),
            };
            return Ok(if is_sure {
                made(href, outcomes)
            } else {
                self.again(Way::Verify { href, properties: outcomes })
            });
        };
        if reply.names(&Precondition::ResourceMustBeNull) {
            return Ok(exists(None));
        }
        let has_looked = matches!(self.way, Way::Mkcol { looked: true });
        match reply.status {
            StatusCode::METHOD_NOT_ALLOWED | StatusCode::PRECONDITION_FAILED if !has_looked => {
                Ok(self.again(Way::Look { refusal, by }))
            }
            // DAV:resource-must-be-null is told by these, and not everyone tells it.
            StatusCode::FORBIDDEN | StatusCode::CONFLICT if !has_looked && reply.error().is_none() => {
                Ok(self.again(Way::Look { refusal, by }))
            }
            // A server of HTTP in front that does not know the method has been seen to take it for a malformed request.
            StatusCode::NOT_IMPLEMENTED | StatusCode::BAD_REQUEST
                if by == MadeBy::Mkcalendar && reply.error().is_none() =>
            {
                Ok(self.again(Way::Mkcol { looked: false }))
            }
            _ => Err(refusal),
        }
    }

    /// What is told of the properties, in whatever body.
    ///
    /// # Errors
    ///
    /// A 207 that tells of no property, but that the whole was refused.
    fn outcomes(&self, reply: &Reply) -> Result<PropertyOutcomes, FailureKind> {
        let names = self.properties.iter().map(DavProperty::name);
        let propstats = match &reply.body {
            ReplyBody::Mkcalendar(told) => told.propstats.as_slice(),
            ReplyBody::Mkcol(told) => told.propstats.as_slice(),
            ReplyBody::Multistatus(multistatus) => {
                for response in &multistatus.responses {
                    check_response(response)?;
                }
                own_response(multistatus, &self.url).map(|own| own.propstats()).unwrap_or_default()
            }
            _ => &[],
        };
        Ok(PropertyOutcomes::of_propstats(names, propstats, reply.error()))
    }

    /// Where the server made it: where it was asked to, or where it says, if that is at the same host.
    fn address(&self, reply: &Reply) -> Href {
        let told = reply.headers.get::<Location>().and_then(|location| location.0.resolve(&self.url).ok());
        let place = |url: &Uri| (url.scheme().cloned(), url.authority().cloned());
        let told = told.filter(|told| place(told) == place(&self.url));
        Href::from(&told.unwrap_or_else(|| self.url.clone()))
    }

    fn again(&self, way: Way) -> Answer<NewCalendarOutcome, Self> {
        Answer::Again(Self { way, ..self.clone() })
    }
}

enum Seen {
    Nothing,
    Something(ResourceTypes),
}

/// What is at an address; `None` where that is not told.
fn seen(reply: &Reply, url: &Uri) -> Option<Seen> {
    if matches!(reply.status, StatusCode::NOT_FOUND | StatusCode::GONE) {
        return Some(Seen::Nothing);
    }
    let own = own_response(reply.multistatus().filter(|_| reply.is_success())?, url)?;
    if own.is_gone() {
        return Some(Seen::Nothing);
    }
    check_response(own).ok()?;
    Some(Seen::Something(own.get::<named::ResourceType>().cloned().unwrap_or_default()))
}

fn is_not_allowed(refusal: &FailureKind) -> bool {
    matches!(refusal, FailureKind::Refused(StatusCode::METHOD_NOT_ALLOWED, _))
}

const fn made(href: Href, properties: PropertyOutcomes) -> Answer<NewCalendarOutcome, NewCalendar> {
    Answer::Done(NewCalendarOutcome::Made { href, properties })
}

const fn exists(types: Option<ResourceTypes>) -> Answer<NewCalendarOutcome, NewCalendar> {
    Answer::Done(NewCalendarOutcome::Exists { types })
}

#[cfg(test)]
mod tests;
