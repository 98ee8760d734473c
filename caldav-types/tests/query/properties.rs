//! What holds for any calendar and any range.

use caldav_types::TimeRange;
use caldav_types::UtcDateTime;
use caldav_types::filter::{CompFilter, Filter, MatchType, TextMatch};
use caldav_types::query::{IndexRecord, QueryOptions};
use chrono::{DateTime, Days, NaiveDate, NaiveDateTime, TimeDelta, Utc};
use ical_model::property::Summary;
use ical_model::recurrence::{Alarms, Budget, RecurrenceSet, Window};
use ical_model::time_zone::{Zone, ZoneSource, Zones};
use ical_model::{Calendar, ComponentName};
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::select;

use crate::ask::{comp, filter, prop, text};

/// A line with a time told in one of five ways; Apia left out a day at the end of 2011.
fn line(name: &str, form: usize, time: NaiveDateTime) -> String {
    let local = time.format("%Y%m%dT%H%M%S");
    match form {
        0 => format!("{name};VALUE=DATE:{}\r\n", time.format("%Y%m%d")),
        1 => format!("{name}:{local}\r\n"),
        2 => format!("{name}:{local}Z\r\n"),
        3 => format!("{name};TZID=Europe/Berlin:{local}\r\n"),
        _ => format!("{name};TZID=Pacific/Apia:{local}\r\n"),
    }
}

/// Times around the days on which clocks are set.
fn times() -> impl Strategy<Value = NaiveDateTime> {
    let days = [(2011, 3, 20), (2011, 10, 22), (2011, 12, 20)]
        .map(|(y, m, d)| NaiveDate::from_ymd_opt(y, m, d).unwrap());
    (select(days.to_vec()), 0_u64..16, 0_u32..24, select(vec![0_u32, 15, 30]))
        .prop_map(|(day, later, hour, minute)| (day + Days::new(later)).and_hms_opt(hour, minute, 0).unwrap())
}

fn texts() -> impl Strategy<Value = &'static str> {
    select(vec!["bread", "cake"])
}

fn alarms() -> impl Strategy<Value = &'static str> {
    select(vec![
        "",
        "BEGIN:VALARM\r\nTRIGGER:-PT15M\r\nSUMMARY:cake\r\nEND:VALARM\r\n",
        "BEGIN:VALARM\r\nTRIGGER;RELATED=END:P1DT1H\r\nREPEAT:3\r\nDURATION:PT5H\r\nSUMMARY:bread\r\nEND:VALARM\r\n",
        "BEGIN:VALARM\r\nTRIGGER:-P2W\r\nREPEAT:2\r\nDURATION:P1D\r\nEND:VALARM\r\n",
        "BEGIN:VALARM\r\nTRIGGER;VALUE=DATE-TIME:20111101T000000Z\r\nSUMMARY:bread\r\nEND:VALARM\r\n",
    ])
}

fn lengths() -> impl Strategy<Value = &'static str> {
    select(vec!["", "DURATION:PT1H\r\n", "DURATION:P1D\r\n", "DURATION:P2DT3H\r\n", "DURATION:PT0S\r\n"])
}

fn rules() -> impl Strategy<Value = &'static str> {
    select(vec![
        "",
        "RRULE:FREQ=DAILY;COUNT=20\r\n",
        "RRULE:FREQ=WEEKLY;BYDAY=MO,TH,SU\r\n",
        "RRULE:FREQ=HOURLY;INTERVAL=5;COUNT=60\r\n",
        "RRULE:FREQ=MONTHLY;BYMONTHDAY=1,-1;COUNT=6\r\nRRULE:FREQ=DAILY;COUNT=5\r\n",
        "RRULE:FREQ=DAILY;COUNT=20\r\nEXRULE:FREQ=WEEKLY;BYDAY=MO,TU\r\n",
        "RDATE;VALUE=PERIOD:20110322T100000Z/PT90M,20111224T000000Z/P1D\r\n",
        "COMPLETED:20111101T000000Z\r\nCREATED:20111001T000000Z\r\n",
    ])
}

prop_compose! {
    fn overrides(name: &'static str)(
        form in 0_usize..5,
        id in times(),
        start in option::of(times()),
        following in any::<bool>(),
        length in lengths(),
        summary in texts(),
        alarm in alarms(),
    ) -> String {
        let range = if following { ";RANGE=THISANDFUTURE" } else { "" };
        let id = line(&format!("RECURRENCE-ID{range}"), form, id);
        let start = start.map(|start| line("DTSTART", form, start)).unwrap_or_default();
        format!("BEGIN:{name}\r\nUID:one\r\n{id}{start}{length}SUMMARY:{summary}\r\n{alarm}END:{name}\r\n")
    }
}

