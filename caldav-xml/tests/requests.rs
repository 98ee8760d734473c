//! Requests as a whole: each method both ways, and what is answered to those that cannot be read.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use caldav_types::acl::{Ace, AcePrincipal, Acl};
use caldav_types::header::{
    Authorization, ContentDisposition, IfMatch, IfNoneMatch, Prefer, ScheduleReply, TimeType, Timeout,
};
use caldav_types::lock::{LockScope, LockType};
use caldav_types::message::{Content, Operation, Post, Reply, ReplyBody, Request};
use caldav_types::property::{DavProperty, DavPropertyName};
use caldav_types::push::{AuthSecret, PushRegister, Subscription, Triggers, WebPushSubscription};
use caldav_types::report::{Report, SyncCollection};
use caldav_types::request::{
    BulkChange, LockInfo, Mkcalendar, Mkcol, Multiput, OwnCloudShare, Propfind, Proppatch,
    ProppatchInstruction, PublishCalendar, ResourceInviteReply, Share, ShareInstruction, ShareResource,
    UnpublishCalendar,
};
use caldav_types::sharing::{InviteReply, ShareAccess, Sharee};
use caldav_types::{AnyElement, Depth, Href, InstanceId, Method, PostAction, Precondition, Privilege};
use caldav_xml::XmlOptions;
use caldav_xml::message::{
    Decoded, MessageDiagnostic, RequestError, RequestErrorKind, decode_request, encode_reply, encode_request,
};

type Wire = http::Request<Vec<u8>>;
type IsRight = fn(&Request) -> bool;
type Field = (&'static str, &'static str);
type Fields<'f> = &'f [(&'f str, &'f str)];

fn wire(method: &str, target: &str, fields: Fields<'_>, body: &str) -> Wire {
    let mut builder = http::Request::builder().method(method).uri(target);
    for (name, value) in fields {
        builder = builder.header(*name, *value);
    }
    builder.body(body.into()).unwrap()
}

fn strict(request: &Wire) -> Result<Decoded<Request>, RequestError> {
    decode_request(request, &XmlOptions::strict())
}

fn display_name() -> DavProperty {
    DavProperty::DisplayName(caldav_types::LocalizedText { text: "Lisa's Events".into(), language: None })
}

fn calendar() -> Content {
    Content::calendar("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")
}

