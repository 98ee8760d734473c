//! A JSON text, taken apart from its start to its end by whoever knows what has to come next.
//!
//! [RFC 8259](https://www.rfc-editor.org/rfc/rfc8259)
//!
//! Nothing is built and nothing recurses, so a text may nest as deeply as it likes, and everything has a place.

use std::borrow::Cow;

use super::error::JcalErrorKind;
use super::number::Number;

/// What was wrong, and at which octet of the text.
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) kind: JcalErrorKind,
    pub(super) at: usize,
}

impl Fault {
    pub(super) fn new(kind: impl Into<JcalErrorKind>, at: usize) -> Self {
        Self { kind: kind.into(), at }
    }
}

/// What a value is, by its first character.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Shape {
    Array,
    Object,
    String,
    Number,
    Literal,
    /// A character that only stands between values, or the end.
    None,
}

/// A JSON text and how much of it was taken.
#[derive(Clone, Debug)]
pub(super) struct Json<'j> {
    text: &'j str,
    at: usize,
}

impl<'j> Json<'j> {
    pub(super) fn new(text: &'j str) -> Self {
        Self { text, at: 0 }
    }

    /// The place of the next character that is not white space.
    pub(super) fn place(&mut self) -> usize {
        let rest = self.text.as_bytes().get(self.at..).unwrap_or_default();
        self.at += rest.iter().take_while(|octet| matches!(octet, b' ' | b'\t' | b'\n' | b'\r')).count();
        self.at
    }

    /// What comes next.
    pub(super) fn shape(&mut self) -> Shape {
        match self.peek() {
            Some(b'[') => Shape::Array,
            Some(b'{') => Shape::Object,
            Some(b'"') => Shape::String,
            Some(b'-' | b'0'..=b'9') => Shape::Number,
            Some(b't' | b'f' | b'n') => Shape::Literal,
            _ => Shape::None,
        }
    }

    /// Takes this character.
    pub(super) fn take(&mut self, character: u8, expected: &'static str) -> Result<(), Fault> {
        if self.peek() != Some(character) {
            return Err(self.unexpected(expected));
        }
        self.at += 1;
        Ok(())
    }

    /// Takes what stands before the next value of an array or object: a comma, or nothing before the first.
    /// Takes the end, and answers false, when there is no further one.
    pub(super) fn more(&mut self, first: &mut bool, end: u8) -> Result<bool, Fault> {
        if self.peek() == Some(end) {
            self.at += 1;
            return Ok(false);
        }
        if !std::mem::take(first) {
            let expected = if end == b']' { "\",\" or \"]\"" } else { "\",\" or \"}\"" };
            self.take(b',', expected)?;
            if self.peek() == Some(end) {
                return Err(self.unexpected("a value"));
            }
        }
        Ok(true)
    }

    /// Takes the end of an array.
    pub(super) fn end_array(&mut self) -> Result<(), Fault> {
        self.take(b']', "\"]\"")
    }

