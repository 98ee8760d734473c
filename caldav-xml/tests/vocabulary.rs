//! Every name that the specifications have is held by a type, read and written.
//!
//! `spec/xml-elements.csv` has the names, `spec/vocabulary.csv` a sample for each row of it. The sample of an element is
//! read; the value must hold its name as a word of its own, not as a name or a tree that nobody knows; and what is
//! written from the value must have the name again. A row with a note is met in another way: kept whole as a tree that
//! comes back, or written by the name that has replaced it.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

mod names;

use std::collections::BTreeMap;
use std::fmt::Debug;

use caldav_types::header::{self, Header};
use caldav_types::{CTag, Depth, EntityTag, Method, PostAction, ScheduleTag, namespace, service};
use caldav_xml::{AnyBody, Body, XmlOptions};
use names::{Name, XML_ELEMENTS, names_of, untyped_names};

const VOCABULARY: &str = include_str!("../spec/vocabulary.csv");

/// Rows of the table.
const ROWS: usize = 630;

/// The prefixes of the samples.
const PREFIXES: [(&str, &str); 10] = [
    ("D", namespace::DAV),
    ("C", namespace::CALDAV),
    ("CR", namespace::CARDDAV),
    ("CS", namespace::CALENDAR_SERVER),
    ("A", namespace::APPLE_ICAL),
    ("ME", namespace::ME),
    ("OC", namespace::OWNCLOUD),
    ("NC", namespace::NEXTCLOUD),
    ("S", namespace::SABRE_DAV),
    ("P", namespace::WEBDAV_PUSH),
];

struct Row {
    name: Name,
    form: String,
    sample: String,
    /// Why the name is met in another way; empty where it is not.
    note: String,
}

fn rows() -> Vec<Row> {
    let mut table = csv::Reader::from_reader(VOCABULARY.as_bytes());
    let rows = table.records().map(|row| row.expect("a row"));
    rows.map(|row| Row {
        name: Name::new(&row[0], &row[1]),
        form: row[5].into(),
        sample: row[6].into(),
        note: row[7].into(),
    })
    .collect()
}

/// The key of a row: all that tells it from the others.
fn keys(table: &str) -> Vec<Vec<String>> {
    let mut table = csv::Reader::from_reader(table.as_bytes());
    let rows = table.records().map(|row| row.expect("a row"));
    rows.map(|row| row.iter().take(5).map(str::to_owned).collect()).collect()
}

/// A document with the namespaces of the prefixes.
fn document(sample: &str) -> String {
    let end = sample.find(['>', ' ', '/']).expect("a tag");
    let (start, rest) = sample.split_at(end);
    let declarations: String =
        PREFIXES.iter().map(|(prefix, uri)| format!(" xmlns:{prefix}=\"{uri}\"")).collect();
    format!("{start}{declarations}{rest}")
}

/// A property as an answer has it.
fn answer(property: &str) -> String {
    format!(
        "<D:multistatus><D:response><D:href>/</D:href><D:propstat><D:prop>{property}</D:prop>\
         <D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response></D:multistatus>"
    )
}

/// What a body is to do with the name of its row.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Hold {
    /// To have a word for it.
    Typed,
    /// To keep it in a tree.
    Whole,
    /// To understand it and write another name instead.
    Replaced,
}

/// Why a body does not hold its name, or `None`.
fn fault_of_body(name: &Name, body: &str, hold: Hold) -> Option<String> {
    let xml = document(body);
    let read = match AnyBody::from_xml(xml.as_bytes(), &XmlOptions::strict()) {
        Ok(read) => read.value,
        Err(error) => return Some(format!("{error}")),
    };
    match (untyped_names(&read).contains(name), hold) {
        (true, Hold::Typed | Hold::Replaced) => return Some(format!("kept as a name: {read:?}")),
        (false, Hold::Whole) => return Some(format!("not kept as a name: {read:?}")),
        _ => {}
    }
    let written = read.to_xml();
    let has_name = match name.namespace.as_str() {
        namespace::XML => written.contains(&format!(" xml:{}=", name.local)),
        _ => names_of(written.as_bytes()).contains(name),
    };
    if has_name == (hold == Hold::Replaced) {
        return Some(format!("not written, or not replaced: {written}"));
    }
    match AnyBody::from_xml(written.as_bytes(), &XmlOptions::strict()) {
        Ok(again) if again.value == read => None,
        Ok(again) => Some(format!("another value: {:?}", again.value)),
        Err(error) => Some(format!("{error}: {written}")),
    }
}

/// Why a field does not hold its value, or `None`.
fn fault_of_field<H: Header + Debug + PartialEq>(value: &str) -> Option<String> {
    let mut headers = http::HeaderMap::new();
    let name = http::HeaderName::from_bytes(H::NAME.as_bytes()).expect("a name");
    headers.insert(name, value.parse().expect("a value"));
    let read = match H::read(&headers) {
        Ok(read) => read.expect("it is there"),
        Err(error) => return Some(error.to_string()),
    };
    if format!("{read:?}").contains("Other(") {
        return Some(format!("kept as text: {read:?}"));
    }
    let mut written = http::HeaderMap::new();
    if let Err(error) = read.write(&mut written) {
        return Some(error.to_string());
    }
    match H::read(&written) {
        Ok(Some(again)) if again == read => None,
        other => Some(format!("another value: {other:?}")),
    }
}

