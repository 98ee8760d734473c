//! Rules beside the crate `rrule`, and beside what they mean word by word.

use core::fmt;
use core::ops::Bound;

use chrono::{Datelike, Months, NaiveDateTime};
use ical_model::recurrence::rrule_crate::{ConversionError, rule_set};
use ical_model::recurrence::{Budget, DtStartPolicy, ImpliedMonth, Recurrence, RecurrenceOptions};
use ical_model::value::{DateOrDateTime, DateTime, Frequency, Recur, RecurPart};

use crate::{Definition, Found};

/// Two lines, a DTSTART and an RRULE: both engines give the same, where both are right.
///
/// The property holds for the years from 1583, when the crate's calendar begins for sure, to 2400, and for rules whose
/// numbers are not so large that the crate counts beyond its integers.
pub fn rrule(octets: &[u8]) {
    let Some((recur, start)) = rule_and_start(octets) else { return };
    if !(1583..=2400).contains(&start.year()) || recur.interval().get() > 10_000 {
        return;
    }
    if let Outcome::Different(difference) = compare(&recur, start) {
        panic!("{difference}");
    }
}

/// A DTSTART and a rule in two lines of text. The start is taken as UTC.
pub(crate) fn rule_and_start(octets: &[u8]) -> Option<(Recur, NaiveDateTime)> {
    let (start, rule) = core::str::from_utf8(octets).ok()?.split_once('\n')?;
    let start: DateOrDateTime = start.trim_end().parse().ok()?;
    let recur: Recur = rule.trim_end().parse().ok()?;
    Some((recur, start.local()))
}

/// What a comparison of a rule came to.
#[derive(Debug)]
pub enum Outcome {
    /// The engines gave the same, so many occurrences.
    Same(usize),
    /// They may differ, for this reason; ours gave what the rule means word by word.
    Excluded(Exclusion),
    /// They gave something else without a reason.
    Different(Box<Difference>),
}

/// Why the crate is no measure for a rule.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Exclusion {
    /// The rule breaks a MUST of RFC 5545 §3.3.10, so it has no meaning.
    Faulty,
    /// The crate cannot hold the rule.
    NotHeld,
    /// The crate refuses the rule, though it is allowed: BYDAY=-5MO with FREQ=MONTHLY, a BYSETPOS beyond the number of
    /// hours, days or weeks, BYSECOND=60.
    Refused,
    /// FREQ=YEARLY with BYMONTHDAY alone: the month of DTSTART by RFC 8984 §4.3.3.1, every month in the crate.
    ImpliedMonth,
    /// FREQ=YEARLY with BYWEEKNO alone: the weekday of DTSTART by RFC 8984 §4.3.3.1, every day in the crate.
    ImpliedWeekday,
    /// BYDAY with and without numbers, of which the crate wants both at once: BYDAY=MO,2TU gives nothing.
    MixedByDay,
    /// BYSETPOS in a week that DTSTART stands in the midst of: the crate counts from DTSTART, RFC 5545 §3.3.10 in the
    /// whole week.
    SetPosOfFirstWeek,
    /// FREQ=MINUTELY and FREQ=SECONDLY with BYHOUR or BYMINUTE: where the crate passes over an hour or a day it loses
    /// the beat of INTERVAL, or leaves the day out that it came to.
    PassedOver,
    /// BYWEEKNO=52, 53, -52 or -53: around the New Year the crate takes the length of this year for that of the last,
    /// and does not know the week that starts in December as the first from the end.
    WeekAcrossYears,
}

impl Exclusion {
    /// Every one.
    pub const ALL: [Self; 9] = [
        Self::Faulty,
        Self::NotHeld,
        Self::Refused,
        Self::ImpliedMonth,
        Self::ImpliedWeekday,
        Self::MixedByDay,
        Self::SetPosOfFirstWeek,
        Self::PassedOver,
        Self::WeekAcrossYears,
    ];

