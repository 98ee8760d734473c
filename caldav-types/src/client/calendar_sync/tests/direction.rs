//! One way only.

use super::{
    Run, etag, got, known, methods, multistatus, object, response, run, run_with, status, target, text,
    update,
};
use crate::client::{Change, Direction, LocalChange, LocalOutcome, SyncOptions};
use crate::message::Reply;
use crate::{CTag, EntityTag, Href, SyncToken};

fn one_way(direction: Direction, local: Vec<LocalChange>, replies: Vec<Reply>) -> Run {
    let target = target().with_ctag(Some(CTag::new("8"))).with_sync_token(Some(SyncToken::new("9")));
    let state = known(&[("/cal/1.ics", "\"1\""), ("/cal/2.ics", "\"2\"")]);
    run_with(SyncOptions::default().with_direction(direction), target, state, local, replies)
}

fn stored(tag: &str) -> Reply {
    status(204).with(&tag.parse::<EntityTag>().unwrap()).unwrap()
}

/// What the server has of a conflict is told, and the next run both ways tells it again with what else is new.
#[test]
fn to_the_server_nothing_is_fetched_and_nothing_is_lost() {
    let local = vec![update("/cal/1.ics"), update("/cal/2.ics")];
    let replies = vec![stored("\"11\""), status(412), got("\"22\"", "there")];
    let first = one_way(Direction::ToServer, local, replies);
    assert_eq!(methods(&first.requests), ["PUT", "PUT", "GET"]);
    assert!(first.changes.is_empty() && first.sync.failure().is_none());
    let LocalOutcome::Conflict { server: Some(server) } = &first.results[1].outcome else {
        panic!("{:?}", first.results)
    };
    assert_eq!(server.calendar_data, text("there"));
    let state = first.sync.state();
    assert_eq!((state.sync_token(), state.ctag()), (Some(&SyncToken::new("1")), None));

    let tags = |tag| {
        multistatus(
            vec![response("/cal/1.ics", vec![etag("\"11\"")]), response("/cal/2.ics", vec![etag(tag)])],
            Some("3"),
        )
    };
    let data = || multistatus(vec![object("/cal/2.ics", "\"22\"", "there")], None);
    let again = run(target(), state.clone(), Vec::new(), vec![tags("\"22\""), data()]);
    assert!(matches!(&again.changes[..], [Change::Upserted(theirs)] if theirs.href.path() == "/cal/2.ics"));
    let replies = vec![status(412), got("\"22\"", "there"), tags("\"22\"")];
    let again = run(target(), state.clone(), vec![update("/cal/2.ics")], replies);
    assert!(matches!(again.results[0].outcome, LocalOutcome::Conflict { .. }), "{:?}", again.results);
}

/// Where no version is told it is looked at: what is as it was sent is known, what the server made of it is fetched by
/// a run that fetches.
#[test]
fn to_the_server_without_a_tag() {
    for (content, pending) in [("here", 0), ("made of it", 1)] {
        let replies = vec![status(204), multistatus(vec![object("/cal/1.ics", "\"9\"", content)], None)];
        let run = one_way(Direction::ToServer, vec![update("/cal/1.ics")], replies);
        assert_eq!(methods(&run.requests), ["PUT", "REPORT"]);
        assert!(run.changes.is_empty());
        let state = run.sync.state();
        assert_eq!((state.pending().count(), state.sync_token()), (pending, Some(&SyncToken::new("1"))));
        let tag = state.members().next().unwrap().etag.clone();
        assert_eq!(tag.is_some(), pending == 0, "{content}");
    }
}

#[test]
fn from_the_server_nothing_is_sent_and_nothing_here_is_overwritten() {
    let local = vec![
        update("/cal/1.ics"),
        LocalChange::Delete { href: Href::new("/cal/2.ics") },
        LocalChange::Create { href: Href::new("/cal/4.ics"), calendar_data: text("here") },
    ];
    let listing = multistatus(
        vec![response("/cal/1.ics", vec![etag("\"11\"")]), response("/cal/3.ics", vec![etag("\"3\"")])],
        Some("9"),
    );
    let data = multistatus(
        vec![object("/cal/1.ics", "\"11\"", "there"), object("/cal/3.ics", "\"3\"", "there")],
        None,
    );
    let run = one_way(Direction::FromServer, local, vec![listing, data]);
    assert_eq!(methods(&run.requests), ["REPORT", "REPORT"]);
    assert!(matches!(&run.changes[..], [Change::Upserted(theirs)] if theirs.href.path() == "/cal/3.ics"));
    assert_eq!(run.results.len(), 1, "what did not change there has no result: {:?}", run.results);
    assert_eq!(run.results[0].change, update("/cal/1.ics"));
    assert!(matches!(run.results[0].outcome, LocalOutcome::Conflict { server: Some(_) }));
    assert_eq!(run.sync.state().sync_token(), Some(&SyncToken::new("9")));
    assert_eq!(run.sync.state().members().count(), 3, "what is to be deleted is still there");
}
