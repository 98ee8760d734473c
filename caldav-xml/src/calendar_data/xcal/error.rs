//! Why something could not be converted, and where.

use std::error::Error;
use std::fmt;

use ical_model::jcal::{JcalDiagnostic, JcalError, JcalErrorKind};

use crate::{XmlError, XmlErrorKind, XmlPosition};

/// Why iCalendar or xCal could not be converted into the other.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct XcalError {
    kind: XcalErrorKind,
    position: XmlPosition,
}

impl XcalError {
    pub(super) const fn new(kind: XcalErrorKind, position: XmlPosition) -> Self {
        Self { kind, position }
    }

    /// What was wrong.
    #[must_use]
    pub const fn kind(&self) -> &XcalErrorKind {
        &self.kind
    }

    /// Where: in the iCalendar stream when it was converted, in the document when that was. Line 0 where it is not
    /// known.
    #[must_use]
    pub const fn position(&self) -> XmlPosition {
        self.position
    }
}

impl fmt::Display for XcalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.position.line {
            0 => self.kind.fmt(f),
            _ => write!(f, "{} at {}", self.kind, self.position),
        }
    }
}

impl Error for XcalError {}

impl From<JcalError> for XcalError {
    fn from(error: JcalError) -> Self {
        let position = position(error.position());
        Self { kind: XcalErrorKind::Calendar(error.kind().clone()), position }
    }
}

impl From<XmlError> for XcalError {
    fn from(error: XmlError) -> Self {
        Self { kind: XcalErrorKind::Xml(error.kind().clone()), position: error.position() }
    }
}

/// What was wrong.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum XcalErrorKind {
    /// iCalendar cannot say it, or it is not what it says to be.
    Calendar(JcalErrorKind),
    /// It is no XML, or not the XML of xCal.
    Xml(XmlErrorKind),
    /// A name that begins with a digit or a hyphen, which no element of XML does.
    ElementName {
        /// The name.
        name: String,
    },
    /// A character that XML does not have, not even as a reference.
    Character {
        /// The property that has it.
        property: String,
        /// Its number.
        code: u32,
    },
}

impl XcalErrorKind {
    /// A short name of the kind, for programs.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Calendar(kind) => kind.name(),
            Self::Xml(kind) => kind.name(),
            Self::ElementName { .. } => "element-name",
            Self::Character { .. } => "character",
        }
    }
}

impl fmt::Display for XcalErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Calendar(kind) => kind.fmt(f),
            Self::Xml(kind) => kind.fmt(f),
            Self::ElementName { name } => {
                write!(f, "expected a name that begins with a letter, as those of XML do, found {name:?}")
            }
            Self::Character { property, code } => {
                write!(f, "expected characters of XML in the property {property}, found U+{code:04X}")
            }
        }
    }
}

/// Something to know about a conversion that went well.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct XcalDiagnostic {
    /// What there is to know.
    pub kind: XcalDiagnosticKind,
    /// Where in the iCalendar stream; line 0 where it is not known.
    pub position: XmlPosition,
}

impl fmt::Display for XcalDiagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            XcalDiagnosticKind::Calendar(diagnostic) => diagnostic.fmt(f),
            XcalDiagnosticKind::LeftOut(kind) => write!(f, "left out: {kind}"),
        }
    }
}

/// What there is to know.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum XcalDiagnosticKind {
    /// What jCal says of it too.
    Calendar(JcalDiagnostic),
    /// Something was left out that XML cannot say.
    LeftOut(XcalErrorKind),
}

impl From<JcalDiagnostic> for XcalDiagnostic {
    fn from(diagnostic: JcalDiagnostic) -> Self {
        let position = position(diagnostic.position());
        Self { kind: XcalDiagnosticKind::Calendar(diagnostic), position }
    }
}

fn position(position: ical_model::Position) -> XmlPosition {
    XmlPosition { byte: position.byte as u64, line: position.line as u64 }
}
