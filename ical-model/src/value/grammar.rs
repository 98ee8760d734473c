//! What the grammars written with nom share: the error type and numbers.

use nom::error::{ErrorKind, ParseError};
use nom::{IResult, Parser};

use super::{ValueError, ValueErrorKind};

/// What is left of the text where a production failed, and why.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Failure<'a> {
    rest: &'a str,
    kind: Option<ValueErrorKind>,
}

/// What a production gives back.
pub(crate) type Parsed<'a, T> = IResult<&'a str, T, Failure<'a>>;

impl<'a> ParseError<&'a str> for Failure<'a> {
    fn from_error_kind(rest: &'a str, _: ErrorKind) -> Self {
        Self { rest, kind: None }
    }

    fn append(_: &'a str, _: ErrorKind, other: Self) -> Self {
        other
    }
}

/// The production fails for good, whatever else could be tried.
pub(crate) fn fail<T>(rest: &str, kind: ValueErrorKind) -> Parsed<'_, T> {
    Err(nom::Err::Failure(Failure { rest, kind: Some(kind) }))
}

/// Takes the whole text by `production`; `otherwise` is what is wrong when the production does not say it.
pub(crate) fn whole<'a, T>(
    text: &'a str,
    otherwise: ValueErrorKind,
    mut production: impl Parser<&'a str, Output = T, Error = Failure<'a>>,
) -> Result<T, ValueError> {
    let failure = match production.parse_complete(text) {
        Ok(("", value)) => return Ok(value),
        Ok((rest, _)) => Failure { rest, kind: None },
        Err(nom::Err::Error(failure) | nom::Err::Failure(failure)) => failure,
        Err(nom::Err::Incomplete(_)) => Failure { rest: "", kind: None },
    };
    Err(ValueError::new(failure.kind.unwrap_or(otherwise), text.len().saturating_sub(failure.rest.len())))
}

/// `1*DIGIT` as a number; `too_large` when it does not fit.
pub(crate) fn digits(too_large: ValueErrorKind) -> impl Fn(&str) -> Parsed<'_, u64> {
    move |text| {
        let (rest, digits) = nom::character::complete::digit1(text)?;
        match digits.parse() {
            Ok(number) => Ok((rest, number)),
            Err(_) => fail(text, too_large),
        }
    }
}

/// `iana-token = 1*(ALPHA / DIGIT / "-")`, which an `x-name` is as well (RFC 5545 §3.1).
pub(crate) fn token(name: &str) -> Result<&str, ValueError> {
    match name.find(|character| !is_token_character(character)) {
        Some(place) => Err(ValueError::new(ValueErrorKind::NotAToken, place)),
        None if name.is_empty() => Err(ValueError::new(ValueErrorKind::Empty, 0)),
        None => Ok(name),
    }
}

/// Can the character stand in a token?
pub(crate) fn is_token_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || character == '-'
}
