//! Properties of a calendar are changed.
//!
//! [RFC 4918 §9.2](https://www.rfc-editor.org/rfc/rfc4918#section-9.2)

use http::{StatusCode, Uri};

use super::{FailureKind, PropertyOutcomes};
use crate::Href;
use crate::message::{Operation, Reply, Request};
use crate::multistatus::{Multistatus, Response, ResponseContent};
use crate::property::{DavProperty, DavPropertyName};
use crate::request::{Proppatch, ProppatchInstruction};

/// Properties to be set and removed: all, or none.
///
/// ```
/// use caldav_types::client::{PropertyOutcome, PropertyUpdate};
/// use caldav_types::message::{Reply, ReplyBody};
/// use caldav_types::multistatus::{Multistatus, Propstat, Response};
/// use caldav_types::property::{DavProperty, DavPropertyName};
/// use http::StatusCode;
/// let update = PropertyUpdate::new("https://example.com/cal/work/".parse()?)
///     .with(DavProperty::DisplayName("Work".into()))
///     .with(DavProperty::CalendarColor("#FF2968".into()))
///     .with(DavProperty::CalendarOrder(3))
///     .without(DavPropertyName::CalendarDescription);
/// assert_eq!(update.request().method().as_str(), "PROPPATCH");
///
/// // Here a server answers that takes no colors.
/// let color = Propstat::new(StatusCode::FORBIDDEN, vec![DavProperty::Empty(DavPropertyName::CalendarColor)]);
/// let names = [DavPropertyName::DisplayName, DavPropertyName::CalendarOrder, DavPropertyName::CalendarDescription];
/// let others = Propstat::new(StatusCode::FAILED_DEPENDENCY, names.map(DavProperty::Empty).to_vec());
/// let responses = vec![Response::of_propstats("/cal/work/".into(), vec![color, others])];
/// let body = ReplyBody::Multistatus(Multistatus { responses, ..Multistatus::default() });
/// let outcomes = update.read(&Reply::with_body(StatusCode::MULTI_STATUS, body))?;
/// assert_eq!(outcomes.get(&DavPropertyName::DisplayName), Some(&PropertyOutcome::Dependent));
/// // Once more, without what the server does not want.
/// let again = update.leaving_out(&outcomes).unwrap();
/// assert_eq!(again.instructions().len(), 3);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct PropertyUpdate {
    /// The whole address of the collection.
    pub url: Uri,
    instructions: Vec<ProppatchInstruction>,
}

impl PropertyUpdate {
    /// Nothing yet, of this collection.
    #[must_use]
    pub const fn new(url: Uri) -> Self {
        Self { url, instructions: Vec::new() }
    }

    /// This property is set as well.
    #[must_use]
    pub fn with(mut self, property: DavProperty) -> Self {
        self.instructions.push(ProppatchInstruction::Set(property));
        self
    }

    /// This property is removed as well, if it is there.
    #[must_use]
    pub fn without(mut self, name: DavPropertyName) -> Self {
        self.instructions.push(ProppatchInstruction::Remove(name));
        self
    }

    /// What is done, in this order.
    #[must_use]
    pub fn instructions(&self) -> &[ProppatchInstruction] {
        &self.instructions
    }

    /// What to send.
    #[must_use]
    pub fn request(&self) -> Request {
        let body = Proppatch { instructions: self.instructions.clone() };
        Request::new(self.url.clone(), Operation::Proppatch(body))
    }

