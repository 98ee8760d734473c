use std::collections::{BTreeMap, BTreeSet};

use http::StatusCode;

use super::history::{ancestors_of, key};
use super::{Member, MemberState, SyncBarrier, SyncFacts, SyncPage, SyncPosition, decide};
use crate::message::{Reply, Request};
use crate::multistatus::Response;
use crate::property::{DavProperty, DavPropertyName, ReportName};
use crate::report::{Report, RequestedProp, SyncCollection, SyncLevel};
use crate::server::report::ReportTarget;
use crate::server::report::fixture::{calendar, collection, file, request, target};
use crate::server::{ResourceProperties, ResourceState};
use crate::{Depth, Href, Precondition, SyncToken};

fn member(href: &str, revision: u64, is_there: bool) -> Member {
    let state = if is_there { MemberState::Present } else { MemberState::Removed };
    Member { href: Href::new(href), revision, state }
}

fn describe(href: &Href) -> Option<ResourceProperties> {
    let mut properties = ResourceProperties::new(href.clone());
    properties.properties.push(DavProperty::GetEtag("\"1\"".parse().unwrap()));
    Some(properties)
}

/// How a client asks, and what the server knows.
#[derive(Clone, Copy)]
struct Case<'a> {
    token: &'a str,
    level: SyncLevel,
    limit: Option<u64>,
    most: Option<usize>,
    latest: u64,
    forgotten: u64,
    barriers: &'a [(Href, SyncBarrier)],
}

impl Default for Case<'_> {
    fn default() -> Self {
        Self {
            token: "",
            level: SyncLevel::One,
            limit: None,
            most: None,
            latest: 100,
            forgotten: 0,
            barriers: &[],
        }
    }
}

fn ask<T>(case: Case<'_>, log: &[Member], use_it: impl FnOnce(&SyncPage<'_>) -> T) -> Result<T, Reply> {
    let resource = collection("/home/");
    let body = SyncCollection {
        sync_token: SyncToken::new(case.token),
        level: Some(case.level),
        limit: case.limit,
        prop: RequestedProp::new([DavPropertyName::GetEtag]),
    };
    let request = request("/home/", None, Report::SyncCollection(body.clone()));
    let facts = SyncFacts {
        target: target(&resource),
        position: case.token.strip_prefix("urn:example:").and_then(|text| text.parse().ok()),
        latest: case.latest,
        forgotten: case.forgotten,
        most: case.most,
        barriers: case.barriers,
    };
    let plan = decide(&request, None, &body, facts)?;
    let page = plan.page(log.to_vec())?;
    Ok(use_it(&page))
}

/// What is told: the addresses with their status (200 for properties), and the position after it.
fn told(case: Case<'_>, log: &[Member]) -> (Vec<(String, u16)>, String) {
    let answer = ask(case, log, |page| {
        let status = |response: &Response| response.status().map_or(200, |status| status.as_u16());
        let told = page.responses(describe).map(|response| (response.href.to_string(), status(&response)));
        (told.collect(), page.position.to_string())
    });
    answer.unwrap_or_else(|reply| panic!("{reply:?}"))
}

#[test]
fn kinds_of_changes() {
    let log = [
        member("/home/old.ics", 3, true),
        member("/home/a.ics", 5, true),
        member("/home/b.ics", 6, true),
        member("/home/a.ics", 7, false),
        member("/home/c/", 8, true),
        member("/home/c/d.ics", 9, true),
        member("/home/b.ics", 10, false),
        member("/home/b.ics", 11, true),
        member("/home/gone.ics", 12, false),
        member("/elsewhere/x.ics", 13, true),
        member("/home/", 14, true),
    ];
    let since = |token| Case { token, latest: 14, ..Case::default() };
    let deep = |case| Case { level: SyncLevel::Infinite, ..case };
    for (section, case, expected) in [
        (
            "3.4: all that is there",
            since(""),
            vec![("/home/old.ics", 200), ("/home/c/", 200), ("/home/b.ics", 200)],
        ),
        (
            "3.3: at any depth",
            deep(since("")),
            vec![("/home/old.ics", 200), ("/home/c/", 200), ("/home/c/d.ics", 200), ("/home/b.ics", 200)],
        ),
        (
            "3.5.1: made anew is changed; 3.5.2: made and removed is removed",
            since("urn:example:4"),
            vec![("/home/a.ics", 404), ("/home/c/", 200), ("/home/b.ics", 200), ("/home/gone.ics", 404)],
        ),
        ("3.5: since the last time", since("urn:example:11"), vec![("/home/gone.ics", 404)]),
        ("nothing changed", since("urn:example:14"), vec![]),
    ] {
        let (told, position) = told(case, &log);
        let told: Vec<_> = told.iter().map(|(href, status)| (href.as_str(), *status)).collect();
        assert_eq!(told, expected, "{section}");
        assert_eq!(position, "14", "{section}");
    }
}

