//! Which conditions a request did not keep.
//!
//! [RFC 4918 §14.5](https://www.rfc-editor.org/rfc/rfc4918#section-14.5),
//! [§16](https://www.rfc-editor.org/rfc/rfc4918#section-16)

use http::StatusCode;

use crate::{AnyElement, Href, LocalizedText, Precondition, Privilege};

/// A DAV:error: the body of an answer to a request that failed, or a part of a multistatus.
///
/// ```
/// use caldav_types::{Condition, ErrorBody, Href, Precondition};
/// let error = ErrorBody::from(Condition::of_hrefs(Precondition::NoUidConflict, vec![Href::new("/cal/a.ics")]));
/// assert!(error.has(&Precondition::NoUidConflict));
/// assert_eq!(error.status(), Some(http::StatusCode::CONFLICT));
/// assert_eq!(error.conditions[0].hrefs(), [Href::new("/cal/a.ics")]);
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct ErrorBody {
    /// The conditions, in the order of the document.
    pub conditions: Vec<Condition>,
    /// Words for people. The place for them is beside the DAV:error; some servers put them into it.
    pub description: Option<LocalizedText>,
    /// What servers built on sabre/dav say besides.
    pub sabre: Option<SabreError>,
}

impl ErrorBody {
    /// Is the condition among those named?
    #[must_use]
    pub fn has(&self, precondition: &Precondition) -> bool {
        self.condition(precondition).is_some()
    }

    /// The condition with its content.
    #[must_use]
    pub fn condition(&self, precondition: &Precondition) -> Option<&Condition> {
        self.conditions.iter().find(|condition| condition.precondition == *precondition)
    }

    /// The status to answer with: that of the first condition.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.conditions
            .first()
            .and_then(|condition| StatusCode::from_u16(condition.precondition.status()).ok())
    }
}

impl From<Condition> for ErrorBody {
    fn from(condition: Condition) -> Self {
        Self { conditions: vec![condition], ..Self::default() }
    }
}

impl From<Precondition> for ErrorBody {
    fn from(precondition: Precondition) -> Self {
        Condition::new(precondition).into()
    }
}

/// A condition that was not kept, with what its element holds.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Condition {
    /// The condition.
    pub precondition: Precondition,
    /// What its element holds.
    pub detail: ConditionDetail,
}

impl Condition {
    /// A condition without more.
    #[must_use]
    pub const fn new(precondition: Precondition) -> Self {
        Self { precondition, detail: ConditionDetail::Empty }
    }

    /// A condition with the resources that it concerns.
    #[must_use]
    pub const fn of_hrefs(precondition: Precondition, hrefs: Vec<Href>) -> Self {
        Self { precondition, detail: ConditionDetail::Hrefs(hrefs) }
    }

    /// DAV:need-privileges with what lacks where.
    #[must_use]
    pub const fn of_privileges(needed: Vec<NeededPrivilege>) -> Self {
        Self { precondition: Precondition::NeedPrivileges, detail: ConditionDetail::Privileges(needed) }
    }

    /// The resources it names: those that are locked, that are in the way, or that a privilege lacks for.
    #[must_use]
    pub fn hrefs(&self) -> Vec<Href> {
        match &self.detail {
            ConditionDetail::Hrefs(hrefs) => hrefs.clone(),
            ConditionDetail::AddMember(href) => vec![href.clone()],
            ConditionDetail::Privileges(needed) => needed.iter().map(|needed| needed.href.clone()).collect(),
            _ => Vec::new(),
        }
    }

    /// The number it holds. The elements of limits are empty by RFC 4791; some servers put the limit there.
    #[must_use]
    pub fn number(&self) -> Option<u64> {
        match &self.detail {
            ConditionDetail::Text(text) => text.trim().parse().ok(),
            _ => None,
        }
    }
}

/// What the element of a condition holds.
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub enum ConditionDetail {
    /// Nothing.
    Empty,
    /// Resources, one at least: those that are locked (DAV:lock-token-submitted, DAV:no-conflicting-lock), the one
    /// that has the UID (CALDAV:no-uid-conflict, CALDAV:unique-scheduling-object-resource).
    Hrefs(Vec<Href>),
    /// What lacks where, one at least (DAV:need-privileges).
    Privileges(Vec<NeededPrivilege>),
    /// Where to add members instead (DAV:allow-client-defined-uri).
    AddMember(Href),
    /// Text alone.
    Text(String),
    /// Anything else, as in CALDAV:supported-filter: the element as a whole.
    Element(AnyElement),
}

/// A privilege that lacks ([RFC 3744 §7.1.1](https://www.rfc-editor.org/rfc/rfc3744#section-7.1.1)).
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct NeededPrivilege {
    /// The resource.
    pub href: Href,
    /// The privilege.
    pub privilege: Privilege,
}

/// What servers built on sabre/dav add to a DAV:error.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct SabreError {
    /// The version of sabre/dav.
    pub version: Option<String>,
    /// The class of the exception.
    pub exception: Option<String>,
    /// Its message.
    pub message: Option<String>,
    /// The field of the request whose condition did not hold.
    pub header: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::{Condition, ConditionDetail, ErrorBody, NeededPrivilege};
    use crate::{Href, Precondition, Privilege};

    #[test]
    fn what_conditions_tell() {
        let locked = Condition::of_hrefs(Precondition::LockTokenSubmitted, vec![Href::new("/locked/")]);
        let needed = NeededPrivilege { href: Href::new("/a"), privilege: Privilege::Unbind };
        let error = ErrorBody {
            conditions: vec![locked, Condition::of_privileges(vec![needed])],
            ..ErrorBody::default()
        };
        assert_eq!(error.status().map(|status| status.as_u16()), Some(423), "RFC 4918 16");
        assert!(error.has(&Precondition::NeedPrivileges));
        assert!(!error.has(&Precondition::NoUidConflict));
        let hrefs: Vec<_> = error.conditions.iter().flat_map(Condition::hrefs).collect();
        assert_eq!(hrefs, [Href::new("/locked/"), Href::new("/a")]);
        assert_eq!(ErrorBody::default().status(), None);
    }

    #[test]
    fn numbers_of_limits() {
        for (text, expected) in [("1024", Some(1024)), (" 7\n", Some(7)), ("many", None), ("-1", None)] {
            let detail = ConditionDetail::Text(text.into());
            let condition = Condition { precondition: Precondition::MaxResourceSize, detail };
            assert_eq!(condition.number(), expected, "{text}");
        }
        assert_eq!(Condition::new(Precondition::MaxResourceSize).number(), None);
    }
}
