//! Many clients that change the same objects at once: no update is lost, every refusal is right, and what is told to who
//! synchronizes leads from every point of the past to what there is.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::thread;

use caldav_conformance::reference::{Account, Server, Settings};
use caldav_types::Href;
use caldav_types::header::Authorization;
use caldav_types::multistatus::Multistatus;
use caldav_types::property::named::{GetCTag, GetEtag};
use caldav_xml::{Body, XmlOptions};

const CLIENTS: u64 = 64;
const ROUNDS: u64 = 12;
const OBJECTS: u64 = 5;
const CALENDAR: &str = "/calendars/bernard/default/";

type Response = http::Response<Vec<u8>>;

/// What was done to an object, in the order in which the server did it.
#[derive(Clone, Debug, Eq, PartialEq)]
enum Done {
    /// There is a version with this tag since, in the place of that one, if there was one.
    Put { before: Option<String>, after: String },
    /// The version with this tag was removed.
    Deleted { before: String },
    /// A condition did not hold: the client thought this was the version.
    Refused { thought: Option<String> },
}

struct Shared {
    server: Server,
    log: BTreeMap<u64, Vec<Done>>,
    /// Tokens that were told, each with the members that there were then and their tags.
    past: Vec<(String, BTreeMap<String, String>)>,
}

impl Shared {
    fn new() -> Self {
        let settings = Settings::default().with_account(Account::new("bernard", "secret"));
        Self { server: Server::new(settings), log: BTreeMap::new(), past: Vec::new() }
    }

    fn send(&mut self, method: &str, path: &str, field: Option<(&str, &str)>, body: &str) -> Response {
        let credentials = Authorization::basic("bernard", "secret").unwrap().to_string();
        let mut request =
            http::Request::builder().method(method).uri(path).header("Authorization", credentials);
        if let Some((name, value)) = field {
            request = request.header(name, value);
        }
        let request = request.body(body).unwrap();
        self.server.handle(&request, "2027-01-01T00:00:00Z".parse().unwrap())
    }

    fn multistatus(&mut self, method: &str, body: &str) -> Multistatus {
        let answer =
            self.send(method, CALENDAR, Some(("Depth", if method == "REPORT" { "0" } else { "1" })), body);
        assert_eq!(answer.status(), 207);
        Multistatus::from_xml(answer.body(), &XmlOptions::strict()).unwrap().value
    }

    /// What there is: names and tags.
    fn members(&mut self) -> BTreeMap<String, String> {
        let found = self.multistatus("PROPFIND", &propfind("<getetag/>"));
        let tags = found.responses.iter().filter_map(|it| Some((&it.href, it.get::<GetEtag>()?)));
        tags.map(|(href, tag)| (name_of(href), tag.to_string())).collect()
    }

    /// Remembers how far it has come.
    fn mark(&mut self) {
        let token = self.sync("").1;
        let members = self.members();
        self.past.push((token, members));
    }

    /// What changed since a token: tags of what is there, `None` for what is gone; and the next token.
    fn sync(&mut self, token: &str) -> (BTreeMap<String, Option<String>>, String) {
        let body = format!(
            "<sync-collection xmlns=\"DAV:\"><sync-token>{token}</sync-token><sync-level>1</sync-level>\
             <prop><getetag/></prop></sync-collection>"
        );
        let changes = self.multistatus("REPORT", &body);
        let told = changes.responses.iter().map(|response| {
            let tag = response.get::<GetEtag>().map(ToString::to_string);
            assert_eq!(tag.is_none(), response.is_gone());
            (name_of(&response.href), tag)
        });
        (told.collect(), changes.sync_token.unwrap().as_str().to_owned())
    }
}

fn propfind(names: &str) -> String {
    format!(
        "<propfind xmlns=\"DAV:\" xmlns:CS=\"http://calendarserver.org/ns/\"><prop>{names}</prop></propfind>"
    )
}

fn name_of(href: &Href) -> String {
    href.last_segment().unwrap()
}

