//! ical_rust: `VEvent::iter`, and `occurrences_between` for windows. It knows FREQ down to DAILY, BYMONTH, BYMONTHDAY,
//! BYDAY and BYSETPOS; other parts are passed over, which gives another answer.

use chrono::Utc;
use ical_rust::{DateOrDateTime, VCalendar};

use super::{Answer, Ask, Case, Expander, Prepared};

pub(super) const EXPANDER: Expander = Expander { name: "ical_rust", prepare };

fn prepare(case: &Case) -> Option<Prepared> {
    let calendar = VCalendar::try_from(&*case.calendar()).ok()?;
    let event = calendar.events.into_iter().next()?;
    let number = case.ask.walk();
    let (from, to) = case.ask.range();
    match case.ask {
        Ask::First(_) => Some(Box::new(move || {
            Answer::of(event.iter().take(number).map(|range| range.start.as_datetime()))
        })),
        Ask::Between(..) => Some(Box::new(move || {
            let (first, last) = (DateOrDateTime::date_time(from), DateOrDateTime::date_time(to));
            let found = event.occurrences_between(first, last).unwrap_or_default();
            let starts = found.into_iter().map(|range| range.start.as_datetime().with_timezone(&Utc));
            Answer::of(starts.filter(|start| (from..to).contains(start)))
        })),
    }
}
