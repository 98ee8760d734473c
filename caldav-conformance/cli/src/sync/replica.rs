//! A folder and what is known of it, while it is brought in step with its calendar.
//!
//! Whatever is about to be written or removed is noted in a journal first, and the state follows last: wherever a run is
//! cut off, the next one can tell what came from the server from what was changed here.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};

use caldav_types::Href;
use caldav_types::client::{CalendarObject, Quirks, SyncState, has_all_of_calendar, is_same_calendar};
use http::Uri;

use super::content::{fingerprint, uid, with_crlf};
use super::disk::{Disk, Kind, within};
use super::name::{self, Names};
use super::naming::Unknown;
use super::report::{Action, Event, Reporter};
use super::state::{CalendarState, Intent, Known, States};

/// A folder and what is known of it.
pub(super) struct Replica<'r> {
    pub(super) disk: &'r Disk,
    states: &'r States,
    /// The name of the folder.
    pub(super) name: String,
    path: PathBuf,
    /// The address of the calendar.
    pub(super) url: Uri,
    pub(super) state: CalendarState,
    saved: Option<CalendarState>,
    has_journal: bool,
    since_saved: usize,
    pub(super) names: Names,
    /// The files by what their addresses mean.
    pub(super) by_href: HashMap<String, String>,
    pub(super) unknown: Option<Unknown>,
    /// What the folder had when it was looked at.
    pub(super) local: BTreeMap<String, Local>,
    /// In what the server differs.
    pub(super) quirks: &'r Quirks,
    /// Something came to light that another look at the folder is worth.
    pub(super) has_more: bool,
    /// The files of which another content was kept.
    pub(super) conflicts: BTreeSet<String>,
}

/// Where folders stand, and what stands beside them.
#[derive(Clone, Copy)]
pub(super) struct Ground<'r> {
    pub(super) disk: &'r Disk,
    pub(super) states: &'r States,
    /// The folder that the user named.
    pub(super) root: &'r Path,
    /// In what the server differs.
    pub(super) quirks: &'r Quirks,
}

/// A file as it was found.
#[derive(Clone, Debug)]
pub(super) enum Local {
    /// Its content, if it is not the one that is known.
    Content { fingerprint: String, changed: Option<Vec<u8>> },
    /// It cannot be read: nothing is known of its content.
    Unreadable,
}

/// What the server's side wants to be done to a file.
#[derive(Debug)]
pub(super) enum Task {
    /// It has this content.
    Put { file: String, object: CalendarObject },
    /// It is no more.
    Remove { file: String },
    /// It says nothing but what another one says, and cannot be beside it on the server.
    SetAside { file: String, twin: String },
}

impl<'r> Replica<'r> {
    pub(super) fn new(ground: Ground<'r>, name: &str, url: Uri, saved: Option<CalendarState>) -> Self {
        let Ground { disk, states, root, quirks } = ground;
        let mut state = saved.clone().unwrap_or_else(|| CalendarState::new(&url.to_string()));
        state.url = url.to_string();
        let mut replica = Self {
            disk,
            states,
            name: name.to_owned(),
            path: within(root, name),
            url,
            has_journal: saved.is_some(),
            state,
            saved,
            since_saved: 0,
            names: Names::default(),
            by_href: HashMap::new(),
            unknown: None,
            local: BTreeMap::new(),
            quirks,
            has_more: false,
            conflicts: BTreeSet::new(),
        };
        for (file, known) in &replica.state.files {
            replica.by_href.insert(replica.key(&known.href), file.clone());
        }
        replica
    }

    pub(super) fn key(&self, href: &Href) -> String {
        href.key(&self.url).path().to_owned()
    }

    pub(super) fn file_of(&self, href: &Href) -> Option<&String> {
        self.by_href.get(&self.key(href))
    }

    pub(super) fn path_of(&self, file: &str) -> PathBuf {
        within(&self.path, file)
    }

