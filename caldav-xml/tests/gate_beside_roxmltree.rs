//! What is a document: caldav-xml and roxmltree agree, save where a reason says why not.
//!
//! The bodies of the corpus, which `CALDAV_CORPUS` names, and a few made here are read by both, as they are and with
//! small faults put into them. Strict reading accepts what roxmltree accepts; lenient reading tells what it accepts
//! beyond that.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests"
)]

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use caldav_types::property::ReportName;
use caldav_types::report::Report;
use caldav_xml::{Body, XmlErrorKind, XmlOptions};

/// Bodies listed by `xml/MANIFEST.csv`.
const BODIES: usize = 1_435;

/// Faulty forms made of each body of the corpus.
const OF_CORPUS: usize = 20;

/// Faulty forms made of each body that is always there.
const OF_MADE: usize = 4_000;

/// Bodies that are always there: one with each part that a document can have.
const MADE: [&str; 4] = [
    "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<!-- c --><D:a xmlns:D=\"DAV:\" xmlns:C='urn:x'><?p q?>\n  \
     <C:b C:x=\"1\" x='2' y=\"&lt;&#10;&quot;\">t &amp; &#x20;<![CDATA[ <c> ]]> u</C:b>\r\n<D:c/></D:a>\n<!-- d -->\n",
    "<a xmlns=\"DAV:\"><b xmlns=\"\"><c xml:lang=\"de\"/></b><d xmlns:e=\"DAV:\" e:f=\"\"></d ></a>",
    "\u{FEFF}<?xml version='1.0' standalone='yes' ?><à:é xmlns:à=\"http://example.com/ü\">\u{1F600} \u{85}</à:é>",
    "<a><b><c><d><e f=\"g\" h='i'/>text</d></c></b>]] &gt; more</a>",
];

/// The bodies, with names of reports made other names: what is read of an unknown report is all of it.
fn bodies() -> Vec<(String, String)> {
    let mut bodies: Vec<(String, Vec<u8>)> = MADE
        .iter()
        .enumerate()
        .map(|(place, body)| (format!("made {place}"), body.as_bytes().to_vec()))
        .collect();
    match std::env::var_os("CALDAV_CORPUS") {
        Some(corpus) => {
            let root: PathBuf = Path::new(&corpus).join("xml");
            let mut manifest =
                csv::Reader::from_path(root.join("MANIFEST.csv")).expect("the manifest can be read");
            for row in manifest.records() {
                let row = row.expect("a row");
                let path = format!("{}/{}", &row[0], &row[1]);
                let octets = std::fs::read(root.join(&path)).expect("a file of the manifest");
                bodies.push((path, octets));
            }
            assert_eq!(bodies.len(), MADE.len() + BODIES);
        }
        None => eprintln!("CALDAV_CORPUS is not set: {BODIES} bodies were not read"),
    }
    let unknown = |text: String| {
        ReportName::KNOWN.iter().fold(text, |text, report| {
            let name = report.local_name();
            text.replace(name, &format!("{name}_"))
        })
    };
    // roxmltree reads characters, so what are none is not for both.
    bodies
        .into_iter()
        .filter_map(|(name, octets)| Some((name, unknown(String::from_utf8(octets).ok()?))))
        .collect()
}

/// Numbers without a pattern, the same in every run.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % end.max(1)
    }

    /// A place between two characters, more often near a mark than not.
    fn place(&mut self, text: &str) -> usize {
        let mut place = self.below(text.len() + 1);
        if self.below(4) > 0 {
            place = text[floor(text, place)..]
                .find(['<', '>', '&', '"', '=', ':'])
                .map_or(place, |mark| floor(text, place) + mark + self.below(2));
        }
        floor(text, place)
    }
}

fn floor(text: &str, mut place: usize) -> usize {
    while !text.is_char_boundary(place) {
        place -= 1;
    }
    place
}

