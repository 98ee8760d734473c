//! The status of a resource as a document states it.
//!
//! [RFC 4918 §14.28](https://www.rfc-editor.org/rfc/rfc4918#section-14.28): the text is a status line of HTTP,
//! [RFC 9112 §4](https://www.rfc-editor.org/rfc/rfc9112#section-4).
//!
//! ```abnf
//! status-line  = HTTP-version SP status-code SP [ reason-phrase ]
//! HTTP-version = HTTP-name "/" DIGIT "." DIGIT
//! ```

use std::fmt;

use http::StatusCode;

/// The content of a DAV:status: `HTTP/1.1 404 Not Found`. The reason is for people and is not kept.
///
/// ```
/// use caldav_types::StatusLine;
/// let line = StatusLine::read("HTTP/1.1 404 Not Found").unwrap();
/// assert_eq!(line.code, http::StatusCode::NOT_FOUND);
/// assert!(line.is_well_formed);
/// // Some servers write less.
/// let line = StatusLine::read("404").unwrap();
/// assert_eq!((line.code.as_u16(), line.is_well_formed), (404, false));
/// assert_eq!(line.to_string(), "HTTP/1.1 404 Not Found");
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct StatusLine {
    /// The code.
    pub code: StatusCode,
    /// Did it have the form of a status line?
    pub is_well_formed: bool,
}

impl StatusLine {
    /// The code of a line: that of a status line, or else the number that stands first or after a first word. `None`
    /// where there is no such number from 100 to 999.
    #[must_use]
    pub fn read(line: &str) -> Option<Self> {
        let line = line.trim_matches(['\t', '\r', '\n']).trim_start_matches(' ');
        if let Some(code) = status_line(line) {
            return Some(Self { code, is_well_formed: true });
        }
        let code = line.split_ascii_whitespace().take(2).find_map(status_code)?;
        Some(Self { code, is_well_formed: false })
    }
}

impl From<StatusCode> for StatusLine {
    fn from(code: StatusCode) -> Self {
        Self { code, is_well_formed: true }
    }
}

impl fmt::Display for StatusLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "HTTP/1.1 {} {}", self.code.as_str(), self.code.canonical_reason().unwrap_or(""))
    }
}

fn status_line(line: &str) -> Option<StatusCode> {
    let (version, rest) = line.strip_prefix("HTTP/")?.split_once(' ')?;
    let mut version = version.chars();
    let is_version = version.next()?.is_ascii_digit()
        && version.next() == Some('.')
        && version.next()?.is_ascii_digit()
        && version.next().is_none();
    let (code, _) = rest.split_once(' ')?;
    if is_version { status_code(code) } else { None }
}

fn status_code(word: &str) -> Option<StatusCode> {
    StatusCode::from_bytes(word.as_bytes()).ok()
}

#[cfg(test)]
mod tests {
    use super::StatusLine;

    #[test]
    fn forms() {
        for (section, text, expected) in [
            ("RFC 4918 9.1.3", "HTTP/1.1 200 OK", Some((200, true))),
            ("RFC 4918 11.2", "HTTP/1.1 422 Unprocessable Entity", Some((422, true))),
            ("RFC 9112 4: no reason", "HTTP/1.1 200 ", Some((200, true))),
            ("RFC 9112 2.3", "HTTP/2.0 200 OK", Some((200, true))),
            ("white space around", "\n  HTTP/1.1 200 OK\n", Some((200, true))),
            ("q-14: no space after the code", "HTTP/1.1 200", Some((200, false))),
            ("q-14: an odd code", "HTTP/1.1 418 I'm a teapot", Some((418, true))),
            ("q-14: an odd code", "HTTP/1.1 425 Too Early", Some((425, true))),
            ("q-14: short", "200 OK", Some((200, false))),
            ("q-14: shorter", "404", Some((404, false))),
            ("q-14: a version without point", "HTTP/2 200", Some((200, false))),
            ("q-14: two blanks", "HTTP/1.1  200 OK", Some((200, false))),
            ("q-14: empty", "", None),
            ("q-14: no code", "HTTP/1.1 OK", None),
            ("no code", "HTTP/1.1 20 OK", None),
            ("no code", "HTTP/1.1 2000 OK", None),
        ] {
            let line = StatusLine::read(text);
            assert_eq!(line.map(|l| (l.code.as_u16(), l.is_well_formed)), expected, "{section}: {text:?}");
            if let Some(line) = line {
                let again = StatusLine::read(&line.to_string()).unwrap();
                assert_eq!((again.code, again.is_well_formed), (line.code, true), "{section}: {text:?}");
            }
        }
    }
}
