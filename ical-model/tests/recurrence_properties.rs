//! What holds for any recurrence set: a window is the whole, cut.

#![cfg(feature = "tzdb")]
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use chrono::{Days, NaiveDate, NaiveDateTime, TimeDelta};
use ical_model::Calendar;
use ical_model::recurrence::{Budget, Instance, RecurrenceOptions, RecurrenceSet, Window};
use ical_model::time_zone::{Zone, ZoneSource, Zones};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

/// How the times of a component are told.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Form {
    Date,
    Floating,
    Utc,
    Berlin,
    Apia,
}

/// A line with a time of this form; Apia left out a day at the end of 2011.
fn line(name: &str, form: Form, time: NaiveDateTime) -> String {
    let local = time.format("%Y%m%dT%H%M%S");
    match form {
        Form::Date => format!("{name};VALUE=DATE:{}\r\n", time.format("%Y%m%d")),
        Form::Floating => format!("{name}:{local}\r\n"),
        Form::Utc => format!("{name}:{local}Z\r\n"),
        Form::Berlin => format!("{name};TZID=Europe/Berlin:{local}\r\n"),
        Form::Apia => format!("{name};TZID=Pacific/Apia:{local}\r\n"),
    }
}

fn forms() -> impl Strategy<Value = Form> {
    select(vec![Form::Date, Form::Floating, Form::Utc, Form::Berlin, Form::Apia])
}

/// Times around the days on which clocks are set.
fn times() -> impl Strategy<Value = NaiveDateTime> {
    let days = [(2011, 3, 20), (2011, 10, 22), (2011, 12, 20)]
        .map(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d).unwrap());
    (select(days.to_vec()), 0_u64..16, 0_u32..24, select(vec![0_u32, 15, 30]))
        .prop_map(|(day, later, hour, minute)| (day + Days::new(later)).and_hms_opt(hour, minute, 0).unwrap())
}

fn rules() -> impl Strategy<Value = &'static str> {
    select(vec![
        "",
        "RRULE:FREQ=DAILY;COUNT=20\r\n",
        "RRULE:FREQ=DAILY;INTERVAL=2;BYHOUR=2;BYMINUTE=30;COUNT=12\r\n",
        "RRULE:FREQ=WEEKLY;BYDAY=MO,TH,SU;COUNT=9\r\n",
        "RRULE:FREQ=HOURLY;INTERVAL=5;COUNT=60\r\n",
        "RRULE:FREQ=MINUTELY;INTERVAL=30;COUNT=150\r\n",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=1,-1;COUNT=6\r\nRRULE:FREQ=DAILY;COUNT=5\r\n",
        "RRULE:FREQ=DAILY;COUNT=20\r\nEXRULE:FREQ=WEEKLY;BYDAY=MO,TU\r\n",
    ])
}

fn lengths() -> impl Strategy<Value = &'static str> {
    select(vec![
        "",
        "DURATION:PT0S\r\n",
        "DURATION:PT45M\r\n",
        "DURATION:P1D\r\n",
        "DURATION:P3DT2H\r\n",
        "DURATION:P30D\r\n",
    ])
}

/// A master and its overrides.
fn sets() -> impl Strategy<Value = String> {
    let master = (forms(), times(), rules(), lengths());
    let extra = (vec((times(), 0_i64..3), 0..4), vec((forms(), times()), 0..3));
    let overrides = vec((forms(), 0_i64..20, any::<bool>(), -60_i64..60, lengths()), 0..4);
    (master, extra, overrides).prop_map(|((form, start, rule, length), (rdates, exdates), overrides)| {
        let mut text = format!("BEGIN:VEVENT\r\nUID:1\r\n{}{rule}{length}", line("DTSTART", form, start));
        for (time, kind) in rdates {
            text += &match (kind, form) {
                (0, Form::Date) | (1, _) => line("RDATE", form, time),
                _ => format!("RDATE;VALUE=PERIOD:{}Z/P9DT1H\r\n", time.format("%Y%m%dT%H%M%S")),
            };
        }
        for (form, time) in exdates {
            text += &line("EXDATE", form, time);
        }
        text += "END:VEVENT\r\n";
        for (form_of_override, days, is_range, minutes, length) in overrides {
            let id = start + Days::new(days.unsigned_abs());
            let name = if is_range { "RECURRENCE-ID;RANGE=THISANDFUTURE" } else { "RECURRENCE-ID" };
            let moved = id + TimeDelta::minutes(minutes * 45);
            text += &format!("BEGIN:VEVENT\r\nUID:1\r\n{}", line(name, form, id));
            text += &format!("{}{length}END:VEVENT\r\n", line("DTSTART", form_of_override, moved));
        }
        format!("BEGIN:VCALENDAR\r\n{text}END:VCALENDAR\r\n")
    })
}

fn told(instance: &Instance<'_>) -> String {
    let id = instance.recurrence_id().map(|id| id.to_string());
    format!("{}/{} {id:?} {}", instance.start(), instance.end(), instance.component().position())
}

