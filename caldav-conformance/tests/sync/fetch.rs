//! The objects themselves: calendar-multiget, and GET where that does not tell (RFC 4791 §7.9).

use caldav_types::Href;
use caldav_types::client::{Fetched, Multiget, SyncTarget};

use crate::wire::{Recording, Script, Table, Transport, calendar, exchange, gone, multistatus, object, told};

const REPORT: &str = "REPORT https://cal.example.com/cal/";

/// What came of asking, by address.
fn fetch(
    target: SyncTarget,
    hrefs: &[&str],
    batch: usize,
    transport: &mut impl Transport,
) -> Vec<(String, String)> {
    let mut multiget = Multiget::new(target, hrefs.iter().map(|href| Href::new(href)), batch);
    let mut requests = 0;
    while let Some(next) = multiget.poll_request() {
        requests += 1;
        assert!(requests < 1_000, "it comes to an end");
        multiget.handle(next.id, exchange(transport, &next));
    }
    assert!(multiget.is_finished());
    let mut all: Vec<_> = multiget
        .drain()
        .into_iter()
        .map(|(href, fetched)| {
            let what = match fetched {
                Fetched::Object(object) => {
                    let summary = object.calendar_data.lines().find_map(|line| line.strip_prefix("SUMMARY:"));
                    let etag = object.etag.map_or_else(|| "-".to_owned(), |etag| etag.to_string());
                    format!("{} {etag}", summary.unwrap_or("-").trim_end())
                }
                Fetched::Gone => "gone".to_owned(),
                Fetched::Refused(kind) => format!("refused {kind:?}"),
            };
            (href.to_string(), what)
        })
        .collect();
    all.sort();
    all.extend(multiget.failure().map(|failure| ("failure".to_owned(), failure.to_string())));
    all
}

fn pairs(rows: &[(&str, &str)]) -> Vec<(String, String)> {
    rows.iter().map(|(href, what)| ((*href).to_owned(), (*what).to_owned())).collect()
}

/// What four servers were recorded with: one object, and a foreign address that is not there.
#[test]
fn recorded_answers() {
    for (server, path, etag) in [
        ("radicale", "/bernard/work/", "\"8d2199c5\""),
        ("xandikos", "/bernard/calendars/work/", "\"75ba7bcb\""),
        ("sogo", "/SOGo/dav/bernard/Calendar/work/", "\"gcs00000001\""),
        ("rustical", "/caldav/principal/bernard/work/", "\"7ab30f8c\""),
    ] {
        let url: &'static str = format!("REPORT https://cal.example.com{path}").leak();
        let one = format!("{path}1.ics");
        let mut script = Script::default().step(
            url,
            &["calendar-multiget", "<D:href>/nope.ics</D:href>", "<D:getetag/>", "calendar-data"],
            Recording::of(server).answer("multiget"),
        );
        let all = fetch(calendar(path), &[&one, "/nope.ics"], 10, &mut script);
        script.done();
        assert_eq!(all, pairs(&[(&one, &format!("Lunch {etag}")), ("/nope.ics", "gone")]), "{server}");
    }
}

/// sabre/dav was recorded to refuse the whole for one foreign address: the others come all the same.
#[test]
fn recorded_refusal() {
    let recording = Recording::of("sabredav");
    struct Sabre(http::Response<Vec<u8>>, usize);
    impl Transport for Sabre {
        fn send(
            &mut self,
            request: &http::Request<Vec<u8>>,
        ) -> Result<http::Response<Vec<u8>>, caldav_types::client::FailureKind> {
            self.1 += 1;
            let body = std::str::from_utf8(request.body()).unwrap();
            if request.method() == "GET" || body.contains("/nope.ics") {
                return Ok(self.0.clone());
            }
            let hrefs = body.split("<D:href>").skip(1).map(|rest| rest.split('<').next().unwrap());
            Ok(multistatus(&hrefs.map(|href| told(href, "\"1\"", &object("Lunch"))).collect::<String>()))
        }
    }
    let mut sabre = Sabre(recording.answer("multiget-refused"), 0);
    let hrefs: Vec<String> = (0..16).map(|n| format!("/calendars/bernard/work/{n}.ics")).collect();
    let mut asked: Vec<&str> = hrefs.iter().map(String::as_str).collect();
    asked.insert(5, "/nope.ics");
    let all = fetch(calendar("/calendars/bernard/work/"), &asked, 100, &mut sabre);
    assert_eq!(all.iter().filter(|(_, what)| what == "Lunch \"1\"").count(), 16, "{all:?}");
    assert_eq!(all.iter().find(|(href, _)| href == "/nope.ics").unwrap().1, "gone");
    assert!(sabre.1 <= 14, "halves, and not one by one: {}", sabre.1);
}

