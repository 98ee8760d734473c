//! A whole calendar, expanded.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use ical_model::recurrence::{Budget, Instance, RecurrenceOptions, RecurrenceSet, Window};
use ical_model::time_zone::{Zone, ZoneSource, Zones};
use ical_model::{Calendar, ComponentName};

/// Any calendar is expanded within its budget: instances ascend, lie in the window, and a window inside of a window has
/// no other instances than that.
pub fn instances(octets: &[u8]) {
    let Ok(calendar) = Calendar::parse(octets) else { return };
    let source = ZoneSource::new();
    let zones = Zones::new(&calendar, &source);
    for (_, set) in RecurrenceSet::all(calendar.components(), &zones, RecurrenceOptions::default()).take(16) {
        let Ok(set) = set else { continue };
        let all = expand(&set, &Window::utc(.., &Zone::utc()));
        let near = all.as_ref().map_or(&[][..], |all| all).first().map(Instance::start_utc);
        let years = [1969, 1997, 2006, 2027, 2100].map(|year| NaiveDate::from_ymd_opt(year, 1, 1));
        let years = years.into_iter().flatten().map(|day| day.and_time(chrono::NaiveTime::MIN).and_utc());
        for from in years.chain(near).filter(|from| *from < DateTime::<Utc>::MAX_UTC - TimeDelta::days(1_000))
        {
            let (week, year) = (TimeDelta::days(7), TimeDelta::days(366));
            let outer = expand(&set, &Window::utc(from..from + year, &Zone::utc()));
            let inner = expand(&set, &Window::utc(from + week..from + week * 2, &Zone::utc()));
            let local = Window::local(from.naive_utc()..(from + week).naive_utc());
            let _ = (expand(&set, &local), set.overlaps(&local, &mut Budget::new(STEPS, INSTANCES)));
            let (Some(outer), Some(inner)) = (outer, inner) else { continue };
            for instance in &inner {
                // A to-do that is due at the end of the window is in it (RFC 4791 §9.9).
                let due_then =
                    instance.component().is(&ComponentName::VTodo) && instance.end_utc() == from + week * 2;
                assert!(
                    instance.start_utc() < from + week * 2 || due_then,
                    "{instance:?} starts in the window"
                );
                assert!(instance.end_utc() >= from + week, "{instance:?} ends in the window or later");
                let same = |other: &&Instance<'_>| same(instance, other);
                assert_eq!(outer.iter().filter(same).count(), 1, "{instance:?} is in the larger window");
            }
        }
        let _ = set.unmatched_overrides(&mut Budget::new(STEPS, INSTANCES));
    }
}

const STEPS: u64 = 20_000;
const INSTANCES: u64 = 400;

/// The instances of a window, `None` where the budget does not suffice.
fn expand<'d>(set: &RecurrenceSet<'d>, window: &Window) -> Option<Vec<Instance<'d>>> {
    let mut budget = Budget::new(STEPS, INSTANCES);
    let mut instances: Vec<Instance<'d>> = Vec::new();
    let mut exceeded = false;
    for next in set.instances(window, &mut budget) {
        assert!(!exceeded, "nothing comes after an error");
        match next {
            Ok(instance) => {
                if let Some(last) = instances.last() {
                    assert!(last.start_utc() <= instance.start_utc(), "{last:?} before {instance:?}");
                }
                assert!(instance.start_utc() <= instance.end_utc(), "{instance:?} ends after its start");
                let _ = (
                    instance.start(),
                    instance.end(),
                    instance.recurrence_id(),
                    instance.recurrence_id_utc(),
                );
                instances.push(instance);
            }
            Err(_) => exceeded = true,
        }
    }
    assert!(instances.len() as u64 <= INSTANCES, "not more than the budget");
    (!exceeded).then_some(instances)
}

fn same(one: &Instance<'_>, other: &Instance<'_>) -> bool {
    one.component().id() == other.component().id()
        && one.start_utc() == other.start_utc()
        && one.recurrence_id_utc() == other.recurrence_id_utc()
}
