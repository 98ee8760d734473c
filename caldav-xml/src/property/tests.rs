use std::collections::HashSet;

use caldav_types::acl::Acl;
use caldav_types::header::TimeType;
use caldav_types::lock::{ActiveLock, LockScope, LockType};
use caldav_types::multistatus::{Multistatus, Propstat};
use caldav_types::property::{AnyValue, DavProperty, DavPropertyName, PlainText, Present, Prop, named};
use caldav_types::{AnyElement, Depth, Href, LocalizedText, ResourceTypes};

use crate::{Body, XmlErrorKind, XmlOptions};

mod caldav;
mod calendarserver;
mod examples;
mod extensions;
mod webdav;

const ROOT: &str = "<D:prop xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\" \
                    xmlns:CR=\"urn:ietf:params:xml:ns:carddav\" xmlns:CS=\"http://calendarserver.org/ns/\" \
                    xmlns:A=\"http://apple.com/ns/ical/\" xmlns:ME=\"http://me.com/_namespace/\" \
                    xmlns:OC=\"http://owncloud.org/ns\" xmlns:S=\"http://sabredav.org/ns\" \
                    xmlns:P=\"https://bitfire.at/webdav-push\" xmlns:NC=\"http://nextcloud.com/ns\">";

fn document(properties: &str) -> String {
    format!("{ROOT}{properties}</D:prop>")
}

fn strictly(properties: &str) -> Vec<DavProperty> {
    let read = Prop::from_xml(document(properties).as_bytes(), &XmlOptions::strict());
    read.map_err(|error| format!("{error}: {properties}")).unwrap().value.0
}

fn href(href: &str) -> Href {
    Href::new(href)
}

fn element(name: &str) -> AnyElement {
    AnyElement::new(name.parse().unwrap())
}

fn english(text: &str) -> LocalizedText {
    LocalizedText { text: text.into(), language: Some("en".into()) }
}

fn active_lock() -> ActiveLock {
    ActiveLock {
        scope: LockScope::Exclusive,
        lock_type: LockType::Write,
        depth: Depth::Zero,
        owner: Some(AnyValue::from("Jane Smith")),
        timeout: Some(TimeType::Infinite),
        token: Some("urn:uuid:f81de2ad-7f3d-a1b2-4f3c-00a0c91a9d76".parse().unwrap()),
        root: Some(href("http://www.example.com/container/")),
    }
}

/// What strict reading makes of each text, and why.
fn assert_read(rows: Vec<(&str, &str, DavProperty)>) {
    for (why, text, expected) in rows {
        assert_eq!(strictly(text), [expected], "{why}: {text}");
    }
}

/// What is read although it departs from the specifications, with a diagnostic.
fn assert_departures(rows: Vec<(&str, &str, DavProperty)>) {
    for (why, text, expected) in rows {
        let body = document(text);
        let lenient = Prop::from_xml(body.as_bytes(), &XmlOptions::lenient()).unwrap();
        assert_eq!(
            (lenient.value.0.as_slice(), lenient.diagnostics.len()),
            ([expected].as_slice(), 1),
            "{why}"
        );
        let error = Prop::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap_err();
        assert_eq!(*error.kind(), lenient.diagnostics[0].kind, "{why}");
        assert_eq!(error.position(), lenient.diagnostics[0].position, "{why}");
        let again = Prop::from_xml(lenient.value.to_xml().as_bytes(), &XmlOptions::lenient()).unwrap();
        assert_eq!(again.value, lenient.value, "{why}");
    }
}

/// A wrong value is left out, what stands beside it is not; strict reading refuses the whole.
fn assert_wrong(rows: Vec<(&str, &str, XmlErrorKind)>) {
    for (section, text, expected) in rows {
        let body =
            document(&format!("<D:displayname>a</D:displayname>{text}<D:owner><D:href>/</D:href></D:owner>"));
        let lenient = Prop::from_xml(body.as_bytes(), &XmlOptions::lenient()).unwrap();
        let expected_properties = [DavProperty::DisplayName("a".into()), DavProperty::Owner(Some(href("/")))];
        assert_eq!(lenient.value.0, expected_properties, "{section}");
        let kinds: Vec<_> = lenient.diagnostics.into_iter().map(|diagnostic| diagnostic.kind).collect();
        assert_eq!(kinds, std::slice::from_ref(&expected), "{section}");
        let error = Prop::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap_err();
        assert_eq!(*error.kind(), expected, "{section}");
    }
}

