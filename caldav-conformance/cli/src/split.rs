//! `split`: a stream into calendar object resources, one UID each (RFC 4791 section 4.1).

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::path::Path;

use caldav_conformance::calendar_collection::split::split;
use ical_model::CalendarStream;

use crate::arguments::Split;
use crate::complaint::{complain, complain_of};
use crate::outcome::Outcome;
use crate::{input, output};

/// Writes a file for each object and prints its path. A file that is there already is left as it is.
pub(crate) fn run(arguments: &Split) -> io::Result<Outcome> {
    let bytes = match input::read(&arguments.file) {
        Ok(bytes) => bytes,
        Err(fault) => {
            complain_of(&arguments.file, fault);
            return Ok(Outcome::CouldNotRun);
        }
    };
    let stream = match CalendarStream::parse_with(&bytes, &input::parse_options()) {
        Ok(stream) => stream,
        Err(error) => {
            complain_of(&arguments.file, error);
            return Ok(Outcome::Found);
        }
    };
    if let Err(fault) = fs::create_dir_all(&arguments.out) {
        complain_of(&arguments.out, fault);
        return Ok(Outcome::CouldNotRun);
    }
    let mut outcome = Outcome::Fine;
    let mut out = output::standard_output();
    let split = split(&stream);
    for (name, object) in split.named_objects() {
        let path = arguments.out.join(name);
        match write_new(&path, &object.to_bytes()) {
            Ok(()) => writeln!(out, "{}", path.display())?,
            Err(fault) if fault.kind() == ErrorKind::AlreadyExists => {
                complain_of(&path, "is there already and was left as it is");
                outcome = outcome.max(Outcome::Found);
            }
            Err(fault) => {
                complain_of(&path, fault);
                outcome = outcome.max(Outcome::CouldNotRun);
            }
        }
    }
    out.flush()?;
    for fault in split.faults() {
        complain(format_args!("{}, {}: {fault}", arguments.file.display(), fault.position()));
        if fault.is_loss() {
            outcome = outcome.max(Outcome::Found);
        }
    }
    Ok(outcome)
}

/// Writes a file that was not there before.
fn write_new(path: &Path, bytes: &[u8]) -> io::Result<()> {
    File::options().write(true).create_new(true).open(path)?.write_all(bytes)
}
