//! What a server tells a user.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::report::names;
use super::{arbitrary, component, numbers, text, trimmed, word};
use crate::notification::{
    ChangedBy, CollectionChanges, CreatedResource, DeletedDetails, DeletedResource, Importance, NextInstance,
    Notification, NotificationContent, Quota, QuotaSeverity, ResourceChange, SystemStatus, UpdatedResource,
};
use crate::property::{ChangedInstance, ChangedProperty, Recurrence, ScheduleAction, ScheduleChanges};
use crate::sharing::{InviteNotification, InviteReply, PersonName};
use crate::{AnyElement, Href, InternetDateTime, LocalizedText, UtcDateTime, namespace};

arbitrary! {
    ChangedBy => (any::<PersonName>(), option::of(any::<InternetDateTime>()), option::of(any::<Href>()))
        .prop_map(|(name, stamp, href)| Self { name, stamp, href });
    ChangedInstance => prop_oneof![
        Just(Self::Master),
        any::<UtcDateTime>().prop_map(|instant| Self::RecurrenceId(instant.to_string())),
    ];
    ChangedProperty => (word(), vec(word(), 0..3)).prop_map(|(name, parameters)| Self { name, parameters });
    CollectionChanges => (any::<Href>(), vec(any::<ChangedBy>(), 0..3), option::of(names()), numbers())
        .prop_map(|(href, changed_by, properties, [created, updated, deleted])| Self {
            href,
            changed_by,
            properties,
            created,
            updated,
            deleted,
        });
    CreatedResource => (any::<Href>(), option::of(any::<ChangedBy>()), vec(unknown(), 0..3))
        .prop_map(|(href, changed_by, others)| Self { href, changed_by, others });
    DeletedDetails => prop_oneof![
        (component(), text(), option::of(any::<NextInstance>()), any::<bool>()).prop_map(
            |(component, summary, next_instance, had_more_instances)| Self::Resource {
                component,
                summary,
                next_instance,
                had_more_instances,
            }
        ),
        text().prop_map(Self::Collection),
    ];
    DeletedResource => (any::<Href>(), option::of(any::<ChangedBy>()), option::of(any::<DeletedDetails>()))
        .prop_map(|(href, changed_by, details)| Self { href, changed_by, details });
    Importance => select(&[Self::Low, Self::Medium, Self::High][..]);
    NextInstance => (option::of(word()), trimmed()).prop_map(|(tzid, value)| Self { tzid, value });
    Notification => (option::of(any::<InternetDateTime>()), any::<NotificationContent>())
        // That there is no stamp is a departure.
        .prop_filter_map("a stamp", |(stamp, content)| {
            stamp.is_some().then_some(Self { stamp, content })
        });
    NotificationContent => prop_oneof![
        any::<SystemStatus>().prop_map(Self::SystemStatus),
        vec(any::<Quota>(), 0..3).prop_map(Self::QuotaStatus),
        vec(any::<ResourceChange>(), 0..3).prop_map(Self::ResourceChange),
        any::<InviteNotification>().prop_map(|invite| Self::Invite(Box::new(invite))),
        any::<InviteReply>().prop_map(|reply| Self::InviteReply(Box::new(reply))),
        unknown().prop_map(Self::Other),
    ];
    Quota => (
        (any::<QuotaSeverity>(), vec(any::<AnyElement>(), 0..3)),
        (option::of(any::<u64>()), option::of(any::<u64>()), option::of(any::<Href>())),
    )
        .prop_map(|((severity, kinds), (percent_used, count, href))| Self {
            severity,
            kinds,
            percent_used,
            count,
            href,
        });
    QuotaSeverity => prop_oneof![Just(Self::Warning), Just(Self::Exceeded)];
    Recurrence => (any::<ChangedInstance>(), changed(), changed(), changed())
        .prop_map(|(instance, added, removed, changes)| Self { instance, added, removed, changes });
    ResourceChange => prop_oneof![
        any::<CreatedResource>().prop_map(Self::Created),
        any::<UpdatedResource>().prop_map(Self::Updated),
        any::<DeletedResource>().prop_map(Self::Deleted),
        any::<CollectionChanges>().prop_map(Self::Collection),
    ];
    ScheduleAction => prop_oneof![
        Just(Self::Create),
        recurrences().prop_map(Self::Update),
        recurrences().prop_map(Self::Cancel),
        (trimmed(), recurrences()).prop_map(|(attendee, recurrences)| Self::Reply { attendee, recurrences }),
    ];
    ScheduleChanges => (any::<UtcDateTime>(), any::<ScheduleAction>())
        .prop_map(|(stamp, action)| Self { stamp, action });
    SystemStatus => (any::<Importance>(), option::of(any::<Href>()), option::of(any::<LocalizedText>()))
        .prop_map(|(importance, href, description)| Self { importance, href, description });
    UpdatedResource => (
        (any::<Href>(), option::of(any::<ChangedBy>()), any::<bool>()),
        (option::of(names()), vec(recurrences(), 0..3)),
    )
        .prop_map(|((href, changed_by, content), (properties, calendar_changes))| Self {
            href,
            changed_by,
            content,
            properties,
            calendar_changes,
        });
}

fn recurrences() -> impl Strategy<Value = Vec<Recurrence>> {
    vec(any::<Recurrence>(), 0..3)
}

fn changed() -> impl Strategy<Value = Option<Vec<ChangedProperty>>> {
    option::of(vec(any::<ChangedProperty>(), 0..3))
}

/// An element that has no meaning here, whatever stands around it.
pub(super) fn unknown() -> impl Strategy<Value = AnyElement> {
    any::<AnyElement>().prop_filter("a name that nothing here knows", |element| {
        ![namespace::DAV, namespace::CALDAV, namespace::CALENDAR_SERVER].contains(&element.name.namespace())
    })
}
