//! What was changed in a folder since it was last in step.

use std::collections::{BTreeSet, HashMap};

use caldav_types::Href;
use caldav_types::client::{LocalChange, Quirk};

use super::content::{uid, with_crlf};
use super::replica::{Local, Replica};
use super::report::{Action, Reporter};
use super::state::Written;

/// A change of a folder.
#[derive(Clone, Debug)]
pub(super) struct Planned {
    pub(super) change: LocalChange,
    pub(super) file: String,
    /// The name that the file had.
    pub(super) before: Option<String>,
    /// The fingerprint of its content; empty for one that is gone.
    pub(super) content: String,
}

impl Planned {
    /// What it will be when it is made on the server.
    pub(super) const fn action(&self) -> Action {
        match self.change {
            LocalChange::Create { .. } => Action::CreatedThere,
            LocalChange::Update { .. } => Action::UpdatedThere,
            LocalChange::Delete { .. } => Action::DeletedThere,
            LocalChange::Move { .. } => Action::MovedThere,
        }
    }

    /// What it is here.
    pub(super) const fn what(&self) -> &'static str {
        match self.change {
            LocalChange::Create { .. } => "new here",
            LocalChange::Update { .. } => "changed here",
            LocalChange::Delete { .. } => "deleted here",
            LocalChange::Move { .. } => "renamed here",
        }
    }

    /// The content that the server is to have.
    pub(super) fn calendar_data(&self) -> Option<&str> {
        match &self.change {
            LocalChange::Create { calendar_data, .. } | LocalChange::Update { calendar_data, .. } => {
                Some(calendar_data)
            }
            _ => None,
        }
    }
}

impl Replica<'_> {
    /// What was changed in the folder. Where all of several files are gone none of them is taken for deleted, unless
    /// that is allowed.
    pub(super) fn plan(&mut self, delete_all: bool, reporter: &mut Reporter<'_>) -> Vec<Planned> {
        self.find_replaced();
        let count = self.state.files.len();
        let mut missing: BTreeSet<String> = self
            .state
            .files
            .keys()
            .filter(|file| !self.local.contains_key(*file) && !self.state.unsettled.removed.contains(*file))
            .cloned()
            .collect();
        let mut by_content = HashMap::new();
        let mut by_uid = HashMap::new();
        for file in &missing {
            if let Some(known) = self.state.files.get(file) {
                by_content.insert(known.content.clone(), file.clone());
                if let Some(uid) = &known.uid {
                    by_uid.insert(uid.clone(), file.clone());
                }
            }
        }
        let (mut moves, mut updates, mut creates) = (Vec::new(), Vec::new(), Vec::new());
        for (file, local) in self.local.clone() {
            let Local::Content { fingerprint: content, changed: Some(octets) } = local else { continue };
            if self.state.unsettled.has(&file, &content) {
                continue;
            }
            if let Some(written) = self.take_unsettled(&content) {
                // It was renamed after a run that did not come to its end. The server will tell what it is.
                if let Some(old) = self.file_of(&written.href).cloned().filter(|old| missing.contains(old)) {
                    missing.remove(&old);
                    self.rename(&old, &file);
                }
                self.state.unsettled.written.insert(file, written);
                continue;
            }
            let Ok(text) = std::str::from_utf8(&octets) else {
                let event = self.event(Action::Problem).file(&file);
                reporter.tell(&event.message("expected text in UTF-8, found other octets"));
                continue;
            };
            let calendar_data = with_crlf(text);
            let planned =
                |change| Planned { change, file: file.clone(), before: None, content: content.clone() };
            if let Some(known) = self.state.files.get(&file) {
                let href = known.href.clone();
                updates.push(planned(LocalChange::Update { href, calendar_data }));
                continue;
            }
            let same = |old: &String| missing.contains(old);
            let by_content = by_content.get(&content).cloned().filter(same);
            let by_uid = || uid(&octets).and_then(|uid| by_uid.get(&uid).cloned()).filter(same);
            if let Some(old) = by_content {
                missing.remove(&old);
                let Some(known) = self.state.files.get(&old) else { continue };
                let (from, to) = (known.href.clone(), self.collection().join(&file));
                if self.quirks.has(Quirk::MoveLoses) || self.file_of(&to).is_some() {
                    // The name on the server does not matter.
                    self.rename(&old, &file);
                    reporter.tell(&self.event(Action::RenamedHere).file(&file));
                } else {
                    moves.push(Planned { before: Some(old), ..planned(LocalChange::Move { from, to }) });
                }
            } else if let Some(old) = by_uid() {
                missing.remove(&old);
                self.rename(&old, &file);
                let Some(known) = self.state.files.get(&file) else { continue };
                updates.push(planned(LocalChange::Update { href: known.href.clone(), calendar_data }));
            } else {
                creates.push(planned(LocalChange::Create { href: self.new_href(&file), calendar_data }));
            }
        }
        self.state.withheld.retain(|file| missing.contains(file));
        if !delete_all {
            if missing.len() > 1 && missing.len() == count {
                self.state.withheld.clone_from(&missing);
            }
            if !self.state.withheld.is_empty() {
                let what = "all files were gone; if they are to be deleted on the server too, say so with --delete-all";
                reporter.tell(&self.event(Action::Problem).message(what));
                missing.retain(|file| !self.state.withheld.contains(file));
            }
        }
        let deletes = missing.into_iter().filter_map(|file| {
            let change = LocalChange::Delete { href: self.state.files.get(&file)?.href.clone() };
            Some(Planned { change, file, before: None, content: String::new() })
        });
        // What makes room comes first.
        moves.into_iter().chain(deletes).chain(updates).chain(creates).collect()
    }

    /// What is known of a content that came from the server by a name that has it no more.
    fn take_unsettled(&mut self, content: &str) -> Option<Written> {
        let written = &self.state.unsettled.written;
        let (file, _) = written.iter().find(|(file, written)| {
            !self.is_as_written(file) && written.contents.iter().any(|other| other == content)
        })?;
        let file = file.clone();
        self.state.unsettled.written.remove(&file)
    }

    /// A resource keeps its UID (RFC 4791 section 5.3.2.1), so that a file with another one is another file.
    fn find_replaced(&mut self) {
        let is_other = |(file, local): &(&String, &Local)| {
            let (Local::Content { fingerprint, changed: Some(octets) }, Some(known)) =
                (local, self.state.files.get(*file))
            else {
                return false;
            };
            !self.state.unsettled.has(file, fingerprint)
                && known.uid.is_some()
                && uid(octets).is_some_and(|uid| known.uid.as_ref() != Some(&uid))
        };
        let replaced: Vec<String> =
            self.local.iter().filter(is_other).map(|(file, _)| file.clone()).collect();
        replaced.iter().for_each(|file| self.replace(file));
    }

    fn collection(&self) -> Href {
        Href::from(&self.url).into_collection()
    }

    /// Where a file that nothing is known of is put: by its own name, if nothing else is known to be there.
    fn new_href(&self, file: &str) -> Href {
        if let Some(written) = self.state.unsettled.written.get(file)
            && self.file_of(&written.href).is_none()
        {
            return written.href.clone();
        }
        let mut href = self.collection().join(file);
        let mut number = 1_u64;
        while self.file_of(&href).is_some() {
            number += 1;
            let stem = super::name::stem(Some(file));
            href = self.collection().join(&format!("{stem}-{number}{}", super::name::EXTENSION));
        }
        href
    }
}
