//! What stops a stream, a property or an edit: a kind and a position.

use std::error::Error;
use std::fmt;

use crate::content_line::ParameterFault;
use crate::diagnostic::DiagnosticKind;
use crate::value::{Leniency, ValueError};
use crate::{Limit, Position};

/// Why no stream or calendar could be read from some bytes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ParseError {
    kind: ParseErrorKind,
    position: Position,
}

impl ParseError {
    pub(crate) fn new(kind: ParseErrorKind, position: Position) -> Self {
        Self { kind, position }
    }

    /// What was wrong.
    #[must_use]
    pub fn kind(&self) -> &ParseErrorKind {
        &self.kind
    }

    /// Where it was wrong.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.kind, self.position)
    }
}

impl Error for ParseError {}

/// What was wrong with the bytes of a stream.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ParseErrorKind {
    /// No line begins a component (RFC 5545 §3.4).
    MissingBegin,
    /// The octets are UTF-16, not UTF-8 (§3.1.4).
    Utf16,
    /// There is no VCALENDAR where one is wanted (§3.4).
    MissingCalendar,
    /// There is a second VCALENDAR where one alone is wanted.
    SeveralCalendars,
    /// A bound of the options was passed.
    LimitExceeded {
        /// Which bound.
        limit: Limit,
        /// Its value.
        maximum: u32,
    },
    /// Strict reading met what lenient reading tells by a diagnostic.
    Lenient(DiagnosticKind),
}

impl ParseErrorKind {
    /// A short name of the kind, for programs.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::MissingBegin => "missing-begin",
            Self::Utf16 => "utf-16",
            Self::MissingCalendar => "missing-calendar",
            Self::SeveralCalendars => "several-calendars",
            Self::LimitExceeded { .. } => "limit-exceeded",
            Self::Lenient(kind) => kind.name(),
        }
    }
}

impl fmt::Display for ParseErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MissingBegin => {
                f.write_str("expected a line \"BEGIN:\" and the name of a component, found none")
            }
            Self::Utf16 => f.write_str("expected UTF-8, found the byte order mark of UTF-16"),
            Self::MissingCalendar => f.write_str("expected a VCALENDAR, found none"),
            Self::SeveralCalendars => f.write_str("expected one VCALENDAR, found another"),
            Self::LimitExceeded { limit, maximum } => {
                write!(f, "more than the limit {limit} of {maximum} allows")
            }
            Self::Lenient(kind) => kind.fmt(f),
        }
    }
}

/// Why a property could not be read as what was asked for.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PropertyError {
    kind: PropertyErrorKind,
    position: Position,
}

impl PropertyError {
    pub(crate) fn new(kind: PropertyErrorKind, position: Position) -> Self {
        Self { kind, position }
    }

    /// What was wrong.
    #[must_use]
    pub fn kind(&self) -> &PropertyErrorKind {
        &self.kind
    }

    /// Where it was wrong.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }
}

impl fmt::Display for PropertyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.kind, self.position)
    }
}

impl Error for PropertyError {}

/// What was wrong with a property.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum PropertyErrorKind {
    /// The value is not of its type.
    Value(ValueError),
    /// The octets are not UTF-8 (RFC 5545 §3.1.4).
    NotUtf8,
    /// VALUE names a type that the property does not have (§3.2.20).
    ValueType {
        /// The type that VALUE names.
        found: String,
    },
    /// There is no VALUE where it has to be (§3.2.20), and reading is strict.
    MissingValueType,
    /// A date and time is not in UTC where it has to be (§3.8.7.2 and others).
    NotUtc,
    /// The values of one property differ in type or time zone, or there is none (§3.2.19, §3.2.20).
    MixedForms,
    /// A parameter has no meaning on this property, or its value none on this parameter.
    ParameterValue {
        /// The parameter.
        name: &'static str,
        /// Its value.
        found: String,
    },
    /// A structured value has too few or too many parts.
    Structure {
        /// What the value consists of, for example "latitude;longitude".
        expected: &'static str,
    },
    /// A number lies outside of the bounds of the property.
    OutOfRange {
        /// The least value that is allowed.
        least: i32,
        /// The greatest value that is allowed.
        greatest: i32,
        /// What was found.
        found: i32,
    },
    /// A bound of the options was passed.
    LimitExceeded {
        /// Which bound.
        limit: Limit,
        /// Its value.
        maximum: u32,
    },
    /// The parameters break the grammar, and reading is strict.
    Parameter(ParameterFault),
    /// The value departs from the grammar, and reading is strict.
    Lenient(Leniency),
}

