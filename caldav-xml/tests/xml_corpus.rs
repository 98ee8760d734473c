//! Every body of the corpus is read; nothing of it that a specification knows is lost, and what is written says the
//! same.
//!
//! The corpus is named by `CALDAV_CORPUS`; without it the test says how many cases were not run.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests"
)]

mod names;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use caldav_xml::{AnyBody, Body, XmlErrorKind, XmlOptions};
use names::{Name, XML_ELEMENTS, names_of, untyped_names};

/// Bodies listed by `xml/MANIFEST.csv`.
const BODIES: usize = 1_435;

/// Bodies that are not met as the others are, with the reason.
const EXCEPTIONS: &str = include_str!("../spec/xml-corpus-exceptions.csv");

/// The names of the table.
fn known_names() -> BTreeSet<Name> {
    let mut table = csv::Reader::from_reader(XML_ELEMENTS.as_bytes());
    let rows = table.records().map(|row| row.expect("a row"));
    rows.filter(|row| &row[0] != "(http)").map(|row| Name::new(&row[0], &row[1])).collect()
}

struct Case {
    /// Below `xml/`.
    path: String,
    is_well_formed: bool,
    has_leading_white_space: bool,
    /// Some values are names in a template: `$uid:` or `{{ href }}`.
    has_placeholders: bool,
    octets: Vec<u8>,
}

fn cases() -> Option<Vec<Case>> {
    let Some(corpus) = std::env::var_os("CALDAV_CORPUS") else {
        eprintln!("CALDAV_CORPUS is not set: {BODIES} cases were not run");
        return None;
    };
    let root: PathBuf = Path::new(&corpus).join("xml");
    let mut manifest = csv::Reader::from_path(root.join("MANIFEST.csv")).expect("the manifest can be read");
    let cases = manifest.records().map(|row| {
        let row = row.expect("a row");
        let path = format!("{}/{}", &row[0], &row[1]);
        Case {
            octets: std::fs::read(root.join(&path)).expect("a file of the manifest"),
            path,
            is_well_formed: &row[6] != "no",
            has_leading_white_space: &row[6] == "leading-whitespace-before-xml-decl",
            has_placeholders: &row[7] == "yes",
        }
    });
    Some(cases.collect())
}

/// The exceptions of a check: a place and what is excepted there. The place is a path, or `*` and the root of bodies.
fn exceptions(check: &str) -> BTreeSet<(String, String)> {
    let mut table = csv::Reader::from_reader(EXCEPTIONS.as_bytes());
    let rows = table.records().map(|row| row.expect("a row"));
    let rows = rows.filter(|row| &row[0] == check);
    rows.map(|row| {
        assert!(row[3].split_whitespace().count() >= 3, "an exception has a reason: {row:?}");
        (row[1].to_owned(), row[2].to_owned())
    })
    .collect()
}

/// What a check found: in which body with which root, and what.
#[derive(Default)]
struct Found(BTreeSet<(String, String, String)>);

impl Found {
    fn insert(&mut self, path: &str, root: &str, what: &impl ToString) {
        self.0.insert((path.to_owned(), format!("* {root}"), what.to_string()));
    }

    /// Each exception has to be found, and nothing else.
    fn assert_excepted(&self, check: &str) {
        let mut gone = exceptions(check);
        let excepted = gone.clone();
        let mut new = Vec::new();
        for (path, root, what) in &self.0 {
            let key = [path, root].map(|place| (place.clone(), what.clone()));
            match key.into_iter().find(|key| excepted.contains(key)) {
                Some(key) => gone.remove(&key),
                None => {
                    new.push((path, root, what));
                    continue;
                }
            };
        }
        assert!(new.is_empty(), "{check}: {} more than the exceptions: {new:#?}", new.len());
        assert!(gone.is_empty(), "{check}: exceptions that are none: {gone:#?}");
    }
}

/// A value of a template, cut to what an error shows of it.
fn is_placeholder(found: &str) -> bool {
    ["$", "{", "%", "__"].iter().any(|mark| found.contains(mark))
}

/// The fault is a value of a template.
fn is_of_template(case: &Case, kind: &XmlErrorKind) -> bool {
    let kind = if let XmlErrorKind::PropertyValue { fault, .. } = kind { fault } else { kind };
    case.has_placeholders && matches!(kind, XmlErrorKind::Value { found, .. } if is_placeholder(found))
}

