//! Names in order, so that one is found without looking at all.

/// A local name and its namespace.
type Parts<'n> = (&'n str, &'n str);

/// The places of the names in their order. It is made while compiling.
#[allow(clippy::indexing_slicing, reason = "a place beyond the end is an error of the compiler")]
pub(super) const fn of_names<const N: usize>(names: &[Parts<'_>]) -> [u8; N] {
    assert!(N == names.len() && N <= u8::MAX as usize);
    let mut order = [0; N];
    let mut length = 0;
    while length < N {
        let mut place = length;
        while place > 0 && is_before(names[length], names[order[place - 1] as usize]) {
            order[place] = order[place - 1];
            place -= 1;
        }
        order[place] = length as u8;
        length += 1;
    }
    order
}

/// The place of a name.
pub(super) fn place_of(name: Parts<'_>, names: &[Parts<'_>], order: &[u8]) -> Option<usize> {
    let place = order
        .binary_search_by(|place| names.get(usize::from(*place)).copied().unwrap_or_default().cmp(&name))
        .ok()?;
    order.get(place).copied().map(usize::from)
}

const fn is_before(one: Parts<'_>, other: Parts<'_>) -> bool {
    match compare(one.0.as_bytes(), other.0.as_bytes()) {
        0 => compare(one.1.as_bytes(), other.1.as_bytes()) < 0,
        difference => difference < 0,
    }
}

/// Less than 0, 0 or more, as `one` is before, at or after `other`.
#[allow(clippy::indexing_slicing, reason = "the place is less than both lengths")]
const fn compare(one: &[u8], other: &[u8]) -> i32 {
    let mut place = 0;
    while place < one.len() && place < other.len() {
        if one[place] != other[place] {
            return one[place] as i32 - other[place] as i32;
        }
        place += 1;
    }
    one.len() as i32 - other.len() as i32
}

#[cfg(test)]
mod tests {
    use super::{of_names, place_of};

    const NAMES: &[(&str, &str)] = &[("b", "x"), ("a", "y"), ("b", "w"), ("ba", ""), ("", "z")];

    #[test]
    fn each_is_found() {
        const ORDER: [u8; NAMES.len()] = of_names(NAMES);
        for (place, name) in NAMES.iter().enumerate() {
            assert_eq!(place_of(*name, NAMES, &ORDER), Some(place), "{name:?}");
        }
        for name in [("b", "y"), ("c", "x"), ("", "")] {
            assert_eq!(place_of(name, NAMES, &ORDER), None, "{name:?}");
        }
    }
}
