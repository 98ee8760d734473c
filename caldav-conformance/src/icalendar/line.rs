//! Content lines, line ends, and BEGIN and END: what the reader found already, and lines that are too long.
//!
//! [RFC 5545 §3.1](https://www.rfc-editor.org/rfc/rfc5545#section-3.1),
//! [§3.4](https://www.rfc-editor.org/rfc/rfc5545#section-3.4)
//!
//! | the reader found | a check tells it as |
//! |---|---|
//! | a line end that is no CR LF, or none at the end | diagnostic: every line is still told from the next |
//! | a byte order mark, a blank line | diagnostic: nothing is lost |
//! | a fold inside of a character | diagnostic: unfolding comes before decoding (§3.1) |
//! | a line without a name or ":", a name with other characters | MUST: the line says nothing certain |
//! | a parameter outside of the grammar | MUST: where it ends is a guess |
//! | a control character, octets that are not UTF-8 | MUST: the text is not what was meant |
//! | END missing or of another name | MUST: where the component ends is a guess |
//! | a property outside of any component, a component that stands in no VCALENDAR | MUST: it is no iCalendar |
//!
//! A strict check tells all of them as violations.

use ical_model::{CalendarStream, Diagnostic, DiagnosticKind, ParameterFault, Position};
use memchr::memchr;

use crate::inspection::{Inspection, Place};
use crate::rule::Rule;
use crate::rules::rules;

/// Reports what the reader found: a rule where nothing certain could be read, else a diagnostic. And lines that are
/// too long.
pub(crate) fn check<'c>(inspection: &mut Inspection<'c>, stream: &'c CalendarStream<'_>) {
    let bytes = stream.to_bytes();
    for diagnostic in stream.diagnostics() {
        let (rule, always) = rule_of(diagnostic.kind());
        if always || inspection.options.strict {
            inspection.report(rule, Place::At(diagnostic.position()), || message(&diagnostic, &bytes));
        } else {
            inspection.keep(diagnostic);
        }
    }
    long_lines(inspection, &bytes);
}

/// The rule that a diagnostic offends, and whether it does so without being strict.
fn rule_of(kind: &DiagnosticKind) -> (&'static Rule, bool) {
    match kind {
        DiagnosticKind::BareLineFeed | DiagnosticKind::CarriageReturn | DiagnosticKind::MissingLineEnd => {
            (&LINE_END, false)
        }
        DiagnosticKind::ByteOrderMark => (&BYTE_ORDER_MARK, false),
        DiagnosticKind::BlankLine => (&BLANK_LINE, false),
        DiagnosticKind::FoldInCharacter => (&FOLD_IN_CHARACTER, false),
        DiagnosticKind::MalformedLine => (&CONTENT_LINE, true),
        DiagnosticKind::InvalidName => (&NAME, true),
        DiagnosticKind::Parameter(fault) => (parameter_rule(*fault), true),
        DiagnosticKind::MissingEnd { .. } => (&END, true),
        DiagnosticKind::UnexpectedEnd => (&UNEXPECTED_END, true),
        DiagnosticKind::OutsideComponent => (&OUTSIDE_COMPONENT, true),
        DiagnosticKind::NotACalendar { .. } => (&NOT_A_CALENDAR, true),
        DiagnosticKind::ControlCharacter { octet: b'\r' } => (&LONE_CARRIAGE_RETURN, true),
        DiagnosticKind::ControlCharacter { .. } => (&CONTROL_CHARACTER, true),
        DiagnosticKind::NotUtf8 => (&UTF_8, true),
        // What is not told is not known to be harmless, but what was told of the same kind is judged already.
        _ => (&FURTHER_DIAGNOSTICS, false),
    }
}

fn parameter_rule(fault: ParameterFault) -> &'static Rule {
    match fault {
        ParameterFault::EmptyParameter => &EMPTY_PARAMETER,
        ParameterFault::MissingEquals => &PARAMETER_EQUALS,
        ParameterFault::QuoteInValue | ParameterFault::TextAfterQuote | ParameterFault::OpenQuote => {
            &PARAMETER_QUOTE
        }
        _ => &PARAMETER_NAME,
    }
}

/// What the diagnostic says, with the line that it says it of.
fn message(diagnostic: &Diagnostic, bytes: &[u8]) -> String {
    let shows_line = matches!(
        diagnostic.kind(),
        DiagnosticKind::MalformedLine
            | DiagnosticKind::InvalidName
            | DiagnosticKind::UnexpectedEnd
            | DiagnosticKind::OutsideComponent
    );
    if !shows_line {
        return diagnostic.to_string();
    }
    let rest = bytes.get(diagnostic.position().byte..).unwrap_or_default();
    let line = rest.split(|octet| matches!(octet, b'\r' | b'\n')).next().unwrap_or_default();
    let line = line.get(..EXCERPT).unwrap_or(line);
    format!("{diagnostic}: \"{}\"", String::from_utf8_lossy(line))
}

/// How many octets of a line a message shows.
const EXCERPT: usize = 100;

/// How many octets a line should have at most, its line end not counted.
const OCTETS: usize = 75;

