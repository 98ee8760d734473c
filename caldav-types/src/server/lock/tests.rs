use super::{Facts, decide, decide_refresh, time};
use crate::header::{LockToken, TimeType};
use crate::lock::{LockScope, LockType};
use crate::message::{Operation, ReplyBody};
use crate::property::{DavProperty, Prop};
use crate::request::LockInfo;
use crate::server::fixture::{
    collection, granted, lock, locked, locked_by_other, missing, plain, request, told,
};
use crate::server::{Features, ResourceState, Target};
use crate::{Condition, Depth, Precondition, Privilege, PrivilegeSet};

fn info(scope: LockScope) -> LockInfo {
    LockInfo { scope, lock_type: LockType::Write, owner: Some("Jane".into()) }
}

struct Case<'a> {
    resource: &'a ResourceState,
    parent: Option<&'a ResourceState>,
    members: &'a [ResourceState],
    scope: LockScope,
    depth: Depth,
    fields: &'a [(&'static str, &'static str)],
}

impl<'a> Case<'a> {
    fn of(resource: &'a ResourceState) -> Self {
        Self {
            resource,
            parent: None,
            members: &[],
            scope: LockScope::Exclusive,
            depth: Depth::Zero,
            fields: &[],
        }
    }

    fn told(&self) -> String {
        let info = info(self.scope.clone());
        let operation = Operation::Lock { depth: self.depth, timeout: None, body: info.clone() };
        let request = request(self.resource.href.as_str(), operation, self.fields);
        let facts = Facts { members: self.members, ..Facts::default() };
        let features = Features::default();
        let target = Target::new(&features, self.resource, self.parent);
        match decide(&request, self.depth, &info, target, &facts) {
            Ok(plan) => {
                let taken = plan.lock("urn:new".parse().unwrap(), TimeType::Infinite);
                told(&plan.reply(&taken, &[]))
            }
            Err(reply) => told(&reply),
        }
    }
}

#[test]
fn one_resource() {
    let parent = collection("/");
    let locked_parent = locked(collection("/"), "p");
    let shared = |resource: ResourceState| ResourceState {
        locks: vec![lock("s", LockScope::Shared, Depth::Zero, "/a")],
        ..resource
    };
    let below = |resource: ResourceState| ResourceState {
        locks: vec![lock("i", LockScope::Exclusive, Depth::Infinity, "/")],
        ..resource
    };
    let (there, nothing) = (plain("/a"), missing("/a"));
    let exclusive = locked(plain("/a"), "a");
    let (shared, below) = (shared(plain("/a")), below(plain("/a")));
    let reader = granted(plain("/a"), &[Privilege::Read]);
    let no_bind = granted(collection("/"), &[Privilege::Read]);
    for (section, case, expected) in [
        ("RFC 4918 9.10.6", Case::of(&there), "200"),
        ("RFC 4918 9.10.6: made", Case { parent: Some(&parent), ..Case::of(&nothing) }, "201"),
        ("RFC 4918 9.10.6: no collection", Case::of(&nothing), "409"),
        ("RFC 4918 9.10.6: no collection", Case { parent: Some(&there), ..Case::of(&nothing) }, "409"),
        ("RFC 4918 9.10.3", Case { depth: Depth::One, ..Case::of(&there) }, "400"),
        ("RFC 3744 B", Case::of(&reader), "403 DAV:need-privileges /a"),
        ("RFC 3744 B", Case { parent: Some(&no_bind), ..Case::of(&nothing) }, "403 DAV:need-privileges /"),
        (
            "RFC 4918 7.4",
            Case { parent: Some(&locked_parent), ..Case::of(&nothing) },
            "423 DAV:lock-token-submitted /",
        ),
        (
            "RFC 4918 7.4",
            Case {
                parent: Some(&locked_parent),
                fields: &[("if", "(<urn:p>) (Not <urn:q>)")],
                ..Case::of(&nothing)
            },
            "201",
        ),
        ("RFC 4918 9.10.5", Case::of(&exclusive), "423 DAV:no-conflicting-lock /a"),
        (
            "RFC 4918 9.10.5: twice",
            Case { fields: &[("if", "(<urn:a>)")], ..Case::of(&exclusive) },
            "423 DAV:no-conflicting-lock /a",
        ),
        (
            "RFC 4918 9.10.5",
            Case { scope: LockScope::Shared, ..Case::of(&exclusive) },
            "423 DAV:no-conflicting-lock /a",
        ),
        ("RFC 4918 9.10.5", Case { scope: LockScope::Shared, ..Case::of(&shared) }, "200"),
        ("RFC 4918 9.10.5", Case::of(&shared), "423 DAV:no-conflicting-lock /a"),
        ("RFC 4918 16: the root", Case::of(&below), "423 DAV:no-conflicting-lock /"),
        ("RFC 9110 13.1.1", Case { fields: &[("if-match", "\"2\"")], ..Case::of(&there) }, "412"),
        ("RFC 9110 13.1.2", Case { fields: &[("if-none-match", "*")], ..Case::of(&there) }, "412"),
        (
            "another kind of lock",
            Case {
                scope: LockScope::Other("{http://example.com/}mine".parse().unwrap()),
                ..Case::of(&there)
            },
            "422",
        ),
    ] {
        assert_eq!(case.told(), expected, "{section}");
    }
}

