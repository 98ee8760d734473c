//! The rows of the checklist that a client and a server have to agree on, by their ids: what a client of that text sends,
//! in its spellings and with its slips, and what the reference server answers.

use caldav_conformance::reference::Settings;
use caldav_types::client::{Discovery, DiscoveryOptions, FailureKind, Profile, Start, SyncState};

use crate::bent::{Bent, Lacks};
use crate::replica::{CALENDAR, Reference, Replica, event, path};
use crate::wire::{Recording, Transport, calendar, discover, found, pull, response};

fn filled() -> Reference {
    let mut there = Reference::new(Settings::default());
    there.put(&path("1"), &event("1", "one"));
    there.put(&path("2"), &event("2", "two"));
    there
}

/// Status and body of the answer.
fn send(there: &mut Reference, method: &str, target: &str, depth: &str, body: &str) -> (u16, String) {
    let request = http::Request::builder()
        .method(method)
        .uri(format!("https://cal.example.com{target}"))
        .header("Depth", depth)
        .header("Content-Type", "text/xml; charset=utf-8")
        .body(body.as_bytes().to_vec())
        .unwrap();
    let answer = there.send(&request).unwrap();
    (answer.status().as_u16(), String::from_utf8(answer.into_body()).unwrap())
}

const HOME: &str = "/calendars/bernard/";

/// B-01: a principal, its home, the calendars in it, the events in them: each is found in the one before.
#[test]
fn b_01_four_levels() {
    let mut there = filled();
    let start = Start::parse("https://cal.example.com/").unwrap();
    let mut discovery = Discovery::new(start, DiscoveryOptions::default());
    discover(&mut discovery, &[], &mut there);
    let account = found(&discovery).unwrap();
    assert_eq!(account.principal.as_ref().unwrap().path(), "/principals/bernard/");
    let homes: Vec<_> = account.homes.iter().map(|home| home.path()).collect();
    assert_eq!(homes, [HOME]);
    let calendars: Vec<_> = account.calendars.iter().map(|one| one.href.path()).collect();
    assert_eq!(calendars, ["/calendars/bernard/default/", CALENDAR]);
    let done = pull(calendar(CALENDAR), SyncState::default(), &mut there);
    assert_eq!(done.told(), [format!("+ {}", path("1")), format!("+ {}", path("2"))]);
}

/// B-02 to B-06: the requests of that text, in its order, and what each gives for the next.
#[test]
fn b_02_to_b_06_one_after_the_other() {
    let mut there = filled();
    for (row, method, target, depth, body, expected) in [
        (
            "B-02",
            "PROPFIND",
            "/",
            "0",
            "<d:propfind xmlns:d=\"DAV:\"><d:prop><d:current-user-principal /></d:prop></d:propfind>",
            "/principals/bernard/</",
        ),
        (
            "B-03",
            "PROPFIND",
            "/principals/bernard/",
            "0",
            "<d:propfind xmlns:d=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:caldav\"><d:prop><c:calendar-home-set />\
             </d:prop></d:propfind>",
            "/calendars/bernard/</",
        ),
        (
            "B-04",
            "PROPFIND",
            HOME,
            "1",
            "<d:propfind xmlns:d=\"DAV:\"><d:prop><d:resourcetype/></d:prop></d:propfind>",
            "/calendars/bernard/work/</",
        ),
        (
            "B-05",
            "PROPFIND",
            CALENDAR,
            "0",
            "<d:propfind xmlns:d=\"DAV:\" xmlns:cs=\"http://calendarserver.org/ns/\"><d:prop><d:displayname/>\
             <cs:getctag/></d:prop></d:propfind>",
            "getctag>",
        ),
        ("B-06", "REPORT", CALENDAR, "1", QUERY, "SUMMARY:two"),
    ] {
        let (status, answer) = send(&mut there, method, target, depth, body);
        assert_eq!(status, 207, "{row}: {answer}");
        assert!(answer.contains(expected), "{row}: {answer}");
    }
    // B-03 as the text has it: the home set is no property of the root.
    let body = "<d:propfind xmlns:d=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:caldav\"><d:prop><c:calendar-home-set />\
                </d:prop></d:propfind>";
    let (status, answer) = send(&mut there, "PROPFIND", "/", "0", body);
    assert_eq!(status, 207);
    assert!(answer.contains("404 Not Found") && !answer.contains("/calendars/bernard/"), "{answer}");
}

