//! Messages as a whole.

use http::{StatusCode, Uri};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::header::address;
use super::{arbitrary, status, word};
use crate::acl::Acl;
use crate::header::{
    Brief, Header, If, IfMatch, IfNoneMatch, IfScheduleTagMatch, MediaType, Prefer, ScheduleReply, Timeout,
    UserAgent,
};
use crate::message::{Content, Headers, Operation, Post, Reply, ReplyBody, Request};
use crate::multistatus::Multistatus;
use crate::property::Prop;
use crate::push::PushRegister;
use crate::report::{PrincipalSearchPropertySet, Report};
use crate::request::{
    LockInfo, Mkcalendar, MkcalendarResponse, Mkcol, MkcolResponse, Multiput, OwnCloudShare, Propfind,
    Proppatch, PublishCalendar, ResourceInviteReply, Share, ShareResource, UnpublishCalendar,
};
use crate::schedule_response::ScheduleResponse;
use crate::sharing::{InviteReply, SharedAs};
use crate::{Depth, ErrorBody, InstanceId, Method, PostAction, StateToken};

arbitrary! {
    Content => prop_oneof![
        Just(Self::calendar("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n")),
        // What looks like XML is XML.
        (any::<MediaType>(), vec(any::<u8>(), 1..16)).prop_filter_map("no XML", |(media_type, octets)| {
            let content = Self::new(Some(media_type), octets);
            let is_blank = content.octets.trim_ascii().is_empty();
            (!is_blank && !content.looks_like_xml()).then_some(content)
        }),
    ];
    Headers => (
        (field::<UserAgent>(), field::<Prefer>(), field::<Brief>(), field::<If>()),
        (field::<IfMatch>(), field::<IfNoneMatch>(), field::<IfScheduleTagMatch>(), field::<ScheduleReply>()),
    )
        .prop_map(|((agent, prefer, brief, state), (tags, no_tags, schedule_tag, schedule_reply))| {
            let mut headers = Self::new();
            set(agent, &mut headers);
            set(prefer, &mut headers);
            set(brief, &mut headers);
            set(state, &mut headers);
            set(tags, &mut headers);
            set(no_tags, &mut headers);
            set(schedule_tag, &mut headers);
            set(schedule_reply, &mut headers);
            headers
        });
    InstanceId => prop_oneof![
        Just(Self::Master),
        any::<crate::UtcDateTime>().prop_map(|instant| Self::RecurrenceId(instant.to_string())),
    ];
    Operation => prop_oneof![
        Just(Self::Options),
        Just(Self::Get),
        Just(Self::Head),
        Just(Self::Delete),
        any::<Content>().prop_map(Self::Put),
        any::<Post>().prop_map(Self::Post),
        (any::<Depth>(), any::<Propfind>()).prop_map(|(depth, body)| Self::Propfind { depth, body }),
        any::<Proppatch>().prop_map(Self::Proppatch),
        prop_oneof![Just(Mkcol::default()), any::<Mkcol>()].prop_map(Self::Mkcol),
        prop_oneof![Just(Mkcalendar::default()), any::<Mkcalendar>()].prop_map(Self::Mkcalendar),
        (address(), zero_or_infinity(), any::<bool>())
            .prop_map(|(destination, depth, overwrite)| Self::Copy { destination, depth, overwrite }),
        (address(), any::<bool>()).prop_map(|(destination, overwrite)| Self::Move { destination, overwrite }),
        (zero_or_infinity(), option::of(any::<Timeout>()), any::<LockInfo>())
            .prop_map(|(depth, timeout, body)| Self::Lock { depth, timeout, body }),
        option::of(any::<Timeout>()).prop_map(|timeout| Self::RefreshLock { timeout }),
        any::<StateToken>().prop_map(|token| Self::Unlock { token }),
        any::<Acl>().prop_map(Self::Acl),
        // RFC 6578 §3.2 takes no other depth for a report of changes.
        (select(&[None, Some(Depth::Zero)][..]), any::<Report>())
            .prop_map(|(depth, body)| Self::Report { depth, body }),
        (other_method(), any::<Content>()).prop_map(|(method, content)| Self::Other { method, content }),
    ];
    Post => prop_oneof![
        (any::<PostAction>(), any::<Content>()).prop_map(|(action, content)| {
            // RFC 8607 §3.6, caldav-recursplit §3: these two have no body.
            let is_bare = matches!(action, PostAction::AttachmentRemove { .. } | PostAction::Split { .. });
            Self::Action { content: if is_bare { Content::default() } else { content }, action }
        }),
        any::<Multiput>().prop_map(Self::Multiput),
        any::<Share>().prop_map(Self::Share),
        any::<OwnCloudShare>().prop_map(Self::OwnCloudShare),
        any::<ShareResource>().prop_map(Self::ShareResource),
        any::<InviteReply>().prop_map(Self::InviteReply),
        any::<ResourceInviteReply>().prop_map(Self::ResourceInviteReply),
        Just(Self::PublishCalendar(PublishCalendar)),
        Just(Self::UnpublishCalendar(UnpublishCalendar)),
        any::<PushRegister>().prop_map(Self::PushRegister),
        any::<Content>().prop_map(Self::Content),
    ];
    PostAction => prop_oneof![
        instances().prop_map(|instances| Self::AttachmentAdd { instances }),
        word().prop_map(|managed_id| Self::AttachmentUpdate { managed_id }),
        (word(), instances())
            .prop_map(|(managed_id, instances)| Self::AttachmentRemove { managed_id, instances }),
        (any::<crate::UtcDateTime>(), option::of(word()))
            .prop_map(|(rid, uid)| Self::Split { rid: rid.to_string(), uid }),
    ];
    Reply => (any::<Headers>(), any::<ReplyBody>(), status()).prop_map(|(headers, body, status)| {
        let status = match &body {
            ReplyBody::Multistatus(_) => StatusCode::MULTI_STATUS,
            ReplyBody::Error(_) => StatusCode::FORBIDDEN,
            ReplyBody::Mkcol(_) | ReplyBody::Mkcalendar(_) => StatusCode::CREATED,
            // It would have a body of another kind.
            ReplyBody::Empty if status == StatusCode::MULTI_STATUS => StatusCode::NO_CONTENT,
            ReplyBody::Empty => status,
            _ => StatusCode::OK,
        };
        Self { status, headers, body }
    });
    ReplyBody => prop_oneof![
        1 => Just(Self::Empty),
        3 => any::<Multistatus>().prop_map(Self::Multistatus),
        2 => any::<ErrorBody>().prop_map(Self::Error),
        1 => any::<ScheduleResponse>().prop_map(Self::ScheduleResponse),
        1 => any::<MkcolResponse>().prop_map(Self::Mkcol),
        1 => any::<MkcalendarResponse>().prop_map(Self::Mkcalendar),
        1 => any::<PrincipalSearchPropertySet>().prop_map(Self::PrincipalSearchPropertySet),
        1 => any::<Prop>().prop_map(Self::Prop),
        1 => any::<SharedAs>().prop_map(Self::SharedAs),
        1 => any::<Content>().prop_map(|content| {
            if content.is_calendar() { Self::Calendar(content) } else { Self::Other(content) }
        }),
    ];
    Request => (any::<Headers>(), any::<Operation>()).prop_filter_map(
        "a target",
        |(mut headers, operation)| {
            let target = match &operation {
                // The action is the query.
                Operation::Post(Post::Action { action, .. }) => format!("/cal/a.ics?{action}").parse::<Uri>(),
                _ => "/cal/a.ics".parse(),
            };
            if matches!(operation, Operation::RefreshLock { .. }) {
                // RFC 4918 §9.10.2: the field names the lock.
                headers.set(&If::lock("urn:uuid:e71d4fae".parse().ok()?)).ok()?;
            }
            Some(Self { target: target.ok()?, headers, operation })
        },
    );
}

fn field<H: Header + Arbitrary>() -> impl Strategy<Value = Option<H>> {
    option::weighted(0.2, any::<H>())
}

/// Sets a field; one that no field can state is left out.
fn set<H: Header>(field: Option<H>, headers: &mut Headers) {
    if let Some(field) = field {
        let _ = headers.set(&field);
    }
}

fn zero_or_infinity() -> impl Strategy<Value = Depth> {
    select(&[Depth::Zero, Depth::Infinity][..])
}

/// A method that has no operation of its own.
fn other_method() -> impl Strategy<Value = Method> {
    prop_oneof![
        select(&[Method::Bind, Method::Unbind, Method::Rebind][..]),
        "X[A-Z]{1,6}".prop_filter_map("a method", |name| name.parse().ok()),
    ]
}

/// Instances, each once.
fn instances() -> impl Strategy<Value = Option<Vec<InstanceId>>> {
    option::of(vec(any::<InstanceId>(), 1..3).prop_map(|mut instances| {
        if instances.windows(2).any(|pair| pair.first() == pair.last()) {
            instances.truncate(1);
        }
        instances
    }))
}
