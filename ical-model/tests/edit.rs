//! Edits: what is set, added and removed, and that everything else stays.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests"
)]

use std::borrow::Cow;

use ical_model::{
    Calendar, CalendarStream, ComponentName, EditError, Limit, ParameterName, ParseLimits, ParseOptions,
    Property, PropertyError, PropertyName, PropertyWriter, TypedProperty,
};
use proptest::prelude::*;

/// A text with a language, under a name of its own.
#[derive(Clone, Debug, Eq, PartialEq)]
struct Note {
    text: String,
    language: Option<String>,
}

impl Note {
    fn new(text: &str) -> Self {
        Self { text: text.to_owned(), language: None }
    }
}

impl TypedProperty for Note {
    const NAME: PropertyName<'static> = PropertyName::Other(Cow::Borrowed("X-NOTE"));
    const PARAMETERS: &'static [ParameterName<'static>] = &[ParameterName::Language];

    fn read(line: Property<'_>) -> Result<Self, PropertyError> {
        let text: ical_model::value::Text<'static> = {
            let value = line.value()?;
            value.parse().expect("any text is TEXT")
        };
        let language =
            line.parameter(&ParameterName::Language)?.map(|language| language.value().into_owned());
        Ok(Self { text: text.as_str().to_owned(), language })
    }

    fn write(&self, line: &mut PropertyWriter<'_>) {
        line.optional_parameter(&ParameterName::Language, self.language.as_deref());
        line.text(&self.text);
    }
}

/// Applies an edit to the first component in the calendar.
fn edited(before: &str, edit: impl FnOnce(&mut ical_model::ComponentMut<'_, '_>)) -> String {
    let mut calendar = Calendar::parse(before).unwrap();
    let id = calendar.components().next().unwrap().id();
    edit(&mut calendar.component_mut(id).unwrap());
    let after = calendar.to_bytes().into_owned();
    // What is in memory and what is read again are the same.
    let again = CalendarStream::parse(&after).unwrap();
    let lines = |stream: &CalendarStream<'_>| -> Vec<String> {
        stream.descendants().flat_map(|c| c.properties()).map(|p| format!("{p:?}{:?}", p.value())).collect()
    };
    assert_eq!(lines(calendar.stream()), lines(&again));
    String::from_utf8(after).unwrap()
}

fn event(lines: &str) -> String {
    format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{lines}END:VEVENT\r\nEND:VCALENDAR\r\n")
}

#[test]
fn set_replaces_the_one_line_or_adds_one() {
    for (case, before, after) in [
        ("none yet", "", "X-NOTE:new\r\n"),
        (
            "behind the last property",
            "UID:1\r\nBEGIN:VALARM\r\nEND:VALARM\r\n",
            "UID:1\r\nX-NOTE:new\r\nBEGIN:VALARM\r\nEND:VALARM\r\n",
        ),
        ("in place", "UID:1\r\nX-NOTE:old\r\nX-A:2\r\n", "UID:1\r\nX-NOTE:new\r\nX-A:2\r\n"),
        (
            "unknown parameters stay",
            "X-NOTE;X-B=\"a,b\";LANGUAGE=de;X-C=^n:old\r\n",
            "X-NOTE;X-B=\"a,b\";X-C=^n:new\r\n",
        ),
        ("parameters of the value go", "X-NOTE;VALUE=URI;ENCODING=8BIT;TZID=X:old\r\n", "X-NOTE:new\r\n"),
        ("a faulty parameter goes", "X-NOTE;X-D;X-B=1:old\r\n", "X-NOTE;X-B=1:new\r\n"),
        ("the spelling of the name stays", "x-Note:old\r\n", "x-Note:new\r\n"),
        ("a folded line", "X-NOTE:o\r\n ld\r\nUID:1\r\n", "X-NOTE:new\r\nUID:1\r\n"),
        ("after a bare line feed", "UID:1\nX-NOTE:old\r\nX-A:2\r\n", "UID:1\nX-NOTE:new\nX-A:2\r\n"),
        (
            "after a component",
            "BEGIN:VALARM\r\nEND:VALARM\nX-NOTE:old\r\n",
            "BEGIN:VALARM\r\nEND:VALARM\nX-NOTE:new\n",
        ),
    ] {
        let after = event(after);
        assert_eq!(edited(&event(before), |event| event.set(&Note::new("new")).unwrap()), after, "{case}");
    }
}

