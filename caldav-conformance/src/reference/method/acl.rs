//! ACL.

use caldav_types::acl::Acl;
use caldav_types::message::Reply;
use caldav_types::server::acl::{AclFacts, AclRules, RecognizedPrincipal, decide, principals_in};

use super::Surroundings;
use crate::reference::path::Path;
use crate::reference::server::{Call, Server};

pub(super) fn answer(server: &mut Server, call: &Call<'_>, body: &Acl) -> Result<Reply, Reply> {
    let around = Surroundings::of(server, call);
    let view = server.view(call);
    let recognized: Vec<_> = principals_in(body)
        .filter_map(|href| {
            let principal = server.principals.at(&Path::of(href, &call.request.target))?;
            let (href, principal_url) = (href.clone(), principal.href());
            Some(RecognizedPrincipal { href, principal_url, is_allowed: true })
        })
        .collect();
    let facts = AclFacts {
        subject: &view.subject(&call.path),
        aces: &view.entries(&call.path),
        supported: view.supported,
        rules: &AclRules::default(),
        principals: &recognized,
    };
    let plan = decide(call.request, body, around.target(), facts)?;
    if let Some(resource) = server.store.get_mut(&call.path) {
        let own = plan.aces.iter().filter(|entry| !entry.is_protected && entry.inherited.is_none());
        resource.entries = own.cloned().collect();
    }
    Ok(plan.reply())
}
