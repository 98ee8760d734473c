//! Which file is that of a calendar object.

use std::collections::BTreeSet;

use caldav_types::client::CalendarObject;

use super::content::{fingerprint, uid};
use super::name;
use super::replica::{Local, Replica};

impl Replica<'_> {
    /// The name of the file for an object from the server: the one that it has, that of a file which is the same
    /// calendar object, or a new one.
    pub(super) fn file_for(&mut self, object: &CalendarObject) -> String {
        if let Some(file) = self.file_of(&object.href).cloned() {
            return self.shown(file);
        }
        let key = self.key(&object.href);
        let written = &self.state.unsettled.written;
        let file = written.iter().find(|(file, written)| {
            self.key(&written.href) == key
                && self.is_as_written(file)
                && !self.state.files.contains_key(*file)
        });
        let file = file.map(|(file, _)| file.clone()).or_else(|| self.unknown_file_of(object));
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

    /// Has a file what a run wrote that did not come to its end?
    pub(super) fn is_as_written(&self, file: &str) -> bool {
        match self.local.get(file) {
            Some(Local::Content { fingerprint, .. }) => self.state.unsettled.has(file, fingerprint),
            _ => false,
        }
    }

    /// A file that nothing is known of and that is the same calendar object, by its content or else by its UID.
    fn unknown_file_of(&self, object: &CalendarObject) -> Option<String> {
        let taken: BTreeSet<&String> = self.by_href.values().collect();
        let unknown = || {
            self.local.iter().filter_map(|(file, local)| match local {
                Local::Content { fingerprint, changed: Some(octets) }
                    if !self.state.files.contains_key(file) && !taken.contains(file) =>
                {
                    Some((file, fingerprint, octets))
                }
                _ => None,
            })
        };
        unknown().next()?;
        let content = fingerprint(object.calendar_data.as_bytes());
        let same = unknown().find(|(_, other, _)| **other == content);
        let id = uid(object.calendar_data.as_bytes());
        let same = same.or_else(|| unknown().find(|(_, _, octets)| id.is_some() && uid(octets) == id));
        same.map(|(file, ..)| file.clone())
    }
}

/// The end of a name that no file has: of what was known of one that was replaced.
const REPLACED: &str = ".replaced";
