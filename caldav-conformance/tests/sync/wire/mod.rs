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

/// A calendar by its path.
pub(crate) fn calendar(path: &str) -> SyncTarget {
    SyncTarget::new(format!("https://cal.example.com{path}").parse().expect("an address"))
}

/// An iCalendar object with this summary.
pub(crate) fn object(summary: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Example//EN\r\nBEGIN:VEVENT\r\nUID:1\r\n\
         DTSTAMP:20260101T000000Z\r\nDTSTART:20260903T090000Z\r\nDURATION:PT1H\r\nSUMMARY:{summary}\r\nEND:VEVENT\r\n\
         END:VCALENDAR\r\n"
    )
}

/// A 207 with these responses and whatever else is in the element.
pub(crate) fn multistatus(content: &str) -> http::Response<Vec<u8>> {
    response(&format!(
        "HTTP/1.1 207 Multi-Status\nContent-Type: application/xml; charset=utf-8\n\n<D:multistatus xmlns:D=\"DAV:\" \
         xmlns:C=\"urn:ietf:params:xml:ns:caldav\" xmlns:CS=\"http://calendarserver.org/ns/\">{content}</D:multistatus>"
    ))
}

/// What a listing tells of a member: its address and, as it is written, its tag.
pub(crate) fn member(href: &str, etag: &str) -> String {
    format!(
        "<D:response><D:href>{href}</D:href><D:propstat><D:prop><D:getetag>{etag}</D:getetag></D:prop>\
         <D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>"
    )
}

/// What a multiget tells of a member.
pub(crate) fn told(href: &str, etag: &str, content: &str) -> String {
    format!(
        "<D:response><D:href>{href}</D:href><D:propstat><D:prop><D:getetag>{etag}</D:getetag><C:calendar-data>{content}\
         </C:calendar-data></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>"
    )
}

/// What a server tells of what is gone.
pub(crate) fn gone(href: &str) -> String {
    format!("<D:response><D:href>{href}</D:href><D:status>HTTP/1.1 404 Not Found</D:status></D:response>")
}

/// A state in which these members, by their whole paths, are known with their tags, and this token.
pub(crate) fn known(path: &str, members: &[(&str, &str)], token: &str) -> SyncState {
    let listed: String = members.iter().map(|(href, etag)| member(href, etag)).collect();
    let fetched: String = members.iter().map(|(href, etag)| told(href, etag, &object(href))).collect();
    let mut table = Vec::new();
    table.push(multistatus(&format!("{listed}<D:sync-token>{token}</D:sync-token>")));
    table.push(multistatus(&fetched));
    struct Answers(std::vec::IntoIter<http::Response<Vec<u8>>>);
    impl Transport for Answers {
        fn send(&mut self, _: &http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, FailureKind> {
            Ok(self.0.next().expect("two requests"))
        }
    }
    let done = pull(calendar(path), SyncState::default(), &mut Answers(table.into_iter()));
    assert_eq!((done.sync.failure(), done.changes.len()), (None, members.len()));
    done.state()
}
