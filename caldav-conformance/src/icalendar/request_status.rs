//! REQUEST-STATUS: a code, a text, and perhaps what it is about.
//!
//! [RFC 5545 §3.8.8.3](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.8.3)
//!
//! ```abnf
//! rstatus  = statcode ";" statdesc [";" extdata]
//! statcode = 1*DIGIT 1*2("." 1*DIGIT)
//! ```

use ical_model::value::{Separator, ValueList};

use crate::inspection::{Inspection, Place};
use crate::rules::rules;

use super::reader::Reading;
use super::value::excerpt;

/// Checks the parts of a REQUEST-STATUS.
pub(crate) fn check<'c>(inspection: &mut Inspection<'c>, reading: Reading<'_, 'c>) {
    let Reading { property, text, .. } = reading;
    let mut parts = ValueList::new(text, Separator::Semicolon).flatten();
    let code = parts.next().map_or("", |(_, code)| code);
    let described = parts.next().is_some();
    let further = parts.nth(1).is_some();
    if is_code(code) && described && !further {
        return;
    }
    let before_comma = code.split_once(',').map(|(before, _)| before);
    let rule = if before_comma.is_some_and(is_code) { &SEPARATOR } else { &REQUEST_STATUS };
    inspection.report(rule, Place::Value(property, 0), || format!("REQUEST-STATUS is {}", excerpt(text)));
}

fn is_code(code: &str) -> bool {
    let is_number = |number: &str| !number.is_empty() && number.bytes().all(|octet| octet.is_ascii_digit());
    (2..=3).contains(&code.split('.').count()) && code.split('.').all(is_number)
}

rules! {
    REQUEST_STATUS = "request-status", Must, "RFC 5545" "3.8.8.3", ["5545-3.8.8.3-01"], ValidCalendarData,
        "REQUEST-STATUS is a code of two or three numbers, a text and optional data, with semicolons between them",
        "write the status as in 2.0;Success";
    SEPARATOR = "request-status-separator", Must, "RFC 5545" "3.1.1", ["5545-3.1.1-02", "5545-3.8.8.3-01"],
        ValidCalendarData, "semicolons separate the parts of REQUEST-STATUS", "write the status as in 2.0;Success";
}

#[cfg(test)]
mod tests {
    use crate::icalendar::tests::{in_event, keeps_and_breaks};

    #[test]
    fn parts() {
        for (rule, keeps, breaks) in [
            ("request-status", "2.0;Success", "2;Success"),
            ("request-status", "2.0.1;Success\\;done;A\\;B", "2.0.1.0;Success"),
            ("request-status", "2.0;", "2.0"),
            ("request-status", "3.1;Invalid;DTSTART:96-Apr-01", "3.1;Invalid;A;B"),
            ("request-status", "10.10;A", "2.;A"),
            ("request-status-separator", "2.0;A", "2.0,A"),
        ] {
            let line = |value: &str| in_event(&format!("REQUEST-STATUS:{value}"));
            keeps_and_breaks(&[(rule, &line(keeps), &line(breaks))]);
        }
    }
}
