//! Availability: the time somebody is open for, and the rest, which is taken up.
//!
//! [RFC 7953 §4](https://www.rfc-editor.org/rfc/rfc7953#section-4), §5

use std::ops::Range;

use super::FreeBusyError;
use super::busy_time::{BusyTime, utc};
use super::busy_types::BusyTypes;
use super::spans::Spans;
use crate::component::Component;
use crate::component_name::ComponentName;
use crate::parameter::FbType;
use crate::property::{BusyType, DtEnd, DtStart, Duration, Priority};
use crate::recurrence::{Budget, RecurrenceError, RecurrenceSet, UnknownZone, Window, groups, later};
use crate::time_zone::{Instant, Zone, Zones};
use crate::value::DateOrDateTime;
use crate::{Property, TypedProperty};

impl BusyTime {
    /// Adds what a VAVAILABILITY says: the time it speaks of is taken up as its BUSYTYPE says, but for its AVAILABLE
    /// times (RFC 7953 §3.1). Without DTSTART or without an end it has no bound there.
    ///
    /// The components of the highest PRIORITY that speak of a time decide it (§4), whichever calendars they are from
    /// and in whichever order they were added. Of several with one priority the strongest type holds, and what one of
    /// them leaves open is open.
    ///
    /// # Errors
    ///
    /// Something of it cannot be read, or the budget is used up. Nothing of it is added then.
    ///
    /// ```
    /// use ical_model::Calendar;
    /// use ical_model::free_busy::BusyTime;
    /// use ical_model::recurrence::Budget;
    /// use ical_model::time_zone::{Zone, ZoneSource, Zones};
    ///
    /// let calendar = Calendar::parse(
    ///     "BEGIN:VCALENDAR\r\nBEGIN:VAVAILABILITY\r\nUID:1@example.com\r\nBEGIN:AVAILABLE\r\nUID:2@example.com\r\n\
    ///      DTSTART:20270104T090000Z\r\nDTEND:20270104T170000Z\r\nRRULE:FREQ=DAILY\r\nEND:AVAILABLE\r\n\
    ///      END:VAVAILABILITY\r\nEND:VCALENDAR\r\n",
    /// )?;
    /// let range = "2027-02-01T12:00:00Z".parse()?.."2027-02-02T12:00:00Z".parse()?;
    /// let mut busy = BusyTime::new(range, &Zone::utc());
    /// let source = ZoneSource::new();
    /// let availability = calendar.components().next().unwrap();
    /// busy.add_availability(availability, &Zones::new(&calendar, &source), &mut Budget::default())?;
    /// let night = busy.periods().next().unwrap();
    /// assert_eq!((night.end - night.start).num_hours(), 16);
    /// assert_eq!(night.kind.as_str(), "BUSY-UNAVAILABLE");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn add_availability(
        &mut self,
        component: Component<'_>,
        zones: &Zones<'_>,
        budget: &mut Budget,
    ) -> Result<(), FreeBusyError> {
        let covered = self.clip(self.span_of(component, zones)?);
        if covered.start >= covered.end {
            return Ok(());
        }
        let priority = component.property::<Priority>()?.unwrap_or_default().value.get();
        let kind = match component.property::<BusyType>()?.unwrap_or_default() {
            BusyType::BusyUnavailable => FbType::BusyUnavailable,
            BusyType::BusyTentative => FbType::BusyTentative,
            // What nobody knows is busy, as for FBTYPE.
            BusyType::Busy | BusyType::Other(_) => FbType::Busy,
        };
        let mut open = Spans::default();
        let window = Window::utc(utc(covered.start)..utc(covered.end), &self.floating);
        for available in groups(component.components_named(&ComponentName::Available)) {
            let set = RecurrenceSet::with_options(available, zones, self.options)?;
            for instance in set.instances(&window, budget) {
                let instance = instance?;
                let [start, end] = [instance.start_utc(), instance.end_utc()].map(Instant::from);
                open.add(start.max(covered.start)..end.min(covered.end));
            }
        }
        let level = self.availability.of(priority);
        level.covered.add(covered, &kind);
        level.open.add_all(&open);
        Ok(())
    }

    /// The time that a VAVAILABILITY speaks of.
    fn span_of(
        &self,
        component: Component<'_>,
        zones: &Zones<'_>,
    ) -> Result<Range<Instant>, RecurrenceError> {
        let line = |name| component.properties_named(&name).next();
        let start = match line(DtStart::NAME) {
            Some(line) => Some(self.moment(line, &DtStart::read(line)?.value, zones)?),
            None => None,
        };
        let end = match (line(DtEnd::NAME), component.property::<Duration>()?, &start) {
            (Some(line), ..) => Some(self.moment(line, &DtEnd::read(line)?.value, zones)?.0),
            (None, Some(duration), Some((start, zone))) => Some(later(*start, &duration.value, 1, zone)),
            _ => None,
        };
        Ok(start.map_or(self.range.start, |(start, _)| start)..end.unwrap_or(self.range.end))
    }

    /// The moment that a value of a line is, and the zone it is told in.
    fn moment(
        &self,
        line: Property<'_>,
        value: &DateOrDateTime,
        zones: &Zones<'_>,
    ) -> Result<(Instant, Zone), RecurrenceError> {
        let zone = match (value, value.tzid()) {
            (_, Some(tzid)) => match (zones.zone(tzid), self.options.unknown_zone) {
                (Ok(zone), _) => zone,
                (Err(_), UnknownZone::Float) => self.floating.clone(),
                (Err(error), UnknownZone::Refuse) => {
                    return Err(RecurrenceError::from(error).at(line.position()));
                }
            },
            (DateOrDateTime::DateTime(time), None) if time.is_utc() => Zone::utc(),
            _ => self.floating.clone(),
        };
        Ok((Instant::from(zone.to_utc(value.local())), zone))
    }
}