    /// Takes a string.
    pub(super) fn string(&mut self, expected: &'static str) -> Result<Cow<'j, str>, Fault> {
        if self.shape() != Shape::String {
            return Err(self.unexpected(expected));
        }
        let start = self.at;
        let octets = self.text.as_bytes();
        let mut end = start + 1;
        let mut escaped = false;
        loop {
            let rest = octets.get(end..).unwrap_or_default();
            let Some(next) = memchr::memchr2(b'"', b'\\', rest) else {
                self.at = octets.len();
                return Err(self.unexpected("the end of the string"));
            };
            end += next;
            if octets.get(end) == Some(&b'"') {
                break;
            }
            escaped = true;
            end += 2;
        }
        self.at = end + 1;
        let content = self.text.get(start + 1..end).unwrap_or_default();
        if !escaped && !content.bytes().any(|octet| octet < 0x20) {
            return Ok(Cow::Borrowed(content));
        }
        let quoted = self.text.get(start..=end).unwrap_or_default();
        serde_json::from_str(quoted).map(Cow::Owned).map_err(|_| {
            let found = "an escape that does not exist or a bare control character";
            Fault::new(JcalErrorKind::Unexpected { expected: "a JSON string", found }, start)
        })
    }

    /// Takes a number.
    pub(super) fn number(&mut self, expected: &'static str) -> Result<Number<'j>, Fault> {
        if self.shape() != Shape::Number {
            return Err(self.unexpected(expected));
        }
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length =
            rest.find(|c: char| !matches!(c, '0'..='9' | '-' | '+' | '.' | 'e' | 'E')).unwrap_or(rest.len());
        let number = Number::new(rest.get(..length).unwrap_or_default());
        let number = number.ok_or_else(|| {
            let found = "digits that are none";
            Fault::new(JcalErrorKind::Unexpected { expected: "a JSON number", found }, self.at)
        })?;
        self.at += length;
        Ok(number)
    }

    /// Takes true or false.
    pub(super) fn boolean(&mut self) -> Result<bool, Fault> {
        self.place();
        let rest = self.text.get(self.at..).unwrap_or_default();
        let length = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
        let boolean = match rest.get(..length) {
            Some("true") => true,
            Some("false") => false,
            _ => return Err(self.unexpected("true or false")),
        };
        self.at += length;
        Ok(boolean)
    }

    /// Takes the end of the text.
    pub(super) fn end(&mut self) -> Result<(), Fault> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.unexpected("the end of the JSON text")),
        }
    }

    /// Something else has to come next than what comes.
    pub(super) fn unexpected(&mut self, expected: &'static str) -> Fault {
        let found = match self.shape() {
            Shape::Array => "an array",
            Shape::Object => "an object",
            Shape::String => "a string",
            Shape::Number => "a number",
            Shape::Literal => match self.text.as_bytes().get(self.at) {
                Some(b'n') => "null",
                _ => "true, false or another word",
            },
            Shape::None => match self.text.as_bytes().get(self.at) {
                Some(b']' | b'}') => "the end of the array or object",
                Some(b',') => "\",\"",
                Some(b':') => "\":\"",
                Some(_) => "what is no JSON",
                None => "the end of the JSON text",
            },
        };
        Fault::new(JcalErrorKind::Unexpected { expected, found }, self.at)
    }

    fn peek(&mut self) -> Option<u8> {
        let at = self.place();
        self.text.as_bytes().get(at).copied()
    }
}

/// Writes a JSON string.
pub(super) fn write_string(out: &mut Vec<u8>, text: &str) {
    // Writing to a vector does not fail.
    let _ = serde_json::to_writer(out, text);
}

/// Writes a JSON string in lower case.
pub(super) fn write_lower_case(out: &mut Vec<u8>, name: &str) {
    write_string(out, &name.to_ascii_lowercase());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings() {
        for (text, expected) in [
            (r#" "a b" "#, Some("a b")),
            (r#""\u00e4\n\"\\""#, Some("ä\n\"\\")),
            (r#""\ud83d\ude00""#, Some("😀")),
            (r#""""#, Some("")),
            (r#""\ud83d""#, None),
            (r#""\x""#, None),
            ("\"a\nb\"", None),
            (r#""a"#, None),
            (r#""a\"#, None),
            (r#""a\""#, None),
            ("a", None),
        ] {
            let got = Json::new(text).string("a string");
            assert_eq!(got.ok().as_deref(), expected, "RFC 8259 §7: {text}");
        }
    }

    #[test]
    fn elements_of_an_array() {
        for (text, count) in [
            ("]", Some(0)),
            ("1]", Some(1)),
            (" 1 , 2 ]", Some(2)),
            ("1,]", None),
            (",1]", None),
            ("1 2]", None),
            ("1", None),
        ] {
            let mut json = Json::new(text);
            let mut first = true;
            let mut elements = || -> Result<usize, Fault> {
                let mut count = 0;
                while json.more(&mut first, b']')? {
                    json.number("a number")?;
                    count += 1;
                }
                Ok(count)
            };
            assert_eq!(elements().ok(), count, "RFC 8259 §5: {text}");
        }
    }

    #[test]
    fn what_was_found_is_named() {
        for (text, found) in [
            ("null", "null"),
            ("[", "an array"),
            ("}", "the end of the array or object"),
            ("", "the end of the JSON text"),
            ("'a'", "what is no JSON"),
            ("truer", "true, false or another word"),
        ] {
            let fault = Json::new(text).boolean().unwrap_err();
            assert_eq!(fault.kind, JcalErrorKind::Unexpected { expected: "true or false", found }, "{text}");
        }
    }
}
