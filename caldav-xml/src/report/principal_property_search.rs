//! A search for principals.
//!
//! ```dtd
//! <!ELEMENT principal-property-search ((property-search+), prop?, apply-to-principal-collection-set?)>
//! <!ATTLIST principal-property-search test (anyof | allof) "allof">
//! <!ELEMENT property-search (prop, match)>
//! <!ELEMENT match #PCDATA>
//! <!ATTLIST match match-type (equals | contains | starts-with | ends-with) #IMPLIED>
//! ```

use caldav_types::report::{PrincipalPropertySearch, PropertySearch};

use crate::XmlError;
use crate::element::{Content, PROP};
use crate::filter::{read_match_type, read_test, write_match_type, write_test};
use crate::name::Name;
use crate::prop;
use crate::property;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for PrincipalPropertySearch {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut search = Self { test: read_test(reader)?, ..Self::default() };
        let mut prop = None;
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child {
                PROPERTY_SEARCH => search.searches.push(PropertySearch::read(reader)?),
                PROP => {
                    reader.once(&prop, child)?;
                    prop = Some(property::read_names(reader)?);
                }
                APPLY_TO_PRINCIPAL_COLLECTION_SET => search.apply_to_principal_collection_set = true,
                _ => {}
            }
        }
        if search.searches.is_empty() {
            return Err(children.missing(PROPERTY_SEARCH, reader));
        }
        search.prop = prop.unwrap_or_default();
        Ok(search)
    }

    fn write(&self, writer: &mut ElementWriter) {
        write_test(self.test, writer);
        self.searches.iter().for_each(|search| search.write_as(PROPERTY_SEARCH, writer));
        if !self.prop.is_empty() {
            prop::write_names(&self.prop, writer);
        }
        if self.apply_to_principal_collection_set {
            writer.empty(APPLY_TO_PRINCIPAL_COLLECTION_SET);
        }
    }
}

impl Content for PropertySearch {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut prop, mut text, mut match_type) = (None, None, None);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child {
                PROP => {
                    reader.once(&prop, child)?;
                    prop = Some(prop::read_some_names(reader)?);
                }
                MATCH => {
                    reader.once(&text, child)?;
                    match_type = read_match_type(reader)?;
                    text = Some(reader.text()?.into());
                }
                _ => {}
            }
        }
        Ok(Self {
            prop: children.required(prop, PROP, reader)?,
            text: children.required(text, MATCH, reader)?,
            match_type,
        })
    }

    fn write(&self, writer: &mut ElementWriter) {
        prop::write_names(&self.prop, writer);
        writer.element(MATCH, |writer| {
            if let Some(match_type) = self.match_type {
                write_match_type(match_type, writer);
            }
            writer.text(&self.text);
        });
    }
}

const PROPERTY_SEARCH: Name<'_> = Name::dav("property-search");
const MATCH: Name<'_> = Name::dav("match");
const APPLY_TO_PRINCIPAL_COLLECTION_SET: Name<'_> = Name::dav("apply-to-principal-collection-set");
