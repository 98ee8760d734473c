//! What DTSTART, RRULE, RDATE, EXDATE and EXRULE of one component say together.
//!
//! [RFC 5545 §3.8.5](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5)

use core::ops::{Bound, RangeBounds};

use chrono::{DateTime, NaiveDateTime, Utc};

use super::builder::RecurrenceBuilder;
use super::clock::Clock;
use super::exclusion::{Excluder, Exclusions};
use super::merge::Merge;
use super::stepper::{Last, Occurrence as Moment, Stepper, Walk};
use super::{Budget, BudgetExceeded};
use crate::time_zone::{Instant, Wall, Zone};
use crate::value::{DateOrDateTime, Period};

/// The occurrences that DTSTART, RRULE, RDATE, EXDATE and EXRULE of one component give.
///
/// They are worked out when they are asked for, in order, each once. DTSTART is the first (§3.8.5.3) unless
/// [`DtStartPolicy`](super::DtStartPolicy) leaves it out or an EXDATE removes it. Several rules give all that any of
/// them gives. EXDATE and EXRULE win over RRULE and RDATE; date-times are compared as moments, days as days, and an
/// EXDATE that is a day removes what starts on that local day.
///
/// ```
/// use ical_model::recurrence::{Budget, Recurrence};
/// let thirteenths = Recurrence::builder("19970902T090000".parse()?)
///     .rule("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13".parse()?)
///     .exclude("19970902T090000".parse()?)
///     .build()?;
/// let mut budget = Budget::default();
/// let starts: Result<Vec<_>, _> =
///     thirteenths.occurrences(&mut budget).take(3).map(|next| next.map(|next| next.start().to_string())).collect();
/// assert_eq!(starts?, ["19980213T090000", "19980313T090000", "19981113T090000"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Recurrence {
    pub(super) start: DateOrDateTime,
    pub(super) first: Moment,
    pub(super) clock: Clock,
    pub(super) rules: Vec<Stepper>,
    /// Starts that no rule gives: ascending, each once.
    pub(super) dates: Vec<Moment>,
    /// RDATEs with an end of their own, by their starts, which are among `dates` too; each start once.
    pub(super) periods: Vec<(Instant, Period)>,
    pub(super) exclusions: Exclusions,
    /// No start is told by the second pass of a fold, so that later ones show later times.
    pub(super) walls_ascend: bool,
}

impl Recurrence {
    /// A recurrence from this DTSTART, to which rules and dates are added.
    #[must_use]
    pub fn builder(start: DateOrDateTime) -> RecurrenceBuilder {
        RecurrenceBuilder::new(start)
    }

    /// DTSTART.
    #[must_use]
    pub const fn start(&self) -> &DateOrDateTime {
        &self.start
    }

    /// The zone of DTSTART; that of UTC for days and floating times.
    #[must_use]
    pub const fn zone(&self) -> &Zone {
        self.clock.zone()
    }

    /// All occurrences.
    pub fn occurrences<'r, 'b>(&'r self, budget: &'b mut Budget) -> Occurrences<'r, 'b> {
        let moments = self.moments();
        Occurrences { recurrence: self, moments: Ok(Some(moments)), bounds: Bounds::default(), budget }
    }

