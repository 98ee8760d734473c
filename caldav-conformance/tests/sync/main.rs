//! The machines of a client over the octets of HTTP: against answers that servers were recorded with, one file a state
//! or subject, and against the reference server with all that it can do wrong.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "tests"
)]

mod wire;

mod ask;
mod corpus;
mod cost;
mod exchanges;
mod fetch;
mod home_set;
mod hostile;
mod list;
mod listing;
mod lookup;
mod principal;
mod push;
// mod quirks;
mod seed;
mod sync_collection;
mod well_known;

mod bent;
mod broken;
mod faults;
mod reference;
mod replica;
mod replicas;
