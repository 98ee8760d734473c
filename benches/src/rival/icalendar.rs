//! icalendar: a tree of borrowed lines over the unfolded text, and above it a tree of owned components whose
//! getters parse values when asked.

use std::fmt::Write;
use std::hint::black_box;

use icalendar::parser::{self, read_calendar_simple, unfold};
use icalendar::{Calendar, CalendarComponent, Component, EventLike};

use crate::library::{Answer, Library, Refused};

pub(crate) const LIBRARY: Library = Library {
    name: "icalendar",
    parse: Some(parse),
    parse_write: Some(parse_write),
    typed: Some(typed),
    check: None,
};

/// The borrowed tree, the quicker of its two; it takes any number of roots.
fn parse(body: &[u8]) -> Result<Answer, Refused> {
    let text = unfold(&String::from_utf8_lossy(body));
    let roots = read_calendar_simple(&text).map_err(|_| Refused)?;
    not_empty(Answer::components(borrowed_components(&roots)))
}

/// The owned tree: the borrowed one is written without the escapes of TEXT that reading took away.
fn parse_write(body: &[u8]) -> Result<Answer, Refused> {
    let calendar = owned(body)?;
    let mut text = String::with_capacity(body.len());
    write!(text, "{calendar}").map_err(|_| Refused)?;
    Ok(Answer { components: components(&calendar), written: text.len() })
}

/// Every getter there is with the features that are on by default.
fn typed(body: &[u8]) -> Result<Answer, Refused> {
    let calendar = owned(body)?;
    for component in &calendar.components {
        match component {
            CalendarComponent::Event(event) => {
                read_component(event);
                read_event_like(event);
                black_box(event.get_status());
            }
            CalendarComponent::Todo(to_do) => {
                read_component(to_do);
                read_event_like(to_do);
                black_box((to_do.get_due(), to_do.get_completed()));
                black_box((to_do.get_percent_complete(), to_do.get_status()));
            }
            CalendarComponent::Other(other) => read_component(other),
            _ => {}
        }
    }
    Ok(Answer::components(components(&calendar)))
}

fn owned(body: &[u8]) -> Result<Calendar, Refused> {
    String::from_utf8_lossy(body).parse().map_err(|_| Refused)
}

fn read_component(component: &impl Component) {
    black_box((component.get_timestamp(), component.get_start(), component.get_end()));
    black_box((component.get_recurrence_id(), component.get_last_modified(), component.get_created()));
    black_box((component.get_uid(), component.get_summary(), component.get_description()));
    black_box((component.get_priority(), component.get_sequence(), component.get_class()));
    black_box((component.get_url(), component.get_attendees()));
}

fn read_event_like(component: &impl EventLike) {
    black_box((component.get_categories(), component.get_resources(), component.get_location()));
}

fn not_empty(answer: Answer) -> Result<Answer, Refused> {
    if answer.components == 0 { Err(Refused) } else { Ok(answer) }
}

fn borrowed_components(components: &[parser::Component<'_>]) -> usize {
    components.iter().map(|component| 1 + borrowed_components(&component.components)).sum()
}

fn components(calendar: &Calendar) -> usize {
    1 + calendar
        .components
        .iter()
        .map(|component| match component {
            CalendarComponent::Event(event) => nested(event),
            CalendarComponent::Todo(to_do) => nested(to_do),
            CalendarComponent::Other(other) => nested(other),
            _ => 1,
        })
        .sum::<usize>()
}

fn nested(component: &impl Component) -> usize {
    1 + component.components().iter().map(nested).sum::<usize>()
}
