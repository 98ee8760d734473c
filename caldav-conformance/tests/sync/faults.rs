//! Every fault of the reference server: what a client makes of a server that has it, whatever else the server lacks.
//!
//! Most faults a client survives: it comes in step, and what changed on both sides is told as a conflict. Some it can
//! only tell. A few it cannot see; then what is lost is what the server threw away, and nothing that is here.

use std::collections::{BTreeMap, BTreeSet};

use caldav_conformance::reference::{Fault, Settings};

use crate::bent::{Bent, Lacks, WAYS};
use crate::replica::{Reference, Replica, event, path};

/// What a client has to make of a fault.
#[derive(Clone, Copy, Debug)]
enum Expected {
    /// It comes in step, and tells the same conflicts as with an honest server.
    InStep,
    /// It comes in step, and tells more as a conflict than there is: it cannot know better.
    MoreConflicts,
    /// It tells why it does not come in step.
    Told(&'static str),
    /// It cannot see it. The words are those that the server throws away.
    Unseen(&'static [&'static str]),
}

use Expected::{InStep, MoreConflicts, Told, Unseen};

/// The faults, what has to come of them, and why.
const TABLE: &[(&[Fault], Expected, &str)] = &[
    (
        &[Fault::WrongEtagAfterPut],
        InStep,
        "the next listing tells another tag, and what is there is fetched; a change before that is a conflict",
    ),
    (
        &[Fault::NoEtag],
        MoreConflicts,
        "without a tag there is no condition, and nothing is written without one",
    ),
    (
        &[Fault::WeakEtag],
        InStep,
        "If-Match never holds for a weak tag (RFC 9110, 13.1.1), but the strong one of that name does here",
    ),
    (&[Fault::EtagWithoutQuotes], InStep, "q-15: a tag is opaque, and goes back as it came"),
    (
        &[Fault::EtagUnchanged],
        Unseen(&["1 there"]),
        "the tag is the version: the condition holds, and what was put there is overwritten",
    ),
    (
        &[Fault::EtagPropertyDiffers],
        MoreConflicts,
        "the condition never holds, and the tag that GET tells is another than the one that was listed",
    ),
    (
        &[Fault::IfMatchIgnored],
        Unseen(&["1 there"]),
        "the condition was sent; the server overwrites all the same",
    ),
    (&[Fault::IfNoneMatchIgnored], InStep, "the UID of what is there keeps the server from overwriting it"),
    (
        &[Fault::PutDataAltered],
        Unseen(&[]),
        "a strong tag says that what was sent is stored (RFC 4791, 5.3.4)",
    ),
    (
        &[
            Fault::InvalidDataAccepted,
            Fault::MethodAccepted,
            Fault::ComponentAccepted,
            Fault::SizeLimitIgnored,
            Fault::UidConflictAccepted,
            Fault::UidConflictWithoutHref,
        ],
        InStep,
        "what is sent keeps these rules",
    ),
    (
        &[
            Fault::CalendarInCalendarAccepted,
            Fault::MkcalendarOnExistingAccepted,
            Fault::MkcalendarPropertiesLost,
            Fault::ProppatchPartial,
            Fault::ProppatchLost,
            Fault::LanguageLost,
        ],
        InStep,
        "no calendar is made and no property is set",
    ),
    (&[Fault::MissingPropertiesUntold], InStep, "what is not told is not there"),
    (
        &[Fault::PropfindDepthIgnored],
        InStep,
        "q-12: among responses that were not asked for, the one of the address is taken",
    ),
    (&[Fault::AllpropWithCalendarData], InStep, "properties are asked for by name"),
    (
        &[Fault::ResourcetypeWithoutCalendar],
        Told("calendar"),
        "no calendar is listed, and the user sees that",
    ),
    (&[Fault::CalendarHomeSetMissing], Told("principals/bernard/"), "the discovery tells where it stopped"),
    (
        &[Fault::SupportedReportSetLies],
        InStep,
        "what is not announced is not asked: each object is fetched by GET",
    ),
    (
        &[Fault::HrefNotEncoded, Fault::HrefOfAnotherHost, Fault::CollectionHrefWithoutSlash],
        InStep,
        "q-10, q-11: addresses are compared by what they mean; the path decides, not the host",
    ),
    (&[Fault::RedirectLost], InStep, "the address that the user gave is asked first"),
    (&[Fault::BogusSyncTokenAccepted], Unseen(&[]), "the server says that nothing changed"),
    (&[Fault::SyncRemovalsUntold], Unseen(&[]), "the server says that nothing was removed"),
    (
        &[Fault::SyncRemovalsAsPropstat],
        InStep,
        "q-13: a member without properties is asked for by itself, and that tells that it is gone",
    ),
    (&[Fault::SyncChangeLostUnderLimit], Unseen(&[]), "the server says that there is no more"),
    (&[Fault::SyncLimitIgnored], InStep, "more than what was asked for is taken too"),
    (
        &[Fault::CtagConstant],
        InStep,
        "a server with sync tokens is asked by them; one without tells its tags",
    ),
    (
        &[
            Fault::ExpandIgnored,
            Fault::ExpandLeftLocal,
            Fault::ExpandWithoutRecurrenceId,
            Fault::FloatingAsUtc,
            Fault::FreeBusyShowsTransparent,
            Fault::TimeRangeIgnored,
            Fault::IsNotDefinedIgnored,
            Fault::NegateIgnored,
            Fault::CollationCaseSensitive,
        ],
        InStep,
        "nothing is asked by a filter, and objects are asked for as they are",
    ),
    (&[Fault::MultigetSkipsMissing], InStep, "what is not told is asked for by itself"),
    (
        &[Fault::LockIgnored, Fault::LockTokenReused, Fault::LockNeverExpires],
        InStep,
        "nothing is locked: conditions do it",
    ),
    (&[Fault::OverwriteIgnored], InStep, "nothing is moved to where something is known to be"),
    (
        &[Fault::MoveLeavesSource],
        Told("NoUidConflict"),
        "two resources with one UID: the move is refused each time",
    ),
    (
        &[Fault::CopyLosesProperties, Fault::AclIgnored],
        InStep,
        "nothing is copied, and all is the user's own",
    ),
    (&[Fault::CalendarAccessUntold], InStep, "a calendar that is listed is one"),
    (&[Fault::ContentTypeWrong], InStep, "q-17: the content decides"),
    (&[Fault::CreatedAsOk], InStep, "a success is one, whichever"),
    (&[Fault::MultistatusAsOk], InStep, "q-17: the content decides"),
    (&[Fault::ErrorBodyLost], InStep, "the status is enough"),
    (
        &[Fault::ChallengeMissing, Fault::AllowMissing],
        InStep,
        "credentials are sent before being asked, and no method is refused",
    ),
    (&[Fault::XmlTruncated], Told("cannot be read"), "what is cut is not taken for the whole"),
];

