//! Which calendars are in a home, and what their server tells of them (RFC 4791 §4.2, §5.2).

use caldav_types::client::{Account, Discovery, DiscoveryOptions, FailureKind, Profile, Quirk, Start, Step};
use caldav_types::property::ReportName;

use crate::wire::{Recording, Table, Transport, discover, discovered, found, response};

const HOME: &str = "PROPFIND https://cal.example.com/cal/bernard/";

/// A server whose home is told by its own answer: principal and home can be one resource, and the depth tells what is
/// asked.
struct Recorded {
    context: Table,
    home: http::Response<Vec<u8>>,
}

impl Transport for Recorded {
    fn send(&mut self, request: &http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, FailureKind> {
        if request.headers().get("depth").is_some_and(|depth| depth == "1") {
            Ok(self.home.clone())
        } else {
            self.context.send(request)
        }
    }
}

/// From the address of a server to its calendars, with the answers that it was recorded with.
fn account_of(server: &str, principal: &str) -> Discovery {
    let recording = Recording::of(server);
    let context = Table::default()
        .with("PROPFIND https://cal.example.com/start/", recording.answer("context"))
        .with(&format!("PROPFIND https://cal.example.com{principal}"), recording.answer("principal"));
    let start = Start::parse("https://cal.example.com/start/").unwrap();
    let mut discovery = Discovery::new(start, DiscoveryOptions::default());
    discover(&mut discovery, &[], &mut Recorded { context, home: recording.answer("home") });
    discovery
}

/// What is told of each calendar: address, name, ctag, token.
fn told(account: &Account) -> Vec<String> {
    account
        .calendars
        .iter()
        .map(|one| {
            let name = one.display_name.as_ref().map_or("-", |name| name.text.as_str());
            let ctag = one.ctag.as_ref().map_or("-", |ctag| ctag.as_str());
            let token = one.sync_token.as_ref().map_or("-", |token| token.as_str());
            format!("{} {name} {ctag} {token}", one.href)
        })
        .collect()
}

/// B-04, B-05, B-11, B-12, q-14, q-17: every server's way to write one thing.
#[test]
fn b_04_b_05_recorded_listings() {
    for (server, principal, profile, expected) in [
        (
            "cyrus",
            "/dav/principals/user/bernard/",
            None,
            &[
                "https://cal.example.com/dav/calendars/user/bernard/Default/ personal 1795203055-14 data:,1795203055-14",
            ][..],
        ),
        (
            "davical",
            "/caldav.php/bernard/",
            None,
            &["https://cal.example.com/caldav.php/bernard/work/ Work \"c0f8968c\" data:,102"],
        ),
        (
            "sogo",
            "/SOGo/dav/bernard/",
            Some(Profile::Sogo),
            &["https://cal.example.com/SOGo/dav/bernard/Calendar/personal/ Personal Calendar -1 -1"],
        ),
        (
            "radicale",
            "/bernard/",
            None,
            &[
                "https://cal.example.com/bernard/work/ Work \"027f6ee2\" http://radicale.org/ns/sync/e3b0c442",
                "https://cal.example.com/bernard/home/ bernard/home \"ca5d66c5\" http://radicale.org/ns/sync/5245a796",
            ],
        ),
        (
            "rustical",
            "/caldav/principal/bernard/",
            None,
            &["https://cal.example.com/caldav/principal/bernard/home/ Home - -"],
        ),
    ] {
        let discovery = account_of(server, principal);
        let account = found(&discovery).unwrap_or_else(|stopped| panic!("{server}: {stopped}"));
        assert_eq!(told(account), expected, "{server}");
        assert_eq!(account.quirks.profile, profile, "{server}");
    }
    // Of these two the names are enough.
    for (server, principal, expected) in [
        ("xandikos", "/bernard/", ["/bernard/calendars/home/", "/bernard/calendars/calendar/"]),
        ("sabredav", "/principals/bernard/", ["/calendars/bernard/cal1/", "/calendars/bernard/home/"]),
    ] {
        let discovery = account_of(server, principal);
        let account = found(&discovery).unwrap_or_else(|stopped| panic!("{server}: {stopped}"));
        let paths: Vec<_> = account.calendars.iter().map(|one| one.href.path()).take(2).collect();
        assert_eq!(paths, expected, "{server}");
        assert!(
            account.calendars.iter().all(|one| one.reports.contains(&ReportName::SyncCollection)),
            "{server}"
        );
        assert!(account.calendars.iter().all(|one| one.supports_sync()), "{server}");
    }
}

/// A server whose home is answered so.
fn listed(answer: http::Response<Vec<u8>>) -> (Discovery, Table) {
    let context = "HTTP/1.1 207 Multi-Status\nContent-Type: text/xml\n\n<multistatus xmlns=\"DAV:\" \
         xmlns:C=\"urn:ietf:params:xml:ns:caldav\"><response><href>/cal/</href><propstat><prop>\
         <current-user-principal><href>/cal/</href></current-user-principal><C:calendar-home-set>\
         <href>/cal/bernard/</href></C:calendar-home-set></prop><status>HTTP/1.1 200 OK</status></propstat></response>\
         </multistatus>";
    let mut table =
        Table::default().answers("PROPFIND https://cal.example.com/cal/", context).with(HOME, answer);
    let discovery = discovered("https://cal.example.com/cal/", &[], &mut table);
    (discovery, table)
}

fn multistatus(responses: &str) -> http::Response<Vec<u8>> {
    response(&format!(
        "HTTP/1.1 207 Multi-Status\nContent-Type: text/xml\n\n<D:multistatus xmlns:D=\"DAV:\" \
         xmlns:C=\"urn:ietf:params:xml:ns:caldav\" xmlns:CS=\"http://calendarserver.org/ns/\" \
         xmlns:A=\"http://apple.com/ns/ical/\">{responses}</D:multistatus>"
    ))
}

fn calendar(href: &str, more: &str) -> String {
    format!(
        "<D:response><D:href>{href}</D:href><D:propstat><D:prop><D:resourcetype><D:collection/><C:calendar/>\
         </D:resourcetype>{more}</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>"
    )
}

/// Everything that a server can tell.
#[test]
fn all_properties() {
    let (discovery, _) = listed(multistatus(&calendar(
        "/cal/bernard/work/",
        "<D:displayname xml:lang=\"de\">Arbeit</D:displayname><C:calendar-description>Mostly</C:calendar-description>\
         <A:calendar-color>#FF8000FF</A:calendar-color><A:calendar-order>3</A:calendar-order>\
         <C:calendar-timezone>BEGIN:VCALENDAR&#13;\nEND:VCALENDAR&#13;\n</C:calendar-timezone>\
         <C:supported-calendar-component-set><C:comp name=\"VEVENT\"/></C:supported-calendar-component-set>\
         <C:supported-calendar-data><C:calendar-data content-type=\"text/calendar\" version=\"2.0\"/>\
         </C:supported-calendar-data><CS:getctag>7</CS:getctag><D:sync-token>data:,7</D:sync-token>\
         <D:current-user-privilege-set><D:privilege><D:read/></D:privilege></D:current-user-privilege-set>\
         <D:supported-report-set><D:supported-report><D:report><D:sync-collection/></D:report></D:supported-report>\
         </D:supported-report-set><C:max-resource-size>10000</C:max-resource-size>\
         <C:min-date-time>19700101T000000Z</C:min-date-time><C:max-date-time>20491231T235959Z</C:max-date-time>\
         <C:max-instances>100</C:max-instances><C:max-attendees-per-instance>25</C:max-attendees-per-instance>\
         <C:schedule-calendar-transp><C:transparent/></C:schedule-calendar-transp>\
         <D:owner><D:href>/p/bernard/</D:href></D:owner>",
    )));
    let account = found(&discovery).unwrap();
    let work = &account.calendars[0];
    assert_eq!(told(account), ["https://cal.example.com/cal/bernard/work/ Arbeit 7 data:,7"]);
    assert_eq!(work.description.as_ref().unwrap().text, "Mostly");
    assert_eq!(work.order, Some(3));
    assert!(work.color.is_some() && work.time_zone.is_some() && work.transparency.is_some());
    assert!(work.supports_sync() && !work.is_writable(), "it may be read alone");
    assert_eq!(work.owner.as_ref().unwrap().as_str(), "https://cal.example.com/p/bernard/");
    let limits = &work.limits;
    assert_eq!(limits.max_resource_size(), Some(10_000));
    assert_eq!((limits.max_instances(), limits.max_attendees_per_instance()), (Some(100), Some(25)));
    assert_eq!(work.formats.len(), 1);
}

/// q-16: an empty token is none, nor is one of another propstat; q-13: a calendar whose properties are not there.
#[test]
fn q_16_empty_tokens() {
    let (discovery, _) = listed(multistatus(&format!(
        "{}{}",
        calendar("/cal/bernard/a/", "<D:sync-token/><CS:getctag/>"),
        calendar("/cal/bernard/b/", "").replace(
            "</D:response>",
            "<D:propstat><D:prop><D:sync-token/><D:displayname/></D:prop><D:status>HTTP/1.1 404 Not Found</D:status>\
             </D:propstat></D:response>"
        ),
    )));
    let account = found(&discovery).unwrap();
    assert_eq!(account.calendars.len(), 2);
    assert!(account.calendars.iter().all(|one| one.sync_token.is_none()));
    assert!(account.calendars[1].display_name.is_none());
}

/// What is no calendar of the user is not listed as one.
#[test]
fn no_calendars() {
    let of = |href: &str, types: &str| {
        format!(
            "<D:response><D:href>{href}</D:href><D:propstat><D:prop><D:resourcetype>{types}</D:resourcetype></D:prop>\
             <D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>"
        )
    };
    let (discovery, _) = listed(multistatus(&[
        of("/cal/bernard/", "<D:collection/>"),
        of("/cal/bernard/inbox/", "<D:collection/><C:schedule-inbox/>"),
        of("/cal/bernard/outbox/", "<D:collection/><C:schedule-outbox/>"),
        of("/cal/bernard/note.txt", ""),
        "<D:response><D:href>/cal/bernard/secret/</D:href><D:status>HTTP/1.1 403 Forbidden</D:status></D:response>".into(),
        calendar("/cal/bernard/work/", ""),
    ].concat()));
    let account = found(&discovery).unwrap();
    assert_eq!(told(account), ["https://cal.example.com/cal/bernard/work/ - - -"]);
    assert_eq!(account.inbox.as_ref().unwrap().path(), "/cal/bernard/inbox/");
    assert_eq!(account.outbox.as_ref().unwrap().path(), "/cal/bernard/outbox/");
}

/// An empty home is an account without calendars, and no failure.
#[test]
fn an_empty_home() {
    let (discovery, _) = listed(multistatus(
        "<D:response><D:href>/cal/bernard/</D:href><D:propstat><D:prop><D:resourcetype><D:collection/></D:resourcetype>\
         </D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>",
    ));
    assert!(found(&discovery).unwrap().calendars.is_empty());
}

/// One response that cannot be understood does not hide the others.
#[test]
fn one_response_is_odd() {
    let (discovery, _) = listed(multistatus(&format!(
        "<D:response><D:propstat><D:prop/></D:propstat></D:response>{}{}",
        calendar(
            "/cal/bernard/a/",
            "<D:current-user-privilege-set>all</D:current-user-privilege-set><A:calendar-order>first</A:calendar-order>"
        ),
        calendar("/cal/bernard/b/", ""),
    )));
    let account = found(&discovery).unwrap();
    let paths: Vec<_> = account.calendars.iter().map(|one| one.href.path()).collect();
    assert_eq!(paths, ["/cal/bernard/a/", "/cal/bernard/b/"]);
}

/// A server that refuses so many properties is asked for fewer.
#[test]
fn refused() {
    for status in ["400 Bad Request", "500 Internal Server Error", "507 Insufficient Storage"] {
        let (discovery, table) = listed(response(&format!("HTTP/1.1 {status}\n\n")));
        let listed = table.asked.iter().filter(|asked| asked.ends_with(" 1")).count();
        assert_eq!(listed, 2, "{status}: {:#?}", table.asked);
        assert_eq!(found(&discovery).unwrap_err().at, Step::Calendars, "{status}");
    }
    let (discovery, table) = listed(response("HTTP/1.1 403 Forbidden\n\n"));
    assert_eq!(
        table.asked.iter().filter(|asked| asked.ends_with(" 1")).count(),
        1,
        "it is not the properties"
    );
    assert_eq!(found(&discovery).unwrap_err().at, Step::Calendars);
}

/// Calendars in a collection of the home are found too.
#[test]
fn nested() {
    let group = "<D:response><D:href>/cal/bernard/group/</D:href><D:propstat><D:prop><D:resourcetype><D:collection/>\
                 </D:resourcetype></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>";
    let context = "HTTP/1.1 207 Multi-Status\nContent-Type: text/xml\n\n<multistatus xmlns=\"DAV:\" \
         xmlns:C=\"urn:ietf:params:xml:ns:caldav\"><response><href>/cal/</href><propstat><prop>\
         <current-user-principal><href>/cal/</href></current-user-principal><C:calendar-home-set>\
         <href>/cal/bernard/</href></C:calendar-home-set></prop><status>HTTP/1.1 200 OK</status></propstat></response>\
         </multistatus>";
    let mut table = Table::default()
        .answers("PROPFIND https://cal.example.com/cal/", context)
        .with(HOME, multistatus(group))
        .with(
            "PROPFIND https://cal.example.com/cal/bernard/group/",
            multistatus(&calendar("/cal/bernard/group/work/", "")),
        );
    let discovery = discovered("https://cal.example.com/cal/", &[], &mut table);
    let account = found(&discovery).unwrap();
    assert_eq!(told(account), ["https://cal.example.com/cal/bernard/group/work/ - - -"]);
    assert!(account.quirks.has(Quirk::NestedCalendars));
}

/// q-11: what a server tells of itself by another name is at the host that was asked.
#[test]
fn q_11_the_host_of_members() {
    for (case, home, href) in [
        (
            "the name behind a proxy",
            "http://backend.invalid:8080/cal/bernard/",
            "http://backend.invalid:8080/cal/bernard/work/",
        ),
        ("in the clear", "http://cal.example.com/cal/bernard/", "http://cal.example.com/cal/bernard/work/"),
        ("twice the slash", "/cal/bernard/", "//cal/bernard/work/"),
        ("from the request", "", "work/"),
        ("without slash", "/cal/bernard", "/cal/bernard/work"),
        (
            "the usual port",
            "https://cal.example.com:443/cal/bernard/",
            "https://cal.example.com:443/cal/bernard/work/",
        ),
    ] {
        let of_home = calendar(home, "").replace("<C:calendar/>", "");
        let (discovery, _) = listed(multistatus(&format!("{of_home}{}", calendar(href, ""))));
        let account = found(&discovery).unwrap();
        let address: http::Uri = account.calendars[0].href.as_str().parse().unwrap();
        assert_eq!(
            (address.scheme_str(), address.host()),
            (Some("https"), Some("cal.example.com")),
            "{case}"
        );
        assert_eq!(address.port_u16().unwrap_or(443), 443, "{case}");
        assert_eq!(
            address.path().trim_end_matches('/').trim_start_matches('/'),
            "cal/bernard/work",
            "{case}"
        );
    }
}

/// No address of a stranger is told as one of the user: it would get the credentials.
#[test]
fn q_11_hosts_of_strangers() {
    for href in [
        "https://cal.example.net/work/",
        "http://cal.example.net/work/",
        "https://10.0.0.1/cal/bernard/work/",
    ] {
        let inbox = calendar(href, "").replace("<C:calendar/>", "<C:schedule-inbox/>");
        let (discovery, table) = listed(multistatus(&format!("{}{inbox}", calendar(href, ""))));
        let account = found(&discovery).unwrap();
        let all = account.calendars.iter().map(|one| &one.href).chain(&account.inbox).chain(&account.outbox);
        for address in all {
            assert!(address.as_str().starts_with("https://cal.example.com/"), "{href}: {address}");
        }
        assert!(
            table.asked.iter().all(|asked| asked.contains("https://cal.example.com/")),
            "{:#?}",
            table.asked
        );
    }
}
