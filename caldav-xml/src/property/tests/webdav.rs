//! Properties of WebDAV and its extensions: RFC 4918, 3253, 3744, 4331, 5397, 5842, 5995, 6578, sharing.

use caldav_types::acl::{Ace, AcePrincipal, Acl, AclRestrictions, SupportedPrivilege};
use caldav_types::header::TimeType;
use caldav_types::lock::{ActiveLock, LockEntry, LockScope, LockType};
use caldav_types::property::{
    AnyValue, CurrentUserPrincipal, DavProperty, DavPropertyName, Parent, Prop, ReportName,
};
use caldav_types::sharing::{InviteStatus, ShareAccess, Sharee};
use caldav_types::{
    Depth, InternetDateTime, LocalizedText, Method, Privilege, PrivilegeSet, ResourceType, ResourceTypes,
    SyncToken,
};

use super::{
    MISSING_NAME, NUMBER, active_lock, assert_departures, assert_read, assert_wrong, assert_wrong_members,
    document, element, english, href, missing, value,
};
use crate::{Body, XmlErrorKind, XmlOptions};

/// Values of each, of some several.
pub(super) fn values() -> Vec<DavProperty> {
    let mut owner = AnyValue::from("Jane");
    owner.children.push(element("DAV:href").into());
    let mut unknown_type = element("{http://www.example.com/ns}search-results");
    unknown_type.children.push(element("{http://www.example.com/ns}deep").into());
    let instant: InternetDateTime = "1997-12-01T17:42:21-08:00".parse().unwrap();
    let mut values = vec![
        DavProperty::CreationDate(instant),
        DavProperty::DisplayName(english(" Jane's <calendar> & more\n")),
        DavProperty::DisplayName(LocalizedText::default()),
        DavProperty::GetContentLanguage("de-CH".into()),
        DavProperty::GetContentLength(u64::MAX),
        DavProperty::GetContentType("text/calendar; charset=utf-8; component=vevent".parse().unwrap()),
        DavProperty::GetEtag("\"zzyzx\"".parse().unwrap()),
        DavProperty::GetEtag("W/\"a&b\"".parse().unwrap()),
        DavProperty::GetLastModified("Mon, 12 Jan 1998 09:25:56 GMT".parse().unwrap()),
        DavProperty::LockDiscovery(vec![]),
        DavProperty::LockDiscovery(vec![
            active_lock(),
            ActiveLock {
                scope: LockScope::Shared,
                lock_type: LockType::Other("{http://example.com/ns}read".parse().unwrap()),
                depth: Depth::Infinity,
                owner: Some(owner),
                timeout: Some(TimeType::Seconds(604_800)),
                token: None,
                ..active_lock()
            },
            ActiveLock { owner: None, timeout: None, ..active_lock() },
        ]),
        DavProperty::ResourceType(ResourceTypes::default()),
        DavProperty::ResourceType(ResourceTypes(ResourceType::KNOWN.to_vec())),
        DavProperty::ResourceType(ResourceTypes(vec![
            ResourceType::Collection,
            ResourceType::Other(unknown_type),
        ])),
        DavProperty::SupportedLock(vec![
            LockEntry { scope: LockScope::Exclusive, lock_type: LockType::Write },
            LockEntry { scope: LockScope::Shared, lock_type: LockType::Write },
        ]),
        DavProperty::Owner(None),
        DavProperty::Owner(Some(href("/principals/gclemm/"))),
        DavProperty::SupportedPrivilegeSet(vec![supported(
            Privilege::All,
            vec![
                SupportedPrivilege { is_abstract: true, ..supported(Privilege::Read, vec![]) },
                supported(Privilege::Write, vec![supported(Privilege::Bind, vec![])]),
            ],
        )]),
        DavProperty::CurrentUserPrivilegeSet(PrivilegeSet(Privilege::KNOWN.to_vec())),
        DavProperty::CurrentUserPrivilegeSet(PrivilegeSet(vec![Privilege::Other(
            "{http://www.example.com/acl/}create".parse().unwrap(),
        )])),
        DavProperty::Acl(Acl(vec![])),
        DavProperty::Acl(Acl(vec![
            Ace {
                is_protected: true,
                inherited: Some(href("/top/")),
                ..Ace::grant(AcePrincipal::Property(DavPropertyName::Owner), vec![Privilege::All])
            },
            Ace {
                is_inverted: true,
                ..Ace::deny(AcePrincipal::Href(href("/groups/a/")), vec![Privilege::Read])
            },
            Ace::grant(AcePrincipal::All, vec![Privilege::Read, Privilege::ReadFreeBusy]),
            Ace::grant(AcePrincipal::Authenticated, vec![Privilege::Read]),
            Ace::grant(AcePrincipal::Unauthenticated, vec![Privilege::Read]),
            Ace::grant(AcePrincipal::ItSelf, vec![Privilege::WriteAcl]),
        ])),
        DavProperty::AclRestrictions(AclRestrictions::default()),
        DavProperty::AclRestrictions(AclRestrictions {
            grant_only: true,
            no_invert: true,
            deny_before_grant: true,
            required_principals: Some(vec![
                AcePrincipal::All,
                AcePrincipal::Href(href("/a")),
                AcePrincipal::Property(DavPropertyName::Owner),
            ]),
        }),
        DavProperty::SupportedMethodSet(vec![Method::Propfind, Method::Report, "SEARCH".parse().unwrap()]),
        DavProperty::SupportedLivePropertySet(vec![
            DavPropertyName::GetEtag,
            DavPropertyName::Other("{http://example.com/ns}x".parse().unwrap()),
        ]),
        DavProperty::SupportedReportSet(ReportName::KNOWN.to_vec()),
        DavProperty::SupportedReportSet(vec![ReportName::Other("{http://example.com/ns}x".parse().unwrap())]),
        DavProperty::CurrentUserPrincipal(CurrentUserPrincipal::Unauthenticated),
        DavProperty::CurrentUserPrincipal(CurrentUserPrincipal::Principal(href("/principals/a/"))),
        DavProperty::SyncToken(SyncToken::new("http://example.com/ns/sync/1234")),
        DavProperty::QuotaAvailableBytes(0),
        DavProperty::QuotaUsedBytes(403_350),
        DavProperty::ParentSet(vec![Parent { href: href("/CollX"), segment: "x%20y.gif".into() }]),
        DavProperty::ShareMode(AnyValue::from("x")),
        DavProperty::Invite(vec![
            Sharee {
                href: href("mailto:eric@example.com"),
                properties: vec![DavProperty::DisplayName("Eric York".into())],
                comment: Some("Hello".into()),
                access: ShareAccess::ReadWrite,
                status: Some(InviteStatus::NoResponse),
            },
            Sharee {
                href: href("/principals/a/"),
                properties: vec![],
                comment: None,
                access: ShareAccess::Other("{http://example.com/ns}sing".parse().unwrap()),
                status: None,
            },
        ]),
        DavProperty::NotificationType(vec![element("{http://example.com/ns}greeting")]),
    ];
    for access in ShareAccess::KNOWN {
        values.push(DavProperty::ShareAccess(access.clone()));
    }
    values
}