#[test]
fn a_removed_collection_takes_its_members_along() {
    let log = [
        member("/home/c/d.ics", 5, false),
        member("/home/c/e/f.ics", 6, false),
        member("/home/c/e/", 7, false),
        member("/home/c/", 8, false),
        member("/home/cc.ics", 9, false),
    ];
    let case = Case { token: "urn:example:4", level: SyncLevel::Infinite, ..Case::default() };
    let expected = [("/home/c/".to_owned(), 404), ("/home/cc.ics".into(), 404)];
    assert_eq!(told(case, &log).0, expected, "3.5.2");
    // Told in parts, it goes before what went before it: it may be there again, and empty, when the client asks next.
    let parts = [
        member("/home/c/d.ics", 5, false),
        member("/home/x.ics", 6, true),
        member("/home/c/", 7, false),
        member("/home/y.ics", 8, true),
    ];
    let first = told(Case { limit: Some(1), ..case }, &parts);
    let expected = vec![("/home/c/".to_owned(), 404), ("/home/".into(), 507)];
    assert_eq!(first, (expected, "5".into()), "3.5.2, 3.6");
    // There again, it is changed, and what was in it has to be told.
    let mut again = log.to_vec();
    again.push(member("/home/c/", 10, true));
    let hrefs: Vec<_> = told(case, &again).0;
    let expected = [
        ("/home/c/d.ics".to_owned(), 404),
        ("/home/c/e/".into(), 404),
        ("/home/cc.ics".into(), 404),
        ("/home/c/".into(), 200),
    ];
    assert_eq!(hrefs, expected, "3.5.1, 3.5.2");
}

#[test]
fn collections_that_are_not_entered() {
    let log = [
        member("/home/shared/", 5, true),
        member("/home/shared/a.ics", 6, true),
        member("/home/other", 7, true),
        member("/home/other/b", 8, true),
    ];
    let barriers = [
        (Href::new("/home/shared/"), SyncBarrier::NotTraversed),
        (Href::new("/home/other/"), SyncBarrier::NotSupported),
    ];
    let case = Case { level: SyncLevel::Infinite, barriers: &barriers, ..Case::default() };
    let errors = ask(case, &log, |page| {
        page.responses(describe)
            .map(|response| {
                let error = response.error.as_ref().map(|error| error.conditions[0].precondition.clone());
                (response.href.to_string(), response.status(), response.propstats().len(), error)
            })
            .collect::<Vec<_>>()
    });
    let forbidden = Some(StatusCode::FORBIDDEN);
    assert_eq!(
        errors,
        Ok(vec![
            ("/home/shared/".to_owned(), forbidden, 0, Some(Precondition::SyncTraversalSupported)),
            ("/home/other".into(), forbidden, 0, Some(Precondition::SupportedReport)),
        ]),
        "3.3"
    );
    let once = Case { token: "urn:example:7", ..case };
    assert_eq!(told(once, &log).0, [], "3.3: it is told once");
    let level_one = Case { level: SyncLevel::One, ..case };
    assert_eq!(
        told(level_one, &log).0,
        [("/home/shared/".to_owned(), 200), ("/home/other".into(), 200)],
        "3.3"
    );
}

