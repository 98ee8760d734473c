//! BIND, UNBIND and REBIND.
//!
//! ```dtd
//! <!ELEMENT bind (segment, href)>
//! <!ELEMENT bind-response ANY>
//! <!ELEMENT unbind (segment)>
//! <!ELEMENT unbind-response ANY>
//! <!ELEMENT rebind (segment, href)>
//! <!ELEMENT rebind-response ANY>
//! <!ELEMENT segment (#PCDATA)>
//! ```

use caldav_types::request::{Bind, BindResponse, Rebind, RebindResponse, Unbind, UnbindResponse};
use caldav_types::{AnyElement, Href};

use crate::element::{Content, HREF};
use crate::name::Name;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;
use crate::{XmlError, any_element};

impl Content for Bind {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        read_member(reader).map(|(segment, href)| Self { segment, href })
    }

    fn write(&self, writer: &mut ElementWriter) {
        write_member(&self.segment, &self.href, writer);
    }
}

impl Content for Rebind {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        read_member(reader).map(|(segment, href)| Self { segment, href })
    }

    fn write(&self, writer: &mut ElementWriter) {
        write_member(&self.segment, &self.href, writer);
    }
}

impl Content for Unbind {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut segment = None;
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            if child == SEGMENT {
                reader.once(&segment, child)?;
                segment = Some(String::read(reader)?);
            }
        }
        Ok(Self { segment: children.required(segment, SEGMENT, reader)? })
    }

    fn write(&self, writer: &mut ElementWriter) {
        writer.text_element(SEGMENT, &self.segment);
    }
}

fn read_member(reader: &mut ElementReader<'_>) -> Result<(String, Href), XmlError> {
    let (mut segment, mut href) = (None, None);
    let children = reader.children();
    while let Some(child) = children.next(reader)? {
        match child {
            SEGMENT => {
                reader.once(&segment, child)?;
                segment = Some(String::read(reader)?);
            }
            HREF => {
                reader.once(&href, child)?;
                href = Some(Href::read(reader)?);
            }
            _ => {}
        }
    }
    Ok((children.required(segment, SEGMENT, reader)?, children.required(href, HREF, reader)?))
}

fn write_member(segment: &str, href: &Href, writer: &mut ElementWriter) {
    writer.text_element(SEGMENT, segment);
    href.write_as(HREF, writer);
}

/// Says which answers hold anything.
macro_rules! answers {
    ($($type:ident)*) => {
        $(
            impl Content for $type {
                fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
                    read_any(reader).map(Self)
                }

                fn write(&self, writer: &mut ElementWriter) {
                    self.0.iter().for_each(|element| any_element::write(element, writer));
                }
            }
        )*
    };
}

answers! { BindResponse UnbindResponse RebindResponse }

fn read_any(reader: &mut ElementReader<'_>) -> Result<Vec<AnyElement>, XmlError> {
    let mut elements = Vec::new();
    let children = reader.children();
    while let Some(child) = children.next(reader)? {
        elements.push(any_element::capture(reader, child)?);
    }
    Ok(elements)
}

const SEGMENT: Name<'_> = Name::dav("segment");

#[cfg(test)]
mod tests {
    use caldav_types::Href;
    use caldav_types::request::{Bind, BindResponse, Rebind, Unbind};

    use crate::{Body, XmlErrorKind, XmlOptions};

    #[test]
    fn rfc_5842_examples() {
        let body = r#"<?xml version="1.0" encoding="utf-8" ?>
            <D:bind xmlns:D="DAV:">
              <D:segment>bar.html</D:segment>
              <D:href>http://www.example.com/CollX/foo.html</D:href>
            </D:bind>"#;
        let bind = Bind::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap().value;
        let href = Href::new("http://www.example.com/CollX/foo.html");
        assert_eq!(bind, Bind { segment: "bar.html".into(), href: href.clone() }, "4.1");
        assert_eq!(Bind::from_xml(bind.to_xml().as_bytes(), &XmlOptions::strict()).unwrap().value, bind);

        let unbind = Unbind { segment: "a&b.html".into() };
        assert_eq!(
            Unbind::from_xml(unbind.to_xml().as_bytes(), &XmlOptions::strict()).unwrap().value,
            unbind
        );
        let rebind = Rebind { segment: "foo.html".into(), href };
        assert_eq!(
            Rebind::from_xml(rebind.to_xml().as_bytes(), &XmlOptions::strict()).unwrap().value,
            rebind
        );
    }

    #[test]
    fn answers_hold_anything() {
        let body =
            r#"<D:bind-response xmlns:D="DAV:"><x xmlns="http://example.com/ns"><y/>z</x></D:bind-response>"#;
        let answer = BindResponse::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap().value;
        assert_eq!(answer.0[0].name.local_name(), "x");
        let again = BindResponse::from_xml(answer.to_xml().as_bytes(), &XmlOptions::strict()).unwrap();
        assert_eq!(again.value, answer);
    }

    #[test]
    fn what_is_missing() {
        let bind = |content: &str| format!("<D:bind xmlns:D=\"DAV:\">{content}</D:bind>");
        for (content, expected) in
            [("<D:segment>a</D:segment>", "DAV:href"), ("<D:href>/a</D:href>", "DAV:segment")]
        {
            let error = Bind::from_xml(bind(content).as_bytes(), &XmlOptions::lenient()).unwrap_err();
            assert_eq!(error.kind(), &XmlErrorKind::MissingElement(expected.parse().unwrap()), "{content}");
        }
        let twice = bind("<D:segment>a</D:segment><D:segment>b</D:segment><D:href>/a</D:href>");
        let error = Bind::from_xml(twice.as_bytes(), &XmlOptions::lenient()).unwrap_err();
        assert_eq!(error.kind(), &XmlErrorKind::RepeatedElement("DAV:segment".parse().unwrap()));
    }
}
