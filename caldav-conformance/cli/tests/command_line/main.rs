//! The command line as other programs meet it: arguments in; output, errors and exit status out.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test that panics has failed")]

mod check;
#[cfg(unix)]
mod clients;
mod convert;
mod examples;
mod expand;
mod query;
mod recur;
mod report_formats;
mod rules;
mod run;
#[cfg(unix)]
mod serve;
mod sources;
mod sync;
mod xml;
