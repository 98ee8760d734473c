//! What breaks a rule, and where.

use std::borrow::Cow;
use std::fmt;

use caldav_types::Precondition;
use ical_model::Position;

use crate::rule::{Level, Rule};

/// A place where a [`Rule`] is broken.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Violation {
    rule: &'static Rule,
    position: Position,
    message: String,
    help: Option<Cow<'static, str>>,
}

impl Violation {
    /// The most characters of a message; a longer one is cut and ends in "…". What breaks a rule may be megabytes long,
    /// and a message quotes it.
    pub const MESSAGE_CHARACTERS: usize = 1000;

    /// A violation of `rule` at `position`. `message` says what is wrong there, with names and values, in lower case and
    /// without a full stop.
    #[must_use]
    pub fn new(rule: &'static Rule, position: Position, message: impl Into<String>) -> Self {
        let mut message = message.into();
        if let Some((end, _)) = message.char_indices().nth(Self::MESSAGE_CHARACTERS) {
            message.truncate(end);
            message.push('…');
            message.shrink_to_fit();
        }
        Self { rule, position, message, help: None }
    }

    /// Says how to mend this very place, where that says more than [`Rule::help`].
    #[must_use]
    pub fn with_help(mut self, help: impl Into<Cow<'static, str>>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The rule that is broken.
    #[must_use]
    pub fn rule(&self) -> &'static Rule {
        self.rule
    }

    /// Where it is broken.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }

    /// What is wrong there.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// How to mend it: what was said of this place, else what the rule says.
    #[must_use]
    pub fn help(&self) -> &str {
        self.help.as_deref().unwrap_or_else(|| self.rule.help())
    }
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { rule, position, message, .. } = self;
        write!(f, "{position}: {message} ({}, {} section {})", rule.id(), rule.spec(), rule.section())
    }
}

/// What was found wrong with one object, in the order in which it was found until it is [sorted](Self::sort).
///
/// It keeps a limited number of violations, so that no input makes it grow without bound. When it is full, a violation
/// of a MUST takes the place of one that is less binding; so it never loses the last MUST, and
/// [`must`](Self::must) yields nothing only when no MUST was broken.
///
/// ```
/// use caldav_conformance::{Level, Rule, Violation, Violations};
/// use ical_model::Position;
///
/// static ONE_TYPE: Rule = Rule::new("object-one-type", Level::Must, "RFC 4791", "4.1", "one type of component");
///
/// let mut violations = Violations::default();
/// let position = Position { byte: 210, line: 12, column: 1 };
/// violations.push(Violation::new(&ONE_TYPE, position, "VTODO stands beside VEVENT"));
/// assert_eq!(violations.must().count(), 1);
/// for violation in &violations {
///     assert_eq!(
///         violation.to_string(),
///         "line 12, column 1: VTODO stands beside VEVENT (object-one-type, RFC 4791 section 4.1)",
///     );
/// }
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Violations {
    kept: Vec<Violation>,
    limit: usize,
    omitted: usize,
    /// How many of those kept are of a level below MUST, so that a full list of MUSTs is not searched for one.
    replaceable: usize,
}

impl Violations {
    /// How many violations are kept unless another number is asked for.
    pub const DEFAULT_LIMIT: usize = 1000;

    /// Keeps at most `limit` violations, and one at least.
    #[must_use]
    pub fn with_limit(limit: usize) -> Self {
        Self { kept: Vec::new(), limit: limit.max(1), omitted: 0, replaceable: 0 }
    }

    /// Adds a violation, as far as the limit allows.
    pub fn push(&mut self, violation: Violation) {
        let binding = violation.rule.level() == Level::Must;
        if self.kept.len() < self.limit {
            self.replaceable += usize::from(!binding);
            self.kept.push(violation);
            return;
        }
        self.omitted = self.omitted.saturating_add(1);
        if binding && self.replaceable > 0 {
            if let Some(place) = self.kept.iter().rposition(|kept| kept.rule.level() != Level::Must) {
                self.kept.remove(place);
                self.kept.push(violation);
            }
            self.replaceable -= 1;
        }
    }

    /// Whether [`push`](Self::push) would keep a violation of this rule; if not, [`omit`](Self::omit) counts it
    /// without making it.
    #[must_use]
    pub fn takes(&self, rule: &Rule) -> bool {
        self.kept.len() < self.limit || (rule.level() == Level::Must && self.replaceable > 0)
    }

    /// Counts a violation that is not kept.
    pub fn omit(&mut self) {
        self.omitted = self.omitted.saturating_add(1);
    }

    /// Whether there were more violations than are kept.
    #[must_use]
    pub fn truncated(&self) -> bool {
        self.omitted > 0
    }

    /// How many violations were pushed that are not kept.
    #[must_use]
    pub fn omitted(&self) -> usize {
        self.omitted
    }

    /// How many violations are kept.
    #[must_use]
    pub fn len(&self) -> usize {
        self.kept.len()
    }

