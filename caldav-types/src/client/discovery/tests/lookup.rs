//! [`Step::Lookup`]: which services there are, and what a user may begin with.

use super::{Server, begin};
use crate::client::{
    Discovery, DiscoveryOptions, FailureKind, LookupAnswer, LookupKind, RedirectFault, Service, Start, Step,
};

#[test]
fn starts() {
    for (text, domain, url, user) in [
        ("example.com", Some("example.com"), None, None),
        ("Example.COM.", Some("example.com"), None, None),
        ("me@example.com", Some("example.com"), None, Some("me@example.com")),
        ("MAILTO:me@example.com?subject=x", Some("example.com"), None, Some("me@example.com")),
        ("example.com:8443", None, Some("https://example.com:8443/"), None),
        ("example.com/dav", None, Some("https://example.com/dav"), None),
        ("http://a%40b:pw@example.com/x y", None, Some("http://example.com/x%20y"), Some("a@b")),
        ("[::1]:8080", None, Some("https://[::1]:8080/"), None),
    ] {
        let start = Start::parse(text).unwrap();
        let got = (start.domain(), start.url().map(ToString::to_string), start.user());
        assert_eq!(got, (domain, url.map(str::to_owned), user), "{text}");
    }
    for text in
        ["", "ftp://example.com/", "a..b", "@example.com", "https://", "bücher.example", "a b", "https:///x"]
    {
        assert!(Start::parse(text).is_err(), "{text}");
    }
}

#[test]
fn services_are_asked_first() {
    let mut discovery = begin("bernard@example.com");
    assert!(discovery.poll_request().is_none(), "RFC 6764 6: the lookups come first");
    let (srv, txt) = (discovery.poll_lookup().unwrap(), discovery.poll_lookup().unwrap());
    assert_eq!((srv.name.as_str(), srv.kind), ("_caldavs._tcp.example.com", LookupKind::Srv));
    assert_eq!((txt.kind, discovery.poll_lookup()), (LookupKind::Txt, None));
    discovery.handle_lookup(&txt, LookupAnswer::Txt(vec!["path=/dav".into(), "x=1".into()]));
    assert!(discovery.poll_request().is_none());
    let services = vec![
        service(2, 9, "c.example.com."),
        service(1, 0, "b.example.com"),
        service(1, 5, "a.example.com"),
        service(0, 0, "evil.example.net"),
    ];
    discovery.handle_lookup(&srv, LookupAnswer::Srv(services));
    let mut server = Server::default();
    server.run(&mut discovery);
    let expected: Vec<_> = ["a.example.com:443", "b.example.com:443", "c.example.com:443"]
        .iter()
        .flat_map(|host| ["/dav", "/.well-known/caldav", "/"].map(|path| format!("https://{host}{path}")))
        .chain(["https://example.com/.well-known/caldav".into(), "https://example.com/".into()])
        .collect();
    assert_eq!(server.targets(), expected);
    let fault = FailureKind::Redirect(RedirectFault::OtherHost);
    assert_eq!(discovery.left_out()[0].failure.kind, fault, "RFC 6764 8");
    assert_eq!(discovery.outcome().unwrap().unwrap_err().at, Step::Context);
}

#[test]
fn names_to_log_in_with() {
    for (start, expected) in [
        ("bernard@example.com", vec!["bernard@example.com", "bernard"]),
        ("mailto:a%25b@example.com", vec!["a%b@example.com", "a%b"]),
        ("mailto:bernard@example.com?subject=x", vec!["bernard@example.com", "bernard"]),
        ("https://a%40b:pw@example.com/", vec!["a@b"]),
        ("example.com", vec![]),
    ] {
        assert_eq!(
            Start::parse(start).unwrap().user_names().collect::<Vec<_>>(),
            expected,
            "RFC 6764 6: {start}"
        );
    }
}

fn service(priority: u16, weight: u16, host: &str) -> Service {
    Service { priority, weight, host: host.into(), port: 443 }
}

/// Begins with what the lookups say: those with TLS, those without.
fn looked_up(options: DiscoveryOptions, secure: Vec<Service>, open: Vec<Service>) -> Discovery {
    let mut discovery = Discovery::new(Start::parse("bernard@example.com").unwrap(), options);
    while let Some(lookup) = discovery.poll_lookup() {
        let services = if lookup.name.starts_with("_caldavs.") { &secure } else { &open };
        let answer = match lookup.kind {
            LookupKind::Srv => LookupAnswer::Srv(services.clone()),
            LookupKind::Txt => LookupAnswer::Nothing,
        };
        discovery.handle_lookup(&lookup, answer);
    }
    discovery
}