#[test]
fn responses_of_members() {
    let log =
        [member("/home/a.ics", 5, true), member("/home/b.ics", 6, false), member("/home/c.ics", 7, true)];
    let case = Case { token: "urn:example:4", latest: 7, ..Case::default() };
    let reply = ask(case, &log, |page| {
        page.answer(SyncToken::new("urn:example:7"), |href| {
            describe(href).filter(|_| href.as_str() != "/home/c.ics")
        })
    });
    let reply = reply.unwrap();
    assert_eq!(reply.status, StatusCode::MULTI_STATUS);
    let multistatus = reply.multistatus().unwrap();
    assert_eq!(multistatus.sync_token, Some(SyncToken::new("urn:example:7")), "3.2");
    let [changed, removed, vanished] = multistatus.responses.as_slice() else { panic!("{multistatus:?}") };
    assert_eq!((changed.status(), changed.propstats().len()), (None, 1), "3.2: changed");
    assert_eq!(
        (removed.status(), removed.propstats().len()),
        (Some(StatusCode::NOT_FOUND), 0),
        "3.2: removed"
    );
    assert!(vanished.is_gone(), "gone since it was looked up");
}

#[test]
fn a_changed_member_has_a_propstat_whatever_is_asked() {
    let resource = calendar("/home/");
    let body = SyncCollection::default();
    let request = request("/home/", Some(Depth::Zero), Report::SyncCollection(body.clone()));
    let facts = SyncFacts {
        target: target(&resource),
        position: None,
        latest: 1,
        forgotten: 0,
        most: None,
        barriers: &[],
    };
    let plan = decide(&request, Some(Depth::Zero), &body, facts).unwrap();
    assert_eq!((plan.since(), plan.level()), (SyncPosition { changes: 0, removals: 1 }, SyncLevel::One));
    let page = plan.page([member("/home/a", 1, true)]).unwrap();
    let response = page.responses(describe).next().unwrap();
    assert_eq!(response.propstats().len(), 1, "3.2");
    assert_eq!(response.status(), None, "3.2");
}

#[test]
fn truncation() {
    let log: Vec<_> = (1..=15).map(|place| member(&format!("/home/{place}"), 10 + place, true)).collect();
    let case = Case { token: "urn:example:10", latest: 25, ..Case::default() };
    for (section, case, members, position, is_truncated) in [
        ("3.6: whole", case, 15, "25", false),
        ("3.6: the server's limit", Case { most: Some(10), ..case }, 10, "20", true),
        ("3.7: the client's limit", Case { limit: Some(1), ..case }, 1, "11", true),
        ("3.7: the lower one", Case { limit: Some(12), most: Some(3), ..case }, 3, "13", true),
        ("3.7: as many as there are", Case { limit: Some(15), ..case }, 15, "25", false),
        ("3.7: nothing at all", Case { limit: Some(0), ..case }, 0, "10", true),
        ("3.4, 3.6: a first one in parts", Case { token: "", most: Some(4), ..case }, 4, "14-25", true),
        ("3.6: its next part", Case { token: "urn:example:14-25", most: Some(4), ..case }, 4, "18-25", true),
        ("3.6: its last part", Case { token: "urn:example:22-25", most: Some(4), ..case }, 3, "25", false),
    ] {
        let reply = ask(case, &log, |page| {
            assert_eq!(page.is_truncated, is_truncated, "{section}");
            assert_eq!(page.position.to_string(), position, "{section}");
            assert_eq!(page.members().count(), members, "{section}");
            page.answer(SyncToken::new("urn:example:x"), describe)
        });
        let reply = reply.unwrap();
        let multistatus = reply.multistatus().unwrap();
        assert_eq!(multistatus.is_truncated(&"/home/".parse().unwrap()), is_truncated, "{section}");
        assert_eq!(multistatus.responses.len(), members + usize::from(is_truncated), "{section}");
        if is_truncated {
            let last = multistatus.responses.last().unwrap();
            assert_eq!(last.status(), Some(StatusCode::INSUFFICIENT_STORAGE), "{section}");
            let error = last.error.as_ref().unwrap();
            assert!(error.has(&Precondition::NumberOfMatchesWithinLimits), "{section}");
        }
    }
}

