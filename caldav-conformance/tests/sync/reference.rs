//! Discovery and synchronization with the reference server, one thing at a time.

use caldav_conformance::reference::{Fault, Settings};
use caldav_types::Href;
use caldav_types::client::{
    Direction, Discovery, DiscoveryOptions, LocalChange, LocalOutcome, LookupAnswer, Quirk, Service, Start,
    Step, SyncOptions, SyncState,
};

use crate::bent::{Bent, WAYS};
use crate::replica::{CALENDAR, Reference, Replica, event, path, word};
use crate::wire::{Order, Run, Transport, calendar, discover, found, pull, run};

fn filled(settings: Settings) -> Reference {
    let mut there = Reference::new(settings);
    for name in ["1", "2", "3", "4"] {
        there.put(&path(name), &event(name, &format!("{name} first")));
    }
    there
}

fn account(start: &str, zone: &[(&str, LookupAnswer)], there: &mut Reference) -> Discovery {
    let start = Start::parse(start).unwrap();
    let mut discovery = Discovery::new(start, DiscoveryOptions::default());
    discover(&mut discovery, zone, there);
    discovery
}

/// Every kind of start leads to the same calendars.
#[test]
fn every_start() {
    let srv = (
        "Srv _caldavs._tcp.example.com",
        LookupAnswer::Srv(vec![Service {
            priority: 0,
            weight: 0,
            host: "cal.example.com".into(),
            port: 443,
        }]),
    );
    let path_of =
        |path: &str| ("Txt _caldavs._tcp.example.com", LookupAnswer::Txt(vec![format!("path={path}")]));
    for (start, zone) in [
        ("bernard@example.com", vec![srv.clone()]),
        ("mailto:bernard@example.com", vec![srv.clone(), path_of("/")]),
        ("example.com", vec![srv.clone(), path_of("/not/there/")]),
        ("cal.example.com", vec![]),
        ("https://cal.example.com", vec![]),
        ("https://cal.example.com/", vec![]),
        ("https://bernard@cal.example.com/", vec![]),
        ("caldavs://cal.example.com/", vec![]),
        ("https://cal.example.com/.well-known/caldav", vec![]),
        ("https://cal.example.com/principals/", vec![]),
        ("https://cal.example.com/principals/bernard/", vec![]),
        ("https://cal.example.com/principals/bernard", vec![]),
        ("https://cal.example.com/calendars/bernard/", vec![]),
        ("https://cal.example.com/calendars/bernard/work/", vec![]),
        ("https://cal.example.com/not/there/", vec![]),
    ] {
        let mut there = Named(filled(Settings::default()));
        let start_text = start;
        let start = Start::parse(start).unwrap();
        let mut discovery = Discovery::new(start, DiscoveryOptions::default());
        discover(&mut discovery, &zone, &mut there);
        let account = found(&discovery).unwrap_or_else(|stopped| panic!("{start_text}: {stopped}"));
        let calendars: Vec<_> = account.calendars.iter().map(|one| one.href.path()).collect();
        assert_eq!(calendars, ["/calendars/bernard/default/", CALENDAR], "{start_text}");
        assert_eq!(account.principal.as_ref().unwrap().path(), "/principals/bernard/", "{start_text}");
        let work = &account.calendars[1];
        assert!(work.ctag.is_some() && work.sync_token.is_some() && work.supports_sync(), "{start_text}");
        assert!(work.is_writable(), "{start_text}");
    }
}

/// The reference server under the names that a domain name system gives it, without a port.
struct Named(Reference);

impl Transport for Named {
    fn send(
        &mut self,
        request: &http::Request<Vec<u8>>,
    ) -> Result<http::Response<Vec<u8>>, caldav_types::client::FailureKind> {
        if request.uri().host() != Some("cal.example.com") {
            return Err(caldav_types::client::FailureKind::Unreachable);
        }
        let path = request.uri().path_and_query().unwrap().as_str();
        let mut here = request.clone();
        *here.uri_mut() = format!("https://cal.example.com{path}").parse().unwrap();
        self.0.send(&here)
    }
}

