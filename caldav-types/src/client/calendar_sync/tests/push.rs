//! Push: changes here are made there, on a condition.

use super::{etag, got, header, known, methods, multistatus, object, response, run, status, target, update};
use crate::client::{CalendarSync, Change, FailureKind, LocalChange, LocalOutcome, Quirk, SyncOptions};
use crate::message::{Content, Operation, Reply, ReplyBody};
use crate::multistatus::Response;
use crate::{EntityTag, Href, Method, ScheduleTag};

fn moved() -> LocalChange {
    LocalChange::Move { from: Href::new("/cal/1.ics"), to: Href::new("/cal/2.ics") }
}

#[test]
fn a_move_is_conditional_and_the_new_address_is_fetched() {
    let listing = multistatus(vec![response("/cal/2.ics", vec![etag("\"9\"")])], Some("2"));
    let data = multistatus(vec![object("/cal/2.ics", "\"9\"", "a")], None);
    let run =
        run(target(), known(&[("/cal/1.ics", "\"1\"")]), vec![moved()], vec![status(201), listing, data]);
    let request = &run.requests[0];
    assert_eq!(methods(&run.requests), ["MOVE", "REPORT", "REPORT"]);
    assert_eq!(header(request, "if-match"), Some("\"1\""));
    assert!(matches!(run.results[0].outcome, LocalOutcome::Stored { .. }));
    let members: Vec<_> = run.sync.state().members().map(|member| member.href.as_str()).collect();
    assert_eq!(members, ["/cal/2.ics"]);
}

#[test]
fn a_move_to_where_something_is_is_refused_and_no_conflict() {
    let replies = vec![status(412), got("\"1\"", "a"), multistatus(Vec::new(), Some("1"))];
    let run = run(target(), known(&[("/cal/1.ics", "\"1\"")]), vec![moved()], replies);
    assert!(matches!(run.results[0].outcome, LocalOutcome::Refused(_)), "{:?}", run.results);
    assert_eq!(run.sync.state().members().count(), 1);
}

#[test]
fn a_schedule_tag_is_the_condition_of_content() {
    let mut state = known(&[("/cal/1.ics", "\"1\"")]);
    for member in state.members.values_mut() {
        member.schedule_tag = Some("\"s\"".parse::<ScheduleTag>().unwrap());
    }
    let done = status(204).with(&EntityTag::strong("2").unwrap()).unwrap();
    let quiet = || multistatus(Vec::new(), Some("2"));
    let put = run(target(), state.clone(), vec![update("/cal/1.ics")], vec![done, quiet()]);
    assert_eq!(header(&put.requests[0], "if-schedule-tag-match"), Some("\"s\""));
    assert_eq!(header(&put.requests[0], "if-match"), None);
    let delete = LocalChange::Delete { href: Href::new("/cal/1.ics") };
    let deleted = run(target(), state, vec![delete], vec![status(204), quiet()]);
    assert_eq!(header(&deleted.requests[0], "if-match"), Some("\"1\""));
    assert_eq!(header(&deleted.requests[0], "if-schedule-tag-match"), None);
}

/// q-15: `If-Match` never holds for a weak tag. `If` may, but who does not heed it would overwrite.
#[test]
fn q_15_a_weak_tag_is_no_conflict_and_no_write_without_condition() {
    let state = known(&[("/cal/1.ics", "W/\"1\"")]);
    let quiet = || multistatus(Vec::new(), Some("1"));
    let (same, other) = (|| got("W/\"1\"", "a"), || got("W/\"2\"", "a"));
    for (why, replies, expected, outcome) in [
        ("changed", vec![status(412), other(), quiet()], "PUT GET REPORT", "conflict"),
        ("heedless", vec![status(412), same(), same(), quiet()], "PUT GET GET REPORT", "refused"),
        (
            "compared weakly",
            vec![
                status(412),
                same(),
                status(412),
                status(204),
                quiet(),
                multistatus(Vec::new(), None),
                same(),
            ],
            "PUT GET GET PUT REPORT REPORT GET",
            "stored",
        ),
        (
            "compared strongly",
            vec![status(412), same(), status(412), status(412), same(), quiet()],
            "PUT GET GET PUT GET REPORT",
            "refused",
        ),
        (
            "changed in between",
            vec![status(412), same(), status(412), status(412), other(), quiet()],
            "PUT GET GET PUT GET REPORT",
            "conflict",
        ),
    ] {
        let run = run(target(), state.clone(), vec![update("/cal/1.ics")], replies);
        assert_eq!(methods(&run.requests).join(" "), expected, "{why}");
        assert_eq!(header(&run.requests[0], "if-match"), Some("W/\"1\", \"1\""), "{why}");
        if let Some(probe) = run.requests.get(2).filter(|request| request.method() == Method::Get) {
            assert_eq!(header(probe, "if"), Some("(<DAV:no-lock>)"), "{why}");
        }
        if let Some(put) = run.requests.get(3).filter(|request| request.method() == Method::Put) {
            assert_eq!((header(put, "if"), header(put, "if-match")), (Some("([W/\"1\"])"), None), "{why}");
        }
        let got = match &run.results[0].outcome {
            LocalOutcome::Conflict { .. } => "conflict",
            LocalOutcome::Refused(_) => "refused",
            LocalOutcome::Stored { .. } => "stored",
            LocalOutcome::Deleted => "deleted",
        };
        assert_eq!(got, outcome, "{why}");
    }
}