/// Every operation, with a field and a piece of the body that it is written with.
fn operations() -> Vec<(Operation, Option<Field>, &'static str)> {
    let destination = || Href::new("http://www.example.com/users/f/fielding/index.html");
    let share = || Share { instructions: vec![ShareInstruction::Remove("mailto:eric@example.com".into())] };
    let timeout = || Some(Timeout(vec![TimeType::Infinite, TimeType::Seconds(4_100_000_000)]));
    let lock = LockInfo { scope: LockScope::Exclusive, lock_type: LockType::Write, owner: None };
    let instances = Some(vec![InstanceId::Master]);
    let add = PostAction::AttachmentAdd { instances };
    let remove = PostAction::AttachmentRemove { managed_id: "97S".into(), instances: None };
    let split = PostAction::Split { rid: "20140110T120000Z".into(), uid: None };
    let post = Operation::Post;
    vec![
        (Operation::Options, None, ""),
        (Operation::Get, None, ""),
        (Operation::Head, None, ""),
        (Operation::Delete, None, ""),
        (
            Operation::Put(calendar()),
            Some(("content-type", "text/calendar; charset=utf-8")),
            "BEGIN:VCALENDAR",
        ),
        (Operation::Put(Content::default()), None, ""),
        (
            Operation::Propfind { depth: Depth::One, body: Propfind::Prop(vec![DavPropertyName::GetEtag]) },
            Some(("depth", "1")),
            "<D:getetag/>",
        ),
        (
            Operation::Proppatch(Proppatch {
                instructions: vec![
                    ProppatchInstruction::Remove(DavPropertyName::CalendarTimezone),
                    ProppatchInstruction::Set(display_name()),
                ],
            }),
            Some(("content-type", "application/xml; charset=utf-8")),
            "<D:displayname>Lisa's Events</D:displayname>",
        ),
        (Operation::Mkcol(Mkcol::default()), None, ""),
        (Operation::Mkcol(Mkcol { properties: vec![display_name()] }), None, "<D:mkcol"),
        (Operation::Mkcalendar(Mkcalendar::default()), None, ""),
        (Operation::Mkcalendar(Mkcalendar { properties: vec![display_name()] }), None, "<C:mkcalendar"),
        (
            Operation::Copy { destination: destination(), depth: Depth::Zero, overwrite: true },
            Some(("destination", "http://www.example.com/users/f/fielding/index.html")),
            "",
        ),
        (Operation::Move { destination: destination(), overwrite: false }, Some(("overwrite", "F")), ""),
        (
            Operation::Lock { depth: Depth::Infinity, timeout: timeout(), body: lock },
            Some(("timeout", "Infinite, Second-4100000000")),
            "<D:exclusive/>",
        ),
        (
            Operation::Unlock { token: "urn:uuid:a515cfa4".parse().unwrap() },
            Some(("lock-token", "<urn:uuid:a515cfa4>")),
            "",
        ),
        (
            Operation::Acl(Acl(vec![Ace::grant(AcePrincipal::Authenticated, vec![Privilege::Read])])),
            None,
            "<D:grant>",
        ),
        (
            Operation::Report { depth: None, body: Report::SyncCollection(SyncCollection::default()) },
            None,
            "<D:sync-level>1</D:sync-level>",
        ),
        (
            Operation::Report { depth: Some(Depth::Infinity), body: Report::PrincipalSearchPropertySet },
            Some(("depth", "infinity")),
            "<D:principal-search-property-set",
        ),
        (
            Operation::Report {
                depth: Some(Depth::Zero),
                body: Report::Other(AnyElement::new("DAV:version-tree".parse().unwrap())),
            },
            Some(("depth", "0")),
            "<D:version-tree",
        ),
        (post(Post::Action { action: add, content: calendar() }), None, "BEGIN"),
        (post(Post::Action { action: remove, content: Content::default() }), None, ""),
        (post(Post::Action { action: split, content: Content::default() }), None, ""),
        (
            post(Post::Multiput(Multiput {
                changes: vec![BulkChange::Delete { href: "/cal/1.ics".into(), if_match: None }],
            })),
            None,
            "/cal/1.ics",
        ),
        (post(Post::Share(share())), None, "mailto:eric@example.com"),
        (post(Post::OwnCloudShare(OwnCloudShare(share()))), None, "mailto:eric@example.com"),
        (
            post(Post::ShareResource(ShareResource {
                sharees: vec![Sharee {
                    href: "mailto:eric@example.com".into(),
                    properties: Vec::new(),
                    comment: None,
                    access: ShareAccess::Read,
                    status: None,
                }],
            })),
            None,
            "<D:share-resource",
        ),
        (
            post(Post::InviteReply(InviteReply {
                shared_type: None,
                href: "mailto:eric@example.com".into(),
                is_accepted: true,
                host_url: "/cal/shared/".into(),
                in_reply_to: "123".into(),
                summary: None,
                common_name: None,
            })),
            None,
            "invite-accepted",
        ),
        (
            post(Post::ResourceInviteReply(ResourceInviteReply {
                is_accepted: false,
                create_in: None,
                comment: None,
            })),
            None,
            "<D:invite-reply",
        ),
        (post(Post::PublishCalendar(PublishCalendar)), None, "publish-calendar"),
        (post(Post::UnpublishCalendar(UnpublishCalendar)), None, "unpublish-calendar"),
        (
            post(Post::PushRegister(PushRegister {
                subscription: Subscription::WebPush(WebPushSubscription {
                    push_resource: "https://push.example.net/push/1".into(),
                    content_encoding: None,
                    subscription_public_key: None,
                    auth_secret: Some(AuthSecret("s3cret".into())),
                }),
                trigger: Triggers { content_update: Some(Depth::One), property_update: None },
                expires: None,
            })),
            None,
            "s3cret",
        ),
        (post(Post::Content(calendar())), None, "BEGIN:VCALENDAR"),
        (
            Operation::Other { method: "SEARCH".parse().unwrap(), content: Content::new(None, "<x/>") },
            None,
            "<x/>",
        ),
        (Operation::Other { method: Method::Bind, content: Content::default() }, None, ""),
    ]
}

