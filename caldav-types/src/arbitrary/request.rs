//! Requests that have a body of XML.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;

use super::property::to_set;
use super::report::names;
use super::{arbitrary, text};
use crate::multistatus::Propstat;
use crate::property::{DavProperty, DavPropertyName};
use crate::request::{
    Bind, BindResponse, BulkChange, Mkcalendar, MkcalendarResponse, Mkcol, MkcolResponse, Multiput,
    OwnCloudShare, Propfind, Proppatch, ProppatchInstruction, PublishCalendar, Rebind, RebindResponse,
    ResourceInviteReply, Share, ShareInstruction, ShareResource, Unbind, UnbindResponse, UnpublishCalendar,
};
use crate::sharing::{Sharee, SharingAccess};
use crate::{AnyElement, EntityTag, Href};

arbitrary! {
    Bind => (text(), any::<Href>()).prop_map(|(segment, href)| Self { segment, href });
    BindResponse => vec(any::<AnyElement>(), 0..3).prop_map(Self);
    BulkChange => prop_oneof![
        properties().prop_map(|set| Self::Create { set }),
        (any::<Href>(), option::of(any::<EntityTag>()), properties(), vec(any::<DavPropertyName>(), 0..3))
            .prop_map(|(href, if_match, set, remove)| Self::Update { href, if_match, set, remove }),
        (any::<Href>(), option::of(any::<EntityTag>()))
            .prop_map(|(href, if_match)| Self::Delete { href, if_match }),
    ];
    Mkcalendar => properties().prop_map(|properties| Self { properties });
    MkcalendarResponse => vec(any::<Propstat>(), 0..3).prop_map(|propstats| Self { propstats });
    Mkcol => properties().prop_map(|properties| Self { properties });
    MkcolResponse => vec(any::<Propstat>(), 1..3).prop_map(|propstats| Self { propstats });
    Multiput => vec(any::<BulkChange>(), 1..3).prop_map(|changes| Self { changes });
    OwnCloudShare => any::<Share>().prop_map(Self);
    Propfind => prop_oneof![
        3 => names().prop_map(Self::Prop),
        1 => Just(Self::PropName),
        1 => vec(any::<DavPropertyName>(), 0..3).prop_map(|include| Self::AllProp { include }),
    ];
    Proppatch => vec(any::<ProppatchInstruction>(), 1..5).prop_map(|instructions| Self { instructions });
    ProppatchInstruction => prop_oneof![
        2 => to_set().prop_map(Self::Set),
        1 => any::<DavPropertyName>().prop_map(Self::Remove),
    ];
    PublishCalendar => Just(Self);
    Rebind => (text(), any::<Href>()).prop_map(|(segment, href)| Self { segment, href });
    RebindResponse => vec(any::<AnyElement>(), 0..3).prop_map(Self);
    ResourceInviteReply => (any::<bool>(), option::of(any::<Href>()), option::of(text()))
        .prop_map(|(is_accepted, create_in, comment)| Self { is_accepted, create_in, comment });
    Share => vec(any::<ShareInstruction>(), 0..3).prop_map(|instructions| Self { instructions });
    ShareInstruction => prop_oneof![
        2 => (any::<Href>(), option::of(text()), option::of(text()), any::<SharingAccess>())
            .prop_map(|(href, common_name, summary, access)| {
                // A request says nothing else: who could understand it?
                let access = if access == SharingAccess::ReadWrite { access } else { SharingAccess::Read };
                Self::Set { href, common_name, summary, access }
            }),
        1 => any::<Href>().prop_map(Self::Remove),
    ];
    ShareResource => vec(any::<Sharee>(), 0..3).prop_map(|sharees| Self { sharees });
    Unbind => text().prop_map(|segment| Self { segment });
    UnbindResponse => vec(any::<AnyElement>(), 0..3).prop_map(Self);
    UnpublishCalendar => Just(Self);
}

/// Properties to set, one at least.
fn properties() -> impl Strategy<Value = Vec<DavProperty>> {
    vec(to_set(), 1..4)
}
