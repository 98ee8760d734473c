use caldav_types::multistatus::{Multistatus, Propstat, Response, ResponseContent};
use caldav_types::property::{DavProperty, DavPropertyName};
use caldav_types::{AnyElement, AnyNode, Condition, ErrorBody, Href, LocalizedText, Precondition, SyncToken};
use http::{StatusCode, Uri};

use crate::{Body, XmlErrorKind, XmlOptions};

fn strictly(body: &str) -> Multistatus {
    Multistatus::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap().value
}

fn leniently(body: &str) -> (Multistatus, Vec<XmlErrorKind>) {
    let read = Multistatus::from_xml(body.as_bytes(), &XmlOptions::lenient()).unwrap();
    (read.value, read.diagnostics.into_iter().map(|diagnostic| diagnostic.kind).collect())
}

/// One response with this content.
fn of_response(content: &str) -> String {
    format!("<multistatus xmlns=\"DAV:\"><response>{content}</response></multistatus>")
}

fn missing(name: &str) -> XmlErrorKind {
    XmlErrorKind::MissingElement(name.parse().unwrap())
}

fn unexpected(name: &str) -> XmlErrorKind {
    XmlErrorKind::UnexpectedElement(name.parse().unwrap())
}

fn status_line(found: &str) -> XmlErrorKind {
    XmlErrorKind::Value { expected: "a status line", found: found.into() }
}

#[test]
fn written_and_read_again() {
    let mut dead = AnyElement::new("{http://example.com/ns}x".parse().unwrap());
    dead.children.push(AnyNode::Text("a < b & c".into()));
    let found = vec![DavProperty::DisplayName("Jane's & \u{1F4C5}".into()), DavProperty::Other(dead)];
    let names = vec![
        DavProperty::Empty(DavPropertyName::PrincipalUrl),
        DavProperty::Empty(DavPropertyName::Other("{http://example.com/ns}y".parse().unwrap())),
    ];
    let words = LocalizedText { text: " No\nway ".into(), language: Some("en".into()) };
    let error = ErrorBody::from(Precondition::CannotModifyProtectedProperty);
    let failed = Propstat {
        error: Some(error.clone()),
        description: Some(words.clone()),
        ..Propstat::new(StatusCode::FORBIDDEN, names)
    };
    let status = |code| Response::of_status(Href::new("/a%20b/"), StatusCode::from_u16(code).unwrap());
    for responses in [
        vec![],
        vec![status(404)],
        vec![status(507), status(299)],
        vec![Response { error: Some(error), description: Some(words.clone()), ..status(403) }],
        vec![Response { location: Some(Href::new("http://example.com/b?c&d")), ..status(301) }],
        vec![Response {
            content: ResponseContent::Status {
                further: vec!["/b".into(), "/c".into()],
                status: Some(StatusCode::LOCKED),
            },
            ..status(423)
        }],
        vec![Response::of_propstats("/a".into(), vec![Propstat::new(StatusCode::OK, found), failed])],
        vec![Response::of_propstats("/a".into(), vec![Propstat::new(StatusCode::OK, vec![])])],
    ] {
        for (description, sync_token) in [
            (None, None),
            (Some(words.clone()), Some(SyncToken::new("http://example.com/ns/sync/1234"))),
            (None, Some(SyncToken::initial())),
        ] {
            let multistatus = Multistatus { responses: responses.clone(), description, sync_token };
            let body = multistatus.to_xml();
            assert_eq!(strictly(&body), multistatus, "{body}");
        }
    }
}

#[test]
fn in_the_order_of_the_dtd() {
    let response = Response {
        error: Some(Precondition::LockTokenSubmitted.into()),
        description: Some("Why".into()),
        location: Some("/b".into()),
        ..Response::of_status("/a".into(), StatusCode::LOCKED)
    };
    let multistatus = Multistatus {
        responses: vec![response],
        description: Some("All".into()),
        sync_token: Some("x:1".into()),
    };
    let body = multistatus.to_xml();
    assert!(
        body.ends_with(
            "<D:multistatus xmlns:D=\"DAV:\"><D:response><D:href>/a</D:href>\
             <D:status>HTTP/1.1 423 Locked</D:status><D:error><D:lock-token-submitted/></D:error>\
             <D:responsedescription>Why</D:responsedescription><D:location><D:href>/b</D:href></D:location>\
             </D:response><D:responsedescription>All</D:responsedescription>\
             <D:sync-token>x:1</D:sync-token></D:multistatus>"
        ),
        "{body}"
    );
}

