use std::path::Path;

use caldav_conformance::report::{FileReport, ReportWriter, TextOptions, TextWriter};
use caldav_conformance::{Violation, Violations};
use ical_model::Position;

use crate::samples::{
    MAY, NO_METHOD, NOTE, SUMMARY, diagnostic, error, find, hostile, invitation, position, with_source,
    written,
};

fn text_with(options: TextOptions, reports: &[FileReport<'_>]) -> String {
    let mut out = Vec::new();
    written(Box::new(TextWriter::new(&mut out, options)), reports);
    String::from_utf8(out).unwrap()
}

fn text(reports: &[FileReport<'_>]) -> String {
    text_with(TextOptions::default(), reports)
}

#[test]
fn what_people_read() {
    let expected = "\
invitation.ics:2:8: SHOULD prodid-unique: PRODID is \"x\"
  |
2 | PRODID:x
  |        ^
  = RFC 5545 section 3.7.3: PRODID names one product
  = to mend it: write a PRODID of the product's own

invitation.ics:3:1: MUST object-method: METHOD is REQUEST
  |
3 | METHOD:REQUEST
  | ^
  = RFC 4791 section 4.1: a calendar object resource has no METHOD
  = a server answers CALDAV:valid-calendar-object-resource
  = to mend it: store the object without METHOD:REQUEST

invitation.ics:1:16: diagnostic bare-line-feed: a line ends in LF alone
  |
1 | BEGIN:VCALENDAR
  |                ^
  = requirement 5545-3.1-01
  = 3 times

2 files, 1 not ok: 1 MUST, 1 SHOULD, 3 diagnostics
";
    assert_eq!(text(&[invitation(), FileReport::new(Path::new("clean.ics"))]), expected);
}

#[test]
fn files_without_faults_are_counted_only() {
    let clean = FileReport::new(Path::new("clean.ics"));
    assert_eq!(text(std::slice::from_ref(&clean)), "1 file, all ok\n");
    assert_eq!(text(&[clean.clone(), clean]), "2 files, all ok\n");
    assert_eq!(text(&[]), "0 files\n");
}

#[test]
fn without_a_source_no_line_is_shown() {
    let mut report = invitation();
    report.source = None;
    report.diagnostics.clear();
    report.violations = [report.violations.into_iter().last().unwrap()].into_iter().collect();
    let expected = "\
invitation.ics:3:1: MUST object-method: METHOD is REQUEST
  = RFC 4791 section 4.1: a calendar object resource has no METHOD
  = a server answers CALDAV:valid-calendar-object-resource
  = to mend it: store the object without METHOD:REQUEST

1 file, 1 not ok: 1 MUST
";
    assert_eq!(text(&[report]), expected);
}

#[test]
fn without_a_place_the_file_is_named() {
    let mut report = with_source("a.ics", b"x");
    report.error = Some(error(Position::default()));
    let expected = "\
a.ics: error missing-begin: expected BEGIN, found \"<html>\"

1 file, 1 not ok: 1 error
";
    assert_eq!(text(&[report]), expected);
}

#[test]
fn empty_source() {
    let mut report = with_source("empty.ics", b"");
    report.error = Some(error(position(b"", 0)));
    let expected = "\
empty.ics:1:1: error missing-begin: expected BEGIN, found \"<html>\"
  |
1 | 
  | ^

1 file, 1 not ok: 1 error
";
    assert_eq!(text(&[report]), expected);
}

/// The line and the line of the caret below it, of a violation at `what`.
fn lines_of(source: &[u8], at: Position, width: usize) -> (String, String) {
    let mut report = with_source("a.ics", source);
    report.violations.push(Violation::new(&SUMMARY, at, "x"));
    let text = text_with(TextOptions::default().with_width(width), &[report]);
    let mut lines = text.lines().skip(2).map(|line| line.split_once("| ").unwrap().1.to_owned());
    (lines.next().unwrap(), lines.next().unwrap())
}

#[test]
fn carets_stand_below_their_place() {
    let source = "SUMMARY;X=\t日本:e\u{301}x\r\n\tfolded ü here\r\nEND:VEVENT".as_bytes();
    for (name, at, line, caret) in [
        ("after a tab", find(source, "日"), "SUMMARY;X=    日本:e\u{301}x", "              ^"),
        ("after wide characters", find(source, ":e"), "SUMMARY;X=    日本:e\u{301}x", "                  ^"),
        (
            "after a combining mark",
            find(source, "x\r"),
            "SUMMARY;X=    日本:e\u{301}x",
            "                    ^",
        ),
        ("end of a line", find(source, "\r\n\t"), "SUMMARY;X=    日本:e\u{301}x", "                     ^"),
        ("folded line", find(source, "here"), "    folded ü here", "             ^"),
        ("end of the source", position(source, source.len()), "END:VEVENT", "          ^"),
    ] {
        assert_eq!(lines_of(source, at, 100), (line.to_owned(), caret.to_owned()), "{name}");
    }
}

#[test]
fn long_lines_are_cut() {
    let source = format!("DESCRIPTION:{}!{}", "a".repeat(5000), "b".repeat(5000));
    let (line, caret) = lines_of(source.as_bytes(), find(source.as_bytes(), "!"), 30);
    assert_eq!(line, "…aaaaaaaaaaaaaa!bbbbbbbbbbbbb…");
    assert_eq!(caret, "               ^");
}

#[test]
fn nothing_hostile_reaches_the_terminal() {
    let mut report = invitation();
    report.violations = [Violation::new(&SUMMARY, position(b"", 0), "SUMMARY is \x1b]0;x\x07\r\u{9b}2J")
        .with_help("drop \x1b[1m")]
    .into_iter()
    .collect();
    report.source = Some(b"\x1b[2J\x07\xc2\x9b\xe2\x80\xae".as_slice().into());
    let text = text(&[report, hostile()]);
    for c in text.chars() {
        assert!(c == '\n' || !c.is_control() && c != '\u{202e}', "{c:?} in {text}");
    }
    assert!(text.contains("a b/<>&\"'␁␛[31m␊%ä\u{fffd}.ics:1:1: error missing-begin: "), "{text}");
}

#[test]
fn diagnostics_of_one_kind_are_told_once() {
    let source = b"a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\n".as_slice();
    let mut report = with_source("a.ics", source);
    for line in 0..3 {
        report.diagnostics.push(diagnostic("bare-line-feed", position(source, 2 * line + 1), 1));
        report.diagnostics.push(diagnostic("other", position(source, 2 * line), 2));
    }
    let few = text(std::slice::from_ref(&report));
    assert!(few.contains("  = 3 times, also on lines 2, 3\n"), "{few}");
    assert!(few.contains("  = 6 times, also on lines 2, 3\n"), "{few}");
    assert_eq!(few.matches("diagnostic ").count(), 2, "{few}");
    assert!(few.ends_with("1 file, all ok: 9 diagnostics\n"), "{few}");

    report.diagnostics =
        (0..11).map(|line| diagnostic("bare-line-feed", position(source, 2 * line + 1), 1)).collect();
    let many = text(&[report]);
    assert!(many.contains("  = 11 times, also on lines 2, 3, 4, 5, 6, 7, 8, 9 and others\n"), "{many}");
}

#[test]
fn what_is_not_listed_is_told() {
    let mut report = FileReport::new(Path::new("a.ics"));
    report.violations = Violations::with_limit(1);
    for _ in 0..3 {
        report.violations.push(Violation::new(&MAY, Position::default(), "x"));
    }
    let text = text(&[report]);
    assert!(text.contains("a.ics: and 2 more that are not listed\n"), "{text}");
    assert!(text.ends_with("1 file, all ok: 1 MAY, 2 not listed\n"), "{text}");
}

#[test]
fn colours_only_where_asked_for() {
    let mut report = invitation();
    report.violations.extend([
        Violation::new(&MAY, Position::default(), "x"),
        Violation::new(&NOTE, Position::default(), "x"),
    ]);
    let coloured = text_with(TextOptions::default().with_colour(true), std::slice::from_ref(&report));
    for expected in [
        "\x1b[1;31mMUST\x1b[0m object-method",
        "\x1b[1;33mSHOULD\x1b[0m prodid-unique",
        "\x1b[1;36mMAY\x1b[0m may",
        "\x1b[1;36mNOTE\x1b[0m note",
        "\x1b[1;36mdiagnostic\x1b[0m bare-line-feed",
        "\x1b[1;31m^\x1b[0m\n",
        "\x1b[1;31m1 file, 1 not ok: 1 MUST, 1 SHOULD, 1 MAY, 1 NOTE, 3 diagnostics\x1b[0m\n",
    ] {
        assert!(coloured.contains(expected), "{expected:?} in {coloured}");
    }
    let plain = text(&[report]);
    let mut without = String::new();
    let mut rest = coloured.as_str();
    while let Some((before, after)) = rest.split_once("\x1b[") {
        without.push_str(before);
        rest = after.split_once('m').unwrap().1;
    }
    assert_eq!(without + rest, plain);
}

#[test]
fn a_failing_output_is_told() {
    let mut room = [0; 20];
    let mut writer = TextWriter::new(room.as_mut_slice(), TextOptions::default());
    assert!(writer.file(&invitation()).is_err());
    let mut room = [0; 20];
    let mut writer = TextWriter::new(room.as_mut_slice(), TextOptions::default());
    let mut report = FileReport::new(Path::new("a"));
    assert!(writer.file(&report).is_ok());
    report.violations.push(Violation::new(&NO_METHOD, Position::default(), "x"));
    assert!(writer.file(&report).is_err());
}
