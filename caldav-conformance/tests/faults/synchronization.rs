//! What changed since a client looked last.

use caldav_conformance::reference::Fault;

use crate::Case;
use crate::client::{CALENDAR, Client, Response, event};

pub(crate) const CASES: &[Case] = &[
    Case {
        fault: Fault::BogusSyncTokenAccepted,
        seen: bogus_token,
        honest: "403 told",
        faulty: "207 not told",
    },
    Case { fault: Fault::SyncRemovalsUntold, seen: removals, honest: "1.ics gone", faulty: "" },
    Case {
        fault: Fault::SyncRemovalsAsPropstat,
        seen: removals,
        honest: "1.ics gone",
        faulty: "1.ics propstat",
    },
    Case { fault: Fault::SyncChangeLostUnderLimit, seen: two_by_two, honest: "5", faulty: "2" },
    Case { fault: Fault::SyncLimitIgnored, seen: first_two, honest: "2, truncated", faulty: "5" },
    Case { fault: Fault::CtagConstant, seen: ctag, honest: "changes", faulty: "stays" },
];

fn sync(client: &mut Client, token: &str, limit: Option<u32>) -> Response {
    let limit = limit.map(|most| format!("<D:limit><D:nresults>{most}</D:nresults></D:limit>"));
    let content = format!(
        "<D:sync-token>{token}</D:sync-token><D:sync-level>1</D:sync-level>{}<D:prop><D:getetag/></D:prop>",
        limit.unwrap_or_default()
    );
    client.report(CALENDAR, "0", "D:sync-collection", &content)
}

fn bogus_token(client: &mut Client) -> String {
    let answer = sync(client, "http://example.com/ns/sync/1234", None);
    format!("{} {}", answer.status, answer.has("valid-sync-token"))
}

fn removals(client: &mut Client) -> String {
    let token = sync(client, "", None).element("D:sync-token");
    assert_eq!(client.send("DELETE", &format!("{CALENDAR}1.ics"), "", "").status, 204);
    let told = sync(client, &token, None).elements("D:response");
    let of = |response: &String| {
        let form = if response.contains("propstat") { "propstat" } else { "gone" };
        assert!(response.contains("404 Not Found") && response.contains("1.ics"), "{response}");
        format!("1.ics {form}")
    };
    told.iter().map(of).collect::<Vec<_>>().join(", ")
}

fn five(client: &mut Client) {
    for uid in ["2", "3", "4", "5"] {
        assert_eq!(client.put(&format!("{CALENDAR}{uid}.ics"), event(uid, "")).status, 201);
    }
}

/// How many members a client has heard of that asks for two at once, as long as there are more.
fn two_by_two(client: &mut Client) -> String {
    five(client);
    let (mut token, mut heard) = (String::new(), 0);
    loop {
        let answer = sync(client, &token, Some(2));
        let members = answer.elements("D:getetag").len();
        heard += members;
        token = answer.element("D:sync-token");
        if members == 0 {
            return heard.to_string();
        }
    }
}

fn first_two(client: &mut Client) -> String {
    five(client);
    let answer = sync(client, "", Some(2));
    let truncated = if answer.body.contains("507 Insufficient Storage") { ", truncated" } else { "" };
    format!("{}{truncated}", answer.elements("D:getetag").len())
}

fn ctag(client: &mut Client) -> String {
    let mut tag = || client.properties(CALENDAR, "0", "<CS:getctag/>").element("CS:getctag");
    let before = tag();
    assert!(!before.is_empty());
    client.put(&format!("{CALENDAR}2.ics"), event("2", ""));
    let after = client.properties(CALENDAR, "0", "<CS:getctag/>").element("CS:getctag");
    if before == after { "stays".into() } else { "changes".into() }
}
