//! List: all tags are compared.

use super::{etag, known, methods, multistatus, object, response, run, target};
use http::StatusCode;

use crate::client::{Change, FailureKind, SyncState};
use crate::multistatus::{Propstat, Response};
use crate::property::DavProperty;
use crate::{CTag, Href, ResourceType, ResourceTypes};

/// B-16: another ctag leads to a comparison of tags, and other tags to their data.
#[test]
fn b_16_ctag_etags_data() {
    let target = target().with_sync_collection(false).with_ctag(Some(CTag::new("8")));
    let collection = response("/cal/", vec![DavProperty::GetCTag(CTag::new("8"))]);
    let listing = multistatus(
        vec![
            collection,
            response("/cal/1.ics", vec![etag("\"1\"")]),
            response("/cal/2.ics", vec![etag("\"9\"")]),
        ],
        None,
    );
    let data = multistatus(vec![object("/cal/2.ics", "\"9\"", "b")], None);
    let state = known(&[("/cal/1.ics", "\"1\""), ("/cal/2.ics", "\"2\""), ("/cal/3.ics", "\"3\"")]);
    let first = run(target.clone(), state, Vec::new(), vec![listing, data]);
    assert_eq!(methods(&first.requests), ["PROPFIND", "REPORT"]);
    assert!(
        matches!(&first.changes[..], [Change::Removed { .. }, Change::Upserted(_)]),
        "{:?}",
        first.changes
    );
    let again = run(target, first.sync.state().clone(), Vec::new(), Vec::new());
    assert!(again.requests.is_empty() && again.changes.is_empty());
}

/// q-12: what was not asked for, and the collection itself, are no members.
#[test]
fn q_12_what_is_no_member() {
    let listing = multistatus(
        vec![
            response("/cal/", vec![etag("\"c\"")]),
            response("/other/1.ics", vec![etag("\"1\"")]),
            response("/cal/below/1.ics", vec![etag("\"1\"")]),
        ],
        None,
    );
    let run = run(target().with_sync_collection(false), known(&[]), Vec::new(), vec![listing]);
    assert_eq!(run.sync.state().members().count(), 0);
}

/// What is said of the collection itself may be that it does not tell.
#[test]
fn a_refusal_within_the_answer_removes_nothing() {
    let state = known(&[("/cal/1.ics", "\"1\"")]);
    let of_status = |status| Response::of_status(Href::new("/cal/"), status);
    let of_properties = |status| {
        let properties = vec![DavProperty::ResourceType(ResourceTypes::default())];
        Response::of_propstats(Href::new("/cal/"), vec![Propstat::new(status, properties)])
    };
    for code in [401, 403, 404, 500, 503] {
        let status = StatusCode::from_u16(code).unwrap();
        let mut answers = vec![of_status(status)];
        if code != 404 {
            answers.push(of_properties(status));
        }
        for answer in answers {
            for (has_sync, state) in
                [(false, state.clone()), (true, SyncState { sync_token: None, ..state.clone() })]
            {
                let reply = multistatus(vec![answer.clone()], has_sync.then_some("2"));
                let run = run(target().with_sync_collection(has_sync), state, Vec::new(), vec![reply]);
                assert_eq!(run.sync.failure().unwrap().kind, FailureKind::Refused(status, None), "{code}");
                assert!(run.changes.is_empty() && run.sync.state().members().count() == 1, "{code}");
            }
        }
    }
    let none = run(
        target().with_sync_collection(false),
        state,
        Vec::new(),
        vec![multistatus(vec![of_properties(StatusCode::NOT_FOUND)], None)],
    );
    assert_eq!(none.changes.len(), 1, "it has no such property, and no members");
}

/// A listing of something else, which a redirect or a proxy led to, tells nothing of the calendar.
#[test]
fn a_listing_of_no_calendar_removes_nothing() {
    let types = DavProperty::ResourceType(ResourceTypes(vec![ResourceType::Collection]));
    let state = known(&[("/cal/1.ics", "\"1\"")]);
    let reply = multistatus(vec![response("/cal/", vec![types])], None);
    let run = run(target().with_sync_collection(false), state, Vec::new(), vec![reply]);
    assert_eq!(run.sync.failure().unwrap().kind, FailureKind::Unexpected);
    assert!(run.changes.is_empty());
}
