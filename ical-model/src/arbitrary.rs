//! Strategies of proptest that make any value of a type, faults of rules included.

use core::num::{NonZeroI8, NonZeroU64};

use chrono::{NaiveTime, TimeDelta};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::value::{
    Binary, Boolean, CalAddress, Date, DateOrDateTime, DateTime, Duration, Float, Frequency, Integer, Month,
    Period, PeriodEnd, Recur, Rscale, Skip, Text, Time, TimeForm, TzId, Uid, Uri, UtcOffset, Value,
    ValueRead, ValueType, Weekday, WeekdayNumber, XmlReference,
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
    Binary => vec(any::<u8>(), 0..40).prop_map(Self::from);
    Boolean => any::<bool>().prop_map(Self::from);
    CalAddress<'static> => prop_oneof![
        "[A-Za-z0-9._%+é-]{1,12}@[a-z]{1,8}\\.example"
            .prop_filter_map("an address", |email| Self::mailto(&email).ok()),
        any::<Uri<'static>>().prop_map(Self::from),
    ];
    Date => (0..=9999, 1_u32..=12, 1_u32..=31)
        .prop_filter_map("a date of the calendar", |(year, month, day)| Self::new(year, month, day));
    DateOrDateTime => prop_oneof![
        any::<Date>().prop_map(Self::Date),
        any::<DateTime>().prop_map(Self::DateTime),
    ];
    DateTime => (any::<Date>(), clock(), any::<TimeForm>())
        .prop_filter_map("a time", |(date, time, form)| Self::new(date.naive().and_time(time), form).ok());
    Duration => (0..i32::MAX, 0..i64::MAX / 1000, 0..4_u8, any::<bool>())
        .prop_filter_map("a duration", |(days, seconds, kind, negative)| {
            let days = if kind == 0 { 0 } else { days % 1000 * if kind == 3 { 7 } else { 1 } };
            let exact = TimeDelta::try_seconds(if kind > 1 { 0 } else { seconds })?;
            let duration = Self::new(days, exact).ok()?;
            Some(if negative { -duration } else { duration })
        });
    Float => any::<f64>().prop_filter_map("a finite number", |number| Self::new(number).ok());
    Frequency => select(&Self::ALL[..]);
    Integer => any::<i32>().prop_map(Self::from);
    Month => (1..=13_u8, prop::bool::weighted(0.1)).prop_map(|(number, leap)| Self { number, leap });
    Period => (any::<DateTime>(), any::<PeriodEnd>())
        .prop_filter_map("one time zone", |(start, end)| Self::new(start, end).ok());
    PeriodEnd => prop_oneof![
        any::<DateTime>().prop_map(Self::DateTime),
        any::<Duration>().prop_map(Self::Duration),
    ];
    Recur => recur();
    Rscale => "[A-Za-z][A-Za-z0-9-]{0,12}".prop_filter_map("a name", |name| name.parse().ok());
    Skip => select(&Self::ALL[..]);
    Text<'static> => "([a-zé日 \\\\;,:\"\n\t]|\\PC){0,40}"
        .prop_filter_map("no control characters", |text| Self::new(text).ok());
    Time => (clock(), any::<TimeForm>()).prop_filter_map("a time", |(time, form)| Self::new(time, form).ok());
    TimeForm => prop_oneof![
        Just(Self::Floating),
        Just(Self::Utc),
        any::<TzId>().prop_map(Self::Zoned),
    ];
    TzId => "/?[A-Z][a-z]{1,8}/[A-Z][a-z_]{1,8}".prop_map(Self::from);
    Uid<'static> => any::<Text<'static>>().prop_filter_map("some text", |text| Self::try_from(text).ok());
    Uri<'static> => concat!(
            "[a-zA-Z][a-z0-9+.-]{0,6}:",
            "(//([a-z0-9:]{1,6}@)?([A-Za-z0-9.%]{0,10}|\\[::1\\])(:[0-9]{0,4})?)?",
            "(/[A-Za-z0-9._~!$&'()*+,;=:@%-]{0,10}){0,3}(\\?[a-z0-9/?%]{0,8})?(#[a-z0-9/?%]{0,8})?"
        )
        .prop_filter_map("a URI", |text| text.parse().ok());
    UtcOffset => (-86_399..=86_399_i32).prop_filter_map("less than a day", Self::new);
    Value<'static> => prop_oneof![
        any::<Binary>().prop_map(Self::Binary),
        any::<Boolean>().prop_map(Self::Boolean),
        any::<CalAddress<'static>>().prop_map(Self::CalAddress),
        any::<Date>().prop_map(Self::Date),
        any::<DateTime>().prop_map(Self::DateTime),
        any::<Duration>().prop_map(Self::Duration),
        any::<Float>().prop_map(Self::Float),
        any::<Integer>().prop_map(Self::Integer),
        any::<Period>().prop_map(Self::Period),
        any::<Recur>().prop_map(|recur| Self::Recur(Box::new(recur))),
        any::<Text<'static>>().prop_map(Self::Text),
        any::<Time>().prop_map(Self::Time),
        any::<Uid<'static>>().prop_map(Self::Uid),
        any::<Uri<'static>>().prop_map(Self::Uri),
        any::<UtcOffset>().prop_map(Self::UtcOffset),
        any::<XmlReference<'static>>().prop_map(Self::XmlReference),
        "\\PC{0,20}".prop_map(|text| Self::Unknown(text.into())),
    ];
    ValueType => prop_oneof![
        select(&Self::ALL[..]),
        "X-[A-Za-z0-9-]{1,8}".prop_filter_map("a name", |name| name.parse().ok()),
    ];
    Weekday => select(&Self::ALL[..]);
    WeekdayNumber => (option::weighted(0.3, -53..=53_i8), any::<Weekday>())
        .prop_map(|(ordinal, weekday)| Self { ordinal: ordinal.and_then(NonZeroI8::new), weekday });
    XmlReference<'static> => (any::<Uri<'static>>(), "#[a-z0-9/()\\[\\]]{0,12}")
        .prop_filter_map("a reference", |(uri, pointer)| {
            let document = uri.as_str().split('#').next().unwrap_or_default();
            XmlReference::read_strict(&format!("{document}{pointer}")).ok().map(XmlReference::into_owned)
        });
}

