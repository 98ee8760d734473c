//! `serve`: the reference server on the loopback interface.

mod connections;
mod exchange;
mod question;

use std::fs;
use std::io::{self, Write};
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::SystemTime;

use caldav_conformance::reference::{Account, Server, Settings, Tolerance};
use chrono::{DateTime, Utc};

use crate::arguments::Serve;
use crate::complaint::{complain, complain_of};
use crate::outcome::Outcome;
use crate::{output, sources};

/// Fills the server, tells its address, and answers until it is interrupted.
pub(crate) fn run(arguments: &Serve) -> io::Result<Outcome> {
    let users = users(arguments);
    let mut server = Server::new(settings(arguments, &users));
    let mut outcome = Outcome::Fine;
    if let (Some(folder), Some((name, _))) = (&arguments.calendars, users.first()) {
        match fill(&mut server, name, folder) {
            Ok(found) => outcome = found,
            Err(fault) => {
                complain_of(folder, fault);
                return Ok(Outcome::CouldNotRun);
            }
        }
    }
    let usual = if arguments.ask.is_some() { 0 } else { 8008 };
    let port = arguments.port.unwrap_or(usual);
    let listener = match listen(port) {
        Ok(listener) => listener,
        Err(fault) => {
            complain(format_args!("port {port}: {fault}"));
            return Ok(Outcome::CouldNotRun);
        }
    };
    let server = Arc::new(Mutex::new(server));
    if let (Some(report), Some(user)) = (&arguments.ask, users.first()) {
        return Ok(outcome.max(ask(listener, server, user, report)?));
    }
    let mut out = output::standard_output();
    writeln!(out, "http://{}/", listener.local_addr()?)?;
    for (name, password) in &users {
        // Only the password that everyone knows is told.
        let password =
            if arguments.users.is_empty() { format!(", password {password}") } else { String::new() };
        writeln!(out, "user {name}{password}")?;
    }
    out.flush()?;
    drop(out);
    connections::serve(listener, &server, arguments.quiet)?;
    Ok(outcome)
}

/// Serves for one report, and prints what is answered.
fn ask(
    listener: TcpListener,
    server: Arc<Mutex<Server>>,
    user: &(String, String),
    report: &Path,
) -> io::Result<Outcome> {
    let address = listener.local_addr()?;
    // It ends with the program.
    thread::spawn(move || connections::serve(listener, &server, true));
    let answer = match question::ask(address, user, report) {
        Ok(answer) => answer,
        Err(fault) => {
            complain_of(report, fault);
            return Ok(Outcome::CouldNotRun);
        }
    };
    // Beside the result, for people.
    let _ =
        writeln!(io::stderr(), "REPORT http://{address}/calendars/{}/default/\n{}", user.0, answer.status);
    let mut out = output::standard_output();
    out.write_all(&answer.body)?;
    writeln!(out)?;
    Ok(if answer.is_success() { Outcome::Fine } else { Outcome::Found })
}

/// What time it is.
#[expect(clippy::disallowed_methods, reason = "the command line is where the clock is")]
fn now() -> DateTime<Utc> {
    SystemTime::now().into()
}

fn users(arguments: &Serve) -> Vec<(String, String)> {
    if arguments.users.is_empty() { vec![("demo".into(), "demo".into())] } else { arguments.users.clone() }
}

fn settings(arguments: &Serve, users: &[(String, String)]) -> Settings {
    // So that tokens of an earlier run are none of this one.
    let seed = now().timestamp_nanos_opt().unwrap_or_default().unsigned_abs().into();
    let mut settings = Settings::default()
        .with_anonymous(arguments.anonymous)
        .with_limits(arguments.limits.collection_limits())
        .with_seed(seed);
    for (name, password) in users {
        settings = settings.with_account(Account::new(name, password));
    }
    for tolerance in Tolerance::ALL.iter().filter(|_| !arguments.strict) {
        settings = settings.with_tolerance(*tolerance);
    }
    for fault in &arguments.faults {
        settings = settings.with_fault(*fault);
    }
    match arguments.quota {
        Some(octets) => settings.with_quota(octets),
        None => settings,
    }
}

/// Puts the calendar files of a folder into the first user's calendar. What cannot be read or is refused is told.
fn fill(server: &mut Server, user: &str, folder: &Path) -> io::Result<Outcome> {
    fs::read_dir(folder)?;
    let mut outcome = Outcome::Fine;
    for source in sources::find(&[folder.to_owned()]) {
        let octets = match source.fault.map_or_else(|| fs::read(&source.path), Err) {
            Ok(octets) => octets,
            Err(fault) => {
                complain_of(&source.path, fault);
                outcome = outcome.max(Outcome::Found);
                continue;
            }
        };
        // Files of one name in two folders are two objects.
        let name = source
            .path
            .strip_prefix(folder)
            .unwrap_or(&source.path)
            .to_string_lossy()
            .replace(['/', '\\'], "-");
        for refused in server.fill(user, "default", [(name, octets)], now()) {
            complain_of(&source.path, format_args!("refused as {refused}"));
            outcome = outcome.max(Outcome::Found);
        }
    }
    Ok(outcome)
}

/// Only this machine is heard.
fn listen(port: u16) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, port)))?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}
