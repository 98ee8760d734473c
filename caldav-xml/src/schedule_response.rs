//! Answers to a POST to a scheduling Outbox.
//!
//! ```dtd
//! <!ELEMENT schedule-response (response*)>
//! <!ELEMENT response (recipient, request-status, calendar-data?, DAV:error?, DAV:responsedescription?)>
//! <!ELEMENT recipient (DAV:href)>
//! <!ELEMENT request-status (#PCDATA)>
//! ```

use caldav_types::schedule_response::{RecipientResponse, ScheduleResponse};

use crate::XmlError;
use crate::element::{Content, HREF};
use crate::multistatus::{read_if_sound, write_description, write_error};
use crate::name::{Name, Namespace};
use crate::property::read_href;
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for ScheduleResponse {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let mut responses = Vec::new();
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            if child == RESPONSE {
                match RecipientResponse::read(reader) {
                    Ok(response) => responses.push(response),
                    // A fault inside of a response stays there.
                    Err(error) => reader.recover(error)?,
                }
            }
        }
        Ok(Self { responses })
    }

    fn write(&self, writer: &mut ElementWriter) {
        self.responses.iter().for_each(|response| response.write_as(RESPONSE, writer));
    }
}

impl Content for RecipientResponse {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut recipient, mut request_status, mut calendar_data) = (None, None, None);
        let (mut error, mut description) = (None, None);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child.parts() {
                // Some servers leave the DAV:href out.
                (Namespace::CalDav, "recipient") => {
                    recipient = read_href(reader)?.filter(|recipient| !recipient.as_str().is_empty());
                }
                (Namespace::CalDav, "request-status") => request_status = Some(reader.text()?.trim().into()),
                (Namespace::CalDav, "calendar-data") => calendar_data = Some(reader.text()?.into()),
                (Namespace::Dav, "error") => error = read_if_sound(reader)?,
                (Namespace::Dav, "responsedescription") => description = read_if_sound(reader)?,
                _ => {}
            }
        }
        Ok(Self {
            recipient: children.required(recipient, RECIPIENT, reader)?,
            request_status: children.required(request_status, REQUEST_STATUS, reader)?,
            calendar_data,
            error,
            description,
        })
    }

    fn write(&self, writer: &mut ElementWriter) {
        writer.element(RECIPIENT, |writer| self.recipient.write_as(HREF, writer));
        writer.text_element(REQUEST_STATUS, &self.request_status);
        if let Some(data) = &self.calendar_data {
            writer.text_element(Name::caldav("calendar-data"), data);
        }
        write_error(self.error.as_ref(), writer);
        write_description(self.description.as_ref(), writer);
    }
}

const RESPONSE: Name<'_> = Name::caldav("response");
const RECIPIENT: Name<'_> = Name::caldav("recipient");
const REQUEST_STATUS: Name<'_> = Name::caldav("request-status");

#[cfg(test)]
mod tests;