/// RFC 4791 9.9 about VEVENT.
fn overlaps<T: PartialOrd>(start: T, end: T, from: T, to: T) -> bool {
    if start < end { from < end && to > start } else { from <= start && to > start }
}

proptest! {
    #[test]
    fn a_window_is_the_whole_cut(text in sets(), from in times(), hours in 1_i64..400, berlin: bool) {
        let calendar = Calendar::parse(&text).unwrap();
        let source = ZoneSource::new();
        let zones = Zones::new(&calendar, &source);
        let set = RecurrenceSet::with_options(calendar.components(), &zones, RecurrenceOptions::default()).unwrap();
        let floating = if berlin { source.zone("Europe/Berlin").unwrap() } else { Zone::utc() };
        let to = from + TimeDelta::hours(hours);

        let whole = Window::utc(.., &floating);
        let all: Vec<_> = set.instances(&whole, &mut Budget::default()).map(Result::unwrap).collect();
        prop_assert!(all.is_sorted_by_key(Instance::start_utc), "{:?}", all.iter().map(told).collect::<Vec<_>>());

        let window = Window::utc(from.and_utc()..to.and_utc(), &floating);
        let found: Vec<_> = set.instances(&window, &mut Budget::default()).map(|next| told(&next.unwrap())).collect();
        let cut = all.iter().filter(|instance| {
            overlaps(instance.start_utc(), instance.end_utc(), from.and_utc(), to.and_utc())
        });
        prop_assert_eq!(found, cut.map(told).collect::<Vec<_>>());

        let window = Window::local(from..to).with_floating(&floating);
        let found: Vec<_> = set.instances(&window, &mut Budget::default()).map(|next| told(&next.unwrap())).collect();
        let cut = all.iter().filter(|instance| {
            overlaps(instance.start().local(), instance.end().local(), from, to)
        });
        prop_assert_eq!(found, cut.map(told).collect::<Vec<_>>());

        let extent = set.extent(&floating, &mut Budget::default()).unwrap();
        prop_assert_eq!(extent.map(|extent| extent.start), all.first().map(Instance::start_utc));
        let last = all.iter().map(Instance::end_utc).max();
        prop_assert!(last <= extent.and_then(|extent| extent.end));
    }

    #[test]
    fn occurrences_between_are_the_whole_cut(text in sets(), from in times(), hours in 0_i64..400) {
        let calendar = Calendar::parse(&text).unwrap();
        let source = ZoneSource::new();
        let zones = Zones::new(&calendar, &source);
        let set = RecurrenceSet::new(calendar.components(), &zones).unwrap();
        let recurrence = set.recurrence().expect("a master");
        let to = from + TimeDelta::hours(hours);
        let all: Vec<_> = recurrence.occurrences(&mut Budget::default()).map(Result::unwrap).collect();
        prop_assert!(all.is_sorted_by(|one, next| one.utc() < next.utc()));

        let mut budget = Budget::default();
        let found: Vec<_> = recurrence
            .occurrences_between(from.and_utc()..=to.and_utc(), &mut budget)
            .map(|next| next.unwrap().utc())
            .collect();
        let cut = all.iter().map(|next| next.utc()).filter(|next| (from.and_utc()..=to.and_utc()).contains(next));
        prop_assert_eq!(found, cut.collect::<Vec<_>>());

        let found: Vec<_> = recurrence
            .occurrences_between_local(from..to, &mut budget)
            .map(|next| next.unwrap().local())
            .collect();
        let cut = all.iter().map(|next| next.local()).filter(|next| (from..to).contains(next));
        prop_assert_eq!(found, cut.collect::<Vec<_>>());

        for next in &all {
            prop_assert!(recurrence.contains(next.utc(), &mut budget).unwrap(), "{}", next.utc());
        }
        let is_one = all.iter().any(|next| next.utc() == from.and_utc());
        prop_assert_eq!(recurrence.contains(from.and_utc(), &mut budget).unwrap(), is_one);
    }

    #[test]
    fn no_more_instances_than_the_budget_allows(text in sets(), steps in 0_u64..60, instances in 0_u64..10) {
        let calendar = Calendar::parse(&text).unwrap();
        let source = ZoneSource::new();
        let zones = Zones::new(&calendar, &source);
        let set = RecurrenceSet::new(calendar.components(), &zones).unwrap();
        let mut budget = Budget::new(steps, instances);
        let found: Vec<_> = set.instances(&Window::utc(.., &Zone::utc()), &mut budget).collect();
        let (last, before) = found.split_last().map_or((None, &[][..]), |(last, before)| (Some(last), before));
        prop_assert!(before.iter().all(Result::is_ok), "nothing follows an error");
        prop_assert!(found.iter().filter(|next| next.is_ok()).count() as u64 <= instances);
        let whole = set.instances(&Window::utc(.., &Zone::utc()), &mut Budget::default()).count();
        prop_assert!(last.is_some_and(Result::is_err) || found.len() == whole);
    }
}
