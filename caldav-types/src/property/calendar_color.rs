//! The color of a calendar: A:calendar-color, of Apple's clients.

/// The color of a calendar.
///
/// ```
/// use caldav_types::property::CalendarColor;
/// assert_eq!(CalendarColor::from("#FF2968FF").rgba(), Some([0xFF, 0x29, 0x68, 0xFF]));
/// assert_eq!(CalendarColor::from("#00ff00").rgba(), Some([0, 0xFF, 0, 0xFF]));
/// assert_eq!(CalendarColor::from("blue").rgba(), None);
/// ```
#[derive(Clone, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct CalendarColor {
    /// The color as it is written: `#RRGGBB` or `#RRGGBBAA`, and whatever else clients stored.
    pub color: String,
    /// The name that clients show it by, such as `red`; `custom` for one that has none.
    pub symbolic: Option<String>,
}

impl CalendarColor {
    /// Red, green, blue and opacity; `None` where the text is not of the usual form.
    #[must_use]
    pub fn rgba(&self) -> Option<[u8; 4]> {
        let digits = self.color.strip_prefix('#')?;
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return None;
        }
        let part = |place: usize| digits.get(place..place + 2).and_then(|d| u8::from_str_radix(d, 16).ok());
        let opacity = match digits.len() {
            6 => u8::MAX,
            8 => part(6)?,
            _ => return None,
        };
        Some([part(0)?, part(2)?, part(4)?, opacity])
    }
}

impl From<&str> for CalendarColor {
    fn from(color: &str) -> Self {
        Self { color: color.trim_matches([' ', '\t', '\r', '\n']).into(), symbolic: None }
    }
}

#[cfg(test)]
mod tests {
    use super::CalendarColor;

    #[test]
    fn forms() {
        for (text, expected) in [
            ("#1BADF8", Some([0x1B, 0xAD, 0xF8, 0xFF])),
            ("#1badf880", Some([0x1B, 0xAD, 0xF8, 0x80])),
            ("1BADF8", None),
            ("#1BADF", None),
            ("#+1+2+3", None),
            ("#1BADé", None),
            ("#1BADF8000", None),
            ("", None),
        ] {
            assert_eq!(CalendarColor::from(text).rgba(), expected, "{text}");
        }
    }
}