#[test]
fn every_operation_comes_back() {
    for (operation, field, piece) in operations() {
        let request = Request::new("https://cal.example.com/home/lisa/".parse().unwrap(), operation);
        let request = request.with(&Authorization::basic("lisa", "s3cret word").unwrap()).unwrap();
        let wire = encode_request(&request).unwrap();
        assert_eq!(wire.method().as_str(), request.method().as_str());
        if let Some((name, value)) = field {
            assert_eq!(wire.headers()[name], value, "{request:?}");
        }
        let body = String::from_utf8(wire.body().clone()).unwrap();
        assert!(if piece.is_empty() { body.is_empty() } else { body.contains(piece) }, "{body}");
        let Decoded { message, diagnostics } = strict(&wire).unwrap();
        assert_eq!(message.operation, request.operation);
        assert_eq!(message.headers, request.headers);
        assert_eq!(message.target.path(), request.target.path());
        assert_eq!(diagnostics, [], "{request:?}");
        assert_eq!(encode_request(&message).unwrap().body(), wire.body());
        assert!(!format!("{message:?}").contains("s3cret"), "{message:?}");
    }
}

#[test]
fn a_refresh_names_its_lock() {
    let timeout = Some(Timeout(vec![TimeType::Seconds(60)]));
    let lock =
        "(<urn:uuid:e71d4fae-5dec-22d6-fea5-00a0c91e6be4>)".parse::<caldav_types::header::If>().unwrap();
    let request = Request::new("/proposal.doc".parse().unwrap(), Operation::RefreshLock { timeout });
    let request = request.with(&lock).unwrap();
    let wire = encode_request(&request).unwrap();
    assert!(wire.body().is_empty());
    assert_eq!(strict(&wire).unwrap().message, request);
    let nameless = wire_without(&wire, "if");
    assert_eq!(*strict(&nameless).unwrap_err().kind(), RequestErrorKind::MissingBody);
}

fn wire_without(wire: &Wire, field: &str) -> Wire {
    let mut other = wire.clone();
    other.headers_mut().remove(field).expect("a field");
    other
}

#[test]
fn an_action_is_the_query() {
    let action = PostAction::AttachmentUpdate { managed_id: "9&7".into() };
    let post = Post::Action { action: action.clone(), content: Content::default() };
    for (target, expected) in [
        ("/events/64.ics", "/events/64.ics?action=attachment-update&managed-id=9%267"),
        ("/events/64.ics?export", "/events/64.ics?action=attachment-update&managed-id=9%267"),
        (
            "https://example.com/64.ics?x=y&managed-id=9%267&action=attachment-update",
            "https://example.com/64.ics?x=y&managed-id=9%267&action=attachment-update",
        ),
    ] {
        let request = Request::new(target.parse().unwrap(), Operation::Post(post.clone()));
        let wire = encode_request(&request).unwrap();
        assert_eq!(wire.uri(), expected);
        let Operation::Post(Post::Action { action: again, .. }) = strict(&wire).unwrap().message.operation
        else {
            panic!("{target}: an action")
        };
        assert_eq!(again, action);
    }
}