/// What a server that lacks something on the way is to a discovery.
#[test]
fn faults_on_the_way() {
    let ends = |fault: Fault, start: &str| {
        let mut there = filled(Settings::default().with_fault(fault));
        let discovery = account(start, &[], &mut there);
        found(&discovery).map(|account| account.calendars.len()).map_err(|stopped| stopped.at)
    };
    let (root, home) = ("https://cal.example.com/", "https://cal.example.com/calendars/bernard/");
    assert_eq!(ends(Fault::RedirectLost, root), Ok(2), "the root is asked");
    assert_eq!(ends(Fault::RedirectLost, "cal.example.com"), Ok(2), "and where nothing else is known");
    assert_eq!(ends(Fault::CalendarHomeSetMissing, root), Err(Step::Principal));
    assert_eq!(ends(Fault::ResourcetypeWithoutCalendar, root), Ok(0), "none is listed");
    assert_eq!(ends(Fault::XmlTruncated, root), Err(Step::Context));
    for fault in [
        Fault::MissingPropertiesUntold,
        Fault::PropfindDepthIgnored,
        Fault::SupportedReportSetLies,
        Fault::HrefNotEncoded,
        Fault::HrefOfAnotherHost,
        Fault::CollectionHrefWithoutSlash,
        Fault::CalendarAccessUntold,
        Fault::MultistatusAsOk,
        Fault::ErrorBodyLost,
        Fault::NoEtag,
        Fault::CtagConstant,
    ] {
        assert_eq!(ends(fault, root), Ok(2), "{fault}");
        assert_eq!(ends(fault, home), Ok(2), "{fault}");
    }
    let mut there = filled(Settings::default().with_fault(Fault::HrefOfAnotherHost));
    let discovery = account(root, &[], &mut there);
    let quirks = &found(&discovery).unwrap().quirks;
    assert!(quirks.has(Quirk::AnotherName), "what was seen is told: {quirks:?}");
}

fn pushed(state: SyncState, changes: Vec<LocalChange>, there: &mut impl Transport) -> Run {
    run(calendar(CALENDAR), state, (SyncOptions::default(), Order::Sent), changes, there)
}

/// All, then what changed, then nothing: in every way that a server can be.
#[test]
fn full_and_incremental() {
    for (way, lacks) in WAYS {
        let mut there = Bent { there: filled(Settings::default()), lacks: *lacks };
        let first = pull(calendar(CALENDAR), SyncState::default(), &mut there);
        assert_eq!(first.told().len(), 4, "{way}");
        there.there.put(&path("2"), &event("2", "2 again"));
        there.there.put(&path("5"), &event("5", "5 first"));
        there.there.delete(&path("3"));
        let second = pull(calendar(CALENDAR), first.state(), &mut there);
        let expected = [format!("+ {}", path("2")), format!("+ {}", path("5")), format!("- {}", path("3"))];
        assert_eq!(second.told(), expected, "{way}");
        let third = pull(calendar(CALENDAR), second.state(), &mut there);
        assert_eq!(third.told(), Vec::<String>::new(), "{way}");
        assert_eq!(third.sync.failure(), None, "{way}");
    }
}

/// A token that the server forgot: what changed is told, what did not is not fetched.
#[test]
fn a_forgotten_token() {
    let mut there = filled(Settings::default().with_history(2));
    let first = pull(calendar(CALENDAR), SyncState::default(), &mut there);
    for count in 0..5 {
        there.put(&path("2"), &event("2", &format!("2 for the {count}th time")));
    }
    there.delete(&path("1"));
    let second = pull(calendar(CALENDAR), first.state(), &mut there);
    assert_eq!(second.told(), [format!("+ {}", path("2")), format!("- {}", path("1"))]);
    assert_eq!(second.requests, 3, "refused, all, one");
}

/// Pages by the wish of the client (RFC 6578 §3.7), with a server that heeds it and one that does not.
#[test]
fn limits() {
    for settings in [Settings::default(), Settings::default().with_fault(Fault::SyncLimitIgnored)] {
        for limit in [1, 2, 3, 100] {
            let mut there = filled(settings.clone());
            let options = (SyncOptions::default().with_limit(Some(limit)), Order::OneByOne);
            let done = run(calendar(CALENDAR), SyncState::default(), options, Vec::new(), &mut there);
            assert_eq!((done.told().len(), done.sync.failure()), (4, None), "{limit}");
        }
    }
}

