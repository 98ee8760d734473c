//! Fields of HTTP messages.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::{arbitrary, instant, uri, word};
use crate::header::{
    Accept, Allow, AuthScheme, Authorization, Brief, CalDavTimezones, CalManagedId, Challenge,
    ComplianceClass, ContentDisposition, ContentEncoding, ContentLength, ContentLocation, Date, Dav,
    Destination, Expect, Expires, HomeCTag, HttpDate, If, IfCondition, IfList, IfMatch, IfModifiedSince,
    IfNoneMatch, IfRange, IfScheduleTagMatch, IfState, IfUnmodifiedSince, Label, LastModified, Location,
    LockToken, MediaRange, MediaType, MobileMeDavOptions, Originator, Overwrite, Prefer, Preference,
    PreferenceApplied, PushDontNotify, Range, Recipient, RetryAfter, ScheduleReply, ServerInfoToken,
    SplitComponentUrl, TimeType, Timeout, Topic, Urgency, UserAgent, Vary, WwwAuthenticate,
};
use crate::{CTag, EntityTag, Href, Method, ScheduleTag, StateToken};

/// Fields that are made as text of their form.
macro_rules! forms {
    ($($type:ty => $form:expr;)+) => {
        arbitrary! {
            $($type => $form.prop_filter_map("the form of the field", |text| text.parse().ok());)+
        }
    };
}

forms! {
    Accept => "[a-z]{1,6}/([a-z.+-]{1,6}|\\*)(;q=0\\.[0-9]{1,3})?(, \\*/\\*;q=0\\.5)?";
    ComplianceClass => "(1|2|3|access-control|calendar-access|x-[a-z]{1,6}|<http://example\\.com/[a-z]{1,6}>)";
    ContentDisposition => "(attachment|inline)(; ?filename=(\"[a-zA-Z0-9 .,;-]{1,8}\"|[a-z.]{1,8}))?";
    ContentEncoding => "(identity|gzip|br)(, (gzip|deflate))?";
    Expect => "(100-continue|[a-z]{1,8})";
    MediaType => concat!(
        "(text/(calendar|plain|html)|application/(xml|[a-z]{1,6}\\+xml|octet-stream))",
        "(; ?charset=\"?utf-8\"?)?(;component=VEVENT)?(;x=\"[a-zA-Z0-9 ;,=]{0,6}\")?"
    );
    Range => "(bytes=([0-9]{1,6}-|-[0-9]{1,6}|0-[0-9]{1,6}(,7-9)?)|[a-z]{1,6}=[a-z0-9]{1,6})";
    TimeType => "(Infinite|Second-[0-9]{1,9}|Extend)";
    Topic => "[A-Za-z0-9_-]{1,32}";
    Urgency => "(very-low|low|normal|high)";
    Vary => "(\\*|[A-Z][a-z]{1,8}(, [A-Z][a-z]{1,8})?)";
}