#[test]
fn every_sound_body_is_read() {
    let Some(cases) = cases() else { return };
    assert_eq!(cases.len(), BODIES);
    let (mut refused, mut told) = (Found::default(), Found::default());
    let mut read = 0;
    for case in cases.iter().filter(|case| case.is_well_formed) {
        match AnyBody::from_xml(&case.octets, &XmlOptions::lenient()) {
            Ok(body) => {
                read += 1;
                for diagnostic in body.diagnostics {
                    assert!(diagnostic.position.line >= 1);
                    let before_declaration = diagnostic.kind == XmlErrorKind::WhiteSpaceBeforeDeclaration;
                    if !(is_of_template(case, &diagnostic.kind)
                        || before_declaration && case.has_leading_white_space)
                    {
                        told.insert(&case.path, &body.value.root(), &diagnostic.kind);
                    }
                }
            }
            Err(error) if is_of_template(case, error.kind()) => assert!(error.position().line >= 1),
            Err(error) => {
                let root = error.path().first().map(ToString::to_string).unwrap_or_default();
                refused.insert(&case.path, &root, error.kind());
            }
        }
    }
    assert!(read > 1_300, "{read} bodies were read");
    refused.assert_excepted("refused");
    told.assert_excepted("told");
}

#[test]
fn a_malformed_body_is_an_error_with_a_position() {
    let Some(cases) = cases() else { return };
    let mut found = Found::default();
    let mut malformed = 0;
    for case in cases.iter().filter(|case| !case.is_well_formed) {
        malformed += 1;
        let error = AnyBody::from_xml(&case.octets, &XmlOptions::strict()).expect_err(&case.path);
        let position = error.position();
        assert!(position.line >= 1 && position.byte <= case.octets.len() as u64, "{}: {error}", case.path);
        match AnyBody::from_xml(&case.octets, &XmlOptions::lenient()) {
            Ok(body) => {
                let first = body.diagnostics.first().expect("what was read all the same is told");
                found.insert(&case.path, &body.value.root(), &first.kind);
            }
            Err(error) => assert!(error.position().line >= 1, "{}: {error}", case.path),
        }
    }
    assert_eq!(malformed, 11);
    found.assert_excepted("malformed");
}

/// White space before the declaration: an answer is read all the same, a request is refused.
#[test]
fn white_space_before_the_declaration() {
    let Some(cases) = cases() else { return };
    let cases: Vec<_> = cases.into_iter().filter(|case| case.has_leading_white_space).collect();
    assert_eq!(cases.len(), 31);
    for Case { path, octets, .. } in &cases {
        let error = AnyBody::from_xml(octets, &XmlOptions::strict()).expect_err(path);
        assert_eq!(error.kind(), &XmlErrorKind::WhiteSpaceBeforeDeclaration, "{path}");
        let body = AnyBody::from_xml(octets, &XmlOptions::lenient()).expect(path);
        assert_eq!(body.diagnostics[0].kind, XmlErrorKind::WhiteSpaceBeforeDeclaration, "{path}");
    }
}

#[test]
fn what_is_written_says_the_same() {
    let Some(cases) = cases() else { return };
    let mut faults = Found::default();
    let mut written = 0;
    for case in cases.iter().filter(|case| case.is_well_formed) {
        let Ok(body) = AnyBody::from_xml(&case.octets, &XmlOptions::lenient()) else { continue };
        written += 1;
        let root = body.value.root();
        match AnyBody::from_xml(body.value.to_xml().as_bytes(), &XmlOptions::lenient()) {
            Ok(again) if again.value != body.value => faults.insert(&case.path, &root, &"another value"),
            Ok(again) if body.diagnostics.is_empty() => {
                again.diagnostics.iter().for_each(|told| faults.insert(&case.path, &root, &told.kind));
            }
            Ok(_) => {}
            Err(error) => faults.insert(&case.path, &root, error.kind()),
        }
    }
    assert!(written > 1_300, "{written} bodies were written");
    faults.assert_excepted("write");
}

/// Of a body without departures no element that the tables know is left out, and none is kept as one that nobody knows.
#[test]
fn nothing_known_is_lost() {
    let Some(cases) = cases() else { return };
    let known = known_names();
    let (mut lost, mut untyped) = (Found::default(), Found::default());
    for case in cases.iter().filter(|case| case.is_well_formed) {
        let Ok(body) = AnyBody::from_xml(&case.octets, &XmlOptions::lenient()) else { continue };
        let mut diagnostics = body.diagnostics.iter();
        if diagnostics.any(|told| told.kind != XmlErrorKind::WhiteSpaceBeforeDeclaration) {
            continue;
        }
        let (root, xml) = (body.value.root(), body.value.to_xml());
        let (before, after) = (names_of(case.octets.trim_ascii_start()), names_of(xml.as_bytes()));
        for name in before.difference(&after).filter(|name| known.contains(name)) {
            lost.insert(&case.path, &root, name);
        }
        // A report of address books is kept whole.
        if !matches!(body.value, AnyBody::Other(_)) {
            for name in untyped_names(&body.value).iter().filter(|name| known.contains(name)) {
                untyped.insert(&case.path, &root, name);
            }
        }
    }
    lost.assert_excepted("lost");
    untyped.assert_excepted("untyped");
}
