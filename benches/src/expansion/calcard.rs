//! calcard: `expand_dates` gives a list of so many occurrences from the first on; a window is what lies in it.

use calcard::common::timezone::Tz;
use calcard::icalendar::ICalendar;
use chrono::Utc;

use super::{Answer, Case, Expander, Prepared};

pub(super) const EXPANDER: Expander = Expander { name: "calcard", prepare };

/// A list of more occurrences than these takes gigabytes.
const LIST_LIMIT: usize = 20_000_000;

fn prepare(case: &Case) -> Option<Prepared> {
    let calendar = ICalendar::parse(case.calendar()).ok()?;
    let number = case.ask.walk();
    if number > LIST_LIMIT {
        return None;
    }
    let (from, to) = case.ask.range();
    Some(Box::new(move || {
        let events = calendar.expand_dates(Tz::Floating, number).events;
        let starts = events.into_iter().map(|event| event.start.with_timezone(&Utc));
        Answer::of(starts.filter(|start| (from..to).contains(start)))
    }))
}
