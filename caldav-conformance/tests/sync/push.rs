//! Changes that were made here, each on its condition (RFC 4791 §5.3.2, §5.3.4; RFC 6638 §8.3; RFC 4918 §9.9).

use caldav_types::Href;
use caldav_types::client::{
    FailureKind, LocalChange, LocalOutcome, SyncOptions, SyncState, SyncTarget, Write,
};

use crate::wire::{
    Order, Recording, Run, Script, Table, Transport, calendar, exchange, gone, known, member, multistatus,
    object, run, told,
};

const REPORT: &str = "REPORT https://cal.example.com/cal/";

fn state() -> SyncState {
    known("/cal/", &[("/cal/1.ics", "\"1\""), ("/cal/2.ics", "\"2\"")], "t")
}

fn create() -> LocalChange {
    LocalChange::Create { href: Href::new("/cal/1.ics"), calendar_data: object("here") }
}

fn update() -> LocalChange {
    LocalChange::Update { href: Href::new("/cal/1.ics"), calendar_data: object("here") }
}

fn delete() -> LocalChange {
    LocalChange::Delete { href: Href::new("/cal/1.ics") }
}

fn moved() -> LocalChange {
    LocalChange::Move { from: Href::new("/cal/1.ics"), to: Href::new("/cal/9.ics") }
}

/// A change of a resource whose tag is `"1"`, to its end.
fn write_to(target: SyncTarget, change: LocalChange, transport: &mut impl Transport) -> Write {
    let of = |member: &&caldav_types::client::Member| &member.href == change.href();
    let member = state().members().find(of).cloned();
    let is_new = matches!(change, LocalChange::Create { .. });
    let mut write = Write::new(target, change, member.filter(|_| !is_new));
    for _ in 0..20 {
        let Some(next) = write.poll_request() else { break };
        write.handle(next.id, exchange(transport, &next));
    }
    assert!(write.is_finished());
    write
}

fn write(change: LocalChange, script: &mut Script) -> Write {
    write_to(calendar("/cal/"), change, script)
}

fn got(content: &str, etag: &str) -> String {
    format!(
        "HTTP/1.1 200 OK\nContent-Type: text/calendar\nETag: {etag}\n\n{}",
        object(content).replace('\r', "")
    )
}

/// In short what came of it.
fn outcome(write: &Write) -> String {
    match (write.outcome(), write.failure()) {
        (Some(LocalOutcome::Stored { href, etag }), None) => {
            format!("stored {href} {}", etag.as_ref().map_or_else(|| "-".into(), ToString::to_string))
        }
        (Some(LocalOutcome::Deleted), None) => "deleted".into(),
        (Some(LocalOutcome::Conflict { server }), None) => match server {
            Some(server) => {
                let line =
                    server.calendar_data.lines().find_map(|line| line.strip_prefix("SUMMARY:")).unwrap();
                format!("conflict {} {}", server.href, line.trim_end())
            }
            None => "conflict gone".into(),
        },
        (Some(LocalOutcome::Refused(FailureKind::Refused(status, _))), None) => format!("refused {status}"),
        (Some(LocalOutcome::Refused(kind)), None) => format!("refused {kind:?}"),
        (None, Some(failure)) => format!("failure {failure}"),
        other => format!("{other:?}"),
    }
}

