//! `check`: what files break of the rules.

mod contents;

use std::borrow::Cow;
use std::fs;
use std::io::{self, Write};

use caldav_conformance::report::{
    FileReport, JsonWriter, JunitWriter, ReportWriter, ReportedDiagnostic, ReportedError, SarifWriter,
    TextOptions, TextWriter,
};
use caldav_conformance::{CheckOptions, Findings, Profile, calendar_object};
use ical_model::{Calendar, CalendarStream, Diagnostic, ParseError, Position};
use indicatif::ProgressBar;
use rayon::prelude::*;

use self::contents::Contents;
use crate::arguments::{Check, ReportFormat};
use crate::complaint::{complain, complain_of};
use crate::outcome::Outcome;
use crate::sources::{self, Source};
use crate::{input, output};

/// Checks all files and reports each in its turn. When nobody reads the report any longer, it ends early.
pub(crate) fn run(arguments: &Check) -> io::Result<Outcome> {
    if arguments.paths.iter().filter(|path| input::is_standard_input(path)).count() > 1 {
        complain("expected \"-\" once, found it several times");
        return Ok(Outcome::CouldNotRun);
    }
    let sources = sources::find(&arguments.paths);
    if sources.is_empty() {
        complain("no calendar file (*.ics, *.ical, *.ifb, *.icalendar) was found");
    }
    let mut outcome = Outcome::Fine;
    match report(arguments, &sources, &mut outcome) {
        Err(fault) if fault.kind() == io::ErrorKind::BrokenPipe => Ok(outcome),
        reported => reported.map(|()| outcome),
    }
}

fn report(arguments: &Check, sources: &[Source], outcome: &mut Outcome) -> io::Result<()> {
    let task = Task { options: arguments.options(), format: arguments.format };
    let mut contents = Contents::default();
    let mut out = output::standard_output();
    let mut writer = report_writer(arguments.format, &mut out, sources.len());
    let progress = progress(sources.len());
    let mut rest = sources;
    while let Some((batch, others)) = next_batch(rest) {
        rest = others;
        let checked: Vec<_> = batch.par_iter().map(|source| task.check(source)).collect();
        progress.inc(batch.len() as u64);
        // The bar must not stand in the lines of the report.
        progress.suspend(|| {
            checked.into_iter().try_for_each(|checked| {
                *outcome = (*outcome).max(checked.outcome);
                contents.add(&checked.contents);
                if checked.outcome == Outcome::CouldNotRun
                    && let Some(error) = &checked.report.error
                {
                    complain_of(&checked.report.file, &error.message);
                }
                writer.file(&checked.report)
            })
        })?;
    }
    progress.finish_and_clear();
    writer.finish()?;
    if arguments.format == ReportFormat::Text {
        summary(&mut out, &contents, &task.options)?;
    }
    out.flush()
}

/// What is done with every file.
struct Task {
    options: CheckOptions,
    format: ReportFormat,
}

/// What came of one file.
struct Checked<'a> {
    report: FileReport<'a>,
    contents: Contents,
    outcome: Outcome,
}

