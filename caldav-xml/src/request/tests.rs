use std::fmt::Debug;

use caldav_types::acl::{Ace, AcePrincipal, Acl};
use caldav_types::calendar_data::CalendarData;
use caldav_types::lock::{LockScope, LockType};
use caldav_types::multistatus::Propstat;
use caldav_types::property::{DavProperty, DavPropertyName};
use caldav_types::request::{
    BulkChange, LockInfo, Mkcalendar, MkcalendarResponse, Mkcol, MkcolResponse, Multiput, OwnCloudShare,
    Propfind, Proppatch, ProppatchInstruction, PublishCalendar, ResourceInviteReply, Share, ShareInstruction,
    ShareResource, UnpublishCalendar,
};
use caldav_types::sharing::{InviteReply, ShareAccess, Sharee, SharingAccess};
use caldav_types::{AnyElement, AnyNode, EntityTag, Href, LocalizedText, Privilege};
use http::StatusCode;

use crate::{Body, XmlErrorKind, XmlLimit, XmlOptions, property_of};

fn dead(text: &str) -> AnyElement {
    let mut element = AnyElement::new("{http://example.com/ns}a".parse().unwrap());
    element.children.push(AnyNode::Text(text.into()));
    element
}

fn dead_name() -> DavPropertyName {
    DavPropertyName::Other("{http://example.com/ns}b".parse().unwrap())
}

fn title(text: &str) -> DavProperty {
    DavProperty::DisplayName(text.into())
}

/// Values with all that a request can set a property to.
fn properties() -> Vec<DavProperty> {
    let language = LocalizedText { text: "Büro & <mehr>".into(), language: Some("de".into()) };
    vec![
        title(" Work\n"),
        title(""),
        DavProperty::CalendarDescription(language),
        DavProperty::Other(dead("a < b")),
        DavProperty::Empty(dead_name()),
    ]
}

fn assert_come_back<T: Body + Debug + PartialEq>(values: impl IntoIterator<Item = T>) {
    for value in values {
        let body = value.to_xml();
        let read =
            T::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap_or_else(|e| panic!("{e}: {body}"));
        assert_eq!(read.value, value, "{body}");
        assert_eq!(read.diagnostics, [], "{body}");
    }
}

#[test]
fn written_and_read_again() {
    let names = vec![DavPropertyName::DisplayName, dead_name()];
    assert_come_back([
        Propfind::Prop(names.clone()),
        Propfind::PropName,
        Propfind::AllProp { include: vec![] },
        Propfind::AllProp { include: names.clone() },
    ]);
    let set = || properties().into_iter().map(ProppatchInstruction::Set);
    let remove = || names.iter().cloned().map(ProppatchInstruction::Remove);
    assert_come_back([
        Proppatch { instructions: set().collect() },
        Proppatch { instructions: remove().collect() },
        Proppatch { instructions: remove().chain(set()).chain(remove()).chain(set()).collect() },
    ]);
    assert_come_back([Mkcalendar { properties: properties() }, Mkcalendar { properties: vec![title("a")] }]);
    assert_come_back([Mkcol { properties: properties() }]);
    let propstats = vec![
        Propstat::new(StatusCode::OK, properties()),
        Propstat::new(StatusCode::FORBIDDEN, vec![DavProperty::Empty(DavPropertyName::GetEtag)]),
    ];
    assert_come_back([MkcolResponse { propstats: propstats.clone() }]);
    assert_come_back([MkcalendarResponse { propstats }, MkcalendarResponse::default()]);
    let info = |scope, owner: Option<&str>| LockInfo {
        scope,
        lock_type: LockType::Write,
        owner: owner.map(Into::into),
    };
    assert_come_back([
        info(LockScope::Exclusive, None),
        info(LockScope::Shared, Some("Jane & Co")),
        info(LockScope::Shared, Some("")),
    ]);
    let everyone = Ace::deny(AcePrincipal::All, vec![Privilege::Write]);
    assert_come_back([Acl(vec![]), Acl(vec![everyone.clone(), Ace { is_inverted: true, ..everyone }])]);
}

