//! Which files are to be read.

use std::ffi::OsStr;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::input::is_standard_input;

/// A file to read, `-` for the standard input; or what could not be looked into.
#[derive(Debug)]
pub(crate) struct Source {
    pub(crate) path: PathBuf,
    /// Why it is known already that it cannot be read.
    pub(crate) fault: Option<io::Error>,
}

/// The files that the paths stand for, in the order of the paths, those of one folder in order of their names.
///
/// A file that is named itself is always one of them. Of a folder and the folders in it, those are that have the
/// extension of a calendar. Links in a folder are followed to files but not to folders, so that none is visited twice.
pub(crate) fn find(paths: &[PathBuf]) -> Vec<Source> {
    let mut found = Vec::new();
    for path in paths {
        if is_standard_input(path) || !path.is_dir() {
            found.push(Source { path: path.clone(), fault: None });
        } else {
            let mut inside = walk(path);
            inside.sort_by(|one, other| one.path.cmp(&other.path));
            found.append(&mut inside);
        }
    }
    found
}

fn walk(root: &Path) -> Vec<Source> {
    let mut found = Vec::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let entries = match fs::read_dir(&folder) {
            Ok(entries) => entries,
            Err(fault) => {
                found.push(Source { path: folder, fault: Some(fault) });
                continue;
            }
        };
        for entry in entries {
            match entry.and_then(|entry| Ok((entry.path(), entry.file_type()?))) {
                Ok((path, kind)) if kind.is_dir() => folders.push(path),
                Ok((path, kind)) if is_calendar_file(&path) && is_readable(&path, kind) => {
                    found.push(Source { path, fault: None });
                }
                Ok(_) => {}
                Err(fault) => found.push(Source { path: folder.clone(), fault: Some(fault) }),
            }
        }
    }
    found
}

/// Whether the name has an extension of calendar files, in upper or lower case.
pub(crate) fn is_calendar_file(path: &Path) -> bool {
    let extension = path.extension().and_then(OsStr::to_str);
    extension.is_some_and(|found| EXTENSIONS.iter().any(|known| known.eq_ignore_ascii_case(found)))
}

/// Whether it is a file, and no pipe or device that has no end. A link that leads nowhere is one: it is to be told.
pub(crate) fn is_readable(path: &Path, kind: fs::FileType) -> bool {
    kind.is_file() || (kind.is_symlink() && fs::metadata(path).map_or(true, |target| target.is_file()))
}

const EXTENSIONS: [&str; 4] = ["ics", "ical", "ifb", "icalendar"];

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::is_calendar_file;

    #[test]
    fn extensions() {
        for (name, expected) in [
            ("a.ics", true),
            ("a.ICS", true),
            ("a.b.ifb", true),
            ("a.ical", true),
            ("a.icalendar", true),
            ("ics", false),
            (".ics", false),
            ("a.ics~", false),
            ("a.txt", false),
        ] {
            assert_eq!(is_calendar_file(Path::new(name)), expected, "{name}");
        }
    }
}
