//! When somebody is busy.
//!
//! [RFC 4791 §7.10](https://www.rfc-editor.org/rfc/rfc4791#section-7.10)

use std::fmt;

use chrono::{DateTime, Utc};
use http::Uri;
use ical_model::free_busy::{BusyTime, FreeBusyError};
use ical_model::recurrence::Budget;
use ical_model::time_zone::Zone;
use ical_model::{Calendar, ComponentName, ParseError};

use super::{Answer, FailureKind, TimeRangeQuery};
use crate::message::{Operation, Reply, ReplyBody, Request};
use crate::query::CompileError;
use crate::report::{FreeBusyQuery, Report};
use crate::{Precondition, TimeRange};

/// A question for the busy time of a calendar, or of all calendars in a collection.
///
/// ```
/// use caldav_types::TimeRange;
/// use caldav_types::client::BusyTimeQuery;
/// use caldav_types::message::{Content, Reply, ReplyBody};
/// use http::StatusCode;
/// use ical_model::recurrence::Budget;
/// let day = TimeRange::new(Some("20270301T000000Z".parse()?), Some("20270302T000000Z".parse()?))?;
/// let query = BusyTimeQuery::new("https://example.com/cal/work/".parse()?, day);
/// assert_eq!(query.request().method().as_str(), "REPORT");
///
/// // Here a server answers.
/// let busy = "BEGIN:VCALENDAR\r\nBEGIN:VFREEBUSY\r\nFREEBUSY:20270301T090000Z/PT1H\r\n\
///             END:VFREEBUSY\r\nEND:VCALENDAR\r\n";
/// let reply = Reply::with_body(StatusCode::OK, ReplyBody::Calendar(Content::calendar(busy)));
/// let text = query.read(&reply)?.done().expect("the server knows the report");
/// let busy = query.busy_time(&text, &mut Budget::default())?;
/// let periods: Vec<_> = busy.periods().collect();
/// assert_eq!(periods[0].end, "2027-03-01T10:00:00Z".parse::<chrono::DateTime<chrono::Utc>>()?);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct BusyTimeQuery {
    /// The whole address of the collection.
    pub url: Uri,
    range: TimeRange,
}

impl BusyTimeQuery {
    /// The busy time of this range.
    #[must_use]
    pub const fn new(url: Uri, range: TimeRange) -> Self {
        Self { url, range }
    }

    /// What is asked for.
    #[must_use]
    pub const fn report(&self) -> FreeBusyQuery {
        FreeBusyQuery { time_range: self.range }
    }

    /// What to send.
    #[must_use]
    pub fn request(&self) -> Request {
        let body = Report::FreeBusyQuery(self.report());
        Request::new(self.url.clone(), Operation::Report { depth: body.usual_depth(), body })
    }

    /// The calendar that the reply holds, as text: it has a VFREEBUSY. Many servers do not know the report, though they
    /// should; then there is the [question for the events](Self::time_range_query) instead.
    ///
    /// # Errors
    ///
    /// It is refused: with 404 where the user may not see the busy time, with
    /// [DAV:number-of-matches-within-limits](crate::Precondition::NumberOfMatchesWithinLimits) where the range is too
    /// long. [`FailureKind::Unexpected`] where the reply is no calendar.
    pub fn read(&self, reply: &Reply) -> Result<Answer<String, TimeRangeQuery>, FailureKind> {
        if let Some(kind) = FailureKind::of_reply(reply) {
            return match self.time_range_query() {
                Ok(query) if is_unknown(&kind) => Ok(Answer::Again(query)),
                _ => Err(kind),
            };
        }
        let (ReplyBody::Calendar(content) | ReplyBody::Other(content)) = &reply.body else {
            return Err(FailureKind::Unexpected);
        };
        let text = std::str::from_utf8(&content.octets).map_err(|_| FailureKind::Unreadable)?;
        if content.is_calendar() { Ok(Answer::Done(text.to_owned())) } else { Err(FailureKind::Unexpected) }
    }

