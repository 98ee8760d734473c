//! Whatever a field can state is written, read and the same; and so are types that have a text of their own.

#![cfg(feature = "proptest")]
#![allow(clippy::unwrap_used, reason = "tests")]

use std::fmt::Debug;

use caldav_types::header::{
    Accept, Allow, Authorization, Brief, CalDavTimezones, CalManagedId, ContentDisposition, ContentEncoding,
    ContentLength, ContentLocation, Date, Dav, Destination, Expect, Expires, Header, HomeCTag, If, IfMatch,
    IfModifiedSince, IfNoneMatch, IfRange, IfScheduleTagMatch, IfUnmodifiedSince, Label, LastModified,
    Location, LockToken, MediaType, MobileMeDavOptions, Originator, Overwrite, Prefer, PreferenceApplied,
    PushDontNotify, Range, Recipient, RetryAfter, ScheduleReply, ServerInfoToken, SplitComponentUrl, Timeout,
    Topic, Urgency, UserAgent, Vary, WwwAuthenticate,
};
use caldav_types::{
    CTag, Collation, Depth, EntityTag, ExpandedName, Href, InternetDateTime, Method, PostAction,
    Precondition, Privilege, ScheduleTag, StateToken, SyncToken, UtcDateTime,
};
use http::HeaderMap;
use proptest::prelude::*;

#[track_caller]
fn assert_same<H: Header + Debug + PartialEq>(field: &H) {
    let mut headers = HeaderMap::new();
    field.write(&mut headers).unwrap();
    assert_eq!(H::read(&headers).unwrap().as_ref(), Some(field), "{headers:?}");
}

/// A test of each field.
macro_rules! fields {
    ($($test:ident: $field:ident,)+) => {
        proptest! {
            $(
                #[test]
                fn $test(field: $field) {
                    assert_same(&field);
                }
            )+
        }
    };
}

fields! {
    accept: Accept,
    allow: Allow,
    authorization: Authorization,
    brief: Brief,
    caldav_timezones: CalDavTimezones,
    cal_managed_id: CalManagedId,
    content_disposition: ContentDisposition,
    content_encoding: ContentEncoding,
    content_length: ContentLength,
    content_location: ContentLocation,
    ctag: CTag,
    date: Date,
    dav: Dav,
    depth: Depth,
    destination: Destination,
    entity_tag: EntityTag,
    expect: Expect,
    expires: Expires,
    home_ctag: HomeCTag,
    if_: If,
    if_match: IfMatch,
    if_modified_since: IfModifiedSince,
    if_none_match: IfNoneMatch,
    if_range: IfRange,
    if_schedule_tag_match: IfScheduleTagMatch,
    if_unmodified_since: IfUnmodifiedSince,
    label: Label,
    last_modified: LastModified,
    location: Location,
    lock_token: LockToken,
    media_type: MediaType,
    mobile_me_dav_options: MobileMeDavOptions,
    originator: Originator,
    overwrite: Overwrite,
    prefer: Prefer,
    preference_applied: PreferenceApplied,
    push_dont_notify: PushDontNotify,
    range: Range,
    recipient: Recipient,
    retry_after: RetryAfter,
    schedule_reply: ScheduleReply,
    schedule_tag: ScheduleTag,
    server_info_token: ServerInfoToken,
    split_component_url: SplitComponentUrl,
    timeout: Timeout,
    topic: Topic,
    urgency: Urgency,
    user_agent: UserAgent,
    vary: Vary,
    www_authenticate: WwwAuthenticate,
}

/// A test of each type whose text is read back.
macro_rules! texts {
    ($($test:ident: $type:ident,)+) => {
        proptest! {
            $(
                #[test]
                fn $test(value: $type) {
                    let text = value.to_string();
                    prop_assert_eq!(text.parse::<$type>().ok(), Some(value), "{}", text);
                }
            )+
        }
    };
}

texts! {
    collation: Collation,
    expanded_name: ExpandedName,
    internet_date_time: InternetDateTime,
    precondition: Precondition,
    privilege: Privilege,
    state_token: StateToken,
    sync_token: SyncToken,
    utc_date_time: UtcDateTime,
}

proptest! {
    #[test]
    fn href(href: Href) {
        prop_assert_eq!(Href::new(href.as_str()), href);
    }

    #[test]
    fn method(method: Method) {
        prop_assert_eq!(method.as_str().parse::<Method>().ok(), Some(method));
    }

    #[test]
    fn post_action(action: PostAction) {
        prop_assert_eq!(PostAction::from_query(&action.to_string()), Ok(Some(action)));
    }
}
