//! Why something could not be converted, and where.

use std::error::Error;
use std::{fmt, io};

use crate::ParseErrorKind;
use crate::content_line::ParameterFault;
use crate::parser::Limit;
use crate::position::Position;
use crate::value::{Leniency, ValueError, ValueType};

/// Why iCalendar or jCal could not be converted into the other.
///
/// ```
/// use ical_model::jcal::{self, JcalErrorKind};
/// let error = jcal::from_json(br#"["vcalendar", [["dtstart", {}, "date", "2027-02-29"]], []]"#).unwrap_err();
/// assert!(matches!(error.kind(), JcalErrorKind::Value(_)));
/// assert_eq!(error.path(), "$[1][0][3]");
/// assert_eq!(error.position().column, 40);
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct JcalError {
    kind: JcalErrorKind,
    position: Position,
    path: Box<str>,
}

impl JcalError {
    pub(super) fn new(kind: JcalErrorKind, position: Position) -> Self {
        Self { kind, position, path: Box::default() }
    }

    pub(super) fn with_path(self, path: String) -> Self {
        Self { path: path.into(), ..self }
    }

    /// What was wrong.
    #[must_use]
    pub fn kind(&self) -> &JcalErrorKind {
        &self.kind
    }

    /// Where: in the iCalendar stream when it was converted, in the JSON text when that was. Line 0 where nothing
    /// has a place: there is no calendar, or the text could not be written out.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }

    /// Where in the JSON text, such as `$[2][0][1][3][1]["tzid"]`: the places in arrays, from 0, and the names of
    /// members, from the outermost value `$` inwards. Of many components in one another the middle ones are
    /// written as `…`. Empty when iCalendar was converted.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for JcalError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.path {
            // Nothing that has a place.
            "" if self.position.line == 0 => self.kind.fmt(f),
            "" => write!(f, "{} at {}", self.kind, self.position),
            path => write!(f, "{} at {path}, {}", self.kind, self.position),
        }
    }
}

impl Error for JcalError {}

/// What was wrong.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum JcalErrorKind {
    /// A line of the stream has no name or no value (RFC 5545 §3.1).
    MalformedLine,
    /// A property stands outside of any component (RFC 5545 §3.4).
    OutsideComponent,
    /// What stands in no other component is not a calendar (RFC 5545 §3.4; RFC 7265 §3.2).
    NotACalendar,
    /// There is no component at all.
    NoComponent,
    /// A name has characters that names do not have, or is one that marks components (RFC 5545 §3.1). In jCal it
    /// is in lower case (RFC 7265 §3.3 to §3.5).
    InvalidName,
    /// A parameter has no name or no value (RFC 5545 §3.2), or breaks the grammar where reading is strict.
    Parameter(ParameterFault),
    /// The value is not of its type (RFC 5545 §3.3).
    Value(ValueError),
    /// A structured value has too few or too many parts (RFC 7265 §3.4.1).
    Structure {
        /// What the value consists of.
        expected: &'static str,
    },
    /// Octets that are not UTF-8 (RFC 5545 §3.1.4; RFC 8259 §8.1).
    NotUtf8,
    /// A control character, which a content line cannot have (RFC 5545 §3.1).
    ControlCharacter {
        /// The octet.
        octet: u8,
    },
    /// VALUE=UNKNOWN, a type that only jCal has (RFC 7265 §5).
    ReservedType,
    /// The JSON text is not one, or has something else than jCal has at this place.
    Unexpected {
        /// What jCal has here.
        expected: &'static str,
        /// What stands here.
        found: &'static str,
    },
    /// Two members of an object have the same name, so that none can be chosen.
    MemberTwice,
    /// A "value" among the parameters; the type stands behind them (RFC 7265 §3.5.1).
    ValueParameter,
    /// ENCODING=BASE64 on a value that is not a BINARY; what it says is not encoded in jCal (RFC 7265 §3.1, §4).
    EncodedValue,
    /// Several values for a property or a type that has one (RFC 7265 §3.4).
    SeveralValues,
    /// A bound of the options was passed.
    LimitExceeded {
        /// Which bound.
        limit: Limit,
        /// Its value.
        maximum: u32,
    },
    /// What was read makes no stream.
    Stream(ParseErrorKind),
    /// The JSON text could not be written out.
    Write(io::ErrorKind),
}