    /// The busy time that the calendar tells, as far as it lies in the range.
    ///
    /// # Errors
    ///
    /// It is no calendar, has no VFREEBUSY, or one that cannot be read; or the budget is spent.
    pub fn busy_time(&self, calendar_data: &str, budget: &mut Budget) -> Result<BusyTime, BusyTimeFault> {
        let calendar = Calendar::parse(calendar_data.as_bytes()).map_err(BusyTimeFault::Unreadable)?;
        let start = self.range.start().map_or(DateTime::<Utc>::MIN_UTC, |start| start.0);
        let end = self.range.end().map_or(DateTime::<Utc>::MAX_UTC, |end| end.0);
        let mut busy = BusyTime::new(start..end, &Zone::utc());
        let mut is_told = false;
        for component in calendar.root().components_named(&ComponentName::VFreeBusy) {
            is_told = true;
            busy.add_free_busy(component, budget).map_err(BusyTimeFault::FreeBusy)?;
        }
        if is_told { Ok(busy) } else { Err(BusyTimeFault::NoFreeBusy) }
    }

    /// The question for the events of the range, where a server does not tell busy time by itself. [`free_busy_query`](crate::shaping::free_busy_query)
    /// gathers their busy time, by what [`report`](Self::report) asks for. What was published as a VFREEBUSY is not
    /// among them.
    ///
    /// # Errors
    ///
    /// None for any range that there is.
    pub fn time_range_query(&self) -> Result<TimeRangeQuery, CompileError> {
        TimeRangeQuery::new(self.url.clone(), ComponentName::VEvent, self.range)
    }
}

/// Does the server not know the report? Some answer with a fault of their own.
fn is_unknown(kind: &FailureKind) -> bool {
    let FailureKind::Refused(status, error) = kind else { return false };
    match error {
        Some(error) if !error.conditions.is_empty() => error.has(&Precondition::SupportedReport),
        _ => matches!(status.as_u16(), 400 | 403 | 405 | 500 | 501),
    }
}

/// Why the busy time in a reply cannot be told.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum BusyTimeFault {
    /// It is no calendar.
    Unreadable(ParseError),
    /// It has no VFREEBUSY. One without periods is needed to say that nothing is busy.
    NoFreeBusy,
    /// A VFREEBUSY cannot be read, or the budget is spent.
    FreeBusy(FreeBusyError),
}

