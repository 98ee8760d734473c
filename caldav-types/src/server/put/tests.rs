use super::{Facts, Names, decide};
use crate::message::{Content, Operation};
use crate::property::DataFormat;
use crate::server::fixture::{
    calendar, collection, granted, locked, locked_by_other, missing, plain, request, told,
};
use crate::server::{Features, ResourceState, Stored, Submission, Target};
use crate::{Condition, EntityTag, Href, Precondition, Privilege, ScheduleTag};

fn answer(
    resource: &ResourceState,
    parent: Option<&ResourceState>,
    content: &Content,
    facts: &Facts<'_>,
    fields: &[(&'static str, &str)],
) -> String {
    let request = request("/c/1", Operation::Put(content.clone()), fields);
    let features = Features::default();
    let decided = decide(&request, content, Target::new(&features, resource, parent), facts);
    told(&decided.map_or_else(|reply| reply, |plan| plan.reply(&Stored::default())))
}

#[test]
fn where_it_is_stored() {
    let (nothing, there, parent) = (missing("/c/1"), plain("/c/1"), calendar("/c/"));
    let no_bind = granted(calendar("/c/"), &[Privilege::Read, Privilege::WriteContent]);
    let no_write = granted(plain("/c/1"), &[Privilege::Read, Privilege::Bind]);
    let locked_parent = locked(calendar("/c/"), "c");
    let token = |_: &str| vec![("if", "(<urn:x>)")];
    for (section, resource, parent, fields, expected) in [
        ("RFC 4791 5.3.2: created", &nothing, Some(&parent), vec![], "201"),
        ("RFC 4791 5.3.2: overwritten", &there, Some(&parent), vec![], "204"),
        ("RFC 4918 9.7.1", &nothing, None, vec![], "409"),
        ("RFC 4918 9.7.1", &nothing, Some(&plain("/c")), vec![], "409"),
        ("RFC 4918 9.7.1", &nothing, Some(&missing("/c/")), vec![], "409"),
        ("RFC 4918 9.7.2", &collection("/c/1/"), Some(&parent), vec![], "405"),
        ("RFC 3744 B", &nothing, Some(&no_bind), vec![], "403 DAV:need-privileges /c/"),
        ("RFC 3744 B", &there, Some(&no_bind), vec![], "204"),
        ("RFC 3744 B", &no_write, Some(&parent), vec![], "403 DAV:need-privileges /c/1"),
        ("RFC 4918 7.4", &nothing, Some(&locked_parent), vec![], "423 DAV:lock-token-submitted /c/"),
        ("RFC 4918 7.4: no new member", &there, Some(&locked_parent), vec![], "204"),
        (
            "RFC 4918 7",
            &locked(there.clone(), "x"),
            Some(&parent),
            vec![],
            "423 DAV:lock-token-submitted /c/1",
        ),
        ("RFC 4918 7.5", &locked(there.clone(), "x"), Some(&parent), token("x"), "204"),
        (
            "RFC 4918 6.4",
            &locked_by_other(there.clone(), "x"),
            Some(&parent),
            token("x"),
            "423 DAV:lock-token-submitted /c/1",
        ),
        ("RFC 4791 5.3.2", &nothing, Some(&parent), vec![("if-none-match", "*")], "201"),
        ("RFC 4791 5.3.2", &there, Some(&parent), vec![("if-none-match", "*")], "412"),
        ("RFC 4791 5.3.2", &there, Some(&parent), vec![("if-match", "\"1\"")], "204"),
        ("RFC 4791 5.3.2", &there, Some(&parent), vec![("if-match", "\"2\"")], "412"),
        ("RFC 9110 13.1.1", &nothing, Some(&parent), vec![("if-match", "*")], "412"),
        ("RFC 9110 14.5", &there, Some(&parent), vec![("content-range", "bytes 0-1/2")], "400"),
        ("RFC 9110 15.5.16", &there, Some(&parent), vec![("content-encoding", "gzip")], "415"),
        ("RFC 9110 8.4", &there, Some(&parent), vec![("content-encoding", "identity")], "204"),
    ] {
        let content = Content::calendar("BEGIN:VCALENDAR");
        assert_eq!(
            answer(resource, parent, &content, &Facts::default(), &fields),
            expected,
            "{section}: {fields:?}"
        );
    }
}

#[test]
fn what_can_be_stored() {
    let (nothing, calendar, folder) = (missing("/c/1"), calendar("/c/"), collection("/c/"));
    let facts = |submission| Facts { submission, ..Facts::default() };
    let verdict = |precondition| {
        facts(Submission { verdict: Err(Condition::new(precondition)), ..Submission::default() })
    };
    let of = |media_type: &str, text: &str| Content::new(media_type.parse().ok(), text);
    let jcal = [
        DataFormat::icalendar(),
        DataFormat { content_type: "application/calendar+json".into(), version: "2.0".into() },
    ];
    let event = Content::calendar("BEGIN:VCALENDAR");
    let text = of("text/plain", "hello");
    let json = of("application/calendar+json", "[]");
    let small = |most| facts(Submission { max_resource_size: Some(most), ..Submission::default() });
    let conflict = Submission { uid_conflict: Some(Href::new("/c/2")), ..Submission::default() };
    let room = |precondition| facts(Submission { room: Err(precondition), ..Submission::default() });
    let formats = facts(Submission { formats: &jcal, ..Submission::default() });
    for (section, parent, content, facts, expected) in [
        ("RFC 4791 5.3.2.1", &calendar, &event, Facts::default(), "201"),
        ("RFC 4791 5.3.2.1", &calendar, &text, Facts::default(), "403 CALDAV:supported-calendar-data"),
        ("RFC 4791 4.2: not in a calendar", &folder, &text, Facts::default(), "201"),
        ("q-17", &calendar, &of("text/plain", "BEGIN:VCALENDAR"), Facts::default(), "201"),
        ("without a type", &calendar, &Content::new(None, "BEGIN:VCALENDAR"), Facts::default(), "201"),
        (
            "sent for everything",
            &calendar,
            &of("application/octet-stream", "BEGIN:VCALENDAR"),
            Facts::default(),
            "201",
        ),
        (
            "RFC 4791 5.3.2.1: said to be",
            &calendar,
            &of("text/vcard", "BEGIN:VCALENDAR"),
            Facts::default(),
            "403 CALDAV:supported-calendar-data",
        ),
        (
            "RFC 4791 5.3.2.1: said to be",
            &calendar,
            &of("Text/Calendar; component=vevent", "x"),
            Facts::default(),
            "201",
        ),
        (
            "without a type",
            &calendar,
            &Content::new(None, "hello"),
            Facts::default(),
            "403 CALDAV:supported-calendar-data",
        ),
        ("RFC 4791 5.2.4", &calendar, &json, Facts::default(), "403 CALDAV:supported-calendar-data"),
        ("RFC 4791 5.2.4", &calendar, &json, formats.clone(), "201"),
        ("RFC 4791 5.2.4", &calendar, &text, formats, "403 CALDAV:supported-calendar-data"),
        ("RFC 4791 5.2.5", &calendar, &event, small(15), "201"),
        ("RFC 4791 5.2.5", &calendar, &event, small(14), "403 CALDAV:max-resource-size"),
        (
            "RFC 4791 5.3.2.1",
            &calendar,
            &event,
            verdict(Precondition::ValidCalendarObjectResource),
            "403 CALDAV:valid-calendar-object-resource",
        ),
        ("RFC 4791 5.3.2.1", &calendar, &event, facts(conflict), "409 CALDAV:no-uid-conflict /c/2"),
        ("RFC 4331 6", &calendar, &event, room(Precondition::QuotaNotExceeded), "507 DAV:quota-not-exceeded"),
        (
            "RFC 4331 6",
            &folder,
            &event,
            room(Precondition::SufficientDiskSpace),
            "507 DAV:sufficient-disk-space",
        ),
    ] {
        assert_eq!(answer(&nothing, Some(parent), content, &facts, &[]), expected, "{section}");
    }
}

#[test]
fn names_that_the_server_chooses() {
    let (nothing, there, parent) = (missing("/c/1"), plain("/c/1"), calendar("/c/"));
    let event = Content::calendar("BEGIN:VCALENDAR");
    let add_member = Some(Href::new("/c/;add"));
    for (section, resource, add_member, expected) in [
        ("RFC 5995 4.1", &nothing, add_member.clone(), "405 DAV:allow-client-defined-uri /c/;add"),
        ("RFC 5995 4.1", &nothing, None, "405 DAV:allow-client-defined-uri"),
        ("RFC 5995 4: one that is there", &there, add_member, "204"),
    ] {
        let facts = Facts { names: Names::OfServer { add_member }, ..Facts::default() };
        assert_eq!(answer(resource, Some(&parent), &event, &facts, &[]), expected, "{section}");
    }
    let facts = Facts { names: Names::OfServer { add_member: None }, ..Facts::default() };
    let request = request("/c/1", Operation::Put(event.clone()), &[]);
    let features = Features::default();
    let refused = decide(&request, &event, Target::new(&features, &nothing, Some(&parent)), &facts);
    let allow = refused.unwrap_err().headers.into_map().remove("allow").unwrap();
    assert_eq!(allow, "OPTIONS, MKCOL, MKCALENDAR, LOCK", "RFC 5995 4.2");
}

#[test]
fn tags_that_are_told() {
    let (nothing, parent) = (missing("/c/1"), calendar("/c/"));
    let event = Content::calendar("BEGIN:VCALENDAR");
    let request = request("/c/1", Operation::Put(event.clone()), &[]);
    let features = Features::default();
    let target = Target::new(&features, &nothing, Some(&parent));
    let plan = decide(&request, &event, target, &Facts::default()).unwrap();
    let tag = || "\"2\"".parse::<EntityTag>().ok();
    for (section, is_as_sent, expected) in
        [("RFC 4791 5.3.4", true, tag()), ("RFC 4791 5.3.4: changed by the server", false, None)]
    {
        let stored = Stored { entity_tag: tag(), schedule_tag: "\"s\"".parse().ok(), is_as_sent };
        let reply = plan.reply(&stored);
        assert_eq!(reply.headers.get::<EntityTag>(), expected, "{section}");
        assert_eq!(reply.headers.get::<ScheduleTag>(), "\"s\"".parse().ok(), "RFC 6638 3.2.10");
    }
}
