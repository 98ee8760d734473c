use super::{Facts, decide};
use crate::message::Operation;
use crate::multistatus::Response;
use crate::server::fixture::{
    collection, granted, lock, locked, locked_by_other, missing, plain, request, told,
};
use crate::server::{Features, ResourceState, Target};
use crate::{Condition, Depth, Href, Precondition, Privilege, lock::LockScope};

/// What is told and what is removed.
fn outcome(
    resource: &ResourceState,
    parent: Option<&ResourceState>,
    members: &[ResourceState],
    fields: &[(&'static str, &str)],
) -> (String, String) {
    let features = Features::default();
    let request = request(resource.href.as_str(), Operation::Delete, fields);
    let facts = Facts { members, ..Facts::default() };
    match decide(&request, Target::new(&features, resource, parent), &facts) {
        Ok(plan) => {
            let removed: Vec<_> = plan.removed.iter().map(ToString::to_string).collect();
            (told(&plan.reply([])), removed.join(" "))
        }
        Err(reply) => (told(&reply), String::new()),
    }
}

#[test]
fn of_one_resource() {
    let parent = collection("/c/");
    let event = plain("/c/1");
    let no_unbind = granted(collection("/c/"), &[Privilege::Read, Privilege::Bind]);
    let locked_parent = locked(collection("/c/"), "c");
    for (section, resource, parent, fields, expected) in [
        ("RFC 4918 9.6", &event, Some(&parent), vec![], "204"),
        ("RFC 4918 9.6", &missing("/c/1"), Some(&parent), vec![], "404"),
        ("RFC 3744 B", &event, Some(&no_unbind), vec![], "403 DAV:need-privileges /c/"),
        ("the root", &collection("/"), None, vec![], "403"),
        ("RFC 4918 7.4", &event, Some(&locked_parent), vec![], "423 DAV:lock-token-submitted /c/"),
        ("RFC 4918 7.4", &event, Some(&locked_parent), vec![("if", "</c/> (<urn:c>)")], "412"),
        (
            "RFC 4918 7",
            &locked(event.clone(), "e"),
            Some(&parent),
            vec![],
            "423 DAV:lock-token-submitted /c/1",
        ),
        ("RFC 4918 7.5", &locked(event.clone(), "e"), Some(&parent), vec![("if", "(<urn:e>)")], "204"),
        (
            "RFC 4918 7.4: both",
            &locked(event.clone(), "e"),
            Some(&locked_parent),
            vec![("if", "(<urn:e>)")],
            "423 DAV:lock-token-submitted /c/",
        ),
        (
            "RFC 4918 7.4: both",
            &locked(event.clone(), "e"),
            Some(&locked_parent),
            vec![("if", "(<urn:e>) (<urn:c>)")],
            "204",
        ),
        (
            "RFC 4918 6.4",
            &locked_by_other(event.clone(), "e"),
            Some(&parent),
            vec![("if", "(<urn:e>)")],
            "423 DAV:lock-token-submitted /c/1",
        ),
        (
            "RFC 4918 10.4.1: the field fails",
            &locked(event.clone(), "e"),
            Some(&parent),
            vec![("if", "(<urn:x>)")],
            "412",
        ),
        (
            "RFC 4918 10.4.1: the field fails",
            &locked(event.clone(), "e"),
            Some(&parent),
            vec![("if", "(<urn:e> [\"2\"])")],
            "412",
        ),
        (
            "RFC 4918 7.5: it holds without the token",
            &locked(event.clone(), "e"),
            Some(&parent),
            vec![("if", "(<urn:x>) (Not <DAV:no-lock>)")],
            "423 DAV:lock-token-submitted /c/1",
        ),
        ("RFC 9110 13.1.1", &event, Some(&parent), vec![("if-match", "\"2\"")], "412"),
        ("RFC 9110 13.1.1", &event, Some(&parent), vec![("if-match", "\"1\"")], "204"),
        (
            "RFC 9110 13.2.1",
            &locked(event.clone(), "e"),
            Some(&parent),
            vec![("if-match", "\"2\"")],
            "423 DAV:lock-token-submitted /c/1",
        ),
        ("RFC 4918 10.2: no members", &event, Some(&parent), vec![("depth", "0")], "204"),
        ("RFC 4918 9.6.1", &collection("/c/d/"), Some(&parent), vec![("depth", "infinity")], "204"),
        ("RFC 4918 9.6.1", &collection("/c/d/"), Some(&parent), vec![("depth", "0")], "400"),
    ] {
        assert_eq!(outcome(resource, parent, &[], &fields).0, expected, "{section}: {fields:?}");
    }
}

#[test]
fn shared_locks() {
    let parent = collection("/c/");
    let mut event = plain("/c/1");
    event.locks = vec![
        lock("mine", LockScope::Shared, Depth::Zero, "/c/1"),
        lock("theirs", LockScope::Shared, Depth::Zero, "/c/1"),
    ];
    event.tokens_of_others = vec!["urn:theirs".parse().unwrap()];
    for (section, field, expected) in [
        ("RFC 4918 6.2: one of them", "(<urn:mine>)", "204"),
        ("RFC 4918 6.4", "(<urn:theirs>)", "423 DAV:lock-token-submitted /c/1"),
        ("RFC 4918 10.4.1: wherever it stands", "([\"1\"]) (Not <urn:mine>)", "204"),
    ] {
        assert_eq!(outcome(&event, Some(&parent), &[], &[("if", field)]).0, expected, "{section}");
    }
}

#[test]
fn of_collections() {
    let parent = collection("/");
    let container = collection("/c/");
    let deep = lock("d", LockScope::Exclusive, Depth::Infinity, "/c/d/");
    let with = |resource: ResourceState| ResourceState { locks: vec![deep.clone()], ..resource };
    let no_unbind = granted(collection("/c/d/"), &[Privilege::Read]);
    for (section, members, field, expected, removed) in [
        (
            "RFC 4918 9.6.1: members first",
            vec![plain("/c/d/1"), plain("/c/2"), collection("/c/d/")],
            "",
            "204",
            "/c/d/1 /c/d/ /c/2 /c/",
        ),
        (
            "RFC 4918 9.6.2",
            vec![plain("/c/2"), locked(plain("/c/3"), "x")],
            "",
            "207; /c/3 423 DAV:lock-token-submitted /c/3",
            "/c/2",
        ),
        ("RFC 4918 7.5", vec![locked(plain("/c/3"), "x")], "</c/3> (<urn:x>)", "412", ""),
        ("RFC 4918 7.5", vec![locked(plain("/c/3"), "x")], "(<urn:x>) (Not <urn:y>)", "204", "/c/3 /c/"),
        (
            "RFC 4918 9.6.1: ancestors stay",
            vec![collection("/c/d/"), collection("/c/d/e/"), locked(plain("/c/d/e/1"), "x"), plain("/c/d/2")],
            "",
            "207; /c/d/e/1 423 DAV:lock-token-submitted /c/d/e/1",
            "/c/d/2",
        ),
        (
            "RFC 4918 16: one lock is told once",
            vec![with(plain("/c/d/1")), with(collection("/c/d/")), with(plain("/c/d/2")), plain("/c/2")],
            "",
            "207; /c/d/ 423 DAV:lock-token-submitted /c/d/",
            "/c/2",
        ),
        (
            "RFC 4918 7.4: a member of what is locked",
            vec![locked(collection("/c/d/"), "d"), plain("/c/d/1")],
            "",
            "207; /c/d/ 423 DAV:lock-token-submitted /c/d/",
            "",
        ),
        (
            "RFC 3744 B: of each collection",
            vec![no_unbind, plain("/c/d/1"), plain("/c/d/2")],
            "",
            "207; /c/d/1 403 DAV:need-privileges /c/d/",
            "",
        ),
    ] {
        let fields: Vec<_> = if field.is_empty() { vec![] } else { vec![("if", field)] };
        let got = outcome(&container, Some(&parent), &members, &fields);
        assert_eq!((got.0.as_str(), got.1.as_str()), (expected, removed), "{section}");
    }
}

#[test]
fn what_the_server_has_against_it() {
    let (parent, calendar) = (collection("/"), collection("/c/"));
    let verdict = Err(Condition::new(Precondition::DefaultCalendarNeeded));
    let request = request("/c/", Operation::Delete, &[]);
    let features = Features::default();
    let facts = Facts { verdict, ..Facts::default() };
    let refused = decide(&request, Target::new(&features, &calendar, Some(&parent)), &facts).unwrap_err();
    assert_eq!(told(&refused), "403 CALDAV:default-calendar-needed", "RFC 6638 4.3.1.1");
}

#[test]
fn what_the_store_could_not_do() {
    let (parent, container) = (collection("/"), collection("/c/"));
    let features = Features::default();
    let request = request("/c/", Operation::Delete, &[]);
    let target = Target::new(&features, &container, Some(&parent));
    let plan = decide(&request, target, &Facts::default()).unwrap();
    let failed = Response::of_status(Href::new("/c/1"), http::StatusCode::INTERNAL_SERVER_ERROR);
    assert_eq!(told(&plan.reply([failed])), "207; /c/1 500");
}
