//! Ask: is there anything new?

use super::{known, multistatus, run, target};
use crate::client::{CalendarInfo, Quirk, Quirks, SyncState, SyncTarget};
use crate::property::{DavProperty, ReportName};
use crate::{CTag, SyncToken};

#[test]
fn nothing_new_is_at_most_one_request() {
    let state = SyncState { ctag: Some(CTag::new("7")), ..known(&[("/cal/1.ics", "\"1\"")]) };
    for (why, target, replies) in [
        ("the ctag", target().with_ctag(Some(CTag::new("7"))), vec![]),
        ("the token", target().with_sync_token(Some(SyncToken::new("1"))), vec![]),
        ("neither is told", target(), vec![multistatus(Vec::new(), Some("1"))]),
    ] {
        let run = run(target, state.clone(), Vec::new(), replies);
        assert!(run.changes.is_empty() && run.sync.failure().is_none(), "{why}");
        assert_eq!(run.sync.state().members().count(), 1, "{why}");
    }
}

/// A token is finer than a ctag: some tell the ctag by the second, and some do not change it for a MOVE.
#[test]
fn the_token_decides_where_both_are_told() {
    let state = SyncState { ctag: Some(CTag::new("7")), ..known(&[("/cal/1.ics", "\"1\"")]) };
    let told = |token| target().with_ctag(Some(CTag::new("7"))).with_sync_token(Some(SyncToken::new(token)));
    let same = run(told("1"), state.clone(), Vec::new(), Vec::new());
    assert!(same.requests.is_empty());
    let other = run(told("2"), state.clone(), Vec::new(), vec![multistatus(Vec::new(), Some("2"))]);
    assert_eq!(other.requests.len(), 1);
    let without = SyncState { sync_token: None, ..state };
    let by_ctag = run(told("2"), without, Vec::new(), Vec::new());
    assert!(by_ctag.requests.is_empty(), "there is no token to compare");
}

/// What a discovery told; where it told no report both are tried.
#[test]
fn of_a_calendar_that_was_found() {
    let found = |reports: Vec<ReportName>| {
        let mut properties =
            vec![DavProperty::SyncToken(SyncToken::new("1")), DavProperty::GetCTag(CTag::new("7"))];
        if !reports.is_empty() {
            properties.push(DavProperty::SupportedReportSet(reports));
        }
        let request = super::URL.parse().unwrap();
        CalendarInfo::read(&super::response("/cal/", properties), &request, &request)
    };
    let nothing = SyncTarget::of(&found(Vec::new()), &Quirks::default()).unwrap();
    assert_eq!(
        (nothing.has_sync_collection, nothing.has_multiget, nothing.ignores_conditions),
        (true, true, false)
    );
    assert_eq!(
        (nothing.url.to_string().as_str(), nothing.ctag, nothing.sync_token.is_some()),
        (super::URL, Some(CTag::new("7")), true)
    );
    let mut quirks = Quirks::default();
    quirks.insert(Quirk::IgnoresConditions);
    let one = SyncTarget::of(&found(vec![ReportName::CalendarMultiget]), &quirks).unwrap();
    assert_eq!((one.has_sync_collection, one.has_multiget, one.ignores_conditions), (false, true, true));
}
