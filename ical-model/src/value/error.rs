//! Why the text of a value could not be read.

use core::fmt;

use super::{Leniency, PeriodFault, RecurFault, RecurPart};

/// A value that could not be read or made: what was wrong with it, and where.
///
/// ```
/// use ical_model::value::{Date, ValueErrorKind};
/// let error = "19970231".parse::<Date>().unwrap_err();
/// assert_eq!(error.kind(), ValueErrorKind::NoSuchDate);
/// assert_eq!(error.offset(), 0);
/// assert_eq!(error.to_string(), "expected a date of the calendar, found a month or day that does not exist");
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct ValueError {
    kind: ValueErrorKind,
    offset: usize,
}

impl ValueError {
    /// An error of this kind, `offset` octets into the text of the value.
    #[must_use]
    pub const fn new(kind: ValueErrorKind, offset: usize) -> Self {
        Self { kind, offset }
    }

    /// What was wrong.
    #[must_use]
    pub const fn kind(&self) -> ValueErrorKind {
        self.kind
    }

    /// Where, in octets from the start of the text of the value. Zero when the value as a whole is at fault.
    #[must_use]
    pub const fn offset(&self) -> usize {
        self.offset
    }

    /// The same error in a text that starts `octets` before this one.
    #[must_use]
    pub(crate) const fn moved_by(self, octets: usize) -> Self {
        Self { kind: self.kind, offset: self.offset.saturating_add(octets) }
    }
}

impl fmt::Display for ValueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.kind.fmt(f)
    }
}

impl std::error::Error for ValueError {}

/// What was wrong with a value.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ValueErrorKind {
    /// Nothing where a value has to be (every type but BINARY and TEXT).
    Empty,
    /// A DATE that is not eight digits (RFC 5545 §3.3.4).
    NotADate,
    /// Eight digits that are no date of the calendar (§3.3.4).
    NoSuchDate,
    /// A year outside of 0 to 9999, which four digits cannot say (§3.3.4).
    YearOutOfRange,
    /// A DATE-TIME that is not a date, "T" and a time (§3.3.5).
    NotADateTime,
    /// A TIME that is not six digits with an optional "Z" (§3.3.12).
    NotATime,
    /// An hour above 23, a minute above 59 or a second above 60 (§3.3.12).
    NoSuchTime,
    /// Parts of a second, which no value type can say (§3.3.12, §3.3.6).
    SubSecond,
    /// A time with an offset from UTC at its end (§3.3.5, §3.3.12).
    NumericOffset,
    /// A DURATION outside of its grammar (§3.3.6).
    NotADuration,
    /// A "T" in a DURATION without hours, minutes or seconds after it (§3.3.6).
    DurationTimeEmpty,
    /// A DURATION longer than can be counted with (§3.3.6).
    DurationOutOfRange,
    /// Days and time of a DURATION that point to different sides; there is one sign for both (§3.3.6).
    DurationMixedSigns,
    /// An INTEGER that is not digits with an optional sign (§3.3.8).
    NotAnInteger,
    /// An INTEGER outside of -2147483648 to 2147483647 (§3.3.8).
    IntegerOutOfRange,
    /// A FLOAT that is not digits with an optional sign and fraction (§3.3.7).
    NotAFloat,
    /// A FLOAT too large to count with, or no number at all (§3.3.7).
    FloatOutOfRange,
    /// A BOOLEAN that is neither TRUE nor FALSE (§3.3.2).
    NotABoolean,
    /// A BINARY that is no base64 text (§3.3.1).
    NotBase64,
    /// A PERIOD without the solidus between start and end (§3.3.9).
    PeriodSolidusMissing,
    /// The start and the end of a PERIOD in two time zones, where one TZID has to hold for both (§3.3.9).
    PeriodTwoZones,
    /// A UTC-OFFSET that is not a sign and four or six digits (§3.3.14).
    NotAUtcOffset,
    /// A UTC-OFFSET without its sign (§3.3.14).
    MissingSign,
    /// A UTC-OFFSET with an hour above 23 or a minute above 59 (§3.3.14).
    UtcOffsetOutOfRange,
    /// Seconds of a UTC-OFFSET above 59; 60 is not allowed here (§3.3.14).
    UtcOffsetSecond,
    /// A control character where none can be written (§3.1).
    ControlCharacter,
    /// A URI without its scheme and colon (§3.3.13; RFC 3986 §3.1).
    UriSchemeMissing,
    /// The authority of a URI with a port or an IP literal that is none (§3.3.13; RFC 3986 §3.2).
    UriAuthority,
    /// A name that is not letters, digits and hyphens (§3.1).
    NotAToken,
    /// A list with more values than the limit allows.
    TooManyValues {
        /// The limit.
        limit: usize,
    },
    /// A part of a RECUR without "=" or without a name before it (§3.3.10).
    RecurNotAPart,
    /// A part of a RECUR without a value (§3.3.10).
    RecurPartEmpty {
        /// The part.
        part: RecurPart,
    },
    /// A RECUR without FREQ (§3.3.10).
    RecurFrequencyMissing,
    /// A FREQ that nobody knows (§3.3.10).
    RecurFrequencyUnknown,
    /// A value of a rule part that is no number of the form asked for (§3.3.10).
    RecurNotANumber {
        /// The part.
        part: RecurPart,
    },
    /// A weekday that is not SU, MO, TU, WE, TH, FR or SA (§3.3.10).
    RecurNotAWeekday {
        /// The part.
        part: RecurPart,
    },
    /// A part that is there twice with two values, so that none can be chosen (§3.3.10).
    RecurPartTwice {
        /// The part.
        part: RecurPart,
    },
    /// A number of a rule part that is outside of its range and cannot be kept (§3.3.10).
    RecurOutOfRange {
        /// The part.
        part: RecurPart,
    },
    /// INTERVAL=0, a rule that never moves on (§3.3.10).
    RecurIntervalZero,
    /// A SKIP that is not OMIT, BACKWARD or FORWARD (RFC 7529 §4.1).
    RecurSkipUnknown,
    /// A rule that can be read but breaks a rule about its parts (strict reading only).
    Recur(RecurFault),
    /// A PERIOD that can be read but does not end after its start (strict reading only).
    Period(PeriodFault),
    /// A departure from the grammar that lenient reading lets pass (strict reading only).
    Lenient(Leniency),
}

