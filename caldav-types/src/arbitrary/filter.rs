//! Filters, and the parts of calendar data that are asked for.

use ical_model::{ComponentName, ParameterName, PropertyName};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use super::{arbitrary, component, text};
use crate::calendar_data::{CalendarData, CalendarDataRequest, Comp, Comps, Prop, Props, Recurrences};
use crate::filter::{
    CompCondition, CompFilter, CompMatch, Filter, MatchType, ParamCondition, ParamFilter, PropCondition,
    PropFilter, PropMatch, Test, TextMatch, ValueMatch,
};
use crate::property::DataFormat;
use crate::{Collation, TimeRange, TimeSpan};

arbitrary! {
    // Without any text but white space it is the name of a property.
    CalendarData => (any::<DataFormat>(), text())
        .prop_filter_map("some text", |(format, text)| (!text.trim().is_empty()).then_some(Self { format, text }));
    CalendarDataRequest => (
        any::<DataFormat>(),
        option::of(any::<Comp>()),
        option::of(any::<Recurrences>()),
        option::of(any::<TimeSpan>()),
    )
        .prop_map(|(format, comp, recurrences, limit_freebusy_set)| Self {
            format,
            comp,
            recurrences,
            limit_freebusy_set,
        });
    Comp => comp(Just(Comps::All)).prop_recursive(3, 8, 3, |inner| {
        comp(prop_oneof![Just(Comps::All), vec(inner, 0..3).prop_map(Comps::These)])
    });
    CompCondition => prop_oneof![
        1 => Just(Self::IsNotDefined),
        3 => any::<CompMatch>().prop_map(Self::Matches),
    ];
    CompFilter => comp_filter(Just(Vec::new())).prop_recursive(3, 8, 3, |inner| comp_filter(vec(inner, 0..3)));
    CompMatch => comp_match(Just(Vec::new()));
    DataFormat => prop_oneof![
        3 => Just(Self::icalendar()),
        1 => Just(Self::jcal()),
        1 => Just(Self::xcal()),
        1 => ("[a-z]{1,8}/[a-z+.-]{1,8}", "[0-9]\\.[0-9]").prop_map(|(content_type, version)| Self {
            content_type: content_type.into(),
            version: version.into(),
        }),
    ];
    Filter => any::<CompFilter>().prop_map(Self::new);
    MatchType => select(&[Self::Contains, Self::Equals, Self::StartsWith, Self::EndsWith][..]);
    ParamCondition => prop_oneof![
        Just(Self::IsNotDefined),
        Just(Self::IsDefined),
        any::<TextMatch>().prop_map(Self::Text),
    ];
    ParamFilter => (select(&["PARTSTAT", "TZID", "X-LEVEL"][..]), any::<ParamCondition>())
        .prop_map(|(name, condition)| Self { name: ParameterName::new(name), condition });
    Prop => (property(), any::<bool>()).prop_map(|(name, novalue)| Self { name, novalue });
    PropCondition => prop_oneof![
        1 => Just(Self::IsNotDefined),
        3 => any::<PropMatch>().prop_map(Self::Matches),
    ];
    PropFilter => (property(), any::<PropCondition>()).prop_map(|(name, condition)| Self { name, condition });
    PropMatch => (any::<Test>(), option::of(any::<ValueMatch>()), vec(any::<ParamFilter>(), 0..3))
        .prop_map(|(test, value, param_filters)| Self { test, value, param_filters });
    Props => prop_oneof![Just(Self::All), vec(any::<Prop>(), 0..3).prop_map(Self::These)];
    Recurrences => prop_oneof![
        any::<TimeSpan>().prop_map(Self::Expand),
        any::<TimeSpan>().prop_map(Self::LimitRecurrenceSet),
    ];
    Test => prop_oneof![Just(Self::AllOf), Just(Self::AnyOf)];
    TextMatch => (text(), any::<Collation>(), any::<bool>(), any::<MatchType>())
        .prop_map(|(text, collation, negate, match_type)| Self { text, collation, negate, match_type });
    ValueMatch => prop_oneof![
        any::<TimeRange>().prop_map(Self::TimeRange),
        any::<TextMatch>().prop_map(Self::Text),
    ];
}

fn comp(comps: impl Strategy<Value = Comps> + 'static) -> BoxedStrategy<Comp> {
    (component(), any::<Props>(), comps)
        .prop_map(|(name, props, comps)| Comp { name: ComponentName::new(name), props, comps })
        .boxed()
}

fn comp_filter(inner: impl Strategy<Value = Vec<CompFilter>> + 'static) -> BoxedStrategy<CompFilter> {
    let condition = prop_oneof![
        1 => Just(CompCondition::IsNotDefined),
        3 => comp_match(inner).prop_map(CompCondition::Matches),
    ];
    (component(), condition)
        .prop_map(|(name, condition)| CompFilter { name: ComponentName::new(name), condition })
        .boxed()
}

fn comp_match(inner: impl Strategy<Value = Vec<CompFilter>> + 'static) -> impl Strategy<Value = CompMatch> {
    (any::<Test>(), option::of(any::<TimeRange>()), vec(any::<PropFilter>(), 0..2), inner).prop_map(
        |(test, time_range, prop_filters, comp_filters)| CompMatch {
            test,
            time_range,
            prop_filters,
            comp_filters,
        },
    )
}

fn property() -> impl Strategy<Value = PropertyName<'static>> {
    select(&["UID", "SUMMARY", "DTSTART", "ATTENDEE", "X-ABC-GUID"][..]).prop_map(PropertyName::new)
}
