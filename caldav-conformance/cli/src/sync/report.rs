//! What is told of a run: a line for each thing that was done or went wrong, and a summary.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::path::Path;
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use serde_json::{Value, json};

use crate::arguments::Format;
use crate::complaint::Visible;
use crate::outcome::Outcome;

/// Writes what happens, and remembers how it ends.
pub(super) struct Reporter<'o> {
    out: Box<dyn Write + 'o>,
    format: Format,
    verbose: bool,
    dry: bool,
    counts: BTreeMap<Action, u64>,
    outcome: Outcome,
    progress: ProgressBar,
    written: u64,
    fault: Option<io::Error>,
}

/// What was done, or went wrong. The names are a contract.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(super) enum Action {
    CreatedHere,
    UpdatedHere,
    DeletedHere,
    CreatedThere,
    UpdatedThere,
    DeletedThere,
    MovedThere,
    RenamedHere,
    CalendarCreatedHere,
    CalendarCreatedThere,
    CalendarGone,
    CalendarUpdatedHere,
    CalendarUpdatedThere,
    LeftHere,
    Conflict,
    Refused,
    Problem,
}

impl Action {
    const ALL: [Self; 17] = [
        Self::CreatedHere,
        Self::UpdatedHere,
        Self::DeletedHere,
        Self::CreatedThere,
        Self::UpdatedThere,
        Self::DeletedThere,
        Self::MovedThere,
        Self::RenamedHere,
        Self::CalendarCreatedHere,
        Self::CalendarCreatedThere,
        Self::CalendarGone,
        Self::CalendarUpdatedHere,
        Self::CalendarUpdatedThere,
        Self::LeftHere,
        Self::Conflict,
        Self::Refused,
        Self::Problem,
    ];

    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::CreatedHere => "created-here",
            Self::UpdatedHere => "updated-here",
            Self::DeletedHere => "deleted-here",
            Self::CreatedThere => "created-there",
            Self::UpdatedThere => "updated-there",
            Self::DeletedThere => "deleted-there",
            Self::MovedThere => "moved-there",
            Self::RenamedHere => "renamed-here",
            Self::CalendarCreatedHere => "calendar-created-here",
            Self::CalendarCreatedThere => "calendar-created-there",
            Self::CalendarGone => "calendar-gone",
            Self::CalendarUpdatedHere => "calendar-updated-here",
            Self::CalendarUpdatedThere => "calendar-updated-there",
            Self::LeftHere => "left-here",
            Self::Conflict => "conflict",
            Self::Refused => "refused",
            Self::Problem => "problem",
        }
    }

    const fn is_wrong(self) -> bool {
        matches!(self, Self::Conflict | Self::Refused | Self::Problem)
    }
}

/// Something that was done or went wrong; what does not apply is `None`.
#[derive(Clone, Debug)]
pub(super) struct Event {
    pub(super) action: Action,
    pub(super) calendar: Option<String>,
    pub(super) file: Option<String>,
    pub(super) href: Option<String>,
    /// Where the content that was here is kept.
    pub(super) kept: Option<String>,
    /// How the server answered.
    pub(super) status: Option<u16>,
    /// The conditions that the server names.
    pub(super) conditions: Vec<String>,
    /// A rule that the content breaks, and the line.
    pub(super) rule: Option<(&'static str, usize)>,
    pub(super) message: Option<String>,
}

impl Event {
    pub(super) const fn new(action: Action) -> Self {
        Self {
            action,
            calendar: None,
            file: None,
            href: None,
            kept: None,
            status: None,
            conditions: Vec::new(),
            rule: None,
            message: None,
        }
    }

    pub(super) fn of(self, calendar: &str) -> Self {
        Self { calendar: Some(calendar.into()), ..self }
    }

    pub(super) fn file(self, file: &str) -> Self {
        Self { file: Some(file.into()), ..self }
    }

    pub(super) fn href(self, href: impl fmt::Display) -> Self {
        Self { href: Some(href.to_string()), ..self }
    }

    pub(super) fn message(self, message: impl fmt::Display) -> Self {
        Self { message: Some(message.to_string()), ..self }
    }

    fn json(&self) -> Value {
        json!({
            "calendar": self.calendar,
            "action": self.action.as_str(),
            "file": self.file,
            "href": self.href,
            "kept": self.kept,
            "status": self.status,
            "conditions": self.conditions,
            "rule": self.rule.map(|(rule, _)| rule),
            "line": self.rule.map(|(_, line)| line),
            "message": self.message,
        })
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = match (&self.calendar, &self.file) {
            (Some(calendar), Some(file)) => Path::new(calendar).join(file).display().to_string(),
            (Some(calendar), None) => calendar.clone(),
            (None, Some(file)) => file.clone(),
            (None, None) => self.href.clone().unwrap_or_default(),
        };
        write!(f, "{place}: {}", self.action.as_str().replace('-', " "))?;
        if let Some(message) = &self.message {
            write!(f, ": {message}")?;
        }
        if let Some(kept) = &self.kept {
            write!(f, "; what was here is kept as {kept}")?;
        }
        Ok(())
    }
}

/// How much went over the wire.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub(super) struct Traffic {
    pub(super) requests: u64,
    pub(super) sent: u64,
    pub(super) received: u64,
}

