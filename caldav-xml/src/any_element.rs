//! Elements that nothing here knows, whole.

use caldav_types::{AnyAttribute, AnyElement, AnyNode, ExpandedName};

use crate::XmlError;
use crate::name::{Name, Namespace};
use crate::reader::{ElementReader, Piece};
use crate::writer::ElementWriter;

/// The innermost open element, to its end.
pub(crate) fn capture(reader: &mut ElementReader<'_>, name: Name<'_>) -> Result<AnyElement, XmlError> {
    let mut element = AnyElement::new(reader.expanded(name)?);
    for (name, value) in reader.attributes()? {
        element.attributes.push(AnyAttribute { name: reader.expanded(name)?, value: value.into_owned() });
    }
    for AnyAttribute { value, .. } in &element.attributes {
        note_prefixes(value, &mut element.prefixes, reader)?;
    }
    let children = reader.children();
    while let Some(piece) = reader.next_piece(children)? {
        match piece {
            // The depth of elements is bounded by the limits of the reader.
            Piece::Element(name) => element.children.push(AnyNode::Element(capture(reader, name)?)),
            Piece::Text(text) if text.is_empty() => {}
            Piece::Text(text) => {
                note_prefixes(&text, &mut element.prefixes, reader)?;
                match element.children.last_mut() {
                    Some(AnyNode::Text(before)) => before.push_str(&text),
                    _ => element.children.push(AnyNode::Text(text.into_owned())),
                }
            }
        }
    }
    Ok(element)
}

/// The innermost open element as a property value: with the language that holds where it stands
/// ([RFC 4918 §4.3](https://www.rfc-editor.org/rfc/rfc4918#section-4.3)).
pub(crate) fn capture_value(reader: &mut ElementReader<'_>, name: Name<'_>) -> Result<AnyElement, XmlError> {
    let language = reader.language()?;
    let mut element = capture(reader, name)?;
    let told = |attribute: &AnyAttribute| {
        attribute.name.namespace() == caldav_types::namespace::XML && attribute.name.local_name() == "lang"
    };
    // What has no content is a name, which is in no language.
    if let Some(language) = language
        && !element.is_empty()
        && !element.attributes.iter().any(told)
    {
        let name = reader.expanded(LANGUAGE)?;
        element.attributes.push(AnyAttribute { name, value: language.into_owned() });
    }
    Ok(element)
}

/// Keeps what the prefixes of qualified names in a value mean here, as in `xs:string`.
fn note_prefixes(
    value: &str,
    prefixes: &mut Vec<(String, String)>,
    reader: &ElementReader<'_>,
) -> Result<(), XmlError> {
    let is_start = |character: char| character.is_alphabetic() || character == '_';
    let is_part = |character: char| character.is_alphanumeric() || "-_.\u{B7}".contains(character);
    let mut rest = value;
    while let Some(colon) = memchr::memchr(b':', rest.as_bytes()) {
        let (before, after) = rest.split_at(colon);
        rest = after.get(1..).unwrap_or("");
        if !rest.starts_with(is_start) {
            continue;
        }
        let run = before.rfind(|character| !is_part(character));
        let begin = run.map_or(0, |place| place + before.get(place..).map_or(0, first_len));
        let prefix = before.get(begin..).unwrap_or("");
        if prefix.is_empty() || prefixes.iter().any(|(known, _)| known == prefix) {
            continue;
        }
        if let Some(uri) = reader.prefix_uri(prefix)? {
            prefixes.push((prefix.into(), uri.into()));
        }
    }
    Ok(())
}

/// Octets of the first character.
fn first_len(text: &str) -> usize {
    text.chars().next().map_or(0, char::len_utf8)
}

/// Writes an element as it is.
pub(crate) fn write(element: &AnyElement, writer: &mut ElementWriter) {
    let namespace = writer.namespace(element.name.namespace());
    let name = Name::new(namespace, element.name.local_name());
    writer.element(name, |writer| {
        write_content(&element.attributes, &element.prefixes, &element.children, writer);
    });
}

/// Writes what an element holds into the one just started.
pub(crate) fn write_content(
    attributes: &[AnyAttribute],
    prefixes: &[(String, String)],
    children: &[AnyNode],
    writer: &mut ElementWriter,
) {
    for (prefix, uri) in prefixes {
        writer.declare(prefix, uri);
    }
    for (place, attribute) in attributes.iter().enumerate() {
        let (namespace, local) = (attribute.name.namespace(), attribute.name.local_name());
        let twice = attributes.iter().take(place).any(|other| other.name == attribute.name);
        // Neither can stand in a document.
        if twice || (namespace.is_empty() && local == "xmlns") {
            continue;
        }
        let namespace = writer.namespace(namespace);
        writer.attribute_of(Name::new(namespace, local), &attribute.value);
    }
    for child in children {
        match child {
            AnyNode::Element(element) => write(element, writer),
            AnyNode::Text(text) => writer.text(text),
        }
    }
}

/// Writes the name of an element and nothing else of it.
pub(crate) fn write_name(name: &ExpandedName, writer: &mut ElementWriter) {
    let namespace = writer.namespace(name.namespace());
    writer.empty(Name::new(namespace, name.local_name()));
}

const LANGUAGE: Name<'_> = Name::new(Namespace::Xml, "lang");

#[cfg(test)]
mod tests;
