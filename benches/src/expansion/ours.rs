//! ical-model: a rule is stepped as it is, a window is asked of the recurrence set.

use std::sync::LazyLock;

use ical_model::Calendar;
use ical_model::recurrence::{Budget, Recurrence, RecurrenceOptions, RecurrenceSet, Window};
use ical_model::time_zone::{Zone, ZoneSource, Zones};

use super::{Answer, Ask, Case, Expander, Prepared};

pub(super) const EXPANDER: Expander = Expander { name: "ical-model", prepare };

static SOURCE: LazyLock<ZoneSource> = LazyLock::new(ZoneSource::new);

fn prepare(case: &Case) -> Option<Prepared> {
    // The set borrows the calendar; there are a few dozen of them in a run.
    let text: &'static str = Box::leak(case.calendar().into_boxed_str());
    let calendar: &'static Calendar<'static> = Box::leak(Box::new(Calendar::parse(text).ok()?));
    let zones = Zones::new(calendar, &SOURCE);
    let number = case.ask.walk();
    match case.ask {
        Ask::First(_) => {
            let event = calendar.components().next()?;
            let recurrence = Recurrence::of_component(event, &zones, RecurrenceOptions::default()).ok()??;
            Some(Box::new(move || {
                let mut budget = Budget::new(u64::MAX, u64::MAX);
                let occurrences = recurrence.occurrences(&mut budget).take(number);
                Answer::of(occurrences.map_while(|next| next.ok().map(|occurrence| occurrence.utc())))
            }))
        }
        Ask::Between(..) => {
            let set = RecurrenceSet::new(calendar.components(), &zones).ok()?;
            let (from, to) = case.ask.range();
            Some(Box::new(move || {
                let mut budget = Budget::new(u64::MAX, u64::MAX);
                let window = Window::utc(from..to, &Zone::utc());
                let instances = set.instances(&window, &mut budget);
                Answer::of(instances.map_while(|next| next.ok().map(|instance| instance.start_utc())))
            }))
        }
    }
}
