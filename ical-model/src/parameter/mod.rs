//! Property parameters: names, values, quoting and the encoding of RFC 6868.
//!
//! [RFC 5545 §3.2](https://www.rfc-editor.org/rfc/rfc5545#section-3.2)

mod cu_type;
mod display;
mod encoding;
mod fb_type;
mod feature;
mod inline_encoding;
mod language_tag;
mod link_rel;
mod media_type;
mod name;
mod order;
mod part_stat;
mod range;
mod read;
mod rel_type;
mod related;
mod role;
mod schedule_agent;
mod schedule_force_send;
mod size;
mod status_code;

use std::borrow::Cow;

use crate::content_line::{ParameterFault, first_value};

pub use cu_type::CuType;
pub use display::Display;
pub(crate) use encoding::{decode, encode_into};
pub use fb_type::FbType;
pub use feature::Feature;
pub use inline_encoding::Encoding;
pub use language_tag::LanguageTag;
pub use link_rel::{LinkRel, RelationName};
pub use media_type::MediaType;
pub use name::ParameterName;
pub use order::Order;
pub use part_stat::PartStat;
pub use range::Range;
pub use read::ParameterRead;
pub(crate) use read::{Field, whole};
pub use rel_type::RelType;
pub use related::Related;
pub use role::Role;
pub use schedule_agent::ScheduleAgent;
pub use schedule_force_send::ScheduleForceSend;
pub use size::Size;
pub use status_code::StatusCode;

/// One parameter of a property.
///
/// ```
/// use ical_model::{Calendar, ParameterName};
/// let calendar = Calendar::parse("BEGIN:VCALENDAR\r\nATTENDEE;MEMBER=\"mailto:a@example.com\",\"mailto:b@example.com\";\
///     CN=George Herman ^'Babe^' Ruth:mailto:babe@example.com\r\nEND:VCALENDAR\r\n")?;
/// let attendee = calendar.properties().next().unwrap();
/// let name = attendee.parameter(&ParameterName::Cn)?.unwrap();
/// assert_eq!(name.value(), "George Herman \"Babe\" Ruth");
/// let member = attendee.parameter(&ParameterName::Member)?.unwrap();
/// assert_eq!(member.values().count(), 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Parameter<'d> {
    pub(crate) name: ParameterName<'d>,
    /// The value as it stands, unfolded, quotes included.
    pub(crate) raw: Cow<'d, str>,
    pub(crate) fault: Option<ParameterFault>,
    /// The place of the name in the unfolded line.
    pub(crate) offset: usize,
}

impl<'d> Parameter<'d> {
    /// The name.
    #[must_use]
    pub fn name(&self) -> &ParameterName<'d> {
        &self.name
    }

    /// The value, unquoted and decoded (RFC 6868); of a list, its first value.
    #[must_use]
    pub fn value(&self) -> Cow<'_, str> {
        self.values().next().map(|value| value.text).unwrap_or_default()
    }

    /// The values of a list; a parameter that is no list has one.
    #[must_use]
    pub fn values(&self) -> ParameterValues<'_> {
        ParameterValues { rest: Some(&self.raw) }
    }

    /// The value as it stands in the line: quotes, commas and carets included, folds not.
    #[must_use]
    pub fn raw(&self) -> &str {
        &self.raw
    }

    /// What breaks the grammar of parameters here, if anything does.
    #[must_use]
    pub fn fault(&self) -> Option<ParameterFault> {
        self.fault
    }
}

/// One value of a parameter.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ParameterValue<'d> {
    /// Unquoted and decoded (RFC 6868).
    pub text: Cow<'d, str>,
    /// It stands in double quotes.
    pub quoted: bool,
}

/// The values of a parameter, in order.
#[derive(Clone, Debug)]
pub struct ParameterValues<'d> {
    rest: Option<&'d str>,
}

impl<'d> Iterator for ParameterValues<'d> {
    type Item = ParameterValue<'d>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest?;
        let (length, _) = first_value(rest.as_bytes());
        // Delimiters are ASCII, so they stand on character edges.
        let (value, after) = rest.split_at_checked(length).unwrap_or((rest, ""));
        self.rest = after.strip_prefix(',');
        let inner = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
        Some(ParameterValue { text: decode(inner.unwrap_or(value)), quoted: inner.is_some() })
    }
}
