//! What is known of one file.

use std::borrow::Cow;
use std::path::Path;

use ical_model::Position;

use crate::violation::Violations;

/// What was found in one file.
///
/// ```
/// use std::path::Path;
/// use caldav_conformance::report::FileReport;
///
/// let report = FileReport::new(Path::new("event.ics"));
/// assert!(report.ok());
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FileReport<'a> {
    /// The file as it is called in the report, `-` for the standard input. A name that is no Unicode is shown with
    /// replacement characters.
    pub file: Cow<'a, Path>,
    /// The octets that positions count in; without them a report shows no lines.
    pub source: Option<Cow<'a, [u8]>>,
    /// Why the file could not be read as a calendar.
    pub error: Option<ReportedError>,
    /// The rules that are broken.
    pub violations: Violations,
    /// What was read although it is malformed.
    pub diagnostics: Vec<ReportedDiagnostic>,
}

impl<'a> FileReport<'a> {
    /// A report that nothing was found.
    #[must_use]
    pub fn new(file: impl Into<Cow<'a, Path>>) -> Self {
        Self {
            file: file.into(),
            source: None,
            error: None,
            violations: Violations::default(),
            diagnostics: Vec::new(),
        }
    }

    /// Whether the file could be read and breaks no rule of level MUST.
    #[must_use]
    pub fn ok(&self) -> bool {
        self.error.is_none() && self.violations.must().next().is_none()
    }
}

/// Why a file could not be read as a calendar.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReportedError {
    /// The name of this kind of error, for programs: `missing-begin`.
    pub kind: Cow<'static, str>,
    /// Where reading ended; the default where there is no such place.
    pub position: Position,
    /// What is wrong there, in lower case and without a full stop.
    pub message: String,
}

/// Something malformed that was read all the same.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ReportedDiagnostic {
    /// The name of this kind of diagnostic, for programs: `bare-line-feed`.
    pub kind: Cow<'static, str>,
    /// The requirement that is not met, `5545-3.1-01`.
    pub requirement: Option<Cow<'static, str>>,
    /// Where it stands first.
    pub position: Position,
    /// What is wrong there, in lower case and without a full stop.
    pub message: String,
    /// How often it occurs.
    pub count: usize,
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use ical_model::Position;

    use super::{FileReport, ReportedDiagnostic, ReportedError};
    use crate::rule::{Level, Rule};
    use crate::violation::Violation;

    static MUST: Rule = Rule::new("must", Level::Must, "RFC 5545", "3.6", "a");
    static SHOULD: Rule = Rule::new("should", Level::Should, "RFC 5545", "3.6", "b");

    #[test]
    fn errors_and_musts_are_not_ok() {
        let mut report = FileReport::new(Path::new("a.ics"));
        assert!(report.ok());
        report.violations.push(Violation::new(&SHOULD, Position::default(), "x"));
        report.diagnostics.push(ReportedDiagnostic {
            kind: "bare-line-feed".into(),
            requirement: None,
            position: Position::default(),
            message: "x".to_owned(),
            count: 1,
        });
        assert!(report.ok());

        let mut unreadable = report.clone();
        unreadable.error = Some(ReportedError {
            kind: "empty".into(),
            position: Position::default(),
            message: "x".to_owned(),
        });
        assert!(!unreadable.ok());

        report.violations.push(Violation::new(&MUST, Position::default(), "x"));
        assert!(!report.ok());
    }
}
