//! Answers that are damaged in any way: a client comes to an end, and nothing that is only here is lost.

use std::collections::BTreeSet;

use caldav_conformance::reference::Settings;
use caldav_types::client::{FailureKind, SyncOptions};
use proptest::collection::vec;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop_oneof, proptest};

use crate::bent::{Bent, WAYS};
use crate::replica::{End, Reference, Replica, event, path, word};
use crate::wire::{Order, Transport};

/// What happens to an answer.
#[derive(Clone, Debug)]
enum Damage {
    None,
    /// Some octets become others.
    Octets(Vec<(usize, u8)>),
    /// A piece is there twice, or not at all.
    Twice(usize, usize),
    Missing(usize, usize),
    /// Another status.
    Status(u16),
    /// A field less.
    NoField(usize),
    /// The answer of the exchange before.
    Before,
    /// A word becomes another.
    Word(usize),
}

/// Words whose exchange makes an answer say something else.
const WORDS: &[(&str, &str)] = &[
    ("200 OK", "404 Not Found"),
    ("404 Not Found", "200 OK"),
    ("200 OK", ""),
    ("HTTP/1.1 200 OK", "HTTP/1.1 507 Insufficient Storage"),
    ("D:response", "D:other"),
    ("D:status", "D:x"),
    ("DAV:", "DAV"),
    ("getetag", "getetags"),
    (".ics", ".ICS"),
    ("/work/", "/other/"),
    ("/calendars", "https://cal.example.net/calendars"),
    ("sync-token", "ctag"),
    ("calendar-data", "data"),
    ("BEGIN:VCALENDAR", ""),
    ("END:VCALENDAR", ""),
    ("\"", ""),
];

struct Damaged {
    way: Bent,
    damages: Vec<Damage>,
    count: usize,
    before: Option<http::Response<Vec<u8>>>,
}

impl Transport for Damaged {
    fn send(&mut self, request: &http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, FailureKind> {
        let mut answer = self.way.send(request)?;
        let whole = answer.clone();
        let damage = self.damages.get(self.count).cloned().unwrap_or(Damage::None);
        self.count += 1;
        let length = answer.body().len();
        match damage {
            Damage::None => {}
            Damage::Octets(octets) => {
                for (at, octet) in octets {
                    if length > 0 {
                        answer.body_mut()[at % length] = octet;
                    }
                }
            }
            Damage::Twice(at, size) => {
                let at = at % (length + 1);
                let piece = answer.body()[at..length.min(at + size)].to_vec();
                answer.body_mut().splice(at..at, piece);
            }
            Damage::Missing(at, size) => {
                let at = at % (length + 1);
                answer.body_mut().drain(at..length.min(at + size));
            }
            Damage::Status(status) => *answer.status_mut() = http::StatusCode::from_u16(status).unwrap(),
            Damage::NoField(number) => {
                let names: Vec<_> = answer.headers().keys().cloned().collect();
                if let Some(name) = names.get(number % names.len().max(1)) {
                    answer.headers_mut().remove(name);
                }
            }
            Damage::Before => answer = self.before.clone().unwrap_or(answer),
            Damage::Word(number) => {
                let (old, new) = WORDS[number % WORDS.len()];
                let text = String::from_utf8_lossy(answer.body()).replace(old, new);
                *answer.body_mut() = text.into_bytes();
            }
        }
        self.before = Some(whole);
        Ok(answer)
    }
}

fn any_damage() -> impl Strategy<Value = Damage> {
    prop_oneof![
        4 => Just(Damage::None),
        2 => vec((any::<usize>(), any::<u8>()), 1..4).prop_map(Damage::Octets),
        1 => (any::<usize>(), 1..300_usize).prop_map(|(at, size)| Damage::Twice(at, size)),
        1 => (any::<usize>(), 1..300_usize).prop_map(|(at, size)| Damage::Missing(at, size)),
        1 => prop_oneof![Just(200_u16), Just(207), Just(204), Just(304), Just(301), Just(404), Just(410), Just(423), Just(100)].prop_map(Damage::Status),
        1 => any::<usize>().prop_map(Damage::NoField),
        1 => Just(Damage::Before),
        3 => any::<usize>().prop_map(Damage::Word),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damaged_answers(way in 0..WAYS.len(), damages in vec(any_damage(), 1..40), batch in 1..4_usize) {
        let mut there = Reference::new(Settings::default());
        for name in 0..6 {
            there.put(&path(&name.to_string()), &event(&name.to_string(), &format!("{name} first")));
        }
        let mut whole = Bent { there, lacks: WAYS[way].1 };
        let target = Replica::target(&mut whole).unwrap();
        let mut here = Replica::named("a");
        let options = || (SyncOptions::default().with_batch(batch), Order::OneByOne);
        here.sync_with(target.clone(), options(), &mut whole, End::Whole);
        here.files.insert(path("0"), event("0", "0 here"));
        here.files.insert(path("8"), event("8", "8 here"));
        here.rename("1", "9");
        whole.there.put(&path("2"), &event("2", "2 there"));
        let target = target.with_ctag(None).with_sync_token(None);
        let mut way = Damaged { way: whole, damages, count: 0, before: None };
        for _ in 0..2 {
            here.sync_with(target.clone(), options(), &mut way, End::Whole);
            // Words that are only here, or were, are here or there.
            let theirs: BTreeSet<_> = way.way.there.words().into_values().collect();
            let ours: BTreeSet<_> = here.files.values().map(|text| word(text)).collect();
            for written in ["0 here", "8 here", "1 first", "2 there"] {
                assert!(theirs.contains(written) || ours.contains(written), "{written}: {theirs:?} {ours:?}");
            }
        }
    }
}
