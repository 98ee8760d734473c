//! The instances of a recurrence set in a window, in order.

use core::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::sync::Arc;

use super::clock::DAY;
use super::exclusion::Excluder;
use super::instance::Instance;
use super::overlap::{Overlap, Range};
use super::recurrence::Moments;
use super::segment::{Hands, Segment};
use super::spans::{Between, Span, SpanSource};
use super::window::{LONGEST_SHIFT, View};
use super::{Budget, BudgetExceeded, Recurrence, RecurrenceSet, Window};
use crate::time_zone::{Instant, Wall};

/// The instances of a [`RecurrenceSet`] in a window, ascending by their start in UTC. After an error there are no more.
#[derive(Debug)]
pub struct Instances<'s, 'd, 'w, 'b> {
    set: &'s RecurrenceSet<'d>,
    range: Range,
    view: View<'w>,
    budget: &'b mut Budget,
    state: State<'s, 'd>,
}

#[derive(Debug)]
enum State<'s, 'd> {
    /// Nothing was asked yet.
    New,
    Walking(Walking<'s, 'd>),
    Done,
}

impl<'s, 'd, 'w, 'b> Instances<'s, 'd, 'w, 'b> {
    pub(super) fn new(set: &'s RecurrenceSet<'d>, window: &'w Window, budget: &'b mut Budget) -> Self {
        Self { set, range: window.range(), view: window.view(), budget, state: State::New }
    }

    /// The budget that they spend.
    pub(super) fn budget(&mut self) -> &mut Budget {
        self.budget
    }

    fn advance(&mut self) -> Result<Option<Instance<'d>>, BudgetExceeded> {
        if matches!(self.state, State::New) {
            self.state = State::Walking(Walking::new(self.set, self.range, &mut self.view));
        }
        let State::Walking(walking) = &mut self.state else { return Ok(None) };
        let next = walking.next(self.set, self.range, &mut self.view, self.budget)?;
        if let Some(instance) = &next {
            self.budget.instance(|| instance.start.wall.naive())?;
        }
        Ok(next)
    }
}

impl<'d> Iterator for Instances<'_, 'd, '_, '_> {
    type Item = Result<Instance<'d>, BudgetExceeded>;

    fn next(&mut self) -> Option<Self::Item> {
        let next = self.advance().transpose();
        if !matches!(next, Some(Ok(_))) {
            self.state = State::Done;
        }
        next
    }
}

/// Several ascending stretches, and the instances that are stated, put in one order.
#[derive(Debug)]
struct Walking<'s, 'd> {
    stretches: Vec<Stretch<'s, 'd>>,
    stated: Stated<'s, 'd>,
    /// What there is to look at, by its floor: nothing of it that is to come starts before, in seconds of UTC.
    floors: BinaryHeap<Reverse<(i64, Lane)>>,
    /// Instances that were met before their turn.
    waiting: BinaryHeap<Reverse<Waiting<'d>>>,
}

/// Where the next instance may come from.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Lane {
    Stated,
    Stretch(usize),
}

impl<'s, 'd> Walking<'s, 'd> {
    fn new(set: &'s RecurrenceSet<'d>, range: Range, view: &mut View<'_>) -> Self {
        let mut stretches = Vec::new();
        let mut floors = BinaryHeap::new();
        if let Some(recurrence) = &set.recurrence {
            for segment in &set.segments {
                if let Some((floor, stretch)) = Stretch::new(segment, recurrence, view) {
                    floors.push(Reverse((floor, Lane::Stretch(stretches.len()))));
                    stretches.push(stretch);
                }
            }
        }
        let stated = Stated::new(set, range);
        floors.push(Reverse((i64::MIN, Lane::Stated)));
        Self { stretches, stated, floors, waiting: BinaryHeap::new() }
    }

