//! What changed, told by the tags of all members (RFC 4791 §8.2.1.3): for servers that know ctag and etags alone.

use caldav_types::CTag;
use caldav_types::client::{FailureKind, SyncState, SyncTarget};

use crate::wire::{
    Recording, Run, Script, Transport, calendar, member, multistatus, object, pull, response, told,
};

const LIST: &str = "PROPFIND https://cal.example.com/cal/";
const REPORT: &str = "REPORT https://cal.example.com/cal/";

fn target(ctag: &str) -> SyncTarget {
    calendar("/cal/").with_sync_collection(false).with_ctag(Some(CTag::new(ctag)))
}

fn listing(ctag: &str, members: &str) -> http::Response<Vec<u8>> {
    multistatus(&format!(
        "<D:response><D:href>/cal/</D:href><D:propstat><D:prop><D:resourcetype><D:collection/><C:calendar/>\
         </D:resourcetype><CS:getctag>{ctag}</CS:getctag></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat>\
         </D:response>{members}"
    ))
}

/// A state with these members, by comparison.
fn listed(ctag: &str, members: &[(&str, &str)]) -> Run {
    let list: String = members.iter().map(|(href, etag)| member(href, etag)).collect();
    let data: String = members.iter().map(|(href, etag)| told(href, etag, &object(href))).collect();
    let mut script = Script::default().step(LIST, &["depth: 1", "<D:getetag/>"], listing(ctag, &list));
    if !members.is_empty() {
        script = script.step(REPORT, &["calendar-multiget"], multistatus(&data));
    }
    let done = pull(target(ctag), SyncState::default(), &mut script);
    script.done();
    done
}

/// B-16: a ctag that did not change ends it; another leads to a comparison of tags, and other tags to their data.
#[test]
fn b_16_ctag_etags_data() {
    let start = listed("1", &[("/cal/a.ics", "\"1\""), ("/cal/b.ics", "\"1\""), ("/cal/c.ics", "\"1\"")]);
    assert_eq!(start.told(), ["+ /cal/a.ics", "+ /cal/b.ics", "+ /cal/c.ics"]);
    assert_eq!(start.state().ctag().unwrap().as_str(), "1");

    let mut script = Script::default();
    let same = pull(target("1"), start.state(), &mut script);
    assert_eq!((same.requests, same.told()), (0, Vec::new()), "the ctag did not change");

    let changed = [("/cal/a.ics", "\"1\""), ("/cal/b.ics", "\"2\""), ("/cal/d.ics", "\"1\"")];
    let list: String = changed.iter().map(|(href, etag)| member(href, etag)).collect();
    let data: String = changed[1..].iter().map(|(href, etag)| told(href, etag, &object(href))).collect();
    let mut script = Script::default().step(LIST, &["depth: 1", "!calendar-data"], listing("2", &list)).step(
        REPORT,
        &["calendar-multiget", "/cal/b.ics", "/cal/d.ics", "!/cal/a.ics", "!/cal/c.ics", "calendar-data"],
        multistatus(&data),
    );
    let done = pull(target("2"), start.state(), &mut script);
    script.done();
    assert_eq!(done.told(), ["+ /cal/b.ics", "+ /cal/d.ics", "- /cal/c.ics"]);
    assert_eq!(done.state().ctag().unwrap().as_str(), "2");
    assert_eq!(done.state().sync_token(), None);
}

/// The ctag that is remembered is not newer than the members: what changes while they are listed is seen the next time.
#[test]
fn the_ctag_is_that_of_the_listing() {
    // The listing of the home told 1; the members are those of 2; after that there is a change to 3.
    let list = member("/cal/a.ics", "\"1\"");
    let mut script = Script::default().step(LIST, &[], listing("2", &list)).step(
        REPORT,
        &[],
        multistatus(&told("/cal/a.ics", "\"1\"", &object("a"))),
    );
    let done = pull(target("1"), SyncState::default(), &mut script);
    script.done();
    let ctag = done.state().ctag().unwrap().clone();
    assert!(["1", "2"].contains(&ctag.as_str()), "{}", ctag.as_str());
    let mut script = Script::default().step(LIST, &[], listing("3", &list));
    let again = pull(target("3"), done.state(), &mut script);
    script.done();
    assert_eq!(again.told(), Vec::<String>::new());
}

