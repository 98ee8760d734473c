//! When somebody is busy.
//!
//! [RFC 4791 §7.10](https://www.rfc-editor.org/rfc/rfc4791#section-7.10)

use std::borrow::Borrow;
use std::fmt;
use std::ops::Range;

use chrono::{DateTime, Utc};
use ical_model::free_busy::{BusyTime, FreeBusyError};
use ical_model::property::{DtStamp, Uid};
use ical_model::recurrence::{Budget, BudgetExceeded};
use ical_model::time_zone::{Zone, ZoneSource, Zones};
use ical_model::{Calendar, EditError};

use crate::property::ScheduleCalendarTransp;
use crate::report::FreeBusyQuery;

/// A calendar object resource that the user may read busy time of.
#[derive(Clone, Debug)]
pub struct FreeBusyResource<C> {
    /// What it holds.
    pub calendar: C,
    /// CALDAV:schedule-calendar-transp of its collection: nothing in a transparent one takes up time (RFC 6638 §9.1).
    pub transparency: ScheduleCalendarTransp,
}

impl<C> From<C> for FreeBusyResource<C> {
    /// Of a collection that does not say it, and so is opaque.
    fn from(calendar: C) -> Self {
        Self { calendar, transparency: ScheduleCalendarTransp::Opaque }
    }
}

/// When somebody is busy by these calendar object resources: the events, by their TRANSP and STATUS, VFREEBUSY, and
/// VAVAILABILITY (RFC 7953 §7.2.3).
///
/// Each second has one type, the strongest that is given for it (see [`BusyTime`]). `floating` is the zone of days and
/// floating times. A resource that cannot be read does not keep the others from being told: it is told as a fault, and
/// what could be read of it counts.
///
/// # Errors
///
/// More work than the budget allows; DAV:number-of-matches-within-limits is what to answer.
///
/// ```
/// use caldav_types::TimeSpan;
/// use caldav_types::report::FreeBusyQuery;
/// use caldav_types::shaping::{FreeBusyResource, free_busy_query};
/// use ical_model::Calendar;
/// use ical_model::property::{DtStamp, Uid};
/// use ical_model::recurrence::Budget;
/// use ical_model::time_zone::{Zone, ZoneSource};
///
/// let calendar = Calendar::parse(
///     "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1@example.com\r\nDTSTART:20270104T090000Z\r\nDURATION:PT1H\r\n\
///      RRULE:FREQ=DAILY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
/// )?;
/// let query = FreeBusyQuery {
///     time_range: TimeSpan::new("20270301T000000Z".parse()?, "20270302T000000Z".parse()?)?.into(),
/// };
/// let resources = [FreeBusyResource::from(&calendar)];
/// let mut budget = Budget::default();
/// let answer = free_busy_query(&query, resources, &ZoneSource::new(), &Zone::utc(), &mut budget)?;
/// // What changes from one answer to the next is for the caller to say.
/// let (uid, stamp) = (Uid::from("2@example.com"), DtStamp::utc("20270301T080000Z".parse()?)?);
/// let reply = answer.to_calendar("-//Example Corp.//CalDAV Server//EN", &uid, &stamp)?;
/// assert!(String::from_utf8_lossy(&reply.to_bytes()).contains("FREEBUSY:20270301T090000Z/20270301T100000Z\r\n"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn free_busy_query<'c, C: Borrow<Calendar<'c>>>(
    query: &FreeBusyQuery,
    resources: impl IntoIterator<Item = FreeBusyResource<C>>,
    source: &ZoneSource,
    floating: &Zone,
    budget: &mut Budget,
) -> Result<FreeBusyAnswer, BudgetExceeded> {
    let mut gathering = Gathering::new(query, source, floating);
    let mut faults = Vec::new();
    for (index, resource) in resources.into_iter().enumerate() {
        if resource.transparency == ScheduleCalendarTransp::Transparent {
            continue;
        }
        match gathering.add(resource.calendar.borrow(), None, budget) {
            Ok(()) => {}
            Err(FreeBusyError::Budget(error)) => return Err(error),
            Err(error) => faults.push(FreeBusyFault { index, error }),
        }
    }
    Ok(FreeBusyAnswer { busy: gathering.busy, faults })
}

/// The busy time of a range, gathered from one calendar after the other.
#[derive(Debug)]
pub(crate) struct Gathering<'a> {
    range: Range<DateTime<Utc>>,
    source: &'a ZoneSource,
    pub(crate) busy: BusyTime,
}

impl<'a> Gathering<'a> {
    pub(crate) fn new(query: &FreeBusyQuery, source: &'a ZoneSource, floating: &Zone) -> Self {
        let start = query.time_range.start().map_or(DateTime::<Utc>::MIN_UTC, |start| start.0);
        let end = query.time_range.end().map_or(DateTime::<Utc>::MAX_UTC, |end| end.0);
        Self { range: start..end, source, busy: BusyTime::new(start..end, floating) }
    }

    /// Adds what a calendar takes up; `floating` is the zone of its days and floating times, where it has one of its
    /// own. What could be read of a faulty one is added too.
    pub(crate) fn add(
        &mut self,
        calendar: &Calendar<'_>,
        floating: Option<&Zone>,
        budget: &mut Budget,
    ) -> Result<(), FreeBusyError> {
        let zones = Zones::new(calendar, self.source);
        let Some(floating) = floating else { return self.busy.add_calendar(calendar, &zones, budget) };
        let mut elsewhere = BusyTime::new(self.range.clone(), floating);
        let added = elsewhere.add_calendar(calendar, &zones, budget);
        elsewhere.periods().for_each(|period| self.busy.add(&period));
        added
    }
}

/// When somebody is busy, and what could not be read.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct FreeBusyAnswer {
    /// The busy time of the range.
    pub busy: BusyTime,
    /// The resources that could not be read whole.
    pub faults: Vec<FreeBusyFault>,
}

impl FreeBusyAnswer {
    /// The body of the answer, `text/calendar`: a VCALENDAR with one VFREEBUSY, which has no FREEBUSY where nothing is
    /// taken up.
    ///
    /// # Errors
    ///
    /// The UID has a control character, or there are more periods than a calendar may hold.
    pub fn to_calendar(
        &self,
        product_id: &str,
        uid: &Uid,
        stamp: &DtStamp,
    ) -> Result<Calendar<'static>, EditError> {
        self.busy.to_calendar(product_id, uid, stamp)
    }
}

/// A resource that could not be read whole.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FreeBusyFault {
    /// Its place among the resources, from 0.
    pub index: usize,
    /// What was wrong.
    pub error: FreeBusyError,
}

impl fmt::Display for FreeBusyFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.error.fmt(f)
    }
}

impl std::error::Error for FreeBusyFault {}