    fn next(
        &mut self,
        set: &'s RecurrenceSet<'d>,
        range: Range,
        view: &mut View<'_>,
        budget: &mut Budget,
    ) -> Result<Option<Instance<'d>>, BudgetExceeded> {
        loop {
            let first = self.waiting.peek().map(|Reverse(first)| first.instance.start_utc);
            if first.is_some_and(|first| self.is_turn_of(first)) {
                return Ok(self.waiting.pop().map(|Reverse(first)| first.instance));
            }
            let Some(Reverse((_, lane))) = self.floors.pop() else { return Ok(None) };
            let found = match lane {
                Lane::Stated => self.stated.next(range, view, budget)?,
                Lane::Stretch(index) => match self.stretches.get_mut(index) {
                    Some(stretch) => stretch.next(set, range, view, budget)?,
                    None => None,
                },
            };
            let Some(Found { floor, waiting }) = found else { continue };
            self.floors.extend(floor.map(|floor| Reverse((floor, lane))));
            match waiting {
                Some(waiting) if self.waiting.is_empty() && self.is_turn_of(waiting.instance.start_utc) => {
                    return Ok(Some(waiting.instance));
                }
                waiting => self.waiting.extend(waiting.map(Reverse)),
            }
        }
    }

    /// Nothing that is to come starts at this time or before.
    fn is_turn_of(&self, start_utc: i64) -> bool {
        self.floors.peek().is_none_or(|Reverse((floor, _))| start_utc < *floor)
    }
}

/// What was found next: an instance if it is in the window, and the floor of what comes after it.
struct Found<'d> {
    /// `None` where nothing comes after it.
    floor: Option<i64>,
    waiting: Option<Waiting<'d>>,
}

/// What is left of a segment in the window.
#[derive(Debug)]
struct Stretch<'s, 'd> {
    segment: &'s Segment<'d>,
    recurrence: &'s Recurrence,
    /// Where to begin.
    from: Instant,
    /// The recurrence ids and the clocks, once the first was asked for.
    open: Option<Box<(Moments<'s>, Hands<'s>)>>,
    /// Later recurrence ids start later.
    is_even: bool,
    /// Nothing that starts after this, in seconds of UTC, is in the window.
    last: i64,
}

impl<'s, 'd> Stretch<'s, 'd> {
    /// The stretch of a segment from the first instance on that can be in the window, with its floor.
    fn new(segment: &'s Segment<'d>, recurrence: &'s Recurrence, view: &mut View<'_>) -> Option<(i64, Self)> {
        let timing = &segment.timing;
        let mut from = view.first_number(timing.end_clock());
        if from != i64::MIN {
            from = from.saturating_sub(timing.reach());
            if let Some(shift) = segment.shift {
                from = from.saturating_sub(shift).saturating_sub(LONGEST_SHIFT);
            }
        }
        let from = Instant(from).max(segment.from);
        if from >= segment.until {
            return None;
        }
        let last = view.last_utc(&timing.clock);
        let floor =
            from.0.saturating_add(segment.shift.unwrap_or_default()).saturating_sub(2 * LONGEST_SHIFT);
        let (own, clock) = (&timing.clock, &recurrence.clock);
        let same_count = own.is_local() == clock.is_local() && own.is_date() == clock.is_date();
        let is_even = same_count && recurrence.walls_ascend;
        (floor <= last).then_some((floor, Self { segment, recurrence, from, open: None, is_even, last }))
    }

    fn next(
        &mut self,
        set: &RecurrenceSet<'d>,
        range: Range,
        view: &mut View<'_>,
        budget: &mut Budget,
    ) -> Result<Option<Found<'d>>, BudgetExceeded> {
        let (segment, recurrence) = (self.segment, self.recurrence);
        let (moments, hands) = match &mut self.open {
            Some(open) => &mut **open,
            None => {
                let moments = match self.from.0 {
                    i64::MIN => recurrence.moments(),
                    _ => recurrence.moments_from(self.from, budget)?,
                };
                &mut **self.open.insert(Box::new((moments, segment.hands(&recurrence.clock))))
            }
        };
        let Some(id) = moments.next(budget)?.filter(|id| id.instant < segment.until) else {
            self.open = None;
            return Ok(None);
        };
        let floor = match segment.shift {
            None if recurrence.clock.is_local() => id.wall.0.saturating_add(1),
            None => id.instant.0.saturating_add(1),
            Some(shift) => {
                let moved = hands.recurrence.earliest(Wall(id.wall.0.saturating_add(shift)));
                // Where days and times meet, and where walls go back, what comes later may start a little earlier.
                if self.is_even { moved.0 } else { moved.0.saturating_sub(LONGEST_SHIFT) }
            }
        };
        let floor = view.utc_floor(&segment.timing.clock, floor);
        // Overrides and RDATEs with an end of their own are among what is stated.
        let is_stated =
            set.overridden.has(id) || (segment.shift.is_none() && recurrence.period(id.instant).is_some());
        let waiting = if is_stated { None } else { segment.span(id, hands).waiting(range, view) };
        if floor > self.last {
            self.open = None;
            return Ok(Some(Found { floor: None, waiting }));
        }
        Ok(Some(Found { floor: Some(floor), waiting }))
    }
}

