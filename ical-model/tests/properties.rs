//! Every property by its type: an example of the specifications is read, and written as it should be.

#![allow(clippy::unwrap_used, clippy::wildcard_imports, reason = "an unexpected failure ends the test")]

use std::collections::BTreeSet;

use ical_model::parameter::{
    CuType, Display, FbType, LanguageTag, PartStat, RelType, Related, Role, ScheduleAgent, StatusCode,
};
use ical_model::property::*;
use ical_model::value::{
    CalAddress, DateOrDateTime, Duration as DurationValue, Leniency, TzId as TzIdValue, Uri,
};
use ical_model::{
    Calendar, ParameterName, ParseLimits, ParseOptions, PropertyErrorKind, PropertyName, TypedProperty,
    registry,
};

/// A calendar of one line.
fn calendar(line: &str, options: &ParseOptions) -> Calendar<'static> {
    Calendar::parse_with(format!("BEGIN:VCALENDAR\r\n{line}\r\nEND:VCALENDAR\r\n").as_bytes(), options)
        .unwrap_or_else(|error| panic!("{line}: {error}"))
        .into_owned()
}

fn read<P: TypedProperty>(line: &str) -> Result<P, PropertyErrorKind> {
    let calendar = calendar(line, &ParseOptions::lenient());
    calendar.property::<P>().map(Option::unwrap).map_err(|error| error.kind().clone())
}

fn read_strictly<P: TypedProperty>(line: &str) -> Result<P, PropertyErrorKind> {
    let calendar = calendar(line, &ParseOptions::strict());
    calendar.property::<P>().map(Option::unwrap).map_err(|error| error.kind().clone())
}

fn written<P: TypedProperty>(property: &P) -> String {
    let mut calendar = calendar("X-FIRST:1", &ParseOptions::strict());
    calendar.root_mut().set(property).unwrap();
    let text = String::from_utf8(calendar.to_bytes().into_owned()).unwrap().replace("\r\n ", "");
    let line = text.lines().find(|line| line.to_ascii_uppercase().starts_with(P::NAME.as_str()));
    line.unwrap_or_else(|| panic!("no line in {text}")).to_owned()
}

/// Reads the line strictly, writes it, and reads what was written as the same; gives name and canonical line.
fn round_trip<P: TypedProperty + PartialEq + std::fmt::Debug>(line: &str) -> (PropertyName<'static>, String) {
    let property = read_strictly::<P>(line).unwrap_or_else(|kind| panic!("{line}: {kind}"));
    let written = written(&property);
    assert_eq!(read_strictly::<P>(&written).as_ref(), Ok(&property), "{line}: {written}");
    let definition = registry::definition(&P::NAME).unwrap();
    let of_value = [ParameterName::Value, ParameterName::Encoding, ParameterName::TzId];
    let mut known: BTreeSet<_> = P::PARAMETERS.iter().map(ParameterName::as_str).collect();
    for name in definition.parameters.iter().filter(|name| of_value.contains(name)) {
        assert!(known.insert(name.as_str()), "{name:?} belongs to the value of {:?}", P::NAME);
    }
    let defined: BTreeSet<_> = definition.parameters.iter().map(ParameterName::as_str).collect();
    assert_eq!(known, defined, "{:?}", P::NAME);
    (P::NAME, written)
}

macro_rules! examples {
    ($($section:literal $Type:ident: $line:expr $(=> $canonical:expr)?;)+) => {
        [$(($section, $line, {
            let canonical: &[&str] = &[$($canonical)?];
            canonical.first().copied().unwrap_or($line)
        }, round_trip::<$Type>($line))),+]
    };
}

