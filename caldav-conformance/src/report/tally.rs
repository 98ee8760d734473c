//! How much was found in many files.

use std::fmt;

use super::FileReport;
use crate::rule::Level;

/// Counts over files.
///
/// ```
/// use std::path::Path;
/// use caldav_conformance::report::{FileReport, Tally};
///
/// let mut tally = Tally::default();
/// tally.add(&FileReport::new(Path::new("event.ics")));
/// assert!(tally.all_ok());
/// assert_eq!(tally.to_string(), "1 file, all ok");
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Tally {
    /// Files.
    pub files: usize,
    /// Files that are not [ok](FileReport::ok).
    pub not_ok: usize,
    /// Files that could not be read as a calendar.
    pub errors: usize,
    /// Violations of rules of level MUST.
    pub must: usize,
    /// Violations of rules of level SHOULD.
    pub should: usize,
    /// Violations of rules of level MAY.
    pub may: usize,
    /// Violations of rules of level NOTE.
    pub note: usize,
    /// Violations that were found but not kept.
    pub omitted: usize,
    /// Occurrences of diagnostics.
    pub diagnostics: usize,
}

impl Tally {
    /// Counts what was found in one more file.
    pub fn add(&mut self, report: &FileReport<'_>) {
        self.files += 1;
        self.not_ok += usize::from(!report.ok());
        self.errors += usize::from(report.error.is_some());
        for violation in &report.violations {
            *match violation.rule().level() {
                Level::Must => &mut self.must,
                Level::Should => &mut self.should,
                Level::May => &mut self.may,
                Level::Note => &mut self.note,
            } += 1;
        }
        self.omitted = self.omitted.saturating_add(report.violations.omitted());
        for diagnostic in &report.diagnostics {
            self.diagnostics = self.diagnostics.saturating_add(diagnostic.count);
        }
    }

    /// Whether every file is [ok](FileReport::ok).
    #[must_use]
    pub fn all_ok(&self) -> bool {
        self.not_ok == 0
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let ending = |number| if number == 1 { "" } else { "s" };
        write!(f, "{} file{}", self.files, ending(self.files))?;
        if self.files > 0 && self.all_ok() {
            f.write_str(", all ok")?;
        } else if self.files > 0 {
            write!(f, ", {} not ok", self.not_ok)?;
        }
        let mut separator = ": ";
        for (number, name) in [
            (self.errors, if self.errors == 1 { "error" } else { "errors" }),
            (self.must, Level::Must.as_str()),
            (self.should, Level::Should.as_str()),
            (self.may, Level::May.as_str()),
            (self.note, Level::Note.as_str()),
            (self.omitted, "not listed"),
            (self.diagnostics, if self.diagnostics == 1 { "diagnostic" } else { "diagnostics" }),
        ] {
            if number > 0 {
                write!(f, "{separator}{number} {name}")?;
                separator = ", ";
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use ical_model::Position;

    use super::Tally;
    use crate::report::{FileReport, ReportedDiagnostic, ReportedError};
    use crate::rule::{Level, Rule};
    use crate::violation::{Violation, Violations};

    static MUST: Rule = Rule::new("must", Level::Must, "RFC 5545", "3.6", "a");
    static SHOULD: Rule = Rule::new("should", Level::Should, "RFC 5545", "3.6", "b");
    static MAY: Rule = Rule::new("may", Level::May, "RFC 5545", "3.6", "c");
    static NOTE: Rule = Rule::new("note", Level::Note, "RFC 5545", "3.6", "d");

    #[test]
    fn counts_by_level() {
        let mut tally = Tally::default();
        assert_eq!(tally.to_string(), "0 files");
        tally.add(&FileReport::new(Path::new("clean.ics")));
        assert_eq!(tally.to_string(), "1 file, all ok");

        let mut report = FileReport::new(Path::new("a.ics"));
        report.violations = Violations::with_limit(5);
        for rule in [&MUST, &SHOULD, &SHOULD, &MAY, &NOTE, &NOTE] {
            report.violations.push(Violation::new(rule, Position::default(), "x"));
        }
        report.diagnostics.push(ReportedDiagnostic {
            kind: "k".into(),
            requirement: None,
            position: Position::default(),
            message: String::new(),
            count: 7,
        });
        tally.add(&report);
        assert_eq!(
            tally.to_string(),
            "2 files, 1 not ok: 1 MUST, 2 SHOULD, 1 MAY, 1 NOTE, 1 not listed, 7 diagnostics"
        );
        assert!(!tally.all_ok());
    }

    #[test]
    fn errors_are_not_ok() {
        let mut report = FileReport::new(Path::new("a.ics"));
        report.error =
            Some(ReportedError { kind: "k".into(), position: Position::default(), message: String::new() });
        let mut tally = Tally::default();
        tally.add(&report);
        assert_eq!(tally.to_string(), "1 file, 1 not ok: 1 error");
    }
}
