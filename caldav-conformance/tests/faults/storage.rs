//! What is stored, and what is not to be.

use caldav_conformance::reference::Fault;

use crate::Case;
use crate::client::{CALENDAR, Client, calendar, event, xml};

pub(crate) const CASES: &[Case] = &[
    Case {
        fault: Fault::PutDataAltered,
        seen: octets_after_put,
        honest: "as sent",
        faulty: "other, with a tag",
    },
    Case {
        fault: Fault::InvalidDataAccepted,
        seen: no_event,
        honest: "403 CALDAV:valid-calendar-data",
        faulty: "201",
    },
    Case {
        fault: Fault::MethodAccepted,
        seen: method,
        honest: "403 CALDAV:valid-calendar-object-resource",
        faulty: "201",
    },
    Case {
        fault: Fault::ComponentAccepted,
        seen: journal,
        honest: "403 CALDAV:supported-calendar-component",
        faulty: "201",
    },
    Case {
        fault: Fault::SizeLimitIgnored,
        seen: large,
        honest: "403 CALDAV:max-resource-size",
        faulty: "201",
    },
    Case {
        fault: Fault::UidConflictAccepted,
        seen: uid_twice,
        honest: "409 CALDAV:no-uid-conflict",
        faulty: "201",
    },
    Case {
        fault: Fault::UidConflictWithoutHref,
        seen: who_has_the_uid,
        honest: "/calendars/bernard/work/1.ics",
        faulty: "",
    },
    Case {
        fault: Fault::CalendarInCalendarAccepted,
        seen: calendar_in_calendar,
        honest: "403 CALDAV:calendar-collection-location-ok",
        faulty: "201",
    },
    Case {
        fault: Fault::MkcalendarOnExistingAccepted,
        seen: calendar_twice,
        honest: "403 DAV:resource-must-be-null",
        faulty: "201",
    },
    Case {
        fault: Fault::MkcalendarPropertiesLost,
        seen: name_of_a_new_calendar,
        honest: "Holidays",
        faulty: "",
    },
];

/// The status, and the condition that was not kept.
fn outcome(response: &crate::client::Response) -> String {
    let status = response.status;
    let condition = response.body.split_once("<D:error").and_then(|(_, error)| error.split('<').nth(1));
    let name = condition.and_then(|element| element.split(['/', '>']).next());
    match name.and_then(|name| name.split_once(':')) {
        Some(("C", name)) => format!("{status} CALDAV:{name}"),
        Some((_, name)) => format!("{status} DAV:{name}"),
        None => status.to_string(),
    }
}

fn put(client: &mut Client, content: &str) -> String {
    outcome(&client.put(&format!("{CALENDAR}2.ics"), content))
}

fn octets_after_put(client: &mut Client) -> String {
    let content = event("2", "");
    let path = format!("{CALENDAR}2.ics");
    let tag = client.put(&path, &content).field("etag").to_owned();
    let stored = client.get(&path).body;
    if stored == content {
        "as sent".into()
    } else {
        format!("other, with {}", if tag.is_empty() { "none" } else { "a tag" })
    }
}

fn no_event(client: &mut Client) -> String {
    put(client, "BEGIN:VCALENDAR\r\nnonsense")
}

fn method(client: &mut Client) -> String {
    put(client, &event("2", "").replace("BEGIN:VEVENT", "METHOD:PUBLISH\r\nBEGIN:VEVENT"))
}

fn journal(client: &mut Client) -> String {
    put(client, &calendar("BEGIN:VJOURNAL\r\nUID:2\r\nDTSTAMP:20270101T000000Z\r\nEND:VJOURNAL\r\n"))
}

fn large(client: &mut Client) -> String {
    let lines = format!("COMMENT:{}\r\n", "word ".repeat(10)).repeat(100);
    put(client, &event("2", &lines))
}

fn uid_twice(client: &mut Client) -> String {
    put(client, &event("1", ""))
}

fn who_has_the_uid(client: &mut Client) -> String {
    let refused = client.put(&format!("{CALENDAR}2.ics"), event("1", ""));
    assert_eq!(refused.status, 409);
    refused.element("D:href")
}

fn calendar_in_calendar(client: &mut Client) -> String {
    outcome(&client.send("MKCALENDAR", &format!("{CALENDAR}inner/"), "", ""))
}

fn calendar_twice(client: &mut Client) -> String {
    outcome(&client.send("MKCALENDAR", CALENDAR, "", ""))
}

fn name_of_a_new_calendar(client: &mut Client) -> String {
    let set = "<D:set><D:prop><D:displayname>Holidays</D:displayname></D:prop></D:set>";
    let path = "/calendars/bernard/new/";
    assert_eq!(client.send("MKCALENDAR", path, "", xml("C:mkcalendar", set)).status, 201);
    client.properties(path, "0", "<D:displayname/>").element("D:displayname")
}
