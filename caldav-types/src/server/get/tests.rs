use super::decide;
use crate::header::{ContentLength, LastModified, MediaType};
use crate::message::{Content, Operation, ReplyBody};
use crate::server::fixture::{collection, granted, missing, plain, request, told};
use crate::server::{Features, ResourceState, Target};
use crate::{EntityTag, Privilege, ScheduleTag};

#[test]
fn refusals() {
    let all = Features::default();
    let no_content = Features { content_of_collections: false, ..Features::default() };
    let unreadable = granted(plain("/a"), &[Privilege::ReadFreeBusy]);
    for (section, features, resource, fields, expected) in [
        ("RFC 9110 9.3.1", &all, &plain("/a"), vec![], ""),
        ("RFC 9110 15.5.5", &all, &missing("/a"), vec![], "404"),
        ("RFC 3744 B", &all, &unreadable, vec![], "403 DAV:need-privileges /a"),
        ("RFC 4918 8.5", &all, &unreadable, vec![("if-none-match", "\"1\"")], "403 DAV:need-privileges /a"),
        ("RFC 4918 9.4", &all, &collection("/a/"), vec![], ""),
        ("RFC 4918 9.4", &no_content, &collection("/a/"), vec![], "405"),
        ("RFC 9110 13.1.2", &all, &plain("/a"), vec![("if-none-match", "\"1\"")], "304"),
        ("RFC 9110 13.1.1", &all, &plain("/a"), vec![("if-match", "\"2\"")], "412"),
    ] {
        for operation in [Operation::Get, Operation::Head] {
            let request = request("/a", operation, &fields);
            let got = decide(&request, Target::new(features, resource, None)).err();
            assert_eq!(got.map_or(String::new(), |reply| told(&reply)), expected, "{section}: {fields:?}");
        }
    }
    let request = request("/a/", Operation::Get, &[]);
    let refused = decide(&request, Target::new(&no_content, &collection("/a/"), None)).unwrap_err();
    let allow = refused.headers.as_map()["allow"].to_str().unwrap();
    assert_eq!(allow, "OPTIONS, DELETE, COPY, MOVE, PROPFIND, PROPPATCH, LOCK, UNLOCK, REPORT, ACL");
}

#[test]
fn what_is_told() {
    let features = Features::default();
    let event = ResourceState { schedule_tag: Some("\"s\"".parse().unwrap()), ..plain("/a") };
    let target = Target::new(&features, &event, None);
    let content = Content::calendar("BEGIN:VCALENDAR");
    let reply = decide(&request("/a", Operation::Get, &[]), target).unwrap().reply(content.clone());
    assert_eq!(reply.body, ReplyBody::Calendar(content.clone()));
    assert_eq!(reply.headers.get::<EntityTag>(), event.entity_tag, "RFC 4791 5.3.4");
    assert_eq!(reply.headers.get::<ScheduleTag>(), event.schedule_tag, "RFC 6638 3.2.10");
    assert_eq!(reply.headers.get::<LastModified>().map(|field| field.0), event.last_modified);

    let reply = decide(&request("/a", Operation::Head, &[]), target).unwrap().reply(content);
    assert_eq!((reply.status.as_u16(), &reply.body), (200, &ReplyBody::Empty), "RFC 9110 9.3.2");
    assert_eq!(reply.headers.get::<ContentLength>(), Some(ContentLength(15)));
    assert_eq!(reply.headers.get::<MediaType>(), Some(MediaType::calendar()));
    assert_eq!(reply.headers.get::<EntityTag>(), event.entity_tag);

    let reply = decide(&request("/a", Operation::Get, &[]), target).unwrap().reply(Content::default());
    assert_eq!(
        (reply.status.as_u16(), reply.body),
        (200, ReplyBody::Other(Content::default())),
        "RFC 4918 9.10.4"
    );
}
