//! What the specifications say of each property: its value types, how values are separated, its parameters.
//!
//! The table is that of `spec/ical-properties.csv`; a test compares the two.

use crate::parameter::ParameterName;
use crate::property::PropertyName;
use crate::value::ValueType;

/// What the specifications say of a property.
///
/// ```
/// use ical_model::{PropertyName, registry, value::ValueType};
/// let definition = registry::definition(&PropertyName::DtStart).unwrap();
/// assert_eq!(definition.value_types, [ValueType::DateTime, ValueType::Date]);
/// assert_eq!(definition.section, "3.8.2.4");
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Definition {
    /// The property.
    pub name: PropertyName<'static>,
    /// The types its value may have; the first is the default.
    pub value_types: &'static [ValueType],
    /// VALUE has to be given though its value is the first type.
    pub value_required: bool,
    /// What separates several values in one property.
    pub separator: Separator,
    /// The parameters it is defined with; beside them any other may stand on it (RFC 5545 §3.2).
    pub parameters: &'static [ParameterName<'static>],
    /// The specification, for example "RFC 5545".
    pub specification: &'static str,
    /// The section in it.
    pub section: &'static str,
}

impl Definition {
    /// The type that the value has when VALUE does not say otherwise.
    #[must_use]
    pub fn default_type(&self) -> ValueType {
        self.value_types.first().cloned().unwrap_or(ValueType::Text)
    }
}

/// What separates the values of one property (RFC 5545 §3.1.1).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Separator {
    /// There is one value.
    None,
    /// A list, separated by commas.
    Comma,
    /// One value of several parts, separated by semicolons.
    Structured,
}

/// What the specifications say of a property; None for one that they do not name.
#[must_use]
pub fn definition(name: &PropertyName<'_>) -> Option<&'static Definition> {
    definition_of(name.code())
}

/// Every property that the specifications name, in alphabetical order.
#[must_use]
pub fn definitions() -> &'static [Definition] {
    DEFINITIONS
}

/// The definition of the property with this code of [`PropertyName`].
#[inline]
pub(crate) fn definition_of(code: u16) -> Option<&'static Definition> {
    DEFINITIONS.get(usize::from(code).wrapping_sub(1))
}

const fn define(
    name: PropertyName<'static>,
    value_types: &'static [ValueType],
    value_required: bool,
    separator: Separator,
    parameters: &'static [ParameterName<'static>],
    specification: &'static str,
    section: &'static str,
) -> Definition {
    Definition { name, value_types, value_required, separator, parameters, specification, section }
}

