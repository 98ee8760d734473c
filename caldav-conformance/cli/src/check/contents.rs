//! How much of what was read.

use std::fmt;

use ical_model::{CalendarStream, ComponentName};

/// Counts of components and properties.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub(super) struct Contents {
    calendars: u64,
    /// As many as there are names in [`NAMES`], in their order.
    components: [u64; NAMES.len()],
    /// Components of other names.
    others: u64,
    properties: u64,
}

impl Contents {
    /// Counts what is in a stream.
    pub(super) fn count(&mut self, stream: &CalendarStream<'_>) {
        // Components may lie in one another as deep as the stream is long.
        let mut open = vec![stream.components()];
        while let Some(siblings) = open.last_mut() {
            let Some(component) = siblings.next() else {
                open.pop();
                continue;
            };
            let place = NAMES.iter().position(|name| component.is(name));
            match place.and_then(|place| self.components.get_mut(place)) {
                Some(count) => *count += 1,
                None if component.is(&ComponentName::VCalendar) => self.calendars += 1,
                None => self.others += 1,
            }
            self.properties += component.properties().count() as u64;
            open.push(component.components());
        }
    }

    /// Adds what was counted elsewhere.
    pub(super) fn add(&mut self, other: &Self) {
        self.calendars += other.calendars;
        self.others += other.others;
        self.properties += other.properties;
        for (sum, count) in self.components.iter_mut().zip(other.components) {
            *sum += count;
        }
    }
}

impl fmt::Display for Contents {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { calendars, components, others, properties } = self;
        write!(f, "{calendars} VCALENDAR")?;
        for (name, count) in NAMES.iter().zip(components).filter(|(_, count)| **count > 0) {
            write!(f, ", {count} {name}")?;
        }
        if *others > 0 {
            write!(f, ", {others} of other names")?;
        }
        write!(f, "; {properties} {}", if *properties == 1 { "property" } else { "properties" })
    }
}

/// The components that are told apart, in the order in which they are told.
static NAMES: [ComponentName<'static>; 13] = [
    ComponentName::VEvent,
    ComponentName::VTodo,
    ComponentName::VJournal,
    ComponentName::VFreeBusy,
    ComponentName::VAvailability,
    ComponentName::Available,
    ComponentName::VAlarm,
    ComponentName::Participant,
    ComponentName::VLocation,
    ComponentName::VResource,
    ComponentName::VTimeZone,
    ComponentName::Standard,
    ComponentName::Daylight,
];

#[cfg(test)]
mod tests {
    use ical_model::CalendarStream;

    use super::Contents;

    fn contents(text: &str) -> Contents {
        let mut contents = Contents::default();
        contents.count(&CalendarStream::parse(text).unwrap());
        contents
    }

    #[test]
    fn counted_by_name() {
        let mut sum = contents(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:vevent\r\nBEGIN:VALARM\r\nACTION:AUDIO\r\nEND:VALARM\r\nEND:VEVENT\r\n\
             BEGIN:X-THING\r\nEND:X-THING\r\nEND:VCALENDAR\r\n",
        );
        assert_eq!(sum.to_string(), "1 VCALENDAR, 1 VEVENT, 1 VALARM, 1 of other names; 2 properties");
        sum.add(&contents("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"));
        assert_eq!(sum.to_string(), "2 VCALENDAR, 2 VEVENT, 1 VALARM, 1 of other names; 3 properties");
        assert_eq!(
            contents("BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\n").to_string(),
            "0 VCALENDAR, 1 VEVENT; 1 property"
        );
    }

    #[test]
    fn deep_nesting() {
        assert_eq!(
            contents(&"BEGIN:VEVENT\r\n".repeat(100_000)).to_string(),
            "0 VCALENDAR, 100000 VEVENT; 0 properties"
        );
    }
}