    pub(super) fn event(&self, action: Action) -> Event {
        Event::new(action).of(&self.name)
    }

    /// Looks at the folder. One that is gone is made anew, and nothing of it is taken for deleted.
    pub(super) fn look(&mut self, reporter: &mut Reporter<'_>) -> io::Result<()> {
        let kind = self.disk.kind(&self.path)?;
        if kind.is_some_and(|kind| kind != Kind::Folder) {
            return Err(io::Error::other("expected a folder, found something else"));
        }
        if kind.is_none() && self.state.has_folder {
            self.state = CalendarState::new(&self.state.url);
            self.by_href.clear();
        }
        if kind.is_none() {
            reporter.tell(&self.event(Action::CalendarCreatedHere).href(&self.url));
        }
        self.state.has_folder = true;
        if self.saved.is_none() || kind.is_none() {
            // Before anything is in the folder: files that are not there are not deleted ones.
            self.store()?;
            self.disk.make_folder(&self.path)?;
        }
        self.names = Names::default();
        self.local.clear();
        self.unknown = None;
        for name in ["displayname", "color", "description", "order"] {
            self.names.take(name);
        }
        self.state
            .files
            .keys()
            .chain(self.state.unsettled.written.keys())
            .for_each(|file| self.names.take(file));
        for entry in self.disk.list(&self.path)? {
            self.names.take(&entry.name);
            if !name::is_object(&entry.name) {
                continue;
            }
            let local = match self.disk.read(&self.path_of(&entry.name)) {
                Ok(Some(octets)) => {
                    let fingerprint = fingerprint(&octets);
                    let known = self.state.files.get(&entry.name);
                    let is_known = known.is_some_and(|known| known.content == fingerprint);
                    Local::Content { fingerprint, changed: (!is_known).then_some(octets) }
                }
                Ok(None) => continue,
                Err(fault) => {
                    reporter.tell(&self.event(Action::Problem).file(&entry.name).message(fault));
                    Local::Unreadable
                }
            };
            self.local.insert(entry.name, local);
        }
        Ok(())
    }

    /// Are there files that nothing is known of?
    pub(super) fn has_unknown(&self) -> bool {
        self.local.keys().any(|file| !self.state.files.contains_key(file))
    }

    /// Does what the server's side wants, each after it was noted.
    pub(super) fn perform(&mut self, tasks: Vec<Task>, reporter: &mut Reporter<'_>) -> io::Result<()> {
        let generation = self.state.generation;
        let intents: Vec<Intent> = tasks
            .iter()
            .filter_map(|task| match task {
                Task::SetAside { .. } => None,
                Task::Put { file, object } => {
                    let content = fingerprint(object.calendar_data.as_bytes());
                    Some(Intent {
                        generation,
                        file: file.clone(),
                        write: Some((object.href.clone(), content)),
                    })
                }
                Task::Remove { file } => Some(Intent { generation, file: file.clone(), write: None }),
            })
            .collect();
        self.note(&intents)?;
        for task in tasks {
            match task {
                Task::Put { file, object } => self.put(&file, &object, reporter)?,
                Task::Remove { file } => self.remove(&file, reporter)?,
                Task::SetAside { file, twin } => self.set_aside(&file, &twin, reporter)?,
            }
        }
        Ok(())
    }

    /// Notes what the server has taken: wherever the run is cut off, it is not sent again, and what the server made of it
    /// is no conflict.
    pub(super) fn note(&mut self, intents: &[Intent]) -> io::Result<()> {
        if intents.is_empty() {
            return Ok(());
        }
        self.has_journal = true;
        self.since_saved += intents.len();
        self.states.note(self.disk, &self.name, intents)
    }

