//! A search for principals as calendarserver has it.
//!
//! ```dtd
//! <!ELEMENT calendarserver-principal-search (search-token+, limit?, DAV:prop?)>
//! <!ATTLIST calendarserver-principal-search context CDATA #IMPLIED>
//! <!ELEMENT search-token (#PCDATA)>
//! ```

use caldav_types::report::{CalendarServerPrincipalSearch, PrincipalSearchContext};

use super::limit;
use crate::XmlError;
use crate::element::{Content, PROP};
use crate::name::{Name, Namespace};
use crate::prop;
use crate::property;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for CalendarServerPrincipalSearch {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let context = reader.attribute("context")?.map(|name| PrincipalSearchContext::new(&name));
        let (mut tokens, mut most, mut prop) = (Vec::new(), None, None);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child {
                SEARCH_TOKEN => tokens.push(reader.text()?.into()),
                LIMIT => {
                    reader.once(&most, child)?;
                    most = Some(limit::read(Namespace::CalendarServer, reader)?);
                }
                PROP => {
                    reader.once(&prop, child)?;
                    prop = Some(property::read_names(reader)?);
                }
                _ => {}
            }
        }
        if tokens.is_empty() {
            return Err(children.missing(SEARCH_TOKEN, reader));
        }
        Ok(Self { context, tokens, limit: most, prop: prop.unwrap_or_default() })
    }

    fn write(&self, writer: &mut ElementWriter) {
        if let Some(context) = &self.context {
            writer.attribute("context", context.as_str());
        }
        self.tokens.iter().for_each(|token| writer.text_element(SEARCH_TOKEN, token));
        limit::write(self.limit, Namespace::CalendarServer, writer);
        if !self.prop.is_empty() {
            prop::write_names(&self.prop, writer);
        }
    }
}

const SEARCH_TOKEN: Name<'_> = Name::new(Namespace::CalendarServer, "search-token");
const LIMIT: Name<'_> = Name::new(Namespace::CalendarServer, "limit");
