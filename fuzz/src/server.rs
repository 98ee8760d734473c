//! Requests to a server.

use caldav_conformance::reference::{Account, Server, Settings};
use caldav_types::header::Authorization;
use caldav_types::message::{Operation, Request};
use caldav_xml::XmlOptions;
use caldav_xml::message::{decode_reply, decode_request};
use chrono::{DateTime, TimeDelta};
use http::HeaderValue;
use http::header::AUTHORIZATION;

use crate::message::{pieces, request_of};

/// Whatever a server is asked, one request after the other: it answers, in words that strict reading knows; what cannot
/// be read is refused; a server that is asked the same answers the same; and what only asks changes nothing. The octets
/// are requests as HTTP/1.1 has them, with lines of four `=` between them; a minute passes from one to the next.
pub fn server(octets: &[u8]) {
    let (mut one, mut other) = (new_server(), new_server());
    let mut now = DateTime::UNIX_EPOCH;
    for message in pieces(octets) {
        let Some(mut request) = request_of(message) else { continue };
        if !request.headers().contains_key(AUTHORIZATION) {
            request.headers_mut().insert(AUTHORIZATION, credentials());
        }
        now += TimeDelta::minutes(1);
        let before = one.clone();
        let response = one.handle(&request, now);
        let again = other.handle(&request, now);
        assert_eq!(
            (response.status(), response.headers(), response.body()),
            (again.status(), again.headers(), again.body()),
            "what it answers follows from what it was asked"
        );
        let status = response.status();
        let Ok(read) = decode_request(&request, &XmlOptions::strict()) else {
            assert!(!status.is_success(), "{status}: what cannot be read is refused");
            continue;
        };
        decode_reply(&read.message, &response, &XmlOptions::strict()).expect("what it says can be read");
        if asks_only(&read.message) {
            let told = |server: &Server| {
                let mut server = server.clone();
                server.handle(&everything(), now).into_body()
            };
            assert_eq!(told(&before), told(&one), "what only asks changes nothing");
        }
    }
}

fn new_server() -> Server {
    Server::new(Settings::default().with_account(Account::new("a", "a")).with_account(Account::new("b", "b")))
}

fn credentials() -> HeaderValue {
    let credentials = Authorization::basic("a", "a").expect("a name and a password").to_string();
    credentials.try_into().expect("the value of a field")
}

fn asks_only(request: &Request) -> bool {
    matches!(
        request.operation,
        Operation::Options
            | Operation::Get
            | Operation::Head
            | Operation::Propfind { .. }
            | Operation::Report { .. }
    )
}

fn everything() -> http::Request<&'static [u8]> {
    let mut request = http::Request::new(&b""[..]);
    *request.method_mut() = "PROPFIND".parse().expect("a method");
    *request.uri_mut() = http::Uri::from_static("/calendars/a/");
    request.headers_mut().insert(AUTHORIZATION, credentials());
    request.headers_mut().insert("depth", HeaderValue::from_static("1"));
    request
}
