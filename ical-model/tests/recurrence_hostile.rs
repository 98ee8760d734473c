//! Calendars made to cost much: what an expansion allocates is bounded by their length, what it does by its budget.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use allocation_counter::measure;
use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use ical_model::Calendar;
use ical_model::recurrence::{Budget, BudgetKind, RecurrenceOptions, RecurrenceSet, Window};
use ical_model::time_zone::{Zone, ZoneSource, Zones};

fn calendar(events: &str) -> String {
    format!("BEGIN:VCALENDAR\r\n{events}END:VCALENDAR\r\n")
}

fn utc(year: i32, month: u32, day: u32) -> DateTime<Utc> {
    NaiveDate::from_ymd_opt(year, month, day).unwrap().and_hms_opt(0, 0, 0).unwrap().and_utc()
}

fn week(year: i32) -> Window {
    Window::utc(utc(year, 3, 1)..utc(year, 3, 8), &Zone::utc())
}

/// Asks the set of a calendar; no more octets are allocated than this many for one of the text, and for the question
/// itself no more than `asking`.
fn ask<T>(text: &str, multiple: u64, asking: u64, question: impl FnOnce(&RecurrenceSet<'_>) -> T) -> T {
    let calendar = Calendar::parse(text).unwrap();
    let source = ZoneSource::new();
    let zones = Zones::new(&calendar, &source);
    let mut set = None;
    let made = measure(|| set = Some(RecurrenceSet::new(calendar.components(), &zones).unwrap()));
    let bound = text.len() as u64 * multiple;
    assert!(made.bytes_max <= bound, "{} octets held for {} of text", made.bytes_max, text.len());
    let set = set.unwrap();
    let mut answer = None;
    let asked = measure(|| answer = Some(question(&set)));
    assert!(asked.bytes_total <= asking, "{} octets allocated for the question", asked.bytes_total);
    answer.unwrap()
}

fn overrides(range: &str) -> String {
    let mut events =
        "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20000101T090000Z\r\nRRULE:FREQ=DAILY\r\nEND:VEVENT\r\n".to_owned();
    for day in 0..20_000 {
        let id = utc(2000, 1, 1) + TimeDelta::days(day);
        let date = id.format("%Y%m%d");
        events += &format!(
            "BEGIN:VEVENT\r\nUID:1\r\nRECURRENCE-ID{range}:{date}T090000Z\r\nDTSTART:{date}T100000Z\r\nEND:VEVENT\r\n"
        );
    }
    calendar(&events)
}

#[test]
fn twenty_thousand_overrides() {
    for range in ["", ";RANGE=THISANDFUTURE"] {
        let text = overrides(range);
        // The first of all, and a week far from it.
        let first = ask(&text, 40, 8 << 20, |set| {
            let mut budget = Budget::new(100, 1);
            let always = Window::utc(.., &Zone::utc());
            set.instances(&always, &mut budget).next().expect("one").expect("within the budget").start_utc()
        });
        assert_eq!(first, utc(2000, 1, 1) + TimeDelta::hours(10));
        let starts = ask(&text, 40, 8 << 20, |set| {
            let mut budget = Budget::new(1_000, 100);
            let window = week(2030);
            let week =
                set.instances(&window, &mut budget).map(|next| next.expect("within the budget").start_utc());
            week.collect::<Vec<_>>()
        });
        assert_eq!(starts.len(), 7);
        assert_eq!(starts[0], utc(2030, 3, 1) + TimeDelta::hours(10));
        // Every one is matched.
        let unmatched =
            ask(&text, 40, 64 << 20, |set| set.unmatched_overrides(&mut Budget::default()).unwrap().len());
        assert_eq!(unmatched, 0);
    }
}

#[test]
fn twenty_thousand_overrides_of_one_instance() {
    let event = "BEGIN:VEVENT\r\nUID:1\r\nRECURRENCE-ID:20000102T090000Z\r\nDTSTART:20000103T090000Z\r\nEND:VEVENT\r\n";
    let master =
        "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20000101T090000Z\r\nRRULE:FREQ=DAILY;COUNT=3\r\nEND:VEVENT\r\n";
    let text = calendar(&format!("{master}{}", event.repeat(20_000)));
    let always = Window::utc(.., &Zone::utc());
    let found = ask(&text, 40, 1 << 16, |set| set.instances(&always, &mut Budget::default()).count());
    assert_eq!(found, 3);
}

#[test]
fn a_hundred_thousand_exdates() {
    let mut lines = String::new();
    for day in 0..100_000 {
        lines += &format!("EXDATE:{}T090000Z\r\n", (utc(1900, 1, 1) + TimeDelta::days(day)).format("%Y%m%d"));
    }
    let text = calendar(&format!(
        "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:19000101T090000Z\r\nRRULE:FREQ=DAILY\r\n{lines}END:VEVENT\r\n"
    ));
    // Each walks by one step a day; the first instance is behind all that is excluded.
    let (start, steps) = ask(&text, 4, 1 << 16, |set| {
        let mut budget = Budget::new(1_000_000, 1);
        let always = Window::utc(.., &Zone::utc());
        let start = set.instances(&always, &mut budget).next().expect("one").expect("within").start_utc();
        (start, 1_000_000 - budget.steps_left())
    });
    assert_eq!(start, utc(1900, 1, 1) + TimeDelta::days(100_000) + TimeDelta::hours(9));
    assert!((100_000..=300_000).contains(&steps), "{steps} steps");
    let late = ask(&text, 4, 1 << 16, |set| set.instances(&week(2400), &mut Budget::new(100, 100)).count());
    assert_eq!(late, 7);
}

#[test]
fn a_hundred_thousand_rdates_with_ends_of_their_own() {
    let mut lines = String::new();
    for day in 0..100_000 {
        let start = (utc(1900, 1, 1) + TimeDelta::days(day)).format("%Y%m%d");
        lines += &format!("RDATE;VALUE=PERIOD:{start}T090000Z/PT1H\r\n");
    }
    let text =
        calendar(&format!("BEGIN:VEVENT\r\nUID:1\r\nDTSTART:19000101T090000Z\r\n{lines}END:VEVENT\r\n"));
    let found = ask(&text, 30, 1 << 16, |set| set.instances(&week(2000), &mut Budget::new(100, 100)).count());
    assert_eq!(found, 7);
}

#[test]
fn one_long_override_makes_no_other_question_long() {
    let text = calendar(
        "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:19000101T000000Z\r\nRRULE:FREQ=MINUTELY\r\nEND:VEVENT\r\n\
         BEGIN:VEVENT\r\nUID:1\r\nRECURRENCE-ID:19000102T000000Z\r\nDTSTART:19000102T000000Z\r\nDURATION:P40000D\r\nEND:VEVENT\r\n",
    );
    let hour = Window::utc(utc(2000, 1, 1)..utc(2000, 1, 1) + TimeDelta::hours(1), &Zone::utc());
    let found = ask(&text, 60, 1 << 16, |set| set.instances(&hour, &mut Budget::new(200, 100)).count());
    assert_eq!(found, 61);
}

#[test]
fn a_rule_that_excludes_nearly_all_is_sought_not_walked() {
    let text = calendar(
        "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:20000101T000030Z\r\nRRULE:FREQ=YEARLY\r\nEXRULE:FREQ=SECONDLY;BYSECOND=0,1,2,3\r\nEND:VEVENT\r\n",
    );
    let found = ask(&text, 100, 1 << 20, |set| {
        let mut budget = Budget::new(10_000, 100);
        let window = Window::utc(..utc(2020, 1, 1), &Zone::utc());
        set.instances(&window, &mut budget).inspect(|next| assert!(next.is_ok(), "within the budget")).count()
    });
    assert_eq!(found, 20);
}

#[test]
fn an_end_beyond_all_time() {
    for length in
        ["DURATION:P2147483647D", "DURATION:PT9000000000000S", "DURATION:P2147483647DT9000000000000S"]
    {
        for start in ["20000101T000000Z", "99991231T235959Z", "00000101T000000"] {
            let text = calendar(&format!(
                "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:{start}\r\n{length}\r\nRRULE:FREQ=DAILY;COUNT=2\r\nEND:VEVENT\r\n\
                 BEGIN:VEVENT\r\nUID:1\r\nRECURRENCE-ID;RANGE=THISANDFUTURE:{start}\r\nDTSTART:99991231T235959Z\r\n{length}\r\nEND:VEVENT\r\n"
            ));
            let found = ask(&text, 100, 1 << 20, |set| {
                let mut budget = Budget::default();
                assert!(set.extent(&Zone::utc(), &mut budget).unwrap().is_some());
                let always = Window::utc(.., &Zone::utc());
                let all = set.instances(&always, &mut budget).map(|next| next.expect("within the budget"));
                all.map(|instance| format!("{} {}", instance.end(), instance.end_utc())).count()
            });
            assert!(found >= 1, "{start} {length}");
        }
    }
}

#[test]
fn a_set_that_never_ends_stops_at_its_budget() {
    let text = calendar(
        "BEGIN:VEVENT\r\nUID:1\r\nDTSTART:00000101T000000Z\r\nRRULE:FREQ=SECONDLY\r\nEND:VEVENT\r\n",
    );
    let error = ask(&text, 100, 1 << 16, |set| {
        let mut budget = Budget::new(50_000, 10_000);
        let always = Window::utc(.., &Zone::utc());
        set.instances(&always, &mut budget).last().expect("some").expect_err("too many")
    });
    assert_eq!((error.kind(), error.limit()), (BudgetKind::Instances, 10_000));
}

#[test]
fn ten_thousand_series() {
    let events: String = (0..10_000)
        .map(|uid| {
            format!(
                "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTART:20000301T000000Z\r\nRRULE:FREQ=YEARLY\r\nEND:VEVENT\r\n"
            )
        })
        .collect();
    let text = calendar(&events);
    let calendar = Calendar::parse(&text).unwrap();
    let source = ZoneSource::new();
    let zones = Zones::new(&calendar, &source);
    let mut found = 0;
    let mut budget = Budget::default();
    for (_, set) in RecurrenceSet::all(calendar.components(), &zones, RecurrenceOptions::default()) {
        found += set.unwrap().instances(&week(2030), &mut budget).count();
    }
    assert_eq!(found, 10_000);
}
