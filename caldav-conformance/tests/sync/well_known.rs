//! From the well-known address to the context path (RFC 6764 §5; RFC 9110 §15.4).

use caldav_types::client::{
    Credentials, Discovery, DiscoveryOptions, FailureKind, LookupAnswer, Quirk, RedirectFault, Start, Step,
};

use crate::wire::{Recording, Table, Transport, discovered, exchange, found};

const WELL_KNOWN: &str = "PROPFIND https://cal.example.com/.well-known/caldav";
const NONE: &[(&str, LookupAnswer)] = &[];

/// The redirects that servers were recorded with.
#[test]
fn recorded_redirects() {
    for (server, context) in [
        ("radicale", "https://cal.example.com/"),
        ("cyrus", "https://cal.example.com/dav/calendars"),
        ("davical", "https://cal.example.com/caldav.php/"),
        ("sogo", "https://cal.example.com/SOGo/dav/"),
    ] {
        let mut table = Table::default().with(WELL_KNOWN, Recording::of(server).answer("well-known"));
        let _ = discovered("cal.example.com", NONE, &mut table);
        assert_eq!(table.asked[1], format!("PROPFIND {context} 0"), "{server}");
    }
}

/// §5: every redirect is followed, with the method it was asked with.
#[test]
fn every_redirect() {
    for status in [301, 302, 303, 307, 308] {
        let mut table = Table::default()
            .answers(WELL_KNOWN, &format!("HTTP/1.1 {status} Elsewhere\nLocation: /dav/\n\n"))
            .answers("PROPFIND https://cal.example.com/dav/", "HTTP/1.1 307 Again\nLocation: /dav/b/\n\n");
        let _ = discovered("cal.example.com", NONE, &mut table);
        assert_eq!(table.asked[1], "PROPFIND https://cal.example.com/dav/ 0", "{status}");
        assert_eq!(table.asked[2], "PROPFIND https://cal.example.com/dav/b/ 0", "{status}");
    }
}

/// A redirect that is not followed is told, and the root is asked instead.
#[test]
fn redirects_that_are_not_followed() {
    for (case, answer, fault) in [
        ("a circle", "Location: /.well-known/caldav", RedirectFault::Loop),
        ("down, in the domain", "Location: http://dav.cal.example.com/dav/", RedirectFault::Downgrade),
        ("another host", "Location: https://cal.example.net/dav/", RedirectFault::OtherHost),
        ("nowhere", "Content-Length: 0", RedirectFault::NoLocation),
        ("no address of the web", "Location: mailto:bernard@example.com", RedirectFault::NoLocation),
    ] {
        let mut table =
            Table::default().answers(WELL_KNOWN, &format!("HTTP/1.1 301 Moved Permanently\n{answer}\n\n"));
        let discovery = discovered("cal.example.com", NONE, &mut table);
        assert_eq!(table.asked[1], "PROPFIND https://cal.example.com/ 0", "{case}");
        assert_eq!(discovery.left_out()[0].failure.kind, FailureKind::Redirect(fault), "{case}");
        assert_eq!(found(&discovery).unwrap_err().at, Step::Context, "{case}");
    }
}

/// What ends TLS before a server leaves it thinking that there is none: its redirects are followed with TLS.
#[test]
fn not_in_the_clear() {
    let mut table = Table::default()
        .answers(WELL_KNOWN, "HTTP/1.1 301 Moved Permanently\nLocation: http://cal.example.com/dav/\n\n");
    let _ = discovered("cal.example.com", NONE, &mut table);
    assert_eq!(table.asked[1], "PROPFIND https://cal.example.com/dav/ 0");
    assert!(table.asked.iter().all(|asked| asked.contains(" https://")), "{:#?}", table.asked);
}

