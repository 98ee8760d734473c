//! Every recorded exchange of the corpus is read, written, and read again with the same meaning.
//!
//! The corpus is named by `CALDAV_CORPUS`; without it the test says how many cases were not run.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use caldav_types::message::{Operation, Post, Reply, ReplyBody};
use caldav_types::report::Report;
use caldav_xml::XmlOptions;
use caldav_xml::message::{
    Decoded, MessageDiagnostic, decode_reply, decode_request, encode_reply, encode_request,
};

/// Exchanges of the corpus, by `http/INDEX.tsv`.
const EXCHANGES: usize = 711;

/// An exchange: its session with its number, and both messages.
struct Exchange {
    name: String,
    request: http::Request<Vec<u8>>,
    response: http::Response<Vec<u8>>,
}

fn exchanges() -> Vec<Exchange> {
    let Some(corpus) = std::env::var_os("CALDAV_CORPUS") else {
        eprintln!("CALDAV_CORPUS is not set: {EXCHANGES} cases were not run");
        return Vec::new();
    };
    let root = Path::new(&corpus).join("http");
    let mut exchanges = Vec::new();
    let mut sessions: Vec<PathBuf> =
        std::fs::read_dir(root).expect("the sessions").map(|entry| entry.expect("an entry").path()).collect();
    sessions.sort();
    for session in sessions.iter().filter(|path| path.is_dir()) {
        let mut files: Vec<PathBuf> = std::fs::read_dir(session)
            .expect("a session")
            .map(|entry| entry.expect("an entry").path())
            .collect();
        files.sort();
        for file in files {
            let name = file.to_str().expect("a name");
            let Some(start) = name.strip_suffix("-request.txt") else { continue };
            let request = std::fs::read(&file).expect("a request");
            let response = std::fs::read(format!("{start}-response.txt")).expect("a response");
            let short = start.rsplit('/').take(2).collect::<Vec<_>>();
            exchanges.push(Exchange {
                name: format!("{}/{}", short[1], short[0]),
                request: request_of(&request),
                response: response_of(&response),
            });
        }
    }
    assert_eq!(exchanges.len(), EXCHANGES);
    exchanges
}

/// The start line, the fields and the body of a message as it was recorded.
fn parts(message: &[u8]) -> (Vec<&str>, http::HeaderMap, Vec<u8>) {
    let end = message.windows(4).position(|window| window == b"\r\n\r\n").expect("an empty line");
    let head = std::str::from_utf8(&message[..end]).expect("fields of text");
    let mut lines = head.split("\r\n");
    let start = lines.next().expect("a start line").splitn(3, ' ').collect();
    let mut headers = http::HeaderMap::new();
    for line in lines {
        let (name, value) = line.split_once(':').expect("a field");
        let name = http::HeaderName::from_bytes(name.as_bytes()).expect("a name");
        headers.append(name, http::HeaderValue::from_str(value.trim()).expect("a value"));
    }
    (start, headers, message[end + 4..].to_vec())
}

fn request_of(message: &[u8]) -> http::Request<Vec<u8>> {
    let (start, headers, body) = parts(message);
    let mut request = http::Request::new(body);
    *request.method_mut() = start[0].parse().expect("a method");
    *request.uri_mut() = start[1].parse().expect("a target");
    *request.headers_mut() = headers;
    request
}

fn response_of(message: &[u8]) -> http::Response<Vec<u8>> {
    let (start, headers, body) = parts(message);
    let mut response = http::Response::new(body);
    *response.status_mut() = start[1].parse().expect("a status");
    *response.headers_mut() = headers;
    response
}

