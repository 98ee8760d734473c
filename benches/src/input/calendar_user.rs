//! ORGANIZER and ATTENDEE (RFC 5545 sections 3.8.4.3 and 3.8.4.1).

use super::numbers::Numbers;
use super::writer::Writer;

/// Nobody, or an organizer and some attendees.
pub(super) fn write(writer: &mut Writer, numbers: &mut Numbers) {
    if !numbers.percent(45) {
        return;
    }
    // Neighbours in the list, so that nobody is asked twice.
    let (first, attendees) = (numbers.below(USERS.len()), 1 + numbers.below(4));
    let mut users = USERS.iter().cycle().skip(first);
    if let Some((name, address)) = users.next() {
        writer.line(&format!("ORGANIZER;CN={name}:mailto:{address}"));
    }
    for (name, address) in users.take(attendees) {
        attendee(writer, numbers, name, address);
    }
}

/// The address alone, as an alarm by email wants it.
pub(super) fn address(numbers: &mut Numbers) -> &'static str {
    numbers.pick(USERS).1
}

fn attendee(writer: &mut Writer, numbers: &mut Numbers, name: &str, address: &str) {
    let mut line = String::from("ATTENDEE");
    line.push_str(numbers.pick(&[
        "",
        ";CUTYPE=INDIVIDUAL",
        ";CUTYPE=ROOM",
        ";CUTYPE=GROUP;MEMBER=\"mailto:all@example.com\"",
    ]));
    line.push_str(numbers.pick(&["", ";ROLE=REQ-PARTICIPANT", ";ROLE=OPT-PARTICIPANT", ";ROLE=CHAIR"]));
    line.push_str(numbers.pick(&[
        ";PARTSTAT=ACCEPTED",
        ";PARTSTAT=DECLINED",
        ";PARTSTAT=TENTATIVE",
        ";PARTSTAT=NEEDS-ACTION;RSVP=TRUE",
        ";PARTSTAT=DELEGATED;DELEGATED-TO=\"mailto:deputy@example.org\"",
    ]));
    line.push_str(";CN=");
    line.push_str(name);
    line.push_str(numbers.pick(&[
        "",
        "",
        ";X-NUM-GUESTS=0",
        ";DIR=\"ldap://ldap.example.com:6666/o=Example\"",
    ]));
    line.push_str(":mailto:");
    line.push_str(address);
    writer.line(&line);
}

/// Functions, rooms and groups; names with a separator in quotes (section 3.2).
const USERS: &[(&str, &str)] = &[
    ("Front Desk", "desk@example.com"),
    ("\"Planning, Harbour\"", "planning.harbour@example.org"),
    ("Büro Süd", "sued@example.net"),
    ("Projector 2", "projector-2@resources.example.com"),
    ("\"Finance: Approvals\"", "finance-approvals@example.com"),
    ("Room 4.12", "room-4-12@resources.example.com"),
    ("Bureau Québec", "quebec@example.org"),
    ("release-managers@example.com", "release-managers@example.com"),
];