/// In the order of [`PropertyName::KNOWN`].
static DEFINITIONS: &[Definition] = &[
    define(
        PropertyName::Acknowledged,
        &[ValueType::DateTime],
        false,
        Separator::None,
        &[],
        "RFC 9074",
        "6.1",
    ),
    define(PropertyName::Action, &[ValueType::Text], false, Separator::None, &[], "RFC 5545", "3.8.6.1"),
    define(
        PropertyName::Attach,
        &[ValueType::Uri, ValueType::Binary],
        false,
        Separator::None,
        &[
            ParameterName::Value,
            ParameterName::Encoding,
            ParameterName::FmtType,
            ParameterName::Size,
            ParameterName::Filename,
            ParameterName::ManagedId,
        ],
        "RFC 5545",
        "3.8.1.1",
    ),
    define(
        PropertyName::Attendee,
        &[ValueType::CalAddress],
        false,
        Separator::None,
        &[
            ParameterName::CuType,
            ParameterName::Member,
            ParameterName::Role,
            ParameterName::PartStat,
            ParameterName::Rsvp,
            ParameterName::DelegatedTo,
            ParameterName::DelegatedFrom,
            ParameterName::SentBy,
            ParameterName::Cn,
            ParameterName::Dir,
            ParameterName::Language,
            ParameterName::Email,
            ParameterName::ScheduleAgent,
            ParameterName::ScheduleForceSend,
            ParameterName::ScheduleStatus,
        ],
        "RFC 5545",
        "3.8.4.1",
    ),
    define(PropertyName::BusyType, &[ValueType::Text], false, Separator::None, &[], "RFC 7953", "3.2"),
    define(
        PropertyName::CalendarAddress,
        &[ValueType::CalAddress],
        false,
        Separator::None,
        &[],
        "RFC 9073",
        "6.4",
    ),
    define(PropertyName::CalScale, &[ValueType::Text], false, Separator::None, &[], "RFC 5545", "3.7.1"),
    define(
        PropertyName::Categories,
        &[ValueType::Text],
        false,
        Separator::Comma,
        &[ParameterName::Language],
        "RFC 5545",
        "3.8.1.2",
    ),
    define(PropertyName::Class, &[ValueType::Text], false, Separator::None, &[], "RFC 5545", "3.8.1.3"),
    define(PropertyName::Color, &[ValueType::Text], false, Separator::None, &[], "RFC 7986", "5.9"),
    define(
        PropertyName::Comment,
        &[ValueType::Text],
        false,
        Separator::None,
        &[ParameterName::AltRep, ParameterName::Language],
        "RFC 5545",
        "3.8.1.4",
    ),
    define(
        PropertyName::Completed,
        &[ValueType::DateTime],
        false,
        Separator::None,
        &[],
        "RFC 5545",
        "3.8.2.1",
    ),
    define(PropertyName::Concept, &[ValueType::Uri], false, Separator::None, &[], "RFC 9253", "8.1"),
    define(
        PropertyName::Conference,
        &[ValueType::Uri],
        true,
        Separator::None,
        &[ParameterName::Value, ParameterName::Feature, ParameterName::Label, ParameterName::Language],
        "RFC 7986",
        "5.11",
    ),
    define(
        PropertyName::Contact,
        &[ValueType::Text],
        false,
        Separator::None,
        &[ParameterName::AltRep, ParameterName::Language],
        "RFC 5545",
        "3.8.4.2",
    ),
    define(PropertyName::Created, &[ValueType::DateTime], false, Separator::None, &[], "RFC 5545", "3.8.7.1"),
    define(
        PropertyName::Description,
        &[ValueType::Text],
        false,
        Separator::None,
        &[ParameterName::AltRep, ParameterName::Language],
        "RFC 5545",
        "3.8.1.5",
    ),
    define(
        PropertyName::DtEnd,
        &[ValueType::DateTime, ValueType::Date],
        false,
        Separator::None,
        &[ParameterName::Value, ParameterName::TzId],
        "RFC 5545",
        "3.8.2.2",
    ),
    define(PropertyName::DtStamp, &[ValueType::DateTime], false, Separator::None, &[], "RFC 5545", "3.8.7.2"),
    define(
        PropertyName::DtStart,
        &[ValueType::DateTime, ValueType::Date],
        false,
        Separator::None,
        &[ParameterName::Value, ParameterName::TzId],
        "RFC 5545",
        "3.8.2.4",
    ),
    define(
        PropertyName::Due,
        &[ValueType::DateTime, ValueType::Date],
        false,
        Separator::None,
        &[ParameterName::Value, ParameterName::TzId],
        "RFC 5545",
        "3.8.2.3",
    ),
    define(
        PropertyName::Duration,
        &[ValueType::Duration],
        false,
        Separator::None,
        &[],
        "RFC 5545",
        "3.8.2.5",
    ),
    define(
        PropertyName::ExDate,
        &[ValueType::DateTime, ValueType::Date],
        false,
        Separator::Comma,
        &[ParameterName::Value, ParameterName::TzId],
        "RFC 5545",
        "3.8.5.1",
    ),
    define(
        PropertyName::ExRule,
        &[ValueType::Recur],
        false,
        Separator::Structured,
        &[],
        "RFC 2445",
        "4.8.5.2",
    ),
    define(
        PropertyName::FreeBusy,
        &[ValueType::Period],
        false,
        Separator::Comma,
        &[ParameterName::FbType],
        "RFC 5545",
        "3.8.2.6",
    ),
    define(PropertyName::Geo, &[ValueType::Float], false, Separator::Structured, &[], "RFC 5545", "3.8.1.6"),
    define(
        PropertyName::Image,
        &[ValueType::Uri, ValueType::Binary],
        true,
        Separator::None,
        &[
            ParameterName::Value,
            ParameterName::Encoding,
            ParameterName::FmtType,
            ParameterName::AltRep,
            ParameterName::Display,
        ],
        "RFC 7986",
        "5.10",
    ),
    define(
        PropertyName::LastModified,
        &[ValueType::DateTime],
        false,
        Separator::None,
        &[],
        "RFC 5545",
        "3.8.7.3",
    ),
    define(
        PropertyName::Link,
        &[ValueType::Uri, ValueType::Uid, ValueType::XmlReference],
        true,
        Separator::None,
        &[
            ParameterName::Value,
            ParameterName::LinkRel,
            ParameterName::FmtType,
            ParameterName::Label,
            ParameterName::Language,
        ],
        "RFC 9253",
        "8.2",
    ),
    define(
        PropertyName::Location,
        &[ValueType::Text],
        false,
        Separator::None,
        &[ParameterName::AltRep, ParameterName::Language],
        "RFC 5545",
        "3.8.1.7",
    ),
    define(PropertyName::LocationType, &[ValueType::Text], false, Separator::Comma, &[], "RFC 9073", "6.1"),
    define(PropertyName::Method, &[ValueType::Text], false, Separator::None, &[], "RFC 5545", "3.7.2"),
    define(
        PropertyName::Name,
        &[ValueType::Text],
        false,
        Separator::None,
        &[ParameterName::AltRep, ParameterName::Language],
        "RFC 7986",
        "5.1",
    ),
    define(
        PropertyName::Organizer,
        &[ValueType::CalAddress],
        false,
        Separator::None,
        &[
            ParameterName::Cn,
            ParameterName::Dir,
            ParameterName::SentBy,
            ParameterName::Language,
            ParameterName::Email,
            ParameterName::ScheduleAgent,
            ParameterName::ScheduleForceSend,
            ParameterName::ScheduleStatus,
        ],
        "RFC 5545",
        "3.8.4.3",
    ),
    define(PropertyName::ParticipantType, &[ValueType::Text], false, Separator::None, &[], "RFC 9073", "6.2"),
    define(
        PropertyName::PercentComplete,
        &[ValueType::Integer],
        false,
        Separator::None,
        &[],
        "RFC 5545",
        "3.8.1.8",
    ),
    define(PropertyName::Priority, &[ValueType::Integer], false, Separator::None, &[], "RFC 5545", "3.8.1.9"),
    define(PropertyName::ProdId, &[ValueType::Text], false, Separator::None, &[], "RFC 5545", "3.7.3"),
    define(PropertyName::Proximity, &[ValueType::Text], false, Separator::None, &[], "RFC 9074", "8.1"),
    define(
        PropertyName::RDate,
        &[ValueType::DateTime, ValueType::Date, ValueType::Period],
        false,
        Separator::Comma,
        &[ParameterName::Value, ParameterName::TzId],
        "RFC 5545",
        "3.8.5.2",
    ),
    define(
        PropertyName::RecurrenceId,
        &[ValueType::DateTime, ValueType::Date],
        false,
        Separator::None,
        &[ParameterName::Value, ParameterName::TzId, ParameterName::Range],
        "RFC 5545",
        "3.8.4.4",
    ),
    define(PropertyName::RefId, &[ValueType::Text], false, Separator::None, &[], "RFC 9253", "8.3"),
    define(
        PropertyName::RefreshInterval,
        &[ValueType::Duration],
        true,
        Separator::None,
        &[ParameterName::Value],
        "RFC 7986",
        "5.7",
    ),
    define(
        PropertyName::RelatedTo,
        &[ValueType::Text, ValueType::Uid, ValueType::Uri],
        false,
        Separator::None,
        &[ParameterName::Value, ParameterName::RelType, ParameterName::Gap],
        "RFC 9253",
        "9.1",
    ),
    define(PropertyName::Repeat, &[ValueType::Integer], false, Separator::None, &[], "RFC 5545", "3.8.6.2"),
    define(
        PropertyName::RequestStatus,
        &[ValueType::Text],
        false,
        Separator::Structured,
        &[ParameterName::Language],
        "RFC 5545",
        "3.8.8.3",
    ),
    define(PropertyName::ResourceType, &[ValueType::Text], false, Separator::None, &[], "RFC 9073", "6.3"),
    define(
        PropertyName::Resources,
        &[ValueType::Text],
        false,
        Separator::Comma,
        &[ParameterName::AltRep, ParameterName::Language],
        "RFC 5545",
        "3.8.1.10",
    ),
    define(
        PropertyName::RRule,
        &[ValueType::Recur],
        false,
        Separator::Structured,
        &[],
        "RFC 5545",
        "3.8.5.3",
    ),
    define(PropertyName::Sequence, &[ValueType::Integer], false, Separator::None, &[], "RFC 5545", "3.8.7.4"),
    define(
        PropertyName::Source,
        &[ValueType::Uri],
        true,
        Separator::None,
        &[ParameterName::Value],
        "RFC 7986",
        "5.8",
    ),
    define(PropertyName::Status, &[ValueType::Text], false, Separator::None, &[], "RFC 5545", "3.8.1.11"),
    define(
        PropertyName::StructuredData,
        &[ValueType::Text, ValueType::Binary, ValueType::Uri],
        true,
        Separator::None,
        &[ParameterName::Value, ParameterName::Encoding, ParameterName::FmtType, ParameterName::Schema],
        "RFC 9073",
        "6.6",
    ),
    define(
        PropertyName::StyledDescription,
        &[ValueType::Text, ValueType::Uri],
        true,
        Separator::None,
        &[
            ParameterName::Value,
            ParameterName::AltRep,
            ParameterName::Language,
            ParameterName::FmtType,
            ParameterName::Derived,
        ],
        "RFC 9073",
        "6.5",
    ),
    define(
        PropertyName::Summary,
        &[ValueType::Text],
        false,
        Separator::None,
        &[ParameterName::AltRep, ParameterName::Language],
        "RFC 5545",
        "3.8.1.12",
    ),
    define(PropertyName::Transp, &[ValueType::Text], false, Separator::None, &[], "RFC 5545", "3.8.2.7"),
    define(
        PropertyName::Trigger,
        &[ValueType::Duration, ValueType::DateTime],
        false,
        Separator::None,
        &[ParameterName::Value, ParameterName::Related],
        "RFC 5545",
        "3.8.6.3",
    ),
    define(PropertyName::TzId, &[ValueType::Text], false, Separator::None, &[], "RFC 5545", "3.8.3.1"),
    define(PropertyName::TzIdAliasOf, &[ValueType::Text], false, Separator::None, &[], "RFC 7808", "7.2"),
    define(
        PropertyName::TzName,
        &[ValueType::Text],
        false,
        Separator::None,
        &[ParameterName::Language],
        "RFC 5545",
        "3.8.3.2",
    ),
    define(
        PropertyName::TzOffsetFrom,
        &[ValueType::UtcOffset],
        false,
        Separator::None,
        &[],
        "RFC 5545",
        "3.8.3.3",
    ),
    define(
        PropertyName::TzOffsetTo,
        &[ValueType::UtcOffset],
        false,
        Separator::None,
        &[],
        "RFC 5545",
        "3.8.3.4",
    ),
    define(PropertyName::TzUntil, &[ValueType::DateTime], false, Separator::None, &[], "RFC 7808", "7.1"),
    define(PropertyName::TzUrl, &[ValueType::Uri], false, Separator::None, &[], "RFC 5545", "3.8.3.5"),
    define(PropertyName::Uid, &[ValueType::Text], false, Separator::None, &[], "RFC 5545", "3.8.4.7"),
    define(PropertyName::Url, &[ValueType::Uri], false, Separator::None, &[], "RFC 5545", "3.8.4.6"),
    define(PropertyName::Version, &[ValueType::Text], false, Separator::Structured, &[], "RFC 5545", "3.7.4"),
];

#[cfg(test)]
mod tests {
    use super::{DEFINITIONS, PropertyName};

    #[test]
    fn definitions_stand_in_the_order_of_the_names() {
        assert_eq!(DEFINITIONS.len(), PropertyName::KNOWN.len());
        for (definition, name) in DEFINITIONS.iter().zip(PropertyName::KNOWN) {
            assert_eq!(definition.name, *name);
        }
    }
}
