//! What servers do that the specifications do not say, by the numbers of the quirks.

use http::StatusCode;

use super::{etag, got, header, known, methods, multistatus, object, response, run, status, target, update};
use crate::client::{Change, FailureKind, LocalOutcome, SyncTarget};
use crate::message::{Content, Operation, Reply, ReplyBody};
use crate::multistatus::{Propstat, Response, ResponseContent};
use crate::property::DavProperty;
use crate::report::Report;
use crate::{EntityTag, Href};

/// The addresses that a multiget asks for.
fn asked(request: &crate::message::Request) -> Vec<&str> {
    match &request.operation {
        Operation::Report { body: Report::CalendarMultiget(get), .. } => {
            get.hrefs.iter().map(Href::as_str).collect()
        }
        _ => Vec::new(),
    }
}

/// One resource under two spellings: that of the listing, and that of the data.
#[test]
fn q_10_spellings_of_one_address() {
    for (listed, told) in [
        ("/cal/a%40b.ics", "/cal/a@b.ics"),
        ("/cal/a%c3%a4.ics", "/cal/a%C3%A4.ics"),
        ("/cal/a%20b.ics", "/cal/a b.ics"),
        ("/cal/a b.ics", "/cal/a%20b.ics"),
        ("/cal/\u{e4}.ics", "/cal/%C3%A4.ics"),
        ("/cal/100%.ics", "/cal/100%.ics"),
        ("/cal/a%40b.ics", "/cal/a%2540b.ics"),
        ("/cal/a%2540b.ics", "/cal/a%2540b.ics"),
        ("/cal/~a.ics", "/cal/%7Ea.ics"),
    ] {
        let listing = multistatus(vec![response(listed, vec![etag("\"2\"")])], Some("2"));
        let data = multistatus(vec![object(told, "\"2\"", "a")], None);
        let run = run(target(), known(&[]), Vec::new(), vec![listing, data]);
        let [Change::Upserted(object)] = &run.changes[..] else {
            panic!("{listed} {told}: {:?}", run.changes)
        };
        assert_eq!(object.href.as_str(), listed, "as it came first");
        let sent = asked(&run.requests[1])[0];
        assert!(sent.is_ascii() && !sent.contains(' '), "{sent} is a URI");
        assert!(listed.contains([' ', '\u{e4}']) || sent == listed, "resent as it came: {sent}");
    }
}

/// Wherever an address points to, requests go to the host of the calendar, and paths are compared.
#[test]
fn q_11_forms_of_addresses() {
    for listed in [
        "https://example.com/cal/1.ics",
        "https://p42.example.net:8443/cal/1.ics",
        "http://localhost:5232/cal/1.ics",
        "1.ics",
        "./1.ics",
        "/cal//1.ics",
        "//cal/1.ics",
        "/cal/./1.ics",
    ] {
        let listing = multistatus(vec![response(listed, vec![etag("\"2\"")])], Some("2"));
        let state = known(&[("/cal/1.ics", "\"1\"")]);
        let run = run(target(), state, Vec::new(), vec![listing, status(501), got("\"2\"", "a")]);
        assert_eq!(run.requests[2].target.host(), Some("example.com"), "{listed}");
        assert!(asked(&run.requests[1])[0].starts_with('/'), "{listed}: a path in the body");
        assert!(matches!(&run.changes[..], [Change::Upserted(_)]), "{listed}: {:?}", run.changes);
        assert_eq!(run.sync.state().members().count(), 1, "{listed}");
    }
    let listing = multistatus(vec![response("a:b.ics", vec![etag("\"2\"")])], Some("2"));
    let data = multistatus(vec![object("/cal/a:b.ics", "\"2\"", "a")], None);
    let colon = run(target(), known(&[]), Vec::new(), vec![listing, data]);
    assert_eq!((asked(&colon.requests[1]), colon.changes.len()), (vec!["/cal/a:b.ics"], 1));
}

