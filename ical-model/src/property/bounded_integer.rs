//! A whole number within the bounds of its property.
//!
//! [RFC 5545 §3.3.8](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.8)

use std::fmt;

use crate::error::{PropertyError, PropertyErrorKind};
use crate::property::PropertyWriter;
use crate::property::reading::{PropertyValue, Reading};
use crate::value::{Integer, ValueType};

/// An INTEGER from `LEAST` to `GREATEST`.
///
/// ```
/// use ical_model::property::{BoundedInteger, PercentComplete};
/// assert_eq!(PercentComplete::try_from(39)?.value.get(), 39);
/// assert!(BoundedInteger::<0, 100>::new(101).is_err());
/// # Ok::<(), ical_model::PropertyErrorKind>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct BoundedInteger<const LEAST: i32, const GREATEST: i32>(i32);

impl<const LEAST: i32, const GREATEST: i32> BoundedInteger<LEAST, GREATEST> {
    /// The number.
    ///
    /// # Errors
    ///
    /// [`PropertyErrorKind::OutOfRange`].
    pub const fn new(number: i32) -> Result<Self, PropertyErrorKind> {
        if number < LEAST || number > GREATEST {
            return Err(PropertyErrorKind::OutOfRange { least: LEAST, greatest: GREATEST, found: number });
        }
        Ok(Self(number))
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> i32 {
        self.0
    }
}

impl<const GREATEST: i32> Default for BoundedInteger<0, GREATEST> {
    /// Zero.
    fn default() -> Self {
        Self(0)
    }
}

impl<const LEAST: i32, const GREATEST: i32> PropertyValue for BoundedInteger<LEAST, GREATEST> {
    #[inline]
    fn read(reading: &mut Reading<'_>) -> Result<Self, PropertyError> {
        let text = reading.text()?;
        let number: Integer = reading.read(&text, 0)?;
        Self::new(number.get()).map_err(|kind| reading.error(0, kind))
    }

    fn value_type(&self) -> ValueType {
        ValueType::Integer
    }

    fn write(&self, line: &mut PropertyWriter<'_>) {
        line.value(self);
    }
}

impl<const LEAST: i32, const GREATEST: i32> fmt::Display for BoundedInteger<LEAST, GREATEST> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// `TryFrom` for properties whose value is a [`BoundedInteger`].
macro_rules! bounded_property {
    ($($Name:ident,)+) => {$(
        impl TryFrom<i32> for $Name {
            type Error = $crate::PropertyErrorKind;

            /// The property with this number, if that lies within its bounds.
            fn try_from(number: i32) -> Result<Self, Self::Error> {
                $crate::property::BoundedInteger::new(number).map(Self::from)
            }
        }
    )+};
}
pub(crate) use bounded_property;