/// A server that says it failed may have moved it all the same.
#[test]
fn a_move_that_failed_is_looked_at() {
    let state = known(&[("/cal/1.ics", "\"1\"")]);
    let quiet = || multistatus(Vec::new(), Some("1"));
    let stays = run(target(), state.clone(), vec![moved()], vec![status(500), got("\"1\"", "a"), quiet()]);
    assert!(matches!(stays.results[0].outcome, LocalOutcome::Refused(_)), "{:?}", stays.results);
    let data = multistatus(vec![object("/cal/2.ics", "\"9\"", "a")], None);
    let replies = vec![status(500), status(404), status(404), got("\"9\"", "a"), quiet(), data];
    let went = run(target(), state, vec![moved()], replies);
    assert!(matches!(went.results[0].outcome, LocalOutcome::Stored { .. }), "{:?}", went.results);
}

/// What is pushed when all others were made keeps its resource from being overwritten.
#[test]
fn what_comes_too_late_is_not_overwritten() {
    let state = known(&[("/cal/1.ics", "\"1\"")]);
    let mut sync = CalendarSync::new(target(), state, SyncOptions::default());
    let asked = sync.poll_request().unwrap();
    sync.push(update("/cal/1.ics"));
    sync.handle_reply(asked.id, multistatus(vec![response("/cal/1.ics", vec![etag("\"2\"")])], Some("2")));
    let fetch = sync.poll_request().unwrap();
    sync.handle_reply(fetch.id, multistatus(vec![object("/cal/1.ics", "\"2\"", "there")], None));
    assert!(sync.is_finished() && sync.drain_changes().is_empty());
    assert!(matches!(sync.drain_results()[0].outcome, LocalOutcome::Conflict { server: Some(_) }));
}

#[test]
fn a_move_overwrites_nothing() {
    let replies = vec![
        status(201),
        multistatus(Vec::new(), Some("2")),
        multistatus(vec![object("/cal/2.ics", "\"9\"", "a")], None),
    ];
    let run = run(target(), known(&[("/cal/1.ics", "\"1\"")]), vec![moved()], replies);
    let Operation::Move { destination, overwrite } = &run.requests[0].operation else {
        panic!("{:?}", run.requests[0])
    };
    assert_eq!((destination.as_str(), *overwrite), ("https://example.com/cal/2.ics", false));
    assert_eq!(run.requests[0].target, "https://example.com/cal/1.ics");
}

/// A 207 says that not all was done.
#[test]
fn what_could_not_be_moved_is_refused() {
    let locked = Response::of_status(Href::new("/cal/1.ics"), http::StatusCode::LOCKED);
    let replies = vec![multistatus(vec![locked], None), multistatus(Vec::new(), Some("2"))];
    let run = run(target(), known(&[("/cal/1.ics", "\"1\"")]), vec![moved()], replies);
    assert!(matches!(run.results[0].outcome, LocalOutcome::Refused(_)), "{:?}", run.results);
}

/// q-15: no tag after a PUT means that what was stored is fetched.
#[test]
fn q_15_no_tag_after_a_put() {
    let data = multistatus(vec![object("/cal/1.ics", "\"2\"", "made of it")], None);
    let replies = vec![status(204), multistatus(Vec::new(), Some("2")), data];
    let run = run(target(), known(&[("/cal/1.ics", "\"1\"")]), vec![update("/cal/1.ics")], replies);
    assert_eq!(run.changes.len(), 1);
    assert_eq!(run.sync.state().members().next().unwrap().etag, Some(EntityTag::strong("2").unwrap()));
}