    /// Gives a file the content that the server has. Another one that the server has not seen is kept beside it.
    fn put(&mut self, file: &str, object: &CalendarObject, reporter: &mut Reporter<'_>) -> io::Result<()> {
        let path = self.path_of(file);
        let content = with_crlf(&object.calendar_data);
        let new = fingerprint(content.as_bytes());
        let Ok(current) = self.disk.read(&path) else {
            // What cannot be read stays, as a file that nothing is known of; the object gets another one.
            self.forget(file);
            let other = self.names.give(&name::stem(Some(file)), name::EXTENSION);
            return self.put(&other, object, reporter);
        };
        let known = self.state.files.get(file);
        let was_known = known.is_some();
        let event = match current.as_deref().map(fingerprint) {
            None if was_known && !self.state.unsettled.removed.contains(file) => {
                let what = "deleted here, changed there: it is here again";
                Some(self.event(Action::Conflict).message(what))
            }
            None => Some(self.event(Action::CreatedHere)),
            Some(current) if current == new => None,
            Some(current)
                if known.is_some_and(|known| known.content == current)
                    || self.state.unsettled.has(file, &current) =>
            {
                Some(self.event(Action::UpdatedHere))
            }
            // The server wrote it anew, or somebody put the same there. Of a file that is known, what was taken out
            // here and is there is a change too.
            Some(_) if says_all_of(&object.calendar_data, current.as_deref(), was_known) => {
                Some(self.event(Action::UpdatedHere))
            }
            Some(_) => {
                let kept = self.keep(file, current.as_deref().unwrap_or_default())?;
                let what = "changed here and there: the file has what the server has";
                let event = self.event(Action::Conflict).message(what);
                Some(Event { kept: Some(kept), ..event })
            }
        };
        let event = event.map(|event| event.file(file).href(&object.href));
        match event {
            // A conflict is told before it cannot be seen any more.
            Some(event) if event.action == Action::Conflict => {
                self.conflicts.insert(file.to_owned());
                reporter.tell(&event);
                if !self.disk.write_over(&path, content.as_bytes(), current.as_deref())? {
                    return self.put(file, object, reporter);
                }
            }
            Some(event) => {
                if !self.disk.write_over(&path, content.as_bytes(), current.as_deref())? {
                    // Somebody was quicker.
                    return self.put(file, object, reporter);
                }
                reporter.tell(&event);
            }
            None => {}
        }
        self.know(file, object.href.clone(), new, content.as_bytes());
        Ok(())
    }

    /// Removes a file that the server has no more. A content that the server has not seen is kept beside it.
    fn remove(&mut self, file: &str, reporter: &mut Reporter<'_>) -> io::Result<()> {
        let path = self.path_of(file);
        let known = self.state.files.get(file).cloned();
        // What cannot be read stays, as a file that nothing is known of.
        if let Ok(Some(current)) = self.disk.read(&path) {
            let current_print = fingerprint(&current);
            let is_ours = known.as_ref().is_some_and(|known| known.content == current_print)
                || self.state.unsettled.has(file, &current_print);
            let href = known.as_ref().map(|known| known.href.to_string());
            let event = |action| Event { href: href.clone(), ..self.event(action).file(file) };
            if is_ours {
                let event = event(Action::DeletedHere);
                self.disk.remove(&path)?;
                reporter.tell(&event);
            } else {
                let event = event(Action::Conflict).message("changed here, deleted there");
                let kept = self.keep(file, &current)?;
                self.conflicts.insert(file.to_owned());
                reporter.tell(&Event { kept: Some(kept), ..event });
                self.disk.remove(&path)?;
            }
        }
        self.forget(file);
        Ok(())
    }