impl fmt::Display for BusyTimeFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => error.fmt(f),
            Self::NoFreeBusy => f.write_str("expected a VFREEBUSY, found none"),
            Self::FreeBusy(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for BusyTimeFault {}

#[cfg(test)]
mod tests {
    use http::StatusCode;
    use ical_model::Calendar;
    use ical_model::recurrence::Budget;
    use ical_model::time_zone::{Zone, ZoneSource};

    use super::{BusyTimeFault, BusyTimeQuery};
    use crate::client::{Answer, FailureKind};
    use crate::header::MediaType;
    use crate::message::{Content, Operation, Reply, ReplyBody};
    use crate::report::Report;
    use crate::shaping::{FreeBusyResource, free_busy_query};
    use crate::{Depth, ErrorBody, Precondition, TimeRange};

    fn query() -> BusyTimeQuery {
        let (start, end) = ("20270301T000000Z".parse().unwrap(), "20270302T000000Z".parse().unwrap());
        let url = "https://example.com/cal/".parse().unwrap();
        BusyTimeQuery::new(url, TimeRange::new(Some(start), Some(end)).unwrap())
    }

    fn busy(lines: &str) -> String {
        format!("BEGIN:VCALENDAR\r\nBEGIN:VFREEBUSY\r\n{lines}END:VFREEBUSY\r\nEND:VCALENDAR\r\n")
    }

    /// RFC 4791 7.10: without a Depth of 1 the members are not asked.
    #[test]
    fn request_with_depth() {
        let Operation::Report { depth, body: Report::FreeBusyQuery(body) } = query().request().operation
        else {
            panic!();
        };
        assert_eq!((depth, body.time_range), (Some(Depth::One), query().range));
    }

    #[test]
    fn replies() {
        let plain: MediaType = "text/plain".parse().unwrap();
        let ok = |body| Reply::with_body(StatusCode::OK, body);
        let too_many = Precondition::NumberOfMatchesWithinLimits;
        let refused = |code: u16, error| FailureKind::Refused(StatusCode::from_u16(code).unwrap(), error);
        for (case, reply, expected) in [
            ("RFC 4791 7.10.1", ok(ReplyBody::Calendar(Content::calendar(busy("")))), Ok(busy(""))),
            (
                "q-17: by its beginning",
                ok(ReplyBody::Other(Content::new(Some(plain), busy("")))),
                Ok(busy("")),
            ),
            ("a page", ok(ReplyBody::Other(Content::new(None, "<html>"))), Err(FailureKind::Unexpected)),
            ("nothing", Reply::new(StatusCode::OK), Err(FailureKind::Unexpected)),
            (
                "octets",
                ok(ReplyBody::Calendar(Content::calendar(*b"BEGIN:VCALENDAR\xFF"))),
                Err(FailureKind::Unreadable),
            ),
            ("7.10: no privilege", Reply::new(StatusCode::NOT_FOUND), Err(refused(404, None))),
            ("a proxy", Reply::new(StatusCode::BAD_GATEWAY), Err(refused(502, None))),
            (
                "7.10: too much",
                Reply::refusal(too_many.clone()),
                Err(refused(403, Some(Box::new(ErrorBody::from(too_many))))),
            ),
        ] {
            let got = query().read(&reply).map(|answer| answer.done().unwrap());
            assert_eq!(got, expected, "{case}");
        }
    }

    #[test]
    fn periods() {
        let told = |text: &str, budget: &mut Budget| query().busy_time(text, budget);
        let around = "FREEBUSY:20270228T230000Z/20270301T010000Z,20270301T230000Z/PT2H\r\n\
                      FREEBUSY;FBTYPE=FREE:20270301T030000Z/PT1H\r\n";
        let periods = |text: &str| {
            let busy = told(text, &mut Budget::default()).unwrap();
            busy.periods().map(|one| (one.end - one.start).num_hours()).collect::<Vec<_>>()
        };
        assert_eq!(periods(&busy(around)), [1, 1], "cut to the range");
        assert_eq!(periods(&busy("")), [0_i64; 0], "RFC 4791 7.10: nothing is busy");
        let mut budget = Budget::new(1, 1);
        assert!(matches!(told(&busy(around), &mut budget), Err(BusyTimeFault::FreeBusy(_))));
        let nothing = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";
        assert_eq!(told(nothing, &mut Budget::default()).unwrap_err(), BusyTimeFault::NoFreeBusy);
        assert!(matches!(told("x", &mut Budget::default()), Err(BusyTimeFault::Unreadable(_))));
        assert!(matches!(
            told(&busy("FREEBUSY:today\r\n"), &mut Budget::default()),
            Err(BusyTimeFault::FreeBusy(_))
        ));
    }

    /// RFC 4791 7.10 makes the report a duty, which not all servers know of.
    #[test]
    fn another_way() {
        for (case, reply) in [
            ("RFC 3253 3.6", Reply::refusal(Precondition::SupportedReport)),
            ("501", Reply::new(StatusCode::NOT_IMPLEMENTED)),
            ("405", Reply::new(StatusCode::METHOD_NOT_ALLOWED)),
            ("500", Reply::new(StatusCode::INTERNAL_SERVER_ERROR)),
        ] {
            let Ok(Answer::Again(other)) = query().read(&reply) else { panic!("{case}") };
            let operation = other.request().operation;
            assert!(matches!(operation, Operation::Report { body: Report::CalendarQuery(_), .. }), "{case}");
        }
        // What it finds tells the same.
        let event = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20270104T090000Z\r\nDURATION:PT1H\r\n\
                     RRULE:FREQ=DAILY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
        let calendar = Calendar::parse(event).unwrap();
        let resources = [FreeBusyResource::from(&calendar)];
        let (source, mut budget) = (ZoneSource::new(), Budget::default());
        let gathered =
            free_busy_query(&query().report(), resources, &source, &Zone::utc(), &mut budget).unwrap();
        let told = query().busy_time(&busy("FREEBUSY:20270301T090000Z/PT1H\r\n"), &mut budget).unwrap();
        assert!(gathered.busy.periods().eq(told.periods()));
        let privilege = Reply::refusal(Precondition::NeedPrivileges);
        assert!(query().read(&privilege).is_err(), "nor would the events be told");
    }
}
