//! ATTACH, IMAGE and STRUCTURED-DATA: content inside of the object, and what is said of content.
//!
//! [RFC 5545 §3.1.3](https://www.rfc-editor.org/rfc/rfc5545#section-3.1.3),
//! [§3.8.1.1](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.1.1),
//! [RFC 7986 §5.10](https://www.rfc-editor.org/rfc/rfc7986#section-5.10),
//! [RFC 9073 §6.6](https://www.rfc-editor.org/rfc/rfc9073#section-6.6)

use ical_model::ParameterName;
use ical_model::value::ValueType;

use crate::inspection::{Inspection, Place};
use crate::rules::rules;

use super::reader::Reading;
use super::tally::PropertySlot;
use super::value_type::Typing;

/// Checks the parameters of an ATTACH, IMAGE or STRUCTURED-DATA.
pub(crate) fn check<'c>(inspection: &mut Inspection<'c>, reading: Reading<'_, 'c>, typing: &Typing) {
    let Reading { property, slot, parameters, .. } = reading;
    let place = Place::Property(property);
    let name = property.name();
    let binary = typing.value_type() == Some(&ValueType::Binary);
    let format = parameters.get(&ParameterName::FmtType);
    if binary {
        inspection.report(&INLINE, place, || format!("{name} has its content inside of the object"));
        if !parameters.has(&ParameterName::Encoding) {
            let rule = if slot == PropertySlot::Image { &IMAGE_ENCODING } else { &ENCODING };
            inspection.report(rule, place, || format!("{name} has VALUE=BINARY without ENCODING"));
        } else if !parameters.says(&ParameterName::Encoding, "BASE64") {
            inspection.report(&BASE64, place, || format!("{name} has VALUE=BINARY without ENCODING=BASE64"));
        }
        if format.is_none() {
            match slot {
                PropertySlot::Attach => {
                    inspection
                        .report(&ATTACH_FORMAT, place, || format!("{name} has VALUE=BINARY without FMTTYPE"));
                }
                PropertySlot::Image => {
                    inspection
                        .report(&IMAGE_FORMAT, place, || format!("{name} has VALUE=BINARY without FMTTYPE"));
                }
                _ => {}
            }
        }
    }
    match slot {
        PropertySlot::Image => {
            if let Some(format) = format {
                let is_image =
                    format.value().get(..6).is_some_and(|kind| kind.eq_ignore_ascii_case("image/"));
                if !is_image {
                    inspection.report(&IMAGE_TYPE, Place::Parameter(property, format), || {
                        format!("IMAGE has FMTTYPE={}", format.raw())
                    });
                }
            }
        }
        PropertySlot::StructuredData => {
            let schema = parameters.has(&ParameterName::Schema);
            let content = binary || typing.value_type() == Some(&ValueType::Text);
            if content && !schema {
                inspection.report(&DATA_SCHEMA, place, || format!("{name} has content without SCHEMA"));
            } else if !schema {
                inspection.report(&SCHEMA, place, || format!("{name} has no SCHEMA"));
            }
            if content && format.is_none() {
                inspection.report(&DATA_FORMAT, place, || format!("{name} has content without FMTTYPE"));
            }
        }
        _ => {}
    }
}

