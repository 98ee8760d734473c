//! The clock on which the times of a component are told.

use super::UnknownZone;
use super::stepper::Occurrence as Moment;
use crate::time_zone::{Instant, LocalTime, Wall, Zone, ZoneCursor, ZoneError};
use crate::value::{Date, DateOrDateTime, DateTime, TimeForm, TzId};

/// How a zone is found by its name; `None` for one whose times are to be read as floating.
pub(crate) type ZoneLookup<'z> = dyn Fn(&TzId) -> Result<Option<Zone>, ZoneError> + 'z;

/// What a lookup makes of a zone that may not be there.
pub(crate) fn known_or(
    unknown: UnknownZone,
    zone: Result<Zone, ZoneError>,
) -> Result<Option<Zone>, ZoneError> {
    match (zone, unknown) {
        (Err(_), UnknownZone::Float) => Ok(None),
        (zone, _) => zone.map(Some),
    }
}

/// The clock on which the times of a component are told: their form, and for zoned times the zone.
///
/// Days and floating times are counted as if the clock were that of UTC.
#[derive(Clone, Debug)]
pub(crate) struct Clock {
    /// `None` for days.
    form: Option<TimeForm>,
    zone: Zone,
}

impl Clock {
    /// The clock of a value.
    pub(crate) fn of(value: &DateOrDateTime, zones: &ZoneLookup<'_>) -> Result<Self, ZoneError> {
        Ok(match value {
            DateOrDateTime::Date(_) => Self { form: None, zone: Zone::utc() },
            DateOrDateTime::DateTime(time) => match time.tzid().map(zones).transpose()? {
                Some(None) => Self { form: Some(TimeForm::Floating), zone: Zone::utc() },
                Some(Some(zone)) => Self { form: Some(time.form().clone()), zone },
                None => Self { form: Some(time.form().clone()), zone: Zone::utc() },
            },
        })
    }

    /// Are its values of the form of this one?
    pub(crate) fn tells(&self, value: &DateOrDateTime) -> bool {
        match value {
            DateOrDateTime::Date(_) => self.is_date(),
            DateOrDateTime::DateTime(time) => self.form.as_ref() == Some(time.form()),
        }
    }

    /// Its zone; that of UTC for days and floating times.
    pub(crate) const fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The name of its zone, where there is one.
    pub(crate) fn tzid(&self) -> Option<&TzId> {
        self.form.as_ref().and_then(TimeForm::tzid)
    }

    /// Does it tell days?
    pub(crate) const fn is_date(&self) -> bool {
        self.form.is_none()
    }

    /// Does it tell days or floating times, which are moments only once a zone is chosen?
    pub(crate) const fn is_local(&self) -> bool {
        matches!(self.form, None | Some(TimeForm::Floating))
    }

    /// The value that shows this time. Years before 0 and after 9999 cannot be written; the nearest is.
    pub(crate) fn value(&self, wall: Wall) -> DateOrDateTime {
        let wall = Wall(wall.0.clamp(FIRST, LAST));
        let local = wall.naive().unwrap_or_default();
        let day = DateOrDateTime::Date(Date::from_checked(local.date()));
        match &self.form {
            None => day,
            Some(form) => DateTime::new(local, form.clone()).map_or(day, DateOrDateTime::DateTime),
        }
    }

