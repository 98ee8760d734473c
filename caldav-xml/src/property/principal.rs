//! Who the user is, and who owns a resource.
//!
//! ```dtd
//! <!ELEMENT current-user-principal (unauthenticated | href)>
//! ```

use caldav_types::Href;
use caldav_types::property::{CurrentUserPrincipal, OwnerPrincipal};

use crate::XmlError;
use crate::element::{Content, HREF};
use crate::name::Name;
use crate::reader::{ElementReader, Piece};
use crate::writer::ElementWriter;

impl Content for CurrentUserPrincipal {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut principal = None;
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            if child == HREF {
                principal = Some(Self::Principal(Href::read(reader)?));
            } else if child == UNAUTHENTICATED && principal.is_none() {
                principal = Some(Self::Unauthenticated);
            }
        }
        children.required(principal, HREF, reader)
    }

    fn write(&self, writer: &mut ElementWriter) {
        match self {
            Self::Unauthenticated => writer.empty(UNAUTHENTICATED),
            Self::Principal(href) => href.write_as(HREF, writer),
        }
    }
}

impl Content for OwnerPrincipal {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut href, mut text) = (None, String::new());
        let children = reader.children();
        while let Some(piece) = reader.next_piece(children)? {
            match piece {
                Piece::Element(HREF) => href = Some(Href::read(reader)?),
                Piece::Element(_) => {}
                Piece::Text(piece) => text.push_str(&piece),
            }
        }
        Ok(Self(href.unwrap_or_else(|| Href::new(&text))))
    }

    fn write(&self, writer: &mut ElementWriter) {
        writer.text(self.0.as_str());
    }
}

const UNAUTHENTICATED: Name<'_> = Name::dav("unauthenticated");