/// Changes of one revision cannot be told apart by a token.
#[test]
fn changes_of_one_revision() {
    let revisions = [5, 6, 6, 6, 7].into_iter().zip('a'..);
    let log: Vec<_> =
        revisions.map(|(revision, name)| member(&format!("/home/{name}"), revision, true)).collect();
    let case = Case { token: "urn:example:4", latest: 7, ..Case::default() };
    for (section, case, expected) in [
        ("cut before them", Case { limit: Some(3), ..case }, Ok((1, "5"))),
        ("cut behind them", Case { limit: Some(4), ..case }, Ok((4, "6"))),
        ("3.7: cannot be cut", Case { token: "urn:example:5", limit: Some(2), ..case }, Err(507)),
        (
            "the server's own limit gives way",
            Case { token: "urn:example:5", most: Some(2), ..case },
            Ok((3, "6")),
        ),
    ] {
        let answer = ask(case, &log, |page| (page.members().count(), page.position.to_string()));
        if let Err(reply) = &answer {
            assert!(reply.names(&Precondition::NumberOfMatchesWithinLimits), "3.12: {section}");
        }
        let answer = answer.map_err(|reply| reply.status.as_u16());
        assert_eq!(answer, expected.map(|(members, position)| (members, position.to_owned())), "{section}");
    }
}

#[test]
fn tokens() {
    let case = Case { latest: 20, forgotten: 10, ..Case::default() };
    for (section, token, is_valid) in [
        ("3.2: none", "", true),
        ("3.2: given out", "urn:example:15", true),
        ("3.2: the oldest", "urn:example:10", true),
        ("3.2: what was removed is forgotten", "urn:example:9", false),
        ("members that are there are never forgotten", "urn:example:3-12", true),
        ("3.2: not given out", "urn:example:21", false),
        ("3.2: not given out", "urn:example:15-12", false),
        ("3.2: not of this collection", "urn:other:15", false),
        ("3.2: no token at all", "0", false),
    ] {
        match ask(Case { token, ..case }, &[], |_| ()) {
            Ok(()) => assert!(is_valid, "{section}: {token}"),
            Err(reply) => {
                assert!(!is_valid, "{section}: {token}");
                assert_eq!(reply.status, StatusCode::FORBIDDEN, "{section}");
                assert!(reply.names(&Precondition::ValidSyncToken), "{section}");
            }
        }
    }
}

#[test]
fn requests_that_are_refused() {
    let there = collection("/home/");
    let plain = file("/home/");
    let missing = ResourceState::missing(Href::new("/home/"));
    let body = SyncCollection::default();
    let old = SyncCollection { level: None, ..SyncCollection::default() };
    let decide = |depth, body: &SyncCollection, target: ReportTarget<'_>| {
        let request: Request = request("/home/", depth, Report::SyncCollection(body.clone()));
        let facts = SyncFacts { target, position: None, latest: 1, forgotten: 0, most: None, barriers: &[] };
        decide(&request, depth, body, facts).map(|plan| plan.level()).map_err(|reply| reply.status.as_u16())
    };
    let none = ReportTarget { reports: &[ReportName::ExpandProperty], ..target(&there) };
    for (section, depth, body, target, expected) in [
        ("3.2: Depth 0", Some(Depth::Zero), &body, target(&there), Ok(SyncLevel::One)),
        ("3.2: no Depth", None, &body, target(&there), Ok(SyncLevel::One)),
        ("3.2: another Depth", Some(Depth::One), &body, target(&there), Err(400)),
        ("A: the level by Depth", Some(Depth::One), &old, target(&there), Ok(SyncLevel::One)),
        ("A: the level by Depth", Some(Depth::Infinity), &old, target(&there), Ok(SyncLevel::Infinite)),
        ("6.1: no level", Some(Depth::Zero), &old, target(&there), Err(400)),
        ("3.2: no collection", None, &body, target(&plain), Err(403)),
        ("RFC 3253 3.6", None, &body, none, Err(403)),
        ("nothing there", None, &body, target(&missing), Err(404)),
    ] {
        assert_eq!(decide(depth, body, target), expected, "{section}");
    }
}