const QUERY: &str = "<c:calendar-query xmlns:d=\"DAV:\" xmlns:c=\"urn:ietf:params:xml:ns:caldav\"><d:prop><d:getetag />\
     <c:calendar-data /></d:prop><c:filter><c:comp-filter name=\"VCALENDAR\" /></c:filter></c:calendar-query>";

/// B-07: the body of a query under PROPFIND is refused; B-14: so are methods that are misspelled.
#[test]
fn b_07_b_14_wrong_methods() {
    let mut there = filled();
    assert_eq!(send(&mut there, "PROPFIND", CALENDAR, "1", QUERY).0, 400);
    for method in ["PROFIND", "propfind", "Report"] {
        let (status, _) = send(&mut there, method, CALENDAR, "1", QUERY);
        assert!(matches!(status, 405 | 501), "{method}: {status}");
    }
    assert_eq!(send(&mut there, "REPORT", CALENDAR, "1", QUERY).0, 207);
}

/// B-08: with Depth 0 a query reaches none of the members; without the field it is 0 too (RFC 3253 §3.6).
#[test]
fn b_08_depth_of_a_query() {
    let mut there = filled();
    let (status, none) = send(&mut there, "REPORT", CALENDAR, "0", QUERY);
    assert_eq!((status, none.matches("response>").count()), (207, 0), "{none}");
    let (status, all) = send(&mut there, "REPORT", CALENDAR, "1", QUERY);
    assert_eq!((status, all.matches("</D:response>").count()), (207, 2), "{all}");
}

/// B-09 to B-12: spellings of one request get one answer.
#[test]
fn b_09_to_b_12_spellings() {
    let mut there = filled();
    let mut ask = |body: &str| send(&mut there, "PROPFIND", "/", "0", body);
    let expected =
        ask("<D:propfind xmlns:D=\"DAV:\"><D:prop><D:current-user-principal/></D:prop></D:propfind>");
    assert!(expected.1.contains("/principals/bernard/"));
    for (row, body) in [
        (
            "B-09: unused",
            "<ns0:propfind xmlns:D=\"DAV\" xmlns:ns0=\"DAV:\"><ns0:prop><ns0:current-user-principal/></ns0:prop>\
             </ns0:propfind>",
        ),
        (
            "B-10",
            "<d:propfind xmlns:d=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\"><d:prop><d:current-user-principal/>\
             </d:prop></d:propfind>",
        ),
        (
            "B-11",
            "<propfind xmlns=\"DAV:\"><x:prop xmlns:x=\"DAV:\"><current-user-principal/></x:prop></propfind>",
        ),
        (
            "B-12",
            "<?xml version='1.0' encoding='utf-8' ?><propfind xmlns='DAV:'><prop><current-user-principal></current-user-principal></prop>\
             </propfind >",
        ),
    ] {
        assert_eq!(ask(body), expected, "{row}");
    }
    // B-09: in the namespace "DAV" it is another property, which nobody has.
    let (status, answer) = ask(
        "<d:propfind xmlns:d=\"DAV:\" xmlns:D=\"DAV\"><d:prop><D:current-user-principal/></d:prop></d:propfind>",
    );
    assert_eq!(status, 207);
    assert!(answer.contains("404 Not Found") && !answer.contains("/principals/bernard/"), "{answer}");
}

/// B-13: a blank line before the XML declaration is refused; before a root without declaration it is nothing.
#[test]
fn b_13_blank_before_the_declaration() {
    let mut there = filled();
    let declared = format!("<?xml version=\"1.0\" encoding=\"utf-8\"?>{QUERY}");
    assert_eq!(send(&mut there, "REPORT", CALENDAR, "1", &declared).0, 207);
    assert_eq!(send(&mut there, "REPORT", CALENDAR, "1", &format!("\r\n{declared}")).0, 400);
    assert_eq!(send(&mut there, "REPORT", CALENDAR, "1", &format!("\r\n{QUERY}")).0, 207);
}

