//! Strategies of proptest that make any value that can be said on the wire, faults of rules included.
//!
//! A type may hold more than XML or a field can say. What is left out for that, and why:
//!
//! - characters that XML does not allow, not even as a reference;
//! - white space around words and tags, of which XML says that it does not count;
//! - a prefix in a text that nothing declares: once it is written, it may mean something;
//! - tokens and addresses without any character, which are as good as none;
//! - lists of which the specifications demand a member, without any.

mod access;
mod any_element;
mod filter;
mod header;
mod message;
mod multistatus;
mod name;
mod notification;
mod property;
mod push;
mod report;
mod request;
mod sharing;

use chrono::{DateTime, TimeDelta, Utc};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::header::HttpDate;
use crate::{
    CTag, Collation, CollectionLimits, Depth, EntityTag, Href, InternetDateTime, LocalizedText, Method,
    ScheduleTag, StateToken, StatusLine, SyncToken, TimeRange, TimeSpan, UtcDateTime,
};

macro_rules! arbitrary {
    ($($type:ty => $strategy:expr;)*) => {$(
        impl Arbitrary for $type {
            type Parameters = ();
            type Strategy = BoxedStrategy<Self>;

            fn arbitrary_with((): ()) -> Self::Strategy {
                $strategy.boxed()
            }
        }
    )*};
}
pub(crate) use arbitrary;

arbitrary! {
    CTag => word().prop_map(|tag| Self::new(&tag));
    Collation => prop_oneof![
        select(Self::KNOWN),
        "i;[a-z-]{1,10}".prop_map(|identifier| Self::new(&identifier)),
    ];
    CollectionLimits => (option::of(vec(component(), 0..3)), numbers(), option::of(instant()), option::of(instant()))
        .prop_map(|(components, [size, instances, attendees], earliest, latest)| {
            let mut limits = Self::default();
            limits = components.into_iter().fold(limits, Self::with_supported_components);
            limits = size.into_iter().fold(limits, Self::with_max_resource_size);
            limits = instances.into_iter().fold(limits, Self::with_max_instances);
            limits = attendees.into_iter().fold(limits, Self::with_max_attendees_per_instance);
            limits = earliest.into_iter().fold(limits, Self::with_min_date_time);
            latest.into_iter().fold(limits, Self::with_max_date_time)
        });
    Depth => select(&[Self::Zero, Self::One, Self::Infinity][..]);
    EntityTag => ("[!#-~é日 ]{0,12}", 0..3_u8).prop_filter_map("a tag", |(opaque, form)| match form {
        0 => Self::strong(&opaque).ok(),
        1 => Self::weak(&opaque).ok(),
        // What some servers send without quotes.
        _ => opaque.trim().parse().ok(),
    });
    Href => prop_oneof![
        3 => path().prop_map(|path| Self::new(&path)),
        1 => (uri(), "[é日<>&' ]{0,3}").prop_map(|(uri, more)| Self::new(&format!("{uri}{more}"))),
        1 => "(mailto:[a-z]{1,8}@example\\.com|urn:uuid:[0-9a-f]{8})".prop_map(|uri| Self::new(&uri)),
    ];
    HttpDate => instant().prop_map(Self);
    InternetDateTime => (instant(), select(&[0, 500_000_000, 1_000, 1][..]))
        .prop_map(|(instant, nanoseconds)| Self(instant + TimeDelta::nanoseconds(nanoseconds)));
    LocalizedText => (text(), option::of(language())).prop_map(|(text, language)| Self { text, language });
    Method => prop_oneof![
        select(Self::KNOWN),
        "[A-Z]{1,8}".prop_filter_map("a method", |name| name.parse().ok()),
    ];
    ScheduleTag => "[!#-~]{0,12}".prop_filter_map("a tag", |opaque| Self::new(&opaque).ok());
    StateToken => uri().prop_filter_map("a URI", |uri| uri.parse().ok());
    StatusLine => status().prop_map(Self::from);
    SyncToken => prop_oneof![Just(Self::initial()), uri().prop_map(|uri| Self::new(&uri))];
    TimeRange => (option::of(any::<UtcDateTime>()), option::of(any::<UtcDateTime>()))
        .prop_filter_map("a range", |(start, end)| Self::new(start, end).ok());
    TimeSpan => (any::<UtcDateTime>(), any::<UtcDateTime>())
        .prop_filter_map("a span", |(start, end)| Self::new(start.min(end), start.max(end)).ok());
    UtcDateTime => instant().prop_map(Self);
}

/// Characters of XML, those with a meaning in it among them.
fn text() -> impl Strategy<Value = String> {
    "([a-zA-Z0-9é日 <>&\"'\r\n\t]|\\]\\]>|\\PC){0,16}"
}

/// Text without white space around it.
fn trimmed() -> impl Strategy<Value = String> {
    text().prop_map(|text| text.trim().to_owned())
}

fn word() -> impl Strategy<Value = String> {
    "[A-Za-z0-9][A-Za-z0-9._:/-]{0,10}"
}

fn uri() -> impl Strategy<Value = String> {
    "(http://[a-z]{1,8}\\.example|https://cal\\.example\\.com:8443)?/[A-Za-z0-9._~%!$&'()*+,;=@-]{0,10}"
}

fn path() -> impl Strategy<Value = String> {
    "/([A-Za-z0-9._~é日<>&' %-]{0,8}/){0,2}[a-z0-9]{1,8}(\\.ics|/)?"
}

fn language() -> impl Strategy<Value = String> {
    "[a-z]{2}(-[A-Z]{2})?"
}

/// The name of a component, as a text.
fn component() -> impl Strategy<Value = String> {
    prop_oneof![
        select(&["VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VAVAILABILITY"][..]).prop_map(str::to_owned),
        "X-[A-Z]{1,6}",
    ]
}

/// Any second of the years that four digits say.
fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    (YEAR_0..YEAR_10000).prop_filter_map("an instant", |seconds| DateTime::from_timestamp(seconds, 0))
}

fn status() -> impl Strategy<Value = http::StatusCode> {
    (100..600_u16).prop_filter_map("a status", |code| http::StatusCode::from_u16(code).ok())
}

fn numbers() -> impl Strategy<Value = [Option<u64>; 3]> {
    [option::of(any::<u64>()), option::of(any::<u64>()), option::of(any::<u64>())]
}

const YEAR_0: i64 = -62_167_219_200;
const YEAR_10000: i64 = 253_402_300_800;