/// What Radicale was recorded with: the collection is among its members, with a tag of its own, and is none.
#[test]
fn recorded_members() {
    let recording = Recording::of("radicale");
    let target = calendar("/bernard/work/").with_sync_collection(false);
    let mut script = Script::default()
        .step("PROPFIND https://cal.example.com/bernard/work/", &["depth: 1"], recording.answer("members"))
        .step(
            "REPORT https://cal.example.com/bernard/work/",
            &["/bernard/work/1.ics", "/bernard/work/2.ics", "!<D:href>/bernard/work/</D:href>"],
            multistatus(&format!(
                "{}{}",
                told("/bernard/work/1.ics", "\"1334a0a7\"", &object("1")),
                told("/bernard/work/2.ics", "\"010c010a\"", &object("2"))
            )),
        );
    let done = pull(target.clone(), SyncState::default(), &mut script);
    script.done();
    assert_eq!(done.told(), ["+ /bernard/work/1.ics", "+ /bernard/work/2.ics"]);
    let mut script = Script::default().step(
        "PROPFIND https://cal.example.com/bernard/work/",
        &["depth: 1"],
        recording.answer("members"),
    );
    let again = pull(target, done.state(), &mut script);
    script.done();
    assert_eq!(again.told(), Vec::<String>::new(), "tags that did not change are not fetched");
}

/// q-15: tags in any spelling are the tag that is compared; weakness does not make a change (RFC 9110 §8.8.3.2).
#[test]
fn q_15_spellings_of_tags() {
    for (before, after, changed) in [
        ("\"1\"", "\"1\"", false),
        ("\"1\"", "\"2\"", true),
        ("1", "1", false),
        ("&quot;1&quot;", "\"1\"", false),
        ("W/\"1\"", "W/\"1\"", false),
        ("\"1\"", "W/\"1\"", false),
        ("W/\"1\"", "W/\"2\"", true),
        ("\"W/1\"", "\"W/1\"", false),
        ("\"a\"", "\"A\"", true),
        ("\n \"1\"\n", "\"1\"", false),
        ("\"1-gzip\"", "\"1\"", true),
    ] {
        let start = listed("1", &[("/cal/a.ics", before)]);
        let mut script = Script::default().step(LIST, &[], listing("2", &member("/cal/a.ics", after)));
        if changed {
            script = script.step(REPORT, &[], multistatus(&told("/cal/a.ics", after, &object("a"))));
        }
        let done = pull(target("2"), start.state(), &mut script);
        script.done();
        assert_eq!(!done.changes.is_empty(), changed, "{before} {after}");
    }
}

/// q-15: without a tag nothing can be compared, so that it is fetched each time.
#[test]
fn q_15_no_tag() {
    let bare = "<D:response><D:href>/cal/a.ics</D:href><D:propstat><D:prop><D:getetag/></D:prop>\
         <D:status>HTTP/1.1 404 Not Found</D:status></D:propstat></D:response>";
    let data = bare.replace("<D:getetag/>", &format!("<C:calendar-data>{}</C:calendar-data>", object("a")));
    let data = data.replace("404 Not Found", "200 OK");
    let mut state = SyncState::default();
    for ctag in ["1", "2"] {
        let mut script =
            Script::default().step(LIST, &[], listing(ctag, bare)).step(REPORT, &[], multistatus(&data));
        let done = pull(target(ctag), state, &mut script);
        script.done();
        assert_eq!(done.told(), ["+ /cal/a.ics"]);
        state = done.state();
    }
}

/// q-10, q-11: another spelling of an address is the same member, and is asked for as it is spelled now.
#[test]
fn q_10_q_11_spellings_of_addresses() {
    for (before, after) in [
        ("/cal/a%40b.ics", "/cal/a@b.ics"),
        ("/cal/caf%C3%A9.ics", "/cal/caf%c3%a9.ics"),
        ("/cal/a%20b.ics", "/cal/a b.ics"),
        ("/cal/%61.ics", "/cal/a.ics"),
        ("/cal/1.ics", "https://cal.example.com/cal/1.ics"),
        ("/cal/1.ics", "https://cal.example.com:443/cal/1.ics"),
        ("/cal/1.ics", "http://backend.invalid:8080/cal/1.ics"),
        ("/cal/1.ics", "1.ics"),
        ("/cal/1.ics", "//cal/1.ics"),
        ("/cal/1.ics", "/cal//1.ics"),
        ("/cal/a:b.ics", "a:b.ics"),
    ] {
        let start = listed("1", &[(before, "\"1\"")]);
        let mut script = Script::default().step(LIST, &[], listing("2", &member(after, "\"1\"")));
        let done = pull(target("2"), start.state(), &mut script);
        script.done();
        assert_eq!(done.told(), Vec::<String>::new(), "{before} {after}");
        assert_eq!(done.state().members().count(), 1, "{before} {after}");
    }
}

