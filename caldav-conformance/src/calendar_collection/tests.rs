use ical_model::Calendar;

use super::{Ancestor, Member, MemberKind, UidErrorKind, check_location, check_member, uid_conflict, uid_of};

fn calendar(components: &str) -> String {
    format!("BEGIN:VCALENDAR\r\n{components}END:VCALENDAR\r\n")
}

#[test]
fn the_uid_of_an_object() {
    for (section, components, expected) in [
        ("§4.1 one", "BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\n", Ok("1")),
        (
            "§4.1 a set",
            "BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\n",
            Ok("1"),
        ),
        (
            "§4.1 others beside it",
            "BEGIN:VTIMEZONE\r\nTZID:a\r\nEND:VTIMEZONE\r\nBEGIN:X-A\r\nUID:2\r\nEND:X-A\r\nBEGIN:VTODO\r\nUID:1\\,a\r\nEND:VTODO\r\n",
            Ok("1,a"),
        ),
        (
            "§4.1 two",
            "BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nUID:2\r\nEND:VEVENT\r\n",
            Err((UidErrorKind::Several, 6)),
        ),
        (
            "§4.1 two in one",
            "BEGIN:VEVENT\r\nUID:1\r\nUID:2\r\nEND:VEVENT\r\n",
            Err((UidErrorKind::Several, 4)),
        ),
        ("§3.8.4.7 none", "BEGIN:VEVENT\r\nEND:VEVENT\r\n", Err((UidErrorKind::Missing, 2))),
        ("§3.8.4.7 empty", "BEGIN:VEVENT\r\nUID:\r\nEND:VEVENT\r\n", Err((UidErrorKind::Missing, 2))),
        (
            "§4.1 time zone alone",
            "BEGIN:VTIMEZONE\r\nTZID:a\r\nEND:VTIMEZONE\r\n",
            Err((UidErrorKind::NoComponent, 1)),
        ),
    ] {
        let text = calendar(components);
        let calendar = Calendar::parse(&text).unwrap();
        let got = uid_of(&calendar);
        let got = got.as_deref().map_err(|error| (error.kind(), error.position().line));
        assert_eq!(got, expected, "{section}: {components}");
    }
}

#[test]
fn members() {
    let others = [Member { name: "a.ics", uid: "1" }, Member { name: "b.ics", uid: "2" }];
    let text = calendar("BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\n");
    let first = Calendar::parse(&text).unwrap();
    let text = calendar("BEGIN:VEVENT\r\nUID:3\r\nEND:VEVENT\r\n");
    let third = Calendar::parse(&text).unwrap();
    let text = calendar("BEGIN:VEVENT\r\nEND:VEVENT\r\n");
    let without = Calendar::parse(&text).unwrap();
    for (requirement, calendar, name, replaced, expected) in [
        ("4791-4.1-06 keeps", &first, "a.ics", None, &[][..]),
        ("4791-4.1-06 keeps", &first, "a.ics", Some("1"), &[]),
        ("4791-4.1-04 keeps", &third, "c.ics", None, &[]),
        ("no UID is no conflict", &without, "a.ics", None, &[]),
        ("4791-5.3.2.1-05 breaks", &first, "c.ics", None, &["collection-uid-conflict"]),
        ("4791-5.3.2.1-05 breaks", &first, "c.ics", Some("1"), &["collection-uid-conflict"]),
        ("4791-5.3.2.1-06 breaks", &third, "a.ics", None, &["collection-uid-changed"]),
        ("4791-5.3.2.1-06 breaks", &third, "c.ics", Some("4"), &["collection-uid-changed"]),
        ("both", &first, "b.ics", None, &["collection-uid-conflict", "collection-uid-changed"]),
    ] {
        let violations = check_member(calendar, name, replaced, others);
        let got: Vec<_> = violations.iter().map(|violation| violation.rule().id()).collect();
        assert_eq!(got, expected, "{requirement}: {name}");
        assert!(violations.iter().all(|violation| violation.position().line == 3), "{requirement}: {name}");
    }
    assert_eq!(uid_conflict("2", "a.ics", others), Some("b.ics"));
    assert_eq!(uid_conflict("2", "b.ics", others), None);
}

#[test]
fn locations() {
    let calendar = Ancestor { name: "/home/work/", is_calendar: true };
    let collection = Ancestor { name: "/home/", is_calendar: false };
    for (requirement, kind, ancestors, expected) in [
        ("4791-4.2-03 keeps", MemberKind::CalendarObjectResource, &[calendar, collection][..], None),
        ("4791-4.2-03 keeps", MemberKind::Collection, &[calendar, collection], None),
        ("4791-4.2-03 keeps", MemberKind::Other, &[collection, calendar], None),
        ("4791-4.2-03 breaks", MemberKind::Other, &[calendar, collection], Some("collection-foreign-member")),
        ("4791-4.2-04 keeps", MemberKind::CalendarCollection, &[collection], None),
        (
            "4791-4.2-04 breaks",
            MemberKind::CalendarCollection,
            &[calendar],
            Some("collection-nested-calendar"),
        ),
        (
            "4791-4.2-04 breaks",
            MemberKind::CalendarCollection,
            &[collection, calendar],
            Some("collection-nested-calendar"),
        ),
    ] {
        let violations = check_location(kind, ancestors.iter().copied());
        let got = violations.iter().next().map(|violation| violation.rule().id());
        assert_eq!(got, expected, "{requirement}: {kind:?}");
    }
}
