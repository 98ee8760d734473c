//! What kinds of data a client can read.
//!
//! [RFC 9110 §12.5.1](https://www.rfc-editor.org/rfc/rfc9110#section-12.5.1)
//!
//! ```abnf
//! Accept      = #( media-range [ weight ] )
//! media-range = ( "*/*" / ( type "/" "*" ) / ( type "/" subtype ) ) parameters
//! weight      = OWS ";" OWS "q=" qvalue
//! qvalue      = ( "0" [ "." 0*3DIGIT ] ) / ( "1" [ "." 0*3("0") ] )
//! ```

use std::fmt;
use std::str::FromStr;

use super::cursor::{Cursor, write_list};
use super::{Header, HeaderError, MediaType};
use crate::text_form::serialize_as_text;

/// The field `Accept`: the kinds of data a client can read, with how much it likes them.
///
/// ```
/// use caldav_types::header::{Accept, MediaType};
/// let accept: Accept = "text/calendar, application/calendar+json;q=0.5, text/*;q=0".parse()?;
/// assert_eq!(accept.quality(&MediaType::calendar()), 1000);
/// assert_eq!(accept.quality(&MediaType::new("application", "calendar+json")?), 500);
/// assert_eq!(accept.quality(&MediaType::new("text", "html")?), 0);
/// # Ok::<(), caldav_types::header::HeaderError>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Accept(
    /// The ranges, in the order of the field.
    pub Vec<MediaRange>,
);

/// A range of media types.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct MediaRange {
    /// The type; `*` stands for any type or subtype.
    pub media: MediaType,
    /// How much it is liked, in thousandths: 1000 is the most, 0 means that it cannot be read.
    pub quality: u16,
}

impl Accept {
    /// How much a kind of data is liked, in thousandths: what the most precise range says that it is in, 0 where there
    /// is none.
    #[must_use]
    pub fn quality(&self, media: &MediaType) -> u16 {
        let mut best: Option<(usize, u16)> = None;
        for range in &self.0 {
            let precision = range.precision(media);
            if precision.is_some() && best.map(|(precision, _)| precision) < precision {
                best = precision.map(|precision| (precision, range.quality));
            }
        }
        best.map_or(0, |(_, quality)| quality)
    }
}

impl MediaRange {
    /// How precisely it tells this type; `None` where the type is not in the range.
    fn precision(&self, media: &MediaType) -> Option<usize> {
        let Self { media: range, .. } = self;
        if range.main() == "*" {
            return Some(0);
        }
        if range.main() != media.main() {
            return None;
        }
        if range.sub() == "*" {
            return Some(1);
        }
        if range.sub() != media.sub() {
            return None;
        }
        let fits = |(name, value): (&str, &str)| {
            media.parameter(name).is_some_and(|other| other.eq_ignore_ascii_case(value))
        };
        if range.parameters().all(fits) { Some(2 + range.parameters().count()) } else { None }
    }

    fn take_from(cursor: &mut Cursor<'_>) -> Result<Self, HeaderError> {
        let before = cursor.clone();
        let mut media = MediaType::take_from(cursor).map_err(|error| error.of_field(Accept::NAME))?;
        let quality = match media.remove_parameter("q") {
            None => 1000,
            Some(quality) => thousandths(&quality)
                .ok_or_else(|| before.error("a weight from 0 to 1 with up to three digits"))?,
        };
        Ok(Self { media, quality })
    }
}

/// `qvalue`, the first digit of which some leave out.
fn thousandths(value: &str) -> Option<u16> {
    let (whole, digits) = value.split_once('.').unwrap_or((value, ""));
    if value.is_empty() || !matches!(whole, "" | "0" | "1") || digits.len() > 3 {
        return None;
    }
    let whole = if whole == "1" { 1000 } else { 0 };
    let mut part = 0;
    for (digit, weight) in digits.chars().zip([100, 10, 1]) {
        part += u16::try_from(digit.to_digit(10)?).ok()? * weight;
    }
    Some(whole + part).filter(|quality| *quality <= 1000)
}

impl Header for Accept {
    const NAME: &'static str = "Accept";
    const IS_LIST: bool = true;
}

impl FromStr for Accept {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Cursor::new(Self::NAME, text).list(MediaRange::take_from).map(Self)
    }
}

impl fmt::Display for Accept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_list(&self.0, f)
    }
}

impl fmt::Display for MediaRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.media.fmt(f)?;
        match self.quality {
            1000.. => Ok(()),
            quality => {
                let digits = format!("{quality:03}");
                match digits.trim_end_matches('0') {
                    "" => f.write_str(";q=0"),
                    digits => write!(f, ";q=0.{digits}"),
                }
            }
        }
    }
}

serialize_as_text!(Accept);

#[cfg(test)]
mod tests {
    use super::Accept;
    use crate::header::MediaType;
    use crate::header::tests::assert_forms;

    #[test]
    fn forms() {
        assert_forms::<Accept>(&[
            ("RFC 9110 12.5.1", "audio/*; q=0.2, audio/basic", Some("audio/*;q=0.2, audio/basic")),
            (
                "RFC 9110 12.5.1",
                "text/*;q=0.3, text/plain;q=0.7, text/plain;format=flowed, */*;q=0.5",
                Some("text/*;q=0.3, text/plain;q=0.7, text/plain; format=flowed, */*;q=0.5"),
            ),
            ("RFC 9110 12.5.1: none", "", Some("")),
            ("seen from tsdav", "*/*", Some("*/*")),
            ("seen from Java", "text/html, *; q=.2, */*; q=.2", Some("text/html, */*;q=0.2, */*;q=0.2")),
            ("RFC 9110 12.4.2", "a/b;q=1.000, c/d;q=0.000, e/f;q=0.05", Some("a/b, c/d;q=0, e/f;q=0.05")),
            ("more than 1", "a/b;q=1.1", None),
            ("four digits", "a/b;q=0.1234", None),
            ("no number", "a/b;q=x", None),
            ("no number", "a/b;q=", None),
            ("no media type", "text", None),
        ]);
    }

    #[test]
    fn the_most_precise_range_decides() {
        let accept: Accept =
            "text/*;q=0.3, text/html;q=0.7, text/html;level=1, text/html;level=2;q=0.4, */*;q=0.5"
                .parse()
                .unwrap();
        for (section, media, expected) in [
            ("RFC 7231 5.3.2", "text/html;level=1", 1000),
            ("RFC 7231 5.3.2", "text/html", 700),
            ("RFC 7231 5.3.2", "text/plain", 300),
            ("RFC 7231 5.3.2", "image/jpeg", 500),
            ("RFC 7231 5.3.2", "text/html;level=2", 400),
            ("RFC 7231 5.3.2", "text/html;level=3", 700),
        ] {
            let media: MediaType = media.parse().unwrap();
            assert_eq!(accept.quality(&media), expected, "{section}: {media}");
        }
        assert_eq!(Accept::default().quality(&MediaType::calendar()), 0);
    }
}
