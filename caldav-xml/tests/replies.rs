//! Replies as a whole: each body both ways, and what is made of those that depart.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use caldav_types::header::{Dav, Location, LockToken, MediaType, RetryAfter, WwwAuthenticate};
use caldav_types::message::{Content, Operation, Post, Reply, ReplyBody, Request};
use caldav_types::multistatus::{Multistatus, Propstat, Response};
use caldav_types::property::{DavProperty, DavPropertyName, Prop};
use caldav_types::report::{PrincipalSearchPropertySet, Report, SyncCollection};
use caldav_types::request::{Mkcalendar, MkcalendarResponse, Mkcol, MkcolResponse, Propfind, Proppatch};
use caldav_types::schedule_response::{RecipientResponse, ScheduleResponse};
use caldav_types::sharing::SharedAs;
use caldav_types::{Depth, EntityTag, Href, LocalizedText, Precondition, ScheduleTag};
use caldav_xml::message::{
    Decoded, MessageDiagnostic, ReplyError, ReplyErrorKind, decode_reply, encode_reply,
};
use caldav_xml::{XmlErrorKind, XmlLimit, XmlOptions};
use http::StatusCode;

type Wire = http::Response<Vec<u8>>;
type IsRight<'c, T> = &'c dyn Fn(&T) -> bool;
/// A case, the status, the type and the body, what it is read as, and how often it departs.
type Page<'c> = (&'c str, u16, &'c str, &'c str, IsRight<'c, ReplyBody>, usize);
type Fields<'f> = &'f [(&'f str, &'f str)];

fn wire(status: u16, fields: Fields<'_>, body: &str) -> Wire {
    let mut builder = http::Response::builder().status(status);
    for (name, value) in fields {
        builder = builder.header(*name, *value);
    }
    builder.body(body.into()).unwrap()
}

fn request(operation: Operation) -> Request {
    Request::new("https://cal.example.com/home/lisa/".parse().unwrap(), operation)
}

fn propfind() -> Request {
    let body = Propfind::AllProp { include: Vec::new() };
    request(Operation::Propfind { depth: Depth::One, body })
}

fn lenient(request: &Request, wire: &Wire) -> Result<Decoded<Reply>, ReplyError> {
    decode_reply(request, wire, &XmlOptions::lenient())
}

fn multistatus() -> Multistatus {
    let gone = Response::of_status(Href::new("/home/lisa/1.ics"), StatusCode::NOT_FOUND);
    Multistatus { responses: vec![gone], ..Multistatus::default() }
}

#[test]
fn every_body_comes_back() {
    let propstats =
        || vec![Propstat::new(StatusCode::FORBIDDEN, vec![DavProperty::Empty(DavPropertyName::GetEtag)])];
    let text = LocalizedText { text: "Lisa".into(), language: None };
    let report =
        || Operation::Report { depth: None, body: Report::SyncCollection(SyncCollection::default()) };
    let post = || Operation::Post(Post::Content(Content::calendar("BEGIN:VCALENDAR")));
    for (status, operation, body) in [
        (201, Operation::Mkcol(Mkcol::default()), ReplyBody::Empty),
        (207, propfind().operation, ReplyBody::Multistatus(multistatus())),
        (207, Operation::Delete, ReplyBody::Multistatus(multistatus())),
        (207, report(), ReplyBody::Multistatus(multistatus())),
        (207, Operation::Proppatch(Proppatch::default()), ReplyBody::Multistatus(multistatus())),
        (403, report(), ReplyBody::Error(Precondition::ValidSyncToken.into())),
        (409, Operation::Get, ReplyBody::Error(Precondition::LockTokenSubmitted.into())),
        (200, Operation::Get, ReplyBody::Calendar(Content::calendar("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"))),
        (200, report(), ReplyBody::Calendar(Content::calendar("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n"))),
        (
            200,
            post(),
            ReplyBody::ScheduleResponse(ScheduleResponse {
                responses: vec![RecipientResponse::new("mailto:mike@example.org".into(), "2.0;Success")],
            }),
        ),
        (201, Operation::Mkcol(Mkcol::default()), ReplyBody::Mkcol(MkcolResponse { propstats: propstats() })),
        (
            207,
            Operation::Mkcalendar(Mkcalendar::default()),
            ReplyBody::Mkcalendar(MkcalendarResponse { propstats: propstats() }),
        ),
        (200, report(), ReplyBody::PrincipalSearchPropertySet(PrincipalSearchPropertySet::default())),
        (200, post(), ReplyBody::Prop(Prop(vec![DavProperty::DisplayName(text)]))),
        (200, post(), ReplyBody::SharedAs(SharedAs("/home/lisa/shared/".into()))),
        (404, Operation::Get, ReplyBody::Other(Content::new(None, "Not found"))),
        (
            200,
            Operation::Get,
            ReplyBody::Other(Content::new(Some(MediaType::xml()), "<multistatus xmlns='DAV:'/>")),
        ),
    ] {
        let request = request(operation);
        let status = StatusCode::from_u16(status).unwrap();
        let reply = Reply::with_body(status, body).with(&EntityTag::strong("1").unwrap()).unwrap();
        let wire = encode_reply(&reply).unwrap();
        assert_eq!(wire.status(), status);
        let decoded = decode_reply(&request, &wire, &XmlOptions::strict());
        let Decoded { message, diagnostics } = decoded.unwrap_or_else(|error| panic!("{reply:?}: {error}"));
        assert_eq!(message, reply);
        assert_eq!(diagnostics, []);
        assert_eq!(message.headers.get(), Some(EntityTag::strong("1").unwrap()));
    }
}

