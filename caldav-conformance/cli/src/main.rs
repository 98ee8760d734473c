//! The command line of `caldav-conformance`: checks calendar files, tells when things happen, splits streams of
//! calendars, converts between the forms of iCalendar, answers reports over folders, tells what bodies of CalDAV are,
//! lists the rules, is a server to try clients on, and a client that keeps a folder in step with a server.
//!
//! Results go to the standard output, all else to the standard error. The exit status is 0 when nothing is wrong, 1 when
//! something is, 2 when a command could not run.

mod arguments;
mod check;
mod complaint;
mod convert;
mod expand;
mod input;
mod moment;
mod outcome;
mod output;
mod query;
mod recur;
mod rules;
mod serve;
mod sources;
mod split;
mod sync;
mod xml;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::{Arguments, Command};
use crate::complaint::complain;
use crate::outcome::Outcome;

fn main() -> ExitCode {
    let done = match Arguments::parse().command {
        Command::Check(arguments) => check::run(&arguments),
        Command::Convert(arguments) => convert::run(&arguments),
        Command::Expand(arguments) => expand::run(&arguments),
        Command::Recur(arguments) => recur::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Split(arguments) => split::run(&arguments),
        Command::Sync(arguments) => sync::run(&arguments),
        Command::Query(arguments) => query::run(&arguments),
        Command::Xml(arguments) => xml::run(&arguments),
        Command::Rules(arguments) => rules::run(&arguments),
    };
    let outcome = done.unwrap_or_else(|fault| {
        // Whoever reads the results has seen enough: nothing to complain about.
        if fault.kind() == std::io::ErrorKind::BrokenPipe {
            return Outcome::Fine;
        }
        complain(format_args!("the results cannot be written: {fault}"));
        Outcome::CouldNotRun
    });
    outcome.into()
}
