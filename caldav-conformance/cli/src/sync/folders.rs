//! Which folder belongs to which calendar.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use caldav_types::Href;

use super::disk::{Disk, Kind, within};
use super::listing::Listed;
use super::name::{self, Names, folded};
use super::state::CalendarState;

/// The folders below the one that was given.
#[derive(Debug)]
pub(super) struct Folders {
    /// The calendars with the names of their folders, in the order of the server.
    pub(super) calendars: Vec<(String, Listed)>,
    /// Folders with calendar objects of which nothing is known.
    pub(super) new: Vec<String>,
    /// Folders whose calendars the server has no more.
    pub(super) gone: Vec<String>,
}

impl Folders {
    /// Those that are known keep their folders. Another calendar has one of the name that it has on the server, also if
    /// that is there already and nothing is known of it.
    pub(super) fn assign(
        disk: &Disk,
        root: &std::path::Path,
        states: &BTreeMap<String, CalendarState>,
        listed: Vec<Listed>,
    ) -> io::Result<Self> {
        let mut names = Names::default();
        states.keys().for_each(|folder| names.take(folder));
        let mut unknown: BTreeSet<String> = BTreeSet::new();
        for entry in disk.list(root)? {
            if entry.kind == Kind::Folder && name::is_folder(&entry.name) && !states.contains_key(&entry.name)
            {
                unknown.insert(entry.name);
            } else {
                names.take(&entry.name);
            }
        }
        let mut known: BTreeSet<String> = BTreeSet::new();
        let mut calendars = Vec::new();
        let mut others = Vec::new();
        for listed in listed {
            let is_its = |state: &CalendarState| listed.is_at(&Href::new(&state.url));
            match states.iter().find(|(folder, state)| !known.contains(*folder) && is_its(state)) {
                Some((folder, _)) => {
                    known.insert(folder.clone());
                    calendars.push((folder.clone(), listed));
                }
                None => others.push(listed),
            }
        }
        for listed in others {
            let wished = name::folder(listed.href.last_segment().as_deref());
            let is_like = |folder: &&String| folded(folder) == folded(&wished);
            let here = unknown.get(&wished).or_else(|| unknown.iter().find(is_like)).cloned();
            let folder = match here {
                Some(folder) if !names.is_taken(&folder) => {
                    unknown.remove(&folder);
                    names.take(&folder);
                    folder
                }
                _ => names.give(&wished, ""),
            };
            calendars.push((folder, listed));
        }
        let mut new = Vec::new();
        for folder in unknown {
            let has_objects = disk
                .list(&within(root, &folder))?
                .iter()
                .any(|entry| entry.kind == Kind::File && name::is_object(&entry.name));
            if has_objects {
                new.push(folder);
            }
        }
        let gone = states.keys().filter(|folder| !known.contains(*folder)).cloned().collect();
        Ok(Self { calendars, new, gone })
    }
}