/// SOGo writes the date of DAV:getlastmodified as mail does.
#[test]
fn a_date_with_an_offset_is_told_and_written_right() {
    let text = "<D:getlastmodified>Fri, 20 Nov 2026 19:40:30 +0000</D:getlastmodified>";
    let lenient = Prop::from_xml(document(text).as_bytes(), &XmlOptions::lenient()).unwrap();
    assert_eq!(lenient.diagnostics[0].kind.name(), "value-form");
    let told = lenient.value.to_xml();
    assert!(told.contains("<D:getlastmodified>Fri, 20 Nov 2026 19:40:30 GMT</D:getlastmodified>"));
    assert_eq!(Prop::from_xml(told.as_bytes(), &XmlOptions::strict()).unwrap().diagnostics, []);
}

#[test]
fn departures_with_a_plain_meaning() {
    let modified = || "Fri, 20 Nov 2026 19:40:30 GMT".parse().unwrap();
    assert_departures(vec![
        (
            "SOGo: a date of mail",
            "<D:getlastmodified>Fri, 20 Nov 2026 19:40:30 +0000</D:getlastmodified>",
            DavProperty::GetLastModified(modified()),
        ),
        (
            "a date of HTTP",
            "<D:creationdate>Fri, 20 Nov 2026 19:40:30 GMT</D:creationdate>",
            DavProperty::CreationDate("2026-11-20T19:40:30Z".parse().unwrap()),
        ),
        (
            "a date of iCalendar",
            "<D:creationdate>20260101T000000Z</D:creationdate>",
            DavProperty::CreationDate("2026-01-01T00:00:00Z".parse().unwrap()),
        ),
        (
            "an address without its element",
            "<D:principal-URL>/principals/a/</D:principal-URL>",
            DavProperty::PrincipalUrl(href("/principals/a/")),
        ),
        (
            "RFC 2518 had no lockroot",
            "<D:lockdiscovery><D:activelock><D:locktype><D:write/></D:locktype><D:lockscope><D:exclusive/>\
             </D:lockscope><D:depth>0</D:depth></D:activelock></D:lockdiscovery>",
            DavProperty::LockDiscovery(vec![ActiveLock {
                owner: None,
                timeout: None,
                token: None,
                root: None,
                ..active_lock()
            }]),
        ),
        (
            "a privilege without description",
            "<D:supported-privilege-set><D:supported-privilege><D:privilege><D:read/></D:privilege>\
             </D:supported-privilege></D:supported-privilege-set>",
            DavProperty::SupportedPrivilegeSet(vec![SupportedPrivilege {
                description: None,
                ..supported(Privilege::Read, vec![])
            }]),
        ),
    ]);
}

