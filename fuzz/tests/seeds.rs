//! The seeds, and the calendars of the corpus, through every property.

use std::fs;
use std::path::{Path, PathBuf};

/// Calendars of the corpus, by `ics/manifest.csv`.
const CALENDARS: usize = 1_614;

#[test]
fn seeds_hold_every_property() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds");
    for (name, property) in caldav_fuzz::PROPERTIES {
        let files = files_below(&seeds.join(name));
        assert!(!files.is_empty(), "{name} has no seeds");
        for file in files {
            let octets = fs::read(&file).expect("a seed");
            eprintln!("{}", file.display());
            property(&octets);
        }
    }
}

#[test]
fn calendars_of_the_corpus_hold_every_property() {
    let Some(corpus) = std::env::var_os("CALDAV_CORPUS") else {
        eprintln!("CALDAV_CORPUS is not set: {CALENDARS} cases were not run");
        return;
    };
    let files = files_below(&Path::new(&corpus).join("ics"));
    assert!(files.len() >= CALENDARS);
    for file in files {
        let octets = fs::read(&file).expect("a file of the corpus");
        for (name, property) in caldav_fuzz::PROPERTIES {
            let run = std::panic::catch_unwind(|| property(&octets));
            assert!(run.is_ok(), "{name}: {}", file.display());
        }
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() { folders.push(path) } else { files.push(path) }
        }
    }
    files.sort();
    files
}