#[test]
fn an_example_of_every_property() {
    let examples = examples! {
        "RFC 5545 §3.7.1" CalScale: "CALSCALE:GREGORIAN";
        "RFC 5545 §3.7.2" Method: "METHOD:REQUEST";
        "RFC 5545 §3.7.3" ProdId: "PRODID:-//ABC Corporation//NONSGML My Product//EN";
        "RFC 5545 §3.7.4" Version: "VERSION:2.0";
        "RFC 5545 §3.7.4" Version: "VERSION:1.0;2.0";
        "RFC 5545 §3.8.1.1" Attach: "ATTACH:CID:jsmith.part3.960817T083000.xyzMail@example.com";
        "RFC 5545 §3.8.1.1" Attach: "ATTACH;FMTTYPE=application/postscript:ftp://example.com/pub/reports/r-960812.ps";
        "RFC 5545 §3.1.3" Attach: "ATTACH;FMTTYPE=text/plain;ENCODING=BASE64;VALUE=BINARY:VGhlIHF1aWNrIGJyb3du"
            => "ATTACH;ENCODING=BASE64;VALUE=BINARY;FMTTYPE=text/plain:VGhlIHF1aWNrIGJyb3du";
        "RFC 8607 §3.4" Attach:
            "ATTACH;MANAGED-ID=97S;FMTTYPE=text/html;SIZE=59;FILENAME=agenda.html:https://cal.example.com/attach/64/34X22R"
            => "ATTACH;FMTTYPE=text/html;SIZE=59;FILENAME=agenda.html;MANAGED-ID=97S:https://cal.example.com/attach/64/34X22R";
        "RFC 5545 §3.8.1.2" Categories: "CATEGORIES:APPOINTMENT,EDUCATION";
        "RFC 5545 §3.8.1.3" Class: "CLASS:PUBLIC";
        "RFC 5545 §3.8.1.4" Comment: "COMMENT:The meeting really needs to include both ourselves and the customer.";
        "RFC 5545 §3.8.1.5" Description: "DESCRIPTION:Meeting to provide technical review for \"Phoenix\" design.\\nHappy Face Conference Room.";
        "RFC 5545 §3.8.1.6" Geo: "GEO:37.386013;-122.082932";
        "RFC 5545 §3.8.1.7" Location: "LOCATION;ALTREP=\"http://xyzcorp.com/conf-rooms/f123.vcf\":Conference Room - F123\\, Bldg. 002";
        "RFC 5545 §3.8.1.8" PercentComplete: "PERCENT-COMPLETE:39";
        "RFC 5545 §3.8.1.9" Priority: "PRIORITY:1";
        "RFC 5545 §3.8.1.10" Resources: "RESOURCES:EASEL,PROJECTOR,VCR";
        "RFC 5545 §3.8.1.10" Resources: "RESOURCES;LANGUAGE=fr:Nettoyeur haute pression";
        "RFC 5545 §3.8.1.11" Status: "STATUS:TENTATIVE";
        "RFC 5545 §3.8.1.12" Summary: "SUMMARY:Department Party";
        "RFC 5545 §3.8.2.1" Completed: "COMPLETED:19960401T150000Z";
        "RFC 5545 §3.8.2.2" DtEnd: "DTEND:19960401T150000Z";
        "RFC 5545 §3.8.2.2" DtEnd: "DTEND;VALUE=DATE:19980704";
        "RFC 5545 §3.8.2.3" Due: "DUE:19980430T000000Z";
        "RFC 5545 §3.8.2.4" DtStart: "DTSTART:19980118T073000Z";
        "RFC 5545 §3.3.5" DtStart: "DTSTART;TZID=America/New_York:19980119T020000";
        "RFC 5545 §3.8.2.5" Duration: "DURATION:PT1H0M0S" => "DURATION:PT1H";
        "RFC 5545 §3.8.2.6" FreeBusy: "FREEBUSY;FBTYPE=FREE:19970308T160000Z/PT3H,19970308T200000Z/PT1H";
        "RFC 5545 §3.8.2.7" Transp: "TRANSP:TRANSPARENT";
        "RFC 5545 §3.8.3.1" TzId: "TZID:America/New_York";
        "RFC 5545 §3.8.3.2" TzName: "TZNAME;LANGUAGE=fr-CA:HNE";
        "RFC 5545 §3.8.3.3" TzOffsetFrom: "TZOFFSETFROM:-0500";
        "RFC 5545 §3.8.3.4" TzOffsetTo: "TZOFFSETTO:+1345";
        "RFC 5545 §3.8.3.5" TzUrl: "TZURL:http://timezones.example.org/tz/America-Los_Angeles.ics";
        "RFC 5545 §3.8.4.1" Attendee:
            "ATTENDEE;ROLE=REQ-PARTICIPANT;DELEGATED-FROM=\"mailto:bob@example.com\";PARTSTAT=ACCEPTED;CN=Jane Doe:mailto:jdoe@example.com"
            => "ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;DELEGATED-FROM=\"mailto:bob@example.com\";CN=Jane Doe:mailto:jdoe@example.com";
        "RFC 5545 §3.2.11" Attendee:
            "ATTENDEE;MEMBER=\"mailto:projectA@example.com\",\"mailto:projectB@example.com\":mailto:janedoe@example.com";
        "RFC 6638 §7.3" Attendee: "ATTENDEE;SCHEDULE-STATUS=\"2.0,2.4\":mailto:bernard@example.com";
        "RFC 5545 §3.8.4.2" Contact: "CONTACT:Jim Dolittle\\, ABC Industries\\, +1-919-555-1234";
        "RFC 5545 §3.8.4.3" Organizer:
            "ORGANIZER;CN=JohnSmith;DIR=\"ldap://example.com:6666/o=DC%20Associates,c=US???(cn=John%20Smith)\":mailto:jsmith@example.com";
        "RFC 5545 §3.8.4.4" RecurrenceId: "RECURRENCE-ID;RANGE=THISANDFUTURE:19960120T120000Z";
        "RFC 5545 §3.8.4.4" RecurrenceId: "RECURRENCE-ID;VALUE=DATE:19960401";
        "RFC 5545 §3.8.4.5" RelatedTo: "RELATED-TO:jsmith.part7.19960817T083000.xyzMail@example.com";
        "RFC 9253 §9.1" RelatedTo:
            "RELATED-TO;VALUE=URI;RELTYPE=STARTTOFINISH:https://example.com/caldav/user/jb/cal/19960401-080045-4000F192713.ics";
        "RFC 5545 §3.8.4.6" Url: "URL:http://example.com/pub/calendars/jsmith/mytime.ics";
        "RFC 5545 §3.8.4.7" Uid: "UID:19960401T080045Z-4000F192713-0052@example.com";
        "RFC 5545 §3.8.5.1" ExDate: "EXDATE:19960402T010000Z,19960403T010000Z,19960404T010000Z";
        "RFC 5545 §3.8.5.2" RDate: "RDATE;TZID=America/New_York:19970714T083000";
        "RFC 5545 §3.8.5.2" RDate: "RDATE;VALUE=PERIOD:19960403T020000Z/19960403T040000Z,19960404T010000Z/PT3H";
        "RFC 5545 §3.8.5.2" RDate: "RDATE;VALUE=DATE:19970101,19970120,19970217,19970421";
        "RFC 5545 §3.8.5.3" RRule: "RRULE:FREQ=YEARLY;BYDAY=MO;BYWEEKNO=20";
        "RFC 2445 §4.8.5.2" ExRule: "EXRULE:FREQ=DAILY;COUNT=10";
        "RFC 5545 §3.8.6.1" Action: "ACTION:DISPLAY";
        "RFC 5545 §3.8.6.2" Repeat: "REPEAT:4";
        "RFC 5545 §3.8.6.3" Trigger: "TRIGGER:-PT15M";
        "RFC 5545 §3.8.6.3" Trigger: "TRIGGER;RELATED=END:PT5M";
        "RFC 5545 §3.8.6.3" Trigger: "TRIGGER;VALUE=DATE-TIME:19980101T050000Z";
        "RFC 5545 §3.8.7.1" Created: "CREATED:19960329T133000Z";
        "RFC 5545 §3.8.7.2" DtStamp: "DTSTAMP:19971210T080000Z";
        "RFC 5545 §3.8.7.3" LastModified: "LAST-MODIFIED:19960817T133000Z";
        "RFC 5545 §3.8.7.4" Sequence: "SEQUENCE:2";
        "RFC 5545 §3.8.8.3" RequestStatus: "REQUEST-STATUS:2.0;Success";
        "RFC 5545 §3.8.8.3" RequestStatus:
            "REQUEST-STATUS:2.8; Success\\, repeating event ignored. Scheduled as a single event.;RRULE:FREQ=WEEKLY\\;INTERVAL=2";
        "RFC 7986 §5.1" Name: "NAME:Company Vacation Days";
        "RFC 7986 §5.7" RefreshInterval: "REFRESH-INTERVAL;VALUE=DURATION:P1W";
        "RFC 7986 §5.8" Source: "SOURCE;VALUE=URI:https://example.com/holidays.ics";
        "RFC 7986 §5.9" Color: "COLOR:turquoise";
        "RFC 7986 §5.10" Image: "IMAGE;VALUE=URI;DISPLAY=BADGE;FMTTYPE=image/png:http://example.com/images/party.png"
            => "IMAGE;VALUE=URI;FMTTYPE=image/png;DISPLAY=BADGE:http://example.com/images/party.png";
        "RFC 7986 §5.11" Conference: "CONFERENCE;VALUE=URI;FEATURE=PHONE,MODERATOR;LABEL=Moderator dial-in:tel:+1-412-555-0123,,,654321";
        "RFC 7953 §5" BusyType: "BUSYTYPE:BUSY";
        "RFC 9073 §6.1" LocationType: "LOCATION-TYPE:airport,public";
        "RFC 9073 §6.2" ParticipantType: "PARTICIPANT-TYPE:SPEAKER";
        "RFC 9073 §6.3" ResourceType: "RESOURCE-TYPE:PROJECTOR";
        "RFC 9073 §6.4" CalendarAddress: "CALENDAR-ADDRESS:mailto:aimee@example.com";
        "RFC 9073 §6.5" StyledDescription: "STYLED-DESCRIPTION;VALUE=URI:http://example.org/desc001.html";
        "RFC 9073 §6.5" StyledDescription: "STYLED-DESCRIPTION;VALUE=TEXT;FMTTYPE=text/html;DERIVED=TRUE:<b>Hi</b>";
        "RFC 9073 §6.6" StructuredData:
            "STRUCTURED-DATA;FMTTYPE=application/ld+json;SCHEMA=\"https://schema.org/SportsEvent\";VALUE=TEXT:{\\n}\\n"
            => "STRUCTURED-DATA;VALUE=TEXT;FMTTYPE=application/ld+json;SCHEMA=\"https://schema.org/SportsEvent\":{\\n}\\n";
        "RFC 9074 §6.1" Acknowledged: "ACKNOWLEDGED:20090604T084500Z";
        "RFC 9074 §8.1" Proximity: "PROXIMITY:DEPART";
        "RFC 9253 §8.1" Concept: "CONCEPT:https://example.com/event-types/arts/music";
        "RFC 9253 §8.2" Link: "LINK;LINKREL=SOURCE;LABEL=Venue;VALUE=URI:https://example.com/events"
            => "LINK;VALUE=URI;LINKREL=SOURCE;LABEL=Venue:https://example.com/events";
        "RFC 9253 §8.2" Link:
            "LINK;LINKREL=\"https://example.com/linkrel/derivedFrom\";VALUE=URI:https://example.com/tasks/01234567-abcd1234.ics"
            => "LINK;VALUE=URI;LINKREL=\"https://example.com/linkrel/derivedFrom\":https://example.com/tasks/01234567-abcd1234.ics";
        "RFC 9253 §8.3" RefId: "REFID:itinerary-2014-11-17";
        "RFC 7808 §7.1" TzUntil: "TZUNTIL:20200101T000000Z";
        "RFC 7808 §7.2" TzIdAliasOf: "TZID-ALIAS-OF:America/New_York";
    };
    for (section, line, canonical, (_, written)) in &examples {
        assert_eq!(written, canonical, "{section}: {line}");
    }
    for definition in registry::definitions() {
        assert!(
            examples.iter().any(|(.., (name, _))| *name == definition.name),
            "no example of {:?}",
            definition.name
        );
    }
}

