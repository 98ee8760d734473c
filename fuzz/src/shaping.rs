//! Calendar data as reports ask for it.

use std::collections::HashSet;

use caldav_types::calendar_data::{CalendarDataRequest, Comp, Prop, Recurrences};
use caldav_types::shaping::{Shaped, ShapingBudget, ShapingError};
use caldav_types::{TimeSpan, UtcDateTime};
use chrono::{DateTime, NaiveDate, NaiveTime, TimeDelta, Utc};
use ical_model::recurrence::{Budget, Instance, RecurrenceOptions, RecurrenceSet, Window};
use ical_model::time_zone::{Zone, ZoneSource, Zones};
use ical_model::{Calendar, Component, ComponentName, ParameterName, PropertyName};

/// Any calendar is shaped within its budget. The whole is its octets. What is expanded has the instances of the
/// calendar, each as a component of its own that needs no other one and no time zone; overrides that are left out change
/// nothing in the range; lines that are chosen are lines of the calendar.
pub fn shaping(octets: &[u8]) {
    let Ok(calendar) = Calendar::parse(octets) else { return };
    let source = ZoneSource::new();
    let floating = Zone::iana("Europe/Berlin").unwrap_or_else(Zone::utc);
    let zones = Zones::new(&calendar, &source);
    let subject = Subject { calendar: &calendar, zones: &zones, floating: &floating };
    let whole = subject.shape(&CalendarDataRequest::default());
    assert!(whole.is_ok_and(|whole| whole.is_stored() && whole.as_bytes() == &*calendar.to_bytes()));
    subject.choose();
    let always = Window::utc(.., &floating);
    let near = RecurrenceSet::all(scheduled(&calendar), &zones, RecurrenceOptions::default()).filter_map(
        |(_, set)| Some(set.ok()?.instances(&always, &mut budget().expansion).next()?.ok()?.start_utc()),
    );
    let years = [1997, 2006, 2027].map(|year| NaiveDate::from_ymd_opt(year, 1, 1));
    let years = years.into_iter().flatten().map(|day| day.and_time(NaiveTime::MIN).and_utc());
    for from in years.chain(near.take(3)) {
        let ends = [TimeDelta::days(-1), TimeDelta::days(30)].map(|by| from.checked_add_signed(by));
        let [Some(start), Some(end)] = ends else { continue };
        if let Ok(span) = TimeSpan::new(UtcDateTime(start), UtcDateTime(end)) {
            subject.expand(span);
            subject.limit(span);
        }
    }
}

/// A calendar that is shaped.
struct Subject<'s> {
    calendar: &'s Calendar<'s>,
    zones: &'s Zones<'s>,
    floating: &'s Zone,
}