/// What came of two changes to one calendar, here and there.
struct Played {
    here: Replica,
    there: Reference,
    /// The words that were written last.
    written: BTreeSet<&'static str>,
}

impl Played {
    fn new(settings: Settings, lacks: Lacks) -> Self {
        let mut bent = Bent { there: Reference::new(settings), lacks };
        for name in ["1", "2", "3", "4", "5", "6"] {
            bent.there.put(&path(name), &event(name, &format!("{name} first")));
        }
        let mut here = Replica::named("a");
        here.sync(&mut bent);
        let mut written = BTreeSet::from(["1 there", "6 there", "7 there", "10 there", "8 here", "10 here"]);
        let there = &mut bent.there;
        for (name, word) in [("1", "1 there"), ("6", "6 there"), ("7", "7 there"), ("10", "10 there")] {
            there.put(&path(name), &event(name, word));
        }
        there.delete(&path("2"));
        here.files.insert(path("8"), event("8", "8 here"));
        here.files.insert(path("10"), event("10-here", "10 here"));
        if here.files.contains_key(&path("5")) {
            here.files.insert(path("1"), event("1", "1 here"));
            here.files.insert(path("3"), event("3", "3 here"));
            here.files.remove(&path("4"));
            here.rename("5", "9");
            written.extend(["1 here", "3 here", "5 first"]);
        }
        for _ in 0..4 {
            here.sync(&mut bent);
        }
        // And once more, for what the server told of the changes.
        if let Some(file) = here.files.get_mut(&path("8")) {
            *file = event("8", "8 here again");
            written.remove("8 here");
            written.insert("8 here again");
        }
        for _ in 0..4 {
            here.sync(&mut bent);
        }
        Self { here, there: bent.there, written }
    }

