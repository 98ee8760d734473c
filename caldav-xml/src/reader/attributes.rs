//! Attributes, of which declarations of namespaces are no part.

use std::borrow::Cow;

use super::{ElementReader, Open};
use crate::characters::readable;
use crate::name::{Name, Namespace};
use crate::scanner::RawAttribute;
use crate::{XmlError, XmlErrorKind};

impl<'x> ElementReader<'x> {
    /// The attributes of the innermost open element, declarations of namespaces not among them. Those with a prefix
    /// that is not declared are left out; that was told when the element began.
    pub(crate) fn attributes(&self) -> Result<Vec<(Name<'x>, Cow<'x, str>)>, XmlError> {
        let Some(open) = self.open.last() else { return Ok(Vec::new()) };
        let mut found: Vec<(Name<'x>, Cow<'x, str>)> = Vec::new();
        for attribute in self.raw_attributes(open) {
            let local = attribute.name.local;
            let namespace = match attribute.name.prefix() {
                "" if local == "xmlns" => continue,
                "" => Namespace::Absent,
                "xmlns" => continue,
                prefix => match self.scopes.resolve(prefix) {
                    Some(namespace) => namespace,
                    None => continue,
                },
            };
            found.push((Name::new(namespace, local), self.value(attribute)?));
        }
        Ok(found)
    }

    /// The value of an attribute without a prefix.
    pub(crate) fn attribute(&self, name: &str) -> Result<Option<Cow<'x, str>>, XmlError> {
        let Some(open) = self.open.last() else { return Ok(None) };
        self.raw_attribute(open, name).map(|attribute| self.value(attribute)).transpose()
    }

    /// The language that holds here: the nearest `xml:lang`
    /// ([RFC 4918 §4.3](https://www.rfc-editor.org/rfc/rfc4918#section-4.3)).
    pub(crate) fn language(&self) -> Result<Option<Cow<'x, str>>, XmlError> {
        let mut end = self.attributes.len();
        for open in self.open.iter().rev() {
            let attributes = self.attributes.get(open.attributes..end).unwrap_or_default();
            if let Some(attribute) = attributes.iter().find(|attribute| attribute.name.written == "xml:lang")
            {
                let value = self.value(attribute)?;
                return Ok(if value.is_empty() { None } else { Some(value) });
            }
            end = open.attributes;
        }
        Ok(None)
    }

    pub(super) fn raw_attributes(&self, open: &Open<'x>) -> &[RawAttribute<'x>] {
        self.attributes.get(open.attributes..).unwrap_or_default()
    }

    pub(super) fn raw_attribute(&self, open: &Open<'x>, name: &str) -> Option<&RawAttribute<'x>> {
        self.raw_attributes(open).iter().find(|attribute| attribute.name.written == name)
    }

    pub(super) fn value(&self, attribute: &RawAttribute<'x>) -> Result<Cow<'x, str>, XmlError> {
        attribute.value().map_err(|fault| self.fault(fault))
    }

    /// Looks at the names and values of the attributes from this one on.
    pub(super) fn check_attributes(&mut self, first: usize) -> Result<(), XmlError> {
        let mut unbound: Option<RawAttribute<'x>> = None;
        let attributes = self.attributes.get(first..).unwrap_or_default();
        for (place, attribute) in attributes.iter().enumerate() {
            let name = attribute.name;
            if !name.is_sound {
                return Err(self.error_at(XmlErrorKind::Name(readable(name.written)), attribute.at));
            }
            let prefix = name.prefix();
            // Two prefixes of one namespace may give one attribute twice.
            let namespace = self.attribute_namespace(prefix);
            let twice = attributes.iter().take(place).any(|other| {
                other.name.written == name.written
                    || other.name.local == name.local
                        && namespace.is_some()
                        && self.attribute_namespace(other.name.prefix()) == namespace
            });
            if twice {
                return Err(self.error_at(XmlErrorKind::Attribute, attribute.at));
            }
            if !prefix.is_empty() && prefix != "xmlns" && namespace.is_none() {
                unbound = unbound.or(Some(*attribute));
            }
            self.scanner.sound(attribute.value, attribute.value_at).map_err(|fault| self.fault(fault))?;
            self.value(attribute)?;
        }
        match unbound {
            Some(attribute) => {
                let prefix = readable(attribute.name.prefix());
                self.tolerate_at(XmlErrorKind::UnboundPrefix(prefix), attribute.at)
            }
            None => Ok(()),
        }
    }

    /// The namespace of an attribute with this prefix, where it has one.
    pub(super) fn attribute_namespace(&self, prefix: &str) -> Option<Namespace> {
        if matches!(prefix, "" | "xmlns") { None } else { self.scopes.resolve(prefix) }
    }
}
