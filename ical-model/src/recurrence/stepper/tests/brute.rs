//! A slow reader of RFC 5545 §3.3.10, written from the text and from RFC 8984 §4.3.3.1, beside which the stepper is
//! put: every day of every period is looked at, each part is asked, and all candidates are listed.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, TimeDelta, Timelike};
use proptest::prelude::*;

use super::stepper;
use crate::recurrence::stepper::{Last, Occurrence, Stepper};
use crate::recurrence::{Budget, DtStartPolicy, GapPolicy, ImpliedMonth, RecurrenceOptions};
use crate::time_zone::{Instant, LocalTime, Wall, Zone};
use crate::value::{Frequency, Recur};

/// A rule with the implied parts of RFC 8984 §4.3.3.1.
struct Reader {
    recur: Recur,
    start: NaiveDateTime,
    by_month: Vec<u32>,
    by_month_day: Vec<i64>,
    by_day: Vec<(i64, u32)>,
    number_in_month: bool,
}

impl Reader {
    fn new(recur: &Recur, start: NaiveDateTime, implied_month: ImpliedMonth) -> Self {
        let mut by_month: Vec<u32> =
            recur.by_month().iter().filter(|month| !month.leap).map(|month| month.number.into()).collect();
        let mut by_month_day: Vec<i64> = recur.by_month_day().iter().map(|day| i64::from(*day)).collect();
        let yearly = recur.frequency() == Frequency::Yearly;
        let numbered = recur.frequency() == Frequency::Monthly || yearly && recur.by_week_no().is_empty();
        let mut by_day: Vec<(i64, u32)> = recur
            .by_day()
            .iter()
            .map(|day| {
                let number = day.ordinal.filter(|_| numbered).map_or(0, |number| i64::from(number.get()));
                (number, day.weekday as u32)
            })
            .collect();
        let number_in_month = recur.frequency() == Frequency::Monthly || !by_month.is_empty();
        let of_start = (start.month(), i64::from(start.day()), start.weekday().num_days_from_monday());
        let (months, days, weekdays) = (by_month.is_empty(), by_month_day.is_empty(), by_day.is_empty());
        let (weeks, year_days) = (recur.by_week_no().is_empty(), recur.by_year_day().is_empty());
        match recur.frequency() {
            Frequency::Weekly if weekdays => by_day.push((0, of_start.2)),
            Frequency::Monthly if weekdays && days && weeks && year_days => by_month_day.push(of_start.1),
            Frequency::Yearly if year_days => {
                let every = !weekdays && !days && implied_month == ImpliedMonth::Every;
                if months && weeks && (!days || weekdays) && !every {
                    by_month.push(of_start.0);
                }
                if days && weeks && weekdays {
                    by_month_day.push(of_start.1);
                }
                if !weeks && days && weekdays {
                    by_day.push((0, of_start.2));
                }
            }
            _ => {}
        }
        Self { recur: recur.clone(), start, by_month, by_month_day, by_day, number_in_month }
    }

    /// Does a day match all parts about days?
    fn has_day(&self, day: NaiveDate) -> bool {
        let end_of_year = NaiveDate::from_ymd_opt(day.year(), 12, 31).unwrap();
        let year_length = i64::from(end_of_year.ordinal());
        let month_start = day.with_day(1).unwrap();
        let next_month = month_start.checked_add_months(chrono::Months::new(1)).unwrap();
        let month_length = (next_month - month_start).num_days();
        let counts = |numbers: &[i64], number: i64, of: i64| {
            numbers.is_empty() || numbers.iter().any(|one| *one == number || *one == number - of - 1)
        };
        let weeks: Vec<i64> = self.recur.by_week_no().iter().map(|week| i64::from(*week)).collect();
        let year_days: Vec<i64> = self.recur.by_year_day().iter().map(|day| i64::from(*day)).collect();
        let (week, weeks_of_year) = self.week(day);
        (self.by_month.is_empty() || self.by_month.contains(&day.month()))
            && counts(&weeks, week, weeks_of_year)
            && counts(&year_days, day.ordinal().into(), year_length)
            && counts(&self.by_month_day, day.day().into(), month_length)
            && (self.by_day.is_empty()
                || self.by_day.iter().any(|(number, weekday)| {
                    let (place, of) = if self.number_in_month {
                        (i64::from(day.day()), month_length)
                    } else {
                        (i64::from(day.ordinal()), year_length)
                    };
                    let from_start = (place - 1) / 7 + 1;
                    let from_end = -((of - place) / 7 + 1);
                    day.weekday().num_days_from_monday() == *weekday
                        && (*number == 0 || *number == from_start || *number == from_end)
                }))
    }

