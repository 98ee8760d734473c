//! The octets of a file, or of the standard input.

use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

use ical_model::{Limit, ParseLimits, ParseOptions};

/// Reads a file; `-` is the standard input. Of one that is longer than calendars may be, no more is read than shows so.
pub(crate) fn read(path: &Path) -> io::Result<Vec<u8>> {
    if is_standard_input(path) { bounded(io::stdin().lock()) } else { bounded(File::open(path)?) }
}

/// Whether a path stands for the standard input.
pub(crate) fn is_standard_input(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// How calendars are read: leniently, and within limits.
pub(crate) fn parse_options() -> ParseOptions {
    ParseOptions::lenient().with_limits(ParseLimits::default().with(Limit::SourceOctets, MOST_OCTETS))
}

/// The most octets that a calendar may have, 1 GiB: a device named by mistake must not fill the memory.
const MOST_OCTETS: u32 = 1 << 30;

fn bounded(from: impl Read) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    from.take(u64::from(MOST_OCTETS) + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}
