//! One calendar and its folder, brought in step.

use std::collections::{HashMap, HashSet};
use std::io;

use caldav_conformance::{CheckOptions, calendar_object};
use caldav_types::Href;
use caldav_types::client::{
    CalendarObject, CalendarSync, Change, Direction, FailureKind, Fetched, LocalChange, LocalOutcome,
    LocalResult, Multiget, SyncOptions, SyncTarget,
};
use ical_model::Calendar;

use super::content::uid;
use super::failure::{explain, outcome_of};
use super::plan::Planned;
use super::replica::{Local, Replica, Task};
use super::report::{Action, Event, Reporter};
use super::state::Intent;
use super::wire::{Wire, drive};
use super::{Job, listing::Listed};
use crate::arguments::DirectionArgument;
use crate::complaint::complain;

/// Brings a calendar and its folder in step, as far as it goes; what goes wrong with either is told.
///
/// # Errors
///
/// The folder cannot be read or written, and nothing more can be done in it.
pub(super) fn synchronize(
    job: &Job<'_>,
    wire: &Wire<'_>,
    replica: &mut Replica<'_>,
    listed: &Listed,
    reporter: &mut Reporter<'_>,
) -> io::Result<()> {
    wire.be_patient();
    replica.look(reporter)?;
    listed.settle_metadata(job, wire, replica, reporter)?;
    let target = listed.target(replica.quirks);
    let one_way = job.dry || job.direction == DirectionArgument::Down;
    let compares = !replica.state.has_compared && replica.has_unknown();
    if job.direction != DirectionArgument::Up && (one_way || compares) {
        let is_told_alone = job.direction == DirectionArgument::Down;
        let planned =
            if one_way { replica.plan(job.delete_all || is_told_alone, reporter) } else { Vec::new() };
        let is_done = pass(job, wire, replica, &target, Direction::FromServer, Vec::new(), reporter)?;
        tell_left(job, replica, &planned, reporter);
        if one_way || !is_done {
            return Ok(());
        }
        replica.look(reporter)?;
    }
    if job.dry {
        let planned = replica.plan(job.delete_all, reporter);
        tell_left(job, replica, &planned, reporter);
        return Ok(());
    }
    let direction =
        if job.direction == DirectionArgument::Up { Direction::ToServer } else { Direction::Both };
    for _ in 0..ROUNDS {
        let planned = replica.plan(job.delete_all, reporter);
        let is_done = pass(job, wire, replica, &target, direction, planned, reporter)?;
        if !is_done || !std::mem::take(&mut replica.has_more) {
            break;
        }
        replica.look(reporter)?;
    }
    Ok(())
}

/// How often a file that is new is put by another name, where another event has the one that it had.
const ROUNDS: usize = 4;

/// What was changed here and stays here, in this run or because of its direction.
fn tell_left(job: &Job<'_>, replica: &Replica<'_>, planned: &[Planned], reporter: &mut Reporter<'_>) {
    for planned in planned {
        let was_found = matches!(planned.change, LocalChange::Create { .. })
            && replica.state.files.contains_key(&planned.file);
        if replica.conflicts.contains(&planned.file) || was_found {
            continue;
        }
        let event = if job.direction == DirectionArgument::Down {
            replica.event(Action::LeftHere).message(planned.what())
        } else {
            replica.event(planned.action())
        };
        reporter.tell(&event.file(&planned.file).href(planned.change.href()));
    }
}

/// One run of the machine. Did it come to its end?
fn pass(
    job: &Job<'_>,
    wire: &Wire<'_>,
    replica: &mut Replica<'_>,
    target: &SyncTarget,
    direction: Direction,
    planned: Vec<Planned>,
    reporter: &mut Reporter<'_>,
) -> io::Result<bool> {
    let options =
        SyncOptions::default().with_batch(job.batch).with_direction(direction).with_in_flight(job.jobs);
    let mut machine = CalendarSync::new(target.clone(), replica.state.sync.clone(), options);
    let mut pushed = HashMap::new();
    for planned in planned {
        machine.push(planned.change.clone());
        pushed.insert(replica.key(planned.change.href()), planned);
    }
    let mut turn =
        Turn { pushed, only_up: direction == Direction::ToServer, stored: HashSet::new(), reporter };
    drive(&mut machine, wire, job.jobs, |machine| turn.take(machine, replica))?;
    turn.take(&mut machine, replica)?;
    let reporter = turn.reporter;
    for (href, kind) in machine.problems() {
        let event = replica.event(Action::Problem).href(href).message(explain(kind, wire));
        reporter.tell(&event.file(replica.file_of(href).map_or("", |file| file)));
    }
    if let Some(moved) = machine.moved_to() {
        complain(format_args!("{}: the calendar is at {moved} now", replica.name));
    }
    if let Some(failure) = machine.failure() {
        let what =
            format!("{} {}: {}", failure.method.as_str(), failure.target, explain(&failure.kind, wire));
        reporter.tell(&replica.event(Action::Problem).message(what));
        reporter.worsen(outcome_of(&failure.kind));
    } else if direction != Direction::ToServer {
        settle(job, wire, replica, target, &machine, reporter)?;
        replica.state.has_compared = true;
    }
    replica.save(machine.state())?;
    Ok(machine.failure().is_none())
}

