//! Strategies of proptest that make any property of a type.

use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::arbitrary::arbitrary;
use crate::parameter::{
    CuType, Display, FbType, Feature, LanguageTag, LinkRel, MediaType, PartStat, Range, RelType, Related,
    Role, ScheduleAgent, ScheduleForceSend, Size, StatusCode,
};
use crate::property::{
    Acknowledged, Action, Attach, Attachment, Attendee, BoundedInteger, BusyType, CalScale, CalendarAddress,
    Categories, Class, Color, Comment, Completed, Concept, Conference, Contact, Coordinates, Created, Data,
    Description, DtEnd, DtStamp, DtStart, Due, Duration, ExDate, ExRule, FreeBusy, Geo, Image, LastModified,
    Link, LinkTarget, Location, LocationType, Method, Name, OneForm, Organizer, ParticipantType,
    PercentComplete, Priority, ProdId, Proximity, RDate, RRule, RecurrenceDate, RecurrenceId, RefId,
    RefreshInterval, RelatedTo, Relative, Repeat, RequestOutcome, RequestStatus, ResourceType, Resources,
    Sequence, Source, Status, StructuredData, StyledDescription, Summary, TextOrUri, Transp, Trigger, TzId,
    TzIdAliasOf, TzName, TzOffsetFrom, TzOffsetTo, TzUntil, TzUrl, Uid, Url, UtcDateTime, UtcPeriods,
    Version, VersionRange,
};
use crate::value::{
    Binary, CalAddress, DateOrDateTime, DateTime, Duration as DurationValue, Float, Period, Recur, Text,
    TzId as TzIdValue, Uid as UidValue, Uri, UtcOffset, XmlReference,
};

/// A name of a vocabulary, or one of nobody's.
macro_rules! open {
    ($Type:ident) => {
        prop_oneof![select($Type::KNOWN), "X-[A-Z0-9]{1,6}".prop_map(|name| $Type::new(&name))]
    };
}

macro_rules! vocabularies {
    ($($Type:ident,)+) => { arbitrary! { $($Type => open!(Self);)+ } };
}

/// Properties that are made from their value alone.
macro_rules! plain {
    ($($Type:ident: $strategy:expr;)+) => { arbitrary! { $($Type => $strategy.prop_map(Self::from);)+ } };
}

/// Properties of a text with ALTREP and LANGUAGE.
macro_rules! texts {
    ($($Type:ident,)+) => { arbitrary! { $(
        $Type => (text(), uri(), language())
            .prop_map(|(value, alt_rep, language)| Self { value, alt_rep, language });
    )+ } };
}

vocabularies! {
    Action, BusyType, CalScale, Class, CuType, Display, FbType, Feature, Method, PartStat, ParticipantType, Proximity,
    RelType, ResourceType, Role, ScheduleAgent, ScheduleForceSend, Status, Transp,
}

texts! { Comment, Contact, Description, Location, Name, Summary, }

plain! {
    Acknowledged: any::<UtcDateTime>();
    CalendarAddress: any::<CalAddress<'static>>();
    Color: text();
    Completed: any::<UtcDateTime>();
    Concept: any::<Uri<'static>>();
    Created: any::<UtcDateTime>();
    DtEnd: any::<DateOrDateTime>();
    DtStamp: any::<UtcDateTime>();
    DtStart: any::<DateOrDateTime>();
    Due: any::<DateOrDateTime>();
    Duration: any::<DurationValue>();
    ExDate: dates();
    ExRule: any::<Recur>();
    Geo: any::<Coordinates>();
    LastModified: any::<UtcDateTime>();
    LocationType: word_list();
    PercentComplete: bounded::<0, 100>();
    Priority: bounded::<0, 9>();
    ProdId: text();
    RDate: prop_oneof![
        dates().prop_map(|dates| dates.into_iter().map(RecurrenceDate::Start).collect::<Vec<_>>()),
        periods().prop_map(|periods| periods.into_iter().map(RecurrenceDate::Period).collect()),
    ].prop_filter_map("one form", |dates| OneForm::new(dates).ok());
    RRule: any::<Recur>();
    RefId: text();
    RefreshInterval: any::<DurationValue>();
    Repeat: bounded::<0, { i32::MAX }>();
    Sequence: bounded::<0, { i32::MAX }>();
    Source: any::<Uri<'static>>();
    TzId: text();
    TzIdAliasOf: text();
    TzOffsetFrom: any::<UtcOffset>();
    TzOffsetTo: any::<UtcOffset>();
    TzUntil: any::<UtcDateTime>();
    TzUrl: any::<Uri<'static>>();
    Uid: text();
    Url: any::<Uri<'static>>();
    Version: (option::of(text()), text()).prop_map(|(least, greatest)| VersionRange { least, greatest });
}

