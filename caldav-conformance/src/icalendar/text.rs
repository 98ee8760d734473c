//! The TEXT value type: what a backslash stands before, and separators without one.
//!
//! [RFC 5545 §3.3.11](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.11)
//!
//! A backslash before any other character than those of the grammar is refused: readers differ on whether it is part
//! of the text. A comma or semicolon without one separates nothing where there is one text, so it is a diagnostic; but not in a REFID,
//! which is a key that has to be the same everywhere.

use ical_model::registry::Separator;
use ical_model::value::Leniency;
use ical_model::{DiagnosticKind, ParameterName};
use memchr::memchr3;

use crate::inspection::{Inspection, Place};
use crate::rules::rules;

use super::reader::Reading;
use super::tally::PropertySlot;
use super::value::excerpt;

/// Checks a TEXT, or a list of them.
pub(crate) fn check<'c>(inspection: &mut Inspection<'c>, reading: Reading<'_, 'c>) {
    let Reading { property, parameters, text, definition, .. } = reading;
    if text.is_empty() && parameters.has(&ParameterName::AltRep) {
        inspection.report(&ALTREP_TEXT, Place::Property(property), || {
            format!("{} has ALTREP and no text", property.name())
        });
    }
    let list = definition.separator == Separator::Comma;
    for (fault, place) in faults(text, list) {
        let at = Place::Value(property, place);
        match fault {
            Fault::Comma | Fault::Semicolon if reading.slot == PropertySlot::RefId => {
                inspection.report(&REFID, at, || format!("REFID is {}", excerpt(text)));
            }
            Fault::Comma => inspection.lenient(&SEPARATOR, DiagnosticKind::Value(Leniency::TextComma), at),
            Fault::Semicolon => {
                inspection.lenient(&SEPARATOR, DiagnosticKind::Value(Leniency::TextSemicolon), at);
            }
            Fault::ListSeparator => inspection.report(&LIST_SEPARATOR, at, || {
                format!("{} has a semicolon without a backslash", property.name())
            }),
            Fault::Colon => {
                inspection.report(&ESCAPED_COLON, at, || format!("{} has \"\\:\"", property.name()));
            }
            Fault::Escape => inspection.report(&ESCAPE, at, || {
                match text.get(place..).and_then(|rest| rest.chars().nth(1)) {
                    Some(escaped) => format!("{} has \"\\{escaped}\"", property.name()),
                    None => format!("{} ends in a backslash", property.name()),
                }
            }),
        }
    }
}

/// What departs from the grammar of TEXT.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Fault {
    Comma,
    Semicolon,
    ListSeparator,
    Colon,
    Escape,
}

/// Each kind of fault at its first place.
fn faults(text: &str, list: bool) -> impl Iterator<Item = (Fault, usize)> {
    let mut seen = 0u8;
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let place = from + memchr3(b'\\', b';', b',', text.as_bytes().get(from..)?)?;
            from = place + 1;
            let fault = match text.as_bytes().get(place) {
                Some(b'\\') => {
                    from = place + 2;
                    match text.as_bytes().get(place + 1) {
                        Some(b'\\' | b';' | b',' | b'n' | b'N') => continue,
                        Some(b':') => Fault::Colon,
                        _ => Fault::Escape,
                    }
                }
                Some(b',') if list => continue,
                Some(b',') => Fault::Comma,
                _ if list => Fault::ListSeparator,
                _ => Fault::Semicolon,
            };
            if seen & (1 << fault as u8) == 0 {
                seen |= 1 << fault as u8;
                return Some((fault, place));
            }
        }
    })
}

rules! {
    ALTREP_TEXT = "altrep-text", Must, "RFC 5545" "3.2.1", ["5545-3.2.1-01"], -,
        "a property with ALTREP has a text as well", "write the text beside the reference to its other form";
    SEPARATOR = "text-separator", Must, "RFC 5545" "3.3.11", ["5545-3.3.11-02"], ValidCalendarData,
        "a comma or semicolon in text has a backslash before it", "write \"\\,\" and \"\\;\"";
    REFID = "refid-separator", Must, "RFC 9253" "8.3", ["9253-8.3-01", "5545-3.3.11-02"], ValidCalendarData,
        "REFID is one text, and a comma or semicolon in it has a backslash before it", "write \"\\,\" and \"\\;\"";
    LIST_SEPARATOR = "text-list-separator", Must, "RFC 5545" "3.1.1", ["5545-3.1.1-01", "5545-3.3.11-02"],
        ValidCalendarData, "commas separate the values of a list, and a semicolon in text has a backslash before it",
        "write \",\" between two values, and \"\\;\" inside of one";
    ESCAPE = "text-escape", Must, "RFC 5545" "3.3.11", ["5545-3.3.11-02"], ValidCalendarData,
        "a backslash in text stands before n, N, \"\\\", \";\" or \",\" only",
        "remove the backslash, or write \"\\\\\" if it is part of the text";
    ESCAPED_COLON = "text-escaped-colon", Must, "RFC 5545" "3.3.11", ["5545-3.3.11-03", "5545-3.3.11-02"],
        ValidCalendarData, "a colon in text has no backslash before it", "remove the backslash";
}

#[cfg(test)]
mod tests {
    use ical_model::value::{Leniencies, Leniency, Text, ValueRead};

    use super::{Fault, faults};
    use crate::icalendar::tests::{diagnostics, in_event, keeps_and_breaks};

    #[test]
    fn texts() {
        keeps_and_breaks(&[
            ("altrep-text", &in_event("SUMMARY;ALTREP=\"cid:1\":a"), &in_event("SUMMARY;ALTREP=\"cid:1\":")),
            ("text-list-separator", &in_event("CATEGORIES:a,b\\;c"), &in_event("CATEGORIES:a;b")),
            ("text-escape", &in_event("SUMMARY:\\\\\\;\\,\\n\\N\""), &in_event("SUMMARY:\\\"")),
            ("refid-separator", &in_event("REFID:a\\;b"), &in_event("REFID:a;b")),
            ("text-escape", &in_event("SUMMARY:a\\\\"), &in_event("SUMMARY:a\\")),
            ("text-escape", &in_event("X-A:\\b"), &in_event("CATEGORIES:a,\\b")),
            ("text-escaped-colon", &in_event("SUMMARY:a:b"), &in_event("SUMMARY:a\\:b")),
        ]);
    }

    #[test]
    fn separators_in_one_text_are_diagnostics() {
        assert_eq!(diagnostics(&in_event("SUMMARY:a,b;c,d")), ["text-comma", "text-semicolon"]);
        assert_eq!(diagnostics(&in_event("SUMMARY:a\\,b\\;c")), [""; 0]);
    }

    #[test]
    fn faults_are_those_that_reading_lets_pass() {
        for text in ["a", "a\\n", "a,b", "a;b", "\\:", "\\x", "a\\", "\\\\x", "\\", "\\,;", "ä\\ä,"] {
            let mut leniencies = Leniencies::empty();
            let _ = Text::read(text, &mut leniencies).unwrap();
            for (fault, leniency) in [
                (Fault::Comma, Leniency::TextComma),
                (Fault::Semicolon, Leniency::TextSemicolon),
                (Fault::Colon, Leniency::TextEscapedColon),
                (Fault::Escape, Leniency::TextEscape),
            ] {
                let found = faults(text, false).any(|(found, _)| found == fault);
                assert_eq!(found, leniencies.contains(leniency), "{text} {fault:?}");
            }
        }
    }
}
