//! Whole discoveries of servers by their looks: what each shows, what it answers, what is done about it.

use super::{CALENDAR, COLLECTION, Server, answer, begin, homes, redirect, showing, status, user};
use crate::client::{Account, Credentials, Discovery, FailureKind, LookupAnswer, Profile, Quirk};
use crate::header::{AuthScheme, Authorization, WwwAuthenticate};
use crate::property::{CurrentUserPrincipal, TypedDavProperty, named};
use crate::{AnyElement, ResourceType};

/// A type of a namespace that is the server's own.
fn other(name: &str) -> ResourceType {
    ResourceType::Other(AnyElement::new(name.parse().unwrap()))
}

fn account(discovery: &Discovery) -> &Account {
    discovery.outcome().unwrap().unwrap()
}

fn found(server: Server, start: &str) -> (Server, Discovery) {
    let (mut server, mut discovery) = (server, begin(start));
    while let Some(lookup) = discovery.poll_lookup() {
        discovery.handle_lookup(&lookup, LookupAnswer::Nothing);
    }
    server.run(&mut discovery);
    (server, discovery)
}

fn looks(account: &Account) -> (Option<Profile>, Vec<&'static str>, Vec<&str>) {
    let quirks = account.quirks.iter().map(Quirk::as_str).collect();
    let calendars = account.calendars.iter().map(|calendar| calendar.href.as_str()).collect();
    (account.quirks.profile, quirks, calendars)
}

/// B-17, q-11: Apple's. Nothing is told without credentials, and the home is at a host of its own.
#[test]
fn b17_icloud() {
    let (at, principal) = ("https://caldav.icloud.com/", "https://caldav.icloud.com/1712/principal/");
    let mut server = Server::default().with_user(
        at,
        principal,
        "https://p42-caldav.icloud.com/1712/calendars/",
        &[
            ("/1712/calendars/inbox/", &[ResourceType::Collection, ResourceType::ScheduleInbox]),
            ("/1712/calendars/home/", CALENDAR),
            ("/1712/calendars/B5DC/", CALENDAR),
        ],
    );
    let home = homes(&["https://p42-caldav.icloud.com:443/1712/calendars/"]);
    server = server.with("PROPFIND", principal, answer(vec![("/1712/principal/", vec![home])]));
    // The port of the home is written out.
    let listing =
        server.replies.remove(&("PROPFIND", "https://p42-caldav.icloud.com/1712/calendars/")).unwrap();
    server = server.with("PROPFIND", "https://p42-caldav.icloud.com:443/1712/calendars/", listing);
    let basic = showing(status(401), "www-authenticate", "basic realm=\"MMCalDav\"");
    let credentials = Credentials::basic("bernard@icloud.com", "abcd-efgh").unwrap();
    let mut discovery = begin(at);
    let mut challenges = Vec::new();
    while !discovery.is_finished() {
        while let Some(mut exchange) = discovery.poll_request() {
            if !challenges.is_empty() {
                credentials.sign(&mut exchange, &challenges).unwrap();
            }
            let known = exchange.request.headers.get::<Authorization>().is_some();
            let reply = if known { server.answer(&exchange.request) } else { basic.clone() };
            discovery.handle_reply(exchange.id, reply);
        }
        while let Some(asked) = discovery.poll_challenge() {
            challenges.clone_from(&asked.challenges);
            discovery.retry(asked.id);
        }
    }
    let found = account(&discovery);
    let expected =
        ["home/", "B5DC/"].map(|name| format!("https://p42-caldav.icloud.com:443/1712/calendars/{name}"));
    assert_eq!(
        looks(found),
        (Some(Profile::ICloud), vec!["home-at-other-host"], expected.iter().map(String::as_str).collect())
    );
    assert_eq!(server.asked.len(), 4, "{:?}", server.asked);
    assert!(discovery.other_hosts().is_empty());
}

