//! `xml`: what a body of WebDAV or CalDAV is.

use std::io::{self, Write};
use std::path::Path;

use caldav_types::ExpandedName;
use caldav_xml::{AnyBody, Body, Read, XmlDiagnostic, XmlError, XmlOptions};
use serde_json::json;

use crate::arguments::{Format, Xml};
use crate::complaint::{complain, complain_of};
use crate::outcome::Outcome;
use crate::{input, output};

/// Reads each file and writes what it is in its turn.
pub(crate) fn run(arguments: &Xml) -> io::Result<Outcome> {
    if arguments.files.iter().filter(|file| input::is_standard_input(file)).count() > 1 {
        complain("expected \"-\" once, found it several times");
        return Ok(Outcome::CouldNotRun);
    }
    let options = if arguments.strict { XmlOptions::strict() } else { XmlOptions::lenient() };
    let mut out = output::standard_output();
    let mut outcome = Outcome::Fine;
    for file in &arguments.files {
        let octets = match input::read(file) {
            Ok(octets) => octets,
            Err(fault) => {
                complain_of(file, fault);
                outcome = outcome.max(Outcome::CouldNotRun);
                continue;
            }
        };
        let body = AnyBody::from_xml(&octets, &options);
        if body.is_err() {
            outcome = outcome.max(Outcome::Found);
        }
        match arguments.format {
            Format::Text => text(&mut out, file, &body, arguments.files.len() > 1)?,
            Format::Json => writeln!(out, "{}", object(file, &body))?,
        }
    }
    out.flush()?;
    Ok(outcome)
}

/// The canonical form, which another program can read where there is one file; what departs is told beside it.
fn text(
    out: &mut dyn Write,
    file: &Path,
    body: &Result<Read<AnyBody>, XmlError>,
    several: bool,
) -> io::Result<()> {
    match body {
        Ok(Read { value, diagnostics }) => {
            if several {
                writeln!(out, "{}: {}", file.display(), value.root())?;
            }
            diagnostics.iter().for_each(|diagnostic| complain_of(file, diagnostic));
            writeln!(out, "{}", value.to_xml())
        }
        Err(error) => {
            complain_of(file, error);
            Ok(())
        }
    }
}

fn object(file: &Path, body: &Result<Read<AnyBody>, XmlError>) -> serde_json::Value {
    let (kind, error, diagnostics) = match body {
        Ok(Read { value, diagnostics }) => {
            (Some(value.root()), None, diagnostics.iter().map(reported_diagnostic).collect())
        }
        Err(error) => {
            (error.path().first().map(ExpandedName::to_string), Some(reported_error(error)), Vec::new())
        }
    };
    json!({
        "file": file.display().to_string(),
        "kind": kind,
        "ok": error.is_none(),
        "error": error,
        "diagnostics": diagnostics,
    })
}

fn reported_error(error: &XmlError) -> serde_json::Value {
    let position = error.position();
    let path: Vec<_> = error.path().iter().map(ExpandedName::to_string).collect();
    json!({
        "kind": error.kind().name(),
        "line": position.line,
        "byte": position.byte,
        "path": path,
        "message": error.kind().to_string(),
    })
}

fn reported_diagnostic(diagnostic: &XmlDiagnostic) -> serde_json::Value {
    json!({
        "kind": diagnostic.kind.name(),
        "line": diagnostic.position.line,
        "byte": diagnostic.position.byte,
        "message": diagnostic.kind.to_string(),
    })
}
