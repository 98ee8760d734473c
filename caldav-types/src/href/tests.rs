use http::Uri;

use super::{Href, HrefErrorKind};

fn request() -> Uri {
    "https://example.com/cal/bernard/".parse().unwrap()
}

#[test]
fn the_same_resource() {
    for (section, one, other) in [
        ("RFC 4918 8.3.1", "http://example.com/sample/a%20test", "http://example.com/sample/a%20test"),
        ("op-40: URI and path", "https://example.com/cal/a.ics", "/cal/a.ics"),
        ("q-10: @ and %40", "/cal/a@b.c/", "/cal/a%40b.c/"),
        ("q-10: digits in either case", "/cal/caf%c3%a9.ics", "/cal/caf%C3%A9.ics"),
        ("q-10: a letter encoded", "/cal/%61%2d.ics", "/cal/a-.ics"),
        ("q-10: blanks", "/cal/a b.ics", "/cal/a%20b.ics"),
        ("q-10: a bare percent sign", "/cal/100%.ics", "/cal/100%25.ics"),
        ("q-10: not ASCII", "/cal/café.ics", "/cal/caf%C3%A9.ics"),
        ("q-10: other characters", "/cal/a%3Ab%2Cc%3B.ics", "/cal/a:b,c;.ics"),
        ("q-10: what no URI has", "/cal/{a}.ics", "/cal/%7Ba%7D.ics"),
        ("q-11: slash at the end", "/cal/work", "/cal/work/"),
        ("q-11: slashes in a row", "/cal//work/a.ics", "/cal/work/a.ics"),
        ("q-11: slashes at the start", "//cal/work/a.ics", "/cal/work/a.ics"),
        ("q-11: seen from the request", "a.ics", "/cal/bernard/a.ics"),
        ("q-11: with a colon", "a:b.ics", "/cal/bernard/a:b.ics"),
        ("q-11: with a colon, encoded", "a%3Ab.ics", "/cal/bernard/a:b.ics"),
        ("q-11: from the parent", "../mary/", "/cal/mary/"),
        ("q-11: the request itself", "", "/cal/bernard/"),
        ("q-11: a dot", "./a.ics", "a.ics"),
        ("RFC 3986 6.2.2.3: dots encoded", "/cal/%2e%2E/a.ics", "/a.ics"),
        ("RFC 3986 6.2.2.1: host", "https://EXAMPLE.com/a", "/a"),
        ("RFC 3986 6.2.2.1: scheme", "HTTPS://example.com/a", "/a"),
        ("RFC 3986 6.2.3: port", "https://example.com:443/a", "/a"),
        ("RFC 3986 6.2.3: port", "https://example.com:/a", "/a"),
        ("RFC 3986 6.2.3: port", "http://example.com:80/a", "http://example.com/a"),
        ("RFC 3986 6.2.3: no path", "https://example.com", "/"),
        ("a user", "https://bernard@example.com/a", "/a"),
        ("a fragment", "/a#b", "/a"),
        ("q-10: a query", "/a?b=c d%c3%a9%", "/a?b=c%20d%C3%A9%"),
        ("an address of a person", "mailto:bernard@example.com", "mailto:bernard@example.com"),
    ] {
        assert!(Href::new(one).is_same(&Href::new(other), &request()), "{section}: {one} {other}");
        assert!(Href::new(other).is_same(&Href::new(one), &request()), "{section}: {other} {one}");
    }
}

#[test]
fn other_resources() {
    for (section, one, other) in [
        ("letters have a case", "/cal/A.ics", "/cal/a.ics"),
        ("RFC 3986 2.2: an encoded slash is no slash", "/cal/a%2Fb", "/cal/a/b"),
        ("RFC 3986 2.4: encoded once is not twice", "/cal/a%2540b", "/cal/a%40b"),
        (
            "q-11: another host (iCloud)",
            "https://p34-caldav.example.com/a",
            "https://p35-caldav.example.com/a",
        ),
        ("q-11: another port", "https://example.com:8443/a", "https://example.com/a"),
        ("another scheme", "http://example.com/a", "https://example.com/a"),
        ("a query", "/a?b", "/a"),
        ("RFC 3986 2.2: a sign of a query", "/a?b=c%26d", "/a?b=c&d"),
        ("an encoded question mark", "/a%3Fb", "/a?b"),
        ("an address of a person is no path", "mailto:a", "/cal/bernard/mailto:a"),
        ("a plus is no blank", "/a+b", "/a%20b"),
    ] {
        assert!(!Href::new(one).is_same(&Href::new(other), &request()), "{section}: {one} {other}");
    }
}

