//! The files of a folder, each written as a whole or not at all.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

/// What changes files. Of one that is dry nothing is written.
#[derive(Debug, Default)]
pub(super) struct Disk {
    dry: bool,
    cut: Cut,
}

/// In tests, after how many steps a run is cut off.
#[derive(Debug, Default)]
struct Cut {
    #[cfg(test)]
    after: std::cell::Cell<Option<u64>>,
    #[cfg(test)]
    steps: std::cell::Cell<u64>,
}

/// What stands in a folder.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) name: String,
    pub(super) kind: Kind,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Kind {
    File,
    Folder,
    /// What leads elsewhere, or is no file.
    Other,
}

impl Disk {
    pub(super) fn new(dry: bool) -> Self {
        Self { dry, cut: Cut::default() }
    }

    pub(super) const fn is_dry(&self) -> bool {
        self.dry
    }

    /// What stands in a folder, in the order of the names; nothing where there is no folder. Names that are not Unicode
    /// are left out: no calendar object comes with one.
    pub(super) fn list(&self, folder: &Path) -> io::Result<Vec<Entry>> {
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(fault) => return Err(fault),
        };
        let mut found = Vec::new();
        for entry in entries {
            let entry = entry?;
            let kind = entry.file_type()?;
            let kind = match (kind.is_file(), kind.is_dir()) {
                (true, _) => Kind::File,
                (_, true) => Kind::Folder,
                _ => Kind::Other,
            };
            if let Ok(name) = entry.file_name().into_string() {
                found.push(Entry { name, kind });
            }
        }
        found.sort_by(|one, other| one.name.cmp(&other.name));
        Ok(found)
    }

    /// What is at a path; `None` where nothing is.
    pub(super) fn kind(&self, path: &Path) -> io::Result<Option<Kind>> {
        match fs::symlink_metadata(path) {
            Ok(found) if found.is_file() => Ok(Some(Kind::File)),
            Ok(found) if found.is_dir() => Ok(Some(Kind::Folder)),
            Ok(_) => Ok(Some(Kind::Other)),
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(fault) => Err(fault),
        }
    }

    /// The octets of a file; `None` where there is none. What is too long or leads elsewhere is a fault.
    pub(super) fn read(&self, path: &Path) -> io::Result<Option<Vec<u8>>> {
        self.read_up_to(path, LARGEST_FILE)
    }

    /// The same, of a file that may have so many octets.
    pub(super) fn read_up_to(&self, path: &Path, most: u64) -> io::Result<Option<Vec<u8>>> {
        match self.kind(path)? {
            None => return Ok(None),
            Some(Kind::File) => {}
            Some(_) => return Err(io::Error::other("expected a file, found something else")),
        }
        let mut octets = Vec::new();
        File::open(path)?.take(most + 1).read_to_end(&mut octets)?;
        if octets.len() as u64 > most {
            return Err(io::Error::other(format!("expected no more than {most} octets, found more")));
        }
        Ok(Some(octets))
    }

    /// Gives a file these octets: it has either what it had or all of them, wherever this is cut off.
    pub(super) fn write(&self, path: &Path, octets: &[u8]) -> io::Result<()> {
        self.replace(path, octets, path, None).map(|_| ())
    }

    /// The same, if the file still has what was seen of it. Has it?
    pub(super) fn write_over(&self, path: &Path, octets: &[u8], seen: Option<&[u8]>) -> io::Result<bool> {
        self.replace(path, octets, path, Some(seen))
    }

    /// Writes what another file has; who cannot read that one cannot read this one.
    pub(super) fn write_copy(&self, path: &Path, octets: &[u8], of: &Path) -> io::Result<()> {
        self.replace(path, octets, of, None).map(|_| ())
    }

    fn replace(
        &self,
        path: &Path,
        octets: &[u8],
        like: &Path,
        seen: Option<Option<&[u8]>>,
    ) -> io::Result<bool> {
        if self.dry {
            return Ok(true);
        }
        let aside = path.with_file_name(ASIDE);
        self.cut.step()?;
        // What a run that was cut off left there, whatever it is, is not written through.
        match fs::remove_file(&aside) {
            Err(fault) if fault.kind() != io::ErrorKind::NotFound => return Err(fault),
            _ => {}
        }
        let mut file = OpenOptions::new().write(true).create_new(true).open(&aside)?;
        // Before anything is in it.
        if let Ok(found) = fs::symlink_metadata(like)
            && found.is_file()
        {
            file.set_permissions(found.permissions())?;
        }
        file.write_all(self.cut.reaches(octets))?;
        self.cut.step()?;
        flush(&file)?;
        drop(file);
        self.cut.step()?;
        if let Some(seen) = seen
            && self.read(path)?.as_deref() != seen
        {
            fs::remove_file(&aside)?;
            return Ok(false);
        }
        fs::rename(&aside, path)?;
        self.cut.step().map(|()| true)
    }

    /// Adds octets to the end of a file.
    pub(super) fn append(&self, path: &Path, octets: &[u8]) -> io::Result<()> {
        if self.dry {
            return Ok(());
        }
        self.cut.step()?;
        let mut file = OpenOptions::new().append(true).create(true).open(path)?;
        file.write_all(self.cut.reaches(octets))?;
        self.cut.step()?;
        flush(&file)?;
        self.cut.step()
    }

    /// Removes a file, if it is there.
    pub(super) fn remove(&self, path: &Path) -> io::Result<()> {
        if self.dry {
            return Ok(());
        }
        self.cut.step()?;
        match fs::remove_file(path) {
            Err(fault) if fault.kind() != io::ErrorKind::NotFound => Err(fault),
            _ => self.cut.step(),
        }
    }

    /// Makes a folder, if it is not there.
    pub(super) fn make_folder(&self, path: &Path) -> io::Result<()> {
        if self.dry {
            return Ok(());
        }
        self.cut.step()?;
        fs::create_dir_all(path)?;
        self.cut.step()
    }
}

