//! What changed, told by DAV:sync-collection (RFC 6578 §3).

use caldav_types::client::{FailureKind, SyncOptions, SyncState};

use crate::wire::{
    Order, Recording, Run, Script, calendar, gone, known, member, multistatus, object, pull, response, run,
    told,
};

const REPORT: &str = "REPORT https://cal.example.com/cal/";
const LIST: &str = "PROPFIND https://cal.example.com/cal/";

/// The calendars of the recordings, with the token that each begins with and goes on with.
const SERVERS: &[(&str, &str, &str, &str)] = &[
    (
        "radicale",
        "/bernard/work/",
        "http://radicale.org/ns/sync/ba9cead9",
        "http://radicale.org/ns/sync/44d47e0d",
    ),
    ("xandikos", "/bernard/calendars/work/", "0dec3021", "48382b4f"),
    ("sogo", "/SOGo/dav/bernard/Calendar/work/", "1795203766", "1795203766"),
    ("sabredav", "/calendars/bernard/work/", "http://sabre.io/ns/sync/3", "http://sabre.io/ns/sync/5"),
    (
        "rustical",
        "/caldav/principal/bernard/work/",
        "github.com/lennart-k/rustical/ns/2",
        "github.com/lennart-k/rustical/ns/4",
    ),
];

/// Answers a request for any number of objects by what is asked for.
struct Objects<'s>(&'s mut Script, usize);

impl crate::wire::Transport for Objects<'_> {
    fn send(&mut self, request: &http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, FailureKind> {
        let body = std::str::from_utf8(request.body()).unwrap();
        if !body.contains("calendar-multiget") {
            return self.0.send(request);
        }
        self.1 += 1;
        let hrefs = body.split("<D:href>").skip(1).map(|rest| rest.split('<').next().unwrap());
        Ok(multistatus(&hrefs.map(|href| told(href, "\"fetched\"", &object(href))).collect::<String>()))
    }
}

/// An initial request has an empty token, level 1 and Depth 0 (§3.2), and takes the tags.
fn first(server: &str, path: &str) -> Run {
    let url: &'static str = format!("REPORT https://cal.example.com{path}").leak();
    let mut script = Script::default().step(
        url,
        &["depth: 0", "<D:sync-token/>", "<D:sync-level>1</D:sync-level>", "<D:getetag/>", "!nresults"],
        Recording::of(server).answer("sync"),
    );
    let done = pull(calendar(path), SyncState::default(), &mut Objects(&mut script, 0));
    script.done();
    done
}

/// What five servers were recorded with, at first and after a change and a removal.
#[test]
fn recorded_changes() {
    for (server, path, token, next) in SERVERS {
        let start = first(server, path);
        assert_eq!(start.told(), [format!("+ {path}1.ics"), format!("+ {path}2.ics")], "{server}");
        assert_eq!(start.state().sync_token().unwrap().as_str(), *token, "{server}");
        assert_eq!(start.state().members().count(), 2, "{server}");
        let url: &'static str = format!("REPORT https://cal.example.com{path}").leak();
        let sent: &'static str = format!("<D:sync-token>{token}</D:sync-token>").leak();
        let mut script =
            Script::default().step(url, &[sent, "depth: 0"], Recording::of(server).answer("changed"));
        let done = pull(calendar(path), start.state(), &mut Objects(&mut script, 0));
        script.done();
        assert_eq!(done.told(), [format!("+ {path}1.ics"), format!("- {path}2.ics")], "{server}");
        assert_eq!(done.state().sync_token().unwrap().as_str(), *next, "{server}");
        assert_eq!(done.state().members().count(), 1, "{server}");
        assert_eq!(done.sync.failure(), None, "{server}");
    }
}

