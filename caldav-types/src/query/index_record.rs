//! What an index keeps of a calendar object.

use chrono::{DateTime, TimeDelta, Utc};
use ical_model::recurrence::{Alarms, Budget, Extent, RecurrenceOptions, RecurrenceSet};
use ical_model::time_zone::{Zone, Zones};
use ical_model::{Calendar, Component, ComponentName, PropertyName};

use super::QueryError;
use super::comp_plan::Seconds;
use super::matcher::Matcher;
use super::text_pattern::text_of;
use super::times::Spans;

/// What an index keeps of a calendar object, for [`Prefilter`](super::Prefilter)s to be asked of.
///
/// It rests on the octets of the object and on the definitions of time zones that it does not bring along, so a new
/// release of those asks for new records. Days and floating times count wherever a zone can put them, so that it holds
/// for each zone that a request may read them in.
///
/// ```
/// use caldav_types::query::IndexRecord;
/// use ical_model::recurrence::Budget;
/// use ical_model::time_zone::{ZoneSource, Zones};
/// use ical_model::{Calendar, ComponentName};
/// let calendar = Calendar::parse(
///     "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1@example.com\r\nDTSTART:20270104T090000Z\r\nDURATION:PT1H\r\n\
///      RRULE:FREQ=DAILY\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
/// )?;
/// let source = ZoneSource::new();
/// let record = IndexRecord::of(&calendar, &Zones::new(&calendar, &source), &mut Budget::default());
/// assert_eq!((record.uid.as_deref(), &record.component), (Some("1@example.com"), &Some(ComponentName::VEvent)));
/// let span = record.span.unwrap();
/// assert_eq!(span.start.unwrap().to_rfc3339(), "2027-01-04T09:00:00+00:00");
/// assert_eq!((span.end, record.alarms), (None, None));
/// # Ok::<(), ical_model::ParseError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct IndexRecord {
    /// The UID that all its components have. `None` is anything: they have none, or several.
    pub uid: Option<String>,
    /// The name that all its components but time zones have. `None` is anything: there are none, or of several names.
    #[cfg_attr(feature = "serde", serde(with = "optional_name"))]
    pub component: Option<ComponentName<'static>>,
    /// From when to when something takes place that a range of time can overlap. `None` is never.
    pub span: Option<IndexSpan>,
    /// From when to when alarms go off. `None` is never.
    pub alarms: Option<IndexSpan>,
}

impl IndexRecord {
    /// The record of a calendar object. What cannot be read, or asks for more work than the budget allows, may take
    /// place at any time.
    #[must_use]
    pub fn of(calendar: &Calendar<'_>, zones: &Zones<'_>, budget: &mut Budget) -> Self {
        Self::with_options(calendar, zones, budget, RecurrenceOptions::default())
    }

    /// The same with other readings of recurrence rules: those that the queries have.
    #[must_use]
    pub fn with_options(
        calendar: &Calendar<'_>,
        zones: &Zones<'_>,
        budget: &mut Budget,
        recurrence: RecurrenceOptions,
    ) -> Self {
        let (mut span, mut alarms) = (None, None);
        for (first, set) in RecurrenceSet::all(calendar.components(), zones, recurrence) {
            let found = match set {
                Ok(set) => spans_of(&set, first, budget),
                Err(_) => (Some(IndexSpan::ALWAYS), Some(IndexSpan::ALWAYS)),
            };
            span = either(span, found.0);
            alarms = either(alarms, found.1);
        }
        for component in calendar.components() {
            span = either(span, stated(component, zones, budget, recurrence));
        }
        Self { uid: uid(calendar), component: component(calendar), span, alarms }
    }
}

/// A stretch of time, both ends in it; an absent one is infinitely far.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct IndexSpan {
    /// The earliest moment.
    pub start: Option<DateTime<Utc>>,
    /// The latest moment.
    pub end: Option<DateTime<Utc>>,
}

impl IndexSpan {
    /// All of time.
    pub const ALWAYS: Self = Self { start: None, end: None };

    /// Have they a moment in common?
    #[must_use]
    pub fn touches(self, other: Self) -> bool {
        let is_after = |start: Option<DateTime<Utc>>, end: Option<DateTime<Utc>>| {
            start.zip(end).is_some_and(|(start, end)| start > end)
        };
        !is_after(self.start, other.end) && !is_after(other.start, self.end)
    }

    /// What holds both.
    fn and(self, other: Self) -> Self {
        Self {
            start: self.start.zip(other.start).map(|(one, other)| one.min(other)),
            end: self.end.zip(other.end).map(|(one, other)| one.max(other)),
        }
    }

    fn between(start: Option<i64>, end: Option<i64>) -> Self {
        let moment = |seconds: i64| DateTime::<Utc>::from_timestamp(seconds, 0);
        Self { start: start.and_then(moment), end: end.and_then(moment) }
    }

