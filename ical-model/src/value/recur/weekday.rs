//! BYDAY and WKST: days of the week.

use core::fmt;
use core::num::NonZeroI8;

/// A day of the week (§3.3.10, `weekday`), Monday first.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub enum Weekday {
    /// MO
    Monday,
    /// TU
    Tuesday,
    /// WE
    Wednesday,
    /// TH
    Thursday,
    /// FR
    Friday,
    /// SA
    Saturday,
    /// SU
    Sunday,
}

impl Weekday {
    /// Every day of the week, Monday first.
    pub const ALL: [Self; 7] = [
        Self::Monday,
        Self::Tuesday,
        Self::Wednesday,
        Self::Thursday,
        Self::Friday,
        Self::Saturday,
        Self::Sunday,
    ];

    /// The two letters on the wire.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Monday => "MO",
            Self::Tuesday => "TU",
            Self::Wednesday => "WE",
            Self::Thursday => "TH",
            Self::Friday => "FR",
            Self::Saturday => "SA",
            Self::Sunday => "SU",
        }
    }

    /// The day of these two letters, in any case.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|weekday| weekday.name().eq_ignore_ascii_case(name))
    }
}

impl fmt::Display for Weekday {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl From<chrono::Weekday> for Weekday {
    fn from(weekday: chrono::Weekday) -> Self {
        match weekday {
            chrono::Weekday::Mon => Self::Monday,
            chrono::Weekday::Tue => Self::Tuesday,
            chrono::Weekday::Wed => Self::Wednesday,
            chrono::Weekday::Thu => Self::Thursday,
            chrono::Weekday::Fri => Self::Friday,
            chrono::Weekday::Sat => Self::Saturday,
            chrono::Weekday::Sun => Self::Sunday,
        }
    }
}

impl From<Weekday> for chrono::Weekday {
    fn from(weekday: Weekday) -> Self {
        match weekday {
            Weekday::Monday => Self::Mon,
            Weekday::Tuesday => Self::Tue,
            Weekday::Wednesday => Self::Wed,
            Weekday::Thursday => Self::Thu,
            Weekday::Friday => Self::Fri,
            Weekday::Saturday => Self::Sat,
            Weekday::Sunday => Self::Sun,
        }
    }
}

/// A value of BYDAY (§3.3.10, `weekdaynum`): a day of the week, and which of them in a month or year.
///
/// ```
/// use ical_model::value::{Weekday, WeekdayNumber};
/// assert_eq!(WeekdayNumber::nth(-1, Weekday::Friday).map(|day| day.to_string()).as_deref(), Some("-1FR"));
/// assert_eq!(WeekdayNumber::from(Weekday::Monday).to_string(), "MO");
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct WeekdayNumber {
    /// The first, second…, or counted from the end when negative; every such day when there is none.
    pub ordinal: Option<NonZeroI8>,
    /// The day of the week.
    pub weekday: Weekday,
}

impl WeekdayNumber {
    /// The nth such day; `None` for zero.
    #[must_use]
    pub const fn nth(ordinal: i8, weekday: Weekday) -> Option<Self> {
        match NonZeroI8::new(ordinal) {
            Some(ordinal) => Some(Self { ordinal: Some(ordinal), weekday }),
            None => None,
        }
    }
}

impl fmt::Display for WeekdayNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(ordinal) = self.ordinal {
            ordinal.fmt(f)?;
        }
        self.weekday.fmt(f)
    }
}

impl From<Weekday> for WeekdayNumber {
    fn from(weekday: Weekday) -> Self {
        Self { ordinal: None, weekday }
    }
}
