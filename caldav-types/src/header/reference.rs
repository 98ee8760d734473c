//! Fields that hold an address.
//!
//! ```abnf
//! Destination      = "Destination" ":" Simple-ref
//! Location         = URI-reference
//! Content-Location = absolute-URI / partial-URI
//! ```

use std::fmt;
use std::str::FromStr;

use super::cursor::{Cursor, write_list};
use super::one_text::one_texts;
use super::{Header, HeaderError};
use crate::Href;
use crate::text_form::serialize_as_text;

one_texts! {
    Href: "an address", "The address, in the spelling it came in.", Href::in_field;
    /// The field `Destination`: where COPY and MOVE put it
    /// ([RFC 4918 §10.3](https://www.rfc-editor.org/rfc/rfc4918#section-10.3)).
    ///
    /// ```
    /// use caldav_types::header::Destination;
    /// let destination: Destination = "http://www.example.com/users/f/fielding/index.html".parse()?;
    /// assert_eq!(destination.0.last_segment().as_deref(), Some("index.html"));
    /// # Ok::<(), caldav_types::header::HeaderError>(())
    /// ```
    Destination = "Destination";
    /// The field `Location`: where the resource is, or the new one
    /// ([RFC 9110 §10.2.2](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.2)).
    Location = "Location";
    /// The field `Content-Location`: what the content is that of
    /// ([RFC 9110 §8.7](https://www.rfc-editor.org/rfc/rfc9110#section-8.7)).
    ContentLocation = "Content-Location";
    /// The field `Split-Component-URL`: the resource that was made of the second part of a series
    /// (caldav-recursplit §3).
    SplitComponentUrl = "Split-Component-URL";
    /// The field `Originator`: the calendar user that a scheduling message comes from, in the drafts before RFC 6638.
    Originator = "Originator";
}

/// The field `Recipient`: the calendar users that a scheduling message goes to, in the drafts before RFC 6638.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Recipient(
    /// Their addresses, one at least.
    pub Vec<Href>,
);

impl Header for Recipient {
    const NAME: &'static str = "Recipient";
    const IS_LIST: bool = true;
}

impl FromStr for Recipient {
    type Err = HeaderError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let address =
            |cursor: &mut Cursor<'_>| Ok(Href::new(cursor.take_while(|character| character != ',')));
        Cursor::new(Self::NAME, text).list_of_some("an address", address).map(Self)
    }
}

impl fmt::Display for Recipient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write_list(self.0.iter().map(Href::in_field), f)
    }
}

serialize_as_text!(Recipient);

#[cfg(test)]
mod tests {
    use super::{ContentLocation, Destination, Location, Originator, Recipient, SplitComponentUrl};
    use crate::header::tests::assert_forms;

    #[test]
    fn forms() {
        assert_forms::<Destination>(&[
            (
                "RFC 4918 9.8.5",
                "http://www.example.com/othercontainer/",
                Some("http://www.example.com/othercontainer/"),
            ),
            ("RFC 4918 10.3: a path", "/a/b%20c", Some("/a/b%20c")),
            ("q-10: blanks and letters", "/a/b c/ä.ics", Some("/a/b%20c/%C3%A4.ics")),
            ("empty", "", None),
        ]);
        assert_forms::<Location>(&[
            ("RFC 9110 10.2.2", "/People.html#tim", Some("/People.html#tim")),
            ("empty", " ", None),
        ]);
        assert_forms::<ContentLocation>(&[
            ("RFC 9110 8.7", "/item/123", Some("/item/123")),
            ("empty", "", None),
        ]);
        assert_forms::<SplitComponentUrl>(&[
            ("caldav-recursplit 3", "/cal/2.ics", Some("/cal/2.ics")),
            ("empty", "", None),
        ]);
        assert_forms::<Originator>(&[
            ("draft", "mailto:a@example.com", Some("mailto:a@example.com")),
            ("empty", "", None),
        ]);
        assert_forms::<Recipient>(&[
            (
                "draft",
                "mailto:a@example.com , mailto:b@example.com",
                Some("mailto:a@example.com, mailto:b@example.com"),
            ),
            ("empty", ",", None),
        ]);
    }
}
