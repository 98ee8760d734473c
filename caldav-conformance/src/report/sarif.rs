//! The report for services that collect findings: SARIF 2.1.0.
//!
//! [Static Analysis Results Interchange Format](https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html), an
//! OASIS standard.

mod artifact_uri;
mod log;

use std::borrow::Cow;
use std::collections::HashMap;
use std::io::{self, Write};

use ical_model::Position;

use self::artifact_uri::artifact_uri;
use self::log::{
    ArtifactLocation, Invocation, Location, Message, Notification, PhysicalLocation, Properties, Region,
    ReportingConfiguration, ReportingDescriptor, ResultObject, Tool, ToolComponent,
};
use super::{FileReport, ReportWriter};
use crate::rule::{Level, Rule};

/// Writes a log in SARIF with one run.
///
/// A violation is a result of its rule: an error for a MUST, a warning for a SHOULD, a note else. Why a file could not be
/// read is an error of a rule `error/…`, a diagnostic is a note of a rule `diagnostic/…`. Only rules that have results
/// are described, after the results, as they are not known before.
///
/// ```
/// use std::path::Path;
/// use caldav_conformance::report::{FileReport, ReportWriter, SarifWriter};
/// use caldav_conformance::{Level, Rule, Violation};
/// use ical_model::Position;
///
/// static ONE_UID: Rule = Rule::new("object-one-uid", Level::Must, "RFC 4791", "4.1", "all components have one UID");
/// let mut report = FileReport::new(Path::new("two events.ics"));
/// let position = Position { byte: 210, line: 12, column: 5 };
/// report.violations.push(Violation::new(&ONE_UID, position, "the UIDs are 1 and 2"));
///
/// let mut log = Vec::new();
/// let mut writer = Box::new(SarifWriter::new(&mut log));
/// writer.file(&report)?;
/// writer.finish()?;
/// let log: serde_json::Value = serde_json::from_slice(&log)?;
/// let result = &log["runs"][0]["results"][0];
/// assert_eq!(result["ruleId"], "object-one-uid");
/// assert_eq!(result["level"], "error");
/// let place = &result["locations"][0]["physicalLocation"];
/// assert_eq!(place["artifactLocation"]["uri"], "two%20events.ics");
/// assert_eq!(place["region"]["startLine"], 12);
/// # Ok::<(), std::io::Error>(())
/// ```
#[derive(Debug)]
pub struct SarifWriter<W> {
    out: W,
    begun: bool,
    results: usize,
    omitted: usize,
    descriptors: Vec<Descriptor>,
    indices: HashMap<String, usize>,
}

impl<W: Write> SarifWriter<W> {
    /// A writer of one log.
    #[must_use]
    pub fn new(out: W) -> Self {
        Self { out, begun: false, results: 0, omitted: 0, descriptors: Vec::new(), indices: HashMap::new() }
    }

    fn begin(&mut self) -> io::Result<()> {
        if !self.begun {
            self.begun = true;
            write!(self.out, "{{\"$schema\":\"{SCHEMA}\",\"version\":\"2.1.0\",\"runs\":[{{")?;
            // Columns of a Position are characters.
            write!(self.out, "\"columnKind\":\"unicodeCodePoints\",\"results\":[")?;
        }
        Ok(())
    }

    fn result(&mut self, uri: &str, descriptor: Descriptor, finding: &Finding<'_>) -> io::Result<()> {
        let Finding { position, message, help, count } = *finding;
        let (id, level) = (descriptor.id(), descriptor.level());
        let region = (position.line > 0)
            .then(|| Region { start_line: position.line, start_column: position.column.max(1) });
        let artifact_location = ArtifactLocation { uri };
        let text: Cow<'_, str> =
            if help.is_empty() { message.into() } else { format!("{message}\n{help}").into() };
        let result = ResultObject {
            rule_id: &id,
            rule_index: self.index(&id, descriptor),
            level,
            message: Message { text },
            locations: [Location { physical_location: PhysicalLocation { artifact_location, region } }],
            occurrence_count: (count > 1).then_some(count),
        };
        self.out.write_all(if self.results == 0 { b"\n" } else { b",\n" })?;
        self.results += 1;
        Ok(serde_json::to_writer(&mut self.out, &result)?)
    }

    fn index(&mut self, id: &str, descriptor: Descriptor) -> usize {
        if let Some(index) = self.indices.get(id) {
            return *index;
        }
        let index = self.descriptors.len();
        self.indices.insert(id.to_owned(), index);
        self.descriptors.push(descriptor);
        index
    }
}

