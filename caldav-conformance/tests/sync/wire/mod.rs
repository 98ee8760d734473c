//! What is between a machine and a server: requests as octets, answers read from octets.

use caldav_types::client::{
    Account, CalendarSync, Change, Discovery, DiscoveryOptions, Exchange, FailureKind, LocalChange,
    LocalResult, LookupAnswer, Start, Stopped, SyncOptions, SyncState, SyncTarget,
};
use caldav_types::message::Reply;
use caldav_xml::XmlOptions;
use caldav_xml::message::{decode_reply, encode_request};

mod recording;
mod script;
mod table;

pub(crate) use recording::{Recording, response};
pub(crate) use script::Script;
pub(crate) use table::Table;

/// Takes a request to a server.
pub(crate) trait Transport {
    /// What comes back; why nothing does.
    fn send(&mut self, request: &http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, FailureKind>;
}

/// More exchanges than any test needs: a machine that goes round in a circle.
const LIMIT: usize = 20_000;

/// One exchange over the wire.
pub(crate) fn exchange(transport: &mut impl Transport, exchange: &Exchange) -> Result<Reply, FailureKind> {
    let wire = encode_request(&exchange.request).expect("a request that can be written");
    let response = transport.send(&wire)?;
    let decoded = decode_reply(&exchange.request, &response, &XmlOptions::lenient());
    decoded.map(|decoded| decoded.message).map_err(|_| FailureKind::Unreadable)
}

/// A discovery to its end; the domain name system knows what `zone` says.
pub(crate) fn discover(
    discovery: &mut Discovery,
    zone: &[(&str, LookupAnswer)],
    transport: &mut impl Transport,
) {
    while let Some(lookup) = discovery.poll_lookup() {
        let asked = format!("{:?} {}", lookup.kind, lookup.name);
        let answer = zone.iter().find(|(name, _)| *name == asked).map(|(_, answer)| answer.clone());
        discovery.handle_lookup(&lookup, answer.unwrap_or(LookupAnswer::Nothing));
    }
    for _ in 0..LIMIT {
        // Nobody has other credentials.
        while let Some(asked) = discovery.poll_challenge() {
            discovery.refuse(asked.id);
        }
        let Some(next) = discovery.poll_request() else { break };
        discovery.handle(next.id, exchange(transport, &next));
    }
}

/// What a discovery came to.
pub(crate) fn found(discovery: &Discovery) -> Result<&Account, &Stopped> {
    discovery.outcome().expect("an end")
}

/// A run that came to its end.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) sync: CalendarSync,
    pub(crate) changes: Vec<Change>,
    pub(crate) results: Vec<LocalResult>,
    pub(crate) requests: usize,
}

impl Run {
    pub(crate) fn state(&self) -> SyncState {
        self.sync.state().clone()
    }

    /// The changes as lines for people: `+ address`, `- address`.
    pub(crate) fn told(&self) -> Vec<String> {
        let mut lines: Vec<_> = self
            .changes
            .iter()
            .map(|change| match change {
                Change::Upserted(object) => format!("+ {}", object.href),
                Change::Removed { href } => format!("- {href}"),
            })
            .collect();
        lines.sort();
        lines
    }
}

/// In which order the replies to what is on its way at once come back.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) enum Order {
    /// One request at a time.
    #[default]
    OneByOne,
    /// As they were sent.
    Sent,
    /// The last first.
    Backwards,
}

/// A run to its end, with nothing drained before.
pub(crate) fn run(
    target: SyncTarget,
    state: SyncState,
    (options, order): (SyncOptions, Order),
    local: Vec<LocalChange>,
    transport: &mut impl Transport,
) -> Run {
    let mut sync = CalendarSync::new(target, state, options);
    local.into_iter().for_each(|change| sync.push(change));
    let mut requests = 0;
    loop {
        let mut answers = Vec::new();
        while let Some(next) = sync.poll_request() {
            requests += 1;
            assert!(requests < LIMIT, "it comes to an end: {:?}", next.request);
            answers.push((next.id, exchange(transport, &next)));
            if matches!(order, Order::OneByOne) {
                break;
            }
        }
        if answers.is_empty() {
            break;
        }
        if matches!(order, Order::Backwards) {
            answers.reverse();
        }
        for (id, answer) in answers {
            sync.handle(id, answer);
        }
    }
    assert!(sync.is_finished());
    let (changes, results) = (sync.drain_changes(), sync.drain_results());
    Run { sync, changes, results, requests }
}

/// A run with default options and nothing to push.
pub(crate) fn pull(target: SyncTarget, state: SyncState, transport: &mut impl Transport) -> Run {
    run(target, state, (SyncOptions::default(), Order::OneByOne), Vec::new(), transport)
}

/// A discovery that begins at `start`, with default options, against a table.
pub(crate) fn discovered(start: &str, zone: &[(&str, LookupAnswer)], table: &mut Table) -> Discovery {
    let mut discovery = Discovery::new(Start::parse(start).expect("a start"), DiscoveryOptions::default());
    discover(&mut discovery, zone, table);
    discovery
}
