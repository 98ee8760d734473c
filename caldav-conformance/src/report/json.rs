//! The report for programs: JSON, one object a line and file.

use std::io::{self, Write};

use ical_model::Position;
use serde::ser::{Serialize, SerializeStruct, Serializer};

use super::{FileReport, ReportWriter, ReportedDiagnostic, ReportedError};
use crate::violation::{Violation, Violations};

/// Writes an object a line and file, each with these keys:
///
/// ```json
/// {"file": "event.ics", "ok": false,
///  "error": null,
///  "violations": [{"rule": "object-method", "requirements": ["4791-4.1-02"], "level": "MUST",
///                  "spec": "RFC 4791", "section": "4.1", "precondition": "CALDAV:valid-calendar-object-resource",
///                  "line": 3, "column": 1, "message": "METHOD is REQUEST", "help": "remove the METHOD property"}],
///  "diagnostics": [{"kind": "bare-line-feed", "requirement": "5545-3.1-01", "line": 1, "column": 16,
///                   "message": "a line ends in LF alone"}]}
/// ```
///
/// `ok` is false when there is an error or a violation of level MUST. `error` is null or an object of `kind`, `line`,
/// `column` and `message`; `precondition` and `requirement` are null where there is none. A diagnostic that occurs more
/// than once says so in its message.
///
/// ```
/// use std::path::Path;
/// use caldav_conformance::report::{FileReport, JsonWriter, ReportWriter};
///
/// let mut json = Vec::new();
/// let mut writer = Box::new(JsonWriter::new(&mut json));
/// writer.file(&FileReport::new(Path::new("event.ics")))?;
/// writer.finish()?;
/// let line = "{\"file\":\"event.ics\",\"ok\":true,\"error\":null,\"violations\":[],\"diagnostics\":[]}\n";
/// assert_eq!(json, line.as_bytes());
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct JsonWriter<W> {
    out: W,
}

impl<W: Write> JsonWriter<W> {
    /// A writer of lines of JSON.
    #[must_use]
    pub fn new(out: W) -> Self {
        Self { out }
    }
}

impl<W: Write> ReportWriter for JsonWriter<W> {
    fn file(&mut self, report: &FileReport<'_>) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, report)?;
        self.out.write_all(b"\n")
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.flush()
    }
}

/// The object of a file as [`JsonWriter`] writes it.
impl Serialize for FileReport<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("FileReport", 5)?;
        object.serialize_field("file", &self.file.to_string_lossy())?;
        object.serialize_field("ok", &self.ok())?;
        object.serialize_field("error", &self.error)?;
        object.serialize_field("violations", &self.violations)?;
        object.serialize_field("diagnostics", &self.diagnostics)?;
        object.end()
    }
}

impl Serialize for ReportedError {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("ReportedError", 4)?;
        object.serialize_field("kind", &self.kind)?;
        serialize_position(&mut object, self.position)?;
        object.serialize_field("message", &self.message)?;
        object.end()
    }
}

impl Serialize for Violations {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(self)
    }
}

impl Serialize for Violation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let rule = self.rule();
        let mut object = serializer.serialize_struct("Violation", 10)?;
        object.serialize_field("rule", rule.id())?;
        object.serialize_field("requirements", rule.requirements())?;
        object.serialize_field("level", &rule.level())?;
        object.serialize_field("spec", rule.spec())?;
        object.serialize_field("section", rule.section())?;
        object.serialize_field("precondition", &rule.precondition())?;
        serialize_position(&mut object, self.position())?;
        object.serialize_field("message", self.message())?;
        object.serialize_field("help", self.help())?;
        object.end()
    }
}

impl Serialize for ReportedDiagnostic {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut object = serializer.serialize_struct("ReportedDiagnostic", 5)?;
        object.serialize_field("kind", &self.kind)?;
        object.serialize_field("requirement", &self.requirement)?;
        serialize_position(&mut object, self.position)?;
        if self.count > 1 {
            object.serialize_field("message", &format_args!("{} ({} times)", self.message, self.count))?;
        } else {
            object.serialize_field("message", &self.message)?;
        }
        object.end()
    }
}

fn serialize_position<O: SerializeStruct>(object: &mut O, position: Position) -> Result<(), O::Error> {
    object.serialize_field("line", &position.line)?;
    object.serialize_field("column", &position.column)
}
