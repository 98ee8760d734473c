//! Where the service is (RFC 6764 §6, steps 1 to 3).

use caldav_types::client::{
    Discovery, DiscoveryOptions, FailureKind, LookupAnswer, OtherHosts, RedirectFault, RedirectPolicy,
    Service, Start, Step,
};

use crate::wire::{Recording, Table, discover, discovered, found};

fn service(priority: u16, weight: u16, host: &str, port: u16) -> Service {
    Service { priority, weight, host: host.into(), port }
}

fn first(table: &Table) -> &str {
    table.asked.first().map_or("", String::as_str)
}

/// The first request, by what the user gave and what the domain name system knows.
#[test]
fn first_place() {
    let srv = |services: &[Service]| ("Srv _caldavs._tcp.example.com", LookupAnswer::Srv(services.to_vec()));
    let txt = |texts: &[&str]| {
        let texts = texts.iter().map(|&text| text.to_owned()).collect();
        ("Txt _caldavs._tcp.example.com", LookupAnswer::Txt(texts))
    };
    let one = [service(0, 0, "cal.example.com", 8443)];
    let many = [
        service(20, 100, "c.example.com", 8443),
        service(10, 1, "b.example.com", 8443),
        service(10, 60, "a.example.com", 8443),
    ];
    for (case, start, zone, expected) in [
        (
            "§6.2: no record, so the domain itself, with TLS",
            "bernard@example.com",
            vec![],
            "https://example.com/.well-known/caldav",
        ),
        (
            "§6.1: an address of mail",
            "mailto:bernard@example.com",
            vec![],
            "https://example.com/.well-known/caldav",
        ),
        ("a host", "example.com", vec![], "https://example.com/.well-known/caldav"),
        (
            "§6.3: no TXT record",
            "example.com",
            vec![srv(&one)],
            "https://cal.example.com:8443/.well-known/caldav",
        ),
        (
            "§4: a path",
            "example.com",
            vec![srv(&one), txt(&["path=/dav"])],
            "https://cal.example.com:8443/dav",
        ),
        (
            "RFC 6763 6.4: names of keys in either case, other keys",
            "example.com",
            vec![srv(&one), txt(&["txtvers=1", "PATH=/dav/"])],
            "https://cal.example.com:8443/dav/",
        ),
        (
            "§6.3: a TXT record without a path",
            "example.com",
            vec![srv(&one), txt(&["txtvers=1"])],
            "https://cal.example.com:8443/.well-known/caldav",
        ),
        (
            "§6.2, RFC 2782: the lowest priority, then the highest weight",
            "example.com",
            vec![srv(&many)],
            "https://a.example.com:8443/.well-known/caldav",
        ),
        (
            "a name with its last dot",
            "example.com",
            vec![srv(&[service(0, 0, "cal.example.com.", 8443)])],
            "https://cal.example.com:8443/.well-known/caldav",
        ),
        (
            "§8: a service of another domain is not believed",
            "example.com",
            vec![srv(&[service(0, 0, "cal.example.net", 8443)])],
            "https://example.com/.well-known/caldav",
        ),
        ("a URL", "https://cal.example.com/dav/", vec![], "https://cal.example.com/dav/"),
        (
            "§6.1: a URL with a user",
            "https://bernard@cal.example.com/dav/",
            vec![],
            "https://cal.example.com/dav/",
        ),
    ] {
        let mut table = Table::default();
        let _ = discovered(start, &zone, &mut table);
        assert_eq!(first(&table), format!("PROPFIND {expected} 0"), "{case}");
    }
}

/// §6.2: without TLS only where that is appropriate; §6.3: SRV and TXT both.
#[test]
fn what_is_looked_up() {
    let names = |options: DiscoveryOptions| {
        let mut discovery = Discovery::new(Start::parse("bernard@example.com").unwrap(), options);
        let mut names = Vec::new();
        while let Some(lookup) = discovery.poll_lookup() {
            names.push(format!("{:?} {}", lookup.kind, lookup.name));
            assert_eq!(discovery.step(), Step::Lookup);
            assert!(discovery.poll_request().is_none(), "the answers are waited for");
            discovery.handle_lookup(&lookup, LookupAnswer::Nothing);
        }
        names
    };
    let secure = ["Srv _caldavs._tcp.example.com", "Txt _caldavs._tcp.example.com"];
    assert_eq!(names(DiscoveryOptions::default()), secure);
    let clear = ["Srv _caldav._tcp.example.com", "Txt _caldav._tcp.example.com"];
    assert_eq!(names(DiscoveryOptions::default().with_clear_text()), [secure, clear].concat());
}

