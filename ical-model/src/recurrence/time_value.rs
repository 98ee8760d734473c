//! Days and times whose lines say VALUE wrongly or not at all.
//!
//! [RFC 5545 §3.2.20](https://www.rfc-editor.org/rfc/rfc5545#section-3.2.20)

use crate::property::RecurrenceDate;
use crate::value::{DateOrDateTime, Leniencies, Period, TzId, ValueRead};
use crate::{ParameterName, Property, PropertyError};

/// The value of a line, and where VALUE does not fit it what the value itself says: a day without VALUE=DATE and a
/// time with it are common, and the "T" tells them apart. A strict stream is read as it has to be.
pub(super) fn read_time(
    line: Property<'_>,
    read: impl FnOnce(Property<'_>) -> Result<DateOrDateTime, PropertyError>,
) -> Result<DateOrDateTime, PropertyError> {
    read(line).or_else(|error| as_it_looks(line).and_then(|mut values| values.pop()).ok_or(error))
}

/// The same for a list.
pub(super) fn read_times<T: From<DateOrDateTime>>(
    line: Property<'_>,
    read: impl FnOnce(Property<'_>) -> Result<Vec<T>, PropertyError>,
) -> Result<Vec<T>, PropertyError> {
    read(line).or_else(|error| {
        let values = as_it_looks(line).ok_or(error)?;
        Ok(values.into_iter().map(T::from).collect())
    })
}

/// The same for RDATE, which may have periods too.
pub(super) fn read_recurrence_dates(
    line: Property<'_>,
    read: impl FnOnce(Property<'_>) -> Result<Vec<RecurrenceDate>, PropertyError>,
) -> Result<Vec<RecurrenceDate>, PropertyError> {
    read_times(line, read).or_else(|error| {
        let periods = || {
            let tzid = zone(line)?;
            let text = line.value().ok()?;
            let periods = text.split(',').map(|item| {
                let period = Period::read(item, &mut Leniencies::empty()).ok()?;
                Some(match &tzid {
                    Some(tzid) => period.with_tzid(tzid.clone()),
                    None => period,
                })
            });
            periods.map(|period| period.map(RecurrenceDate::Period)).collect::<Option<Vec<_>>>()
        };
        periods().ok_or(error)
    })
}

fn as_it_looks(line: Property<'_>) -> Option<Vec<DateOrDateTime>> {
    let tzid = zone(line)?;
    let text = line.value().ok()?;
    let items = text.split(',').filter(|item| !item.trim().is_empty());
    items
        .map(|item| {
            let value = DateOrDateTime::read(item, &mut Leniencies::empty()).ok()?;
            Some(match &tzid {
                Some(tzid) => value.with_tzid(tzid.clone()),
                None => value,
            })
        })
        .collect::<Option<Vec<_>>>()
        .filter(|values| !values.is_empty())
}

/// The zone that TZID names; `None` where the stream is read strictly.
fn zone(line: Property<'_>) -> Option<Option<TzId>> {
    if line.is_strict() {
        return None;
    }
    let tzid = line.parameter(&ParameterName::TzId).ok()?;
    Some(tzid.map(|tzid| TzId::from(&*tzid.value())))
}