    /// With so much more on both sides.
    fn widened(self, by: TimeDelta) -> Self {
        Self {
            start: self.start.and_then(|start| start.checked_sub_signed(by)),
            end: self.end.and_then(|end| end.checked_add_signed(by)),
        }
    }
}

impl From<Seconds> for IndexSpan {
    fn from(range: Seconds) -> Self {
        Self::between(Some(range.from), Some(range.to))
    }
}

impl From<Extent> for IndexSpan {
    fn from(extent: Extent) -> Self {
        Self { start: Some(extent.start), end: extent.end }
    }
}

/// When the instances of a set take place and when their alarms go off.
fn spans_of(
    set: &RecurrenceSet<'_>,
    first: Component<'_>,
    budget: &mut Budget,
) -> (Option<IndexSpan>, Option<IndexSpan>) {
    let span = wherever(|floating| Ok(set.extent(floating, budget)?.map(IndexSpan::from)));
    // A journal entry of a day takes up no time and overlaps what its day does (§9.9).
    let span = match first.is(&ComponentName::VJournal) {
        true => span.map(|span| span.widened(TimeDelta::days(2))),
        false => span,
    };
    let alarms = Alarms::of(set);
    let alarms = match alarms.iter().next() {
        Some(_) => wherever(|floating| Ok(alarms.extent(floating, budget)?.map(IndexSpan::from))),
        None => None,
    };
    (span, alarms)
}

/// When something takes place that has no instances.
fn stated(
    component: Component<'_>,
    zones: &Zones<'_>,
    budget: &mut Budget,
    recurrence: RecurrenceOptions,
) -> Option<IndexSpan> {
    let has = |name| component.properties_named(&name).next().is_some();
    if component.is(&ComponentName::VTodo) {
        let is_dated = has(PropertyName::DtStart) || has(PropertyName::Due);
        return (!is_dated).then_some(IndexSpan::ALWAYS);
    }
    if !component.is(&ComponentName::VFreeBusy) && !component.is(&ComponentName::VAvailability) {
        return None;
    }
    wherever(|floating| {
        let buffer = Vec::new();
        let matcher = Matcher { zones, floating, recurrence, budget: &mut *budget, buffer, fault: None };
        Ok(match Spans::of(component, &matcher)? {
            Spans::Ends { start, end } => Some(IndexSpan::between(start, end)),
            Spans::Periods(periods) => {
                let spans =
                    periods.into_iter().map(|(start, end)| IndexSpan::between(Some(start), Some(end)));
                spans.reduce(IndexSpan::and)
            }
        })
    })
}

/// What holds whatever zone days and floating times are read in: no clock is a day ahead of UTC, or behind it.
fn wherever(mut span: impl FnMut(&Zone) -> Result<Option<IndexSpan>, QueryError>) -> Option<IndexSpan> {
    let mut within = |offset: &str| match offset.parse() {
        Ok(offset) => span(&Zone::fixed(offset)),
        Err(_) => Ok(Some(IndexSpan::ALWAYS)),
    };
    match (within("+235959"), within("-235959")) {
        (Ok(east), Ok(west)) if east == west => east,
        // And a little more, for what clocks do when they are set.
        (Ok(east), Ok(west)) => either(east, west).map(|span| span.widened(TimeDelta::hours(3))),
        _ => Some(IndexSpan::ALWAYS),
    }
}

/// What holds all that either holds.
fn either(one: Option<IndexSpan>, other: Option<IndexSpan>) -> Option<IndexSpan> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.and(other)),
        (one, other) => one.or(other),
    }
}

/// The one UID.
fn uid(calendar: &Calendar<'_>) -> Option<String> {
    let lines = calendar
        .components()
        .flat_map(|component| component.properties().filter(|line| line.is(&PropertyName::Uid)));
    let mut uids = lines.map(|line| String::from_utf8(text_of(line).into_owned()).ok());
    let first = uids.next()??;
    uids.all(|uid| uid.as_ref() == Some(&first)).then_some(first)
}

/// The one name.
fn component(calendar: &Calendar<'_>) -> Option<ComponentName<'static>> {
    let mut components = calendar.components().filter(|component| !component.is(&ComponentName::VTimeZone));
    let name = components.next()?.name();
    components.all(|component| component.is(&name)).then(|| name.into_owned())
}

#[cfg(feature = "serde")]
mod optional_name {
    use ical_model::ComponentName;
    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub(super) fn serialize<S: Serializer>(
        name: &Option<ComponentName<'static>>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        name.as_ref().map(ComponentName::as_str).serialize(serializer)
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<ComponentName<'static>>, D::Error> {
        Ok(Option::<String>::deserialize(deserializer)?.map(ComponentName::new))
    }
}