#[test]
fn other_forms_of_a_value() {
    assert_read(vec![
        (
            "white space around",
            "<D:getcontentlength> 42\n</D:getcontentlength>",
            DavProperty::GetContentLength(42),
        ),
        ("q-15: no quotes", "<D:getetag>12ab</D:getetag>", DavProperty::GetEtag("12ab".parse().unwrap())),
        (
            "q-15: references",
            "<D:getetag>&quot;12ab&quot;</D:getetag>",
            DavProperty::GetEtag("\"12ab\"".parse().unwrap()),
        ),
        (
            "the name of the day is not looked at",
            "<D:getlastmodified>Wed, 01 Jan 2024 12:00:00 GMT</D:getlastmodified>",
            DavProperty::GetLastModified("Mon, 01 Jan 2024 12:00:00 GMT".parse().unwrap()),
        ),
        (
            "several names in one privilege",
            "<D:current-user-privilege-set><D:privilege><D:read/><D:write/></D:privilege>\
             </D:current-user-privilege-set>",
            DavProperty::CurrentUserPrivilegeSet(PrivilegeSet(vec![Privilege::Read, Privilege::Write])),
        ),
        (
            "RFC 4918 17: unknown elements are ignored",
            "<D:owner><x xmlns=\"http://example.com/ns\">y</x><D:href>/a</D:href></D:owner>",
            DavProperty::Owner(Some(href("/a"))),
        ),
        (
            "RFC 4918 14.3: what stands in a collection is ignored",
            "<D:resourcetype><D:collection><x/></D:collection></D:resourcetype>",
            DavProperty::ResourceType(ResourceTypes(vec![ResourceType::Collection])),
        ),
    ]);
}

#[test]
fn wrong_values() {
    assert_wrong(vec![
        ("RFC 4331 3", "<D:quota-available-bytes>-3</D:quota-available-bytes>", value(NUMBER, "-3")),
        ("RFC 4918 15.4", "<D:getcontentlength>+7</D:getcontentlength>", value(NUMBER, "+7")),
        (
            "RFC 4918 15.4: too large",
            "<D:getcontentlength>18446744073709551616</D:getcontentlength>",
            value(NUMBER, "18446744073709551616"),
        ),
        (
            "RFC 4918 15.1",
            "<D:creationdate>yesterday</D:creationdate>",
            value("a date and time such as \"1997-12-01T17:42:21-08:00\"", "yesterday"),
        ),
        (
            "RFC 4918 15.7",
            "<D:getlastmodified>1700000000</D:getlastmodified>",
            value("a date such as \"Sun, 06 Nov 1994 08:49:37 GMT\"", "1700000000"),
        ),
        ("RFC 4918 15.5", "<D:getcontenttype>text</D:getcontenttype>", value("a media type", "text")),
        (
            "RFC 5397 3",
            "<D:current-user-principal><D:authenticated/></D:current-user-principal>",
            missing("DAV:href"),
        ),
        ("RFC 3744 4.2", "<D:principal-URL><D:url>/a</D:url></D:principal-URL>", missing("DAV:href")),
    ]);
}