/// q-16: a token that servers were recorded to refuse: once more with the empty one. What is known by its tag is not
/// fetched again, and what is not told any more is gone.
#[test]
fn q_16_recorded_refusals() {
    for (server, path) in [
        ("radicale", "/bernard/work/"),
        ("xandikos", "/bernard/calendars/work/"),
        ("sabredav", "/calendars/bernard/work/"),
    ] {
        let recording = Recording::of(server);
        let url: &'static str = format!("REPORT https://cal.example.com{path}").leak();
        let tags: Vec<String> = String::from_utf8(recording.answer("sync").into_body())
            .unwrap()
            .replace("&quot;", "\"")
            .split("getetag>\"")
            .skip(1)
            .map(|rest| format!("\"{}\"", rest.split('"').next().unwrap()))
            .collect();
        let (one, gone) = (format!("{path}1.ics"), format!("{path}3.ics"));
        let state = known(path, &[(&one, &tags[0]), (&gone, "\"3\"")], "urn:x:old");
        let mut script = Script::default()
            .step(url, &["<D:sync-token>urn:x:old</D:sync-token>"], recording.answer("token-refused"))
            .step(url, &["<D:sync-token/>"], recording.answer("sync"));
        let mut objects = Objects(&mut script, 0);
        let done = pull(calendar(path), state, &mut objects);
        assert_eq!(objects.1, 1, "{server}");
        script.done();
        assert_eq!(done.told(), [format!("+ {path}2.ics"), format!("- {gone}")], "{server}");
    }
}

/// q-16: which refusals mean that the token is not taken; never in a circle, never at the first request.
#[test]
fn q_16_refused_tokens() {
    let error = |condition: &str| {
        format!("Content-Type: application/xml\n\n<D:error xmlns:D=\"DAV:\">{condition}</D:error>")
    };
    let valid_token = error("<D:valid-sync-token/>");
    for (refusal, again) in [
        (format!("403 Forbidden\n{valid_token}"), true),
        (format!("409 Conflict\n{valid_token}"), true),
        (format!("412 Precondition Failed\n{valid_token}"), true),
        (format!("400 Bad Request\n{valid_token}"), true),
        ("403 Forbidden\n\n".to_owned(), true),
        ("409 Conflict\n\n".to_owned(), true),
        ("410 Gone\n\n".to_owned(), true),
        ("412 Precondition Failed\n\nRequested sync token is invalid".to_owned(), true),
        (format!("403 Forbidden\n{}", error("<D:need-privileges/>")), false),
        (format!("403 Forbidden\n{}", error("<D:supported-report/>")), false),
        ("404 Not Found\n\n".to_owned(), false),
        ("500 Internal Server Error\n\n".to_owned(), false),
    ] {
        let answer = response(&format!("HTTP/1.1 {refusal}"));
        // To a request with a token.
        let mut server = Counting { answer: answer.clone(), ..Counting::default() };
        let done = pull(calendar("/cal/"), known("/cal/", &[("/cal/1.ics", "\"1\"")], "t"), &mut server);
        let expected = if again { vec!["t", ""] } else { vec!["t"] };
        assert_eq!(server.tokens, expected, "{refusal}");
        assert_eq!(done.told(), Vec::<String>::new(), "{refusal}: nothing was told to be gone");
        assert_eq!(done.state().members().count(), 1, "{refusal}");
        // To an initial one.
        let mut server = Counting { answer, ..Counting::default() };
        let _ = pull(calendar("/cal/"), SyncState::default(), &mut server);
        assert_eq!(server.tokens, [""], "{refusal}: the first request is not repeated");
    }
}

/// A server that answers every sync-collection so, and nothing else.
#[derive(Default)]
struct Counting {
    answer: http::Response<Vec<u8>>,
    tokens: Vec<String>,
}