/// What servers were recorded to answer: created with a tag, refused because something is there.
#[test]
fn recorded_puts() {
    for (server, answer, expected) in [
        ("radicale", "created", "stored /cal/1.ics \"1334a0a7\""),
        ("xandikos", "created", "stored /cal/1.ics \"d9629ca3\""),
        ("cyrus", "created", "stored /cal/1.ics \"243f348f\""),
        ("davical", "created", "stored /cal/1.ics \"0f2cebb4\""),
        ("sogo", "created", "stored /cal/1.ics \"gcs00000000\""),
        ("radicale", "exists", "conflict /cal/1.ics there"),
        ("xandikos", "exists", "conflict /cal/1.ics there"),
        ("sabredav", "exists", "conflict /cal/1.ics there"),
    ] {
        let mut script = Script::default().step(
            "PUT https://cal.example.com/cal/1.ics",
            &["if-none-match: *", "content-type: text/calendar", "SUMMARY:here", "!if-match"],
            Recording::of(server).answer(answer),
        );
        if answer == "exists" {
            script = script.answers("GET https://cal.example.com/cal/1.ics", &[], &got("there", "\"5\""));
        }
        let write = write(create(), &mut script);
        script.done();
        assert_eq!(outcome(&write), expected, "{server} {answer}");
    }
    // SOGo's refusal has an element of the namespace "DAV" in it.
    let mut script = Script::default()
        .step(
            "PUT https://cal.example.com/cal/1.ics",
            &["if-match: \"1\""],
            Recording::of("sogo").answer("refused"),
        )
        .answers("GET https://cal.example.com/cal/1.ics", &[], &got("there", "\"5\""));
    let changed = write(update(), &mut script);
    script.done();
    assert_eq!(outcome(&changed), "conflict /cal/1.ics there");
    // Radicale answers DELETE with a multistatus.
    let answer = Recording::of("radicale").answer_with("deleted", &[("/bernard/work/2.ics", "/cal/1.ics")]);
    let mut script =
        Script::default().step("DELETE https://cal.example.com/cal/1.ics", &["if-match: \"1\""], answer);
    let removed = write(delete(), &mut script);
    script.done();
    assert_eq!(outcome(&removed), "deleted");
}

/// A table for one change, which is sent with a condition each time.
struct Conditional {
    condition: (&'static str, &'static str),
    table: Table,
}

