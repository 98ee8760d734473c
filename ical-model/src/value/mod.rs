//! The value types of iCalendar, each read from its text and written back to it.
//!
//! [RFC 5545 §3.3](https://www.rfc-editor.org/rfc/rfc5545#section-3.3),
//! [RFC 7529 §4](https://www.rfc-editor.org/rfc/rfc7529#section-4),
//! [RFC 9253 §7](https://www.rfc-editor.org/rfc/rfc9253#section-7)
//!
//! | name | type | | name | type |
//! |---|---|---|---|---|
//! | BINARY | [`Binary`] | | PERIOD | [`Period`] |
//! | BOOLEAN | [`Boolean`] | | RECUR | [`Recur`] |
//! | CAL-ADDRESS | [`CalAddress`] | | TEXT | [`Text`] |
//! | DATE | [`Date`] | | TIME | [`Time`] |
//! | DATE-TIME | [`DateTime`] | | UID | [`Uid`] |
//! | DURATION | [`Duration`] | | URI | [`Uri`] |
//! | FLOAT | [`Float`] | | UTC-OFFSET | [`UtcOffset`] |
//! | INTEGER | [`Integer`] | | XML-REFERENCE | [`XmlReference`] |
//!
//! [`Value`] is any of them, chosen by a [`ValueType`].
//!
//! **Reading.** [`ValueRead::read`] takes the grammar of the specification and, beyond it, the departures that
//! [`Leniency`] lists; each one met is reported. [`ValueRead::read_strict`] takes the grammar alone.
//! `FromStr` reads leniently and reports nothing. Letters that the grammar quotes are read in any case
//! ([RFC 5234 §2.3](https://www.rfc-editor.org/rfc/rfc5234#section-2.3)).
//!
//! **Writing.** `Display` is the text on the wire, always in the strict form: what it writes reads strictly,
//! and as an equal value. Two things are not part of that text: the TZID parameter of a time (see
//! [`DateTime::with_tzid`]), and rules that a value breaks while it can still be read
//! ([`Recur::faults`], [`Period::fault`]).

pub use self::any::{Value, ValueType};
pub use self::binary::Binary;
pub use self::boolean::Boolean;
pub use self::cal_address::CalAddress;
pub use self::date::Date;
pub use self::date_time::{DateOrDateTime, DateTime, TimeForm};
pub use self::duration::Duration;
pub use self::error::{ValueError, ValueErrorKind};
pub use self::float::Float;
pub use self::integer::Integer;
pub use self::leniency::{Leniencies, Leniency};
pub use self::list::{Separator, ValueList};
pub use self::period::{Period, PeriodEnd, PeriodFault};
pub use self::recur::{Frequency, Month, Recur, RecurFault, RecurPart, Rscale, Skip, Weekday, WeekdayNumber};
pub use self::text::Text;
pub use self::time::Time;
pub use self::tz_id::TzId;
pub use self::uid::Uid;
pub use self::uri::Uri;
pub use self::utc_offset::UtcOffset;
pub use self::xml_reference::XmlReference;

mod any;
mod binary;
mod boolean;
mod cal_address;
mod date;
mod date_time;
mod duration;
mod error;
mod float;
mod grammar;
mod integer;
mod leniency;
mod list;
mod period;
mod recur;
#[cfg(feature = "serde")]
mod serde_string;
mod text;
mod time;
mod tz_id;
mod uid;
mod uri;
mod utc_offset;
mod xml_reference;

/// A value that is read from the text of a property.
///
/// The text is what stands after the colon of an unfolded content line, one value of it where the property holds
/// a list (see [`ValueList`]).
pub trait ValueRead<'a>: Sized {
    /// Reads the text and reports into `leniencies` what was let pass.
    ///
    /// # Errors
    ///
    /// The text is no value of this type. What was added to `leniencies` then has no meaning.
    fn read(text: &'a str, leniencies: &mut Leniencies) -> Result<Self, ValueError>;

    /// Checks what [`read`](Self::read) does not: rules about a value that could be read. `text` is what the value
    /// was read from and serves to find the position.
    ///
    /// # Errors
    ///
    /// The first rule that the value breaks.
    fn verify(&self, text: &str) -> Result<(), ValueError> {
        let _ = text;
        Ok(())
    }

    /// Reads the text by the grammar alone and verifies the value.
    ///
    /// ```
    /// use ical_model::value::{Duration, Leniency, ValueErrorKind, ValueRead};
    /// let error = Duration::read_strict("PT1H30S").unwrap_err();
    /// assert_eq!(error.kind(), ValueErrorKind::Lenient(Leniency::DurationGap));
    /// ```
    ///
    /// # Errors
    ///
    /// The text is no value of this type, or only with a [`Leniency`], or the value breaks a rule.
    fn read_strict(text: &'a str) -> Result<Self, ValueError> {
        let mut leniencies = Leniencies::empty();
        let value = Self::read(text, &mut leniencies)?;
        if let Some(leniency) = leniencies.iter().next() {
            return Err(ValueError::new(ValueErrorKind::Lenient(leniency), 0));
        }
        value.verify(text)?;
        Ok(value)
    }
}

/// Reads `text` with `exact`, and when that fails once more without the white space around it.
///
/// Values are almost never written with white space, so the common case pays nothing for it.
#[inline]
pub(crate) fn read_trimmed<'a, T>(
    text: &'a str,
    leniencies: &mut Leniencies,
    mut exact: impl FnMut(&'a str, &mut Leniencies) -> Result<T, ValueError>,
) -> Result<T, ValueError> {
    match exact(text, leniencies) {
        Ok(value) => Ok(value),
        Err(error) => {
            let Some((trimmed, before)) = trim(text) else { return Err(error) };
            leniencies.insert(Leniency::WhiteSpace);
            exact(trimmed, leniencies).map_err(|error| error.moved_by(before))
        }
    }
}

/// The text without the spaces and tabs around it and how many octets went before it; `None` without any.
#[cold]
fn trim(text: &str) -> Option<(&str, usize)> {
    let end = text.trim_end_matches([' ', '\t']);
    let trimmed = end.trim_start_matches([' ', '\t']);
    (trimmed.len() != text.len()).then(|| (trimmed, end.len() - trimmed.len()))
}

/// `FromStr` for types that borrow nothing: the lenient reading, without its report.
macro_rules! from_str {
    ($($type:ty),*) => {$(
        impl core::str::FromStr for $type {
            type Err = $crate::value::ValueError;

            /// Reads leniently, see [`ValueRead::read`]($crate::value::ValueRead::read).
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::value::ValueRead::read(text, &mut $crate::value::Leniencies::empty())
            }
        }
    )*};
}
pub(crate) use from_str;

/// `FromStr` for types that borrow: the lenient reading, owned.
macro_rules! from_str_owned {
    ($($type:ident),*) => {$(
        impl core::str::FromStr for $type<'static> {
            type Err = $crate::value::ValueError;

            /// Reads leniently, see [`ValueRead::read`]($crate::value::ValueRead::read).
            fn from_str(text: &str) -> Result<Self, Self::Err> {
                let value: Result<$type<'_>, _> =
                    $crate::value::ValueRead::read(text, &mut $crate::value::Leniencies::empty());
                value.map($type::into_owned)
            }
        }
    )*};
}
pub(crate) use from_str_owned;
