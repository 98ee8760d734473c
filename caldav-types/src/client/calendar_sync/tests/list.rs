//! List: all tags are compared.

use super::{etag, known, methods, multistatus, object, response, run, target};
use crate::CTag;
use crate::client::Change;
use crate::property::DavProperty;

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
