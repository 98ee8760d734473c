//! What holds for any calendar and any request.

use std::collections::HashSet;

use caldav_types::calendar_data::{CalendarDataRequest, Comp, Comps, Prop, Props, Recurrences};
use caldav_types::shaping::ShapingBudget;
use caldav_types::{TimeSpan, UtcDateTime};
use chrono::{TimeDelta, TimeZone, Utc};
use ical_model::time_zone::{Zone, ZoneSource, Zones};
use ical_model::{Calendar, ComponentName, ParseOptions, PropertyName};
use proptest::prelude::*;

use crate::differential::{Row, compare};

/// A moment of the first months of 2027, in one of the forms of time.
fn time() -> impl Strategy<Value = (u8, u32)> {
    (0_u8..4, 0_u32..120 * 24)
}

fn told(name: &str, (form, hour): (u8, u32)) -> String {
    let at = Utc.with_ymd_and_hms(2027, 1, 1, 0, 0, 0).unwrap() + TimeDelta::hours(i64::from(hour));
    match form {
        0 => format!("{name}:{}\r\n", at.format("%Y%m%dT%H%M%SZ")),
        1 => format!("{name};VALUE=DATE:{}\r\n", at.format("%Y%m%d")),
        2 => format!("{name}:{}\r\n", at.format("%Y%m%dT%H%M%S")),
        _ => format!("{name};TZID=Europe/Berlin:{}\r\n", at.format("%Y%m%dT%H%M%S")),
    }
}

prop_compose! {
    /// Something that recurs, with overrides.
    fn series()(
        uid in 0_u8..3,
        kind in prop::sample::select(vec!["VEVENT", "VTODO", "VJOURNAL"]),
        start in time(),
        length in prop::option::of(prop::sample::select(vec!["PT1H", "P1D", "PT36H", "PT0S", "P1W"])),
        rule in prop::sample::select(vec![
            "", "RRULE:FREQ=DAILY\r\n", "RRULE:FREQ=WEEKLY;COUNT=5\r\n", "RRULE:FREQ=HOURLY;INTERVAL=7;COUNT=40\r\n",
            "RRULE:FREQ=MONTHLY;BYDAY=-1SU\r\n",
        ]),
        overrides in prop::collection::vec((0_u32..30, prop::option::of(time()), any::<bool>(), any::<bool>()), 0..4),
        excluded in prop::option::of(0_u32..10),
    ) -> String {
        let length = match kind {
            "VJOURNAL" => String::new(),
            _ => length.map(|length| format!("DURATION:{length}\r\n")).unwrap_or_default(),
        };
        let (form, first) = start;
        let nth = |day: u32| (form, first + 24 * day);
        let mut text = format!("BEGIN:{kind}\r\nUID:{uid}\r\nSUMMARY:{kind} {uid}\r\n{}{length}{rule}", told("DTSTART", start));
        text.push_str(&excluded.map(|day| told("EXDATE", nth(day))).unwrap_or_default());
        text.push_str(&format!("BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nEND:VALARM\r\nEND:{kind}\r\n"));
        for (day, start, range, long) in overrides {
            let name = if range { "RECURRENCE-ID;RANGE=THISANDFUTURE" } else { "RECURRENCE-ID" };
            let start = start.map(|start| told("DTSTART", start)).unwrap_or_default();
            let length = if long && kind == "VEVENT" { "DURATION:PT5H\r\n" } else { "" };
            text.push_str(&format!(
                "BEGIN:{kind}\r\nUID:{uid}\r\nSUMMARY:{day}\r\n{}{start}{length}END:{kind}\r\n",
                told(name, nth(day))
            ));
        }
        text
    }
}

fn calendar() -> impl Strategy<Value = String> {
    prop::collection::vec(series(), 1..4).prop_map(|series| {
        format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example//EN\r\n{}END:VCALENDAR\r\n",
            series.concat()
        )
    })
}

fn span() -> impl Strategy<Value = TimeSpan> {
    (0_i64..200, 1_i64..60).prop_map(|(day, days)| {
        let start = Utc.with_ymd_and_hms(2026, 12, 15, 0, 0, 0).unwrap() + TimeDelta::days(day);
        TimeSpan::new(UtcDateTime(start), UtcDateTime(start + TimeDelta::days(days))).unwrap()
    })
}