#[test]
fn as_the_specifications_print_them() {
    let lock_body = include_str!("rfc/rfc4918-9.10.7-lockinfo.xml");
    let xml = ("Content-Type", "application/xml; charset=\"utf-8\"");
    let cases: &[(&str, Wire, IsRight)] = &[
        (
            "RFC 4918 9.1.3",
            wire("PROPFIND", "/file", &[xml], include_str!("rfc/rfc4918-9.1.3-propfind.xml")),
            |it| matches!(&it.operation, Operation::Propfind { depth: Depth::Infinity, body: Propfind::Prop(names) } if names.len() == 4),
        ),
        (
            "RFC 4918 9.1, op-43: no body is allprop",
            wire("PROPFIND", "/file", &[("Depth", "0")], ""),
            |it| matches!(&it.operation, Operation::Propfind { depth: Depth::Zero, body: Propfind::AllProp { include } } if include.is_empty()),
        ),
        (
            "RFC 4918 9.8.6",
            wire(
                "COPY",
                "/~fielding/index.html",
                &[("Destination", "http://www.example.com/users/f/fielding/index.html")],
                "",
            ),
            |it| matches!(&it.operation, Operation::Copy { depth: Depth::Infinity, overwrite: true, .. }),
        ),
        (
            "RFC 4918 9.8.7",
            wire("COPY", "/~fielding/index.html", &[("Destination", "/a"), ("Overwrite", "F")], ""),
            |it| matches!(&it.operation, Operation::Copy { overwrite: false, .. }),
        ),
        (
            "RFC 4918 9.10.7",
            wire("LOCK", "/proposal.doc", &[xml, ("Timeout", "Infinite, Second-4100000000")], lock_body),
            |it| matches!(&it.operation, Operation::Lock { depth: Depth::Infinity, timeout: Some(_), body } if body.owner.is_some()),
        ),
        (
            "RFC 4918 10.7: a server need not heed it",
            wire("LOCK", "/proposal.doc", &[xml, ("Timeout", ",")], lock_body),
            |it| matches!(&it.operation, Operation::Lock { timeout: None, .. }),
        ),
        (
            "RFC 4918 9.11.2",
            wire(
                "UNLOCK",
                "/info.doc",
                &[("Lock-Token", "<urn:uuid:a515cfa4-5da4-22e1-f5b5-00a0451e6bf7>")],
                "",
            ),
            |it| matches!(&it.operation, Operation::Unlock { token } if token.as_str() == "urn:uuid:a515cfa4-5da4-22e1-f5b5-00a0451e6bf7"),
        ),
        (
            "RFC 3744 8.1.2",
            wire("ACL", "/top/container/", &[xml], include_str!("rfc/rfc3744-8.1.2-acl.xml")),
            |it| matches!(&it.operation, Operation::Acl(Acl(entries)) if entries.len() == 3),
        ),
        (
            "RFC 4791 5.3.1.2",
            wire(
                "MKCALENDAR",
                "/home/lisa/calendars/events/",
                &[xml],
                include_str!("rfc/rfc4791-5.3.1.2-mkcalendar.xml"),
            ),
            |it| matches!(&it.operation, Operation::Mkcalendar(body) if body.properties.len() == 4),
        ),
        (
            "RFC 4791 5.3.2",
            wire(
                "PUT",
                "/home/lisa/calendars/events/qwue23489.ics",
                &[("If-None-Match", "*"), ("Content-Type", "text/calendar")],
                "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n",
            ),
            |it| {
                it.headers.get() == Some(IfNoneMatch::Any)
                    && matches!(&it.operation, Operation::Put(content) if content.is_calendar())
            },
        ),
        (
            "RFC 4791 7.8.1",
            wire(
                "REPORT",
                "/bernard/work/",
                &[xml, ("Depth", "1")],
                include_str!("rfc/rfc4791-7.8.1-calendar-query.xml"),
            ),
            |it| {
                matches!(
                    &it.operation,
                    Operation::Report { depth: Some(Depth::One), body: Report::CalendarQuery(_) }
                )
            },
        ),
        (
            "RFC 5689 3.4",
            wire("MKCOL", "/home/special/", &[xml], include_str!("rfc/rfc5689-3.4-mkcol.xml")),
            |it| matches!(&it.operation, Operation::Mkcol(body) if body.properties.len() == 2),
        ),
        (
            "RFC 5995 3.2.2",
            wire(
                "POST",
                "/collection;add-member/",
                &[("Content-Type", "text/plain"), ("Slug", "Sample Title")],
                "Sample text.",
            ),
            |it| {
                it.headers.as_map()["slug"] == "Sample Title"
                    && matches!(&it.operation, Operation::Post(Post::Content(content)) if content.octets == b"Sample text.")
            },
        ),
        (
            "RFC 6638 B.5",
            wire(
                "POST",
                "/home/cyrus/calendars/outbox/",
                &[("Content-Type", "text/calendar")],
                "BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n",
            ),
            |it| matches!(&it.operation, Operation::Post(Post::Content(content)) if content.is_calendar()),
        ),
        (
            "RFC 6638 8.1",
            wire("DELETE", "/1.ics", &[("Schedule-Reply", "F"), ("If-Match", "\"1\"")], ""),
            |it| {
                it.operation == Operation::Delete
                    && it.headers.get() == Some(ScheduleReply(false))
                    && matches!(it.headers.get(), Some(IfMatch::Tags(tags)) if tags.len() == 1)
            },
        ),
        (
            "RFC 8607 3.4",
            wire(
                "POST",
                "/events/64.ics?action=attachment-add",
                &[
                    ("Content-Type", "text/html; charset=\"utf-8\""),
                    ("Content-Disposition", "attachment;filename=agenda.html"),
                    ("Prefer", "return=representation"),
                ],
                "<html>\r\n  <body>\r\n    <h1>Agenda</h1>\r\n  </body>\r\n</html>\r\n",
            ),
            |it| {
                it.headers.get::<Prefer>().is_some_and(|prefer| prefer.is_representation())
                    && it.headers.get::<ContentDisposition>().is_some()
                    && matches!(
                        &it.operation,
                        Operation::Post(Post::Action {
                            action: PostAction::AttachmentAdd { instances: None },
                            content,
                        }) if content.octets.starts_with(b"<html>")
                    )
            },
        ),
        (
            "caldav-sharing 5.3.2.1",
            wire(
                "POST",
                "/calendars/users/cyrus/shared/",
                &[xml],
                "<?xml version=\"1.0\" encoding=\"utf-8\" ?>
                 <CS:share xmlns:D=\"DAV:\" xmlns:CS=\"http://calendarserver.org/ns/\">
                   <CS:set>
                     <D:href>mailto:eric@example.com</D:href>
                     <CS:common-name>Eric York</CS:common-name>
                     <CS:summary>Shared workspace</CS:summary>
                     <CS:read-write />
                   </CS:set>
                 </CS:share>",
            ),
            |it| matches!(&it.operation, Operation::Post(Post::Share(share)) if share.instructions.len() == 1),
        ),
        (
            "XML that nobody knows is content",
            wire("POST", "/x", &[xml], "<new xmlns='http://example.com/'/>"),
            |it| matches!(&it.operation, Operation::Post(Post::Content(_))),
        ),
    ];
    for (section, wire, is_right) in cases {
        let Decoded { message, diagnostics } =
            strict(wire).unwrap_or_else(|error| panic!("{section}: {error}"));
        assert!(is_right(&message), "{section}: {message:?}");
        let ignored = diagnostics.iter().all(|it| matches!(it, MessageDiagnostic::Header(_)));
        assert!(ignored, "{section}: {diagnostics:?}");
    }
}