impl JcalErrorKind {
    /// A short name of the kind, for programs.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::MalformedLine => "malformed-line",
            Self::OutsideComponent => "outside-component",
            Self::NotACalendar => "not-a-calendar",
            Self::NoComponent => "no-component",
            Self::InvalidName => "invalid-name",
            Self::Parameter(_) => "parameter",
            Self::Value(_) => "value",
            Self::Structure { .. } => "structure",
            Self::NotUtf8 => "not-utf-8",
            Self::ControlCharacter { .. } => "control-character",
            Self::ReservedType => "reserved-type",
            Self::Unexpected { .. } => "unexpected",
            Self::MemberTwice => "member-twice",
            Self::ValueParameter => "value-parameter",
            Self::EncodedValue => "encoded-value",
            Self::SeveralValues => "several-values",
            Self::LimitExceeded { .. } => "limit-exceeded",
            Self::Stream(_) => "stream",
            Self::Write(_) => "write",
        }
    }
}

impl fmt::Display for JcalErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::MalformedLine => {
                f.write_str("expected a name, \":\" and a value, found a line without them")
            }
            Self::OutsideComponent => f.write_str("expected a component, found a property outside of any"),
            Self::NotACalendar => f.write_str("expected a VCALENDAR, found another component"),
            Self::NoComponent => f.write_str("expected a VCALENDAR, found nothing"),
            Self::InvalidName => f.write_str(
                "expected a name of letters (in jCal small ones), digits and \"-\", found another",
            ),
            Self::Parameter(fault) => fault.fmt(f),
            Self::Value(error) => error.fmt(f),
            Self::Structure { expected } => write!(f, "expected {expected}, found other parts"),
            Self::NotUtf8 => f.write_str("expected UTF-8, found other octets"),
            Self::ControlCharacter { octet } => {
                write!(f, "expected no control character, found octet {octet:#04x}")
            }
            Self::ReservedType => {
                f.write_str("expected a value type of iCalendar, found UNKNOWN, which jCal has alone")
            }
            Self::Unexpected { expected, found } => write!(f, "expected {expected}, found {found}"),
            Self::MemberTwice => f.write_str("expected each member once, found one of this name before"),
            Self::ValueParameter => {
                f.write_str("expected the type of the value behind the parameters, found it among them")
            }
            Self::EncodedValue => {
                f.write_str("expected an encoding in base64 on a binary value alone, found it on another")
            }
            Self::SeveralValues => f.write_str("expected one value, found several"),
            Self::LimitExceeded { limit, maximum } => {
                write!(f, "more than the limit {limit} of {maximum} allows")
            }
            Self::Stream(kind) => kind.fmt(f),
            Self::Write(kind) => write!(f, "expected to write the JSON text, found {kind}"),
        }
    }
}

impl From<ValueError> for JcalErrorKind {
    fn from(error: ValueError) -> Self {
        Self::Value(error)
    }
}

/// What was left out of the JSON text, or departs from iCalendar and was converted all the same.
///
/// What concerns lines and components is told by
/// [`CalendarStream::diagnostics`](crate::CalendarStream::diagnostics) and not again here.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct JcalDiagnostic {
    kind: JcalDiagnosticKind,
    position: Position,
}

impl JcalDiagnostic {
    pub(super) fn new(kind: JcalDiagnosticKind, position: Position) -> Self {
        Self { kind, position }
    }

    /// What was met.
    #[must_use]
    pub fn kind(&self) -> &JcalDiagnosticKind {
        &self.kind
    }

    /// Where, in the iCalendar stream.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }
}

impl fmt::Display for JcalDiagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.kind {
            JcalDiagnosticKind::LeftOut(kind) => write!(f, "left out: {kind}"),
            JcalDiagnosticKind::Lenient(leniency) => leniency.fmt(f),
            JcalDiagnosticKind::TypeNotGiven { value_type } => {
                write!(f, "expected VALUE={value_type} beside a value of this type, found none")
            }
            JcalDiagnosticKind::Further => {
                f.write_str("there is more of this kind than the limit of diagnostics")
            }
        }
    }
}

/// What was met on the way to jCal.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum JcalDiagnosticKind {
    /// A line, or a component with all that is in it, is not in the JSON text.
    LeftOut(JcalErrorKind),
    /// A value departs from the grammar of its type; its meaning was converted.
    Lenient(Leniency),
    /// The value is not of the default type of its property but of another that the property may have, and VALUE
    /// does not say so (RFC 5545 §3.2.20); seen as `DTSTART:20081006`. It went over as one of this type.
    TypeNotGiven {
        /// The type.
        value_type: ValueType,
    },
    /// The limit [`Diagnostics`](crate::Limit::Diagnostics) was reached; there are more.
    Further,
}