/// q-12: what was not asked for is not taken; what was asked for and not told is asked for by itself.
#[test]
fn q_12_matched_by_address() {
    let mut script = Script::default()
        .step(
            REPORT,
            &[],
            multistatus(&format!(
                "{}{}{}",
                told("/cal/9.ics", "\"9\"", &object("nine")),
                told("/cal/", "\"c\"", ""),
                told("/cal/2.ics", "\"2\"", &object("two")),
            )),
        )
        .answers(
            "GET https://cal.example.com/cal/1.ics",
            &[],
            &format!(
                "HTTP/1.1 200 OK\nContent-Type: text/calendar\nETag: \"1\"\n\n{}",
                object("one").replace('\r', "")
            ),
        );
    let all = fetch(calendar("/cal/"), &["/cal/1.ics", "/cal/2.ics"], 10, &mut script);
    script.done();
    assert_eq!(all, pairs(&[("/cal/1.ics", "one \"1\""), ("/cal/2.ics", "two \"2\"")]));
}

/// q-10, q-11: answers by addresses in other spellings, double encoded too; asked for again as they came.
#[test]
fn q_10_q_11_spellings() {
    for (asked, answered) in [
        ("/cal/a%40b.ics", "/cal/a@b.ics"),
        ("/cal/a@b.ics", "/cal/a%40b.ics"),
        ("/cal/a%20b.ics", "/cal/a%2520b.ics"),
        ("/cal/100%25.ics", "/cal/100%.ics"),
        ("/cal/%C3%A9.ics", "/cal/é.ics"),
        ("/cal/1.ics", "http://backend.invalid/cal/1.ics"),
        ("/cal/1.ics", "1.ics"),
        ("/cal/1.ics", "/cal//1.ics"),
    ] {
        let expected: &'static str = format!("<D:href>{asked}</D:href>").leak();
        let mut script = Script::default().step(
            REPORT,
            &[expected],
            multistatus(&told(answered, "\"1\"", &object("one"))),
        );
        let all = fetch(calendar("/cal/"), &[asked], 10, &mut script);
        script.done();
        assert_eq!(all, pairs(&[(asked, "one \"1\"")]), "{asked} {answered}");
    }
}

/// q-11: addresses with a host are sent as paths (iCloud refuses others), and requests stay at the calendar's host.
#[test]
fn q_11_whole_addresses() {
    let mut script = Script::default()
        .step(REPORT, &["<D:href>/cal/1.ics</D:href>", "!backend"], multistatus(""))
        .answers("GET https://cal.example.com/cal/1.ics", &[], "HTTP/1.1 403 Forbidden\n\n");
    let all = fetch(calendar("/cal/"), &["http://backend.invalid:8080/cal/1.ics"], 10, &mut script);
    script.done();
    assert!(all[0].1.starts_with("refused Refused(403"), "{all:?}");
}