impl<W: Write> ReportWriter for SarifWriter<W> {
    fn file(&mut self, report: &FileReport<'_>) -> io::Result<()> {
        self.begin()?;
        let uri = artifact_uri(&report.file);
        if let Some(error) = &report.error {
            let finding = Finding { position: error.position, message: &error.message, help: "", count: 1 };
            self.result(&uri, Descriptor::Error(error.kind.clone()), &finding)?;
        }
        for violation in &report.violations {
            let rule = violation.rule();
            // What the rule says is told once, with the rule.
            let help = if violation.help() == rule.help() { "" } else { violation.help() };
            let finding =
                Finding { position: violation.position(), message: violation.message(), help, count: 1 };
            self.result(&uri, Descriptor::Rule(rule), &finding)?;
        }
        self.omitted = self.omitted.saturating_add(report.violations.omitted());
        for diagnostic in &report.diagnostics {
            let descriptor = Descriptor::Diagnostic(diagnostic.kind.clone(), diagnostic.requirement.clone());
            let (position, count) = (diagnostic.position, diagnostic.count);
            let finding = Finding { position, message: &diagnostic.message, help: "", count };
            self.result(&uri, descriptor, &finding)?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.begin()?;
        self.out.write_all(b"\n],\n\"tool\":")?;
        let ids: Vec<_> = self.descriptors.iter().map(Descriptor::id).collect();
        let rules =
            self.descriptors.iter().zip(&ids).map(|(descriptor, id)| descriptor.describe(id)).collect();
        let driver =
            ToolComponent { name: "caldav-conformance", semantic_version: env!("CARGO_PKG_VERSION"), rules };
        serde_json::to_writer(&mut self.out, &Tool { driver })?;
        if self.omitted > 0 {
            let message = Message::new(format!("{} more violations are not listed", self.omitted));
            let notification = Notification { level: "warning", message };
            let invocation =
                Invocation { execution_successful: true, tool_execution_notifications: [notification] };
            self.out.write_all(b",\n\"invocations\":")?;
            serde_json::to_writer(&mut self.out, &[invocation])?;
        }
        self.out.write_all(b"}]}\n")?;
        self.out.flush()
    }
}

/// The schema of the standard as published.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/os/schemas/sarif-schema-2.1.0.json";

/// What a result says of a place.
struct Finding<'a> {
    position: Position,
    message: &'a str,
    help: &'a str,
    count: usize,
}

/// What a result is one of.
#[derive(Debug)]
enum Descriptor {
    Rule(&'static Rule),
    Error(Cow<'static, str>),
    Diagnostic(Cow<'static, str>, Option<Cow<'static, str>>),
}

impl Descriptor {
    fn id(&self) -> Cow<'static, str> {
        match self {
            Self::Rule(rule) => rule.id().into(),
            Self::Error(kind) => format!("error/{kind}").into(),
            Self::Diagnostic(kind, _) => format!("diagnostic/{kind}").into(),
        }
    }

    fn level(&self) -> &'static str {
        match self {
            Self::Rule(rule) => match rule.level() {
                Level::Must => "error",
                Level::Should => "warning",
                Level::May | Level::Note => "note",
            },
            Self::Error(_) => "error",
            Self::Diagnostic(..) => "note",
        }
    }

    fn describe<'a>(&'a self, id: &'a str) -> ReportingDescriptor<'a> {
        let described = ReportingDescriptor {
            id,
            default_configuration: ReportingConfiguration { level: self.level() },
            short_description: Message::new(match self {
                Self::Rule(rule) => rule.sentence(),
                Self::Error(_) => "the file cannot be read as a calendar",
                Self::Diagnostic(..) => "malformed, and read all the same",
            }),
            full_description: None,
            help: None,
            help_uri: None,
            properties: None,
        };
        match self {
            Self::Rule(rule) => ReportingDescriptor {
                full_description: Some(Message::new(rule.to_string())),
                help: Some(Message::new(if rule.help().is_empty() { rule.sentence() } else { rule.help() })),
                help_uri: rule.url(),
                properties: Some(Properties {
                    level: Some(rule.level()),
                    spec: Some(rule.spec()),
                    section: Some(rule.section()),
                    requirements: rule.requirements().into(),
                    precondition: rule.precondition(),
                }),
                ..described
            },
            Self::Diagnostic(_, Some(requirement)) => ReportingDescriptor {
                properties: Some(Properties {
                    level: None,
                    spec: None,
                    section: None,
                    requirements: vec![requirement.as_ref()].into(),
                    precondition: None,
                }),
                ..described
            },
            Self::Error(_) | Self::Diagnostic(_, None) => described,
        }
    }
}
