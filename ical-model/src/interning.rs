//! Names known to the specifications, found without allocation and regardless of case.
//!
//! A name of up to sixteen octets is held in one integer with its letters in upper case, and looked up in a
//! small table that is filled at compile time.

/// A name of up to sixteen octets in one integer, the first octet lowest, letters in upper case.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) struct Key(u128);

impl Key {
    /// The first `length` octets of `chunk`; `length` is at most 16.
    #[inline]
    pub(crate) const fn from_chunk(chunk: u128, length: u32) -> Self {
        let mask = if length >= 16 { u128::MAX } else { (1 << (8 * length)) - 1 };
        Self(upper_case(chunk & mask))
    }

    /// None when the name is longer than sixteen octets.
    const fn from_name(name: &[u8]) -> Option<Self> {
        if name.len() > 16 {
            return None;
        }
        let mut chunk = 0u128;
        let mut i = name.len();
        while i > 0 {
            i -= 1;
            #[allow(clippy::indexing_slicing, reason = "`i` is below the length")]
            let octet = name[i];
            chunk = (chunk << 8) | octet as u128;
        }
        Some(Self(upper_case(chunk)))
    }

    #[inline]
    const fn slot(self, slots: usize) -> usize {
        let mixed = (self.0 as u64) ^ ((self.0 >> 64) as u64).rotate_left(29);
        (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 40) as usize & (slots - 1)
    }
}

/// A fixed set of names, each known by its code: its place in the list it was made from, plus one.
pub(crate) struct Interner<const SLOTS: usize> {
    keys: [Key; SLOTS],
    codes: [u16; SLOTS],
    names: &'static [&'static str],
    /// Which lengths above sixteen octets there are: bit by bit, up to 63.
    long: u64,
}

