//! Text of strangers on a terminal: characters that would act on it, or hide what stands there, are shown as others.

use std::fmt;

/// Shows a text on one line, without a character that acts on a terminal.
pub(super) struct Visible<'a>(pub(super) &'a str);

impl fmt::Display for Visible<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.chars().map(visible).try_for_each(|c| fmt::Write::write_char(f, c))
    }
}

/// The character to show for `c`: control pictures for the controls of ASCII, the replacement character for the others
/// and for what is invisible or turns the direction of the text.
pub(super) fn visible(c: char) -> char {
    match c {
        '\0'..='\x1f' => char::from_u32(u32::from(c) + 0x2400).unwrap_or(char::REPLACEMENT_CHARACTER),
        '\x7f' => '\u{2421}',
        '\u{80}'..='\u{9f}'
        | '\u{61c}'
        | '\u{200b}'
        | '\u{200e}'..='\u{200f}'
        | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{feff}'
        | '\u{e0000}'..='\u{e007f}' => char::REPLACEMENT_CHARACTER,
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::Visible;

    #[test]
    fn nothing_acts_on_the_terminal() {
        for (text, expected) in [
            ("plain ä 日本 👩\u{200d}👧", "plain ä 日本 👩\u{200d}👧"),
            ("\x1b[31mred\r\nnext\tcell\0", "␛[31mred␍␊next␉cell␀"),
            ("\x7f\u{9b}2J", "␡\u{fffd}2J"),
            ("abc\u{202e}txt\u{2066}x\u{2028}", "abc\u{fffd}txt\u{fffd}x\u{fffd}"),
            ("\u{feff}BEGIN\u{200b}", "\u{fffd}BEGIN\u{fffd}"),
        ] {
            assert_eq!(Visible(text).to_string(), expected);
        }
    }
}
