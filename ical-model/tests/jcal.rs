//! jCal against RFC 7265: its examples, what it forbids, both ways and back.

#![cfg(feature = "serde")]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use ical_model::jcal::{self, JcalDiagnosticKind, JcalErrorKind, JcalOptions, Malformed};
use ical_model::value::{Float, Leniency, Recur, ValueType};
use ical_model::{
    Calendar, CalendarStream, Component, Limit, ParameterName, ParseLimits, ParseOptions, Property,
    PropertyName,
};
use serde_json::Value as Json;

const LEAVE_OUT: fn() -> JcalOptions = || JcalOptions::default().with_malformed(Malformed::LeaveOut);

/// A calendar with these lines.
fn calendar(lines: &str) -> String {
    format!("BEGIN:VCALENDAR\r\n{lines}END:VCALENDAR\r\n")
}

/// A calendar with this property.
fn jcal(property: &str) -> String {
    format!(r#"["vcalendar",[{property}],[]]"#)
}

fn parse(json: &str) -> Json {
    serde_json::from_str(json).unwrap_or_else(|error| panic!("{error}: {json}"))
}

fn to_json(bytes: &[u8]) -> String {
    let stream = CalendarStream::parse(bytes).expect("a stream");
    jcal::to_json(&stream, &JcalOptions::default()).unwrap_or_else(|error| panic!("{error}")).json
}

fn from_json(json: &str) -> String {
    let stream = jcal::from_json(json.as_bytes()).unwrap_or_else(|error| panic!("{error}: {json}"));
    let bytes = stream.to_bytes().into_owned();
    CalendarStream::parse_with(&bytes, &ParseOptions::strict()).expect("what comes out parses strictly");
    String::from_utf8(bytes).expect("UTF-8")
}

/// Lines and properties that are each other's form: the section, the line, the property.
const BOTH_WAYS: &[(&str, &str, &str)] = &[
    ("3.1 escapes", r"COMMENT:a\, b\; c\\ d\ne", r#"["comment",{},"text","a, b; c\\ d\ne"]"#),
    ("3.1 numbers", "PRIORITY:0", r#"["priority",{},"integer",0]"#),
    ("3.4 example", "SUMMARY:Meeting with Fred", r#"["summary",{},"text","Meeting with Fred"]"#),
    ("3.4 example", "CATEGORIES:Meetings,Work", r#"["categories",{},"text","Meetings","Work"]"#),
    ("3.4 escaped comma", r"CATEGORIES:a\,b,c", r#"["categories",{},"text","a,b","c"]"#),
    ("3.4 empty values", "CATEGORIES:,", r#"["categories",{},"text","",""]"#),
    ("3.4.1.1 example", "GEO:37.386013;-122.082932", r#"["geo",{},"float",[37.386013,-122.082932]]"#),
    ("3.4.1.2 example", "REQUEST-STATUS:2.0;Success", r#"["request-status",{},"text",["2.0","Success"]]"#),
    (
        "3.4.1.2 example",
        "REQUEST-STATUS:3.7;Invalid calendar user;ATTENDEE:mailto:jsmith@example.org",
        r#"["request-status",{},"text",["3.7","Invalid calendar user","ATTENDEE:mailto:jsmith@example.org"]]"#,
    ),
    ("3.4.1.2 escapes", r"REQUEST-STATUS:2.0;a\;b", r#"["request-status",{},"text",["2.0","a;b"]]"#),
    ("RFC 5545 3.7.4", "VERSION:2.0", r#"["version",{},"text","2.0"]"#),
    ("RFC 5545 3.7.4 range", "VERSION:1.0;2.0", r#"["version",{},"text","1.0;2.0"]"#),
    (
        "3.5 example",
        "ATTENDEE;PARTSTAT=ACCEPTED;RSVP=TRUE;ROLE=REQ-PARTICIPANT:mailto:jsmith@example.org",
        r#"["attendee",{"partstat":"ACCEPTED","rsvp":"TRUE","role":"REQ-PARTICIPANT"},"cal-address","mailto:jsmith@example.org"]"#,
    ),
    (
        "3.5 case of the value",
        "ATTENDEE;PARTSTAT=accepted:mailto:a@b.example",
        r#"["attendee",{"partstat":"accepted"},"cal-address","mailto:a@b.example"]"#,
    ),
    (
        "3.5.2 example",
        "ATTENDEE;DELEGATED-TO=\"mailto:jdoe@example.org\",\"mailto:jqpublic@example.org\":mailto:jsmith@example.org",
        r#"["attendee",{"delegated-to":["mailto:jdoe@example.org","mailto:jqpublic@example.org"]},"cal-address","mailto:jsmith@example.org"]"#,
    ),
    (
        "3.5.2 example",
        "ATTENDEE;DELEGATED-TO=\"mailto:jdoe@example.org\":mailto:jsmith@example.org",
        r#"["attendee",{"delegated-to":"mailto:jdoe@example.org"},"cal-address","mailto:jsmith@example.org"]"#,
    ),
    ("3.5.2 quotes", "COMMENT;X-A=\"a,b\",c:d", r#"["comment",{"x-a":["a,b","c"]},"text","d"]"#),
    (
        "RFC 6868 3.1 example",
        "ATTENDEE;CN=George Herman ^'Babe^' Ruth:mailto:babe@example.com",
        r#"["attendee",{"cn":"George Herman \"Babe\" Ruth"},"cal-address","mailto:babe@example.com"]"#,
    ),
    ("RFC 6868 3", "COMMENT;X-A=a^nb^^c:d", r#"["comment",{"x-a":"a\nb^c"},"text","d"]"#),
    (
        "3.6.1 example",
        "ATTACH;ENCODING=BASE64;VALUE=BINARY:SGVsbG8gV29ybGQh",
        r#"["attach",{"encoding":"BASE64"},"binary","SGVsbG8gV29ybGQh"]"#,
    ),
    ("3.6.2 example", "X-NON-SMOKING;VALUE=BOOLEAN:TRUE", r#"["x-non-smoking",{},"boolean",true]"#),
    (
        "3.6.3 example",
        "ATTENDEE:mailto:kewisch@example.com",
        r#"["attendee",{},"cal-address","mailto:kewisch@example.com"]"#,
    ),
    ("3.6.4 example", "DTSTART;VALUE=DATE:20110517", r#"["dtstart",{},"date","2011-05-17"]"#),
    ("3.6.5 example", "DTSTART:20121017T120000", r#"["dtstart",{},"date-time","2012-10-17T12:00:00"]"#),
    ("3.6.5 example", "DTSTAMP:20121017T120000Z", r#"["dtstamp",{},"date-time","2012-10-17T12:00:00Z"]"#),
    (
        "3.6.5 example",
        "DTEND;TZID=Europe/Berlin:20111017T130000",
        r#"["dtend",{"tzid":"Europe/Berlin"},"date-time","2011-10-17T13:00:00"]"#,
    ),
    ("3.6.5 leap second", "DTSTAMP:20161231T235960Z", r#"["dtstamp",{},"date-time","2016-12-31T23:59:60Z"]"#),
    ("3.6.6 example", "DURATION:P1D", r#"["duration",{},"duration","P1D"]"#),
    ("3.6.7 example", "X-GRADE;VALUE=FLOAT:1.3", r#"["x-grade",{},"float",1.3]"#),
    (
        "3.6.7 more digits than 64 bits hold",
        "X-GRADE;VALUE=FLOAT:1000000.00000010000000000000000001",
        r#"["x-grade",{},"float",1000000.00000010000000000000000001]"#,
    ),
    ("3.6.8 example", "PERCENT-COMPLETE:42", r#"["percent-complete",{},"integer",42]"#),
    ("3.6.8 lowest", "X-A;VALUE=INTEGER:-2147483648", r#"["x-a",{},"integer",-2147483648]"#),
    (
        "3.6.9 example",
        "FREEBUSY;FBTYPE=FREE:19970308T160000Z/P1D",
        r#"["freebusy",{"fbtype":"FREE"},"period",["1997-03-08T16:00:00Z","P1D"]]"#,
    ),
    (
        "3.6.9 several, with an end",
        "FREEBUSY:19970308T160000Z/PT3H,19970308T200000Z/19970308T210000Z",
        r#"["freebusy",{},"period",["1997-03-08T16:00:00Z","PT3H"],["1997-03-08T20:00:00Z","1997-03-08T21:00:00Z"]]"#,
    ),
    (
        "3.6.10 example 1",
        "RRULE:FREQ=YEARLY;COUNT=5;BYDAY=-1SU,2MO;BYMONTH=10",
        r#"["rrule",{},"recur",{"freq":"YEARLY","count":5,"byday":["-1SU","2MO"],"bymonth":10}]"#,
    ),
    (
        "3.6.10 example 2",
        "RRULE:FREQ=MONTHLY;UNTIL=20131001;INTERVAL=2;BYMONTHDAY=1,15,-1",
        r#"["rrule",{},"recur",{"freq":"MONTHLY","until":"2013-10-01","interval":2,"bymonthday":[1,15,-1]}]"#,
    ),
    (
        "3.6.10 every part",
        "RRULE:FREQ=YEARLY;UNTIL=20131001T000000Z;BYSECOND=0,59;BYMINUTE=1;BYHOUR=2;BYDAY=MO;BYMONTHDAY=-1;BYYEARDAY=366;BYWEEKNO=-53;BYMONTH=1,2;BYSETPOS=-1;WKST=SU",
        r#"["rrule",{},"recur",{"freq":"YEARLY","until":"2013-10-01T00:00:00Z","bysecond":[0,59],"byminute":1,"byhour":2,"byday":"MO","bymonthday":-1,"byyearday":366,"byweekno":-53,"bymonth":[1,2],"bysetpos":-1,"wkst":"SU"}]"#,
    ),
    (
        "3.6.10 case is kept",
        "RRULE:FREQ=weekly;WKST=su",
        r#"["rrule",{},"recur",{"freq":"weekly","wkst":"su"}]"#,
    ),
    (
        "3.6.10 64 bits",
        "RRULE:FREQ=DAILY;COUNT=18446744073709551615",
        r#"["rrule",{},"recur",{"freq":"DAILY","count":18446744073709551615}]"#,
    ),
    (
        "3.6.10 an unknown part",
        "RRULE:FREQ=DAILY;X-PART=a,b",
        r#"["rrule",{},"recur",{"freq":"DAILY","x-part":"a,b"}]"#,
    ),
    ("3.6.10 EXRULE", "EXRULE:FREQ=DAILY", r#"["exrule",{},"recur",{"freq":"DAILY"}]"#),
    (
        "3.6.10 a rule with a fault",
        "RRULE:FREQ=WEEKLY;BYMONTHDAY=1",
        r#"["rrule",{},"recur",{"freq":"WEEKLY","bymonthday":1}]"#,
    ),
    (
        "RFC 7529 9 leap months",
        "RRULE:FREQ=YEARLY;RSCALE=Chinese;BYMONTH=4,5L;SKIP=backward",
        r#"["rrule",{},"recur",{"freq":"YEARLY","rscale":"Chinese","bymonth":[4,"5L"],"skip":"backward"}]"#,
    ),
    ("3.6.11 example", r"COMMENT:hello\, world", r#"["comment",{},"text","hello, world"]"#),
    ("3.6.12 example", "X-TIME-LOCAL;VALUE=TIME:123000", r#"["x-time-local",{},"time","12:30:00"]"#),
    ("3.6.12 example", "X-TIME-UTC;VALUE=TIME:123000Z", r#"["x-time-utc",{},"time","12:30:00Z"]"#),
    (
        "3.6.12 example",
        "X-TIME-OFFSET;TZID=Europe/Berlin;VALUE=TIME:123000",
        r#"["x-time-offset",{"tzid":"Europe/Berlin"},"time","12:30:00"]"#,
    ),
    (
        "3.6.13 example",
        "TZURL:http://example.org/tz/Europe-Berlin.ics",
        r#"["tzurl",{},"uri","http://example.org/tz/Europe-Berlin.ics"]"#,
    ),
    (
        "3.6.13 a comma is part of it",
        "URL:http://example.org/a,b;c",
        r#"["url",{},"uri","http://example.org/a,b;c"]"#,
    ),
    ("3.6.14 example", "TZOFFSETFROM:-0500", r#"["tzoffsetfrom",{},"utc-offset","-05:00"]"#),
    ("3.6.14 example", "TZOFFSETTO:+1245", r#"["tzoffsetto",{},"utc-offset","+12:45"]"#),
    ("3.6.14 seconds", "TZOFFSETTO:+055001", r#"["tzoffsetto",{},"utc-offset","+05:50:01"]"#),
    ("3.7 example", "X-FOO;X-BAR=1:2", r#"["x-foo",{"x-bar":"1"},"unknown","2"]"#),
    (
        "5.3 example",
        "X-COMPLAINT-DEADLINE:20110512T120000Z",
        r#"["x-complaint-deadline",{},"unknown","20110512T120000Z"]"#,
    ),
    (
        "5.3 example",
        r"X-COFFEE-DATA:Stenophylla;Guinea\,Africa",
        r#"["x-coffee-data",{},"unknown","Stenophylla;Guinea\\,Africa"]"#,
    ),
    ("5.3 example", "PERCENT-COMPLETE:95", r#"["percent-complete",{},"integer",95]"#),
    (
        "5.3 example",
        "DTSTART;X-SLACK=30.3;VALUE=DATE:20110512",
        r#"["dtstart",{"x-slack":"30.3"},"date","2011-05-12"]"#,
    ),
    (
        "5 a default type is left off",
        "RDATE:20110512T000000,20110513T000000",
        r#"["rdate",{},"date-time","2011-05-12T00:00:00","2011-05-13T00:00:00"]"#,
    ),
    ("5 a type nobody knows", "X-A;VALUE=X-FORM:a;b\\,c", r#"["x-a",{},"x-form","a;b\\,c"]"#),
    (
        "5 several of a known type",
        "X-A;VALUE=DATE:20110512,20110513",
        r#"["x-a",{},"date","2011-05-12","2011-05-13"]"#,
    ),
    ("RFC 7986 5.11 no default", "CONFERENCE;VALUE=URI:tel:1", r#"["conference",{},"uri","tel:1"]"#),
    ("RFC 7986 5.11 no default", "CONFERENCE:tel:1", r#"["conference",{},"unknown","tel:1"]"#),
    (
        "RFC 9253 8.2 example",
        "LINK;LINKREL=SOURCE;VALUE=UID:01-2345-6789",
        r#"["link",{"linkrel":"SOURCE"},"uid","01-2345-6789"]"#,
    ),
    (
        "RFC 9253 7",
        "LINK;LINKREL=SOURCE;VALUE=XML-REFERENCE:https://example.com/a.xml#xpointer(b[1])",
        r#"["link",{"linkrel":"SOURCE"},"xml-reference","https://example.com/a.xml#xpointer(b[1])"]"#,
    ),
    (
        "5.1 an encoded unknown value",
        "X-A;ENCODING=BASE64:SGk=",
        r#"["x-a",{"encoding":"BASE64"},"unknown","SGk="]"#,
    ),
];

#[test]
fn a_property_both_ways() {
    for (section, line, property) in BOTH_WAYS {
        let bytes = calendar(&format!("{line}\r\n"));
        let json = jcal(property);
        assert_eq!(to_json(bytes.as_bytes()), json, "{section}: {line}");
        let unfolded = from_json(&json).replace("\r\n ", "");
        assert_eq!(unfolded, bytes, "{section}: {property}");
    }
}

/// Lines that become the same as others do: the section, the line, the property, and the line that comes back.
#[test]
fn spellings_of_icalendar() {
    for (section, line, property, back) in [
        ("3.1 folds", "SUMM\r\n ARY:a\r\n\tb", r#"["summary",{},"text","ab"]"#, "SUMMARY:ab"),
        ("3.1 a sign and zeros", "PRIORITY:+007", r#"["priority",{},"integer",7]"#, "PRIORITY:7"),
        ("3.1 a sign and zeros", "GEO:+037.50;-00.0", r#"["geo",{},"float",[37.50,-0.0]]"#, "GEO:37.50;-0.0"),
        (
            "3.3, 3.4 case",
            "dtStart;tzId=A:20110517T000000",
            r#"["dtstart",{"tzid":"A"},"date-time","2011-05-17T00:00:00"]"#,
            "DTSTART;TZID=A:20110517T000000",
        ),
        (
            "3.5.1 the default in full",
            "DTSTART;VALUE=date-time:20110517T000000",
            r#"["dtstart",{},"date-time","2011-05-17T00:00:00"]"#,
            "DTSTART:20110517T000000",
        ),
        (
            "3.4.1.2 no data",
            "REQUEST-STATUS:2.0;Success;",
            r#"["request-status",{},"text",["2.0","Success"]]"#,
            "REQUEST-STATUS:2.0;Success",
        ),
        (
            "3.5.2 the same parameter again",
            "COMMENT;X-A=1;x-a=2,3:b",
            r#"["comment",{"x-a":["1","2","3"]},"text","b"]"#,
            "COMMENT;X-A=1,2,3:b",
        ),
        (
            "an empty parameter",
            "COMMENT;;X-A=1:b",
            r#"["comment",{"x-a":"1"},"text","b"]"#,
            "COMMENT;X-A=1:b",
        ),
        (
            "3.1 ENCODING of a text",
            "COMMENT;ENCODING=BASE64:YSxiXG4KYw==",
            r#"["comment",{},"text","a,b\\n\nc"]"#,
            r"COMMENT:a\,b\\n\nc",
        ),
        (
            "3.1 ENCODING of a date",
            "DTSTART;ENCODING=base64;VALUE=DATE:MjAxMTA1MTc=",
            r#"["dtstart",{},"date","2011-05-17"]"#,
            "DTSTART;VALUE=DATE:20110517",
        ),
        (
            "3.6.10 order of parts",
            "RRULE:COUNT=2;FREQ=DAILY",
            r#"["rrule",{},"recur",{"freq":"DAILY","count":2}]"#,
            "RRULE:FREQ=DAILY;COUNT=2",
        ),
        ("3.6.11 a bare comma", "SUMMARY:a, b", r#"["summary",{},"text","a, b"]"#, r"SUMMARY:a\, b"),
        (
            "3.6.3 no mailto",
            "ATTENDEE:a@b.example",
            r#"["attendee",{},"cal-address","mailto:a@b.example"]"#,
            "ATTENDEE:mailto:a@b.example",
        ),
        (
            "3.6.14 -0000",
            "TZOFFSETTO:-0000",
            r#"["tzoffsetto",{},"utc-offset","+00:00"]"#,
            "TZOFFSETTO:+0000",
        ),
        (
            "B.1 a date without VALUE",
            "DTSTART:20081006",
            r#"["dtstart",{},"date","2008-10-06"]"#,
            "DTSTART;VALUE=DATE:20081006",
        ),
        (
            "a trigger without VALUE",
            "TRIGGER:20081006T000000Z",
            r#"["trigger",{},"date-time","2008-10-06T00:00:00Z"]"#,
            "TRIGGER;VALUE=DATE-TIME:20081006T000000Z",
        ),
        (
            "RFC 5545 3.3.1 a BINARY without ENCODING",
            "ATTACH;VALUE=BINARY:AAEC",
            r#"["attach",{"encoding":"BASE64"},"binary","AAEC"]"#,
            "ATTACH;ENCODING=BASE64;VALUE=BINARY:AAEC",
        ),
        (
            "an attachment without VALUE",
            "ATTACH;ENCODING=BASE64:AAEC",
            r#"["attach",{"encoding":"BASE64"},"binary","AAEC"]"#,
            "ATTACH;ENCODING=BASE64;VALUE=BINARY:AAEC",
        ),
    ] {
        let json = jcal(property);
        assert_eq!(to_json(calendar(&format!("{line}\r\n")).as_bytes()), json, "{section}: {line}");
        assert_eq!(from_json(&json), calendar(&format!("{back}\r\n")), "{section}: {property}");
    }
}

/// What a parser of jCal has to understand beside the form that is written: the section, the property, the line.
#[test]
fn spellings_of_jcal() {
    for (section, property, line) in [
        ("3.5.2 one value in an array", r#"["comment",{"x-a":["1"]},"text","b"]"#, "COMMENT;X-A=1:b"),
        (
            "3.6.10 one value in an array",
            r#"["rrule",{},"recur",{"freq":"DAILY","bymonth":[1],"byday":["MO"]}]"#,
            "RRULE:FREQ=DAILY;BYMONTH=1;BYDAY=MO",
        ),
        (
            "3.6.10 members have no order",
            r#"["rrule",{},"recur",{"count":2,"freq":"DAILY"}]"#,
            "RRULE:FREQ=DAILY;COUNT=2",
        ),
        (
            "RFC 7529 9 example",
            r#"["rrule",{},"recur",{"rscale":"GREGORIAN","freq":"YEARLY","skip":"FORWARD"}]"#,
            "RRULE:FREQ=YEARLY;RSCALE=GREGORIAN;SKIP=FORWARD",
        ),
        (
            "3.6.1 example",
            r#"["attach",{},"binary","SGVsbG8gV29ybGQh"]"#,
            "ATTACH;ENCODING=BASE64;VALUE=BINARY:SGVsbG8gV29ybGQh",
        ),
        (
            "B.2 a period in one string",
            r#"["rdate",{},"period","2006-01-02T15:00:00/PT2H"]"#,
            "RDATE;VALUE=PERIOD:20060102T150000/PT2H",
        ),
        ("3.6.8 a number that resolves to an integer", r#"["priority",{},"integer",4.20e1]"#, "PRIORITY:42"),
        ("3.6.7 an exponent", r#"["x-a",{},"float",-1.5E+3]"#, "X-A;VALUE=FLOAT:-1500"),
        (
            "5.2 unknown, on a property with a default",
            r#"["dtstart",{},"unknown","20110517T000000"]"#,
            "DTSTART:20110517T000000",
        ),
        ("RFC 8259 2 white space", " [ \"comment\" , { } ,\n\t\"text\" , \"b\" ] ", "COMMENT:b"),
        (
            "RFC 8259 7 escapes",
            r#"["\u0063omment",{"\u0078-a":"\ud83d\ude00"},"t\u0065xt","\u00e4\/\t"]"#,
            "COMMENT;X-A=😀:ä/\t",
        ),
        ("RFC 5545 3.3.11 line breaks", r#"["comment",{},"text","a\r\nb\rc"]"#, r"COMMENT:a\nb\nc"),
        ("RFC 6868 3 line breaks", r#"["comment",{"x-a":"a\r\nb"},"text","c"]"#, "COMMENT;X-A=a^nb:c"),
        (
            "RFC 5545 3.2.1 in quotes whatever it is",
            r#"["comment",{"altrep":"a"},"text","b"]"#,
            "COMMENT;ALTREP=\"a\":b",
        ),
    ] {
        assert_eq!(from_json(&jcal(property)), calendar(&format!("{line}\r\n")), "{section}: {property}");
    }
}

/// Faults of lines: the case, the line, the name of the kind, and the column.
const FAULTS: &[(&str, &[u8], &str, usize)] = &[
    ("3.6.8 not of its type", b"PRIORITY:high", "value", 10),
    ("3.6.4 the second of a list", b"EXDATE;VALUE=DATE:20270101,20270231", "value", 28),
    ("3.6.2 not of its type", b"X-A;VALUE=BOOLEAN:MAYBE", "value", 19),
    ("3.4.1.1 one number", b"GEO:1.5", "structure", 5),
    ("3.4.1.1 three numbers", b"GEO:1;2;3", "structure", 5),
    ("3.4.1.1 no number", b"GEO:1;north", "value", 7),
    ("3.4.1.2 a code alone", b"REQUEST-STATUS:2.0", "structure", 16),
    ("3.4.1.2 four parts", b"REQUEST-STATUS:2.0;a;b;c", "structure", 16),
    ("RFC 5545 3.3.10 an unknown part twice", b"RRULE:FREQ=DAILY;X=1;x=2", "member-twice", 7),
    ("RFC 5545 3.1 no colon", b"SUMMARY", "malformed-line", 1),
    ("RFC 5545 3.1 no name", b":a", "malformed-line", 1),
    ("RFC 5545 3.1 name", b"GROUP.X-A:a", "invalid-name", 1),
    ("RFC 5545 3.4 name", b"BEGIN;X-A=1:VEVENT", "invalid-name", 1),
    ("RFC 5545 3.2 no value", b"COMMENT;BASE64:a", "parameter", 9),
    ("RFC 5545 3.2 name", b"COMMENT;X A=1:a", "parameter", 9),
    ("RFC 5545 3.2 name, and a quote that stays open", b"COMMENT;=\":a", "parameter", 9),
    ("RFC 5545 3.1 control character", b"COMMENT;X-A=1\x07:a", "control-character", 9),
    ("RFC 5545 3.1 control character", b"X-A:a\x07", "control-character", 5),
    ("RFC 5545 3.1.4", b"COMMENT:a\xE4b", "not-utf-8", 10),
    ("RFC 5545 3.1.4 in a parameter", b"COMMENT;X-A=\xE4:b", "not-utf-8", 13),
    ("3.1 ENCODING of other octets", b"COMMENT;ENCODING=BASE64:5A==", "not-utf-8", 25),
    ("3.1 ENCODING of no base64", b"COMMENT;ENCODING=BASE64:*", "value", 25),
    ("5 a reserved type", b"X-A;VALUE=UNKNOWN:b", "reserved-type", 5),
    ("RFC 5545 3.2.20 a type that is no name", b"X-A;VALUE=A B:b", "value", 5),
];

#[test]
fn a_line_that_cannot_go_over_is_refused_or_left_out() {
    for (case, line, kind, column) in FAULTS {
        let bytes = [b"BEGIN:VCALENDAR\r\nX-A:1\r\n", *line, b"\r\nX-B:2\r\nEND:VCALENDAR\r\n"].concat();
        let stream = CalendarStream::parse(&bytes).expect("a stream");
        let error = jcal::to_json(&stream, &JcalOptions::default()).unwrap_err();
        let place = |position: ical_model::Position| (position.line, position.column);
        assert_eq!((error.kind().name(), place(error.position())), (*kind, (3, *column)), "{case}");
        assert_eq!(error.path(), "", "{case}");

        let jcal = jcal::to_json(&stream, &LEAVE_OUT()).expect("the rest");
        let rest = jcal::from_json(jcal.json.as_bytes()).expect("jCal");
        assert_eq!(rest.to_bytes(), calendar("X-A:1\r\nX-B:2\r\n").as_bytes(), "{case}");
        let [diagnostic] = jcal.diagnostics.as_slice() else { panic!("{case}: {:?}", jcal.diagnostics) };
        assert_eq!(diagnostic.kind(), &JcalDiagnosticKind::LeftOut(error.kind().clone()), "{case}");
        assert_eq!(diagnostic.position(), error.position(), "{case}");
    }
}

#[test]
fn places_are_those_of_the_folded_line_and_of_an_edited_stream() {
    let bytes = calendar("BEGIN:X-A\r\nEXDATE;VALUE=DATE:2027\r\n 0101,\r\n x\r\nEND:X-A\r\n");
    let mut calendar = Calendar::parse(&bytes).unwrap();
    let place = |calendar: &Calendar<'_>| {
        let error = jcal::to_json(calendar, &JcalOptions::default()).unwrap_err();
        (error.position().line, error.position().column)
    };
    assert_eq!(place(&calendar), (5, 2));
    calendar.root_mut().add_line("COMMENT:before").unwrap();
    assert_eq!(place(&calendar), (6, 2));
}

#[test]
fn what_stands_outside_of_a_calendar_is_refused_or_left_out() {
    let bytes = b"\xEF\xBB\xBFX-A:1\r\njunk\r\n folded\r\n\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nBEGIN:VCALENDAR\r\nEND:X\r\nBEGIN:A B\r\nX-B:2\r\nEND:A B\r\nEND:VCALENDAR\r\n";
    let stream = CalendarStream::parse(bytes).unwrap();
    let jcal = jcal::to_json(&stream, &LEAVE_OUT()).unwrap();
    assert_eq!(jcal.json, r#"["vcalendar",[],[]]"#);
    let told: Vec<_> = jcal.diagnostics.iter().map(|d| (d.to_string(), d.position().line)).collect();
    assert_eq!(
        told,
        [
            ("left out: expected a component, found a property outside of any".to_owned(), 1),
            ("left out: expected a name, \":\" and a value, found a line without them".to_owned(), 2),
            ("left out: expected a VCALENDAR, found another component".to_owned(), 5),
            (
                "left out: expected a name of letters (in jCal small ones), digits and \"-\", found another"
                    .to_owned(),
                10
            ),
        ]
    );
    let error = jcal::to_json(&stream, &JcalOptions::default()).unwrap_err();
    assert_eq!(error.kind(), &JcalErrorKind::OutsideComponent);

    let alone = CalendarStream::parse("BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\n").unwrap();
    let error = jcal::to_json(&alone, &JcalOptions::default()).unwrap_err();
    assert_eq!(error.kind(), &JcalErrorKind::NotACalendar);
    let error = jcal::to_json(&alone, &LEAVE_OUT()).unwrap_err();
    assert_eq!(error.kind(), &JcalErrorKind::NoComponent);
    // A component by itself is what was asked for (§3.3).
    let event = alone.components().next().unwrap();
    let jcal = jcal::to_json(event, &JcalOptions::default()).unwrap();
    assert_eq!(jcal.json, r#"["vevent",[["uid",{},"text","1"]],[]]"#);
}

#[test]
fn departures_of_values_are_told_and_refused_where_reading_is_strict() {
    let bytes = calendar("SUMMARY;X-A=1:a, b\r\nDTSTART:20270101\r\n");
    let lenient = Calendar::parse(&bytes).unwrap();
    let jcal = jcal::to_json(&lenient, &JcalOptions::default()).unwrap();
    let told: Vec<_> =
        jcal.diagnostics.iter().map(|d| (d.kind(), d.position().line, d.position().column)).collect();
    let date = JcalDiagnosticKind::TypeNotGiven { value_type: ValueType::Date };
    assert_eq!(told, [(&JcalDiagnosticKind::Lenient(Leniency::TextComma), 2, 15), (&date, 3, 9)]);

    for line in ["SUMMARY:a, b\r\n", "DTSTART:20270101\r\n"] {
        let bytes = calendar(line);
        let strict = Calendar::parse_with(&bytes, &ParseOptions::strict()).unwrap();
        let error = jcal::to_json(&strict, &JcalOptions::default()).unwrap_err();
        assert_eq!(error.kind().name(), "value", "{line}");
    }
}

#[test]
fn diagnostics_have_a_limit() {
    let bytes = calendar(&"junk\r\nX-A:1\r\n".repeat(10));
    let limits = ParseLimits::default().with(Limit::Diagnostics, 3);
    let stream = CalendarStream::parse_with(&bytes, &ParseOptions::lenient().with_limits(limits)).unwrap();
    let jcal = jcal::to_json(&stream, &LEAVE_OUT()).unwrap();
    assert_eq!(jcal.diagnostics.len(), 4);
    assert_eq!(jcal.diagnostics[3].kind(), &JcalDiagnosticKind::Further);
    assert_eq!(jcal.json.matches("x-a").count(), 10);
}

#[test]
fn limits_of_lines_hold_on_the_way_to_jcal() {
    for (limit, line, kind) in [
        (Limit::Parameters, "X-A;A=1;B=2;C=3:d", "limit-exceeded"),
        (Limit::Parameters, "X-A;A=1,2,3:d", "limit-exceeded"),
        (Limit::ListValues, "CATEGORIES:1,2,3", "limit-exceeded"),
    ] {
        let bytes = calendar(&format!("{line}\r\n"));
        let convert = |maximum| {
            let limits = ParseLimits::default().with(limit, maximum);
            let stream =
                CalendarStream::parse_with(&bytes, &ParseOptions::lenient().with_limits(limits)).unwrap();
            jcal::to_json(&stream, &JcalOptions::default())
        };
        assert_eq!(convert(2).unwrap_err().kind().name(), kind, "{line}");
        assert!(convert(3).is_ok(), "{line}");
    }
}

/// What is not jCal: the case, the JSON text, the name of the kind, and the path.
#[test]
fn what_is_not_jcal_is_refused_with_its_path() {
    for (case, json, kind, path) in [
        ("3.3 no array", r#""vcalendar""#, "unexpected", "$"),
        ("3.2 nothing", "[]", "no-component", "$"),
        ("nothing at all", "", "unexpected", "$"),
        ("RFC 8259 2", r#"["vcalendar",[],[]"#, "unexpected", "$"),
        ("RFC 8259 2", r#"["vcalendar",[],[]]]"#, "unexpected", "$"),
        ("RFC 8259 2", r#"["vcalendar",[],[]] x"#, "unexpected", "$"),
        ("3.3 two fields", r#"["vcalendar",[]]"#, "unexpected", "$"),
        ("3.3 four fields", r#"["vcalendar",[],[],[]]"#, "unexpected", "$"),
        ("3.3 name", r#"[1,[],[]]"#, "unexpected", "$[0]"),
        ("3.3 lower case", r#"["VCALENDAR",[],[]]"#, "invalid-name", "$[0]"),
        ("3.2 not a calendar", r#"["vevent",[],[]]"#, "not-a-calendar", "$[0]"),
        ("3.2 the second", r#"[["vcalendar",[],[]],["vevent",[],[]]]"#, "not-a-calendar", "$[1][0]"),
        ("3.3 properties", r#"["vcalendar",{},[]]"#, "unexpected", "$[1]"),
        ("3.3 components", r#"["vcalendar",[],{}]"#, "unexpected", "$[2]"),
        ("3.3 a component", r#"["vcalendar",[],["vevent"]]"#, "unexpected", "$[2][0]"),
        (
            "3.3 its name",
            r#"["vcalendar",[],[["vevent",[],[]],["v event",[],[]]]]"#,
            "invalid-name",
            "$[2][1][0]",
        ),
        (
            "3.4 in a component",
            r#"["vcalendar",[],[["vevent",[],[["valarm",[["a",{},"text","b"],["uid",{},"text",1]],[]]]]]]"#,
            "unexpected",
            "$[2][0][2][0][1][1][3]",
        ),
        ("RFC 8259 5", r#"["vcalendar",[["a",{},"text","b"],],[]]"#, "unexpected", "$[1]"),
        ("3.4 a property", r#"["vcalendar",["a"],[]]"#, "unexpected", "$[1][0]"),
        ("3.4 its name", r#"["vcalendar",[["A",{},"text","b"]],[]]"#, "invalid-name", "$[1][0][0]"),
        (
            "3.4 line breaks in a name",
            r#"["vcalendar",[["a:b\r\nc",{},"text","b"]],[]]"#,
            "invalid-name",
            "$[1][0][0]",
        ),
        (
            "3.4 a component in disguise",
            r#"["vcalendar",[["begin",{},"unknown","VEVENT"]],[]]"#,
            "invalid-name",
            "$[1][0][0]",
        ),
        (
            "3.4 a component in disguise",
            r#"["vcalendar",[["end",{},"unknown","VCALENDAR"]],[]]"#,
            "invalid-name",
            "$[1][0][0]",
        ),
        ("3.4 no parameters", r#"["vcalendar",[["a","text","b"]],[]]"#, "unexpected", "$[1][0][1]"),
        ("3.4 no type", r#"["vcalendar",[["a",{}]],[]]"#, "unexpected", "$[1][0]"),
        ("3.4 no value", r#"["vcalendar",[["a",{},"text"]],[]]"#, "unexpected", "$[1][0]"),
        ("3.4 null", r#"["vcalendar",[["a",{},"text",null]],[]]"#, "unexpected", "$[1][0][3]"),
        ("3.4 type", r#"["vcalendar",[["a",{},"TEXT","b"]],[]]"#, "invalid-name", "$[1][0][2]"),
        (
            "3.4 several values",
            r#"["vcalendar",[["summary",{},"text","a","b"]],[]]"#,
            "several-values",
            "$[1][0][4]",
        ),
        (
            "5.1 several values",
            r#"["vcalendar",[["x-a",{},"unknown","a","b"]],[]]"#,
            "several-values",
            "$[1][0][4]",
        ),
        (
            "3.4 the third value",
            r#"["vcalendar",[["categories",{},"text","a","b",3]],[]]"#,
            "unexpected",
            "$[1][0][5]",
        ),
        (
            "3.5 name",
            r#"["vcalendar",[["a",{"B":"c"},"text","b"]],[]]"#,
            "invalid-name",
            r#"$[1][0][1]["B"]"#,
        ),
        (
            "3.5 line breaks in a name",
            r#"["vcalendar",[["a",{"b=c\r\nd":"c"},"text","b"]],[]]"#,
            "invalid-name",
            r#"$[1][0][1]["b=c\r\nd"]"#,
        ),
        ("3.5 value", r#"["vcalendar",[["a",{"b":1},"text","b"]],[]]"#, "unexpected", r#"$[1][0][1]["b"]"#),
        (
            "3.5.1",
            r#"["vcalendar",[["a",{"value":"TEXT"},"text","b"]],[]]"#,
            "value-parameter",
            r#"$[1][0][1]["value"]"#,
        ),
        (
            "3.5.2 no values",
            r#"["vcalendar",[["a",{"b":[]},"text","b"]],[]]"#,
            "unexpected",
            r#"$[1][0][1]["b"]"#,
        ),
        (
            "3.5.2 no string",
            r#"["vcalendar",[["a",{"b":["c",1]},"text","b"]],[]]"#,
            "unexpected",
            r#"$[1][0][1]["b"][1]"#,
        ),
        (
            "RFC 8259 4 names twice",
            r#"["vcalendar",[["a",{"b":"c","b":"d"},"text","b"]],[]]"#,
            "member-twice",
            r#"$[1][0][1]["b"]"#,
        ),
        (
            "RFC 5545 3.1",
            r#"["vcalendar",[["a",{"b":"c\u0007"},"text","b"]],[]]"#,
            "control-character",
            r#"$[1][0][1]["b"]"#,
        ),
        (
            "RFC 5545 3.1",
            r#"["vcalendar",[["a",{},"unknown","b\nc:d"]],[]]"#,
            "control-character",
            "$[1][0][3]",
        ),
        (
            "RFC 5545 3.1",
            r#"["vcalendar",[["a",{},"x-form","b\u007f"]],[]]"#,
            "control-character",
            "$[1][0][3]",
        ),
        (
            "RFC 5545 3.1",
            r#"["vcalendar",[["a",{},"uri","b:\r\nc:d"]],[]]"#,
            "control-character",
            "$[1][0][3]",
        ),
        ("RFC 5545 3.3.11", r#"["vcalendar",[["a",{},"text","b\u0000"]],[]]"#, "value", "$[1][0][3]"),
        (
            "3.1 no encoding",
            r#"["vcalendar",[["a",{"encoding":"base64"},"text","b"]],[]]"#,
            "encoded-value",
            "$[1][0][2]",
        ),
        (
            "3.1 no encoding of a value whose type is known",
            r#"["vcalendar",[["summary",{"encoding":"base64"},"unknown","YQ=="]],[]]"#,
            "encoded-value",
            "$[1][0][2]",
        ),
        (
            "5.2 unknown, and not of the default type",
            r#"["vcalendar",[["dtstart",{},"unknown","20110517"]],[]]"#,
            "value",
            "$[1][0][3]",
        ),
        (
            "5.2 unknown, and not of the form of the property",
            r#"["vcalendar",[["geo",{},"unknown","1"]],[]]"#,
            "structure",
            "$[1][0][3]",
        ),
        (
            "5.2 unknown, and not in the grammar",
            r#"["vcalendar",[["summary",{},"unknown","a,b"]],[]]"#,
            "value",
            "$[1][0][3]",
        ),
        ("3.4.1.1 a string", r#"["vcalendar",[["geo",{},"float","1;2"]],[]]"#, "unexpected", "$[1][0][3]"),
        ("3.4.1.1 one number", r#"["vcalendar",[["geo",{},"float",[1]]],[]]"#, "structure", "$[1][0][3]"),
        (
            "3.4.1.1 three numbers",
            r#"["vcalendar",[["geo",{},"float",[1,2,3]]],[]]"#,
            "structure",
            "$[1][0][3]",
        ),
        ("3.4.1.1 two values", r#"["vcalendar",[["geo",{},"float",1,2]],[]]"#, "unexpected", "$[1][0][3]"),
        (
            "3.4.1.2 one text",
            r#"["vcalendar",[["request-status",{},"text",["2.0"]]],[]]"#,
            "structure",
            "$[1][0][3]",
        ),
        (
            "3.4.1.2 a number",
            r#"["vcalendar",[["request-status",{},"text",["2.0",2]]],[]]"#,
            "unexpected",
            "$[1][0][3][1]",
        ),
        (
            "3.4 an array for one value",
            r#"["vcalendar",[["summary",{},"text",["a"]]],[]]"#,
            "unexpected",
            "$[1][0][3]",
        ),
        ("3.6.1", r#"["vcalendar",[["attach",{},"binary","a b="]],[]]"#, "value", "$[1][0][3]"),
        ("3.6.2", r#"["vcalendar",[["a",{},"boolean","TRUE"]],[]]"#, "unexpected", "$[1][0][3]"),
        ("3.6.3", r#"["vcalendar",[["attendee",{},"cal-address","Jane Doe"]],[]]"#, "value", "$[1][0][3]"),
        ("3.6.4", r#"["vcalendar",[["dtstart",{},"date","20110517"]],[]]"#, "unexpected", "$[1][0][3]"),
        (
            "3.6.4 no such day",
            r#"["vcalendar",[["dtstart",{},"date","2011-02-29"]],[]]"#,
            "value",
            "$[1][0][3]",
        ),
        (
            "3.6.5 a date",
            r#"["vcalendar",[["dtstart",{},"date-time","2011-05-17"]],[]]"#,
            "unexpected",
            "$[1][0][3]",
        ),
        ("3.6.6", r#"["vcalendar",[["duration",{},"duration","1 hour"]],[]]"#, "value", "$[1][0][3]"),
        ("3.6.7 a string", r#"["vcalendar",[["a",{},"float","1.0"]],[]]"#, "unexpected", "$[1][0][3]"),
        ("3.6.7 too large", r#"["vcalendar",[["a",{},"float",1e400]],[]]"#, "value", "$[1][0][3]"),
        ("RFC 8259 6", r#"["vcalendar",[["a",{},"float",01.5]],[]]"#, "unexpected", "$[1][0][3]"),
        ("3.6.8 a fraction", r#"["vcalendar",[["priority",{},"integer",1.5]],[]]"#, "value", "$[1][0][3]"),
        (
            "3.6.8 too large",
            r#"["vcalendar",[["priority",{},"integer",2147483648]],[]]"#,
            "value",
            "$[1][0][3]",
        ),
        (
            "3.6.9 one string",
            r#"["vcalendar",[["freebusy",{},"period",["2011-05-17T00:00:00Z"]]],[]]"#,
            "structure",
            "$[1][0][3]",
        ),
        (
            "3.6.9 three strings",
            r#"["vcalendar",[["freebusy",{},"period",["2011-05-17T00:00:00Z","P1D","P1D"]]],[]]"#,
            "structure",
            "$[1][0][3]",
        ),
        (
            "3.6.9 a date",
            r#"["vcalendar",[["freebusy",{},"period",["2011-05-17","P1D"]]],[]]"#,
            "unexpected",
            "$[1][0][3]",
        ),
        (
            "3.6.10 a string",
            r#"["vcalendar",[["rrule",{},"recur","FREQ=DAILY"]],[]]"#,
            "unexpected",
            "$[1][0][3]",
        ),
        ("3.6.10 no freq", r#"["vcalendar",[["rrule",{},"recur",{"count":1}]],[]]"#, "value", "$[1][0][3]"),
        ("3.6.10 freq", r#"["vcalendar",[["rrule",{},"recur",{"freq":"OFTEN"}]],[]]"#, "value", "$[1][0][3]"),
        (
            "3.6.10 parts in disguise",
            r#"["vcalendar",[["rrule",{},"recur",{"freq":"DAILY;COUNT=5"}]],[]]"#,
            "value",
            r#"$[1][0][3]["freq"]"#,
        ),
        (
            "3.6.10 parts in disguise",
            r#"["vcalendar",[["rrule",{},"recur",{"freq":"DAILY","x-a":"1;COUNT=5"}]],[]]"#,
            "value",
            r#"$[1][0][3]["x-a"]"#,
        ),
        (
            "3.6.10 count",
            r#"["vcalendar",[["rrule",{},"recur",{"freq":"DAILY","count":"5"}]],[]]"#,
            "unexpected",
            r#"$[1][0][3]["count"]"#,
        ),
        (
            "3.6.10 several counts",
            r#"["vcalendar",[["rrule",{},"recur",{"freq":"DAILY","count":[5]}]],[]]"#,
            "unexpected",
            r#"$[1][0][3]["count"]"#,
        ),
        (
            "3.6.10 interval",
            r#"["vcalendar",[["rrule",{},"recur",{"freq":"DAILY","interval":0}]],[]]"#,
            "value",
            "$[1][0][3]",
        ),
        (
            "3.6.10 until",
            r#"["vcalendar",[["rrule",{},"recur",{"freq":"DAILY","until":"20110517"}]],[]]"#,
            "unexpected",
            r#"$[1][0][3]["until"]"#,
        ),
        (
            "3.6.10 no number",
            r#"["vcalendar",[["rrule",{},"recur",{"freq":"DAILY","byhour":[1,"2"]}]],[]]"#,
            "unexpected",
            r#"$[1][0][3]["byhour"][1]"#,
        ),
        (
            "3.6.10 no values",
            r#"["vcalendar",[["rrule",{},"recur",{"freq":"DAILY","byhour":[]}]],[]]"#,
            "value",
            r#"$[1][0][3]["byhour"]"#,
        ),
        (
            "3.6.10 twice",
            r#"["vcalendar",[["rrule",{},"recur",{"freq":"DAILY","freq":"DAILY"}]],[]]"#,
            "member-twice",
            r#"$[1][0][3]["freq"]"#,
        ),
        (
            "3.6.10 case",
            r#"["vcalendar",[["rrule",{},"recur",{"FREQ":"DAILY"}]],[]]"#,
            "invalid-name",
            r#"$[1][0][3]["FREQ"]"#,
        ),
        (
            "RFC 7529 9 a number as a string",
            r#"["vcalendar",[["rrule",{},"recur",{"freq":"DAILY","bymonth":"5"}]],[]]"#,
            "unexpected",
            r#"$[1][0][3]["bymonth"]"#,
        ),
        ("3.6.12", r#"["vcalendar",[["a",{},"time","12:30"]],[]]"#, "unexpected", "$[1][0][3]"),
        ("3.6.13", r#"["vcalendar",[["url",{},"uri","a b"]],[]]"#, "value", "$[1][0][3]"),
        (
            "3.6.14",
            r#"["vcalendar",[["tzoffsetto",{},"utc-offset","+0100"]],[]]"#,
            "unexpected",
            "$[1][0][3]",
        ),
        (
            "RFC 8259 7 half a character",
            r#"["vcalendar",[["a",{},"text","\ud83d"]],[]]"#,
            "unexpected",
            "$[1][0][3]",
        ),
    ] {
        let error = jcal::from_json(json.as_bytes()).expect_err(case);
        assert_eq!((error.kind().name(), error.path()), (kind, path), "{case}: {json}");
        assert!(error.position().line == 1 && error.position().byte <= json.len(), "{case}: {error}");
    }
    let error = jcal::from_json(b"[\n \"vcalendar\",\n [[\"\xC3\xA4\xE4").unwrap_err();
    assert_eq!(error.to_string(), "expected UTF-8, found other octets at $, line 3, column 6");
}

#[test]
fn places_in_the_json_text_are_lines_and_columns() {
    let json = "[\"vcalendar\",\n  [\n    [\"summary\", {}, \"text\", \"ä\"],\n    [\"summary\", {}, \"text\", false]\n  ],\n  []\n]";
    let error = jcal::from_json(json.as_bytes()).unwrap_err();
    assert_eq!(
        error.to_string(),
        "expected a string, found true, false or another word at $[1][1][3], line 4, column 29"
    );
    assert_eq!(json.get(error.position().byte..).and_then(|rest| rest.get(..5)), Some("false"));
}

#[test]
fn several_calendars_are_an_array() {
    let one = calendar("X-A:1\r\n");
    let two = [one.as_str(), &calendar("X-A:2\r\n")].concat();
    let json = to_json(two.as_bytes());
    assert_eq!(
        json,
        r#"[["vcalendar",[["x-a",{},"unknown","1"]],[]],["vcalendar",[["x-a",{},"unknown","2"]],[]]]"#
    );
    assert_eq!(from_json(&json), two);
    assert_eq!(from_json(&format!("[{}]", to_json(one.as_bytes()))), one);
}

#[test]
fn properties_come_before_components() {
    let bytes =
        calendar("BEGIN:VEVENT\r\nBEGIN:VALARM\r\nEND:VALARM\r\nUID:1\r\nEND:VEVENT\r\nVERSION:2.0\r\n");
    let json = to_json(bytes.as_bytes());
    assert_eq!(
        json,
        r#"["vcalendar",[["version",{},"text","2.0"]],[["vevent",[["uid",{},"text","1"]],[["valarm",[],[]]]]]]"#
    );
    assert_eq!(
        from_json(&json),
        calendar("VERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nBEGIN:VALARM\r\nEND:VALARM\r\nEND:VEVENT\r\n")
    );
}

#[test]
fn the_text_can_be_written_piece_by_piece_and_a_failure_is_told() {
    let bytes = calendar("X-A:1\r\n");
    let calendar = Calendar::parse(&bytes).unwrap();
    let mut out = Vec::new();
    jcal::write(&calendar, &JcalOptions::default(), &mut out).unwrap();
    assert_eq!(out, to_json(bytes.as_bytes()).as_bytes());
    let mut small = [0_u8; 8];
    let error = jcal::write(&calendar, &JcalOptions::default(), &mut small[..]).unwrap_err();
    assert_eq!(error.kind(), &JcalErrorKind::Write(std::io::ErrorKind::WriteZero));
}

/// What the examples of Appendix B say otherwise than the sections do: the example, the reason, where in the JSON
/// text, and what stands there instead.
const ERRATA: &[(&str, &str, &str, &str)] = &[
    (
        "b2",
        "the order of properties has no meaning (§1), and is kept here",
        "/1",
        r#"[["version",{},"text","2.0"],["prodid",{},"text","-//Example Corp.//Example Client//EN"]]"#,
    ),
    ("b2", "a period is an array of two strings (§3.6.9)", "/2/1/1/4/3", r#"["2006-01-02T15:00:00","PT2H"]"#),
    (
        "b2",
        "the BYDAY of STANDARD is another",
        "/2/0/2/1/1/1/3",
        r#"{"freq":"YEARLY","byday":"-1SU","bymonth":10}"#,
    ),
    ("b2", "the DTSTART of the second event is another", "/2/2/1/1/3", r#""2006-01-04T14:00:00""#),
    ("b2", "the SUMMARY of the second event is another", "/2/2/1/4/3", r#""Event #2 bis""#),
];

#[test]
fn the_examples_of_appendix_b() {
    for name in ["b1", "b2"] {
        let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/jcal");
        let bytes = std::fs::read(fixtures.join(format!("rfc7265-{name}.ics"))).expect("a fixture");
        let json = std::fs::read_to_string(fixtures.join(format!("rfc7265-{name}.json"))).expect("a fixture");
        let as_it_stands = from_json(&json);
        let mut expected = parse(&json);
        for (_, reason, pointer, right) in ERRATA.iter().filter(|row| row.0 == name) {
            let place = expected.pointer_mut(pointer).expect("what has to be replaced");
            let wrong = std::mem::replace(place, parse(right));
            assert_ne!(wrong, parse(right), "{name}: {reason}");
        }
        let json = to_json(&bytes);
        assert_eq!(parse(&json), expected, "{name}");
        let back = from_json(&json);
        assert_eq!(facts(back.as_bytes()), facts(&mended(&bytes)), "{name}");
        if name == "b1" {
            assert_eq!(as_it_stands, back, "{name}");
        }
    }
}

/// B.1 has a DATE without VALUE=DATE, which comes back with it.
fn mended(bytes: &[u8]) -> Vec<u8> {
    String::from_utf8_lossy(bytes)
        .replace("DTSTART:20081006\r\n", "DTSTART;VALUE=DATE:20081006\r\n")
        .into_bytes()
}

/// What a stream says: each component, at its depth, with its properties. Of a property the name, the parameters
/// but VALUE, the type and the values.
fn facts(bytes: &[u8]) -> Vec<(usize, String, Vec<String>)> {
    let stream = CalendarStream::parse(bytes).expect("a stream");
    let mut facts = Vec::new();
    let mut open: Vec<(usize, Component<'_>)> = stream.components().map(|component| (0, component)).collect();
    while let Some((depth, component)) = open.pop() {
        facts.push((
            depth,
            upper_case(component.name().as_str()),
            component.properties().map(fact).collect(),
        ));
        open.extend(component.components().map(|component| (depth + 1, component)));
    }
    facts
}

fn fact(property: Property<'_>) -> String {
    let value_type = property.value_type().expect("a type");
    let mut parameters = BTreeMap::<_, Vec<_>>::new();
    for parameter in property.parameters().map(|parameter| parameter.expect("a parameter")) {
        let is_left_off = match parameter.name() {
            ParameterName::Value => true,
            // It says nothing that the type does not say.
            ParameterName::Encoding => value_type == ValueType::Binary,
            name => name.as_str().is_empty(),
        };
        if !is_left_off {
            let values = parameter.values().map(|value| value.text.into_owned());
            parameters.entry(upper_case(parameter.name().as_str())).or_default().extend(values);
        }
    }
    let text = || property.value().expect("text").into_owned();
    let values = match property.name() {
        PropertyName::RRule | PropertyName::ExRule => format!("{:?}", text().parse::<Recur>()),
        PropertyName::Geo => format!("{:?}", text().split(';').map(str::parse::<Float>).collect::<Vec<_>>()),
        // Values that a comma separates where the property is not known are not told apart here.
        _ => property.values().map_or_else(|_| text(), |(values, _)| format!("{values:?}")),
    };
    format!("{} {parameters:?} {value_type} {values}", upper_case(property.name().as_str()))
}

fn upper_case(name: &str) -> String {
    name.to_ascii_uppercase()
}

/// Files of the corpus, of a project that reads iCalendar as jCal, whose expected form contradicts a specification:
/// the file, the section, the reason, where in the expected form, and what stands there instead. Nothing stands there
/// where the property is refused.
const CONTRADICTIONS: &[(&str, &str, &str, &str, Option<&str>)] = &[
    (
        "base64",
        "RFC 7265 3.1, RFC 4648 4",
        "the last group of base64 has four characters; the \"=\" that is missing is added",
        "/1/0/3",
        Some(r#""WW91IHJlYWxseSBzcGVudCB0aGUgdGltZSB0byBiYXNlNjQgZGVjb2RlIHRoaXM/Cg==""#),
    ),
    ("boolean", "RFC 5545 3.3.2", "MAYBE is no BOOLEAN, and so not false", "/1/2", None),
    ("float", "RFC 5545 3.3.7", "\"my foo!\" is no FLOAT, and so not 0", "/1/1", None),
    ("grouped", "RFC 5545 3.1, RFC 7265 A", "a name has no dot", "/1/0", None),
    ("integer", "RFC 5545 3.3.8", "\"foobar\" is no INTEGER, and so not 0", "/1/1", None),
];

const PAIRS: usize = 14;

#[allow(clippy::print_stderr, reason = "who runs the tests sees what was not run")]
fn corpus(cases: usize) -> Option<PathBuf> {
    let corpus = std::env::var_os("CALDAV_CORPUS");
    if corpus.is_none() {
        eprintln!("CALDAV_CORPUS is not set: {cases} cases were not run");
    }
    corpus.map(|corpus| Path::new(&corpus).join("ics"))
}

#[test]
fn pairs_of_the_corpus() {
    let Some(corpus) = corpus(PAIRS) else { return };
    let folder = corpus.join("ical.js/test/parser");
    let mut pairs = 0;
    let mut contradictions = 0;
    for entry in std::fs::read_dir(&folder).expect("the folder of the pairs") {
        let path = entry.expect("a file").path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        pairs += 1;
        let name = path.file_stem().and_then(|name| name.to_str()).expect("a name").to_owned();
        let bytes = std::fs::read(path.with_extension("ics")).expect("the iCalendar of the pair");
        let expected = parse(&std::fs::read_to_string(&path).expect("the jCal of the pair"));
        let stream = CalendarStream::parse(&bytes).expect("a stream");
        let refused = jcal::to_json(&stream, &JcalOptions::default());
        let jcal = jcal::to_json(&stream, &LEAVE_OUT()).expect("the rest");
        let back = from_json(&jcal.json);
        assert_eq!(to_json(back.as_bytes()), jcal.json, "{name}: identity");
        let mut expected = expected;
        for (_, section, reason, pointer, right) in CONTRADICTIONS.iter().filter(|row| row.0 == name) {
            contradictions += 1;
            assert_ne!(parse(&jcal.json), expected, "{name}: {section}: {reason}");
            assert_eq!(refused.is_err(), right.is_none(), "{name}: {section}: {reason}");
            let place = expected.pointer_mut(pointer).expect("what contradicts");
            *place = right.map_or(Json::Null, parse);
        }
        if let Some(properties) = expected.pointer_mut("/1").and_then(Json::as_array_mut) {
            properties.retain(|property| !property.is_null());
        }
        assert_eq!(parse(&jcal.json), expected, "{name}");
        if jcal.diagnostics.is_empty() {
            assert_eq!(refused.expect("nothing to refuse").json, jcal.json, "{name}");
        }
    }
    assert_eq!(pairs, PAIRS);
    assert_eq!(contradictions, CONTRADICTIONS.len());
}

const FILES: usize = 1_614;

#[test]
fn calendars_of_the_corpus_there_and_back() {
    let Some(corpus) = corpus(FILES) else { return };
    let mut manifest = csv::Reader::from_path(corpus.join("manifest.csv")).expect("the manifest can be read");
    let (mut streams, mut whole) = (0, 0);
    for record in manifest.records() {
        let path = record.expect("a row")[0].to_owned();
        let bytes = std::fs::read(corpus.join(&path)).expect("a file of the manifest");
        let Ok(stream) = CalendarStream::parse(&bytes) else { continue };
        let jcal = match jcal::to_json(&stream, &LEAVE_OUT()) {
            Ok(jcal) => jcal,
            Err(error) => {
                assert_eq!(error.kind(), &JcalErrorKind::NoComponent, "{path}: {error}");
                continue;
            }
        };
        streams += 1;
        parse(&jcal.json);
        let back = from_json(&jcal.json);
        assert_eq!(to_json(back.as_bytes()), jcal.json, "{path}");
        let as_it_is = |kind: &JcalDiagnosticKind| matches!(kind, JcalDiagnosticKind::Lenient(_));
        if jcal.diagnostics.iter().all(|diagnostic| as_it_is(diagnostic.kind())) {
            whole += 1;
            assert_eq!(facts(back.as_bytes()), facts(&bytes), "{path}");
        }
    }
    assert!(streams > 1_500 && whole > 1_300, "{streams} streams, {whole} of them whole");
}

#[test]
fn components_that_nest_deeply_cost_no_more_than_their_length() {
    let depth = 200_000;
    let json = ["[\"vcalendar\",[],[", &"[\"x\",[],[".repeat(depth), &"]]".repeat(depth), "]]"].concat();
    let stream = jcal::from_json(json.as_bytes()).unwrap();
    assert_eq!(jcal::to_json(&stream, &JcalOptions::default()).unwrap().json, json);

    let limits = ParseLimits::default().with(Limit::Nesting, 20);
    let error = jcal::from_json_with(json.as_bytes(), &limits).unwrap_err();
    assert_eq!(error.kind(), &JcalErrorKind::LimitExceeded { limit: Limit::Nesting, maximum: 20 });
    let ends = "[2][0]".repeat(7);
    assert_eq!(error.path(), format!("${ends}…[2][0]{ends}"));
    let limits = ParseLimits::default().with(Limit::Nesting, 1);
    assert!(jcal::from_json_with(jcal("[\"x-a\",{},\"unknown\",\"b\"]").as_bytes(), &limits).is_ok());

    // What is no component does not nest, however deep the text goes.
    for text in ["[", "{\"a\":", "[\"vcalendar\",", "[\"vcalendar\",[[\"a\",{},\"text\","] {
        assert!(jcal::from_json(text.repeat(depth).as_bytes()).is_err(), "{text}");
    }
}

#[test]
fn limits_hold_on_the_way_from_jcal() {
    for (limit, maximum, property, path) in [
        (Limit::Parameters, 2, r#"["a",{"b":"","c":"","d":""},"text","e"]"#, r#"$[1][0][1]["d"]"#),
        (Limit::Parameters, 2, r#"["a",{"b":["","",""]},"text","e"]"#, r#"$[1][0][1]["b"][2]"#),
        (Limit::Parameters, 2, r#"["a",{"b":"","c":""},"text","e"]"#, "$[1][0][2]"),
        (Limit::Parameters, 1, r#"["attach",{},"binary",""]"#, "$[1][0][2]"),
        (Limit::ListValues, 2, r#"["categories",{},"text","a","b","c"]"#, "$[1][0][5]"),
        (Limit::LineOctets, 19, r#"["a",{},"unknown","0123456789012345"]"#, "$[1][0]"),
        (Limit::SourceOctets, 35, r#"["a",{},"unknown","0123456789"],["b",{},"unknown","0"]"#, "$[1][1]"),
    ] {
        let json = jcal(property);
        let error =
            jcal::from_json_with(json.as_bytes(), &ParseLimits::default().with(limit, maximum)).unwrap_err();
        assert_eq!(error.kind(), &JcalErrorKind::LimitExceeded { limit, maximum }, "{property}");
        assert_eq!(error.path(), path, "{property}");
        assert!(jcal::from_json(json.as_bytes()).is_ok(), "{property}");
    }
}

#[cfg(feature = "proptest")]
mod properties {
    use ical_model::ComponentName;
    use ical_model::value::{
        Boolean, Date, DateTime, Duration, Float, Integer, Period, Recur, Text, Time, Uri, UtcOffset,
    };
    use ical_model::value::{CalAddress, Leniencies, Value, ValueRead};
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    /// The text of a value, and what stands before it: name, and VALUE where it is needed.
    fn content() -> impl Strategy<Value = String> {
        fn of<T: std::fmt::Display + std::fmt::Debug>(
            names: &'static [&'static str],
            value: impl Strategy<Value = T>,
        ) -> impl Strategy<Value = (String, String)> {
            (proptest::sample::select(names), value)
                .prop_map(|(name, value)| (name.to_owned(), value.to_string()))
        }
        fn list<T: std::fmt::Display + std::fmt::Debug>(
            value: impl Strategy<Value = T>,
        ) -> impl Strategy<Value = String> {
            vec(value, 1..4).prop_map(|values| values.iter().map(T::to_string).collect::<Vec<_>>().join(","))
        }
        let readable = |rule: &Recur| Recur::read(&rule.to_string(), &mut Leniencies::empty()).is_ok();
        let content = prop_oneof![
            of(&["SUMMARY", "UID", "X-T;VALUE=TEXT", "DTSTART;VALUE=TEXT"], any::<Text<'static>>()),
            of(&["CATEGORIES", "RESOURCES", "X-T;VALUE=TEXT"], list(any::<Text<'static>>())),
            of(&["DTSTAMP", "DTSTART", "X-T;VALUE=DATE-TIME"], any::<DateTime>()),
            of(&["EXDATE", "X-T;VALUE=DATE-TIME"], list(any::<DateTime>())),
            of(&["DTSTART;VALUE=DATE", "RDATE;VALUE=DATE"], any::<Date>()),
            of(&["DURATION", "TRIGGER", "REFRESH-INTERVAL;VALUE=DURATION"], any::<Duration>()),
            of(&["FREEBUSY", "RDATE;VALUE=PERIOD"], list(any::<Period>())),
            of(&["X-T;VALUE=FLOAT"], list(any::<Float>())),
            of(&["PRIORITY", "X-T;VALUE=INTEGER"], any::<Integer>()),
            of(&["X-T;VALUE=TIME"], list(any::<Time>())),
            of(&["TZOFFSETTO", "X-T;VALUE=UTC-OFFSET"], any::<UtcOffset>()),
            of(&["X-T;VALUE=BOOLEAN"], list(any::<Boolean>())),
            of(&["ATTENDEE", "ORGANIZER"], any::<CalAddress<'static>>()),
            of(&["URL", "X-T;VALUE=URI", "CONFERENCE;VALUE=URI"], any::<Uri<'static>>()),
            of(&["RRULE"], any::<Recur>().prop_filter("it can be read", readable)),
            of(&["GEO"], (any::<Float>(), any::<Float>()).prop_map(|(a, b)| format!("{a};{b}"))),
            of(
                &["REQUEST-STATUS"],
                ("[1-5]\\.[0-9]", any::<Text<'static>>()).prop_map(|(a, b)| format!("{a};{b}"))
            ),
            of(&["X-T", "CONFERENCE", "X-T;VALUE=X-FORM"], "\\PC{0,80}"),
        ];
        (content, any::<Value<'static>>(), parameters()).prop_map(|((name, text), value, parameters)| {
            match value {
                Value::Binary(binary) => format!("ATTACH;ENCODING=BASE64;VALUE=BINARY{parameters}:{binary}"),
                Value::Uid(uid) => format!("RELATED-TO;VALUE=UID{parameters}:{uid}"),
                Value::XmlReference(reference) => format!("LINK;VALUE=XML-REFERENCE{parameters}:{reference}"),
                _ => format!("{name}{parameters}:{text}"),
            }
        })
    }

    fn parameters() -> impl Strategy<Value = String> {
        let value = prop_oneof!["[a-zA-Zé ^'=-]{0,12}".boxed(), "\"[a-z:;,^ ]{0,12}\"".boxed()];
        vec(vec(value, 1..3), 0..3).prop_map(|parameters| {
            let named = parameters
                .iter()
                .enumerate()
                .map(|(number, values)| format!(";X-P{number}={}", values.join(",")));
            named.collect()
        })
    }

    /// Properties, and how many components to go up or down before each.
    fn whole() -> impl Strategy<Value = Vec<(i8, String)>> {
        vec((-1..=1_i8, content()), 0..12)
    }

    fn build(contents: &[(i8, String)]) -> Calendar<'static> {
        let mut calendar = Calendar::new("-//Example Corp.//Example//EN");
        // The components around the innermost one.
        let mut around = Vec::new();
        let mut innermost = calendar.root().id();
        for (step, content) in contents {
            if *step < 0 {
                innermost = around.pop().unwrap_or(innermost);
            }
            let mut component = calendar.component_mut(innermost).expect("a component");
            if *step > 0 {
                let name = if around.is_empty() { ComponentName::VEvent } else { "X-INNER".into() };
                around.push(innermost);
                innermost = component.add_component(&name).expect("room for it").id();
                component = calendar.component_mut(innermost).expect("a component");
            }
            component.add_line(content).unwrap_or_else(|error| panic!("{error}: {content}"));
        }
        calendar
    }

    proptest! {
        #[test]
        fn whole_calendars_there_and_back(contents in whole()) {
            let calendar = build(&contents);
            let bytes = calendar.to_bytes().into_owned();
            let written = jcal::to_json(&calendar, &JcalOptions::default());
            let written = written.unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&bytes)));
            prop_assert!(written.diagnostics.is_empty(), "{:?}", written.diagnostics);
            parse(&written.json);
            let back = from_json(&written.json);
            prop_assert_eq!(facts(back.as_bytes()), facts(&bytes));
            prop_assert_eq!(to_json(back.as_bytes()), written.json);
        }

        #[test]
        fn no_bytes_panic_on_the_way_to_jcal(lines in vec("\\PC{0,30}|[A-Z;=:,\"^\\\\ -]{0,30}|(DTSTART|RRULE|GEO|VERSION|CATEGORIES|X-A)(;VALUE=[A-Z-]{0,10})?(;ENCODING=BASE64)?:[A-Z0-9=;,:/.+-]{0,30}", 0..6)) {
            let bytes = calendar(&lines.iter().map(|line| format!("{line}\r\n")).collect::<String>());
            if let Ok(stream) = CalendarStream::parse(&bytes)
                && let Ok(written) = jcal::to_json(&stream, &LEAVE_OUT())
            {
                let back = from_json(&written.json);
                prop_assert_eq!(to_json(back.as_bytes()), written.json);
            }
        }

        #[test]
        fn no_json_panics_and_what_is_read_comes_back(
            row in proptest::sample::select(BOTH_WAYS),
            cuts in vec((any::<proptest::sample::Index>(), "[]\\[{}\",:0-9a-z\\\\ ]{0,3}|"), 0..4),
        ) {
            let mut json = jcal(row.2);
            for (at, text) in cuts {
                let at = at.index(json.len());
                if json.is_char_boundary(at) && json.is_char_boundary(at + 1) {
                    json.replace_range(at..=at, &text);
                }
            }
            match jcal::from_json(json.as_bytes()) {
                Ok(stream) => {
                    from_json(&json);
                    let written = jcal::to_json(&stream, &JcalOptions::default());
                    let written = written.unwrap_or_else(|error| panic!("{error}: {json}"));
                    prop_assert_eq!(to_json(from_json(&written.json).as_bytes()), written.json);
                }
                Err(error) => prop_assert!(error.position().byte <= json.len() && error.path().starts_with('$')),
            }
        }
    }
}
