//! Names of files and folders for what a server calls whatever it likes.
//!
//! A name of ours stays in its folder, is no file of the state and no device, and differs from every other also where
//! upper and lower case or the forms of an accent do not count.

use std::collections::{HashMap, HashSet};

use unicode_normalization::UnicodeNormalization;

/// The names that are taken in a folder.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: HashSet<String>,
    /// The last number that was given to a name.
    numbers: HashMap<String, u64>,
}

impl Names {
    pub(super) fn take(&mut self, name: &str) {
        self.taken.insert(folded(name));
    }

    pub(super) fn is_taken(&self, name: &str) -> bool {
        self.taken.contains(&folded(name))
    }

    /// A name like the one that is wished for, with a number before the extension where that one is taken.
    pub(super) fn give(&mut self, stem: &str, extension: &str) -> String {
        let mut name = format!("{stem}{extension}");
        let number = self.numbers.entry(folded(&name)).or_insert(1);
        while self.taken.contains(&folded(&name)) {
            *number += 1;
            name = format!("{stem}-{number}{extension}");
        }
        self.taken.insert(folded(&name));
        name
    }
}

/// What two names have in common that are one on some file system.
pub(super) fn folded(name: &str) -> String {
    name.nfkc().collect::<String>().to_lowercase()
}

/// The name of a calendar object resource, without the extension.
pub(super) fn stem(segment: Option<&str>) -> String {
    let segment = segment.unwrap_or_default();
    let end = segment.len().saturating_sub(EXTENSION.len());
    let stem = match (segment.get(..end), segment.get(end..)) {
        (Some(stem), Some(end)) if end.eq_ignore_ascii_case(EXTENSION) => stem,
        _ => segment,
    };
    safe(stem, "object")
}

/// The name of a calendar collection.
pub(super) fn folder(segment: Option<&str>) -> String {
    let name = safe(segment.unwrap_or_default(), "calendar");
    // Such names are passed over.
    if folded(&name).ends_with(".tmp") { format!("{name}_") } else { name }
}

/// Is it a name that a calendar object has in a folder?
pub(super) fn is_object(name: &str) -> bool {
    let is_ics = name.len() > EXTENSION.len() && name.ends_with(EXTENSION);
    is_ics && !name.starts_with('.') && !name.contains(['/', '\\', '\0'])
}

/// Is it a name that the folder of a calendar has?
pub(super) fn is_folder(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= 200
        && !name.starts_with('.')
        && !name.ends_with(".tmp")
        && !name.contains(['/', '\\', '\0'])
}

pub(super) const EXTENSION: &str = ".ics";

/// The longest name in octets; file systems allow 255, and a number or an extension comes behind it.
const LONGEST: usize = 160;

fn safe(text: &str, fallback: &str) -> String {
    let mut name = String::new();
    for c in text.chars() {
        if name.len() + c.len_utf8() > LONGEST {
            break;
        }
        name.push(if is_harmless(c) { c } else { '_' });
    }
    // Windows drops these.
    let kept = name.trim_end_matches([' ', '.']).len();
    name.truncate(kept);
    if name.is_empty() {
        return fallback.into();
    }
    let device = folded(name.split('.').next().unwrap_or_default());
    let device = device.trim_end();
    let is_device = matches!(device, "con" | "prn" | "aux" | "nul" | "conin$" | "conout$")
        || ["com", "lpt"].iter().any(|port| {
            device.strip_prefix(port).is_some_and(|rest| rest.len() == 1 && rest.as_bytes() != b"0")
        });
    if name.starts_with(['.', ' ', '-', '~']) || is_device { format!("_{name}") } else { name }
}

/// No separators, nothing that a shell or Windows keeps for itself, nothing that is not seen.
fn is_harmless(c: char) -> bool {
    !(c.is_control()
        || "/\\:*?\"<>|".contains(c)
        || matches!(c, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}')
        || matches!(c, '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff0}'..='\u{ffff}'))
}

#[cfg(test)]
mod tests {
    use super::{Names, folder, is_folder, is_object, stem};

    #[test]
    fn hostile_names() {
        let long = "x".repeat(4000);
        for (segment, expected) in [
            ("1.ics", "1"),
            ("1.ICS", "1"),
            ("meeting", "meeting"),
            ("../../etc/passwd", "_.._.._etc_passwd"),
            ("..", "object"),
            (".", "object"),
            ("", "object"),
            (".hidden.ics", "_.hidden"),
            ("a\\b:c*d?e\"f<g>h|i", "a_b_c_d_e_f_g_h_i"),
            ("a\0b\nc\u{202e}d", "a_b_c_d"),
            ("CON.ics", "_CON"),
            ("nul.txt", "_nul.txt"),
            ("COM1", "_COM1"),
            ("com10", "com10"),
            ("end. . ", "end"),
            ("-rf", "_-rf"),
            (".ics", "object"),
            ("été.ics", "été"),
        ] {
            let given = stem(Some(segment));
            assert_eq!(given, expected, "{segment:?}");
            assert!(is_object(&format!("{given}.ics")), "{segment:?}");
        }
        assert_eq!(stem(None), "object");
        assert_eq!(stem(Some(&long)).len(), 160);
        assert_eq!(stem(Some(&"é".repeat(2000))).chars().count(), 80);
    }

    #[test]
    fn hostile_folders() {
        for (segment, expected) in [
            ("work", "work"),
            (".caldav-conformance", "_.caldav-conformance"),
            ("a.tmp", "a.tmp_"),
            ("a/../b", "a_.._b"),
            ("", "calendar"),
        ] {
            assert_eq!(folder(Some(segment)), expected, "{segment:?}");
            assert!(is_folder(expected), "{segment:?}");
        }
    }

    #[test]
    fn names_differ_on_every_file_system() {
        let mut names = Names::default();
        names.take("Displayname");
        let given: Vec<_> =
            ["a", "A", "a", "\u{e9}", "e\u{301}", "A"].map(|stem| names.give(stem, ".ics")).into();
        assert_eq!(given, ["a.ics", "A-2.ics", "a-3.ics", "\u{e9}.ics", "e\u{301}-2.ics", "A-4.ics"]);
        assert_eq!(names.give("displayname", ""), "displayname-2");
    }

    #[test]
    fn what_is_an_object() {
        for (name, expected) in [
            ("1.ics", true),
            (".1.ics", false),
            ("1.ics.tmp", false),
            (".ics", false),
            ("1.ics.conflict-1", false),
        ] {
            assert_eq!(is_object(name), expected, "{name}");
        }
    }
}