/// What was moved and is not where it was moved to is not taken for deleted by somebody: it is a conflict.
#[test]
fn a_move_to_somewhere_else_than_asked() {
    let members = vec![
        response("/cal/uid.ics", vec![etag("\"9\"")]),
        Response::of_status(Href::new("/cal/1.ics"), http::StatusCode::NOT_FOUND),
    ];
    let gone = Response::of_status(Href::new("/cal/2.ics"), http::StatusCode::NOT_FOUND);
    let data = multistatus(vec![object("/cal/uid.ics", "\"9\"", "a"), gone], None);
    let replies = vec![status(201), multistatus(members, Some("2")), data];
    let run = run(target(), known(&[("/cal/1.ics", "\"1\"")]), vec![moved()], replies);
    assert!(matches!(&run.changes[..], [Change::Upserted(object)] if object.href.as_str() == "/cal/uid.ics"));
    let outcomes: Vec<_> = run.results.iter().map(|result| &result.outcome).collect();
    assert!(
        matches!(outcomes[..], [LocalOutcome::Stored { .. }, LocalOutcome::Conflict { server: None }]),
        "{outcomes:?}"
    );
    assert_eq!(run.sync.state().members().count(), 1);
}

#[test]
fn where_moves_lose_what_is_moved() {
    let quiet = multistatus(Vec::new(), Some("1"));
    let target = target().with_lost_moves(true);
    let run = run(target, known(&[("/cal/1.ics", "\"1\"")]), vec![moved()], vec![quiet]);
    assert_eq!(methods(&run.requests), ["REPORT"]);
    let withheld = LocalOutcome::Refused(FailureKind::Withheld(Quirk::MoveLoses));
    assert_eq!(run.results[0].outcome, withheld);
    assert_eq!(run.sync.state().members().count(), 1);
}

/// What is where a resource was to be moved is not told as new here, for there is something here already.
#[test]
fn what_is_in_the_way_of_a_move_is_a_conflict() {
    let listing = multistatus(vec![response("/cal/2.ics", vec![etag("\"2\"")])], Some("2"));
    let data = multistatus(vec![object("/cal/2.ics", "\"2\"", "there")], None);
    let replies = vec![status(412), got("\"1\"", "a"), listing, data];
    let run = run(target(), known(&[("/cal/1.ics", "\"1\"")]), vec![moved()], replies);
    assert!(run.changes.is_empty(), "{:?}", run.changes);
    let [LocalOutcome::Refused(_), LocalOutcome::Conflict { server: Some(theirs) }] =
        [&run.results[0].outcome, &run.results[1].outcome]
    else {
        panic!("{:?}", run.results)
    };
    assert_eq!(theirs.href.as_str(), "/cal/2.ics");
}

/// A server that overwrites whatever the condition says is asked first what it has.
#[test]
fn where_conditions_are_ignored() {
    let quiet = || multistatus(Vec::new(), Some("1"));
    let create = || LocalChange::Create { href: Href::new("/cal/2.ics"), calendar_data: super::text("here") };
    let delete = || LocalChange::Delete { href: Href::new("/cal/1.ics") };
    let target = || target().with_ignored_conditions(true);
    let state = known(&[("/cal/1.ics", "\"1\"")]);
    let stored = || status(204).with(&EntityTag::strong("9").unwrap()).unwrap();
    for (why, change, replies, expected) in [
        ("new", create(), vec![status(404), stored(), quiet()], "GET PUT REPORT"),
        ("occupied", create(), vec![got("\"2\"", "there"), quiet()], "GET REPORT"),
        ("made before", create(), vec![got("\"2\"", "here"), quiet()], "GET REPORT"),
        ("as known", delete(), vec![got("\"1\"", "a"), status(204), quiet()], "GET DELETE REPORT"),
        ("changed", delete(), vec![got("\"2\"", "a"), quiet()], "GET REPORT"),
        ("gone", delete(), vec![status(404), status(404), quiet()], "GET GET REPORT"),
        ("onto something", moved(), vec![got("\"1\"", "a"), got("\"2\"", "b"), quiet()], "GET GET REPORT"),
        ("an update", update("/cal/1.ics"), vec![got("\"1\"", "a"), stored(), quiet()], "GET PUT REPORT"),
        ("changed both", update("/cal/1.ics"), vec![got("\"2\"", "b"), quiet()], "GET REPORT"),
        ("deleted", update("/cal/1.ics"), vec![status(404), status(404), quiet()], "GET GET REPORT"),
    ] {
        let run = run(target(), state.clone(), vec![change], replies);
        assert_eq!(methods(&run.requests).join(" "), expected, "{why}");
        let is_conflict = matches!(run.results[0].outcome, LocalOutcome::Conflict { .. });
        assert_eq!(
            is_conflict,
            matches!(why, "occupied" | "changed" | "onto something" | "changed both" | "deleted"),
            "{why}"
        );
    }
}