/// Reports the first line that is too long, and how many there are.
fn long_lines(inspection: &mut Inspection<'_>, bytes: &[u8]) {
    let mut first: Option<(Position, usize)> = None;
    let mut count = 0usize;
    let mut start = 0;
    let mut number = 0;
    while let Some(rest) = bytes.get(start..).filter(|rest| !rest.is_empty()) {
        number += 1;
        let (line, length) = match memchr(b'\n', rest) {
            Some(at) => (rest.get(..at).unwrap_or_default(), at + 1),
            None => (rest, rest.len()),
        };
        if line.len() > OCTETS {
            // A carriage return alone was taken for a line end as well.
            let octets = line.split(|octet| *octet == b'\r').map(<[u8]>::len).max().unwrap_or_default();
            if octets > OCTETS {
                count += 1;
                first = first.or(Some((Position { byte: start, line: number, column: 1 }, octets)));
            }
        }
        start += length;
    }
    let Some((position, octets)) = first else { return };
    inspection.report(&LONG_LINE, Place::At(position), || match count {
        1 => format!("the line has {octets} octets"),
        _ => format!("the line has {octets} octets, and {} others are too long as well", count - 1),
    });
}

rules! {
    LINE_END = "line-end", Must, "RFC 5545" "3.1", ["5545-3.1-01"], ValidCalendarData,
        "content lines end in CR LF", "write CR LF at the end of every line, the last one included";
    LONG_LINE = "line-length", Should, "RFC 5545" "3.1", ["5545-3.1-02", "5545-3.1-03"], -,
        "lines have no more than 75 octets, and longer ones are folded",
        "put a CR LF and a space into the line before the 76th octet, between two characters";
    FOLD_IN_CHARACTER = "fold-in-character", Note, "RFC 5545" "3.1", ["5545-3.1-05"], -,
        "a fold stands between characters", "fold between characters, some readers decode before they unfold";
    BLANK_LINE = "blank-line", Must, "RFC 5545" "3.1", ["5545-3.1-06"], ValidCalendarData,
        "there are no blank lines", "remove the line, or put a space in front of it if it continues the line before";
    CONTENT_LINE = "content-line", Must, "RFC 5545" "3.1", ["5545-3.1-06", "5545-3.3.11-01"], ValidCalendarData,
        "a content line is a name, parameters, a \":\" and a value",
        "write \"NAME:value\"; a line that continues the one before begins with a space, and a line break in text is \"\\n\"";
    NAME = "line-name", Must, "RFC 5545" "3.1", ["5545-3.1-06", "5545-3.1.1-03"], ValidCalendarData,
        "a name has letters, digits and \"-\" only, and \";\" stands before each parameter",
        "rename the property, or put a \";\" between its name and its parameters";
    EMPTY_PARAMETER = "parameter-empty", Must, "RFC 5545" "3.1", ["5545-3.1-06"], ValidCalendarData,
        "a parameter follows each \";\" before the value", "remove the \";\"";
    PARAMETER_EQUALS = "parameter-equals", Must, "RFC 5545" "3.1",
        ["5545-3.1-06", "5545-3.1.1-04", "5545-3.2-01"], ValidCalendarData,
        "a parameter is a name, \"=\" and a value",
        "give the parameter a value, or quote the value before it if that has a \";\"";
    PARAMETER_NAME = "parameter-name", Must, "RFC 5545" "3.1",
        ["5545-3.1-06", "5545-3.1.1-03", "5545-3.1.1-04", "5545-3.2-01"], ValidCalendarData,
        "the name of a parameter has letters, digits and \"-\" only",
        "rename the parameter, or quote the value before it if that has a \";\"";
    PARAMETER_QUOTE = "parameter-quote", Must, "RFC 5545" "3.2", ["5545-3.2-02", "5545-3.1-06"], ValidCalendarData,
        "a double quote stands around a whole parameter value only",
        "put the quotes around the whole value, and write a quote inside of it as \"^'\" (RFC 6868)";
    CONTROL_CHARACTER = "control-character", Must, "RFC 5545" "3.1", ["5545-3.1-06"], ValidCalendarData,
        "there are no control characters but tabs", "remove the character";
    LONE_CARRIAGE_RETURN = "lone-carriage-return", Must, "RFC 5545" "3.3.11",
        ["5545-3.3.11-01", "5545-3.1-01", "5545-3.1-06"], ValidCalendarData,
        "a carriage return stands at the end of a line only", "write a line break in text as \"\\n\"";
    UTF_8 = "utf-8", Must, "RFC 5545" "3.1.4", ["5545-3.1.4-01", "5545-6-01"], ValidCalendarData,
        "the octets are UTF-8", "convert the text to UTF-8";
    END = "end-missing", Must, "RFC 5545" "3.4", ["5545-3.4-01"], ValidCalendarData,
        "every BEGIN has an END of the same name", "add the END line where the component ends";
    UNEXPECTED_END = "end-unexpected", Must, "RFC 5545" "3.4", ["5545-3.4-01"], ValidCalendarData,
        "every END ends the component that was begun last", "remove the END line, or add the BEGIN that belongs to it";
    OUTSIDE_COMPONENT = "line-outside-calendar", Must, "RFC 5545" "3.4", ["5545-3.4-01"], ValidCalendarData,
        "every line stands between BEGIN:VCALENDAR and END:VCALENDAR", "move the line into the VCALENDAR, or remove it";
    NOT_A_CALENDAR = "component-outside-calendar", Must, "RFC 5545" "3.4", ["5545-3.4-01"], ValidCalendarData,
        "an iCalendar object begins with BEGIN:VCALENDAR", "put the component into a VCALENDAR";
    BYTE_ORDER_MARK = "byte-order-mark", Must, "RFC 5545" "3.4", ["5545-3.4-01"], ValidCalendarData,
        "nothing stands before BEGIN:VCALENDAR", "write UTF-8 without a byte order mark";
    FURTHER_DIAGNOSTICS = "further-diagnostics", Note, "RFC 5545" "3.1", [], -,
        "all departures of a stream can be told", "mend those that were told, and check again";
}