#[test]
fn rfc_4918_9_2_2_properties_that_failed() {
    let multistatus = strictly(
        r#"<?xml version="1.0" encoding="utf-8" ?>
     <D:multistatus xmlns:D="DAV:"
             xmlns:Z="http://ns.example.com/standards/z39.50/">
       <D:response>
         <D:href>http://www.example.com/bar.html</D:href>
         <D:propstat>
           <D:prop><Z:Authors/></D:prop>
           <D:status>HTTP/1.1 424 Failed Dependency</D:status>
         </D:propstat>
         <D:propstat>
           <D:prop><Z:Copyright-Owner/></D:prop>
           <D:status>HTTP/1.1 409 Conflict</D:status>
         </D:propstat>
         <D:responsedescription> Copyright Owner cannot be deleted or
           altered.</D:responsedescription>
       </D:response>
     </D:multistatus>"#,
    );
    let [response] = multistatus.responses.as_slice() else { panic!("{multistatus:?}") };
    let authors = DavPropertyName::Other("{http://ns.example.com/standards/z39.50/}Authors".parse().unwrap());
    assert_eq!(response.property_status(&authors), Some(StatusCode::FAILED_DEPENDENCY));
    assert_eq!((response.found().count(), response.missing().count()), (0, 0));
    assert!(response.description.as_ref().unwrap().text.ends_with("altered."));
}

#[test]
fn rfc_4918_9_6_1_a_resource_that_is_locked() {
    let multistatus = strictly(
        r#"<?xml version="1.0" encoding="utf-8" ?>
     <d:multistatus xmlns:d="DAV:">
       <d:response>
         <d:href>http://www.example.com/container/resource3</d:href>
         <d:status>HTTP/1.1 423 Locked</d:status>
         <d:error><d:lock-token-submitted/></d:error>
       </d:response>
     </d:multistatus>"#,
    );
    let response = &multistatus.responses[0];
    assert_eq!(response.status(), Some(StatusCode::LOCKED));
    assert!(response.error.as_ref().unwrap().has(&Precondition::LockTokenSubmitted));
}

#[test]
fn rfc_6578_3_11_a_truncated_answer() {
    let multistatus = strictly(
        r#"<?xml version="1.0" encoding="utf-8" ?>
   <D:multistatus xmlns:D="DAV:">
     <D:response>
       <D:href
   >http://webdav.example.com/home/cyrusdaboo/test.doc</D:href>
       <D:propstat>
         <D:prop>
           <D:getetag>"00001-abcd1"</D:getetag>
         </D:prop>
         <D:status>HTTP/1.1 200 OK</D:status>
       </D:propstat>
     </D:response>
     <D:response>
       <D:href
   >http://webdav.example.com/home/cyrusdaboo/</D:href>
       <D:status>HTTP/1.1 507 Insufficient Storage</D:status>
       <D:error><D:number-of-matches-within-limits/></D:error>
     </D:response>
     <D:sync-token>http://example.com/ns/sync/1233</D:sync-token>
   </D:multistatus>"#,
    );
    let request: Uri = "http://webdav.example.com/home/cyrusdaboo/".parse().unwrap();
    assert!(multistatus.is_truncated(&request));
    assert_eq!(multistatus.sync_token, Some("http://example.com/ns/sync/1233".into()));
    assert_eq!(multistatus.responses[0].found().count(), 1);
    let error = multistatus.responses[1].error.as_ref().unwrap();
    assert_eq!(error.conditions, [Condition::new(Precondition::NumberOfMatchesWithinLimits)]);
}

