//! Reports that the writers are given.

use std::borrow::Cow;
use std::path::Path;

use caldav_conformance::report::{FileReport, ReportWriter, ReportedDiagnostic, ReportedError};
use caldav_conformance::{Level, Rule, Violation};
use caldav_types::Precondition;
use ical_model::Position;

pub(crate) static NO_METHOD: Rule =
    Rule::new("object-method", Level::Must, "RFC 4791", "4.1", "a calendar object resource has no METHOD")
        .with_requirements(&["4791-4.1-02"])
        .with_precondition(&Precondition::ValidCalendarObjectResource)
        .with_help("remove the METHOD property");
pub(crate) static SUMMARY: Rule =
    Rule::new("summary-once", Level::Must, "RFC 5545", "3.6.1", "an event has one SUMMARY at most");
pub(crate) static PRODID: Rule =
    Rule::new("prodid-unique", Level::Should, "RFC 5545", "3.7.3", "PRODID names one product")
        .with_requirements(&["5545-3.7.3-01", "5545-3.7.3-02"])
        .with_help("write a PRODID of the product's own");
pub(crate) static MAY: Rule = Rule::new("may", Level::May, "RFC 5545", "3.6.1", "something is allowed");
pub(crate) static NOTE: Rule = Rule::new("note", Level::Note, "caldav-sharing", "5", "something is odd");

/// A name that every format has to be careful with.
pub(crate) const HOSTILE: &str = "a b/<>&\"'\u{1}\u{1b}[31m\n%ä\u{202e}.ics";

/// A position by its octet, counted out in `source` as its definition says.
pub(crate) fn position(source: &[u8], byte: usize) -> Position {
    let before = &source[..byte];
    let start = before.iter().rposition(|&octet| octet == b'\n').map_or(0, |end| end + 1);
    let line = 1 + before.iter().filter(|&&octet| octet == b'\n').count();
    Position { byte, line, column: 1 + String::from_utf8_lossy(&before[start..]).chars().count() }
}

/// Where `what` stands in `source`.
pub(crate) fn find(source: &[u8], what: &str) -> Position {
    let byte = source.windows(what.len()).position(|window| window == what.as_bytes()).unwrap();
    position(source, byte)
}

pub(crate) fn with_source<'a>(file: &'a str, source: &'a [u8]) -> FileReport<'a> {
    let mut report = FileReport::new(Path::new(file));
    report.source = Some(Cow::Borrowed(source));
    report
}

pub(crate) fn diagnostic(kind: &'static str, position: Position, count: usize) -> ReportedDiagnostic {
    ReportedDiagnostic {
        kind: kind.into(),
        requirement: Some("5545-3.1-01".into()),
        position,
        message: "a line ends in LF alone".to_owned(),
        count,
    }
}

pub(crate) fn error(position: Position) -> ReportedError {
    ReportedError {
        kind: "missing-begin".into(),
        position,
        message: "expected BEGIN, found \"<html>\"".to_owned(),
    }
}

pub(crate) const INVITATION: &[u8] = b"BEGIN:VCALENDAR\r\nPRODID:x\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n";

/// One violation of a MUST, one of a SHOULD, a diagnostic that occurs three times.
pub(crate) fn invitation() -> FileReport<'static> {
    let mut report = with_source("invitation.ics", INVITATION);
    report.violations.extend([
        Violation::new(&PRODID, find(INVITATION, "x\r"), "PRODID is \"x\""),
        Violation::new(&NO_METHOD, find(INVITATION, "METHOD"), "METHOD is REQUEST")
            .with_help("store the object without METHOD:REQUEST"),
    ]);
    report.diagnostics.push(diagnostic("bare-line-feed", position(INVITATION, 15), 3));
    report
}

/// A file that cannot be read, in a place whose name is hostile and with hostile messages.
pub(crate) fn hostile() -> FileReport<'static> {
    let mut report = with_source(HOSTILE, b"<html>\x1b[2J]]>");
    report.error = Some(error(position(b"<html>", 0)));
    report.diagnostics.push(ReportedDiagnostic {
        kind: "k<\u{0}>".into(),
        requirement: None,
        position: Position::default(),
        message: "]]> & \u{8}\u{ffff} \"\r\n".to_owned(),
        count: 1,
    });
    report
}

pub(crate) fn written(mut writer: Box<impl ReportWriter>, reports: &[FileReport<'_>]) {
    for report in reports {
        writer.file(report).unwrap();
    }
    writer.finish().unwrap();
}