#[test]
fn posts_are_written_and_read_again() {
    let href = || Href::new("/a/1.ics");
    let tags = [None, Some(EntityTag::strong("a&b").unwrap())];
    for if_match in tags {
        let data = vec![DavProperty::CalendarData(CalendarData::from("BEGIN:VCALENDAR\r\n")), title("a")];
        let update =
            |set, remove| BulkChange::Update { href: href(), if_match: if_match.clone(), set, remove };
        assert_come_back([Multiput {
            changes: vec![
                BulkChange::Create { set: data.clone() },
                update(data, vec![]),
                update(vec![], vec![dead_name()]),
                update(properties(), vec![dead_name(), DavPropertyName::DisplayName]),
                BulkChange::Delete { href: href(), if_match: if_match.clone() },
            ],
        }]);
    }
    let text = || Some("a & b".to_owned());
    let set =
        |common_name, summary, access| ShareInstruction::Set { href: href(), common_name, summary, access };
    let share = Share {
        instructions: vec![
            set(None, None, SharingAccess::Read),
            ShareInstruction::Remove(href()),
            set(text(), text(), SharingAccess::ReadWrite),
        ],
    };
    assert_come_back([Share::default(), share.clone()]);
    assert_come_back([OwnCloudShare(share)]);
    assert_come_back([PublishCalendar]);
    assert_come_back([UnpublishCalendar]);
    let sharee = |access| Sharee { href: href(), properties: vec![], comment: None, access, status: None };
    let invited =
        Sharee { properties: vec![title("Eric")], comment: text(), ..sharee(ShareAccess::ReadWrite) };
    assert_come_back([
        ShareResource::default(),
        ShareResource { sharees: vec![invited, sharee(ShareAccess::NoAccess)] },
    ]);
    for is_accepted in [true, false] {
        assert_come_back([
            ResourceInviteReply { is_accepted, create_in: None, comment: None },
            ResourceInviteReply { is_accepted, create_in: Some(href()), comment: text() },
        ]);
        assert_come_back([InviteReply {
            shared_type: None,
            href: href(),
            is_accepted,
            host_url: href(),
            in_reply_to: "1".into(),
            summary: text(),
            common_name: None,
        }]);
    }
}

#[test]
fn proppatch_keeps_the_order_of_the_document() {
    let body = "<propertyupdate xmlns=\"DAV:\" xmlns:x=\"http://example.com/ns\"><set><prop><displayname>a</displayname>\
                </prop></set><remove><prop><displayname/><x:b>what is here is not looked at</x:b></prop></remove><y/>\
                <set><prop><displayname/></prop></set></propertyupdate>";
    let read = Proppatch::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap().value;
    assert_eq!(
        read.instructions,
        [
            ProppatchInstruction::Set(title("a")),
            ProppatchInstruction::Remove(DavPropertyName::DisplayName),
            ProppatchInstruction::Remove(dead_name()),
            ProppatchInstruction::Set(title("")),
        ]
    );
    let written = read.to_xml();
    assert!(
        written.ends_with(
            "<D:set><D:prop><D:displayname>a</D:displayname></D:prop></D:set><D:remove><D:prop><D:displayname/>\
             <ns0:b/></D:prop></D:remove><D:set><D:prop><D:displayname/></D:prop></D:set></D:propertyupdate>"
        ),
        "{written}"
    );
}

#[test]
fn the_language_around_a_dead_property_is_kept() {
    let of = |body: &str| {
        let read = Proppatch::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap().value;
        let [ProppatchInstruction::Set(property)] = &read.instructions[..] else { panic!("{read:?}") };
        property.clone()
    };
    let lang = |property: DavProperty| {
        let DavProperty::Other(element) = property else { panic!("{property:?}") };
        let attributes = element.attributes.iter().filter(|a| a.name.local_name() == "lang");
        attributes.map(|attribute| attribute.value.clone()).collect::<Vec<_>>()
    };
    for (section, outer, inner, expected) in [
        ("RFC 4918 4.3", " xml:lang=\"de\"", "", vec!["de"]),
        ("RFC 4918 4.3: its own", " xml:lang=\"de\"", " xml:lang=\"en\"", vec!["en"]),
        ("none", "", "", vec![]),
    ] {
        let body = format!(
            "<propertyupdate xmlns=\"DAV:\"><set{outer}><prop><a xmlns=\"http://example.com/ns\"{inner}>b</a></prop>\
             </set></propertyupdate>"
        );
        assert_eq!(lang(of(&body)), expected, "{section}");
    }
    let body = "<propertyupdate xmlns=\"DAV:\" xml:lang=\"de\"><set><prop><displayname>a</displayname></prop></set>\
                </propertyupdate>";
    let expected = LocalizedText { text: "a".into(), language: Some("de".into()) };
    assert_eq!(of(body), DavProperty::DisplayName(expected));
}