impl Transport for Conditional {
    fn send(&mut self, request: &http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, FailureKind> {
        let (name, value) = self.condition;
        if request.method() != "GET" {
            assert_eq!(request.headers()[name], value, "{} {}", request.method(), request.uri());
        }
        self.table.send(request)
    }
}

/// Every change is sent with a condition, and every answer that does not say that it was made is looked into.
#[test]
fn answers() {
    let (put, del, mov) = (
        "PUT https://cal.example.com/cal/1.ics",
        "DELETE https://cal.example.com/cal/1.ics",
        "MOVE https://cal.example.com/cal/1.ics",
    );
    let (get, get_to) = ("GET https://cal.example.com/cal/1.ics", "GET https://cal.example.com/cal/9.ics");
    let missing = "HTTP/1.1 404 Not Found\n\n";
    let refused = |status: &str| format!("HTTP/1.1 {status}\n\n");
    let condition = |change: &LocalChange| match change {
        LocalChange::Create { .. } => "if-none-match: *",
        _ => "if-match: \"1\"",
    };
    for (case, change, steps, expected) in [
        (
            "stored",
            update(),
            vec![(put, "HTTP/1.1 204 No Content\nETag: \"2\"\n\n".to_owned())],
            "stored /cal/1.ics \"2\"",
        ),
        ("q-15: no tag", update(), vec![(put, refused("204 No Content"))], "stored /cal/1.ics -"),
        ("created", create(), vec![(put, refused("201 Created"))], "stored /cal/1.ics -"),
        ("created, 200", create(), vec![(put, refused("200 OK"))], "stored /cal/1.ics -"),
        ("deleted", delete(), vec![(del, refused("204 No Content"))], "deleted"),
        ("moved", moved(), vec![(mov, refused("201 Created"))], "stored /cal/9.ics -"),
        (
            "changed there",
            update(),
            vec![(put, refused("412 Precondition Failed")), (get, got("there", "\"5\""))],
            "conflict /cal/1.ics there",
        ),
        (
            "what is there is what was to be put: an answer that was lost",
            update(),
            vec![(put, refused("412 Precondition Failed")), (get, got("here", "\"5\""))],
            "stored /cal/1.ics \"5\"",
        ),
        (
            "the same of a create",
            create(),
            vec![(put, refused("412 Precondition Failed")), (get, got("here", "\"5\""))],
            "stored /cal/1.ics \"5\"",
        ),
        (
            "deleted there, changed here",
            update(),
            vec![(put, refused("412 Precondition Failed")), (get, missing.to_owned())],
            "conflict gone",
        ),
        (
            "deleted there, changed here: 404",
            update(),
            vec![(put, missing.to_owned()), (get, missing.to_owned())],
            "conflict gone",
        ),
        (
            "changed there, deleted here",
            delete(),
            vec![(del, refused("412 Precondition Failed")), (get, got("there", "\"5\""))],
            "conflict /cal/1.ics there",
        ),
        (
            "deleted on both sides",
            delete(),
            vec![(del, missing.to_owned()), (get, missing.to_owned())],
            "deleted",
        ),
        (
            "moved by a run that did not learn of it",
            moved(),
            vec![(mov, missing.to_owned()), (get, missing.to_owned()), (get_to, got("was", "\"1\""))],
            "stored /cal/9.ics -",
        ),
        (
            "changed there, moved here",
            moved(),
            vec![(mov, refused("412 Precondition Failed")), (get, got("there", "\"5\""))],
            "conflict /cal/1.ics there",
        ),
        (
            "deleted there, moved here",
            moved(),
            vec![
                (mov, refused("412 Precondition Failed")),
                (get, missing.to_owned()),
                (get_to, missing.to_owned()),
            ],
            "conflict gone",
        ),
        ("forbidden", update(), vec![(put, refused("403 Forbidden"))], "refused 403 Forbidden"),
        (
            "too large",
            create(),
            vec![(put, refused("413 Content Too Large"))],
            "refused 413 Payload Too Large",
        ),
        ("locked", update(), vec![(put, refused("423 Locked"))], "refused 423 Locked"),
        ("the calendar is not there", create(), vec![(put, refused("409 Conflict"))], "refused 409 Conflict"),
        ("forbidden to delete", delete(), vec![(del, refused("403 Forbidden"))], "refused 403 Forbidden"),
        (
            "a part could not be deleted",
            delete(),
            vec![(
                del,
                "HTTP/1.1 207 Multi-Status\nContent-Type: text/xml\n\n<multistatus xmlns=\"DAV:\"><response>\
                 <href>/cal/1.ics</href><status>HTTP/1.1 423 Locked</status></response></multistatus>"
                    .to_owned(),
            )],
            "refused 423 Locked",
        ),
    ] {
        let (first, second) = condition(&change).split_once(": ").unwrap();
        let mut server = Conditional { condition: (first, second), table: Table::default() };
        for (request, answer) in &steps {
            server.table = server.table.answers(request, answer);
        }
        let write = write_to(calendar("/cal/"), change, &mut server);
        assert_eq!(outcome(&write), expected, "{case}");
        for (request, _) in &steps {
            assert!(server.table.was_asked(request), "{case}: {request}");
        }
    }
}

/// A move says where to, and not to overwrite (RFC 4918 §9.9.3, §10.6).
#[test]
fn a_move_does_not_overwrite() {
    let mut script = Script::default().answers(
        "MOVE https://cal.example.com/cal/1.ics",
        &["destination: https://cal.example.com/cal/9.ics", "overwrite: F", "if-match: \"1\""],
        "HTTP/1.1 201 Created\n\n",
    );
    let _ = write(moved(), &mut script);
    script.done();
}

/// 401, 429, 503 and no answer: it is not known, and another time is tried.
#[test]
fn not_now() {
    for change in [create(), update(), delete(), moved()] {
        let line: &'static str = match &change {
            LocalChange::Delete { .. } => "DELETE https://cal.example.com/cal/1.ics",
            LocalChange::Move { .. } => "MOVE https://cal.example.com/cal/1.ics",
            _ => "PUT https://cal.example.com/cal/1.ics",
        };
        for (answer, expected) in [
            ("401 Unauthorized\nWWW-Authenticate: Basic realm=\"cal\"", "who is asking"),
            ("429 Too Many Requests\nRetry-After: 30", "30 s"),
            ("503 Service Unavailable\nRetry-After: Fri, 20 Nov 2026 20:00:00 GMT", "2026"),
        ] {
            let mut script = Script::default().answers(line, &[], &format!("HTTP/1.1 {answer}\n\n"));
            let write = write(change.clone(), &mut script);
            script.done();
            assert!(outcome(&write).contains(expected), "{}", outcome(&write));
        }
        let mut script = Script::default().breaks(line, FailureKind::Unreachable);
        let write = write(change, &mut script);
        script.done();
        assert_eq!(outcome(&write), format!("failure {line}: no reply"));
    }
}

