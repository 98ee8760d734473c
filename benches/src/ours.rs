//! The libraries of this workspace.

use std::hint::black_box;

use caldav_conformance::{CheckOptions, calendar_object};
use ical_model::{Calendar, CalendarStream};

use crate::library::{Answer, Library, Refused};

pub(crate) const LIBRARY: Library = Library {
    name: "ical-model",
    parse: Some(parse),
    parse_write: Some(parse_write),
    typed: Some(typed),
    check: Some(check),
};

fn parse(body: &[u8]) -> Result<Answer, Refused> {
    let stream = CalendarStream::parse(body).map_err(|_| Refused)?;
    Ok(Answer::components(stream.descendants().count()))
}

fn parse_write(body: &[u8]) -> Result<Answer, Refused> {
    let stream = CalendarStream::parse(body).map_err(|_| Refused)?;
    let written = stream.to_bytes().into_owned();
    Ok(Answer { components: stream.descendants().count(), written: written.len() })
}

/// A value that cannot be read counts as one that was looked at, as it does with the others.
fn typed(body: &[u8]) -> Result<Answer, Refused> {
    let stream = CalendarStream::parse(body).map_err(|_| Refused)?;
    let mut components = 0;
    for component in stream.descendants() {
        components += 1;
        for property in component.properties() {
            let Ok(values) = property.each_value() else { continue };
            for value in values {
                black_box(value.is_ok());
            }
        }
    }
    Ok(Answer::components(components))
}

fn check(body: &[u8]) -> Result<Answer, Refused> {
    let calendar = Calendar::parse(body).map_err(|_| Refused)?;
    let violations = calendar_object::check(&calendar, &CheckOptions::default());
    if violations.must().next().is_some() {
        return Err(Refused);
    }
    Ok(Answer::components(calendar.stream().descendants().count()))
}