/// Departures that are told: of which client or server, which, how many, and why they are there.
type Departures = [(&'static str, &'static str, usize, &'static str)];

const OF_REQUESTS: &Departures = &[
    ("caldavclient-", "expected a type of XML", 15, "q-17: every body is sent as text/plain"),
    ("python-caldav-", "expected the depth 0", 8, "op-29: Depth 1 beside the level in the body"),
];

const OF_REPLIES: &Departures = &[
    ("-sogo/", "expected the namespace \"DAV:\", found \"DAV\"", 8, "a slip in the document of a property"),
    ("-sogo/", "expected a date such as", 6, "getlastmodified in the form of mail, with an offset"),
    ("-sogo/", "expected a date and time such as", 1, "creationdate in that form too"),
    ("-davical/", "expected a date and time such as", 1, "creationdate in the form of iCalendar"),
    ("-davical/", "expected elements alone, found text", 1, "supportedlock with a bare text"),
    ("-davical/", "expected DAV:lockroot, found none", 1, "RFC 2518 had no lockroot"),
];

/// Every diagnostic is one of the table, and there are as many as it says.
fn assert_reviewed(departures: &Departures, found: &[(String, MessageDiagnostic)]) {
    let mut counts = vec![0; departures.len()];
    for (name, diagnostic) in found {
        let text = diagnostic.to_string();
        let place = departures.iter().position(|(who, start, ..)| name.contains(who) && text.contains(start));
        counts[place.unwrap_or_else(|| panic!("{name}: {text}"))] += 1;
    }
    for ((who, start, expected, why), count) in departures.iter().zip(counts) {
        assert_eq!(count, *expected, "{who} {start}: {why}");
    }
}

#[test]
fn requests_come_back_with_the_same_meaning() {
    let exchanges = exchanges();
    let mut kinds = BTreeMap::<String, usize>::new();
    let mut found = Vec::new();
    for Exchange { name, request, .. } in &exchanges {
        let decoded = decode_request(request, &XmlOptions::lenient());
        let Decoded { message, diagnostics } = decoded.unwrap_or_else(|error| panic!("{name}: {error}"));
        *kinds.entry(kind(&message.operation)).or_default() += 1;
        let strict = decode_request(request, &XmlOptions::strict()).map(|decoded| decoded.message);
        assert_eq!(strict.ok(), diagnostics.is_empty().then(|| message.clone()), "{name}");
        let wire = encode_request(&message).expect("a request that can be written");
        assert_eq!(wire.method(), request.method(), "{name}");
        assert_eq!(wire.uri(), request.uri(), "{name}");
        // What the message says of old is not mended by writing it.
        let kept = diagnostics.contains(&MessageDiagnostic::SyncDepth);
        let options = if kept { XmlOptions::lenient() } else { XmlOptions::strict() };
        let again = decode_request(&wire, &options).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(again.message, message, "{name}");
        found.extend(diagnostics.into_iter().map(|diagnostic| (name.clone(), diagnostic)));
    }
    if exchanges.is_empty() {
        return;
    }
    assert_reviewed(OF_REQUESTS, &found);
    assert_kinds(&kinds, REQUESTS);
}

#[test]
fn replies_come_back_with_the_same_meaning() {
    let exchanges = exchanges();
    let mut kinds = BTreeMap::<String, usize>::new();
    let mut found = Vec::new();
    for Exchange { name, request, response } in &exchanges {
        let request = decode_request(request, &XmlOptions::lenient()).expect("a request").message;
        let decoded = decode_reply(&request, response, &XmlOptions::lenient());
        let Decoded { message, diagnostics } = decoded.unwrap_or_else(|error| panic!("{name}: {error}"));
        *kinds.entry(format!("{} {}", request.method(), body_kind(&message))).or_default() += 1;
        let strict = decode_reply(&request, response, &XmlOptions::strict()).map(|decoded| decoded.message);
        if diagnostics.is_empty() {
            assert_eq!(strict.as_ref(), Ok(&message), "{name}");
        }
        let wire = encode_reply(&message).expect("a reply that can be written");
        assert_eq!(wire.status(), response.status(), "{name}");
        let again = decode_reply(&request, &wire, &XmlOptions::lenient());
        let again = again.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(again.message, message, "{name}");
        found.extend(diagnostics.into_iter().map(|diagnostic| (name.clone(), diagnostic)));
    }
    if exchanges.is_empty() {
        return;
    }
    assert_reviewed(OF_REPLIES, &found);
    assert_kinds(&kinds, REPLIES);
}

/// What the messages of the corpus are read as. What is "other" was looked at: pages and words for people, and two
/// documents of which the namespace is misspelt.
const REQUESTS: &[(&str, usize)] = &[
    ("DELETE", 75),
    ("GET", 12),
    ("LOCK", 5),
    ("MKCALENDAR", 25),
    ("MKCOL", 9),
    ("MOVE", 5),
    ("OPTIONS", 21),
    ("PROPFIND", 260),
    ("PROPPATCH", 10),
    ("PUT", 120),
    ("REPORT calendar-multiget", 29),
    ("REPORT calendar-query", 101),
    ("REPORT free-busy-query", 8),
    ("REPORT sync-collection", 31),
];

const REPLIES: &[(&str, usize)] = &[
    ("DELETE multistatus", 11),
    ("DELETE nothing", 61),
    ("DELETE other", 3),
    ("GET calendar", 6),
    ("GET other", 6),
    ("LOCK nothing", 1),
    ("LOCK other", 3),
    ("LOCK properties", 1),
    ("MKCALENDAR nothing", 22),
    ("MKCALENDAR other", 3),
    ("MKCOL mkcol-response", 2),
    ("MKCOL nothing", 7),
    ("MOVE error", 1),
    ("MOVE nothing", 3),
    ("MOVE other", 1),
    ("OPTIONS error", 2),
    ("OPTIONS nothing", 14),
    ("OPTIONS other", 5),
    ("PROPFIND error", 2),
    ("PROPFIND multistatus", 238),
    ("PROPFIND nothing", 3),
    ("PROPFIND other", 17),
    ("PROPPATCH multistatus", 10),
    ("PUT error", 3),
    ("PUT nothing", 110),
    ("PUT other", 7),
    ("REPORT calendar", 6),
    ("REPORT error", 4),
    ("REPORT multistatus", 145),
    ("REPORT nothing", 3),
    ("REPORT other", 11),
];

fn assert_kinds(found: &BTreeMap<String, usize>, expected: &[(&str, usize)]) {
    let found: Vec<_> = found.iter().map(|(kind, count)| (kind.as_str(), *count)).collect();
    assert_eq!(found, expected);
}

fn kind(operation: &Operation) -> String {
    match operation {
        Operation::Report { body: Report::Other(other), .. } => format!("REPORT other {}", other.name),
        Operation::Report { body, .. } => format!("REPORT {}", body.name().local_name()),
        Operation::Post(Post::Content(_)) => "POST content".into(),
        Operation::Other { method, .. } => format!("other {method}"),
        operation => operation.method().to_string(),
    }
}

fn body_kind(reply: &Reply) -> &'static str {
    match &reply.body {
        ReplyBody::Empty => "nothing",
        ReplyBody::Multistatus(_) => "multistatus",
        ReplyBody::Error(_) => "error",
        ReplyBody::Calendar(_) => "calendar",
        ReplyBody::Other(_) => "other",
        ReplyBody::Prop(_) => "properties",
        ReplyBody::Mkcol(_) => "mkcol-response",
        _ => "something else",
    }
}
