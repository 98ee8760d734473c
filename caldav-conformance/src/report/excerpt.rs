//! The line of a source that a position stands in, and the column of a terminal to point at.

use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

use super::visible::visible;

/// A physical line, or as much of it around a place as a terminal shows.
#[derive(Debug, Eq, PartialEq)]
pub(super) struct Excerpt {
    /// The text on one line, "…" where it goes on.
    pub(super) line: String,
    /// Columns of the terminal before the place.
    pub(super) caret: usize,
}

impl Excerpt {
    /// The surroundings of the octet `byte` of `source`, of at most `width` columns.
    ///
    /// What it costs depends on `width` alone: a line may be as long as the source, and have a thousand violations.
    pub(super) fn new(source: &[u8], byte: usize, width: usize) -> Self {
        let (before, after) = source.split_at(byte.min(source.len()));
        // No character has more octets than four.
        let reach = width.saturating_add(1).saturating_mul(4);
        let (left, left_is_cut) = line_before(before, reach);
        let (right, right_is_cut) = line_after(after, reach);
        // The CR of the line ending is not shown when the place is the LF after it.
        let left = if after.starts_with(b"\n") { left.strip_suffix(b"\r").unwrap_or(left) } else { left };
        let (left, right) = (Part::new(left, left_is_cut), Part::new(right, right_is_cut));

        // The place stands in the middle, unless the line ends soon on one side of it.
        let left_room = left.wants().min((width / 2).max(width.saturating_sub(right.wants())));
        let left = left.cut_start(left_room);
        let right = right.cut_end(width.saturating_sub(left_room));
        let caret = left.width();
        Self { line: left + &right, caret }
    }
}

/// What is shown on one side of the place.
struct Part {
    text: String,
    columns: usize,
    is_cut: bool,
}

impl Part {
    fn new(octets: &[u8], is_cut: bool) -> Self {
        let text = shown(octets);
        let columns = text.chars().map(columns).sum();
        Self { text, columns, is_cut }
    }

    /// The columns that all of it takes.
    fn wants(&self) -> usize {
        self.columns + usize::from(self.is_cut)
    }

    /// The end of it, in `room` columns.
    fn cut_start(mut self, room: usize) -> String {
        if self.wants() > room {
            let mut used = 1;
            let start = self.text.char_indices().rev().find_map(|(at, c)| {
                used += columns(c);
                (used > room).then_some(at + c.len_utf8())
            });
            self.text.drain(..start.unwrap_or(0));
            self.is_cut = true;
        }
        if self.is_cut {
            self.text.insert(0, '…');
        }
        self.text
    }

    /// The start of it, in `room` columns.
    fn cut_end(mut self, room: usize) -> String {
        if self.wants() > room {
            let mut used = 1;
            let end = self.text.char_indices().find_map(|(at, c)| {
                used += columns(c);
                (used > room).then_some(at)
            });
            self.text.truncate(end.unwrap_or(usize::MAX).min(self.text.len()));
            self.is_cut = true;
        }
        if self.is_cut {
            self.text.push('…');
        }
        self.text
    }
}

/// What stands before the place on its line, at most `reach` octets, and whether there is more.
fn line_before(before: &[u8], reach: usize) -> (&[u8], bool) {
    let near = before.get(before.len().saturating_sub(reach)..).unwrap_or_default();
    match near.iter().rposition(|&octet| octet == b'\n') {
        Some(end_of_last) => (near.get(end_of_last + 1..).unwrap_or_default(), false),
        None if near.len() == before.len() => (near, false),
        None => {
            let whole = near.iter().take(3).take_while(|&&octet| is_continuation(octet)).count();
            (near.get(whole..).unwrap_or_default(), true)
        }
    }
}

/// What stands after the place on its line without the line ending, at most `reach` octets, and whether there is more.
fn line_after(after: &[u8], reach: usize) -> (&[u8], bool) {
    let near = after.get(..reach).unwrap_or(after);
    let is_cut = near.len() < after.len() && !near.contains(&b'\n');
    if is_cut {
        // The last character may be cut; it goes as a whole.
        let last = near.iter().rev().take(3).take_while(|&&octet| is_continuation(octet)).count() + 1;
        return (near.get(..near.len().saturating_sub(last)).unwrap_or_default(), true);
    }
    let line = near.split(|&octet| octet == b'\n').next().unwrap_or_default();
    (line.strip_suffix(b"\r").unwrap_or(line), false)
}