/// Makes the way from the name of a field to its type.
macro_rules! fields {
    ($($type:ty)*) => {
        fn fault_of_header(name: &str, value: &str) -> Option<String> {
            $(
                if <$type as Header>::NAME == name {
                    return fault_of_field::<$type>(value);
                }
            )*
            Some("no such field".into())
        }
    };
}

fields! {
    CTag Depth EntityTag ScheduleTag header::Accept header::Allow header::Authorization header::Brief
    header::CalDavTimezones header::CalManagedId header::ContentDisposition header::ContentEncoding
    header::ContentLength header::ContentLocation header::Date header::Dav header::Destination header::Expect
    header::Expires header::If header::IfMatch header::IfModifiedSince header::IfNoneMatch header::IfRange
    header::IfScheduleTagMatch header::IfUnmodifiedSince header::Label header::LastModified header::Location
    header::LockToken header::MediaType header::MobileMeDavOptions header::Originator header::Overwrite
    header::Prefer header::PreferenceApplied header::PushDontNotify header::Range header::Recipient
    header::RetryAfter header::ScheduleReply header::ServerInfoToken header::SplitComponentUrl header::Timeout
    header::Topic header::Urgency header::UserAgent header::Vary header::WwwAuthenticate
}

/// Why a row is not held, or `None`.
fn fault(row: &Row) -> Option<String> {
    let Row { name, form, sample, note } = row;
    let hold = if note.is_empty() { Hold::Typed } else { Hold::Replaced };
    let body = |body: &str| fault_of_body(name, body, hold);
    match form.as_str() {
        "whole" => fault_of_body(name, sample, Hold::Whole),
        "body" => body(sample),
        "property" => body(&answer(sample)),
        "condition" => body(&format!("<D:error>{sample}</D:error>")),
        "resource-type" => body(&answer(&format!("<D:resourcetype>{sample}</D:resourcetype>"))),
        "privilege" => body(&answer(&format!(
            "<D:current-user-privilege-set><D:privilege>{sample}</D:privilege></D:current-user-privilege-set>"
        ))),
        "header" => {
            let (field, value) = sample.split_once(": ").expect("a field and its value");
            let is_named = name.local == field || name.local == *sample;
            if is_named { fault_of_header(field, value) } else { Some("another field".into()) }
        }
        "method" => match sample.parse::<Method>() {
            Ok(method) if !matches!(method, Method::Other(_)) && method.as_str() == name.local => None,
            other => Some(format!("{other:?}")),
        },
        "action" => match PostAction::from_query(sample) {
            Ok(Some(action)) if action.to_string() == *sample => None,
            other => Some(format!("{other:?}")),
        },
        "service" if *sample == service::WELL_KNOWN_PATH => None,
        "service" => match service::path_of_txt_record([sample]) {
            Some(path) if sample.ends_with(path.as_str()) => None,
            other => Some(format!("{other:?}")),
        },
        _ => Some("no such form".into()),
    }
}

#[test]
fn every_name_has_a_sample() {
    let (table, vocabulary) = (keys(XML_ELEMENTS), keys(VOCABULARY));
    assert_eq!(table.len(), ROWS);
    for (number, (expected, found)) in table.iter().zip(&vocabulary).enumerate() {
        assert_eq!(found, expected, "row {number}");
    }
    assert_eq!(vocabulary.len(), table.len());
}

#[test]
fn every_name_is_held() {
    let faults: BTreeMap<_, _> = rows()
        .iter()
        .filter_map(|row| Some(((row.name.to_string(), row.form.clone()), fault(row)?)))
        .collect();
    assert!(faults.is_empty(), "{} names are not held: {faults:#?}", faults.len());
}

/// A name that is met in another way says why, in words.
#[test]
fn what_has_no_word_of_its_own_has_a_note() {
    let rows = rows();
    for Row { name, form, note, .. } in &rows {
        assert!(form != "whole" || !note.is_empty(), "{name} has no note");
        assert!(note.is_empty() || note.split_whitespace().count() >= 5, "{name}: {note:?}");
    }
    let noted = rows.iter().filter(|row| !row.note.is_empty()).count();
    assert_eq!(noted, 18, "names that have no word of their own");
}

/// The check itself finds what is wrong.
#[test]
fn what_is_kept_as_a_name_is_a_fault() {
    let name = Name::new("http://example.com/ns", "rating");
    let fault = |name, form: &str, sample: &str| {
        fault(&Row { name, form: form.into(), sample: sample.into(), note: String::new() })
    };
    let rating = "<x:rating xmlns:x=\"http://example.com/ns\">5</x:rating>";
    assert!(fault(name.clone(), "property", rating).unwrap().starts_with("kept as a name"));
    let fault_of = |name: &str, sample| fault(Name::new("DAV:", name), "property", sample);
    assert!(fault_of("getetag", "<D:displayname>a</D:displayname>").unwrap().starts_with("not written"));
    assert!(fault_of("displayname", "<D:displayname>").is_some());
    assert_eq!(fault_of("displayname", "<D:displayname>a</D:displayname>"), None);
    let fault_of = |name: &str, form: &str, sample: &str| fault(Name::new("(http)", name), form, sample);
    assert!(fault_of("Depth", "header", "Depth: 2").is_some());
    assert!(fault_of("DAV: x", "header", "DAV: x").unwrap().starts_with("kept as text"));
    assert!(fault_of("EAT", "method", "EAT").is_some());
    assert!(fault_of("POST ?action=eat", "action", "action=eat").is_some());
}
