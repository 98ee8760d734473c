//! Conditions that were not kept.
//!
//! ```dtd
//! <!ELEMENT error ANY >
//! <!ELEMENT need-privileges (resource)* >
//! <!ELEMENT resource ( href , privilege ) >
//! ```

use caldav_types::{
    AnyElement, AnyNode, Condition, ConditionDetail, ErrorBody, Href, LocalizedText, NeededPrivilege,
    Precondition, SabreError, namespace,
};

use crate::XmlError;
use crate::any_element;
use crate::element::{Content, HREF};
use crate::multistatus::write_description;
use crate::name::{Name, Namespace};
use crate::privilege::PRIVILEGE;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for ErrorBody {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut body, mut sabre) = (Self::default(), SabreError::default());
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child.parts() {
                (Namespace::SabreDav, "sabredav-version") => sabre.version = Some(String::read(reader)?),
                (Namespace::SabreDav, "exception") => sabre.exception = Some(String::read(reader)?),
                (Namespace::SabreDav, "message") => sabre.message = Some(String::read(reader)?),
                (Namespace::SabreDav, "header") => sabre.header = Some(String::read(reader)?),
                (Namespace::Dav, "responsedescription") => {
                    body.description = Some(LocalizedText::read(reader)?);
                }
                _ => body.conditions.push(Condition::from_element(any_element::capture(reader, child)?)),
            }
        }
        body.sabre = Some(sabre).filter(|sabre| *sabre != SabreError::default());
        if body == Self::default() {
            let error = reader.value_error("a condition", "");
            reader.tolerate(error.kind().clone())?;
        }
        Ok(body)
    }

    fn write(&self, writer: &mut ElementWriter) {
        if let Some(SabreError { version, exception, message, header }) = &self.sabre {
            let words = [
                ("sabredav-version", version),
                ("exception", exception),
                ("message", message),
                ("header", header),
            ];
            for (name, text) in words {
                if let Some(text) = text {
                    writer.text_element(Name::new(Namespace::SabreDav, name), text);
                }
            }
        }
        self.conditions.iter().for_each(|condition| condition.write(writer));
        write_description(self.description.as_ref(), writer);
    }
}

/// Conditions, each with the element that names it.
trait OfElement {
    fn from_element(element: AnyElement) -> Self;
    fn write(&self, writer: &mut ElementWriter);
}

impl OfElement for Condition {
    /// What is not of the form that a condition should have is kept as it is.
    fn from_element(element: AnyElement) -> Self {
        let precondition = Precondition::from(element.name.clone());
        let detail = if element.is_empty() {
            ConditionDetail::Empty
        } else {
            let known = match precondition {
                Precondition::NeedPrivileges => needed_privileges(&element).map(ConditionDetail::Privileges),
                Precondition::AllowClientDefinedUri => add_member(&element).map(ConditionDetail::AddMember),
                _ => hrefs(&element).map(ConditionDetail::Hrefs),
            };
            known.unwrap_or_else(|| anything(element))
        };
        Self { precondition, detail }
    }

    fn write(&self, writer: &mut ElementWriter) {
        if let ConditionDetail::Element(element) = &self.detail {
            return any_element::write(element, writer);
        }
        let namespace = writer.namespace(self.precondition.namespace());
        let name = Name::new(namespace, self.precondition.local_name());
        writer.element(name, |writer| match &self.detail {
            ConditionDetail::Hrefs(hrefs) => hrefs.write(writer),
            ConditionDetail::Privileges(needed) => {
                needed.iter().for_each(|needed| write_needed(needed, writer));
            }
            ConditionDetail::AddMember(href) => {
                writer.element(Name::dav("add-member"), |writer| href.write_as(HREF, writer));
            }
            ConditionDetail::Text(text) => writer.text(text),
            _ => {}
        });
    }
}

/// Text alone, or the element.
fn anything(element: AnyElement) -> ConditionDetail {
    if element.attributes.is_empty() && element.prefixes.is_empty() && element.elements().next().is_none() {
        ConditionDetail::Text(element.text())
    } else {
        ConditionDetail::Element(element)
    }
}

/// The resources of an element that holds nothing else.
fn hrefs(element: &AnyElement) -> Option<Vec<Href>> {
    let hrefs: Vec<Href> = elements(element)?.into_iter().map(href).collect::<Option<_>>()?;
    if hrefs.is_empty() { None } else { Some(hrefs) }
}

fn add_member(element: &AnyElement) -> Option<Href> {
    match elements(element)?.as_slice() {
        [member] if is_dav(member, "add-member") => match hrefs(member)?.as_slice() {
            [href] => Some(href.clone()),
            _ => None,
        },
        _ => None,
    }
}

fn needed_privileges(element: &AnyElement) -> Option<Vec<NeededPrivilege>> {
    let mut needed = Vec::new();
    for resource in elements(element)? {
        let children = elements(resource).filter(|_| is_dav(resource, "resource"))?;
        let [address, privilege] = children.as_slice() else { return None };
        let href = href(address)?;
        let names =
            elements(privilege).filter(|names| is_dav(privilege, "privilege") && !names.is_empty())?;
        for name in names {
            if !name.is_empty() {
                return None;
            }
            needed.push(NeededPrivilege { href: href.clone(), privilege: name.name.clone().into() });
        }
    }
    if needed.is_empty() { None } else { Some(needed) }
}

fn write_needed(needed: &NeededPrivilege, writer: &mut ElementWriter) {
    writer.element(Name::dav("resource"), |writer| {
        needed.href.write_as(HREF, writer);
        needed.privilege.write_as(PRIVILEGE, writer);
    });
}

fn href(element: &AnyElement) -> Option<Href> {
    let plain =
        is_dav(element, "href") && element.attributes.is_empty() && element.elements().next().is_none();
    plain.then(|| Href::new(&element.text()))
}

/// The elements of one that has neither attributes nor text.
fn elements(element: &AnyElement) -> Option<Vec<&AnyElement>> {
    let text =
        element.children.iter().any(|child| matches!(child, AnyNode::Text(text) if !text.trim().is_empty()));
    if text || !element.attributes.is_empty() { None } else { Some(element.elements().collect()) }
}

fn is_dav(element: &AnyElement, local_name: &str) -> bool {
    element.name.namespace() == namespace::DAV && element.name.local_name() == local_name
}

#[cfg(test)]
mod tests;
