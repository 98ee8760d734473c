//! The synchronization of a calendar by a client library, on answers that come from memory.
//!
//! Each library says what it asks; the reference server answers once, in the same process, and what it answered is a
//! [`Recording`]. What is measured is a run on the recording: requests are made and answers are read, and nothing is
//! sent. [`ours`] runs here, [`python`] in a process of its own that keeps its recording there.

pub mod ours;
pub mod python;

use caldav_conformance::reference::{Account, Server, Settings, Tolerance};
use chrono::DateTime;

use crate::input;

/// What is asked of a calendar.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Step {
    /// From the address of a server to every object of the one calendar there.
    Whole,
    /// What changed in the calendar since then.
    Changes,
}

impl Step {
    /// Both, in the order in which they happen.
    pub const ALL: [Self; 2] = [Self::Whole, Self::Changes];

    /// The name in the tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Whole => "whole",
            Self::Changes => "changes",
        }
    }

    /// How often it is done to be timed: what is short is done more often.
    #[must_use]
    pub const fn passes(self) -> u32 {
        match self {
            Self::Whole => 1,
            Self::Changes => 10,
        }
    }
}

/// How the content of objects is asked for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Way {
    /// By one CALDAV:calendar-multiget (RFC 4791 section 7.9).
    Multiget,
    /// By a GET for each.
    Get,
}

impl Way {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Multiget, Self::Get];

    /// The name in the tables.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Multiget => "multiget",
            Self::Get => "get",
        }
    }
}

/// What a client came to know.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Learned {
    /// Objects with their content.
    pub objects: usize,
    /// Objects that are no more.
    pub removed: usize,
    /// Octets of content, line breaks counted as one.
    pub octets: usize,
}

/// What a run cost.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// Seconds of a processor.
    pub seconds: f64,
    /// What came of it.
    pub learned: Learned,
}

/// Exchanges in the order in which they were asked for.
#[derive(Debug, Default)]
pub struct Recording(Vec<Recorded>);

#[derive(Debug)]
struct Recorded {
    request: http::Request<Vec<u8>>,
    response: http::Response<Vec<u8>>,
}

impl Recording {
    /// How many there are.
    #[must_use]
    pub fn exchanges(&self) -> usize {
        self.0.len()
    }

    /// Octets of the bodies of all answers.
    #[must_use]
    pub fn octets(&self) -> usize {
        self.0.iter().map(|one| one.response.body().len()).sum()
    }
}

/// The reference server with one calendar of 1,000 objects.
#[derive(Debug)]
pub struct Origin {
    server: Server,
    objects: Vec<Vec<u8>>,
}

impl Default for Origin {
    fn default() -> Self {
        Self::new()
    }
}

impl Origin {
    /// The calendar before anything changed.
    ///
    /// # Panics
    ///
    /// The server refuses an object.
    #[must_use]
    pub fn new() -> Self {
        let mut settings = Settings::default().with_account(Account::new(USER, PASSWORD));
        for tolerance in Tolerance::ALL {
            settings = settings.with_tolerance(*tolerance);
        }
        let mut objects = input::objects().bodies;
        objects.truncate(OBJECTS + CREATED);
        let mut origin = Self { server: Server::new(settings), objects };
        origin.put(0..OBJECTS, |object| object);
        origin
    }

    /// 20 changes: objects that are other, new and no more.
    ///
    /// # Panics
    ///
    /// The server refuses one.
    pub fn change(&mut self) {
        let every = OBJECTS / UPDATED;
        self.put((0..UPDATED).map(|place| place * every), |object| {
            object.replace("\r\nDTSTAMP:", "\r\nX-REVISION:2\r\nDTSTAMP:")
        });
        self.put(OBJECTS..OBJECTS + CREATED, |object| object);
        for place in (0..REMOVED).map(|place| place * every + 1) {
            let request = http::Request::builder()
                .method("DELETE")
                .uri(format!("/calendars/{USER}/default/{}", name(place)))
                .header("authorization", AUTHORIZATION)
                .body([])
                .expect("a request");
            let response = self.server.handle(&request, DateTime::UNIX_EPOCH);
            assert_eq!(response.status(), http::StatusCode::NO_CONTENT, "it was there");
        }
    }

    fn put(&mut self, places: impl Iterator<Item = usize>, form: fn(String) -> String) {
        let objects = places.map(|place| {
            let object = String::from_utf8(self.objects[place].clone()).expect("made calendars are UTF-8");
            (name(place), form(object))
        });
        let refused = self.server.fill(USER, "default", objects, DateTime::UNIX_EPOCH);
        assert!(refused.is_empty(), "{refused:?}");
    }

    /// Answers, and keeps the exchange.
    fn answer<'r>(
        &mut self,
        request: http::Request<Vec<u8>>,
        recording: &'r mut Recording,
    ) -> &'r http::Response<Vec<u8>> {
        let response = self.server.handle(&request, DateTime::UNIX_EPOCH);
        assert!(response.status().is_success(), "{request:?} {response:?}");
        let place = recording.0.len();
        recording.0.push(Recorded { request, response });
        &recording.0[place].response
    }
}

fn name(place: usize) -> String {
    format!("{:08x}-event.ics", (place as u32).wrapping_mul(0x9E37_79B9))
}

/// The content of an object as it counts.
fn octets(content: &str) -> usize {
    content.bytes().filter(|octet| *octet != b'\r').count()
}

const ADDRESS: &str = "https://cal.example.com/";
const USER: &str = "bernard";
const PASSWORD: &str = "secret";
const AUTHORIZATION: &str = "Basic YmVybmFyZDpzZWNyZXQ=";
const OBJECTS: usize = 1_000;
const UPDATED: usize = 14;
const CREATED: usize = 3;
const REMOVED: usize = 3;

#[cfg(test)]
mod tests {
    use super::ours::Client;
    use super::{CREATED, OBJECTS, REMOVED, Step, UPDATED, Way};

    #[test]
    fn all_is_learned_from_the_recording() {
        for way in Way::ALL {
            let client = Client::record(way);
            let whole = client.run(Step::Whole, 1, false).learned;
            assert_eq!((whole.objects, whole.removed), (OBJECTS, 0), "{way:?}");
            assert!(whole.octets > 1_000 * OBJECTS, "{way:?}: {whole:?}");
            let changes = client.run(Step::Changes, 1, true).learned;
            assert_eq!((changes.objects, changes.removed), (UPDATED + CREATED, REMOVED), "{way:?}");
            let fetching = if way == Way::Get { UPDATED + CREATED } else { 1 };
            assert_eq!(client.recording(Step::Changes).exchanges(), 1 + fetching, "{way:?}");
        }
    }
}