/// RFC 5545 §3.2.20 and the open points 36 and 38 of the tables.
#[test]
fn value_decides_the_type() {
    let not_a_type = |found: &str| Some(PropertyErrorKind::ValueType { found: found.to_owned() });
    assert_eq!(read::<DtStart>("DTSTART;VALUE=PERIOD:19980118T073000Z/PT1H").err(), not_a_type("PERIOD"));
    assert_eq!(read::<Summary>("SUMMARY;VALUE=URI:http://example.com").err(), not_a_type("URI"));
    assert!(read::<Summary>("SUMMARY;VALUE=text:Lunch").is_ok());
    assert!(read::<DtStart>("DTSTART;VALUE=DATE:19980118").unwrap().value.is_date());
    assert!(matches!(read::<DtStart>("DTSTART;VALUE=DATE-TIME:19980118"), Err(PropertyErrorKind::Value(_))));
    assert!(matches!(read::<Trigger>("TRIGGER;VALUE=DATE-TIME:-PT15M"), Err(PropertyErrorKind::Value(_))));
    assert!(matches!(read::<RelatedTo>("RELATED-TO:1").unwrap().value, Relative::Text(uid) if uid == "1"));
    assert_eq!(read::<RelatedTo>("RELATED-TO;VALUE=UID:1").unwrap().value.uid(), Some("1"));
}