    /// Whether nothing was found wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.kept.is_empty()
    }

    /// The violations kept.
    pub fn iter(&self) -> std::slice::Iter<'_, Violation> {
        self.kept.iter()
    }

    /// The violations kept of rules of level MUST.
    pub fn must(&self) -> impl Iterator<Item = &Violation> {
        self.kept.iter().filter(|violation| violation.rule.level() == Level::Must)
    }

    /// The preconditions that the rules broken name, each once, in the order of the violations kept.
    #[must_use]
    pub fn preconditions(&self) -> Vec<&'static Precondition> {
        let mut found: Vec<&'static Precondition> = Vec::new();
        for precondition in self.kept.iter().filter_map(|violation| violation.rule.precondition()) {
            if !found.contains(&precondition) {
                found.push(precondition);
            }
        }
        found
    }

    /// Orders the violations kept by their position; those of one place stay in the order in which they were found.
    pub fn sort(&mut self) {
        self.kept.sort_by_key(|violation| violation.position);
    }
}

impl Default for Violations {
    fn default() -> Self {
        Self::with_limit(Self::DEFAULT_LIMIT)
    }
}

impl Extend<Violation> for Violations {
    fn extend<T: IntoIterator<Item = Violation>>(&mut self, violations: T) {
        for violation in violations {
            self.push(violation);
        }
    }
}

impl FromIterator<Violation> for Violations {
    fn from_iter<T: IntoIterator<Item = Violation>>(violations: T) -> Self {
        let mut collected = Self::default();
        collected.extend(violations);
        collected
    }
}

impl IntoIterator for Violations {
    type Item = Violation;
    type IntoIter = std::vec::IntoIter<Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.kept.into_iter()
    }
}

impl<'a> IntoIterator for &'a Violations {
    type Item = &'a Violation;
    type IntoIter = std::slice::Iter<'a, Violation>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

#[cfg(test)]
mod tests {
    use caldav_types::Precondition;
    use ical_model::Position;

    use super::{Violation, Violations};
    use crate::rule::{Level, Rule};

    static MUST: Rule = Rule::new("must", Level::Must, "RFC 5545", "3.6", "a")
        .with_precondition(&Precondition::ValidCalendarData)
        .with_help("general");
    static MUST_TOO: Rule = Rule::new("must-too", Level::Must, "RFC 4791", "4.1", "b")
        .with_precondition(&Precondition::ValidCalendarObjectResource);
    static SHOULD: Rule = Rule::new("should", Level::Should, "RFC 5545", "3.6", "c");

    fn at(rule: &'static Rule, line: usize) -> Violation {
        Violation::new(rule, Position { byte: line * 10, line, column: 1 }, format!("{} {line}", rule.id()))
    }

    fn messages(violations: &Violations) -> Vec<&str> {
        violations.iter().map(Violation::message).collect()
    }

    #[test]
    fn help_of_the_place_before_that_of_the_rule() {
        assert_eq!(at(&MUST, 1).help(), "general");
        assert_eq!(at(&MUST, 1).with_help("particular").help(), "particular");
        assert_eq!(at(&SHOULD, 1).help(), "");
    }

    #[test]
    fn long_messages_are_cut() {
        let limit = Violation::MESSAGE_CHARACTERS;
        let fits = Violation::new(&MUST, Position::default(), "ä".repeat(limit));
        assert_eq!(fits.message(), "ä".repeat(limit));
        let cut = Violation::new(&MUST, Position::default(), "ä".repeat(limit + 1));
        assert_eq!(cut.message(), "ä".repeat(limit) + "…");
    }

    #[test]
    fn sorted_by_position_and_stable() {
        let mut violations: Violations =
            [at(&SHOULD, 3), at(&MUST, 2), at(&SHOULD, 2), at(&MUST, 1)].into_iter().collect();
        violations.sort();
        assert_eq!(messages(&violations), ["must 1", "must 2", "should 2", "should 3"]);
    }

    #[test]
    fn preconditions_once_each() {
        let violations: Violations =
            [at(&SHOULD, 1), at(&MUST_TOO, 1), at(&MUST, 2), at(&MUST_TOO, 3)].into_iter().collect();
        assert_eq!(
            violations.preconditions(),
            [&Precondition::ValidCalendarObjectResource, &Precondition::ValidCalendarData]
        );
        assert!(Violations::default().preconditions().is_empty());
    }

    #[test]
    fn limit_keeps_the_musts() {
        let mut violations = Violations::with_limit(3);
        violations.extend([at(&SHOULD, 1), at(&SHOULD, 2), at(&MUST, 3)]);
        assert!(!violations.truncated());
        violations.push(at(&SHOULD, 4));
        assert_eq!(
            (messages(&violations), violations.omitted()),
            (vec!["should 1", "should 2", "must 3"], 1)
        );
        violations.push(at(&MUST, 5));
        assert_eq!((messages(&violations), violations.omitted()), (vec!["should 1", "must 3", "must 5"], 2));
        violations.extend([at(&MUST, 6), at(&MUST, 7)]);
        assert_eq!((messages(&violations), violations.omitted()), (vec!["must 3", "must 5", "must 6"], 4));
        assert!(violations.truncated());
        assert_eq!((violations.len(), violations.must().count()), (3, 3));
    }

    #[test]
    fn limit_of_nothing_keeps_one() {
        let mut violations = Violations::with_limit(0);
        violations.extend([at(&SHOULD, 1), at(&MUST, 2)]);
        assert_eq!(messages(&violations), ["must 2"]);
    }

    #[test]
    fn default_limit() {
        let violations: Violations =
            (1..=Violations::DEFAULT_LIMIT + 5).map(|line| at(&SHOULD, line)).collect();
        assert_eq!((violations.len(), violations.omitted()), (Violations::DEFAULT_LIMIT, 5));
    }
}
