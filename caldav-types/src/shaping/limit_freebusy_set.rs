//! Of a VFREEBUSY only the periods that meet a range.
//!
//! [RFC 4791 §9.6.7](https://www.rfc-editor.org/rfc/rfc4791#section-9.6.7)

use chrono::{DateTime, TimeDelta, Utc};
use ical_model::Property;
use ical_model::value::{Period, PeriodEnd};

use super::new_line::NewLine;
use super::revision::Revised;
use crate::TimeSpan;

/// A FREEBUSY with the periods that meet a range, by the table of §9.9. Periods that cannot be read stay: nothing says
/// that they are elsewhere.
pub(super) fn revised(property: Property<'_>, span: &TimeSpan) -> Revised {
    let Ok(value) = property.value() else { return Revised::Stored };
    let meets = |item: &&str| item.trim().parse().map_or(true, |period| meets(&period, span));
    let items: Vec<&str> = value.split(',').filter(meets).collect();
    match items.len() {
        0 => Revised::Gone,
        met if met == value.split(',').count() => Revised::Stored,
        _ => {
            let line = NewLine::new(property.name().into_owned(), items.join(","));
            Revised::New(line.with_parameters_of(Some(property), &[]))
        }
    }
}

fn meets(period: &Period, span: &TimeSpan) -> bool {
    let start = period.start().local().and_utc();
    let end = match period.end() {
        PeriodEnd::DateTime(end) => end.local().and_utc(),
        PeriodEnd::Duration(duration) => {
            // Days in UTC have 24 hours.
            let lasts = TimeDelta::days(i64::from(duration.nominal_days())).checked_add(&duration.exact());
            lasts.and_then(|lasts| start.checked_add_signed(lasts)).unwrap_or(DateTime::<Utc>::MAX_UTC)
        }
    };
    span.start().0 < end && span.end().0 > start
}
