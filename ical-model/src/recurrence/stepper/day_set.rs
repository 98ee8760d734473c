//! Which days of a year.

use core::ops::{BitAndAssign, BitOrAssign};

/// A set of days of one year, by their offset from its first day.
///
/// Offsets are from -1 (the last day of the year before) to 446: a day passes an end of its year where SKIP moves an
/// invalid date (RFC 7529 §4.1). The longest year of any calendar has 385 days.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) struct DaySet([u64; WORDS]);

impl DaySet {
    pub(super) const EMPTY: Self = Self([0; WORDS]);

    /// The offset that comes first.
    pub(super) const LEAST: i64 = -1;

    /// The offset that comes last.
    pub(super) const LAST: i64 = WORDS as i64 * 64 + Self::LEAST - 1;

    /// The offsets from one on and before another one.
    pub(super) fn range(from: i64, until: i64) -> Self {
        let (from, until) = (from - Self::LEAST, until - Self::LEAST);
        let mut set = Self::EMPTY;
        for (word, start) in set.0.iter_mut().zip((0..).step_by(64)) {
            *word = below(until - start) & !below(from - start);
        }
        set
    }

    /// The days of some days of the week, Monday lowest, in a year that begins on one of them and has so many days.
    pub(super) fn of_weekdays(every: u8, first: i64, length: i64) -> Self {
        let mut set = Self::range(0, length);
        for (word, turn) in set.0.iter_mut().zip(first + Self::LEAST..) {
            // Seven days turned to where the word begins, again and again; a word is one day more than nine weeks.
            let turn = turn.rem_euclid(7);
            let week = u64::from(every & 0x7F);
            let week = (week >> turn | week << (7 - turn)) & 0x7F;
            *word &= week.wrapping_mul(EVERY_SEVENTH_BIT);
        }
        set
    }

    pub(super) fn insert(&mut self, offset: i64) {
        if let Ok(bit) = u32::try_from(offset - Self::LEAST)
            && let Some(word) = self.0.get_mut((bit / 64) as usize)
        {
            *word |= 1 << (bit % 64);
        }
    }

    pub(super) fn contains(&self, offset: i64) -> bool {
        u32::try_from(offset - Self::LEAST)
            .is_ok_and(|bit| self.word((bit / 64) as usize) >> (bit % 64) & 1 == 1)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|word| *word == 0)
    }

    /// The greatest.
    pub(super) fn last(&self) -> Option<i64> {
        let (index, word) = self.0.iter().enumerate().rfind(|(_, word)| **word != 0)?;
        Some(index as i64 * 64 + i64::from(word.ilog2()) + Self::LEAST)
    }

    /// Those from an offset on and before so many (fewer than 63) more, counted from there.
    pub(super) fn cut(&self, from: i64, length: i64) -> Self {
        let start = u32::try_from(from - Self::LEAST).unwrap_or(0);
        let (index, shift) = ((start / 64) as usize, start % 64);
        let next = self.word(index + 1).checked_shl(64 - shift).unwrap_or(0);
        let mut set = Self::EMPTY;
        if let Some(word) = set.0.first_mut() {
            *word = ((self.word(index) >> shift | next) & below(length)) << -Self::LEAST;
        }
        set
    }

    /// How many there are.
    pub(super) fn len(&self) -> u32 {
        self.0.iter().filter(|word| **word != 0).map(|word| word.count_ones()).sum()
    }

    /// How many come before an offset.
    pub(super) fn len_before(&self, offset: i64) -> u32 {
        let until = offset - Self::LEAST;
        let words = self.0.iter().zip((0..).step_by(64));
        words.map(|(word, start)| (word & below(until - start)).count_ones()).sum()
    }

    /// The first that is not before an offset.
    pub(super) fn next(&self, offset: i64) -> Option<i64> {
        let (mut index, mut left) = self.words_from(offset);
        while !Self::is_end(index) {
            if left != 0 {
                return Some(Self::offset(index, left));
            }
            index += 1;
            left = self.word(index);
        }
        None
    }

    /// The index of the word in which an offset lies, and those of the word that are not before it.
    pub(super) fn words_from(&self, offset: i64) -> (usize, u64) {
        let from = (offset - Self::LEAST).max(0);
        let index = usize::try_from(from / 64).unwrap_or(WORDS);
        (index, self.word(index) & !below(from % 64))
    }

    /// The one of this place in order, from 0.
    pub(super) fn nth(&self, mut place: u32) -> Option<i64> {
        for (index, word) in self.0.iter().enumerate() {
            let ones = word.count_ones();
            if place < ones {
                let mut left = *word;
                for _ in 0..place {
                    left &= left - 1;
                }
                return Some(Self::offset(index, left));
            }
            place -= ones;
        }
        None
    }

    /// 64 of the offsets as bits, the first of them lowest; nothing past the end.
    #[inline]
    pub(super) fn word(&self, index: usize) -> u64 {
        self.0.get(index).copied().unwrap_or(0)
    }

    /// The first offset in some bits of a word.
    #[inline]
    pub(super) const fn offset(index: usize, word: u64) -> i64 {
        index as i64 * 64 + word.trailing_zeros() as i64 + Self::LEAST
    }

    /// Is there no word of this index?
    #[inline]
    pub(super) const fn is_end(index: usize) -> bool {
        index >= WORDS
    }
}