    /// The occurrences between two moments; floating times and days are read as UTC.
    ///
    /// Moments far from DTSTART cost what near ones do.
    ///
    /// ```
    /// use ical_model::recurrence::{Budget, Recurrence};
    /// let daily = Recurrence::builder("19900101T090000Z".parse()?).rule("FREQ=DAILY".parse()?).build()?;
    /// let from = "2040-03-01T00:00:00Z".parse::<chrono::DateTime<chrono::Utc>>()?;
    /// let mut budget = Budget::default();
    /// let next = daily.occurrences_between(from.., &mut budget).next().expect("it goes on for ever")?;
    /// assert_eq!(next.utc().to_rfc3339(), "2040-03-01T09:00:00+00:00");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn occurrences_between<'r, 'b>(
        &'r self,
        range: impl RangeBounds<DateTime<Utc>>,
        budget: &'b mut Budget,
    ) -> Occurrences<'r, 'b> {
        let from = lower(range.start_bound(), |time| Instant::from(*time).0);
        let to = upper(range.end_bound(), |time| Instant::from(*time).0);
        let moments = self.seek(from, budget);
        Occurrences { recurrence: self, moments, bounds: Bounds { to, wall: None }, budget }
    }

    /// The occurrences between two times on the clock of DTSTART.
    pub fn occurrences_between_local<'r, 'b>(
        &'r self,
        range: impl RangeBounds<NaiveDateTime>,
        budget: &'b mut Budget,
    ) -> Occurrences<'r, 'b> {
        let from = lower(range.start_bound(), |time| Wall::from(*time).0);
        let to = upper(range.end_bound(), |time| Wall::from(*time).0);
        let moments = self.seek(self.clock.earliest(from), budget);
        let bounds = Bounds { to: self.clock.latest(to), wall: Some((from, to)) };
        Occurrences { recurrence: self, moments, bounds, budget }
    }

    /// Does an occurrence start at this moment? Floating times and days are read as UTC.
    ///
    /// # Errors
    ///
    /// More work than the budget allows.
    pub fn contains(&self, time: DateTime<Utc>, budget: &mut Budget) -> Result<bool, BudgetExceeded> {
        let moment = self.clock.moment_at(Instant::from(time));
        let mut found = self.dates.binary_search_by_key(&moment.instant, |date| date.instant).is_ok();
        for rule in &self.rules {
            found = found || rule.contains(moment.instant, budget)?;
        }
        match self.exclusions.excluder() {
            Some(mut excluder) if found => Ok(!excluder.excludes(moment, budget)?),
            _ => Ok(found),
        }
    }

    /// Does one of the rules give DTSTART, as §3.8.5.3 says that it should? True where there is no rule.
    ///
    /// # Errors
    ///
    /// More work than the budget allows.
    pub fn is_start_in_rules(&self, budget: &mut Budget) -> Result<bool, BudgetExceeded> {
        for rule in &self.rules {
            if rule.matches_start(budget)? {
                return Ok(true);
            }
        }
        Ok(self.rules.is_empty())
    }

    /// The moments of all occurrences.
    pub(super) fn moments(&self) -> Moments<'_> {
        let source = match (&*self.rules, &*self.dates) {
            ([rule], []) => Source::Rule(rule.walk()),
            ([], dates) => Source::Dates(dates.iter()),
            (rules, dates) => Source::Merge(Merge::new(rules.iter().map(Stepper::walk).collect(), dates)),
        };
        Moments { source, excluder: self.exclusions.excluder() }
    }

    /// The moments of the occurrences that are at `from` or later.
    pub(super) fn moments_from(
        &self,
        from: Instant,
        budget: &mut Budget,
    ) -> Result<Moments<'_>, BudgetExceeded> {
        let later = self.dates.partition_point(|date| date.instant < from);
        let dates = self.dates.get(later..).unwrap_or_default();
        let source = match &*self.rules {
            [rule] if dates.is_empty() => Source::Rule(rule.walk_from(from, budget)?),
            [] => Source::Dates(dates.iter()),
            rules => {
                let walks: Result<_, _> = rules.iter().map(|rule| rule.walk_from(from, budget)).collect();
                Source::Merge(Merge::new(walks?, dates))
            }
        };
        Ok(Moments { source, excluder: self.exclusions.excluder() })
    }

    fn seek(&self, from: i64, budget: &mut Budget) -> Result<Option<Moments<'_>>, BudgetExceeded> {
        if from == i64::MIN {
            Ok(Some(self.moments()))
        } else {
            self.moments_from(Instant(from), budget).map(Some)
        }
    }

    /// The RDATE with an end of its own that starts then.
    pub(super) fn period(&self, start: Instant) -> Option<&Period> {
        let index = self.periods.binary_search_by_key(&start, |(start, _)| *start).ok()?;
        self.periods.get(index).map(|(_, period)| period)
    }

    /// The occurrence that is at this moment, or with `whole_day` the first of its local day.
    pub(super) fn given(
        &self,
        id: Moment,
        whole_day: bool,
        budget: &mut Budget,
    ) -> Result<Option<Moment>, BudgetExceeded> {
        let next = self.moments_from(id.instant, budget)?.next(budget)?;
        Ok(next.filter(|next| match whole_day {
            true => next.wall.day() == id.wall.day(),
            false => next.instant == id.instant,
        }))
    }

    /// A moment after which no occurrence starts; EXDATE and EXRULE are not looked at.
    pub(super) fn last(&self, budget: &mut Budget) -> Result<Last, BudgetExceeded> {
        let mut last = self.dates.last().map_or(Last::Never, |date| Last::At(*date));
        for rule in &self.rules {
            last = match (last, rule.last(budget)?) {
                (Last::Unbounded, _) | (_, Last::Unbounded) => return Ok(Last::Unbounded),
                (Last::Never, other) | (other, Last::Never) => other,
                (Last::At(one), Last::At(other)) if one.instant < other.instant => Last::At(other),
                (one @ Last::At(_), Last::At(_)) => one,
            };
        }
        Ok(last)
    }
}

/// One occurrence of a [`Recurrence`].
#[derive(Clone, Copy, Debug)]
pub struct Occurrence<'r> {
    moment: Moment,
    recurrence: &'r Recurrence,
}

