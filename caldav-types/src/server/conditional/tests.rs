use super::{check, other_resources};
use crate::header::{HttpDate, IfMatch};
use crate::message::{Content, Operation};
use crate::request::Propfind;
use crate::server::ResourceState;
use crate::server::fixture::{collection, locked, missing, plain, request};
use crate::{Depth, EntityTag};

const EARLIER: &str = "Sun, 06 Nov 1994 08:49:36 GMT";
const THEN: &str = "Sun, 06 Nov 1994 08:49:37 GMT";

fn get() -> Operation {
    Operation::Get
}

fn put() -> Operation {
    Operation::Put(Content::calendar(""))
}

fn propfind() -> Operation {
    Operation::Propfind { depth: Depth::Zero, body: Propfind::PropName }
}

/// The status of a refusal; 0 where nothing speaks against the request.
fn status(operation: Operation, fields: &[(&'static str, &str)], resource: &ResourceState) -> u16 {
    let others = [locked(plain("/other"), "b"), collection("/cal/")];
    let request = request("/a", operation, fields);
    check(&request, resource, &others).err().map_or(0, |reply| reply.status.as_u16())
}

type Case = (&'static str, fn() -> Operation, &'static [(&'static str, &'static str)], u16);

#[test]
fn of_a_resource() {
    let resource = ResourceState { schedule_tag: Some("\"s\"".parse().unwrap()), ..plain("/a") };
    let cases: &[Case] = &[
        ("no condition", put, &[], 0),
        ("RFC 9110 13.1.1", put, &[("if-match", "\"1\"")], 0),
        ("RFC 9110 13.1.1", put, &[("if-match", "\"0\", \"2\"")], 412),
        ("RFC 9110 13.1.1", put, &[("if-match", "*")], 0),
        ("RFC 9110 13.1.2", put, &[("if-none-match", "*")], 412),
        ("RFC 9110 13.1.2", put, &[("if-none-match", "\"2\"")], 0),
        ("RFC 9110 13.1.2", get, &[("if-none-match", "\"1\"")], 304),
        ("RFC 9110 13.1.2", || Operation::Head, &[("if-none-match", "W/\"1\"")], 304),
        ("RFC 9110 13.1.2", get, &[("if-none-match", "\"2\"")], 0),
        ("RFC 9110 13.1.3", get, &[("if-modified-since", THEN)], 304),
        ("RFC 9110 13.1.3", get, &[("if-modified-since", EARLIER)], 0),
        ("RFC 9110 13.1.3: for reading", put, &[("if-modified-since", THEN)], 0),
        ("RFC 9110 13.1.3: ignored", get, &[("if-modified-since", "today")], 0),
        ("RFC 9110 13.1.4", put, &[("if-unmodified-since", THEN)], 0),
        ("RFC 9110 13.1.4", put, &[("if-unmodified-since", EARLIER)], 412),
        ("RFC 9110 13.1.4: ignored", put, &[("if-unmodified-since", "today")], 0),
        ("13.2.2 1: the tag decides", put, &[("if-match", "\"1\""), ("if-unmodified-since", EARLIER)], 0),
        ("13.2.2 3: the tag decides", get, &[("if-none-match", "\"2\""), ("if-modified-since", THEN)], 0),
        ("13.2.2: in this order", get, &[("if-match", "\"2\""), ("if-none-match", "\"1\"")], 412),
        ("13.2.2: both", put, &[("if-match", "\"1\""), ("if-none-match", "\"1\"")], 412),
        ("RFC 6638 8.3", put, &[("if-schedule-tag-match", "\"s\"")], 0),
        ("RFC 6638 8.3", put, &[("if-schedule-tag-match", "\"t\"")], 412),
        ("RFC 6638 8.3: with others", put, &[("if-schedule-tag-match", "\"s\""), ("if-match", "\"2\"")], 412),
        ("RFC 4918 10.4.3", put, &[("if", "([\"1\"])")], 0),
        ("RFC 4918 10.4.3", put, &[("if", "([\"2\"])")], 412),
        ("RFC 4918 10.4.3: before it is read", get, &[("if", "([\"2\"])"), ("if-none-match", "\"1\"")], 412),
        ("RFC 9110 13.2.1", || Operation::Options, &[("if-match", "\"2\""), ("if", "([\"2\"])")], 0),
        ("no representation", propfind, &[("if-match", "\"2\"")], 0),
        ("RFC 4918 10.4", propfind, &[("if", "([\"2\"])")], 412),
        ("not of its form", put, &[("if-match", "")], 400),
        ("not of its form", put, &[("if", "(")], 400),
        ("not of its form", put, &[("if-none-match", ",")], 400),
        ("not of its form", put, &[("if-schedule-tag-match", "")], 400),
    ];
    for (section, operation, fields, expected) in cases {
        assert_eq!(status(operation(), fields, &resource), *expected, "{section}: {fields:?}");
    }
}

#[test]
fn of_nothing_and_of_little() {
    let bare = ResourceState { entity_tag: None, last_modified: None, ..plain("/a") };
    let nothing = missing("/a");
    for (section, resource, field, value, expected) in [
        ("RFC 9110 13.1.1", &nothing, "if-match", "*", 412),
        ("RFC 9110 13.1.1", &nothing, "if-match", "\"1\"", 412),
        ("RFC 4791 5.3.2", &nothing, "if-none-match", "*", 0),
        ("RFC 9110 13.1.4", &nothing, "if-unmodified-since", EARLIER, 0),
        ("RFC 6638 8.3", &nothing, "if-schedule-tag-match", "\"s\"", 412),
        ("RFC 4918 10.4.4", &nothing, "if", "([\"1\"])", 412),
        ("RFC 4918 10.4.4", &nothing, "if", "(Not [\"1\"])", 0),
        ("RFC 9110 13.1.1", &bare, "if-match", "*", 0),
        ("RFC 9110 13.1.1", &bare, "if-match", "\"1\"", 412),
        ("RFC 9110 13.1.4: no date", &bare, "if-unmodified-since", EARLIER, 0),
        ("RFC 6638 8.3: no scheduling", &bare, "if-schedule-tag-match", "\"s\"", 412),
    ] {
        assert_eq!(status(put(), &[(field, value)], resource), expected, "{section}: {field}: {value}");
    }
    let nothing_below_a_lock = ResourceState { exists: false, ..locked(plain("/a"), "a") };
    assert_eq!(status(put(), &[("if", "(<urn:a>)")], &nothing_below_a_lock), 412, "RFC 4918 10.4.4");
    assert_eq!(status(get(), &[("if-modified-since", THEN)], &bare), 0, "RFC 9110 13.1.3: no date");
}

#[test]
fn the_field_if() {
    let sync = "http://example.com/sync/1".parse().unwrap();
    let resource = ResourceState { states: vec![sync], ..locked(plain("/a"), "a") };
    for (section, field, expected) in [
        ("10.4.3", "(<urn:a> [\"1\"])", 0),
        ("10.4.3: all of a list", "(<urn:a> [\"2\"])", 412),
        ("10.4.3: one of the lists", "(<urn:a> [\"2\"]) ([\"1\"])", 0),
        ("10.4.7", "(Not <urn:a>)", 412),
        ("10.4.8", "(<urn:x>) (Not <DAV:no-lock>)", 0),
        ("10.4.4: exactly", "(<URN:a>)", 412),
        ("10.4.4: weak or strong", "([W/\"1\"])", 0),
        ("10.4.9: itself", "</a> (<urn:a>)", 0),
        ("10.4.9: itself by another name", "<https://example.com:8080/%61> (<urn:a>)", 0),
        ("10.4.9: another", "</other> (<urn:b>)", 0),
        ("10.4.9: another", "</other> (<urn:a>)", 412),
        ("10.4.9: another's version", "</other> ([\"1\"])", 0),
        ("10.4.10", "</cal/> ([\"1\"])", 412),
        ("10.4.11: what is not there", "</none> ([\"1\"])", 412),
        ("10.4.11: what is not there has no state, and the list is of it", "</none> (Not [\"1\"])", 0),
        ("RFC 6578 5", "(<http://example.com/sync/1>)", 0),
        ("RFC 6578 5", "(<http://example.com/sync/0>)", 412),
    ] {
        assert_eq!(status(put(), &[("if", field)], &resource), expected, "{section}: {field}");
    }
}

#[test]
fn others_to_look_up() {
    let field = "</a> ([\"1\"]) </b> ([\"1\"]) </b> ([\"2\"]) <http://example.com/A> ([\"1\"])";
    let request = request("/a", put(), &[("if", field)]);
    let others: Vec<_> = other_resources(&request).iter().map(ToString::to_string).collect();
    assert_eq!(others, ["/b", "http://example.com/A"]);
}

#[test]
fn dates_count_by_seconds() {
    let later: HttpDate = THEN.parse().unwrap();
    let later = HttpDate(later.0 + chrono::TimeDelta::milliseconds(900));
    let resource = ResourceState { last_modified: Some(later), ..plain("/a") };
    assert_eq!(status(get(), &[("if-modified-since", THEN)], &resource), 304);
    assert_eq!(status(put(), &[("if-unmodified-since", THEN)], &resource), 0);
}

#[test]
fn not_modified_tells_the_tags() {
    let request = request("/a", get(), &[("if-none-match", "\"1\"")]);
    let reply = check(&request, &plain("/a"), &[]).unwrap_err();
    assert_eq!(reply.headers.get::<EntityTag>(), "\"1\"".parse().ok(), "RFC 9110 15.4.5");
    assert_eq!(reply.headers.get::<IfMatch>(), None);
}
