//! The report for people.

use std::collections::HashMap;
use std::fmt::{self, Display};
use std::io::{self, Write};

use ical_model::Position;

use super::excerpt::Excerpt;
use super::visible::Visible;
use super::{FileReport, ReportWriter, ReportedDiagnostic, ReportedError, Tally};
use crate::rule::Level;
use crate::violation::Violation;

/// How a [`TextWriter`] writes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct TextOptions {
    /// Whether to colour with the escape sequences of ANSI terminals (ECMA-48).
    pub colour: bool,
    /// How many columns of a line of the source are shown; 20 at least.
    pub width: usize,
}

impl TextOptions {
    /// Colours or not.
    #[must_use]
    pub fn with_colour(mut self, colour: bool) -> Self {
        self.colour = colour;
        self
    }

    /// Shows that many columns of a line of the source.
    #[must_use]
    pub fn with_width(mut self, columns: usize) -> Self {
        self.width = columns;
        self
    }
}

impl Default for TextOptions {
    fn default() -> Self {
        Self { colour: false, width: 100 }
    }
}

/// Writes for people: of all that is wrong the line with a caret under it, the rule, where it stands and how to mend it;
/// a line of sums at the end. Diagnostics of one kind are written once for a file. Files with nothing to tell are only
/// counted.
///
/// What comes from the files is shown without the characters that act on a terminal.
///
/// ```
/// use std::path::Path;
/// use caldav_conformance::report::{FileReport, ReportWriter, TextOptions, TextWriter};
/// use caldav_conformance::{Level, Rule, Violation};
/// use ical_model::Position;
///
/// static NO_METHOD: Rule =
///     Rule::new("object-method", Level::Must, "RFC 4791", "4.1", "a calendar object resource has no METHOD")
///         .with_help("remove the METHOD property");
///
/// let mut report = FileReport::new(Path::new("invitation.ics"));
/// report.source = Some(b"BEGIN:VCALENDAR\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n".into());
/// let position = Position { byte: 17, line: 2, column: 1 };
/// report.violations.push(Violation::new(&NO_METHOD, position, "METHOD is REQUEST"));
///
/// let mut text = Vec::new();
/// let mut writer = Box::new(TextWriter::new(&mut text, TextOptions::default()));
/// writer.file(&report)?;
/// writer.finish()?;
/// assert_eq!(String::from_utf8_lossy(&text), "\
/// invitation.ics:2:1: MUST object-method: METHOD is REQUEST
///   |
/// 2 | METHOD:REQUEST
///   | ^
///   = RFC 4791 section 4.1: a calendar object resource has no METHOD
///   = to mend it: remove the METHOD property
///
/// 1 file, 1 not ok: 1 MUST
/// ");
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct TextWriter<W> {
    out: W,
    options: TextOptions,
    tally: Tally,
}

impl<W: Write> TextWriter<W> {
    /// A writer of text in UTF-8 with lines ended by LF.
    #[must_use]
    pub fn new(out: W, options: TextOptions) -> Self {
        Self { out, options, tally: Tally::default() }
    }

    fn error(&mut self, report: &FileReport<'_>, error: &ReportedError) -> io::Result<()> {
        let ReportedError { kind, position, message } = error;
        self.headline(report, *position, RED, &"error", kind, message)?;
        self.source_line(report, *position)?;
        writeln!(self.out)
    }

    fn violation(&mut self, report: &FileReport<'_>, violation: &Violation) -> io::Result<()> {
        let (rule, position) = (violation.rule(), violation.position());
        let style = match rule.level() {
            Level::Must => RED,
            Level::Should => YELLOW,
            Level::May | Level::Note => CYAN,
        };
        self.headline(report, position, style, &rule.level(), rule.id(), violation.message())?;
        let margin = self.source_line(report, position)?;
        self.note(margin, &format_args!("{} section {}: {}", rule.spec(), rule.section(), rule.sentence()))?;
        if let Some(precondition) = rule.precondition() {
            self.note(margin, &format_args!("a server answers {precondition}"))?;
        }
        if !violation.help().is_empty() {
            self.note(margin, &format_args!("to mend it: {}", Visible(violation.help())))?;
        }
        writeln!(self.out)
    }

    fn diagnostics(&mut self, report: &FileReport<'_>, group: &Group<'_>) -> io::Result<()> {
        let ReportedDiagnostic { kind, requirement, position, message, .. } = group.first;
        self.headline(report, *position, CYAN, &"diagnostic", kind, message)?;
        let margin = self.source_line(report, *position)?;
        if let Some(requirement) = requirement {
            self.note(margin, &format_args!("requirement {}", Visible(requirement)))?;
        }
        if group.count > 1 {
            self.note(margin, &format_args!("{} times{}", group.count, OtherLines(&group.other_lines)))?;
        }
        writeln!(self.out)
    }

