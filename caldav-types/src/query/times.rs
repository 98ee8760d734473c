//! Times that are stated and not worked out.
//!
//! [RFC 4791 §9.9](https://www.rfc-editor.org/rfc/rfc4791#section-9.9),
//! [RFC 7953 §7.2.2](https://www.rfc-editor.org/rfc/rfc7953#section-7.2.2)

use chrono::{NaiveDateTime, NaiveTime, TimeDelta};
use ical_model::property::{Duration, FreeBusy, TypedProperty};
use ical_model::recurrence::UnknownZone;
use ical_model::time_zone::Zone;
use ical_model::value::{self, DateOrDateTime, Period, PeriodEnd, TzId, Value};
use ical_model::{Component, ComponentName, ParameterName, Property, PropertyName};

use super::QueryError;
use super::comp_plan::Seconds;
use super::matcher::Matcher;
use super::text_pattern::parameter;

/// Does a VFREEBUSY or a VAVAILABILITY overlap a range?
pub(super) fn overlaps(
    component: Component<'_>,
    range: Seconds,
    matcher: &Matcher<'_, '_>,
) -> Result<bool, QueryError> {
    let spans = Spans::of(component, matcher)?;
    Ok(match spans {
        Spans::Ends { start, end } if component.is(&ComponentName::VFreeBusy) => {
            end.is_none_or(|end| range.from <= end) && start.is_none_or(|start| range.to > start)
        }
        Spans::Ends { start, end } => {
            end.is_none_or(|end| range.from < end) && start.is_none_or(|start| range.to > start)
        }
        Spans::Periods(periods) => periods.iter().any(|(start, end)| range.from < *end && range.to > *start),
    })
}

/// When a VFREEBUSY or a VAVAILABILITY is.
pub(super) enum Spans {
    Ends { start: Option<i64>, end: Option<i64> },
    Periods(Vec<(i64, i64)>),
}

impl Spans {
    pub(super) fn of(component: Component<'_>, matcher: &Matcher<'_, '_>) -> Result<Self, QueryError> {
        let line = |name| component.properties_named(&name).next();
        let start = line(PropertyName::DtStart).map(|start| matcher.moment(start)).transpose()?;
        let end = line(PropertyName::DtEnd).map(|end| matcher.moment(end)).transpose()?;
        if component.is(&ComponentName::VFreeBusy) {
            return match (start, end) {
                (Some(start), Some(end)) => {
                    Ok(Self::Ends { start: Some(start.instant), end: Some(end.instant) })
                }
                _ => periods(component),
            };
        }
        let end = match (&start, end, component.property::<Duration>()?) {
            (_, Some(end), _) => Some(end.instant),
            (Some(start), None, Some(duration)) => Some(start.after(&duration.value)),
            _ => None,
        };
        Ok(Self::Ends { start: start.map(|start| start.instant), end })
    }
}

/// The periods of a VFREEBUSY.
fn periods(component: Component<'_>) -> Result<Spans, QueryError> {
    let mut periods = Vec::new();
    for busy in component.properties_of::<FreeBusy>() {
        periods.extend(busy?.value.iter().map(|period| ends(period, &Zone::utc())));
    }
    Ok(Spans::Periods(periods))
}

/// When a period starts and ends whose times are told in a zone.
fn ends(period: &Period, zone: &Zone) -> (i64, i64) {
    let start = Moment::new(period.start().local(), zone.clone());
    let end = match period.end() {
        PeriodEnd::DateTime(end) => zone.to_utc(end.local()).timestamp(),
        PeriodEnd::Duration(duration) => start.after(duration),
    };
    (start.instant, end)
}

/// A moment, and how its zone tells it.
struct Moment {
    instant: i64,
    local: NaiveDateTime,
    zone: Zone,
}

impl Moment {
    fn new(local: NaiveDateTime, zone: Zone) -> Self {
        Self { instant: zone.to_utc(local).timestamp(), local, zone }
    }

    /// A duration after it: days by the clock, the rest exact (RFC 5545 §3.3.6).
    fn after(&self, duration: &value::Duration) -> i64 {
        let days = TimeDelta::try_days(i64::from(duration.nominal_days())).unwrap_or_default();
        let end = match self.local.checked_add_signed(days) {
            Some(local) if !days.is_zero() => self.zone.to_utc(local).timestamp(),
            _ => self.instant,
        };
        end.saturating_add(duration.exact().num_seconds())
    }
}

impl Matcher<'_, '_> {
    /// Is a date of a line in a range? A day is the moment it begins at; a period overlaps the range.
    pub(super) fn is_in(&mut self, line: Property<'_>, range: Seconds) -> bool {
        let answer = self.has_time_in(line, range);
        self.keep(answer)
    }

    fn has_time_in(&self, line: Property<'_>, range: Seconds) -> Result<bool, QueryError> {
        for value in line.each_value()? {
            let found = match value? {
                Value::Date(date) => {
                    range.has(self.floating.to_utc(date.naive().and_time(NaiveTime::MIN)).timestamp())
                }
                Value::DateTime(time) => range.has(self.at(line, &time)?),
                Value::Period(period) => {
                    let zone = self.zone_of(line, period.start())?;
                    let (start, end) = ends(&period, &zone);
                    range.from < end && range.to > start
                }
                // A property of one's own without VALUE is a text, which may be the text of a date.
                Value::Text(text) => match text.as_str().trim().parse::<DateOrDateTime>() {
                    Ok(DateOrDateTime::DateTime(time)) => range.has(self.at(line, &time)?),
                    Ok(DateOrDateTime::Date(date)) => {
                        range.has(self.floating.to_utc(date.naive().and_time(NaiveTime::MIN)).timestamp())
                    }
                    Err(_) => false,
                },
                _ => false,
            };
            if found {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The moment of the one date of a line.
    fn moment(&self, line: Property<'_>) -> Result<Moment, QueryError> {
        let value = ical_model::property::DtStart::read(line)?.value;
        let zone = match &value {
            DateOrDateTime::Date(_) => self.floating.clone(),
            DateOrDateTime::DateTime(time) => self.zone_of(line, time)?,
        };
        Ok(Moment::new(value.local(), zone))
    }

    fn at(&self, line: Property<'_>, time: &value::DateTime) -> Result<i64, QueryError> {
        Ok(self.zone_of(line, time)?.to_utc(time.local()).timestamp())
    }

    /// The zone that a time of a line is told in.
    fn zone_of(&self, line: Property<'_>, time: &value::DateTime) -> Result<Zone, QueryError> {
        if time.is_utc() {
            return Ok(Zone::utc());
        }
        let tzid = match time.tzid() {
            Some(tzid) => Some(tzid.clone()),
            None => parameter(line, &ParameterName::TzId).map(|tzid| TzId::from(&*tzid.value())),
        };
        match tzid {
            None => Ok(self.floating.clone()),
            Some(tzid) => match (self.zones.zone(tzid), self.recurrence.unknown_zone) {
                (Ok(zone), _) => Ok(zone),
                (Err(_), UnknownZone::Float) => Ok(self.floating.clone()),
                (Err(error), UnknownZone::Refuse) => Err(error.into()),
            },
        }
    }
}