fn calendars() -> impl Strategy<Value = (&'static str, String)> {
    select(vec!["VEVENT", "VTODO", "VJOURNAL"]).prop_flat_map(|name| {
        let master = (0_usize..5, option::weighted(0.9, times()), rules(), lengths(), texts(), alarms());
        let due = (0_usize..5, option::of(times()));
        (option::weighted(0.9, master), due, vec(overrides(name), 0..4)).prop_map(
            move |(master, (due_form, due), overrides)| {
                let master = master.map(|(form, start, rule, length, summary, alarm)| {
                    let start = start.map(|start| line("DTSTART", form, start)).unwrap_or_default();
                    let due = due.filter(|_| name == "VTODO").map(|due| line("DUE", due_form, due));
                    let length = if due.is_some() { "" } else { length };
                    let due = due.unwrap_or_default();
                    format!(
                        "BEGIN:{name}\r\nUID:one\r\n{start}{due}{rule}{length}SUMMARY:{summary}\r\n{alarm}END:{name}\r\n"
                    )
                });
                let text = format!(
                    "BEGIN:VCALENDAR\r\n{}{}END:VCALENDAR\r\n",
                    master.unwrap_or_default(),
                    overrides.concat()
                );
                (name, text)
            },
        )
    })
}

fn windows() -> impl Strategy<Value = TimeRange> {
    let lengths = select(vec![1, 60, 3_600, 86_400, 31 * 86_400]);
    (times(), lengths, 0..8).prop_map(|(start, length, open)| {
        let start = start.and_utc();
        let end = start + TimeDelta::seconds(length);
        let ends = match open {
            0 => (Some(start), None),
            1 => (None, Some(end)),
            _ => (Some(start), Some(end)),
        };
        TimeRange::new(ends.0.map(UtcDateTime), ends.1.map(UtcDateTime)).unwrap()
    })
}

fn zones() -> impl Strategy<Value = Zone> {
    let named = ["Pacific/Kiritimati", "Etc/GMT+12", "Europe/Berlin", "Pacific/Apia", "UTC"];
    let mut zones: Vec<Zone> = named.iter().map(|name| Zone::iana(name).unwrap()).collect();
    zones.extend(["+2359", "-2359"].map(|offset| Zone::fixed(offset.parse().unwrap())));
    select(zones)
}

fn window_of(range: TimeRange, floating: &Zone) -> Window {
    let bound = |time: Option<UtcDateTime>| time.map(|time| time.0);
    match (bound(range.start()), bound(range.end())) {
        (Some(start), Some(end)) => Window::utc(start..end, floating),
        (Some(start), None) => Window::utc(start.., floating),
        (None, Some(end)) => Window::utc(..end, floating),
        (None, None) => Window::utc(.., floating),
    }
}

fn answer(filter: &Filter, calendar: &Calendar<'_>, zones: &Zones<'_>, floating: &Zone) -> Option<bool> {
    let plan = filter.compile(&QueryOptions::default()).unwrap();
    plan.matches(calendar, zones, floating, &mut Budget::new(100_000, 5_000)).ok()
}

