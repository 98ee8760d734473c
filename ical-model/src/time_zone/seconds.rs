//! Seconds on a wall clock, and seconds of UTC: two counts that must not be mixed up.

use chrono::{DateTime, NaiveDate, NaiveDateTime, Utc};

/// A date and time on a wall clock: seconds since it showed 1970-01-01T00:00:00.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct Wall(pub(crate) i64);

impl Wall {
    /// The date and time; `None` outside of what chrono can count.
    pub(crate) fn naive(self) -> Option<NaiveDateTime> {
        DateTime::from_timestamp(self.0, 0).map(|time| time.naive_utc())
    }

    /// The day it lies on: days since 1970-01-01.
    pub(crate) const fn day(self) -> i64 {
        self.0.div_euclid(86_400)
    }

    /// The instant it is where the clock is ahead of UTC by these seconds.
    pub(crate) const fn minus_offset(self, offset: i32) -> Instant {
        Instant(self.0.saturating_sub(offset as i64))
    }
}

impl From<NaiveDateTime> for Wall {
    fn from(time: NaiveDateTime) -> Self {
        Self(time.and_utc().timestamp())
    }
}

impl From<NaiveDate> for Wall {
    fn from(date: NaiveDate) -> Self {
        Self::from(date.and_time(chrono::NaiveTime::MIN))
    }
}

/// A moment: seconds since 1970-01-01T00:00:00 UTC, leap seconds not counted.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(crate) struct Instant(pub(crate) i64);

impl Instant {
    /// The moment; `None` outside of what chrono can count.
    pub(crate) fn utc(self) -> Option<DateTime<Utc>> {
        DateTime::from_timestamp(self.0, 0)
    }

    /// What a clock shows that is ahead of UTC by these seconds.
    pub(crate) const fn plus_offset(self, offset: i32) -> Wall {
        Wall(self.0.saturating_add(offset as i64))
    }
}

impl From<DateTime<Utc>> for Instant {
    fn from(time: DateTime<Utc>) -> Self {
        Self(time.timestamp())
    }
}
