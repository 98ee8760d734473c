//! Who the user is (RFC 5397; RFC 6764 §6, step 5).

use caldav_types::client::{Discovery, DiscoveryOptions, FailureKind, Quirk, Start, Step};

use crate::wire::{Recording, Table, discover, discovered, found, response};

const CONTEXT: &str = "PROPFIND https://cal.example.com/dav/";
const START: &str = "https://cal.example.com/dav/";

/// A context path that tells these properties, by their propstats.
fn context(propstats: &str) -> http::Response<Vec<u8>> {
    multistatus(&format!("<D:response><D:href>/dav/</D:href>{propstats}</D:response>"))
}

fn multistatus(responses: &str) -> http::Response<Vec<u8>> {
    response(&format!(
        "HTTP/1.1 207 Multi-Status\nContent-Type: application/xml\n\n<D:multistatus xmlns:D=\"DAV:\" \
         xmlns:C=\"urn:ietf:params:xml:ns:caldav\">{responses}</D:multistatus>"
    ))
}

fn of(status: &str, properties: &str) -> String {
    format!("<D:propstat><D:prop>{properties}</D:prop><D:status>{status}</D:status></D:propstat>")
}

fn user(href: &str) -> String {
    format!("<D:current-user-principal><D:href>{href}</D:href></D:current-user-principal>")
}

/// The answers that servers were recorded with: the user is found and asked next, with Depth 0.
#[test]
fn recorded_principals() {
    for (server, principal) in [
        ("radicale", "/bernard/"),
        ("xandikos", "/bernard/"),
        ("cyrus", "/dav/principals/user/bernard/"),
        ("davical", "/caldav.php/bernard/"),
        ("sogo", "/SOGo/dav/bernard/"),
        ("sabredav", "/principals/bernard/"),
        ("rustical", "/caldav/principal/bernard/"),
    ] {
        let mut table = Table::default().with(CONTEXT, Recording::of(server).answer("context"));
        let discovery = discovered(START, &[], &mut table);
        assert_eq!(table.asked[1], format!("PROPFIND https://cal.example.com{principal} 0"), "{server}");
        let stopped = found(&discovery).unwrap_err();
        assert_eq!(stopped.at, Step::Principal, "{server}: it is not found there");
        assert!(matches!(stopped.failure.kind, FailureKind::Refused(status, _) if status == 404), "{server}");
    }
}

/// The forms in which an answer tells the user.
#[test]
fn forms() {
    let ok = "HTTP/1.1 200 OK";
    for (case, answer, expected) in [
        ("a path", context(&of(ok, &user("/p/bernard/"))), "/p/bernard/"),
        ("q-11: whole", context(&of(ok, &user("https://cal.example.com/p/bernard/"))), "/p/bernard/"),
        ("q-11: seen from the request", context(&of(ok, &user("p/bernard/"))), "/dav/p/bernard/"),
        ("q-11: upwards", context(&of(ok, &user("../p/bernard/"))), "/p/bernard/"),
        ("q-11: without its last slash", context(&of(ok, &user("/p/bernard"))), "/p/bernard"),
        (
            "q-10: encoded, in the spelling of the server",
            context(&of(ok, &user("/p/b%40example.com/"))),
            "/p/b%40example.com/",
        ),
        ("q-10: not encoded", context(&of(ok, &user("/p/b@example.com/"))), "/p/b@example.com/"),
        (
            "q-11: behind what ends TLS",
            context(&of(ok, &user("http://cal.example.com/p/bernard/"))),
            "/p/bernard/",
        ),
        ("white space around", context(&of(ok, &user("\n /p/bernard/\n "))), "/p/bernard/"),
        ("q-14: a short status", context(&of("HTTP/1.1 200", &user("/p/bernard/"))), "/p/bernard/"),
        (
            "other properties are not there",
            context(&format!(
                "{}{}",
                of("HTTP/1.1 404 Not Found", "<C:calendar-home-set/>"),
                of(ok, &user("/p/bernard/"))
            )),
            "/p/bernard/",
        ),
        (
            "q-11: the address of the response without its slash",
            multistatus(&format!(
                "<D:response><D:href>/dav</D:href>{}</D:response>",
                of(ok, &user("/p/bernard/"))
            )),
            "/p/bernard/",
        ),
        (
            "q-12: others too",
            multistatus(&format!(
                "<D:response><D:href>/dav/x/</D:href>{}</D:response><D:response><D:href>/dav/</D:href>{}</D:response>",
                of(ok, &user("/p/other/")),
                of(ok, &user("/p/bernard/")),
            )),
            "/p/bernard/",
        ),
    ] {
        let mut table = Table::default().with(CONTEXT, answer);
        let _ = discovered(START, &[], &mut table);
        let asked = table.asked.get(1).map_or("", String::as_str);
        assert_eq!(asked, format!("PROPFIND https://cal.example.com{expected} 0"), "{case}");
    }
}

