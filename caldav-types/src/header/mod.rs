//! Fields of HTTP messages that CalDAV uses, one type each.
//!
//! A value is read from its text by [`FromStr`] and written by [`Display`](fmt::Display); [`Header`] takes it out of a
//! message and puts it into one. What a field may be extended with is kept, what its grammar does not have is an error.
//!
//! ```
//! use caldav_types::header::{Header, Prefer};
//! let mut headers = http::HeaderMap::new();
//! headers.append("prefer", http::HeaderValue::from_static("return=minimal"));
//! headers.append("prefer", http::HeaderValue::from_static("depth-noroot"));
//! let prefer = Prefer::read(&headers)?.unwrap();
//! assert!(prefer.is_minimal() && prefer.has("depth-noroot"));
//! assert_eq!(prefer.to_string(), "return=minimal, depth-noroot");
//! # Ok::<(), caldav_types::header::HeaderError>(())
//! ```

use std::fmt;
use std::str::FromStr;

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderName, HeaderValue};

mod accept;
mod allow;
mod authentication;
mod authorization;
mod cal_managed_id;
mod content_disposition;
pub(crate) mod cursor;
mod dav;
mod error;
mod flag;
mod http_date;
mod if_;
mod if_match;
mod lock_token;
mod media_type;
mod one_text;
mod prefer;
mod push;
mod range;
mod reference;
mod text;
mod timeout;

pub use accept::{Accept, MediaRange};
pub use allow::{Allow, ContentEncoding, Vary};
pub use authentication::{AuthScheme, Challenge, WwwAuthenticate};
pub use authorization::Authorization;
pub use cal_managed_id::CalManagedId;
pub use content_disposition::ContentDisposition;
pub use dav::{ComplianceClass, Dav};
pub use error::{HeaderError, HeaderErrorKind};
pub use flag::{Brief, CalDavTimezones, Overwrite, ScheduleReply};
pub use http_date::{
    Date, Expires, HttpDate, IfModifiedSince, IfRange, IfUnmodifiedSince, LastModified, RetryAfter,
};
pub use if_::{If, IfCondition, IfList, IfState};
pub use if_match::{IfMatch, IfNoneMatch, IfScheduleTagMatch};
pub use lock_token::LockToken;
pub use media_type::MediaType;
pub use prefer::{MobileMeDavOptions, Prefer, Preference, PreferenceApplied, Return};
pub use push::{PushDontNotify, Topic, Urgency};
pub use range::{ByteRange, Range};
pub use reference::{ContentLocation, Destination, Location, Originator, Recipient, SplitComponentUrl};
pub use text::{ContentLength, Expect, HomeCTag, Label, ServerInfoToken, UserAgent};
pub use timeout::{TimeType, Timeout};

/// A field of a message.
///
/// The types in the [crate root](crate) that are fields too have it as well: [`Depth`](crate::Depth),
/// [`EntityTag`](crate::EntityTag) as `ETag`, [`ScheduleTag`](crate::ScheduleTag) and [`CTag`](crate::CTag).
pub trait Header: Sized + FromStr<Err = HeaderError> + fmt::Display {
    /// Its name.
    const NAME: &'static str;

    /// Does it hold a list, so that several fields of the name are one whose values are joined by commas
    /// ([RFC 9110 §5.3](https://www.rfc-editor.org/rfc/rfc9110#section-5.3))?
    const IS_LIST: bool = false;

    /// The field of a message; `None` where it has none.
    ///
    /// # Errors
    ///
    /// The value does not have the form of the field, or the field stands several times with values that differ and is
    /// no list.
    fn read(headers: &HeaderMap) -> Result<Option<Self>, HeaderError> {
        let mut values = headers.get_all(Self::NAME).iter();
        let Some(first) = values.next() else { return Ok(None) };
        let first = text::<Self>(first)?;
        let mut joined = None;
        for further in values {
            let further = text::<Self>(further)?;
            if Self::IS_LIST {
                let joined = joined.get_or_insert_with(|| first.to_owned());
                joined.push_str(", ");
                joined.push_str(further);
            } else if further != first {
                return Err(HeaderError::new(Self::NAME, HeaderErrorKind::Repeated, 0));
            }
        }
        joined.as_deref().unwrap_or(first).parse().map(Some)
    }

    /// Puts the field into a message, instead of any that has its name.
    ///
    /// # Errors
    ///
    /// The value holds a control character.
    fn write(&self, headers: &mut HeaderMap) -> Result<(), HeaderError> {
        let octets = || HeaderError::new(Self::NAME, HeaderErrorKind::Octets, 0);
        let name = HeaderName::from_bytes(Self::NAME.as_bytes()).map_err(|_| octets())?;
        let mut value = HeaderValue::try_from(self.to_string().into_bytes()).map_err(|_| octets())?;
        value.set_sensitive(name == AUTHORIZATION);
        headers.insert(name, value);
        Ok(())
    }
}

/// The text of a value, without white space around it.
fn text<H: Header>(value: &HeaderValue) -> Result<&str, HeaderError> {
    let octets = |position| HeaderError::new(H::NAME, HeaderErrorKind::Octets, position);
    let text = std::str::from_utf8(value.as_bytes()).map_err(|error| octets(error.valid_up_to()))?;
    match text.find(|character: char| character.is_control() && character != '\t') {
        Some(position) => Err(octets(position)),
        None => Ok(text.trim_matches([' ', '\t'])),
    }
}

#[cfg(test)]
mod tests;
