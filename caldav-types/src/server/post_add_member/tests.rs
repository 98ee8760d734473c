use super::decide;
use crate::header::Location;
use crate::message::{Content, Operation, Post};
use crate::server::fixture::{calendar, granted, locked, missing, plain, request, told};
use crate::server::{Features, Stored, Submission, Target};
use crate::{EntityTag, Href, Privilege};

#[test]
fn as_put_makes_a_member() {
    let event = Content::calendar("BEGIN:VCALENDAR");
    let text = Content::new("text/plain".parse().ok(), "hello");
    let free = Submission::default();
    let conflict = Submission { uid_conflict: Some(Href::new("/c/2")), ..Submission::default() };
    let no_bind = granted(calendar("/c/"), &[Privilege::Read, Privilege::WriteContent]);
    for (section, collection, content, submission, fields, expected) in [
        ("RFC 5995 3.1", calendar("/c/"), &event, &free, vec![], "201"),
        ("nothing there", missing("/c/"), &event, &free, vec![], "404"),
        ("no collection", plain("/c"), &event, &free, vec![], "405"),
        ("RFC 5995 5", no_bind, &event, &free, vec![], "403 DAV:need-privileges /c/"),
        (
            "RFC 4918 7.4",
            locked(calendar("/c/"), "c"),
            &event,
            &free,
            vec![],
            "423 DAV:lock-token-submitted /c/",
        ),
        ("RFC 4918 7.5", locked(calendar("/c/"), "c"), &event, &free, vec![("if", "</c/> (<urn:c>)")], "412"),
        ("RFC 9110 13.1.1", calendar("/c/"), &event, &free, vec![("if-match", "\"2\"")], "412"),
        (
            "RFC 5995 3.1: conditions of PUT",
            calendar("/c/"),
            &text,
            &free,
            vec![],
            "403 CALDAV:supported-calendar-data",
        ),
        (
            "RFC 5995 3.1: conditions of PUT",
            calendar("/c/"),
            &event,
            &conflict,
            vec![],
            "409 CALDAV:no-uid-conflict /c/2",
        ),
    ] {
        let features = Features::default();
        let operation = Operation::Post(Post::Content(content.clone()));
        let request = request("/c/;add", operation, &fields);
        let decided = decide(&request, content, Target::new(&features, &collection, None), submission);
        let got =
            decided.map_or_else(|reply| reply, |plan| plan.reply(&Href::new("/c/7"), &Stored::default()));
        assert_eq!(told(&got), expected, "{section}: {fields:?}");
    }
}

#[test]
fn where_it_is() {
    let event = Content::calendar("BEGIN:VCALENDAR");
    let request = request("/c/", Operation::Post(Post::Content(event.clone())), &[]);
    let (features, collection) = (Features::default(), calendar("/c/"));
    let target = Target::new(&features, &collection, None);
    let plan = decide(&request, &event, target, &Submission::default()).unwrap();
    let stored = Stored { entity_tag: "\"1\"".parse().ok(), is_as_sent: true, ..Stored::default() };
    let reply = plan.reply(&Href::new("/c/a b"), &stored);
    assert_eq!(reply.headers.as_map()["location"], "/c/a%20b", "RFC 5995 3.1");
    assert_eq!(reply.headers.get::<Location>(), Some(Location(Href::new("/c/a%20b"))));
    assert_eq!(reply.headers.get::<EntityTag>(), "\"1\"".parse().ok());
}
