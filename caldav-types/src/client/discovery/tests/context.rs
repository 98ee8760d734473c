//! [`Step::Context`](super::super::Step::Context): who the user is.

use super::{Server, answer, begin, redirect, status, types, user};
use crate::client::{FailureKind, Quirk, RedirectFault, Step};
use crate::message::Operation;
use crate::property::DavPropertyName;
use crate::request::Propfind;
use crate::{Depth, Method, ResourceType};

/// B-02: a PROPFIND with Depth 0 for DAV:current-user-principal; B-14: the token of the method.
#[test]
fn b02_b14_principal_request() {
    let exchange = begin("https://example.com/").poll_request().unwrap();
    assert_eq!(exchange.request.target, "https://example.com/");
    assert_eq!(exchange.request.method().as_str(), "PROPFIND");
    for slip in ["PROFIND", "propfind", "Propfind"] {
        let other: Method = slip.parse().unwrap();
        assert_ne!(other, exchange.request.method(), "B-14, RFC 9110 9.1: {slip}");
    }
    let Operation::Propfind { depth: Depth::Zero, body: Propfind::Prop(names) } = exchange.request.operation
    else {
        panic!("{exchange:?}");
    };
    assert!(names.contains(&DavPropertyName::CurrentUserPrincipal));
}

#[test]
fn redirected() {
    let mut server = Server::of_bernard()
        .with("PROPFIND", "https://example.com/.well-known/caldav", redirect("/dav/"))
        .with("PROPFIND", "https://example.com/dav/", answer(vec![("/dav/", vec![user("/p/bernard/")])]));
    let mut discovery = begin("https://example.com/none");
    server.run(&mut discovery);
    assert_eq!(discovery.outcome().unwrap().unwrap().calendars.len(), 1);
}

#[test]
fn well_known_by_get() {
    let mut server = Server::of_bernard()
        .with("PROPFIND", "https://example.com/.well-known/caldav", status(405))
        .with("GET", "https://example.com/.well-known/caldav", redirect("/dav/"))
        .with("PROPFIND", "https://example.com/dav/", answer(vec![("/dav/", vec![user("/p/bernard/")])]));
    let mut discovery = begin("https://example.com/none");
    server.run(&mut discovery);
    assert!(discovery.outcome().unwrap().unwrap().quirks.has(Quirk::WellKnownByGet));
}

#[test]
fn redirects_that_are_not_followed() {
    for (to, fault) in [
        ("/", RedirectFault::Loop),
        ("http://example.com/dav/", RedirectFault::Downgrade),
        ("https://example.net/", RedirectFault::OtherHost),
    ] {
        let mut server = Server::default().with("PROPFIND", "https://example.com/", redirect(to));
        let mut discovery = begin("https://example.com/");
        server.run(&mut discovery);
        let stopped = discovery.outcome().unwrap().unwrap_err();
        assert_eq!(
            (stopped.at, &stopped.failure.kind),
            (Step::Context, &FailureKind::Redirect(fault)),
            "{to}"
        );
    }
}

#[test]
fn no_principal() {
    let calendar = [ResourceType::Collection, ResourceType::Calendar];
    let mut server = Server::default().with(
        "PROPFIND",
        "https://example.com/c/",
        answer(vec![("/c/", vec![types(&calendar)])]),
    );
    let mut discovery = begin("https://example.com/c/");
    server.run(&mut discovery);
    let account = discovery.outcome().unwrap().unwrap();
    assert_eq!((account.principal.as_ref(), account.calendars.len()), (None, 1));
    assert!(account.quirks.has(Quirk::NoPrincipal));
}
