//! What is known of an account and of each calendar between two runs, in files beside the folders.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs::{File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use caldav_types::Href;
use caldav_types::client::{Quirks, SyncState};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::disk::{Disk, Kind};

/// The files of the state.
#[derive(Debug)]
pub(super) struct States {
    folder: PathBuf,
}

/// What is known of an account: enough to ask for its calendars without looking for them.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub(super) struct AccountState {
    version: u32,
    /// What the user gave as the server.
    pub(super) start: String,
    /// Whose account it is, by a mark.
    pub(super) user: Option<String>,
    pub(super) principal: Option<Href>,
    /// The collections that list the calendars.
    pub(super) homes: Vec<Href>,
    /// The one calendar that the user gave.
    pub(super) only: Option<Href>,
    pub(super) quirks: Quirks,
}

impl AccountState {
    pub(super) fn new(start: &str, user: Option<String>) -> Self {
        Self {
            version: VERSION,
            start: start.to_owned(),
            user,
            principal: None,
            homes: Vec::new(),
            only: None,
            quirks: Quirks::default(),
        }
    }
}

/// What is known of a calendar and its folder.
#[derive(Clone, Debug, Default, Deserialize, PartialEq, Serialize)]
pub(super) struct CalendarState {
    version: u32,
    /// How often it was stored. The journal belongs to the state of the same number: what one says that was stored before
    /// is in the state.
    pub(super) generation: u64,
    /// The whole address of the calendar.
    pub(super) url: String,
    /// The folder was made or seen.
    pub(super) has_folder: bool,
    /// All that the server has was once compared with the folder.
    pub(super) has_compared: bool,
    pub(super) display_name: Option<String>,
    pub(super) color: Option<String>,
    /// The files by their names.
    pub(super) files: BTreeMap<String, Known>,
    /// The files that went all at once: as long as nobody says so they are not taken for deleted, whatever else comes.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) withheld: BTreeSet<String>,
    /// What was to be written or removed by a run that did not come to its end.
    #[serde(default, skip_serializing_if = "Unsettled::is_empty")]
    pub(super) unsettled: Unsettled,
    pub(super) sync: SyncState,
}

impl CalendarState {
    pub(super) fn new(url: &str) -> Self {
        Self { version: VERSION, url: url.to_owned(), ..Self::default() }
    }
}

/// A file that is in step with a calendar object resource.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Known {
    pub(super) href: Href,
    /// The fingerprint of the content that both had.
    pub(super) content: String,
    pub(super) uid: Option<String>,
}

/// What came from the server and may stand in the folder, whether the state knows it or not.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Unsettled {
    pub(super) written: BTreeMap<String, Written>,
    pub(super) removed: BTreeSet<String>,
}

/// A file that was to be written.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Written {
    pub(super) href: Href,
    /// The fingerprints of the contents.
    pub(super) contents: Vec<String>,
}

/// A line of the journal: what is about to be done to a file.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub(super) struct Intent {
    pub(super) generation: u64,
    pub(super) file: String,
    /// What is to be written; `None` where the file is to be removed.
    pub(super) write: Option<(Href, String)>,
}

impl Unsettled {
    fn is_empty(&self) -> bool {
        self.written.is_empty() && self.removed.is_empty()
    }

    pub(super) fn add(&mut self, intent: Intent) {
        match intent.write {
            Some((href, content)) => {
                self.removed.remove(&intent.file);
                let written = self
                    .written
                    .entry(intent.file)
                    .or_insert_with(|| Written { href: href.clone(), contents: Vec::new() });
                written.href = href;
                written.contents.push(content);
            }
            None => {
                self.removed.insert(intent.file);
            }
        }
    }

    /// Did this content of a file come from the server?
    pub(super) fn has(&self, file: &str, content: &str) -> bool {
        self.written.get(file).is_some_and(|written| written.contents.iter().any(|other| other == content))
    }

    pub(super) fn settle(&mut self, file: &str) {
        self.written.remove(file);
        self.removed.remove(file);
    }
}

impl States {
    pub(super) fn new(root: &Path) -> Self {
        Self { folder: root.join(FOLDER) }
    }

    /// Makes the folder, and keeps every other run out until what comes back is dropped.
    pub(super) fn lock(&self, disk: &Disk) -> Result<Option<File>, StateFault> {
        match disk.kind(&self.folder) {
            Ok(Some(Kind::Folder)) => {}
            Ok(None) if disk.is_dry() => return Ok(None),
            Ok(None) => disk.make_folder(&self.folder).map_err(|fault| self.fault(FOLDER, fault))?,
            Ok(Some(_)) => return Err(StateFault { path: self.folder.clone(), what: Fault::NoFolder }),
            Err(fault) => return Err(self.fault(FOLDER, fault)),
        }
        let path = self.folder.join("lock");
        let opened = OpenOptions::new().write(true).create(!disk.is_dry()).truncate(false).open(&path);
        let file = match opened {
            Ok(file) => file,
            Err(fault) if disk.is_dry() && fault.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(fault) => return Err(StateFault { path, what: Fault::Io(fault) }),
        };
        match fs4::FileExt::try_lock(&file) {
            Ok(()) => Ok(Some(file)),
            Err(fs4::TryLockError::WouldBlock) => Err(StateFault { path, what: Fault::Locked }),
            Err(fs4::TryLockError::Error(fault)) => Err(StateFault { path, what: Fault::Io(fault) }),
        }
    }

