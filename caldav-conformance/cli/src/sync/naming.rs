//! Which file is that of a calendar object.

use std::collections::{HashMap, HashSet};

use caldav_types::Precondition;
use caldav_types::client::{CalendarObject, FailureKind, LocalChange};

use super::content::{fingerprint, uid};
use super::name;
use super::plan::Planned;
use super::replica::{Local, Replica};

impl Replica<'_> {
    /// The name of the file for an object from the server: the one that it has, that of a file which is the same
    /// calendar object, or a new one.
    pub(super) fn file_for(&mut self, object: &CalendarObject) -> String {
        if let Some(file) = self.file_of(&object.href).cloned() {
            return self.shown(file);
        }
        let key = self.key(&object.href);
        let file = self.written_file_of(&key).or_else(|| self.unknown_file_of(object));
        let file = file.unwrap_or_else(|| {
            let stem = name::stem(object.href.last_segment().as_deref());
            self.names.give(&stem, name::EXTENSION)
        });
        // So that two objects of one run do not get one file.
        self.by_href.insert(key, file.clone());
        file
    }

    /// Another calendar object has got the name of a file: what is known of the one before stands under another name, as
    /// one that is gone.
    pub(super) fn replace(&mut self, file: &str) {
        let aside = self.names.give(file, REPLACED);
        self.rename(file, &aside);
    }

    /// The name that a file has when it is to be seen: one that was replaced and is here again gets another one.
    pub(super) fn shown(&mut self, file: String) -> String {
        if name::is_object(&file) {
            return file;
        }
        let shown = self.names.give(&name::stem(file.split(name::EXTENSION).next()), name::EXTENSION);
        self.rename(&file, &shown);
        shown
    }

    /// Is it another event than the one that is known of a file?
    pub(super) fn is_another(&self, file: &str, object: &CalendarObject) -> bool {
        let known = self.state.files.get(file).and_then(|known| known.uid.as_ref());
        known.is_some_and(|known| uid(object.calendar_data.as_bytes()).is_some_and(|uid| uid != *known))
    }

    /// The file that is the reason for which the server does not take a new one: it has the same UID (RFC 4791 section
    /// 5.3.2.1).
    pub(super) fn twin_of(&self, planned: &Planned, kind: &FailureKind) -> Option<String> {
        let FailureKind::Refused(_, Some(error)) = kind else { return None };
        let LocalChange::Create { calendar_data, .. } = &planned.change else { return None };
        if !error.has(&Precondition::NoUidConflict) {
            return None;
        }
        let own = uid(calendar_data.as_bytes())?;
        let twin = self.state.files.iter().find(|(_, known)| known.uid.as_ref() == Some(&own))?;
        Some(twin.0.clone())
    }

    /// Has a file what a run wrote that did not come to its end?
    pub(super) fn is_as_written(&self, file: &str) -> bool {
        match self.local.get(file) {
            Some(Local::Content { fingerprint, .. }) => self.state.unsettled.has(file, fingerprint),
            _ => false,
        }
    }

    /// A file that a run wrote for the object at an address before it was cut off.
    fn written_file_of(&mut self, key: &str) -> Option<String> {
        if self.unknown.is_none() {
            self.unknown = Some(self.find_unknown());
        }
        let file = self.unknown.as_ref()?.by_href.get(key)?.clone();
        if !self.is_as_written(&file) || self.state.files.contains_key(&file) {
            return None;
        }
        // Its content may have been found to be that of another address.
        self.unknown.as_mut()?.given.insert(file.clone()).then_some(file)
    }

    /// A file that nothing is known of and that is the same calendar object, by its content or else by its UID.
    fn unknown_file_of(&mut self, object: &CalendarObject) -> Option<String> {
        let files = &self.state.files;
        let unknown = self.unknown.as_mut().filter(|unknown| !unknown.by_content.is_empty())?;
        let mut given = |candidates: Option<&mut Vec<String>>| {
            let candidates = candidates?;
            while let Some(file) = candidates.pop() {
                if !files.contains_key(&file) && unknown.given.insert(file.clone()) {
                    return Some(file);
                }
            }
            None
        };
        let octets = object.calendar_data.as_bytes();
        let same = given(unknown.by_content.get_mut(&fingerprint(octets)));
        same.or_else(|| given(uid(octets).and_then(|uid| unknown.by_uid.get_mut(&uid))))
    }

    fn find_unknown(&self) -> Unknown {
        let mut unknown = Unknown::default();
        for (file, written) in &self.state.unsettled.written {
            unknown.by_href.insert(self.key(&written.href), file.clone());
        }
        // The first by name is the last here, and given first.
        for (file, local) in self.local.iter().rev().filter(|(file, _)| !self.state.files.contains_key(*file))
        {
            if let Local::Content { fingerprint, changed: Some(octets) } = local {
                unknown.by_content.entry(fingerprint.clone()).or_default().push(file.clone());
                if let Some(uid) = uid(octets) {
                    unknown.by_uid.entry(uid).or_default().push(file.clone());
                }
            }
        }
        unknown
    }
}

/// The files that nothing is known of, since the folder was looked at.
#[derive(Debug, Default)]
pub(super) struct Unknown {
    /// Those that a run wrote before it was cut off, by what their addresses mean.
    by_href: HashMap<String, String>,
    by_content: HashMap<String, Vec<String>>,
    by_uid: HashMap<String, Vec<String>>,
    given: HashSet<String>,
}

/// The end of a name that no file has: of what was known of one that was replaced.
const REPLACED: &str = ".replaced";
