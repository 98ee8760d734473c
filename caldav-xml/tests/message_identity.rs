//! Any message is written, read, and the same.

#![allow(clippy::expect_used, clippy::unwrap_used, reason = "tests")]

use caldav_types::Depth;
use caldav_types::message::{Operation, Reply, ReplyBody, Request};
use caldav_types::report::Report;
use caldav_types::request::{Mkcalendar, Mkcol, Propfind};
use caldav_xml::XmlOptions;
use caldav_xml::message::{decode_reply, decode_request, encode_reply, encode_request};
use http::Uri;
use proptest::prelude::*;

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_000))]

    #[test]
    fn requests(request: Request) {
        let wire = encode_request(&request).unwrap();
        for options in [XmlOptions::strict(), XmlOptions::lenient()] {
            let read = decode_request(&wire, &options).expect("what was written is read");
            prop_assert_eq!(&read.message, &request, "{:?}", wire);
        }
        let read = decode_request(&wire, &XmlOptions::strict()).expect("what was written is read");
        prop_assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
    }

    #[test]
    fn replies(reply: Reply) {
        let request = Request::new(Uri::from_static("/cal/"), operation(&reply.body));
        let wire = encode_reply(&reply).unwrap();
        let read = decode_reply(&request, &wire, &XmlOptions::strict()).expect("what was written is read");
        prop_assert_eq!(&read.message, &reply, "{:?}", wire);
        prop_assert!(read.diagnostics.is_empty(), "{:?}", read.diagnostics);
    }
}

/// What is answered so.
fn operation(body: &ReplyBody) -> Operation {
    match body {
        ReplyBody::Calendar(_) | ReplyBody::Other(_) => Operation::Get,
        ReplyBody::Mkcol(_) => Operation::Mkcol(Mkcol::default()),
        ReplyBody::Mkcalendar(_) => Operation::Mkcalendar(Mkcalendar::default()),
        ReplyBody::PrincipalSearchPropertySet(_) => {
            Operation::Report { depth: None, body: Report::PrincipalSearchPropertySet }
        }
        ReplyBody::Prop(_) => Operation::RefreshLock { timeout: None },
        ReplyBody::ScheduleResponse(_) | ReplyBody::SharedAs(_) => {
            Operation::Post(caldav_types::message::Post::Content(Default::default()))
        }
        _ => Operation::Propfind { depth: Depth::One, body: Propfind::PropName },
    }
}