    /// The number of a day's week, and how many weeks the year has to which that belongs. Found by going through the
    /// weeks from one year before.
    fn week(&self, day: NaiveDate) -> (i64, i64) {
        let first_of_week = |day: NaiveDate| {
            let into = (day.weekday().num_days_from_monday() + 7 - self.recur.week_start() as u32) % 7;
            day - Days::new(into.into())
        };
        // A week belongs to the year in which it has four days or more: that of its fourth day.
        let year_of = |week: NaiveDate| (week + Days::new(3)).year();
        let week = first_of_week(day);
        let same = |step: i64| {
            (1..)
                .map(|weeks| week + TimeDelta::weeks(step * weeks))
                .take_while(|other| year_of(*other) == year_of(week))
                .count() as i64
        };
        let before = same(-1);
        (before + 1, before + 1 + same(1))
    }

    fn list(numbers: &[u8], implied: u32) -> Vec<u32> {
        if numbers.is_empty() {
            vec![implied]
        } else {
            numbers.iter().map(|number| u32::from(*number)).collect()
        }
    }

    /// The starts from DTSTART on and before a time.
    fn starts(&self, until: NaiveDateTime) -> Vec<NaiveDateTime> {
        let mut found = Vec::new();
        let interval = i64::try_from(self.recur.interval().get()).unwrap();
        if self.recur.frequency() < Frequency::Daily {
            self.sub_daily(until, interval, &mut found);
        } else {
            let day = self.start.date();
            let mut index = 0;
            while let Some((from, to)) = self.period(day, index * interval) {
                if from > until.date() {
                    break;
                }
                let mut candidates = Vec::new();
                for day in from.iter_days().take_while(|day| *day < to).filter(|day| self.has_day(*day)) {
                    self.times(day, &mut candidates);
                }
                candidates.sort_unstable();
                candidates.dedup();
                found.extend(self.at_positions(&candidates));
                index += 1;
            }
        }
        found.retain(|start| (self.start..until).contains(start));
        found
    }

    fn at_positions(&self, candidates: &[NaiveDateTime]) -> Vec<NaiveDateTime> {
        let positions = self.recur.by_set_pos();
        let kept = |place: usize| {
            let from_start = place as i64 + 1;
            let from_end = place as i64 - candidates.len() as i64;
            positions.is_empty()
                || positions.iter().any(|one| [from_start, from_end].contains(&i64::from(*one)))
        };
        candidates.iter().enumerate().filter(|(place, _)| kept(*place)).map(|(_, start)| *start).collect()
    }

    /// The first day of a period, and that of the period after it.
    fn period(&self, day: NaiveDate, units: i64) -> Option<(NaiveDate, NaiveDate)> {
        match self.recur.frequency() {
            Frequency::Yearly => {
                let year = i32::try_from(i64::from(day.year()) + units).ok()?;
                Some((NaiveDate::from_ymd_opt(year, 1, 1)?, NaiveDate::from_ymd_opt(year + 1, 1, 1)?))
            }
            Frequency::Monthly => {
                let months = i64::from(day.year()) * 12 + i64::from(day.month0()) + units;
                let first = |months: i64| {
                    let year = i32::try_from(months.div_euclid(12)).ok()?;
                    NaiveDate::from_ymd_opt(year, months.rem_euclid(12) as u32 + 1, 1)
                };
                Some((first(months)?, first(months + 1)?))
            }
            Frequency::Weekly => {
                let into = (day.weekday().num_days_from_monday() + 7 - self.recur.week_start() as u32) % 7;
                let week = (day - Days::new(into.into())).checked_add_signed(TimeDelta::try_weeks(units)?)?;
                Some((week, week + Days::new(7)))
            }
            _ => {
                let day = day.checked_add_signed(TimeDelta::try_days(units)?)?;
                Some((day, day + Days::new(1)))
            }
        }
    }

    fn times(&self, day: NaiveDate, candidates: &mut Vec<NaiveDateTime>) {
        for hour in Self::list(self.recur.by_hour(), self.start.hour()) {
            for minute in Self::list(self.recur.by_minute(), self.start.minute()) {
                for second in Self::list(self.recur.by_second(), self.start.second()) {
                    candidates.push(day.and_hms_opt(hour, minute, second.min(59)).unwrap());
                }
            }
        }
    }

