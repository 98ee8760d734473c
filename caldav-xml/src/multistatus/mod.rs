//! Answers about several resources.
//!
//! ```dtd
//! <!ELEMENT multistatus (response*, responsedescription?, sync-token?) >
//! <!ELEMENT response (href, ((href*, status)|(propstat+)), error?, responsedescription? , location?) >
//! <!ELEMENT propstat (prop, status, error?, responsedescription?) >
//! ```

use caldav_types::multistatus::{Multistatus, Propstat, Response, ResponseContent};
use caldav_types::property::DavProperty;
use caldav_types::{ErrorBody, Href, LocalizedText, StatusLine};
use http::StatusCode;

use crate::element::{Content, HREF, PROP};
use crate::name::{Name, Namespace};
use crate::property;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;
use crate::{XmlError, XmlErrorKind};

mod stream;

pub use stream::{MultistatusDocument, MultistatusWriter, Responses};

impl Content for Multistatus {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut multistatus = Self::default();
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child.parts() {
                (Namespace::Dav, "response") => match Response::read(reader) {
                    Ok(response) => multistatus.responses.push(response),
                    // A fault inside of a response stays there.
                    Err(error) => reader.recover(error)?,
                },
                (Namespace::Dav, "responsedescription") => {
                    multistatus.description = read_if_sound(reader)?;
                }
                (Namespace::Dav, "sync-token") => multistatus.sync_token = read_if_sound(reader)?,
                _ => {}
            }
        }
        Ok(multistatus)
    }

    fn write(&self, writer: &mut ElementWriter) {
        for response in &self.responses {
            response.write_as(RESPONSE, writer);
        }
        write_description(self.description.as_ref(), writer);
        if let Some(token) = &self.sync_token {
            token.write_as(SYNC_TOKEN, writer);
        }
    }
}

impl Content for Response {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut href, mut further) = (None, Vec::new());
        // Most responses have one.
        let mut propstats = Vec::with_capacity(1);
        let (mut status, mut error, mut description, mut location) = (None, None, None, None);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child.parts() {
                (Namespace::Dav, "href") if href.is_none() => href = Some(Href::read(reader)?),
                (Namespace::Dav, "href") => further.push(Href::read(reader)?),
                (Namespace::Dav, "propstat") => propstats.push(Propstat::read(reader)?),
                (Namespace::Dav, "status") => status = Some(read_status(reader)?),
                (Namespace::Dav, "error") => error = read_if_sound(reader)?,
                (Namespace::Dav, "responsedescription") => description = read_if_sound(reader)?,
                (Namespace::Dav, "location") => {
                    location = read_if_sound::<Vec<Href>>(reader)?.and_then(|mut hrefs| hrefs.pop());
                }
                _ => {}
            }
        }
        let Some(href) = href else {
            let name = reader.expanded(HREF)?;
            return Err(reader.error(XmlErrorKind::MissingElement(name)));
        };
        let content = content(further, status, propstats, reader)?;
        Ok(Self { href, content, error, description, location })
    }

    fn write(&self, writer: &mut ElementWriter) {
        self.href.write_as(HREF, writer);
        match &self.content {
            ResponseContent::Status { further, status } => {
                further.iter().for_each(|href| href.write_as(HREF, writer));
                write_status(*status, writer);
            }
            ResponseContent::Propstats(propstats) => {
                propstats.iter().for_each(|propstat| propstat.write_as(Name::dav("propstat"), writer));
            }
        }
        write_error(self.error.as_ref(), writer);
        write_description(self.description.as_ref(), writer);
        if let Some(location) = &self.location {
            writer.element(Name::dav("location"), |writer| location.write_as(HREF, writer));
        }
    }
}

