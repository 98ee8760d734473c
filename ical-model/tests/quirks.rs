//! What real programs write, read all the same, told and kept: the rows q-19 and q-25 of `spec/quirks.csv`.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests"
)]

use ical_model::{
    Calendar, CalendarStream, ComponentName, DiagnosticKind, ParseErrorKind, ParseOptions, PropertyName,
};

/// Each leniency of reading: the bytes, what is told, its line and column, and the requirement it offends.
#[test]
fn q_19_each_leniency_is_told_and_the_bytes_are_kept() {
    use DiagnosticKind::{
        BareLineFeed, BlankLine, ByteOrderMark, CarriageReturn, ControlCharacter, FoldInCharacter,
        InvalidName, MalformedLine, MissingEnd, MissingLineEnd, NotACalendar, NotUtf8, OutsideComponent,
        UnexpectedEnd,
    };
    let event = || ComponentName::VEvent;
    type Row = (&'static str, &'static [u8], DiagnosticKind, (usize, usize), &'static str);
    let table: &[Row] = &[
        (
            "folding cuts a character",
            b"BEGIN:VCALENDAR\r\nX-A:\xC3\r\n \xA4\r\nEND:VCALENDAR\r\n",
            FoldInCharacter,
            (2, 5),
            "5545-3.1-05",
        ),
        ("bare LF", b"BEGIN:VCALENDAR\nEND:VCALENDAR\r\n", BareLineFeed, (1, 16), "5545-3.1-01"),
        (
            "bare LF in a fold",
            b"BEGIN:VCALENDAR\r\nX-A:1\n 2\r\nEND:VCALENDAR\r\n",
            BareLineFeed,
            (2, 6),
            "5545-3.1-01",
        ),
        ("bare CR", b"BEGIN:VCALENDAR\rEND:VCALENDAR\r", CarriageReturn, (1, 16), "5545-3.1-01"),
        ("doubled CR", b"BEGIN:VCALENDAR\r\r\nEND:VCALENDAR\r\n", CarriageReturn, (1, 16), "5545-3.1-01"),
        ("no last line end", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR", MissingLineEnd, (2, 14), "5545-3.1-01"),
        ("BOM", b"\xEF\xBB\xBFBEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", ByteOrderMark, (1, 1), "5545-3.4-01"),
        (
            "blank line",
            b"BEGIN:VCALENDAR\r\n\r\nX-A:1\r\nEND:VCALENDAR\r\n",
            BlankLine,
            (2, 1),
            "5545-3.1-06",
        ),
        (
            "blank line of spaces",
            b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n\r\n",
            BlankLine,
            (3, 1),
            "5545-3.1-06",
        ),
        (
            "missing END",
            b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nEND:VCALENDAR\r\n",
            MissingEnd { component: event() },
            (3, 1),
            "5545-3.4-01",
        ),
        (
            "missing last END",
            b"BEGIN:VCALENDAR\r\n",
            MissingEnd { component: ComponentName::VCalendar },
            (2, 1),
            "5545-3.4-01",
        ),
        (
            "END of nothing",
            b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
            UnexpectedEnd,
            (2, 1),
            "5545-3.4-01",
        ),
        (
            "END without a name",
            b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nEND:\r\n",
            UnexpectedEnd,
            (3, 1),
            "5545-3.4-01",
        ),
        (
            "junk after the last END",
            b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\njunk\r\n",
            MalformedLine,
            (3, 1),
            "5545-3.1-06",
        ),
        (
            "property after the last END",
            b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\nX-A:1\r\n",
            OutsideComponent,
            (3, 1),
            "5545-3.4-01",
        ),
        (
            "no VCALENDAR",
            b"BEGIN:VEVENT\r\nEND:VEVENT\r\n",
            NotACalendar { component: event() },
            (1, 1),
            "5545-3.4-01",
        ),
        (
            "a line without colon",
            b"BEGIN:VCALENDAR\r\nSUMMARY\r\nEND:VCALENDAR\r\n",
            MalformedLine,
            (2, 1),
            "5545-3.1-06",
        ),
        ("an odd name", b"BEGIN:VCALENDAR\r\nX_A:1\r\nEND:VCALENDAR\r\n", InvalidName, (2, 1), "5545-3.1-06"),
        (
            "an odd name of a component",
            b"BEGIN:VCALENDAR\r\nBEGIN:X A\r\nEND:X A\r\nEND:VCALENDAR\r\n",
            InvalidName,
            (2, 1),
            "5545-3.1-06",
        ),
        (
            "control character",
            b"BEGIN:VCALENDAR\r\nX-A:\xC3\xA4\x07\r\nEND:VCALENDAR\r\n",
            ControlCharacter { octet: 7 },
            (2, 6),
            "5545-3.1-06",
        ),
        ("not UTF-8", b"BEGIN:VCALENDAR\r\nX-A:a\xE4\r\nEND:VCALENDAR\r\n", NotUtf8, (2, 6), "5545-3.1.4-01"),
    ];
    for (case, bytes, kind, place, requirement) in table {
        let stream = CalendarStream::parse(bytes).unwrap_or_else(|error| panic!("{case}: {error}"));
        assert_eq!(stream.to_bytes(), *bytes, "{case}");
        let diagnostics = stream.diagnostics();
        assert_eq!(diagnostics.len(), 1, "{case}: {diagnostics:?}");
        let found = &diagnostics[0];
        assert_eq!((found.kind(), found.requirement()), (kind, *requirement), "{case}");
        assert_eq!((found.position().line, found.position().column), *place, "{case}");
        let error = CalendarStream::parse_with(bytes, &ParseOptions::strict()).unwrap_err();
        assert_eq!(error.kind(), &ParseErrorKind::Lenient(kind.clone()), "{case}: strict reading refuses it");
        assert_eq!(error.position(), found.position(), "{case}");
    }
}

#[test]
fn q_19_kinds_that_come_with_every_line_are_told_once() {
    let bytes = "BEGIN:VCALENDAR\nX-A:1\nX-B:1\n\n\nEND:VCALENDAR\n";
    let diagnostics = CalendarStream::parse(bytes).unwrap().diagnostics();
    let told: Vec<_> =
        diagnostics.iter().map(|d| (d.kind().name(), d.occurrences(), d.position().line)).collect();
    assert_eq!(told, [("bare-line-feed", 6, 1), ("blank-line", 2, 4)]);
}

/// Tabs as folds, lower-case names and folds anywhere are legal (RFC 5545 §3.1): nothing is told of them.
#[test]
fn q_19_what_is_legal_is_no_leniency() {
    let bytes = "begin:vcalendar\r\nx-a:1\r\n\t2\r\nSUMM\r\n ARY:a\r\nX-LO\r\n NG;TZ\r\n ID=\"a\r\n b\":c\r\nEND:vcalendar\r\n";
    let calendar = Calendar::parse_with(bytes, &ParseOptions::strict()).unwrap();
    let lines: Vec<_> =
        calendar.properties().map(|p| (p.name().to_string(), p.value().unwrap().into_owned())).collect();
    assert_eq!(
        lines,
        [("x-a", "12"), ("SUMMARY", "a"), ("X-LONG", "c")]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
    );
    let long = calendar.properties().nth(2).unwrap();
    let tzid = long.parameter(&"TZID".into()).unwrap().unwrap();
    assert_eq!(tzid.value(), "ab");
    assert_eq!(long.parameter_position(&tzid).line, 7);
    assert_eq!(calendar.to_bytes(), bytes.as_bytes());
}

#[test]
fn q_19_a_file_without_begin_is_an_error_with_a_position() {
    for (bytes, line, column) in [
        (&b""[..], 1, 1),
        (b"\r\n\r\n", 1, 1),
        (b"\r\n  invalid\r\n", 2, 3),
        (b"SUMMARY:a\r\n", 1, 1),
        (b"END:VCALENDAR\r\n", 1, 1),
    ] {
        let error = CalendarStream::parse(bytes).unwrap_err();
        assert_eq!(error.kind(), &ParseErrorKind::MissingBegin);
        assert_eq!((error.position().line, error.position().column), (line, column));
    }
    for bytes in [&b"\xFF\xFEB\0E\0"[..], b"\xFE\xFF\0B\0E"] {
        assert_eq!(CalendarStream::parse(bytes).unwrap_err().kind(), &ParseErrorKind::Utf16);
    }
}

#[test]
fn q_19_an_end_closes_what_was_left_open() {
    let bytes = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nBEGIN:VALARM\r\nX-A:1\r\nEND:VEVENT\r\nBEGIN:VTODO\r\nEND:VTODO\r\nEND:VCALENDAR\r\n";
    let calendar = Calendar::parse(bytes).unwrap();
    let names: Vec<_> = calendar.components().map(|component| component.name().to_string()).collect();
    assert_eq!(names, ["VEVENT", "VTODO"]);
    assert_eq!(calendar.stream().descendants().count(), 4);
}

#[test]
fn calendar_wants_exactly_one_vcalendar() {
    let one = "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n";
    assert!(Calendar::parse(one).is_ok());
    let two = one.repeat(2);
    let error = Calendar::parse(&two).unwrap_err();
    assert_eq!((error.kind(), error.position().line), (&ParseErrorKind::SeveralCalendars, 3));
    let none = "BEGIN:VEVENT\r\nEND:VEVENT\r\n";
    let error = Calendar::parse(none).unwrap_err();
    assert_eq!((error.kind(), error.position().line), (&ParseErrorKind::MissingCalendar, 1));
    let beside = format!("{none}{one}");
    let calendar = Calendar::parse(&beside).unwrap();
    assert_eq!(calendar.components().count(), 0);
    assert_eq!(calendar.to_bytes(), beside.as_bytes());
}

/// Properties nobody knows keep their escapes, parameters, spelling and folds beside an edit.
#[test]
fn q_25_lines_untouched_by_an_edit_come_back_byte_for_byte() {
    let lines = concat!(
        "X-APPLE-STRUCTURED-LOCATION;VALUE=URI;X-ADDRESS=\"1 Road\\nTown\";X-TITLE=a\\,b:geo:1.0,2.0\r\n",
        "x-lower;Encoding=QUOTED-PRINTABLE:=C3=A4\r\n",
        "ATTACH;ENCODING=BASE64;VALUE=BINARY;X-FILENAME=a.txt:YQ==\r\n",
        "DESCRIPTION:not \\: escaped\\; as\\X usual\r\n",
        "X-FOLDED:one\r\n \ttwo\n three\r\n",
        "no content line at all\r\n",
        "\r\n",
    );
    let bytes =
        format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nSUMMARY:old\r\n{lines}END:VEVENT\r\nEND:VCALENDAR\r\n");
    let mut calendar = Calendar::parse(&bytes).unwrap();
    let id = calendar.components().next().unwrap().id();
    let mut event = calendar.component_mut(id).unwrap();
    assert_eq!(event.remove(&PropertyName::Summary), 1);
    event.add_line("SUMMARY:new").unwrap();
    let written = String::from_utf8(calendar.to_bytes().into_owned()).unwrap();
    let expected = format!(
        "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{}SUMMARY:new\r\nno content line at all\r\n\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
        lines.strip_suffix("no content line at all\r\n\r\n").unwrap()
    );
    assert_eq!(written, expected);
}