/// What faults are made of.
const FRAGMENTS: [&str; 46] = [
    "<",
    ">",
    "/",
    "&",
    "\"",
    "'",
    "=",
    ":",
    " ",
    "\r",
    "\n",
    "]",
    "-",
    "?",
    "!",
    ";",
    "\u{0}",
    "\u{1}",
    "\u{FFFE}",
    "\u{FEFF}",
    "\u{B7}",
    "é",
    "1",
    "a",
    "x:",
    "xmlns=\"\"",
    " xmlns:q=\"\"",
    " xmlns:xml=\"DAV:\"",
    " xmlns:xmlns=\"a\"",
    " q:r=\"s\"",
    " z=\"1\" z=\"2\"",
    " z='<'",
    " xmlns:m=\"DAV:\" xmlns:n=\"DAV:\" m:o=\"\" n:o=\"\"",
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "--",
    "<?xml version=\"1.0\"?>",
    "<?a?>",
    "<!DOCTYPE a>",
    "<!ELEMENT a ANY>",
    "&#0;",
    "&#xD800;",
    "&nbsp;",
    "<a/>",
];

/// The text with one to three small faults, which may be none.
fn mutated(text: &str, numbers: &mut Numbers) -> String {
    let mut text = text.to_owned();
    for _ in 0..=numbers.below(2) {
        let place = numbers.place(&text);
        let until = floor(&text, text.len().min(place + 1 + numbers.below(12)));
        match numbers.below(5) {
            0 => text.replace_range(place..until, ""),
            1 => text.truncate(place),
            2 => {
                let again = text[place..until].to_owned();
                text.insert_str(numbers.place(&text), &again);
            }
            _ => text.insert_str(place, FRAGMENTS[numbers.below(FRAGMENTS.len())]),
        }
        if text.is_empty() {
            return text;
        }
    }
    text
}

/// Why strict reading refuses what roxmltree accepts; `None` where there is no reason.
fn refused_beyond(text: &str, error: &XmlErrorKind) -> Option<&'static str> {
    let declaration = text
        .trim_start_matches('\u{FEFF}')
        .strip_prefix("<?xml")
        .map(|rest| &rest[..rest.find("?>").unwrap_or(0)]);
    let of_declaration = |reason| declaration.map(|_| reason);
    match error {
        // What roxmltree reads are characters already.
        XmlErrorKind::UnsupportedEncoding(encoding) => declaration
            .filter(|declaration| declaration.contains(encoding))
            .map(|_| "an encoding that the octets are not in (XML 4.3.3)"),
        XmlErrorKind::Syntax("expected version 1.0 of XML, found another") => {
            of_declaration("a version that is none (XML 2.8)")
        }
        XmlErrorKind::Syntax("expected the form of an XML declaration, found another") => {
            of_declaration("a declaration of another form (XML 2.8)")
        }
        XmlErrorKind::Syntax("expected one XML declaration, at the start") => {
            let elsewhere = text.rfind("<?xml").or_else(|| text.rfind("<?XML"));
            elsewhere.map(|_| "an instruction with the reserved name (XML 2.6)")
        }
        XmlErrorKind::Character(code) => {
            let reference = format!("&#x{code:X};");
            text.contains(&reference).then_some("a reference to what is no character (XML 4.1)")
        }
        XmlErrorKind::NamespaceDeclaration => {
            let reserved = text.contains("xmlns:xmlns=") || text.contains("xmlns:xml=");
            let undone = text.contains("=\"\"") || text.contains("=''");
            (reserved || undone).then_some("a prefix bound to nothing, or a reserved one (Namespaces 3, 5)")
        }
        XmlErrorKind::Name(name) if text.contains(&format!("<?{name}")) => {
            Some("an instruction whose name has a colon or no end (XML 2.6, Namespaces 7)")
        }
        XmlErrorKind::Name(name) | XmlErrorKind::MismatchedEnd { found: name } => {
            name.starts_with(':').then_some("a colon without a prefix (Namespaces 4)")
        }
        _ => None,
    }
}

