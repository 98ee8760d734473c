//! Why a property cannot be set.
//!
//! [RFC 4918 §9.2.1](https://www.rfc-editor.org/rfc/rfc4918#section-9.2.1)

use std::collections::{HashMap, HashSet};

use http::StatusCode;

use crate::multistatus::Propstat;
use crate::property::{DavProperty, DavPropertyName};
use crate::{Condition, ErrorBody, LocalizedText, Precondition};

/// Why a property cannot be set or removed.
///
/// ```
/// use caldav_types::Precondition;
/// use caldav_types::server::PropertyRefusal;
/// let no_zone = PropertyRefusal::of_value(Some(Precondition::ValidCalendarData));
/// assert_eq!(no_zone.status, 409);
/// assert_eq!(PropertyRefusal::protected().status, 403);
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct PropertyRefusal {
    /// The status of the property.
    pub status: StatusCode,
    /// The condition that was not kept.
    pub condition: Option<Condition>,
    /// Words for people.
    pub description: Option<LocalizedText>,
}

impl PropertyRefusal {
    /// Only the server sets it: 403 with DAV:cannot-modify-protected-property.
    #[must_use]
    pub fn protected() -> Self {
        Self::new(StatusCode::FORBIDDEN, Some(Precondition::CannotModifyProtectedProperty))
    }

    /// The value does not fit the property: 409, with a condition where there is one, as CALDAV:valid-calendar-data for
    /// CALDAV:calendar-timezone ([RFC 4791 §5.2.2](https://www.rfc-editor.org/rfc/rfc4791#section-5.2.2)).
    #[must_use]
    pub fn of_value(condition: Option<Precondition>) -> Self {
        Self::new(StatusCode::CONFLICT, condition)
    }

    /// The value is none that the property can have ([`DavProperty::is_faulty`]).
    pub(super) fn of_faulty(name: &DavPropertyName) -> Self {
        let holds_calendar =
            matches!(name, DavPropertyName::CalendarTimezone | DavPropertyName::CalendarAvailability);
        Self::of_value(holds_calendar.then_some(Precondition::ValidCalendarData))
    }

    /// The server does not allow it, for its own reasons: 403.
    #[must_use]
    pub fn forbidden(condition: Option<Precondition>) -> Self {
        Self::new(StatusCode::FORBIDDEN, condition)
    }

    /// There is no room for it: 507.
    #[must_use]
    pub fn no_room() -> Self {
        Self::new(StatusCode::INSUFFICIENT_STORAGE, None)
    }

    fn new(status: StatusCode, condition: Option<Precondition>) -> Self {
        Self { status, condition: condition.map(Condition::new), description: None }
    }
}

/// What became of properties of which some could not be set: each that could not with its reason, the others with 424
/// (Failed Dependency). Those of the same reason stand together.
pub(super) fn propstats(
    names: impl IntoIterator<Item = DavPropertyName>,
    refusals: &[(DavPropertyName, PropertyRefusal)],
) -> Vec<Propstat> {
    let dependent = PropertyRefusal::new(StatusCode::FAILED_DEPENDENCY, None);
    let mut by_name = HashMap::new();
    for (name, refusal) in refusals {
        by_name.entry(name).or_insert(refusal);
    }
    let mut groups: Vec<(&PropertyRefusal, Vec<DavProperty>)> = Vec::new();
    for name in each_once(names) {
        let refusal = by_name.get(&name).copied().unwrap_or(&dependent);
        let name = DavProperty::Empty(name);
        match groups.iter_mut().find(|(other, _)| *other == refusal) {
            Some((_, names)) => names.push(name),
            None => groups.push((refusal, vec![name])),
        }
    }
    groups
        .into_iter()
        .map(|(refusal, names)| Propstat {
            error: refusal.condition.clone().map(ErrorBody::from),
            description: refusal.description.clone(),
            ..Propstat::new(refusal.status, names)
        })
        .collect()
}

/// All were set.
pub(super) fn success(names: impl IntoIterator<Item = DavPropertyName>) -> Propstat {
    Propstat::new(StatusCode::OK, each_once(names).map(DavProperty::Empty).collect())
}

/// Names without their repetitions.
pub(super) fn each_once(
    names: impl IntoIterator<Item = DavPropertyName>,
) -> impl Iterator<Item = DavPropertyName> {
    let mut seen = HashSet::new();
    names.into_iter().filter(move |name| seen.insert(name.clone()))
}