    /// The first that holds for a rule, by its parts.
    #[must_use]
    pub fn of(recur: &Recur, start: NaiveDateTime) -> Option<Self> {
        let has = |part| recur.has(part);
        let frequency = recur.frequency();
        let yearly = frequency == Frequency::Yearly;
        let days = has(RecurPart::ByDay) || has(RecurPart::ByMonthDay) || has(RecurPart::ByYearDay);
        let with_ordinal = recur.by_day().iter().filter(|day| day.ordinal.is_some()).count();
        let start_of_week = chrono::Weekday::from(recur.week_start()) == start.weekday();
        let interval = recur.interval().get();
        let limits = match frequency {
            Frequency::Minutely => [RecurPart::ByHour, RecurPart::ByMinute].into_iter().any(has),
            Frequency::Secondly => {
                [RecurPart::ByHour, RecurPart::ByMinute, RecurPart::BySecond].into_iter().any(has)
            }
            _ => false,
        };
        let passes_over = limits && (days || has(RecurPart::ByMonth) || 60 % interval != 0);
        [
            (recur.faults().next().is_some(), Self::Faulty),
            (
                yearly
                    && has(RecurPart::ByMonthDay)
                    && ![RecurPart::ByDay, RecurPart::ByMonth, RecurPart::ByWeekNo, RecurPart::ByYearDay]
                        .into_iter()
                        .any(has),
                Self::ImpliedMonth,
            ),
            (has(RecurPart::ByWeekNo) && !days, Self::ImpliedWeekday),
            (with_ordinal > 0 && with_ordinal < recur.by_day().len(), Self::MixedByDay),
            (
                frequency == Frequency::Weekly && has(RecurPart::BySetPos) && !start_of_week,
                Self::SetPosOfFirstWeek,
            ),
            (passes_over, Self::PassedOver),
            (recur.by_week_no().iter().any(|week| week.unsigned_abs() >= 52), Self::WeekAcrossYears),
        ]
        .into_iter()
        .find_map(|(holds, exclusion)| holds.then_some(exclusion))
    }
}

/// Ours beside the definition, and beside the crate where it is a measure.
#[must_use]
pub fn compare(recur: &Recur, start: NaiveDateTime) -> Outcome {
    let comparison = Comparison { recur, start };
    let exclusion = Exclusion::of(recur, start);
    if exclusion == Some(Exclusion::Faulty) {
        return Outcome::Excluded(Exclusion::Faulty);
    }
    comparison.run(exclusion).unwrap_or_else(Outcome::Different)
}

/// How many occurrences are compared.
const OCCURRENCES: usize = 40;
/// How many years after DTSTART are compared.
const YEARS: u32 = 60;
/// How many periods the definition looks at.
const PERIODS: u32 = 20_000;

struct Comparison<'r> {
    recur: &'r Recur,
    start: NaiveDateTime,
}

