//! A property as an element that nobody knows the meaning of.

use caldav_types::AnyElement;
use caldav_types::property::DavProperty;

use crate::writer::ElementWriter;
use crate::{XmlOptions, any_element, document};

/// The element of a property, as it is written: what `caldav_types::server::report::expand_property` puts
/// DAV:response into.
///
/// ```
/// use caldav_types::Href;
/// use caldav_types::property::DavProperty;
/// let groups = DavProperty::GroupMembership(vec![Href::new("/groups/staff/")]);
/// let element = caldav_xml::property_element(&groups);
/// assert_eq!(element.name.to_string(), "DAV:group-membership");
/// assert_eq!(element.elements().next().map(|href| href.text()).as_deref(), Some("/groups/staff/"));
/// ```
#[must_use]
pub fn property_element(property: &DavProperty) -> AnyElement {
    if let DavProperty::Other(element) = property {
        return element.clone();
    }
    let mut writer = ElementWriter::new();
    super::write(property, &mut writer);
    let written = writer.finish();
    let options = XmlOptions::lenient();
    match document::read(written.as_bytes(), &options, any_element::capture) {
        Ok((element, _)) => element,
        // What exceeds the bounds of a document is told by its name.
        Err(_) => bare(property),
    }
}

fn bare(property: &DavProperty) -> AnyElement {
    let name = property.name();
    let name = caldav_types::ExpandedName::new(name.namespace(), name.local_name());
    AnyElement::new(name.expect("the name of a property that is known is an XML name"))
}

#[cfg(test)]
mod tests {
    use caldav_types::property::{DavProperty, DavPropertyName};
    use caldav_types::{AnyElement, Href};

    use super::{bare, property_element};

    #[test]
    fn elements_of_properties() {
        let other = AnyElement::new("{http://example.com/ns}rating".parse().unwrap());
        for (property, name, children) in [
            (DavProperty::Owner(Some(Href::new("/a/"))), "DAV:owner", 1),
            (DavProperty::Owner(None), "DAV:owner", 0),
            (DavProperty::DisplayName("a < b\r\n".into()), "DAV:displayname", 1),
            (DavProperty::Empty(DavPropertyName::GetEtag), "DAV:getetag", 0),
            (DavProperty::Other(other), "{http://example.com/ns}rating", 0),
        ] {
            let element = property_element(&property);
            assert_eq!((element.name.to_string().as_str(), element.children.len()), (name, children));
            assert_eq!(bare(&property).name, element.name);
        }
        let text = property_element(&DavProperty::DisplayName("a < b\r\n".into())).text();
        assert_eq!(text, "a < b\r\n");
    }
}
