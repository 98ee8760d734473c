//! Names in a table by their hash, so that one is found without looking at the others.

/// A local name and its namespace.
type Parts<'n> = (&'n str, &'n str);

/// The places of the names, each in its slot or in the next one that is free. It is made while compiling.
#[allow(clippy::indexing_slicing, reason = "a place beyond the end is an error of the compiler")]
pub(super) const fn of_names(names: &[Parts<'_>]) -> [u8; SLOTS] {
    // Some slots stay free: they end a search.
    assert!(names.len() < NONE as usize);
    let mut table = [NONE; SLOTS];
    let mut place = 0;
    while place < names.len() {
        let mut slot = slot_of(names[place].0.as_bytes());
        while table[slot] != NONE {
            slot = (slot + 1) % SLOTS;
        }
        table[slot] = place as u8;
        place += 1;
    }
    table
}

/// The place of a name.
pub(super) fn place_of(name: Parts<'_>, names: &[Parts<'_>], table: &[u8; SLOTS]) -> Option<usize> {
    let mut slot = slot_of(name.0.as_bytes());
    loop {
        let place = usize::from(*table.get(slot)?);
        if *names.get(place)? == name {
            return Some(place);
        }
        slot = (slot + 1) % SLOTS;
    }
}

/// The slot of a local name, by its length and three of its octets, with factors that give few names the same.
#[allow(clippy::indexing_slicing, reason = "the places are less than the length")]
const fn slot_of(local: &[u8]) -> usize {
    let length = local.len();
    if length == 0 {
        return 0;
    }
    let (first, middle, last) = (local[0] as usize, local[length / 2] as usize, local[length - 1] as usize);
    (length * 61 + first * 57 + middle * 27 + last * 16) % SLOTS
}

/// As many as there are octets.
pub(super) const SLOTS: usize = 256;
/// What a slot holds that is free: no place.
const NONE: u8 = u8::MAX;

#[cfg(test)]
mod tests {
    use super::{SLOTS, of_names, place_of};

    const NAMES: &[(&str, &str)] = &[("b", "x"), ("a", "y"), ("b", "w"), ("ba", ""), ("", "z")];

    #[test]
    fn each_is_found() {
        const TABLE: [u8; SLOTS] = of_names(NAMES);
        for (place, name) in NAMES.iter().enumerate() {
            assert_eq!(place_of(*name, NAMES, &TABLE), Some(place), "{name:?}");
        }
        for name in [("b", "y"), ("c", "x"), ("", "")] {
            assert_eq!(place_of(name, NAMES, &TABLE), None, "{name:?}");
        }
    }
}