/// A body whose prefixes are declared.
fn body(root: &str, content: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<{root} xmlns=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\" \
         xmlns:CS=\"http://calendarserver.org/ns/\" xmlns:MM=\"http://me.com/_namespace/\" \
         xmlns:OC=\"http://owncloud.org/ns\">{content}</{root}>"
    )
}

#[track_caller]
fn assert_refused<T: Body + Debug>(section: &str, root: &str, content: &str, kind: &XmlErrorKind) {
    let body = body(root, content);
    let error = T::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap_err();
    assert_eq!(error.kind(), kind, "{section}: {body}");
    assert_eq!(error.position().line, 2, "{section}: {error}");
    assert_eq!(error.precondition(), None, "{section}: {error}");
}

fn missing(name: &str) -> XmlErrorKind {
    XmlErrorKind::MissingElement(name.parse().unwrap())
}

fn unexpected(name: &str) -> XmlErrorKind {
    XmlErrorKind::UnexpectedElement(name.parse().unwrap())
}

fn repeated(name: &str) -> XmlErrorKind {
    XmlErrorKind::RepeatedElement(name.parse().unwrap())
}

fn no_property() -> XmlErrorKind {
    XmlErrorKind::Value { expected: "the name of a property", found: String::new() }
}

#[test]
fn forms_that_the_dtds_forbid() {
    assert_refused::<Propfind>("4918-14.20-02", "propfind", "", &missing("DAV:prop"));
    assert_refused::<Propfind>(
        "4918-14.20-02",
        "propfind",
        "<include><owner/></include>",
        &missing("DAV:prop"),
    );
    assert_refused::<Propfind>(
        "4918-14.20-02",
        "propfind",
        "<allprop/><propname/>",
        &unexpected("DAV:propname"),
    );
    assert_refused::<Propfind>("q-18", "propfind", "<prop/>", &no_property());
    assert_refused::<Proppatch>("4918-14.19", "propertyupdate", "<x/>", &missing("DAV:set"));
    assert_refused::<Proppatch>("4918-14.26-01", "propertyupdate", "<set/>", &missing("DAV:prop"));
    assert_refused::<Proppatch>("RFC 4918 14.23", "propertyupdate", "<remove/>", &missing("DAV:prop"));
    assert_refused::<Proppatch>("q-18", "propertyupdate", "<set><prop/></set>", &no_property());
    assert_refused::<Proppatch>("q-18", "propertyupdate", "<remove><prop/></remove>", &no_property());
    let two = "<set><prop><owner/></prop><prop><owner/></prop></set>";
    assert_refused::<Proppatch>("4918-14.26-01", "propertyupdate", two, &repeated("DAV:prop"));
    let set = "<set><prop><displayname/></prop></set>";
    assert_refused::<Mkcalendar>("4791-9.2-01", "C:mkcalendar", "", &missing("DAV:set"));
    assert_refused::<Mkcalendar>("4791-9.2-01", "C:mkcalendar", &set.repeat(2), &repeated("DAV:set"));
    assert_refused::<Mkcalendar>("4791-9.2-01", "C:mkcalendar", "<C:set/>", &missing("DAV:set"));
    let found = "DAV:mkcalendar".parse().unwrap();
    assert_refused::<Mkcalendar>("op-27", "mkcalendar", set, &XmlErrorKind::UnexpectedRoot { found });
    assert_refused::<Mkcol>("5689-5.1-01", "mkcol", "", &missing("DAV:set"));
    assert_refused::<MkcolResponse>("RFC 5689 5.2", "mkcol-response", "", &missing("DAV:propstat"));
    let scope = "<lockscope><exclusive/></lockscope>";
    assert_refused::<LockInfo>("RFC 4918 14.11", "lockinfo", scope, &missing("DAV:locktype"));
    let kind = "<locktype><write/></locktype>";
    assert_refused::<LockInfo>("RFC 4918 14.11", "lockinfo", kind, &missing("DAV:lockscope"));
    let two = format!("{scope}{scope}{kind}");
    assert_refused::<LockInfo>("RFC 4918 14.11", "lockinfo", &two, &repeated("DAV:lockscope"));
}

