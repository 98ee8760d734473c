//! Edits of any stream.

use std::borrow::Cow;

use ical_model::value::Text;
use ical_model::{
    CalendarStream, ComponentId, ComponentName, DiagnosticKind, ParameterName, ParseOptions, Property,
    PropertyError, PropertyName, PropertyWriter, TypedProperty,
};

/// A text under a name of its own.
#[derive(Debug, Eq, PartialEq)]
struct Note(String);

impl TypedProperty for Note {
    const NAME: PropertyName<'static> = PropertyName::Other(Cow::Borrowed("X-NOTE"));
    const PARAMETERS: &'static [ParameterName<'static>] = &[];

    fn read(line: Property<'_>) -> Result<Self, PropertyError> {
        line.value_as::<OwnedText>().map(|text| Self(text.0))
    }

    fn write(&self, line: &mut PropertyWriter<'_>) {
        line.text(&self.0);
    }
}

struct OwnedText(String);

impl<'t> ical_model::value::ValueRead<'t> for OwnedText {
    fn read(
        text: &'t str,
        leniencies: &mut ical_model::value::Leniencies,
    ) -> Result<Self, ical_model::value::ValueError> {
        Text::read(text, leniencies).map(|text| Self(text.into_inner().into_owned()))
    }
}

/// Lines that no edit touches stay, what is in memory is what is read again where BEGIN and END pair, and what edits
/// write is strict.
///
/// The octets up to the first NUL are a stream (a new one if they are none), those behind it are edits.
pub fn edit(octets: &[u8]) {
    let (source, script) = match octets.iter().position(|octet| *octet == 0) {
        Some(place) => (octets.get(..place).unwrap_or_default(), octets.get(place + 1..).unwrap_or_default()),
        None => (octets, &[][..]),
    };
    let mut stream = CalendarStream::parse(source).unwrap_or_default();
    let orderly = stream.diagnostics().iter().all(|diagnostic| !moves_lines(diagnostic.kind()));
    let strict = CalendarStream::parse_with(source, &ParseOptions::strict()).is_ok();
    let new = stream.components().next().is_none();
    let mut here = match stream.components().next() {
        Some(component) => component.id(),
        None => match stream.root_mut().add_component(&ComponentName::VCalendar) {
            Ok(calendar) => calendar.id(),
            Err(_) => return,
        },
    };
    for step in script.split_inclusive(|octet| *octet == b'\n').take(64) {
        let Some((operation, argument)) = step.split_first() else { continue };
        here = apply(&mut stream, here, *operation, &String::from_utf8_lossy(argument));
    }
    let written = stream.to_bytes().into_owned();
    let again = CalendarStream::parse(&written).unwrap_or_default();
    assert!(!orderly || lines(&stream) == lines(&again), "what is in memory is what is read again");
    if (strict || new) && again.components().next().is_some() {
        let read = CalendarStream::parse_with(&written, &ParseOptions::strict());
        assert!(read.is_ok(), "{:?} in {:?}", read.err(), String::from_utf8_lossy(&written));
    }
}

/// Lines without structure and BEGINs without END stay as they are; what an edit puts before or behind them may be
/// read as part of them.
fn moves_lines(kind: &DiagnosticKind) -> bool {
    matches!(
        kind,
        DiagnosticKind::BlankLine
            | DiagnosticKind::MalformedLine
            | DiagnosticKind::MissingEnd { .. }
            | DiagnosticKind::UnexpectedEnd
            | DiagnosticKind::FurtherDiagnostics
    )
}

fn apply(stream: &mut CalendarStream<'_>, here: ComponentId, operation: u8, argument: &str) -> ComponentId {
    let components = stream.descendants().count();
    let Some(mut component) = stream.component_mut(here) else { return here };
    match operation % 8 {
        0 => {
            let note = Note(argument.replace('\r', "\n"));
            if component.set(&note).is_ok() {
                assert_eq!(component.as_component().property::<Note>(), Ok(Some(note)));
            }
        }
        1 => drop(component.add_line(argument.trim_end())),
        2 => drop(component.set_all(&[Note(argument.to_owned()), Note(String::new())])),
        3 => drop(component.remove(&PropertyName::new(argument.trim_end()))),
        4 => {
            if let Ok(added) = component.add_component(&ComponentName::new(argument.trim_end())) {
                return added.id();
            }
        }
        5 => {
            if let Some(first) = component.as_component().components().next().map(|first| first.id()) {
                assert!(component.remove_component(first));
            }
        }
        6 => {
            let Ok(copy) = CalendarStream::from_vec(component.as_component().to_bytes()) else { return here };
            if copy.to_bytes().len() < 1 << 12
                && let Some(first) = copy.components().next()
            {
                drop(component.add_copy(first));
            }
        }
        _ => {
            let number = usize::from(argument.as_bytes().first().copied().unwrap_or_default());
            return stream
                .descendants()
                .nth(number % components.max(1))
                .map_or(here, |component| component.id());
        }
    }
    here
}

/// Every property with the component it stands in.
fn lines(stream: &CalendarStream<'_>) -> Vec<(String, Vec<u8>)> {
    stream
        .descendants()
        .flat_map(|component| {
            component.properties().map(move |line| (component.name().to_string(), line.line().to_vec()))
        })
        .collect()
}