/// B-13 the other way round: a server whose answer begins with a blank line is understood, or told; never half.
#[test]
fn b_13_in_an_answer() {
    let answer = Recording::of("radicale").answer("sync");
    let body = [b"\r\n", answer.body().as_slice()].concat();
    struct Blank(Vec<u8>);
    impl Transport for Blank {
        fn send(&mut self, request: &http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, FailureKind> {
            let is_sync = String::from_utf8_lossy(request.body()).contains("sync-collection");
            let mut answer = response("HTTP/1.1 207 Multi-Status\nContent-Type: text/xml\n\n");
            *answer.body_mut() = self.0.clone();
            Ok(if is_sync { answer } else { response("HTTP/1.1 503 Service Unavailable\n\n") })
        }
    }
    let done = pull(calendar("/bernard/work/"), SyncState::default(), &mut Blank(body));
    let pending = done.state().pending().count();
    assert!(done.sync.failure().is_some() && (pending == 0 || pending == 2), "{pending}");
}

/// B-15: nobody is answered without saying who it is, and is told how to.
#[test]
fn b_15_every_request() {
    let mut there = filled();
    for (method, target) in [("PROPFIND", "/"), ("OPTIONS", HOME), ("GET", CALENDAR), ("REPORT", CALENDAR)] {
        let request = http::Request::builder().method(method).uri(target).body(Vec::new()).unwrap();
        let answer = there.server.handle(&request, "2027-01-01T00:00:00Z".parse().unwrap());
        assert_eq!(answer.status(), 401, "{method} {target}");
        assert!(answer.headers()["www-authenticate"].to_str().unwrap().starts_with("Basic "), "{method}");
    }
}

/// B-16: principal, home, calendars, ctag, etags, data, with a server that has no sync-collection.
#[test]
fn b_16_the_whole_flow() {
    let mut way = Bent { there: filled(), lacks: Lacks { sync: true, ..Lacks::default() } };
    let mut here = Replica::named("a");
    here.sync(&mut way);
    assert_eq!(here.words(), way.there.words());
    assert!(here.state.ctag().is_some() && here.state.sync_token().is_none());

    way.there.asked.clear();
    here.sync(&mut way);
    let of_listing = way.there.asked.clone();
    assert!(!of_listing.contains(&"REPORT".to_owned()), "the ctag did not change: {of_listing:?}");

    way.there.put(&path("2"), &event("2", "two again"));
    way.there.put(&path("3"), &event("3", "three"));
    way.there.asked.clear();
    here.sync(&mut way);
    assert_eq!(way.there.asked[of_listing.len()..], ["PROPFIND", "REPORT"], "etags, data");
    assert_eq!(here.words(), way.there.words());
    assert!(here.failures.is_empty());
}

/// B-17: Naver and Apple are known by their hosts, before anything else is.
#[test]
fn b_17_servers_of_that_text() {
    for (host, profile) in
        [("caldav.calendar.naver.com", Profile::Naver), ("caldav.icloud.com", Profile::ICloud)]
    {
        struct Context(String);
        impl Transport for Context {
            fn send(
                &mut self,
                request: &http::Request<Vec<u8>>,
            ) -> Result<http::Response<Vec<u8>>, FailureKind> {
                assert_eq!(request.uri().host(), Some(self.0.as_str()));
                let depth = request.headers().get("depth").map(|depth| depth.to_str().unwrap().to_owned());
                let recording = Recording::of("radicale");
                Ok(match (request.uri().path(), depth.as_deref()) {
                    ("/", Some("0")) => recording.answer("context"),
                    ("/bernard/", Some("0")) => recording.answer("principal"),
                    ("/bernard/", Some("1")) => recording.answer("home"),
                    _ => response("HTTP/1.1 404 Not Found\n\n"),
                })
            }
        }
        let start = Start::parse(&format!("https://{host}/")).unwrap();
        let mut discovery = Discovery::new(start, DiscoveryOptions::default());
        discover(&mut discovery, &[], &mut Context(host.into()));
        let account = found(&discovery).unwrap();
        assert_eq!(account.quirks.profile, Some(profile), "{host}");
        assert_eq!(account.calendars.len(), 2, "{host}");
    }
}
