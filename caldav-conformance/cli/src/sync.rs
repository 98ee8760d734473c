//! `sync`: the calendars of an account and the folders of a folder, brought in step.

mod account;
mod calendar;
mod content;
mod disk;
mod dns;
mod failure;
mod folders;
mod http;
mod listing;
mod metadata;
mod name;
mod naming;
mod new_calendar;
mod plan;
mod replica;
mod report;
mod state;
mod wire;

use std::io;
use std::path::Path;
use std::thread;

use ::http::Uri;
use caldav_types::Href;
use caldav_types::client::{Credentials, Quirk, Start};

use self::disk::{Disk, Kind, within};
use self::dns::Names;
use self::folders::Folders;
use self::listing::Listed;
use self::replica::{Ground, Replica};
use self::report::{Action, Event, Reporter};
use self::state::{CalendarState, States};
use self::wire::Wire;
use crate::arguments::{DirectionArgument, Synchronize};
use crate::complaint::{complain, complain_of};
use crate::outcome::Outcome;
use crate::output;

/// Finds the calendars and brings each in step with its folder.
pub(crate) fn run(arguments: &Synchronize) -> io::Result<Outcome> {
    let start = match Start::parse(&arguments.url) {
        Ok(start) => start,
        Err(fault) => {
            // A password may stand before it.
            complain(format_args!("{}: {fault}", arguments.url.rsplit('@').next().unwrap_or_default()));
            return Ok(Outcome::CouldNotRun);
        }
    };
    let user = arguments.user.as_deref().or_else(|| start.user());
    let credentials = match credentials(arguments, user) {
        Ok(credentials) => credentials,
        Err(fault) => {
            complain(fault);
            return Ok(Outcome::CouldNotRun);
        }
    };
    let clear_text = arguments.allow_clear_text;
    if let Err(kind) = account::check_start(&start, clear_text, !credentials.is_empty()) {
        complain(failure::sentence(&kind));
        return Ok(Outcome::CouldNotRun);
    }
    // Without a name and a password that may be in it.
    let start_text = start.url().map_or_else(|| arguments.url.clone(), ToString::to_string);
    let job = Job {
        root: &arguments.folder,
        start_text: &start_text,
        user: user.map(content::mark),
        start,
        clear_text,
        direction: arguments.direction,
        calendars: &arguments.calendars,
        dry: arguments.dry_run,
        delete_all: arguments.delete_all,
        batch: arguments.batch.into(),
        jobs: arguments.jobs.into(),
    };
    let network = http::Network::new(job.jobs);
    let wire = Wire::new(&network, credentials, clear_text, &thread::sleep);
    let names: &dyn Names = if arguments.no_dns { &dns::Nobody } else { &dns::System };
    let out = output::standard_output();
    let mut reporter = Reporter::new(out, arguments.format, arguments.verbose, job.dry);
    job.run(&Disk::new(job.dry), &wire, names, &mut reporter);
    reporter.end()
}

/// Whom the user may be: of an address of mail the name before the host, too.
fn credentials(arguments: &Synchronize, user: Option<&str>) -> Result<Vec<Credentials>, String> {
    let secret = |variable: &str| {
        std::env::var(variable)
            .map_err(|_| format!("expected a secret in the environment variable {variable}, found none"))
    };
    if let Some(variable) = &arguments.token_env {
        let unfit = |_| "expected a bearer token, found something else".to_owned();
        return Ok(vec![Credentials::bearer(&secret(variable)?).map_err(unfit)?]);
    }
    let Some(variable) = &arguments.password_env else { return Ok(Vec::new()) };
    let password = secret(variable)?;
    let user = user.ok_or("expected --user with --password-env, found none")?;
    let local = user.split_once('@').map(|(local, _)| local).filter(|_| arguments.user.is_none());
    let names = [Some(user), local].into_iter().flatten();
    let unfit = |_| "expected a name without colon and no control characters, found others".to_owned();
    names.map(|name| Credentials::basic(name, &password).map_err(unfit)).collect()
}

/// What is to be done.
#[derive(Clone, Debug)]
struct Job<'a> {
    root: &'a Path,
    start: Start,
    start_text: &'a str,
    /// Whose account it is, by a mark.
    user: Option<String>,
    clear_text: bool,
    direction: DirectionArgument,
    /// The calendars to take; all where none is named.
    calendars: &'a [String],
    dry: bool,
    delete_all: bool,
    batch: usize,
    jobs: usize,
}

