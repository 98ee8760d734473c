//! How a stream is read: leniently or strictly, and within which limits.

use std::fmt;

/// How a stream is read. The default is lenient: what can be read is read, and each departure from the
/// specification is told by [`CalendarStream::diagnostics`](crate::CalendarStream::diagnostics).
///
/// ```
/// use ical_model::{CalendarStream, ParseOptions};
/// let bare_line_feeds = "BEGIN:VCALENDAR\nEND:VCALENDAR\n";
/// assert!(CalendarStream::parse(bare_line_feeds).is_ok());
/// assert!(CalendarStream::parse_with(bare_line_feeds, &ParseOptions::strict()).is_err());
/// ```
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct ParseOptions {
    /// Each leniency is an error: of the stream when it is parsed, of a value when it is read.
    pub strict: bool,
    /// Bounds on what is read.
    pub limits: ParseLimits,
}

impl ParseOptions {
    /// Reads what can be read; the default.
    #[must_use]
    pub fn lenient() -> Self {
        Self::default()
    }

    /// Turns every leniency into an error.
    #[must_use]
    pub fn strict() -> Self {
        Self { strict: true, ..Self::default() }
    }

    /// The same with other limits.
    #[must_use]
    pub fn with_limits(self, limits: ParseLimits) -> Self {
        Self { limits, ..self }
    }
}

/// Bounds on what is read from hostile input. Going over one is an error that names it.
///
/// ```
/// use ical_model::{CalendarStream, Limit, ParseErrorKind, ParseLimits, ParseOptions};
/// let options = ParseOptions::lenient().with_limits(ParseLimits::default().with(Limit::Nesting, 1));
/// let error = CalendarStream::parse_with("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n", &options).unwrap_err();
/// assert_eq!(error.kind(), &ParseErrorKind::LimitExceeded { limit: Limit::Nesting, maximum: 1 });
/// assert_eq!(error.position().line, 2);
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct ParseLimits {
    /// See [`Limit::SourceOctets`].
    pub source_octets: u32,
    /// See [`Limit::LineOctets`].
    pub line_octets: u32,
    /// See [`Limit::Nesting`].
    pub nesting: u32,
    /// See [`Limit::Parameters`].
    pub parameters: u32,
    /// See [`Limit::ListValues`].
    pub list_values: u32,
    /// See [`Limit::Diagnostics`].
    pub diagnostics: u32,
}

impl ParseLimits {
    /// The same with another maximum for one limit.
    #[must_use]
    pub fn with(mut self, limit: Limit, maximum: u32) -> Self {
        match limit {
            Limit::SourceOctets => self.source_octets = maximum,
            Limit::LineOctets => self.line_octets = maximum,
            Limit::Nesting => self.nesting = maximum,
            Limit::Parameters => self.parameters = maximum,
            Limit::ListValues => self.list_values = maximum,
            Limit::Diagnostics => self.diagnostics = maximum,
        }
        self
    }
}

impl Default for ParseLimits {
    fn default() -> Self {
        Self {
            source_octets: u32::MAX,
            line_octets: 64 << 20,
            nesting: 1_000_000,
            parameters: 1_000,
            list_values: 100_000,
            diagnostics: 1_000,
        }
    }
}

/// The name of a bound of [`ParseLimits`].
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Limit {
    /// Octets of a stream, and of what edits add to it. Never more than 4 GiB less one, the default.
    SourceOctets,
    /// Octets of one content line, folds included. 64 MiB by default.
    LineOctets,
    /// Components in one another. 1,000,000 by default: nothing recurses, so depth costs no more than length.
    Nesting,
    /// Parameters of one property, and values of one parameter. 1,000 by default.
    Parameters,
    /// Values in the list of one property. 100,000 by default.
    ListValues,
    /// Diagnostics told of one stream. 1,000 by default; the last says that there are more.
    Diagnostics,
}

impl Limit {
    /// The name of the field of [`ParseLimits`].
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::SourceOctets => "source_octets",
            Self::LineOctets => "line_octets",
            Self::Nesting => "nesting",
            Self::Parameters => "parameters",
            Self::ListValues => "list_values",
            Self::Diagnostics => "diagnostics",
        }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