/// The collection with and without a slash, at both ends.
#[test]
fn q_11_slashes_of_the_collection() {
    for url in ["https://example.com/cal", "https://example.com/cal/", "https://example.com//cal/"] {
        for itself in ["/cal", "/cal/", "https://example.com/cal"] {
            let target = SyncTarget::new(url.parse().unwrap()).with_sync_collection(false);
            let listing = multistatus(
                vec![response(itself, vec![etag("\"c\"")]), response("/cal/1.ics", vec![etag("\"1\"")])],
                None,
            );
            let run = run(target, known(&[("/cal/1.ics", "\"1\"")]), Vec::new(), vec![listing]);
            assert!(run.sync.failure().is_none() && run.changes.is_empty(), "{url} {itself}");
            assert_eq!(run.sync.state().members().count(), 1, "{url} {itself}");
        }
    }
}

/// Nobody asked for the second, and the third is not one of the collection.
#[test]
fn q_12_data_that_was_not_asked_for() {
    let listing = multistatus(vec![response("/cal/1.ics", vec![etag("\"1\"")])], Some("2"));
    let data = multistatus(
        vec![
            object("/cal/2.ics", "\"2\"", "b"),
            object("/other/1.ics", "\"1\"", "c"),
            object("/cal/1.ics", "\"1\"", "a"),
        ],
        None,
    );
    let run = run(target(), known(&[]), Vec::new(), vec![listing, data]);
    let [Change::Upserted(only)] = &run.changes[..] else { panic!("{:?}", run.changes) };
    assert_eq!((only.href.as_str(), only.calendar_data.contains("X-A:a")), ("/cal/1.ics", true));
}

/// A status that cannot be read, or that nobody knows, says neither that something is there nor that it is gone.
#[test]
fn q_14_statuses_that_say_nothing() {
    let href = || Href::new("/cal/1.ics");
    let mut unknown = Response::of_status(href(), StatusCode::OK);
    unknown.content = ResponseContent::Status { further: Vec::new(), status: None };
    let data = || vec![etag("\"2\""), DavProperty::CalendarData(super::text("a").as_str().into())];
    let without = Propstat { status: None, ..Propstat::new(StatusCode::OK, data()) };
    let odd = |code| StatusCode::from_u16(code).unwrap();
    let state = known(&[("/cal/1.ics", "\"1\"")]);
    for (why, answer) in [
        ("no status of the resource", unknown),
        ("no status of its properties", Response::of_propstats(href(), vec![without])),
        ("418", Response::of_status(href(), odd(418))),
        ("425", Response::of_status(href(), odd(425))),
        ("properties of 418", Response::of_propstats(href(), vec![Propstat::new(odd(418), data())])),
    ] {
        // In the listing: the object is asked for. In its data: it is asked for by GET.
        let told = multistatus(vec![answer.clone()], Some("2"));
        let found = multistatus(vec![object("/cal/1.ics", "\"2\"", "a")], None);
        let listed = run(target(), state.clone(), Vec::new(), vec![told, found]);
        assert!(matches!(&listed.changes[..], [Change::Upserted(_)]), "{why}: {:?}", listed.changes);
        let told = multistatus(vec![response("/cal/1.ics", vec![etag("\"2\"")])], Some("2"));
        let found = multistatus(vec![answer], None);
        let fetched = run(target(), state.clone(), Vec::new(), vec![told, found, got("\"2\"", "a")]);
        assert!(matches!(&fetched.changes[..], [Change::Upserted(_)]), "{why}: {:?}", fetched.changes);
    }
    // Any other success is one.
    let told = multistatus(vec![response("/cal/1.ics", vec![etag("\"2\"")])], Some("2"));
    let found = Response::of_propstats(href(), vec![Propstat::new(odd(203), data())]);
    let run = run(target(), state, Vec::new(), vec![told, multistatus(vec![found], None)]);
    assert_eq!(run.changes.len(), 1);
}

/// Tags are opaque: however they are spelled, they go back as they came.
#[test]
fn q_15_spellings_of_tags() {
    for tag in ["\"1\"", "1", "\"W/1\"", "\"\"", "\"a b\""] {
        let Ok(parsed) = tag.parse::<EntityTag>() else { panic!("{tag}") };
        let listing = multistatus(vec![response("/cal/1.ics", vec![etag(tag)])], Some("2"));
        let state = known(&[("/cal/1.ics", tag)]);
        let replies = vec![status(204).with(&parsed).unwrap(), listing];
        let run = run(target(), state, vec![update("/cal/1.ics")], replies);
        assert!(run.changes.is_empty(), "{tag}: it is the same");
        assert!(
            header(&run.requests[0], "if-match")
                .is_some_and(|sent| sent.trim_matches('"') == tag.trim_matches('"')),
            "{tag}"
        );
    }
}