    fn sub_daily(&self, until: NaiveDateTime, interval: i64, found: &mut Vec<NaiveDateTime>) {
        let recur = &self.recur;
        let (hours, minutes) = (recur.by_hour(), recur.by_minute());
        let seconds: Vec<u8> = recur.by_second().iter().map(|second| (*second).min(59)).collect();
        let passes = |numbers: &[u8], number: u32| numbers.is_empty() || numbers.contains(&(number as u8));
        let start = self.start.with_nanosecond(0).unwrap();
        let (first, unit) = match recur.frequency() {
            Frequency::Hourly => (start.with_minute(0).unwrap().with_second(0).unwrap(), 3_600),
            Frequency::Minutely => (start.with_second(0).unwrap(), 60),
            _ => (start, 1),
        };
        let mut at = first;
        let mut days: BTreeMap<NaiveDate, bool> = BTreeMap::new();
        while at < until {
            if *days.entry(at.date()).or_insert_with_key(|day| self.has_day(*day)) && passes(hours, at.hour())
            {
                let mut candidates = Vec::new();
                if unit == 3_600 {
                    for minute in Self::list(minutes, start.minute()) {
                        for second in Self::list(&seconds, start.second()) {
                            candidates.push(at.with_minute(minute).unwrap().with_second(second).unwrap());
                        }
                    }
                } else if passes(minutes, at.minute()) {
                    if unit == 60 {
                        let seconds = Self::list(&seconds, start.second());
                        candidates.extend(seconds.into_iter().map(|second| at.with_second(second).unwrap()));
                    } else if passes(&seconds, at.second()) {
                        candidates.push(at);
                    }
                }
                candidates.sort_unstable();
                candidates.dedup();
                found.extend(self.at_positions(&candidates));
            }
            match interval
                .checked_mul(unit)
                .and_then(TimeDelta::try_seconds)
                .and_then(|step| at.checked_add_signed(step))
            {
                Some(next) => at = next,
                None => break,
            }
        }
    }
}

/// The moments of the rule before a time: gaps, folds and DTSTART as op-05, op-45 and op-54 say. Without COUNT and UNTIL.
fn moments(case: &Case, horizon: NaiveDateTime) -> Vec<Instant> {
    let recur: Recur = case.rule.parse().unwrap();
    let start = NaiveDateTime::parse_from_str(&case.start, "%Y%m%dT%H%M%S").unwrap();
    let zone = case.zone();
    let sub_daily = recur.frequency() < Frequency::Daily;
    let skips = sub_daily || case.options.gap_policy == GapPolicy::Skip;
    let first = Instant::from(zone.to_utc(start));
    let reader = Reader::new(&recur, start, case.options.implied_month);
    let mut moments: Vec<Instant> = reader
        .starts(horizon)
        .into_iter()
        .filter_map(|start| match zone.resolve(start) {
            LocalTime::Gap(moment) => (!skips).then_some(moment),
            LocalTime::Single(moment) | LocalTime::Fold { first: moment, .. } => Some(moment),
        })
        .map(Instant::from)
        .filter(|moment| *moment >= first)
        .collect();
    if case.options.dtstart_policy == DtStartPolicy::First {
        moments.push(first);
    }
    moments.sort_unstable();
    moments.dedup();
    moments
}

#[derive(Clone, Debug)]
struct Case {
    start: String,
    tzid: &'static str,
    rule: String,
    options: RecurrenceOptions,
    /// How far to look, in seconds.
    reach: i64,
}

impl Case {
    fn zone(&self) -> Zone {
        super::zone(Some(self.tzid))
    }

    fn stepper(&self, more: &str) -> Stepper {
        stepper(&self.start, Some(self.tzid), &format!("{}{more}", self.rule), &self.options)
    }

    fn horizon(&self) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(&self.start, "%Y%m%dT%H%M%S").unwrap() + TimeDelta::seconds(self.reach)
    }

    /// What the slow reader gives, and the moment up to which that is all.
    fn expected(&self) -> (Vec<Instant>, Instant) {
        let horizon = self.horizon();
        let end = Instant(Wall::from(horizon).0 - 3 * 86_400);
        let mut moments = moments(self, horizon);
        moments.retain(|moment| *moment < end);
        (moments, end)
    }
}

fn budget() -> Budget {
    Budget::new(30_000_000, 0)
}

fn all_before(mut walk: crate::recurrence::stepper::Walk<'_>, end: Instant) -> Vec<Occurrence> {
    let mut budget = budget();
    let mut found = Vec::new();
    while let Some(next) =
        walk.next(&mut budget).expect("within the budget").filter(|next| next.instant < end)
    {
        found.push(next);
    }
    found
}

fn instants(found: &[Occurrence]) -> Vec<Instant> {
    found.iter().map(|next| next.instant).collect()
}