/// RFC 5545 3.4: what does not end as a calendar does is not the object.
#[test]
fn a_body_that_was_cut_is_no_conflict() {
    let cut = Content::calendar("BEGIN:VCALENDAR\r\nX-A:th");
    let cut = Reply::with_body(http::StatusCode::OK, ReplyBody::Calendar(cut));
    let cut = cut.with(&EntityTag::strong("2").unwrap()).unwrap();
    let replies = vec![status(412), cut, multistatus(Vec::new(), Some("1"))];
    let run = run(target(), known(&[("/cal/1.ics", "\"1\"")]), vec![update("/cal/1.ics")], replies);
    assert_eq!(run.results[0].outcome, LocalOutcome::Refused(FailureKind::Unreadable));
    assert_eq!(run.sync.state().members().next().unwrap().etag, Some(EntityTag::strong("1").unwrap()));
}

/// `*` and what reads as several tags are no condition: they would hold for what somebody else wrote.
#[test]
fn q_15_a_tag_that_would_hold_for_anything() {
    for tag in ["*", "a,b", "a, *"] {
        let Ok(parsed) = tag.parse::<EntityTag>() else { continue };
        let mut state = known(&[("/cal/1.ics", "\"1\"")]);
        for member in state.members.values_mut() {
            member.etag = Some(parsed.clone());
        }
        let replies = vec![got("\"2\"", "there"), multistatus(Vec::new(), Some("1"))];
        let run = run(target(), state, vec![update("/cal/1.ics")], replies);
        assert_eq!(methods(&run.requests), ["GET", "REPORT"], "{tag}");
        assert!(matches!(run.results[0].outcome, LocalOutcome::Conflict { .. }), "{tag}");
    }
    assert!("*".parse::<EntityTag>().is_ok(), "there is such a tag");
}

/// A server that writes an object anew has it all the same: the second time it is sent it is no conflict, and what the
/// server made of it is told.
#[test]
fn what_was_written_anew_is_stored() {
    let anew = |lines: &str| {
        let body = format!("BEGIN:VCALENDAR\r\n{lines}END:VCALENDAR\r\n");
        let body = ReplyBody::Calendar(Content::calendar(body.as_str()));
        Reply::with_body(http::StatusCode::OK, body).with(&EntityTag::strong("2").unwrap()).unwrap()
    };
    let create = || LocalChange::Create { href: Href::new("/cal/1.ics"), calendar_data: super::text("here") };
    let listing = || multistatus(vec![response("/cal/1.ics", vec![etag("\"2\"")])], Some("2"));
    for (why, change, lines, is_stored) in [
        ("more", create(), "CLASS:PUBLIC\r\nX-A:here\r\n", true),
        ("another", create(), "X-A:there\r\n", false),
        ("written anew", update("/cal/1.ics"), "PRODID:b\r\nx-a:here\r\n", true),
        ("what was taken out is still there", update("/cal/1.ics"), "LOCATION:b\r\nX-A:here\r\n", false),
    ] {
        let state = if matches!(change, LocalChange::Create { .. }) {
            known(&[])
        } else {
            known(&[("/cal/1.ics", "\"1\"")])
        };
        let mut replies = vec![status(412), anew(lines), listing()];
        if is_stored {
            replies.push(multistatus(vec![object("/cal/1.ics", "\"2\"", "here")], None));
        }
        let run = run(target(), state, vec![change], replies);
        let got = &run.results[0].outcome;
        assert_eq!(matches!(got, LocalOutcome::Stored { .. }), is_stored, "{why}: {got:?}");
        assert_eq!(run.changes.len(), usize::from(is_stored), "{why}");
    }
}

/// The resource changed there, and another is where it was to be moved: each is told, and neither overwrites.
#[test]
fn a_move_between_two_that_changed() {
    let members = ["/cal/1.ics", "/cal/2.ics"].map(|path| response(path, vec![etag("\"9\"")]));
    let data = multistatus(vec![object("/cal/2.ics", "\"9\"", "b")], None);
    let replies = vec![status(412), got("\"9\"", "a"), multistatus(members.to_vec(), Some("2")), data];
    let run = run(target(), known(&[("/cal/1.ics", "\"1\"")]), vec![moved()], replies);
    assert!(run.changes.is_empty(), "{:?}", run.changes);
    let told: Vec<_> = run
        .results
        .iter()
        .map(|result| match &result.outcome {
            LocalOutcome::Conflict { server: Some(server) } => server.href.as_str(),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(told, ["/cal/1.ics", "/cal/2.ics"]);
}