/// q-15: tags are sent back as they came; a weak one also as the strong one of its name, for If-Match compares strongly.
#[test]
fn q_15_conditions() {
    for (etag, expected) in [
        ("\"a\"", "if-match: \"a\"\n"),
        ("&quot;a&quot;", "if-match: \"a\"\n"),
        ("a", "if-match: a\n"),
        ("\"W/a\"", "if-match: \"W/a\"\n"),
        ("W/\"a\"", "\"a\""),
    ] {
        let state = known("/cal/", &[("/cal/1.ics", etag)], "t");
        let member = state.members().next().cloned();
        let expected: &'static str = expected.to_owned().leak();
        let mut script = Script::default().answers(
            "PUT https://cal.example.com/cal/1.ics",
            &[expected],
            "HTTP/1.1 204 No Content\n\n",
        );
        let mut write = Write::new(calendar("/cal/"), update(), member);
        let next = write.poll_request().unwrap();
        write.handle(next.id, exchange(&mut script, &next));
        script.done();
        assert_eq!(outcome(&write), "stored /cal/1.ics -", "{etag}");
    }
}

/// q-15: without a tag there is nothing to put a condition on: nothing is sent that could overwrite.
#[test]
fn q_15_no_tag_no_write() {
    for change in [update(), delete(), moved()] {
        let mut script = Script::default().answers(
            "GET https://cal.example.com/cal/1.ics",
            &[],
            "HTTP/1.1 200 OK\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\nSUMMARY:there\nEND:VCALENDAR\n",
        );
        let mut write = Write::new(calendar("/cal/"), change, None);
        let next = write.poll_request().unwrap();
        assert_eq!(next.request.method().as_str(), "GET");
        write.handle(next.id, exchange(&mut script, &next));
        script.done();
        assert_eq!(outcome(&write), "conflict /cal/1.ics there");
    }
}

/// RFC 6638 §8.3: content goes on the condition of the schedule tag where there is one; a deletion does not.
#[test]
fn schedule_tags() {
    let listed = "<D:response><D:href>/cal/1.ics</D:href><D:propstat><D:prop><D:getetag>\"1\"</D:getetag>\
         <C:schedule-tag>\"s\"</C:schedule-tag>DATA</D:prop><D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>";
    let data = format!("<C:calendar-data>{}</C:calendar-data>", object("a"));
    let mut script = Script::default()
        .step(
            REPORT,
            &["schedule-tag"],
            multistatus(&format!("{}<D:sync-token>t</D:sync-token>", listed.replace("DATA", ""))),
        )
        .step(REPORT, &["schedule-tag"], multistatus(&listed.replace("DATA", &data)));
    let start = crate::wire::pull(calendar("/cal/"), SyncState::default(), &mut script);
    script.done();
    for (change, line, has) in [
        (update(), "PUT https://cal.example.com/cal/1.ics", "if-schedule-tag-match: \"s\""),
        (delete(), "DELETE https://cal.example.com/cal/1.ics", "if-match: \"1\""),
    ] {
        let member = start.state().members().next().cloned();
        let mut script = Script::default().answers(line, &[has], "HTTP/1.1 204 No Content\n\n");
        let mut write = Write::new(calendar("/cal/"), change, member);
        let next = write.poll_request().unwrap();
        write.handle(next.id, exchange(&mut script, &next));
        script.done();
    }
}