fn event(object: u64, author: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Example//EN\r\nBEGIN:VEVENT\r\n\
         UID:{object}\r\nDTSTAMP:20270101T000000Z\r\nDTSTART:20270102T090000Z\r\nSUMMARY:{author}\r\n\
         END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

/// One client: it looks, does something by what it saw, and is sometimes too late.
fn work(shared: &Mutex<Shared>, client: u64) {
    for round in 0..ROUNDS {
        let object = (client * 7 + round * 3) % OBJECTS;
        let path = format!("{CALENDAR}{object}.ics");
        let seen = {
            let answer = shared.lock().unwrap().send("GET", &path, None, "");
            answer.headers().get("etag").map(|tag| tag.to_str().unwrap().to_owned())
        };
        // Others come in between.
        thread::yield_now();
        let mut shared = shared.lock().unwrap();
        let before = shared.server.entity_tag(&path).map(|tag| tag.to_string());
        let condition = match &seen {
            Some(tag) => ("If-Match", tag.as_str()),
            None => ("If-None-Match", "*"),
        };
        let done = match (client + round) % 4 {
            0 if seen.is_some() => {
                let status = shared.send("DELETE", &path, Some(condition), "").status().as_u16();
                match status {
                    204 => Done::Deleted { before: before.clone().unwrap() },
                    404 if before.is_none() => Done::Refused { thought: seen.clone() },
                    412 => Done::Refused { thought: seen.clone() },
                    other => panic!("DELETE of {object}: {other}"),
                }
            }
            1 => {
                let set = format!(
                    "<D:set><D:prop><D:displayname>{client}-{round}</D:displayname></D:prop></D:set>"
                );
                let body = format!("<D:propertyupdate xmlns:D=\"DAV:\">{set}</D:propertyupdate>");
                let status = shared.send("PROPPATCH", &path, Some(condition), &body).status().as_u16();
                let expected = match (&seen, &before) {
                    (_, None) => 404,
                    (Some(seen), Some(before)) if seen == before => 207,
                    _ => 412,
                };
                assert_eq!(status, expected, "PROPPATCH of {object}");
                assert_eq!(
                    shared.server.entity_tag(&path).map(|tag| tag.to_string()),
                    before,
                    "of the content"
                );
                if round.is_multiple_of(5) {
                    shared.mark();
                }
                continue;
            }
            _ => {
                let answer =
                    shared.send("PUT", &path, Some(condition), &event(object, &format!("{client}-{round}")));
                match answer.status().as_u16() {
                    201 | 204 => {
                        let after = answer.headers()["etag"].to_str().unwrap().to_owned();
                        assert_eq!(answer.status() == 201, before.is_none(), "PUT of {object}");
                        Done::Put { before: before.clone(), after }
                    }
                    412 => Done::Refused { thought: seen.clone() },
                    other => panic!("PUT of {object}: {other}"),
                }
            }
        };
        let is_stale = seen != before;
        assert_eq!(matches!(done, Done::Refused { .. }), is_stale, "{object}: {done:?} of {before:?}");
        shared.log.entry(object).or_default().push(done);
        if (client + round).is_multiple_of(9) {
            shared.mark();
        }
    }
}

#[test]
fn no_update_is_lost_and_every_past_leads_to_the_present() {
    let shared = Mutex::new(Shared::new());
    shared.lock().unwrap().mark();
    thread::scope(|scope| {
        for client in 0..CLIENTS {
            let shared = &shared;
            scope.spawn(move || work(shared, client));
        }
    });
    let mut shared = shared.into_inner().unwrap();
    let present = shared.members();
    let mut tags = BTreeSet::new();
    for (object, log) in &shared.log {
        let mut current: Option<String> = None;
        for done in log {
            match done {
                Done::Put { before, after } => {
                    assert_eq!(*before, current, "{object}: each version replaces the one before");
                    assert!(tags.insert(after.clone()), "{object}: no tag comes twice");
                    current = Some(after.clone());
                }
                Done::Deleted { before } => {
                    assert_eq!(Some(before), current.as_ref(), "{object}");
                    current = None;
                }
                Done::Refused { thought } => {
                    assert_ne!(*thought, current, "{object}: refused without reason");
                }
            }
        }
        assert_eq!(
            present.get(&format!("{object}.ics")),
            current.as_ref(),
            "{object}: the last one is there"
        );
    }
    let count = |wanted: fn(&Done) -> bool| shared.log.values().flatten().filter(|done| wanted(done)).count();
    // How many come through is up to the scheduler; the first of all always does.
    assert!(count(|done| matches!(done, Done::Put { .. })) > 0, "{:?}", shared.log);
    assert!(shared.past.len() > 1, "{}", shared.past.len());

    for (token, members) in shared.past.clone() {
        let (changes, _) = shared.sync(&token);
        let mut state = members.clone();
        for (name, tag) in changes {
            match tag {
                Some(tag) => drop(state.insert(name, tag)),
                // What came and went meanwhile is told too (RFC 6578 §3.5.2); the client never had it.
                None => drop(state.remove(&name)),
            }
        }
        assert_eq!(state, present, "from {token}");
    }
}

/// The tag of a collection changes when and only when what is in it does.
#[test]
fn tags_of_collections() {
    let mut shared = Shared::new();
    let tag = |shared: &mut Shared| {
        let found = shared.multistatus("PROPFIND", &propfind("<CS:getctag/><sync-token/>"));
        let calendar = found.responses.iter().find(|response| response.href.as_str() == CALENDAR).unwrap();
        calendar.get::<GetCTag>().unwrap().as_str().to_owned()
    };
    let empty = tag(&mut shared);
    let path = format!("{CALENDAR}1.ics");
    assert_eq!(shared.send("GET", &path, None, "").status(), 404);
    assert_eq!(shared.send("PUT", &path, None, "no calendar").status(), 403);
    assert_eq!(tag(&mut shared), empty, "nothing changed");
    let mut tags = vec![empty];
    for author in ["one", "another"] {
        shared.send("PUT", &path, None, &event(1, author));
        tags.push(tag(&mut shared));
    }
    shared.send("DELETE", &path, None, "");
    tags.push(tag(&mut shared));
    assert_eq!(tags.iter().collect::<BTreeSet<_>>().len(), 4, "{tags:?}");
}
