//! How many occurrences come before a moment, and which is the last.

use super::rule::{LAST_DAY, Rule};
use super::sequence::Sequence;
use super::walk::Walk;
use super::{Last, Occurrence, Stepper};
use crate::recurrence::{Budget, BudgetExceeded, DtStartPolicy};
use crate::time_zone::{Instant, Wall, ZoneCursor};

impl Stepper {
    /// The last of its occurrences.
    pub(crate) fn last(&self, budget: &mut Budget) -> Result<Last, BudgetExceeded> {
        let mut walk = self.walk();
        let Some(first) = walk.next(budget)? else { return Ok(Last::Never) };
        if self.count <= WALKED {
            let mut last = first;
            while let Some(next) = walk.next(budget)? {
                last = next;
            }
            return Ok(Last::At(last));
        }
        let Some(second) = walk.next(budget)? else { return Ok(Last::At(first)) };
        if self.count == u64::MAX && self.until == Instant(i64::MAX) {
            return Ok(Last::Unbounded);
        }
        let mut last = second;
        // No moment from `after` on has an occurrence.
        let mut after = self.until.0.saturating_add(1).min(END);
        if self.count != u64::MAX
            && let Some(last) = self.nth(second.instant, after, budget)?
        {
            return Ok(Last::At(last));
        }
        // An occurrence is rather looked for near the end: by steps back that grow, then by halves.
        let mut back = 1;
        while last.instant.0 + 1 < after {
            let middle = last.instant.0 + (after - last.instant.0) / 2;
            let from = Instant(middle.max(after.saturating_sub(back)));
            match Walk::from(self, from, 1).next(budget)? {
                Some(found) if found.instant.0 < after => last = found,
                _ => {
                    after = from.0;
                    back = back.saturating_mul(8);
                }
            }
        }
        Ok(Last::At(last))
    }

    /// The occurrence at which COUNT is reached, after the second and before another moment; `None` where it is not.
    fn nth(
        &self,
        second: Instant,
        after: i64,
        budget: &mut Budget,
    ) -> Result<Option<Occurrence>, BudgetExceeded> {
        // Before `low` there are `below`, fewer than COUNT; before `high` as many or more.
        let (mut low, mut below, mut step) = (second.0, 1, 86_400_i64);
        let (mut high, mut above) = loop {
            let high = low.saturating_add(step).min(after);
            let len = self.len_before(Instant(high), budget)?;
            if len >= self.count {
                break (high, len);
            }
            if high == after {
                return Ok(None);
            }
            (low, below) = (high, len);
            step = step.saturating_mul(4);
        };
        // Mostly they are spread evenly; where they are not, halves help.
        let mut evenly = true;
        while self.count - below > WALKED && low + 1 < high {
            let half = low + (high - low) / 2;
            let share = i128::from(high - low) * i128::from(self.count - below - WALKED / 2);
            let even = low + i64::try_from(share / i128::from(above - below)).unwrap_or(0);
            let middle = if evenly { even.clamp(low + 1, high - 1) } else { half };
            evenly = !evenly;
            let len = self.len_before(Instant(middle), budget)?;
            if len >= self.count {
                (high, above) = (middle, len);
            } else {
                (low, below) = (middle, len);
            }
        }
        let mut walk = Walk::from(self, Instant(low), self.count - below);
        let mut last = None;
        while let Some(next) = walk.next(budget)? {
            last = Some(next);
        }
        Ok(last)
    }

    /// How many occurrences come before a moment when neither COUNT nor UNTIL ends the rule.
    pub(super) fn len_before(&self, moment: Instant, budget: &mut Budget) -> Result<u64, BudgetExceeded> {
        if moment <= self.start {
            return Ok(0);
        }
        let Some(gaps) = self.gaps_before(moment, budget)?.filter(|_| !self.start_in_gap) else {
            return self.len_walked_before(moment, budget);
        };
        let rule = &self.rule;
        let (_, end) = self.walls_of(moment, &mut self.zone.cursor());
        let mut len = Sequence::new(rule, rule.start).len_before(end, budget)?;
        if self.policy == DtStartPolicy::First && !self.matches_start(budget)? {
            len += 1;
        }
        for gap in gaps {
            if self.skips_gaps {
                let of_gap = Sequence::new(rule, gap.from).len_before(gap.until.min(end), budget)?;
                len = len.saturating_sub(of_gap);
            } else if rule.may_have(gap.from, gap.until) {
                let mut sequence = Sequence::new(rule, gap.from);
                while let Some(start) = sequence.next(budget)?.filter(|start| *start < gap.until.min(end)) {
                    budget.step(|| start.naive())?;
                    let shifted = Wall(start.0 + gap.until.0 - gap.from.0);
                    if shifted >= end || Sequence::new(rule, shifted).next(budget)? == Some(shifted) {
                        len = len.saturating_sub(1);
                    }
                }
            }
        }
        Ok(len)
    }

