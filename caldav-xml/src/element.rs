//! What can be read from an element and written into one.

use caldav_types::{Href, LocalizedText};

use crate::XmlError;
use crate::name::{Name, Namespace};
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

/// The content of an element: its attributes and what stands in it. The name belongs to whoever reads and writes it,
/// for the same name may have another content elsewhere.
pub(crate) trait Content: Sized {
    /// Reads the innermost open element to its end.
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError>;

    /// Writes the attributes and what stands in the element that was just started.
    fn write(&self, writer: &mut ElementWriter);

    /// Writes an element of this name.
    fn write_as(&self, name: Name<'_>, writer: &mut ElementWriter) {
        writer.element(name, |writer| self.write(writer));
    }

    /// What an element without attributes and content is, where that is a value.
    fn of_empty() -> Option<Self> {
        None
    }
}

impl Content for String {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        reader.text().map(Into::into)
    }

    fn write(&self, writer: &mut ElementWriter) {
        writer.text(self);
    }

    fn of_empty() -> Option<Self> {
        Some(Self::new())
    }
}

impl Content for LocalizedText {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut language = reader.language()?.map(Into::into);
        let is_told = language.is_some() && reader.attributes()?.iter().any(|(name, _)| *name == LANGUAGE);
        let text: String = reader.text()?.into();
        // Nothing is in no language, unless it is told to be.
        if text.is_empty() && !is_told {
            language = None;
        }
        Ok(Self { text, language })
    }

    fn write(&self, writer: &mut ElementWriter) {
        if let Some(language) = &self.language {
            writer.attribute_of(LANGUAGE, language);
        }
        writer.text(&self.text);
    }

    fn of_empty() -> Option<Self> {
        Some(Self::default())
    }
}

/// A DAV:href: the text of the element.
impl Content for Href {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        reader.text().map(|text| Self::new(&text))
    }

    fn write(&self, writer: &mut ElementWriter) {
        writer.text(self.as_str());
    }
}

/// Any number of DAV:href in an element.
impl Content for Vec<Href> {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut hrefs = Self::new();
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            if child == HREF {
                hrefs.push(Href::read(reader)?);
            }
        }
        Ok(hrefs)
    }

    fn write(&self, writer: &mut ElementWriter) {
        for href in self {
            href.write_as(HREF, writer);
        }
    }

    fn of_empty() -> Option<Self> {
        Some(Self::new())
    }
}

const LANGUAGE: Name<'_> = Name::new(Namespace::Xml, "lang");

pub(crate) const HREF: Name<'_> = Name::dav("href");

pub(crate) const PROP: Name<'_> = Name::dav("prop");
