//! Every recorded exchange of the corpus that a machine has a use for: its answer goes through the machine.
//!
//! The corpus is named by `CALDAV_CORPUS`; without it the tests say how many cases were not run.

use std::path::{Path, PathBuf};

use caldav_types::Href;
use caldav_types::client::{
    CalendarSync, FailureKind, Fetched, LocalChange, LocalOutcome, Multiget, SyncOptions, SyncState, Write,
};
use caldav_types::multistatus::Multistatus;
use caldav_types::report::CalendarMultiget;
use caldav_xml::{Body, XmlOptions};

use crate::wire::{Transport, calendar, exchange, object};

/// Sessions of the corpus.
const SESSIONS: usize = 38;

/// An exchange: its name, the start line and body of the request, and the response.
struct Recorded {
    name: String,
    method: String,
    path: String,
    body: String,
    response: http::Response<Vec<u8>>,
}

fn recorded() -> Vec<Recorded> {
    let Some(corpus) = std::env::var_os("CALDAV_CORPUS") else {
        eprintln!("CALDAV_CORPUS is not set: {SESSIONS} cases were not run");
        return Vec::new();
    };
    let sorted = |path: &Path| -> Vec<PathBuf> {
        let mut all: Vec<_> =
            std::fs::read_dir(path).expect("a folder").map(|entry| entry.unwrap().path()).collect();
        all.sort();
        all
    };
    let sessions = sorted(&Path::new(&corpus).join("http"));
    let sessions: Vec<_> = sessions.iter().filter(|path| path.is_dir()).collect();
    assert_eq!(sessions.len(), SESSIONS);
    let mut all = Vec::new();
    for session in sessions {
        for file in sorted(session) {
            let text = file.to_str().unwrap();
            let Some(start) = text.strip_suffix("-request.txt") else { continue };
            let (head, body) = split(&std::fs::read(&file).unwrap());
            let (answer, content) = split(&std::fs::read(format!("{start}-response.txt")).unwrap());
            let mut line = head.lines().next().unwrap().split(' ');
            let mut response = http::Response::builder();
            for (number, line) in answer.lines().enumerate() {
                response = match line.split_once(": ") {
                    Some((name, value)) if number > 0 => response.header(name, value.trim()),
                    _ if number > 0 => response,
                    _ => response.status(line.split(' ').nth(1).unwrap()),
                };
            }
            all.push(Recorded {
                name: start.rsplit('/').take(2).collect::<Vec<_>>().join(" of "),
                method: line.next().unwrap().to_owned(),
                path: line.next().unwrap().to_owned(),
                body: String::from_utf8_lossy(&body).into_owned(),
                response: response.body(content).unwrap(),
            });
        }
    }
    all
}

fn split(message: &[u8]) -> (String, Vec<u8>) {
    let end = message.windows(4).position(|window| window == b"\r\n\r\n").expect("an empty line");
    (String::from_utf8(message[..end].to_vec()).unwrap(), message[end + 4..].to_vec())
}

/// What the answer says by itself: the members that are there, and those that are gone.
fn members(recorded: &Recorded) -> (usize, usize) {
    let read = Multistatus::from_xml(recorded.response.body(), &XmlOptions::lenient()).unwrap().value;
    let of_collection = |href: &Href| href.path().starts_with(&recorded.path) && href.path() != recorded.path;
    let of = |gone: bool| {
        let all = read.responses.iter().filter(|response| response.is_gone() == gone);
        all.filter(|response| of_collection(&response.href)).count()
    };
    (of(false), of(true))
}

struct Once(Option<http::Response<Vec<u8>>>);

