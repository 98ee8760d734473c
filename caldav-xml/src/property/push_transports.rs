//! How a server of calendarserver.org tells of changes.
//!
//! ```dtd
//! <!ELEMENT push-transports (transport) >
//! <!ELEMENT transport (subscription-url, apsbundleid, env, refresh-interval) >
//! ```

use caldav_types::property::PushTransport;

use super::read_href;
use crate::XmlError;
use crate::element::{Content, HREF};
use crate::name::{Name, Namespace};
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for PushTransport {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let transport_type = reader.required_attribute("type")?.into();
        let mut transport = Self { transport_type, ..Self::default() };
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child {
                SUBSCRIPTION_URL => transport.subscription_url = read_href(reader)?,
                BUNDLE_ID => transport.bundle_id = Some(reader.trimmed_text()?),
                ENVIRONMENT => transport.environment = Some(reader.trimmed_text()?),
                REFRESH_INTERVAL => transport.refresh_interval = Some(u64::read(reader)?),
                _ => {}
            }
        }
        Ok(transport)
    }

    fn write(&self, writer: &mut ElementWriter) {
        writer.attribute("type", &self.transport_type);
        if let Some(url) = &self.subscription_url {
            writer.element(SUBSCRIPTION_URL, |writer| url.write_as(HREF, writer));
        }
        if let Some(bundle_id) = &self.bundle_id {
            writer.text_element(BUNDLE_ID, bundle_id);
        }
        if let Some(environment) = &self.environment {
            writer.text_element(ENVIRONMENT, environment);
        }
        if let Some(interval) = &self.refresh_interval {
            interval.write_as(REFRESH_INTERVAL, writer);
        }
    }
}

pub(super) const TRANSPORT: Name<'_> = Name::new(Namespace::CalendarServer, "transport");
const SUBSCRIPTION_URL: Name<'_> = Name::new(Namespace::CalendarServer, "subscription-url");
const BUNDLE_ID: Name<'_> = Name::new(Namespace::CalendarServer, "apsbundleid");
const ENVIRONMENT: Name<'_> = Name::new(Namespace::CalendarServer, "env");
const REFRESH_INTERVAL: Name<'_> = Name::new(Namespace::CalendarServer, "refresh-interval");
