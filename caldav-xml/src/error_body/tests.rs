use caldav_types::{
    AnyElement, AnyNode, Condition, ConditionDetail, ErrorBody, ExpandedName, Href, LocalizedText,
    NeededPrivilege, Precondition, SabreError,
};

use crate::{Body, XmlErrorKind, XmlOptions};

fn strictly(body: &str) -> ErrorBody {
    ErrorBody::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap().value
}

fn needed(href: &str, privilege: &str) -> NeededPrivilege {
    NeededPrivilege { href: Href::new(href), privilege: privilege.parse().unwrap() }
}

fn other(name: &str) -> Precondition {
    Precondition::from(name.parse::<ExpandedName>().unwrap())
}

/// The only condition of a body in `DAV:` with the prefix `C` for CalDAV.
fn condition(content: &str) -> Condition {
    let body = format!("<error xmlns=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\">{content}</error>");
    let mut conditions = strictly(&body).conditions;
    assert_eq!(conditions.len(), 1, "{content}");
    conditions.remove(0)
}

#[test]
fn written_and_read_again() {
    let mut filter = AnyElement::new("CALDAV:supported-filter".parse().unwrap());
    filter.children.push(AnyElement::new("CALDAV:prop-filter".parse().unwrap()).into());
    let mut unknown = AnyElement::new("{http://example.com/ns}odd".parse().unwrap());
    unknown.children.push(AnyNode::Text("a".into()));
    unknown.children.push(AnyElement::new("{http://example.com/ns}b".parse().unwrap()).into());
    let detail = |precondition, detail| Condition { precondition, detail };
    for conditions in [
        Precondition::KNOWN.iter().cloned().map(Condition::new).collect::<Vec<_>>(),
        vec![Condition::of_hrefs(Precondition::LockTokenSubmitted, vec!["/a".into(), "/b c".into()])],
        vec![Condition::of_privileges(vec![
            needed("/a", "DAV:unbind"),
            needed("/c", "CALDAV:schedule-send"),
        ])],
        vec![detail(
            Precondition::AllowClientDefinedUri,
            ConditionDetail::AddMember("/c;add-member/".into()),
        )],
        vec![detail(Precondition::MaxResourceSize, ConditionDetail::Text("1024".into()))],
        vec![detail(Precondition::SupportedFilter, ConditionDetail::Element(filter))],
        vec![detail(other("{http://example.com/ns}odd"), ConditionDetail::Element(unknown))],
        vec![Condition::new(other("{http://example.com/ns}plain"))],
    ] {
        let body = ErrorBody { conditions, ..ErrorBody::default() };
        assert_eq!(strictly(&body.to_xml()), body, "{}", body.to_xml());
    }
}

#[test]
fn examples() {
    for (section, content, expected) in [
        (
            "RFC 4918 8.1.3.1",
            "<lock-token-submitted>\n<href>/locked/</href>\n</lock-token-submitted>",
            Condition::of_hrefs(Precondition::LockTokenSubmitted, vec!["/locked/".into()]),
        ),
        ("RFC 4918 9.6.1", "<lock-token-submitted/>", Condition::new(Precondition::LockTokenSubmitted)),
        (
            "RFC 3744 7.1.1",
            "<need-privileges>
               <resource><href>/a</href><privilege><unbind/></privilege></resource>
               <resource><href>/c</href><privilege><bind/></privilege></resource>
             </need-privileges>",
            Condition::of_privileges(vec![needed("/a", "DAV:unbind"), needed("/c", "DAV:bind")]),
        ),
        (
            "RFC 6638 B.6",
            "<need-privileges><resource><href>/outbox/</href>
             <privilege><C:schedule-send-invite/></privilege></resource></need-privileges>",
            Condition::of_privileges(vec![needed("/outbox/", "CALDAV:schedule-send-invite")]),
        ),
        (
            "RFC 5995 4.2",
            "<allow-client-defined-uri>
             <add-member><href>/collection;add-member/</href></add-member></allow-client-defined-uri>",
            Condition {
                precondition: Precondition::AllowClientDefinedUri,
                detail: ConditionDetail::AddMember("/collection;add-member/".into()),
            },
        ),
        (
            "RFC 5995 4.1: the name of the prose",
            "<allow-client-defined-URI/>",
            Condition::new(Precondition::AllowClientDefinedUri),
        ),
        (
            "RFC 4791 5.3.2.1",
            "<C:no-uid-conflict><href>/cal/a.ics</href></C:no-uid-conflict>",
            Condition::of_hrefs(Precondition::NoUidConflict, vec!["/cal/a.ics".into()]),
        ),
        (
            "RFC 4791 5.3.1: the name there",
            "<needs-privilege/>",
            Condition::new(Precondition::NeedPrivileges),
        ),
        (
            "a limit that is told",
            "<C:max-resource-size>1024</C:max-resource-size>",
            Condition {
                precondition: Precondition::MaxResourceSize,
                detail: ConditionDetail::Text("1024".into()),
            },
        ),
    ] {
        assert_eq!(condition(content), expected, "{section}");
    }
}