/// Servers that do not heed If-None-Match, nor If-Match of a DELETE: what is there is looked at first.
#[test]
fn conditions_that_are_ignored() {
    let mut target = calendar("/cal/");
    target.ignores_conditions = true;
    let get = "GET https://cal.example.com/cal/1.ics";
    let mut script = Script::default().answers(get, &[], &got("there", "\"5\""));
    let one = write_to(target.clone(), create(), &mut script);
    script.done();
    assert_eq!(outcome(&one), "conflict /cal/1.ics there", "nothing is put");
    let mut script = Script::default().answers(get, &[], &got("there", "\"5\""));
    let one = write_to(target.clone(), delete(), &mut script);
    script.done();
    assert_eq!(outcome(&one), "conflict /cal/1.ics there", "nothing is deleted");
    let mut script = Script::default().answers(get, &[], &got("was", "\"1\"")).answers(
        "DELETE https://cal.example.com/cal/1.ics",
        &["if-match: \"1\""],
        "HTTP/1.1 204 No Content\n\n",
    );
    let one = write_to(target, delete(), &mut script);
    script.done();
    assert_eq!(outcome(&one), "deleted");
}

fn push(changes: Vec<LocalChange>, transport: &mut impl Transport) -> Run {
    run(calendar("/cal/"), state(), (SyncOptions::default(), Order::OneByOne), changes, transport)
}

/// q-15: no tag after a PUT, so that what the server made of it is fetched (RFC 4791 §5.3.4).
#[test]
fn q_15_no_tag_after_a_put() {
    let mut script = Script::default()
        .answers("PUT https://cal.example.com/cal/1.ics", &[], "HTTP/1.1 204 No Content\n\n")
        .step(
            REPORT,
            &["sync-collection"],
            multistatus(&format!("{}<D:sync-token>u</D:sync-token>", member("/cal/1.ics", "\"5\""))),
        )
        .step(
            REPORT,
            &["calendar-multiget", "/cal/1.ics"],
            multistatus(&told("/cal/1.ics", "\"5\"", &object("made"))),
        );
    let done = push(vec![update()], &mut script);
    script.done();
    assert_eq!(done.told(), ["+ /cal/1.ics"]);
    assert!(matches!(&done.results[0].outcome, LocalOutcome::Stored { etag: None, .. }));
}

/// One that is refused does not hold up the others; the server's own state of it does not overwrite what is here.
#[test]
fn one_is_refused() {
    let other = LocalChange::Update { href: Href::new("/cal/2.ics"), calendar_data: object("two") };
    let refusal = "HTTP/1.1 403 Forbidden\nContent-Type: application/xml\n\n<D:error xmlns:D=\"DAV:\" \
         xmlns:C=\"urn:ietf:params:xml:ns:caldav\"><C:valid-calendar-data/></D:error>";
    let mut script = Script::default()
        .answers("PUT https://cal.example.com/cal/1.ics", &[], refusal)
        .answers("PUT https://cal.example.com/cal/2.ics", &[], "HTTP/1.1 204 No Content\nETag: \"3\"\n\n")
        .step(
            REPORT,
            &["sync-collection"],
            multistatus(&format!(
                "{}{}<D:sync-token>u</D:sync-token>",
                member("/cal/1.ics", "\"1\""),
                member("/cal/2.ics", "\"3\"")
            )),
        );
    let done = push(vec![update(), other], &mut script);
    script.done();
    assert_eq!(done.told(), Vec::<String>::new());
    let LocalOutcome::Refused(FailureKind::Refused(_, Some(error))) = &done.results[0].outcome else {
        panic!("{:?}", done.results)
    };
    assert!(error.has(&caldav_types::Precondition::ValidCalendarData), "why is told");
    assert!(matches!(done.results[1].outcome, LocalOutcome::Stored { .. }));
}

