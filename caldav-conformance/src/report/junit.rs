//! The report for servers of continuous integration: JUnit XML.

use std::fmt::{self, Display};
use std::io::{self, Write};

use super::{FileReport, ReportWriter, ReportedDiagnostic, ReportedError};
use crate::rule::Level;
use crate::violation::Violation;

/// Writes a test suite in which each file is a test case: one that could not be read has an error, one that breaks a
/// MUST has a failure; violations of other levels and diagnostics are its output.
///
/// Files are written as they come, so the suite does not tell sums that are known only at the end; readers count the
/// cases.
///
/// ```
/// use std::path::Path;
/// use caldav_conformance::report::{FileReport, JunitWriter, ReportWriter};
///
/// let mut xml = Vec::new();
/// let mut writer = Box::new(JunitWriter::new(&mut xml, "calendars").with_tests(1));
/// writer.file(&FileReport::new(Path::new("R&D.ics")))?;
/// writer.finish()?;
/// assert_eq!(String::from_utf8_lossy(&xml), "\
/// <?xml version=\"1.0\" encoding=\"UTF-8\"?>
/// <testsuites>
/// <testsuite name=\"calendars\" tests=\"1\">
/// <testcase name=\"R&amp;D.ics\" classname=\"calendars\"/>
/// </testsuite>
/// </testsuites>
/// ");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct JunitWriter<W> {
    out: W,
    suite: String,
    tests: Option<usize>,
    begun: bool,
}

impl<W: Write> JunitWriter<W> {
    /// A writer of a test suite of that name.
    #[must_use]
    pub fn new(out: W, suite: impl Into<String>) -> Self {
        Self { out, suite: suite.into(), tests: None, begun: false }
    }

    /// Tells how many files there will be; some readers want to know.
    #[must_use]
    pub fn with_tests(mut self, files: usize) -> Self {
        self.tests = Some(files);
        self
    }

    fn begin(&mut self) -> io::Result<()> {
        if self.begun {
            return Ok(());
        }
        self.begun = true;
        writeln!(self.out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>")?;
        write!(self.out, "<testsuite name=\"{}\"", Escaped(&self.suite))?;
        if let Some(tests) = self.tests {
            write!(self.out, " tests=\"{tests}\"")?;
        }
        writeln!(self.out, ">")
    }

    fn error(&mut self, error: &ReportedError) -> io::Result<()> {
        let ReportedError { kind, position, message } = error;
        write!(self.out, "<error type=\"{}\" message=\"{}\">", Escaped(kind), Escaped(message))?;
        writeln!(self.out, "{position}: {}</error>", Escaped(message))
    }

    fn failure(&mut self, report: &FileReport<'_>) -> io::Result<()> {
        let Some(first) = report.violations.must().next() else {
            return Ok(());
        };
        let others = report.violations.must().count() - 1;
        write!(self.out, "<failure type=\"{}\"", Escaped(first.rule().id()))?;
        write!(self.out, " message=\"{}", Escaped(first.message()))?;
        if others > 0 {
            write!(self.out, " (and {others} more)")?;
        }
        writeln!(self.out, "\">")?;
        for violation in report.violations.must() {
            writeln!(self.out, "{}", Escaped(&ViolationText(violation).to_string()))?;
        }
        writeln!(self.out, "</failure>")
    }

    fn output(&mut self, report: &FileReport<'_>) -> io::Result<()> {
        let below = || report.violations.iter().filter(|violation| violation.rule().level() != Level::Must);
        if below().next().is_none() && report.diagnostics.is_empty() && !report.violations.truncated() {
            return Ok(());
        }
        writeln!(self.out, "<system-out>")?;
        for violation in below() {
            writeln!(self.out, "{}", Escaped(&ViolationText(violation).to_string()))?;
        }
        if report.violations.truncated() {
            writeln!(self.out, "{} more violations are not listed", report.violations.omitted())?;
        }
        for ReportedDiagnostic { kind, requirement, position, message, count } in &report.diagnostics {
            write!(self.out, "{position}: diagnostic {}: {}", Escaped(kind), Escaped(message))?;
            if let Some(requirement) = requirement {
                write!(self.out, " ({})", Escaped(requirement))?;
            }
            if *count > 1 {
                write!(self.out, " ({count} times)")?;
            }
            writeln!(self.out)?;
        }
        writeln!(self.out, "</system-out>")
    }
}

impl<W: Write> ReportWriter for JunitWriter<W> {
    fn file(&mut self, report: &FileReport<'_>) -> io::Result<()> {
        self.begin()?;
        let file = report.file.to_string_lossy();
        write!(self.out, "<testcase name=\"{}\" classname=\"{}\"", Escaped(&file), Escaped(&self.suite))?;
        if report.ok() && report.violations.is_empty() && report.diagnostics.is_empty() {
            return writeln!(self.out, "/>");
        }
        writeln!(self.out, ">")?;
        if let Some(error) = &report.error {
            self.error(error)?;
        }
        self.failure(report)?;
        self.output(report)?;
        writeln!(self.out, "</testcase>")
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.begin()?;
        writeln!(self.out, "</testsuite>\n</testsuites>")?;
        self.out.flush()
    }
}

/// A violation on one line, and how to mend it on another.
struct ViolationText<'a>(&'a Violation);

impl Display for ViolationText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(violation) = self;
        write!(f, "{violation}: {} {}", violation.rule().level(), violation.rule().sentence())?;
        if !violation.help().is_empty() {
            write!(f, "\n    to mend it: {}", violation.help())?;
        }
        Ok(())
    }
}

/// A text in XML 1.0, as content or between quotes. Characters that
/// [XML cannot hold](https://www.w3.org/TR/xml/#charsets) in any way are left out.
struct Escaped<'a>(&'a str);

impl Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '&' => f.write_str("&amp;")?,
                '<' => f.write_str("&lt;")?,
                '>' => f.write_str("&gt;")?,
                '"' => f.write_str("&quot;")?,
                // A reader would make spaces of these in an attribute, and drop the CR everywhere.
                '\t' | '\n' | '\r' => write!(f, "&#{};", u32::from(c))?,
                '\0'..='\x1f' | '\u{fffe}' | '\u{ffff}' => {}
                _ => fmt::Write::write_char(f, c)?,
            }
        }
        Ok(())
    }
}
