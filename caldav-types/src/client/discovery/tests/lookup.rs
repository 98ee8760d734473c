//! [`Step::Lookup`]: which services there are, and what a user may begin with.

use super::{Server, begin};
use crate::client::{FailureKind, LookupAnswer, LookupKind, RedirectFault, Service, Start, Step};

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
    let service = |priority, weight, host: &str| Service { priority, weight, host: host.into(), port: 443 };
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
fn addresses_have_no_services() {
    for text in ["127.0.0.1", "localhost", "https://example.com/"] {
        assert_eq!(begin(text).poll_lookup(), None, "{text}");
    }
}
