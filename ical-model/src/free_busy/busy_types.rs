//! Busy time by its type.

use std::ops::Range;

use super::spans::Spans;
use crate::parameter::FbType;
use crate::time_zone::Instant;

/// A set of seconds for each type of busy time.
#[derive(Clone, Debug, Default)]
pub(super) struct BusyTypes([Spans; 3]);

/// The types by their strength: where two overlap the first of them holds (RFC 7953 §4).
const TYPES: [FbType; 3] = [FbType::Busy, FbType::BusyUnavailable, FbType::BusyTentative];

impl BusyTypes {
    /// Adds a span of a type; one of free time has nothing to add.
    pub(super) fn add(&mut self, span: Range<Instant>, kind: &FbType) {
        let Self([busy, unavailable, tentative]) = self;
        match kind.effective() {
            FbType::Free => {}
            FbType::BusyUnavailable => unavailable.add(span),
            FbType::BusyTentative => tentative.add(span),
            // What nobody knows is busy.
            FbType::Busy | FbType::Other(_) => busy.add(span),
        }
    }

    /// Adds all that another has.
    pub(super) fn add_all(&mut self, other: &Self) {
        for (mine, theirs) in self.0.iter_mut().zip(&other.0) {
            mine.add_all(theirs);
        }
    }

    /// What is here and not among these spans.
    pub(super) fn without(&self, spans: &Spans) -> Self {
        Self(self.0.each_ref().map(|mine| mine.without(spans)))
    }

    /// All of it, whatever the type.
    pub(super) fn all(&self) -> Spans {
        let mut all = Spans::default();
        for mine in &self.0 {
            all.add_all(mine);
        }
        all
    }

    /// The same with every second of its strongest type alone.
    pub(super) fn strongest(&self) -> Self {
        let mut stronger = Spans::default();
        Self(self.0.each_ref().map(|mine| {
            let left = mine.without(&stronger);
            stronger.add_all(mine);
            left
        }))
    }

    /// The spans of each type, the strongest type first.
    pub(super) fn iter(&self) -> impl Iterator<Item = (FbType, &Spans)> {
        TYPES.into_iter().zip(&self.0)
    }
}