/// Any second of the day, second 60 among them.
fn clock() -> impl Strategy<Value = NaiveTime> {
    (0..86_400_u32, prop::bool::weighted(0.1)).prop_filter_map("a time of day", |(second, leap)| {
        let nanosecond = if leap && second % 60 == 59 { 1_000_000_000 } else { 0 };
        NaiveTime::from_num_seconds_from_midnight_opt(second, nanosecond)
    })
}

/// Rules with a few parts each, most of them without fault.
fn recur() -> impl Strategy<Value = Recur> {
    let ends = (option::weighted(0.2, until()), option::weighted(0.2, any::<u64>()));
    let steps = (any::<Frequency>(), ends, option::of(any::<NonZeroU64>()), option::of(any::<Weekday>()));
    let times = (few(0..=60_u8), few(0..=59_u8), few(0..=23_u8));
    let days = (few(any::<WeekdayNumber>()), few(-31..=31_i8), few(-366..=366_i16), few(-53..=53_i8));
    let rest = (few(any::<Month>()), few(-366..=366_i16));
    let calendar = option::weighted(0.2, (any::<Rscale>(), option::of(any::<Skip>())));
    (steps, times, days, rest, calendar).prop_map(|(steps, times, days, rest, calendar)| {
        let (frequency, (until, count), interval, week_start) = steps;
        let mut rule = Recur::new(frequency)
            .with_by_second(times.0)
            .with_by_minute(times.1)
            .with_by_hour(times.2)
            .with_by_day(days.0)
            .with_by_month_day(days.1)
            .with_by_year_day(days.2)
            .with_by_week_no(days.3)
            .with_by_month(rest.0)
            .with_by_set_pos(rest.1);
        rule = until.into_iter().fold(rule, Recur::with_until);
        rule = count.into_iter().fold(rule, Recur::with_count);
        rule = interval.into_iter().fold(rule, Recur::with_interval);
        rule = week_start.into_iter().fold(rule, Recur::with_week_start);
        if let Some((rscale, skip)) = calendar {
            rule = rule.with_rscale(rscale);
            rule = skip.into_iter().fold(rule, Recur::with_skip);
        }
        rule
    })
}

/// UNTIL is a day, a local time or one in UTC.
fn until() -> impl Strategy<Value = DateOrDateTime> {
    any::<DateOrDateTime>().prop_filter("no time zone", |until| until.tzid().is_none())
}

/// Mostly nothing, so that rules without fault are common.
fn few<T: core::fmt::Debug + Clone>(value: impl Strategy<Value = T>) -> impl Strategy<Value = Vec<T>> {
    prop_oneof![3 => Just(Vec::new()), 1 => vec(value, 1..4)]
}
