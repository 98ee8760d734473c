//! The domain name system: where services are ([RFC 6764 §3](https://www.rfc-editor.org/rfc/rfc6764#section-3)).

use std::time::Duration;

use caldav_types::client::{Lookup, LookupAnswer, LookupKind, Service};
use hickory_resolver::TokioResolver;
use hickory_resolver::proto::rr::RData;

/// What answers lookups.
pub(super) trait Names {
    fn look_up(&self, lookup: &Lookup) -> LookupAnswer;
}

/// Does not ask anyone.
pub(super) struct Nobody;

impl Names for Nobody {
    fn look_up(&self, _: &Lookup) -> LookupAnswer {
        LookupAnswer::Nothing
    }
}

/// Asks as this machine is configured to. Whatever fails is no answer: there are other ways to find a server.
pub(super) struct System;

impl Names for System {
    fn look_up(&self, lookup: &Lookup) -> LookupAnswer {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let answer = runtime.ok().and_then(|runtime| {
            runtime.block_on(async { tokio::time::timeout(LONGEST, ask(lookup)).await.ok().flatten() })
        });
        answer.unwrap_or(LookupAnswer::Nothing)
    }
}

async fn ask(lookup: &Lookup) -> Option<LookupAnswer> {
    let resolver = TokioResolver::builder_tokio().ok()?.build().ok()?;
    // A dot at the end: it is a whole name.
    let name = format!("{}.", lookup.name.trim_end_matches('.'));
    let found = match lookup.kind {
        LookupKind::Srv => resolver.srv_lookup(name).await,
        LookupKind::Txt => resolver.txt_lookup(name).await,
    };
    let found = found.ok()?;
    let records = found.answers().iter().map(|record| &record.data);
    Some(match lookup.kind {
        LookupKind::Srv => LookupAnswer::Srv(records.filter_map(service).collect()),
        LookupKind::Txt => LookupAnswer::Txt(records.flat_map(texts).collect()),
    })
}

fn service(record: &RData) -> Option<Service> {
    let RData::SRV(found) = record else { return None };
    let host = found.target.to_utf8();
    Some(Service { priority: found.priority, weight: found.weight, host, port: found.port })
}

/// The strings of a record, each by itself (RFC 6763 section 6.1).
fn texts(record: &RData) -> Vec<String> {
    let RData::TXT(found) = record else { return Vec::new() };
    found.txt_data.iter().map(|text| String::from_utf8_lossy(text).into_owned()).collect()
}

/// How long a lookup may take.
const LONGEST: Duration = Duration::from_secs(8);