    /// A way to ask it for many moments that lie near each other.
    pub(crate) fn hand(&self) -> Hand<'_> {
        Hand { clock: self, cursor: None }
    }

    /// The moment at which it shows this time; in a gap by the offset before it (§3.3.5), and then it shows a later
    /// time.
    pub(crate) fn moment(&self, wall: Wall) -> Moment {
        self.hand().moment(wall)
    }

    /// What it shows at an instant.
    pub(crate) fn moment_at(&self, instant: Instant) -> Moment {
        self.hand().moment_at(instant)
    }

    /// Where on this clock a value stands that may be told on another.
    ///
    /// A local time without a zone is one of this clock, and so is any time if this clock has no zone: there is
    /// nothing to convert it by. A day is its first moment, a time on a clock of days its day as written.
    pub(crate) fn read(&self, value: &DateOrDateTime, zones: &ZoneLookup<'_>) -> Result<Moment, ZoneError> {
        let wall = Wall::from(value.local());
        let DateOrDateTime::DateTime(time) = value else { return Ok(self.moment(wall)) };
        if self.is_local() || self.form.as_ref() == Some(time.form()) {
            return Ok(self.moment(wall));
        }
        match time.form() {
            TimeForm::Floating => Ok(self.moment(wall)),
            TimeForm::Utc => Ok(self.moment_at(Instant(wall.0))),
            TimeForm::Zoned(tzid) => Ok(match zones(tzid)? {
                Some(zone) => self.moment_at(zone.cursor().instant(wall).0),
                None => self.moment(wall),
            }),
        }
    }

    /// As [`Hand::earliest`]; the ends of `i64` are infinity.
    pub(crate) fn earliest(&self, wall: i64) -> i64 {
        if wall == i64::MIN { wall } else { self.hand().earliest(Wall(wall)).0 }
    }

    /// The last instant, or a later one, at which it shows this time or an earlier one.
    pub(crate) fn latest(&self, wall: i64) -> i64 {
        match Wall(wall).naive() {
            Some(local) if !self.is_local() => match self.zone.resolve(local) {
                LocalTime::Fold { second, .. } => Instant::from(second).0,
                single => Instant::from(single.utc()).0,
            },
            _ => wall,
        }
    }
}

/// Asks a clock for many moments that lie near each other.
#[derive(Clone, Debug)]
pub(crate) struct Hand<'c> {
    clock: &'c Clock,
    /// Of a zoned clock that was asked.
    cursor: Option<ZoneCursor<'c>>,
}

impl<'c> Hand<'c> {
    /// The clock.
    pub(crate) const fn clock(&self) -> &'c Clock {
        self.clock
    }

    /// As [`Clock::moment`].
    #[inline]
    pub(crate) fn moment(&mut self, wall: Wall) -> Moment {
        let Some(cursor) = self.cursor() else {
            let wall = if self.clock.is_date() { Wall(wall.day().saturating_mul(DAY)) } else { wall };
            return Moment { wall, instant: Instant(wall.0) };
        };
        match cursor.instant(wall) {
            (instant, false) => Moment { wall, instant },
            (instant, true) => Moment { wall: cursor.wall(instant), instant },
        }
    }

    /// As [`Clock::moment_at`].
    #[inline]
    pub(crate) fn moment_at(&mut self, instant: Instant) -> Moment {
        let wall = self.cursor().map_or(Wall(instant.0), |cursor| cursor.wall(instant));
        Moment { wall, instant }
    }

    /// The first instant, or an earlier one, at which it shows this time or a later one.
    pub(crate) fn earliest(&mut self, wall: Wall) -> Instant {
        let Some(cursor) = self.cursor() else { return Instant(wall.0) };
        let (instant, shift) = cursor.instant_and_shift(wall);
        Instant(instant.0.saturating_sub(i64::from(shift)))
    }

    /// A moment of another clock as this one tells it. Where one of them has no zone, both show the same time.
    pub(crate) fn retell(&mut self, moment: Moment, of: &Clock) -> Moment {
        match (self.clock.is_local(), of.is_local()) {
            (false, false) => self.moment_at(moment.instant),
            _ => self.moment(moment.wall),
        }
    }

    /// Only a zoned clock has one.
    #[inline]
    fn cursor(&mut self) -> Option<&mut ZoneCursor<'c>> {
        let clock = self.clock;
        match clock.form {
            Some(TimeForm::Zoned(_)) => Some(self.cursor.get_or_insert_with(|| clock.zone.cursor())),
            _ => None,
        }
    }
}

/// Seconds of a day.
pub(crate) const DAY: i64 = 86_400;

/// 0000-01-01T00:00:00.
const FIRST: i64 = -62_167_219_200;
/// 9999-12-31T23:59:59.
const LAST: i64 = 253_402_300_799;
