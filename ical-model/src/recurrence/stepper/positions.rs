//! BYSETPOS: which of the candidates of one period.

/// The numbers of BYSETPOS, made ready to be looked up in a set that is never listed.
#[derive(Clone, Debug)]
pub(super) struct Positions {
    /// Places from the start, from 0, ascending.
    forward: Box<[u32]>,
    /// Places from the end, from 1, ascending.
    backward: Box<[u32]>,
}

impl Positions {
    pub(super) fn new(numbers: &[i16]) -> Self {
        let mut forward = Vec::new();
        let mut backward = Vec::new();
        for number in numbers {
            match u32::try_from(*number) {
                Ok(0) => {}
                Ok(number) => forward.push(number - 1),
                Err(_) => backward.push(u32::from(number.unsigned_abs())),
            }
        }
        forward.sort_unstable();
        backward.sort_unstable();
        Self { forward: forward.into(), backward: backward.into() }
    }

    /// The first place from one on that is kept of so many.
    pub(super) fn next(&self, from: u32, count: u32) -> Option<u32> {
        let left = count.checked_sub(from).filter(|left| *left > 0)?;
        let place = self.forward.partition_point(|place| *place < from);
        let forward = self.forward.get(place).copied().filter(|place| *place < count);
        let place = self.backward.partition_point(|place| *place <= left).checked_sub(1);
        let backward = place.and_then(|place| self.backward.get(place)).map(|place| count - place);
        match (forward, backward) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        }
    }

    /// All that are kept of so many, ascending.
    pub(super) fn of(&self, count: u32) -> impl Iterator<Item = u32> {
        core::iter::successors(self.next(0, count), move |place| self.next(place + 1, count))
    }

    /// How many of those before a place are kept of so many.
    pub(super) fn len_before(&self, place: u32, count: u32) -> u32 {
        self.of(count).take_while(|kept| *kept < place).count() as u32
    }
}

#[cfg(test)]
mod tests {
    use super::Positions;

    #[test]
    fn places_of_sets_of_any_size() {
        for (numbers, count, expected) in [
            (&[1, -1][..], 5, &[0, 4][..]),
            (&[-1, 1], 1, &[0]),
            (&[3, -3], 5, &[2]),
            (&[3, -3], 2, &[]),
            (&[366, -366, 0], 400, &[34, 365]),
            (&[1], 0, &[]),
            (&[2, -2, 1, -1], 3, &[0, 1, 2]),
        ] {
            let positions = Positions::new(numbers);
            assert_eq!(positions.of(count).collect::<Vec<_>>(), expected, "{numbers:?} of {count}");
            assert_eq!(positions.len_before(count, count) as usize, expected.len());
        }
    }
}