#[test]
fn q_07_a_fault_inside_of_a_response_stays_there() {
    let (multistatus, diagnostics) = leniently(
        "<multistatus xmlns=\"DAV:\"><response><href>/a</href><status>HTTP/1.1 404 Not Found</status></response>\
         <response><propstat><prop/><status>HTTP/1.1 200 OK</status></propstat></response>\
         <response><href>/b\u{1}</href><status>HTTP/1.1 200 OK</status></response>\
         <response><href>/c</href><propstat><prop><displayname>\u{1A}</displayname></prop>\
         <status>HTTP/1.1 200 OK</status></propstat></response>\
         <response><href>/d</href><status>HTTP/1.1 403 No</status><error>\
         <valid-sync-token>\u{1}</valid-sync-token></error></response>\
         <sync-token>x</sync-token></multistatus>",
    );
    let hrefs: Vec<_> = multistatus.responses.iter().map(|response| response.href.as_str()).collect();
    assert_eq!(hrefs, ["/a", "/c", "/d"]);
    assert_eq!(multistatus.responses[1].found().count(), 0);
    assert_eq!(multistatus.responses[2].status(), Some(StatusCode::FORBIDDEN));
    assert_eq!(multistatus.sync_token, Some("x".into()));
    let expected = [
        missing("DAV:href"),
        XmlErrorKind::Character(1),
        XmlErrorKind::Character(0x1A),
        XmlErrorKind::Character(1),
    ];
    assert_eq!(diagnostics, expected);
}

#[test]
fn q_07_a_fault_beside_the_responses_leaves_them() {
    for element in ["<sync-token>\u{1}</sync-token>", "<responsedescription>\u{1}</responsedescription>"] {
        let (multistatus, diagnostics) = leniently(&format!(
            "<multistatus xmlns=\"DAV:\">{element}<response><href>/a</href>\
             <status>HTTP/1.1 404 Not Found</status><location><href>\u{1}</href></location></response></multistatus>"
        ));
        assert_eq!((multistatus.sync_token, multistatus.description), (None, None));
        assert!(multistatus.responses[0].is_gone());
        assert_eq!(diagnostics, [XmlErrorKind::Character(1), XmlErrorKind::Character(1)]);
    }
}

#[test]
fn q_12_what_was_not_asked_for_is_read_too() {
    let multistatus = strictly(
        "<multistatus xmlns=\"DAV:\"><response><href>/cal/</href><status>HTTP/1.1 200 OK</status></response>\
         <response><href>/cal/a.ics</href><status>HTTP/1.1 200 OK</status></response></multistatus>",
    );
    let request: Uri = "https://example.com/cal/".parse().unwrap();
    let found = multistatus.response(&Href::new("https://example.com/cal/%61.ics"), &request);
    assert_eq!(found, multistatus.responses.get(1));
}

#[test]
fn q_13_where_a_404_stands() {
    let propstat = |prop: &str| format!("<propstat>{prop}<status>HTTP/1.1 404 Not Found</status></propstat>");
    for (why, content, gone, missing) in [
        ("RFC 6578 3.5.2", "<status>HTTP/1.1 404 Not Found</status>".to_owned(), true, 0),
        ("an empty prop", propstat("<prop/>"), false, 0),
        ("properties", propstat("<prop><displayname/></prop>"), false, 1),
        (
            "an empty calendar-data",
            propstat("<prop><calendar-data xmlns=\"urn:ietf:params:xml:ns:caldav\"/></prop>"),
            false,
            1,
        ),
    ] {
        let multistatus = strictly(&of_response(&format!("<href>/a</href>{content}")));
        let response = &multistatus.responses[0];
        assert_eq!((response.is_gone(), response.missing().count()), (gone, missing), "{why}");
        assert_eq!(response.found().count(), 0, "{why}");
    }
}