/// RFC 5545 §3.2.20: eight digits without VALUE=DATE are read as the day they can only be.
#[test]
fn a_day_without_value_is_read_leniently() {
    let lenient = PropertyErrorKind::Lenient(Leniency::DateWithoutValueType);
    let start = read::<DtStart>("DTSTART:19980118").unwrap();
    assert!(start.value.is_date());
    assert_eq!(written(&start), "DTSTART;VALUE=DATE:19980118");
    assert_eq!(read_strictly::<DtStart>("DTSTART:19980118"), Err(lenient.clone()));
    assert!(read::<DtStart>("DTSTART;TZID=Europe/Vienna: 19980118").unwrap().value.is_date());
    let dates = read::<ExDate>("EXDATE:19980118,19980119").unwrap();
    assert!(dates.value.iter().all(DateOrDateTime::is_date));
    assert_eq!(read_strictly::<ExDate>("EXDATE:19980118,19980119"), Err(lenient));
    assert!(read::<RDate>("RDATE:19980118").unwrap().value.iter().all(|date| date.start().is_date()));

    let mixed = Err(PropertyErrorKind::MixedForms);
    assert_eq!(read::<ExDate>("EXDATE:19980118,19980119T070000Z"), mixed);
    for line in ["DTSTART:1998011", "DTSTART:1998-01-18", "DTSTART:19980230", "DTSTART:19980118T"] {
        assert!(matches!(read::<DtStart>(line), Err(PropertyErrorKind::Value(_))), "{line}");
    }
    // Only times are values of it.
    assert!(matches!(read::<Completed>("COMPLETED:19980118"), Err(PropertyErrorKind::Value(_))));
}

