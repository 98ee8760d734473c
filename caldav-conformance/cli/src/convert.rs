//! `convert`: between the forms of iCalendar.

use std::io::{self, Write};

use ical_model::CalendarStream;
use ical_model::jcal::{self, JcalOptions, Malformed};

use crate::arguments::{CalendarForm, Convert};
use crate::complaint::{complain, complain_of};
use crate::outcome::Outcome;
use crate::{input, output};

/// Converts a file as a whole before anything is written. Text that begins as a JSON array is jCal.
pub(crate) fn run(arguments: &Convert) -> io::Result<Outcome> {
    let bytes = match input::read(&arguments.file) {
        Ok(bytes) => bytes,
        Err(fault) => {
            complain_of(&arguments.file, fault);
            return Ok(Outcome::CouldNotRun);
        }
    };
    let is_jcal = bytes.iter().find(|octet| !octet.is_ascii_whitespace()) == Some(&b'[');
    let stream = match is_jcal {
        true => {
            jcal::from_json_with(&bytes, &input::parse_options().limits).map_err(|error| error.to_string())
        }
        false => {
            CalendarStream::parse_with(&bytes, &input::parse_options()).map_err(|error| error.to_string())
        }
    };
    let stream = match stream {
        Ok(stream) => stream,
        Err(error) => {
            complain_of(&arguments.file, error);
            return Ok(Outcome::Found);
        }
    };
    let mut out = output::standard_output();
    match arguments.to {
        CalendarForm::Ical => out.write_all(&stream.to_bytes())?,
        CalendarForm::Jcal => {
            let malformed = if arguments.skip_bad { Malformed::LeaveOut } else { Malformed::Refuse };
            match jcal::to_json(&stream, &JcalOptions::default().with_malformed(malformed)) {
                Ok(jcal) => {
                    writeln!(out, "{}", jcal.json)?;
                    for diagnostic in &jcal.diagnostics {
                        let place = diagnostic.position();
                        complain(format_args!("{}, {place}: {diagnostic}", arguments.file.display()));
                    }
                }
                Err(error) => {
                    complain_of(&arguments.file, error);
                    return Ok(Outcome::Found);
                }
            }
        }
    }
    out.flush()?;
    Ok(Outcome::Fine)
}