#[test]
fn several_lines_are_set_only_by_set_all() {
    let before = event("X-NOTE:1\r\nUID:1\r\nx-note:2\r\nX-A:1\r\n");
    let after = edited(&before, |event| {
        assert_eq!(event.set(&Note::new("new")), Err(EditError::SeveralLines { count: 2 }));
        event.set_all(&[Note::new("a"), Note::new("b"), Note::new("c")]).unwrap();
    });
    assert_eq!(after, event("X-NOTE:a\r\nX-NOTE:b\r\nX-NOTE:c\r\nUID:1\r\nX-A:1\r\n"));
    assert_eq!(edited(&before, |event| event.set_all::<Note>([]).unwrap()), event("UID:1\r\nX-A:1\r\n"));
    assert_eq!(edited(&event(""), |event| event.set_all(&[Note::new("a")]).unwrap()), event("X-NOTE:a\r\n"));
}

#[test]
fn add_and_remove() {
    let before = event("X-NOTE:1\r\nUID:1\r\nX-NOTE:2\r\nBEGIN:VALARM\r\nX-NOTE:3\r\nEND:VALARM\r\n");
    let after = edited(&before, |event| {
        assert_eq!(event.remove(&Note::NAME), 2);
        assert_eq!(event.remove(&PropertyName::Summary), 0);
        event.add(&Note::new("4")).unwrap();
        event.add_line("SUMMARY;LANGUAGE=de:5").unwrap();
    });
    let expected = "UID:1\r\nX-NOTE:4\r\nSUMMARY;LANGUAGE=de:5\r\nBEGIN:VALARM\r\nX-NOTE:3\r\nEND:VALARM\r\n";
    assert_eq!(after, event(expected));
}

#[test]
fn one_property_of_several() {
    let before = event("X-NOTE:1\r\nX-NOTE:2\r\nX-NOTE:3\r\n");
    let after = edited(&before, |event| {
        let second = event.as_component().properties().nth(1).unwrap().id();
        assert!(event.remove_property(second));
        assert!(!event.remove_property(second), "it is gone");
    });
    assert_eq!(after, event("X-NOTE:1\r\nX-NOTE:3\r\n"));
}

#[test]
fn components_are_added_copied_and_removed() {
    let source = "BEGIN:VCALENDAR\nBEGIN:VTODO\nUID:2\nBEGIN:VALARM\nACTION:DISPLAY\nEND:VALARM\nEND:VTODO\nEND:VCALENDAR";
    let other = Calendar::parse(source).unwrap();
    let mut calendar = Calendar::new("-//Example Corp.//Edit//EN");
    calendar.add_component(&ComponentName::VEvent).unwrap().add_line("UID:1").unwrap();
    let mut copy = calendar.root_mut();
    let mut copy = copy.add_copy(other.components().next().unwrap()).unwrap();
    copy.set(&Note::new("copied")).unwrap();
    copy.add_component(&"X-EXTRA".into()).unwrap();
    let written = String::from_utf8(calendar.to_bytes().into_owned()).unwrap();
    assert_eq!(
        written,
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Edit//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\n\
         BEGIN:VTODO\nUID:2\nX-NOTE:copied\nBEGIN:VALARM\nACTION:DISPLAY\nEND:VALARM\nBEGIN:X-EXTRA\nEND:X-EXTRA\nEND:VTODO\nEND:VCALENDAR\r\n"
    );

    let todo = calendar.components().nth(1).unwrap();
    let (id, alarm) = (todo.id(), todo.components().next().unwrap().id());
    assert!(!calendar.root_mut().remove_component(alarm), "the alarm stands in the task");
    assert!(calendar.root_mut().remove_component(id));
    assert!(calendar.component(id).is_none() && calendar.component(alarm).is_none());
    assert!(calendar.component_mut(alarm).is_none());
    assert_eq!(calendar.components().count(), 1);
    assert!(Calendar::parse_with(&calendar.to_bytes(), &ParseOptions::strict()).is_ok());
}

#[test]
fn what_is_appended_to_a_last_line_without_end_begins_a_line() {
    let mut stream = CalendarStream::parse("BEGIN:VCALENDAR\nEND:VCALENDAR").unwrap();
    stream.root_mut().add_component(&ComponentName::VCalendar).unwrap();
    assert_eq!(
        &*stream.to_bytes(),
        b"BEGIN:VCALENDAR\nEND:VCALENDAR\r\nBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"
    );

    // A carriage return ends a line only where no line feed does.
    let returned = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r";
    let after = edited(returned, |event| event.add_line("X-A:1").unwrap());
    assert_eq!(after, "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\r\nX-A:1\r\n");
    let returns = "BEGIN:VCALENDAR\rBEGIN:VEVENT\rUID:1";
    let after = edited(returns, |event| event.add_line("X-A:1").unwrap());
    assert_eq!(after, "BEGIN:VCALENDAR\rBEGIN:VEVENT\rUID:1\rX-A:1\r");

    let unclosed = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1";
    let after = edited(unclosed, |event| event.add_line("X-A:1").unwrap());
    assert_eq!(after, "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nX-A:1\r\n");
}

