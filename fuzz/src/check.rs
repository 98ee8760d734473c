//! The rules, over any calendar.

use caldav_conformance::{CheckOptions, Profile, calendar_object};
use ical_model::CalendarStream;

/// A check ends, tells of places inside of the octets, and a strict one finds at least as much.
pub fn check(octets: &[u8]) {
    let Ok(stream) = CalendarStream::parse(octets) else { return };
    for profile in Profile::ALL {
        let options = CheckOptions::default().with_profile(profile);
        let lenient = calendar_object::inspect_stream(&stream, &options);
        let strict = calendar_object::inspect_stream(&stream, &options.with_strict(true));
        assert!(strict.diagnostics.is_empty());
        let counted = |findings: &caldav_conformance::Findings| {
            findings.violations.len() + findings.violations.omitted()
        };
        assert!(counted(&strict) >= counted(&lenient));
        for violation in lenient.violations.iter().chain(&strict.violations) {
            assert!(violation.position().byte <= octets.len());
            assert!(!violation.message().is_empty());
        }
    }
}