#[test]
fn forms_of_positions() {
    for (text, expected) in [
        ("0", Some(SyncPosition::at(0))),
        ("18446744073709551615", Some(SyncPosition::at(u64::MAX))),
        ("7-9", Some(SyncPosition { changes: 7, removals: 9 })),
        ("18446744073709551616", None),
        ("", None),
        ("+1", None),
        ("1-", None),
        ("1-2-3", None),
        ("-1", None),
    ] {
        assert_eq!(text.parse().ok(), expected, "{text}");
        if let Some(position) = expected {
            assert_eq!(position.to_string(), text);
        }
    }
}

#[test]
fn collections_around_a_member() {
    for (href, expected) in [("/a/b/c", vec!["/a/b", "/a", "/"]), ("/a/", vec!["/"]), ("/", vec![])] {
        let key = key(&Href::new(href));
        assert_eq!(ancestors_of(&key).collect::<Vec<_>>(), expected, "{href}");
    }
}

/// A store that changes by chance, and clients that follow it with limits by chance: each has what the store has
/// whenever an answer was whole, whatever token it begins with.
#[test]
fn clients_lose_nothing() {
    let mut state = 1_u64;
    let mut random = move |bound: u64| {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % bound
    };
    let names: Vec<String> = ["a", "b", "c/", "c/d", "c/e", "f/", "f/g/", "f/g/h"]
        .iter()
        .map(|name| format!("/home/{name}"))
        .collect();
    for _ in 0..300 {
        let mut log: Vec<Member> = Vec::new();
        let mut there: BTreeSet<String> = BTreeSet::new();
        let mut clients: Vec<(String, BTreeMap<String, u64>)> = vec![(String::new(), BTreeMap::new()); 3];
        let (mut latest, mut forgotten) = (0, 0);
        for _ in 0..80 {
            let name = &names[usize::try_from(random(8)).unwrap()];
            let parent = Href::new(name).parent().map(|parent| parent.to_string()).unwrap_or_default();
            if random(3) == 0 {
                let mut gone: Vec<_> =
                    there.iter().filter(|other| other.starts_with(name.as_str())).cloned().collect();
                if random(2) == 0 {
                    gone.reverse();
                }
                for gone in gone {
                    latest += 1;
                    log.push(member(&gone, latest, false));
                    there.remove(&gone);
                }
            } else if parent == "/home/" || there.contains(&parent) {
                latest += 1;
                log.push(member(name, latest, true));
                there.insert(name.clone());
            }
            if random(20) == 0 {
                // Removals are forgotten; members that are there never are.
                forgotten = latest;
                log.retain(|member| {
                    member.state == MemberState::Present && there.contains(member.href.as_str())
                });
            }
            let client = usize::try_from(random(3)).unwrap();
            let (token, known) = &mut clients[client];
            let limit = Some(random(4) + 1);
            let asked = token.clone();
            let case = Case {
                token: &asked,
                level: SyncLevel::Infinite,
                limit,
                latest,
                forgotten,
                ..Case::default()
            };
            let answer = ask(case, &log, |page| {
                for member in page.members() {
                    match member.state {
                        MemberState::Present => {
                            known.insert(member.href.to_string(), member.revision);
                        }
                        MemberState::Removed => {
                            known.retain(|href, _| !href.starts_with(member.href.as_str()));
                        }
                    }
                }
                *token = format!("urn:example:{}", page.position);
                page.is_truncated
            });
            match answer {
                Ok(false) => assert_eq!(known.keys().cloned().collect::<BTreeSet<_>>(), there),
                Ok(true) => {}
                Err(reply) => {
                    assert!(reply.names(&Precondition::ValidSyncToken), "{reply:?}");
                    token.clear();
                    known.clear();
                }
            }
        }
    }
}
