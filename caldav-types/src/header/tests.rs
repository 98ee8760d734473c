use std::collections::BTreeSet;
use std::fmt::Debug;

use http::{HeaderMap, HeaderValue};

use super::*;
use crate::{CTag, Depth, EntityTag, ScheduleTag};

/// Rows of section, text and how the value is written; `None` where the text is no value of the field.
pub(crate) fn assert_forms<H: Header + Debug>(rows: &[(&str, &str, Option<&str>)]) {
    for (section, text, written) in rows {
        let value = text.parse::<H>();
        assert_eq!(value.as_ref().ok().map(ToString::to_string).as_deref(), *written, "{section}: {text:?}");
        let Ok(value) = value else { continue };
        let mut headers = HeaderMap::new();
        value.write(&mut headers).unwrap();
        let again = H::read(&headers).unwrap().unwrap();
        assert_eq!(again.to_string(), value.to_string(), "{section}: read again");
    }
}

#[test]
fn table_of_fields_is_covered() {
    const XML_ELEMENTS: &str = include_str!("../../spec/xml-elements.csv");
    let known: BTreeSet<&str> = [
        Accept::NAME,
        Allow::NAME,
        Authorization::NAME,
        Brief::NAME,
        CTag::NAME,
        CalDavTimezones::NAME,
        CalManagedId::NAME,
        ContentDisposition::NAME,
        ContentEncoding::NAME,
        ContentLength::NAME,
        ContentLocation::NAME,
        Date::NAME,
        Dav::NAME,
        Depth::NAME,
        Destination::NAME,
        EntityTag::NAME,
        Expect::NAME,
        Expires::NAME,
        If::NAME,
        IfMatch::NAME,
        IfModifiedSince::NAME,
        IfNoneMatch::NAME,
        IfRange::NAME,
        IfScheduleTagMatch::NAME,
        IfUnmodifiedSince::NAME,
        Label::NAME,
        LastModified::NAME,
        Location::NAME,
        LockToken::NAME,
        MediaType::NAME,
        MobileMeDavOptions::NAME,
        Originator::NAME,
        Overwrite::NAME,
        Prefer::NAME,
        PreferenceApplied::NAME,
        PushDontNotify::NAME,
        Range::NAME,
        Recipient::NAME,
        RetryAfter::NAME,
        ScheduleReply::NAME,
        ScheduleTag::NAME,
        ServerInfoToken::NAME,
        SplitComponentUrl::NAME,
        Timeout::NAME,
        Topic::NAME,
        Urgency::NAME,
        UserAgent::NAME,
        Vary::NAME,
        WwwAuthenticate::NAME,
    ]
    .into();
    let mut of_the_table = BTreeSet::new();
    for row in csv::Reader::from_reader(XML_ELEMENTS.as_bytes()).into_records() {
        let row = row.unwrap();
        if &row[2] != "header" {
            continue;
        }
        match row[1].split_once(": ") {
            Some(("DAV", class)) => {
                let class: ComplianceClass = class.parse().unwrap();
                assert!(!matches!(class, ComplianceClass::Other(_)), "{class}");
            }
            Some(("Prefer", preference)) => {
                assert_eq!(preference.parse::<Prefer>().unwrap().to_string(), preference);
            }
            Some(_) => panic!("{row:?}"),
            // These two are an address and a record of the domain name system.
            None if row[1].starts_with(['/', '_']) => {}
            None => {
                of_the_table.insert(row[1].to_owned());
            }
        }
    }
    assert_eq!(known.into_iter().collect::<BTreeSet<_>>(), of_the_table.iter().map(String::as_str).collect());
}

#[test]
fn several_fields_of_a_name() {
    let mut headers = HeaderMap::new();
    assert_eq!(Depth::read(&headers), Ok(None));
    headers.append("depth", HeaderValue::from_static("1"));
    headers.append("depth", HeaderValue::from_static(" 1 "));
    assert_eq!(Depth::read(&headers), Ok(Some(Depth::One)), "the same twice");
    headers.append("depth", HeaderValue::from_static("0"));
    let error = Depth::read(&headers).unwrap_err();
    assert_eq!(error.kind(), &HeaderErrorKind::Repeated);
    assert_eq!(error.to_string(), "Depth: expected one value, found several that differ");

    headers.append("dav", HeaderValue::from_static("1, 2,"));
    headers.append("dav", HeaderValue::from_static("calendar-access"));
    let dav = Dav::read(&headers).unwrap().unwrap();
    assert_eq!(dav.to_string(), "1, 2, calendar-access", "RFC 9110 5.3");
}

#[test]
fn octets_that_are_no_text() {
    let mut headers = HeaderMap::new();
    headers.append("etag", HeaderValue::from_bytes(b"\"a\xFF\"").unwrap());
    let error = EntityTag::read(&headers).unwrap_err();
    assert_eq!((error.kind(), error.position()), (&HeaderErrorKind::Octets, 2));
    assert!(Label("a\nb".into()).write(&mut headers).is_err(), "a line end would begin another field");
    assert!(!headers.contains_key("label"));
}

#[test]
fn sentences_help() {
    for (error, expected) in [
        (
            "x".parse::<Depth>().unwrap_err(),
            "Depth: expected \"0\", \"1\" or \"infinity\" at octet 0, found \"x\"",
        ),
        (
            "<a>".parse::<If>().unwrap_err(),
            "If: expected a list in \"(\" and \")\" at octet 3, found the end",
        ),
    ] {
        assert_eq!(error.to_string(), expected);
    }
}

#[test]
fn long_values_take_no_more_than_their_length() {
    let many = |text: &str| text.repeat(200_000);
    assert!(many("(").parse::<If>().is_err());
    assert!(format!("({})", many("<x:y>")).parse::<If>().is_ok());
    assert!(many("([\"a\"])").parse::<If>().is_ok());
    assert!(many("\"a, ").parse::<IfMatch>().is_ok());
    assert!(many("W/\"").parse::<IfNoneMatch>().is_ok());
    assert!(format!("a/b{}", many(";c=d")).parse::<MediaType>().is_err());
    assert!(many("a/b;q=0.1,").parse::<Accept>().is_ok());
    assert!(many("a,").parse::<Dav>().is_ok());
    assert!(many("a b=\"c\",").parse::<WwwAuthenticate>().is_ok());
    assert!(many("a=\"b").parse::<Prefer>().is_err());
    assert!(many("0-1,").parse::<Range>().is_err());
    assert!(many("1").parse::<RetryAfter>().is_ok());
    assert!(many("é").parse::<HttpDate>().is_err());
    assert_eq!(UserAgent(many("(a ")).products().count(), 0);
}

#[cfg(feature = "serde")]
#[test]
fn serialized_as_text() {
    let prefer: Prefer = "return=minimal, depth-noroot".parse().unwrap();
    let json =
        serde_json::to_string(&(&prefer, Depth::Infinity, "\"1\"".parse::<EntityTag>().unwrap())).unwrap();
    assert_eq!(json, r#"["return=minimal, depth-noroot","infinity","\"1\""]"#);
    let (again, _, _): (Prefer, Depth, EntityTag) = serde_json::from_str(&json).unwrap();
    assert_eq!(again, prefer);
    assert!(serde_json::from_str::<Depth>("\"2\"").is_err());
}