/// What the VAVAILABILITY components say, by their priority.
#[derive(Clone, Debug, Default)]
pub(super) struct Levels([Level; 10]);

/// What those of one priority say.
#[derive(Clone, Debug, Default)]
struct Level {
    /// The time they speak of, by their BUSYTYPE.
    covered: BusyTypes,
    /// The time that is open.
    open: Spans,
}

impl Levels {
    /// Those of a priority: 1 is the highest, 9 the lowest but for 0, which is none.
    fn of(&mut self, priority: i32) -> &mut Level {
        let Self([none, levels @ ..]) = self;
        match usize::try_from(priority.saturating_sub(1)).ok().and_then(|index| levels.get_mut(index)) {
            Some(level) => level,
            None => none,
        }
    }

    /// What is taken up of a range.
    ///
    /// A second is what the components of the highest priority say that speak of it. Where several of one
    /// priority do, it is open if one of them says so; else their strongest type holds (§4).
    pub(super) fn busy(&self, range: &Range<Instant>) -> BusyTypes {
        let Self([none, levels @ ..]) = self;
        let mut busy = BusyTypes::default();
        let mut decided = Spans::default();
        for level in levels.iter().chain([none]) {
            if decided.covers(range) {
                break;
            }
            busy.add_all(&level.covered.without(&level.open).without(&decided));
            decided.add_all(&level.covered.all());
        }
        busy
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The slots of the tables of RFC 7953 §5.1: one letter a type, "." where nothing is taken up.
    fn slots(levels: &Levels) -> String {
        let busy = levels.busy(&(Instant(0)..Instant(12))).strongest();
        let letter = |at: i64| {
            let mut letters = busy.iter().filter_map(|(kind, spans)| {
                let letter = match kind {
                    FbType::Busy => 'B',
                    FbType::BusyUnavailable => 'U',
                    _ => 'T',
                };
                spans.covers(&(Instant(at)..Instant(at + 1))).then_some(letter)
            });
            letters.next().unwrap_or('.')
        };
        (0..12).map(letter).collect()
    }

    #[test]
    fn the_highest_priority_decides() {
        type Component = (i32, FbType, Range<i64>, &'static [(i64, i64)]);
        let unavailable = || FbType::BusyUnavailable;
        let cases: &[(&str, &[Component], &str)] = &[
            ("§3.1 none", &[], "............"),
            ("§5.1.1", &[(0, unavailable(), 0..12, &[(4, 9)])], "UUUU.....UUU"),
            (
                "§5.1.2 the lower is covered",
                &[(0, unavailable(), 0..12, &[(3, 8)]), (1, unavailable(), 0..12, &[(5, 10)])],
                "UUUUU.....UU",
            ),
            (
                "§4 the lower holds beside the higher, and opens nothing within it",
                &[(9, unavailable(), 0..12, &[(2, 10)]), (1, FbType::Busy, 4..8, &[(5, 6)])],
                "UU..B.BB..UU",
            ),
            (
                "§4 priority 0 is below 9",
                &[(0, FbType::Busy, 0..12, &[]), (9, FbType::BusyTentative, 0..6, &[(0, 3)])],
                "...TTTBBBBBB",
            ),
            (
                "§4 the strongest type of one priority",
                &[
                    (5, FbType::BusyTentative, 0..8, &[]),
                    (5, FbType::Busy, 2..4, &[]),
                    (5, unavailable(), 3..6, &[]),
                ],
                "TTBBUUTT....",
            ),
            (
                "§5 step 3: what one of a priority opens is open",
                &[(5, unavailable(), 0..8, &[(2, 4)]), (5, FbType::Busy, 3..10, &[(6, 7)])],
                "UU..BB.BBB..",
            ),
        ];
        for (section, components, expected) in cases {
            let mut levels = Levels::default();
            for (priority, kind, covered, open) in *components {
                let level = levels.of(*priority);
                level.covered.add(Instant(covered.start)..Instant(covered.end), kind);
                for (start, end) in *open {
                    level.open.add(Instant(*start)..Instant(*end));
                }
            }
            assert_eq!(slots(&levels), *expected, "{section}");
        }
    }
}
