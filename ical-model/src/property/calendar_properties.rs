//! The properties of a whole calendar: CALSCALE, METHOD, PRODID, VERSION.
//!
//! [RFC 5545 §3.7](https://www.rfc-editor.org/rfc/rfc5545#section-3.7)

use crate::error::{PropertyError, PropertyErrorKind};
use crate::property::PropertyWriter;
use crate::property::declare::{from_parts, plain_properties, vocabulary_property};
use crate::property::reading::{PropertyValue, Reading};
use crate::property::structured::parts;
use crate::value::{Text, ValueType};
use crate::vocabulary::vocabulary;

vocabulary! {
    /// CALSCALE, the calendar that dates are counted by. Without it, they are Gregorian.
    /// [RFC 5545 §3.7.1](https://www.rfc-editor.org/rfc/rfc5545#section-3.7.1)
    pub enum CalScale {
        /// The Gregorian calendar:
        Gregorian = "GREGORIAN",
    }
    default Gregorian;
}
vocabulary_property!(CalScale);

vocabulary! {
    /// METHOD, what a scheduling message does.
    /// [RFC 5545 §3.7.2](https://www.rfc-editor.org/rfc/rfc5545#section-3.7.2),
    /// [RFC 5546 §1.4](https://www.rfc-editor.org/rfc/rfc5546#section-1.4)
    pub enum Method {
        /// Tells of something without a reply:
        Publish = "PUBLISH",
        /// Invites, or tells of a change:
        Request = "REQUEST",
        /// Answers a request:
        Reply = "REPLY",
        /// Adds instances:
        Add = "ADD",
        /// Calls something off:
        Cancel = "CANCEL",
        /// Asks for the latest version:
        Refresh = "REFRESH",
        /// Proposes something else:
        Counter = "COUNTER",
        /// Declines a proposal:
        DeclineCounter = "DECLINECOUNTER",
    }
}
vocabulary_property!(Method);

plain_properties! {
    /// PRODID, the product that made the calendar.
    /// [RFC 5545 §3.7.3](https://www.rfc-editor.org/rfc/rfc5545#section-3.7.3)
    ProdId: String;
    /// VERSION, the version of iCalendar that is needed to read the calendar.
    /// [RFC 5545 §3.7.4](https://www.rfc-editor.org/rfc/rfc5545#section-3.7.4)
    ///
    /// ```
    /// use ical_model::property::Version;
    /// assert!(Version::default().value.is_2_0());
    /// ```
    Version: VersionRange;
}
from_parts! { ProdId(String): &str; }

impl Default for Version {
    /// 2.0, the version of RFC 5545.
    fn default() -> Self {
        Self::from(VersionRange { least: None, greatest: "2.0".to_owned() })
    }
}

/// The versions that VERSION names: the greatest that is needed, and the least if it names two.
///
/// ```abnf
/// vervalue = "2.0" / maxver / (minver ";" maxver)
/// ```
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct VersionRange {
    /// The least version that can read the calendar.
    pub least: Option<String>,
    /// The greatest version that is needed to read the calendar.
    pub greatest: String,
}

impl VersionRange {
    /// It is version 2.0 alone.
    #[must_use]
    pub fn is_2_0(&self) -> bool {
        self.least.is_none() && self.greatest == "2.0"
    }
}

impl PropertyValue for VersionRange {
    fn read(reading: &mut Reading<'_>) -> Result<Self, PropertyError> {
        let text = reading.text()?;
        let wrong = PropertyErrorKind::Structure { expected: "a version or \"least;greatest\"" };
        let mut parts = parts(&text);
        let (Some((at, first)), second, None) = (parts.next(), parts.next(), parts.next()) else {
            return Err(reading.error(0, wrong));
        };
        let first = reading.read::<Text<'_>>(first, at)?.into_inner().into_owned();
        Ok(match second {
            Some((at, second)) => Self {
                least: Some(first),
                greatest: reading.read::<Text<'_>>(second, at)?.into_inner().into_owned(),
            },
            None => Self { least: None, greatest: first },
        })
    }

    fn value_type(&self) -> ValueType {
        ValueType::Text
    }

    fn write(&self, line: &mut PropertyWriter<'_>) {
        if let Some(least) = &self.least {
            line.text_part(least);
        }
        line.text_part(&self.greatest);
    }
}
