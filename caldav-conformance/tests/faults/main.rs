//! Every fault of the reference server: what an honest server answers, and what the faulty one does.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use std::collections::BTreeSet;

use caldav_conformance::reference::Fault;

mod client;
mod conditions;
mod http;
mod locks;
mod properties;
mod queries;
mod storage;
mod synchronization;

use client::Client;

/// One fault: what is seen of a server, with an honest and with a faulty one.
struct Case {
    fault: Fault,
    seen: fn(&mut Client) -> String,
    honest: &'static str,
    faulty: &'static str,
}

fn cases() -> impl Iterator<Item = &'static Case> {
    [
        conditions::CASES,
        storage::CASES,
        properties::CASES,
        synchronization::CASES,
        queries::CASES,
        locks::CASES,
        http::CASES,
    ]
    .into_iter()
    .flatten()
}

#[test]
fn each_fault_is_seen() {
    for case in cases() {
        let fault = case.fault;
        assert_eq!((case.seen)(&mut Client::honest()), case.honest, "honest: {fault}");
        assert_eq!((case.seen)(&mut Client::of(fault)), case.faulty, "faulty: {fault}");
        assert_ne!(case.honest, case.faulty, "{fault}");
    }
}

#[test]
fn each_fault_has_a_case() {
    let seen: BTreeSet<_> = cases().map(|case| case.fault).collect();
    let unseen: Vec<_> = Fault::ALL.iter().filter(|fault| !seen.contains(fault)).collect();
    assert!(unseen.is_empty(), "{unseen:?}");
    assert!(Fault::ALL.len() >= 40, "{}", Fault::ALL.len());
}
