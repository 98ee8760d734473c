//! Properties of the calendar: CALSCALE, METHOD, VERSION and REFRESH-INTERVAL.
//!
//! [RFC 5545 §3.7](https://www.rfc-editor.org/rfc/rfc5545#section-3.7),
//! [RFC 7986 §5.7](https://www.rfc-editor.org/rfc/rfc7986#section-5.7)

use ical_model::value::Duration;

use crate::inspection::{Inspection, Place};
use crate::rules::rules;

use super::parameter::is_token;
use super::reader::Reading;
use super::tally::{ComponentSlot, PropertySlot};
use super::value::excerpt;

/// Checks CALSCALE, METHOD or VERSION. In another component than a VCALENDAR they mean nothing.
pub(crate) fn check<'c>(inspection: &mut Inspection<'c>, reading: Reading<'_, 'c>) {
    let Reading { property, slot, component, text, .. } = reading;
    if component != ComponentSlot::VCalendar {
        return;
    }
    let word = text.trim_matches([' ', '\t']);
    let (rule, kept) = match slot {
        PropertySlot::CalScale => (&CALSCALE, word.eq_ignore_ascii_case("GREGORIAN")),
        PropertySlot::Method => (&METHOD, is_token(word)),
        _ => (&VERSION, is_version(word)),
    };
    if !kept {
        inspection
            .report(rule, Place::Value(property, 0), || format!("{} is {}", property.name(), excerpt(text)));
    }
}

/// Whether 2.0 is the version, or within the versions named: `minver ";" maxver`.
fn is_version(text: &str) -> bool {
    match text.split_once(';') {
        None => text == "2.0",
        Some((least, greatest)) => {
            let number = |version: &str| -> Option<(u32, u32)> {
                let (major, minor) = version.split_once('.')?;
                Some((major.parse().ok()?, minor.parse().ok()?))
            };
            let within = |(least, greatest): ((u32, u32), (u32, u32))| least <= (2, 0) && (2, 0) <= greatest;
            number(least).zip(number(greatest)).is_some_and(within)
        }
    }
}

/// Checks that REFRESH-INTERVAL moves on.
pub(crate) fn check_refresh_interval<'c>(
    inspection: &mut Inspection<'c>,
    reading: Reading<'_, 'c>,
    value: &Duration,
) {
    if !value.is_positive() {
        inspection.report(&REFRESH_INTERVAL, Place::Value(reading.property, 0), || {
            format!("REFRESH-INTERVAL is {value}")
        });
    }
}

rules! {
    CALSCALE = "calscale", Must, "RFC 5545" "3.7.1", ["5545-3.7.1-01"], -,
        "CALSCALE is GREGORIAN", "write CALSCALE:GREGORIAN, or leave it out, which means the same";
    METHOD = "method", Must, "RFC 5545" "3.7.2", [], ValidCalendarData,
        "METHOD is a name of letters, digits and \"-\"", "write the name of the method as in PUBLISH";
    VERSION = "version", Must, "RFC 5545" "3.7.4", ["5545-3.7.4-01"], ValidCalendarData,
        "VERSION is 2.0", "write VERSION:2.0";
    REFRESH_INTERVAL = "refresh-interval", Must, "RFC 7986" "5.7", ["7986-5.7-03"], ValidCalendarData,
        "REFRESH-INTERVAL is positive", "write a duration as in P1D";
}

#[cfg(test)]
mod tests {
    use crate::icalendar::tests::{in_event, keeps_and_breaks};

    #[test]
    fn values() {
        let plain = in_event("SUMMARY:a");
        let with = |line: &str| plain.replace("BEGIN:VEVENT", &format!("{line}\r\nBEGIN:VEVENT"));
        let version = |version: &str| plain.replace("VERSION:2.0", &format!("VERSION:{version}"));
        keeps_and_breaks(&[
            ("calscale", &with("CALSCALE:gregorian"), &with("CALSCALE:JULIAN")),
            ("method", &with("METHOD:X-ANY"), &with("METHOD:a b")),
            ("version", &plain, &version("1.0")),
            ("version", &version("1.0;2.0"), &version("2.1;3.0")),
            (
                "refresh-interval",
                &with("REFRESH-INTERVAL;VALUE=DURATION:P1D"),
                &with("REFRESH-INTERVAL;VALUE=DURATION:PT0S"),
            ),
        ]);
    }
}
