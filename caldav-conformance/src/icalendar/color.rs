//! COLOR: a color by its name.
//!
//! [RFC 7986 §5.9](https://www.rfc-editor.org/rfc/rfc7986#section-5.9), with the names of
//! [CSS Color Module Level 3 §4.3](https://www.w3.org/TR/2011/REC-css3-color-20110607/#svg-color)

use crate::inspection::{Inspection, Place};
use crate::rules::rules;

use super::reader::Reading;
use super::value::excerpt;

/// Checks that the color has a name.
pub(crate) fn check<'c>(inspection: &mut Inspection<'c>, reading: Reading<'_, 'c>) {
    let name = reading.text.trim_matches([' ', '\t']);
    if NAMES.binary_search(&name.to_ascii_lowercase().as_str()).is_err() {
        inspection.report(&COLOR, Place::Value(reading.property, 0), || {
            format!("COLOR is {}", excerpt(reading.text))
        });
    }
}

/// Every name, in alphabetical order.
const NAMES: [&str; 147] = [
    "aliceblue",
    "antiquewhite",
    "aqua",
    "aquamarine",
    "azure",
    "beige",
    "bisque",
    "black",
    "blanchedalmond",
    "blue",
    "blueviolet",
    "brown",
    "burlywood",
    "cadetblue",
    "chartreuse",
    "chocolate",
    "coral",
    "cornflowerblue",
    "cornsilk",
    "crimson",
    "cyan",
    "darkblue",
    "darkcyan",
    "darkgoldenrod",
    "darkgray",
    "darkgreen",
    "darkgrey",
    "darkkhaki",
    "darkmagenta",
    "darkolivegreen",
    "darkorange",
    "darkorchid",
    "darkred",
    "darksalmon",
    "darkseagreen",
    "darkslateblue",
    "darkslategray",
    "darkslategrey",
    "darkturquoise",
    "darkviolet",
    "deeppink",
    "deepskyblue",
    "dimgray",
    "dimgrey",
    "dodgerblue",
    "firebrick",
    "floralwhite",
    "forestgreen",
    "fuchsia",
    "gainsboro",
    "ghostwhite",
    "gold",
    "goldenrod",
    "gray",
    "green",
    "greenyellow",
    "grey",
    "honeydew",
    "hotpink",
    "indianred",
    "indigo",
    "ivory",
    "khaki",
    "lavender",
    "lavenderblush",
    "lawngreen",
    "lemonchiffon",
    "lightblue",
    "lightcoral",
    "lightcyan",
    "lightgoldenrodyellow",
    "lightgray",
    "lightgreen",
    "lightgrey",
    "lightpink",
    "lightsalmon",
    "lightseagreen",
    "lightskyblue",
    "lightslategray",
    "lightslategrey",
    "lightsteelblue",
    "lightyellow",
    "lime",
    "limegreen",
    "linen",
    "magenta",
    "maroon",
    "mediumaquamarine",
    "mediumblue",
    "mediumorchid",
    "mediumpurple",
    "mediumseagreen",
    "mediumslateblue",
    "mediumspringgreen",
    "mediumturquoise",
    "mediumvioletred",
    "midnightblue",
    "mintcream",
    "mistyrose",
    "moccasin",
    "navajowhite",
    "navy",
    "oldlace",
    "olive",
    "olivedrab",
    "orange",
    "orangered",
    "orchid",
    "palegoldenrod",
    "palegreen",
    "paleturquoise",
    "palevioletred",
    "papayawhip",
    "peachpuff",
    "peru",
    "pink",
    "plum",
    "powderblue",
    "purple",
    "red",
    "rosybrown",
    "royalblue",
    "saddlebrown",
    "salmon",
    "sandybrown",
    "seagreen",
    "seashell",
    "sienna",
    "silver",
    "skyblue",
    "slateblue",
    "slategray",
    "slategrey",
    "snow",
    "springgreen",
    "steelblue",
    "tan",
    "teal",
    "thistle",
    "tomato",
    "turquoise",
    "violet",
    "wheat",
    "white",
    "whitesmoke",
    "yellow",
    "yellowgreen",
];

rules! {
    COLOR = "color", Must, "RFC 7986" "5.9", ["7986-5.9-02"], ValidCalendarData,
        "COLOR is a color name of CSS3", "write the nearest name, as in turquoise";
}

#[cfg(test)]
mod tests {
    use super::NAMES;
    use crate::icalendar::tests::{in_event, keeps_and_breaks};

    #[test]
    fn names() {
        assert!(NAMES.is_sorted());
        for name in NAMES {
            keeps_and_breaks(&[(
                "color",
                &in_event(&format!("COLOR:{name}")),
                &in_event(&format!("COLOR:{name}x")),
            )]);
        }
        keeps_and_breaks(&[("color", &in_event("COLOR:DarkSlateGray"), &in_event("COLOR:#ff0000"))]);
    }
}