arbitrary! {
    Allow => vec(any::<Method>(), 0..5).prop_map(Self);
    AuthScheme => prop_oneof![
        Just(Self::Basic),
        Just(Self::Digest),
        Just(Self::Bearer),
        "X-[a-z]{1,6}".prop_map(|name| Self::from(name.as_str())),
    ];
    Authorization => prop_oneof![
        ("[a-zé]{0,8}", "[ -~é]{0,8}").prop_filter_map("a name", |(name, password)| Self::basic(&name, &password).ok()),
        "[A-Za-z0-9._~+/-]{1,12}={0,2}".prop_filter_map("a token", |token| Self::bearer(&token).ok()),
    ];
    Brief => any::<bool>().prop_map(Self);
    CalDavTimezones => any::<bool>().prop_map(Self);
    CalManagedId => "[!#-~é]{1,12}".prop_filter_map("an identifier", |id| Self::new(&id).ok());
    Challenge => (any::<AuthScheme>(), vec(("[a-z]{1,6}", "[ -~é]{0,8}"), 0..3)).prop_map(|(scheme, all)| {
        let mut parameters: Vec<(String, String)> = Vec::new();
        for (name, value) in all {
            // Each stands once.
            if parameters.iter().all(|(other, _)| *other != name) {
                parameters.push((name, value));
            }
        }
        Self { scheme, token: None, parameters }
    });
    ContentLength => any::<u64>().prop_map(Self);
    Dav => vec(any::<ComplianceClass>(), 1..5).prop_map(Self);
    HomeCTag => any::<CTag>().prop_map(Self);
    If => prop_oneof![
        vec(any::<IfList>(), 1..3).prop_filter_map("a list", Self::untagged),
        vec((address(), vec(any::<IfList>(), 1..3)), 1..3).prop_filter_map("a list", Self::tagged),
    ];
    IfCondition => (any::<bool>(), any::<IfState>()).prop_map(|(not, state)| Self { not, state });
    IfList => (any::<IfCondition>(), vec(any::<IfCondition>(), 0..2))
        .prop_map(|(first, more)| more.into_iter().fold(Self::new(first), Self::and));
    IfMatch => prop_oneof![Just(Self::Any), vec(quoted(), 1..3).prop_map(Self::Tags)];
    IfNoneMatch => prop_oneof![Just(Self::Any), vec(quoted(), 1..3).prop_map(Self::Tags)];
    IfRange => prop_oneof![
        quoted().prop_map(Self::EntityTag),
        any::<HttpDate>().prop_map(Self::Date),
    ];
    IfScheduleTagMatch => any::<ScheduleTag>().prop_map(Self);
    IfState => prop_oneof![
        any::<StateToken>().prop_map(Self::Token),
        quoted().prop_map(Self::EntityTag),
    ];
    Label => word().prop_map(Self);
    LockToken => any::<StateToken>().prop_map(Self);
    MediaRange => (any::<MediaType>(), 0..=1000_u16).prop_map(|(media, quality)| Self { media, quality });
    MobileMeDavOptions => vec(any::<Preference>(), 1..3).prop_map(Self);
    Overwrite => any::<bool>().prop_map(Self);
    Prefer => vec(any::<Preference>(), 1..3).prop_map(Self);
    Preference => prop_oneof![
        select(&[Self::minimal, Self::representation, Self::depth_noroot][..]).prop_map(|preference| preference()),
        ("[a-z]{1,6}", proptest::option::of("[a-z0-9 ,;]{1,6}"))
            .prop_filter_map("a preference", |(name, value)| Self::new(&name, value.as_deref()).ok()),
    ];
    PreferenceApplied => vec(any::<Preference>(), 1..3).prop_map(Self);
    PushDontNotify => prop_oneof![Just(Self::All), vec(address(), 1..3).prop_map(Self::Registrations)];
    Recipient => vec("mailto:[a-z]{1,8}@example\\.com".prop_map(|address| Href::new(&address)), 1..3).prop_map(Self);
    RetryAfter => prop_oneof![
        any::<u64>().prop_map(Self::Seconds),
        any::<HttpDate>().prop_map(Self::Date),
    ];
    ScheduleReply => any::<bool>().prop_map(Self);
    ServerInfoToken => word().prop_map(Self);
    Timeout => vec(any::<TimeType>(), 1..3).prop_map(Self);
    UserAgent => "[A-Z][a-z]{1,8}/[0-9.]{1,4}( \\([A-Za-z0-9; ]{1,8}\\))?".prop_map(Self);
    WwwAuthenticate => vec(any::<Challenge>(), 1..3).prop_map(Self);
}

/// Fields that are made of one value.
macro_rules! of_one {
    ($($field:ident($value:expr);)+) => {
        arbitrary! { $($field => $value.prop_map(Self);)+ }
    };
}

of_one! {
    ContentLocation(address());
    Date(instant().prop_map(HttpDate));
    Destination(address());
    Expires(instant().prop_map(HttpDate));
    IfModifiedSince(instant().prop_map(HttpDate));
    IfUnmodifiedSince(instant().prop_map(HttpDate));
    LastModified(instant().prop_map(HttpDate));
    Location(address());
    Originator(address());
    SplitComponentUrl(address());
}

/// An address as a field states it: a field encodes characters that no URI has.
pub(super) fn address() -> impl Strategy<Value = Href> {
    uri().prop_map(|uri| Href::new(&uri))
}

/// A tag with quotes: without them a list could not be told apart.
fn quoted() -> impl Strategy<Value = EntityTag> {
    ("[!#-~é]{0,12}", select(&[EntityTag::strong, EntityTag::weak][..]))
        .prop_filter_map("a tag", |(opaque, form)| form(&opaque).ok())
}
