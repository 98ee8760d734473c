//! VALUE: which type a value is of.
//!
//! [RFC 5545 §3.2.20](https://www.rfc-editor.org/rfc/rfc5545#section-3.2.20)

use ical_model::ParameterName;
use ical_model::value::ValueType;

use crate::inspection::{Inspection, Place};
use crate::rule::Rule;
use crate::rules::rules;

use super::reader::Reading;
use super::tally::PropertySlot;

/// What the type of a value is known by.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Typing {
    /// The property has this type when VALUE says nothing.
    Default(&'static ValueType),
    /// VALUE says so.
    Explicit(ValueType),
    /// VALUE names a type that the property does not have.
    Foreign,
}

impl Typing {
    /// The type, if the property has it.
    pub(crate) fn value_type(&self) -> Option<&ValueType> {
        match self {
            Self::Default(value_type) => Some(value_type),
            Self::Explicit(value_type) => Some(value_type),
            Self::Foreign => None,
        }
    }
}

/// The type of the value of a line. Reports a VALUE that is missing, or names a type that the property does not have.
pub(crate) fn of<'c>(inspection: &mut Inspection<'c>, reading: Reading<'_, 'c>) -> Typing {
    static TEXT: ValueType = ValueType::Text;
    static BINARY: ValueType = ValueType::Binary;
    let Reading { property, slot, parameters, definition, .. } = reading;
    let Some(parameter) = parameters.get(&ParameterName::Value) else {
        if parameters.says(&ParameterName::Encoding, "BASE64") && definition.value_types.contains(&BINARY) {
            let rule = if slot == PropertySlot::Image { &IMAGE } else { &MISSING };
            inspection.report(rule, Place::Property(property), || {
                format!("{} has ENCODING=BASE64 without VALUE=BINARY", property.name())
            });
            return Typing::Default(&BINARY);
        }
        if definition.value_required
            && let Some((rule, milder)) = required(slot)
        {
            inspection.tolerate(rule, milder, Place::Property(property), || {
                format!("{} has no VALUE", property.name())
            });
        }
        return Typing::Default(definition.value_types.first().unwrap_or(&TEXT));
    };
    let name = parameter.value();
    match name.parse::<ValueType>() {
        Ok(value_type) if definition.value_types.contains(&value_type) => Typing::Explicit(value_type),
        // What is no name of a type was told of the parameter.
        Err(_) => Typing::Foreign,
        Ok(value_type) => {
            inspection.report(foreign(slot), Place::Parameter(property, parameter), || {
                format!("{} has VALUE={value_type}", property.name())
            });
            Typing::Foreign
        }
    }
}

/// What a property without VALUE breaks that has to have it: by the specification, and as readers take it.
fn required(slot: PropertySlot) -> Option<(&'static Rule, &'static Rule)> {
    Some(match slot {
        PropertySlot::RefreshInterval => (&REFRESH_INTERVAL, &REFRESH_INTERVAL_MISSING),
        PropertySlot::Source => (&SOURCE, &SOURCE_MISSING),
        PropertySlot::Image => (&IMAGE, &IMAGE_MISSING),
        PropertySlot::Conference => (&CONFERENCE, &CONFERENCE_MISSING),
        PropertySlot::Link => (&LINK, &LINK),
        PropertySlot::StyledDescription => (&STYLED_DESCRIPTION, &STYLED_DESCRIPTION),
        PropertySlot::StructuredData => (&STRUCTURED_DATA, &STRUCTURED_DATA),
        _ => return None,
    })
}

/// What a property breaks whose VALUE is none of its types.
fn foreign(slot: PropertySlot) -> &'static Rule {
    match slot {
        PropertySlot::Attach => &ATTACH,
        PropertySlot::Concept => &super::relation::CONCEPT,
        PropertySlot::RefId => &REFID,
        PropertySlot::RelatedTo => &super::relation::RELATED_TO_UID,
        _ => match (super::change::utc_rule(slot), required(slot)) {
            (Some(rule), _) | (None, Some((rule, _))) => rule,
            (None, None) => &FOREIGN,
        },
    }
}

