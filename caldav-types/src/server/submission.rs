//! Content that is to be stored in a collection: the rules of calendars, and room.
//!
//! [RFC 4791 §5.3.2.1](https://www.rfc-editor.org/rfc/rfc4791#section-5.3.2.1),
//! [RFC 4331 §6](https://www.rfc-editor.org/rfc/rfc4331#section-6)

use http::StatusCode;

use crate::header::{ContentEncoding, MediaType};
use crate::message::{Content, Reply, Request};
use crate::property::DataFormat;
use crate::{Condition, EntityTag, Href, Precondition, ScheduleTag};

use super::{ResourceState, reply};

/// What a server knows of content that is to be stored in a collection, by PUT or POST, COPY or MOVE.
#[derive(Clone, Debug, PartialEq)]
pub struct Submission<'a> {
    /// The formats of CALDAV:supported-calendar-data
    /// ([RFC 4791 §5.2.4](https://www.rfc-editor.org/rfc/rfc4791#section-5.2.4)); iCalendar where there are none.
    pub formats: &'a [DataFormat],
    /// The value of CALDAV:max-resource-size ([§5.2.5](https://www.rfc-editor.org/rfc/rfc4791#section-5.2.5)).
    pub max_resource_size: Option<u64>,
    /// What the rules of the collection say of the content itself, as CALDAV:valid-calendar-object-resource: of the
    /// crate `caldav-conformance` the function `calendar_object::check` tells. For COPY and MOVE, where no content is
    /// sent, its kind and its size are among it. Without calendar rules it is `Ok`.
    pub verdict: Result<(), Condition>,
    /// The resource in the way for its UID: another of the calendar that has the UID, or the one to be overwritten if it
    /// has another. A resource that is moved within the calendar is not in its own way.
    pub uid_conflict: Option<Href>,
    /// Is there room: DAV:quota-not-exceeded or DAV:sufficient-disk-space where there is not.
    pub room: Result<(), Precondition>,
}

impl Default for Submission<'_> {
    /// Nothing is against it.
    fn default() -> Self {
        Self { formats: &[], max_resource_size: None, verdict: Ok(()), uid_conflict: None, room: Ok(()) }
    }
}

impl Submission<'_> {
    /// Can the body of a request be stored in this collection?
    pub(super) fn judge_body(
        &self,
        request: &Request,
        content: &Content,
        collection: Option<&ResourceState>,
    ) -> Result<(), Reply> {
        if request.headers.get::<ContentEncoding>().is_some_and(|coding| !coding.is_identity()) {
            return Err(Reply::new(StatusCode::UNSUPPORTED_MEDIA_TYPE));
        }
        if collection.is_some_and(ResourceState::is_calendar) && !self.is_supported(content) {
            return Err(reply::refusal(Condition::new(Precondition::SupportedCalendarData)));
        }
        if self.max_resource_size.is_some_and(|most| content.octets.len() as u64 > most) {
            return Err(reply::refusal(Condition::new(Precondition::MaxResourceSize)));
        }
        self.judge()
    }

    /// Can it be stored, as far as the facts tell?
    pub(super) fn judge(&self) -> Result<(), Reply> {
        self.verdict.clone().map_err(reply::refusal)?;
        if let Some(href) = &self.uid_conflict {
            let condition = Condition::of_hrefs(Precondition::NoUidConflict, vec![href.clone()]);
            return Err(reply::refusal(condition));
        }
        self.room.clone().map_err(|precondition| reply::refusal(Condition::new(precondition)))
    }

    /// Clients and proxies are careless with types: where the type tells nothing, what begins like a calendar is one.
    fn is_supported(&self, content: &Content) -> bool {
        let icalendar = [DataFormat::icalendar()];
        let formats = if self.formats.is_empty() { &icalendar } else { self.formats };
        let has = |main: &str, sub: &str| {
            formats.iter().any(|format| {
                let parts = format.content_type.split_once('/');
                parts.is_some_and(|(m, s)| m.eq_ignore_ascii_case(main) && s.eq_ignore_ascii_case(sub))
            })
        };
        match content.media_type.as_ref().filter(|media_type| !tells_nothing(media_type)) {
            Some(media_type) => has(media_type.main(), media_type.sub()),
            None => has("text", "calendar") && content.is_calendar(),
        }
    }
}

/// Is it one that is sent for everything?
fn tells_nothing(media_type: &MediaType) -> bool {
    let of_everything = [
        ("text", "plain"),
        ("application", "octet-stream"),
        ("application", "x-www-form-urlencoded"),
        ("*", "*"),
    ];
    of_everything.iter().any(|(main, sub)| media_type.is(main, sub))
}

/// What came of content that was stored.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stored {
    /// The tag of the resource as it is now.
    pub entity_tag: Option<EntityTag>,
    /// Its schedule tag, if it takes part in scheduling
    /// ([RFC 6638 §3.2.10](https://www.rfc-editor.org/rfc/rfc6638#section-3.2.10)).
    pub schedule_tag: Option<ScheduleTag>,
    /// Is it stored octet for octet as it was sent? The entity tag is not told else, so that the client fetches what
    /// there is now ([RFC 4791 §5.3.4](https://www.rfc-editor.org/rfc/rfc4791#section-5.3.4)).
    pub is_as_sent: bool,
}

impl Stored {
    /// A reply with what the client is to know.
    pub(super) fn tell(&self, status: StatusCode) -> Reply {
        let tag = self.entity_tag.as_ref().filter(|_| self.is_as_sent);
        reply::with_some(reply::with_some(Reply::new(status), tag), self.schedule_tag.as_ref())
    }
}