    /// Keeps a file that says nothing but what its twin says under a name that nobody reads.
    fn set_aside(&mut self, file: &str, twin: &str, reporter: &mut Reporter<'_>) -> io::Result<()> {
        let (Some(own), Some(other)) =
            (self.disk.read(&self.path_of(file))?, self.disk.read(&self.path_of(twin))?)
        else {
            return Ok(());
        };
        if has_all_of_calendar(&text_of(Some(&other)), &text_of(Some(&own))) {
            let kept = self.keep(file, &own)?;
            let what = format!("{twin} is the same calendar object");
            let event = self.event(Action::Conflict).file(file).message(what);
            reporter.tell(&Event { kept: Some(kept), ..event });
            self.disk.remove(&self.path_of(file))?;
        }
        Ok(())
    }

    /// Keeps a content beside a file, under a name that those who read such folders pass over. What was kept already is
    /// not kept twice.
    pub(super) fn keep(&mut self, file: &str, octets: &[u8]) -> io::Result<String> {
        // Some names leave no room for an ending.
        let short = (file.len() > LONGEST_WITH_ENDING)
            .then(|| format!("{}{}", name::stem(Some(file)), name::EXTENSION));
        let stem = short.as_deref().unwrap_or(file);
        let mut number = 1_u64;
        loop {
            let kept = format!("{stem}.conflict-{number}");
            match self.disk.kind(&self.path_of(&kept))? {
                None => {
                    self.disk.write_copy(&self.path_of(&kept), octets, &self.path_of(file))?;
                    self.names.take(&kept);
                    return Ok(kept);
                }
                Some(Kind::File) if self.disk.read(&self.path_of(&kept))?.as_deref() == Some(octets) => {
                    return Ok(kept);
                }
                Some(_) => number += 1,
            }
        }
    }

    /// A file and a resource are in step.
    pub(super) fn know(&mut self, file: &str, href: Href, content: String, octets: &[u8]) {
        self.forget(file);
        self.by_href.insert(self.key(&href), file.to_owned());
        self.names.take(file);
        self.state.files.insert(file.to_owned(), Known { href, content, uid: uid(octets) });
    }

    /// A file is none of a resource any more.
    pub(super) fn forget(&mut self, file: &str) {
        self.state.unsettled.settle(file);
        if let Some(known) = self.state.files.remove(file) {
            let key = self.key(&known.href);
            if self.by_href.get(&key).is_some_and(|other| other == file) {
                self.by_href.remove(&key);
            }
        }
    }

    /// The resource of a file is that of another one now.
    pub(super) fn rename(&mut self, from: &str, to: &str) {
        if let Some(known) = self.state.files.get(from).cloned() {
            self.forget(from);
            self.by_href.insert(self.key(&known.href), to.to_owned());
            self.state.files.insert(to.to_owned(), known);
        }
    }

    /// Stores what is known when enough was done that is not.
    pub(super) fn save_now_and_then(&mut self, sync: &SyncState) -> io::Result<()> {
        if self.since_saved < (self.state.files.len() / 2).max(500) {
            return Ok(());
        }
        self.save(sync)
    }

    /// Stores what is known.
    pub(super) fn save(&mut self, sync: &SyncState) -> io::Result<()> {
        if self.state.sync != *sync {
            self.state.sync = sync.clone();
        }
        self.store()
    }

    pub(super) fn store(&mut self) -> io::Result<()> {
        if self.has_journal || self.saved.as_ref() != Some(&self.state) {
            self.state.generation = self.state.generation.saturating_add(1);
            self.states.save_calendar(self.disk, &self.name, &self.state)?;
            self.saved = Some(self.state.clone());
            self.has_journal = false;
        }
        self.since_saved = 0;
        Ok(())
    }
}

/// Would nothing that is here be lost, and nothing come back?
fn says_all_of(there: &str, here: Option<&[u8]>, was_known: bool) -> bool {
    let here = text_of(here);
    has_all_of_calendar(there, &here) && (!was_known || is_same_calendar(there, &here))
}

/// File systems allow 255 octets.
const LONGEST_WITH_ENDING: usize = 220;

fn text_of(octets: Option<&[u8]>) -> Cow<'_, str> {
    String::from_utf8_lossy(octets.unwrap_or_default())
}
