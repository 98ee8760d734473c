//! A calendar in the reference server, some of whose objects changed.

use caldav_conformance::reference::{Account, Server, Settings};
use chrono::DateTime;

/// The server, and a token of before the changes.
#[derive(Debug)]
pub struct Synchronized {
    server: Server,
    token: String,
}

impl Synchronized {
    /// A calendar of `count` objects, of which `changed` changed after the token was given.
    ///
    /// # Panics
    ///
    /// The server refuses one of them.
    #[must_use]
    pub fn new(count: usize, changed: usize) -> Self {
        let mut server = Server::new(Settings::default().with_account(Account::new("a", "a")));
        let objects = (0..count).map(|place| (format!("{place}.ics"), event(place, "before").into_bytes()));
        assert!(server.fill("a", "default", objects, DateTime::UNIX_EPOCH).is_empty(), "they are taken");
        let mut synchronized = Self { server, token: String::new() };
        let answer = synchronized.report(&body("<limit><nresults>1</nresults></limit>", ""));
        assert!(answer.contains("507"), "there is more");
        let asked = synchronized
            .request("PROPFIND", "<propfind xmlns=\"DAV:\"><prop><sync-token/></prop></propfind>");
        synchronized.token = between(&asked, "<D:sync-token>", "</D:sync-token>");
        let changes = (0..changed).map(|place| place * count / changed);
        let changes = changes.map(|place| (format!("{place}.ics"), event(place, "after").into_bytes()));
        assert!(
            synchronized.server.fill("a", "default", changes, DateTime::UNIX_EPOCH).is_empty(),
            "they are taken"
        );
        synchronized
    }

    /// What changed since the token.
    pub fn changes(&mut self) -> String {
        self.report(&body("", &self.token.clone()))
    }

    fn report(&mut self, body: &str) -> String {
        self.request("REPORT", body)
    }

    fn request(&mut self, method: &str, body: &str) -> String {
        let request = http::Request::builder()
            .method(method)
            .uri("/calendars/a/default/")
            .header("authorization", "Basic YTph")
            .header("depth", "0")
            .header("content-type", "application/xml")
            .body(body.as_bytes())
            .expect("a request");
        let response = self.server.handle(&request, DateTime::UNIX_EPOCH);
        assert_eq!(response.status(), 207, "an answer");
        String::from_utf8(response.into_body()).expect("UTF-8")
    }
}

fn body(limit: &str, token: &str) -> String {
    format!(
        "<sync-collection xmlns=\"DAV:\"><sync-token>{token}</sync-token><sync-level>1</sync-level>{limit}<prop>\
         <getetag/></prop></sync-collection>"
    )
}

fn between(text: &str, before: &str, after: &str) -> String {
    let (_, rest) = text.split_once(before).expect("the start");
    rest.split_once(after).expect("the end").0.to_owned()
}

fn event(place: usize, summary: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Example//EN\r\nBEGIN:VEVENT\r\nUID:{place}\r\n\
         DTSTAMP:20270101T000000Z\r\nDTSTART:20270104T090000Z\r\nSUMMARY:{summary}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}