/// After all that the server told was done: what a run that was cut off left in the folder, and the server did not tell
/// again, is as the server has it.
fn settle(
    job: &Job<'_>,
    wire: &Wire<'_>,
    replica: &mut Replica<'_>,
    target: &SyncTarget,
    machine: &CalendarSync,
    reporter: &mut Reporter<'_>,
) -> io::Result<()> {
    let unsettled = replica.state.unsettled.clone();
    let open: HashSet<String> = machine.state().pending().map(|href| replica.key(href)).collect();
    let mut to_fetch: Vec<Href> = Vec::new();
    let mut tasks = Vec::new();
    for (file, written) in &unsettled.written {
        if open.contains(&replica.key(&written.href)) {
            continue;
        }
        let current = match replica.local.get(file) {
            Some(Local::Content { fingerprint, .. }) => Some(fingerprint),
            _ => None,
        };
        let is_stale = current.is_some_and(|current| unsettled.has(file, current));
        match replica.state.files.get(file) {
            Some(known) if is_stale && current != Some(&known.content) => to_fetch.push(known.href.clone()),
            None if is_stale => tasks.push(Task::Remove { file: file.clone() }),
            _ => replica.state.unsettled.settle(file),
        }
    }
    for file in &unsettled.removed {
        match replica.state.files.get(file) {
            Some(known) if !replica.local.contains_key(file) => to_fetch.push(known.href.clone()),
            _ => replica.state.unsettled.settle(file),
        }
    }
    replica.perform(tasks, reporter)?;
    if to_fetch.is_empty() {
        return Ok(());
    }
    let mut fetch = Multiget::new(target.clone(), to_fetch, job.batch);
    drive(&mut fetch, wire, job.jobs, |_| Ok::<(), io::Error>(()))?;
    if let Some(failure) = fetch.failure() {
        reporter.tell(&replica.event(Action::Problem).message(explain(&failure.kind, wire)));
        reporter.worsen(outcome_of(&failure.kind));
    }
    let mut tasks = Vec::new();
    for (href, fetched) in fetch.drain() {
        match (fetched, replica.file_of(&href).cloned()) {
            (Fetched::Object(object), Some(file)) => tasks.push(Task::Put { file, object }),
            (Fetched::Gone, Some(file)) => tasks.push(Task::Remove { file }),
            _ => {}
        }
    }
    replica.perform(tasks, reporter)
}

/// What is done between two answers: results are told, changes are made in the folder.
struct Turn<'t, 'o> {
    pushed: HashMap<String, Planned>,
    only_up: bool,
    /// The changes that the server has made, as it says.
    stored: HashSet<String>,
    reporter: &'t mut Reporter<'o>,
}

impl Turn<'_, '_> {
    fn take(&mut self, machine: &mut CalendarSync, replica: &mut Replica<'_>) -> io::Result<()> {
        let mut tasks = Vec::new();
        let results = machine.drain_results();
        let taken = results.iter().filter_map(|result| self.taken(result, replica));
        replica.note(&taken.collect::<Vec<_>>())?;
        for result in results {
            self.result(result, replica, &mut tasks);
        }
        for change in machine.drain_changes() {
            match change {
                Change::Upserted(object) => {
                    let file = replica.file_for(&object);
                    tasks.push(Task::Put { file, object });
                }
                Change::Removed { href } => {
                    tasks.extend(replica.file_of(&href).map(|file| Task::Remove { file: file.clone() }));
                }
            }
        }
        replica.perform(tasks, self.reporter)?;
        replica.save_now_and_then(machine.state())
    }

    /// What is noted of a result. What became of a file that was moved is seen better by looking again.
    fn taken(&self, result: &LocalResult, replica: &Replica<'_>) -> Option<Intent> {
        let planned = self.pushed.get(&replica.key(result.change.href()))?;
        let (file, generation) = (planned.file.clone(), replica.state.generation);
        match &result.outcome {
            LocalOutcome::Stored { href, .. } if planned.before.is_none() => {
                let write = Some((href.clone(), planned.content.clone()));
                Some(Intent { generation, file, write })
            }
            LocalOutcome::Deleted => Some(Intent { generation, file, write: None }),
            _ => None,
        }
    }