    fn is_in_step(&self) -> bool {
        let plain = |files: &BTreeMap<String, String>| -> BTreeMap<String, String> {
            files.iter().map(|(path, text)| (path.clone(), text.replace('\r', ""))).collect()
        };
        plain(&self.here.files) == plain(&self.there.contents()) && self.here.dirty().is_empty()
    }

    /// The words that are neither here nor there.
    fn lost(&self) -> BTreeSet<&'static str> {
        let known: BTreeSet<_> =
            self.here.words().into_values().chain(self.there.words().into_values()).collect();
        self.written.iter().copied().filter(|word| !known.contains(*word)).collect()
    }

    fn conflicts(&self) -> BTreeSet<String> {
        self.here.conflicts.iter().cloned().collect()
    }
}

fn check(fault: Fault, expected: Expected, why: &str, (way, lacks): (&str, Lacks)) {
    let played = Played::new(Settings::default().with_fault(fault), lacks);
    let here = &played.here;
    let case = format!(
        "{fault}, {way}: {why}\nhere {:?}\nthere {:?}\nconflicts {:?}\nfailures {:?}\nrefused {:?}",
        here.words(),
        played.there.words(),
        here.conflicts,
        here.failures,
        here.refused
    );
    assert!(here.overwritten.is_empty(), "overwritten: {:?}; {case}", here.overwritten);
    let may_be_lost = if let Unseen(words) = expected { words } else { &[] };
    assert!(played.lost().iter().all(|word| may_be_lost.contains(word)), "lost {:?}; {case}", played.lost());
    let both = BTreeSet::from([path("1"), path("10")]);
    match expected {
        InStep | MoreConflicts => {
            assert!(played.is_in_step(), "{case}");
            assert!(here.failures.is_empty(), "{case}");
            let conflicts = played.conflicts();
            if matches!(expected, InStep) {
                assert_eq!(conflicts, both, "{case}");
            } else {
                assert!(conflicts.is_superset(&both), "{case}");
            }
        }
        Told(what) => {
            let mut told = here.failures.iter().chain(&here.refused);
            assert!(told.any(|text| text.contains(what)), "{case}");
        }
        Unseen(_) => {}
    }
}

/// An honest server, in every way: in step, and exactly what changed on both sides is a conflict.
#[test]
fn honest() {
    for (way, lacks) in WAYS {
        let played = Played::new(Settings::default(), *lacks);
        assert!(played.is_in_step(), "{way}: {:?} {:?}", played.here.words(), played.there.words());
        assert_eq!(played.lost(), BTreeSet::new(), "{way}");
        assert_eq!(played.conflicts(), BTreeSet::from([path("1"), path("10")]), "{way}");
        assert!(
            played.here.failures.is_empty() && played.here.refused.is_empty(),
            "{way}: {:?}",
            played.here
        );
    }
}

#[test]
fn every_fault() {
    for (faults, expected, why) in TABLE {
        for fault in *faults {
            check(*fault, *expected, why, WAYS[0]);
        }
    }
}

#[test]
fn every_fault_of_a_server_that_lacks_something() {
    for (faults, expected, why) in TABLE {
        for fault in *faults {
            for way in &WAYS[1..] {
                check(*fault, *expected, why, *way);
            }
        }
    }
}

#[test]
fn every_fault_is_in_the_table_once() {
    let mut listed: Vec<_> = TABLE.iter().flat_map(|(faults, ..)| *faults).collect();
    listed.sort();
    let all: BTreeSet<_> = Fault::ALL.iter().collect();
    assert!(all.iter().eq(&listed), "all {all:?}\nlisted {listed:?}");
    assert!(TABLE.iter().all(|(faults, _, why)| !faults.is_empty() && !why.is_empty()));
}

/// What a client cannot see is lost where the server is alone with it: the table tells that the faults matter.
#[test]
fn what_cannot_be_seen_is_lost() {
    for fault in [Fault::EtagUnchanged, Fault::IfMatchIgnored] {
        let played = Played::new(Settings::default().with_fault(fault), Lacks::default());
        assert_eq!(played.lost(), BTreeSet::from(["1 there"]), "{fault}");
    }
    for fault in [Fault::SyncRemovalsUntold, Fault::PutDataAltered] {
        let played = Played::new(Settings::default().with_fault(fault), Lacks::default());
        assert!(!played.is_in_step(), "{fault}");
    }
}