#[test]
fn wrong_members() {
    let ace = "<D:ace><D:principal><D:all/></D:principal><D:grant><D:privilege><D:read/></D:privilege></D:grant>\
               </D:ace>";
    let read_for_all = || DavProperty::Acl(Acl(vec![Ace::grant(AcePrincipal::All, vec![Privilege::Read])]));
    assert_wrong_members(vec![
        (
            "RFC 3253 3.1.3",
            "<D:supported-method-set><D:supported-method/><D:supported-method name=\"GET\"/>\
             </D:supported-method-set>"
                .to_owned(),
            DavProperty::SupportedMethodSet(vec![Method::Get]),
            MISSING_NAME,
        ),
        (
            "RFC 3253 3.1.5",
            "<D:supported-report-set><D:supported-report/><D:supported-report><D:report><C:calendar-query/>\
             </D:report></D:supported-report></D:supported-report-set>"
                .to_owned(),
            DavProperty::SupportedReportSet(vec![ReportName::CalendarQuery]),
            missing("DAV:report"),
        ),
        (
            "RFC 3744 5.5: no principal",
            format!(
                "<D:acl><D:ace><D:grant><D:privilege><D:all/></D:privilege></D:grant></D:ace>{ace}</D:acl>"
            ),
            read_for_all(),
            missing("DAV:principal"),
        ),
        (
            "RFC 3744 5.5.2: neither granted nor denied",
            format!("<D:acl><D:ace><D:principal><D:all/></D:principal></D:ace>{ace}</D:acl>"),
            read_for_all(),
            missing("DAV:grant"),
        ),
        (
            "RFC 3744 5.5.2: granted and denied",
            format!(
                "<D:acl><D:ace><D:principal><D:all/></D:principal><D:grant><D:privilege><D:all/></D:privilege>\
                 </D:grant><D:deny><D:privilege><D:all/></D:privilege></D:deny></D:ace>{ace}</D:acl>"
            ),
            read_for_all(),
            XmlErrorKind::UnexpectedElement("DAV:deny".parse().unwrap()),
        ),
        (
            "RFC 3744 5.5.2: no privilege",
            format!("<D:acl><D:ace><D:principal><D:all/></D:principal><D:grant/></D:ace>{ace}</D:acl>"),
            read_for_all(),
            missing("DAV:privilege"),
        ),
        (
            "RFC 3744 5.5.1: no principal that is known",
            format!(
                "<D:acl><D:ace><D:principal><D:everyone/></D:principal><D:grant><D:privilege><D:all/>\
                 </D:privilege></D:grant></D:ace>{ace}</D:acl>"
            ),
            read_for_all(),
            XmlErrorKind::Value { expected: "a principal", found: String::new() },
        ),
        (
            "RFC 5842 3.2",
            "<D:parent-set><D:parent><D:href>/a</D:href></D:parent></D:parent-set>".to_owned(),
            DavProperty::ParentSet(vec![]),
            missing("DAV:segment"),
        ),
    ]);
}

#[test]
fn q_18_reports_as_text() {
    let body = document(
        "<D:supported-report-set><D:supported-report>calendar-query</D:supported-report><D:supported-report><D:report>\
         sync-collection</D:report></D:supported-report><D:supported-report><D:report><D:sync-collection/></D:report>\
         </D:supported-report></D:supported-report-set>",
    );
    let lenient = Prop::from_xml(body.as_bytes(), &XmlOptions::lenient()).unwrap();
    assert_eq!(lenient.value.0, [DavProperty::SupportedReportSet(vec![ReportName::SyncCollection])]);
    assert!(lenient.diagnostics.iter().any(|diagnostic| diagnostic.kind == XmlErrorKind::UnexpectedText));
    let error = Prop::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap_err();
    assert_eq!(*error.kind(), XmlErrorKind::UnexpectedText);
}

fn supported(privilege: Privilege, aggregated: Vec<SupportedPrivilege>) -> SupportedPrivilege {
    SupportedPrivilege { privilege, is_abstract: false, description: Some(english("x & y")), aggregated }
}