    fn headline(
        &mut self,
        report: &FileReport<'_>,
        position: Position,
        style: &'static str,
        grade: &dyn Display,
        name: &str,
        message: &str,
    ) -> io::Result<()> {
        let file = report.file.to_string_lossy();
        write!(self.out, "{}", Visible(&file))?;
        if position.line > 0 {
            write!(self.out, ":{}:{}", position.line, position.column)?;
        }
        let grade = self.paint(style, grade);
        writeln!(self.out, ": {grade} {}: {}", Visible(name), Visible(message))
    }

    /// Writes the line of the source with a caret, when there is a source and a place in it; the columns of the margin.
    fn source_line(&mut self, report: &FileReport<'_>, position: Position) -> io::Result<usize> {
        let Some(source) = report.source.as_deref().filter(|_| position.line > 0) else {
            return Ok(1);
        };
        let Excerpt { line, caret } = Excerpt::new(source, position.byte, self.options.width.max(20));
        let number = position.line.to_string();
        let margin = number.len();
        let (bar, caret) = (self.paint(BLUE, &"|"), format!("{:caret$}{}", "", self.paint(RED, &"^")));
        writeln!(self.out, "{:margin$} {bar}", "")?;
        writeln!(self.out, "{} {bar} {line}", self.paint(BLUE, &number))?;
        writeln!(self.out, "{:margin$} {bar} {caret}", "")?;
        Ok(margin)
    }

    fn note(&mut self, margin: usize, text: &dyn Display) -> io::Result<()> {
        let sign = self.paint(BLUE, &"=");
        writeln!(self.out, "{:margin$} {sign} {text}", "")
    }

    fn paint<'a>(&self, style: &'static str, text: &'a dyn Display) -> Painted<'a> {
        Painted { style: self.options.colour.then_some(style), text }
    }
}

impl<W: Write> ReportWriter for TextWriter<W> {
    fn file(&mut self, report: &FileReport<'_>) -> io::Result<()> {
        self.tally.add(report);
        if let Some(error) = &report.error {
            self.error(report, error)?;
        }
        for violation in &report.violations {
            self.violation(report, violation)?;
        }
        if report.violations.truncated() {
            let file = report.file.to_string_lossy();
            writeln!(
                self.out,
                "{}: and {} more that are not listed\n",
                Visible(&file),
                report.violations.omitted()
            )?;
        }
        for group in groups(&report.diagnostics) {
            self.diagnostics(report, &group)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        let style = if self.tally.all_ok() { GREEN } else { RED };
        let tally = self.tally;
        let sum = self.paint(style, &tally);
        writeln!(self.out, "{sum}")?;
        self.out.flush()
    }
}

/// Diagnostics of one kind in a file.
struct Group<'a> {
    first: &'a ReportedDiagnostic,
    count: usize,
    /// The lines of all but the first.
    other_lines: Vec<usize>,
}

fn groups(diagnostics: &[ReportedDiagnostic]) -> Vec<Group<'_>> {
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut places = HashMap::new();
    for diagnostic in diagnostics {
        let key = (diagnostic.kind.as_ref(), diagnostic.requirement.as_deref());
        let place = *places.entry(key).or_insert(groups.len());
        if let Some(group) = groups.get_mut(place) {
            group.count = group.count.saturating_add(diagnostic.count);
            group.other_lines.push(diagnostic.position.line);
        } else {
            groups.push(Group { first: diagnostic, count: diagnostic.count, other_lines: Vec::new() });
        }
    }
    groups
}

/// Names the first few lines.
struct OtherLines<'a>(&'a [usize]);

impl Display for OtherLines<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const NAMED: usize = 8;
        for (index, line) in self.0.iter().take(NAMED).enumerate() {
            f.write_str(match (index, self.0.len()) {
                (0, 1) => ", also on line ",
                (0, _) => ", also on lines ",
                _ => ", ",
            })?;
            line.fmt(f)?;
        }
        if self.0.len() > NAMED { f.write_str(" and others") } else { Ok(()) }
    }
}

/// A text in a colour, or as it is.
struct Painted<'a> {
    style: Option<&'static str>,
    text: &'a dyn Display,
}

impl Display for Painted<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.style {
            Some(style) => write!(f, "\x1b[{style}m{}\x1b[0m", self.text),
            None => self.text.fmt(f),
        }
    }
}

const RED: &str = "1;31";
const GREEN: &str = "1;32";
const YELLOW: &str = "1;33";
const BLUE: &str = "1;34";
const CYAN: &str = "1;36";