/// One of several that is faulty is left out, the others are not.
fn assert_wrong_members(rows: Vec<(&str, String, DavProperty, XmlErrorKind)>) {
    for (section, text, expected, kind) in rows {
        let body = document(&text);
        let lenient = Prop::from_xml(body.as_bytes(), &XmlOptions::lenient()).unwrap();
        assert_eq!(lenient.value.0, [expected], "{section}");
        let kinds: Vec<_> = lenient.diagnostics.into_iter().map(|diagnostic| diagnostic.kind).collect();
        assert_eq!(kinds, std::slice::from_ref(&kind), "{section}");
        assert_eq!(
            *Prop::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap_err().kind(),
            kind,
            "{section}"
        );
    }
}

fn value(expected: &'static str, found: &str) -> XmlErrorKind {
    XmlErrorKind::Value { expected, found: found.into() }
}

fn missing(name: &str) -> XmlErrorKind {
    XmlErrorKind::MissingElement(name.parse().unwrap())
}

const NUMBER: &str = "a whole number";
const MISSING_NAME: XmlErrorKind = XmlErrorKind::MissingAttribute("name");

/// Values of every property, some of them several times.
fn values() -> Vec<DavProperty> {
    let mut values = vec![
        DavProperty::Empty(DavPropertyName::Other("{http://example.com/ns}asked".parse().unwrap())),
        DavProperty::Other({
            let mut dead = element("{http://example.com/ns}dead");
            dead.children.push(caldav_types::AnyNode::Text(" kept ".into()));
            dead
        }),
    ];
    for of_specification in [webdav::values, caldav::values, calendarserver::values, extensions::values] {
        values.extend(of_specification());
    }
    values.extend(values_of_one_form());
    values
}

/// Makes a property of each name with the same value.
macro_rules! same {
    ($value:expr; $($name:ident),+ $(,)?) => { vec![$(DavProperty::$name($value)),+] };
}

fn values_of_one_form() -> Vec<DavProperty> {
    let one = || href("http://cal.example.com/home/bernard/?a&b");
    let mut values = same![one(); PrincipalUrl, AddMember, ResourceId, ShareResourceUri, SharerResourceUri,
        NotificationUrl, ServerInfoHref, ScheduleOutboxUrl, ScheduleInboxUrl, PrincipalAddress,
        CalendarServerNotificationUrl, SharedUrl, PublishUrl, PrePublishUrl, Source, DropboxHomeUrl, MeCard];
    values.extend(same![Some(one()); Group, ScheduleDefaultCalendarUrl, ManagedAttachmentsServerUrl,
        ScheduleDefaultTasksUrl, DefaultAddressBookUrl]);
    values.extend(same![vec![one(), href("/b/")]; AlternateUriSet, GroupMemberSet, GroupMembership,
        InheritedAclSet, PrincipalCollectionSet, CalendarHomeSet, TimezoneServiceSet, CalendarFreeBusySet,
        AddressBookHomeSet, DirectoryGateway, CalendarProxyReadFor, CalendarProxyWriteFor,
        ExpandedGroupMemberSet, ExpandedGroupMembership]);
    values.extend(same![102_400; MaxResourceSize, MaxInstances, MaxAttendeesPerInstance, MaxAttachmentSize,
        MaxAttachmentsPerResource, AddressBookMaxResourceSize, MaxImageSize, MaxCollections, MaxResources,
        TrashBinRetentionDuration]);
    values.extend(same![PlainText::new("a & b"); PushKey, RecordType, AutoScheduleMode, AutoSchedule, XmppUri,
        XmppServer, RefreshRate, LanguageCode, LocationCode, EmailAddress, SabreSyncToken, DefaultAlarmPartDay,
        DefaultAlarmFullDay, Topic]);
    values.extend(same!["BEGIN:VALARM\r\nEND:VALARM\r\n".to_owned(); DefaultAlarmVeventDatetime,
        DefaultAlarmVeventDate, DefaultAlarmVtodoDatetime, DefaultAlarmVtodoDate,
        CalendarServerCalendarAvailability]);
    values.extend(same![english("Checked in"); Comment, CreatorDisplayName]);
    values
}

#[test]
fn every_property_written_and_read_again() {
    let values = values();
    let tested: HashSet<_> = values.iter().map(DavProperty::name).collect();
    for name in DavPropertyName::KNOWN {
        assert!(tested.contains(name), "no value of {name}");
    }
    for value in values {
        let prop = Prop(vec![value]);
        let body = prop.to_xml();
        let read = Prop::from_xml(body.as_bytes(), &XmlOptions::strict());
        assert_eq!(read.map(|read| read.value), Ok(prop), "{body}");
    }
}