rules! {
    FOREIGN = "value-type", Must, "RFC 5545" "3.2.20", [], ValidCalendarData,
        "VALUE names a type that the property has", "remove VALUE, or write a value of a type that the property has";
    MISSING = "value-type-missing", Must, "RFC 5545" "3.2.20", ["5545-3.2.20-02"], ValidCalendarData,
        "VALUE stands beside a value that is not of the default type", "add VALUE with the name of the type";
    MIXED = "value-type-mixed", Must, "RFC 5545" "3.2.20", ["5545-3.2.20-01"], ValidCalendarData,
        "all values of one property have the same type", "write a property of its own for each type";
    ATTACH = "attach-value", Must, "RFC 5545" "3.1.3", ["5545-3.1.3-03"], ValidCalendarData,
        "ATTACH is a URI, or BINARY", "refer to the content by a URI";
    ATTACH_URI = "attach-uri", Must, "RFC 5545" "3.1.3", ["5545-3.1.3-03", "5545-3.3.13-01"], ValidCalendarData,
        "content outside of the object is referred to by a URI", "write the whole URI of the content, with its scheme";
    REFRESH_INTERVAL = "refresh-interval-value", Must, "RFC 7986" "5.7", ["7986-5.7-02"], ValidCalendarData,
        "REFRESH-INTERVAL has VALUE=DURATION", "write REFRESH-INTERVAL;VALUE=DURATION:";
    REFRESH_INTERVAL_MISSING = "refresh-interval-value-missing", Should, "RFC 7986" "5.7", ["7986-5.7-02"], -,
        "REFRESH-INTERVAL spells its type out", "write REFRESH-INTERVAL;VALUE=DURATION:";
    SOURCE = "source-value", Must, "RFC 7986" "5.8", ["7986-5.8-01"], -,
        "SOURCE has VALUE=URI", "write SOURCE;VALUE=URI:";
    SOURCE_MISSING = "source-value-missing", Should, "RFC 7986" "5.8", ["7986-5.8-01"], -,
        "SOURCE spells its type out", "write SOURCE;VALUE=URI:";
    IMAGE = "image-value", Must, "RFC 7986" "5.10", ["7986-5.10-02"], ValidCalendarData,
        "IMAGE has VALUE=URI or VALUE=BINARY", "write IMAGE;VALUE=URI:";
    IMAGE_MISSING = "image-value-missing", Should, "RFC 7986" "5.10", ["7986-5.10-02"], -,
        "IMAGE spells its type out", "write IMAGE;VALUE=URI:";
    CONFERENCE = "conference-value", Must, "RFC 7986" "5.11", ["7986-5.11-01"], ValidCalendarData,
        "CONFERENCE has VALUE=URI", "write CONFERENCE;VALUE=URI:";
    CONFERENCE_MISSING = "conference-value-missing", Should, "RFC 7986" "5.11", ["7986-5.11-01"], -,
        "CONFERENCE spells its type out", "write CONFERENCE;VALUE=URI:";
    STYLED_DESCRIPTION = "styled-description-value", Must, "RFC 9073" "6.5", ["9073-6.5-02"], ValidCalendarData,
        "STYLED-DESCRIPTION has VALUE=TEXT or VALUE=URI", "write STYLED-DESCRIPTION;VALUE=TEXT:";
    STRUCTURED_DATA = "structured-data-value", Must, "RFC 9073" "6.6", [], ValidCalendarData,
        "STRUCTURED-DATA has VALUE=TEXT, VALUE=BINARY or VALUE=URI", "write STRUCTURED-DATA;VALUE=URI:";
    LINK = "link-value", Must, "RFC 9253" "8.2", ["9253-8.2-01"], ValidCalendarData,
        "LINK has VALUE=URI, VALUE=UID or VALUE=XML-REFERENCE", "write LINK;VALUE=URI:";
    REFID = "refid-value", Must, "RFC 9253" "8.3", ["9253-8.3-01"], ValidCalendarData,
        "REFID is text", "remove VALUE";
}

#[cfg(test)]
mod tests {
    use crate::icalendar::tests::{found_strictly, in_component, in_event, keeps_and_breaks};

    #[test]
    fn types_of_properties() {
        let in_root =
            |line: &str| in_event("SUMMARY:a").replace("BEGIN:VEVENT", &format!("{line}\r\nBEGIN:VEVENT"));
        let source = "SOURCE;VALUE=URI:https://example.com";
        let refresh = "REFRESH-INTERVAL;VALUE=DURATION:P1D";
        keeps_and_breaks(&[
            ("value-type", &in_event("SUMMARY;VALUE=TEXT:a"), &in_event("SUMMARY;VALUE=DATE:20270101")),
            ("value-type", &in_event("CLASS;VALUE=text:PUBLIC"), &in_event("CLASS;VALUE=X-FORM:PUBLIC")),
            ("attach-value", &in_event("ATTACH;VALUE=URI:cid:1"), &in_event("ATTACH;VALUE=TEXT:a")),
            ("refresh-interval-value", &in_root(refresh), &in_root("REFRESH-INTERVAL;VALUE=TEXT:P1D")),
            ("refresh-interval-value-missing", &in_root(refresh), &in_root("REFRESH-INTERVAL:P1D")),
            ("source-value", &in_root(source), &in_root("SOURCE;VALUE=TEXT:a")),
            ("source-value-missing", &in_root(source), &in_root("SOURCE:https://example.com")),
            ("image-value", &in_event("IMAGE;VALUE=URI:cid:1"), &in_event("IMAGE;VALUE=TEXT:a")),
            ("image-value-missing", &in_event("IMAGE;VALUE=URI:cid:1"), &in_event("IMAGE:cid:1")),
            (
                "conference-value",
                &in_event("CONFERENCE;VALUE=URI:tel:+1"),
                &in_event("CONFERENCE;VALUE=TEXT:a"),
            ),
            (
                "conference-value-missing",
                &in_event("CONFERENCE;VALUE=URI:tel:+1"),
                &in_event("CONFERENCE:tel:+1"),
            ),
            (
                "styled-description-value",
                &in_event("STYLED-DESCRIPTION;VALUE=TEXT:a"),
                &in_event("STYLED-DESCRIPTION:a"),
            ),
            ("refid-value", &in_event("REFID;VALUE=TEXT:a"), &in_event("REFID;VALUE=URI:a:b")),
            (
                "structured-data-value",
                &in_event("STRUCTURED-DATA;VALUE=URI;SCHEMA=\"a:b\":c:d"),
                &in_event("STRUCTURED-DATA;SCHEMA=\"a:b\":c:d"),
            ),
            (
                "link-value",
                &in_event("LINK;VALUE=URI;LINKREL=related:https://example.com"),
                &in_event("LINK;LINKREL=related:https://example.com"),
            ),
            (
                "completed-utc",
                &in_component("VTODO", "COMPLETED:20270101T000000Z"),
                &in_component("VTODO", "COMPLETED;VALUE=DATE:20270101"),
            ),
        ]);
        let strict = found_strictly(in_event("IMAGE:cid:1").as_bytes());
        assert!(strict.violations.must().any(|violation| violation.rule().id() == "image-value"));
    }
}
