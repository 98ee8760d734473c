//! Is there something new? What the listing told of the calendar decides (caldav-ctag; RFC 6578 §4).

use caldav_types::client::{LocalChange, SyncOptions, SyncState, SyncTarget};
use caldav_types::{CTag, Href, SyncToken};

use crate::wire::{Order, Script, calendar, known, member, multistatus, object, pull, response, run, told};

const CAL: &str = "/cal/";
const REPORT: &str = "REPORT https://cal.example.com/cal/";

fn state() -> SyncState {
    known(CAL, &[("/cal/1.ics", "\"1\"")], "data:,7")
}

fn token(token: &str) -> SyncTarget {
    calendar(CAL).with_sync_token(Some(SyncToken::new(token)))
}

/// What a calendar without sync tokens left, at this ctag.
fn listed_at(ctag: &str) -> SyncState {
    let target = calendar(CAL).with_sync_collection(false).with_ctag(Some(CTag::new(ctag)));
    let mut script = Script::default()
        .step("PROPFIND https://cal.example.com/cal/", &["depth: 1"], multistatus(&format!(
            "<D:response><D:href>/cal/</D:href><D:propstat><D:prop><CS:getctag>{ctag}</CS:getctag></D:prop>\
             <D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>{}",
            member("/cal/1.ics", "\"1\"")
        )))
        .step(REPORT, &["/cal/1.ics"], multistatus(&told("/cal/1.ics", "\"1\"", &object("a"))));
    let done = pull(target, SyncState::default(), &mut script);
    script.done();
    done.state()
}

/// Nothing new: nothing is asked at all.
#[test]
fn nothing_new() {
    let with_ctag = |tag: &str| calendar(CAL).with_sync_collection(false).with_ctag(Some(CTag::new(tag)));
    for (case, target, state) in [
        ("the token", token("data:,7"), state()),
        ("the token, white space around", token("\n data:,7 "), state()),
        ("token and ctag", token("data:,7").with_ctag(Some(CTag::new("x"))), state()),
        ("the ctag, where there is no token", with_ctag("7"), listed_at("7")),
    ] {
        let mut script = Script::default();
        let done = pull(target, state.clone(), &mut script);
        assert_eq!((done.requests, done.sync.failure()), (0, None), "{case}");
        assert_eq!(done.state().members().count(), state.members().count(), "{case}");
    }
}

/// Something may be new: it is asked for by the token that is known.
#[test]
fn something_new() {
    let nothing = || multistatus("<D:sync-token>data:,8</D:sync-token>");
    for (case, target) in [
        ("another token", token("data:,8")),
        ("no token was told", calendar(CAL)),
        ("an empty one was told", token("")),
        ("another token, and no news of the ctag", token("data:,8").with_ctag(None)),
    ] {
        let mut script = Script::default().step(REPORT, &["data:,7", "depth: 0"], nothing());
        let done = pull(target, state(), &mut script);
        script.done();
        assert_eq!(done.state().sync_token().unwrap().as_str(), "data:,8", "{case}");
        assert_eq!(done.told(), Vec::<String>::new(), "{case}");
    }
}

/// Servers tell the same ctag for changes within one second: where there are tokens, they decide.
#[test]
fn a_ctag_does_not_hide_a_token() {
    let target = |token: &str| {
        calendar(CAL).with_ctag(Some(CTag::new("1795203766"))).with_sync_token(Some(SyncToken::new(token)))
    };
    let mut script = Script::default().step(
        REPORT,
        &["<D:sync-token>6</D:sync-token>"],
        multistatus("<D:sync-token>7</D:sync-token>"),
    );
    let first = pull(target("7"), known(CAL, &[], "6"), &mut script);
    script.done();
    let mut script = Script::default().step(
        REPORT,
        &["<D:sync-token>7</D:sync-token>"],
        multistatus("<D:sync-token>8</D:sync-token>"),
    );
    let done = pull(target("8"), first.state(), &mut script);
    script.done();
    assert_eq!(done.state().sync_token().unwrap().as_str(), "8");
}

/// What is pushed makes something new; the listing from before tells nothing of it.
#[test]
fn after_a_push() {
    let change = LocalChange::Create { href: Href::new("/cal/2.ics"), calendar_data: object("b") };
    let mut script = Script::default()
        .step("PUT https://cal.example.com/cal/2.ics", &[], response("HTTP/1.1 201 Created\nETag: \"2\"\n\n"))
        .step(
            REPORT,
            &["data:,7"],
            multistatus(&format!("{}<D:sync-token>data:,8</D:sync-token>", member("/cal/2.ics", "\"2\""))),
        );
    let options = (SyncOptions::default(), Order::OneByOne);
    let done = run(token("data:,7"), state(), options, vec![change], &mut script);
    script.done();
    assert_eq!(done.told(), Vec::<String>::new(), "what was put is known");
}

/// What an earlier run did not come to is fetched though nothing is new.
#[test]
fn what_is_pending() {
    let mut script = Script::default()
        .step(
            REPORT,
            &["data:,7"],
            multistatus(&format!("{}<D:sync-token>data:,8</D:sync-token>", member("/cal/2.ics", "\"2\""))),
        )
        .breaks(REPORT, caldav_types::client::FailureKind::Unreachable);
    let cut = pull(token("data:,8"), state(), &mut script);
    script.done();
    assert!(cut.sync.failure().is_some_and(caldav_types::client::Failure::is_transient));
    assert_eq!(cut.state().pending().count(), 1);
    let mut script = Script::default().step(
        REPORT,
        &["calendar-multiget", "/cal/2.ics", "!/cal/1.ics"],
        multistatus(&told("/cal/2.ics", "\"2\"", &object("b"))),
    );
    let done = pull(token("data:,8"), cut.state(), &mut script);
    script.done();
    assert_eq!(done.told(), ["+ /cal/2.ics"]);
    assert_eq!(done.state().pending().count(), 0);
}