#[test]
fn fields() {
    let put = request(Operation::Put(Content::calendar("x")));
    let wire = wire(
        201,
        &[
            ("ETag", "W/\"2\""),
            ("Schedule-Tag", "\"3\""),
            ("Location", "/home/lisa/2.ics"),
            ("Lock-Token", "<urn:uuid:1>"),
            ("Retry-After", "120"),
            ("DAV", "1, calendar-access"),
            ("DAV", "<http://example.com/x>"),
            ("WWW-Authenticate", "Basic realm=\"a\""),
            ("Set-Cookie", "s3cret"),
            ("X-New", "y"),
            ("Content-Length", "0"),
            ("Transfer-Encoding", "chunked"),
        ],
        "",
    );
    let Decoded { message, diagnostics } = lenient(&put, &wire).unwrap();
    assert_eq!(diagnostics, []);
    let headers = &message.headers;
    assert!(headers.get::<EntityTag>().unwrap().is_weak());
    assert_eq!(headers.get::<ScheduleTag>().unwrap().opaque(), "3");
    assert_eq!(headers.get::<Location>().unwrap().0.as_str(), "/home/lisa/2.ics");
    assert_eq!(headers.get::<LockToken>().unwrap().0.as_str(), "urn:uuid:1");
    assert_eq!(headers.get(), Some(RetryAfter::Seconds(120)));
    assert_eq!(headers.get::<Dav>().unwrap().0.len(), 3);
    assert!(headers.get::<WwwAuthenticate>().is_some());
    assert_eq!(headers.as_map()["x-new"], "y");
    assert!(!headers.as_map().contains_key("content-length"));
    assert!(!headers.as_map().contains_key("transfer-encoding"));
    assert!(!format!("{message:?}").contains("s3cret"));
    assert_eq!(encode_reply(&message).unwrap().headers(), headers.as_map());
}

#[test]
fn no_body_where_there_can_be_none() {
    let head = request(Operation::Head);
    let fields =
        &[("Content-Length", "3495"), ("Content-Type", "text/calendar"), ("Content-Encoding", "gzip")];
    let message = lenient(&head, &wire(200, fields, "")).unwrap().message;
    assert_eq!(message.body, ReplyBody::Empty);
    assert_eq!(message.headers.as_map().len(), 3, "RFC 9110 9.3.2: what GET would say");
    let get = request(Operation::Get);
    for status in [204, 304] {
        assert_eq!(lenient(&get, &wire(status, &[], "x")).unwrap().message.body, ReplyBody::Empty);
    }
    let delete = request(Operation::Delete);
    assert_eq!(lenient(&delete, &wire(200, &[], " \r\n")).unwrap().message.body, ReplyBody::Empty);
}

