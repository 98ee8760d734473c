//! ical: a tree of owned lines. It has no typed values.

use ical::generator::Emitter;
use ical::parser::ical::component::IcalCalendar;

use crate::library::{Answer, Library, Refused};

pub(crate) const LIBRARY: Library =
    Library { name: "ical", parse: Some(parse), parse_write: Some(parse_write), typed: None, check: None };

fn parse(body: &[u8]) -> Result<Answer, Refused> {
    let mut answer = Answer::default();
    for calendar in ical::IcalParser::new(body) {
        answer.components += components(&calendar.map_err(|_| Refused)?);
    }
    not_empty(answer)
}

fn parse_write(body: &[u8]) -> Result<Answer, Refused> {
    let mut answer = Answer::default();
    for calendar in ical::IcalParser::new(body) {
        let calendar = calendar.map_err(|_| Refused)?;
        answer.components += components(&calendar);
        answer.written += calendar.generate().len();
    }
    not_empty(answer)
}

fn not_empty(answer: Answer) -> Result<Answer, Refused> {
    if answer.components == 0 { Err(Refused) } else { Ok(answer) }
}

fn components(calendar: &IcalCalendar) -> usize {
    1 + calendar.alarms.len()
        + calendar.events.iter().map(|event| 1 + event.alarms.len()).sum::<usize>()
        + calendar.todos.iter().map(|to_do| 1 + to_do.alarms.len()).sum::<usize>()
        + calendar.journals.len()
        + calendar.free_busys.len()
        + calendar.timezones.iter().map(|zone| 1 + zone.transitions.len()).sum::<usize>()
}
