//! This checkout: `Discovery` and `CalendarSync`, their requests encoded, their replies decoded.

use caldav_types::client::{
    CalendarSync, Change, Credentials, Discovery, DiscoveryOptions, Exchange, Start, SyncOptions, SyncState,
    SyncTarget,
};
use caldav_types::message::Reply;
use caldav_xml::XmlOptions;
use caldav_xml::message::{decode_reply, encode_request};
use ical_model::Calendar;
use rustix::time::{ClockId, clock_gettime};

use super::{ADDRESS, Learned, OBJECTS, Origin, PASSWORD, Recorded, Recording, Run, Step, USER, Way, octets};

/// A client with its recordings.
#[derive(Debug)]
pub struct Client {
    way: Way,
    whole: Recording,
    changes: Recording,
    known: Known,
}

/// What is known after the first step.
#[derive(Clone, Debug)]
struct Known {
    calendar: SyncTarget,
    state: SyncState,
}

impl Client {
    /// Asks the server and keeps what it answers.
    ///
    /// # Panics
    ///
    /// The server refuses something.
    #[must_use]
    pub fn record(way: Way) -> Self {
        let mut origin = Origin::new();
        let mut whole = Recording::default();
        let mut asked = Asked { credentials: credentials(), transport: Recorder(&mut origin, &mut whole) };
        let calendar = asked.discover(way);
        let (sync, _) = asked.synchronize(calendar.clone(), SyncState::default());
        let known = Known { calendar, state: sync.state().clone() };
        origin.change();
        let mut changes = Recording::default();
        let mut asked = Asked { credentials: credentials(), transport: Recorder(&mut origin, &mut changes) };
        asked.synchronize(known.calendar.clone(), known.state.clone());
        Self { way, whole, changes, known }
    }

    /// What is replayed.
    #[must_use]
    pub const fn recording(&self, step: Step) -> &Recording {
        match step {
            Step::Whole => &self.whole,
            Step::Changes => &self.changes,
        }
    }

    /// Does a step so many times. With `parsed`, the content of every object is parsed too.
    ///
    /// # Panics
    ///
    /// It asks for something else than before.
    #[must_use]
    pub fn run(&self, step: Step, passes: u32, parsed: bool) -> Run {
        let mut seconds = 0.0;
        let mut learned = Learned::default();
        for _ in 0..passes {
            let credentials = credentials();
            let known = self.known.clone();
            let start = seconds_of_this_thread();
            let player = Player { left: self.recording(step).0.iter() };
            let mut asked = Asked { credentials, transport: player };
            let (sync, changes) = match step {
                Step::Whole => {
                    let calendar = asked.discover(self.way);
                    asked.synchronize(calendar, SyncState::default())
                }
                Step::Changes => asked.synchronize(known.calendar, known.state),
            };
            let calendars: Vec<_> =
                changes.iter().filter_map(content).filter(|_| parsed).map(parse).collect();
            seconds += seconds_of_this_thread() - start;
            assert!(asked.transport.left.next().is_none(), "all was asked for");
            assert!(!parsed || calendars.len() == changes.iter().filter_map(content).count());
            assert!(sync.state().pending().next().is_none(), "all was fetched");
            learned = summed(&changes);
        }
        Run { seconds: seconds / f64::from(passes), learned }
    }
}

/// Sends requests of a user.
struct Asked<T> {
    credentials: Credentials,
    transport: T,
}

impl<T: Transport> Asked<T> {
    /// From the address to the calendar.
    fn discover(&mut self, way: Way) -> SyncTarget {
        let start = Start::parse(ADDRESS).expect("an address");
        let mut discovery = Discovery::new(start, DiscoveryOptions::default());
        while let Some(exchange) = discovery.poll_request() {
            let id = exchange.id;
            discovery.handle_reply(id, self.send(exchange));
        }
        let account = discovery.outcome().expect("an end").expect("an account");
        let calendar = account.calendars.first().expect("a calendar");
        let target = SyncTarget::of(calendar, &account.quirks).expect("a whole address");
        target.with_multiget(way == Way::Multiget)
    }

    /// From what is known to what the calendar has.
    fn synchronize(&mut self, calendar: SyncTarget, state: SyncState) -> (CalendarSync, Vec<Change>) {
        let options = SyncOptions::default().with_batch(OBJECTS);
        // Whether anything changed is not known before it is asked.
        let calendar = calendar.with_ctag(None).with_sync_token(None);
        let mut sync = CalendarSync::new(calendar, state, options);
        let mut changes = Vec::new();
        while let Some(exchange) = sync.poll_request() {
            let id = exchange.id;
            sync.handle_reply(id, self.send(exchange));
            changes.append(&mut sync.drain_changes());
        }
        assert!(sync.failure().is_none() && sync.problems().is_empty(), "{:?}", sync.failure());
        (sync, changes)
    }

    fn send(&mut self, mut exchange: Exchange) -> Reply {
        self.credentials.sign(&mut exchange, &[]).expect("an address that may see them");
        let request = encode_request(&exchange.request).expect("a request");
        let response = self.transport.send(request);
        decode_reply(&exchange.request, response, &XmlOptions::lenient()).expect("a reply").message
    }
}

trait Transport {
    fn send(&mut self, request: http::Request<Vec<u8>>) -> &http::Response<Vec<u8>>;
}

/// The server.
struct Recorder<'r>(&'r mut Origin, &'r mut Recording);

impl Transport for Recorder<'_> {
    fn send(&mut self, request: http::Request<Vec<u8>>) -> &http::Response<Vec<u8>> {
        self.0.answer(request, self.1)
    }
}

/// What the server said.
struct Player<'r> {
    left: std::slice::Iter<'r, Recorded>,
}

impl Transport for Player<'_> {
    fn send(&mut self, request: http::Request<Vec<u8>>) -> &http::Response<Vec<u8>> {
        let recorded = self.left.next().expect("an answer");
        let is_same = (request.method(), request.uri(), request.body())
            == (recorded.request.method(), recorded.request.uri(), recorded.request.body());
        assert!(is_same, "{request:?} is not {:?}", recorded.request);
        &recorded.response
    }
}

fn credentials() -> Credentials {
    Credentials::basic(USER, PASSWORD).expect("a name and a password")
}

fn content(change: &Change) -> Option<&str> {
    match change {
        Change::Upserted(object) => Some(&object.calendar_data),
        Change::Removed { .. } => None,
    }
}

fn parse(content: &str) -> Calendar<'_> {
    Calendar::parse(content.as_bytes()).expect("a calendar")
}

fn summed(changes: &[Change]) -> Learned {
    changes.iter().fold(Learned::default(), |sum, change| match content(change) {
        Some(content) => Learned { objects: sum.objects + 1, octets: sum.octets + octets(content), ..sum },
        None => Learned { removed: sum.removed + 1, ..sum },
    })
}

fn seconds_of_this_thread() -> f64 {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    time.tv_sec as f64 + time.tv_nsec as f64 / 1e9
}
