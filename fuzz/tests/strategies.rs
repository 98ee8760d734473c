//! What the strategies of `caldav-types` make, written, is input that the properties hold for, and so is what is left
//! of it when a piece is cut out or put in twice.

#![allow(clippy::expect_used, reason = "an unexpected failure ends the test")]

use caldav_types::message::{Reply, Request};
use caldav_types::multistatus::Multistatus;
use caldav_types::report::Report;
use caldav_xml::Body;
use caldav_xml::message::{encode_reply, encode_request};
use http::HeaderMap;
use proptest::prelude::*;
use proptest::sample::Index;

proptest! {
    #[test]
    fn requests(request: Request, change: Change) {
        let wire = encode_request(&request).expect("it can be written");
        let start = format!("{} {} HTTP/1.1\r\n", wire.method(), wire.uri());
        let octets = message(&start, wire.headers(), wire.body());
        caldav_fuzz::request(&octets);
        caldav_fuzz::request(&change.of(octets));
    }

    #[test]
    fn replies(reply: Reply, change: Change) {
        let wire = encode_reply(&reply).expect("it can be written");
        let start = format!("HTTP/1.1 {} \r\n", wire.status().as_str());
        let octets = message(&start, wire.headers(), wire.body());
        caldav_fuzz::reply(&octets);
        caldav_fuzz::reply(&change.of(octets));
    }

    #[test]
    fn reports(report: Report, change: Change) {
        let octets = report.to_xml().into_bytes();
        caldav_fuzz::xml(&octets);
        caldav_fuzz::xml(&change.of(octets));
    }

    #[test]
    fn multistatuses(multistatus: Multistatus, change: Change) {
        let octets = multistatus.to_xml().into_bytes();
        caldav_fuzz::multistatus(&octets);
        caldav_fuzz::multistatus(&change.of(octets));
    }
}

/// A message as HTTP/1.1 has it.
fn message(start: &str, headers: &HeaderMap, body: &[u8]) -> Vec<u8> {
    let mut octets = start.as_bytes().to_vec();
    for (name, value) in headers {
        octets.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    octets.extend(b"\r\n");
    octets.extend(body);
    octets
}

/// A piece of some octets, that is left out or there twice.
#[derive(Clone, Debug)]
struct Change {
    ends: [Index; 2],
    twice: bool,
}

impl Arbitrary for Change {
    type Parameters = ();
    type Strategy = BoxedStrategy<Self>;

    fn arbitrary_with((): ()) -> Self::Strategy {
        any::<([Index; 2], bool)>().prop_map(|(ends, twice)| Self { ends, twice }).boxed()
    }
}

impl Change {
    fn of(&self, octets: Vec<u8>) -> Vec<u8> {
        let mut ends = self.ends.map(|end| end.index(octets.len() + 1));
        ends.sort_unstable();
        let [begin, end] = ends;
        let (start, rest) = if self.twice { (end, begin) } else { (begin, end) };
        [octets.get(..start), octets.get(rest..)].map(Option::unwrap_or_default).concat()
    }
}
