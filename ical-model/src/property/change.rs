//! The properties of change management.
//!
//! [RFC 5545 §3.8.7](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.7)

use crate::property::bounded_integer::{BoundedInteger, bounded_property};
use crate::property::declare::plain_properties;
use crate::property::utc_date_time::{UtcDateTime, utc_property};

plain_properties! {
    /// CREATED, when the component was made.
    /// [RFC 5545 §3.8.7.1](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.7.1)
    Created: UtcDateTime;
    /// DTSTAMP, when this copy of the component was made, or last changed where there is no METHOD.
    /// [RFC 5545 §3.8.7.2](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.7.2)
    ///
    /// ```
    /// use ical_model::property::DtStamp;
    /// assert!(DtStamp::utc("19971210T080000Z".parse()?).is_ok());
    /// assert!(DtStamp::utc("19971210T080000".parse()?).is_err());
    /// # Ok::<(), ical_model::value::ValueError>(())
    /// ```
    DtStamp: UtcDateTime;
    /// LAST-MODIFIED, when the component was last changed.
    /// [RFC 5545 §3.8.7.3](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.7.3)
    LastModified: UtcDateTime;
    /// SEQUENCE, how often the component was changed in a way that matters.
    /// [RFC 5545 §3.8.7.4](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.7.4)
    Sequence: BoundedInteger<0, { i32::MAX }>;
}
utc_property! { Created, DtStamp, LastModified, }
bounded_property! { Sequence, }

impl Default for Sequence {
    /// 0, what holds without the property.
    fn default() -> Self {
        Self::from(BoundedInteger::default())
    }
}