/// RFC 2782: by priority, and among those by weight: the heavier the likelier.
#[test]
fn priorities_and_weights() {
    let services = || {
        vec![
            service(1, 0, "never.example.com"),
            service(0, 1, "light.example.com"),
            service(0, 0, "none.example.com"),
            service(0, 8, "heavy.example.com"),
        ]
    };
    let names = |services: Vec<Service>| services.into_iter().map(|one| one.host).collect::<Vec<_>>();
    let expected = ["heavy", "light", "none", "never"].map(|name| format!("{name}.example.com"));
    assert_eq!(names(Service::in_order(services(), None)), expected, "without chance");
    let mut first = std::collections::BTreeMap::new();
    for random in 0..1_000 {
        let ordered = names(Service::in_order(services(), Some(random)));
        assert_eq!((ordered.len(), ordered[3].as_str()), (4, "never.example.com"), "RFC 2782: priority");
        *first.entry(ordered[0].clone()).or_insert(0) += 1;
    }
    // Numbers from 0 to 9: 0 falls to the one without weight, 1 to the light one.
    let share = |name: &str| first.get(&format!("{name}.example.com")).copied().unwrap_or(0);
    assert!((700..900).contains(&share("heavy")), "{first:?}");
    assert!((50..200).contains(&share("light")) && (50..200).contains(&share("none")), "{first:?}");
    let ordered = Service::in_order(services(), Some(7));
    assert_eq!(ordered, Service::in_order(services(), Some(7)), "the number decides");
    let discovery = looked_up(DiscoveryOptions::default().with_random(1), services(), Vec::new());
    assert_eq!(discovery.options.random, Some(1));
}

/// RFC 2782: a target of "." says that there is no such service.
#[test]
fn no_service() {
    let denied = || vec![service(0, 0, ".")];
    let mut discovery = looked_up(DiscoveryOptions::default(), denied(), Vec::new());
    assert!(discovery.is_finished() && discovery.poll_request().is_none(), "nothing is guessed");
    let stopped = discovery.outcome().unwrap().unwrap_err();
    assert_eq!((stopped.at, &stopped.failure.kind), (Step::Lookup, &FailureKind::NoService));
    // There is one without TLS, and the user allows it.
    let open = vec![Service { port: 8008, ..service(0, 0, "dav.example.com") }];
    let options = DiscoveryOptions::default().with_clear_text();
    let mut discovery = looked_up(options, denied(), open);
    let mut server = Server::default();
    server.run(&mut discovery);
    assert_eq!(
        server.targets(),
        ["http://dav.example.com:8008/.well-known/caldav", "http://dav.example.com:8008/"]
    );
    // Among others it says nothing.
    let mixed = vec![service(0, 0, "."), service(1, 0, "a.example.com")];
    let exchange = looked_up(DiscoveryOptions::default(), mixed, Vec::new()).poll_request().unwrap();
    assert_eq!(exchange.request.target.host(), Some("a.example.com"));
}

/// RFC 6764 6: with TLS first, and without it only where that is appropriate.
#[test]
fn services_without_tls() {
    let secure = vec![service(0, 0, "s.example.com")];
    let open = vec![Service { port: 80, ..service(0, 0, "o.example.com") }];
    let mut discovery = looked_up(DiscoveryOptions::default(), secure.clone(), open.clone());
    let mut server = Server::default();
    server.run(&mut discovery);
    assert!(server.targets().iter().all(|target| target.starts_with("https://")), "{:?}", server.targets());
    let mut discovery = looked_up(DiscoveryOptions::default().with_clear_text(), secure, open);
    let mut server = Server::default();
    server.run(&mut discovery);
    assert!(server.targets()[0].starts_with("https://s.example.com"), "{:?}", server.targets());
    assert!(server.targets().contains(&"http://o.example.com:80/.well-known/caldav"));
}

/// RFC 6764 6: a path of a TXT record that is not there is no end.
#[test]
fn a_wrong_path() {
    let mut discovery = begin("example.com");
    while let Some(lookup) = discovery.poll_lookup() {
        discovery.handle_lookup(
            &lookup,
            match lookup.kind {
                LookupKind::Srv => LookupAnswer::Srv(vec![service(0, 0, "dav.example.com")]),
                LookupKind::Txt => LookupAnswer::Txt(vec!["path=/gone".into()]),
            },
        );
    }
    let mut server = Server::default();
    server.run(&mut discovery);
    let expected = ["/gone", "/.well-known/caldav"].map(|path| format!("https://dav.example.com:443{path}"));
    assert_eq!(server.targets()[..2], expected);
}

#[test]
fn addresses_have_no_services() {
    for text in ["127.0.0.1", "localhost", "https://example.com/"] {
        assert_eq!(begin(text).poll_lookup(), None, "{text}");
    }
}
