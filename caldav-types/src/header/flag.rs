//! Fields that say yes or no.
//!
//! ```abnf
//! Overwrite        = "Overwrite" ":" ("T" | "F")
//! Schedule-Reply   = "Schedule-Reply" ":" ("T" | "F")
//! CalDAV-Timezones = "T" / "F"
//! ```

use std::fmt;
use std::str::FromStr;

use super::cursor::Cursor;
use super::{Header, HeaderError};
use crate::text_form::serialize_as_text;

/// Makes a type of each field, which writes yes and no like this.
macro_rules! flags {
    ($($(#[$documentation:meta])+ $name:ident = $field:literal, $yes:literal, $no:literal;)+) => {
        $(
            $(#[$documentation])+
            #[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
            pub struct $name(
                /// Yes?
                pub bool,
            );

            impl Header for $name {
                const NAME: &'static str = $field;
            }

            impl FromStr for $name {
                type Err = HeaderError;

                fn from_str(text: &str) -> Result<Self, Self::Err> {
                    let mut cursor = Cursor::new(Self::NAME, text);
                    let yes = cursor.take_literal($yes);
                    if !yes && !cursor.take_literal($no) {
                        return Err(cursor.error("\"T\" or \"F\""));
                    }
                    cursor.end().map(|()| Self(yes))
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                    f.write_str(if self.0 { $yes } else { $no })
                }
            }

            serialize_as_text!($name);
        )+
    };
}

flags! {
    /// The field `Overwrite`: may COPY and MOVE replace what is there? Without it they may
    /// ([RFC 4918 §10.6](https://www.rfc-editor.org/rfc/rfc4918#section-10.6)).
    ///
    /// ```
    /// use caldav_types::header::Overwrite;
    /// assert_eq!("F".parse(), Ok(Overwrite(false)));
    /// ```
    Overwrite = "Overwrite", "T", "F";
    /// The field `Schedule-Reply`: shall the organizer be told that the attendee removed the event? Without it that is
    /// so ([RFC 6638 §8.1](https://www.rfc-editor.org/rfc/rfc6638#section-8.1)).
    ScheduleReply = "Schedule-Reply", "T", "F";
    /// The field `CalDAV-Timezones`: shall VTIMEZONE be in what is returned
    /// ([RFC 7809 §7.1](https://www.rfc-editor.org/rfc/rfc7809#section-7.1))?
    CalDavTimezones = "CalDAV-Timezones", "T", "F";
    /// The field `Brief`: is little enough in return? What came before `Prefer: return=minimal`
    /// ([RFC 8144 A](https://www.rfc-editor.org/rfc/rfc8144#appendix-A)).
    Brief = "Brief", "t", "f";
}

#[cfg(test)]
mod tests {
    use super::{Brief, CalDavTimezones, Overwrite, ScheduleReply};
    use crate::header::tests::assert_forms;

    #[test]
    fn forms() {
        assert_forms::<Overwrite>(&[
            ("RFC 4918 10.6", "T", Some("T")),
            ("RFC 4918 10.6", "F", Some("F")),
            ("a literal has no case", "f", Some("F")),
            ("another value", "true", None),
            ("empty", "", None),
        ]);
        assert_forms::<ScheduleReply>(&[("RFC 6638 8.1", "F", Some("F")), ("another value", "no", None)]);
        assert_forms::<CalDavTimezones>(&[("RFC 7809 7.1", "F", Some("F")), ("another value", "0", None)]);
        assert_forms::<Brief>(&[
            ("RFC 8144 A", "t", Some("t")),
            ("a literal has no case", "T", Some("t")),
            ("another value", "b", None),
        ]);
    }
}
