use http::StatusCode;

use super::{is_minimal, is_without_root, wants_representation, with_representation};
use crate::header::{ContentLocation, PreferenceApplied};
use crate::message::{Content, Operation, Reply, ReplyBody};
use crate::server::fixture::{granted, missing, plain, request};
use crate::{EntityTag, Privilege};

#[test]
fn short_answers() {
    for (section, field, value, minimal, without_root) in [
        ("RFC 8144 2", "prefer", "return=minimal", true, false),
        ("RFC 7240 4.2: not both", "prefer", "return=minimal, return=representation", false, false),
        ("RFC 8144 4", "prefer", "depth-noroot", false, true),
        ("RFC 8144 4", "prefer", "return=minimal, depth-noroot", true, true),
        ("RFC 8144 A", "brief", "t", true, false),
        ("RFC 8144 A", "brief", "f", false, false),
        ("RFC 7240 2: not known", "prefer", "minimal", false, false),
    ] {
        let headers = request("/a", Operation::Options, &[(field, value)]).headers;
        assert_eq!(
            (is_minimal(&headers), is_without_root(&headers)),
            (minimal, without_root),
            "{section}: {value}"
        );
    }
}

#[test]
fn representations() {
    let put = || Operation::Put(Content::default());
    let asked = [("prefer", "return=representation")].as_slice();
    let (there, secret, nothing) =
        (plain("/a"), granted(plain("/a"), &[Privilege::WriteContent]), missing("/a"));
    for (section, operation, fields, status, resource, expected) in [
        ("RFC 8144 3.1", put(), asked, 201, &there, true),
        ("RFC 8144 3.1", put(), asked, 204, &there, true),
        ("RFC 8144 3.2", put(), asked, 412, &there, true),
        ("RFC 8144 3.2: what is not there", put(), asked, 412, &nothing, false),
        ("RFC 3744 3.1: what cannot be read", put(), asked, 412, &secret, false),
        ("RFC 8144 3.1: not asked for", put(), &[], 201, &there, false),
        ("RFC 8144 3.1: not changed", put(), asked, 403, &there, false),
        ("RFC 8144 3.1: other methods", Operation::Delete, asked, 204, &there, false),
        (
            "RFC 8144 3.1",
            Operation::Move { destination: "/b".into(), overwrite: true },
            asked,
            201,
            &there,
            true,
        ),
    ] {
        let request = request("/a", operation, fields);
        let reply = Reply::new(StatusCode::from_u16(status).unwrap());
        assert_eq!(wants_representation(&request, &reply, resource), expected, "{section}: {status}");
    }
}

#[test]
fn put_into_the_reply() {
    let content = Content::calendar("BEGIN:VCALENDAR");
    for (status, expected) in [(201, 201), (204, 200), (412, 412)] {
        let reply = Reply::new(StatusCode::from_u16(status).unwrap());
        let reply = with_representation(reply, &plain("/a"), content.clone());
        assert_eq!(
            (reply.status.as_u16(), &reply.body),
            (expected, &ReplyBody::Calendar(content.clone())),
            "RFC 8144 3.1"
        );
        assert_eq!(reply.headers.get::<EntityTag>(), plain("/a").entity_tag);
        assert_eq!(reply.headers.get(), Some(ContentLocation("/a".into())), "RFC 7240 4.2");
        let applied = reply.headers.get::<PreferenceApplied>().unwrap();
        assert!(applied.is_representation(), "RFC 8144 B.5");
    }
}
