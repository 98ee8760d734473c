//! Whatever can be said is written, strictly read, and the same: every body, and every property by the table.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use std::fmt::Debug;

use caldav_types::acl::Acl;
use caldav_types::multistatus::Multistatus;
use caldav_types::notification::Notification;
use caldav_types::property::{DavProperty, Prop};
use caldav_types::push::{PushMessage, PushRegister};
use caldav_types::report::{
    AclPrincipalPropSet, CalendarMultiget, CalendarQuery, CalendarServerPrincipalSearch, ExpandProperty,
    FreeBusyQuery, PrincipalMatch, PrincipalPropertySearch, PrincipalSearchPropertySet, Report,
    SyncCollection,
};
use caldav_types::request::{
    Bind, BindResponse, LockInfo, Mkcalendar, MkcalendarResponse, Mkcol, MkcolResponse, Multiput,
    OwnCloudShare, Propfind, Proppatch, PublishCalendar, Rebind, RebindResponse, ResourceInviteReply, Share,
    ShareResource, Unbind, UnbindResponse, UnpublishCalendar,
};
use caldav_types::schedule_response::ScheduleResponse;
use caldav_types::server_info::ServerInfo;
use caldav_types::sharing::{InviteNotification, InviteReply, SharedAs};
use caldav_types::{AnyElement, ErrorBody};
use caldav_xml::{AnyBody, Body, MultistatusDocument, MultistatusWriter, XmlOptions, property_of};
use proptest::prelude::*;

/// Strict reading of what was written gives it back, and lenient reading has nothing to tell.
#[track_caller]
fn assert_same<T: Body + Debug + PartialEq>(body: &T) {
    let written = body.to_xml();
    let strict = T::from_xml(written.as_bytes(), &XmlOptions::strict());
    let strict = strict.unwrap_or_else(|error| panic!("{error}: {written}"));
    assert_eq!(strict.value, *body, "{written}");
    assert_eq!(strict.diagnostics, [], "{written}");
    let lenient = T::from_xml(written.as_bytes(), &XmlOptions::lenient()).unwrap();
    assert_eq!(lenient.value, *body, "{written}");
}

/// A test of each type of body.
macro_rules! bodies {
    ($($test:ident: $type:ident,)+) => {
        proptest! {
            $(
                #[test]
                fn $test(body: $type) {
                    assert_same(&body);
                    let any = AnyBody::from_xml(body.to_xml().as_bytes(), &XmlOptions::strict()).unwrap();
                    assert_eq!(any.value, AnyBody::$type(body));
                }
            )+
        }
    };
}

bodies! {
    acl: Acl,
    acl_principal_prop_set: AclPrincipalPropSet,
    bind: Bind,
    bind_response: BindResponse,
    calendar_multiget: CalendarMultiget,
    calendar_query: CalendarQuery,
    calendarserver_principal_search: CalendarServerPrincipalSearch,
    error_body: ErrorBody,
    expand_property: ExpandProperty,
    free_busy_query: FreeBusyQuery,
    invite_notification: InviteNotification,
    invite_reply: InviteReply,
    lock_info: LockInfo,
    mkcalendar: Mkcalendar,
    mkcalendar_response: MkcalendarResponse,
    mkcol: Mkcol,
    mkcol_response: MkcolResponse,
    multiput: Multiput,
    multistatus: Multistatus,
    notification: Notification,
    owncloud_share: OwnCloudShare,
    principal_match: PrincipalMatch,
    principal_property_search: PrincipalPropertySearch,
    principal_search_property_set: PrincipalSearchPropertySet,
    prop: Prop,
    propfind: Propfind,
    proppatch: Proppatch,
    publish_calendar: PublishCalendar,
    push_message: PushMessage,
    push_register: PushRegister,
    rebind: Rebind,
    rebind_response: RebindResponse,
    resource_invite_reply: ResourceInviteReply,
    schedule_response: ScheduleResponse,
    server_info: ServerInfo,
    share: Share,
    share_resource: ShareResource,
    shared_as: SharedAs,
    sync_collection: SyncCollection,
    unbind: Unbind,
    unbind_response: UnbindResponse,
    unpublish_calendar: UnpublishCalendar,
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2_000))]

    /// Each property alone: there are many of them.
    #[test]
    fn property(property: DavProperty) {
        assert_same(&Prop(vec![property]));
    }
}

proptest! {
    #[test]
    fn report(report: Report) {
        assert_same(&report);
    }

    /// An element that nothing knows, with attributes, namespaces, text and other elements.
    #[test]
    fn any_element(element: AnyElement) {
        assert_same(&BindResponse(vec![element.clone()]));
        // As a property, if it is one that nothing knows.
        if let Ok(read) = property_of(&element, &XmlOptions::strict()) {
            match read.value {
                DavProperty::Other(read) => assert_eq!(read, element),
                known => assert_eq!(known.name().local_name(), element.name.local_name()),
            }
        }
    }

    /// One response after the other is the same as all at once.
    #[test]
    fn multistatus_in_parts(multistatus: Multistatus) {
        let mut writer = MultistatusWriter::new();
        multistatus.responses.iter().for_each(|response| writer.write(response));
        let written = writer.finish(multistatus.description.as_ref(), multistatus.sync_token.as_ref());
        let read = Multistatus::from_xml(written.as_bytes(), &XmlOptions::strict()).expect(&written).value;
        assert_eq!(read, multistatus, "{written}");
        let document = MultistatusDocument::new(written.as_bytes(), &XmlOptions::strict()).unwrap();
        let responses: Result<Vec<_>, _> = document.responses().unwrap().collect();
        assert_eq!(responses.expect(&written), multistatus.responses, "{written}");
    }
}