#[test]
fn q_14_status_lines() {
    for (line, code, departure) in [
        ("HTTP/1.1 200 OK", Some(200), None),
        ("HTTP/1.1 418 I'm a teapot", Some(418), None),
        ("HTTP/1.1 425 Unordered Collection", Some(425), None),
        ("HTTP/1.1 200 ", Some(200), None),
        ("HTTP/1.1 200", Some(200), Some("HTTP/1.1 200")),
        ("200 OK", Some(200), Some("200 OK")),
        ("", None, Some("")),
        ("OK", None, Some("OK")),
    ] {
        let body = of_response(&format!("<href>/a</href><status>{line}</status>"));
        let (multistatus, diagnostics) = leniently(&body);
        let status = multistatus.responses[0].status();
        assert_eq!(status.map(|status| status.as_u16()), code, "{line:?}");
        assert_eq!(diagnostics, departure.map(status_line).into_iter().collect::<Vec<_>>(), "{line:?}");
        let strict = Multistatus::from_xml(body.as_bytes(), &XmlOptions::strict());
        assert_eq!(strict.err().map(|error| error.kind().clone()), departure.map(status_line), "{line:?}");
    }
}

#[test]
fn q_14_status_that_is_missing() {
    for (why, content, status, kind) in [
        ("neither form", "<href>/a</href>", None, missing("DAV:status")),
        ("a propstat", "<href>/a</href><propstat><prop/></propstat>", None, missing("DAV:status")),
        (
            "no prop",
            "<href>/a</href><propstat><status>HTTP/1.1 200 OK</status></propstat>",
            Some(200),
            missing("DAV:prop"),
        ),
    ] {
        let body = of_response(content);
        let (multistatus, diagnostics) = leniently(&body);
        let response = &multistatus.responses[0];
        let got = response.propstats().first().map_or_else(|| response.status(), |propstat| propstat.status);
        assert_eq!(got.map(|status| status.as_u16()), status, "{why}");
        assert_eq!(diagnostics, std::slice::from_ref(&kind), "{why}");
        let error = Multistatus::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap_err();
        assert_eq!(*error.kind(), kind, "{why}");
    }
}

#[test]
fn both_forms_at_once() {
    let propstat = "<propstat><prop/><status>HTTP/1.1 404 Not Found</status></propstat>";
    for (why, content, gone, kind) in [
        ("gone as a whole", "<href>/a</href><status>HTTP/1.1 404 Not Found</status>", true, "DAV:status"),
        ("found as a whole", "<href>/a</href><status>HTTP/1.1 200 OK</status>", false, "DAV:status"),
        ("more hrefs", "<href>/a</href><href>/b</href>", false, "DAV:href"),
    ] {
        let (multistatus, diagnostics) = leniently(&of_response(&format!("{content}{propstat}")));
        let response = &multistatus.responses[0];
        assert_eq!((response.is_gone(), response.propstats().is_empty()), (gone, gone), "{why}");
        assert_eq!(diagnostics, [unexpected(kind)], "{why}");
    }
}

#[test]
fn q_16_sync_tokens() {
    for (element, expected) in [
        ("", None),
        ("<sync-token/>", Some("")),
        ("<sync-token>  </sync-token>", Some("")),
        ("<sync-token>\n 63a1;7 \n</sync-token>", Some("63a1;7")),
    ] {
        let multistatus = strictly(&format!("<multistatus xmlns=\"DAV:\">{element}</multistatus>"));
        assert_eq!(multistatus.sync_token.as_ref().map(SyncToken::as_str), expected, "{element}");
    }
}

#[test]
fn broken_bodies() {
    for (why, body, kind) in [
        (
            "another root",
            "<error xmlns=\"DAV:\"/>",
            XmlErrorKind::UnexpectedRoot { found: "DAV:error".parse().unwrap() },
        ),
        (
            "another namespace",
            "<multistatus/>",
            XmlErrorKind::UnexpectedRoot { found: "{}multistatus".parse().unwrap() },
        ),
        ("cut off", "<multistatus xmlns=\"DAV:\"><response>", XmlErrorKind::UnexpectedEnd),
    ] {
        let error = Multistatus::from_xml(body.as_bytes(), &XmlOptions::lenient()).unwrap_err();
        assert_eq!(*error.kind(), kind, "{why}");
    }
}
