//! caldata: a tree of owned lines, with DATE-TIME, DURATION and RECUR values checked and typed while parsing,
//! so its parse is also its typed read. Its parser of calendar object resources has rules.

use caldata::component::{CalendarInnerData, IcalCalendar, IcalCalendarObject, IcalTimeZone};
use caldata::generator::Emitter;
use caldata::{IcalObjectParser, IcalParser};

use crate::library::{Answer, Library, Refused};

pub(crate) const LIBRARY: Library = Library {
    name: "caldata",
    parse: Some(parse),
    parse_write: Some(parse_write),
    typed: Some(parse),
    check: Some(check),
};

fn parse(body: &[u8]) -> Result<Answer, Refused> {
    let mut answer = Answer::default();
    for calendar in IcalParser::from_slice(body) {
        answer.components += components(&calendar.map_err(|_| Refused)?);
    }
    not_empty(answer)
}

fn parse_write(body: &[u8]) -> Result<Answer, Refused> {
    let mut answer = Answer::default();
    let mut text = String::with_capacity(body.len());
    for calendar in IcalParser::from_slice(body) {
        let calendar = calendar.map_err(|_| Refused)?;
        answer.components += components(&calendar);
        calendar.generate(&mut text).map_err(|_| Refused)?;
    }
    answer.written = text.len();
    not_empty(answer)
}

/// One type of component, one UID, one component without RECURRENCE-ID at most.
fn check(body: &[u8]) -> Result<Answer, Refused> {
    let object: IcalCalendarObject = IcalObjectParser::from_slice(body).expect_one().map_err(|_| Refused)?;
    let inner = match object.get_inner() {
        CalendarInnerData::Event(main, overrides) => {
            1 + overrides.len()
                + main.get_alarms().len()
                + overrides.iter().map(|event| event.get_alarms().len()).sum::<usize>()
        }
        CalendarInnerData::Todo(main, overrides) => {
            1 + overrides.len()
                + main.get_alarms().len()
                + overrides.iter().map(|to_do| to_do.get_alarms().len()).sum::<usize>()
        }
        CalendarInnerData::Journal(_, overrides) => 1 + overrides.len(),
    };
    Ok(Answer::components(1 + inner + time_zones(object.get_vtimezones().values())))
}

fn not_empty(answer: Answer) -> Result<Answer, Refused> {
    if answer.components == 0 { Err(Refused) } else { Ok(answer) }
}

fn components(calendar: &IcalCalendar) -> usize {
    1 + calendar.alarms.len()
        + calendar.events.iter().map(|event| 1 + event.get_alarms().len()).sum::<usize>()
        + calendar.todos.iter().map(|to_do| 1 + to_do.get_alarms().len()).sum::<usize>()
        + calendar.journals.len()
        + calendar.free_busys.len()
        + time_zones(calendar.vtimezones.values())
}

fn time_zones<'a>(time_zones: impl Iterator<Item = &'a IcalTimeZone>) -> usize {
    time_zones.map(|zone| 1 + zone.transitions.len()).sum()
}
