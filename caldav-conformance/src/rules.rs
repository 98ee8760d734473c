//! The table of all rules.
//!
//! Each room keeps its own part of the table below the checks that report it.

use crate::rule::Rule;
use crate::{calendar_collection, calendar_object, icalendar};

/// Every rule, ordered by room.
///
/// ```
/// use caldav_conformance::rules;
/// let rule = rules::all().find(|rule| rule.requirements().contains(&"4791-4.1-03")).unwrap();
/// assert_eq!(rule.section(), "4.1");
/// ```
pub fn all() -> impl Iterator<Item = &'static Rule> {
    calendar_object::RULES
        .iter()
        .copied()
        .chain([calendar_collection::RULES])
        .chain(icalendar::RULES.iter().copied())
        .flatten()
        .copied()
}

/// Declares rules, and the table of them.
///
/// `NAME = "id", LEVEL, "RFC 5545" "3.6.1", [requirement ids], precondition or -, "sentence", "help";`
macro_rules! rules {
    ($($(#[$attribute:meta])* $NAME:ident = $id:literal, $level:ident, $spec:literal $section:literal, [$($requirement:literal),*], $precondition:tt, $sentence:literal, $help:literal;)+) => {
        $(
            $(#[$attribute])*
            pub(crate) static $NAME: $crate::rule::Rule = $crate::rules::rule!(
                $id, $level, $spec, $section, [$($requirement),*], $precondition, $sentence, $help
            );
        )+
        /// The rules of this room.
        pub(crate) static RULES: &[&$crate::rule::Rule] = &[$(&$NAME,)+];
    };
}

/// One rule of a table.
macro_rules! rule {
    ($id:literal, $level:ident, $spec:literal, $section:literal, [$($requirement:literal),*], -, $sentence:literal, $help:literal) => {
        $crate::rule::Rule::new($id, $crate::rule::Level::$level, $spec, $section, $sentence)
            .with_requirements(&[$($requirement),*])
            .with_help($help)
    };
    ($id:literal, $level:ident, $spec:literal, $section:literal, [$($requirement:literal),*], $precondition:ident, $sentence:literal, $help:literal) => {
        $crate::rules::rule!($id, $level, $spec, $section, [$($requirement),*], -, $sentence, $help)
            .with_precondition(&caldav_types::Precondition::$precondition)
    };
}

pub(crate) use {rule, rules};

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    #[test]
    fn ids_are_given_once_and_well_formed() {
        let mut seen = BTreeSet::new();
        for rule in super::all() {
            assert!(seen.insert(rule.id()), "{} is given twice", rule.id());
            assert!(
                rule.id().bytes().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == b'-'),
                "{}",
                rule.id()
            );
            assert!(!rule.sentence().is_empty() && !rule.help().is_empty(), "{}", rule.id());
        }
        assert!(seen.len() > 100, "{} rules", seen.len());
    }
}
