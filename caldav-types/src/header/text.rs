//! Fields that hold a plain text or a number.

use std::fmt;
use std::str::FromStr;

use super::cursor::{Cursor, is_token_character};
use super::one_text::one_texts;
use super::{Header, HeaderError};
use crate::CTag;
use crate::text_form::serialize_as_text;

one_texts! {
    String: "a text", "The text, without white space around it.", String::as_str;
    /// The field `Label`: a version by its label
    /// ([RFC 3253 §8.3](https://www.rfc-editor.org/rfc/rfc3253#section-8.3)).
    Label = "Label";
    /// The field `Server-Info-Token`: which version of its description a server has, or a client knows
    /// (draft-douglass-server-info).
    ServerInfoToken = "Server-Info-Token";
    /// The field `User-Agent`: which program a client is
    /// ([RFC 9110 §10.1.5](https://www.rfc-editor.org/rfc/rfc9110#section-10.1.5)).
    ///
    /// ```
    /// use caldav_types::header::UserAgent;
    /// let agent: UserAgent = "DAVx5/4.4 (Android 14; x) okhttp/4.12".parse()?;
    /// assert_eq!(agent.products().collect::<Vec<_>>(), [("DAVx5", Some("4.4")), ("okhttp", Some("4.12"))]);
    /// # Ok::<(), caldav_types::header::HeaderError>(())
    /// ```
    UserAgent = "User-Agent";
}

impl UserAgent {
    /// The names of its products with their versions, the most telling first; comments are left out.
    pub fn products(&self) -> impl Iterator<Item = (&str, Option<&str>)> {
        let mut depth = 0_u32;
        self.0.split_ascii_whitespace().filter_map(move |word| {
            let outside = depth == 0 && word.starts_with(is_token_character);
            for octet in word.bytes() {
                match octet {
                    b'(' => depth = depth.saturating_add(1),
                    b')' => depth = depth.saturating_sub(1),
                    _ => {}
                }
            }
            outside
                .then(|| word.split_once('/').map_or((word, None), |(name, version)| (name, Some(version))))
        })
    }
}

/// The field `Home-CTag`: the version of the calendar home after the request (calendarserver-bulk-change §8.3).
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct HomeCTag(
    /// The version.
    pub CTag,
);

impl Header for HomeCTag {
    const NAME: &'static str = "Home-CTag";
}

impl FromStr for HomeCTag {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse().map(Self)
    }
}

impl fmt::Display for HomeCTag {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The field `Content-Length`: how many octets the body has
/// ([RFC 9110 §8.6](https://www.rfc-editor.org/rfc/rfc9110#section-8.6)).
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ContentLength(
    /// The octets.
    pub u64,
);

impl Header for ContentLength {
    const NAME: &'static str = "Content-Length";
}

impl FromStr for ContentLength {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut cursor = Cursor::new(Self::NAME, text);
        let before = cursor.clone();
        let digits = cursor.take_while(|character| character.is_ascii_digit());
        let length = digits.parse().map_err(|_| before.error("a number of octets"))?;
        cursor.end().map(|()| Self(length))
    }
}

impl fmt::Display for ContentLength {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// The field `Expect`: what a client waits for before it sends the body
/// ([RFC 9110 §10.1.1](https://www.rfc-editor.org/rfc/rfc9110#section-10.1.1)).
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Expect {
    /// `100-continue`: that the server wants it.
    Continue,
    /// Something that nobody knows, to be answered with 417.
    Other(String),
}

impl Header for Expect {
    const NAME: &'static str = "Expect";
    const IS_LIST: bool = true;
}

impl FromStr for Expect {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let cursor = Cursor::new(Self::NAME, text);
        match cursor.clone().take_rest() {
            "" => Err(cursor.error("\"100-continue\"")),
            text if text.eq_ignore_ascii_case("100-continue") => Ok(Self::Continue),
            other => Ok(Self::Other(other.into())),
        }
    }
}

impl fmt::Display for Expect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Continue => f.write_str("100-continue"),
            Self::Other(other) => f.write_str(other),
        }
    }
}

serialize_as_text!(ContentLength, Expect, HomeCTag);

#[cfg(test)]
mod tests {
    use super::{ContentLength, Expect, HomeCTag, Label, ServerInfoToken, UserAgent};
    use crate::CTag;
    use crate::header::tests::assert_forms;

    #[test]
    fn forms() {
        assert_forms::<Label>(&[("RFC 3253 8.3", "default", Some("default")), ("empty", "", None)]);
        assert_forms::<ServerInfoToken>(&[("draft", " 1a2b ", Some("1a2b")), ("empty", " ", None)]);
        assert_forms::<UserAgent>(&[
            ("RFC 9110 10.1.5", "CERN-LineMode/2.15 libwww/2.17b3", Some("CERN-LineMode/2.15 libwww/2.17b3")),
            ("empty", "", None),
        ]);
        assert_forms::<CTag>(&[("calendarserver-bulk-change 8.2", "84C9ACB2-A7DE", Some("84C9ACB2-A7DE"))]);
        assert_forms::<HomeCTag>(&[(
            "calendarserver-bulk-change 8.3",
            "17883032-CBEF",
            Some("17883032-CBEF"),
        )]);
        assert_forms::<ContentLength>(&[
            ("RFC 9110 8.6", "3495", Some("3495")),
            ("too great", "99999999999999999999", None),
            ("a sign", "+1", None),
            ("two", "1, 2", None),
            ("empty", "", None),
        ]);
        assert_forms::<Expect>(&[
            ("RFC 9110 10.1.1", "100-continue", Some("100-continue")),
            ("RFC 9110 10.1.1: no case", "100-Continue", Some("100-continue")),
            ("another one", "x=y", Some("x=y")),
            ("empty", "", None),
        ]);
    }

    #[test]
    fn products() {
        for (agent, expected) in [
            (
                "Mac OS X/10.9.5 (13F1077) CalendarAgent/176.2",
                vec![("Mac", None), ("OS", None), ("X", Some("10.9.5")), ("CalendarAgent", Some("176.2"))],
            ),
            ("a/1 (b (c/2) d/3) e", vec![("a", Some("1")), ("e", None)]),
            ("(a", vec![]),
        ] {
            assert_eq!(UserAgent(agent.into()).products().collect::<Vec<_>>(), expected, "{agent}");
        }
    }
}