impl Task {
    fn check<'a>(&self, source: &'a Source) -> Checked<'a> {
        let mut report = FileReport::new(source.path.as_path());
        let bytes = match &source.fault {
            Some(fault) => Err(fault.to_string()),
            None => input::read(&source.path).map_err(|fault| fault.to_string()),
        };
        let bytes = match bytes {
            Ok(bytes) => bytes,
            Err(fault) => {
                let message = format!("cannot be read: {fault}");
                report.error =
                    Some(ReportedError { kind: "unreadable".into(), position: Position::default(), message });
                return Checked { report, contents: Contents::default(), outcome: Outcome::CouldNotRun };
            }
        };
        let mut contents = Contents::default();
        match self.inspect(&bytes, &mut contents) {
            Ok(findings) => {
                report.violations = findings.violations;
                report.diagnostics = findings.diagnostics.iter().map(reported_diagnostic).collect();
            }
            Err(error) => report.error = Some(reported_error(&error)),
        }
        let nothing_found =
            report.error.is_none() && report.violations.is_empty() && report.diagnostics.is_empty();
        if self.format == ReportFormat::Text && !nothing_found {
            report.source = Some(Cow::Owned(bytes));
        }
        let fine = if self.options.strict { nothing_found } else { report.ok() };
        Checked { report, contents, outcome: if fine { Outcome::Fine } else { Outcome::Found } }
    }

    fn inspect(&self, bytes: &[u8], contents: &mut Contents) -> Result<Findings, ParseError> {
        let parse_options = input::parse_options();
        if self.options.profile == Profile::Object {
            let calendar = Calendar::parse_with(bytes, &parse_options)?;
            self.count(contents, calendar.stream());
            Ok(calendar_object::inspect(&calendar, &self.options))
        } else {
            let stream = CalendarStream::parse_with(bytes, &parse_options)?;
            self.count(contents, &stream);
            Ok(calendar_object::inspect_stream(&stream, &self.options))
        }
    }

    /// Only the report for people tells what was read.
    fn count(&self, contents: &mut Contents, stream: &CalendarStream<'_>) {
        if self.format == ReportFormat::Text {
            contents.count(stream);
        }
    }
}

fn reported_error(error: &ParseError) -> ReportedError {
    ReportedError {
        kind: error.kind().name().into(),
        position: error.position(),
        message: error.kind().to_string(),
    }
}

fn reported_diagnostic(diagnostic: &Diagnostic) -> ReportedDiagnostic {
    ReportedDiagnostic {
        kind: diagnostic.kind().name().into(),
        requirement: Some(diagnostic.requirement().into()),
        position: diagnostic.position(),
        message: diagnostic.kind().to_string(),
        count: diagnostic.occurrences(),
    }
}

fn report_writer<'w>(
    format: ReportFormat,
    out: &'w mut dyn Write,
    files: usize,
) -> Box<dyn ReportWriter + 'w> {
    match format {
        ReportFormat::Text => {
            Box::new(TextWriter::new(out, TextOptions::default().with_colour(output::in_colour())))
        }
        ReportFormat::Json => Box::new(JsonWriter::new(out)),
        ReportFormat::Junit => Box::new(JunitWriter::new(out, "caldav-conformance").with_tests(files)),
        ReportFormat::Sarif => Box::new(SarifWriter::new(out)),
    }
}

fn summary(out: &mut dyn Write, contents: &Contents, options: &CheckOptions) -> io::Result<()> {
    writeln!(out, "{contents}")?;
    let profile = match options.profile {
        Profile::Object => "calendar object resources: RFC 4791 section 4.1, RFC 5545 and its extensions",
        Profile::Stream => {
            "streams of calendars: RFC 5545 and its extensions, any number of UIDs and METHODs"
        }
        _ => "iCalendar: RFC 5545 and its extensions",
    };
    writeln!(out, "checked as {profile}{}", if options.strict { "; strictly" } else { "" })
}

/// The files that are checked side by side and held in memory at once, and the others. A bound on the number of octets
/// keeps the memory small where files are large; one file is always taken.
fn next_batch(sources: &[Source]) -> Option<(&[Source], &[Source])> {
    const FILES: usize = 256;
    const OCTETS: u64 = 32 << 20;
    let mut octets = 0u64;
    let mut files = 0;
    for source in sources.iter().take(FILES) {
        let length = fs::metadata(&source.path).map_or(0, |file| file.len());
        octets = octets.saturating_add(length);
        if files > 0 && octets > OCTETS {
            break;
        }
        files += 1;
    }
    if files == 0 { None } else { sources.split_at_checked(files) }
}

/// A bar on the standard error when that is a terminal and there is something to wait for.
fn progress(files: usize) -> ProgressBar {
    const WORTH_A_BAR: usize = 500;
    // Hides itself where the standard error is no terminal.
    if files < WORTH_A_BAR { ProgressBar::hidden() } else { ProgressBar::new(files as u64) }
}