/// Answers that do not list the calendar: everything that is known stays, and the run tells why.
#[test]
fn nothing_is_taken_to_be_gone() {
    struct Always(http::Response<Vec<u8>>);
    impl Transport for Always {
        fn send(&mut self, _: &http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, FailureKind> {
            Ok(self.0.clone())
        }
    }
    let start = listed("1", &[("/cal/a.ics", "\"1\"")]);
    for answer in [
        multistatus(""),
        multistatus("<D:response><D:href>/other/</D:href><D:status>HTTP/1.1 200 OK</D:status></D:response>"),
        multistatus(
            "<D:response><D:href>/cal/</D:href><D:status>HTTP/1.1 403 Forbidden</D:status></D:response>",
        ),
        multistatus(
            "<D:response><D:href>/cal/</D:href><D:status>HTTP/1.1 404 Not Found</D:status></D:response>",
        ),
        multistatus("<D:response><D:href>/cal/</D:href><D:status>HTTP/1.1 500 Oops</D:status></D:response>"),
        response("HTTP/1.1 207 Multi-Status\nContent-Type: text/xml\n\n<D:multistatus xmlns:D=\"DAV:\">"),
        response("HTTP/1.1 200 OK\nContent-Type: text/html\n\n<html><body>Welcome</body></html>"),
        response("HTTP/1.1 200 OK\n\n"),
        response("HTTP/1.1 404 Not Found\n\n"),
        response("HTTP/1.1 410 Gone\n\n"),
        response("HTTP/1.1 401 Unauthorized\n\n"),
        response("HTTP/1.1 403 Forbidden\n\n"),
        response("HTTP/1.1 507 Insufficient Storage\n\n"),
    ] {
        let done = pull(target("2"), start.state(), &mut Always(answer.clone()));
        let body = String::from_utf8_lossy(answer.body()).into_owned();
        assert_eq!(done.told(), Vec::<String>::new(), "{} {body}", answer.status());
        assert_eq!(done.state().members().count(), 1, "{} {body}", answer.status());
        assert!(done.sync.failure().is_some(), "{} {body}", answer.status());
    }
}

/// A member that the server will not tell about is no member that is gone.
#[test]
fn a_member_that_is_not_told() {
    for status in ["403 Forbidden", "423 Locked", "500 Internal Server Error"] {
        let start = listed("1", &[("/cal/a.ics", "\"1\""), ("/cal/b.ics", "\"1\"")]);
        let odd = format!(
            "<D:response><D:href>/cal/b.ics</D:href><D:status>HTTP/1.1 {status}</D:status></D:response>"
        );
        let mut table = crate::wire::Table::default()
            .with(LIST, listing("2", &format!("{}{odd}", member("/cal/a.ics", "\"1\""))))
            .answers(REPORT, &format!("HTTP/1.1 {status}\n\n"))
            .answers("GET https://cal.example.com/cal/b.ics", &format!("HTTP/1.1 {status}\n\n"));
        let done = pull(target("2"), start.state(), &mut table);
        assert_eq!(done.told(), Vec::<String>::new(), "{status}");
        assert_eq!(done.state().members().count(), 2, "{status}");
    }
}

/// A listing that says that it was cut tells what is there, and not what is gone.
#[test]
fn a_listing_that_was_cut() {
    let start = listed("1", &[("/cal/a.ics", "\"1\""), ("/cal/b.ics", "\"1\"")]);
    let more = "<D:response><D:href>/cal/</D:href><D:status>HTTP/1.1 507 Insufficient Storage</D:status></D:response>";
    let mut script = Script::default()
        .step(LIST, &[], multistatus(&format!("{}{more}", member("/cal/a.ics", "\"2\""))))
        .step(REPORT, &["/cal/a.ics"], multistatus(&told("/cal/a.ics", "\"2\"", &object("a"))));
    let mut done = None;
    let pulled = std::panic::AssertUnwindSafe(|| done = Some(pull(target("2"), start.state(), &mut script)));
    assert!(std::panic::catch_unwind(pulled).is_ok(), "asked: {:#?}", script.asked);
    let done = done.unwrap();
    assert!(!done.told().iter().any(|line| line.starts_with('-')), "{:?}", done.told());
    assert_eq!(done.state().members().count(), 2);
    assert_ne!(
        done.state().ctag().map(CTag::as_str),
        Some("2"),
        "what was not told is asked for the next time"
    );
}