#[test]
fn missing_value_is_read_by_what_the_value_looks_like() {
    let uri = |value: &Attachment| matches!(value, Attachment::Uri(_));
    assert!(uri(&read::<Image>("IMAGE:http://example.com/images/party.png").unwrap().value));
    assert!(!uri(&read::<Image>("IMAGE;ENCODING=BASE64:AAABAA==").unwrap().value));
    assert!(!uri(&read::<Attach>("ATTACH;ENCODING=base64:AAABAA==").unwrap().value));
    assert!(matches!(read::<Link>("LINK:https://example.com/").unwrap().value, LinkTarget::Uri(_)));
    assert!(matches!(read::<Link>("LINK:not a URI").unwrap().value, LinkTarget::Uid(_)));
    let styled = |line: &str| read::<StyledDescription>(line).unwrap().value;
    assert!(matches!(styled("STYLED-DESCRIPTION:https://example.com/"), TextOrUri::Uri(_)));
    assert!(matches!(styled("STYLED-DESCRIPTION:note: https"), TextOrUri::Text(_)));
    assert!(matches!(styled("STYLED-DESCRIPTION;VALUE=TEXT:https://example.com/"), TextOrUri::Text(_)));
    let data = |line: &str| read::<StructuredData>(line).unwrap().value;
    assert!(matches!(data("STRUCTURED-DATA;ENCODING=BASE64:AAABAA=="), Data::Binary(_)));
    assert!(matches!(data("STRUCTURED-DATA:{}"), Data::Text(_)));
    for line in ["SOURCE:https://example.com/", "REFRESH-INTERVAL:P1W", "CONFERENCE:tel:+1", "IMAGE:cid:1"] {
        let strict = match line.split(':').next() {
            Some("SOURCE") => (read::<Source>(line).is_ok(), read_strictly::<Source>(line).err()),
            Some("IMAGE") => (read::<Image>(line).is_ok(), read_strictly::<Image>(line).err()),
            Some("CONFERENCE") => (read::<Conference>(line).is_ok(), read_strictly::<Conference>(line).err()),
            _ => (read::<RefreshInterval>(line).is_ok(), read_strictly::<RefreshInterval>(line).err()),
        };
        assert_eq!(strict, (true, Some(PropertyErrorKind::MissingValueType)), "{line}");
    }
}

/// RFC 5545 §3.2.19 and the open point 15 of the tables.
#[test]
fn tzid_belongs_to_local_times() {
    let zone = TzIdValue::from("Europe/Vienna");
    let start = |line: &str| read::<DtStart>(line).unwrap().value;
    assert_eq!(start("DTSTART;TZID=Europe/Vienna:20270102T090000").tzid(), Some(&zone));
    assert_eq!(start("DTSTART;TZID=Europe/Vienna:20270102T090000Z").tzid(), None);
    assert_eq!(start("DTSTART;TZID=Europe/Vienna;VALUE=DATE:20270102").tzid(), None);
    assert_eq!(start("DTSTART:20270102T090000").tzid(), None);
    let dates = read::<ExDate>("EXDATE;TZID=Europe/Vienna:20270102T090000,20270103T090000Z").unwrap().value;
    assert_eq!(dates.iter().map(DateOrDateTime::tzid).collect::<Vec<_>>(), [Some(&zone), None]);
}