/// §6.3: a path from a TXT record that is answered with an error gives way to the well-known one.
#[test]
fn a_path_that_is_wrong() {
    let recording = Recording::of("radicale");
    let mut table = Table::default()
        .with("PROPFIND https://cal.example.com/.well-known/caldav", recording.answer("well-known"))
        .with("PROPFIND https://cal.example.com/", recording.answer("context"))
        .with("PROPFIND https://cal.example.com/bernard/", recording.answer("home"));
    let zone = [
        ("Srv _caldavs._tcp.example.com", LookupAnswer::Srv(vec![service(0, 0, "cal.example.com", 443)])),
        ("Txt _caldavs._tcp.example.com", LookupAnswer::Txt(vec!["path=/old/".into()])),
    ];
    let discovery = discovered("bernard@example.com", &zone, &mut table);
    assert_eq!(
        table.asked[..3],
        [
            "PROPFIND https://cal.example.com/old/ 0",
            "PROPFIND https://cal.example.com/.well-known/caldav 0",
            "PROPFIND https://cal.example.com/ 0",
        ]
    );
    let left_out: Vec<_> = discovery.left_out().iter().map(|stopped| stopped.failure.target.path()).collect();
    assert_eq!(left_out[0], "/old/", "what failed on the way is told");
}

/// RFC 2782: a target that cannot be reached gives way to the next.
#[test]
fn a_service_that_is_down() {
    let recording = Recording::of("radicale");
    let mut table = Table::default()
        .breaks("PROPFIND https://a.example.com/.well-known/caldav", FailureKind::Unreachable)
        .breaks("PROPFIND https://a.example.com/", FailureKind::Unreachable)
        .with("PROPFIND https://b.example.com/", recording.answer("context"));
    let services = vec![service(20, 0, "b.example.com", 443), service(10, 0, "a.example.com", 443)];
    let zone = [("Srv _caldavs._tcp.example.com", LookupAnswer::Srv(services))];
    let discovery = discovered("example.com", &zone, &mut table);
    assert!(table.was_asked("PROPFIND https://b.example.com/ 0"), "{:#?}", table.asked);
    assert_eq!(discovery.left_out()[0].failure.kind, FailureKind::Unreachable);
}

/// §8: a service in another domain is told as left out, or asked where the caller allows it.
#[test]
fn a_service_of_another_domain() {
    let zone =
        [("Srv _caldavs._tcp.example.com", LookupAnswer::Srv(vec![service(0, 0, "cal.example.net", 443)]))];
    let mut table = Table::default();
    let discovery = discovered("example.com", &zone, &mut table);
    assert!(!table.asked.iter().any(|asked| asked.contains("example.net")), "{:#?}", table.asked);
    assert_eq!(
        discovery.left_out()[0].failure.kind,
        FailureKind::Redirect(RedirectFault::OtherHost),
        "why it was not asked"
    );
    let any = RedirectPolicy::default().with_other_hosts(OtherHosts::Any);
    let options = DiscoveryOptions::default().with_redirects(any);
    let mut discovery = Discovery::new(Start::parse("example.com").unwrap(), options);
    let mut table = Table::default();
    discover(&mut discovery, &zone, &mut table);
    assert_eq!(first(&table), "PROPFIND https://cal.example.net/.well-known/caldav 0");
}

/// RFC 2782: a root target says that there is no such service; nobody is asked.
#[test]
fn no_service() {
    let zone = [("Srv _caldavs._tcp.example.com", LookupAnswer::Srv(vec![service(0, 0, ".", 0)]))];
    let mut table = Table::default();
    let discovery = discovered("example.com", &zone, &mut table);
    assert_eq!(table.asked, Vec::<String>::new());
    assert_eq!(found(&discovery).unwrap_err().at, Step::Lookup);
}

/// Where nothing answers, the end tells the step and the reason.
#[test]
fn nothing_answers() {
    let mut table = Table::default();
    for path in ["/.well-known/caldav", "/"] {
        table = table.breaks(&format!("PROPFIND https://example.com{path}"), FailureKind::Unreachable);
    }
    let discovery = discovered("example.com", &[], &mut table);
    let stopped = found(&discovery).unwrap_err();
    assert_eq!((stopped.at, &stopped.failure.kind), (Step::Context, &FailureKind::Unreachable));
    assert!(stopped.failure.is_transient(), "another time it may be there");
}

/// §6.4: the user is the whole address of mail first, then its local part; one in a URL is it itself.
#[test]
fn who_the_user_is() {
    for (start, expected) in [
        ("mailto:bernard@example.com", Some("bernard@example.com")),
        ("bernard@example.com", Some("bernard@example.com")),
        ("https://bernard@example.com/", Some("bernard")),
        ("https://bernard%40example.com@cal.example.com/", Some("bernard@example.com")),
        ("example.com", None),
    ] {
        assert_eq!(Start::parse(start).unwrap().user(), expected, "{start}");
    }
}
