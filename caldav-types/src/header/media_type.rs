//! What kind of data a body is.
//!
//! [RFC 9110 §8.3](https://www.rfc-editor.org/rfc/rfc9110#section-8.3),
//! [RFC 5545 §8.1](https://www.rfc-editor.org/rfc/rfc5545#section-8.1)
//!
//! ```abnf
//! media-type = type "/" subtype parameters
//! parameters = *( OWS ";" OWS [ parameter ] )
//! parameter  = parameter-name "=" parameter-value
//! ```

use std::fmt;
use std::str::FromStr;

use super::cursor::{Cursor, is_token, write_word};
use super::{Header, HeaderError};
use crate::text_form::serialize_as_text;

/// A media type with its parameters; the field `Content-Type`.
///
/// ```
/// use caldav_types::header::MediaType;
/// let media: MediaType = "text/calendar;charset=utf-8;component=vevent;METHOD=\"REQUEST\"".parse()?;
/// assert!(media.is_calendar());
/// assert_eq!((media.component(), media.method(), media.charset()), (Some("vevent"), Some("REQUEST"), Some("utf-8")));
/// // The order of parameters and the case of names do not matter.
/// assert_eq!(media, "TEXT/calendar; method=REQUEST; component=vevent; charset=UTF-8".parse()?);
/// # Ok::<(), caldav_types::header::HeaderError>(())
/// ```
#[derive(Clone, Debug)]
pub struct MediaType {
    main: String,
    sub: String,
    parameters: Vec<(String, String)>,
}

impl MediaType {
    /// A type without parameters, as in `text/calendar`.
    ///
    /// # Errors
    ///
    /// One of both is no token.
    pub fn new(main: &str, sub: &str) -> Result<Self, HeaderError> {
        format!("{main}/{sub}").parse()
    }

    /// `text/calendar; charset=utf-8`, the body of a calendar object resource.
    #[must_use]
    pub fn calendar() -> Self {
        Self::of("text", "calendar").with_parameter("charset", "utf-8")
    }

    /// `application/xml; charset=utf-8`, the body of most requests and answers.
    #[must_use]
    pub fn xml() -> Self {
        Self::of("application", "xml").with_parameter("charset", "utf-8")
    }

    /// With a parameter, instead of one of that name.
    ///
    /// A name that is no token is left out: no media type has it.
    #[must_use]
    pub fn with_parameter(mut self, name: &str, value: &str) -> Self {
        let name = name.to_ascii_lowercase();
        self.parameters.retain(|(other, _)| *other != name);
        if is_token(&name) {
            self.parameters.push((name, value.into()));
        }
        self
    }

    /// The type in lower case: `text`.
    #[must_use]
    pub fn main(&self) -> &str {
        &self.main
    }

    /// The subtype in lower case: `calendar`.
    #[must_use]
    pub fn sub(&self) -> &str {
        &self.sub
    }

