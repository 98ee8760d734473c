use super::{Facts, Plan, decide_copy, decide_move, is_on_this_server};
use crate::message::{Operation, Reply};
use crate::multistatus::Response;
use crate::server::fixture::{calendar, collection, granted, locked, missing, plain, request, told};
use crate::server::{Features, ResourceState, Submission, Target};
use crate::{Condition, Depth, Href, Precondition, Privilege, ScheduleTag};

/// A copy or a move, which the cases change in one thing or another.
struct Case {
    source: ResourceState,
    source_parent: Option<ResourceState>,
    members: Vec<ResourceState>,
    destination: ResourceState,
    destination_parent: Option<ResourceState>,
    destination_members: Vec<ResourceState>,
    depth: Depth,
    overwrite: bool,
    fields: Vec<(&'static str, &'static str)>,
}

impl Default for Case {
    fn default() -> Self {
        Self {
            source: plain("/s/a"),
            source_parent: Some(collection("/s/")),
            members: Vec::new(),
            destination: missing("/d/b"),
            destination_parent: Some(collection("/d/")),
            destination_members: Vec::new(),
            depth: Depth::Infinity,
            overwrite: true,
            fields: Vec::new(),
        }
    }
}

impl Case {
    fn decide(&self, moves: bool, change: impl Fn(&mut Facts<'_>)) -> Result<Plan, Reply> {
        let features = Features::default();
        let source = Target::new(&features, &self.source, self.source_parent.as_ref());
        let destination = Target::new(&features, &self.destination, self.destination_parent.as_ref());
        let mut facts = Facts {
            members: &self.members,
            destination_members: &self.destination_members,
            ..Facts::new(Some(destination))
        };
        change(&mut facts);
        let request = request(self.source.href.as_str(), Operation::Options, &self.fields);
        let (href, overwrite) = (self.destination.href.clone(), self.overwrite);
        if moves {
            let operation = Operation::Move { destination: href, overwrite };
            let request = crate::message::Request { operation, ..request };
            decide_move(&request, overwrite, source, &facts)
        } else {
            let operation = Operation::Copy { destination: href, depth: self.depth, overwrite };
            let request = crate::message::Request { operation, ..request };
            decide_copy(&request, self.depth, overwrite, source, &facts)
        }
    }

    fn told(&self, moves: bool) -> String {
        told(&self.decide(moves, |_| {}).map_or_else(|reply| reply, |plan| plan.reply([], None)))
    }
}

fn transfers(plan: &Plan) -> String {
    let transfers: Vec<_> = plan.transfers.iter().map(|one| format!("{} {}", one.from, one.to)).collect();
    transfers.join(", ")
}

fn hrefs(hrefs: &[Href]) -> String {
    hrefs.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
}

#[test]
fn of_one_resource() {
    let no_read = granted(plain("/s/a"), &[Privilege::Write]);
    let no_unbind = granted(collection("/s/"), &[Privilege::Read, Privilege::Bind]);
    let no_bind = granted(collection("/d/"), &[Privilege::Read, Privilege::Unbind]);
    let only_bind = granted(collection("/d/"), &[Privilege::Bind]);
    let read_only = granted(plain("/d/b"), &[Privilege::Read]);
    let default = Case::default;
    for (section, case, copied, moved) in [
        ("RFC 4918 9.8.5, 9.9.4", default(), "201", "201"),
        ("RFC 4918 9.8.5, 9.9.4", Case { destination: plain("/d/b"), ..default() }, "204", "204"),
        ("nothing there", Case { source: missing("/s/a"), ..default() }, "404", "404"),
        ("RFC 4918 9.8.5", Case { destination_parent: None, ..default() }, "409", "409"),
        ("RFC 4918 9.8.5", Case { destination_parent: Some(plain("/d")), ..default() }, "409", "409"),
        (
            "RFC 4918 9.8.5: the same",
            Case { destination: plain("/s/%61"), destination_parent: Some(collection("/s/")), ..default() },
            "403",
            "403",
        ),
        ("RFC 4918 10.6", Case { destination: plain("/d/b"), overwrite: false, ..default() }, "412", "412"),
        ("RFC 4918 10.6", Case { overwrite: false, ..default() }, "201", "201"),
        ("RFC 3744 B", Case { source: no_read, ..default() }, "403 DAV:need-privileges /s/a", "201"),
        (
            "RFC 3744 B",
            Case { source_parent: Some(no_unbind), ..default() },
            "201",
            "403 DAV:need-privileges /s/",
        ),
        (
            "RFC 3744 B",
            Case { destination_parent: Some(no_bind), ..default() },
            "403 DAV:need-privileges /d/",
            "403 DAV:need-privileges /d/",
        ),
        (
            "RFC 3744 B",
            Case { destination: plain("/d/b"), destination_parent: Some(only_bind), ..default() },
            "204",
            "403 DAV:need-privileges /d/",
        ),
        (
            "RFC 3744 B",
            Case { destination: read_only, ..default() },
            "403 DAV:need-privileges /d/b /d/b",
            "204",
        ),
        ("the root", Case { source_parent: None, ..default() }, "201", "403"),
        (
            "RFC 4918 7.6",
            Case { source: locked(plain("/s/a"), "s"), ..default() },
            "201",
            "423 DAV:lock-token-submitted /s/a",
        ),
        (
            "RFC 4918 7.5",
            Case { source: locked(plain("/s/a"), "s"), fields: vec![("if", "(<urn:s>)")], ..default() },
            "201",
            "201",
        ),
        (
            "RFC 4918 7.4: out of a collection",
            Case { source_parent: Some(locked(collection("/s/"), "p")), ..default() },
            "201",
            "423 DAV:lock-token-submitted /s/",
        ),
        (
            "RFC 4918 7.4: into a collection",
            Case { destination_parent: Some(locked(collection("/d/"), "d")), ..default() },
            "423 DAV:lock-token-submitted /d/",
            "423 DAV:lock-token-submitted /d/",
        ),
        (
            "RFC 4918 7.5.1",
            Case { destination: locked(plain("/d/b"), "d"), ..default() },
            "423 DAV:lock-token-submitted /d/b",
            "423 DAV:lock-token-submitted /d/b",
        ),
        (
            "RFC 4918 7.5: both",
            Case {
                source: locked(plain("/s/a"), "s"),
                destination: locked(plain("/d/b"), "d"),
                fields: vec![("if", "(<urn:s>)")],
                ..default()
            },
            "423 DAV:lock-token-submitted /d/b",
            "423 DAV:lock-token-submitted /d/b",
        ),
        ("RFC 9110 13.1.1", Case { fields: vec![("if-match", "\"2\"")], ..default() }, "412", "412"),
        ("RFC 4918 10.2", Case { depth: Depth::One, ..default() }, "201", "201"),
        (
            "RFC 4918 9.8.3",
            Case { source: collection("/s/a/"), depth: Depth::One, ..default() },
            "400",
            "201",
        ),
        (
            "RFC 4918 9.9.2",
            Case { source: collection("/s/a/"), fields: vec![("depth", "0")], ..default() },
            "201",
            "400",
        ),
        ("RFC 4918 10.2", Case { fields: vec![("depth", "0")], ..default() }, "201", "201"),
    ] {
        assert_eq!((case.told(false).as_str(), case.told(true).as_str()), (copied, moved), "{section}");
    }
}

#[test]
fn one_in_the_other() {
    let in_itself = |depth| Case {
        source: collection("/s/a/"),
        destination: missing("/s/a/b/"),
        destination_parent: Some(collection("/s/a/")),
        depth,
        ..Case::default()
    };
    let over_its_collection = Case {
        source: plain("/s/a"),
        destination: collection("/s/"),
        destination_parent: Some(collection("/")),
        ..Case::default()
    };
    let beside = Case {
        source: collection("/s/a/"),
        destination: missing("/s/ab/"),
        destination_parent: Some(collection("/s/")),
        ..Case::default()
    };
    for (section, case, copied, moved) in [
        ("RFC 4918 9.8.3", in_itself(Depth::Infinity), "403", "403"),
        ("RFC 4918 9.8.3: without members", in_itself(Depth::Zero), "201", "403"),
        ("RFC 4918 9.9.3: it would be gone first", over_its_collection, "403", "403"),
        ("a name that begins alike", beside, "201", "201"),
    ] {
        assert_eq!((case.told(false).as_str(), case.told(true).as_str()), (copied, moved), "{section}");
    }
}

#[test]
fn of_collections() {
    let tree = || Case {
        source: collection("/s/a/"),
        members: vec![plain("/s/a/x/1"), plain("/s/a/%32"), collection("/s/a/x/")],
        destination: missing("/d/b/"),
        ..Case::default()
    };
    let whole = "/s/a/ /d/b/, /s/a/%32 /d/b/2, /s/a/x/ /d/b/x/, /s/a/x/1 /d/b/x/1";
    for moves in [false, true] {
        let plan = tree().decide(moves, |_| {}).unwrap();
        assert_eq!(transfers(&plan), whole, "RFC 4918 9.8.3, 9.9.2");
        assert!(plan.replaced.is_empty());
    }
    let plan = Case { depth: Depth::Zero, ..tree() }.decide(false, |_| {}).unwrap();
    assert_eq!(transfers(&plan), "/s/a/ /d/b/", "RFC 4918 9.8.3");

    let over = Case {
        destination: collection("/d/b/"),
        destination_members: vec![collection("/d/b/y/"), plain("/d/b/y/1")],
        ..tree()
    };
    for moves in [false, true] {
        let plan = over.decide(moves, |_| {}).unwrap();
        assert_eq!(hrefs(&plan.replaced), "/d/b/y/1 /d/b/y/ /d/b/", "RFC 4918 9.8.4, 9.9.3");
        assert_eq!(told(&plan.reply([], None)), "204");
    }

    let mut unreadable = tree();
    unreadable.members[2] = granted(collection("/s/a/x/"), &[Privilege::WriteContent]);
    let plan = unreadable.decide(false, |_| {}).unwrap();
    assert_eq!(transfers(&plan), "/s/a/ /d/b/, /s/a/%32 /d/b/2", "RFC 4918 9.8.3: with all below it");
    assert_eq!(told(&plan.reply([], None)), "207; /s/a/x/ 403 DAV:need-privileges /s/a/x/");
    assert_eq!(unreadable.told(true), "207; /s/a/x/1 403 DAV:need-privileges /s/a/x/");
}

#[test]
fn locks_below() {
    let mut case = Case {
        source: collection("/s/a/"),
        members: vec![locked(plain("/s/a/1"), "x")],
        destination: collection("/d/b/"),
        ..Case::default()
    };
    assert_eq!(case.told(false), "204", "RFC 4918 7.6: the source does not change");
    assert_eq!(case.told(true), "207; /s/a/1 423 DAV:lock-token-submitted /s/a/1", "RFC 4918 9.9.4");
    case.destination_members = vec![locked(plain("/d/b/1"), "y")];
    let over = "207; /d/b/1 423 DAV:lock-token-submitted /d/b/1";
    assert_eq!((case.told(false).as_str(), case.told(true).as_str()), (over, over), "RFC 4918 9.8.5");
    case.fields = vec![("if", "(<urn:x>) (<urn:y>) (Not <DAV:no-lock>)")];
    assert_eq!((case.told(false).as_str(), case.told(true).as_str()), ("204", "204"), "RFC 4918 7.5");
}

#[test]
fn rules_of_calendars() {
    let into_calendar = || Case { destination_parent: Some(calendar("/d/")), ..Case::default() };
    let a_calendar = || Case { source: calendar("/s/a/"), ..Case::default() };
    let holds_one =
        || Case { source: collection("/s/a/"), members: vec![calendar("/s/a/c/")], ..Case::default() };
    let location = "403 CALDAV:calendar-collection-location-ok";
    type Change = fn(&mut Facts<'_>);
    for (section, case, change, expected) in [
        ("RFC 4791 5.3.2.1", into_calendar(), (|_| {}) as Change, "201"),
        (
            "RFC 4791 5.3.2.1",
            into_calendar(),
            |facts| facts.submission.uid_conflict = Some(Href::new("/d/c")),
            "409 CALDAV:no-uid-conflict /d/c",
        ),
        (
            "RFC 4791 5.3.2.1",
            into_calendar(),
            |facts| {
                let verdict = Err(Condition::new(Precondition::SupportedCalendarComponent));
                facts.submission = Submission { verdict, ..Submission::default() };
            },
            "403 CALDAV:supported-calendar-component",
        ),
        (
            "RFC 4331 6",
            Case::default(),
            |facts| facts.submission.room = Err(Precondition::QuotaNotExceeded),
            "507 DAV:quota-not-exceeded",
        ),
        ("RFC 4791 5.3.2.1", a_calendar(), |_| {}, "201"),
        ("RFC 4791 5.3.2.1", a_calendar(), |facts| facts.calendars = false, location),
        ("RFC 4791 4.2", a_calendar(), |facts| facts.is_below_calendar = true, location),
        ("RFC 4791 4.2", Case { source: calendar("/s/a/"), ..into_calendar() }, |_| {}, location),
        ("RFC 4791 4.2", holds_one(), |facts| facts.is_below_calendar = true, location),
        ("RFC 4791 4.2", holds_one(), |_| {}, "201"),
        (
            "RFC 4918 16",
            Case::default(),
            |facts| facts.preserves_live_properties = false,
            "409 DAV:preserved-live-properties",
        ),
        ("RFC 4918 9.8.5: another server", Case::default(), |facts| facts.destination = None, "502"),
    ] {
        for moves in [false, true] {
            let got = case.decide(moves, change).map_or_else(|reply| reply, |plan| plan.reply([], None));
            assert_eq!(told(&got), expected, "{section}");
        }
    }
    let shallow = Case { depth: Depth::Zero, ..holds_one() };
    assert!(shallow.decide(false, |facts| facts.is_below_calendar = true).is_ok(), "RFC 4918 9.8.3");
}

#[test]
fn what_is_told() {
    let plan = Case::default().decide(true, |_| {}).unwrap();
    let tag: ScheduleTag = "\"s\"".parse().unwrap();
    let reply = plan.reply([], Some(&tag));
    assert_eq!(reply.headers.get::<ScheduleTag>(), Some(tag), "RFC 6638 3.2.10");
    let failed = Response::of_status(Href::new("/s/a"), http::StatusCode::INSUFFICIENT_STORAGE);
    assert_eq!(told(&plan.reply([failed], None)), "207; /s/a 507", "RFC 4918 9.8.5");
}

#[test]
fn which_server() {
    for (section, target, host, destination, expected) in [
        ("RFC 4918 8.3: a path", "/a", Some("example.com"), "/b", true),
        ("RFC 4918 10.3", "/a", Some("example.com"), "http://example.com/b", true),
        ("the port of the scheme", "/a", Some("example.com"), "https://example.com:443/b", true),
        (
            "a scheme that another server has",
            "/a",
            Some("example.com:8443"),
            "https://Example.com:8443/b",
            true,
        ),
        ("RFC 4918 9.8.5", "/a", Some("example.com"), "http://example.org/b", false),
        ("RFC 4918 9.8.5: another port", "/a", Some("example.com"), "http://example.com:8080/b", false),
        ("no server of HTTP", "/a", Some("example.com"), "mailto:a@example.com", false),
        ("no server of HTTP", "/a", Some("example.com"), "ftp://example.com/b", false),
        ("the address of the request", "http://example.com/a", None, "http://example.com/b", true),
        ("the address of the request", "http://example.com/a", None, "http://example.org/b", false),
        ("nobody knows", "/a", None, "http://example.org/b", true),
        ("no host", "/a", Some("a b"), "http://example.org/b", false),
    ] {
        let fields: Vec<_> = host.into_iter().map(|host| ("host", host)).collect();
        let request = request(target, Operation::Options, &fields);
        assert_eq!(
            is_on_this_server(&request, &Href::new(destination)),
            expected,
            "{section}: {destination}"
        );
    }
}
