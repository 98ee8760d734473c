//! The properties of time zones.
//!
//! [RFC 5545 §3.8.3](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.3),
//! [RFC 7808 §7](https://www.rfc-editor.org/rfc/rfc7808#section-7)

use crate::parameter::LanguageTag;
use crate::property::declare::{from_parts, plain_properties, property};
use crate::property::utc_date_time::{UtcDateTime, utc_property};
use crate::value::{Uri, UtcOffset};

plain_properties! {
    /// TZID, the name that the TZID parameter calls a time zone by.
    /// [RFC 5545 §3.8.3.1](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.3.1)
    TzId: String;
    /// TZOFFSETFROM, the offset before an observance.
    /// [RFC 5545 §3.8.3.3](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.3.3)
    TzOffsetFrom: UtcOffset;
    /// TZOFFSETTO, the offset during an observance.
    /// [RFC 5545 §3.8.3.4](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.3.4)
    TzOffsetTo: UtcOffset;
    /// TZURL, where the latest version of a time zone is.
    /// [RFC 5545 §3.8.3.5](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.3.5)
    TzUrl: Uri<'static>;
    /// TZUNTIL, the first moment that a cut time zone does not hold for.
    /// [RFC 7808 §7.1](https://www.rfc-editor.org/rfc/rfc7808#section-7.1)
    TzUntil: UtcDateTime;
    /// TZID-ALIAS-OF, the time zone that this one is another name of.
    /// [RFC 7808 §7.2](https://www.rfc-editor.org/rfc/rfc7808#section-7.2)
    TzIdAliasOf: String;
}
utc_property! { TzUntil, }
from_parts! {
    TzId(String): &str;
    TzIdAliasOf(String): &str;
}

property! {
    /// TZNAME, what people call an observance.
    /// [RFC 5545 §3.8.3.2](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.3.2)
    pub struct TzName {
        /// The name.
        pub value: String,
        /// LANGUAGE, the language of the name.
        pub language: Option<LanguageTag> = Language,
    }
}
from_parts! { TzName(String): &str; }