fn is_continuation(octet: u8) -> bool {
    octet & 0xc0 == 0x80
}

fn shown(octets: &[u8]) -> String {
    let mut text = String::with_capacity(octets.len());
    for c in String::from_utf8_lossy(octets).chars() {
        // A tab would move the text away from what points at it.
        if c == '\t' {
            text.push_str("    ");
        } else {
            text.push(visible(c));
        }
    }
    text
}

fn columns(c: char) -> usize {
    c.width().unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use unicode_width::UnicodeWidthStr;

    use super::Excerpt;

    fn excerpt(source: &str, byte: usize) -> (String, usize) {
        let Excerpt { line, caret } = Excerpt::new(source.as_bytes(), byte, 60);
        (line, caret)
    }

    #[test]
    fn places_of_a_line() {
        let source = "BEGIN:VEVENT\r\nSUMMARY:x\r\n y\nEND:VEVENT\r\n";
        for (name, byte, line, caret) in [
            ("start of the source", 0, "BEGIN:VEVENT", 0),
            ("middle", 6, "BEGIN:VEVENT", 6),
            ("the CR", 12, "BEGIN:VEVENT", 12),
            ("the LF after it", 13, "BEGIN:VEVENT", 12),
            ("start of the next line", 14, "SUMMARY:x", 0),
            ("a folded line", 26, " y", 1),
            ("a bare LF", 27, " y", 2),
            ("the end of the source", 40, "", 0),
            ("beyond the end", 4000, "", 0),
        ] {
            assert_eq!(excerpt(source, byte), (line.to_owned(), caret), "{name}");
        }
        assert_eq!(excerpt("", 0), (String::new(), 0));
        assert_eq!(excerpt("no line ending", 14), ("no line ending".to_owned(), 14));
    }

    #[test]
    fn columns_of_a_terminal() {
        for (name, source, byte, line, caret) in [
            ("tab", "a\tb", 2, "a    b", 5),
            ("wide", "日本語:x", 10, "日本語:x", 7),
            ("combining", "e\u{301}:x", 4, "e\u{301}:x", 2),
            ("joined emoji", "👩\u{200d}👧x", 11, "👩\u{200d}👧x", 2),
            ("inside a character", "aäb", 2, "a\u{fffd}\u{fffd}b", 2),
            ("escape", "\x1b[2Jx", 4, "␛[2Jx", 4),
        ] {
            assert_eq!(excerpt(source, byte), (line.to_owned(), caret), "{name}");
        }
        let Excerpt { line, caret } = Excerpt::new(b"a\xff\xfeb", 3, 60);
        assert_eq!((line.as_str(), caret), ("a\u{fffd}\u{fffd}b", 3));
    }

    #[test]
    fn long_lines_are_cut_around_the_place() {
        let digits = "0123456789".repeat(100);
        for (byte, line, caret) in [
            (0, "0123456789012345678…", 0),
            (5, "0123456789012345678…", 5),
            (500, "…123456789012345678…", 10),
            (995, "…1234567890123456789", 15),
            (1000, "…1234567890123456789", 20),
        ] {
            let got = Excerpt::new(digits.as_bytes(), byte, 20);
            assert!(got.line.width() <= 20, "{byte}: {got:?}");
            assert_eq!((&got.line[..], got.caret), (line, caret), "{byte}");
        }
    }

    #[test]
    fn any_width_and_place() {
        let source = "日本\té\u{301}👩\u{200d}👧 a\r\n\u{feff}".repeat(8);
        for width in 0..40 {
            for byte in 0..=source.len() + 1 {
                let Excerpt { line, caret } = Excerpt::new(source.as_bytes(), byte, width);
                assert!(line.width() <= width.max(2), "{width} {byte}: {line:?}");
                assert!(caret <= line.width(), "{width} {byte}: {line:?}");
                assert!(!line.contains(['\t', '\r', '\n']), "{width} {byte}: {line:?}");
            }
        }
    }

    #[test]
    fn cost_does_not_grow_with_the_line() {
        let source = "ä".repeat(1 << 20);
        let measure = |source: &str| {
            let byte = source.len() / 2;
            allocation_counter::measure(|| {
                std::hint::black_box(Excerpt::new(source.as_bytes(), byte, 100));
            })
            .bytes_total
        };
        assert_eq!(measure(&source), measure(&source[..1 << 12]));
    }
}