#[test]
fn a_refused_edit_changes_nothing() {
    let before = event("X-NOTE:old\r\n");
    let after = edited(&before, |event| {
        for text in ["a\u{7}b", "\0", "\u{7f}"] {
            let octet = text.bytes().find(u8::is_ascii_control).unwrap();
            assert_eq!(
                event.set(&Note::new(text)),
                Err(EditError::ControlCharacter { octet }),
                "RFC 5545 §3.1"
            );
            assert!(event.set_all(&[Note::new("fine"), Note::new(text)]).is_err());
            assert!(event.add(&Note::new(text)).is_err());
        }
        let injected = Note { text: "a".to_owned(), language: Some("de\u{1}".to_owned()) };
        assert!(event.set(&injected).is_err());
        for line in [
            "",
            "no colon",
            "X-A;B=1",
            "X A:1",
            "X_A:1",
            ":1",
            "BEGIN:VALARM",
            "end:VEVENT",
            "X-A:1\r\nX-B:2",
            "X-A;B=\"c:1",
        ] {
            assert!(event.add_line(line).is_err(), "{line}");
        }
        for name in ["", "X A", "X:A", "X\r\nEND:VEVENT"] {
            assert!(
                matches!(event.add_component(&name.into()), Err(EditError::InvalidName { .. })),
                "{name}"
            );
        }
    });
    assert_eq!(after, before);
}

#[test]
fn line_breaks_cannot_be_injected() {
    let before = event("");
    let note = Note { text: "a\r\nEND:VEVENT\nb".to_owned(), language: Some("de\r\nX-B:1".to_owned()) };
    let after = edited(&before, |event| event.set(&note).unwrap());
    assert_eq!(after, event("X-NOTE;LANGUAGE=\"de^nX-B:1\":a\\nEND:VEVENT\\nb\r\n"));
}

#[test]
fn edits_keep_within_the_limit_of_octets() {
    let before = event("");
    let limits = ParseLimits::default().with(Limit::SourceOctets, before.len() as u32 + 10);
    let mut calendar = Calendar::parse_with(&before, &ParseOptions::lenient().with_limits(limits)).unwrap();
    let id = calendar.components().next().unwrap().id();
    let mut event = calendar.component_mut(id).unwrap();
    assert!(matches!(
        event.add_line("X-A:12345"),
        Err(EditError::LimitExceeded { limit: Limit::SourceOctets, .. })
    ));
    assert!(event.add_component(&ComponentName::VAlarm).is_err());
    event.add_line("X-A:1").unwrap();
}

#[test]
fn positions_follow_an_edit() {
    let mut calendar = Calendar::parse("BEGIN:VCALENDAR\r\nX-A:1\r\nX-B:2\r\nEND:VCALENDAR\r\n").unwrap();
    let first = calendar.properties().next().unwrap().id();
    assert!(calendar.root_mut().remove_property(first));
    calendar.root_mut().add_line("X-C:3").unwrap();
    let lines: Vec<_> = calendar.properties().map(|p| (p.name().to_string(), p.position().line)).collect();
    assert_eq!(lines, [("X-B".to_owned(), 2), ("X-C".to_owned(), 3)]);
}

/// One edit of a random sequence.
#[derive(Clone, Debug)]
enum Edit {
    Set(String),
    SetAll(Vec<String>),
    Add(String, Option<String>),
    Remove,
    AddComponent,
    RemoveComponent,
    Copy,
    Into(usize),
}

fn edits() -> impl Strategy<Value = Vec<Edit>> {
    let text = "[ -~äß€😀\n\t]{0,90}";
    let edit = prop_oneof![
        text.prop_map(Edit::Set),
        proptest::collection::vec(text, 0..4).prop_map(Edit::SetAll),
        (text, proptest::option::of(text)).prop_map(|(text, language)| Edit::Add(text, language)),
        Just(Edit::Remove),
        Just(Edit::AddComponent),
        Just(Edit::RemoveComponent),
        Just(Edit::Copy),
        (0usize..8).prop_map(Edit::Into),
    ];
    proptest::collection::vec(edit, 0..24)
}