#[test]
fn times_in_utc() {
    for line in ["DTSTAMP:19971210T080000", "DTSTAMP;TZID=Europe/Vienna:19971210T080000"] {
        assert_eq!(read::<DtStamp>(line), Err(PropertyErrorKind::NotUtc), "{line}");
    }
    let absolute = "TRIGGER;VALUE=DATE-TIME:19980101T050000";
    assert_eq!(read::<Trigger>(absolute), Err(PropertyErrorKind::NotUtc));
    assert!(Created::utc("19971210T080000".parse().unwrap()).is_err());
    for line in [
        "FREEBUSY:19970308T160000Z/PT3H,19970308T160000/PT3H",
        "FREEBUSY;TZID=Europe/Vienna:19970308T160000/PT3H",
        "FREEBUSY:19970308T160000Z/19970308T190000",
    ] {
        assert_eq!(read::<FreeBusy>(line), Err(PropertyErrorKind::NotUtc), "{line}");
    }
    assert_eq!(UtcPeriods::new([]), Err(PropertyErrorKind::MixedForms));
}

/// RFC 5545 §3.8.1.1: octets stand with both ENCODING=BASE64 and VALUE=BINARY.
#[test]
fn octets_without_value_are_read_leniently_alone() {
    let line = "ATTACH;ENCODING=BASE64:aGVsbG8=";
    assert_eq!(read_strictly::<Attach>(line), Err(PropertyErrorKind::MissingValueType));
    assert_eq!(written(&read::<Attach>(line).unwrap()), "ATTACH;ENCODING=BASE64;VALUE=BINARY:aGVsbG8=");
}

#[test]
fn folded_lines_read_as_one() {
    assert_eq!(read::<Summary>("SUMMARY:Bre\r\n ad").unwrap().value, "Bread");
    assert_eq!(read::<Summary>("SUMMARY:Bread\\, but\r\n ter").unwrap().value, "Bread, butter");
    assert_eq!(read::<Categories>("CATEGORIES:A\r\n B,C\\,\r\n D").unwrap().value, ["AB", "C,D"]);
    let attendee = read::<Attendee>("ATTENDEE;CN=Ja\r\n ne:mail\r\n to:a@example.com").unwrap();
    assert_eq!(
        (attendee.cn.as_deref(), Ok(attendee.value)),
        (Some("Jane"), CalAddress::mailto("a@example.com"))
    );
}

#[test]
fn numbers_have_bounds() {
    let out = |least, greatest, found| Some(PropertyErrorKind::OutOfRange { least, greatest, found });
    assert_eq!(read::<PercentComplete>("PERCENT-COMPLETE:100").unwrap().value.get(), 100);
    assert_eq!(read::<PercentComplete>("PERCENT-COMPLETE:101").err(), out(0, 100, 101));
    assert_eq!(read::<PercentComplete>("PERCENT-COMPLETE:-1").err(), out(0, 100, -1));
    assert_eq!(read::<Priority>("PRIORITY:9").unwrap().value.get(), 9);
    assert_eq!(read::<Priority>("PRIORITY:10").err(), out(0, 9, 10));
    assert_eq!(read::<Sequence>("SEQUENCE:-1").err(), out(0, i32::MAX, -1));
    assert_eq!(read::<Repeat>("REPEAT:-1").err(), out(0, i32::MAX, -1));
    assert!(read::<Geo>("GEO:90;-180").is_ok());
    assert_eq!(read::<Geo>("GEO:90.5;0").err(), out(-90, 90, 91));
    assert_eq!(read::<Geo>("GEO:0;-180.1").err(), out(-180, 180, -181));
}

#[test]
fn structured_values_have_their_parts() {
    let structure =
        |result: Option<PropertyErrorKind>| matches!(result, Some(PropertyErrorKind::Structure { .. }));
    for line in ["GEO:1", "GEO:1;2;3", "GEO:1,2"] {
        assert!(structure(read::<Geo>(line).err()), "{line}");
    }
    assert!(structure(read::<Version>("VERSION:1;2;3").err()));
    for line in ["REQUEST-STATUS:2.0", "REQUEST-STATUS:2;Success", "REQUEST-STATUS:2.0;a;b;c"] {
        assert!(structure(read::<RequestStatus>(line).err()), "{line}");
    }
    let status =
        read::<RequestStatus>("REQUEST-STATUS;LANGUAGE=en:3.1;Invalid\\; value;DTSTART:96-Apr-01").unwrap();
    assert_eq!(status.value.code, StatusCode::new(3, 1, None));
    assert_eq!(status.value.description, "Invalid; value");
    assert_eq!(status.value.data.as_deref(), Some("DTSTART:96-Apr-01"));
    assert_eq!(status.language, LanguageTag::new("en"));
}

