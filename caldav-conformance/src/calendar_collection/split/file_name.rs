//! Names of files for calendar object resources.

use std::collections::HashMap;

/// A name for the file of the resource with that UID, `UID.ics` as far as every file system and URL takes it.
///
/// It has letters, digits, `.`, `_`, `-` and `@` of ASCII alone, at most 117 octets, does not begin with a dot or
/// a hyphen, and is none of the names that Windows reserves. Where the UID has more than that, the name ends in a
/// checksum of it, so that the same UID has the same name always and two UIDs hardly ever share one; [`FileNames`]
/// takes care of those that do.
///
/// ```
/// use caldav_conformance::calendar_collection::split::file_name;
/// assert_eq!(file_name("19970610T172345Z-AF23B2@example.com"), "19970610T172345Z-AF23B2@example.com.ics");
/// assert_eq!(file_name("../../etc/passwd"), "_._.._etc_passwd-2bef2c0bbbdefdfa.ics");
/// ```
#[must_use]
pub fn file_name(uid: &str) -> String {
    let mut stem: String = uid
        .chars()
        .enumerate()
        .map(|(at, c)| match c {
            '.' | '-' if at > 0 => c,
            'a'..='z' | 'A'..='Z' | '0'..='9' | '_' | '@' => c,
            _ => '_',
        })
        .take(STEM)
        .collect();
    if stem.is_empty() {
        stem.push('_');
    }
    if stem != uid || stem.ends_with('.') || is_reserved(&stem) {
        stem.push_str(&format!("-{:016x}", checksum(uid)));
    }
    stem.push_str(".ics");
    stem
}

/// The most octets of a file name.
#[cfg(test)]
const LENGTH: usize = STEM + 17 + 4;

/// The most octets of a UID that are kept.
const STEM: usize = 96;

/// Gives names that differ, also on file systems where the case of letters does not count.
///
/// ```
/// use caldav_conformance::calendar_collection::split::FileNames;
/// let mut names = FileNames::default();
/// assert_eq!([names.name("a"), names.name("A"), names.name("b")], ["a.ics", "A-2.ics", "b.ics"]);
/// ```
#[derive(Clone, Debug, Default)]
pub struct FileNames {
    /// Each name given, in lower case, and the number that its next namesake gets.
    given: HashMap<String, usize>,
}

impl FileNames {
    /// The [`file_name`] of a UID, with a number where it is given already.
    pub fn name(&mut self, uid: &str) -> String {
        let name = file_name(uid);
        let key = name.to_ascii_lowercase();
        let Some(mut number) = self.given.get(&key).copied() else {
            self.given.insert(key, 2);
            return name;
        };
        let stem = name.strip_suffix(".ics").unwrap_or(&name);
        loop {
            let numbered = format!("{stem}-{number}.ics");
            number += 1;
            let numbered_key = numbered.to_ascii_lowercase();
            if !self.given.contains_key(&numbered_key) {
                self.given.insert(numbered_key, 2);
                self.given.insert(key, number);
                return numbered;
            }
        }
    }
}

/// Names that are devices on Windows, whatever follows a dot behind them.
fn is_reserved(stem: &str) -> bool {
    let first = stem.split('.').next().unwrap_or_default().to_ascii_uppercase();
    let numbered = |device: &str| {
        first.strip_prefix(device).is_some_and(|number| matches!(number.as_bytes(), [b'0'..=b'9']))
    };
    matches!(first.as_str(), "CON" | "PRN" | "AUX" | "NUL") || numbered("COM") || numbered("LPT")
}

/// FNV-1a of 64 bits: fixed for ever, so that names do not change between versions.
fn checksum(uid: &str) -> u64 {
    uid.bytes().fold(0xcbf2_9ce4_8422_2325, |sum, octet| {
        (sum ^ u64::from(octet)).wrapping_mul(0x0000_0100_0000_01b3)
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{FileNames, LENGTH, file_name};

    #[test]
    fn names_are_safe() {
        for (why, uid) in [
            ("path", "../a"),
            ("path", "a/b"),
            ("path", "a\\b"),
            ("hidden", ".a"),
            ("option", "-rf"),
            ("drive", "c:a"),
            ("stream", "a.ics:b"),
            ("device", "CON"),
            ("device", "con.a"),
            ("device", "lpt1"),
            ("dots", ".."),
            ("dots", "a."),
            ("nothing", ""),
            ("control", "a\0b\nc"),
            ("other scripts", "réunion"),
            ("long", &"a".repeat(10_000)),
            ("long", &"é".repeat(10_000)),
        ] {
            let name = file_name(uid);
            assert!(name.len() <= LENGTH && name.len() > 20, "{why}: {name}");
            assert!(!name.starts_with(['.', '-']) && name.ends_with(".ics"), "{why}: {name}");
            assert!(name.bytes().all(|c| c.is_ascii_alphanumeric() || b"._-@".contains(&c)), "{why}: {name}");
        }
    }

    #[test]
    fn plain_uids_stay() {
        for uid in ["1", "6f1d2c3e-0b4a-4f57-9a86-2d9c7e5b1a40", "1@example.com", "a_b.c", "COM10", "CONTACT"]
        {
            assert_eq!(file_name(uid), format!("{uid}.ics"));
        }
    }

    #[test]
    fn names_differ() {
        let uids = ["a", "A", "a-2", "a", "a/b", "a\\b", "a_b", "A"];
        let mut names = FileNames::default();
        let given: BTreeSet<_> = uids.iter().map(|uid| names.name(uid).to_ascii_lowercase()).collect();
        assert_eq!(given.len(), uids.len(), "{given:?}");
    }

    #[test]
    fn many_namesakes_are_quick() {
        let mut names = FileNames::default();
        let given: BTreeSet<_> = (0..50_000).map(|_| names.name("a")).collect();
        assert_eq!(given.len(), 50_000);
    }
}
