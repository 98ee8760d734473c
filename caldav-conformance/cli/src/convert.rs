//! `convert`: between the forms of iCalendar.

use std::io::{self, Write};

use caldav_xml::{XmlOptions, xcal};
use ical_model::CalendarStream;
use ical_model::jcal::{self, JcalOptions, Malformed};

use crate::arguments::{CalendarForm, Convert};
use crate::complaint::{complain, complain_of};
use crate::outcome::Outcome;
use crate::{input, output};

/// Converts a file as a whole before anything is written. Text that begins as a JSON array is jCal, text that begins
/// with a tag xCal.
pub(crate) fn run(arguments: &Convert) -> io::Result<Outcome> {
    let bytes = match input::read(&arguments.file) {
        Ok(bytes) => bytes,
        Err(fault) => {
            complain_of(&arguments.file, fault);
            return Ok(Outcome::CouldNotRun);
        }
    };
    let stream = match read(&bytes) {
        Ok(stream) => stream,
        Err(error) => {
            complain_of(&arguments.file, error);
            return Ok(Outcome::Found);
        }
    };
    let malformed = if arguments.skip_bad { Malformed::LeaveOut } else { Malformed::Refuse };
    let options = JcalOptions::default().with_malformed(malformed);
    let converted = match arguments.to {
        CalendarForm::Ical => {
            let mut out = output::standard_output();
            out.write_all(&stream.to_bytes())?;
            out.flush()?;
            return Ok(Outcome::Fine);
        }
        CalendarForm::Jcal => to_jcal(&stream, &options),
        CalendarForm::Xcal => to_xcal(&stream, &options),
    };
    match converted {
        Ok(Converted { text, told }) => {
            let mut out = output::standard_output();
            writeln!(out, "{text}")?;
            for told in told {
                complain(format_args!("{}{told}", arguments.file.display()));
            }
            out.flush()?;
            Ok(Outcome::Fine)
        }
        Err(error) => {
            complain_of(&arguments.file, error);
            Ok(Outcome::Found)
        }
    }
}

fn read(bytes: &[u8]) -> Result<CalendarStream<'_>, String> {
    let options = input::parse_options();
    let text = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    match text.iter().find(|octet| !octet.is_ascii_whitespace()) {
        Some(b'[') => jcal::from_json_with(bytes, &options.limits).map_err(|error| error.to_string()),
        Some(b'<') => xcal::from_xml(bytes, &XmlOptions::lenient())
            .map(|read| read.value)
            .map_err(|error| error.to_string()),
        _ => CalendarStream::parse_with(bytes, &options).map_err(|error| error.to_string()),
    }
}

/// A text, and what is told about it behind the name of the file.
struct Converted {
    text: String,
    told: Vec<String>,
}

fn to_jcal(stream: &CalendarStream<'_>, options: &JcalOptions) -> Result<Converted, String> {
    let jcal = jcal::to_json(stream, options).map_err(|error| error.to_string())?;
    let told = jcal.diagnostics.iter().map(|told| format!(", {}: {told}", told.position())).collect();
    Ok(Converted { text: jcal.json, told })
}

fn to_xcal(stream: &CalendarStream<'_>, options: &JcalOptions) -> Result<Converted, String> {
    let xcal = xcal::to_xml(stream, options).map_err(|error| error.to_string())?;
    let told = xcal.diagnostics.iter().map(|told| match told.position.line {
        0 => format!(": {told}"),
        _ => format!(", {}: {told}", told.position),
    });
    Ok(Converted { told: told.collect(), text: xcal.xml })
}