/// Each kind of local change, and after it the server and what is known of it agree.
#[test]
fn local_changes() {
    for (way, lacks) in WAYS {
        let mut there = Bent { there: filled(Settings::default()), lacks: *lacks };
        let first = pull(calendar(CALENDAR), SyncState::default(), &mut there);
        let changes = vec![
            LocalChange::Create { href: Href::new(&path("9")), calendar_data: event("9", "9 here") },
            LocalChange::Update { href: Href::new(&path("1")), calendar_data: event("1", "1 here") },
            LocalChange::Delete { href: Href::new(&path("2")) },
            LocalChange::Move { from: Href::new(&path("3")), to: Href::new(&path("8")) },
        ];
        let done = pushed(first.state(), changes, &mut there);
        assert_eq!(done.results.len(), 4, "{way}");
        for result in &done.results {
            let fine = matches!(result.outcome, LocalOutcome::Stored { .. } | LocalOutcome::Deleted);
            assert!(fine, "{way}: {result:?}");
        }
        let words = there.there.words();
        let expected = [("1", "1 here"), ("4", "4 first"), ("8", "3 first"), ("9", "9 here")];
        assert_eq!(words, expected.map(|(name, word)| (path(name), word.to_owned())).into(), "{way}");
        let members: Vec<_> = done.state().members().map(|member| member.href.path().to_owned()).collect();
        assert_eq!(members, ["1", "4", "8", "9"].map(path), "{way}");
        let again = pushed(done.state(), Vec::new(), &mut there);
        assert_eq!((again.told(), again.sync.failure()), (Vec::new(), None), "{way}: nothing is left");
        let tags = again.state();
        for member in tags.members() {
            assert_eq!(
                member.etag,
                there.there.server.entity_tag(member.href.path()),
                "{way}: {}",
                member.href
            );
        }
    }
}

/// What changed on both sides is a conflict, with what the server has; it is left as it is.
#[test]
fn conflicts() {
    for (way, lacks) in WAYS {
        let mut there = Bent { there: filled(Settings::default()), lacks: *lacks };
        let first = pull(calendar(CALENDAR), SyncState::default(), &mut there);
        for name in ["1", "2", "3", "9"] {
            there.there.put(&path(name), &event(name, &format!("{name} there")));
        }
        there.there.delete(&path("4"));
        let before = there.there.words();
        let changes = vec![
            LocalChange::Update { href: Href::new(&path("1")), calendar_data: event("1", "1 here") },
            LocalChange::Delete { href: Href::new(&path("2")) },
            LocalChange::Move { from: Href::new(&path("3")), to: Href::new(&path("8")) },
            LocalChange::Update { href: Href::new(&path("4")), calendar_data: event("4", "4 here") },
            LocalChange::Create { href: Href::new(&path("9")), calendar_data: event("x", "9 here") },
        ];
        let done = pushed(first.state(), changes, &mut there);
        assert_eq!(there.there.words(), before, "{way}: nothing is overwritten");
        let mut told: Vec<_> = done
            .results
            .iter()
            .map(|result| match &result.outcome {
                LocalOutcome::Conflict { server } => {
                    let theirs = server
                        .as_ref()
                        .map_or_else(|| "gone".to_owned(), |theirs| word(&theirs.calendar_data));
                    format!("{} {theirs}", result.change.href().path())
                }
                other => format!("{other:?}"),
            })
            .collect();
        told.sort();
        let expected = ["1 1 there", "2 2 there", "3 3 there", "4 gone", "9 9 there"].map(|row| {
            let (name, theirs) = row.split_once(' ').unwrap();
            format!("{} {theirs}", path(name))
        });
        assert_eq!(told, expected, "{way}");
        assert_eq!(done.told(), Vec::<String>::new(), "{way}: a conflict told it");
    }
}