#[test]
fn what_holds_when_nothing_is_said() {
    assert_eq!(Transp::default(), Transp::Opaque);
    assert_eq!(Class::default(), Class::Public);
    assert_eq!(CalScale::default(), CalScale::Gregorian);
    assert_eq!(BusyType::default(), BusyType::BusyUnavailable);
    assert_eq!(Repeat::default().value.get(), 0);
    assert_eq!(Sequence::default().value.get(), 0);
    assert_eq!(Priority::default().value.get(), 0);
    assert!(Version::default().value.is_2_0());
    assert_eq!(Related::default(), Related::Start);
    let image = read::<Image>("IMAGE;VALUE=URI:cid:1").unwrap();
    assert_eq!(image.effective_display(), [Display::Badge]);
    let busy = read::<FreeBusy>("FREEBUSY:19970308T160000Z/PT3H").unwrap();
    assert_eq!(busy.effective_fb_type(), FbType::Busy);
    let attendee = read::<Attendee>("ATTENDEE:mailto:jsmith@example.com").unwrap();
    assert!(!attendee.rsvp);
    assert_eq!(attendee.effective_cu_type(), CuType::Individual);
    assert_eq!(attendee.effective_role(), Role::ReqParticipant);
    assert_eq!(attendee.effective_part_stat(), PartStat::NeedsAction);
    assert_eq!(attendee.effective_schedule_agent(), ScheduleAgent::Server);
    assert_eq!(read::<RelatedTo>("RELATED-TO:1").unwrap().effective_rel_type(), RelType::Parent);
}

#[test]
fn names_that_nobody_knows() {
    assert_eq!(read::<Class>("CLASS:X-SECRET").unwrap().effective(), Class::Private);
    assert_eq!(read::<Class>("CLASS:x-secret").unwrap(), Class::Other("X-SECRET".to_owned()));
    assert_eq!(read::<Class>("CLASS:public").unwrap(), Class::Public);
    assert!(!read::<Status>("STATUS:PERHAPS").unwrap().is_known());
    let line = "ATTENDEE;CUTYPE=ROBOT;ROLE=X-CHIEF;PARTSTAT=MAYBE;SCHEDULE-AGENT=PIGEON:mailto:a@example.com";
    let attendee = read::<Attendee>(line).unwrap();
    assert_eq!(attendee.role, Some(Role::Other("X-CHIEF".to_owned())));
    assert_eq!(attendee.effective_cu_type(), CuType::Unknown);
    assert_eq!(attendee.effective_role(), Role::ReqParticipant);
    assert_eq!(attendee.effective_part_stat(), PartStat::NeedsAction);
    assert_eq!(attendee.effective_schedule_agent(), ScheduleAgent::None);
}

#[test]
fn closed_sets_of_parameters() {
    for (line, name, found) in [
        ("ATTENDEE;RSVP=YES:mailto:a@example.com", "RSVP", "YES"),
        ("ATTENDEE;RSVP=TRUE,FALSE:mailto:a@example.com", "RSVP", "TRUE"),
    ] {
        let expected = PropertyErrorKind::ParameterValue { name, found: found.to_owned() };
        assert_eq!(read::<Attendee>(line), Err(expected), "{line}");
    }
    assert!(read::<Attendee>("ATTENDEE;RSVP=true:mailto:a@example.com").unwrap().rsvp);
    let unfit =
        |result: Option<PropertyErrorKind>| matches!(result, Some(PropertyErrorKind::ParameterValue { .. }));
    assert!(unfit(read::<RecurrenceId>("RECURRENCE-ID;RANGE=THISANDPRIOR:19960120T120000Z").err()));
    assert!(unfit(read::<Trigger>("TRIGGER;RELATED=MIDDLE:-PT15M").err()));
    assert!(unfit(read::<Attach>("ATTACH;ENCODING=QUOTED-PRINTABLE:cid:1").err()));
}

