//! Name, parameters and value in one logical line.
//!
//! [RFC 5545 §3.1, §3.2](https://www.rfc-editor.org/rfc/rfc5545#section-3.1)
//!
//! ```abnf
//! contentline   = name *(";" param ) ":" value CRLF
//! param         = param-name "=" param-value *("," param-value)
//! param-value   = paramtext / quoted-string
//! paramtext     = *SAFE-CHAR
//! quoted-string = DQUOTE *QSAFE-CHAR DQUOTE
//! ```

use std::borrow::Cow;
use std::fmt;

use memchr::{memchr2, memchr3};

use crate::interning::{Key, chunk};
use crate::parameter::{Parameter, ParameterName};
use crate::parser::is_name;

/// What breaks the grammar of a parameter. The line is read all the same.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ParameterFault {
    /// A ";" with nothing behind it.
    EmptyParameter,
    /// A name that no "=" follows, as vCard 2.1 wrote it.
    MissingEquals,
    /// The name has characters that names do not have.
    InvalidName,
    /// A double quote stands inside of a value that does not begin with one.
    QuoteInValue,
    /// Text follows the closing quote of a value.
    TextAfterQuote,
    /// A quote is opened and never closed; the first ":" behind it was taken as the end of the parameters.
    OpenQuote,
}

impl ParameterFault {
    /// The id of the requirement it offends.
    #[must_use]
    pub fn requirement(self) -> &'static str {
        match self {
            Self::QuoteInValue | Self::TextAfterQuote | Self::OpenQuote => "5545-3.2-02",
            _ => "5545-3.1-06",
        }
    }

    /// A short name, for programs.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::EmptyParameter => "empty-parameter",
            Self::MissingEquals => "missing-equals",
            Self::InvalidName => "invalid-parameter-name",
            Self::QuoteInValue => "quote-in-value",
            Self::TextAfterQuote => "text-after-quote",
            Self::OpenQuote => "open-quote",
        }
    }
}

impl fmt::Display for ParameterFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::EmptyParameter => "expected a parameter after \";\", found nothing",
            Self::MissingEquals => "expected \"=\" and a value after the name of a parameter, found none",
            Self::InvalidName => {
                "expected a parameter name of letters, digits and \"-\", found other characters"
            }
            Self::QuoteInValue => "expected no double quote inside of a parameter value, found one",
            Self::TextAfterQuote => "expected the end of the value after its closing quote, found more text",
            Self::OpenQuote => "expected a closing quote before the end of the line, found none",
        })
    }
}

/// Splits the part of a line between its name and the ":" of its value.
#[derive(Clone, Debug)]
pub(crate) struct Header<'d> {
    /// Unfolded, from the first ";" to before the ":".
    text: Cow<'d, str>,
    at: usize,
    name_length: usize,
    open_quote: bool,
}

impl<'d> Header<'d> {
    /// `name_length` is that of the unfolded name, for the places of the parameters.
    pub(crate) fn new(text: Cow<'d, str>, name_length: usize, open_quote: bool) -> Self {
        Self { text, at: 0, name_length, open_quote }
    }

    /// The first parameter of this name; the ones before it are not made.
    pub(crate) fn find(&mut self, name: &ParameterName<'_>) -> Option<Parameter<'d>> {
        let code = name.code();
        loop {
            let place = self.next_place()?;
            if place.code == code && (code != 0 || self.parameter(&place).name == *name) {
                return Some(self.parameter(&place));
            }
        }
    }

    /// Where the next parameter stands.
    #[inline]
    fn next_place(&mut self) -> Option<ParameterPlace> {
        if self.text.is_empty() {
            return None;
        }
        let start = self.at.checked_add(1)?;
        let rest = self.text.as_bytes().get(start..)?;
        let name_length = match memchr3(b'=', b';', b'"', rest) {
            Some(at) if rest.get(at) != Some(&b'"') => at,
            Some(at) => {
                at + rest.get(at..).and_then(|rest| memchr2(b'=', b';', rest)).unwrap_or(rest.len() - at)
            }
            None => rest.len(),
        };
        let code = match name_length {
            0..=16 => ParameterName::interner().code(Key::from_chunk(chunk(rest), name_length as u32)),
            _ => ParameterName::intern(rest.get(..name_length).unwrap_or_default()),
        };
        let value_start = start + name_length + usize::from(rest.get(name_length) == Some(&b'='));
        let (value_length, fault) = match rest.get(name_length) {
            Some(b'=') => value_list(rest.get(name_length + 1..).unwrap_or_default()),
            _ if name_length == 0 => (0, Some(ParameterFault::EmptyParameter)),
            _ => (0, Some(ParameterFault::MissingEquals)),
        };
        self.at = value_start + value_length;
        if self.at >= self.text.len() {
            self.at = usize::MAX;
        }
        Some(ParameterPlace { start, name_length, code, value_start, value_length, fault })
    }

    fn parameter(&self, place: &ParameterPlace) -> Parameter<'d> {
        let ParameterPlace { start, name_length, code, value_start, value_length, fault } = *place;
        let fault = match fault {
            None if code == 0 && !is_name(self.piece(start, name_length).as_bytes()) => {
                Some(ParameterFault::InvalidName)
            }
            Some(_) if self.open_quote && value_start + value_length >= self.text.len() => {
                Some(ParameterFault::OpenQuote)
            }
            fault => fault,
        };
        let name = ParameterName::from_code(code)
            .unwrap_or_else(|| ParameterName::Other(self.piece(start, name_length)));
        let raw = self.piece(value_start, value_length);
        Parameter { name, raw, fault, offset: self.name_length + start }
    }