fn about(text: &str) -> TextMatch {
    TextMatch { match_type: MatchType::Equals, ..TextMatch::new(text) }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(800))]

    /// A text and a range hold together where an instance in the range is of a component with the text.
    #[test]
    fn instances_say_it_too((name, octets) in calendars(), range in windows(), floating in zones(), word in texts()) {
        let calendar = Calendar::parse(&octets).unwrap();
        let source = ZoneSource::new();
        let zones = Zones::new(&calendar, &source);
        let component = comp(name).with_time_range(range);
        let component = component.with_prop_filter(prop("SUMMARY").with_text_match(about(word)));
        let Some(got) = answer(&filter(component), &calendar, &zones, &floating) else { return Ok(()) };
        let Ok(set) = RecurrenceSet::new(calendar.components(), &zones) else { return Ok(()) };
        let mut budget = Budget::new(100_000, 5_000);
        let has_word = |component: ical_model::Component<'_>| {
            component.property::<Summary>().unwrap().is_some_and(|summary| summary.value == word)
        };
        let mut expected = false;
        for instance in set.instances(&window_of(range, &floating), &mut budget) {
            // A range without an end may hold instances for ever.
            let Ok(instance) = instance else { return Ok(()) };
            expected = has_word(instance.component());
            if expected {
                break;
            }
        }
        if !expected && name == "VTODO" {
            // To-dos without a time overlap what their table says.
            let undated = calendar.components().filter(|component| {
                ["DTSTART", "DUE", "RECURRENCE-ID"]
                    .iter()
                    .all(|name| component.properties_named(&(*name).into()).next().is_none())
            });
            for component in undated.filter(|component| has_word(*component)) {
                let alone = RecurrenceSet::new([component], &zones).unwrap();
                expected |= alone.overlaps(&window_of(range, &floating), &mut budget).unwrap();
            }
        }
        prop_assert_eq!(got, expected);
    }

    /// An alarm matches where it goes off for an instance of a component with the text.
    #[test]
    fn alarms_say_it_too((name, octets) in calendars(), range in windows(), floating in zones(), word in texts()) {
        if name == "VJOURNAL" {
            return Ok(());
        }
        let calendar = Calendar::parse(&octets).unwrap();
        let source = ZoneSource::new();
        let zones = Zones::new(&calendar, &source);
        let component = comp(name)
            .with_comp_filter(comp("VALARM").with_time_range(range).with_prop_filter(text("SUMMARY", word)))
            .with_prop_filter(prop("SUMMARY").with_text_match(about("cake")));
        let Some(got) = answer(&filter(component), &calendar, &zones, &floating) else { return Ok(()) };
        let Ok(set) = RecurrenceSet::new(calendar.components(), &zones) else { return Ok(()) };
        let alarms = Alarms::of(&set);
        let within = alarms.within(&window_of(range, &floating));
        let says = |component: ical_model::Component<'_>, word: &str| {
            component.property::<Summary>().unwrap().is_some_and(|summary| summary.value == word)
        };
        let mut expected = false;
        for trigger in within.triggers(&mut Budget::new(100_000, 5_000)) {
            let Ok(trigger) = trigger else { return Ok(()) };
            expected = says(trigger.component, "cake") && says(trigger.alarm.component, word);
            if expected {
                break;
            }
        }
        prop_assert_eq!(got, expected);
    }

    /// What matches is admitted, whatever zone days and floating times are read in.
    #[test]
    fn an_index_leaves_nothing_out((name, octets) in calendars(), range in windows(), floating in zones()) {
        let calendar = Calendar::parse(&octets).unwrap();
        let source = ZoneSource::new();
        let zones = Zones::new(&calendar, &source);
        let record = IndexRecord::of(&calendar, &zones, &mut Budget::default());
        let ranged = || comp(name).with_time_range(range);
        let alarm = || comp("VALARM").with_time_range(range);
        let mut asked = vec![ranged(), ranged().with_prop_filter(text("UID", "ONE")), comp(name)];
        if name != "VJOURNAL" {
            asked.push(comp(name).with_comp_filter(alarm()));
            asked.push(ranged().with_comp_filter(alarm()));
        }
        for component in asked {
            let filter = filter(component);
            let plan = filter.compile(&QueryOptions::default()).unwrap();
            let matches = plan.matches(&calendar, &zones, &floating, &mut Budget::default()).unwrap_or(true);
            prop_assert!(!matches || plan.prefilter().admits(&record), "{:?} {:?}", filter, record);
        }
    }
}

/// What the record is for: what lies elsewhere is left out.
#[test]
fn an_index_leaves_out_what_lies_elsewhere() {
    let octets = "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20110322T100000Z\r\nDURATION:PT1H\r\n\
                  RRULE:FREQ=DAILY;COUNT=3\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
    let calendar = Calendar::parse(octets).unwrap();
    let source = ZoneSource::new();
    let record = IndexRecord::of(&calendar, &Zones::new(&calendar, &source), &mut Budget::default());
    let span = record.span.unwrap();
    let time = |text: &str| Some(text.parse::<DateTime<Utc>>().unwrap());
    assert_eq!((span.start, span.end), (time("2011-03-22T10:00:00Z"), time("2011-03-24T11:00:00Z")));
    assert_eq!(record.component, Some(ComponentName::VEvent));
    let admits = |component: CompFilter| {
        filter(component).compile(&QueryOptions::default()).unwrap().prefilter().admits(&record)
    };
    for (what, component, expected) in [
        (
            "within",
            comp("VEVENT").with_time_range(crate::ask::range("20110323T000000Z/20110323T010000Z")),
            true,
        ),
        (
            "before",
            comp("VEVENT").with_time_range(crate::ask::range("20110321T000000Z/20110322T000000Z")),
            false,
        ),
        ("after", comp("VEVENT").with_time_range(crate::ask::range("20110325T000000Z/")), false),
        ("another component", comp("VTODO"), false),
        ("another UID", comp("VEVENT").with_prop_filter(text("UID", "2")), false),
        ("the UID", comp("VEVENT").with_prop_filter(text("UID", "1")), true),
        (
            "not the UID",
            comp("VEVENT").with_prop_filter(prop("UID").with_text_match(TextMatch::new("1").negated())),
            true,
        ),
        (
            "no alarm",
            comp("VEVENT")
                .with_comp_filter(comp("VALARM").with_time_range(crate::ask::range("20110101T000000Z/"))),
            false,
        ),
        ("no alarm, no range", comp("VEVENT").with_comp_filter(comp("VALARM")), true),
        ("is-not-defined", CompFilter::not_defined("VTODO".into()), true),
    ] {
        assert_eq!(admits(component), expected, "{what}");
    }
}
