//! How the parts of a condition are joined.

/// How the parts of a condition are joined: the attribute `test` of
/// [draft-daboo-caldav-extensions §3.1](https://datatracker.ietf.org/doc/html/draft-daboo-caldav-extensions#section-3.1)
/// and of searches for principals in calendarserver. What RFC 4791 has is the default.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub enum Test {
    /// `allof`: every part has to match.
    #[default]
    AllOf,
    /// `anyof`: one part has to match.
    AnyOf,
}

impl Test {
    /// As it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AllOf => "allof",
            Self::AnyOf => "anyof",
        }
    }

    /// The one that is written so.
    #[must_use]
    pub fn new(text: &str) -> Option<Self> {
        [Self::AllOf, Self::AnyOf].into_iter().find(|test| test.as_str() == text)
    }
}

#[cfg(test)]
mod tests {
    use super::Test;

    #[test]
    fn forms() {
        for (text, expected) in
            [("allof", Some(Test::AllOf)), ("anyof", Some(Test::AnyOf)), ("AllOf", None), ("", None)]
        {
            assert_eq!(Test::new(text), expected, "{text}");
            if let Some(test) = expected {
                assert_eq!(test.as_str(), text);
            }
        }
    }
}