#[test]
fn encoded_twice() {
    let key = |href: &str| Href::new(href).key(&request());
    assert_eq!(key("/cal/a%2540b/").encoded_once(), Some(key("/cal/a@b/")), "q-10");
    assert_eq!(key("/cal/caf%25C3%25A9?x%2541").encoded_once(), Some(key("/cal/café?x%2541")), "q-10");
    assert_eq!(key("/cal/a%40b/").encoded_once(), None, "q-10");
    assert_eq!(key("/cal/100%25.ics").encoded_once(), None, "a percent sign that encodes nothing");
    assert_eq!(key("/").encoded_once(), None);
    assert_eq!(key("mailto:bernard@example.com").encoded_once(), None, "it has no segments");
}

#[test]
fn keys_of_paths() {
    let key = Href::new("http://127.0.0.1:5232/cal//x%41/").key(&request());
    assert_eq!((key.origin(), key.path()), ("http://127.0.0.1:5232", "/cal/xA"));
    let here = Href::new("/a").key(&"/cal/".parse().unwrap());
    assert_eq!((here.origin(), here.path()), ("", "/a"));
}

#[test]
fn resolved() {
    for (section, href, expected) in [
        ("RFC 4918 8.3: path", "/cal/a.ics", "https://example.com/cal/a.ics"),
        ("RFC 4918 8.3: URI", "http://other.example.com:8080/a", "http://other.example.com:8080/a"),
        ("RFC 4918 8.3: query", "/cal/?a=b", "https://example.com/cal/?a=b"),
        ("RFC 3986 5.4: relative", "a.ics", "https://example.com/cal/bernard/a.ics"),
        ("RFC 3986 5.4: parent", "../a.ics", "https://example.com/cal/a.ics"),
        ("RFC 3986 5.4: too far up", "/../../a.ics", "https://example.com/a.ics"),
        ("RFC 3986 5.4: dots at the end", "/a/b/..", "https://example.com/a/"),
        ("RFC 3986 5.4: empty", "", "https://example.com/cal/bernard/"),
        ("q-10: kept as it is spelled", "/cal/a%40b%2c.ics", "https://example.com/cal/a%40b%2c.ics"),
        ("q-10: a bare percent sign is kept", "/cal/100%.ics", "https://example.com/cal/100%.ics"),
        ("q-10: blanks", "/cal/a b.ics", "https://example.com/cal/a%20b.ics"),
        ("q-10: not ASCII", "/cal/é.ics", "https://example.com/cal/%C3%A9.ics"),
        ("q-11: with a colon", "a:b.ics", "https://example.com/cal/bernard/a:b.ics"),
        ("q-11: two slashes", "//cal/a.ics", "https://example.com//cal/a.ics"),
        (
            "q-11: another host",
            "https://p34-caldav.example.com:443/1/",
            "https://p34-caldav.example.com:443/1/",
        ),
        ("no path", "https://example.org", "https://example.org/"),
        ("a scheme in capitals", "HTTP://example.org/", "http://example.org/"),
    ] {
        let uri = Href::new(href).resolve(&request()).unwrap();
        assert_eq!(uri.to_string(), expected, "{section}: {href}");
    }
}

#[test]
fn no_address_for_requests() {
    for (section, href, request, kind) in [
        ("RFC 6638 2.4.1", "mailto:bernard@example.com", "https://a.example/", HrefErrorKind::Scheme),
        ("RFC 6638 2.4.1", "urn:uuid:01234567", "https://a.example/", HrefErrorKind::Scheme),
        ("another protocol", "ftp://example.com/a", "https://a.example/", HrefErrorKind::Scheme),
        ("no host", "/a", "/b", HrefErrorKind::Authority),
        ("an empty host", "http:///a", "https://a.example/", HrefErrorKind::Authority),
        ("a host that is none", "http://[/a", "https://a.example/", HrefErrorKind::Authority),
    ] {
        let error = Href::new(href).resolve(&request.parse().unwrap()).unwrap_err();
        assert_eq!(error.kind(), kind, "{section}: {href}");
    }
    let long = format!("/{}", "a".repeat(70_000));
    let error = Href::new(&long).resolve(&request()).unwrap_err();
    assert_eq!(error.kind(), HrefErrorKind::Path, "longer than http holds");
}

