//! Calendars that several users have.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::{arbitrary, component, text, trimmed, word};
use crate::property::{ComponentSet, DavProperty};
use crate::sharing::{
    AllowedSharingModes, Invite, InviteNotification, InviteReply, InviteStatus, Organizer, OwnCloudInvite,
    PersonName, ShareAccess, SharedAs, Sharee, SharingAccess, SharingUser,
};
use crate::{Href, LocalizedText};

arbitrary! {
    AllowedSharingModes => any::<[bool; 2]>()
        .prop_map(|[can_be_shared, can_be_published]| Self { can_be_shared, can_be_published });
    ComponentSet => vec(component(), 0..4).prop_map(Self);
    Invite => (option::of(any::<Organizer>()), vec(any::<SharingUser>(), 0..3))
        .prop_map(|(organizer, users)| Self { organizer, users });
    InviteNotification => (
        (option::of(word()), trimmed(), any::<Href>(), any::<InviteStatus>(), any::<SharingAccess>()),
        (any::<Href>(), any::<Organizer>(), option::of(text()), option::of(any::<ComponentSet>())),
    )
        .prop_map(|((shared_type, uid, href, status, access), (host_url, organizer, summary, components))| Self {
            shared_type,
            uid,
            href,
            status,
            access,
            host_url,
            organizer,
            summary,
            components,
        });
    InviteReply => (
        (option::of(word()), any::<Href>(), any::<bool>(), any::<Href>()),
        (trimmed(), option::of(text()), option::of(text())),
    )
        .prop_map(|((shared_type, href, is_accepted, host_url), (in_reply_to, summary, common_name))| Self {
            shared_type,
            href,
            is_accepted,
            host_url,
            in_reply_to,
            summary,
            common_name,
        });
    InviteStatus => select(Self::KNOWN);
    Organizer => (any::<Href>(), any::<PersonName>()).prop_map(|(href, name)| Self { href, name });
    OwnCloudInvite => any::<Invite>().prop_map(Self);
    PersonName => (option::of(text()), option::of(text()), option::of(text()))
        .prop_map(|(common, first, last)| Self { common, first, last });
    SharedAs => any::<Href>().prop_map(Self);
    Sharee => (
        (any::<Href>(), option::of(any::<LocalizedText>()), option::of(text())),
        (any::<ShareAccess>(), option::of(any::<InviteStatus>())),
    )
        .prop_map(|((href, name, comment), (access, status))| Self {
            href,
            properties: name.into_iter().map(DavProperty::DisplayName).collect(),
            comment,
            access,
            status,
        });
    SharingAccess => prop_oneof![
        2 => Just(Self::Read),
        2 => Just(Self::ReadWrite),
        1 => Just("{http://example.com/ns}sing")
            .prop_filter_map("a name", |name| name.parse().ok().map(Self::Other)),
    ];
    SharingUser => (
        (any::<Href>(), option::of(text())),
        (any::<InviteStatus>(), any::<SharingAccess>(), option::of(text())),
    )
        .prop_map(|((href, common_name), (status, access, summary))| Self {
            href,
            common_name,
            status,
            access,
            summary,
        });
}