#[cfg(not(test))]
impl Cut {
    #[expect(clippy::unused_self, clippy::unnecessary_wraps, reason = "in tests a run is cut off here")]
    fn step(&self) -> io::Result<()> {
        Ok(())
    }

    #[expect(clippy::unused_self, reason = "in tests a run is cut off here")]
    fn reaches<'o>(&self, octets: &'o [u8]) -> &'o [u8] {
        octets
    }
}

#[cfg(test)]
impl Disk {
    /// One that is cut off after so many steps, as if the process had been killed.
    pub(super) fn cut_after(steps: u64) -> Self {
        let disk = Self::default();
        disk.cut.after.set(Some(steps));
        disk
    }

    /// How many steps were made.
    pub(super) fn steps(&self) -> u64 {
        self.cut.steps.get()
    }

    pub(super) fn is_cut(&self) -> bool {
        self.cut.is_reached()
    }
}

#[cfg(test)]
impl Cut {
    fn is_reached(&self) -> bool {
        self.after.get().is_some_and(|after| self.steps.get() >= after)
    }

    fn step(&self) -> io::Result<()> {
        if self.is_reached() {
            return Err(io::Error::other("cut off"));
        }
        self.steps.set(self.steps.get() + 1);
        Ok(())
    }

    /// A write that is the last thing before the end gets half of its octets to the disk.
    fn reaches<'o>(&self, octets: &'o [u8]) -> &'o [u8] {
        if self.is_reached() { &octets[..octets.len() / 2] } else { octets }
    }
}

/// Has the octets of a file reach the disk; tests do not pull the plug.
fn flush(file: &File) -> io::Result<()> {
    if cfg!(test) { Ok(()) } else { file.sync_all() }
}

/// The name of what is written before it gets its own: folders of calendars do not show it.
const ASIDE: &str = ".caldav-conformance.tmp";

/// No calendar object is longer.
const LARGEST_FILE: u64 = 32 << 20;

/// The path of a file within a folder. A name that would lead elsewhere never comes here: see `name`.
pub(super) fn within(folder: &Path, name: &str) -> PathBuf {
    folder.join(name)
}

#[cfg(test)]
mod tests {
    use super::super::tests::Place;
    use super::Disk;

    #[test]
    fn what_somebody_else_wrote_is_not_written_over() {
        let place = Place::new();
        let (disk, path) = (Disk::default(), place.path("1.ics"));
        assert!(disk.write_over(&path, b"one", None).unwrap(), "nothing was seen, and nothing is there");
        assert!(!disk.write_over(&path, b"two", None).unwrap());
        assert!(!disk.write_over(&path, b"two", Some(b"other")).unwrap());
        assert_eq!(place.read("1.ics"), "one");
        assert!(disk.write_over(&path, b"two", Some(b"one")).unwrap());
        assert_eq!((place.read("1.ics"), disk.list(place.root()).unwrap().len()), ("two".to_owned(), 1));
    }
}
