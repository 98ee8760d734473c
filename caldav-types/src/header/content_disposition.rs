//! The name of an attachment.
//!
//! [RFC 8607 §3.4](https://www.rfc-editor.org/rfc/rfc8607#section-3.4);
//! [RFC 6266 §4](https://www.rfc-editor.org/rfc/rfc6266#section-4),
//! [RFC 8187 §3.2](https://www.rfc-editor.org/rfc/rfc8187#section-3.2)
//!
//! ```abnf
//! content-disposition = disposition-type *( ";" disposition-parm )
//! filename-parm       = "filename" "=" value / "filename*" "=" ext-value
//! ext-value           = charset "'" [ language ] "'" value-chars
//! ```

use std::fmt;
use std::str::FromStr;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::cursor::{Cursor, write_parameters, write_quoted};
use super::{Header, HeaderError};
use crate::text_form::serialize_as_text;

/// The field `Content-Disposition`.
///
/// ```
/// use caldav_types::header::ContentDisposition;
/// let disposition: ContentDisposition = "attachment;filename=agenda.html".parse()?;
/// assert_eq!(disposition.filename(), Some("agenda.html"));
/// assert_eq!(
///     ContentDisposition::attachment("Fête.txt").to_string(),
///     "attachment; filename=\"F_te.txt\"; filename*=UTF-8''F%C3%AAte.txt"
/// );
/// # Ok::<(), caldav_types::header::HeaderError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ContentDisposition {
    kind: String,
    filename: Option<String>,
    others: Vec<(String, Option<String>)>,
}

impl ContentDisposition {
    /// An attachment with this name.
    #[must_use]
    pub fn attachment(filename: &str) -> Self {
        Self { kind: "attachment".into(), filename: last_segment(filename), others: Vec::new() }
    }

    /// What to do with it, in lower case: `attachment` or `inline`.
    #[must_use]
    pub fn kind(&self) -> &str {
        &self.kind
    }

    /// The name of the file: what follows the last slash or backslash, so that it names nothing elsewhere.
    #[must_use]
    pub fn filename(&self) -> Option<&str> {
        self.filename.as_deref()
    }
}

impl Header for ContentDisposition {
    const NAME: &'static str = "Content-Disposition";
}

impl FromStr for ContentDisposition {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut cursor = Cursor::new(Self::NAME, text);
        let kind = cursor.token("a disposition such as \"attachment\"")?.to_ascii_lowercase();
        let (mut plain, mut extended, mut others) = (None, None, Vec::new());
        for (name, value) in cursor.parameters()? {
            match (name.as_str(), value) {
                ("filename", Some(value)) => plain = plain.or(Some(value)),
                // One that cannot be decoded is as if it were not there (RFC 8187 §3.2.1).
                ("filename*", Some(value)) => extended = extended.or_else(|| decoded(&value)),
                (_, value) => others.push((name, value)),
            }
        }
        cursor.end()?;
        let filename = extended.or(plain).and_then(|name| last_segment(&name));
        Ok(Self { kind, filename, others })
    }
}

impl fmt::Display for ContentDisposition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.kind)?;
        if let Some(filename) = &self.filename {
            let plain: String =
                filename.chars().map(|c| if c.is_ascii() && !c.is_control() { c } else { '_' }).collect();
            f.write_str("; filename=")?;
            write_quoted(&plain, f)?;
            if plain != *filename {
                write!(f, "; filename*=UTF-8''{}", utf8_percent_encode(filename, NOT_IN_VALUE))?;
            }
        }
        write_parameters(&self.others, f)
    }
}

/// `ext-value`
fn decoded(value: &str) -> Option<String> {
    let (charset, rest) = value.split_once('\'')?;
    let (_, text) = rest.split_once('\'')?;
    let octets = percent_decode_str(text);
    if charset.eq_ignore_ascii_case("UTF-8") {
        octets.decode_utf8().ok().map(Into::into)
    } else if charset.eq_ignore_ascii_case("ISO-8859-1") {
        Some(octets.map(char::from).collect())
    } else {
        None
    }
}

fn last_segment(name: &str) -> Option<String> {
    let name = name.rsplit(['/', '\\']).next()?.trim();
    if matches!(name, "" | "." | "..") { None } else { Some(name.into()) }
}

/// All but `attr-char`.
const NOT_IN_VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'!')
    .remove(b'#')
    .remove(b'$')
    .remove(b'&')
    .remove(b'+')
    .remove(b'-')
    .remove(b'.')
    .remove(b'^')
    .remove(b'_')
    .remove(b'`')
    .remove(b'|')
    .remove(b'~');

serialize_as_text!(ContentDisposition);

#[cfg(test)]
mod tests {
    use super::ContentDisposition;
    use crate::header::tests::assert_forms;

    #[test]
    fn forms() {
        assert_forms::<ContentDisposition>(&[
            (
                "RFC 8607 3.4.1",
                "attachment;filename=agenda.html",
                Some("attachment; filename=\"agenda.html\""),
            ),
            (
                "RFC 6266 5",
                "Attachment; filename=example.html",
                Some("attachment; filename=\"example.html\""),
            ),
            (
                "RFC 6266 5",
                "INLINE; FILENAME= \"an example.html\"",
                Some("inline; filename=\"an example.html\""),
            ),
            (
                "RFC 6266 5",
                "attachment; filename=\"EURO rates\"; filename*=utf-8''%e2%82%ac%20rates",
                Some("attachment; filename=\"_ rates\"; filename*=UTF-8''%E2%82%AC%20rates"),
            ),
            (
                "RFC 5987 3.2.2",
                "attachment; filename*=iso-8859-1'en'%A3%20rates",
                Some("attachment; filename=\"_ rates\"; filename*=UTF-8''%C2%A3%20rates"),
            ),
            (
                "RFC 8187 3.2.1: not UTF-8",
                "attachment; filename=a; filename*=UTF-8''%FF",
                Some("attachment; filename=\"a\""),
            ),
            ("another parameter", "attachment; size=12", Some("attachment; size=12")),
            (
                "RFC 6266 4.3: a path",
                "attachment; filename=\"../../etc/passwd\"",
                Some("attachment; filename=\"passwd\""),
            ),
            (
                "RFC 6266 4.3: a path",
                "attachment; filename=\"C:\\\\x\\\\y.txt\"",
                Some("attachment; filename=\"y.txt\""),
            ),
            ("RFC 6266 4.3: no name", "attachment; filename=\"..\"", Some("attachment")),
            ("a quote", "attachment; filename=\"a\\\"b\"", Some("attachment; filename=\"a\\\"b\"")),
            ("no type", "; filename=a", None),
            ("an open quote", "attachment; filename=\"a", None),
        ]);
    }
}
