//! What came of setting properties, each by itself.
//!
//! [RFC 4918 §9.2.1](https://www.rfc-editor.org/rfc/rfc4918#section-9.2.1)

use http::StatusCode;

use crate::ErrorBody;
use crate::multistatus::{Propstat, Response};
use crate::property::DavPropertyName;

/// What came of setting and removing properties: first those that were asked about, in their order, then what the
/// server tells besides.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PropertyOutcomes(Vec<(DavPropertyName, PropertyOutcome)>);

/// What came of one property.
#[derive(Clone, Debug, PartialEq)]
pub enum PropertyOutcome {
    /// It is as it was asked for.
    Done,
    /// It is what the server does not want.
    Refused {
        /// How it is told, such as 403 for a property that is protected and 409 for a value that does not fit.
        status: StatusCode,
        /// The conditions that were not kept.
        error: Option<Box<ErrorBody>>,
    },
    /// It would have been done, had another one not been refused (424).
    Dependent,
    /// Others were refused, and nothing is told of this one; or what is told cannot be read.
    Untold,
}

impl PropertyOutcomes {
    /// All of them.
    pub fn iter(&self) -> impl Iterator<Item = (&DavPropertyName, &PropertyOutcome)> {
        self.0.iter().map(|(name, outcome)| (name, outcome))
    }

    /// That of one.
    #[must_use]
    pub fn get(&self, name: &DavPropertyName) -> Option<&PropertyOutcome> {
        self.iter().find_map(|(other, outcome)| (other == name).then_some(outcome))
    }

    /// Was everything done?
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.0.iter().all(|(_, outcome)| *outcome == PropertyOutcome::Done)
    }

    /// Those on account of which not everything was done.
    pub fn refused(&self) -> impl Iterator<Item = &DavPropertyName> {
        self.iter()
            .filter(|(_, outcome)| matches!(outcome, PropertyOutcome::Refused { .. }))
            .map(|(name, _)| name)
    }

    /// All of these were done.
    pub(super) fn all_done(names: impl IntoIterator<Item = DavPropertyName>) -> Self {
        Self::of_propstats(names, &[], None)
    }

    /// What a response tells of these.
    pub(super) fn of_response(names: impl IntoIterator<Item = DavPropertyName>, response: &Response) -> Self {
        Self::of_propstats(names, response.propstats(), response.error.as_ref())
    }

    /// What is told of these; `error` is that of all.
    pub(super) fn of_propstats(
        names: impl IntoIterator<Item = DavPropertyName>,
        propstats: &[Propstat],
        error: Option<&ErrorBody>,
    ) -> Self {
        let mut told = Self::default();
        for propstat in propstats {
            let outcome = PropertyOutcome::of(propstat, error);
            for name in propstat.properties.iter().map(crate::property::DavProperty::name) {
                told.tell(name, outcome.clone());
            }
        }
        // Where nothing failed, what is not told was done (RFC 5689 §3, RFC 8144 §2).
        let of_others = if told.is_done() { PropertyOutcome::Done } else { PropertyOutcome::Untold };
        let mut outcomes = Self::default();
        for name in names {
            let outcome = told.get(&name).unwrap_or(&of_others).clone();
            outcomes.tell(name, outcome);
        }
        for (name, outcome) in told.0 {
            outcomes.tell(name, outcome);
        }
        outcomes
    }

    /// A failure counts more than a success that is told of the same property.
    fn tell(&mut self, name: DavPropertyName, outcome: PropertyOutcome) {
        match self.0.iter_mut().find(|(other, _)| *other == name) {
            Some((_, known)) if *known == PropertyOutcome::Done => *known = outcome,
            Some(_) => {}
            None => self.0.push((name, outcome)),
        }
    }
}

impl PropertyOutcome {
    fn of(propstat: &Propstat, error: Option<&ErrorBody>) -> Self {
        match propstat.status {
            Some(status) if status.is_success() => Self::Done,
            Some(StatusCode::FAILED_DEPENDENCY) => Self::Dependent,
            Some(status) => {
                let error = propstat.error.as_ref().or(error).cloned().map(Box::new);
                Self::Refused { status, error }
            }
            None => Self::Untold,
        }
    }
}