/// What does not tell the user: the next place is asked.
#[test]
fn nobody() {
    for (case, answer) in [
        ("not there", context(&of("HTTP/1.1 404 Not Found", "<D:current-user-principal/>"))),
        ("empty", context(&of("HTTP/1.1 200 OK", "<D:current-user-principal/>"))),
        ("another host", context(&of("HTTP/1.1 200 OK", &user("https://cal.example.net/p/bernard/")))),
        ("nothing", multistatus("")),
        ("no multistatus", response("HTTP/1.1 200 OK\nContent-Type: text/html\n\n<html>Welcome</html>")),
        (
            "not to be read",
            response(
                "HTTP/1.1 207 Multi-Status\nContent-Type: text/xml\n\n<D:multistatus xmlns:D=\"DAV:\"><D:resp",
            ),
        ),
        ("refused", response("HTTP/1.1 403 Forbidden\n\n")),
        ("broken", response("HTTP/1.1 500 Internal Server Error\n\n")),
    ] {
        let mut table = Table::default().with(CONTEXT, answer);
        let discovery = discovered(START, &[], &mut table);
        assert!(
            table.was_asked("PROPFIND https://cal.example.com/.well-known/caldav 0"),
            "{case}: {:#?}",
            table.asked
        );
        assert!(!table.asked.iter().any(|asked| asked.contains("/p/")), "{case}: {:#?}", table.asked);
        assert_eq!(found(&discovery).unwrap_err().at, Step::Context, "{case}");
    }
}

/// RFC 5397 §3: DAV:unauthenticated is the answer to somebody unknown; the caller is asked for credentials, as after a 401.
#[test]
fn unauthenticated() {
    let answer = context(&of(
        "HTTP/1.1 200 OK",
        "<D:current-user-principal><D:unauthenticated/></D:current-user-principal>",
    ));
    let mut discovery = Discovery::new(Start::parse(START).unwrap(), DiscoveryOptions::default());
    let mut table = Table::default().with(CONTEXT, answer);
    let first = discovery.poll_request().unwrap();
    let reply = crate::wire::exchange(&mut table, &first);
    discovery.handle(first.id, reply);
    let asked = discovery.poll_challenge().unwrap();
    assert!(asked.challenges.is_empty(), "the server names no scheme");
    discovery.retry(asked.id);
    let mut table = Table::default()
        .with(CONTEXT, context(&of("HTTP/1.1 200 OK", &user("/p/bernard/"))))
        .with(
            "PROPFIND https://cal.example.com/p/bernard/",
            Recording::of("radicale").answer_with(
                "principal",
                &[("<href>/bernard/</href><propstat>", "<href>/p/bernard/</href><propstat>")],
            ),
        )
        .with("PROPFIND https://cal.example.com/bernard/", Recording::of("radicale").answer("home"));
    discover(&mut discovery, &[], &mut table);
    let account = found(&discovery).unwrap();
    assert!(account.quirks.has(Quirk::AnonymousAnswers));
    assert_eq!(account.principal.as_ref().unwrap().path(), "/p/bernard/");
}

/// 429 and 503 are told with the time to wait.
#[test]
fn later() {
    for status in ["429 Too Many Requests", "503 Service Unavailable"] {
        let mut table = Table::default();
        for path in ["/dav/", "/.well-known/caldav", "/"] {
            let answer = format!("HTTP/1.1 {status}\nRetry-After: 120\n\n");
            table = table.answers(&format!("PROPFIND https://cal.example.com{path}"), &answer);
        }
        let discovery = discovered(START, &[], &mut table);
        let stopped = found(&discovery).unwrap_err();
        assert!(stopped.failure.to_string().contains("120 s"), "{status}: {stopped}");
        assert!(stopped.failure.is_transient(), "{status}");
    }
}
