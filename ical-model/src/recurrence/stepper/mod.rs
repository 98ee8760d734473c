//! One rule, stepped on the wall clock.
//!
//! [RFC 5545 §3.3.10](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10)
//!
//! ```text
//! rule         the parts of a RECUR with the implied ones        scale        years and months of a calendar
//! day_parts    which days of a year pass, as a day_set           times        which times of a day
//! positions    BYSETPOS                                          year_days    the days of year after year
//! by_day, by_position, sub_daily: three ways to go from one start to the next; sequence is any of them
//! walk         starts to instants: gaps, DTSTART, COUNT, UNTIL   count        how many came before; last
//! ```
//!
//! Nothing is listed: the days of a year are bits, the times of a day a product, and both are counted.

use self::rule::Rule;
use self::sequence::Sequence;
pub(crate) use self::walk::Walk;
use super::{Budget, BudgetExceeded, DtStartPolicy, GapPolicy, RecurrenceError, RecurrenceOptions};
use crate::time_zone::{Instant, Wall, Zone};
use crate::value::{DateOrDateTime, Recur};

mod by_day;
mod by_position;
mod count;
mod day_parts;
mod day_set;
mod positions;
#[cfg(feature = "rscale")]
mod rscale;
mod rule;
mod scale;
mod sequence;
mod sub_daily;
mod times;
mod walk;
mod year_days;

/// A rule with the DTSTART it starts from and the zone of that.
#[derive(Clone, Debug)]
pub(crate) struct Stepper {
    rule: Rule,
    zone: Zone,
    /// DTSTART as a moment.
    start: Instant,
    /// Whether DTSTART stands in a gap.
    start_in_gap: bool,
    policy: DtStartPolicy,
    /// Whether starts in a gap are left out.
    skips_gaps: bool,
    count: u64,
    until: Instant,
}

impl Stepper {
    /// A rule made ready.
    ///
    /// `zone` is that of a zoned `start`; floating times, dates and UTC step in [`Zone::utc`], where wall clock
    /// and instant are the same number.
    pub(crate) fn new(
        recur: &Recur,
        start: &DateOrDateTime,
        zone: &Zone,
        options: &RecurrenceOptions,
    ) -> Result<Self, RecurrenceError> {
        let rule = Rule::new(recur, start, options)?;
        let (instant, start_in_gap) = zone.cursor().instant(rule.start);
        Ok(Self {
            skips_gaps: options.gap_policy == GapPolicy::Skip || rule.is_sub_daily(),
            start: instant,
            start_in_gap,
            policy: options.dtstart_policy,
            count: recur.count().unwrap_or(u64::MAX),
            until: recur.until().map_or(Instant(i64::MAX), |until| bound(until, zone)),
            rule,
            zone: zone.clone(),
        })
    }

    /// Its occurrences from the first on.
    pub(crate) fn walk(&self) -> Walk<'_> {
        Walk::new(self)
    }

    /// Its occurrences from the first on that is at `from` or later.
    ///
    /// That costs the same for any `from`, but for a COUNT: then what comes before is counted.
    pub(crate) fn walk_from(&self, from: Instant, budget: &mut Budget) -> Result<Walk<'_>, BudgetExceeded> {
        if from <= self.start {
            return Ok(self.walk());
        }
        let before = if self.count == u64::MAX { 0 } else { self.len_before(from, budget)? };
        Ok(Walk::from(self, from, self.count.saturating_sub(before)))
    }

    /// Is there an occurrence at a moment?
    pub(crate) fn contains(&self, instant: Instant, budget: &mut Budget) -> Result<bool, BudgetExceeded> {
        if instant < self.start || instant > self.until && instant != self.start {
            return Ok(false);
        }
        let next = Walk::from(self, instant, 1).next(budget)?;
        if next.is_none_or(|next| next.instant != instant) {
            return Ok(false);
        }
        Ok(self.count == u64::MAX || self.walk_from(instant, budget)?.next(budget)?.is_some())
    }

    /// Does the rule itself give its DTSTART (§3.8.5.3: they should match)?
    pub(crate) fn matches_start(&self, budget: &mut Budget) -> Result<bool, BudgetExceeded> {
        let first = Sequence::new(&self.rule, self.rule.start).next(budget)?;
        Ok(first == Some(self.rule.start))
    }
}

/// The last moment of an UNTIL. Without a zone of its own it is in that of DTSTART, a DATE is all of its day there.
fn bound(until: &DateOrDateTime, zone: &Zone) -> Instant {
    match until {
        DateOrDateTime::Date(date) => {
            let next_day = Wall((Wall::from(date.naive()).day() + 1) * 86_400);
            Instant(zone.cursor().instant(next_day).0.0 - 1)
        }
        DateOrDateTime::DateTime(time) => match time.to_utc() {
            Some(utc) => Instant::from(utc),
            None => zone.cursor().instant(Wall::from(time.local())).0,
        },
    }
}

/// Where a rule ends.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Last {
    /// It has no occurrence.
    Never,
    /// At this one.
    At(Occurrence),
    /// Nowhere.
    Unbounded,
}

/// One start that a rule gives.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Occurrence {
    /// What clocks show; for a start in a gap, what they show at the instant it is read as.
    pub(crate) wall: Wall,
    /// The moment.
    pub(crate) instant: Instant,
}

#[cfg(test)]
#[cfg(feature = "tzdb")]
mod tests;