#[test]
fn refused_with_status_and_condition() {
    let propfind = "<propfind xmlns='DAV:'><propname/></propfind>";
    let filter =
        "<C:calendar-query xmlns:C='urn:ietf:params:xml:ns:caldav' xmlns='DAV:'><prop><getetag/></prop>
        <C:filter><C:comp-filter/></C:filter></C:calendar-query>";
    let sync =
        "<sync-collection xmlns='DAV:'><sync-token/><sync-level>1</sync-level><prop/></sync-collection>";
    let doctype =
        "<!DOCTYPE x [<!ENTITY y SYSTEM 'file:///etc/passwd'>]><propfind xmlns='DAV:'><propname/></propfind>";
    let text = ("Content-Type", "text/plain");
    let long = format!("<propfind xmlns='DAV:'>{}</propfind>", " ".repeat(2_000));
    let none = None::<Precondition>;
    let cases: &[(&str, Wire, u16, Option<Precondition>)] = &[
        (
            "RFC 4918 8.2: not well formed",
            wire("PROPFIND", "/", &[], "<propfind xmlns='DAV:'>"),
            400,
            none.clone(),
        ),
        ("RFC 4918 8.2: another root", wire("PROPFIND", "/", &[], "<x/>"), 400, none.clone()),
        ("q-18: nothing asked", wire("PROPFIND", "/", &[], "<propfind xmlns='DAV:'/>"), 400, none.clone()),
        ("RFC 4918 9.1: no XML", wire("PROPFIND", "/", &[text], "all"), 415, none.clone()),
        ("RFC 4918 9.1: its type", wire("PROPFIND", "/", &[text], propfind), 415, none.clone()),
        ("RFC 4918 20.6", wire("PROPFIND", "/", &[], doctype), 403, Some(Precondition::NoExternalEntities)),
        ("too long", wire("PROPFIND", "/", &[], &long), 413, none.clone()),
        ("RFC 4918 10.2", wire("PROPFIND", "/", &[("Depth", "2")], propfind), 400, none.clone()),
        ("two values", wire("PROPFIND", "/", &[("Depth", "0"), ("Depth", "1")], propfind), 400, none.clone()),
        ("RFC 4918 9.2: has to have a body", wire("PROPPATCH", "/", &[], " \r\n"), 400, none.clone()),
        ("RFC 4918 8.4: a body", wire("GET", "/", &[], "x"), 415, none.clone()),
        ("RFC 4918 8.4: a body", wire("HEAD", "/", &[], "x"), 415, none.clone()),
        ("RFC 4918 8.4: a body", wire("OPTIONS", "/", &[], "<x/>"), 415, none.clone()),
        ("RFC 4918 8.4: a body", wire("DELETE", "/", &[], "x"), 415, none.clone()),
        ("RFC 4918 8.4: a body", wire("MOVE", "/", &[("Destination", "/a")], "x"), 415, none.clone()),
        ("RFC 4918 9.3.1", wire("MKCOL", "/", &[text], "x"), 415, none.clone()),
        ("RFC 4918 9.3.1", wire("MKCOL", "/", &[], propfind), 415, none.clone()),
        ("RFC 4791 5.3.1.1", wire("MKCALENDAR", "/", &[], propfind), 415, none.clone()),
        ("RFC 4918 10.3", wire("MOVE", "/", &[], ""), 400, none.clone()),
        ("RFC 4918 10.3", wire("COPY", "/", &[("Destination", "")], ""), 400, none.clone()),
        (
            "RFC 4918 10.6",
            wire("COPY", "/", &[("Destination", "/a"), ("Overwrite", "x")], ""),
            400,
            none.clone(),
        ),
        (
            "RFC 4918 9.8.3",
            wire("COPY", "/", &[("Destination", "/a"), ("Depth", "1")], ""),
            400,
            none.clone(),
        ),
        ("RFC 4918 9.10.1", wire("LOCK", "/", &[], ""), 400, none.clone()),
        (
            "RFC 4918 9.10.3",
            wire("LOCK", "/", &[("Depth", "1")], include_str!("rfc/rfc4918-9.10.7-lockinfo.xml")),
            400,
            none.clone(),
        ),
        ("RFC 4918 9.11.1", wire("UNLOCK", "/", &[], ""), 400, none.clone()),
        ("RFC 4918 10.4", wire("PUT", "/", &[("If", "(urn:x:y)")], "x"), 400, none.clone()),
        ("RFC 9110 13.1.1", wire("PUT", "/", &[("If-Match", "")], "x"), 400, none.clone()),
        ("RFC 9110 8.3", wire("PUT", "/", &[("Content-Type", "calendar")], "x"), 400, none.clone()),
        ("RFC 9110 8.4", wire("PUT", "/", &[("Content-Encoding", "gzip")], "x"), 415, none.clone()),
        ("RFC 3744 8.1", wire("ACL", "/", &[], ""), 400, none.clone()),
        ("RFC 3253 3.6", wire("REPORT", "/", &[], ""), 400, none.clone()),
        ("RFC 4791 7.8", wire("REPORT", "/", &[], filter), 403, Some(Precondition::ValidFilter)),
        ("RFC 6578 3.2", wire("REPORT", "/", &[("Depth", "1")], sync), 400, none.clone()),
        (
            "q-18: no filter",
            wire("REPORT", "/", &[], "<calendar-query xmlns='urn:ietf:params:xml:ns:caldav'/>"),
            400,
            none.clone(),
        ),
        (
            "RFC 8607 3.11",
            wire("POST", "/1.ics?action=attachment-eat", &[], ""),
            403,
            Some(Precondition::ValidAction),
        ),
        (
            "RFC 8607 3.11",
            wire("POST", "/1.ics?action=attachment-add&rid=M,M", &[], "x"),
            403,
            Some(Precondition::ValidRid),
        ),
        (
            "RFC 4918 8.4: a body",
            wire("POST", "/1.ics?action=attachment-remove&managed-id=1", &[], "x"),
            415,
            none.clone(),
        ),
        (
            "RFC 4918 8.2: not well formed",
            wire("POST", "/", &[("Content-Type", "text/xml")], "<share"),
            400,
            none.clone(),
        ),
    ];
    let options = XmlOptions::strict();
    let options = options.with_limits(options.limits.with(caldav_xml::XmlLimit::Octets, 2_000));
    for (section, wire, status, precondition) in cases {
        let method = wire.method();
        let Err(error) = decode_request(wire, &options) else { panic!("{section}: {method} was read") };
        assert_eq!(
            (error.status().as_u16(), &error.precondition()),
            (*status, precondition),
            "{section}: {error}"
        );
        let reply = Reply::from(&error);
        let answer = encode_reply(&reply).unwrap();
        assert_eq!(answer.status().as_u16(), *status, "{section}");
        match precondition {
            Some(precondition) => assert!(reply.names(precondition), "{section}"),
            None => {
                assert!(matches!(reply.body, ReplyBody::Other(_)) && !answer.body().is_empty(), "{section}");
            }
        }
        let said = error.to_string();
        assert!(!said.contains('\n') && !said.ends_with('.'), "{section}: {said}");
    }
}

