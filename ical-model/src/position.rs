//! Where something stands in the bytes of a stream.

use std::fmt;

/// A place in the bytes of a stream, as an editor shows it.
///
/// ```
/// use ical_model::Position;
/// assert_eq!(Position { byte: 17, line: 2, column: 1 }.to_string(), "line 2, column 1");
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Position {
    /// Octets before it, from 0.
    pub byte: usize,
    /// The physical line, from 1.
    pub line: usize,
    /// The character in the physical line, from 1. An octet that is not UTF-8 counts as one character.
    pub column: usize,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// Counts lines and characters from the beginning of a stream.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PositionCounter {
    pub(crate) position: Position,
    /// The last octet was a carriage return, which ends a line unless a line feed follows.
    after_return: bool,
}

impl PositionCounter {
    pub(crate) fn pass(&mut self, octets: &[u8]) {
        let Some(first) = octets.first() else { return };
        if *first != b'\n' {
            self.end_of_return();
        }
        self.after_return = false;
        self.position.byte += octets.len();
        let mut line = octets;
        if let Some(end) = memchr::memrchr2(b'\n', b'\r', octets) {
            self.position.line += line_ends(octets);
            self.position.column = 1;
            line = octets.get(end + 1..).unwrap_or_default();
            self.after_return = octets.ends_with(b"\r");
        }
        self.position.column += characters(line);
    }

    pub(crate) fn position(mut self) -> Position {
        self.end_of_return();
        self.position
    }

    /// A carriage return that no line feed followed ended a line of its own, or was one of several before a
    /// line feed; editors show both as a new line.
    fn end_of_return(&mut self) {
        if self.after_return {
            self.after_return = false;
            self.position.line += 1;
            self.position.column = 1;
        }
    }
}

impl Default for PositionCounter {
    fn default() -> Self {
        Self { position: Position { byte: 0, line: 1, column: 1 }, after_return: false }
    }
}

/// How many lines end in `octets`: at a line feed, or at a carriage return that another octet follows.
fn line_ends(octets: &[u8]) -> usize {
    // Sums of few octets fit into one, so the compiler looks at many octets at once.
    const FEW: usize = 128;
    let next = octets.get(1..).unwrap_or_default();
    let few = |(few, next): (&[u8], &[u8])| {
        let ends = few
            .iter()
            .zip(next)
            .map(|(octet, next)| u8::from((*octet == b'\n') | ((*octet == b'\r') & (*next != b'\n'))));
        usize::from(ends.sum::<u8>())
    };
    let last = usize::from(octets.last() == Some(&b'\n'));
    octets.chunks(FEW).zip(next.chunks(FEW)).map(few).sum::<usize>() + last
}

/// How many characters there are; an octet that is not UTF-8 counts as one.
fn characters(octets: &[u8]) -> usize {
    if octets.is_ascii() {
        return octets.len();
    }
    octets.utf8_chunks().map(|chunk| chunk.valid().chars().count() + chunk.invalid().len()).sum()
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use proptest::prelude::*;

    use super::*;
    use crate::ParseOptions;
    use crate::tree::Tree;

    fn place(octets: &[u8]) -> (usize, usize) {
        let mut counter = PositionCounter::default();
        counter.pass(octets);
        let position = counter.position();
        assert_eq!(position.byte, octets.len());
        (position.line, position.column)
    }

    #[test]
    fn lines_and_columns() {
        for (octets, expected) in [
            (&b""[..], (1, 1)),
            (b"ab", (1, 3)),
            (b"a\nb", (2, 2)),
            (b"a\r\nb", (2, 2)),
            (b"a\rb", (2, 2)),
            (b"a\r", (2, 1)),
            (b"a\r\r\nb", (3, 2)),
            (b"\n\r\n\n", (4, 1)),
            ("\u{e9}\u{1f600}".as_bytes(), (1, 3)),
            (b"\xE9\xFFa", (1, 4)),
        ] {
            assert_eq!(place(octets), expected, "{}", octets.escape_ascii());
        }
    }

    proptest! {
        #[test]
        fn pieces_count_as_the_whole(
            octets in proptest::collection::vec(prop::sample::select(b"ab\r\r\n\n".as_slice()), 0..400),
            cut in 0usize..400,
        ) {
            let (before, after) = octets.split_at(cut.min(octets.len()));
            let mut counter = PositionCounter::default();
            counter.pass(before);
            counter.pass(after);
            prop_assert_eq!((counter.position().line, counter.position().column), place(&octets));
        }

        #[test]
        fn places_in_a_long_line(text in "a{0,3}[\u{e9}\u{20ac}\u{1f600}]{3}", cut in 0usize..200_000) {
            let octets = text.as_bytes().repeat(200_000 / text.len());
            let at = cut.min(octets.len()) / text.len() * text.len();
            let position =
                Tree::read(Cow::Borrowed(&octets), Vec::new(), ParseOptions::default()).source_position(at);
            prop_assert_eq!((position.line, position.column), place(&octets[..at]));
        }

        #[test]
        fn positions_are_those_counted_from_the_start(
            text in "(\\PC{0,30}[\u{e9}\u{20ac}\u{1f600}]{0,40}(\r\n|\n|\r)?){0,60}",
            cut in 0usize..4_000,
        ) {
            let at = (0..=cut.min(text.len())).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
            let source = Cow::Borrowed(text.as_bytes());
            let position = Tree::read(source, Vec::new(), ParseOptions::default()).source_position(at);
            prop_assert_eq!((position.line, position.column), place(&text.as_bytes()[..at]));
        }
    }
}