#[test]
fn lenient_reading_judges_by_content() {
    let multistatus = "<multistatus xmlns='DAV:'/>";
    let error = "<error xmlns='DAV:'><valid-sync-token/></error>";
    let html = "<!DOCTYPE html><html><body>Not <b>found</body></html>";
    let is_multistatus = |body: &ReplyBody| matches!(body, ReplyBody::Multistatus(_));
    let is_error = |body: &ReplyBody| matches!(body, ReplyBody::Error(_));
    let is_calendar = |body: &ReplyBody| matches!(body, ReplyBody::Calendar(_));
    let is_other = |body: &ReplyBody| matches!(body, ReplyBody::Other(_));
    let cases: &[Page<'_>] = &[
        ("right", 207, "text/xml; charset=utf-8", multistatus, &is_multistatus, 0),
        ("q-17: a wrong type", 207, "text/html", multistatus, &is_multistatus, 1),
        ("q-17: a type that is none", 207, "xml", multistatus, &is_multistatus, 1),
        ("q-16: 403, 409, 410, 412", 412, "application/xml", error, &is_error, 0),
        ("q-17: a wrong type", 403, "text/plain", error, &is_error, 1),
        ("a page", 404, "text/html", html, &is_other, 0),
        ("a page that says it is XML", 404, "application/xml", html, &is_other, 1),
        ("a page of XHTML", 401, "application/xhtml+xml", "<html/>", &is_other, 0),
        ("an answer of success that nobody knows", 200, "text/xml", "<ok/>", &is_other, 0),
        (
            "q-17: any order",
            200,
            "text/calendar; component=vevent; charset=utf-8",
            "BEGIN:X",
            &is_calendar,
            0,
        ),
        ("q-17: a wrong type", 200, "application/octet-stream", "BEGIN:VCALENDAR", &is_calendar, 0),
    ];
    for (case, status, media_type, body, is_right, departures) in cases {
        let wire = wire(*status, &[("Content-Type", media_type)], body);
        let decoded = lenient(&propfind(), &wire).unwrap_or_else(|error| panic!("{case}: {error}"));
        assert!(is_right(&decoded.message.body), "{case}: {:?}", decoded.message);
        assert_eq!(decoded.diagnostics.len(), *departures, "{case}: {:?}", decoded.diagnostics);
        let strict = decode_reply(&propfind(), &wire, &XmlOptions::strict());
        assert_eq!(strict.is_ok(), *departures == 0, "{case}");
        // What was read is written as it should be, and read again.
        let again = encode_reply(&decoded.message).unwrap();
        assert_eq!(lenient(&propfind(), &again).unwrap().message, decoded.message, "{case}");
    }
}

#[test]
fn faults_stay_where_they_are() {
    let fields = &[("ETag", ""), ("Last-Modified", "yesterday"), ("Content-Type", "text/xml")];
    let body = "<multistatus xmlns='DAV:'>
        <response><status>HTTP/1.1 404 Not Found</status></response>
        <response><href>/2.ics</href><status>HTTP/1.1 404 Not Found</status></response>
    </multistatus>";
    let Decoded { message, diagnostics } = lenient(&propfind(), &wire(207, fields, body)).unwrap();
    assert_eq!(message.multistatus().unwrap().responses.len(), 1);
    assert_eq!(message.headers.get::<EntityTag>(), None);
    assert_eq!(message.headers.as_map()["last-modified"], "yesterday", "it stays");
    let of_fields = diagnostics.iter().filter(|it| matches!(it, MessageDiagnostic::Header(_))).count();
    assert_eq!((of_fields, diagnostics.len()), (2, 3), "{diagnostics:?}");
    let strict = decode_reply(&propfind(), &wire(207, fields, body), &XmlOptions::strict());
    assert!(matches!(strict.unwrap_err().kind(), ReplyErrorKind::Header(error) if error.field() == "ETag"));
}

#[test]
fn what_cannot_be_read() {
    let get = || request(Operation::Get);
    let is_xml = |kind: &ReplyErrorKind| matches!(kind, ReplyErrorKind::Xml(_));
    let is_root = |kind: &ReplyErrorKind| matches!(kind, ReplyErrorKind::Xml(error) if matches!(error.kind(), XmlErrorKind::UnexpectedRoot { .. }));
    let xml = &[("Content-Type", "text/xml")];
    let cases: &[(&str, Request, Wire, IsRight<'_, ReplyErrorKind>)] = &[
        ("RFC 4918 13: 207 without body", propfind(), wire(207, xml, ""), &|kind| {
            *kind == ReplyErrorKind::MissingBody
        }),
        ("207 of words", propfind(), wire(207, &[], "done"), &|kind| *kind == ReplyErrorKind::MediaType),
        ("207 of something else", propfind(), wire(207, xml, "<html/>"), &is_root),
        ("207 cut off", propfind(), wire(207, xml, "<multistatus xmlns='DAV:'><response>"), &is_xml),
        ("RFC 4918 20.6", propfind(), wire(207, xml, "<!DOCTYPE x><multistatus xmlns='DAV:'/>"), &is_xml),
        ("a success of use as XML alone", propfind(), wire(200, xml, "<multistatus"), &is_xml),
        ("compressed", get(), wire(200, &[("Content-Encoding", "gzip")], "x"), &|kind| {
            *kind == ReplyErrorKind::ContentEncoding
        }),
        ("too long", get(), wire(200, &[], &"x".repeat(101)), &|kind| *kind == ReplyErrorKind::TooLong(100)),
    ];
    let options = XmlOptions::lenient();
    let options = options.with_limits(options.limits.with(XmlLimit::Octets, 100));
    for (case, request, wire, is_right) in cases {
        let Err(error) = decode_reply(request, wire, &options) else { panic!("{case}: it was read") };
        assert!(is_right(error.kind()), "{case}: {error}");
        assert_eq!(error.status(), wire.status(), "{case}");
        assert!(!error.to_string().is_empty());
    }
}