/// Redirects that never end come to an end.
#[test]
fn a_chain_without_end() {
    struct Endless(usize);
    impl Transport for Endless {
        fn send(&mut self, _: &http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, FailureKind> {
            self.0 += 1;
            Ok(crate::wire::response(&format!("HTTP/1.1 302 Found\nLocation: /{}/\n\n", self.0)))
        }
    }
    let mut endless = Endless(0);
    let start = Start::parse("https://cal.example.com/").unwrap();
    let mut discovery = Discovery::new(start, DiscoveryOptions::default());
    crate::wire::discover(&mut discovery, NONE, &mut endless);
    assert!(endless.0 < 30, "{}", endless.0);
    let faults: Vec<_> = discovery.left_out().iter().map(|stopped| stopped.failure.kind.clone()).collect();
    assert!(faults.contains(&FailureKind::Redirect(RedirectFault::TooMany)), "{faults:?}");
}

/// Servers that know the address by GET alone are asked so.
#[test]
fn by_get() {
    let recording = Recording::of("davical");
    for refusal in ["405 Method Not Allowed", "501 Not Implemented", "400 Bad Request"] {
        let mut table = Table::default()
            .answers(WELL_KNOWN, &format!("HTTP/1.1 {refusal}\n\n"))
            .with("GET https://cal.example.com/.well-known/caldav", recording.answer("well-known"))
            .with("PROPFIND https://cal.example.com/caldav.php/", recording.answer("context"))
            .with("PROPFIND https://cal.example.com/caldav.php/bernard/", recording.answer("home"));
        let discovery = discovered("cal.example.com", NONE, &mut table);
        assert_eq!(table.asked[2], "PROPFIND https://cal.example.com/caldav.php/ 0", "{refusal}");
        let account = found(&discovery);
        let quirks = account.map(|account| account.quirks.has(Quirk::WellKnownByGet));
        assert_ne!(quirks, Ok(false), "what was seen is told: {refusal}");
    }
}

/// A server without it is asked at its root (rustical answers 400 to a GET, here to both).
#[test]
fn not_there() {
    let recording = Recording::of("rustical");
    for answer in [recording.answer("well-known"), crate::wire::response("HTTP/1.1 404 Not Found\n\n")] {
        let mut table = Table::default()
            .with(WELL_KNOWN, answer.clone())
            .with("GET https://cal.example.com/.well-known/caldav", answer)
            .with("PROPFIND https://cal.example.com/", recording.answer("context"))
            .with(
                "PROPFIND https://cal.example.com/caldav/principal/bernard/",
                recording.answer("principal"),
            );
        let _ = discovered("cal.example.com", NONE, &mut table);
        assert!(table.was_asked("PROPFIND https://cal.example.com/caldav/principal/bernard/ 0"));
    }
}

/// B-15: a challenge is told as data and waited for; the credentials go out with what is asked next.
#[test]
fn b_15_recorded_challenges() {
    for server in ["cyrus", "davical"] {
        let recording = Recording::of(server);
        let start = Start::parse("https://cal.example.com/dav/").unwrap();
        let mut discovery = Discovery::new(start, DiscoveryOptions::default());
        let mut table =
            Table::default().with("PROPFIND https://cal.example.com/dav/", recording.answer("unauthorized"));
        let mut first = discovery.poll_request().unwrap();
        let reply = exchange(&mut table, &first);
        discovery.handle(first.id, reply);
        assert!(discovery.poll_request().is_none(), "{server}: nothing is sent before it is answered");
        let asked = discovery.poll_challenge().unwrap();
        assert_eq!((asked.id, asked.attempts, asked.challenges.len()), (first.id, 1, 1), "{server}");
        let credentials = Credentials::basic("bernard", "secret").unwrap();
        discovery.retry(asked.id);
        first = discovery.poll_request().unwrap();
        credentials.sign(&mut first, &asked.challenges).unwrap();
        let wire = caldav_xml::message::encode_request(&first.request).unwrap();
        assert_eq!(wire.headers()["authorization"], "Basic YmVybmFyZDpzZWNyZXQ=", "{server}");
        assert!(wire.headers()["authorization"].is_sensitive() || !format!("{first:?}").contains("secret"));
    }
}