/// RFC 4918 9.2, RFC 4791 5.3.1.1, RFC 5689 3: what cannot be set is told for each property, with 409 for a value that
/// is none, so that the request is one.
#[test]
fn a_value_that_is_none_is_no_fault_of_the_request() {
    let set = "<D:set><D:prop><A:calendar-order>first</A:calendar-order><D:displayname>Lisa's Events</D:displayname>\
               </D:prop></D:set>";
    for (method, root) in
        [("PROPPATCH", "D:propertyupdate"), ("MKCALENDAR", "C:mkcalendar"), ("MKCOL", "D:mkcol")]
    {
        let body = format!(
            "<{root} xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\" \
             xmlns:A=\"http://apple.com/ns/ical/\">{set}</{root}>"
        );
        let request = wire(method, "/home/lisa/calendar/", &[("Content-Type", "application/xml")], &body);
        for options in [XmlOptions::strict(), XmlOptions::lenient()] {
            let decoded = decode_request(&request, &options).unwrap();
            let properties: Vec<_> = match &decoded.message.operation {
                Operation::Mkcol(Mkcol { properties }) | Operation::Mkcalendar(Mkcalendar { properties }) => {
                    properties.iter().collect()
                }
                Operation::Proppatch(Proppatch { instructions }) => instructions
                    .iter()
                    .filter_map(|it| match it {
                        ProppatchInstruction::Set(property) => Some(property),
                        ProppatchInstruction::Remove(_) => None,
                    })
                    .collect(),
                other => panic!("{method}: {other:?}"),
            };
            let told: Vec<_> = properties.iter().map(|it| (it.name(), it.is_faulty())).collect();
            let expected = [(DavPropertyName::CalendarOrder, true), (DavPropertyName::DisplayName, false)];
            assert_eq!(told, expected, "{method}");
            assert_eq!(*properties[1], display_name(), "{method}");
            let diagnostics = usize::from(!options.strict);
            assert_eq!(decoded.diagnostics.len(), diagnostics, "{method}: {:?}", decoded.diagnostics);
            let again = encode_request(&decoded.message).unwrap();
            assert_eq!(decode_request(&again, &options).unwrap().message, decoded.message, "{method}");
        }
    }
}