/// What lenient reading goes on after, if it is what roxmltree refuses.
fn tolerated(told: &XmlErrorKind) -> Option<&'static str> {
    match told {
        XmlErrorKind::WhiteSpaceBeforeDeclaration => Some("white space before the declaration (q-08)"),
        XmlErrorKind::UnboundPrefix(_) => Some("a prefix that is not declared"),
        XmlErrorKind::Syntax(_) => Some("the end of a section in text"),
        _ => None,
    }
}

/// Every reason of the two, so that none outlives its cause.
const REASONS: [&str; 11] = [
    "a colon without a prefix (Namespaces 4)",
    "a declaration of another form (XML 2.8)",
    "a prefix bound to nothing, or a reserved one (Namespaces 3, 5)",
    "a prefix that is not declared",
    "a reference to what is no character (XML 4.1)",
    "a version that is none (XML 2.8)",
    "an encoding that the octets are not in (XML 4.3.3)",
    "an instruction whose name has a colon or no end (XML 2.6, Namespaces 7)",
    "an instruction with the reserved name (XML 2.6)",
    "the end of a section in text",
    "white space before the declaration (q-08)",
];

#[test]
fn the_same_are_documents() {
    let mut numbers = Numbers(0x5EED);
    let mut reasons = BTreeSet::new();
    let (mut accepted, mut refused) = (0, 0);
    for (name, body) in bodies() {
        let forms = if name.starts_with("made") { OF_MADE } else { OF_CORPUS };
        for form in 0..=forms {
            let text = if form == 0 { body.clone() } else { mutated(&body, &mut numbers) };
            let strict = Report::from_xml(text.as_bytes(), &XmlOptions::strict());
            let other = roxmltree::Document::parse(&text);
            match (&strict, &other) {
                (Ok(_), Ok(_)) => accepted += 1,
                (Err(_), Err(_)) => refused += 1,
                (Ok(_), Err(other)) => panic!("{name} {form}: accepted, but {other}: {text}"),
                (Err(error), Ok(_)) => {
                    let reason = refused_beyond(&text, error.kind());
                    reasons.insert(reason.unwrap_or_else(|| panic!("{name} {form}: {error}: {text}")));
                    continue;
                }
            }
            match Report::from_xml(text.as_bytes(), &XmlOptions::lenient()) {
                Ok(read) if other.is_err() => {
                    let told: Vec<_> =
                        read.diagnostics.iter().filter_map(|told| tolerated(&told.kind)).collect();
                    assert!(!told.is_empty(), "{name} {form}: accepted without a word: {text}");
                    reasons.extend(told);
                }
                Ok(_) => {}
                Err(error) => assert!(other.is_err(), "{name} {form}: {error}: {text}"),
            }
        }
    }
    assert!(accepted > 1_000 && refused > 1_000, "{accepted} accepted, {refused} refused");
    assert_eq!(reasons, BTreeSet::from(REASONS));
}

/// Documents that are refused all the same.
#[test]
fn documents_that_are_refused() {
    let attributes: String = (0..101).map(|number| format!(" a{number}=\"\"")).collect();
    for (reason, text, kind) in [
        ("RFC 4918 20.6", "<!DOCTYPE a><a/>".to_owned(), "doctype"),
        ("RFC 4918 20.6", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>".to_owned(), "doctype"),
        ("XmlLimits::depth", "<a>".repeat(101) + &"</a>".repeat(101), "limit-exceeded"),
        ("XmlLimits::attributes", format!("<a{attributes}/>"), "limit-exceeded"),
        ("XmlLimits::namespace_octets", format!("<a xmlns=\"{}\"/>", "u".repeat(4097)), "limit-exceeded"),
    ] {
        let options = roxmltree::ParsingOptions { allow_dtd: true, ..roxmltree::ParsingOptions::default() };
        assert!(roxmltree::Document::parse_with_options(&text, options).is_ok(), "{reason}");
        for options in [XmlOptions::strict(), XmlOptions::lenient()] {
            let error = Report::from_xml(text.as_bytes(), &options).unwrap_err();
            assert_eq!(error.kind().name(), kind, "{reason}");
        }
    }
}
