//! Names of components, properties, parameters, types and rule parts: small letters in jCal.
//!
//! [RFC 7265 §3.3 to §3.5](https://www.rfc-editor.org/rfc/rfc7265#section-3.3), Appendix A
//!
//! ```abnf
//! lowercase-name = 1*(%x61-7A / DIGIT / "-")
//! ```

use crate::parser::is_name;

/// The name as iCalendar writes it; `None` when it is no name, or not in lower case.
pub(super) fn upper_case(name: &str) -> Option<String> {
    let is_lower_case = !name.bytes().any(|octet| octet.is_ascii_uppercase());
    (is_lower_case && is_name(name.as_bytes())).then(|| name.to_ascii_uppercase())
}

/// A property may have this name: lines of the names BEGIN and END mark components.
pub(super) fn is_property_name(name: &str) -> bool {
    is_name(name.as_bytes()) && !name.eq_ignore_ascii_case("BEGIN") && !name.eq_ignore_ascii_case("END")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        for (name, expected) in [
            ("x-foo-2", Some("X-FOO-2")),
            ("vevent", Some("VEVENT")),
            ("VEVENT", None),
            ("x_foo", None),
            ("group1.x-test", None),
            ("a b", None),
            ("ä", None),
            ("a\r\nb", None),
            ("", None),
        ] {
            assert_eq!(upper_case(name).as_deref(), expected, "Appendix A: {name}");
        }
        assert!(is_property_name("X-BEGIN"));
        assert!(!is_property_name("Begin"));
        assert!(!is_property_name("END"));
    }
}