/// B-17: Naver's. The root is not there; the principal is found below `/principals/`.
#[test]
fn b17_naver() {
    let host = "https://caldav.calendar.naver.com/";
    let server = || {
        Server::default().with_user(
            "https://caldav.calendar.naver.com/principals/",
            "https://caldav.calendar.naver.com/principals/users/bernard/",
            "https://caldav.calendar.naver.com/caldav/bernard/",
            &[
                ("/caldav/bernard/calendar/", COLLECTION),
                ("/caldav/bernard/calendar/101/", CALENDAR),
                ("/caldav/bernard/calendar/102/", CALENDAR),
            ],
        )
    };
    let (asked, discovery) = found(server(), host);
    let (profile, quirks, calendars) = looks(account(&discovery));
    assert_eq!((profile, quirks), (Some(Profile::Naver), vec!["context-at-principals"]));
    assert_eq!(calendars.len(), 2);
    let paths = [host, "https://caldav.calendar.naver.com/.well-known/caldav"];
    assert_eq!(asked.targets()[..2], paths);
    // Where the root is there it tells.
    let root = answer(vec![("/", vec![user("/principals/users/bernard/")])]);
    let (asked, discovery) = found(server().with("PROPFIND", host, root), host);
    assert_eq!(account(&discovery).calendars.len(), 2);
    assert!(!asked.targets().contains(&"https://caldav.calendar.naver.com/principals/"));
}

/// Of a host that does not look like Naver's nothing more is asked.
#[test]
fn principals_are_asked_for_where_that_is_known() {
    let (server, discovery) = found(Server::default(), "https://example.com/");
    assert!(discovery.outcome().unwrap().is_err());
    assert!(!server.targets().contains(&"https://example.com/principals/"));
}

/// Google's: it takes tokens alone, and no calendars can be made.
#[test]
fn google() {
    let at = "https://apidata.googleusercontent.com/caldav/v2/bernard%40example.com/user";
    let mut server = Server::default().with_user(
        at,
        at,
        "https://apidata.googleusercontent.com/caldav/v2/bernard%40example.com/",
        &[("/caldav/v2/bernard%40example.com/events/", CALENDAR)],
    );
    let told = answer(vec![(
        "/caldav/v2/bernard%40example.com/user",
        vec![user("/caldav/v2/bernard%40example.com/user"), homes(&["/caldav/v2/bernard%40example.com/"])],
    )]);
    server = server.with("PROPFIND", at, told);
    let mut discovery = begin(at);
    let exchange = discovery.poll_request().unwrap();
    let realm = "Bearer realm=\"https://accounts.google.com/\"";
    discovery.handle_reply(exchange.id, showing(status(401), "www-authenticate", realm));
    let asked = discovery.poll_challenge().unwrap();
    assert!(asked.challenge(&AuthScheme::Bearer).is_some());
    let password = Credentials::basic("bernard@example.com", "x").unwrap();
    let refused = password.answer(&asked.target, &asked.challenges);
    assert!(matches!(refused, Err(FailureKind::Unauthorized(_))), "a password is not sent");
    let token = Credentials::bearer("ya29.x").unwrap();
    assert!(token.answer(&asked.target, &asked.challenges).is_ok());
    discovery.retry(asked.id);
    server.run(&mut discovery);
    let found = account(&discovery);
    assert_eq!((found.quirks.profile, found.calendars.len()), (Some(Profile::Google), 1));
    assert!(found.quirks.has(Quirk::NoNewCalendars));
    assert_eq!((found.homes.len(), found.home_for_new_calendars()), (1, None));
}