/// The tag of a PUT and that of the listing differ: the object is looked at once more, and then known.
#[test]
fn q_15_a_tag_that_differs_between_put_and_propfind() {
    let listing = || multistatus(vec![response("/cal/1.ics", vec![etag("\"listed\"")])], Some("2"));
    let data = multistatus(vec![object("/cal/1.ics", "\"listed\"", "here")], None);
    let replies = vec![status(204).with(&EntityTag::strong("put").unwrap()).unwrap(), listing(), data];
    let first = run(target(), known(&[("/cal/1.ics", "\"1\"")]), vec![update("/cal/1.ics")], replies);
    assert_eq!(first.changes.len(), 1);
    let again = run(target(), first.sync.state().clone(), Vec::new(), vec![listing()]);
    assert_eq!((methods(&again.requests), again.changes.len()), (vec!["REPORT".to_owned()], 0));
}

/// An object is one by its content, whatever type it is said to be of; a page is none.
#[test]
fn q_17_types_of_content() {
    let reply = |media_type: &str, octets: &str| {
        let content = Content::new(Some(media_type.parse().unwrap()), octets);
        let body =
            if content.is_calendar() { ReplyBody::Calendar(content) } else { ReplyBody::Other(content) };
        Reply::with_body(StatusCode::OK, body).with(&EntityTag::strong("1").unwrap()).unwrap()
    };
    let listing = || multistatus(vec![response("/cal/1.ics", vec![etag("\"1\"")])], Some("2"));
    let no_multiget = || target().with_multiget(false);
    for media_type in [
        "text/plain",
        "text/html",
        "application/octet-stream",
        "text/calendar;component=vevent;charset=utf-8",
    ] {
        let data = reply(media_type, &super::text("a"));
        let run = run(no_multiget(), known(&[]), Vec::new(), vec![listing(), data]);
        assert_eq!(run.changes.len(), 1, "{media_type}");
    }
    let page = reply("text/html", "<html>Who are you?</html>");
    let run = run(no_multiget(), known(&[]), Vec::new(), vec![listing(), page]);
    assert!(run.changes.is_empty());
    assert_eq!(run.sync.problems(), [(Href::new("/cal/1.ics"), FailureKind::Unexpected)]);
}

/// A page for people in the place of the answer to a change may come from something on the way.
#[test]
fn q_17_a_page_is_no_success() {
    let page = || {
        let content = Content::new(Some("text/html".parse().unwrap()), "<html>Who are you?</html>");
        Reply::with_body(StatusCode::OK, ReplyBody::Other(content))
    };
    let state = known(&[("/cal/1.ics", "\"1\"")]);
    let quiet = || multistatus(Vec::new(), Some("2"));
    let delete = || crate::client::LocalChange::Delete { href: Href::new("/cal/1.ics") };
    let still = run(target(), state.clone(), vec![delete()], vec![page(), got("\"1\"", "a"), quiet()]);
    assert!(matches!(still.results[0].outcome, LocalOutcome::Refused(FailureKind::Unexpected)));
    assert_eq!(still.sync.state().members().count(), 1);
    let done = run(target(), state.clone(), vec![delete()], vec![page(), status(404), status(404), quiet()]);
    assert_eq!(done.results[0].outcome, LocalOutcome::Deleted);
    let stored =
        run(target(), state, vec![update("/cal/1.ics")], vec![page(), got("\"2\"", "here"), quiet()]);
    assert!(matches!(stored.results[0].outcome, LocalOutcome::Stored { etag: Some(_), .. }));
}

/// In a listing too only the status of the resource means that it is gone.
#[test]
fn q_13_properties_that_are_not_found_in_a_listing() {
    for properties in [Vec::new(), vec![etag("\"0\"")]] {
        let told = Propstat::new(StatusCode::NOT_FOUND, properties);
        let told = Response::of_propstats(Href::new("/cal/1.ics"), vec![told]);
        let data = multistatus(vec![object("/cal/1.ics", "\"2\"", "a")], None);
        let state = known(&[("/cal/1.ics", "\"1\"")]);
        let run = run(target(), state, Vec::new(), vec![multistatus(vec![told], Some("2")), data]);
        assert!(matches!(&run.changes[..], [Change::Upserted(_)]), "{:?}", run.changes);
    }
}