impl<const SLOTS: usize> Interner<SLOTS> {
    /// `SLOTS` is a power of two, at least twice the number of names.
    #[allow(clippy::indexing_slicing, reason = "evaluated at compile time")]
    pub(crate) const fn new(names: &'static [&'static str]) -> Self {
        assert!(SLOTS.is_power_of_two() && SLOTS >= 2 * names.len());
        let mut keys = [Key(0); SLOTS];
        let mut codes = [0u16; SLOTS];
        let mut long = 0;
        let mut i = 0;
        while i < names.len() {
            if let Some(key) = Key::from_name(names[i].as_bytes()) {
                let mut slot = key.slot(SLOTS);
                while codes[slot] != 0 {
                    slot = (slot + 1) & (SLOTS - 1);
                }
                keys[slot] = key;
                codes[slot] = i as u16 + 1;
            } else {
                assert!(names[i].len() < 64);
                long |= 1 << names[i].len();
            }
            i += 1;
        }
        Self { keys, codes, names, long }
    }

    /// The code of a name of up to sixteen octets, 0 when it is not in the set.
    #[inline]
    pub(crate) fn code(&self, key: Key) -> u16 {
        let mut slot = key.slot(SLOTS);
        // At least half of the slots are empty, so this ends.
        while let (Some(found), Some(&code)) = (self.keys.get(slot), self.codes.get(slot)) {
            if code == 0 || *found == key {
                return code;
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        0
    }

    /// The code of a name of any length, 0 when it is not in the set.
    pub(crate) fn code_of(&self, name: &[u8]) -> u16 {
        match name.len() {
            length @ 0..=16 => self.code(Key::from_chunk(chunk(name), length as u32)),
            length @ 17..64 if self.long & (1 << length) != 0 => {
                let place = self.names.iter().position(|known| known.as_bytes().eq_ignore_ascii_case(name));
                place.map_or(0, |place| place as u16 + 1)
            }
            _ => 0,
        }
    }
}

/// Where the first `:` or `;` of sixteen octets stands; 16 when there is none.
#[inline]
pub(crate) const fn first_colon_or_semicolon(chunk: u128) -> u32 {
    const SEMICOLONS: u128 = ONES * b';' as u128;
    const HIGH_BITS: u128 = ONES << 7;
    // ':' and ';' differ in the lowest bit only; the exclusive or leaves a zero octet for either.
    let difference = (chunk | ONES) ^ SEMICOLONS;
    let zeros = difference.wrapping_sub(ONES) & !difference & HIGH_BITS;
    zeros.trailing_zeros() / 8
}

/// The next sixteen octets as one integer, the first lowest; what lies behind the end is zero.
#[inline]
pub(crate) fn chunk(octets: &[u8]) -> u128 {
    if let Some(chunk) = octets.first_chunk::<16>() {
        return u128::from_le_bytes(*chunk);
    }
    let mut padded = [0; 16];
    for (to, from) in padded.iter_mut().zip(octets) {
        *to = *from;
    }
    u128::from_le_bytes(padded)
}

/// Clears the bit that tells `a` from `A` where the octet is of the half that has letters. No octet but the
/// two forms of a letter becomes that letter, and `-` and digits stay.
#[inline]
const fn upper_case(chunk: u128) -> u128 {
    const SECOND_BITS: u128 = ONES << 6;
    chunk & !((chunk & SECOND_BITS) >> 1)
}

const ONES: u128 = u128::from_le_bytes([1; 16]);

/// Declares an enum of known names, open for others.
macro_rules! names {
    (
        $(#[$attribute:meta])*
        pub enum $Name:ident, $slots:literal slots { $($(#[$doc:meta])* $variant:ident = $text:literal,)+ }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug)]
        #[non_exhaustive]
        pub enum $Name<'a> {
            $($(#[$doc])* #[doc = concat!("`", $text, "`")] $variant,)+
            /// Any other name, spelled as it came.
            Other(std::borrow::Cow<'a, str>),
        }

        impl<'a> $Name<'a> {
            /// Every name known to the specifications, in alphabetical order.
            pub const KNOWN: &'static [$Name<'static>] = &[$($Name::$variant,)+];
            const TEXTS: &'static [&'static str] = &[$($text,)+];

            /// The known name that is spelled so, in any case, or else [`Other`](Self::Other).
            pub fn new(name: impl Into<std::borrow::Cow<'a, str>>) -> Self {
                let name = name.into();
                Self::from_code(Self::intern(name.as_bytes())).unwrap_or(Self::Other(name))
            }

            /// The name in upper case if it is known, else as it came.
            pub fn as_str(&self) -> &str {
                match self {
                    $(Self::$variant => $text,)+
                    Self::Other(name) => name,
                }
            }

            /// The same name, owned.
            pub fn into_owned(self) -> $Name<'static> {
                match self {
                    $(Self::$variant => $Name::$variant,)+
                    Self::Other(name) => $Name::Other(std::borrow::Cow::Owned(name.into_owned())),
                }
            }

            /// The code of a name, 0 when it is not known.
            pub(crate) fn intern(name: &[u8]) -> u16 {
                Self::interner().code_of(name)
            }

            #[inline]
            pub(crate) fn interner() -> &'static crate::interning::Interner<$slots> {
                static INTERNER: crate::interning::Interner<$slots> =
                    crate::interning::Interner::new($Name::TEXTS);
                &INTERNER
            }

            #[allow(dead_code, reason = "not every set of names is asked for codes")]
            pub(crate) const fn code(&self) -> u16 {
                let mut code = 0;
                $(
                    code += 1;
                    if matches!(self, Self::$variant) {
                        return code;
                    }
                )+
                let _ = code;
                0
            }

            #[inline]
            pub(crate) fn from_code(code: u16) -> Option<Self> {
                Self::KNOWN.get(usize::from(code).wrapping_sub(1)).cloned()
            }
        }

        impl PartialEq for $Name<'_> {
            /// Names are compared without regard to case (RFC 5545 §3.1).
            fn eq(&self, other: &Self) -> bool {
                match (self, other) {
                    (Self::Other(one), Self::Other(two)) => one.eq_ignore_ascii_case(two),
                    _ => std::mem::discriminant(self) == std::mem::discriminant(other),
                }
            }
        }

        impl Eq for $Name<'_> {}

        impl std::hash::Hash for $Name<'_> {
            fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
                std::mem::discriminant(self).hash(state);
                if let Self::Other(name) = self {
                    name.to_ascii_uppercase().hash(state);
                }
            }
        }

        impl std::fmt::Display for $Name<'_> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl<'a> From<&'a str> for $Name<'a> {
            fn from(name: &'a str) -> Self {
                Self::new(name)
            }
        }
    };
}
pub(crate) use names;

#[cfg(test)]
mod tests {
    use super::{Interner, Key, chunk, first_colon_or_semicolon};

    static NAMES: Interner<16> = Interner::new(&["DTSTART", "LAST-MODIFIED", "STYLED-DESCRIPTION", "X"]);

    #[test]
    fn names_are_found_in_any_case_and_no_other_octet_passes_for_a_letter() {
        for (name, code) in [
            (&b"DTSTART"[..], 1),
            (b"dtStart", 1),
            (b"DTSTAR", 0),
            (b"DTSTARTS", 0),
            (b"\x04TSTART", 0),
            (b"LAST-MODIFIED", 2),
            (b"LAST\rMODIFIED", 0),
            (b"LAST\x0DMODIFIED", 0),
            (b"styled-description", 3),
            (b"STYLED-DESCRIPTIOM", 0),
            (b"x", 4),
            (b"", 0),
            (b"\xD8", 0),
        ] {
            assert_eq!(NAMES.code_of(name), code, "{}", name.escape_ascii());
            if name.len() <= 16 {
                assert_eq!(NAMES.code(Key::from_chunk(chunk(name), name.len() as u32)), code);
            }
        }
    }

    #[test]
    fn the_first_delimiter_of_a_chunk() {
        for (text, place) in [
            ("DTSTART:1", 7),
            ("DTSTART;X=1:1", 7),
            (":", 0),
            ("ABCDEFGHIJKLMNO:", 15),
            ("ABCDEFGHIJKLMNOP:", 16),
            ("<;:", 1),
            ("", 16),
        ] {
            assert_eq!(first_colon_or_semicolon(chunk(text.as_bytes())), place, "{text}");
        }
    }
}
