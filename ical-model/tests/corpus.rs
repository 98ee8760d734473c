//! Every calendar of the corpus is read and written back byte for byte.
//!
//! The corpus is named by `CALDAV_CORPUS`; without it the test says how many cases were not run.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests"
)]

use std::path::{Path, PathBuf};

use ical_model::{CalendarStream, ParseErrorKind};

/// Files listed by `ics/manifest.csv`.
const FILES: usize = 1_614;

fn files() -> Option<(PathBuf, Vec<String>)> {
    let Some(corpus) = std::env::var_os("CALDAV_CORPUS") else {
        eprintln!("CALDAV_CORPUS is not set: {FILES} cases were not run");
        return None;
    };
    let root = Path::new(&corpus).join("ics");
    let mut manifest = csv::Reader::from_path(root.join("manifest.csv")).expect("the manifest can be read");
    let paths = manifest.records().map(|record| record.expect("a row")[0].to_owned()).collect();
    Some((root, paths))
}

/// "BEGIN:" stands at the start of some line that no component encloses.
fn has_begin(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let separator = if bytes.contains(&b'\n') { b'\n' } else { b'\r' };
    bytes
        .split(|octet| *octet == separator)
        .any(|line| line.get(..6).is_some_and(|start| start.eq_ignore_ascii_case(b"BEGIN:")))
}

#[test]
fn every_stream_comes_back_byte_for_byte() {
    let Some((root, paths)) = files() else { return };
    assert_eq!(paths.len(), FILES);
    let mut streams = 0;
    for path in &paths {
        let bytes = std::fs::read(root.join(path)).expect("a file of the manifest");
        match CalendarStream::parse(&bytes) {
            Ok(stream) => {
                streams += 1;
                assert!(has_begin(&bytes), "{path}: read although no line begins a component");
                assert_eq!(stream.to_bytes(), bytes, "{path}");
                // The nodes cover every octet: written one by one they give the same.
                let mut edited = stream.clone();
                let component = edited.components().next().expect("a stream has a component").id();
                let mut component = edited.component_mut(component).expect("it is there");
                component.add_line("X-EXAMPLE:1").expect("a line");
                let removed = component.remove(&"X-EXAMPLE".into());
                assert!(removed >= 1);
                if removed == 1 {
                    let end = if bytes.ends_with(b"\n") || bytes.ends_with(b"\r") { 0 } else { bytes.len() };
                    assert_eq!(edited.to_bytes().get(..end.max(bytes.len())), Some(&bytes[..]), "{path}");
                }
                let _ = stream.diagnostics();
            }
            Err(error) => {
                assert_eq!(error.kind(), &ParseErrorKind::MissingBegin, "{path}");
                assert!(!has_begin(&bytes), "{path}: {error}");
                assert!(error.position().line >= 1);
            }
        }
    }
    assert!(streams > 1_500, "{streams} streams");
}
