//! ATTENDEE, ORGANIZER, LINK, CONCEPT and RELATED-TO: who and what else belongs to a component.
//!
//! [RFC 7986 §6.2](https://www.rfc-editor.org/rfc/rfc7986#section-6.2),
//! [RFC 9253 §8](https://www.rfc-editor.org/rfc/rfc9253#section-8),
//! [§9.1](https://www.rfc-editor.org/rfc/rfc9253#section-9.1)

use ical_model::ParameterName;
use ical_model::value::ValueType;

use crate::inspection::{Inspection, Place};
use crate::rules::rules;

use super::parameter::LINKREL;
use super::reader::Reading;
use super::tally::PropertySlot;
use super::value::excerpt;
use super::value_type::Typing;

/// Checks the parameters of an ATTENDEE, ORGANIZER, LINK or RELATED-TO.
pub(crate) fn check<'c>(inspection: &mut Inspection<'c>, reading: Reading<'_, 'c>, typing: &Typing) {
    let Reading { property, slot, parameters, text, .. } = reading;
    match slot {
        PropertySlot::Link => {
            let Some(relation) = parameters.get(&ParameterName::LinkRel) else {
                inspection.report(&LINK_REL, Place::Property(property), || "LINK has no LINKREL".to_owned());
                return;
            };
            // The scheme of a URI without quotes is a token, and the rest of it begins the value.
            if text.starts_with("//") {
                inspection.report(&LINKREL, Place::Parameter(property, relation), || {
                    format!("LINK has LINKREL={}:{}", relation.raw(), excerpt(text))
                });
            }
        }
        PropertySlot::RelatedTo => {
            let kinship = parameters.get(&ParameterName::RelType).is_none_or(|relation| {
                let relation = relation.value();
                ["PARENT", "CHILD", "SIBLING"].iter().any(|known| relation.eq_ignore_ascii_case(known))
            });
            if kinship && typing.value_type() == Some(&ValueType::Uri) {
                inspection.report(&RELATED_TO_UID, Place::Property(property), || {
                    "RELATED-TO has VALUE=URI, and a relation that is told by UID".to_owned()
                });
            }
        }
        _ => {
            let Some(email) = parameters.get(&ParameterName::Email) else { return };
            let address = text.get(..7).filter(|scheme| scheme.eq_ignore_ascii_case("mailto:"));
            if address.is_some()
                && text.get(7..).is_some_and(|address| email.value().eq_ignore_ascii_case(address))
            {
                inspection.report(&EMAIL, Place::Parameter(property, email), || {
                    format!("{} has EMAIL={} and the same address", property.name(), email.raw())
                });
            }
        }
    }
}

rules! {
    EMAIL = "parameter-email-repeated", Should, "RFC 7986" "6.2", ["7986-6.2-01"], -,
        "EMAIL is left out when it equals the calendar user address", "remove EMAIL";
    LINK_REL = "link-linkrel", Must, "RFC 9253" "6.1", ["9253-6.1-01"], ValidCalendarData,
        "LINK has LINKREL", "add LINKREL with the relation to what is linked to";
    CONCEPT = "concept-uri", Must, "RFC 9253" "8.1", ["9253-8.1-01", "5545-3.3.13-01"], ValidCalendarData,
        "CONCEPT is a URI", "write the URI of the concept, or CATEGORIES in place of CONCEPT";
    RELATED_TO_UID = "related-to-uid", Must, "RFC 9253" "9.1", ["9253-9.1-02"], ValidCalendarData,
        "RELATED-TO is a UID with RELTYPE PARENT, CHILD or SIBLING, or without RELTYPE",
        "write the UID of the other component";
}

#[cfg(test)]
mod tests {
    use crate::icalendar::tests::{in_event, keeps_and_breaks};

    #[test]
    fn relations() {
        for (rule, keeps, breaks) in [
            ("parameter-email-repeated", "ATTENDEE;EMAIL=b@c:mailto:a@c", "ATTENDEE;EMAIL=a@c:mailto:a@c"),
            ("parameter-email-repeated", "ORGANIZER;EMAIL=b@c:urn:a", "ORGANIZER;EMAIL=A@C:MAILTO:a@c"),
            ("link-linkrel", "LINK;VALUE=URI;LINKREL=related:a:b", "LINK;VALUE=URI:a:b"),
            (
                "parameter-linkrel",
                "LINK;VALUE=URI;LINKREL=\"https://example.com/a\":a:b",
                "LINK;VALUE=URI;LINKREL=https://example.com/a:a:b",
            ),
            ("concept-uri", "CONCEPT:https://example.com/a", "CONCEPT:a concept"),
            ("concept-uri", "CONCEPT;VALUE=URI:https://example.com/a", "CONCEPT;VALUE=TEXT:a"),
            ("related-to-uid", "RELATED-TO;VALUE=UID:1", "RELATED-TO;VALUE=URI:a:b"),
            (
                "related-to-uid",
                "RELATED-TO;VALUE=URI;RELTYPE=NEXT:a:b",
                "RELATED-TO;VALUE=URI;RELTYPE=child:a:b",
            ),
        ] {
            keeps_and_breaks(&[(rule, &in_event(keeps), &in_event(breaks))]);
        }
    }
}
