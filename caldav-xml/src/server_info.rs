//! What a server can do, in one document.
//!
//! ```dtd
//! <!ELEMENT server-info (token, features, services)>
//! ```

use caldav_types::AnyElement;
use caldav_types::server_info::ServerInfo;

use crate::XmlError;
use crate::element::Content;
use crate::name::{Name, Namespace};
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for ServerInfo {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let (mut token, mut features, mut services) = (None, None, None);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child.parts() {
                (Namespace::Dav, "token") => token = Some(reader.trimmed_text()?),
                (Namespace::Dav, "features") => features = Some(Vec::<AnyElement>::read(reader)?),
                (Namespace::Dav, "services") => services = Some(Vec::<AnyElement>::read(reader)?),
                _ => {}
            }
        }
        Ok(Self {
            token: children.required(token, TOKEN, reader)?,
            features: children.required(features, FEATURES, reader)?,
            services: children.required(services, SERVICES, reader)?,
        })
    }

    fn write(&self, writer: &mut ElementWriter) {
        writer.text_element(TOKEN, &self.token);
        self.features.write_as(FEATURES, writer);
        self.services.write_as(SERVICES, writer);
    }
}

const TOKEN: Name<'_> = Name::dav("token");
const FEATURES: Name<'_> = Name::dav("features");
const SERVICES: Name<'_> = Name::dav("services");

#[cfg(test)]
mod tests {
    use caldav_types::AnyElement;
    use caldav_types::server_info::ServerInfo;

    use crate::{Body, XmlErrorKind, XmlOptions};

    #[test]
    fn written_and_read_again() {
        let feature = AnyElement::new("DAV:class-1".parse().unwrap());
        let service = AnyElement::new("DAV:service".parse().unwrap());
        for info in [
            ServerInfo::default(),
            ServerInfo { token: "1".into(), features: vec![feature], services: vec![service] },
        ] {
            let body = info.to_xml();
            let read = ServerInfo::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap();
            assert_eq!(read.value, info, "{body}");
        }
    }

    #[test]
    fn broken_bodies() {
        for (content, missing) in [
            ("<features/><services/>", "DAV:token"),
            ("<token>1</token><services/>", "DAV:features"),
            ("<token>1</token><features/>", "DAV:services"),
        ] {
            let body = format!("<server-info xmlns=\"DAV:\">{content}</server-info>");
            let error = ServerInfo::from_xml(body.as_bytes(), &XmlOptions::lenient()).unwrap_err();
            assert_eq!(*error.kind(), XmlErrorKind::MissingElement(missing.parse().unwrap()), "{body}");
        }
    }
}