#[test]
fn all_that_is_below() {
    let container = collection("/c/");
    let free = [plain("/c/1")];
    let taken = [plain("/c/1"), locked(plain("/c/2"), "x")];
    let mut deep = [locked(collection("/c/d/"), "d"), plain("/c/d/1")];
    deep[1].locks = deep[0].locks.clone();
    let shared = lock("s", LockScope::Shared, Depth::Zero, "/c/1");
    let shared = [ResourceState { locks: vec![shared], ..plain("/c/1") }];
    let closed = [ResourceState { privileges: PrivilegeSet::default(), ..plain("/c/1") }];
    for (section, members, scope, depth, expected) in [
        (
            "RFC 4918 9.10.9",
            closed.as_slice(),
            LockScope::Exclusive,
            Depth::Infinity,
            "207; /c/1 403 DAV:need-privileges /c/1; /c/ 424",
        ),
        ("RFC 4918 9.10.9", &closed, LockScope::Exclusive, Depth::Zero, "200"),
        ("RFC 4918 9.10.3", free.as_slice(), LockScope::Exclusive, Depth::Infinity, "200"),
        (
            "RFC 4918 9.10.3",
            &taken,
            LockScope::Exclusive,
            Depth::Infinity,
            "207; /c/2 423 DAV:no-conflicting-lock /c/2; /c/ 424",
        ),
        ("RFC 4918 9.10.3", &taken, LockScope::Exclusive, Depth::Zero, "200"),
        (
            "one lock is told once",
            &deep,
            LockScope::Shared,
            Depth::Infinity,
            "207; /c/d/ 423 DAV:no-conflicting-lock /c/d/; /c/ 424",
        ),
        ("RFC 4918 9.10.5", &shared, LockScope::Shared, Depth::Infinity, "200"),
        (
            "RFC 4918 9.10.5",
            &shared,
            LockScope::Exclusive,
            Depth::Infinity,
            "207; /c/1 423 DAV:no-conflicting-lock /c/1; /c/ 424",
        ),
    ] {
        assert_eq!(Case { members, scope, depth, ..Case::of(&container) }.told(), expected, "{section}");
    }
}