    fn result(&mut self, result: LocalResult, replica: &mut Replica<'_>, tasks: &mut Vec<Task>) {
        let Some(planned) = self.pushed.get(&replica.key(result.change.href())).cloned() else { return };
        let event = |action| replica.event(action).file(&planned.file).href(result.change.href());
        match result.outcome {
            LocalOutcome::Stored { href, .. } => {
                let event = replica.event(planned.action()).file(&planned.file).href(&href);
                if let Some(before) = &planned.before {
                    replica.forget(before);
                }
                self.stored.insert(replica.key(result.change.href()));
                let octets = match replica.local.get(&planned.file) {
                    Some(Local::Content { changed: Some(octets), .. }) => octets.clone(),
                    _ => Vec::new(),
                };
                replica.know(&planned.file, href, planned.content.clone(), &octets);
                self.reporter.tell(&event);
            }
            LocalOutcome::Deleted => {
                let event = event(Action::DeletedThere);
                replica.forget(&planned.file);
                self.reporter.tell(&event);
            }
            LocalOutcome::Conflict { server } if self.only_up => {
                let there = if server.is_some() { "changed there too" } else { "deleted there" };
                let what = format!("{}, {there}: both are left as they are", planned.what());
                self.reporter.tell(&event(Action::Conflict).message(what));
            }
            LocalOutcome::Conflict { server: None }
                if self.stored.contains(&replica.key(result.change.href())) =>
            {
                // Nobody deleted it: a server may lose what it is to move. It is new once more.
                let what = "the server does not have what it took; it is sent once more";
                self.reporter.tell(&event(Action::Problem).message(what));
                replica.forget(&planned.file);
                replica.has_more = true;
            }
            LocalOutcome::Conflict { server: Some(object) }
                if replica.key(&object.href) != replica.key(result.change.href()) =>
            {
                // What stands where it was to be moved: the file has its new name here alone.
                if let Some(before) = &planned.before {
                    replica.rename(before, &planned.file);
                }
                let file = replica.file_for(&object);
                tasks.push(Task::Put { file, object });
            }
            LocalOutcome::Conflict { server: Some(object) }
                if planned.before.as_ref().is_some_and(|before| replica.is_another(before, &object)) =>
            {
                // What was to be moved is not there any more: the file is new, and that event has a file of its own.
                planned.before.iter().for_each(|before| replica.forget(before));
                let file = replica.file_for(&object);
                tasks.push(Task::Put { file, object });
                replica.has_more = true;
            }
            LocalOutcome::Conflict { server: Some(object) } if is_another(&planned, &object) => {
                // Two events by one name: that one gets a file of its own, and this one is new once more.
                let file = replica.file_for(&object);
                tasks.push(Task::Put { file, object });
                replica.has_more = true;
            }
            LocalOutcome::Conflict { server } => {
                if let Some(before) = &planned.before {
                    replica.rename(before, &planned.file);
                }
                let file = if server.is_some() { replica.shown(planned.file) } else { planned.file };
                tasks.push(match server {
                    Some(object) => Task::Put { file, object },
                    None => Task::Remove { file },
                });
            }
            LocalOutcome::Refused(kind) => {
                let is_for_good = match &kind {
                    FailureKind::Refused(status, _) => !status.is_server_error(),
                    kind => matches!(kind, FailureKind::Withheld(_)),
                };
                if let (Some(before), true) = (&planned.before, is_for_good) {
                    // It has its new name here, and the one that it had there.
                    let event = event(Action::RenamedHere).message("the server keeps the name that it had");
                    replica.rename(before, &planned.file);
                    return self.reporter.tell(&event);
                }
                self.reporter.tell(&refusal(event(Action::Refused), &planned, &kind));
                if let Some(twin) = replica.twin_of(&planned, &kind) {
                    tasks.push(Task::SetAside { file: planned.file, twin });
                }
            }
        }
    }
}

/// Is what the server has at the address of a new file another event?
fn is_another(planned: &Planned, object: &CalendarObject) -> bool {
    let LocalChange::Create { calendar_data, .. } = &planned.change else { return false };
    let (here, there) = (uid(calendar_data.as_bytes()), uid(object.calendar_data.as_bytes()));
    here.is_some() && there.is_some() && here != there
}

/// Why the server did not want a change, and what we find wrong with it.
fn refusal(event: Event, planned: &Planned, kind: &FailureKind) -> Event {
    let mut event = Event { ..event };
    let mut message = match kind {
        FailureKind::Refused(status, error) => {
            event.status = Some(status.as_u16());
            event.conditions = error
                .iter()
                .flat_map(|error| &error.conditions)
                .map(|condition| condition.precondition.to_string())
                .collect();
            let conditions = event.conditions.join(", ");
            if conditions.is_empty() { status.to_string() } else { format!("{status}, {conditions}") }
        }
        kind => super::failure::sentence(kind),
    };
    if let Some(text) = planned.calendar_data()
        && let Some((rule, line, found)) = broken_rule(text, &event.conditions)
    {
        event.rule = Some((rule, line));
        message.push_str(&format!("; line {line}: {found} ({rule})"));
    }
    event.message(message)
}

/// The rule that a content breaks: one of what the server names, or else the first.
fn broken_rule(text: &str, conditions: &[String]) -> Option<(&'static str, usize, String)> {
    let calendar = match Calendar::parse(text) {
        Ok(calendar) => calendar,
        Err(fault) => return Some(("calendar", fault.position().line, fault.kind().to_string())),
    };
    let violations = calendar_object::check(&calendar, &CheckOptions::default());
    let is_named = |precondition: String| conditions.contains(&precondition);
    let named = violations.must().find(|violation| {
        violation.rule().precondition().is_some_and(|precondition| is_named(precondition.to_string()))
    });
    let violation = named.or_else(|| violations.must().next())?;
    Some((violation.rule().id(), violation.position().line, violation.message().to_owned()))
}