fn list<T: std::fmt::Display + Clone + std::fmt::Debug>(
    name: &'static str,
    values: impl Strategy<Value = T>,
    most: usize,
) -> impl Strategy<Value = String> {
    prop::collection::vec(values, 1..=most).prop_map(move |values| {
        let values: Vec<String> = values.iter().map(ToString::to_string).collect();
        format!(";{name}={}", values.join(","))
    })
}

/// A part in so many of a hundred rules.
fn maybe(percent: u32, part: impl Strategy<Value = String>) -> impl Strategy<Value = String> {
    (0..100_u32, part).prop_map(move |(chance, part)| if chance < percent { part } else { String::new() })
}

fn nonzero(most: i16) -> impl Strategy<Value = i16> {
    prop_oneof![1..=most, -most..=-1]
}

fn weekday() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["MO", "TU", "WE", "TH", "FR", "SA", "SU"])
}

fn rules() -> impl Strategy<Value = (String, i64)> {
    let day = 86_400;
    let frequencies = vec![
        ("YEARLY", 9 * 366 * day, 4_i64),
        ("YEARLY", 30 * 366 * day, 12),
        ("MONTHLY", 4 * 366 * day, 14),
        ("WEEKLY", 3 * 366 * day, 9),
        ("DAILY", 800 * day, 40),
        ("HOURLY", 60 * day, 60),
        ("MINUTELY", 6 * day, 3_000),
        ("SECONDLY", 4 * day, 90_000),
    ];
    prop::sample::select(frequencies).prop_flat_map(move |(frequency, reach, most)| {
        let shorter = matches!(frequency, "HOURLY" | "MINUTELY" | "SECONDLY");
        let numbered = matches!(frequency, "MONTHLY" | "YEARLY");
        let by_day = (maybe(if numbered { 40 } else { 0 }, nonzero(6).prop_map(|number| number.to_string())), weekday())
            .prop_map(|(number, day)| format!("{number}{day}"));
        let year_days = frequency == "YEARLY" || shorter;
        let interval = match frequency {
            "SECONDLY" => prop_oneof![1..200_i64, 1..most].boxed(),
            _ => prop_oneof![3 => Just(1), 3 => 1..5_i64, 1 => 1..=most].boxed(),
        };
        (
            interval,
            maybe(30, list("BYMONTH", 1..=12_i16, 4)),
            maybe(if frequency == "YEARLY" { 20 } else { 0 }, list("BYWEEKNO", nonzero(53), 4)),
            maybe(if year_days { 15 } else { 0 }, list("BYYEARDAY", nonzero(366), 6)),
            maybe(if frequency == "WEEKLY" { 0 } else { 30 }, list("BYMONTHDAY", nonzero(31), 5)),
            maybe(40, list("BYDAY", by_day, 4)),
            maybe(30, list("BYHOUR", 0..24_i16, 3)),
            maybe(30, list("BYMINUTE", prop_oneof![0..60_i16, Just(30)], 3)),
            maybe(20, list("BYSECOND", 0..61_i16, 3)),
            maybe(30, list("BYSETPOS", prop_oneof![3 => nonzero(4), 1 => nonzero(60)], 3)),
            maybe(30, weekday().prop_map(|day| format!(";WKST={day}"))),
        )
            .prop_map(move |(interval, month, week, year_day, month_day, day, hour, minute, second, position, wkst)| {
                let rule = format!(
                    "FREQ={frequency};INTERVAL={interval}{month}{week}{year_day}{month_day}{day}{hour}{minute}{second}{position}{wkst}"
                );
                (rule, reach)
            })
    })
}

