//! What a collection takes and what a resource understands.
//!
//! ```dtd
//! <!ELEMENT supported-calendar-component-set (comp+)>
//! <!ELEMENT comp EMPTY> <!ATTLIST comp name CDATA #REQUIRED>
//! <!ELEMENT supported-calendar-data (calendar-data+)>
//! <!ELEMENT supported-collation-set (supported-collation*)>
//! <!ELEMENT supported-rscale-set (supported-rscale*)>
//! <!ELEMENT supported-method-set (supported-method*)>
//! <!ELEMENT supported-live-property-set (supported-live-property*)>
//! <!ELEMENT supported-report-set (supported-report*)>
//! ```

use caldav_types::Method;
use caldav_types::property::{
    AddressBookCollationSet, AddressDataSet, CalendarDataSet, CollationSet, ComponentSet, DataFormat,
    DavPropertyName, EmailAddressSet, ReportName, RscaleSet,
};

use super::{read_names, write_name};
use crate::XmlError;
use crate::element::{Content, PROP};
use crate::name::{Name, Namespace};
use crate::reader::ElementReader;
use crate::writer::ElementWriter;

impl Content for ComponentSet {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        reader.each(COMP, |reader| name_attribute(reader)).map(Self)
    }

    fn write(&self, writer: &mut ElementWriter) {
        for name in &self.0 {
            writer.element(COMP, |writer| writer.attribute("name", name));
        }
    }

    fn of_empty() -> Option<Self> {
        Some(Self::default())
    }
}

/// The attribute that names something.
pub(super) fn name_attribute(reader: &mut ElementReader<'_>) -> Result<String, XmlError> {
    reader.required_attribute("name").map(|name| name.trim().into())
}

/// Sets of names, each the text of an element.
macro_rules! text_sets {
    ($($type:ty = $name:expr;)+) => {
        $(
            impl Content for $type {
                fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
                    reader.each($name, |reader| reader.parsed_text("a name")).map(Self)
                }

                fn write(&self, writer: &mut ElementWriter) {
                    self.0.iter().for_each(|one| writer.text_element($name, &one.to_string()));
                }

                fn of_empty() -> Option<Self> {
                    Some(Self::default())
                }
            }
        )+
    };
}

text_sets! {
    CollationSet = Name::caldav("supported-collation");
    AddressBookCollationSet = Name::new(Namespace::CardDav, "supported-collation");
    RscaleSet = Name::caldav("supported-rscale");
    EmailAddressSet = Name::new(Namespace::CalendarServer, "email-address");
}

/// Sets of formats, each with the one that an element without attributes stands for.
macro_rules! format_sets {
    ($($type:ty = $name:expr, $default:expr;)+) => {
        $(
            impl Content for $type {
                fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
                    reader.each($name, |reader| read_format($default, reader)).map(Self)
                }

                fn write(&self, writer: &mut ElementWriter) {
                    for DataFormat { content_type, version } in &self.0 {
                        writer.element($name, |writer| {
                            writer.attribute("content-type", content_type);
                            writer.attribute("version", version);
                        });
                    }
                }

                fn of_empty() -> Option<Self> {
                    Some(Self::default())
                }
            }
        )+
    };
}

format_sets! {
    CalendarDataSet = Name::caldav("calendar-data"), DataFormat::icalendar();
    AddressDataSet = Name::new(Namespace::CardDav, "address-data-type"), DataFormat::vcard();
}

fn read_format(mut format: DataFormat, reader: &mut ElementReader<'_>) -> Result<DataFormat, XmlError> {
    if let Some(content_type) = reader.attribute("content-type")? {
        format.content_type = content_type.into_owned().into();
    }
    if let Some(version) = reader.attribute("version")? {
        format.version = version.into_owned().into();
    }
    Ok(format)
}

impl Content for Vec<Method> {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        reader.each(METHOD, |reader| {
            let name = name_attribute(reader)?;
            name.parse().map_err(|_| reader.value_error("a method", &name))
        })
    }

    fn write(&self, writer: &mut ElementWriter) {
        for method in self {
            writer.element(METHOD, |writer| writer.attribute("name", method.as_str()));
        }
    }

    fn of_empty() -> Option<Self> {
        Some(Self::new())
    }
}

impl Content for Vec<DavPropertyName> {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        let lists = reader.each(LIVE_PROPERTY, |reader| {
            let mut names = Self::new();
            let children = reader.children();
            while let Some(child) = children.next(reader)? {
                if child == PROP {
                    names.append(&mut read_names(reader)?);
                }
            }
            Ok(names)
        })?;
        Ok(lists.into_iter().flatten().collect())
    }

    fn write(&self, writer: &mut ElementWriter) {
        for name in self {
            writer.element(LIVE_PROPERTY, |writer| {
                writer.element(PROP, |writer| write_name(name, writer));
            });
        }
    }

    fn of_empty() -> Option<Self> {
        Some(Self::new())
    }
}

impl Content for Vec<ReportName> {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        reader.each(SUPPORTED_REPORT, |reader| {
            let mut name = None;
            let children = reader.children();
            while let Some(child) = children.next(reader)? {
                if child == REPORT {
                    name = Some(reader.child_word(REPORT, ReportName::known)?);
                }
            }
            children.required(name, REPORT, reader)
        })
    }

    fn write(&self, writer: &mut ElementWriter) {
        for report in self {
            writer.element(SUPPORTED_REPORT, |writer| {
                writer.element(REPORT, |writer| {
                    let namespace = writer.namespace(report.namespace());
                    writer.empty(Name::new(namespace, report.local_name()));
                });
            });
        }
    }

    fn of_empty() -> Option<Self> {
        Some(Self::new())
    }
}

const COMP: Name<'_> = Name::caldav("comp");
const METHOD: Name<'_> = Name::dav("supported-method");
const LIVE_PROPERTY: Name<'_> = Name::dav("supported-live-property");
const SUPPORTED_REPORT: Name<'_> = Name::dav("supported-report");
const REPORT: Name<'_> = Name::dav("report");