    /// The same, one after the other.
    fn len_walked_before(&self, moment: Instant, budget: &mut Budget) -> Result<u64, BudgetExceeded> {
        let endless = Self { count: u64::MAX, until: Instant(i64::MAX), ..self.clone() };
        let mut walk = endless.walk();
        let mut len = 0;
        while walk.next(budget)?.is_some_and(|next| next.instant < moment) {
            len += 1;
        }
        Ok(len)
    }

    /// The first wall-clock time from which on a start can be at a moment or later, and the one before which all
    /// that are in no gap are before the moment.
    ///
    /// They differ where clocks were set shortly before: a start in a gap is read as a moment after it, and a time
    /// that is there twice is the first of both.
    pub(super) fn walls_of(&self, moment: Instant, cursor: &mut ZoneCursor<'_>) -> (Wall, Wall) {
        let wall = cursor.wall(moment);
        if cursor.is_steady(moment, LONGEST_SHIFT) {
            return (wall, wall);
        }
        let (mut from, mut until) = (wall, wall);
        let recent = Instant(moment.0.saturating_sub(LONGEST_SHIFT));
        for change in self.changes(recent, Instant(moment.0.saturating_add(1))) {
            // What clocks would show if they had not been set.
            let unchanged = Wall(moment.0 + change.before);
            let at = Wall(change.at.0 + change.before);
            if change.after > change.before && moment.0 < change.at.0 + change.after - change.before {
                from = from.min(unchanged);
            } else if moment.0 < change.at.0 + change.before - change.after {
                until = until.max(at);
            }
        }
        (if self.skips_gaps || from == wall { until } else { from }, until)
    }

    /// The local times that clocks skip, from DTSTART to a moment; `None` where clocks are set so often that gaps
    /// come upon each other.
    fn gaps_before(&self, moment: Instant, budget: &mut Budget) -> Result<Option<Vec<Gap>>, BudgetExceeded> {
        let mut gaps = Vec::new();
        let mut last = Instant(i64::MIN);
        let recent = Instant(moment.0.saturating_sub(LONGEST_SHIFT)).max(self.start);
        // At the moment itself clocks already show what comes behind a gap.
        let until = Instant(moment.0.saturating_add(1));
        for change in self.changes(if self.may_meet() { self.start } else { recent }, until) {
            budget.step(|| self.rule.start.naive())?;
            if change.at.0.saturating_sub(last.0) < 2 * LONGEST_SHIFT {
                return Ok(None);
            }
            last = change.at;
            if change.after > change.before {
                let from = Wall(change.at.0 + change.before);
                gaps.push(Gap { from, until: Wall(change.at.0 + change.after) });
            }
        }
        Ok(Some(gaps))
    }

    /// May a gap that is long past change how many occurrences there are?
    ///
    /// Where its starts are shifted, one only becomes less when it meets another. Starts at one time of the day are
    /// whole days apart.
    fn may_meet(&self) -> bool {
        self.skips_gaps || self.rule.times.len() > 1 || self.zone.spread() >= 86_400
    }

    /// Where clocks are set, from a moment on and before another one.
    fn changes(&self, from: Instant, until: Instant) -> impl Iterator<Item = Change> {
        let span = from.utc().zip(until.utc());
        span.into_iter().flat_map(|(from, until)| self.zone.transitions(from..until)).map(|transition| {
            Change {
                at: Instant::from(transition.at),
                before: transition.before.seconds().into(),
                after: transition.after.seconds().into(),
            }
        })
    }
}

impl Rule {
    /// May there be a start from a time on and before another one? Only the time of day is looked at.
    fn may_have(&self, from: Wall, until: Wall) -> bool {
        let before = |wall: Wall| self.times.len_before(wall.0.rem_euclid(86_400));
        self.is_sub_daily() || from.day() != until.day() || before(from) < before(until)
    }
}

/// Local times that clocks skip.
struct Gap {
    from: Wall,
    until: Wall,
}

/// A moment at which clocks are set, with how far they are ahead of UTC before and after.
struct Change {
    at: Instant,
    before: i64,
    after: i64,
}

/// Offsets are less than a day, so that they differ by less than two.
const LONGEST_SHIFT: i64 = 2 * 86_400;

/// Up to this COUNT, occurrences are walked through rather than counted.
const WALKED: u64 = 64;

/// After the last moment that can be written, in any zone.
const END: i64 = (LAST_DAY + 2) * 86_400;
