//! How each requirement on calendar data is met: the tests' own table.
//!
//! The table has a row for every requirement of RFC 4791, 5545, 6868, 7529, 7986, 9073, 9074 and 9253 that can be
//! decided from one iCalendar object. A test fails when a row is missing, or names what does not exist.

use std::fmt;

/// How many requirements are met in which way.
///
/// ```
/// let coverage = caldav_conformance::coverage::coverage();
/// assert_eq!(coverage.by_rule + coverage.by_test + coverage.accepted + coverage.by_reason, coverage.requirements);
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct Coverage {
    /// All rows.
    pub requirements: usize,
    /// A rule reports what breaks it; there is a case that keeps it and one that breaks it.
    pub by_rule: usize,
    /// A test of a reader's behaviour, by name.
    pub by_test: usize,
    /// It allows something, and there is a case that is accepted.
    pub accepted: usize,
    /// It cannot be decided, or binds somebody else; the reason stands in the table.
    pub by_reason: usize,
}

impl fmt::Display for Coverage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { requirements, by_rule, by_test, accepted, by_reason } = self;
        writeln!(f, "{requirements} requirements on the data of one iCalendar object")?;
        writeln!(f, "{by_rule:5} by a rule, with cases that keep it and cases that break it")?;
        writeln!(f, "{by_test:5} by a named test of how data is read")?;
        writeln!(f, "{accepted:5} allow something, and a case of it is accepted")?;
        write!(f, "{by_reason:5} by none of these, for a reason that the table states")
    }
}

/// The numbers of the table.
#[must_use]
pub fn coverage() -> Coverage {
    let mut coverage = Coverage::default();
    for row in rows() {
        coverage.requirements += 1;
        match row.means {
            Means::Rule => coverage.by_rule += 1,
            Means::Test => coverage.by_test += 1,
            Means::Accepted => coverage.accepted += 1,
            Means::Reason => coverage.by_reason += 1,
        }
    }
    coverage
}

/// A row of the table.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct Row {
    /// The id of the requirement, for example "5545-3.6.1-05".
    pub requirement: &'static str,
    /// How it is met.
    pub means: Means,
    /// The ids of the rules, the name of the test, the reason; empty for what is accepted.
    pub detail: &'static str,
}

/// How a requirement is met.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Means {
    /// By rules.
    Rule,
    /// By a test of a reader's behaviour.
    Test,
    /// By a case that is accepted.
    Accepted,
    /// Not, for a reason.
    Reason,
}

/// The rows of the table, in the order of the specifications.
pub fn rows() -> impl Iterator<Item = Row> {
    include_str!("../spec/coverage.csv").lines().skip(1).filter_map(|line| {
        let (requirement, rest) = line.split_once(',')?;
        let (means, detail) = rest.split_once(',')?;
        let means = match means {
            "rule" => Means::Rule,
            "test" => Means::Test,
            "accepted" => Means::Accepted,
            "reason" => Means::Reason,
            _ => return None,
        };
        Some(Row { requirement, means, detail })
    })
}
