//! Components without a start, or whose start alone says nothing.
//!
//! [RFC 4791 §9.9](https://www.rfc-editor.org/rfc/rfc4791#section-9.9)

use super::overlap::Range;
use super::time_lines::TimeLines;
use super::{RecurrenceError, Window};
use crate::property::{Completed, Created, FreeBusy};
use crate::time_zone::Instant;
use crate::value::PeriodEnd;
use crate::{Component, ComponentName};

/// A component that has no instances, yet may overlap a time range.
#[derive(Clone, Debug)]
pub(super) enum Undated {
    /// A VTODO.
    ToDo { completed: Option<i64>, created: Option<i64> },
    /// The periods of a VFREEBUSY.
    FreeBusy(Vec<(i64, i64)>),
    /// What overlaps nothing.
    Never,
}

impl Undated {
    /// Is it one though it has a start? A VFREEBUSY is where DTSTART and DTEND say if both do, or else where its periods
    /// are. The table says nothing of one that recurs.
    pub(super) fn is_in_spite_of_start(lines: &TimeLines<'_>) -> bool {
        lines.component.is(&ComponentName::VFreeBusy) && lines.dt_end.is_none() && lines.recurring.is_none()
    }

    pub(super) fn read(component: Component<'_>) -> Result<Self, RecurrenceError> {
        Ok(match component.name() {
            ComponentName::VTodo => {
                let completed = component.property::<Completed>()?;
                let created = component.property::<Created>()?;
                Self::ToDo {
                    completed: completed.map(|completed| Instant::from(completed.value.instant()).0),
                    created: created.map(|created| Instant::from(created.value.instant()).0),
                }
            }
            ComponentName::VFreeBusy => {
                let mut periods = Vec::new();
                for busy in component.properties_of::<FreeBusy>() {
                    periods.extend(busy?.value.iter().map(|period| {
                        let start = Instant::from(period.start().local().and_utc()).0;
                        let end = match period.end() {
                            PeriodEnd::DateTime(end) => Instant::from(end.local().and_utc()).0,
                            PeriodEnd::Duration(duration) => start
                                .saturating_add(
                                    i64::from(duration.nominal_days()).saturating_mul(super::clock::DAY),
                                )
                                .saturating_add(duration.exact().num_seconds()),
                        };
                        (start, end)
                    }));
                }
                Self::FreeBusy(periods)
            }
            _ => Self::Never,
        })
    }

    /// Does it overlap a window? Its times are in UTC; a local window takes them as they stand.
    pub(super) fn overlaps(&self, window: &Window) -> bool {
        let Range { from, to } = window.range();
        match self {
            Self::ToDo { completed: Some(completed), created: Some(created) } => {
                (from <= *created || from <= *completed) && (to >= *created || to >= *completed)
            }
            Self::ToDo { completed: Some(completed), created: None } => {
                from <= *completed && to >= *completed
            }
            Self::ToDo { completed: None, created: Some(created) } => to > *created,
            Self::ToDo { completed: None, created: None } => true,
            Self::FreeBusy(periods) => periods.iter().any(|(start, end)| from < *end && to > *start),
            Self::Never => false,
        }
    }
}