#[test]
fn what_is_told_of_a_new_lock() {
    let features = Features::default();
    let resource = collection("/c/");
    let info = info(LockScope::Shared);
    let request = request("/c/", Operation::Options, &[]);
    let target = Target::new(&features, &resource, None);
    let plan = decide(&request, Depth::Infinity, &info, target, &Facts::default()).unwrap();
    assert!(!plan.is_new);
    let taken = plan.lock("urn:new".parse().unwrap(), TimeType::Seconds(60));
    assert_eq!((taken.depth, taken.root.as_ref()), (Depth::Infinity, Some(&resource.href)));
    assert_eq!(taken.owner, info.owner, "RFC 4918 14.17");
    let other = lock("o", LockScope::Shared, Depth::Zero, "/c/");
    let reply = plan.reply(&taken, std::slice::from_ref(&other));
    assert_eq!(reply.headers.get::<LockToken>().unwrap().0.as_str(), "urn:new", "RFC 4918 9.10.1");
    let locks = DavProperty::LockDiscovery(vec![taken, other]);
    assert_eq!(reply.body, ReplyBody::Prop(Prop(vec![locks])), "RFC 4918 9.10.1");
}

#[test]
fn an_empty_resource_may_not_fit() {
    let (nothing, parent) = (missing("/c/1"), collection("/c/"));
    let verdict = Err(Condition::new(Precondition::ValidCalendarData));
    let info = info(LockScope::Exclusive);
    let facts = Facts { verdict, ..Facts::default() };
    let features = Features::default();
    let request = request("/c/1", Operation::Options, &[]);
    let decided = |resource: &ResourceState| {
        decide(&request, Depth::Zero, &info, Target::new(&features, resource, Some(&parent)), &facts)
    };
    assert_eq!(told(&decided(&nothing).unwrap_err()), "403 CALDAV:valid-calendar-data");
    assert!(decided(&plain("/c/1")).is_ok());
}

#[test]
fn refreshed() {
    let resource = locked(plain("/a"), "a");
    for (section, resource, fields, expected) in [
        ("RFC 4918 9.10.2", &resource, vec![("if", "(<urn:a>)")], "200"),
        ("RFC 4918 9.10.2: ignored", &resource, vec![("if", "(<urn:a>)"), ("depth", "0")], "200"),
        ("RFC 4918 9.10.2: which?", &resource, vec![], "400"),
        ("RFC 4918 9.10.2: which?", &resource, vec![("if", "([\"1\"])")], "400"),
        ("RFC 4918 9.10.2: one at a time", &resource, vec![("if", "(<urn:a>) (<urn:b>)")], "400"),
        ("RFC 4918 9.10.6", &resource, vec![("if", "(<urn:b>)")], "412 DAV:lock-token-matches-request-uri"),
        (
            "RFC 4918 9.10.6",
            &plain("/a"),
            vec![("if", "(<urn:a>)")],
            "412 DAV:lock-token-matches-request-uri",
        ),
        ("RFC 4918 10.4.3", &resource, vec![("if", "(<urn:a> [\"2\"])")], "412"),
        ("RFC 4918 6.4", &locked_by_other(plain("/a"), "a"), vec![("if", "(<urn:a>)")], "403"),
        ("nothing there", &missing("/a"), vec![("if", "(<urn:a>)")], "404"),
    ] {
        let features = Features::default();
        let request = request("/a", Operation::RefreshLock { timeout: None }, &fields);
        let got = match decide_refresh(&request, Target::new(&features, resource, None)) {
            Ok(plan) => {
                assert_eq!(plan.token.as_str(), "urn:a");
                let reply = plan.reply(&resource.locks);
                assert_eq!(reply.headers.get::<LockToken>(), None, "RFC 4918 9.10.2");
                reply
            }
            Err(reply) => reply,
        };
        assert_eq!(told(&got), expected, "{section}: {fields:?}");
    }
}

#[test]
fn times() {
    for (section, wanted, expected) in [
        ("RFC 4918 10.7: the first that fits", Some("Second-60, Second-30"), 60),
        ("RFC 4918 10.7", Some("Infinite, Second-4100000000"), 600),
        ("RFC 4918 10.7", Some("Infinite, Second-4100000000, Second-30"), 30),
        ("none", None, 600),
    ] {
        let wanted = wanted.map(|text| text.parse().unwrap());
        assert_eq!(time(wanted.as_ref(), 600), TimeType::Seconds(expected), "{section}");
    }
}
