//! Properties, by name and with value.

use caldav_types::property::{DavProperty, DavPropertyName, TypedDavProperty, named};

use crate::XmlError;
use crate::any_element;
use crate::name::Name;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;
use value::Value;

mod any_value;
mod bulk_requests;
mod calendar_user;
mod element;
mod parent_set;
mod principal;
mod prop;
mod push_transports;
mod schedule;
mod set;
mod supported;
mod switch;
mod text;
mod value;

pub use element::property_element;
pub use set::property_of;
pub(crate) use set::{read_one, read_set};
pub(crate) use value::{read_href, read_one_href};

/// Makes reading and writing from the table of properties.
macro_rules! define_reading {
    ($($(#[$documentation:meta])* $variant:ident($value:ty) = $namespace:ident $local_name:literal;)*) => {
        /// How the value of the property is read from the element that is open.
        fn value_reader(name: &DavPropertyName) -> Option<ValueReader> {
            // Each is a function of its own, so that none has room for the values of all on its stack.
            Some(match name {
                $(DavPropertyName::$variant => read_value::<named::$variant>,)*
                _ => return None,
            })
        }

        /// What the element without content is as a value.
        fn value_of_empty(name: &DavPropertyName) -> Option<DavProperty> {
            match name {
                $(DavPropertyName::$variant => empty_value::<named::$variant>(),)*
                _ => None,
            }
        }

        fn write_value(property: &DavProperty, writer: &mut ElementWriter) {
            match property {
                $(DavProperty::$variant(value) => Value::write(value, writer),)*
                _ => {}
            }
        }
    };
}

caldav_types::__with_dav_properties! { define_reading }

type ValueReader = fn(&mut ElementReader<'_>) -> Result<DavProperty, XmlError>;

fn read_value<P: TypedDavProperty<Value: Value>>(
    reader: &mut ElementReader<'_>,
) -> Result<DavProperty, XmlError> {
    P::Value::read(reader).map(P::property)
}

fn empty_value<P: TypedDavProperty<Value: Value>>() -> Option<DavProperty> {
    P::Value::of_empty().map(P::property)
}

/// The property whose element is open. Without content it is its name, for what stands around it decides whether that
/// is a value: see [`found`].
pub(crate) fn read(name: Name<'_>, reader: &mut ElementReader<'_>) -> Result<DavProperty, XmlError> {
    let typed = known(name).and_then(|name| value_reader(&name).map(|read| (name, read)));
    let Some((name, read)) = typed else {
        let element = any_element::capture_value(reader, name)?;
        let bare = element.is_empty();
        return Ok(if bare {
            DavProperty::Empty(DavPropertyName::from(element.name))
        } else {
            DavProperty::Other(element)
        });
    };
    if reader.is_hollow() {
        reader.skip()?;
        return Ok(DavProperty::Empty(name));
    }
    let is_blank = reader.is_blank();
    let may_be_empty = reader.may_be_empty();
    match read(reader) {
        Ok(property) if may_be_empty => Ok(match value_of_empty(&name) {
            Some(empty) if property == empty => DavProperty::Empty(name),
            None if is_blank => DavProperty::Empty(name),
            _ => property,
        }),
        Ok(property) => Ok(property),
        // Nothing is there that could be faulty.
        Err(error) if is_blank && error.kind().is_local() => Ok(DavProperty::Empty(name)),
        Err(error) => Err(error),
    }
}

/// The properties of a DAV:prop that says what is so; one that is faulty is left out.
pub(crate) fn read_found(reader: &mut ElementReader<'_>) -> Result<Vec<DavProperty>, XmlError> {
    let mut properties = Vec::new();
    let children = reader.children();
    while let Some(name) = children.next(reader)? {
        match read(name, reader) {
            Ok(property) => properties.push(found(property)),
            Err(error) => reader.recover(error)?,
        }
    }
    Ok(properties)
}

/// A property that was found: its name without content is the empty value, where there is one.
pub(crate) fn found(property: DavProperty) -> DavProperty {
    match property {
        DavProperty::Empty(name) => value_of_empty(&name).unwrap_or(DavProperty::Empty(name)),
        property => property,
    }
}

/// Writes a property with its element.
pub(crate) fn write(property: &DavProperty, writer: &mut ElementWriter) {
    match property {
        DavProperty::Empty(name) => write_name(name, writer),
        DavProperty::Other(element) => any_element::write(element, writer),
        property => {
            let name = property.name();
            let name = Name::new(writer.namespace(name.namespace()), name.local_name());
            writer.start(name);
            write_value(property, writer);
            writer.end(name);
        }
    }
}

/// Writes the name of a property.
pub(crate) fn write_name(name: &DavPropertyName, writer: &mut ElementWriter) {
    let namespace = writer.namespace(name.namespace());
    writer.empty(Name::new(namespace, name.local_name()));
}

/// The names of the properties in a DAV:prop or DAV:include.
pub(crate) fn read_names(reader: &mut ElementReader<'_>) -> Result<Vec<DavPropertyName>, XmlError> {
    let mut names = Vec::new();
    let children = reader.children();
    while let Some(child) = children.next(reader)? {
        names.push(match known(child) {
            Some(name) => name,
            None => DavPropertyName::Other(reader.expanded(child)?),
        });
        reader.skip()?;
    }
    Ok(names)
}

fn known(name: Name<'_>) -> Option<DavPropertyName> {
    DavPropertyName::known(name.namespace.uri()?, name.local)
}

#[cfg(test)]
mod tests;
