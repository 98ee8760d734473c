//! The properties of dates and times.
//!
//! [RFC 5545 §3.8.2](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.2)

use crate::parameter::FbType;
use crate::property::declare::{from_parts, plain_properties, property, vocabulary_property};
use crate::property::utc_date_time::{UtcDateTime, utc_property};
use crate::property::utc_periods::UtcPeriods;
use crate::value::{Date, DateOrDateTime, DateTime};
use crate::vocabulary::vocabulary;

plain_properties! {
    /// COMPLETED, when a to-do was done.
    /// [RFC 5545 §3.8.2.1](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.2.1)
    Completed: UtcDateTime;
    /// DTEND, when an event ends: the first moment or day after it.
    /// [RFC 5545 §3.8.2.2](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.2.2)
    DtEnd: DateOrDateTime;
    /// DUE, when a to-do has to be done.
    /// [RFC 5545 §3.8.2.3](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.2.3)
    Due: DateOrDateTime;
    /// DTSTART, when a component begins.
    /// [RFC 5545 §3.8.2.4](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.2.4)
    ///
    /// VALUE says whether it is a day, and a local time has the zone of TZID. On a day and on a time in UTC, TZID
    /// says nothing and is not read.
    ///
    /// ```
    /// use ical_model::{Calendar, property::DtStart};
    /// let calendar = Calendar::parse(
    ///     "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;TZID=Europe/Vienna:20270102T090000\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    /// )?;
    /// let start = calendar.components().next().unwrap().property::<DtStart>()?.unwrap();
    /// assert_eq!(start.value.tzid().unwrap().as_str(), "Europe/Vienna");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    DtStart: DateOrDateTime;
    /// DURATION, how long a component lasts.
    /// [RFC 5545 §3.8.2.5](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.2.5)
    Duration: crate::value::Duration;
}
utc_property! { Completed, }
from_parts! {
    DtEnd(DateOrDateTime): Date, DateTime;
    Due(DateOrDateTime): Date, DateTime;
    DtStart(DateOrDateTime): Date, DateTime;
}

property! {
    /// FREEBUSY, times that are free or busy.
    /// [RFC 5545 §3.8.2.6](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.2.6)
    pub struct FreeBusy {
        /// The times, in UTC.
        pub value: UtcPeriods,
        /// FBTYPE, whether they are free or busy; see [`effective_fb_type`](Self::effective_fb_type).
        pub fb_type: Option<FbType> = FbType,
    }
}

impl FreeBusy {
    /// Whether the times are free or busy: busy when FBTYPE does not say, or says what nobody knows.
    #[must_use]
    pub fn effective_fb_type(&self) -> FbType {
        self.fb_type.as_ref().map(FbType::effective).unwrap_or_default()
    }
}

vocabulary! {
    /// TRANSP, whether an event takes up the time it lasts.
    /// [RFC 5545 §3.8.2.7](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.2.7)
    pub enum Transp {
        /// It does:
        Opaque = "OPAQUE",
        /// It does not:
        Transparent = "TRANSPARENT",
    }
    default Opaque;
}
vocabulary_property!(Transp);
