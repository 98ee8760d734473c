//! From starts on the wall clock to moments.

use std::collections::VecDeque;

use super::rule::LAST_DAY;
use super::sequence::Sequence;
use super::{Occurrence, Stepper};
use crate::recurrence::{Budget, BudgetExceeded, DtStartPolicy};
use crate::time_zone::{Instant, Wall, ZoneCursor};

/// The occurrences of a rule, strictly ascending.
#[derive(Debug)]
pub(crate) struct Walk<'s> {
    stepper: &'s Stepper,
    sequence: Sequence<'s>,
    cursor: ZoneCursor<'s>,
    /// So many more (COUNT).
    left: u64,
    /// All that are to come are later.
    last: Instant,
    /// DTSTART, where it comes first whether the rule gives it or not.
    start: Option<Occurrence>,
    /// Starts in a gap: they are read as moments after it, before which others may come. A gap lasts two days at the
    /// most.
    shifted: VecDeque<Occurrence>,
    /// The start after those, found while they waited.
    ahead: Option<Occurrence>,
    run: Run,
}

/// Starts at the same distance from each other, while clocks are not set: the next is an addition away.
#[derive(Debug)]
struct Run {
    /// Seconds between two starts; 0 where they are not always the same.
    stride: i64,
    /// The start before.
    wall: Wall,
    /// Before which the starts of the run lie; the least number where none goes on.
    until: i64,
}

impl Run {
    const NONE: i64 = i64::MIN;
}

impl<'s> Walk<'s> {
    /// From the first on.
    pub(super) fn new(stepper: &'s Stepper) -> Self {
        let mut walk = Self::starting(
            stepper,
            stepper.rule.start,
            stepper.zone.cursor(),
            Instant(stepper.start.0 - 1),
            stepper.count,
        );
        if stepper.policy == DtStartPolicy::First {
            let wall = walk.cursor.wall(stepper.start);
            walk.start = Some(Occurrence { wall, instant: stepper.start });
        }
        walk
    }

    /// From the first on that is at `from` or later, which is after DTSTART; `left` are still to come.
    pub(super) fn from(stepper: &'s Stepper, from: Instant, left: u64) -> Self {
        if from <= stepper.start {
            return Self { left, ..Self::new(stepper) };
        }
        let mut cursor = stepper.zone.cursor();
        let (begin, _) = stepper.walls_of(from, &mut cursor);
        Self::starting(stepper, begin, cursor, Instant(from.0 - 1), left)
    }

    fn starting(stepper: &'s Stepper, begin: Wall, cursor: ZoneCursor<'s>, last: Instant, left: u64) -> Self {
        Self {
            stepper,
            sequence: Sequence::new(&stepper.rule, begin),
            cursor,
            left,
            last,
            start: None,
            shifted: VecDeque::new(),
            ahead: None,
            run: Run { stride: stepper.rule.stride().unwrap_or(0), wall: begin, until: Run::NONE },
        }
    }

    /// The next.
    #[inline]
    pub(crate) fn next(&mut self, budget: &mut Budget) -> Result<Option<Occurrence>, BudgetExceeded> {
        let wall = Wall(self.run.wall.0.saturating_add(self.run.stride));
        let instant = Instant(self.last.0.saturating_add(self.run.stride));
        if wall.0 >= self.run.until || instant > self.stepper.until || self.left == 0 {
            return self.search(budget);
        }
        budget.step(|| wall.naive())?;
        self.run.wall = wall;
        self.last = instant;
        self.left -= 1;
        Ok(Some(Occurrence { wall, instant }))
    }

    /// The next where it does not go on from the one before.
    #[inline(never)]
    fn search(&mut self, budget: &mut Budget) -> Result<Option<Occurrence>, BudgetExceeded> {
        if self.left == 0 {
            return Ok(None);
        }
        if self.start.is_some() {
            return self.begin(budget);
        }
        if self.run.until != Run::NONE {
            self.leave_run();
        }
        loop {
            let (next, on_time) = if self.shifted.is_empty() && self.ahead.is_none() {
                let Some(wall) = self.sequence.next(budget)? else { return self.end() };
                budget.step(|| wall.naive())?;
                let (instant, shift) = self.cursor.instant_and_shift(wall);
                let next = Occurrence { wall, instant };
                if shift != 0 {
                    self.shift(next, shift);
                    continue;
                }
                (next, true)
            } else {
                match self.waiting(budget)? {
                    Some(next) => (next, false),
                    None => return self.end(),
                }
            };
            if next.instant <= self.last {
                continue;
            }
            if next.instant > self.stepper.until {
                return self.end();
            }
            self.last = next.instant;
            self.left -= 1;
            if on_time && self.run.stride != 0 {
                self.enter_run(next.wall);
            }
            return Ok(Some(next));
        }
    }

    /// From this start on the next ones are reckoned, as long as its offset holds.
    #[cold]
    fn enter_run(&mut self, wall: Wall) {
        let end = (LAST_DAY + 1) * 86_400;
        self.run.wall = wall;
        self.run.until = self.cursor.plain_until(wall).map_or(Run::NONE, |until| until.min(end));
    }

    /// The rule says how it goes on after the run.
    #[cold]
    fn leave_run(&mut self) {
        self.sequence = Sequence::new(&self.stepper.rule, Wall(self.run.wall.0.saturating_add(1)));
        self.run.until = Run::NONE;
    }

    /// DTSTART.
    #[cold]
    fn begin(&mut self, budget: &mut Budget) -> Result<Option<Occurrence>, BudgetExceeded> {
        budget.step(|| self.stepper.rule.start.naive())?;
        let start = self.start.take();
        self.last = self.stepper.start;
        self.left -= 1;
        Ok(start)
    }

    #[cold]
    fn end(&mut self) -> Result<Option<Occurrence>, BudgetExceeded> {
        self.left = 0;
        Ok(None)
    }

    /// Keeps a start in a gap until its moment comes.
    #[cold]
    fn shift(&mut self, start: Occurrence, shift: i32) {
        if !self.stepper.skips_gaps {
            let wall = Wall(start.wall.0.saturating_add(i64::from(shift)));
            self.shifted.push_back(Occurrence { wall, ..start });
        }
    }

    /// The next where some wait.
    #[cold]
    fn waiting(&mut self, budget: &mut Budget) -> Result<Option<Occurrence>, BudgetExceeded> {
        while self.ahead.is_none() {
            let Some(wall) = self.sequence.next(budget)? else { break };
            budget.step(|| wall.naive())?;
            match self.cursor.instant_and_shift(wall) {
                (instant, 0) => self.ahead = Some(Occurrence { wall, instant }),
                (instant, shift) => self.shift(Occurrence { wall, instant }, shift),
            }
        }
        match (self.shifted.front(), self.ahead) {
            (Some(shifted), Some(ahead)) if ahead.instant < shifted.instant => Ok(self.ahead.take()),
            (Some(_), _) => Ok(self.shifted.pop_front()),
            (None, _) => Ok(self.ahead.take()),
        }
    }
}
