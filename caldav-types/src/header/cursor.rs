//! Reading the value of a field from left to right.
//!
//! [RFC 9110 §5.6](https://www.rfc-editor.org/rfc/rfc9110#section-5.6)

use std::fmt;

use super::{HeaderError, HeaderErrorKind};

/// A place in the value of a field.
#[derive(Clone, Debug)]
pub(crate) struct Cursor<'t> {
    field: &'static str,
    text: &'t str,
    rest: &'t str,
}

impl<'t> Cursor<'t> {
    /// The start of a value, after white space.
    pub(crate) fn new(field: &'static str, text: &'t str) -> Self {
        let mut cursor = Self { field, text, rest: text };
        cursor.white_space();
        cursor
    }

    /// What is not read yet.
    pub(crate) const fn rest(&self) -> &'t str {
        self.rest
    }

    /// `OWS`
    pub(crate) fn white_space(&mut self) {
        self.rest = self.rest.trim_start_matches(WHITE_SPACE);
    }

    /// Is everything read?
    pub(crate) const fn is_at_end(&self) -> bool {
        self.rest.is_empty()
    }

    /// Goes behind this character if it is the next.
    pub(crate) fn take(&mut self, character: char) -> bool {
        self.take_str(character.encode_utf8(&mut [0; 4]))
    }

    /// Goes behind this text if it is next.
    pub(crate) fn take_str(&mut self, text: &str) -> bool {
        self.rest.strip_prefix(text).map(|rest| self.rest = rest).is_some()
    }

    /// Goes behind this text if it is next, in whatever case: a literal of ABNF.
    pub(crate) fn take_literal(&mut self, text: &str) -> bool {
        let Some((next, rest)) = self.rest.split_at_checked(text.len()) else { return false };
        let is_next = next.eq_ignore_ascii_case(text);
        if is_next {
            self.rest = rest;
        }
        is_next
    }

    /// The characters from here that are such.
    pub(crate) fn take_while(&mut self, is: impl Fn(char) -> bool) -> &'t str {
        let end = self.rest.find(|character| !is(character)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    /// All that is left, without white space at the end.
    pub(crate) fn take_rest(&mut self) -> &'t str {
        self.take_while(|_| true).trim_end_matches(WHITE_SPACE)
    }

    /// This character, which has to be here.
    pub(crate) fn expect(&mut self, character: char, expected: &'static str) -> Result<(), HeaderError> {
        if self.take(character) { Ok(()) } else { Err(self.error(expected)) }
    }

    /// `token`
    pub(crate) fn token(&mut self, expected: &'static str) -> Result<&'t str, HeaderError> {
        match self.take_while(is_token_character) {
            "" => Err(self.error(expected)),
            token => Ok(token),
        }
    }

    /// `quoted-string`, without the quotes and backslashes.
    pub(crate) fn quoted_string(&mut self, expected: &'static str) -> Result<String, HeaderError> {
        let before = self.clone();
        self.expect('"', expected)?;
        let mut value = String::new();
        let mut characters = self.rest.chars();
        while let Some(character) = characters.next() {
            match character {
                '"' => {
                    self.rest = characters.as_str();
                    return Ok(value);
                }
                '\\' => value.extend(characters.next()),
                character => value.push(character),
            }
        }
        Err(before.error("a quoted string that ends"))
    }

    /// `token / quoted-string`
    pub(crate) fn word(&mut self, expected: &'static str) -> Result<String, HeaderError> {
        if self.rest.starts_with('"') {
            self.quoted_string(expected)
        } else {
            self.token(expected).map(Into::into)
        }
    }

    /// What stands between `<` and `>`, without white space.
    pub(crate) fn angle_brackets(&mut self, expected: &'static str) -> Result<&'t str, HeaderError> {
        let before = self.clone();
        self.expect('<', expected)?;
        let content = self.take_while(|character| !matches!(character, '<' | '>' | ' ' | '\t'));
        if content.is_empty() || !self.take('>') {
            return Err(before.error(expected));
        }
        Ok(content)
    }

    /// `*( OWS ";" OWS [ token BWS [ "=" BWS word ] ] )`; a value is `None` where none is given.
    pub(crate) fn parameters(&mut self) -> Result<Vec<(String, Option<String>)>, HeaderError> {
        let mut parameters = Vec::new();
        loop {
            let before = self.clone();
            self.white_space();
            if !self.take(';') {
                *self = before;
                return Ok(parameters);
            }
            self.white_space();
            if self.is_at_end() || self.rest.starts_with([';', ',']) {
                continue;
            }
            if parameters.len() >= PARAMETERS {
                return Err(self.error("at most 64 parameters"));
            }
            let name = self.token("the name of a parameter")?.to_ascii_lowercase();
            parameters.push((name, self.value_of_pair()?));
        }
    }

    /// `[ BWS "=" BWS [ word ] ]`
    pub(crate) fn value_of_pair(&mut self) -> Result<Option<String>, HeaderError> {
        let before = self.clone();
        self.white_space();
        if !self.take('=') {
            *self = before;
            return Ok(None);
        }
        self.white_space();
        if self.is_at_end() || self.rest.starts_with([';', ',']) {
            return Ok(Some(String::new()));
        }
        self.word("a token or a quoted string").map(Some)
    }

    /// `#element`: items with commas between them, empty ones left out.
    pub(crate) fn list<T>(
        mut self,
        mut item: impl FnMut(&mut Self) -> Result<T, HeaderError>,
    ) -> Result<Vec<T>, HeaderError> {
        let mut items = Vec::new();
        loop {
            self.take_while(|character| character == ',' || WHITE_SPACE.contains(&character));
            if self.is_at_end() {
                return Ok(items);
            }
            items.push(item(&mut self)?);
            self.white_space();
            if !self.is_at_end() && !self.rest.starts_with(',') {
                return Err(self.error("\",\" or the end"));
            }
        }
    }

    /// `1#element`
    pub(crate) fn list_of_some<T>(
        self,
        expected: &'static str,
        item: impl FnMut(&mut Self) -> Result<T, HeaderError>,
    ) -> Result<Vec<T>, HeaderError> {
        let at_start = self.clone();
        let items = self.list(item)?;
        if items.is_empty() { Err(at_start.error(expected)) } else { Ok(items) }
    }

    /// Makes sure that nothing follows.
    pub(crate) fn end(mut self) -> Result<(), HeaderError> {
        self.white_space();
        if self.is_at_end() { Ok(()) } else { Err(self.error("the end")) }
    }

    /// Something else was expected here.
    #[cold]
    pub(crate) fn error(&self, expected: &'static str) -> HeaderError {
        let found = self.rest.chars().take(READABLE).collect();
        let position = self.text.len() - self.rest.len();
        HeaderError::new(self.field, HeaderErrorKind::Value { expected, found }, position)
    }
}

/// A value as a token, or quoted where it is none.
pub(crate) fn write_word(value: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if is_token(value) { f.write_str(value) } else { write_quoted(value, f) }
}

/// `quoted-string`
pub(crate) fn write_quoted(value: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("\"")?;
    for character in value.chars() {
        if matches!(character, '"' | '\\') {
            f.write_str("\\")?;
        }
        write!(f, "{character}")?;
    }
    f.write_str("\"")
}

/// Items with commas between them.
pub(crate) fn write_list<T: fmt::Display>(
    items: impl IntoIterator<Item = T>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    for (place, item) in items.into_iter().enumerate() {
        if place > 0 {
            f.write_str(", ")?;
        }
        item.fmt(f)?;
    }
    Ok(())
}

/// Parameters of a value.
pub(crate) fn write_parameters(
    parameters: &[(String, Option<String>)],
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    for (name, value) in parameters {
        write!(f, "; {name}")?;
        if let Some(value) = value {
            f.write_str("=")?;
            write_word(value, f)?;
        }
    }
    Ok(())
}

pub(crate) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.chars().all(is_token_character)
}

/// `tchar`
pub(crate) fn is_token_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(character)
}

const WHITE_SPACE: [char; 2] = [' ', '\t'];
const READABLE: usize = 64;
/// More parameters than any value has; looking one up goes through all.
const PARAMETERS: usize = 64;
