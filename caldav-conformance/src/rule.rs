//! A rule: one sentence that a specification demands, with a name of its own.

use std::fmt;
use std::hash::{Hash, Hasher};

use caldav_types::Precondition;

/// A rule of a specification, kept as a `static`.
///
/// Two rules are equal when their ids are.
///
/// ```
/// use caldav_conformance::{Level, Rule};
/// use caldav_types::Precondition;
///
/// static NO_METHOD: Rule =
///     Rule::new("object-method", Level::Must, "RFC 4791", "4.1", "a calendar object resource has no METHOD")
///         .with_requirements(&["4791-4.1-02"])
///         .with_precondition(&Precondition::ValidCalendarObjectResource)
///         .with_help("remove the METHOD property before storing the object");
///
/// assert_eq!(
///     NO_METHOD.to_string(),
///     "object-method (RFC 4791 section 4.1, MUST): a calendar object resource has no METHOD",
/// );
/// assert_eq!(NO_METHOD.url(), Some("https://www.rfc-editor.org/rfc/rfc4791#section-4.1".to_owned()));
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    id: &'static str,
    requirements: &'static [&'static str],
    spec: &'static str,
    section: &'static str,
    level: Level,
    precondition: Option<&'static Precondition>,
    sentence: &'static str,
    help: &'static str,
}

impl Rule {
    /// A rule by its id and where it stands. `spec` is written `RFC 5545`, `section` `3.6.1`; `sentence` says what holds
    /// when the rule is kept, in lower case and without a full stop.
    #[must_use]
    pub const fn new(
        id: &'static str,
        level: Level,
        spec: &'static str,
        section: &'static str,
        sentence: &'static str,
    ) -> Self {
        Self { id, requirements: &[], spec, section, level, precondition: None, sentence, help: "" }
    }

    /// Names the requirements that the rule checks, `5545-3.6.1-03`.
    #[must_use]
    pub const fn with_requirements(mut self, requirements: &'static [&'static str]) -> Self {
        self.requirements = requirements;
        self
    }

    /// Names the precondition that a CalDAV server answers with when the rule is broken.
    #[must_use]
    pub const fn with_precondition(mut self, precondition: &'static Precondition) -> Self {
        self.precondition = Some(precondition);
        self
    }

    /// Says how to mend what breaks the rule, in lower case and without a full stop.
    #[must_use]
    pub const fn with_help(mut self, help: &'static str) -> Self {
        self.help = help;
        self
    }

    /// The name of the rule, which never changes.
    #[must_use]
    pub const fn id(&self) -> &'static str {
        self.id
    }

    /// The requirements that the rule checks.
    #[must_use]
    pub const fn requirements(&self) -> &'static [&'static str] {
        self.requirements
    }

    /// The specification, as in `RFC 5545`.
    #[must_use]
    pub const fn spec(&self) -> &'static str {
        self.spec
    }

    /// The section of the specification.
    #[must_use]
    pub const fn section(&self) -> &'static str {
        self.section
    }

    /// How binding the rule is.
    #[must_use]
    pub const fn level(&self) -> Level {
        self.level
    }

    /// What a CalDAV server answers with when the rule is broken.
    #[must_use]
    pub const fn precondition(&self) -> Option<&'static Precondition> {
        self.precondition
    }

    /// What holds when the rule is kept.
    #[must_use]
    pub const fn sentence(&self) -> &'static str {
        self.sentence
    }

    /// How to mend what breaks the rule; empty when the sentence says it all.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        self.help
    }

    /// Where the section can be read, for a rule of an RFC.
    #[must_use]
    pub fn url(&self) -> Option<String> {
        let number = self.spec.strip_prefix("RFC ")?;
        if number.is_empty() || !number.bytes().all(|octet| octet.is_ascii_digit()) {
            return None;
        }
        let page = format!("https://www.rfc-editor.org/rfc/rfc{number}");
        // Only numbered sections have an anchor of this form.
        let numbered = self.section.starts_with(|c: char| c.is_ascii_digit())
            && self.section.bytes().all(|octet| octet.is_ascii_digit() || octet == b'.');
        Some(if numbered { format!("{page}#section-{}", self.section) } else { page })
    }
}

impl PartialEq for Rule {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
    }
}

impl Eq for Rule {}

impl Hash for Rule {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.id.hash(state);
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { id, spec, section, level, sentence, .. } = self;
        write!(f, "{id} ({spec} section {section}, {level}): {sentence}")
    }
}

/// How binding a rule is, by the key words of [RFC 2119](https://www.rfc-editor.org/rfc/rfc2119). The most binding one
/// is the least.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Level {
    /// MUST, MUST NOT, SHALL, REQUIRED, and what follows from a grammar or a definition.
    Must,
    /// SHOULD, SHOULD NOT, RECOMMENDED.
    Should,
    /// MAY, OPTIONAL: allowed, and worth a word.
    May,
    /// No requirement: what programs are known to stumble over.
    Note,
}

impl Level {
    /// The word as it is written, `MUST`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Must => "MUST",
            Self::Should => "SHOULD",
            Self::May => "MAY",
            Self::Note => "NOTE",
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

#[cfg(feature = "serde")]
impl serde::Serialize for Level {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::{Level, Rule};

    #[test]
    fn equal_by_id() {
        let one = Rule::new("one", Level::Must, "RFC 5545", "3.6", "a");
        let same = Rule::new("one", Level::Note, "RFC 4791", "4.1", "b");
        let other = Rule::new("other", Level::Must, "RFC 5545", "3.6", "a");
        assert_eq!(one, same);
        assert_ne!(one, other);
    }

    #[test]
    fn most_binding_level_first() {
        let mut levels = [Level::Note, Level::Should, Level::Must, Level::May];
        levels.sort();
        assert_eq!(levels.map(Level::as_str), ["MUST", "SHOULD", "MAY", "NOTE"]);
    }

    #[test]
    fn urls() {
        for (spec, section, expected) in [
            ("RFC 5545", "3.8.5.3", Some("https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5.3")),
            ("RFC 4791", "B", Some("https://www.rfc-editor.org/rfc/rfc4791")),
            ("RFC 4791", "", Some("https://www.rfc-editor.org/rfc/rfc4791")),
            ("caldav-sharing", "5", None),
            ("RFC ", "5", None),
        ] {
            let rule = Rule::new("x", Level::Must, spec, section, "x");
            assert_eq!(rule.url().as_deref(), expected, "{spec} {section}");
        }
    }
}