impl PropertyErrorKind {
    /// A short name of the kind, for programs.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Value(_) => "value",
            Self::NotUtf8 => "not-utf-8",
            Self::ValueType { .. } => "value-type",
            Self::MissingValueType => "missing-value-type",
            Self::NotUtc => "not-utc",
            Self::MixedForms => "mixed-forms",
            Self::ParameterValue { .. } => "parameter-value",
            Self::Structure { .. } => "structure",
            Self::OutOfRange { .. } => "out-of-range",
            Self::LimitExceeded { .. } => "limit-exceeded",
            Self::Parameter(_) => "parameter",
            Self::Lenient(_) => "lenient",
        }
    }
}

impl fmt::Display for PropertyErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Value(error) => error.fmt(f),
            Self::NotUtf8 => f.write_str("expected UTF-8, found other octets"),
            Self::ValueType { found } => {
                write!(f, "expected a value type that the property has, found VALUE={found}")
            }
            Self::MissingValueType => f.write_str("expected VALUE, which has no default here, found none"),
            Self::NotUtc => f.write_str("expected a time in UTC, found another"),
            Self::MixedForms => {
                f.write_str("expected values of one type and time zone, found others or none")
            }
            Self::ParameterValue { name, found } => {
                write!(f, "expected a value that {name} has, found \"{found}\"")
            }
            Self::Structure { expected } => write!(f, "expected {expected}, found other parts"),
            Self::OutOfRange { least, greatest, found } => {
                write!(f, "expected a number from {least} to {greatest}, found {found}")
            }
            Self::LimitExceeded { limit, maximum } => {
                write!(f, "more than the limit {limit} of {maximum} allows")
            }
            Self::Parameter(fault) => fault.fmt(f),
            Self::Lenient(leniency) => leniency.fmt(f),
        }
    }
}

impl Error for PropertyErrorKind {}

/// Why an edit was refused. Nothing is changed by an edit that is refused.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum EditError {
    /// `set` found several lines of the name; `set_all` replaces them.
    SeveralLines {
        /// How many.
        count: usize,
    },
    /// A name is not of the form that RFC 5545 §3.1 gives names.
    InvalidName {
        /// The name.
        name: String,
    },
    /// The line would hold a control character, which RFC 5545 §3.1 forbids anywhere but in a fold.
    ControlCharacter {
        /// The octet.
        octet: u8,
    },
    /// What was given is not one content line by RFC 5545 §3.1.
    NotAContentLine,
    /// A bound of the options was passed.
    LimitExceeded {
        /// Which bound.
        limit: Limit,
        /// Its value.
        maximum: u32,
    },
}

impl fmt::Display for EditError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SeveralLines { count } => write!(f, "expected at most one line to replace, found {count}"),
            Self::InvalidName { name } => write!(f, "expected letters, digits and \"-\", found \"{name}\""),
            Self::ControlCharacter { octet } => {
                write!(f, "expected no control character, found octet {octet:#04x}")
            }
            Self::NotAContentLine => f.write_str("expected one content line, found something else"),
            Self::LimitExceeded { limit, maximum } => {
                write!(f, "more than the limit {limit} of {maximum} allows")
            }
        }
    }
}

impl Error for EditError {}