#[cfg(test)]
mod tests {
    use crate::icalendar::tests::{found, in_event, keeps_and_breaks};

    #[test]
    fn lines() {
        keeps_and_breaks(&[
            (
                "line-length",
                &in_event(&format!("SUMMARY:{}", "a".repeat(67))),
                &in_event(&format!("SUMMARY:{}", "a".repeat(68))),
            ),
            ("content-line", &in_event("SUMMARY:a\r\n  b"), &in_event("SUMMARY:a\r\nb")),
            ("line-name", &in_event("X-A;VALUE=DATE:20270101"), &in_event("X-A,VALUE=DATE:20270101")),
            ("parameter-empty", &in_event("X-A;B=1:c"), &in_event("X-A;B=1;:c")),
            ("parameter-equals", &in_event("X-A;B=:c"), &in_event("X-A;B:c")),
            ("parameter-name", &in_event("X-A;B-1=:c"), &in_event("X-A;B_1=:c")),
            ("parameter-quote", &in_event("X-A;B=\"c;d\":e"), &in_event("X-A;B=\"c\"d:e")),
            ("control-character", &in_event("X-A:\t"), &in_event("X-A:\u{7}")),
            ("lone-carriage-return", &in_event("X-A:b"), &in_event("X-A:b\rc")),
            ("end-missing", &in_event("X-A:b"), &in_event("BEGIN:X-B")),
            ("end-unexpected", &in_event("BEGIN:X-B\r\nEND:X-B"), &in_event("END:X-B")),
            ("line-outside-calendar", &in_event("X-A:b"), &format!("X-A:b\r\n{}", in_event("X-A:b"))),
            (
                "component-outside-calendar",
                &in_event("X-A:b"),
                &format!("{}BEGIN:VTODO\r\nEND:VTODO\r\n", in_event("X-A:b")),
            ),
        ]);
        let mut latin_1 = in_event("SUMMARY:a").into_bytes();
        let place = latin_1.iter().position(|octet| *octet == b'a').unwrap();
        latin_1[place] = 0xE4;
        assert!(found(&latin_1).violations.iter().any(|violation| violation.rule().id() == "utf-8"));
    }

    #[test]
    fn what_is_harmless_is_a_diagnostic_until_the_check_is_strict() {
        let fine = in_event("SUMMARY:ä");
        let folded = fine.replace("ä", "\u{1}").into_bytes();
        let folded: Vec<u8> = folded
            .into_iter()
            .flat_map(|octet| if octet == 1 { b"\xC3\r\n \xA4".to_vec() } else { vec![octet] })
            .collect();
        for (rule, diagnostic, bytes) in [
            ("line-end", "bare-line-feed", fine.replace("\r\n", "\n").into_bytes()),
            ("line-end", "missing-line-end", fine.trim_end().as_bytes().to_vec()),
            ("line-end", "carriage-return", fine.replace("\r\n", "\r").into_bytes()),
            ("byte-order-mark", "byte-order-mark", format!("\u{feff}{fine}").into_bytes()),
            ("blank-line", "blank-line", fine.replace("SUMMARY", "\r\nSUMMARY").into_bytes()),
            ("fold-in-character", "fold-in-character", folded),
        ] {
            let findings = found(&bytes);
            assert!(findings.violations.is_empty(), "{rule}: {:?}", findings.violations);
            assert!(
                findings.diagnostics.iter().any(|found| found.kind().name() == diagnostic),
                "{diagnostic}"
            );
            let strict = crate::icalendar::tests::found_strictly(&bytes);
            assert!(strict.violations.iter().any(|violation| violation.rule().id() == rule), "{rule}");
            assert!(strict.diagnostics.is_empty(), "{rule}");
        }
    }

    #[test]
    fn long_lines_are_told_once() {
        let long = format!("X-A:{}", "a".repeat(80));
        let findings = found(in_event(&format!("{long}\r\n{long}\r\n{long}")).as_bytes());
        let violation =
            findings.violations.iter().find(|violation| violation.rule().id() == "line-length").unwrap();
        assert_eq!(violation.message(), "the line has 84 octets, and 2 others are too long as well");
        assert_eq!(violation.position().line, 8);
    }
}