#[test]
fn q_13_a_name_that_was_not_found_is_a_name() {
    for name in DavPropertyName::KNOWN {
        let (namespace, local) = (name.namespace(), name.local_name());
        // A language that holds for the whole makes no value of a name.
        for form in [
            format!("<x:{local} xmlns:x=\"{namespace}\"/>"),
            format!("<x:{local} xmlns:x=\"{namespace}\"></x:{local}>"),
            format!("<{local} xmlns=\"{namespace}\" />"),
            format!("<{local} xmlns=\"{namespace}\"><!-- none --></{local}>"),
        ] {
            let body = format!(
                "<D:multistatus xmlns:D=\"DAV:\" xml:lang=\"en\"><D:response><D:href>/</D:href><D:propstat><D:prop>{form}</D:prop>\
                 <D:status>HTTP/1.1 404 Not Found</D:status></D:propstat></D:response></D:multistatus>"
            );
            let read = Multistatus::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap();
            let [response] = read.value.responses.as_slice() else { panic!("{form}") };
            let bare = Propstat::new(http::StatusCode::NOT_FOUND, vec![DavProperty::Empty(name.clone())]);
            assert_eq!(response.propstats(), [bare], "{form}");
        }
    }
}

/// Which types have a value without content; the others have none, whatever the status.
#[test]
fn names_without_content_as_values() {
    for (text, expected) in [
        ("<D:displayname/>", DavProperty::DisplayName(LocalizedText::default())),
        ("<D:resourcetype></D:resourcetype>", DavProperty::ResourceType(ResourceTypes::default())),
        ("<D:acl>\n</D:acl>", DavProperty::Acl(Acl::default())),
        ("<D:owner/>", DavProperty::Owner(None)),
        ("<CS:subscribed-strip-todos/>", DavProperty::SubscribedStripTodos(Present)),
        ("<D:getetag/>", DavProperty::Empty(DavPropertyName::GetEtag)),
        ("<D:getcontentlength> </D:getcontentlength>", DavProperty::Empty(DavPropertyName::GetContentLength)),
        ("<D:principal-URL>\n</D:principal-URL>", DavProperty::Empty(DavPropertyName::PrincipalUrl)),
        ("<CS:getctag></CS:getctag>", DavProperty::Empty(DavPropertyName::GetCTag)),
        ("<C:calendar-data></C:calendar-data>", DavProperty::Empty(DavPropertyName::CalendarData)),
    ] {
        assert_eq!(strictly(text), [expected], "{text}");
    }
}

#[test]
fn q_03_unknown_names_come_back_under_their_names() {
    let name: DavPropertyName = "{http://example.com/ns}rating".parse().unwrap();
    let prop = Prop(vec![DavProperty::Empty(name.clone())]);
    let body = prop.to_xml();
    assert!(body.contains("<ns0:rating/>") && body.contains("xmlns:ns0=\"http://example.com/ns\""), "{body}");
    assert_eq!(strictly("<x:rating xmlns:x=\"http://example.com/ns\"/>"), [DavProperty::Empty(name)]);
}

#[test]
fn values_by_type() {
    let prop =
        Prop(strictly("<D:displayname>Work</D:displayname><D:getcontentlength>7</D:getcontentlength>"));
    assert_eq!(prop.get::<named::DisplayName>(), Some(&"Work".into()));
    assert_eq!(prop.get::<named::GetContentLength>(), Some(&7));
    assert_eq!(prop.get::<named::QuotaUsedBytes>(), None);
}

#[test]
fn deep_values_are_bounded() {
    let (open, close) =
        ("<D:supported-privilege><D:privilege><D:read/></D:privilege>", "</D:supported-privilege>");
    let sharing = (
        "<D:invite><D:sharee><D:href>/</D:href><D:share-access><D:read/></D:share-access><D:prop>",
        "</D:prop></D:sharee></D:invite>",
    );
    for (before, (open, close), after) in
        [("<D:supported-privilege-set>", (open, close), "</D:supported-privilege-set>"), ("", sharing, "")]
    {
        for depth in [20, 100_000] {
            let body = document(&format!("{before}{}{}{after}", open.repeat(depth), close.repeat(depth)));
            let read = Prop::from_xml(body.as_bytes(), &XmlOptions::lenient());
            assert_eq!(read.is_ok(), depth == 20, "{open}");
            if let Err(error) = read {
                assert!(matches!(error.kind(), XmlErrorKind::LimitExceeded { .. }), "{error}");
            }
        }
    }
}
