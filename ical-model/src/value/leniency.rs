//! Departures from the grammar of a value that are read all the same.
//!
//! Only what programs really write, and only where the meaning is certain.

use core::fmt;

/// One departure from the grammar of a value type that reading lets pass and reports.
///
/// ```
/// use ical_model::value::{Duration, Leniencies, Leniency, ValueRead};
/// let mut leniencies = Leniencies::empty();
/// let duration = Duration::read("PT1H30S", &mut leniencies)?;
/// assert_eq!(duration.exact().num_seconds(), 3630);
/// assert!(leniencies.contains(Leniency::DurationGap));
/// assert_eq!(Leniency::DurationGap.requirement(), "5545-3.3.6-03");
/// assert_eq!(duration.to_string(), "PT1H0M30S"); // written strictly
/// # Ok::<(), ical_model::value::ValueError>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Leniency {
    /// Spaces or tabs around the value, or beside the separators of a RECUR. Value types other than TEXT
    /// have none, so nothing else can be meant; seen after the comma of a BYDAY and after "ORGANIZER:".
    WhiteSpace,
    /// Hours and seconds without minutes, `PT1H30S` (RFC 5545 §3.3.6). ISO 8601 allows the gap, the ABNF does not.
    DurationGap,
    /// Weeks with days or a time, `P1W2D` (§3.3.6). ISO 8601 programs write it; a week is seven days.
    DurationWeeksMixed,
    /// A "T" with nothing behind it in a DURATION, `P1DT` (§3.3.6). Old calendar servers and their test data have it; the
    /// days say all.
    DurationEmptyTime,
    /// White space inside of base64 text (§3.3.1), from lines that were broken by hand or by a mail program.
    Base64WhiteSpace,
    /// Base64 text without its "=" at the end (§3.3.1). How many are missing is known from the length.
    Base64Padding,
    /// Base64 text whose last character carries bits of no octet (§3.3.1); they are dropped.
    Base64TrailingBits,
    /// A backslash before a character that needs none, or at the end (§3.3.11). The character is meant:
    /// `\"` is common, from programs that escape for quoted strings.
    TextEscape,
    /// A colon after a backslash (§3.3.11), forbidden by name and often written.
    TextEscapedColon,
    /// A comma without its backslash in one TEXT (§3.3.11); with one value there is nothing it could separate.
    TextComma,
    /// A semicolon without its backslash in one TEXT (§3.3.11); it separates nothing there either.
    TextSemicolon,
    /// A control character in TEXT (§3.1). It has no meaning there and is left out.
    TextControl,
    /// A character in a URI that has to be percent-encoded (§3.3.13; RFC 3986 §2): spaces, letters outside of
    /// ASCII, a lone "%". It is read as its percent-encoding.
    UriCharacter,
    /// An email address without `mailto:` as a calendar user address (§3.3.3). It is read with it.
    CalAddressMailto,
    /// `-0000` or `-000000` as offset from UTC (§3.3.14). It is read as zero.
    UtcOffsetNegativeZero,
    /// A doubled, leading or trailing ";" in a RECUR (§3.3.10): a part with nothing in it.
    RecurEmptyPart,
    /// A part of a RECUR that is there twice with the same value, or an unknown one that is there twice (§3.3.10).
    RecurPartTwice,
    /// FREQ after another part of a RECUR (§3.3.10). Readers accept any order, writers put FREQ first.
    /// RSCALE before it does not count: so do all examples of RFC 7529.
    RecurFrequencyNotFirst,
    /// A date without VALUE=DATE in a property that holds dates and, by default, dates with times (§3.2.20),
    /// `DTSTART:20270102`. The typed properties read it as a DATE, for eight digits can be nothing else.
    DateWithoutValueType,
}

impl Leniency {
    /// Every leniency, in the order of declaration.
    pub const ALL: [Self; 19] = [
        Self::WhiteSpace,
        Self::DurationGap,
        Self::DurationWeeksMixed,
        Self::DurationEmptyTime,
        Self::Base64WhiteSpace,
        Self::Base64Padding,
        Self::Base64TrailingBits,
        Self::TextEscape,
        Self::TextEscapedColon,
        Self::TextComma,
        Self::TextSemicolon,
        Self::TextControl,
        Self::UriCharacter,
        Self::CalAddressMailto,
        Self::UtcOffsetNegativeZero,
        Self::RecurEmptyPart,
        Self::RecurPartTwice,
        Self::RecurFrequencyNotFirst,
        Self::DateWithoutValueType,
    ];