    pub(super) fn account(&self, disk: &Disk) -> Result<Option<AccountState>, StateFault> {
        self.load(disk, ACCOUNT)
    }

    pub(super) fn save_account(&self, disk: &Disk, state: &AccountState) -> io::Result<()> {
        self.save(disk, ACCOUNT, state)
    }

    /// The calendars by the names of their folders.
    pub(super) fn calendars(&self, disk: &Disk) -> Result<BTreeMap<String, CalendarState>, StateFault> {
        let mut found = BTreeMap::new();
        for entry in disk.list(&self.folder).map_err(|fault| self.fault(FOLDER, fault))? {
            let Some(folder) = entry.name.strip_suffix(CALENDAR) else { continue };
            let Some(mut state) = self.load::<CalendarState>(disk, &entry.name)? else { continue };
            self.read_journal(disk, folder, &mut state)?;
            found.insert(folder.to_owned(), state);
        }
        Ok(found)
    }

    /// Stores what is known of a calendar; what the journal said is in it.
    pub(super) fn save_calendar(&self, disk: &Disk, folder: &str, state: &CalendarState) -> io::Result<()> {
        self.save(disk, &format!("{folder}{CALENDAR}"), state)?;
        disk.remove(&self.folder.join(format!("{folder}{JOURNAL}")))
    }

    pub(super) fn forget_calendar(&self, disk: &Disk, folder: &str) -> io::Result<()> {
        disk.remove(&self.folder.join(format!("{folder}{JOURNAL}")))?;
        disk.remove(&self.folder.join(format!("{folder}{CALENDAR}")))
    }

    /// Notes what is about to be done, before it is.
    pub(super) fn note(&self, disk: &Disk, folder: &str, intents: &[Intent]) -> io::Result<()> {
        // A line of a run that was cut off may have no end.
        let mut lines = vec![b'\n'];
        for intent in intents {
            serde_json::to_writer(&mut lines, intent)?;
            lines.push(b'\n');
        }
        disk.append(&self.folder.join(format!("{folder}{JOURNAL}")), &lines)
    }

    fn read_journal(&self, disk: &Disk, folder: &str, state: &mut CalendarState) -> Result<(), StateFault> {
        let name = format!("{folder}{JOURNAL}");
        let octets = disk.read_up_to(&self.folder.join(&name), LARGEST_STATE);
        let octets = octets.map_err(|fault| self.fault(&name, fault))?;
        for line in octets.unwrap_or_default().split(|octet| *octet == b'\n') {
            // What was noted in a line that was cut off was not done.
            let Ok(intent) = serde_json::from_slice::<Intent>(line) else { continue };
            if intent.generation == state.generation {
                state.unsettled.add(intent);
            }
        }
        Ok(())
    }

    fn load<S: DeserializeOwned>(&self, disk: &Disk, name: &str) -> Result<Option<S>, StateFault> {
        let read = disk.read_up_to(&self.folder.join(name), LARGEST_STATE);
        let read = read.map_err(|fault| self.fault(name, fault))?;
        let Some(octets) = read else { return Ok(None) };
        let foreign =
            |found: String| StateFault { path: self.folder.join(name), what: Fault::Foreign(found) };
        let version: Version = serde_json::from_slice(&octets).map_err(|fault| foreign(fault.to_string()))?;
        if version.version != VERSION {
            return Err(foreign(format!("version {}", version.version)));
        }
        serde_json::from_slice(&octets).map(Some).map_err(|fault| foreign(fault.to_string()))
    }

    fn save(&self, disk: &Disk, name: &str, state: &impl Serialize) -> io::Result<()> {
        let mut octets = serde_json::to_vec(state)?;
        octets.push(b'\n');
        disk.write(&self.folder.join(name), &octets)
    }

    fn fault(&self, name: &str, fault: io::Error) -> StateFault {
        StateFault { path: self.folder.join(name), what: Fault::Io(fault) }
    }
}

#[derive(Deserialize)]
struct Version {
    version: u32,
}

/// Why nothing can be done with what is known.
#[derive(Debug)]
pub(super) struct StateFault {
    path: PathBuf,
    what: Fault,
}

#[derive(Debug)]
enum Fault {
    NoFolder,
    Locked,
    Foreign(String),
    Io(io::Error),
}

impl fmt::Display for StateFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.what {
            Fault::NoFolder => write!(f, "{path}: expected a folder, found something else"),
            Fault::Locked => {
                write!(f, "{path}: another sync of this folder is going on; try again when it has ended")
            }
            Fault::Io(fault) => write!(f, "{path}: {fault}"),
            Fault::Foreign(found) => write!(
                f,
                "{path}: expected what sync stores in version {VERSION}, found {found}; move the file away to compare \
                 the folder with the server anew, which overwrites nothing"
            ),
        }
    }
}

const VERSION: u32 = 1;
/// What is known of a million files is no longer.
const LARGEST_STATE: u64 = 1 << 30;
pub(super) const FOLDER: &str = ".caldav-conformance";
const ACCOUNT: &str = "account.json";
const CALENDAR: &str = ".calendar.json";
const JOURNAL: &str = ".calendar.journal";
