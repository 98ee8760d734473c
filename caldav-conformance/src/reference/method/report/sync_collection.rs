//! DAV:sync-collection.

use caldav_types::message::Reply;
use caldav_types::report::{SyncCollection, SyncLevel};
use caldav_types::server::report::sync_collection::decide;
use caldav_types::server::report::{Member, MemberState, SyncFacts, SyncPosition};
use caldav_types::{Precondition, Privilege};

use super::Asked;
use crate::reference::Fault;
use crate::reference::path::Path;
use crate::reference::store::Resource;
use crate::reference::sync;

pub(super) fn answer(asked: &Asked<'_>, body: &SyncCollection) -> Result<Reply, Reply> {
    let Asked { server, call, depth, .. } = *asked;
    let view = server.view(call);
    let collection = server.store.get(&call.path);
    let position = collection.and_then(|it| sync::position_of(&server.store, it, &body.sync_token));
    let latest = collection.map(|it| SyncPosition::at(it.history.latest()));
    let takes_any = server.has(Fault::BogusSyncTokenAccepted) && !body.sync_token.is_initial();
    let known = if takes_any { position.or(latest) } else { position };
    let facts = SyncFacts {
        target: asked.target(),
        position: known,
        latest: collection.map_or(0, |it| it.history.latest()),
        forgotten: collection.map_or(0, |it| it.history.forgotten()),
        most: None,
        barriers: &[],
    };
    let plan = decide(call.request, depth, body, facts)?;
    let collection = collection.ok_or_else(|| Reply::refusal(Precondition::SupportedReport))?;
    let present = |(path, resource): (&Path, &Resource)| {
        let (href, revision) = (path.href(resource.is_collection()), resource.changed);
        // What the user may not read is as if it were not there.
        view.may(&Privilege::Read, path).then_some(Member { href, revision, state: MemberState::Present })
    };
    let reach = plan.level();
    let is_within =
        |(path, _): &(&Path, &Resource)| reach == SyncLevel::Infinite || path.is_member_of(&call.path);
    let changed = server.store.changed_below(&call.path, known.map_or(0, |position| position.changes));
    let members: Vec<_> = changed.filter(is_within).filter_map(present).collect();
    let removals = collection.history.removals().map(|(revision, href)| Member {
        href: href.clone(),
        revision: *revision,
        state: MemberState::Removed,
    });
    let removals = removals.filter(|_| !server.has(Fault::SyncRemovalsUntold));
    let page = plan.page(members.into_iter().chain(removals))?;
    let token = if server.has(Fault::SyncChangeLostUnderLimit) {
        sync::token(&server.store, collection)
    } else {
        sync::token_of(&server.store, collection, page.position)
    };
    Ok(page.answer(token, |href| asked.properties(&asked.path(href), &|name| body.prop.names.contains(name))))
}