impl ValueErrorKind {
    /// The row of `requirements.csv` that the value offends, such as `5545-3.3.4-01`.
    ///
    /// `None` where it depends on the type that was asked for, or where no row says it. Faults of a time are named by
    /// the rows of DATE-TIME; a numeric offset in a TIME is `5545-3.3.12-01`.
    #[must_use]
    pub const fn requirement(self) -> Option<&'static str> {
        Some(match self {
            Self::Empty
            | Self::YearOutOfRange
            | Self::SubSecond
            | Self::NotAToken
            | Self::TooManyValues { .. }
            | Self::RecurNotAPart
            | Self::RecurPartEmpty { .. } => return None,
            Self::NotADate | Self::NoSuchDate => "5545-3.3.4-01",
            Self::NotADateTime | Self::NotATime | Self::NoSuchTime => "5545-3.3.5-02",
            Self::NumericOffset => "5545-3.3.5-01",
            Self::NotADuration
            | Self::DurationTimeEmpty
            | Self::DurationOutOfRange
            | Self::DurationMixedSigns => "5545-3.3.6-03",
            Self::NotAnInteger | Self::IntegerOutOfRange => "5545-3.3.8-01",
            Self::NotAFloat | Self::FloatOutOfRange => "5545-3.3.7-01",
            Self::NotABoolean => "5545-3.3.2-01",
            Self::NotBase64 => "5545-3.3.1-01",
            Self::PeriodSolidusMissing | Self::PeriodTwoZones => "5545-3.3.9-02",
            Self::NotAUtcOffset | Self::MissingSign | Self::UtcOffsetOutOfRange => "5545-3.3.14-01",
            Self::UtcOffsetSecond => "5545-3.3.14-03",
            Self::ControlCharacter => "5545-3.1-06",
            Self::UriSchemeMissing | Self::UriAuthority => "5545-3.3.13-01",
            Self::RecurFrequencyMissing | Self::RecurFrequencyUnknown => "5545-3.3.10-01",
            Self::RecurIntervalZero => "5545-3.3.10-12",
            Self::RecurSkipUnknown => "7529-4.1-01",
            Self::RecurPartTwice { part } => match part {
                RecurPart::Frequency => "5545-3.3.10-01",
                RecurPart::Rscale => "7529-4-02",
                _ => "5545-3.3.10-03",
            },
            Self::RecurNotANumber { part }
            | Self::RecurNotAWeekday { part }
            | Self::RecurOutOfRange { part } => match part.range_requirement() {
                Some(requirement) => requirement,
                None => return None,
            },
            Self::Recur(fault) => return fault.requirement(),
            Self::Period(fault) => fault.requirement(),
            Self::Lenient(leniency) => leniency.requirement(),
        })
    }
}