/// What the server refuses is told with its reason, and is not tried without end.
#[test]
fn refusals() {
    let limits = caldav_types::CollectionLimits::default()
        .with_supported_components(["VEVENT"])
        .with_max_resource_size(600);
    let mut there = filled(Settings::default().with_limits(limits));
    let first = pull(calendar(CALENDAR), SyncState::default(), &mut there);
    let create = |name: &str, calendar_data: String| LocalChange::Create {
        href: Href::new(&path(name)),
        calendar_data,
    };
    let changes = vec![
        create("5", event("5", &"x".repeat(600))),
        create("6", event("6", "a task").replace("VEVENT", "VTODO").replace("DTEND", "DUE")),
        create("7", event("1", "the UID of another")),
        create("8", "no calendar".into()),
        create("9", event("9", "right")),
    ];
    let done = pushed(first.state(), changes, &mut there);
    let mut told: Vec<_> = done
        .results
        .iter()
        .map(|result| match &result.outcome {
            LocalOutcome::Refused(caldav_types::client::FailureKind::Refused(_, Some(error))) => {
                error.conditions[0].precondition.to_string()
            }
            other => format!("{other:?}").split(' ').next().unwrap().to_owned(),
        })
        .collect();
    told.sort();
    assert_eq!(
        told,
        [
            "CALDAV:max-resource-size",
            "CALDAV:no-uid-conflict",
            "CALDAV:supported-calendar-component",
            "CALDAV:valid-calendar-data",
            "Stored",
        ]
    );
    assert!(done.requests < 20, "{}", done.requests);
    assert_eq!(there.words().len(), 5);
}

/// What one folder brings there the other one gets, from the address of the server on.
#[test]
fn a_second_folder() {
    let mut there = filled(Settings::default());
    let mut folders = [Replica::named("a"), Replica::named("b")];
    for folder in &mut folders {
        folder.sync(&mut there);
    }
    folders[0].files.insert(path("1"), event("1", "1 here"));
    folders[0].sync(&mut there);
    folders[1].sync(&mut there);
    assert_eq!(folders[0].words(), folders[1].words());
    assert_eq!(folders[1].words()[&path("1")], "1 here");
    assert!(folders.iter().all(|folder| folder.failures.is_empty()));
}

/// One way only: what goes the other way is left, and a later run both ways loses none of it.
#[test]
fn directions() {
    for (way, lacks) in WAYS {
        for direction in [Direction::ToServer, Direction::FromServer] {
            let mut there = Bent { there: filled(Settings::default()), lacks: *lacks };
            let first = pull(calendar(CALENDAR), SyncState::default(), &mut there);
            there.there.put(&path("1"), &event("1", "1 there"));
            there.there.put(&path("2"), &event("2", "2 there"));
            let changes = || {
                ["2", "3"].map(|name| LocalChange::Update {
                    href: Href::new(&path(name)),
                    calendar_data: event(name, &format!("{name} here")),
                })
            };
            there.there.asked.clear();
            let options = (SyncOptions::default().with_direction(direction), Order::Sent);
            let done = run(calendar(CALENDAR), first.state(), options, changes().to_vec(), &mut there);
            let conflicts: Vec<_> = done
                .results
                .iter()
                .filter(|result| matches!(result.outcome, LocalOutcome::Conflict { server: Some(_) }))
                .map(|result| result.change.href().path().to_owned())
                .collect();
            assert_eq!(conflicts, [path("2")], "{way} {direction:?}: changed on both sides");
            let words = there.there.words();
            assert_eq!((words[&path("1")].as_str(), words[&path("2")].as_str()), ("1 there", "2 there"));
            if direction == Direction::FromServer {
                let writes: Vec<_> = there.there.asked.iter().filter(|one| *one == "PUT").collect();
                assert!(writes.is_empty(), "{way}: {writes:?}");
                assert_eq!(done.told(), [format!("+ {}", path("1"))], "{way}");
                assert_eq!(words[&path("3")], "3 first", "{way}");
            } else {
                assert_eq!(done.told(), Vec::<String>::new(), "{way}");
                assert_eq!(words[&path("3")], "3 here", "{way}");
            }
            // Both ways again: what was left is done. The conflict was settled here for what is there.
            let left = if direction == Direction::FromServer { changes()[1..].to_vec() } else { Vec::new() };
            let again = pushed(done.state(), left, &mut there);
            assert_eq!(again.sync.failure(), None, "{way} {direction:?}");
            assert_eq!(there.there.words()[&path("3")], "3 here", "{way} {direction:?}");
            // Where a PUT is answered without a tag, what was put is told too.
            let told: Vec<_> = again.told().into_iter().filter(|line| !line.contains("/3.ics")).collect();
            if direction == Direction::ToServer {
                assert_eq!(told, [format!("+ {}", path("1")), format!("+ {}", path("2"))], "{way}");
            } else {
                assert_eq!(told, Vec::<String>::new(), "{way}");
            }
        }
    }
}
