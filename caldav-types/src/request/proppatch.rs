//! PROPPATCH: which properties are set and removed.
//!
//! [RFC 4918 §9.2](https://www.rfc-editor.org/rfc/rfc4918#section-9.2),
//! [§14.19](https://www.rfc-editor.org/rfc/rfc4918#section-14.19)

use crate::property::{DavProperty, DavPropertyName};

/// The body of a PROPPATCH, a DAV:propertyupdate. All of it is done, in this order, or nothing.
///
/// ```
/// use caldav_types::property::{DavProperty, DavPropertyName};
/// use caldav_types::request::{Proppatch, ProppatchInstruction};
/// let name = DavProperty::DisplayName("Work".into());
/// let proppatch = Proppatch { instructions: vec![ProppatchInstruction::Set(name)] };
/// assert_eq!(proppatch.instructions[0].name(), DavPropertyName::DisplayName);
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Proppatch {
    /// What is done, one property after the other.
    pub instructions: Vec<ProppatchInstruction>,
}

/// What is done to a property.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum ProppatchInstruction {
    /// It gets this value (§14.26); without a value it becomes an element without content. A value that is not of the
    /// type of the property [is faulty](DavProperty::is_faulty): the instruction fails, and all others with it.
    Set(DavProperty),
    /// It is removed, if it is there (§14.23).
    Remove(DavPropertyName),
}

impl ProppatchInstruction {
    /// The property.
    #[must_use]
    pub fn name(&self) -> DavPropertyName {
        match self {
            Self::Set(property) => property.name(),
            Self::Remove(name) => name.clone(),
        }
    }
}