proptest! {
    #[test]
    fn whatever_is_built_reads_strictly_and_the_same(edits in edits()) {
        let mut calendar = Calendar::new("-//Example Corp.//Edit//EN");
        let mut here = calendar.root().id();
        let root = here;
        for edit in edits {
            let mut component = calendar.component_mut(here).unwrap_or_else(|| unreachable!("it was not removed"));
            match edit {
                Edit::Set(text) => drop(component.set(&Note::new(&text))),
                Edit::SetAll(texts) => {
                    let notes: Vec<_> = texts.iter().map(|text| Note::new(text)).collect();
                    component.set_all(&notes).unwrap();
                    let read: Vec<_> = component.as_component().properties_of::<Note>().map(Result::unwrap).collect();
                    prop_assert_eq!(read, notes);
                }
                Edit::Add(text, language) => {
                    let note = Note { text, language };
                    component.add(&note).unwrap();
                    let last = component.as_component().properties_of::<Note>().last().unwrap().unwrap();
                    prop_assert_eq!(last, note);
                }
                Edit::Remove => {
                    component.remove(&Note::NAME);
                    prop_assert_eq!(component.as_component().property::<Note>().unwrap(), None);
                }
                Edit::AddComponent => here = component.add_component(&ComponentName::VEvent).unwrap().id(),
                Edit::RemoveComponent => {
                    if let Some(first) = component.as_component().components().next().map(|c| c.id()) {
                        prop_assert!(component.remove_component(first));
                    }
                }
                Edit::Copy => {
                    let original = component.as_component().to_bytes();
                    if here != root && original.len() < 10_000 {
                        let stream = CalendarStream::from_vec(original.clone()).unwrap();
                        let copy = component.add_copy(stream.components().next().unwrap()).unwrap();
                        prop_assert_eq!(copy.as_component().to_bytes(), original);
                    }
                }
                Edit::Into(number) => {
                    here = calendar.stream().descendants().nth(number).map_or(root, |component| component.id());
                }
            }
        }
        let bytes = calendar.to_bytes().into_owned();
        let again = Calendar::parse_with(&bytes, &ParseOptions::strict()).unwrap();
        let shape = |calendar: &Calendar<'_>| -> Vec<(String, Vec<Note>)> {
            let notes = |c: ical_model::Component<'_>| c.properties_of::<Note>().map(Result::unwrap).collect();
            calendar.stream().descendants().map(|c| (c.name().to_string(), notes(c))).collect()
        };
        prop_assert_eq!(shape(&calendar), shape(&again));
        prop_assert_eq!(&*again.to_bytes(), &*bytes);
    }

    #[test]
    fn any_octets_come_back_and_nothing_panics(octets in proptest::collection::vec(
        prop_oneof![
            Just(b"BEGIN:A\r\n".to_vec()), Just(b"END:A\r\n".to_vec()), Just(b"BEGIN:B\n".to_vec()), Just(b"END:B\n".to_vec()),
            Just(b"X;A=\"b\r\n :c\":d\r\n".to_vec()), Just(b"\r\n ".to_vec()), Just(b"\n".to_vec()), Just(b"\r".to_vec()),
            Just(b"X:1".to_vec()), Just(b"\xC3".to_vec()), Just(b"\"".to_vec()), Just(b";".to_vec()), Just(b":".to_vec()),
            proptest::collection::vec(any::<u8>(), 0..6),
        ],
        0..40,
    )) {
        let octets = octets.concat();
        if let Ok(stream) = CalendarStream::parse(&octets) {
            prop_assert_eq!(&*stream.to_bytes(), &*octets);
            let diagnostics = stream.diagnostics();
            prop_assert!(diagnostics.iter().all(|d| d.position().byte <= octets.len()));
            prop_assert_eq!(diagnostics.is_empty(), CalendarStream::parse_with(&octets, &ParseOptions::strict()).is_ok());
            // Written line by line it is the same.
            let mut touched = stream.clone();
            let id = touched.components().next().unwrap().id();
            touched.component_mut(id).unwrap().add_component(&"X-NEW".into()).unwrap();
            let added = touched.component_mut(id).unwrap().as_component().components().last().unwrap().id();
            prop_assert!(touched.component_mut(id).unwrap().remove_component(added));
            prop_assert_eq!(&*touched.to_bytes(), &*octets);
        }
    }
}
