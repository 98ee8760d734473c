//! Runs against the reference server, in folders of their own.

mod basics;
mod conflicts;
mod converge;
mod faults;
mod kept;
mod names;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use caldav_conformance::reference::{Account, Server, Settings};
use caldav_types::client::{Credentials, Start};
use chrono::{DateTime, Utc};
use http::{Method, StatusCode};
use serde_json::Value;

use super::Job;
use super::disk::Disk;
use super::dns::Nobody;
use super::report::Reporter;
use super::wire::{NoResponse, Transport, Wire};
use crate::arguments::{DirectionArgument, Format};
use crate::outcome::Outcome;

/// A server, and what goes wrong between it and its clients.
pub(super) struct World {
    server: Mutex<Server>,
    trouble: Mutex<Option<Trouble>>,
    /// What is moved is lost.
    pub(super) loses_moves: bool,
    requests: AtomicU64,
    log: Mutex<Vec<String>>,
}

/// What goes wrong, at which request.
#[derive(Clone, Copy, Debug)]
pub(super) struct Trouble {
    pub(super) at: u64,
    pub(super) what: What,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum What {
    /// It never gets there.
    Lost,
    /// It gets there, and its answer does not come.
    Unanswered,
    /// Half of the answer comes.
    Cut,
    /// Something else than what was asked comes.
    Page,
    /// It is not done.
    Status(u16, Option<u64>),
}

impl World {
    pub(super) fn new() -> Self {
        Self::with(Settings::default())
    }

    pub(super) fn with(settings: Settings) -> Self {
        let server = Server::new(settings.with_account(Account::new("demo", "demo")));
        Self {
            server: Mutex::new(server),
            trouble: Mutex::new(None),
            loses_moves: false,
            requests: AtomicU64::new(0),
            log: Mutex::new(Vec::new()),
        }
    }

    pub(super) fn trouble(&self, trouble: Option<Trouble>) {
        self.requests.store(0, Ordering::Relaxed);
        *self.trouble.lock().unwrap() = trouble;
    }

    pub(super) fn requests(&self) -> u64 {
        self.requests.load(Ordering::Relaxed)
    }

    pub(super) fn log(&self) -> Vec<String> {
        std::mem::take(&mut self.log.lock().unwrap())
    }

    /// A request of somebody else.
    #[track_caller]
    pub(super) fn ask(&self, method: &str, path: &str, body: &str) -> http::Response<Vec<u8>> {
        let request = http::Request::builder()
            .method(method)
            .uri(path)
            .header("Authorization", "Basic ZGVtbzpkZW1v")
            .body(body.as_bytes().to_vec())
            .unwrap();
        self.server.lock().unwrap().handle(&request, now())
    }

    #[track_caller]
    pub(super) fn put(&self, name: &str, content: &str) {
        let answer = self.ask("PUT", &format!("{CALENDAR}{name}"), content);
        assert!(answer.status().is_success(), "{name}: {}", String::from_utf8_lossy(answer.body()));
    }

    #[track_caller]
    pub(super) fn delete(&self, name: &str) {
        assert!(self.ask("DELETE", &format!("{CALENDAR}{name}"), "").status().is_success(), "{name}");
    }

    /// The contents of the calendar by their names.
    pub(super) fn contents(&self) -> BTreeMap<String, String> {
        let listed = self.ask("GET", CALENDAR, "");
        let listed = String::from_utf8(listed.into_body()).unwrap();
        listed
            .lines()
            .map(|path| {
                let content = String::from_utf8(self.ask("GET", path, "").into_body()).unwrap();
                (path.strip_prefix(CALENDAR).unwrap().to_owned(), content)
            })
            .collect()
    }
}

impl Transport for World {
    fn send(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, NoResponse> {
        let number = self.requests.fetch_add(1, Ordering::Relaxed);
        self.log.lock().unwrap().push(format!("{} {}", request.method(), request.uri().path()));
        let trouble = self.trouble.lock().unwrap().filter(|trouble| trouble.at == number);
        let nothing = || NoResponse("cut off".into());
        match trouble.map(|trouble| trouble.what) {
            Some(What::Lost) => return Err(nothing()),
            Some(What::Status(status, after)) => {
                let mut response = http::Response::builder().status(status);
                if let Some(after) = after {
                    response = response.header("Retry-After", after);
                }
                return Ok(response.body(Vec::new()).unwrap());
            }
            _ => {}
        }
        let mut response = self.server.lock().unwrap().handle(&request, now());
        if self.loses_moves && request.method().as_str() == "MOVE" {
            let to = request.headers()["destination"].to_str().unwrap();
            assert!(self.ask("DELETE", to, "").status().is_success(), "{to}");
        }
        match trouble.map(|trouble| trouble.what) {
            Some(What::Unanswered) => return Err(nothing()),
            Some(What::Cut) => {
                let half = response.body().len() / 2;
                response.body_mut().truncate(half);
            }
            Some(What::Page) => {
                response = http::Response::builder()
                    .status(StatusCode::OK)
                    .header("Content-Type", "text/html")
                    .body(b"<html><body>Welcome".to_vec())
                    .unwrap();
            }
            _ => {}
        }
        if request.method() == Method::HEAD {
            response.body_mut().clear();
        }
        Ok(response)
    }
}

pub(super) const CALENDAR: &str = "/calendars/demo/default/";

pub(super) fn now() -> DateTime<Utc> {
    "2027-01-01T00:00:00Z".parse().unwrap()
}

/// A folder that is gone when the test is over.
#[derive(Debug)]
pub(super) struct Place(PathBuf);

impl Place {
    pub(super) fn new() -> Self {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let number = COUNT.fetch_add(1, Ordering::Relaxed);
        let path =
            std::env::temp_dir().join(format!("caldav-conformance-sync-{}-{number}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(super) fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    pub(super) fn root(&self) -> &Path {
        &self.0
    }

    #[track_caller]
    pub(super) fn write(&self, name: &str, content: &str) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    #[track_caller]
    pub(super) fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path(name)).unwrap_or_else(|fault| panic!("{name}: {fault}"))
    }