impl Subject<'_> {
    fn shape(&self, request: &CalendarDataRequest) -> Result<Shaped<'_>, ShapingError> {
        let mut budget = budget();
        let shaped = request.shape(self.calendar, self.zones, self.floating, &mut budget)?;
        assert!(shaped.is_stored() || shaped.as_bytes().len() as u64 <= OCTETS - budget.octets_left());
        Ok(shaped)
    }

    fn choose(&self) {
        let event = Comp::new(ComponentName::VEvent)
            .with_prop(Prop::new(PropertyName::Uid))
            .with_prop(Prop::new(PropertyName::Summary).without_value())
            .with_comp(Comp::whole(ComponentName::VAlarm));
        let comp =
            Comp::new(ComponentName::VCalendar).with_prop(Prop::new(PropertyName::Version)).with_comp(event);
        for comp in [Comp::whole(ComponentName::VCalendar), comp] {
            let request = CalendarDataRequest { comp: Some(comp), ..CalendarDataRequest::default() };
            let Ok(shaped) = self.shape(&request) else { continue };
            let chosen = read(&shaped);
            let mut stored = self
                .calendar
                .root()
                .descendants()
                .chain([self.calendar.root()])
                .flat_map(Component::properties);
            for property in chosen.root().descendants().chain([chosen.root()]).flat_map(Component::properties)
            {
                let line = property.unfolded_line();
                // In the order of the calendar, or as a header without its value.
                let found = stored.any(|stored| {
                    stored.unfolded_line() == line || stored.unfolded_line().starts_with(&line)
                });
                assert!(found, "{property:?} is a line of the calendar");
            }
        }
    }

    fn expand(&self, span: TimeSpan) {
        let recurrences = Some(Recurrences::Expand(span));
        let Ok(shaped) = self.shape(&CalendarDataRequest { recurrences, ..CalendarDataRequest::default() })
        else {
            return;
        };
        let expanded = read(&shaped);
        for component in expanded.root().descendants() {
            assert!(!component.is(&ComponentName::VTimeZone) || component.position().line > 0);
            for property in component.properties() {
                let gone =
                    [PropertyName::RRule, PropertyName::RDate, PropertyName::ExDate, PropertyName::ExRule];
                assert!(!gone.iter().any(|gone| property.is(gone)), "{property:?}");
                let zone = property.parameter(&ParameterName::TzId);
                let is_text = property.value().is_ok();
                assert!(!is_text || !matches!(zone, Ok(Some(_))), "{property:?}");
            }
        }
        // Which of several masters counts is nowhere said.
        if has_rivals(self.calendar) {
            return;
        }
        let Some(expected) = self.instances(self.calendar, self.zones, span) else { return };
        let none = ZoneSource::empty();
        let mut found = Vec::new();
        for component in scheduled(&expanded) {
            let set = RecurrenceSet::new([component], &Zones::of_source(&none));
            let set = set.unwrap_or_else(|error| panic!("{error}: {component:?}"));
            let window = Window::utc(span.start().0..span.end().0, self.floating);
            let all: Vec<_> = set.instances(&window, &mut budget().expansion).collect();
            assert!(all.len() <= 1, "{component:?} is one instance");
            found.extend(all.into_iter().flatten().map(|instance| times(&instance)));
        }
        found.sort();
        assert_eq!(found, expected, "{}", shaped.text());
    }

    fn limit(&self, span: TimeSpan) {
        let recurrences = Some(Recurrences::LimitRecurrenceSet(span));
        let Ok(shaped) = self.shape(&CalendarDataRequest { recurrences, ..CalendarDataRequest::default() })
        else {
            return;
        };
        // Without a master, one override says in which form others without a start are read.
        let has_start =
            |component: Component<'_>| component.properties_named(&PropertyName::DtStart).next().is_some();
        if !scheduled(self.calendar).all(has_start) {
            return;
        }
        let limited = read(&shaped);
        let source = ZoneSource::new();
        let zones = Zones::new(&limited, &source);
        let (all, limited) =
            (self.instances(self.calendar, self.zones, span), self.instances(&limited, &zones, span));
        if let (Some(all), Some(limited)) = (all, limited) {
            assert_eq!(limited, all, "{}", shaped.text());
        }
    }

    /// When the instances in a range are; `None` where the budget does not suffice.
    fn instances(
        &self,
        calendar: &Calendar<'_>,
        zones: &Zones<'_>,
        span: TimeSpan,
    ) -> Option<Vec<(DateTime<Utc>, DateTime<Utc>)>> {
        let window = Window::utc(span.start().0..span.end().0, self.floating);
        let mut budget = budget();
        let mut found = Vec::new();
        for (_, set) in RecurrenceSet::all(scheduled(calendar), zones, RecurrenceOptions::default()) {
            for instance in set.ok()?.instances(&window, &mut budget.expansion) {
                let instance = instance.ok()?;
                found.push(times(&instance));
            }
        }
        found.sort();
        Some(found)
    }
}

/// The components that happen at some time.
fn scheduled<'c>(calendar: &'c Calendar<'_>) -> impl Iterator<Item = Component<'c>> {
    calendar.components().filter(|component| {
        matches!(
            component.name(),
            ComponentName::VEvent | ComponentName::VTodo | ComponentName::VJournal | ComponentName::VFreeBusy
        )
    })
}

/// When an instance is. A journal entry takes up no time, so it has no way to say when it ends; nor has what starts on a
/// day and ends on the same one.
fn times(instance: &Instance<'_>) -> (DateTime<Utc>, DateTime<Utc>) {
    let (start, end) = (instance.start(), instance.end());
    let is_a_day = instance.is_all_day() && (end.local() - start.local()).num_days() <= 1;
    let has_no_end = is_a_day || instance.component().is(&ComponentName::VJournal);
    (instance.start_utc(), if has_no_end { instance.start_utc() } else { instance.end_utc() })
}

/// Have several masters one UID?
fn has_rivals(calendar: &Calendar<'_>) -> bool {
    let first = |component: Component<'_>, name| {
        component.properties_named(&name).next().map(|line| line.value_octets().into_owned())
    };
    let mut known = HashSet::new();
    let mut masters =
        scheduled(calendar).filter(|component| first(*component, PropertyName::RecurrenceId).is_none());
    !masters.all(|master| {
        let uid = first(master, PropertyName::Uid);
        uid.is_none() || known.insert((master.name(), uid))
    })
}

fn read<'s>(shaped: &'s Shaped<'_>) -> Calendar<'s> {
    Calendar::parse(shaped.as_bytes()).unwrap_or_else(|error| panic!("{error}: {}", shaped.text()))
}

const OCTETS: u64 = 1 << 20;

fn budget() -> ShapingBudget {
    ShapingBudget::new(Budget::new(20_000, 400), OCTETS)
}