    /// What the reply says, of each property. A server that keeps to the specification has done all or nothing
    /// ([RFC 4918 §9.2](https://www.rfc-editor.org/rfc/rfc4918#section-9.2)); one that does not is told as it says.
    ///
    /// # Errors
    ///
    /// The request was refused as a whole, or the reply does not tell what came of it.
    pub fn read(&self, reply: &Reply) -> Result<PropertyOutcomes, FailureKind> {
        if let Some(kind) = FailureKind::of_reply(reply) {
            return Err(kind);
        }
        let names = self.instructions.iter().map(ProppatchInstruction::name);
        match reply.multistatus() {
            // RFC 8144 §2.2: where a client prefers so, there need not be a body.
            None if reply.status != StatusCode::MULTI_STATUS => Ok(PropertyOutcomes::all_done(names)),
            None => Err(FailureKind::Unexpected),
            Some(multistatus) => {
                let own = own_response(multistatus, &self.url).ok_or(FailureKind::Unexpected)?;
                check_response(own)?;
                Ok(PropertyOutcomes::of_response(names, own))
            }
        }
    }

    /// The same without what was refused; `None` where nothing was, or nothing would be left.
    #[must_use]
    pub fn leaving_out(&self, outcomes: &PropertyOutcomes) -> Option<Self> {
        let is_refused = |name: &DavPropertyName| outcomes.refused().any(|refused| refused == name);
        let mut left = self.clone();
        left.instructions.retain(|instruction| !is_refused(&instruction.name()));
        let is_less = left.instructions.len() < self.instructions.len() && !left.instructions.is_empty();
        is_less.then_some(left)
    }
}

/// The response about the address that was asked. Behind others, a server may know its resource by another path.
pub(super) fn own_response<'m>(multistatus: &'m Multistatus, url: &Uri) -> Option<&'m Response> {
    multistatus
        .response(&Href::from(url), url)
        .or_else(|| multistatus.responses.first().filter(|_| multistatus.responses.len() == 1))
}