    #[track_caller]
    pub(super) fn remove(&self, name: &str) {
        fs::remove_file(self.path(name)).unwrap();
    }

    /// The names in a folder, without those of the state.
    pub(super) fn list(&self, folder: &str) -> Vec<String> {
        let Ok(entries) = fs::read_dir(self.path(folder)) else { return Vec::new() };
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.retain(|name| !name.starts_with('.') && name != "displayname" && name != "color");
        names.sort();
        names
    }

    /// The contents of the files of a folder by their names; those that end so.
    pub(super) fn contents(
        &self,
        folder: &str,
        is_wanted: impl Fn(&str) -> bool,
    ) -> BTreeMap<String, String> {
        let names = self.list(folder).into_iter().filter(|name| is_wanted(name));
        names.map(|name| (name.clone(), self.read(&format!("{folder}/{name}")))).collect()
    }

    pub(super) fn sync(&self, world: &World) -> Ran {
        self.run(world, &Disk::default(), |job| job)
    }

    pub(super) fn sync_with<'a>(&'a self, world: &World, change: impl FnOnce(Job<'a>) -> Job<'a>) -> Ran {
        self.run(world, &Disk::default(), change)
    }

    pub(super) fn run<'a>(
        &'a self,
        world: &World,
        disk: &Disk,
        change: impl FnOnce(Job<'a>) -> Job<'a>,
    ) -> Ran {
        let job = change(Job {
            root: &self.0,
            start: Start::parse(URL).unwrap(),
            start_text: URL,
            user: Some("mark".into()),
            clear_text: false,
            direction: DirectionArgument::Both,
            calendars: &[],
            dry: false,
            delete_all: false,
            batch: 3,
            jobs: 1,
        });
        let waited = Mutex::new(Vec::new());
        let wait = |time: Duration| waited.lock().unwrap().push(time.as_secs());
        let wire = Wire::new(world, vec![Credentials::basic("demo", "demo").unwrap()], false, &wait);
        let mut out = Vec::new();
        let mut reporter = Reporter::new(Box::new(&mut out), Format::Json, true, job.dry);
        job.run(disk, &wire, &Nobody, &mut reporter);
        let outcome = reporter.end().unwrap();
        let text = String::from_utf8(out).unwrap();
        let events = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        Ran { outcome, events, requests: wire.traffic().requests, waited: waited.into_inner().unwrap() }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

const URL: &str = "https://cal.example.com/";

/// What came of a run.
#[derive(Debug)]
pub(super) struct Ran {
    pub(super) outcome: Outcome,
    pub(super) events: Vec<Value>,
    pub(super) requests: u64,
    pub(super) waited: Vec<u64>,
}

impl Ran {
    /// What was done, with the files: "created-here default/1.ics".
    pub(super) fn done(&self) -> Vec<String> {
        let told = self.events.iter().filter(|event| event.get("calendar").is_some());
        told.map(|event| {
            let text = |key: &str| event[key].as_str().unwrap_or_default().to_owned();
            let file = if event["file"].is_null() { String::new() } else { format!("/{}", text("file")) };
            format!("{} {}{file}", text("action"), text("calendar"))
        })
        .collect()
    }

    #[track_caller]
    pub(super) fn is_fine(&self) -> &Self {
        assert_eq!(self.outcome, Outcome::Fine, "{:#?}", self.events);
        self
    }

    #[track_caller]
    pub(super) fn did(&self, outcome: Outcome, expected: &[&str]) -> &Self {
        assert_eq!(
            (self.outcome, self.done()),
            (outcome, expected.iter().map(|s| (*s).to_owned()).collect()),
            "{:#?}",
            self.events
        );
        self
    }

    pub(super) fn event(&self, action: &str) -> &Value {
        self.events.iter().find(|event| event["action"] == action).unwrap_or(&Value::Null)
    }

    /// The names of the files that keep what was overwritten.
    pub(super) fn kept(&self) -> Vec<String> {
        self.events.iter().filter_map(|event| event["kept"].as_str().map(ToOwned::to_owned)).collect()
    }
}

/// A calendar object.
pub(super) fn object(uid: &str, summary: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Example//EN\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n\
         DTSTAMP:20270101T000000Z\r\nDTSTART:20270102T090000Z\r\nSUMMARY:{summary}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

/// A place that is in step with a world of three objects.
pub(super) fn in_step(world: &World) -> Place {
    for name in ["1", "2", "3"] {
        world.put(&format!("{name}.ics"), &object(name, name));
    }
    let place = Place::new();
    place.sync(world).is_fine();
    place
}
