//! What is told on the standard error.

use std::fmt::{self, Display, Write as _};
use std::io::Write as _;
use std::path::Path;

/// Tells something on a line of its own. Characters that act on a terminal are shown as escapes.
pub(crate) fn complain(what: impl Display) {
    // Without a standard error there is nobody left to tell.
    let _ = writeln!(std::io::stderr(), "caldav-conformance: {}", Visible(&what.to_string()));
}

/// Tells something about a file.
pub(crate) fn complain_of(file: &Path, what: impl Display) {
    complain(format_args!("{}: {what}", file.display()));
}

/// A text without characters that act on a terminal or turn the direction of the text.
pub(crate) struct Visible<'a>(pub(crate) &'a str);

impl Display for Visible<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for c in self.0.chars() {
            match c {
                '\0'..='\x1f'
                | '\x7f'..='\u{9f}'
                | '\u{61c}'
                | '\u{200b}'
                | '\u{200e}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}' => write!(f, "{}", c.escape_default())?,
                _ => f.write_char(c)?,
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Visible;

    #[test]
    fn nothing_acts_on_the_terminal() {
        for (text, expected) in [
            ("Füße 日本.ics", "Füße 日本.ics"),
            ("\x1b[31mred\n", "\\u{1b}[31mred\\n"),
            ("a\u{202e}b\u{9b}", "a\\u{202e}b\\u{9b}"),
        ] {
            assert_eq!(Visible(text).to_string(), expected, "{text:?}");
        }
    }
}
