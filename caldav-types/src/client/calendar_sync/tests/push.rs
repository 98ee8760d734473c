//! Push: changes here are made there, on a condition.

use super::{etag, got, header, known, methods, multistatus, object, response, run, status, target, update};
use crate::client::{LocalChange, LocalOutcome};
use crate::{EntityTag, Href, ScheduleTag};

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

/// q-15: `If-Match` never holds for a weak tag.
#[test]
fn q_15_a_weak_tag_is_no_conflict_and_no_write_without_condition() {
    let state = known(&[("/cal/1.ics", "W/\"1\"")]);
    for (why, current, is_conflict) in [("the same", "W/\"1\"", false), ("another", "W/\"2\"", true)] {
        let replies = vec![status(412), got(current, "a"), multistatus(Vec::new(), Some("1"))];
        let run = run(target(), state.clone(), vec![update("/cal/1.ics")], replies);
        assert_eq!(methods(&run.requests), ["PUT", "GET", "REPORT"], "{why}");
        assert_eq!(header(&run.requests[0], "if-match"), Some("W/\"1\", \"1\""), "{why}");
        let got = &run.results[0].outcome;
        assert_eq!(matches!(got, LocalOutcome::Conflict { .. }), is_conflict, "{why}: {got:?}");
        assert_eq!(matches!(got, LocalOutcome::Refused(_)), !is_conflict, "{why}: {got:?}");
    }
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