fn cases() -> impl Strategy<Value = Case> {
    // Near the days on which clocks are set, Apia's day that was left out, and leap days.
    let starts = vec![
        ("Europe/Berlin", "2027-03-26"),
        ("Europe/Berlin", "2027-10-29"),
        ("America/New_York", "2026-01-31"),
        ("America/Sao_Paulo", "2017-10-10"),
        ("Pacific/Apia", "2011-12-27"),
        ("Australia/Lord_Howe", "2024-02-29"),
        ("UTC", "2024-02-29"),
        ("UTC", "1999-12-31"),
        ("UTC", "2021-01-03"),
    ];
    let times = prop_oneof![
        0..86_400_i64,
        Just(2 * 3_600 + 1_800),
        Just(9 * 3_600),
        (0..24_i64).prop_map(|hour| hour * 3_600)
    ];
    let options = (any::<bool>(), any::<bool>(), prop::bool::weighted(0.2));
    (rules(), prop::sample::select(starts), 0..9_i64, times, options).prop_map(
        |((rule, reach), (tzid, day), days, time, (first, skip, every))| {
            let day: NaiveDate = day.parse().unwrap();
            let start = day.and_hms_opt(0, 0, 0).unwrap() + TimeDelta::days(days) + TimeDelta::seconds(time);
            let options = RecurrenceOptions::default()
                .with_dtstart_policy(if first { DtStartPolicy::First } else { DtStartPolicy::Match })
                .with_gap_policy(if skip { GapPolicy::Skip } else { GapPolicy::Shift })
                .with_implied_month(if every { ImpliedMonth::Every } else { ImpliedMonth::OfDtStart });
            Case { start: start.format("%Y%m%dT%H%M%S").to_string(), tzid, rule, options, reach }
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    /// The whole is what the slow reader gives, and so is every part of it, however it is asked for.
    #[test]
    fn equals_the_slow_reader(case in cases(), cuts in prop::collection::vec(any::<prop::sample::Index>(), 4), off in -2..3_i64) {
        let (expected, end) = case.expected();
        let whole = case.stepper("");
        let found = all_before(whole.walk(), end);
        prop_assert_eq!(instants(&found), expected.clone(), "the whole of {:?}", case);
        let zone = case.zone();
        for next in &found {
            prop_assert_eq!(zone.cursor().wall(next.instant), next.wall);
        }
        // A budget that does not reach ends it with what was there till then, after so many steps and no more.
        let mut small = Budget::new(40, 0);
        let mut walk = whole.walk();
        let mut begun = Vec::new();
        while let Ok(Some(next)) = walk.next(&mut small) {
            begun.push(next);
        }
        prop_assert!(begun.len() <= 40 && found.iter().zip(&begun).all(|(one, other)| one == other), "{:?}", case);
        if expected.is_empty() {
            return Ok(());
        }
        for cut in cuts {
            let place = cut.index(expected.len());
            let from = Instant(expected[place].0 + off);
            // A window is the whole, cut.
            let left: Vec<Instant> = expected.iter().copied().filter(|moment| *moment >= from).collect();
            let walk = whole.walk_from(from, &mut budget()).expect("within the budget");
            prop_assert_eq!(instants(&all_before(walk, end)), left.clone(), "{:?} from {:?}", case, from);
            prop_assert_eq!(whole.contains(from, &mut budget()), Ok(expected.contains(&from)), "{:?} at {:?}", case, from);
            let before = expected.len() - left.len();
            prop_assert_eq!(whole.len_before(from, &mut budget()), Ok(before as u64), "{:?} before {:?}", case, from);

            // COUNT takes so many from the first on.
            let counted = case.stepper(&format!(";COUNT={}", place + 1));
            prop_assert_eq!(instants(&all_before(counted.walk(), Instant(i64::MAX))), &expected[..=place], "{:?}", case);
            let last = counted.last(&mut budget()).expect("within the budget");
            prop_assert!(matches!(last, Last::At(last) if last.instant == expected[place]), "{:?} {} {:?}", case, place + 1, last);
            let walk = counted.walk_from(from, &mut budget()).expect("within the budget");
            let left: Vec<Instant> = expected[..=place].iter().copied().filter(|moment| *moment >= from).collect();
            prop_assert_eq!(instants(&all_before(walk, Instant(i64::MAX))), left, "{:?} {} from {:?}", case, place + 1, from);
            for one in [expected[place], expected[cut.index(place + 1)], *expected.last().unwrap()] {
                prop_assert_eq!(counted.contains(one, &mut budget()), Ok(one <= expected[place]));
            }

            // UNTIL is inclusive.
            let until = from.utc().unwrap().format(";UNTIL=%Y%m%dT%H%M%SZ").to_string();
            let bounded = case.stepper(&until);
            let mut within: Vec<Instant> = expected.iter().copied().filter(|moment| *moment <= from).collect();
            if case.options.dtstart_policy == DtStartPolicy::First && within.is_empty() {
                within.push(expected[0]);
            }
            prop_assert_eq!(instants(&all_before(bounded.walk(), Instant(i64::MAX))), within.clone(), "{:?}{}", case, until);
            let last = bounded.last(&mut budget()).expect("within the budget");
            match (last, within.last()) {
                (Last::At(last), Some(expected)) => prop_assert_eq!(last.instant, *expected, "{:?}{}", case, until),
                (Last::Never, None) => {}
                other => prop_assert!(false, "{:?}{} {:?}", case, until, other),
            }
        }
    }
}