/// q-13: what a response says, by its own status and those of its propstats.
#[test]
fn q_13_statuses() {
    let of = |propstats: &str| format!("<D:response><D:href>/cal/1.ics</D:href>{propstats}</D:response>");
    let propstat = |status: &str, properties: &str| {
        format!(
            "<D:propstat><D:prop>{properties}</D:prop><D:status>HTTP/1.1 {status}</D:status></D:propstat>"
        )
    };
    let data = format!("<C:calendar-data>{}</C:calendar-data>", object("one"));
    let whole = format!("<D:getetag>\"1\"</D:getetag>{data}");
    for (case, answer, expected) in [
        ("a status of 404", gone("/cal/1.ics"), Some("gone")),
        ("a status of 410", gone("/cal/1.ics").replace("404 Not Found", "410 Gone"), Some("gone")),
        (
            "two propstats",
            of(&format!("{}{}", propstat("404 Not Found", "<D:x/>"), propstat("200 OK", &whole))),
            Some("one \"1\""),
        ),
        ("the data without a tag", of(&propstat("200 OK", &data)), Some("one -")),
        ("q-14: no reason", of(&propstat("200", &whole)), Some("one \"1\"")),
        ("all of 404", of(&propstat("404 Not Found", "<D:getetag/><C:calendar-data/>")), None),
        ("an empty prop of 404", of(&propstat("404 Not Found", "")), None),
        ("an empty prop of 200", of(&propstat("200 OK", "")), None),
        (
            "data that is empty",
            of(&propstat("200 OK", "<D:getetag>\"1\"</D:getetag><C:calendar-data/>")),
            None,
        ),
        ("data of 403", of(&propstat("403 Forbidden", &whole)), None),
        ("data of 404", of(&propstat("404 Not Found", &whole)), None),
        ("a status of 403", gone("/cal/1.ics").replace("404 Not Found", "403 Forbidden"), None),
        ("no status", "<D:response><D:href>/cal/1.ics</D:href></D:response>".to_owned(), None),
    ] {
        let mut script = Script::default().step(REPORT, &[], multistatus(&answer));
        if expected.is_none() {
            // What is not known is asked.
            script = script.answers(
                "GET https://cal.example.com/cal/1.ics",
                &[],
                &format!(
                    "HTTP/1.1 200 OK\nContent-Type: text/calendar\nETag: \"g\"\n\n{}",
                    object("got").replace('\r', "")
                ),
            );
        }
        let all = fetch(calendar("/cal/"), &["/cal/1.ics"], 10, &mut script);
        script.done();
        assert_eq!(all, pairs(&[("/cal/1.ics", expected.unwrap_or("got \"g\""))]), "{case}");
    }
}

/// q-14: a propstat whose status says nothing: what it holds is there if it has content.
#[test]
fn q_14_status_lines() {
    for status in ["HTTP/1.1 200", "HTTP/2 200", "200 OK", "HTTP/1.1  200 OK"] {
        let answer = told("/cal/1.ics", "\"1\"", &object("one")).replace("HTTP/1.1 200 OK", status);
        let mut script = Script::default().step(REPORT, &[], multistatus(&answer));
        let all = fetch(calendar("/cal/"), &["/cal/1.ics"], 10, &mut script);
        script.done();
        assert_eq!(all, pairs(&[("/cal/1.ics", "one \"1\"")]), "{status:?}");
    }
    // A status that cannot be read, or is odd, does not mean that anything is gone.
    for status in ["", "HTTP/1.1 OK", "HTTP/1.1 418 I'm a teapot", "HTTP/1.1 425 Too Early"] {
        let answer =
            format!("<D:response><D:href>/cal/1.ics</D:href><D:status>{status}</D:status></D:response>");
        let mut table = Table::default().with(REPORT, multistatus(&answer)).answers(
            "GET https://cal.example.com/cal/1.ics",
            &format!("HTTP/1.1 200 OK\nContent-Type: text/calendar\n\n{}", object("got").replace('\r', "")),
        );
        let all = fetch(calendar("/cal/"), &["/cal/1.ics"], 10, &mut table);
        assert_eq!(all, pairs(&[("/cal/1.ics", "got -")]), "{status:?}");
    }
}