/// Nextcloud: what was deleted stands in the home too, and is no calendar.
#[test]
fn nextcloud() {
    let server = Server::default()
        .with_user(
            "https://example.com/remote.php/dav/",
            "https://example.com/remote.php/dav/principals/users/bernard/",
            "https://example.com/remote.php/dav/calendars/bernard/",
            &[
                ("/remote.php/dav/calendars/bernard/personal/", CALENDAR),
                (
                    "/remote.php/dav/calendars/bernard/old/",
                    &[ResourceType::Collection, other("{http://nextcloud.com/ns}deleted-calendar")],
                ),
                (
                    "/remote.php/dav/calendars/bernard/trashbin/",
                    &[ResourceType::Collection, other("{http://nextcloud.com/ns}trash-bin")],
                ),
                (
                    "/remote.php/dav/calendars/bernard/inbox/",
                    &[ResourceType::Collection, ResourceType::ScheduleInbox],
                ),
            ],
        )
        .with("PROPFIND", "https://example.com/.well-known/caldav", redirect("/remote.php/dav/"))
        .showing(
            "dav",
            "1, 3, extended-mkcol, calendar-access, nc-calendar-search, nc-enable-birthday-calendar",
        );
    let (server, discovery) = found(server, "bernard@example.com");
    let found = account(&discovery);
    let calendars = vec!["https://example.com/remote.php/dav/calendars/bernard/personal/"];
    assert_eq!(looks(found), (Some(Profile::Nextcloud), vec!["narrow-todo-range"], calendars));
    assert!(found.inbox.is_some());
    assert_eq!(server.asked.len(), 5, "{:?}", server.asked);
}

/// sabre/dav, as Baikal has it.
#[test]
fn sabre() {
    let server = Server::default()
        .with_user(
            "https://example.com/",
            "https://example.com/principals/alice/",
            "https://example.com/calendars/alice/",
            &[(
                "/calendars/alice/cal1/",
                &[ResourceType::SharedOwner, ResourceType::Collection, ResourceType::Calendar],
            )],
        )
        .showing("x-sabre-version", "4.7.1");
    let (_, discovery) = found(server, "https://example.com/");
    let calendars = vec!["https://example.com/calendars/alice/cal1/"];
    assert_eq!(looks(account(&discovery)), (Some(Profile::Sabre), vec!["narrow-todo-range"], calendars));
}

/// DAViCal: the principal is the home, and the boxes are in it.
#[test]
fn davical() {
    let home = "https://example.com/caldav.php/alice/";
    let kinds: &[ResourceType] = &[ResourceType::Collection, ResourceType::Principal];
    let server = Server::default()
        .with(
            "PROPFIND",
            "https://example.com/.well-known/caldav",
            redirect("https://example.com/caldav.php/"),
        )
        .with(
            "PROPFIND",
            "https://example.com/caldav.php/",
            answer(vec![("/caldav.php/", vec![user("/caldav.php/alice/")])]),
        )
        .with(
            "PROPFIND",
            home,
            answer(vec![
                ("/caldav.php/alice/", vec![super::types(kinds), homes(&["/caldav.php/alice/"])]),
                (
                    "/caldav.php/alice/.out/",
                    vec![super::types(&[ResourceType::Collection, ResourceType::ScheduleOutbox])],
                ),
                ("/caldav.php/alice/calendar/", vec![super::types(CALENDAR)]),
            ]),
        )
        .showing("x-davical-version", "DAViCal/1.1.12; DB/1.3.5");
    let (server, discovery) = found(server, "example.com");
    let found = account(&discovery);
    let calendars = vec!["https://example.com/caldav.php/alice/calendar/"];
    assert_eq!(looks(found), (Some(Profile::Davical), vec!["narrow-todo-range"], calendars));
    assert_eq!(found.outbox.as_ref().unwrap().path(), "/caldav.php/alice/.out/");
    assert_eq!(server.asked.len(), 5, "{:?}", server.asked);
}

/// SOGo: a calendar is an outbox too, and beside it stand its renderings.
#[test]
fn sogo() {
    let server = Server::default()
        .with_user(
            "https://example.com/SOGo/dav/",
            "https://example.com/SOGo/dav/alice/",
            "https://example.com/SOGo/dav/alice/Calendar/",
            &[
                ("/SOGo/dav/alice/Calendar/personal.ics", &[]),
                ("/SOGo/dav/alice/Calendar/personal.xml", &[]),
                (
                    "/SOGo/dav/alice/Calendar/personal/",
                    &[
                        ResourceType::Collection,
                        ResourceType::Calendar,
                        other("{http://groupdav.org/}vevent-collection"),
                        ResourceType::ScheduleOutbox,
                    ],
                ),
            ],
        )
        .showing("server", "SOPE 4.9.37/WebDAV");
    let (_, discovery) = found(server, "https://example.com/SOGo/dav/");
    let found = account(&discovery);
    let calendars = vec!["https://example.com/SOGo/dav/alice/Calendar/personal/"];
    assert_eq!(
        looks(found),
        (
            Some(Profile::Sogo),
            vec!["loose-time-range", "narrow-todo-range", "ignores-conditions", "move-loses"],
            calendars
        )
    );
    assert_eq!(found.home_for_new_calendars(), found.homes.first());
}