    /// The parameters, their names in lower case.
    pub fn parameters(&self) -> impl Iterator<Item = (&str, &str)> {
        self.parameters.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// The value of a parameter, whatever the case of its name.
    #[must_use]
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters().find(|(other, _)| other.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// Is it this type and subtype, whatever the parameters?
    #[must_use]
    pub fn is(&self, main: &str, sub: &str) -> bool {
        self.main.eq_ignore_ascii_case(main) && self.sub.eq_ignore_ascii_case(sub)
    }

    /// Is it iCalendar?
    #[must_use]
    pub fn is_calendar(&self) -> bool {
        self.is("text", "calendar")
    }

    /// Is it XML: `application/xml`, `text/xml` or a subtype that ends in `+xml`?
    #[must_use]
    pub fn is_xml(&self) -> bool {
        self.sub == "xml" && matches!(self.main.as_str(), "application" | "text")
            || self.sub.ends_with("+xml")
    }

    /// The parameter `component`: what the calendar holds.
    #[must_use]
    pub fn component(&self) -> Option<&str> {
        self.parameter("component")
    }

    /// The parameter `method`: the METHOD of a scheduling message.
    #[must_use]
    pub fn method(&self) -> Option<&str> {
        self.parameter("method")
    }

    /// The parameter `charset`.
    #[must_use]
    pub fn charset(&self) -> Option<&str> {
        self.parameter("charset")
    }

    fn of(main: &str, sub: &str) -> Self {
        Self { main: main.into(), sub: sub.into(), parameters: Vec::new() }
    }

    /// One of a list; `*` is a token too.
    pub(crate) fn take_from(cursor: &mut Cursor<'_>) -> Result<Self, HeaderError> {
        let main = cursor.token("a media type")?.to_ascii_lowercase();
        // What one old library sends for everything.
        let sub = if main == "*" && !cursor.rest().starts_with('/') {
            main.clone()
        } else {
            cursor.expect('/', "\"/\" and a subtype")?;
            cursor.token("a subtype")?.to_ascii_lowercase()
        };
        let mut media = Self { main, sub, parameters: Vec::new() };
        for (name, value) in cursor.parameters()? {
            if media.parameters.iter().all(|(other, _)| *other != name) {
                media.parameters.push((name, value.unwrap_or_default()));
            }
        }
        Ok(media)
    }

    pub(crate) fn remove_parameter(&mut self, name: &str) -> Option<String> {
        let place = self.parameters.iter().position(|(other, _)| other == name)?;
        Some(self.parameters.remove(place).1)
    }

    /// The parameters as they are compared: the order says nothing, nor does the case of a charset.
    fn canonical(&self) -> Vec<(&str, String)> {
        let mut parameters: Vec<_> = self
            .parameters()
            .map(|(name, value)| {
                (name, if name == "charset" { value.to_ascii_lowercase() } else { value.to_owned() })
            })
            .collect();
        parameters.sort_unstable();
        parameters
    }
}

impl Header for MediaType {
    const NAME: &'static str = "Content-Type";
}

impl FromStr for MediaType {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut cursor = Cursor::new(Self::NAME, text);
        let media = Self::take_from(&mut cursor)?;
        cursor.end().map(|()| media)
    }
}

impl fmt::Display for MediaType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.main, self.sub)?;
        for (name, value) in self.parameters() {
            write!(f, "; {name}=")?;
            write_word(value, f)?;
        }
        Ok(())
    }
}

impl PartialEq for MediaType {
    fn eq(&self, other: &Self) -> bool {
        self.main == other.main
            && self.sub == other.sub
            && self.parameters.len() == other.parameters.len()
            && self.canonical() == other.canonical()
    }
}

impl Eq for MediaType {}

serialize_as_text!(MediaType);

#[cfg(test)]
mod tests {
    use super::MediaType;
    use crate::header::tests::assert_forms;

    #[test]
    fn forms() {
        let calendar = Some("text/calendar; component=VEVENT; charset=utf-8");
        assert_forms::<MediaType>(&[
            ("RFC 5545 8.1", "text/calendar; component=VEVENT; charset=utf-8", calendar),
            ("RFC 9110 8.3.1", "Text/Calendar;Component=\"VEVENT\" ; Charset=\"utf-8\"", calendar),
            ("no blanks", "text/calendar;component=VEVENT;charset=utf-8;", calendar),
            ("RFC 9110 5.6.6: empty parameters", "text/calendar;; component=VEVENT;charset=utf-8", calendar),
            ("blanks around the sign", "text/calendar; component = VEVENT; charset= utf-8", calendar),
            ("the first of two", "a/b; c=1; c=2", Some("a/b; c=1")),
            ("a value that is no token", "a/b; c=\"d e\\\"f\"", Some("a/b; c=\"d e\\\"f\"")),
            ("no value", "a/b; c; d=", Some("a/b; c=\"\"; d=\"\"")),
            ("RFC 4918", "application/xml; charset=\"utf-8\"", Some("application/xml; charset=utf-8")),
            ("no subtype", "text", None),
            ("no subtype", "text/", None),
            ("no type", "/calendar", None),
            ("an open quote", "a/b; c=\"d", None),
            ("two", "a/b, c/d", None),
            ("a parameter without name", "a/b; =c", None),
            ("empty", "", None),
        ]);
    }

    #[test]
    fn what_it_is() {
        for (text, calendar, xml) in [
            ("text/calendar", true, false),
            ("TEXT/CALENDAR; x=y", true, false),
            ("text/xml", false, true),
            ("application/xml", false, true),
            ("application/calendar+xml", false, true),
            ("application/calendar+json", false, false),
            ("image/xml", false, false),
        ] {
            let media: MediaType = text.parse().unwrap();
            assert_eq!((media.is_calendar(), media.is_xml()), (calendar, xml), "{text}");
        }
        assert_eq!(
            MediaType::calendar().with_parameter("Charset", "US-ASCII").to_string(),
            "text/calendar; charset=US-ASCII"
        );
        assert_eq!(MediaType::xml().with_parameter("a b", "c"), MediaType::xml());
        assert!(MediaType::new("text", "cal endar").is_err());
        assert_ne!(MediaType::new("a", "b").unwrap(), "a/b; c=d".parse().unwrap());
    }
}
