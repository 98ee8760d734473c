//! Properties as a request sets them.
//!
//! Whether a value is one of its property is for each property to be answered by itself
//! ([RFC 4918 §9.2](https://www.rfc-editor.org/rfc/rfc4918#section-9.2),
//! [RFC 4791 §5.3.1.1](https://www.rfc-editor.org/rfc/rfc4791#section-5.3.1.1)), so that a request is not refused as a
//! whole for it.

use caldav_types::AnyElement;
use caldav_types::property::DavProperty;

use super::{found, known, read};
use crate::any_element;
use crate::document;
use crate::name::Name;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;
use crate::{Read, XmlError, XmlErrorKind, XmlLimit, XmlOptions};

/// A property of its element: what a server that keeps properties as elements reads them with.
///
/// What a request set that is not of its type is a [`DavProperty::Other`] of a known name, in strict reading too:
/// this tells what is wrong with it.
///
/// ```
/// use caldav_types::property::{DavProperty, DavPropertyName};
/// use caldav_types::{AnyElement, AnyNode};
/// use caldav_xml::{XmlOptions, property_of};
/// let mut order = AnyElement::new("{http://apple.com/ns/ical/}calendar-order".parse()?);
/// order.children.push(AnyNode::Text("7".into()));
/// assert_eq!(property_of(&order, &XmlOptions::strict())?.value, DavProperty::CalendarOrder(7));
///
/// order.children = vec![AnyNode::Text("first".into())];
/// let error = property_of(&order, &XmlOptions::strict()).unwrap_err();
/// assert_eq!(error.kind().to_string(), "expected a whole number, found \"first\"");
/// let set = DavProperty::Other(order);
/// assert!(set.is_faulty() && set.name() == DavPropertyName::CalendarOrder);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// The value is not of the type of its property.
pub fn property_of(element: &AnyElement, options: &XmlOptions) -> Result<Read<DavProperty>, XmlError> {
    let mut writer = ElementWriter::new();
    any_element::write(element, &mut writer);
    let (value, diagnostics) =
        document::read(writer.finish().as_bytes(), options, |reader, root| read_found(root, reader))?;
    Ok(Read { value, diagnostics })
}

/// The properties of a DAV:prop that is to be set; one whose value is not of its type is kept as its element.
pub(crate) fn read_set(reader: &mut ElementReader<'_>) -> Result<Vec<DavProperty>, XmlError> {
    let mut properties = Vec::new();
    let children = reader.children();
    while let Some(name) = children.next(reader)? {
        properties.push(read_one(name, reader)?);
    }
    Ok(properties)
}

/// The same of the property whose element is open.
pub(crate) fn read_one(name: Name<'_>, reader: &mut ElementReader<'_>) -> Result<DavProperty, XmlError> {
    if known(name).is_none() || reader.is_hollow() {
        return read_found(name, reader);
    }
    let element = any_element::capture_value(reader, name)?;
    let fault = match property_of(&element, &unbounded(XmlOptions::strict())) {
        Ok(Read { value, .. }) => return Ok(value),
        Err(error) if error.kind().is_local() => error.kind().clone(),
        Err(error) => return Err(error),
    };
    if let Ok(Read { value, diagnostics }) = property_of(&element, &unbounded(XmlOptions::lenient()))
        && !diagnostics.iter().any(|diagnostic| diagnostic.kind.leaves_out())
        && diagnostics.into_iter().try_for_each(|diagnostic| tell(diagnostic.kind, reader)).is_ok()
    {
        return Ok(value);
    }
    // Strict reading has no diagnostics: there the value tells by itself.
    let _ = tell(XmlErrorKind::PropertyValue { name: element.name.clone(), fault: Box::new(fault) }, reader);
    Ok(DavProperty::Other(element))
}

/// Without content is what the property is set to.
fn read_found(name: Name<'_>, reader: &mut ElementReader<'_>) -> Result<DavProperty, XmlError> {
    let mut property = read(name, reader)?;
    found(&mut property);
    Ok(property)
}

/// A diagnostic about the property that just ended; strict reading refuses.
fn tell(kind: XmlErrorKind, reader: &mut ElementReader<'_>) -> Result<(), XmlError> {
    let error = reader.value_error("", "").with_kind(kind);
    reader.recover(error)
}

/// What has passed the bounds of a document is not measured again where it is written in another way.
fn unbounded(options: XmlOptions) -> XmlOptions {
    use XmlLimit::{Attributes, Depth, Elements, Names, NamespaceOctets, Namespaces, Octets, Text};
    let all = [Octets, Depth, Elements, Attributes, Namespaces, NamespaceOctets, Text, Names];
    let limits = all.into_iter().fold(options.limits, |limits, limit| limits.with(limit, u64::MAX));
    options.with_limits(limits)
}
