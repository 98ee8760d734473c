//! Properties, and the addresses of what has them.

use caldav_conformance::reference::Fault;

use crate::Case;
use crate::client::{CALENDAR, Client, event, xml};

pub(crate) const CASES: &[Case] = &[
    Case {
        fault: Fault::ProppatchPartial,
        seen: name_after_failure,
        honest: "207, none",
        faulty: "207, Set",
    },
    Case { fault: Fault::ProppatchLost, seen: name_after_success, honest: "200, Set", faulty: "200, none" },
    Case { fault: Fault::LanguageLost, seen: language, honest: "told", faulty: "not told" },
    Case {
        fault: Fault::MissingPropertiesUntold,
        seen: missing_property,
        honest: "told",
        faulty: "not told",
    },
    Case { fault: Fault::PropfindDepthIgnored, seen: resources_at_depth_zero, honest: "1", faulty: "2" },
    Case { fault: Fault::AllpropWithCalendarData, seen: data_of_allprop, honest: "not told", faulty: "told" },
    Case {
        fault: Fault::ResourcetypeWithoutCalendar,
        seen: type_of_calendar,
        honest: "told",
        faulty: "not told",
    },
    Case { fault: Fault::CalendarHomeSetMissing, seen: home, honest: "/calendars/bernard/", faulty: "" },
    Case {
        fault: Fault::SupportedReportSetLies,
        seen: reports,
        honest: "told, 207",
        faulty: "not told, 207",
    },
    Case {
        fault: Fault::HrefNotEncoded,
        seen: address_with_a_blank,
        honest: "/calendars/bernard/work/a%20b.ics",
        faulty: "/calendars/bernard/work/a b.ics",
    },
    Case {
        fault: Fault::HrefOfAnotherHost,
        seen: address_of_calendar,
        honest: "/calendars/bernard/work/",
        faulty: "http://backend.invalid:8080/calendars/bernard/work/",
    },
    Case {
        fault: Fault::CollectionHrefWithoutSlash,
        seen: address_of_calendar,
        honest: "/calendars/bernard/work/",
        faulty: "/calendars/bernard/work",
    },
    Case { fault: Fault::RedirectLost, seen: well_known, honest: "301 /", faulty: "404 " },
];

fn patch(client: &mut Client, further: &str) -> crate::client::Response {
    let prop = format!("<D:prop><D:displayname xml:lang=\"en\">Set</D:displayname>{further}</D:prop>");
    client.send("PROPPATCH", CALENDAR, "", xml("D:propertyupdate", &format!("<D:set>{prop}</D:set>")))
}

fn name(client: &mut Client) -> &'static str {
    match client.properties(CALENDAR, "0", "<D:displayname/>").has(">Set<") {
        "told" => "Set",
        _ => "none",
    }
}

fn name_after_failure(client: &mut Client) -> String {
    let patched = patch(client, "<D:getetag>\"1\"</D:getetag>");
    assert!(patched.body.contains("424") && patched.body.contains("403"), "{patched:?}");
    format!("{}, {}", patched.status, name(client))
}

fn name_after_success(client: &mut Client) -> String {
    let patched = patch(client, "");
    let status = if patched.body.contains("HTTP/1.1 200 OK") { 200 } else { patched.status };
    format!("{status}, {}", name(client))
}

fn language(client: &mut Client) -> String {
    patch(client, "");
    client.properties(CALENDAR, "0", "<D:displayname/>").has("xml:lang=\"en\"").into()
}

fn missing_property(client: &mut Client) -> String {
    client.properties(CALENDAR, "0", "<D:displayname/><C:calendar-description/>").has("404 Not Found").into()
}

fn resources_at_depth_zero(client: &mut Client) -> String {
    client.properties(CALENDAR, "0", "<D:resourcetype/>").elements("D:href").len().to_string()
}

fn data_of_allprop(client: &mut Client) -> String {
    client
        .send("PROPFIND", CALENDAR, "Depth: 1", xml("D:propfind", "<D:allprop/>"))
        .has("BEGIN:VCALENDAR")
        .into()
}

fn type_of_calendar(client: &mut Client) -> String {
    client.properties(CALENDAR, "0", "<D:resourcetype/>").has("<C:calendar/>").into()
}

fn home(client: &mut Client) -> String {
    let found = client.properties("/principals/bernard/", "0", "<C:calendar-home-set/>");
    found.element("C:calendar-home-set").replace("<D:href>", "").replace("</D:href>", "")
}

fn reports(client: &mut Client) -> String {
    let told = client.properties(CALENDAR, "0", "<D:supported-report-set/>").has("calendar-multiget");
    let content = format!("<D:prop><D:getetag/></D:prop><D:href>{CALENDAR}1.ics</D:href>");
    format!("{told}, {}", client.report(CALENDAR, "0", "C:calendar-multiget", &content).status)
}

fn address_with_a_blank(client: &mut Client) -> String {
    assert_eq!(client.put(&format!("{CALENDAR}a%20b.ics"), event("2", "")).status, 201);
    client.properties(CALENDAR, "1", "<D:getetag/>").elements("D:href").pop().unwrap()
}

fn address_of_calendar(client: &mut Client) -> String {
    client.properties(CALENDAR, "0", "<D:resourcetype/>").element("D:href")
}

fn well_known(client: &mut Client) -> String {
    let answer = client.get("/.well-known/caldav");
    format!("{} {}", answer.status, answer.field("location"))
}
