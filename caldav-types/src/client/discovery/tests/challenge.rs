//! What waits for credentials.

use super::{Server, answer, begin, status, user};
use crate::client::{Credentials, Discovery, DiscoveryOptions, FailureKind, Quirk, Start};
use crate::header::{Authorization, WwwAuthenticate};
use crate::property::{CurrentUserPrincipal, TypedDavProperty, named};

const ROOT: &str = "https://example.com/";

fn unauthorized() -> crate::message::Reply {
    status(401).with(&"Basic realm=\"cal\"".parse::<WwwAuthenticate>().unwrap()).unwrap()
}

/// B-15: credentials for every request, once the server asked.
#[test]
fn b15_asked_and_answered() {
    let unknown = named::CurrentUserPrincipal::property(CurrentUserPrincipal::Unauthenticated);
    for (case, refusal) in
        [("401", unauthorized()), ("RFC 5397 3: unauthenticated", answer(vec![("/", vec![unknown])]))]
    {
        let mut server =
            Server::of_bernard().with("PROPFIND", ROOT, answer(vec![("/", vec![user("/p/bernard/")])]));
        let mut discovery = begin(ROOT);
        let credentials = Credentials::basic("bernard", "secret").unwrap();
        let mut signing = false;
        let mut challenges = 0;
        while !discovery.is_finished() {
            while let Some(mut exchange) = discovery.poll_request() {
                if signing {
                    credentials.sign(&mut exchange, &[]).unwrap();
                }
                let known = exchange.request.headers.get::<Authorization>().is_some();
                let reply = if known { server.answer(&exchange.request) } else { refusal.clone() };
                discovery.handle_reply(exchange.id, reply);
            }
            while let Some(challenge) = discovery.poll_challenge() {
                assert_eq!(
                    (challenge.method.as_str(), challenge.target.to_string().as_str()),
                    ("PROPFIND", ROOT)
                );
                challenges += 1;
                signing = true;
                discovery.retry(challenge.id);
            }
        }
        let account = discovery.outcome().unwrap().unwrap();
        assert_eq!((challenges, account.calendars.len()), (1, 1), "{case}");
        assert_eq!(account.quirks.has(Quirk::AnonymousAnswers), case != "401", "{case}");
    }
}

#[test]
fn attempts_end() {
    let mut server = Server::default().with("PROPFIND", ROOT, unauthorized());
    let mut discovery = begin(ROOT);
    while !discovery.is_finished() {
        server.run(&mut discovery);
        while let Some(challenge) = discovery.poll_challenge() {
            discovery.retry(challenge.id);
        }
    }
    assert_eq!(server.targets().iter().filter(|target| **target == ROOT).count(), 3);
    let stopped = discovery.outcome().unwrap().unwrap_err();
    assert!(matches!(&stopped.failure.kind, FailureKind::Unauthorized(challenges) if challenges.len() == 1));
}

/// B-15, RFC 4791 11.
#[test]
fn b15_not_in_the_clear() {
    let target = "http://example.com/";
    for (options, retried) in
        [(DiscoveryOptions::default(), false), (DiscoveryOptions::default().with_clear_text(), true)]
    {
        let mut server = Server::default().with("PROPFIND", target, unauthorized());
        let mut discovery = Discovery::new(Start::parse(target).unwrap(), options);
        server.run(&mut discovery);
        let challenge = discovery.poll_challenge().unwrap();
        discovery.retry(challenge.id);
        assert_eq!(discovery.poll_request().is_some_and(|exchange| exchange.id == challenge.id), retried);
    }
}

#[test]
fn refused() {
    let mut server = Server::default().with("PROPFIND", ROOT, unauthorized());
    let mut discovery = begin(ROOT);
    server.run(&mut discovery);
    assert!(!discovery.is_finished());
    let challenge = discovery.poll_challenge().unwrap();
    assert_eq!(discovery.poll_challenge(), None);
    discovery.refuse(challenge.id);
    server.run(&mut discovery);
    assert!(matches!(discovery.outcome().unwrap().unwrap_err().failure.kind, FailureKind::Unauthorized(_)));
}

#[test]
fn what_is_refused_tells_the_schemes() {
    let mut server = Server::default().with("PROPFIND", ROOT, unauthorized());
    let mut discovery = begin(ROOT);
    while !discovery.is_finished() {
        server.run(&mut discovery);
        while let Some(challenge) = discovery.poll_challenge() {
            discovery.refuse(challenge.id);
        }
    }
    let stopped = discovery.outcome().unwrap().unwrap_err();
    let FailureKind::Unauthorized(challenges) = &stopped.failure.kind else { panic!("{stopped}") };
    assert_eq!(challenges.len(), 1);
}