impl fmt::Display for ValueErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sentence = match self {
            Self::Empty => "expected a value, found nothing",
            Self::NotADate => "expected a date of eight digits like 19970714, found other text",
            Self::NoSuchDate => "expected a date of the calendar, found a month or day that does not exist",
            Self::YearOutOfRange => "expected a year from 0000 to 9999, found one outside of it",
            Self::NotADateTime => "expected a date, \"T\" and a time like 19970714T133000, found other text",
            Self::NotATime => "expected a time of six digits like 133000, found other text",
            Self::NoSuchTime => "expected a time up to 23:59:60, found a later one",
            Self::SubSecond => "expected whole seconds, found parts of a second",
            Self::NumericOffset => "expected a local time or one in UTC with \"Z\", found a numeric offset",
            Self::NotADuration => "expected a duration like P1DT2H or P7W, found other text",
            Self::DurationTimeEmpty => {
                "expected hours, minutes or seconds after \"T\", found the end of the duration"
            }
            Self::DurationOutOfRange => "expected a duration that can be counted with, found a longer one",
            Self::DurationMixedSigns => {
                "expected days and time with one sign, found one of them positive and one negative"
            }
            Self::NotAnInteger => "expected an integer of digits with an optional sign, found other text",
            Self::IntegerOutOfRange => {
                "expected an integer from -2147483648 to 2147483647, found one outside of it"
            }
            Self::NotAFloat => "expected a number like -3.14, found other text",
            Self::FloatOutOfRange => "expected a finite number, found none",
            Self::NotABoolean => "expected TRUE or FALSE, found other text",
            Self::NotBase64 => "expected base64 text, found something else",
            Self::PeriodSolidusMissing => "expected \"/\" between the start and the end, found none",
            Self::PeriodTwoZones => "expected start and end in one time zone, found two",
            Self::NotAUtcOffset => "expected an offset of four or six digits like +0100, found other text",
            Self::MissingSign => "expected \"+\" or \"-\" before the offset, found none",
            Self::UtcOffsetOutOfRange => "expected an offset below 24 hours, found a larger one",
            Self::UtcOffsetSecond => "expected seconds up to 59 in the offset, found more",
            Self::ControlCharacter => "expected text, found a control character",
            Self::UriSchemeMissing => "expected a scheme and \":\" like \"https:\", found none",
            Self::UriAuthority => "expected a host with an optional port, found something else",
            Self::NotAToken => "expected a name of letters, digits and \"-\", found other text",
            Self::TooManyValues { limit } => {
                return write!(f, "expected at most {limit} values, found more");
            }
            Self::RecurNotAPart => "expected a rule part like FREQ=DAILY, found other text",
            Self::RecurPartEmpty { part } => return write!(f, "expected a value for {part}, found nothing"),
            Self::RecurFrequencyMissing => "expected a FREQ part, found none",
            Self::RecurFrequencyUnknown => "expected a frequency like WEEKLY, found other text",
            Self::RecurNotANumber { part } => {
                return write!(f, "expected a number in {part}, found other text");
            }
            Self::RecurNotAWeekday { part } => {
                return write!(f, "expected a weekday like MO in {part}, found other text");
            }
            Self::RecurPartTwice { part } => {
                return write!(f, "expected {part} once, found it twice with two values");
            }
            Self::RecurOutOfRange { part } => {
                return write!(f, "expected a number of the range of {part}, found one outside of it");
            }
            Self::RecurIntervalZero => "expected an INTERVAL of 1 or more, found zero",
            Self::RecurSkipUnknown => "expected OMIT, BACKWARD or FORWARD as SKIP, found other text",
            Self::Recur(fault) => return fault.fmt(f),
            Self::Period(fault) => return fault.fmt(f),
            Self::Lenient(leniency) => return leniency.fmt(f),
        };
        f.write_str(sentence)
    }
}
