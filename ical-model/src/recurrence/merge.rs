//! Several rules and dates in one ascending order.

use core::cmp::Reverse;
use std::collections::BinaryHeap;

use super::stepper::{Occurrence as Moment, Walk};
use super::{Budget, BudgetExceeded};
use crate::time_zone::{Instant, Wall};

/// The moments of several rules and of dates, strictly ascending: one that several give is given once (§3.8.5.3).
#[derive(Debug)]
pub(super) struct Merge<'r> {
    walks: Vec<Walk<'r>>,
    dates: core::slice::Iter<'r, Moment>,
    /// The next moment of each walk and, by the index behind the last walk, of the dates.
    heads: BinaryHeap<Reverse<(Instant, Wall, usize)>>,
    /// How many of the walks were asked for their first moment.
    begun: usize,
    last: Option<Instant>,
}

impl<'r> Merge<'r> {
    pub(super) fn new(walks: Vec<Walk<'r>>, dates: &'r [Moment]) -> Self {
        Self { walks, dates: dates.iter(), heads: BinaryHeap::new(), begun: 0, last: None }
    }

    /// The next.
    pub(super) fn next(&mut self, budget: &mut Budget) -> Result<Option<Moment>, BudgetExceeded> {
        while self.begun <= self.walks.len() {
            self.refill(self.begun, budget)?;
            self.begun += 1;
        }
        while let Some(Reverse((instant, wall, index))) = self.heads.pop() {
            self.refill(index, budget)?;
            if self.last.replace(instant) != Some(instant) {
                return Ok(Some(Moment { wall, instant }));
            }
        }
        Ok(None)
    }

    fn refill(&mut self, index: usize, budget: &mut Budget) -> Result<(), BudgetExceeded> {
        let next = match self.walks.get_mut(index) {
            Some(walk) => walk.next(budget)?,
            None => self.dates.next().copied(),
        };
        self.heads.extend(next.map(|next| Reverse((next.instant, next.wall, index))));
        Ok(())
    }
}