    /// A short name, for programs.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::WhiteSpace => "white-space",
            Self::DurationGap => "duration-gap",
            Self::DurationWeeksMixed => "duration-weeks-mixed",
            Self::DurationEmptyTime => "duration-empty-time",
            Self::Base64WhiteSpace => "base-64-white-space",
            Self::Base64Padding => "base-64-padding",
            Self::Base64TrailingBits => "base-64-trailing-bits",
            Self::TextEscape => "text-escape",
            Self::TextEscapedColon => "text-escaped-colon",
            Self::TextComma => "text-comma",
            Self::TextSemicolon => "text-semicolon",
            Self::TextControl => "text-control",
            Self::UriCharacter => "uri-character",
            Self::CalAddressMailto => "cal-address-mailto",
            Self::UtcOffsetNegativeZero => "utc-offset-negative-zero",
            Self::RecurEmptyPart => "recur-empty-part",
            Self::RecurPartTwice => "recur-part-twice",
            Self::RecurFrequencyNotFirst => "recur-frequency-not-first",
            Self::DateWithoutValueType => "date-without-value-type",
        }
    }

    /// The row of `requirements.csv` that the text offends, such as `5545-3.3.6-03`.
    #[must_use]
    pub const fn requirement(self) -> &'static str {
        match self {
            Self::WhiteSpace | Self::TextControl => "5545-3.1-06",
            Self::DurationGap | Self::DurationWeeksMixed | Self::DurationEmptyTime => "5545-3.3.6-03",
            Self::Base64WhiteSpace | Self::Base64Padding | Self::Base64TrailingBits => "5545-3.3.1-01",
            Self::TextEscape | Self::TextComma | Self::TextSemicolon => "5545-3.3.11-02",
            Self::TextEscapedColon => "5545-3.3.11-03",
            Self::UriCharacter => "5545-3.3.13-01",
            Self::CalAddressMailto => "5545-3.3.3-01",
            Self::UtcOffsetNegativeZero => "5545-3.3.14-02",
            Self::RecurEmptyPart => "5545-3.1.1-02",
            Self::RecurPartTwice => "5545-3.3.10-03",
            Self::RecurFrequencyNotFirst => "5545-3.3.10-05",
            Self::DateWithoutValueType => "5545-3.2.20-02",
        }
    }

    const fn bit(self) -> u32 {
        1 << self as u32
    }
}

impl fmt::Display for Leniency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WhiteSpace => "expected a value without white space around its parts, found some",
            Self::DurationGap => "expected minutes between hours and seconds, found none",
            Self::DurationEmptyTime => {
                "expected hours, minutes or seconds after \"T\" in a duration, found none"
            }
            Self::DurationWeeksMixed => "expected weeks alone in a duration, found another unit with them",
            Self::Base64WhiteSpace => "expected base64 text in one piece, found white space in it",
            Self::Base64Padding => "expected \"=\" at the end of base64 text, found none",
            Self::Base64TrailingBits => {
                "expected the last base64 character to end an octet, found further bits"
            }
            Self::TextEscape => {
                "expected n, N, \"\\\", \";\" or \",\" after a backslash, found something else"
            }
            Self::TextEscapedColon => "expected a colon without a backslash, found one",
            Self::TextComma => "expected a backslash before a comma, found none",
            Self::TextSemicolon => "expected a backslash before a semicolon, found none",
            Self::TextControl => "expected text, found a control character, which is left out",
            Self::UriCharacter => "expected a percent-encoding in the URI, found the character itself",
            Self::CalAddressMailto => "expected \"mailto:\" before an email address, found none",
            Self::UtcOffsetNegativeZero => "expected +0000 for no offset, found -0000",
            Self::RecurEmptyPart => "expected a rule part between separators, found nothing",
            Self::RecurPartTwice => "expected a rule part once, found it twice",
            Self::RecurFrequencyNotFirst => "expected FREQ as the first rule part, found it later",
            Self::DateWithoutValueType => "expected VALUE=DATE with a date, found none",
        })
    }
}

/// A set of [`Leniency`], gathered while values are read. Copying it costs nothing.
#[derive(Clone, Copy, Default, Eq, Hash, PartialEq)]
pub struct Leniencies(u32);

impl Leniencies {
    /// None at all.
    #[must_use]
    pub const fn empty() -> Self {
        Self(0)
    }

    /// Adds one; nothing happens when it is there already.
    pub const fn insert(&mut self, leniency: Leniency) {
        self.0 |= leniency.bit();
    }

    /// Is this one of them?
    #[must_use]
    pub const fn contains(self, leniency: Leniency) -> bool {
        self.0 & leniency.bit() != 0
    }

    /// Is there none?
    #[must_use]
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Each of them once, in the order of declaration.
    pub fn iter(self) -> impl Iterator<Item = Leniency> {
        Leniency::ALL.into_iter().filter(move |leniency| self.contains(*leniency))
    }
}

impl fmt::Debug for Leniencies {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl Extend<Leniency> for Leniencies {
    fn extend<I: IntoIterator<Item = Leniency>>(&mut self, leniencies: I) {
        for leniency in leniencies {
            self.insert(leniency);
        }
    }
}

impl FromIterator<Leniency> for Leniencies {
    fn from_iter<I: IntoIterator<Item = Leniency>>(leniencies: I) -> Self {
        let mut set = Self::empty();
        set.extend(leniencies);
        set
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_leniency_is_listed_once_and_has_a_bit_of_its_own() {
        let all: Leniencies = Leniency::ALL.into_iter().collect();
        assert_eq!(all.iter().count(), Leniency::ALL.len());
        assert_eq!(all.0.count_ones() as usize, Leniency::ALL.len());
    }

    #[test]
    fn a_set_holds_what_was_inserted() {
        let mut set = Leniencies::empty();
        assert!(set.is_empty());
        set.insert(Leniency::TextComma);
        set.insert(Leniency::TextComma);
        assert!(set.contains(Leniency::TextComma));
        assert!(!set.contains(Leniency::TextEscape));
        assert_eq!(set.iter().collect::<Vec<_>>(), [Leniency::TextComma]);
        assert_eq!(format!("{set:?}"), "{TextComma}");
    }
}
