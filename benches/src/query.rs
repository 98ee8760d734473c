//! A calendar-query over stored objects: from their octets to the body of the answer.
//!
//! A [`Question`] is asked of a list of objects; an [`Answerer`] selects those that match. What is selected is written
//! by one writer for all, so that the answers can be compared octet for octet.

mod calcard;
mod ours;

use caldav_types::calendar_data::CalendarData;
use caldav_types::multistatus::{Propstat, Response};
use caldav_types::property::DavProperty;
use caldav_types::{EntityTag, Href};
use caldav_xml::MultistatusWriter;
use chrono::{DateTime, TimeZone, Utc};
use http::StatusCode;

use crate::input::Queried;

pub use ours::Indexed;

/// Those who answer, ours first.
pub const ANSWERERS: &[Answerer] = &[ours::ANSWERER, calcard::ANSWERER];

/// A library that answers.
#[derive(Clone, Copy, Debug)]
pub struct Answerer {
    /// The name of its package.
    pub name: &'static str,
    /// Gives the body of the answer.
    pub answer: fn(Question, &[Queried]) -> String,
}

/// What is asked.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Question {
    /// The events of July 2026.
    Month,
    /// The events whose SUMMARY holds a word, in upper or lower case.
    Text,
}

impl Question {
    /// The name in the tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Text => "text",
        }
    }
}

/// The month that is asked for.
fn month() -> (DateTime<Utc>, DateTime<Utc>) {
    let first = |month| Utc.with_ymd_and_hms(2026, month, 1, 0, 0, 0).single().expect("a day");
    (first(7), first(8))
}

/// The word that is asked for.
const WORD: &str = "inventory";

/// Writes what was selected.
#[derive(Debug, Default)]
struct Answer(MultistatusWriter);

impl Answer {
    fn add(&mut self, place: usize, body: &[u8]) {
        let text = str::from_utf8(body).expect("RFC 5545 section 6: UTF-8");
        let properties = vec![
            DavProperty::GetEtag(EntityTag::strong(&format!("{place:08x}")).expect("an entity tag")),
            DavProperty::CalendarData(CalendarData::from(text)),
        ];
        let href = Href::new(&format!("/calendars/work/{place}.ics"));
        self.0.write(&Response::of_propstats(href, vec![Propstat::new(StatusCode::OK, properties)]));
    }

    fn finish(self) -> String {
        self.0.finish(None, None)
    }
}

#[cfg(test)]
mod tests {
    use super::{ANSWERERS, Indexed, Question};
    use crate::input::{Series, queried};

    #[test]
    fn all_give_one_answer() {
        for series in [Series::Counted, Series::Unbounded] {
            let objects = queried(300, series);
            for question in [Question::Month, Question::Text] {
                let answers: Vec<_> = ANSWERERS.iter().map(|one| (one.answer)(question, &objects)).collect();
                let found = answers[0].matches("response>").count() / 2;
                assert!((1..150).contains(&found), "{question:?}: {found}");
                assert!(answers.iter().all(|answer| *answer == answers[0]), "{series:?} {question:?}");
                assert_eq!(Indexed::new(&objects).answer(question, &objects).0, answers[0]);
            }
        }
    }
}
