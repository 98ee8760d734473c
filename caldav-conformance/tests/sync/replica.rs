//! A folder that is brought in step with a calendar of the reference server.

use std::collections::{BTreeMap, BTreeSet};

use caldav_conformance::reference::{Account, Server, Settings};
use caldav_types::client::{
    CalendarSync, Change, Discovery, DiscoveryOptions, FailureKind, LocalChange, LocalOutcome, LocalResult,
    Start, SyncOptions, SyncState, SyncTarget,
};
use caldav_types::header::Authorization;
use caldav_types::property::ReportName;
use caldav_types::{Href, Precondition};
use chrono::{DateTime, Utc};

use crate::wire::{Order, Transport, discover, exchange, found, run};

/// The calendar that most is about.
pub(crate) const CALENDAR: &str = "/calendars/bernard/work/";

/// Where a client begins.
pub(crate) const START: &str = "https://cal.example.com/";

/// The address of an object.
pub(crate) fn path(name: &str) -> String {
    format!("{CALENDAR}{name}.ics")
}

/// An event whose content is told by a word.
pub(crate) fn event(uid: &str, word: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Example//EN\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n\
         DTSTAMP:20270101T000000Z\r\nDTSTART:20270102T090000Z\r\nDTEND:20270102T100000Z\r\nSUMMARY:{word}\r\n\
         END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

/// The word of an event; the whole text where it is none.
pub(crate) fn word(text: &str) -> String {
    let line = text.lines().find_map(|line| line.strip_prefix("SUMMARY:"));
    line.map_or_else(|| text.to_owned(), |word| word.trim_end().to_owned())
}

fn now() -> DateTime<Utc> {
    "2027-01-01T00:00:00Z".parse().unwrap()
}

/// A server with one user, and the way there.
#[derive(Clone, Debug)]
pub(crate) struct Reference {
    pub(crate) server: Server,
    /// The requests so far, by method.
    pub(crate) asked: Vec<String>,
    /// Where something was put.
    paths: BTreeSet<String>,
}

impl Reference {
    pub(crate) fn new(settings: Settings) -> Self {
        let mut server = Server::new(settings.with_account(Account::new("bernard", "secret")));
        assert_eq!(server.fill("bernard", "work", <[(&str, &str); 0]>::default(), now()), []);
        Self { server, asked: Vec::new(), paths: BTreeSet::new() }
    }

    /// What another client puts there.
    pub(crate) fn put(&mut self, path: &str, content: &str) {
        self.paths.insert(path.to_owned());
        let name = path.strip_prefix(CALENDAR).unwrap();
        assert_eq!(self.server.fill("bernard", "work", [(name, content)], now()), []);
    }

    /// What another client takes away.
    pub(crate) fn delete(&mut self, path: &str) {
        let request = http::Request::delete(path).body(Vec::new()).unwrap();
        let status = handle(&mut self.server, request).status();
        assert!(status.is_success(), "{path}: {status}");
    }

    /// What is there, by address.
    pub(crate) fn contents(&self) -> BTreeMap<String, String> {
        let mut server = self.server.clone();
        let mut contents = BTreeMap::new();
        for path in &self.paths {
            if server.entity_tag(path).is_some() {
                let response = handle(&mut server, http::Request::get(path).body(Vec::new()).unwrap());
                assert_eq!(response.status(), 200, "{path}");
                contents.insert(path.clone(), String::from_utf8(response.into_body()).unwrap());
            }
        }
        contents
    }

    pub(crate) fn words(&self) -> BTreeMap<String, String> {
        self.contents().into_iter().map(|(path, text)| (path, word(&text))).collect()
    }
}

fn handle(server: &mut Server, mut request: http::Request<Vec<u8>>) -> http::Response<Vec<u8>> {
    let credentials = Authorization::basic("bernard", "secret").unwrap().to_string();
    request.headers_mut().insert("authorization", credentials.parse().unwrap());
    server.handle(&request, now())
}

impl Transport for Reference {
    fn send(&mut self, request: &http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, FailureKind> {
        self.asked.push(request.method().to_string());
        let host = (request.uri().scheme_str(), request.uri().authority().map(|host| host.as_str()));
        assert_eq!(host, (Some("https"), Some("cal.example.com")), "{} {}", request.method(), request.uri());
        let destination = request.headers().get("destination").map(|to| to.to_str().unwrap());
        let path = destination
            .map_or_else(|| request.uri().path(), |to| to.trim_start_matches("https://cal.example.com"));
        if path.ends_with(".ics") {
            self.paths.insert(path.to_owned());
        }
        Ok(handle(&mut self.server, request.clone()))
    }
}

/// How a run ends.
#[derive(Clone, Copy, Debug)]
pub(crate) enum End {
    /// What came of it is taken and stored.
    Whole,
    /// All that came of it is forgotten.
    Forgotten,
    /// What comes is taken after each exchange, and the state stored after that; after so many it ends, and what the last
    /// told was taken, its state perhaps not stored.
    Killed { after: usize, is_stored: bool },
}

/// The addresses that a change is about.
fn touched(change: &LocalChange) -> Vec<String> {
    match change {
        LocalChange::Move { from, to } => vec![from.path().to_owned(), to.path().to_owned()],
        other => vec![other.href().path().to_owned()],
    }
}

/// A folder, with what is known of the calendar.
#[derive(Clone, Debug, Default)]
pub(crate) struct Replica {
    pub(crate) name: &'static str,
    pub(crate) state: SyncState,
    /// What is here, by address.
    pub(crate) files: BTreeMap<String, String>,
    /// What was here when it was last in step.
    pub(crate) synced: BTreeMap<String, String>,
    /// Where what is here came from, by where it is.
    pub(crate) moved: BTreeMap<String, String>,
    /// What was told as a conflict.
    pub(crate) conflicts: Vec<String>,
    /// What the server did not want.
    pub(crate) refused: Vec<String>,
    /// What would have been overwritten here without a word.
    pub(crate) overwritten: Vec<String>,
    /// What ended runs.
    pub(crate) failures: Vec<String>,
    copies: usize,
}

impl Replica {
    pub(crate) fn named(name: &'static str) -> Self {
        Self { name, ..Self::default() }
    }

    /// The changes here since the last run.
    pub(crate) fn dirty(&self) -> Vec<LocalChange> {
        let mut changes = Vec::new();
        let mut moved_from = BTreeSet::new();
        for (path, data) in &self.files {
            let (href, calendar_data) = (Href::new(path), data.clone());
            match self.synced.get(path) {
                None => {
                    let from = self.moved.get(path).filter(|from| {
                        !self.files.contains_key(*from) && self.synced.get(*from) == Some(data)
                    });
                    if let Some(from) = from.filter(|from| moved_from.insert((*from).clone())) {
                        changes.push(LocalChange::Move { from: Href::new(from), to: href });
                    } else {
                        changes.push(LocalChange::Create { href, calendar_data });
                    }
                }
                Some(synced) if synced != data => changes.push(LocalChange::Update { href, calendar_data }),
                Some(_) => {}
            }
        }
        for path in self.synced.keys() {
            if !self.files.contains_key(path) && !moved_from.contains(path) {
                changes.push(LocalChange::Delete { href: Href::new(path) });
            }
        }
        changes
    }

    /// From the address of the server to its calendar, as a client does before each run.
    pub(crate) fn target(transport: &mut impl Transport) -> Result<SyncTarget, String> {
        let mut discovery = Discovery::new(Start::parse(START).unwrap(), DiscoveryOptions::default());
        discover(&mut discovery, &[], transport);
        let account = match found(&discovery) {
            Ok(account) => account,
            Err(stopped) => return Err(stopped.failure.to_string()),
        };
        let calendar = account.calendars.iter().find(|calendar| calendar.href.path().contains("/work"));
        let Some(calendar) = calendar else { return Err("no such calendar is listed".into()) };
        let knows = |report| calendar.reports.is_empty() || calendar.reports.contains(&report);
        Ok(SyncTarget::new(calendar.href.as_str().parse().unwrap())
            .with_ctag(calendar.ctag.clone())
            .with_sync_token(calendar.sync_token.clone())
            .with_sync_collection(knows(ReportName::SyncCollection))
            .with_multiget(knows(ReportName::CalendarMultiget)))
    }

    /// Moves what is here.
    pub(crate) fn rename(&mut self, from: &str, to: &str) {
        let (from, to) = (path(from), path(to));
        let content = self.files.remove(&from).expect("something to move");
        self.files.insert(to.clone(), content);
        let origin = self.moved.remove(&from).unwrap_or(from);
        if self.synced.contains_key(&origin) {
            self.moved.insert(to, origin);
        }
    }

    /// A name that nothing else has.
    pub(crate) fn new_name(&mut self) -> String {
        self.copies += 1;
        format!("{}{}", self.name, self.copies)
    }

    /// Finds the calendar and brings it in step; in step with what came, if it did not come to its end.
    pub(crate) fn sync(&mut self, transport: &mut impl Transport) {
        match Self::target(transport) {
            Ok(target) => {
                self.sync_with(target, (SyncOptions::default(), Order::Sent), transport, End::Whole);
            }
            Err(failure) => self.failures.push(failure),
        }
    }

    /// Brings it in step, to this end.
    pub(crate) fn sync_with(
        &mut self,
        target: SyncTarget,
        options: (SyncOptions, Order),
        transport: &mut impl Transport,
        end: End,
    ) {
        let changes = self.dirty();
        let mut open: BTreeSet<String> = changes.iter().flat_map(touched).collect();
        let End::Killed { after, is_stored } = end else {
            let done = run(target, self.state.clone(), options, changes, transport);
            if matches!(end, End::Whole) {
                self.take(&mut open, &done.results, &done.changes);
                self.failures.extend(done.sync.failure().map(ToString::to_string));
                for (href, kind) in done.sync.problems() {
                    self.failures.push(format!("{href}: {kind:?}"));
                }
                self.store(&done.state());
            }
            return;
        };
        let mut sync = CalendarSync::new(target, self.state.clone(), options.0);
        changes.into_iter().for_each(|change| sync.push(change));
        for number in 1..=after {
            let Some(next) = sync.poll_request() else { return };
            sync.handle(next.id, exchange(transport, &next));
            let (results, changes) = (sync.drain_results(), sync.drain_changes());
            self.take(&mut open, &results, &changes);
            if number < after || is_stored {
                self.store(sync.state());
            }
        }
    }

    /// The state of the next run: what is left of it as text, where it can be text.
    fn store(&mut self, state: &SyncState) {
        self.state = state.clone();
        #[cfg(feature = "serde")]
        {
            let text = serde_json::to_string(state).expect("plain data");
            self.state = serde_json::from_str(&text).expect("what was written");
            assert_eq!(self.state, *state);
        }
    }

    fn take(&mut self, open: &mut BTreeSet<String>, results: &[LocalResult], changes: &[Change]) {
        for result in results {
            let paths = touched(&result.change);
            let path = paths[0].clone();
            match &result.outcome {
                LocalOutcome::Stored { href, .. } => {
                    let to = href.path().to_owned();
                    assert_eq!(Some(&to), paths.last(), "it is stored where it was to be");
                    self.synced.remove(&path);
                    self.synced.insert(to.clone(), self.files[&to].clone());
                    self.moved.remove(&to);
                }
                LocalOutcome::Deleted => {
                    self.synced.remove(&path);
                }
                LocalOutcome::Conflict { server } => {
                    self.conflicts.push(path.clone());
                    let to = &paths[paths.len() - 1];
                    self.keep_ours(to);
                    let at = server.as_ref().map_or(path.as_str(), |theirs| theirs.href.path()).to_owned();
                    assert!(paths.contains(&at), "it is told by an address that was asked for");
                    self.synced.remove(&at);
                    if let Some(theirs) = server {
                        self.synced.insert(at.clone(), theirs.calendar_data.clone());
                        self.files.insert(at, theirs.calendar_data.clone());
                    }
                }
                LocalOutcome::Refused(FailureKind::Refused(_, Some(error)))
                    if error.has(&Precondition::NoUidConflict)
                        && matches!(result.change, LocalChange::Create { .. }) =>
                {
                    // It is there by another name, as when the answer to its PUT was lost and it was moved here since.
                    self.conflicts.push(path.clone());
                    self.keep_ours(&path);
                }
                LocalOutcome::Refused(kind) => {
                    self.refused.push(format!("{path}: {kind:?}"));
                    continue;
                }
            }
            paths.iter().for_each(|path| {
                open.remove(path);
            });
        }
        for change in changes {
            let (path, data) = match change {
                Change::Upserted(object) => (object.href.path().to_owned(), Some(&object.calendar_data)),
                Change::Removed { href } => (href.path().to_owned(), None),
            };
            if open.contains(&path) {
                self.overwritten.push(path.clone());
                self.keep_ours(&path);
            }
            for map in [&mut self.files, &mut self.synced] {
                match data {
                    Some(data) => map.insert(path.clone(), data.clone()),
                    None => map.remove(&path),
                };
            }
        }
    }

    /// What is here is kept by another name, as an event of its own.
    fn keep_ours(&mut self, at: &str) {
        if let Some(ours) = self.files.remove(at) {
            let name = self.new_name();
            self.files.insert(path(&name), event(&name, &word(&ours)));
        }
        self.moved.remove(at);
    }

    pub(crate) fn words(&self) -> BTreeMap<String, String> {
        self.files.iter().map(|(path, text)| (path.clone(), word(text))).collect()
    }
}