impl Job<'_> {
    /// Does it. How it ends is told to the reporter.
    fn run(&self, disk: &Disk, wire: &Wire<'_>, names: &dyn Names, reporter: &mut Reporter<'_>) {
        match self.try_run(disk, wire, names, reporter) {
            Ok(calendars) => reporter.summary(calendars, wire.traffic()),
            Err(outcome) => reporter.worsen(outcome),
        }
    }

    fn try_run(
        &self,
        disk: &Disk,
        wire: &Wire<'_>,
        names: &dyn Names,
        reporter: &mut Reporter<'_>,
    ) -> Result<usize, Outcome> {
        let could_not = |fault: &dyn std::fmt::Display| {
            complain(fault);
            Outcome::CouldNotRun
        };
        let of_root = |fault: io::Error| {
            complain_of(self.root, fault);
            Outcome::CouldNotRun
        };
        match disk.kind(self.root).map_err(of_root)? {
            None => disk.make_folder(self.root).map_err(of_root)?,
            // The folder that the user names may be a link.
            Some(Kind::Folder | Kind::Other) => {}
            Some(Kind::File) => return Err(of_root(io::ErrorKind::NotADirectory.into())),
        }
        let states = States::new(self.root);
        let _lock = states.lock(disk).map_err(|fault| could_not(&fault))?;
        let saved = states.account(disk).map_err(|fault| could_not(&fault))?;
        let known = states.calendars(disk).map_err(|fault| could_not(&fault))?;
        let found = account::find(self, wire, names, saved.clone(), reporter)?;
        if saved.as_ref() != Some(&found.state) {
            states.save_account(disk, &found.state).map_err(of_root)?;
        }
        let folders = Folders::assign(disk, self.root, &known, found.calendars).map_err(of_root)?;
        for name in self.calendars {
            let is_name = |folder: &String, listed: Option<&Listed>| {
                folder == name || listed.is_some_and(|listed| listed.display_name.as_ref() == Some(name))
            };
            let is_there = folders.calendars.iter().any(|(folder, listed)| is_name(folder, Some(listed)))
                || folders.new.iter().chain(&folders.gone).any(|folder| is_name(folder, None));
            if !is_there {
                complain(format_args!("{name}: there is no such calendar"));
                reporter.worsen(Outcome::CouldNotRun);
            }
        }
        let ground = Ground { disk, states: &states, root: self.root, quirks: &found.state.quirks };
        let mut count = 0;
        for (folder, listed) in &folders.calendars {
            if !self.takes(folder, listed.display_name.as_deref()) {
                continue;
            }
            count += 1;
            reporter.begin(folder);
            let saved = known.get(folder).cloned();
            let mut replica = Replica::new(ground, folder, listed.url.clone(), saved);
            if let Err(fault) = calendar::synchronize(self, wire, &mut replica, listed, reporter) {
                reporter.tell(&Event::new(Action::Problem).of(folder).message(fault));
            }
        }
        if found.state.only.is_none() {
            let is_possible = !ground.quirks.has(Quirk::NoNewCalendars);
            let home = found.state.homes.first().filter(|_| is_possible);
            for folder in folders.new.iter().filter(|folder| self.takes(folder, None)) {
                reporter.begin(folder);
                match self.make_calendar(wire, ground, folder, home, reporter) {
                    Ok(made) => count += usize::from(made),
                    Err(fault) => reporter.tell(&Event::new(Action::Problem).of(folder).message(fault)),
                }
            }
            for folder in folders.gone.iter().filter(|folder| self.takes(folder, None)) {
                let state = known.get(folder);
                self.tell_gone(disk, &states, folder, state, reporter).map_err(of_root)?;
            }
        }
        Ok(count)
    }

    /// Is the calendar one of those that were asked for?
    fn takes(&self, folder: &str, display_name: Option<&str>) -> bool {
        self.calendars.is_empty()
            || self.calendars.iter().any(|name| name == folder || display_name == Some(name.as_str()))
    }

    /// Makes a calendar of a folder that is new here, unless changes of this side are not to be made.
    fn make_calendar(
        &self,
        wire: &Wire<'_>,
        ground: Ground<'_>,
        folder: &str,
        home: Option<&Href>,
        reporter: &mut Reporter<'_>,
    ) -> io::Result<bool> {
        let event = |action| Event::new(action).of(folder);
        let url = home.map(|home| home.clone().into_collection().join(folder).into_collection());
        let Some(url) = url.and_then(|url| url.as_str().parse::<Uri>().ok()) else {
            reporter.tell(&event(Action::Problem).message("there is no home to make a calendar in"));
            return Ok(false);
        };
        if self.direction == DirectionArgument::Down {
            reporter.tell(&event(Action::LeftHere).message("new here"));
            return Ok(false);
        }
        if self.dry {
            reporter.tell(&event(Action::CalendarCreatedThere).href(&url));
            return Ok(false);
        }
        let replica = Replica::new(ground, folder, url, None);
        let Some(listed) = new_calendar::make(wire, &replica, reporter)? else { return Ok(false) };
        let mut saved = CalendarState::new(&listed.url.to_string());
        // There is nothing to compare it with.
        saved.has_compared = true;
        // Not every server has set what it was asked to: what differs is set once more.
        saved.display_name.clone_from(&listed.display_name);
        saved.color.clone_from(&listed.color);
        let mut replica = Replica::new(ground, folder, listed.url.clone(), Some(saved));
        replica.store()?;
        calendar::synchronize(self, wire, &mut replica, &listed, reporter)?;
        Ok(true)
    }

    /// The folder stays when the calendar goes; what is known of it stays with it.
    fn tell_gone(
        &self,
        disk: &Disk,
        states: &States,
        folder: &str,
        state: Option<&CalendarState>,
        reporter: &mut Reporter<'_>,
    ) -> io::Result<()> {
        if disk.kind(&within(self.root, folder))?.is_none() {
            return states.forget_calendar(disk, folder);
        }
        let what = "the server has it no more; the folder is left as it is, and given another name it is a new calendar";
        let href = state.map(|state| state.url.clone());
        let event = Event::new(Action::CalendarGone).of(folder).message(what);
        reporter.tell(&Event { href, ..event });
        Ok(())
    }
}

#[cfg(test)]
mod tests;