impl<'r> Occurrence<'r> {
    /// When it starts, in the form and zone of DTSTART. A start that clocks skip is told by what they show then.
    #[must_use]
    pub fn start(&self) -> DateOrDateTime {
        self.recurrence.clock.value(self.moment.wall)
    }

    /// When it starts, on the clock of DTSTART.
    #[must_use]
    #[inline]
    pub fn local(&self) -> NaiveDateTime {
        self.moment.wall.naive().unwrap_or_default()
    }

    /// The moment at which it starts; floating times and days are read as UTC.
    #[must_use]
    #[inline]
    pub fn utc(&self) -> DateTime<Utc> {
        self.moment.instant.utc().unwrap_or_default()
    }

    /// The moment at which it starts, floating times and days read in a zone.
    #[must_use]
    pub fn utc_in(&self, floating: &Zone) -> DateTime<Utc> {
        if self.recurrence.clock.is_local() { floating.to_utc(self.local()) } else { self.utc() }
    }

    /// The RDATE that says when this one ends.
    #[must_use]
    pub fn period(&self) -> Option<&'r Period> {
        self.recurrence.period(self.moment.instant)
    }
}

/// The occurrences of a [`Recurrence`], in order. After an error there are no more.
#[derive(Debug)]
pub struct Occurrences<'r, 'b> {
    recurrence: &'r Recurrence,
    moments: Result<Option<Moments<'r>>, BudgetExceeded>,
    bounds: Bounds,
    budget: &'b mut Budget,
}

impl<'r> Iterator for Occurrences<'r, '_> {
    type Item = Result<Occurrence<'r>, BudgetExceeded>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let moments = match &mut self.moments {
            Ok(Some(moments)) => moments,
            Ok(None) => return None,
            Err(error) => {
                let error = *error;
                self.moments = Ok(None);
                return Some(Err(error));
            }
        };
        match advance(moments, &self.bounds, self.budget) {
            Ok(Some(moment)) => Some(Ok(Occurrence { moment, recurrence: self.recurrence })),
            Ok(None) => {
                self.moments = Ok(None);
                None
            }
            Err(error) => {
                self.moments = Ok(None);
                Some(Err(error))
            }
        }
    }
}

#[inline]
fn advance(
    moments: &mut Moments<'_>,
    bounds: &Bounds,
    budget: &mut Budget,
) -> Result<Option<Moment>, BudgetExceeded> {
    loop {
        let Some(moment) = moments.next(budget)?.filter(|moment| moment.instant.0 <= bounds.to) else {
            return Ok(None);
        };
        if bounds.wall.is_none_or(|(from, to)| (from..=to).contains(&moment.wall.0)) {
            budget.instance(|| moment.wall.naive())?;
            return Ok(Some(moment));
        }
    }
}

/// Where occurrences end, both ends included.
#[derive(Clone, Copy, Debug)]
struct Bounds {
    to: i64,
    /// Bounds on the wall clock, which may go back.
    wall: Option<(i64, i64)>,
}

impl Default for Bounds {
    fn default() -> Self {
        Self { to: i64::MAX, wall: None }
    }
}

fn lower<T>(bound: Bound<&T>, number: impl Fn(&T) -> i64) -> i64 {
    match bound {
        Bound::Included(time) => number(time),
        Bound::Excluded(time) => number(time).saturating_add(1),
        Bound::Unbounded => i64::MIN,
    }
}

fn upper<T>(bound: Bound<&T>, number: impl Fn(&T) -> i64) -> i64 {
    match bound {
        Bound::Included(time) => number(time),
        Bound::Excluded(time) => number(time).saturating_sub(1),
        Bound::Unbounded => i64::MAX,
    }
}

/// The moments of a recurrence, strictly ascending.
#[derive(Debug)]
pub(super) struct Moments<'r> {
    source: Source<'r>,
    excluder: Option<Excluder<'r>>,
}

impl Moments<'_> {
    /// The next.
    #[inline]
    pub(super) fn next(&mut self, budget: &mut Budget) -> Result<Option<Moment>, BudgetExceeded> {
        loop {
            let next = match &mut self.source {
                Source::Rule(walk) => walk.next(budget)?,
                Source::Dates(dates) => dates.next().copied(),
                Source::Merge(merge) => merge.next(budget)?,
            };
            let (Some(excluder), Some(moment)) = (&mut self.excluder, next) else { return Ok(next) };
            if !excluder.excludes(moment, budget)? {
                return Ok(next);
            }
        }
    }
}

#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "the large one is the usual one")]
enum Source<'r> {
    Rule(Walk<'r>),
    Dates(core::slice::Iter<'r, Moment>),
    Merge(Merge<'r>),
}