impl Comparison<'_> {
    fn run(&self, exclusion: Option<Exclusion>) -> Result<Outcome, Box<Difference>> {
        let found = self.beside_definition(ImpliedMonth::OfDtStart)?;
        // The crate takes every month.
        let every_month = self.recur.frequency() == Frequency::Yearly
            && !self.recur.has(RecurPart::ByMonth)
            && self.recur.has(RecurPart::ByMonthDay)
            && self.recur.has(RecurPart::ByDay);
        let found = if every_month { self.beside_definition(ImpliedMonth::Every)? } else { found };
        let exclusion = match exclusion {
            None => self.beside_crate(&found)?,
            exclusion => exclusion,
        };
        Ok(exclusion.map_or(Outcome::Same(found.occurrences.len()), Outcome::Excluded))
    }

    /// Ours and what the rule means, word by word: those occurrences.
    fn beside_definition(&self, implied_month: ImpliedMonth) -> Result<Found, Box<Difference>> {
        let end = self.start.checked_add_months(Months::new(12 * YEARS)).unwrap_or(NaiveDateTime::MAX);
        let definition = Definition::new(self.recur, self.start, implied_month == ImpliedMonth::Every);
        let found = definition.first(OCCURRENCES, end, PERIODS);
        let options = RecurrenceOptions::default()
            .with_dtstart_policy(DtStartPolicy::Match)
            .with_implied_month(implied_month);
        let ours = self.ours(options, &found);
        self.same("the definition", &ours, &found.occurrences)?;
        // DTSTART is there and counted where it does not match: one more in front and one fewer at the end.
        let mut with_start = found.occurrences.clone();
        if with_start.first() != Some(&self.start) {
            with_start.insert(0, self.start);
            let count =
                self.recur.count().and_then(|count| usize::try_from(count).ok()).unwrap_or(usize::MAX);
            with_start.truncate(count);
        }
        let ours = self.ours(options.with_dtstart_policy(DtStartPolicy::First), &found);
        self.same("the definition with DTSTART", &ours, &with_start)?;
        Ok(found)
    }

    /// As many of ours as the definition found and one more, but none that it did not look for.
    fn ours(&self, options: RecurrenceOptions, found: &Found) -> Vec<NaiveDateTime> {
        let Ok(start) = DateTime::utc(self.start) else { return Vec::new() };
        let builder = Recurrence::builder(start.into()).rule(self.recur.clone()).options(options);
        let Ok(recurrence) = builder.build() else { return Vec::new() };
        let mut budget = Budget::default();
        let to = found.looked_to.map_or(Bound::Unbounded, |to| Bound::Excluded(to.and_utc()));
        let occurrences = recurrence.occurrences_between((Bound::Unbounded, to), &mut budget);
        let number = found.occurrences.len().saturating_add(1);
        occurrences.take(number).map_while(|next| next.ok().map(|occurrence| occurrence.local())).collect()
    }

    /// The crate and what was found; an exclusion where it has no answer.
    fn beside_crate(&self, found: &Found) -> Result<Option<Exclusion>, Box<Difference>> {
        let Ok(start) = DateTime::utc(self.start) else { return Ok(Some(Exclusion::NotHeld)) };
        let set = match rule_set(self.recur, &start.into(), rrule::Tz::UTC) {
            Ok(set) => set.limit(),
            Err(ConversionError::Refused(_)) => return Ok(Some(Exclusion::Refused)),
            Err(_) => return Ok(Some(Exclusion::NotHeld)),
        };
        // It learns that there is nothing more by looking through thousands of years; that is asked of every eighth.
        let ask_for_more = self.recur.to_string().bytes().fold(0, u8::wrapping_add) % 8 == 0;
        let number = found.occurrences.len() + usize::from(ask_for_more || self.recur.count().is_some());
        let looked = |time: &NaiveDateTime| found.looked_to.is_none_or(|to| *time < to);
        let theirs: Vec<_> =
            set.into_iter().map(|date| date.naive_utc()).take(number).take_while(looked).collect();
        self.same("rrule", &found.occurrences, &theirs)?;
        Ok(None)
    }

    fn same(
        &self,
        other: &'static str,
        ours: &[NaiveDateTime],
        theirs: &[NaiveDateTime],
    ) -> Result<(), Box<Difference>> {
        let longer = ours.len().max(theirs.len());
        let Some(place) = (0..longer).find(|place| ours.get(*place) != theirs.get(*place)) else {
            return Ok(());
        };
        let (ours, theirs) = (ours.get(place).copied(), theirs.get(place).copied());
        Err(Box::new(Difference { start: self.start, recur: self.recur.clone(), other, place, ours, theirs }))
    }
}