impl BitAndAssign for DaySet {
    fn bitand_assign(&mut self, other: Self) {
        for (word, other) in self.0.iter_mut().zip(other.0) {
            *word &= other;
        }
    }
}

impl BitOrAssign for DaySet {
    fn bitor_assign(&mut self, other: Self) {
        for (word, other) in self.0.iter_mut().zip(other.0) {
            *word |= other;
        }
    }
}

/// So many of the lowest bits; none for less than one, all for more than 63.
const fn below(bits: i64) -> u64 {
    match bits {
        ..=0 => 0,
        1..64 => (1 << bits) - 1,
        64.. => u64::MAX,
    }
}

const WORDS: usize = 7;
const EVERY_SEVENTH_BIT: u64 = 0x8102_0408_1020_4081;

#[cfg(test)]
mod tests {
    use super::DaySet;

    #[test]
    fn days_are_found_by_offset_and_by_place() {
        let mut set = DaySet::EMPTY;
        let offsets = [-1, 0, 62, 63, 64, 127, 365, 366, 446];
        for offset in offsets {
            set.insert(offset);
        }
        set.insert(447);
        set.insert(-2);
        assert_eq!(set.len(), 9);
        for (place, offset) in offsets.into_iter().enumerate() {
            assert!(set.contains(offset) && !set.contains(offset + 3), "{offset}");
            assert_eq!(set.nth(place as u32), Some(offset));
            assert_eq!(set.len_before(offset), place as u32, "{offset}");
            assert_eq!(set.next(offset), Some(offset));
        }
        assert_eq!(
            (set.nth(9), set.next(128), set.next(500), set.next(-9)),
            (None, Some(365), None, Some(-1))
        );
        assert!(!set.is_empty() && DaySet::EMPTY.is_empty());
    }

    #[test]
    fn weeks() {
        for first in 0..7 {
            let set = DaySet::of_weekdays(0b100_0101, first, 366);
            for offset in -1..447 {
                let expected = (0..366).contains(&offset) && [0, 2, 6].contains(&((first + offset) % 7));
                assert_eq!(set.contains(offset), expected, "{first}: {offset}");
            }
        }
    }

    #[test]
    fn cuts() {
        let mut set = DaySet::EMPTY;
        (0..366).filter(|day| day % 3 == 0 || day % 11 == 0).for_each(|day| set.insert(day));
        for (from, length) in [(0, 31), (31, 28), (60, 31), (63, 30), (127, 31), (335, 31), (62, 1)] {
            let cut = set.cut(from, length);
            for offset in -1..447 {
                let expected = (0..length).contains(&offset) && set.contains(from + offset);
                assert_eq!(cut.contains(offset), expected, "{from}+{length}: {offset}");
            }
        }
    }

    #[test]
    fn ranges() {
        for (from, until) in [(-1, 447), (0, 0), (5, 3), (10, 70), (62, 65), (0, 366), (-5, 2), (440, 900)] {
            let set = DaySet::range(from, until);
            for offset in -1..447 {
                assert_eq!(
                    set.contains(offset),
                    (from..until).contains(&offset),
                    "{from}..{until}: {offset}"
                );
            }
        }
    }
}
