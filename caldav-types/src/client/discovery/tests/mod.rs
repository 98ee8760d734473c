//! One file a state; the servers are tables of what they answer.

use std::collections::BTreeMap;

use http::{StatusCode, Uri};

use super::{Discovery, DiscoveryOptions, Start};
use crate::header::Location;
use crate::message::{Reply, ReplyBody, Request};
use crate::multistatus::{Multistatus, Propstat, Response};
use crate::property::{CurrentUserPrincipal, DavProperty, TypedDavProperty, named};
use crate::{Href, ResourceType, ResourceTypes};

mod calendars;
mod challenge;
mod context;
mod hostile;
mod lookup;
mod principal;

/// What a server answers, by method and address. What is not in the table is not found.
#[derive(Default)]
struct Server {
    replies: BTreeMap<(&'static str, &'static str), Reply>,
    asked: Vec<(String, String)>,
}

impl Server {
    fn with(mut self, method: &'static str, target: &'static str, reply: Reply) -> Self {
        self.replies.insert((method, target), reply);
        self
    }

    /// A user with one home and one calendar, from the principal on.
    fn of_bernard() -> Self {
        let homes = named::CalendarHomeSet::property(vec![Href::new("/cal/bernard/")]);
        Self::default()
            .with("PROPFIND", "https://example.com/p/bernard/", answer(vec![("/p/bernard/", vec![homes])]))
            .with("PROPFIND", "https://example.com/cal/bernard/", listing())
    }

    fn answer(&mut self, request: &Request) -> Reply {
        let (method, target) = (request.method().as_str().to_owned(), request.target.to_string());
        let found = self.replies.iter().find(|((m, t), _)| *m == method && *t == target);
        let reply = found.map(|(_, reply)| reply.clone());
        self.asked.push((method, target));
        reply.unwrap_or_else(|| status(404))
    }

    /// Answers until nothing is asked any more.
    fn run(&mut self, discovery: &mut Discovery) {
        while let Some(exchange) = discovery.poll_request() {
            let reply = self.answer(&exchange.request);
            discovery.handle_reply(exchange.id, reply);
        }
    }

    fn targets(&self) -> Vec<&str> {
        self.asked.iter().map(|(_, target)| target.as_str()).collect()
    }
}

fn begin(text: &str) -> Discovery {
    Discovery::new(Start::parse(text).unwrap(), DiscoveryOptions::default())
}

fn uri(text: &str) -> Uri {
    text.parse().unwrap()
}

fn status(code: u16) -> Reply {
    Reply::new(StatusCode::from_u16(code).unwrap())
}

fn redirect(to: &str) -> Reply {
    status(301).with(&Location(Href::new(to))).unwrap()
}

fn answer(resources: Vec<(&str, Vec<DavProperty>)>) -> Reply {
    let responses = resources.into_iter().map(|(href, properties)| {
        Response::of_propstats(Href::new(href), vec![Propstat::new(StatusCode::OK, properties)])
    });
    let multistatus = Multistatus { responses: responses.collect(), ..Multistatus::default() };
    Reply::with_body(StatusCode::MULTI_STATUS, ReplyBody::Multistatus(multistatus))
}

fn user(href: &str) -> DavProperty {
    named::CurrentUserPrincipal::property(CurrentUserPrincipal::Principal(Href::new(href)))
}

fn types(types: &[ResourceType]) -> DavProperty {
    named::ResourceType::property(ResourceTypes(types.to_vec()))
}

/// A home with a calendar.
fn listing() -> Reply {
    answer(vec![
        ("/cal/bernard/", vec![types(&[ResourceType::Collection])]),
        (
            "/cal/bernard/work/",
            vec![
                types(&[ResourceType::Collection, ResourceType::Calendar]),
                named::DisplayName::property("Work".into()),
                named::GetCTag::property(crate::CTag::new("7")),
            ],
        ),
        ("/cal/bernard/inbox/", vec![types(&[ResourceType::Collection, ResourceType::ScheduleInbox])]),
    ])
}
