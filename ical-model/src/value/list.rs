//! Values beside each other in one property: lists of values, and values of several parts.
//!
//! [RFC 5545 §3.1.1](https://www.rfc-editor.org/rfc/rfc5545#section-3.1.1)

use core::iter::FusedIterator;

use super::{ValueError, ValueErrorKind};

/// What stands between the values.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub enum Separator {
    /// Between the values of a list.
    Comma,
    /// Between the parts of a structured value.
    Semicolon,
}

/// The texts of the values of a property, cut at the separators that have no backslash before them.
///
/// Nothing is unescaped or read; that is left to [`ValueRead`](super::ValueRead). An empty text is one empty value.
/// Each text comes with where it starts, so that an error can be placed.
///
/// ```
/// use ical_model::value::{Separator, ValueList};
/// let texts: Result<Vec<_>, _> =
///     ValueList::new(r"red\, green,blue", Separator::Comma).map(|value| value.map(|(_, text)| text)).collect();
/// assert_eq!(texts?, [r"red\, green", "blue"]);
///
/// let mut short = ValueList::new("1,2,3", Separator::Comma).with_limit(2);
/// assert_eq!(short.by_ref().take(2).filter(Result::is_ok).count(), 2);
/// assert!(short.next().is_some_and(|value| value.is_err()));
/// # Ok::<(), ical_model::value::ValueError>(())
/// ```
#[derive(Clone, Debug)]
pub struct ValueList<'a> {
    text: &'a str,
    /// Where the next value starts; `None` at the end.
    start: Option<usize>,
    separator: u8,
    limit: usize,
    left: usize,
}

impl<'a> ValueList<'a> {
    /// How many values are given out when no other limit is set.
    pub const LIMIT: usize = 65_536;

    /// The values of `text`, at most [`LIMIT`](Self::LIMIT) of them.
    #[must_use]
    pub const fn new(text: &'a str, separator: Separator) -> Self {
        let separator = match separator {
            Separator::Comma => b',',
            Separator::Semicolon => b';',
        };
        Self { text, start: Some(0), separator, limit: Self::LIMIT, left: Self::LIMIT }
    }

    /// The same values, at most `limit` of them. After that comes an error, and then nothing.
    #[must_use]
    pub const fn with_limit(self, limit: usize) -> Self {
        Self { limit, left: limit, ..self }
    }
}

impl<'a> Iterator for ValueList<'a> {
    /// Where a value starts, in octets, and its text.
    type Item = Result<(usize, &'a str), ValueError>;

    fn next(&mut self) -> Option<Self::Item> {
        let start = self.start.take()?;
        let Some(left) = self.left.checked_sub(1) else {
            let kind = ValueErrorKind::TooManyValues { limit: self.limit };
            return Some(Err(ValueError::new(kind, start)));
        };
        self.left = left;
        let rest = self.text.get(start..)?;
        let mut from = 0;
        let end = loop {
            let Some(found) =
                rest.as_bytes().get(from..).and_then(|rest| memchr::memchr2(self.separator, b'\\', rest))
            else {
                break rest.len();
            };
            let place = from + found;
            if rest.as_bytes().get(place) == Some(&self.separator) {
                self.start = Some(start + place + 1);
                break place;
            }
            // What a backslash stands before separates nothing.
            from = place + 2;
        };
        Some(Ok((start, rest.get(..end)?)))
    }
}

impl FusedIterator for ValueList<'_> {}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::value::{Text, ValueRead};

    fn texts(text: &str, separator: Separator) -> Vec<&str> {
        ValueList::new(text, separator).map(|value| value.unwrap().1).collect()
    }

    #[test]
    fn lists() {
        for (section, text, separator, expected) in [
            ("§3.1.1 list", "a,b,c", Separator::Comma, &["a", "b", "c"][..]),
            ("§3.1.1 one value", "a", Separator::Comma, &["a"]),
            ("§3.1.1 no value", "", Separator::Comma, &[""]),
            ("§3.1.1 empty values", ",a,", Separator::Comma, &["", "a", ""]),
            ("§3.3.11 escaped", r"a\,b,c", Separator::Comma, &[r"a\,b", "c"]),
            ("§3.3.11 backslash", r"a\\,b", Separator::Comma, &[r"a\\", "b"]),
            ("§3.3.11 backslash at the end", r"a,b\", Separator::Comma, &["a", r"b\"]),
            ("§3.3.11 before other letters", r"\é,é", Separator::Comma, &[r"\é", "é"]),
            (
                "§3.1.1 structured",
                "37.386013;-122.082932",
                Separator::Semicolon,
                &["37.386013", "-122.082932"],
            ),
            (
                "§3.8.8.3",
                r"2.8;Success\; repeated;a,b",
                Separator::Semicolon,
                &["2.8", r"Success\; repeated", "a,b"],
            ),
        ] {
            assert_eq!(texts(text, separator), expected, "{section}: {text}");
        }
    }

    #[test]
    fn starts_are_octets_of_the_whole() {
        let starts: Vec<_> =
            ValueList::new(r"é,\,,b", Separator::Comma).map(|value| value.unwrap().0).collect();
        assert_eq!(starts, [0, 3, 6]);
    }

    #[test]
    fn the_limit_ends_the_list_with_an_error() {
        let values: Vec<_> = ValueList::new("1,2,3,4", Separator::Comma).with_limit(2).collect();
        let error = ValueError::new(ValueErrorKind::TooManyValues { limit: 2 }, 4);
        assert_eq!(values, [Ok((0, "1")), Ok((2, "2")), Err(error)]);
        assert_eq!(ValueList::new("1,2", Separator::Comma).with_limit(2).filter(Result::is_ok).count(), 2);
    }

    proptest! {
        #[test]
        fn written_lists_are_cut_where_they_were_joined(
            values in proptest::collection::vec(any::<Text<'static>>(), 1..5)
        ) {
            let written = values.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
            let read: Vec<_> = texts(&written, Separator::Comma)
                .into_iter()
                .map(|text| Text::read_strict(text).unwrap())
                .collect();
            prop_assert_eq!(read, values);
        }

        #[test]
        fn values_and_separators_make_the_text(text in "[\\\\,;é]{0,20}|.{0,20}") {
            prop_assert_eq!(texts(&text, Separator::Comma).join(","), text);
        }
    }
}