impl<'o> Reporter<'o> {
    pub(super) fn new(out: Box<dyn Write + 'o>, format: Format, verbose: bool, dry: bool) -> Self {
        let progress = if io::stderr().is_terminal() && !io::stdout().is_terminal() {
            let style = ProgressStyle::with_template("{spinner} {prefix}: {pos} objects");
            let progress = ProgressBar::new_spinner();
            progress.enable_steady_tick(Duration::from_millis(200));
            style.map_or_else(|_| ProgressBar::hidden(), |style| progress.with_style(style))
        } else {
            ProgressBar::hidden()
        };
        Self {
            out,
            format,
            verbose,
            dry,
            counts: BTreeMap::new(),
            outcome: Outcome::Fine,
            progress,
            written: 0,
            fault: None,
        }
    }

    pub(super) fn tell(&mut self, event: &Event) {
        *self.counts.entry(event.action).or_default() += 1;
        if event.action.is_wrong() {
            self.outcome = self.outcome.max(Outcome::Found);
        }
        match self.format {
            Format::Text => self.line(&Visible(&event.to_string()).to_string()),
            Format::Json => self.line(&event.json().to_string()),
        }
        // A run that is cut off has told what it did.
        self.flush();
        if event.file.is_some() {
            self.written += 1;
            self.progress.set_position(self.written);
        }
    }

    /// Tells how the server was found, for programs and for those who want to know.
    pub(super) fn account(&mut self, found: &Value, text: &[String]) {
        match self.format {
            Format::Json => self.line(&found.to_string()),
            Format::Text if self.verbose => {
                for line in text {
                    self.line(&Visible(line).to_string());
                }
            }
            Format::Text => {}
        }
    }

    pub(super) fn begin(&mut self, calendar: &str) {
        self.written = 0;
        self.progress.set_position(0);
        self.progress.set_prefix(calendar.to_owned());
    }

    pub(super) fn worsen(&mut self, outcome: Outcome) {
        self.outcome = self.outcome.max(outcome);
    }

    pub(super) fn summary(&mut self, calendars: usize, traffic: Traffic) {
        self.progress.finish_and_clear();
        let Traffic { requests, sent, received } = traffic;
        match self.format {
            Format::Text => {
                let mut line =
                    if self.dry { "nothing was written; would be: ".to_owned() } else { String::new() };
                for (action, count) in &self.counts {
                    line.push_str(&format!("{count} {}, ", action.as_str().replace('-', " ")));
                }
                if self.counts.is_empty() {
                    line.push_str("nothing new, ");
                }
                let calendars = counted(calendars as u64, "calendar");
                let requests = counted(requests, "request");
                let summary =
                    format!("{line}{calendars}, {requests}, {sent} octets sent, {received} received");
                self.line(&summary);
            }
            Format::Json => {
                let counts: serde_json::Map<String, Value> = Action::ALL
                    .iter()
                    .map(|action| {
                        let count = self.counts.get(action).copied().unwrap_or_default();
                        (action.as_str().to_owned(), count.into())
                    })
                    .collect();
                let summary = json!({
                    "action": "summary",
                    "dry_run": self.dry,
                    "calendars": calendars,
                    "requests": requests,
                    "octets_sent": sent,
                    "octets_received": received,
                    "counts": counts,
                });
                self.line(&summary.to_string());
            }
        }
    }

    /// How it ended.
    pub(super) fn end(mut self) -> io::Result<Outcome> {
        self.progress.finish_and_clear();
        let flushed = self.out.flush();
        match self.fault.map_or(flushed, Err) {
            // Whoever read it has seen enough. How it ended is told all the same.
            Err(fault) if fault.kind() == io::ErrorKind::BrokenPipe => Ok(self.outcome),
            told => told.map(|()| self.outcome),
        }
    }

    fn flush(&mut self) {
        if let Err(error) = self.out.flush() {
            self.fault.get_or_insert(error);
        }
    }

    /// What happened is told also where nobody reads it: the fault is kept for the end.
    fn line(&mut self, line: &str) {
        let Self { out, progress, fault, .. } = self;
        let written = progress.suspend(|| writeln!(out, "{line}"));
        if let Err(error) = written {
            fault.get_or_insert(error);
        }
    }
}

fn counted(count: u64, what: &str) -> String {
    if count == 1 { format!("1 {what}") } else { format!("{count} {what}s") }
}
