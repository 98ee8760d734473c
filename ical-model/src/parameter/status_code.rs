//! The status code of a scheduling request.
//!
//! [RFC 5545 §3.8.8.3](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.8.3),
//! [RFC 6638 §7.3](https://www.rfc-editor.org/rfc/rfc6638#section-7.3)
//!
//! ```abnf
//! statcode = 1*DIGIT 1*2("." 1*DIGIT)
//! ```

use std::fmt;

use crate::parameter::ParameterRead;
use crate::value::Leniencies;

/// A status code of REQUEST-STATUS and SCHEDULE-STATUS: two or three numbers.
///
/// ```
/// use ical_model::parameter::StatusCode;
/// let code = StatusCode::parse("3.1.2").unwrap();
/// assert_eq!((code.class(), code.detail(), code.subdetail()), (3, 1, Some(2)));
/// assert_eq!(code.to_string(), "3.1.2");
/// assert_eq!(StatusCode::parse("3"), None);
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct StatusCode {
    class: u32,
    detail: u32,
    subdetail: Option<u32>,
}

impl StatusCode {
    /// A code of two or three numbers.
    #[must_use]
    pub const fn new(class: u32, detail: u32, subdetail: Option<u32>) -> Self {
        Self { class, detail, subdetail }
    }

    /// Reads a code; None when the text is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut numbers = text.split('.').map(|number| {
            // `parse` would take a sign.
            let digits = number.bytes().all(|octet| octet.is_ascii_digit());
            digits.then(|| number.parse().ok()).flatten()
        });
        let code = Self {
            class: numbers.next()??,
            detail: numbers.next()??,
            subdetail: match numbers.next() {
                Some(number) => Some(number?),
                None => None,
            },
        };
        numbers.next().is_none().then_some(code)
    }

    /// The first number, the class: 1 going on, 2 success, 3 an error of the client, 4 an error of scheduling;
    /// 5 the same by [RFC 5546 §3.6](https://www.rfc-editor.org/rfc/rfc5546#section-3.6).
    #[must_use]
    pub const fn class(self) -> u32 {
        self.class
    }

    /// The second number.
    #[must_use]
    pub const fn detail(self) -> u32 {
        self.detail
    }

    /// The third number, if there is one.
    #[must_use]
    pub const fn subdetail(self) -> Option<u32> {
        self.subdetail
    }

    /// The request was carried out, perhaps in part.
    #[must_use]
    pub const fn is_success(self) -> bool {
        self.class == 2
    }
}

impl ParameterRead for StatusCode {
    const LIST_IN_QUOTES: bool = true;

    fn read(text: &str, _: &mut Leniencies) -> Option<Self> {
        Self::parse(text)
    }
}

impl fmt::Display for StatusCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{}", self.class, self.detail)?;
        match self.subdetail {
            Some(subdetail) => write!(f, ".{subdetail}"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::StatusCode;

    #[test]
    fn codes() {
        for (section, text, expected) in [
            ("§3.8.8.3 example", "3.1", Some(StatusCode::new(3, 1, None))),
            ("§3.8.8.3 example", "3.1.1", Some(StatusCode::new(3, 1, Some(1)))),
            ("§3.8.8.3 several digits", "10.25", Some(StatusCode::new(10, 25, None))),
            ("§3.8.8.3 one number", "2", None),
            ("§3.8.8.3 four numbers", "2.0.0.0", None),
            ("§3.8.8.3 no digits", "2.", None),
            ("§3.8.8.3 no digits", ".0", None),
            ("§3.8.8.3 a sign", "2.+1", None),
            ("§3.8.8.3 a space", "2. 0", None),
            ("§3.8.8.3 nothing", "", None),
        ] {
            let code = StatusCode::parse(text);
            assert_eq!(code, expected, "{section}: {text}");
            if let Some(code) = code {
                assert_eq!(code.to_string(), text, "{section}: {text}");
            }
        }
    }
}