#[test]
fn posts_that_their_models_forbid() {
    let resource = |content: &str| format!("<MM:resource>{content}</MM:resource>");
    let href = "<href>/a</href>";
    let set = "<set><prop><displayname/></prop></set>";
    let tag = "<MM:if-match><getetag>\"1\"</getetag></MM:if-match>";
    for (why, content, kind) in [
        ("7.1: nothing", String::new(), missing("{http://me.com/_namespace/}resource")),
        ("7.2: nothing", resource(""), missing("DAV:set")),
        ("7.2: what is deleted?", resource("<MM:delete/>"), missing("DAV:href")),
        ("7.2: what is changed?", resource(&format!("{tag}{set}")), missing("DAV:href")),
        (
            "7.2: deleted and set",
            resource(&format!("{href}{set}<MM:delete/>")),
            unexpected("{http://me.com/_namespace/}delete"),
        ),
        ("7.2: two addresses", resource(&href.repeat(2)), repeated("DAV:href")),
        ("7.3: no tag", resource(&format!("{href}<MM:if-match/><MM:delete/>")), missing("DAV:getetag")),
        ("no DAV:prop", resource("<set><C:calendar-data>a</C:calendar-data></set>"), missing("DAV:prop")),
    ] {
        assert_refused::<Multiput>(why, "MM:multiput", &content, &kind);
    }
    let body = body("MM:multiput", &resource("<set><C:calendar-data>a</C:calendar-data></set>"));
    let read = Multiput::from_xml(body.as_bytes(), &XmlOptions::lenient()).unwrap();
    let set = vec![DavProperty::CalendarData(CalendarData::from("a"))];
    assert_eq!(read.value.changes, [BulkChange::Create { set }]);
    assert_eq!(read.diagnostics[0].kind, missing("DAV:prop"));

    let read = "{http://calendarserver.org/ns/}read";
    assert_refused::<Share>("6.27", "CS:share", "<CS:set><CS:read/></CS:set>", &missing("DAV:href"));
    assert_refused::<Share>("6.27", "CS:share", &format!("<CS:set>{href}</CS:set>"), &missing(read));
    let both = format!("<CS:set>{href}<CS:read-write/><CS:read/></CS:set>");
    assert_refused::<Share>("6.27", "CS:share", &both, &unexpected(read));
    assert_refused::<Share>("6.28", "CS:share", "<CS:remove/>", &missing("DAV:href"));
    assert_refused::<OwnCloudShare>("remove", "OC:share", "<OC:remove/>", &missing("DAV:href"));
    assert_refused::<ShareResource>("no address", "share-resource", "<sharee/>", &missing("DAV:href"));
    assert_refused::<ResourceInviteReply>("neither", "invite-reply", "", &missing("DAV:invite-accepted"));
    let both = "<invite-accepted/><invite-declined/>";
    assert_refused::<ResourceInviteReply>("both", "invite-reply", both, &unexpected("DAV:invite-declined"));
}

#[test]
fn who_may_not_write_reads() {
    let body = "<x0:share xmlns:x0=\"http://owncloud.org/ns\"><x0:set><x1:href xmlns:x1=\"DAV:\">principal:a/b</x1:href>\
                </x0:set></x0:share>";
    let share = OwnCloudShare::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap().value;
    let expected = ShareInstruction::Set {
        href: Href::new("principal:a/b"),
        common_name: None,
        summary: None,
        access: SharingAccess::Read,
    };
    assert_eq!(share.0.instructions, [expected]);
    assert!(share.to_xml().ends_with("<OC:set><D:href>principal:a/b</D:href></OC:set></OC:share>"));
}

