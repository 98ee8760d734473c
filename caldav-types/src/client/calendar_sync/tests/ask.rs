//! Ask: is there anything new?

use super::{known, multistatus, run, target};
use crate::client::SyncState;
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