    fn piece(&self, start: usize, length: usize) -> Cow<'d, str> {
        match &self.text {
            Cow::Borrowed(text) => Cow::Borrowed(text.get(start..start + length).unwrap_or_default()),
            Cow::Owned(text) => Cow::Owned(text.get(start..start + length).unwrap_or_default().to_owned()),
        }
    }
}

/// Where a parameter stands in the text of a [`Header`].
struct ParameterPlace {
    start: usize,
    name_length: usize,
    /// Of the name, 0 for an unknown one.
    code: u16,
    value_start: usize,
    value_length: usize,
    fault: Option<ParameterFault>,
}

impl<'d> Iterator for Header<'d> {
    type Item = Parameter<'d>;

    fn next(&mut self) -> Option<Self::Item> {
        let place = self.next_place()?;
        Some(self.parameter(&place))
    }
}

/// How many octets a list of values has, up to the next ";", and what is wrong with it.
fn value_list(text: &[u8]) -> (usize, Option<ParameterFault>) {
    let (mut length, mut fault) = first_value(text);
    while text.get(length) == Some(&b',') {
        let (next, found) = first_value(text.get(length + 1..).unwrap_or_default());
        length += 1 + next;
        fault = fault.or(found);
    }
    (length, fault)
}

/// How many octets the first value of a list has, up to the next "," or ";", and what is wrong with it.
pub(crate) fn first_value(text: &[u8]) -> (usize, Option<ParameterFault>) {
    let mut fault = None;
    let mut at = 0;
    loop {
        let Some(found) = text.get(at..).and_then(|rest| memchr3(b',', b';', b'"', rest)) else {
            if at > 0 && at < text.len() {
                fault = fault.or(Some(ParameterFault::TextAfterQuote));
            }
            return (text.len(), fault);
        };
        let quoted_before = at > 0;
        let stop = at + found;
        if quoted_before && found > 0 {
            fault = fault.or(Some(ParameterFault::TextAfterQuote));
        }
        if text.get(stop) != Some(&b'"') {
            return (stop, fault);
        }
        if stop > 0 {
            let kind =
                if quoted_before { ParameterFault::TextAfterQuote } else { ParameterFault::QuoteInValue };
            fault = fault.or(Some(kind));
        }
        match text.get(stop + 1..).and_then(|rest| memchr::memchr(b'"', rest)) {
            Some(length) => at = stop + length + 2,
            None => return (text.len(), Some(ParameterFault::OpenQuote)),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::{Header, ParameterFault};

    #[test]
    fn parameters_of_a_line() {
        use ParameterFault::{
            EmptyParameter, InvalidName, MissingEquals, OpenQuote, QuoteInValue, TextAfterQuote,
        };
        type Row<'t> = (&'t str, &'t str, &'t [(&'t str, &'t str, Option<ParameterFault>)]);
        let table: &[Row<'_>] = &[
            ("none", "", &[]),
            (
                "§3.2 example",
                ";RSVP=TRUE;ROLE=REQ-PARTICIPANT",
                &[("RSVP", "TRUE", None), ("ROLE", "REQ-PARTICIPANT", None)],
            ),
            (
                "a list of quoted",
                ";MEMBER=\"mailto:a\",\"b;c\";CN=x",
                &[("MEMBER", "\"mailto:a\",\"b;c\"", None), ("CN", "x", None)],
            ),
            ("empty values", ";A=;B=,;C=\"\"", &[("A", "", None), ("B", ",", None), ("C", "\"\"", None)]),
            (
                "doubled semicolon",
                ";;A=1;",
                &[("", "", Some(EmptyParameter)), ("A", "1", None), ("", "", Some(EmptyParameter))],
            ),
            ("vCard 2.1", ";BASE64", &[("BASE64", "", Some(MissingEquals))]),
            ("a space in the name", ";A B=1", &[("A B", "1", Some(InvalidName))]),
            ("no name", ";=1", &[("", "1", Some(InvalidName))]),
            ("text before a quote", ";A=b\"c\"", &[("A", "b\"c\"", Some(QuoteInValue))]),
            (
                "text after a quote",
                ";A=\"b\"c;D=1",
                &[("A", "\"b\"c", Some(TextAfterQuote)), ("D", "1", None)],
            ),
            ("two quoted strings", ";A=\"b\"\"c\"", &[("A", "\"b\"\"c\"", Some(TextAfterQuote))]),
            ("a quote that stays open", ";A=\"b", &[("A", "\"b", Some(OpenQuote))]),
        ];
        for (case, text, expected) in table {
            let found: Vec<_> = Header::new(Cow::Borrowed(text), 0, false).collect();
            let found: Vec<_> = found.iter().map(|p| (p.name().as_str(), p.raw(), p.fault())).collect();
            assert_eq!(&found, expected, "{case}");
        }
    }
}
