//! calcard: all instances from the first on up to the end of the range, of which one has to overlap it.

use calcard::common::timezone::Tz;
use calcard::icalendar::{ICalendar, ICalendarComponentType, ICalendarProperty};

use super::{Answer, Answerer, Question, WORD, month};
use crate::input::Queried;

pub(super) const ANSWERER: Answerer = Answerer { name: "calcard", answer };

fn answer(question: Question, objects: &[Queried]) -> String {
    let mut answer = Answer::default();
    for (place, object) in objects.iter().enumerate() {
        let text = str::from_utf8(&object.body).expect("RFC 5545 section 6: UTF-8");
        let calendar = ICalendar::parse(text).expect("a calendar");
        let matches = match question {
            Question::Month => overlaps_month(&calendar, object.walk),
            Question::Text => has_word(&calendar),
        };
        if matches {
            answer.add(place, &object.body);
        }
    }
    answer.finish()
}

fn overlaps_month(calendar: &ICalendar, walk: usize) -> bool {
    let (from, to) = month();
    let (from, to) = (from.timestamp(), to.timestamp());
    calendar.expand_dates(Tz::UTC, walk).events.iter().any(|event| {
        let (start, end) = event.timestamps();
        let component = &calendar.components[event.comp_id as usize];
        let overlaps = if start < end { from < end && to > start } else { from <= start && to > start };
        overlaps && component.component_type == ICalendarComponentType::VEvent
    })
}

fn has_word(calendar: &ICalendar) -> bool {
    let events = calendar
        .components
        .iter()
        .filter(|component| component.component_type == ICalendarComponentType::VEvent);
    let mut summaries = events.filter_map(|event| event.property(&ICalendarProperty::Summary));
    summaries.any(|summary| {
        let mut texts = summary.values.iter().filter_map(|value| value.as_text());
        texts.any(|text| text.to_ascii_lowercase().contains(WORD))
    })
}
