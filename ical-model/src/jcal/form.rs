//! Which form a value has, by its property and its type; the same for both ways.
//!
//! [RFC 7265 §3.4, §3.5.1, §5](https://www.rfc-editor.org/rfc/rfc7265#section-3.5.1)

use crate::property::PropertyName;
use crate::registry::{Definition, Separator};
use crate::value::ValueType;

/// How the value of a property stands in both formats.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Form {
    /// The text of the line as it is, in a string: the type is not known, or the default of the property is not.
    Unprocessed,
    /// One value.
    Single,
    /// Any number of values: elements of the array, separated by commas in the line.
    List,
    /// Latitude and longitude of GEO: an array of two numbers (§3.4.1.1).
    Coordinates,
    /// The two or three texts of REQUEST-STATUS: an array of strings (§3.4.1.2).
    Status,
    /// The lowest and highest VERSION (RFC 5545 §3.7.4): one text for jCal, whose semicolon separates.
    VersionRange,
}

impl Form {
    /// `None` as type is "unknown".
    pub(super) fn new(definition: Option<&Definition>, value_type: Option<&ValueType>) -> Self {
        let Some(value_type) = value_type else { return Self::Unprocessed };
        match (definition.map(|definition| (&definition.name, definition.separator)), value_type) {
            (_, ValueType::Other(_)) => Self::Unprocessed,
            (Some((PropertyName::Geo, _)), ValueType::Float) => Self::Coordinates,
            (Some((PropertyName::RequestStatus, _)), ValueType::Text) => Self::Status,
            (Some((PropertyName::Version, _)), ValueType::Text) => Self::VersionRange,
            // What a property nobody knows permits is not known either; a comma that cannot be part of a value
            // of the type separates two of them.
            (None | Some((_, Separator::Comma)), value_type) if has_no_comma(value_type) => Self::List,
            _ => Self::Single,
        }
    }
}

/// The type that the value has without VALUE; `None` where there is no default.
pub(super) fn default_type(definition: Option<&Definition>) -> Option<ValueType> {
    definition.filter(|definition| !definition.value_required).map(Definition::default_type)
}

/// A value of the type has no comma but an escaped one.
fn has_no_comma(value_type: &ValueType) -> bool {
    matches!(
        value_type,
        ValueType::Boolean
            | ValueType::Date
            | ValueType::DateTime
            | ValueType::Duration
            | ValueType::Float
            | ValueType::Integer
            | ValueType::Period
            | ValueType::Text
            | ValueType::Time
            | ValueType::UtcOffset
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::registry;

    #[test]
    fn forms_by_property_and_type() {
        let other = ValueType::Other("X-FORM".into());
        for (name, value_type, form) in [
            ("SUMMARY", Some(ValueType::Text), Form::Single),
            ("CATEGORIES", Some(ValueType::Text), Form::List),
            ("CATEGORIES", Some(ValueType::Uri), Form::Single),
            ("RDATE", Some(ValueType::Period), Form::List),
            ("RRULE", Some(ValueType::Recur), Form::Single),
            ("GEO", Some(ValueType::Float), Form::Coordinates),
            ("GEO", Some(ValueType::Text), Form::Single),
            ("REQUEST-STATUS", Some(ValueType::Text), Form::Status),
            ("VERSION", Some(ValueType::Text), Form::VersionRange),
            ("DTSTART", None, Form::Unprocessed),
            ("DTSTART", Some(other), Form::Unprocessed),
            ("X-DATES", Some(ValueType::Date), Form::List),
            ("X-LINK", Some(ValueType::Uri), Form::Single),
            ("X-FOO", None, Form::Unprocessed),
        ] {
            let definition = registry::definition(&PropertyName::from(name));
            assert_eq!(Form::new(definition, value_type.as_ref()), form, "{name} {value_type:?}");
        }
    }

    #[test]
    fn defaults() {
        for (name, expected) in [
            ("DTSTART", Some(ValueType::DateTime)),
            ("CONFERENCE", None), // RFC 7986 §5.11: no default value type
            ("X-FOO", None),
        ] {
            let definition = registry::definition(&PropertyName::from(name));
            assert_eq!(default_type(definition), expected, "{name}");
        }
    }
}