/// The instances that are stated and may lie in the window.
#[derive(Debug)]
struct Stated<'s, 'd> {
    spans: Between<'s, 'd>,
    recurrence: Option<&'s Recurrence>,
    excluder: Option<Excluder<'s>>,
}

impl<'s, 'd> Stated<'s, 'd> {
    fn new(set: &'s RecurrenceSet<'d>, range: Range) -> Self {
        let (from, to) = (range.from.saturating_sub(LONGEST_SHIFT), range.to.saturating_add(LONGEST_SHIFT));
        let recurrence = set.recurrence.as_ref();
        let excluder = recurrence.and_then(|recurrence| recurrence.exclusions.excluder());
        Self { spans: set.spans.between(from, to), recurrence, excluder }
    }

    fn next(
        &mut self,
        range: Range,
        view: &mut View<'_>,
        budget: &mut Budget,
    ) -> Result<Option<Found<'d>>, BudgetExceeded> {
        let Some(span) = self.spans.next() else { return Ok(None) };
        // By how the spans are counted their order is nearly that of UTC.
        let floor = Some(span.start.instant.0.saturating_sub(LONGEST_SHIFT));
        let Some(mut waiting) = span.waiting(range, view) else {
            return Ok(Some(Found { floor, waiting: None }));
        };
        if span.source == SpanSource::Period
            && let Some(excluder) = &mut self.excluder
            && excluder.excludes(span.id, budget)?
        {
            return Ok(Some(Found { floor, waiting: None }));
        }
        if span.source == (SpanSource::Override { whole_day: true })
            && let Some(recurrence) = self.recurrence
            && let Some(id) = recurrence.given(span.id, true, budget)?
        {
            waiting.instance.recurrence_id = id;
            waiting.instance.recurrence_id_utc = view.utc(&recurrence.clock, id);
        }
        Ok(Some(Found { floor, waiting: Some(waiting) }))
    }
}

impl<'d> Span<'d> {
    /// The instance, if it is in the window.
    fn waiting(&self, range: Range, view: &mut View<'_>) -> Option<Waiting<'d>> {
        let (clock, end_clock) = (&self.face.clock, &self.face.end_clock);
        let end = match self.overlap {
            Overlap::Day => clock.moment(Wall(self.start.wall.0.saturating_add(DAY))),
            _ => self.end,
        };
        if !self.overlap.holds(view.number(clock, self.start), view.number(end_clock, end), range) {
            return None;
        }
        Some(Waiting {
            order: self.order,
            instance: Instance {
                component: self.component,
                face: Arc::clone(&self.face),
                recurrence_id: self.id,
                start: self.start,
                end: self.end,
                start_utc: view.utc(clock, self.start),
                end_utc: view.utc(end_clock, self.end),
                recurrence_id_utc: view.utc(&self.face.id_clock, self.id),
            },
        })
    }
}

/// An instance that waits for its turn.
#[derive(Debug)]
struct Waiting<'d> {
    order: usize,
    instance: Instance<'d>,
}

impl Waiting<'_> {
    fn key(&self) -> (i64, usize, Instant) {
        (self.instance.start_utc, self.order, self.instance.recurrence_id.instant)
    }
}

impl PartialEq for Waiting<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.key() == other.key()
    }
}

impl Eq for Waiting<'_> {}

impl PartialOrd for Waiting<'_> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Waiting<'_> {
    fn cmp(&self, other: &Self) -> Ordering {
        self.key().cmp(&other.key())
    }
}