#[test]
fn rfc_4791_7_8_8_what_a_filter_asked() {
    // The RFC leaves the declarations of both prefixes out.
    let condition = condition(
        "<C:supported-filter>
           <C:prop-filter name=\"X-ABC-GUID\"/>
         </C:supported-filter>",
    );
    assert_eq!(condition.precondition, Precondition::SupportedFilter);
    let ConditionDetail::Element(element) = condition.detail else { panic!("{condition:?}") };
    let filter = element.elements().next().unwrap();
    assert_eq!(filter.name.local_name(), "prop-filter");
    assert_eq!(filter.attributes[0].value, "X-ABC-GUID");
}

#[test]
fn odd_content_is_kept_whole() {
    for content in [
        "<need-privileges><resource><href>/a</href></resource></need-privileges>",
        "<need-privileges><resource><href>/a</href><privilege/></resource></need-privileges>",
        "<need-privileges><resource><href>/a</href><privilege><all>x</all></privilege></resource></need-privileges>",
        "<need-privileges><href>/a</href></need-privileges>",
        "<allow-client-defined-uri><add-member/></allow-client-defined-uri>",
        "<lock-token-submitted><href>/a</href>and more</lock-token-submitted>",
        "<lock-token-submitted><href x=\"y\">/a</href></lock-token-submitted>",
        "<valid-sync-token x=\"y\"/>",
    ] {
        let condition = condition(content);
        assert!(matches!(condition.detail, ConditionDetail::Element(_)), "{content}: {condition:?}");
        let body = ErrorBody::from(condition);
        assert_eq!(strictly(&body.to_xml()), body, "{content}");
    }
}

#[test]
fn what_sabre_adds() {
    let body = strictly(
        "<d:error xmlns:d=\"DAV:\" xmlns:s=\"http://sabredav.org/ns\">
  <s:sabredav-version>4.6.0</s:sabredav-version>
  <s:exception>Sabre\\DAV\\Exception\\InvalidSyncToken</s:exception>
  <s:message>Invalid or unknown sync token</s:message>
  <d:valid-sync-token/>
</d:error>",
    );
    assert!(body.has(&Precondition::ValidSyncToken));
    let sabre = SabreError {
        version: Some("4.6.0".into()),
        exception: Some("Sabre\\DAV\\Exception\\InvalidSyncToken".into()),
        message: Some("Invalid or unknown sync token".into()),
        header: None,
    };
    assert_eq!(body.sabre, Some(sabre));
    assert_eq!(body.conditions.len(), 1);
    assert_eq!(strictly(&body.to_xml()), body);
}

#[test]
fn words_for_people() {
    let body = strictly(
        "<error xmlns=\"DAV:\" xmlns:s=\"http://sabredav.org/ns\"><s:header>If-Match</s:header>
         <responsedescription xml:lang=\"en\">UID already in use.</responsedescription></error>",
    );
    let words = LocalizedText { text: "UID already in use.".into(), language: Some("en".into()) };
    assert_eq!(body.description, Some(words));
    assert_eq!(body.sabre.as_ref().and_then(|sabre| sabre.header.as_deref()), Some("If-Match"));
    assert!(body.conditions.is_empty());
    assert_eq!(strictly(&body.to_xml()), body);
}

#[test]
fn broken_bodies() {
    let value = XmlErrorKind::Value { expected: "a condition", found: String::new() };
    for (why, body, kind, local) in [
        ("RFC 4918 14.5: one at least", "<error xmlns=\"DAV:\"/>", value, true),
        (
            "RFC 4918 14.5: no text",
            "<error xmlns=\"DAV:\">No<valid-sync-token/></error>",
            XmlErrorKind::UnexpectedText,
            true,
        ),
        (
            "another root",
            "<err xmlns=\"DAV:\"/>",
            XmlErrorKind::UnexpectedRoot { found: "DAV:err".parse().unwrap() },
            false,
        ),
        ("cut off", "<error xmlns=\"DAV:\"><valid-sync-token>", XmlErrorKind::UnexpectedEnd, false),
    ] {
        let error = ErrorBody::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap_err();
        assert_eq!(*error.kind(), kind, "{why}");
        let lenient = ErrorBody::from_xml(body.as_bytes(), &XmlOptions::lenient());
        assert_eq!(lenient.is_ok(), local, "{why}");
    }
}