/// The status of a response as a whole.
///
/// # Errors
///
/// It is not one of success, or cannot be read.
pub(super) fn check_response(response: &Response) -> Result<(), FailureKind> {
    match &response.content {
        ResponseContent::Status { status: Some(status), .. } if !status.is_success() => {
            Err(FailureKind::Refused(*status, response.error.clone().map(Box::new)))
        }
        ResponseContent::Status { status: None, .. } => Err(FailureKind::Unexpected),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use http::{StatusCode, Uri};

    use super::PropertyUpdate;
    use crate::client::{FailureKind, PropertyOutcome};
    use crate::message::{Operation, Reply, ReplyBody};
    use crate::multistatus::{Multistatus, Propstat, Response};
    use crate::property::{DavProperty, DavPropertyName};
    use crate::{ErrorBody, Precondition};

    const COLOR: DavPropertyName = DavPropertyName::CalendarColor;
    const NAME: DavPropertyName = DavPropertyName::DisplayName;

    fn update() -> PropertyUpdate {
        let url: Uri = "https://example.com/cal/".parse().unwrap();
        PropertyUpdate::new(url).with(DavProperty::DisplayName("Work".into())).without(COLOR)
    }

    fn told(responses: Vec<Response>) -> Reply {
        let multistatus = Multistatus { responses, ..Multistatus::default() };
        Reply::with_body(StatusCode::MULTI_STATUS, ReplyBody::Multistatus(multistatus))
    }

    fn propstat(code: Option<u16>, names: &[DavPropertyName]) -> Propstat {
        let status = code.map(|code| StatusCode::from_u16(code).unwrap());
        let properties = names.iter().cloned().map(DavProperty::Empty).collect();
        Propstat { status, properties, ..Propstat::default() }
    }

    fn propstats(propstats: Vec<Propstat>) -> Reply {
        told(vec![Response::of_propstats("/cal/".into(), propstats)])
    }

    #[test]
    fn request_in_order() {
        let Operation::Proppatch(body) = update().request().operation else { panic!() };
        let names: Vec<_> = body.instructions.iter().map(|one| one.name()).collect();
        assert_eq!(names, [NAME, COLOR]);
    }

    #[test]
    fn outcomes_by_property() {
        let refused =
            |code| PropertyOutcome::Refused { status: StatusCode::from_u16(code).unwrap(), error: None };
        for (case, reply, name, color) in [
            (
                "RFC 4918 9.2: all",
                propstats(vec![propstat(Some(200), &[NAME, COLOR])]),
                PropertyOutcome::Done,
                PropertyOutcome::Done,
            ),
            (
                "RFC 4918 9.2.1: 424 is not what failed",
                propstats(vec![propstat(Some(424), &[NAME]), propstat(Some(409), &[COLOR])]),
                PropertyOutcome::Dependent,
                refused(409),
            ),
            (
                "one alone is told, and it failed",
                propstats(vec![propstat(Some(403), &[COLOR])]),
                PropertyOutcome::Untold,
                refused(403),
            ),
            (
                "RFC 8144 2.2: no body",
                Reply::new(StatusCode::OK),
                PropertyOutcome::Done,
                PropertyOutcome::Done,
            ),
            (
                "no properties are told",
                told(vec![Response::of_status("/cal/".into(), StatusCode::OK)]),
                PropertyOutcome::Done,
                PropertyOutcome::Done,
            ),
            (
                "not by the letter: one is done, the other not",
                propstats(vec![propstat(Some(200), &[NAME]), propstat(Some(403), &[COLOR])]),
                PropertyOutcome::Done,
                refused(403),
            ),
            (
                "told twice",
                propstats(vec![propstat(Some(200), &[NAME, COLOR]), propstat(Some(507), &[COLOR])]),
                PropertyOutcome::Done,
                refused(507),
            ),
            (
                "q-14: a status that cannot be read",
                propstats(vec![propstat(None, &[NAME, COLOR])]),
                PropertyOutcome::Untold,
                PropertyOutcome::Untold,
            ),
            (
                "q-11: another spelling of the address",
                told(vec![Response::of_propstats(
                    "http://10.0.0.1:8080/cal".into(),
                    vec![propstat(Some(200), &[NAME, COLOR])],
                )]),
                PropertyOutcome::Done,
                PropertyOutcome::Done,
            ),
        ] {
            let outcomes = update().read(&reply).unwrap();
            assert_eq!((outcomes.get(&NAME), outcomes.get(&COLOR)), (Some(&name), Some(&color)), "{case}");
        }
    }

    #[test]
    fn refused_as_a_whole() {
        let protected = ErrorBody::from(Precondition::CannotModifyProtectedProperty);
        for (case, reply, expected) in [
            ("404", Reply::new(StatusCode::NOT_FOUND), FailureKind::Refused(StatusCode::NOT_FOUND, None)),
            (
                "of the response",
                told(vec![Response::of_status("/cal/".into(), StatusCode::LOCKED)]),
                FailureKind::Refused(StatusCode::LOCKED, None),
            ),
            (
                "with a condition",
                Reply::refusal(Precondition::CannotModifyProtectedProperty),
                FailureKind::Refused(StatusCode::FORBIDDEN, Some(Box::new(protected))),
            ),
            ("nothing is told", told(Vec::new()), FailureKind::Unexpected),
            ("RFC 6585 4", Reply::new(StatusCode::TOO_MANY_REQUESTS), FailureKind::Later(None)),
        ] {
            assert_eq!(update().read(&reply), Err(expected), "{case}");
        }
    }

    #[test]
    fn conditions_of_a_property() {
        let mut failed = propstat(Some(403), &[COLOR]);
        failed.error = Some(Precondition::CannotModifyProtectedProperty.into());
        let outcomes = update().read(&propstats(vec![failed])).unwrap();
        let Some(PropertyOutcome::Refused { error: Some(error), .. }) = outcomes.get(&COLOR) else {
            panic!("{outcomes:?}");
        };
        assert!(error.has(&Precondition::CannotModifyProtectedProperty));
        let left = update().leaving_out(&outcomes).unwrap();
        assert_eq!(left.instructions().len(), 1);
        assert_eq!(left.leaving_out(&outcomes), None, "it is the same again");
    }
}