impl Transport for Once {
    fn send(&mut self, _: &http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, FailureKind> {
        self.0.take().ok_or(FailureKind::Unreachable)
    }
}

/// Every answer to a sync-collection: what it tells is to be fetched, and the token is its own.
#[test]
fn synchronizations() {
    let all = recorded();
    let mut count = 0;
    for one in all.iter().filter(|one| one.body.contains("sync-collection>") && one.method == "REPORT") {
        let mut sync = CalendarSync::new(calendar(&one.path), SyncState::default(), SyncOptions::default());
        let first = sync.poll_request().unwrap();
        let answer = exchange(&mut Once(Some(one.response.clone())), &first);
        sync.handle(first.id, answer);
        if one.response.status() != 207 {
            // The first request, with the empty token: there is nothing to begin again with.
            assert_eq!(sync.state().pending().count(), 0, "{}", one.name);
            continue;
        }
        let (there, _) = members(one);
        assert_eq!(sync.failure(), None, "{}", one.name);
        assert_eq!(sync.state().pending().count(), there, "{}", one.name);
        let token = sync.state().sync_token().expect("a token").as_str();
        assert!(std::str::from_utf8(one.response.body()).unwrap().contains(token), "{}", one.name);
        count += 1;
    }
    assert!(all.is_empty() || count >= 20, "{count}");
}

/// Every answer to a calendar-multiget: each address that was asked for is an object or gone, and no other is.
#[test]
fn multigets() {
    let all = recorded();
    let mut count = 0;
    for one in all.iter().filter(|one| one.body.contains("calendar-multiget") && one.response.status() == 207)
    {
        let read = CalendarMultiget::from_xml(one.body.as_bytes(), &XmlOptions::lenient());
        let hrefs = read.unwrap().value.hrefs;
        let asked = hrefs.len();
        let mut multiget = Multiget::new(calendar(&one.path), hrefs, 1_000);
        let first = multiget.poll_request().unwrap();
        let answer = exchange(&mut Once(Some(one.response.clone())), &first);
        multiget.handle(first.id, answer);
        let fetched = multiget.drain();
        assert!(
            fetched.iter().all(|(_, what)| matches!(what, Fetched::Object(_) | Fetched::Gone)),
            "{}",
            one.name
        );
        let has_data = one.body.contains("calendar-data");
        assert_eq!(fetched.len(), if has_data { asked } else { 0 }, "{}", one.name);
        count += 1;
    }
    assert!(all.is_empty() || count >= 8, "{count}");
}

/// Every answer to a listing of a calendar: its members are to be fetched, and nothing fails.
#[test]
fn listings() {
    let all = recorded();
    let mut count = 0;
    for one in all.iter().filter(|one| one.method == "PROPFIND" && one.response.status() == 207) {
        let text = String::from_utf8_lossy(one.response.body()).into_owned();
        let is_listing = one.body.contains("getetag") && text.contains(".ics") && one.path.ends_with('/');
        if !is_listing || text.contains("resourcetype><calendar ") {
            continue;
        }
        let target = calendar(&one.path).with_sync_collection(false);
        let mut sync = CalendarSync::new(target, SyncState::default(), SyncOptions::default());
        let first = sync.poll_request().unwrap();
        let answer = exchange(&mut Once(Some(one.response.clone())), &first);
        sync.handle(first.id, answer);
        assert_eq!(sync.failure(), None, "{}", one.name);
        let objects = text.matches(".ics</").count();
        assert_eq!(sync.state().pending().count(), objects, "{}", one.name);
        count += 1;
    }
    assert!(all.is_empty() || count >= 20, "{count}");
}

/// Every answer to PUT and DELETE: what it says came of it.
#[test]
fn writes() {
    let all = recorded();
    let mut count = 0;
    for one in
        all.iter().filter(|one| matches!(one.method.as_str(), "PUT" | "DELETE") && one.path.ends_with(".ics"))
    {
        let href = Href::new(&one.path);
        let change = match one.method.as_str() {
            "PUT" => LocalChange::Create { href, calendar_data: object("x") },
            _ => LocalChange::Delete { href },
        };
        let folder = one.path.rsplit_once('/').unwrap().0;
        let known = match &change {
            LocalChange::Delete { .. } => {
                let state = crate::wire::known(&format!("{folder}/"), &[(&one.path, "\"1\"")], "t");
                state.members().next().cloned()
            }
            _ => None,
        };
        let mut write = Write::new(calendar(&format!("{folder}/")), change, known);
        let first = write.poll_request().unwrap();
        let answer = exchange(&mut Once(Some(one.response.clone())), &first);
        write.handle(first.id, answer);
        let status = one.response.status().as_u16();
        let etag = one.response.headers().get("etag").is_some();
        match (status, write.outcome()) {
            (200..=299, Some(LocalOutcome::Stored { etag: told, .. })) => {
                assert_eq!(told.is_some(), etag, "{}", one.name);
            }
            (200..=299, Some(LocalOutcome::Deleted)) => assert_eq!(one.method, "DELETE", "{}", one.name),
            (401, None) => {
                let kind = &write.failure().unwrap().kind;
                assert!(
                    matches!(kind, FailureKind::Unauthorized(asked) if !asked.is_empty()),
                    "{}",
                    one.name
                );
            }
            // What is there is looked at.
            (404 | 412, None) => assert!(write.poll_request().is_some(), "{}", one.name),
            (400..=499, Some(LocalOutcome::Refused(_))) => {}
            other => panic!("{}: {other:?} {:?}", one.name, write.failure()),
        }
        count += 1;
    }
    assert!(all.is_empty() || count >= 100, "{count}");
}
