//! Messages of HTTP and their fields.

use caldav_types::Depth;
use caldav_types::header::{
    Accept, Allow, Authorization, Brief, CalDavTimezones, CalManagedId, ContentDisposition, ContentEncoding,
    ContentLength, ContentLocation, Date, Dav, Destination, Expect, Expires, Header, HomeCTag, If, IfMatch,
    IfModifiedSince, IfNoneMatch, IfRange, IfScheduleTagMatch, IfUnmodifiedSince, Label, LastModified,
    Location, LockToken, MediaType, MobileMeDavOptions, Originator, Overwrite, Prefer, PreferenceApplied,
    PushDontNotify, Range, Recipient, RetryAfter, ScheduleReply, ServerInfoToken, SplitComponentUrl, Timeout,
    Topic, Urgency, UserAgent, Vary, WwwAuthenticate,
};
use caldav_types::message::{Content, Operation, Post, Reply, Request};
use caldav_types::report::{Report, SyncCollection};
use caldav_types::request::{Mkcalendar, Propfind};
use caldav_types::{CTag, EntityTag, ScheduleTag};
use caldav_xml::message::{decode_reply, decode_request, encode_reply, encode_request};
use caldav_xml::{XmlLimit, XmlOptions};
use http::{HeaderMap, HeaderName, HeaderValue};

/// Any request that is read is written and read again as the same; strict reading reads no more than lenient reading
/// does; and a request that is not read has an answer. The octets are a message as HTTP/1.1 has it.
pub fn request(octets: &[u8]) {
    let Some(wire) = request_of(octets) else { return };
    match decode_request(&wire, &options()) {
        Ok(read) => {
            assert!(!format!("{read:?}").is_empty());
            let written = encode_request(&read.message).expect("what was read can be written");
            let again = decode_request(&written, &options()).expect("what is written can be read");
            if !has_prefixes(&read.message) {
                assert_eq!(
                    again.message,
                    as_written(read.message.clone()),
                    "what is written is what was read"
                );
            }
            let written = encode_request(&again.message).expect("what was read can be written");
            let last = decode_request(&written, &options()).expect("what is written can be read");
            assert_eq!(last.message, again.message, "what is written is what was read");
            // What nobody knows is looked at by strict reading alone.
            let is_unknown = matches!(read.message.operation, Operation::Post(Post::Content(_)));
            if read.diagnostics.is_empty() && !is_unknown {
                let strict = decode_request(&wire, &strict()).expect("nothing departs");
                assert_eq!(strict.message, read.message);
            }
        }
        Err(error) => {
            assert!(decode_request(&wire, &strict()).is_err(), "strict reading refuses it too");
            let reply = Reply::from(&error);
            assert!(reply.status.is_client_error() && !error.to_string().is_empty());
            encode_reply(&reply).expect("an answer");
        }
    }
}

/// Any reply that is read is written and read again as the same. The octets are a message as HTTP/1.1 has it; its status
/// decides which request it answers.
pub fn reply(octets: &[u8]) {
    let Some(wire) = response_of(octets) else { return };
    for operation in [
        Operation::Get,
        Operation::Head,
        Operation::Propfind { depth: Depth::Zero, body: Propfind::PropName },
        Operation::Mkcalendar(Mkcalendar::default()),
        Operation::Report { depth: None, body: Report::SyncCollection(SyncCollection::default()) },
        Operation::Post(Post::Content(Content::default())),
    ] {
        let request = Request::new(http::Uri::from_static("/cal/"), operation);
        let Ok(read) = decode_reply(&request, &wire, &options()) else {
            assert!(decode_reply(&request, &wire, &strict()).is_err(), "strict reading refuses it too");
            continue;
        };
        let written = encode_reply(&read.message).expect("what was read can be written");
        let again = decode_reply(&request, &written, &options()).expect("what is written can be read");
        if !has_prefixes(&read.message) {
            assert_eq!(again.message, read.message, "what is written is what was read");
        }
        let written = encode_reply(&again.message).expect("what was read can be written");
        let last = decode_reply(&request, &written, &options()).expect("what is written can be read");
        assert_eq!(last.message, again.message, "what is written is what was read");
    }
}

/// Does it hold an element that nobody knows? A text in it that looks like a name with a prefix keeps what the prefix
/// means, and one that means nothing may mean something once it is written.
fn has_prefixes(message: &impl std::fmt::Debug) -> bool {
    format!("{message:?}").contains("prefixes: [")
}

/// The value of any field that is read is written, read again, and written as the same.
pub fn header(octets: &[u8]) {
    let Ok(value) = HeaderValue::from_bytes(octets) else { return };
    for holds in FIELDS {
        holds(&value);
    }
}