fn comp(name: &'static str) -> impl Strategy<Value = Comp> {
    let props = prop::option::of(prop::collection::vec(
        (
            prop::sample::select(vec![
                "UID",
                "SUMMARY",
                "DTSTART",
                "RRULE",
                "version",
                "TRIGGER",
                "recurrence-id",
            ]),
            any::<bool>(),
        ),
        0..4,
    ));
    let comps = prop::option::of(prop::collection::vec(
        prop::sample::select(vec!["VEVENT", "VTODO", "VALARM", "vjournal"]),
        0..3,
    ));
    (props, comps).prop_map(move |(props, comps)| Comp {
        name: ComponentName::from(name),
        props: props.map_or(Props::All, |props| {
            let prop = |(name, novalue)| Prop { name: PropertyName::from(name), novalue };
            Props::These(props.into_iter().map(prop).collect())
        }),
        comps: comps.map_or(Comps::All, |comps| {
            Comps::These(comps.into_iter().map(|name| Comp::new(ComponentName::from(name))).collect())
        }),
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn what_is_expanded_has_the_same_instances(text in calendar(), span in span(), utc in any::<bool>()) {
        let calendar = Calendar::parse(&text).unwrap();
        let floating = if utc { Zone::utc() } else { Zone::iana("America/New_York").unwrap() };
        prop_assert!(compare(&calendar, &ZoneSource::new(), span, &floating, &text).is_some());
    }

    #[test]
    fn what_comes_out_is_strict(text in calendar(), span in span(), comp in prop::option::of(comp("VCALENDAR")), which in 0_u8..3) {
        let calendar = Calendar::parse_with(&text, &ParseOptions::strict()).unwrap();
        let recurrences = match which {
            0 => None,
            1 => Some(Recurrences::Expand(span)),
            _ => Some(Recurrences::LimitRecurrenceSet(span)),
        };
        let request = CalendarDataRequest { comp, recurrences, limit_freebusy_set: Some(span), ..CalendarDataRequest::default() };
        let source = ZoneSource::new();
        let zones = Zones::new(&calendar, &source);
        let shaped = request.shape(&calendar, &zones, &Zone::utc(), &mut ShapingBudget::default()).unwrap();
        prop_assert!(Calendar::parse_with(shaped.as_bytes(), &ParseOptions::strict()).is_ok(), "{}", shaped.text());
    }

    #[test]
    fn lines_that_are_chosen_are_stored_ones(text in calendar(), comp in comp("VCALENDAR"), span in span()) {
        let calendar = Calendar::parse(&text).unwrap();
        let source = ZoneSource::new();
        let zones = Zones::new(&calendar, &source);
        let recurrences = Some(Recurrences::LimitRecurrenceSet(span));
        let request = CalendarDataRequest { comp: Some(comp), recurrences, ..CalendarDataRequest::default() };
        let shaped = request.shape(&calendar, &zones, &Zone::utc(), &mut ShapingBudget::default()).unwrap();
        let stored: HashSet<&str> = text.split("\r\n").collect();
        for line in shaped.text().split("\r\n") {
            let has_value = stored.contains(line);
            let is_header = line.ends_with(':') && stored.iter().any(|stored| stored.starts_with(line));
            prop_assert!(has_value || is_header, "{}", line);
        }
    }

    #[test]
    fn what_is_passed_over_changes_nothing_in_the_range(text in calendar(), span in span()) {
        let calendar = Calendar::parse(&text).unwrap();
        let source = ZoneSource::new();
        let zones = Zones::new(&calendar, &source);
        let recurrences = Some(Recurrences::LimitRecurrenceSet(span));
        let request = CalendarDataRequest { recurrences, ..CalendarDataRequest::default() };
        let shaped = request.shape(&calendar, &zones, &Zone::utc(), &mut ShapingBudget::default()).unwrap();
        let limited = Calendar::parse(shaped.as_bytes()).unwrap();
        let limited_zones = Zones::new(&limited, &source);
        let of = |calendar, zones| {
            let instances = crate::differential::instances(calendar, zones, span, &Zone::utc()).unwrap();
            // Without its overrides what has no rule does not recur any more.
            instances.into_iter().map(Row::without_recurrence_id).collect::<Vec<_>>()
        };
        prop_assert_eq!(of(&calendar, &zones), of(&limited, &limited_zones));
    }
}