#[test]
fn lenient_reading_judges_by_content() {
    let propfind = "<propfind xmlns='DAV:'><propname/></propfind>";
    let share = "<share xmlns='http://calendarserver.org/ns/'/>";
    let sync =
        "<sync-collection xmlns='DAV:'><sync-token/><sync-level>1</sync-level><prop/></sync-collection>";
    let old = "<sync-collection xmlns='DAV:'><sync-token/><prop><getetag/></prop></sync-collection>";
    for (case, wire, diagnostics) in [
        ("q-17", wire("PROPFIND", "/", &[("Content-Type", "text/plain")], propfind), 1),
        (
            "q-17",
            wire("PROPFIND", "/", &[("Content-Type", "application/x-www-form-urlencoded")], propfind),
            1,
        ),
        ("right", wire("PROPFIND", "/", &[("Content-Type", "TEXT/XML")], propfind), 0),
        ("no type", wire("PROPFIND", "/", &[], propfind), 0),
        ("q-17", wire("POST", "/", &[("Content-Type", "text/plain")], share), 1),
        ("RFC 6578 3.2", wire("REPORT", "/", &[("Depth", "1")], sync), 1),
        ("RFC 6578 A", wire("REPORT", "/", &[("Depth", "1")], old), 1),
        ("RFC 9110 13.1.3", wire("GET", "/", &[("If-Modified-Since", "x")], ""), 1),
    ] {
        let decoded =
            decode_request(&wire, &XmlOptions::lenient()).unwrap_or_else(|error| panic!("{case}: {error}"));
        assert_eq!(decoded.diagnostics.len(), diagnostics, "{case}: {:?}", decoded.diagnostics);
        for diagnostic in decoded.diagnostics {
            assert!(!diagnostic.to_string().is_empty());
        }
    }
    // RFC 4918 9.2: all or nothing, so nothing is left out of a request that changes something.
    let proppatch = "<propertyupdate xmlns='DAV:'><set><prop><displayname>a</displayname></prop></set>
        <set><prop><displayname>b&#1;</displayname></prop></set></propertyupdate>";
    let share = "<share xmlns='http://calendarserver.org/ns/'><set/></share>";
    for part in
        [wire("PROPPATCH", "/", &[], proppatch), wire("POST", "/", &[("Content-Type", "text/xml")], share)]
    {
        let error = decode_request(&part, &XmlOptions::lenient()).unwrap_err();
        assert_eq!(error.status(), 400, "{error}");
    }
    let other = wire("PROPFIND", "/", &[("Content-Type", "text/plain")], "all of it");
    let error = decode_request(&other, &XmlOptions::lenient()).unwrap_err();
    assert_eq!(error.status(), 415, "{error}");
}

#[test]
fn what_is_not_known_stays() {
    let wire = wire(
        "PUT",
        "/1.ics",
        &[
            ("Host", "cal.example.com"),
            ("X-New", "1"),
            ("X-New", "2"),
            ("Connection", "keep-alive"),
            ("Content-Length", "1"),
            ("Content-Encoding", "identity"),
        ],
        "x",
    );
    let message = strict(&wire).unwrap().message;
    let fields = message.headers.as_map();
    assert_eq!(fields.get_all("x-new").iter().collect::<Vec<_>>(), ["1", "2"]);
    assert_eq!(fields["host"], "cal.example.com");
    assert_eq!(fields.len(), 3, "{fields:?}");
    assert_eq!(encode_request(&message).unwrap().headers(), fields);
}
