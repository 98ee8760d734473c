//! What to ask an index for.

use ical_model::{ComponentName, PropertyName};

use super::comp_plan::{CompMatchPlan, CompPlan, Seconds};
use super::index_record::{IndexRecord, IndexSpan};
use super::prop_plan::{PropConditionPlan, PropPlan, ValuePlan};
use super::text_pattern::TextPattern;
use crate::filter::{Test, TextMatch};

/// What to ask an index of [`IndexRecord`]s for: each part that is there has to hold, and whatever matches fulfils
/// all of them. Nothing is asked where the filter is of no help.
///
/// ```
/// use caldav_types::TimeRange;
/// use caldav_types::filter::{CompFilter, Filter};
/// use caldav_types::query::{IndexRecord, QueryOptions};
/// use ical_model::recurrence::Budget;
/// use ical_model::time_zone::{ZoneSource, Zones};
/// use ical_model::{Calendar, ComponentName};
/// let from_march_on = TimeRange::new(Some("20270301T000000Z".parse()?), None)?;
/// let events = CompFilter::new(ComponentName::VEvent).with_time_range(from_march_on);
/// let filter = Filter::new(CompFilter::new(ComponentName::VCalendar).with_comp_filter(events));
/// let prefilter = filter.compile(&QueryOptions::default())?.prefilter();
/// assert_eq!(prefilter.component, Some(ComponentName::VEvent));
///
/// let calendar = Calendar::parse(
///     "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTART:20270104T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
/// )?;
/// let source = ZoneSource::new();
/// let record = IndexRecord::of(&calendar, &Zones::new(&calendar, &source), &mut Budget::default());
/// assert!(!prefilter.admits(&record));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default)]
#[non_exhaustive]
pub struct Prefilter {
    /// There is a component of this name: [`IndexRecord::component`] is it, or is not known.
    pub component: Option<ComponentName<'static>>,
    /// Something takes place here: [`IndexRecord::span`] touches it.
    pub range: Option<IndexSpan>,
    /// An alarm goes off here: [`IndexRecord::alarms`] touches it.
    pub alarm_range: Option<IndexSpan>,
    /// A condition on the UID: [`IndexRecord::uid`] fulfils it, or is not known.
    pub uid: Option<UidCondition>,
}

/// A condition on a UID, as CALDAV:text-match says it.
#[derive(Clone, Debug)]
pub struct UidCondition(TextPattern);

impl UidCondition {
    /// The text, where it stands in the UID, and by which collation; never negated.
    #[must_use]
    pub fn text_match(&self) -> &TextMatch {
        self.0.text()
    }

    /// Does a UID fulfil it?
    #[must_use]
    pub fn holds(&self, uid: &str) -> bool {
        self.0.matches_text(uid, &mut Vec::new())
    }
}

impl Prefilter {
    /// Does an index record fulfil it? Else the calendar it is of does not match.
    #[must_use]
    pub fn admits(&self, record: &IndexRecord) -> bool {
        let touches = |range: &Option<IndexSpan>, span: &Option<IndexSpan>| match (range, span) {
            (Some(range), Some(span)) => range.touches(*span),
            (Some(_), None) => false,
            (None, _) => true,
        };
        let component = match (&self.component, &record.component) {
            (Some(asked), Some(component)) => asked == component,
            _ => true,
        };
        let uid = match (&self.uid, &record.uid) {
            (Some(condition), Some(uid)) => condition.holds(uid),
            _ => true,
        };
        component && uid && touches(&self.range, &record.span) && touches(&self.alarm_range, &record.alarms)
    }

    /// What has to hold for a condition on a calendar to hold.
    pub(super) fn of(calendar: &CompPlan) -> Self {
        let Some(inner) = calendar.matches.as_ref() else { return Self::default() };
        let mut needed = needed(inner).filter_map(|part| match part {
            Needed::Component(plan) => Some((plan, plan.matches.as_ref()?)),
            _ => None,
        });
        // Time zones are not what a record is of.
        let Some((plan, matches)) = needed.find(|(plan, _)| plan.name != ComponentName::VTimeZone) else {
            return Self::default();
        };
        let mut prefilter = Self { component: Some(plan.name.clone()), ..Self::default() };
        for part in self::needed(matches) {
            match part {
                Needed::Range(range) => prefilter.range = Some(range.into()),
                Needed::Property(property) => {
                    if let Some(condition) = uid_condition(property) {
                        prefilter.uid.get_or_insert(condition);
                    }
                }
                Needed::Component(inner) => {
                    let of_alarm = inner.matches.as_ref().filter(|_| inner.alarm_range().is_some());
                    let range = of_alarm.into_iter().flat_map(self::needed).find_map(|part| match part {
                        Needed::Range(range) => Some(range.into()),
                        _ => None,
                    });
                    prefilter.alarm_range = prefilter.alarm_range.or(range);
                }
            }
        }
        prefilter
    }
}

/// A part of a condition that has to hold for the whole to hold.
enum Needed<'p> {
    Range(Seconds),
    Property(&'p PropPlan),
    Component(&'p CompPlan),
}

/// All parts, or of a condition that one part is enough for that one where it is the only one.
fn needed(matches: &CompMatchPlan) -> impl Iterator<Item = Needed<'_>> {
    let count = usize::from(matches.range.is_some()) + matches.properties.len() + matches.components.len();
    let all = matches.test == Test::AllOf || count == 1;
    let range = matches.range.into_iter().map(Needed::Range);
    let properties = matches.properties.iter().map(Needed::Property);
    range.chain(properties).chain(matches.components.iter().map(Needed::Component)).filter(move |_| all)
}

/// What a UID has to fulfil for a condition on the property to hold.
fn uid_condition(property: &PropPlan) -> Option<UidCondition> {
    let PropConditionPlan::Matches { test, value: Some(ValuePlan::Text(text)), parameters } =
        &property.condition
    else {
        return None;
    };
    let is_needed = *test == Test::AllOf || parameters.is_empty();
    if property.name != PropertyName::Uid || !is_needed {
        return None;
    }
    (!text.text().negate).then(|| UidCondition(text.clone()))
}