/// RFC 4918 9.2, RFC 4791 5.3.1.1: each property is answered by itself.
#[test]
fn a_fault_of_one_property_is_its_own() {
    for (why, property, name, fault) in [
        (
            "RFC 4918 15.4",
            "<getcontentlength>x</getcontentlength>",
            DavPropertyName::GetContentLength,
            XmlErrorKind::Value { expected: "a whole number", found: "x".into() },
        ),
        (
            "RFC 4791 5.2.3: no names",
            "<C:supported-calendar-component-set><C:comp/></C:supported-calendar-component-set>",
            DavPropertyName::SupportedCalendarComponentSet,
            XmlErrorKind::MissingAttribute("name"),
        ),
        (
            "RFC 6638 9.1",
            "<C:schedule-calendar-transp><C:grey/></C:schedule-calendar-transp>",
            DavPropertyName::ScheduleCalendarTransp,
            missing("CALDAV:opaque"),
        ),
        (
            "RFC 4791 5.2.2: elements for text",
            "<C:calendar-timezone><C:tz/></C:calendar-timezone>",
            DavPropertyName::CalendarTimezone,
            unexpected("CALDAV:tz"),
        ),
        (
            "RFC 4791 5.2.3: one of several",
            "<C:supported-calendar-component-set><C:comp name=\"VEVENT\"/><C:comp/>\
             </C:supported-calendar-component-set>",
            DavPropertyName::SupportedCalendarComponentSet,
            XmlErrorKind::MissingAttribute("name"),
        ),
    ] {
        let content = format!("<set><prop>{property}<displayname>a</displayname></prop></set>");
        let body = body("propertyupdate", &content);
        for options in [XmlOptions::strict(), XmlOptions::lenient()] {
            let read = Proppatch::from_xml(body.as_bytes(), &options).unwrap();
            let [ProppatchInstruction::Set(faulty), beside] = &read.value.instructions[..] else {
                panic!("{why}: {read:?}");
            };
            assert!(faulty.is_faulty(), "{why}");
            assert_eq!(faulty.name(), name, "{why}");
            assert_eq!(*beside, ProppatchInstruction::Set(title("a")), "{why}");
            let DavProperty::Other(element) = faulty else { panic!("{why}: {faulty:?}") };
            assert_eq!(*property_of(element, &XmlOptions::strict()).unwrap_err().kind(), fault, "{why}");
            let told: Vec<_> = read.diagnostics.iter().map(|it| (&it.kind, it.position.line)).collect();
            let name = element.name.clone();
            let kind = XmlErrorKind::PropertyValue { name, fault: Box::new(fault.clone()) };
            let expected = [(&kind, 2)];
            assert_eq!(told, if options.strict { &[][..] } else { &expected[..] }, "{why}");
            assert_eq!(
                Proppatch::from_xml(read.value.to_xml().as_bytes(), &options).unwrap().value,
                read.value
            );
        }
        let set = format!("<set><prop>{property}</prop></set>");
        let calendar = self::body("C:mkcalendar", &set);
        let made = Mkcalendar::from_xml(calendar.as_bytes(), &XmlOptions::strict()).unwrap().value;
        assert!(made.properties[0].is_faulty(), "{why}");
        let made =
            Mkcol::from_xml(self::body("mkcol", &set).as_bytes(), &XmlOptions::strict()).unwrap().value;
        assert!(made.properties[0].is_faulty(), "{why}");
    }
}

/// What can be read is no fault, and what is no XML is one of the whole.
#[test]
fn a_value_that_is_set_in_another_form() {
    let body = |property: &str| body("propertyupdate", &format!("<set><prop>{property}</prop></set>"));
    let enabled = body("<OC:calendar-enabled>true</OC:calendar-enabled>");
    let read = Proppatch::from_xml(enabled.as_bytes(), &XmlOptions::lenient()).unwrap();
    assert_eq!(read.value.instructions, [ProppatchInstruction::Set(DavProperty::CalendarEnabled(true))]);
    assert_eq!(read.diagnostics[0].kind.name(), "value-form");
    assert_eq!(read.diagnostics[0].position.line, 2);
    let read = Proppatch::from_xml(enabled.as_bytes(), &XmlOptions::strict()).unwrap().value;
    assert!(matches!(&read.instructions[..], [ProppatchInstruction::Set(property)] if property.is_faulty()));

    let unbound = body("<displayname><y:a/></displayname>");
    let error = Proppatch::from_xml(unbound.as_bytes(), &XmlOptions::strict()).unwrap_err();
    assert_eq!(*error.kind(), XmlErrorKind::UnboundPrefix("y".into()));

    let text = "<![CDATA[<&]]>".repeat(2_000);
    let long = body(&format!("<displayname>{text}</displayname>"));
    let limits = XmlOptions::strict().limits.with(XmlLimit::Text, 5_000);
    let read = Proppatch::from_xml(long.as_bytes(), &XmlOptions::strict().with_limits(limits)).unwrap().value;
    assert_eq!(read.instructions, [ProppatchInstruction::Set(title(&"<&".repeat(2_000)))]);
}