/// Which occurrences differ.
#[derive(Debug)]
pub struct Difference {
    start: NaiveDateTime,
    recur: Recur,
    other: &'static str,
    place: usize,
    ours: Option<NaiveDateTime>,
    theirs: Option<NaiveDateTime>,
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { start, recur, other, place, ours, theirs } = self;
        write!(f, "DTSTART:{}Z RRULE:{recur}: occurrence {place} is ", start.format("%Y%m%dT%H%M%S"))?;
        write!(f, "{ours:?} by ical-model, {theirs:?} by {other}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn case(start: &str, rule: &str) -> (Recur, NaiveDateTime) {
        rule_and_start(format!("{start}\n{rule}").as_bytes()).expect("a rule")
    }

    #[test]
    fn exclusions() {
        for (start, rule, expected) in [
            ("20270101T090000Z", "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=3", None),
            ("20270101T090000Z", "FREQ=YEARLY;BYMONTHDAY=3", Some(Exclusion::ImpliedMonth)),
            ("20270101T090000Z", "FREQ=YEARLY;BYMONTHDAY=13;BYDAY=FR", None),
            ("20270101T090000Z", "FREQ=YEARLY;BYWEEKNO=3", Some(Exclusion::ImpliedWeekday)),
            ("20270101T090000Z", "FREQ=YEARLY;BYWEEKNO=3;BYDAY=TU", None),
            ("20270101T090000Z", "FREQ=YEARLY;BYWEEKNO=-53;BYDAY=TU", Some(Exclusion::WeekAcrossYears)),
            ("20270101T090000Z", "FREQ=MONTHLY;BYDAY=MO,2TU", Some(Exclusion::MixedByDay)),
            ("20270101T090000Z", "FREQ=MONTHLY;BYDAY=1MO,2TU", None),
            ("20270101T090000Z", "FREQ=WEEKLY;BYDAY=MO,FR;BYSETPOS=1", Some(Exclusion::SetPosOfFirstWeek)),
            ("20270104T090000Z", "FREQ=WEEKLY;BYDAY=MO,FR;BYSETPOS=1", None),
            ("20270101T090000Z", "FREQ=MINUTELY;BYHOUR=9;BYDAY=MO", Some(Exclusion::PassedOver)),
            ("20270101T090000Z", "FREQ=MINUTELY;BYHOUR=9", None),
            (
                "19340131T051500Z",
                "FREQ=MINUTELY;INTERVAL=112;BYMINUTE=59;BYDAY=WE",
                Some(Exclusion::PassedOver),
            ),
            ("20270101T090000Z", "FREQ=SECONDLY;INTERVAL=7;BYMINUTE=9", Some(Exclusion::PassedOver)),
            ("20270101T090000Z", "FREQ=WEEKLY;BYMONTHDAY=3", Some(Exclusion::Faulty)),
            ("20270101T090000Z", "FREQ=MONTHLY;BYDAY=-5MO", Some(Exclusion::Refused)),
            ("20270101T090000Z", "RSCALE=GREGORIAN;FREQ=DAILY", Some(Exclusion::NotHeld)),
        ] {
            let (recur, start) = case(start, rule);
            match (compare(&recur, start), expected) {
                (Outcome::Same(_), None) => {}
                (Outcome::Excluded(exclusion), Some(expected)) => assert_eq!(exclusion, expected, "{rule}"),
                (outcome, expected) => panic!("{rule}: {outcome:?}, not {expected:?}"),
            }
        }
    }

    #[test]
    fn a_difference_names_the_occurrence() {
        let (recur, start) = case("20270101T090000Z", "FREQ=DAILY");
        let next = start + chrono::TimeDelta::days(1);
        let comparison = Comparison { recur: &recur, start };
        assert!(comparison.same("another", &[start, next], &[start, next]).is_ok());
        for (ours, theirs, place) in [(vec![start, next], vec![start], 1), (vec![next], vec![start], 0)] {
            let difference = comparison.same("another", &ours, &theirs).expect_err("they differ");
            assert_eq!(difference.place, place);
            assert!(
                difference.to_string().starts_with("DTSTART:20270101T090000Z RRULE:FREQ=DAILY: occurrence ")
            );
        }
    }
}