arbitrary! {
    Attach => (any::<Attachment>(), media_type(), option::of(any::<Size>()), option::of(text()), option::of(text()))
        .prop_map(|(value, fmt_type, size, filename, managed_id)| {
            Self { value, fmt_type, size, filename, managed_id }
        });
    Attachment => prop_oneof![
        any::<Uri<'static>>().prop_map(Self::Uri),
        any::<Binary>().prop_map(Self::Binary),
    ];
    Attendee => (
        any::<CalAddress<'static>>(),
        (option::of(any::<CuType>()), option::of(any::<Role>()), option::of(any::<PartStat>()), any::<bool>()),
        (addresses(), addresses(), addresses(), option::of(any::<CalAddress<'static>>())),
        (option::of(text()), uri(), language(), option::of(text())),
        schedule(),
    ).prop_map(|(value, (cu_type, role, part_stat, rsvp), others, (cn, dir, language, email), schedule)| {
        let (member, delegated_to, delegated_from, sent_by) = others;
        let (schedule_agent, schedule_force_send, schedule_status) = schedule;
        Self {
            value, cu_type, member, role, part_stat, rsvp, delegated_to, delegated_from, sent_by, cn, dir, language,
            email, schedule_agent, schedule_force_send, schedule_status,
        }
    });
    Categories => (word_list(), language()).prop_map(|(value, language)| Self { value, language });
    Conference => (any::<Uri<'static>>(), vec(any::<Feature>(), 0..3), option::of(text()), language())
        .prop_map(|(value, feature, label, language)| Self { value, feature, label, language });
    Coordinates => (-90.0..=90.0_f64, -180.0..=180.0_f64).prop_filter_map("a place", |(latitude, longitude)| {
        Self::new(Float::new(latitude).ok()?, Float::new(longitude).ok()?).ok()
    });
    Data => prop_oneof![
        text().prop_map(Self::Text),
        any::<Binary>().prop_map(Self::Binary),
        any::<Uri<'static>>().prop_map(Self::Uri),
    ];
    FreeBusy => (any::<UtcPeriods>(), option::of(any::<FbType>())).prop_map(|(value, fb_type)| Self { value, fb_type });
    Image => (any::<Attachment>(), media_type(), uri(), vec(any::<Display>(), 0..3))
        .prop_map(|(value, fmt_type, alt_rep, display)| Self { value, fmt_type, alt_rep, display });
    LanguageTag => select(&["en", "en-US", "fr-CA", "zh-Hant", "sl-rozaj-biske", "x-whatever"][..])
        .prop_filter_map("a tag", Self::new);
    Link => (any::<LinkTarget>(), option::of(any::<LinkRel>()), media_type(), option::of(text()), language())
        .prop_map(|(value, link_rel, fmt_type, label, language)| {
            Self { value, link_rel, fmt_type, label, language }
        });
    LinkRel => prop_oneof![
        "[a-z][a-z-]{0,8}".prop_filter_map("a name", |name| Self::new(&name)),
        any::<Uri<'static>>().prop_map(Self::Uri),
    ];
    LinkTarget => prop_oneof![
        any::<Uri<'static>>().prop_map(Self::Uri),
        any::<UidValue<'static>>().prop_map(Self::Uid),
        any::<XmlReference<'static>>().prop_map(Self::XmlReference),
    ];
    MediaType => "[a-z]{1,8}/[a-z.+-]{1,8}".prop_filter_map("a media type", |text| Self::new(&text));
    Organizer => (
        any::<CalAddress<'static>>(),
        option::of(any::<CalAddress<'static>>()),
        (option::of(text()), uri(), language(), option::of(text())),
        schedule(),
    ).prop_map(|(value, sent_by, (cn, dir, language, email), schedule)| {
        let (schedule_agent, schedule_force_send, schedule_status) = schedule;
        Self { value, cn, dir, sent_by, language, email, schedule_agent, schedule_force_send, schedule_status }
    });
    Range => Just(Self::ThisAndFuture);
    RecurrenceId => (any::<DateOrDateTime>(), option::of(any::<Range>()))
        .prop_map(|(value, range)| Self { value, range });
    RelatedTo => (any::<Relative>(), option::of(any::<RelType>()), option::of(any::<DurationValue>()))
        .prop_map(|(value, rel_type, gap)| Self { value, rel_type, gap });
    Related => select(Self::ALL);
    Relative => prop_oneof![
        text().prop_map(Self::Text),
        any::<UidValue<'static>>().prop_map(Self::Uid),
        any::<Uri<'static>>().prop_map(Self::Uri),
    ];
    RequestOutcome => (any::<StatusCode>(), text(), option::of(text()))
        .prop_map(|(code, description, data)| Self { code, description, data });
    RequestStatus => (any::<RequestOutcome>(), language()).prop_map(|(value, language)| Self { value, language });
    Resources => (word_list(), uri(), language())
        .prop_map(|(value, alt_rep, language)| Self { value, alt_rep, language });
    Size => any::<u64>().prop_filter_map("some octets", Self::new);
    StatusCode => (any::<u32>(), any::<u32>(), option::of(any::<u32>()))
        .prop_map(|(class, detail, subdetail)| Self::new(class, detail, subdetail));
    StructuredData => (any::<Data>(), media_type(), uri())
        .prop_map(|(value, fmt_type, schema)| Self { value, fmt_type, schema });
    StyledDescription => (any::<TextOrUri>(), uri(), language(), media_type(), any::<bool>())
        .prop_map(|(value, alt_rep, language, fmt_type, derived)| {
            Self { value, alt_rep, language, fmt_type, derived }
        });
    TextOrUri => prop_oneof![text().prop_map(Self::Text), any::<Uri<'static>>().prop_map(Self::Uri)];
    Trigger => prop_oneof![
        (any::<DurationValue>(), any::<Related>())
            .prop_map(|(duration, related)| Self::Relative { duration, related }),
        any::<UtcDateTime>().prop_map(Self::Absolute),
    ];
    TzName => (text(), language()).prop_map(|(value, language)| Self { value, language });
    UtcPeriods => vec((any::<UtcDateTime>(), any::<Result<UtcDateTime, DurationValue>>()), 1..4).prop_filter_map(
        "periods in UTC",
        |periods| {
            let period = |(start, end): (UtcDateTime, _)| match end {
                Ok(end) => Period::new(start.into(), DateTime::from(end)),
                Err(duration) => Period::new(start.into(), duration),
            };
            Self::new(periods.into_iter().filter_map(|parts| period(parts).ok())).ok()
        },
    );
    UtcDateTime => any::<DateTime>().prop_filter_map("UTC", |time| {
        Self::new(DateTime::new(time.local(), crate::value::TimeForm::Utc).ok()?).ok()
    });
}

fn text() -> impl Strategy<Value = String> {
    any::<Text<'static>>().prop_map(|text| text.as_str().to_owned())
}

/// A list of one empty text is written as an empty list is.
fn word_list() -> impl Strategy<Value = Vec<String>> {
    vec(text(), 0..4).prop_filter("not one empty text", |words| words.as_slice() != [""])
}

fn language() -> impl Strategy<Value = Option<LanguageTag>> {
    option::of(any::<LanguageTag>())
}

fn media_type() -> impl Strategy<Value = Option<MediaType>> {
    option::of(any::<MediaType>())
}

fn uri() -> impl Strategy<Value = Option<Uri<'static>>> {
    option::of(any::<Uri<'static>>())
}

fn addresses() -> impl Strategy<Value = Vec<CalAddress<'static>>> {
    vec(any::<CalAddress<'static>>(), 0..3)
}

fn bounded<const LEAST: i32, const GREATEST: i32>() -> impl Strategy<Value = BoundedInteger<LEAST, GREATEST>>
{
    (LEAST..=GREATEST).prop_filter_map("within bounds", |number| BoundedInteger::new(number).ok())
}

fn schedule() -> impl Strategy<Value = (Option<ScheduleAgent>, Option<ScheduleForceSend>, Vec<StatusCode>)> {
    (
        option::of(any::<ScheduleAgent>()),
        option::of(any::<ScheduleForceSend>()),
        vec(any::<StatusCode>(), 0..3),
    )
}

/// Days, or times of which the local ones are in one zone or in none.
fn dates() -> impl Strategy<Value = OneForm<DateOrDateTime>> {
    let in_zone = |(values, zone): (Vec<DateOrDateTime>, TzIdValue)| {
        let is_date = values.first().is_some_and(DateOrDateTime::is_date);
        let alike = values.into_iter().filter(|value| value.is_date() == is_date);
        OneForm::new(alike.map(|value| value.with_tzid(zone.clone()))).ok()
    };
    prop_oneof![
        (vec(any::<DateOrDateTime>(), 1..5), any::<TzIdValue>()).prop_filter_map("one zone", in_zone),
        any::<DateOrDateTime>().prop_filter_map("one value", |value| OneForm::new([value]).ok()),
    ]
}

fn periods() -> impl Strategy<Value = OneForm<Period>> {
    let in_zone = |(values, zone): (Vec<Period>, TzIdValue)| {
        OneForm::new(values.into_iter().map(|value| value.with_tzid(zone.clone()))).ok()
    };
    prop_oneof![
        (vec(any::<Period>(), 1..4), any::<TzIdValue>()).prop_filter_map("one zone", in_zone),
        any::<Period>().prop_filter_map("one value", |value| OneForm::new([value]).ok()),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::property::TypedProperty;
    use crate::{Calendar, ParseOptions};

    /// What is written reads strictly, and as the same.
    fn round_trip<P: TypedProperty + PartialEq + std::fmt::Debug>(property: &P) -> Result<(), TestCaseError> {
        let mut calendar = Calendar::parse("BEGIN:VCALENDAR\r\nX-A:1\r\nEND:VCALENDAR\r\n").unwrap();
        calendar.root_mut().set(property).unwrap();
        let written = calendar.to_bytes().into_owned();
        let shown = String::from_utf8_lossy(&written);
        let calendar = Calendar::parse_with(&written, &ParseOptions::strict());
        let calendar = calendar.map_err(|error| TestCaseError::fail(format!("{error}: {shown}")))?;
        let read =
            calendar.property::<P>().map_err(|error| TestCaseError::fail(format!("{error}: {shown}")))?;
        prop_assert_eq!(read.as_ref(), Some(property), "{}", shown);
        Ok(())
    }

    macro_rules! round_trips {
        ($($test:ident: $($Type:ident)+;)+) => {
            proptest! {
                #![proptest_config(ProptestConfig::with_cases(128))]
                $(
                    #[test]
                    fn $test(properties in ($(any::<$Type>(),)+)) {
                        #[allow(non_snake_case, reason = "the variables have the names of the types")]
                        let ($($Type,)+) = properties;
                        $(round_trip(&$Type)?;)+
                    }
                )+
            }
        };
    }

    round_trips! {
        calendars: CalScale Method ProdId Version Name RefreshInterval Source Color;
        descriptions: Attach Categories Class Comment Description Geo Location PercentComplete Priority;
        more_descriptions: Resources Status Summary Image Conference StyledDescription StructuredData;
        times: Completed DtEnd Due DtStart Duration FreeBusy Transp;
        zones: TzId TzName TzOffsetFrom TzOffsetTo TzUrl TzUntil TzIdAliasOf;
        relationships: Contact RecurrenceId RelatedTo Url Uid Concept Link RefId;
        participants: Attendee Organizer CalendarAddress LocationType ParticipantType ResourceType BusyType;
        recurrence: ExDate RDate RRule ExRule;
        alarms: Action Repeat Trigger Acknowledged Proximity;
        changes: Created DtStamp LastModified Sequence RequestStatus;
    }
}
