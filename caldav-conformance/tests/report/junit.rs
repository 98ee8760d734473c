use std::path::Path;

use caldav_conformance::report::{FileReport, JunitWriter};
use caldav_conformance::{Violation, Violations};
use ical_model::Position;
use roxmltree::{Document, Node};

use crate::samples::{MAY, NO_METHOD, SUMMARY, hostile, invitation, written};

fn xml(reports: &[FileReport<'_>]) -> String {
    let mut out = Vec::new();
    written(Box::new(JunitWriter::new(&mut out, "cal<endars>").with_tests(reports.len())), reports);
    String::from_utf8(out).unwrap()
}

/// The test cases, having asserted what stands around them.
fn cases<'a>(document: &'a Document<'_>) -> Vec<Node<'a, 'a>> {
    let root = document.root_element();
    assert_eq!(root.tag_name().name(), "testsuites");
    let suites: Vec<_> = root.children().filter(Node::is_element).collect();
    assert_eq!(suites.len(), 1);
    assert_eq!(
        (suites[0].tag_name().name(), suites[0].attribute("name")),
        ("testsuite", Some("cal<endars>"))
    );
    let cases: Vec<_> = suites[0].children().filter(Node::is_element).collect();
    assert_eq!(suites[0].attribute("tests"), Some(cases.len().to_string().as_str()));
    for case in &cases {
        assert_eq!((case.tag_name().name(), case.attribute("classname")), ("testcase", Some("cal<endars>")));
    }
    cases
}

fn children<'a>(case: &Node<'a, 'a>) -> Vec<(&'a str, &'a str)> {
    case.children()
        .filter(Node::is_element)
        .map(|node| (node.tag_name().name(), node.text().unwrap_or_default()))
        .collect()
}

#[test]
fn a_case_for_each_file() {
    let xml = xml(&[invitation(), FileReport::new(Path::new("clean.ics"))]);
    let document = Document::parse(&xml).unwrap();
    let cases = cases(&document);
    let names: Vec<_> = cases.iter().filter_map(|case| case.attribute("name")).collect();
    assert_eq!(names, ["invitation.ics", "clean.ics"]);

    let failure = "\nline 3, column 1: METHOD is REQUEST (object-method, RFC 4791 section 4.1): MUST a calendar object \
                   resource has no METHOD\n    to mend it: store the object without METHOD:REQUEST\n";
    let output = "\nline 2, column 8: PRODID is \"x\" (prodid-unique, RFC 5545 section 3.7.3): SHOULD PRODID names one \
                  product\n    to mend it: write a PRODID of the product's own\n\
                  line 1, column 16: diagnostic bare-line-feed: a line ends in LF alone (5545-3.1-01) (3 times)\n";
    assert_eq!(children(&cases[0]), [("failure", failure), ("system-out", output)]);
    let failure = cases[0].first_element_child().unwrap();
    assert_eq!(failure.attribute("type"), Some("object-method"));
    assert_eq!(failure.attribute("message"), Some("METHOD is REQUEST"));
    assert_eq!(children(&cases[1]), []);
}

#[test]
fn no_files() {
    let xml = xml(&[]);
    assert!(cases(&Document::parse(&xml).unwrap()).is_empty());
}

#[test]
fn the_number_of_files_may_be_unknown() {
    let mut out = Vec::new();
    written(Box::new(JunitWriter::new(&mut out, "x")), &[invitation()]);
    let xml = String::from_utf8(out).unwrap();
    let document = Document::parse(&xml).unwrap();
    let suite = document.root_element().first_element_child().unwrap();
    assert_eq!(suite.attribute("tests"), None);
}

#[test]
fn several_failures_are_one() {
    let mut report = FileReport::new(Path::new("a.ics"));
    report.violations = Violations::with_limit(3);
    report.violations.extend([
        Violation::new(&SUMMARY, Position::default(), "first"),
        Violation::new(&NO_METHOD, Position::default(), "second"),
        Violation::new(&SUMMARY, Position::default(), "third"),
        Violation::new(&MAY, Position::default(), "fourth"),
    ]);
    let xml = xml(&[report]);
    let document = Document::parse(&xml).unwrap();
    let case = cases(&document)[0];
    let failure = case.first_element_child().unwrap();
    assert_eq!(failure.attribute("type"), Some("summary-once"));
    assert_eq!(failure.attribute("message"), Some("first (and 2 more)"));
    assert_eq!(failure.text().unwrap().matches("line 0").count(), 3);
    assert_eq!(children(&case)[1], ("system-out", "\n1 more violations are not listed\n"));
}

#[test]
fn hostile_text_is_text() {
    let xml = xml(&[hostile()]);
    let document = Document::parse(&xml).unwrap();
    let case = cases(&document)[0];
    // What XML cannot hold is gone, all else comes back.
    assert_eq!(case.attribute("name"), Some("a b/<>&\"'[31m\n%ä\u{202e}.ics"));
    let children = children(&case);
    assert_eq!(children[0], ("error", "line 1, column 1: expected BEGIN, found \"<html>\""));
    assert_eq!(children[1], ("system-out", "\nline 0, column 0: diagnostic k<>: ]]> &  \"\r\n\n"));
    let error = case.first_element_child().unwrap();
    assert_eq!(error.attribute("message"), Some("expected BEGIN, found \"<html>\""));
}