/// The request with its destination as a field states it: characters that no URI has are encoded.
fn as_written(mut request: Request) -> Request {
    if let Operation::Copy { destination, .. } | Operation::Move { destination, .. } = &mut request.operation
    {
        let field = Destination(destination.clone()).to_string();
        *destination = field.as_str().into();
    }
    request
}

fn holds<H: Header>(value: &HeaderValue) {
    let mut headers = HeaderMap::new();
    let name = HeaderName::from_bytes(H::NAME.as_bytes()).expect("the name of a field");
    headers.insert(&name, value.clone());
    match H::read(&headers) {
        Ok(field) => {
            let field = field.expect("it is there");
            let mut written = HeaderMap::new();
            field.write(&mut written).expect("what was read can be written");
            let again = H::read(&written).expect("what is written can be read").expect("it is there");
            assert_eq!(again.to_string(), field.to_string(), "{}", H::NAME);
        }
        Err(error) => assert!(error.field() == H::NAME && !error.to_string().is_empty()),
    }
}

/// Makes the list of the fields.
macro_rules! fields {
    ($($field:ident)+) => {
        const FIELDS: &[fn(&HeaderValue)] = &[$(holds::<$field>,)+];
    };
}

fields! {
    Accept Allow Authorization Brief CTag CalDavTimezones CalManagedId ContentDisposition ContentEncoding
    ContentLength ContentLocation Date Dav Depth Destination EntityTag Expect Expires HomeCTag If IfMatch
    IfModifiedSince IfNoneMatch IfRange IfScheduleTagMatch IfUnmodifiedSince Label LastModified Location LockToken
    MediaType MobileMeDavOptions Originator Overwrite Prefer PreferenceApplied PushDontNotify Range Recipient
    RetryAfter ScheduleReply ScheduleTag ServerInfoToken SplitComponentUrl Timeout Topic Urgency UserAgent Vary
    WwwAuthenticate
}

/// A request as HTTP/1.1 has it.
pub(crate) fn request_of(octets: &[u8]) -> Option<http::Request<&[u8]>> {
    let message = Message::of(octets)?;
    let mut request = http::Request::new(message.body);
    let mut start = message.start.split(' ');
    *request.method_mut() = start.next()?.parse().ok()?;
    *request.uri_mut() = start.next()?.parse().ok()?;
    *request.headers_mut() = message.headers;
    Some(request)
}

/// A response as HTTP/1.1 has it.
pub(crate) fn response_of(octets: &[u8]) -> Option<http::Response<&[u8]>> {
    let message = Message::of(octets)?;
    let mut response = http::Response::new(message.body);
    *response.status_mut() = message.start.split(' ').nth(1)?.parse().ok()?;
    *response.headers_mut() = message.headers;
    Some(response)
}

/// What stands between the lines of four `=`.
pub(crate) fn pieces(octets: &[u8]) -> Vec<&[u8]> {
    let (mut pieces, mut rest) = (Vec::new(), octets);
    while let Some(at) = rest.windows(SEPARATOR.len()).position(|octets| octets == SEPARATOR) {
        let (piece, after) = rest.split_at(at);
        pieces.push(piece);
        rest = after.get(SEPARATOR.len()..).unwrap_or_default();
    }
    pieces.push(rest);
    pieces
}

const SEPARATOR: &[u8] = b"\n====\n";

/// A message as HTTP/1.1 has it, with line ends of either kind.
struct Message<'m> {
    start: &'m str,
    headers: HeaderMap,
    body: &'m [u8],
}

impl<'m> Message<'m> {
    fn of(octets: &'m [u8]) -> Option<Self> {
        let (start, mut rest) = line(octets)?;
        let mut headers = HeaderMap::new();
        loop {
            let (field, after) = line(rest)?;
            rest = after;
            if field.is_empty() {
                return Some(Self { start: std::str::from_utf8(start).ok()?, headers, body: rest });
            }
            let colon = field.iter().position(|octet| *octet == b':')?;
            let (name, value) = field.split_at_checked(colon)?;
            let value = value.get(1..)?.trim_ascii();
            headers.append(HeaderName::from_bytes(name).ok()?, HeaderValue::from_bytes(value).ok()?);
        }
    }
}

fn line(octets: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = octets.iter().position(|octet| *octet == b'\n')?;
    let (line, rest) = octets.split_at_checked(end)?;
    Some((line.strip_suffix(b"\r").unwrap_or(line), rest.get(1..)?))
}

pub(crate) fn options() -> XmlOptions {
    let options = XmlOptions::lenient();
    options.with_limits(options.limits.with(XmlLimit::Octets, 1 << 20))
}

fn strict() -> XmlOptions {
    XmlOptions::strict().with_limits(options().limits)
}