/// Which of the two forms a response has.
fn content(
    further: Vec<Href>,
    status: Option<Option<StatusCode>>,
    propstats: Vec<Propstat>,
    reader: &mut ElementReader<'_>,
) -> Result<ResponseContent, XmlError> {
    let departure = match (&status, propstats.is_empty(), further.is_empty()) {
        (None, true, _) => Some(XmlErrorKind::MissingElement(reader.expanded(STATUS)?)),
        (Some(_), false, _) => Some(XmlErrorKind::UnexpectedElement(reader.expanded(STATUS)?)),
        (None, false, false) => Some(XmlErrorKind::UnexpectedElement(reader.expanded(HREF)?)),
        _ => None,
    };
    if let Some(kind) = departure {
        reader.tolerate(kind)?;
    }
    let status = status.flatten();
    // Some servers send both. That the resource failed as a whole, or is gone, says more than its properties do.
    let failed = status.is_some_and(|status| !status.is_success());
    Ok(if propstats.is_empty() || failed {
        ResponseContent::Status { further, status }
    } else {
        ResponseContent::Propstats(propstats)
    })
}

impl Content for Propstat {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut propstat = Self::default();
        let (mut prop, mut status) = (false, None);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child.parts() {
                (Namespace::Dav, "prop") => {
                    prop = true;
                    read_properties(&mut propstat.properties, reader)?;
                }
                (Namespace::Dav, "status") => status = Some(read_status(reader)?),
                (Namespace::Dav, "error") => propstat.error = read_if_sound(reader)?,
                (Namespace::Dav, "responsedescription") => {
                    propstat.description = read_if_sound(reader)?;
                }
                _ => {}
            }
        }
        for (name, missing) in [(PROP, !prop), (STATUS, status.is_none())] {
            if missing {
                let name = reader.expanded(name)?;
                reader.tolerate(XmlErrorKind::MissingElement(name))?;
            }
        }
        propstat.status = status.flatten();
        if propstat.is_success() {
            propstat.properties = propstat.properties.into_iter().map(property::found).collect();
        }
        Ok(propstat)
    }

    fn write(&self, writer: &mut ElementWriter) {
        writer.element(PROP, |writer| {
            self.properties.iter().for_each(|property| property::write(property, writer));
        });
        write_status(self.status, writer);
        write_error(self.error.as_ref(), writer);
        write_description(self.description.as_ref(), writer);
    }
}

/// The properties of a DAV:prop; one that is faulty is left out.
fn read_properties(
    properties: &mut Vec<DavProperty>,
    reader: &mut ElementReader<'_>,
) -> Result<(), XmlError> {
    let children = reader.children();
    while let Some(name) = children.next(reader)? {
        match property::read(name, reader) {
            Ok(property) => properties.push(property),
            Err(error) => reader.recover(error)?,
        }
    }
    Ok(())
}

/// The code of a status line, `None` with a diagnostic where there is none to be read.
fn read_status(reader: &mut ElementReader<'_>) -> Result<Option<StatusCode>, XmlError> {
    let text = reader.text()?;
    let line = StatusLine::read(&text);
    if !line.is_some_and(|line| line.is_well_formed) {
        let error = reader.value_error("a status line", &text);
        reader.recover(error)?;
    }
    Ok(line.map(|line| line.code))
}

fn write_status(status: Option<StatusCode>, writer: &mut ElementWriter) {
    if let Some(status) = status {
        writer.text_element(STATUS, &StatusLine::from(status).to_string());
    }
}

/// Something that what is around it can be read without: where it is faulty there is none, with a diagnostic.
pub(crate) fn read_if_sound<T: Content>(reader: &mut ElementReader<'_>) -> Result<Option<T>, XmlError> {
    match T::read(reader) {
        Ok(value) => Ok(Some(value)),
        Err(error) => reader.recover(error).map(|()| None),
    }
}

pub(crate) fn write_error(error: Option<&ErrorBody>, writer: &mut ElementWriter) {
    if let Some(error) = error {
        error.write_as(ERROR, writer);
    }
}

pub(crate) fn write_description(description: Option<&LocalizedText>, writer: &mut ElementWriter) {
    if let Some(description) = description {
        description.write_as(DESCRIPTION, writer);
    }
}

const STATUS: Name<'_> = Name::dav("status");
const ERROR: Name<'_> = Name::dav("error");
const SYNC_TOKEN: Name<'_> = Name::dav("sync-token");
const MULTISTATUS: Name<'_> = Name::dav("multistatus");
const RESPONSE: Name<'_> = Name::dav("response");
const DESCRIPTION: Name<'_> = Name::dav("responsedescription");

#[cfg(test)]
mod tests;