/// A change that was refused and a change there too: a conflict, never what is there over what is here.
#[test]
fn refused_and_changed_there() {
    for (told_there, expected) in [(member("/cal/1.ics", "\"5\""), true), (gone("/cal/1.ics"), false)] {
        let mut script = Script::default()
            .answers("PUT https://cal.example.com/cal/1.ics", &[], "HTTP/1.1 403 Forbidden\n\n")
            .step(
                REPORT,
                &["sync-collection"],
                multistatus(&format!("{told_there}<D:sync-token>u</D:sync-token>")),
            );
        if expected {
            script = script.step(
                REPORT,
                &["calendar-multiget"],
                multistatus(&told("/cal/1.ics", "\"5\"", &object("there"))),
            );
        }
        let done = push(vec![update()], &mut script);
        script.done();
        assert_eq!(done.told(), Vec::<String>::new());
        let LocalOutcome::Conflict { server } = &done.results.last().unwrap().outcome else {
            panic!("{:?}", done.results)
        };
        assert_eq!(server.is_some(), expected);
    }
}

/// A move to where something is: both are told, and neither is overwritten.
#[test]
fn a_move_to_where_something_is() {
    let mut script = Script::default()
        .answers("MOVE https://cal.example.com/cal/1.ics", &[], "HTTP/1.1 412 Precondition Failed\n\n")
        .answers("GET https://cal.example.com/cal/1.ics", &[], &got("was", "\"1\""))
        .step(
            REPORT,
            &["sync-collection"],
            multistatus(&format!("{}<D:sync-token>u</D:sync-token>", member("/cal/9.ics", "\"9\""))),
        )
        .step(
            REPORT,
            &["calendar-multiget", "/cal/9.ics"],
            multistatus(&told("/cal/9.ics", "\"9\"", &object("nine"))),
        );
    let mut done = None;
    let result = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        done = Some(push(vec![moved()], &mut script));
    }));
    assert!(result.is_ok(), "asked: {:#?}", script.asked);
    let done = done.unwrap();
    assert_eq!(done.told(), Vec::<String>::new());
    let conflict = done.results.iter().any(|result| {
        matches!(&result.outcome, LocalOutcome::Conflict { server: Some(server) } if server.href.path() == "/cal/9.ics")
    });
    assert!(conflict, "{:?}", done.results);
}

/// 401 to the first of several: none is told as refused, and a later run pushes them again.
#[test]
fn credentials_expired() {
    let mut script = Script::default().answers(
        "PUT https://cal.example.com/cal/1.ics",
        &[],
        "HTTP/1.1 401 Unauthorized\nWWW-Authenticate: Basic realm=\"cal\"\n\n",
    );
    let done = push(vec![update()], &mut script);
    script.done();
    assert!(done.results.is_empty() && done.changes.is_empty());
    let Some(FailureKind::Unauthorized(challenges)) = done.sync.failure().map(|failure| &failure.kind) else {
        panic!("{:?}", done.sync.failure())
    };
    assert_eq!(challenges.len(), 1);
    assert_eq!(done.state(), state());
}

/// q-15: tags that mean something else in a field: nothing is overwritten on their account.
#[test]
fn q_15_odd_tags() {
    for etag in [
        "*", "W/*", "", "\"\"", "W/\"\"", "\"é\"", "é", "\"a b\"", "a b", "a,b", "\"a\", *", "\"a\nb\"",
        "\"a", "W/",
    ] {
        let state = known("/cal/", &[("/cal/1.ics", etag)], "t");
        let member = state.members().next().cloned();
        for change in [update(), delete(), moved()] {
            let mut write = Write::new(calendar("/cal/"), change, member.clone());
            let next = write.poll_request().unwrap();
            if next.request.method().as_str() == "GET" {
                continue;
            }
            let Ok(wire) = caldav_xml::message::encode_request(&next.request) else { panic!("{etag:?}") };
            let field =
                wire.headers().get("if-match").unwrap_or_else(|| panic!("{etag:?} {:?}", wire.headers()));
            let field = String::from_utf8_lossy(field.as_bytes()).into_owned();
            assert!(!field.split(',').any(|one| one.trim() == "*"), "{etag:?}: {field}");
        }
    }
}