#[test]
fn parameters_that_are_not_of_their_type() {
    let line = "SUMMARY;LANGUAGE=en_US:Lunch";
    assert_eq!(read::<Summary>(line).unwrap().language, None);
    assert!(matches!(read_strictly::<Summary>(line), Err(PropertyErrorKind::ParameterValue { .. })));
    let line = "ATTENDEE;SENT-BY=\"jane@example.com\":mailto:a@example.com";
    assert_eq!(read::<Attendee>(line).unwrap().sent_by, CalAddress::mailto("jane@example.com").ok());
    assert_eq!(
        read_strictly::<Attendee>(line).err(),
        Some(PropertyErrorKind::Lenient(Leniency::CalAddressMailto))
    );
}

#[test]
fn the_first_parameter_of_a_name_counts() {
    let attendee = read::<Attendee>("ATTENDEE;CN=First;CN=Second:mailto:a@example.com").unwrap();
    assert_eq!(attendee.cn.as_deref(), Some("First"));
}

#[test]
fn lists_are_bounded() {
    let mut limits = ParseLimits::default();
    limits.list_values = 2;
    let options = ParseOptions::lenient().with_limits(limits);
    let read = |line| calendar(line, &options).property::<Categories>().map(|found| found.unwrap().value);
    assert_eq!(read("CATEGORIES:a\\,b,c").unwrap(), ["a,b", "c"]);
    let error = read("CATEGORIES:a,b,c").unwrap_err();
    assert!(matches!(error.kind(), PropertyErrorKind::LimitExceeded { maximum: 2, .. }), "{error}");
}

#[test]
fn values_of_one_form() {
    let times =
        |texts: &[&str]| -> Vec<DateOrDateTime> { texts.iter().map(|text| text.parse().unwrap()).collect() };
    let zoned = |text: &str| text.parse::<DateOrDateTime>().unwrap().with_tzid("Europe/Vienna".into());
    for (case, values, expected) in [
        ("days", times(&["20270101", "20270102"]), true),
        ("UTC", times(&["20270101T000000Z", "20270102T000000Z"]), true),
        ("UTC and local", times(&["20270101T000000Z", "20270102T000000"]), true),
        ("UTC and a zone", vec![times(&["20270101T000000Z"]).remove(0), zoned("20270101T000000")], true),
        ("a day and a time", times(&["20270101", "20270102T000000Z"]), false),
        ("floating and a zone", vec![times(&["20270101T000000"]).remove(0), zoned("20270101T000000")], false),
        ("nothing", Vec::new(), false),
    ] {
        let made = OneForm::new(values);
        assert_eq!(made.is_ok(), expected, "{case}");
        if let Ok(made) = made {
            let property = ExDate::from(made);
            assert_eq!(read_strictly::<ExDate>(&written(&property)), Ok(property), "{case}");
        }
    }
}

#[test]
fn an_error_has_its_place() {
    let line = "EXDATE:19960402T010000Z,1996";
    let calendar = calendar(line, &ParseOptions::lenient());
    let error = calendar.property::<ExDate>().unwrap_err();
    assert_eq!((error.position().line, error.position().column), (2, 29));
    let unfit = self::calendar("TRIGGER;RELATED=MIDDLE:-PT15M", &ParseOptions::lenient());
    assert_eq!(unfit.property::<Trigger>().unwrap_err().position().column, 9);
}

/// What `set` replaces keeps the parameters that the type does not know.
#[test]
fn other_parameters_stay() {
    let mut calendar = calendar("SUMMARY;X-A=1;LANGUAGE=en:Lunch", &ParseOptions::strict());
    calendar.root_mut().set(&Summary::from("Dinner")).unwrap();
    let text = String::from_utf8(calendar.to_bytes().into_owned()).unwrap();
    assert!(text.contains("\r\nSUMMARY;X-A=1:Dinner\r\n"), "{text}");
}

#[test]
fn css3_colors() {
    for (name, expected) in
        [("turquoise", true), ("LightGoldenrodYellow", true), ("#ff0000", false), ("", false)]
    {
        assert_eq!(Color::from(name).is_css3(), expected, "{name}");
    }
}

#[test]
fn properties_are_made_of_their_parts() -> Result<(), Box<dyn std::error::Error>> {
    let mut attach = Attach::from("cid:1".parse::<Uri<'static>>()?);
    attach.filename = Some("a;b.txt".to_owned());
    assert_eq!(written(&attach), "ATTACH;FILENAME=\"a;b.txt\":cid:1");
    assert_eq!(written(&Trigger::before_start("-PT15M".parse::<DurationValue>()?)), "TRIGGER:-PT15M");
    assert_eq!(written(&RelatedTo::from("1@example.com")), "RELATED-TO:1@example.com");
    Ok(())
}