impl crate::wire::Transport for Counting {
    fn send(&mut self, request: &http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, FailureKind> {
        let body = std::str::from_utf8(request.body()).unwrap();
        if body.contains("sync-collection") && request.method() == "REPORT" {
            let token = body.split("<D:sync-token>").nth(1).map(|rest| rest.split('<').next().unwrap());
            self.tokens.push(token.unwrap_or_default().to_owned());
            return Ok(self.answer.clone());
        }
        Ok(response("HTTP/1.1 403 Forbidden\n\n"))
    }
}

/// q-16: an empty token in an answer is none; the next run begins anew and fetches nothing that it knows.
#[test]
fn q_16_an_empty_token() {
    let answer = || multistatus(&format!("{}<D:sync-token/>", member("/cal/1.ics", "\"1\"")));
    let mut script = Script::default().step(REPORT, &["<D:sync-token/>"], answer()).step(
        REPORT,
        &["calendar-multiget"],
        multistatus(&told("/cal/1.ics", "\"1\"", &object("a"))),
    );
    let done = pull(calendar("/cal/"), SyncState::default(), &mut script);
    script.done();
    assert_eq!(done.state().sync_token(), None);
    let mut script = Script::default().step(REPORT, &["<D:sync-token/>"], answer());
    let done = pull(calendar("/cal/"), done.state(), &mut script);
    script.done();
    assert_eq!(done.told(), Vec::<String>::new());
}

/// q-16: tokens that are no URIs go back as they came.
#[test]
fn q_16_odd_tokens() {
    for (written, sent) in [
        ("1795203766", "<D:sync-token>1795203766</D:sync-token>"),
        ("a b;c", "<D:sync-token>a b;c</D:sync-token>"),
        ("a&amp;b&lt;", "<D:sync-token>a&amp;b&lt;</D:sync-token>"),
        ("<![CDATA[x&y]]>", "<D:sync-token>x&amp;y</D:sync-token>"),
        ("\n  padded\n ", "<D:sync-token>padded</D:sync-token>"),
    ] {
        let mut script = Script::default().step(
            REPORT,
            &["<D:sync-token/>"],
            multistatus(&format!("<D:sync-token>{written}</D:sync-token>")),
        );
        let done = pull(calendar("/cal/"), SyncState::default(), &mut script);
        script.done();
        let mut script =
            Script::default().step(REPORT, &[sent], multistatus("<D:sync-token>x</D:sync-token>"));
        let _ = pull(calendar("/cal/"), done.state(), &mut script);
        script.done();
    }
}

/// §3.6, q-16: a 507 of the collection itself, in any of its spellings, says that there is more.
#[test]
fn q_16_pages() {
    for collection in ["/cal/", "/cal", "https://cal.example.com/cal/", "http://backend.invalid:8080/cal/"] {
        let page = |members: &str, token: &str, more: bool| {
            let truncated = format!(
                "<D:response><D:href>{collection}</D:href><D:status>HTTP/1.1 507 Insufficient Storage</D:status>\
                 <D:error><D:number-of-matches-within-limits/></D:error></D:response>"
            );
            let truncated = if more { truncated } else { String::new() };
            multistatus(&format!("{members}{truncated}<D:sync-token>{token}</D:sync-token>"))
        };
        let mut script = Script::default()
            .step(REPORT, &["<D:sync-token/>"], page(&member("/cal/1.ics", "\"1\""), "p1", true))
            .step(
                REPORT,
                &["<D:sync-token>p1</D:sync-token>"],
                page(&member("/cal/2.ics", "\"2\""), "p2", true),
            )
            .step(REPORT, &["<D:sync-token>p2</D:sync-token>"], page("", "p3", false));
        let done = pull(calendar("/cal/"), SyncState::default(), &mut Objects(&mut script, 0));
        script.done();
        assert_eq!(done.told(), ["+ /cal/1.ics", "+ /cal/2.ics"], "{collection}");
        assert_eq!(done.state().sync_token().unwrap().as_str(), "p3", "{collection}");
    }
}

/// A run that ends between two pages loses neither what it was told nor what it was not.
#[test]
fn between_two_pages() {
    let more = "<D:response><D:href>/cal/</D:href><D:status>HTTP/1.1 507 Insufficient Storage</D:status></D:response>";
    let state = known("/cal/", &[("/cal/8.ics", "\"8\""), ("/cal/9.ics", "\"9\"")], "t");
    let mut script = Script::default()
        .step(REPORT, &["<D:sync-token>t</D:sync-token>"], response("HTTP/1.1 403 Forbidden\n\n"))
        .step(
            REPORT,
            &["<D:sync-token/>"],
            multistatus(&format!("{}{more}<D:sync-token>p1</D:sync-token>", member("/cal/1.ics", "\"1\""))),
        )
        .answers(REPORT, &["p1"], "HTTP/1.1 503 Service Unavailable\nRetry-After: 9\n\n");
    let cut = pull(calendar("/cal/"), state, &mut script);
    script.done();
    assert!(cut.sync.failure().unwrap().to_string().contains("9 s"));
    assert_eq!(cut.told(), Vec::<String>::new());
    let mut script = Script::default().step(
        REPORT,
        &["p1"],
        multistatus(&format!("{}<D:sync-token>p2</D:sync-token>", member("/cal/8.ics", "\"8\""))),
    );
    let done = pull(calendar("/cal/"), cut.state(), &mut Objects(&mut script, 0));
    script.done();
    assert_eq!(done.told(), ["+ /cal/1.ics", "- /cal/9.ics"], "9 was told by no page");
}

/// q-16: 507 as the status of the whole returned nothing: without the limit; and where none was asked for, by tags.
#[test]
fn q_16_507_as_status() {
    let full = "HTTP/1.1 507 Insufficient Storage\n\n";
    let mut script = Script::default()
        .answers(REPORT, &["<D:limit><D:nresults>10</D:nresults></D:limit>"], full)
        .step(REPORT, &["!nresults"], multistatus("<D:sync-token>t</D:sync-token>"));
    let options = (SyncOptions::default().with_limit(Some(10)), Order::OneByOne);
    let done = run(calendar("/cal/"), SyncState::default(), options, Vec::new(), &mut script);
    script.done();
    assert_eq!(done.state().sync_token().unwrap().as_str(), "t");
    let mut script = Script::default().answers(REPORT, &["!nresults"], full).step(
        LIST,
        &["depth: 1"],
        multistatus(&member("/cal/1.ics", "\"1\"")),
    );
    let done = pull(calendar("/cal/"), SyncState::default(), &mut Objects(&mut script, 0));
    script.done();
    assert_eq!(done.told(), ["+ /cal/1.ics"]);
}

/// A server that says that there is more and does not go on is not asked for ever.
#[test]
fn pages_without_end() {
    let more = "<D:response><D:href>/cal/</D:href><D:status>HTTP/1.1 507 Insufficient Storage</D:status></D:response>";
    let mut server = Counting {
        answer: multistatus(&format!("{more}<D:sync-token>t</D:sync-token>")),
        ..Counting::default()
    };
    let done = pull(calendar("/cal/"), SyncState::default(), &mut server);
    assert!(server.tokens.len() < 4, "{:?}", server.tokens);
    assert!(done.sync.failure().is_some(), "it is told that it did not come to the end");
}

/// A server that does not know the report is asked for the tags of all members.
#[test]
fn not_known() {
    for refusal in [
        "403 Forbidden\nContent-Type: application/xml\n\n<error xmlns=\"DAV:\"><supported-report/></error>",
        "405 Method Not Allowed\n\n",
        "501 Not Implemented\n\n",
        "400 Bad Request\n\n",
        "415 Unsupported Media Type\n\n",
    ] {
        let mut script = Script::default()
            .answers(REPORT, &["sync-collection"], &format!("HTTP/1.1 {refusal}"))
            .step(LIST, &["depth: 1"], multistatus(&member("/cal/1.ics", "\"1\"")));
        let done = pull(calendar("/cal/"), SyncState::default(), &mut Objects(&mut script, 0));
        script.done();
        assert_eq!((done.told(), done.sync.failure()), (vec!["+ /cal/1.ics".to_owned()], None), "{refusal}");
    }
}

/// q-13: only the status of a whole response says that a member is gone; one of a propstat is asked about.
#[test]
fn q_13_removals() {
    let state =
        known("/cal/", &[("/cal/1.ics", "\"1\""), ("/cal/2.ics", "\"2\""), ("/cal/3.ics", "\"3\"")], "t");
    let without_properties = "<D:response><D:href>/cal/2.ics</D:href><D:propstat><D:prop><D:getetag/></D:prop>\
         <D:status>HTTP/1.1 404 Not Found</D:status></D:propstat></D:response>";
    let mut script = Script::default()
        .step(
            REPORT,
            &["<D:sync-token>t</D:sync-token>"],
            multistatus(&format!("{}{without_properties}<D:sync-token>u</D:sync-token>", gone("/cal/1.ics"))),
        )
        .step(
            REPORT,
            &["calendar-multiget", "/cal/2.ics", "!/cal/1.ics"],
            multistatus(&told("/cal/2.ics", "\"2\"", &object("still there"))),
        );
    let done = pull(calendar("/cal/"), state, &mut script);
    script.done();
    assert_eq!(done.told(), ["+ /cal/2.ics", "- /cal/1.ics"]);
}

/// A removal of what was never known is no change.
#[test]
fn unknown_removals() {
    let mut script = Script::default().step(
        REPORT,
        &[],
        multistatus(&format!("{}<D:sync-token>u</D:sync-token>", gone("/cal/7.ics"))),
    );
    let done = pull(calendar("/cal/"), known("/cal/", &[("/cal/1.ics", "\"1\"")], "t"), &mut script);
    script.done();
    assert_eq!(done.told(), Vec::<String>::new());
    assert_eq!(done.state().members().count(), 1);
}

/// q-12: the collection itself, what is in another, and collections within are no members.
#[test]
fn q_12_no_members() {
    let inner = "<D:response><D:href>/cal/inner/</D:href><D:propstat><D:prop><D:resourcetype><D:collection/>\
         </D:resourcetype></D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>";
    let mut script = Script::default().step(
        REPORT,
        &[],
        multistatus(&format!(
            "{}{}{}{inner}{}<D:sync-token>u</D:sync-token>",
            member("/cal/", "\"c\""),
            member("/other/1.ics", "\"o\""),
            member("/cal/deep/1.ics", "\"d\""),
            member("/cal/1.ics", "\"1\""),
        )),
    );
    let mut objects = Objects(&mut script, 0);
    let done = pull(calendar("/cal/"), SyncState::default(), &mut objects);
    script.done();
    assert!(done.told().contains(&"+ /cal/1.ics".to_owned()));
    let strange: Vec<_> = done
        .told()
        .into_iter()
        .filter(|line| line != "+ /cal/1.ics" && !line.contains("/cal/inner"))
        .collect();
    assert_eq!(strange, Vec::<String>::new());
}

/// An answer that cannot be read, or is no multistatus, is told, and nothing is taken to be gone.
#[test]
fn unreadable() {
    for answer in [
        "207 Multi-Status\nContent-Type: application/xml\n\n<D:multistatus xmlns:D=\"DAV:\"><D:response><D:href>/cal/1",
        "207 Multi-Status\nContent-Type: application/xml\n\n",
        "200 OK\nContent-Type: text/html\n\n<!DOCTYPE html><html><body>Welcome</body></html>",
        "204 No Content\n\n",
    ] {
        let mut script = Script::default().answers(REPORT, &[], &format!("HTTP/1.1 {answer}"));
        let state = known("/cal/", &[("/cal/1.ics", "\"1\"")], "t");
        let done = pull(calendar("/cal/"), state.clone(), &mut script);
        script.done();
        assert!(done.sync.failure().is_some(), "{answer}");
        assert_eq!((done.told(), done.state()), (Vec::new(), state), "{answer}");
    }
}
