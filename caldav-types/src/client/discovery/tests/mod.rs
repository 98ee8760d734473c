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
mod hosts;
mod lookup;
mod principal;
mod quirks;
mod servers;

/// What a server answers, by method and address. What is not in the table is not found.
#[derive(Default)]
struct Server {
    replies: BTreeMap<(&'static str, &'static str), Reply>,
    asked: Vec<(String, String)>,
    shows: Vec<(&'static str, &'static str)>,
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
        reply.unwrap_or_else(|| {
            self.shows.iter().fold(status(404), |reply, (name, value)| showing(reply, name, value))
        })
    }

    /// With the steps from an address to the calendars of a home.
    fn with_user(
        self,
        at: &'static str,
        principal: &'static str,
        home: &'static str,
        members: &[(&str, &[ResourceType])],
    ) -> Self {
        let path = |address: &str| uri(address).path().to_owned();
        let members = members.iter().map(|(href, kinds)| (*href, vec![types(kinds)]));
        let home_path = path(home);
        let listed = std::iter::once((home_path.as_str(), vec![types(COLLECTION)])).chain(members).collect();
        let here = if uri(principal).host() == uri(home).host() { home_path.as_str() } else { home };
        self.with("PROPFIND", at, answer(vec![(&path(at), vec![user(&path(principal))])]))
            .with("PROPFIND", principal, answer(vec![(&path(principal), vec![homes(&[here])])]))
            .with("PROPFIND", home, answer(listed))
    }

    /// The same server, showing something in every reply, the ones that nothing is found by too.
    fn showing(mut self, name: &'static str, value: &'static str) -> Self {
        for reply in self.replies.values_mut() {
            *reply = showing(reply.clone(), name, value);
        }
        self.shows.push((name, value));
        self
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

fn homes(hrefs: &[&str]) -> DavProperty {
    named::CalendarHomeSet::property(hrefs.iter().copied().map(Href::new).collect())
}

/// A reply with a field that shows something of the server.
fn showing(reply: Reply, name: &'static str, value: &str) -> Reply {
    let mut map = reply.headers.into_map();
    map.append(name, value.parse().unwrap());
    Reply { headers: map.into(), ..reply }
}

const COLLECTION: &[ResourceType] = &[ResourceType::Collection];
const CALENDAR: &[ResourceType] = &[ResourceType::Collection, ResourceType::Calendar];

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