/// Cyrus: without credentials it answers as to somebody unknown.
#[test]
fn cyrus() {
    let at = "https://example.com/dav/";
    let mut server = Server::default()
        .with_user(
            at,
            "https://example.com/dav/principals/user/alice/",
            "https://example.com/dav/calendars/user/alice/",
            &[("/dav/calendars/user/alice/Default/", CALENDAR)],
        )
        .showing("server", "Cyrus-HTTP/3.6.1-Debian-3.6.1-4+deb12u5 Cyrus-SASL/2.1.28");
    let unknown = named::CurrentUserPrincipal::property(CurrentUserPrincipal::Unauthenticated);
    let mut discovery = begin(at);
    let exchange = discovery.poll_request().unwrap();
    discovery.handle_reply(exchange.id, answer(vec![("/dav/", vec![unknown])]));
    let asked = discovery.poll_challenge().unwrap();
    assert!(asked.challenges.is_empty(), "it names no scheme, so that what the user has is sent");
    let credentials = Credentials::basic("alice", "secret").unwrap();
    assert!(credentials.answer(&asked.target, &asked.challenges).is_ok());
    discovery.retry(asked.id);
    server.run(&mut discovery);
    let calendars = vec!["https://example.com/dav/calendars/user/alice/Default/"];
    assert_eq!(looks(account(&discovery)), (Some(Profile::Cyrus), vec!["anonymous-answers"], calendars));
}

/// Radicale and Xandikos: as the specifications have it, and nothing in their looks is needed.
#[test]
fn without_quirks() {
    for (case, home, field, value) in [
        (
            "Radicale: the principal is the home",
            "https://example.com/alice/",
            "server",
            "WSGIServer/0.2 CPython/3.11.7",
        ),
        ("Xandikos", "https://example.com/alice/calendars/", "server", "Python/3.11 aiohttp/3.14.5"),
        ("rustical", "https://example.com/alice/calendars/", "dav", "1, 3, access-control, calendar-access"),
    ] {
        let path = super::uri(home).path().to_owned();
        let calendar = format!("{path}work/");
        let principal: &[ResourceType] = &[ResourceType::Principal, ResourceType::Collection];
        let mut server = Server::default().with_user(
            "https://example.com/",
            "https://example.com/alice/",
            home,
            &[(&calendar, CALENDAR)],
        );
        if home == "https://example.com/alice/" {
            server = server.with(
                "PROPFIND",
                home,
                answer(vec![
                    ("/alice/", vec![super::types(principal), homes(&["/alice/"])]),
                    ("/alice/work/", vec![super::types(CALENDAR)]),
                ]),
            );
        }
        let (_, discovery) = found(server.showing(field, value), "https://example.com/");
        let expected = format!("https://example.com{calendar}");
        assert_eq!(looks(account(&discovery)), (None, vec![], vec![expected.as_str()]), "{case}");
    }
}

#[test]
fn www_authenticate_of_recordings() {
    // As Xandikos, Radicale and sabre/dav ask.
    for text in [
        "Basic realm=\"Xandikos\"",
        "Basic realm=\"Radicale - Password Required\"",
        "Basic realm=\"SabreDAV\", charset=\"UTF-8\"",
    ] {
        let field: WwwAuthenticate = text.parse().unwrap();
        assert!(field.challenge(&AuthScheme::Basic).is_some(), "{text}");
    }
}
