//! What HTTP says around it.

use caldav_conformance::reference::Fault;

use crate::Case;
use crate::client::{CALENDAR, Client, event};

pub(crate) const CASES: &[Case] = &[
    Case { fault: Fault::CalendarAccessUntold, seen: classes, honest: "told", faulty: "not told" },
    Case {
        fault: Fault::ContentTypeWrong,
        seen: type_of_content,
        honest: "text/calendar; charset=utf-8",
        faulty: "text/plain",
    },
    Case { fault: Fault::CreatedAsOk, seen: created, honest: "201", faulty: "200" },
    Case { fault: Fault::MultistatusAsOk, seen: several, honest: "207", faulty: "200" },
    Case { fault: Fault::ErrorBodyLost, seen: refusal, honest: "409 told", faulty: "409 not told" },
    Case { fault: Fault::ChallengeMissing, seen: challenge, honest: "401 Basic", faulty: "401" },
    Case { fault: Fault::AllowMissing, seen: allowed, honest: "405 told", faulty: "405 not told" },
    Case { fault: Fault::XmlTruncated, seen: end_of_xml, honest: "whole", faulty: "cut off" },
];

fn classes(client: &mut Client) -> String {
    let dav = client.send("OPTIONS", CALENDAR, "", "");
    if dav.field("dav").contains("calendar-access") { "told".into() } else { "not told".into() }
}

fn type_of_content(client: &mut Client) -> String {
    client.get(&format!("{CALENDAR}1.ics")).field("content-type").to_owned()
}

fn created(client: &mut Client) -> String {
    client.put(&format!("{CALENDAR}2.ics"), event("2", "")).status.to_string()
}

fn several(client: &mut Client) -> String {
    let found = client.properties(CALENDAR, "0", "<D:displayname/>");
    assert!(found.body.contains("multistatus"));
    found.status.to_string()
}

fn refusal(client: &mut Client) -> String {
    let refused = client.put(&format!("{CALENDAR}2.ics"), event("1", ""));
    format!("{} {}", refused.status, refused.has("no-uid-conflict"))
}

fn challenge(client: &mut Client) -> String {
    let refused = client.send_as(None, "GET", CALENDAR, "", "");
    let scheme = refused.field("www-authenticate").split(' ').next().unwrap().to_owned();
    format!("{} {scheme}", refused.status).trim_end().to_owned()
}

fn allowed(client: &mut Client) -> String {
    let refused = client.put("/calendars/bernard/work", "x");
    let told = if refused.field("allow").contains("PROPFIND") { "told" } else { "not told" };
    format!("{} {told}", refused.status)
}

fn end_of_xml(client: &mut Client) -> String {
    let found = client.properties(CALENDAR, "0", "<D:displayname/>");
    if found.body.ends_with("</D:multistatus>") { "whole".into() } else { "cut off".into() }
}
