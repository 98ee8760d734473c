//! COLOR: a color by its name.
//!
//! [RFC 7986 §5.9](https://www.rfc-editor.org/rfc/rfc7986#section-5.9), with the names of
//! [CSS Color Module Level 3 §4.3](https://www.w3.org/TR/2011/REC-css3-color-20110607/#svg-color)

use ical_model::property::Color;

use crate::inspection::{Inspection, Place};
use crate::rules::rules;

use super::reader::Reading;
use super::value::excerpt;

/// Checks that the color has a name.
pub(crate) fn check<'c>(inspection: &mut Inspection<'c>, reading: Reading<'_, 'c>) {
    let name = reading.text.trim_matches([' ', '\t']);
    if !Color::from(name).is_css3() {
        inspection.report(&COLOR, Place::Value(reading.property, 0), || {
            format!("COLOR is {}", excerpt(reading.text))
        });
    }
}

rules! {
    COLOR = "color", Must, "RFC 7986" "5.9", ["7986-5.9-02"], ValidCalendarData,
        "COLOR is a color name of CSS3", "write the nearest name, as in turquoise";
}

#[cfg(test)]
mod tests {
    use crate::icalendar::tests::{in_event, keeps_and_breaks};

    #[test]
    fn names() {
        for name in ["aliceblue", "gray", "grey", "turquoise", "yellowgreen"] {
            keeps_and_breaks(&[(
                "color",
                &in_event(&format!("COLOR:{name}")),
                &in_event(&format!("COLOR:{name}x")),
            )]);
        }
        keeps_and_breaks(&[("color", &in_event("COLOR:DarkSlateGray"), &in_event("COLOR:#ff0000"))]);
    }
}
