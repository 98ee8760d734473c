//! What a GET of a calendar object resource tells.
//!
//! [RFC 9110 §9.3.1](https://www.rfc-editor.org/rfc/rfc9110#section-9.3.1)

use http::StatusCode;

use super::{CalendarObject, FailureKind};
use crate::message::Reply;
use crate::{EntityTag, Href, ScheduleTag};

/// The resource that a GET told; `None` where there is none.
///
/// # Errors
///
/// It cannot be known.
pub(super) fn object(
    href: &Href,
    answer: Result<Reply, FailureKind>,
) -> Result<Option<CalendarObject>, FailureKind> {
    let reply = match answer {
        Ok(reply) => reply,
        Err(FailureKind::Refused(StatusCode::NOT_FOUND | StatusCode::GONE, _)) => return Ok(None),
        Err(kind) => return Err(kind),
    };
    let content = reply.calendar().filter(|content| content.is_calendar()).ok_or(FailureKind::Unexpected)?;
    let text = std::str::from_utf8(&content.octets).map_err(|_| FailureKind::Unreadable)?;
    if !is_whole(text) {
        return Err(FailureKind::Unreadable);
    }
    Ok(Some(CalendarObject {
        href: href.clone(),
        etag: reply.headers.get::<EntityTag>(),
        schedule_tag: reply.headers.get::<ScheduleTag>(),
        calendar_data: text.to_owned(),
    }))
}

/// Does it end as a calendar does ([RFC 5545 §3.4](https://www.rfc-editor.org/rfc/rfc5545#section-3.4))? A reply that
/// broke off in the middle must not be taken for the object.
pub(super) fn is_whole(text: &str) -> bool {
    let text = text.trim_end().as_bytes();
    let end = text.len().checked_sub(END.len()).and_then(|start| text.get(start..));
    end.is_some_and(|end| end.eq_ignore_ascii_case(END))
}

const END: &[u8] = b"END:VCALENDAR";