#[test]
fn segments() {
    for (href, last, parent, collection) in [
        ("/cal/a%20b.ics", Some("a b.ics"), Some("/cal/"), false),
        ("/cal/work/", Some("work"), Some("/cal/"), true),
        ("/cal", Some("cal"), Some("/"), false),
        ("/", None, None, true),
        ("", None, None, false),
        ("https://example.com/cal/a.ics", Some("a.ics"), Some("https://example.com/cal/"), false),
        ("https://example.com/", None, None, true),
        ("https://example.com", None, None, false),
        ("/cal/a.ics?x=/y#/z", Some("a.ics"), Some("/cal/"), false),
        ("/cal/%ff", None, Some("/cal/"), false),
        ("/cal/a%2Fb", Some("a/b"), Some("/cal/"), false),
        ("a.ics", Some("a.ics"), None, false),
    ] {
        let href = Href::new(href);
        assert_eq!(href.last_segment().as_deref(), last, "{href}");
        assert_eq!(href.parent().as_ref().map(Href::as_str), parent, "{href}");
        assert_eq!(href.is_collection(), collection, "{href}");
    }
}

#[test]
fn members() {
    for (why, collection, name, expected) in [
        ("a plain name", "/cal/", "a.ics", "/cal/a.ics"),
        ("no slash at the end", "/cal", "a.ics", "/cal/a.ics"),
        ("RFC 3986 3.3: pchar", "/cal/", "a@b:c,d;e=f+g.ics", "/cal/a@b:c,d;e=f+g.ics"),
        ("blanks and letters", "/cal/", "ä b.ics", "/cal/%C3%A4%20b.ics"),
        ("a slash within", "/cal/", "a/b", "/cal/a%2Fb"),
        ("a percent sign", "/cal/", "50%41", "/cal/50%2541"),
        ("a question mark and a number sign", "/cal/", "a?b#c", "/cal/a%3Fb%23c"),
        ("steps in the path", "/cal/", "..", "/cal/%2E%2E"),
        ("a query", "/cal/?x", "a.ics", "/cal/a.ics"),
        ("a URI", "https://example.com", "a", "https://example.com/a"),
    ] {
        let href = Href::new(collection).join(name);
        assert_eq!(href.as_str(), expected, "{why}");
        assert_eq!(href.last_segment().as_deref(), Some(name), "{why}: {href}");
    }
}

#[test]
fn collections() {
    for (href, expected) in [
        ("/cal", "/cal/"),
        ("/cal/", "/cal/"),
        ("/cal?x=/", "/cal/?x=/"),
        ("https://example.com", "https://example.com/"),
    ] {
        assert_eq!(Href::new(href).into_collection().as_str(), expected);
    }
}

#[test]
fn what_is_asked_for_is_what_was_meant() {
    for text in [
        "/cal/a.ics",
        "a:b.ics",
        "//cal//a b/",
        "/cal/100%.ics",
        "/cal/%2e%2e/x?y=%zz",
        "../%2F/%252F",
        "",
        "?x",
        "é{}|",
        "HTTPS://bernard@EXAMPLE.com:443/%7e/",
        "http://[::1]:8080/a",
        "/cal/.../..a/a..",
        "/a;b=c/%3B",
        "#x",
    ] {
        let href = Href::new(text);
        let key = href.key(&request());
        let asked = Href::from(&href.resolve(&request()).unwrap());
        assert_eq!(asked.key(&request()), key, "{text}: {asked}");
        assert_eq!(Href::new(&format!("{}{}", key.origin(), key.path())).key(&request()), key, "{text}");
    }
}

#[test]
fn no_text_is_too_odd() {
    let base = request();
    for text in [
        "%",
        "%%",
        "%4",
        "?",
        "#",
        "://",
        "http:",
        "http://",
        "http:///",
        ":",
        "a:",
        "\u{0}",
        "//",
        "///",
        "..",
        "%2e%2e%2f",
    ] {
        let href = Href::new(text);
        let key = href.key(&base);
        assert_eq!(key, href.key(&base), "{text}");
        let _ =
            (href.resolve(&base), href.parent(), href.last_segment(), href.join(text), key.encoded_once());
    }
}