rules! {
    INLINE = "inline-binary", Should, "RFC 5545" "3.1.3", ["5545-3.1.3-01"], -,
        "content is referred to by a URI, not put into the object", "store the content elsewhere and write its URI";
    ENCODING = "binary-encoding", Must, "RFC 5545" "3.1.3",
        ["5545-3.1.3-02", "5545-3.2.7-01", "5545-3.3.1-01"], ValidCalendarData,
        "content inside of the object has ENCODING", "add ENCODING=BASE64";
    IMAGE_ENCODING = "image-encoding", Must, "RFC 7986" "5.10",
        ["7986-5.10-02", "5545-3.1.3-02", "5545-3.2.7-01", "5545-3.3.1-01"], ValidCalendarData,
        "an image inside of the object has ENCODING", "add ENCODING=BASE64";
    BASE64 = "binary-base64", Must, "RFC 5545" "3.2.7", ["5545-3.2.7-01", "5545-3.3.1-01"], ValidCalendarData,
        "VALUE=BINARY stands beside ENCODING=BASE64", "encode the content as base64 and write ENCODING=BASE64";
    ATTACH_FORMAT = "attach-fmttype", Should, "RFC 5545" "3.8.1.1", ["5545-3.8.1.1-01"], -,
        "content inside of an ATTACH has FMTTYPE", "add FMTTYPE with the media type of the content";
    IMAGE_FORMAT = "image-fmttype", Should, "RFC 7986" "5.10", ["7986-5.10-03"], -,
        "an image inside of the object has FMTTYPE", "add FMTTYPE with the media type of the image";
    IMAGE_TYPE = "image-media-type", Must, "RFC 7986" "5.10", ["7986-5.10-01"], -,
        "IMAGE is of an image media type", "refer to an image, or write ATTACH in place of IMAGE";
    SCHEMA = "structured-data-schema", Should, "RFC 9073" "5.2", ["9073-5.2-01"], -,
        "STRUCTURED-DATA has SCHEMA", "add SCHEMA with the URI of what the data is";
    DATA_SCHEMA = "structured-data-content-schema", Must, "RFC 9073" "6.6", ["9073-6.6-01", "9073-5.2-01"],
        ValidCalendarData, "STRUCTURED-DATA with content has SCHEMA", "add SCHEMA with the URI of what the data is";
    DATA_FORMAT = "structured-data-content-fmttype", Must, "RFC 9073" "6.6", ["9073-6.6-01"], ValidCalendarData,
        "STRUCTURED-DATA with content has FMTTYPE", "add FMTTYPE with the media type of the content";
}

#[cfg(test)]
mod tests {
    use crate::icalendar::tests::{in_event, keeps_and_breaks};

    #[test]
    fn content() {
        for (rule, keeps, breaks) in [
            ("inline-binary", "ATTACH:cid:1", "ATTACH;VALUE=BINARY;ENCODING=BASE64:AAAA"),
            ("binary-encoding", "ATTACH;VALUE=BINARY;ENCODING=BASE64:AAAA", "ATTACH;VALUE=BINARY:AAAA"),
            ("image-encoding", "IMAGE;VALUE=BINARY;ENCODING=BASE64:AAAA", "IMAGE;VALUE=BINARY:AAAA"),
            (
                "binary-base64",
                "ATTACH;VALUE=BINARY;ENCODING=base64:AAAA",
                "ATTACH;VALUE=BINARY;ENCODING=8BIT:AAAA",
            ),
            ("attach-fmttype", "ATTACH:cid:1", "ATTACH;VALUE=BINARY;ENCODING=BASE64:AAAA"),
            ("image-fmttype", "IMAGE;VALUE=URI:cid:1", "IMAGE;VALUE=BINARY;ENCODING=BASE64:AAAA"),
            (
                "image-media-type",
                "IMAGE;VALUE=URI;FMTTYPE=image/png:cid:1",
                "IMAGE;VALUE=URI;FMTTYPE=text/plain:cid:1",
            ),
            (
                "structured-data-schema",
                "STRUCTURED-DATA;VALUE=URI;SCHEMA=\"a:b\":c:d",
                "STRUCTURED-DATA;VALUE=URI:c:d",
            ),
            (
                "structured-data-content-schema",
                "STRUCTURED-DATA;VALUE=TEXT;FMTTYPE=text/plain;SCHEMA=\"a:b\":c",
                "STRUCTURED-DATA;VALUE=TEXT;FMTTYPE=text/plain:c",
            ),
            (
                "structured-data-content-fmttype",
                "STRUCTURED-DATA;VALUE=URI;SCHEMA=\"a:b\":c:d",
                "STRUCTURED-DATA;VALUE=TEXT;SCHEMA=\"a:b\":c",
            ),
        ] {
            keeps_and_breaks(&[(rule, &in_event(keeps), &in_event(breaks))]);
        }
    }
}
