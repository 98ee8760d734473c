//! Properties of resources that properties name.
//!
//! [RFC 3253 §3.8](https://www.rfc-editor.org/rfc/rfc3253#section-3.8)

use crate::property::DavPropertyName;

/// A DAV:expand-property.
///
/// ```
/// use caldav_types::property::DavPropertyName;
/// use caldav_types::report::{ExpandProperty, ExpandedProperty};
/// // The name of each to whom the principal belongs
/// let property = ExpandedProperty {
///     name: DavPropertyName::from("DAV:group-membership".parse::<caldav_types::ExpandedName>()?),
///     properties: vec![ExpandedProperty::from(DavPropertyName::DisplayName)],
/// };
/// assert_eq!(ExpandProperty { properties: vec![property] }.properties.len(), 1);
/// # Ok::<(), caldav_types::ExpandedNameError>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct ExpandProperty {
    /// Properties of the resource.
    pub properties: Vec<ExpandedProperty>,
}

/// A DAV:property: a property, and properties of the resources that its value names.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct ExpandedProperty {
    /// Which.
    pub name: DavPropertyName,
    /// What each DAV:href in its value is replaced by; they stay when there is nothing.
    pub properties: Vec<Self>,
}

impl From<DavPropertyName> for ExpandedProperty {
    /// The property as it is.
    fn from(name: DavPropertyName) -> Self {
        Self { name, properties: Vec::new() }
    }
}
