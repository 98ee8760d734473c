//! Whatever a server answers, a discovery ends.

use proptest::prelude::*;

use super::{answer, begin, redirect, status, types, uri, user};
use crate::client::FailureKind;
use crate::message::Reply;
use crate::property::{CurrentUserPrincipal, TypedDavProperty, named};
use crate::{Href, ResourceType};

fn any_reply() -> impl Strategy<Value = Option<Reply>> {
    let href = prop::sample::select(vec![
        "/",
        "/a",
        "/a/",
        "/b/",
        "https://x.example.com/",
        "https://a.example.net/",
        "mailto:a@b",
        "",
        "//a/b",
        "%",
        "http://example.com/",
    ]);
    let hrefs = prop::collection::vec(href.clone(), 0..8);
    let kind =
        prop::sample::select(vec![ResourceType::Collection, ResourceType::Calendar, ResourceType::Principal]);
    prop_oneof![
        Just(None),
        (100_u16..600).prop_map(|code| Some(status(code))),
        href.clone().prop_map(|to| Some(redirect(to))),
        (href.clone(), href.clone()).prop_map(|(at, to)| Some(answer(vec![(at, vec![user(to)])]))),
        href.clone().prop_map(|at| {
            let unknown = named::CurrentUserPrincipal::property(CurrentUserPrincipal::Unauthenticated);
            Some(answer(vec![(at, vec![unknown])]))
        }),
        (href, hrefs.clone()).prop_map(|(at, homes)| {
            let homes = homes.into_iter().map(Href::new).collect();
            Some(answer(vec![(at, vec![named::CalendarHomeSet::property(homes)])]))
        }),
        (hrefs, prop::collection::vec(kind, 0..3)).prop_map(|(members, kinds)| {
            Some(answer(members.into_iter().map(|at| (at, vec![types(&kinds)])).collect()))
        }),
    ]
}

proptest! {
    #[test]
    fn ends(replies in prop::collection::vec(any_reply(), 1..100)) {
        let mut discovery = begin("https://example.com/a");
        let mut replies = replies.iter().cycle();
        let mut sent = 0;
        while !discovery.is_finished() {
            while let Some(exchange) = discovery.poll_request() {
                sent += 1;
                // Whatever is named, nobody outside of the domain gets to know the user.
                let host = exchange.request.target.host().unwrap().to_owned();
                prop_assert!(host == "example.com" || host.ends_with(".example.com"), "{}", host);
                prop_assert_eq!(exchange.request.target.scheme_str(), Some("https"));
                prop_assert!(sent <= 64);
                match replies.next().unwrap() {
                    Some(reply) => discovery.handle_reply(exchange.id, reply.clone()),
                    None => discovery.handle_failure(exchange.id, FailureKind::Unreachable),
                }
                // Told twice, it counts once.
                discovery.handle_failure(exchange.id, FailureKind::Unreadable);
            }
            while let Some(challenge) = discovery.poll_challenge() {
                prop_assert_ne!(challenge.target, uri("https://a.example.net/"));
                discovery.retry(challenge.id);
            }
        }
        let Some(Ok(account)) = discovery.outcome() else { return Ok(()) };
        let boxes = account.inbox.iter().chain(&account.outbox);
        let calendars = account.calendars.iter().map(|calendar| &calendar.href);
        for href in account.homes.iter().chain(&account.principal).chain(boxes).chain(calendars) {
            let address = uri(href.as_str());
            let host = address.host().unwrap();
            prop_assert!(host == "example.com" || host.ends_with(".example.com"), "{}", host);
            prop_assert_eq!(address.scheme_str(), Some("https"));
        }
    }
}
