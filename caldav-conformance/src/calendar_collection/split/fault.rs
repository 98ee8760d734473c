//! What of a stream is in no object, or doubtful in one.

use std::fmt;

use ical_model::Position;

/// Something of a stream that is in no object, or doubtful in one.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct SplitFault {
    kind: SplitFaultKind,
    position: Position,
}

impl SplitFault {
    pub(super) fn new(kind: SplitFaultKind, position: Position) -> Self {
        Self { kind, position }
    }

    /// What it is.
    #[must_use]
    pub fn kind(&self) -> &SplitFaultKind {
        &self.kind
    }

    /// Where the component stands that it is about.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }

    /// Whether something with a meaning of its own is in no object.
    #[must_use]
    pub fn is_loss(&self) -> bool {
        !matches!(
            self.kind,
            SplitFaultKind::UnusedTimeZone { .. }
                | SplitFaultKind::UidOfTwoTypes { .. }
                | SplitFaultKind::TimeZonesDiffer { .. }
        )
    }
}

impl fmt::Display for SplitFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.kind, self.position)
    }
}

/// What a [`SplitFault`] is about.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum SplitFaultKind {
    /// A component has no UID, or an empty one, and belongs to no object.
    MissingUid,
    /// A UID is not UTF-8.
    UidNotUtf8,
    /// A component has two UIDs that differ.
    SeveralUids,
    /// A component directly in a VCALENDAR is of a type that no calendar object resource has.
    UnknownComponent {
        /// Its name.
        name: String,
    },
    /// Something in no VCALENDAR.
    NotACalendar,
    /// No component uses this VTIMEZONE.
    UnusedTimeZone {
        /// Its TZID, empty when it has none.
        tzid: String,
    },
    /// The UID is that of an object of another type too; one calendar collection cannot hold both (§4.1).
    UidOfTwoTypes {
        /// The UID.
        uid: String,
    },
    /// The component comes from another VCALENDAR than the first of its object, and its VTIMEZONE differs from the one
    /// of the same TZID there, which the object has.
    TimeZonesDiffer {
        /// The TZID.
        tzid: String,
    },
}

impl fmt::Display for SplitFaultKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingUid => f.write_str("expected a UID, found none"),
            Self::UidNotUtf8 => f.write_str("expected a UID in UTF-8, found other octets"),
            Self::SeveralUids => f.write_str("expected one UID, found two that differ"),
            Self::UnknownComponent { name } => {
                write!(
                    f,
                    "expected VEVENT, VTODO, VJOURNAL, VFREEBUSY, VAVAILABILITY or VTIMEZONE, found {name}"
                )
            }
            Self::NotACalendar => f.write_str("expected VCALENDAR, found another component"),
            Self::UnusedTimeZone { tzid } => {
                write!(f, "expected a component in the time zone {tzid}, found none")
            }
            Self::UidOfTwoTypes { uid } => {
                write!(f, "expected one type of component with the UID {uid}, found a second one")
            }
            Self::TimeZonesDiffer { tzid } => {
                write!(f, "expected one definition of the time zone {tzid}, found two")
            }
        }
    }
}

impl std::error::Error for SplitFault {}
