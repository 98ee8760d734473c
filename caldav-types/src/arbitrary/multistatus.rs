//! Answers about resources and recipients, and errors.

use http::StatusCode;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::any_element::unprefixed;
use super::notification::unknown;
use super::{arbitrary, status, text, trimmed};
use crate::multistatus::{Multistatus, Propstat, Response, ResponseContent};
use crate::property::{DavProperty, DavPropertyName};
use crate::schedule_response::{RecipientResponse, ScheduleResponse};
use crate::server_info::ServerInfo;
use crate::{
    AnyElement, Condition, ConditionDetail, ErrorBody, Href, LocalizedText, NeededPrivilege, Precondition,
    Privilege, SabreError, SyncToken,
};

arbitrary! {
    Condition => prop_oneof![
        3 => any::<Precondition>().prop_map(Self::new),
        1 => (select(WITH_HREFS), vec(any::<Href>(), 1..3))
            .prop_map(|(precondition, hrefs)| Self::of_hrefs(precondition, hrefs)),
        1 => vec(any::<NeededPrivilege>(), 1..3).prop_map(Self::of_privileges),
        1 => any::<Href>().prop_map(|href| Self {
            precondition: Precondition::AllowClientDefinedUri,
            detail: ConditionDetail::AddMember(href),
        }),
        1 => unprefixed().prop_filter_map("some text", |text| {
            let detail = (!text.is_empty()).then_some(ConditionDetail::Text(text))?;
            Some(Self { precondition: Precondition::MaxResourceSize, detail })
        }),
        1 => unknown().prop_filter_map("a content that is kept whole", |element| {
            // Less is told as text, or as nothing.
            let whole = element.elements().next().is_some() || !element.attributes.is_empty();
            let precondition = Precondition::from(element.name.clone());
            whole.then_some(Self { precondition, detail: ConditionDetail::Element(element) })
        }),
    ];
    ErrorBody => (vec(any::<Condition>(), 1..3), option::of(any::<LocalizedText>()), option::of(any::<SabreError>()))
        .prop_map(|(conditions, description, sabre)| Self { conditions, description, sabre });
    Multistatus => (vec(any::<Response>(), 0..4), option::of(any::<LocalizedText>()), option::of(any::<SyncToken>()))
        .prop_map(|(responses, description, sync_token)| Self { responses, description, sync_token });
    NeededPrivilege => (any::<Href>(), any::<Privilege>())
        .prop_map(|(href, privilege)| Self { href, privilege });
    Propstat => (
        prop_oneof![
            (vec(any::<DavProperty>(), 0..4), Just(StatusCode::OK)),
            (
                vec(any::<DavPropertyName>().prop_map(DavProperty::Empty), 0..4),
                status().prop_filter("a failure", |status| !status.is_success()),
            ),
        ],
        option::of(any::<ErrorBody>()),
        option::of(any::<LocalizedText>()),
    )
        .prop_map(|((properties, status), error, description)| Self {
            properties,
            status: Some(status),
            error,
            description,
        });
    RecipientResponse => (
        (any::<Href>(), trimmed(), option::of(text())),
        (option::of(any::<ErrorBody>()), option::of(any::<LocalizedText>())),
    )
        .prop_map(|((recipient, request_status, calendar_data), (error, description))| Self {
            recipient,
            request_status,
            calendar_data,
            error,
            description,
        });
    Response => (
        (any::<Href>(), any::<ResponseContent>(), option::of(any::<ErrorBody>())),
        (option::of(any::<LocalizedText>()), option::of(any::<Href>())),
    )
        .prop_map(|((href, content, error), (description, location))| Self {
            href,
            content,
            error,
            description,
            location,
        });
    ResponseContent => prop_oneof![
        (vec(any::<Href>(), 0..3), status())
            .prop_map(|(further, status)| Self::Status { further, status: Some(status) }),
        vec(any::<Propstat>(), 1..3).prop_map(Self::Propstats),
    ];
    SabreError => vec(option::of(text()), 4).prop_filter_map("something", |mut words| {
        let error = Self {
            header: words.pop().flatten(),
            message: words.pop().flatten(),
            exception: words.pop().flatten(),
            version: words.pop().flatten(),
        };
        (error != Self::default()).then_some(error)
    });
    ScheduleResponse => vec(any::<RecipientResponse>(), 0..3).prop_map(|responses| Self { responses });
    ServerInfo => (trimmed(), vec(any::<AnyElement>(), 0..3), vec(any::<AnyElement>(), 0..3))
        .prop_map(|(token, features, services)| Self { token, features, services });
}

/// Conditions that tell which resources they concern.
const WITH_HREFS: &[Precondition] =
    &[Precondition::LockTokenSubmitted, Precondition::NoConflictingLock, Precondition::NoUidConflict];