/// q-17: types of content that are wrong: the content decides.
#[test]
fn q_17_types() {
    for of_report in ["text/html", "text/plain", "application/octet-stream", "text/calendar", "nonsense"] {
        let mut answer = multistatus(&told("/cal/1.ics", "\"1\"", &object("one")));
        answer.headers_mut().insert("content-type", of_report.parse().unwrap());
        let mut script = Script::default().step(REPORT, &[], answer);
        let all = fetch(calendar("/cal/"), &["/cal/1.ics"], 10, &mut script);
        script.done();
        assert_eq!(all, pairs(&[("/cal/1.ics", "one \"1\"")]), "{of_report}");
    }
    let alone = || calendar("/cal/").with_multiget(false);
    for of_get in [
        "text/calendar",
        "text/calendar; charset=utf-8; component=vevent",
        "text/calendar;component=VEVENT;charset=utf-8",
        "text/plain",
        "application/octet-stream",
    ] {
        let mut script = Script::default().answers(
            "GET https://cal.example.com/cal/1.ics",
            &[],
            &format!(
                "HTTP/1.1 200 OK\nContent-Type: {of_get}\nETag: \"1\"\n\n{}",
                object("one").replace('\r', "")
            ),
        );
        let all = fetch(alone(), &["/cal/1.ics"], 10, &mut script);
        script.done();
        assert_eq!(all, pairs(&[("/cal/1.ics", "one \"1\"")]), "{of_get}");
    }
    // A page for people is no calendar, whatever its type says.
    for page in ["text/html", "text/calendar"] {
        let mut script = Script::default().answers(
            "GET https://cal.example.com/cal/1.ics",
            &[],
            &format!("HTTP/1.1 200 OK\nContent-Type: {page}\nETag: \"1\"\n\n<html>Welcome</html>"),
        );
        let all = fetch(alone(), &["/cal/1.ics"], 10, &mut script);
        script.done();
        assert!(all[0].1.starts_with("refused"), "{page}: {all:?}");
    }
}

/// An object that was cut is none, in a multistatus too.
#[test]
fn cut_objects() {
    let piece = object("one").split_once("DURATION").unwrap().0.to_owned();
    let mut script =
        Script::default().step(REPORT, &[], multistatus(&told("/cal/1.ics", "\"1\"", &piece))).answers(
            "GET https://cal.example.com/cal/1.ics",
            &[],
            &format!(
                "HTTP/1.1 200 OK\nContent-Type: text/calendar\nETag: \"1\"\n\n{}",
                piece.replace('\r', "")
            ),
        );
    let all = fetch(calendar("/cal/"), &["/cal/1.ics"], 10, &mut script);
    script.done();
    assert!(all[0].1.starts_with("refused"), "{all:?}");
}

/// Batches are as large as was asked for; the last is the rest.
#[test]
fn batches() {
    struct Counts(Vec<usize>);
    impl Transport for Counts {
        fn send(
            &mut self,
            request: &http::Request<Vec<u8>>,
        ) -> Result<http::Response<Vec<u8>>, caldav_types::client::FailureKind> {
            let body = std::str::from_utf8(request.body()).unwrap();
            let hrefs: Vec<_> =
                body.split("<D:href>").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
            self.0.push(hrefs.len());
            Ok(multistatus(&hrefs.iter().map(|href| told(href, "\"1\"", &object("x"))).collect::<String>()))
        }
    }
    let hrefs: Vec<String> = (0..25).map(|n| format!("/cal/{n}.ics")).collect();
    let hrefs: Vec<&str> = hrefs.iter().map(String::as_str).collect();
    for (batch, expected) in
        [(10, vec![10, 10, 5]), (25, vec![25]), (100, vec![25]), (1, vec![1; 25]), (0, vec![1; 25])]
    {
        let mut counts = Counts(Vec::new());
        let all = fetch(calendar("/cal/"), &hrefs, batch, &mut counts);
        assert_eq!((counts.0, all.len()), (expected, 25), "{batch}");
    }
}

/// What refuses everything ends it: nothing more is asked.
#[test]
fn ends() {
    for (answer, told) in [
        ("401 Unauthorized\nWWW-Authenticate: Basic realm=\"cal\"", "who is asking"),
        ("429 Too Many Requests\nRetry-After: 60", "60 s"),
        ("503 Service Unavailable", "not now"),
    ] {
        let mut script = Script::default().answers(REPORT, &[], &format!("HTTP/1.1 {answer}\n\n"));
        let mut multiget = Multiget::new(calendar("/cal/"), ["/cal/1.ics", "/cal/2.ics"].map(Href::new), 1);
        let first = multiget.poll_request().unwrap();
        multiget.handle(first.id, exchange(&mut script, &first));
        script.done();
        let failure = multiget.failure().unwrap().to_string();
        assert!(failure.contains(told), "{failure}");
        assert!(multiget.poll_request().is_none());
    }
}
