//! The lines of a component, one after the other: each is checked and read once, here.

use std::borrow::Cow;
use std::collections::BTreeMap;

use ical_model::registry::{self, Definition};
use ical_model::value::{DateOrDateTime, Leniencies, Period, PeriodEnd, Text, TzId, ValueRead, ValueType};
use ical_model::{ParameterName, Property};

use crate::inspection::Inspection;

use super::facts::{DateList, Facts, Line, Trigger};
use super::parameter::Parameters;
use super::tally::{ComponentSlot, PropertySlot};
use super::value::{Item, Values};
use super::value_type::{self, Typing};
use super::{
    attachment, calendar_property, cardinality, change, color, descriptive, moment, relation, request_status,
    text, value,
};

/// One line while it is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reading<'r, 'c> {
    pub(crate) property: Property<'c>,
    /// Its name.
    pub(crate) slot: PropertySlot,
    /// The component that it stands in.
    pub(crate) component: ComponentSlot,
    pub(crate) parameters: &'r Parameters<'c>,
    /// The value, unfolded, escapes kept.
    pub(crate) text: &'r str,
    pub(crate) definition: &'static Definition,
}

/// Reads the lines of components one after the other.
#[derive(Debug, Default)]
pub(crate) struct Reader<'c> {
    parameters: Parameters<'c>,
    method: Option<Line<'c, Cow<'c, str>>>,
    time_zones: BTreeMap<Cow<'c, str>, Property<'c>>,
    /// The zone of the last TZID, which most often is that of the next one too.
    zone: Option<TzId>,
}

impl<'c> Reader<'c> {
    /// METHOD, once the lines of the VCALENDAR are read.
    pub(crate) fn take_method(&mut self) -> Option<Line<'c, Cow<'c, str>>> {
        self.method.take()
    }

    /// Each value of a TZID parameter, and the first property that has it, once all is read.
    pub(crate) fn take_time_zones(&mut self) -> BTreeMap<Cow<'c, str>, Property<'c>> {
        std::mem::take(&mut self.time_zones)
    }

    /// Reads the lines of a component into the facts of it.
    pub(crate) fn read_lines(&mut self, inspection: &mut Inspection<'c>, facts: &mut Facts<'c>) {
        let mut last_period = None;
        for property in facts.component.properties() {
            let slot = PropertySlot::of(&property.name());
            self.parameters.read(inspection, property, slot, facts.kind);
            let zone = self.zone_of(property);
            let first = slot.is_some_and(|slot| facts.add(slot) == 1);
            // Octets that are no UTF-8 were told of the stream.
            let Ok(text) = property.value() else { continue };
            let Some((slot, definition)) =
                slot.and_then(|slot| Some((slot, registry::definitions().get(slot as usize)?)))
            else {
                value::check_unknown(inspection, property, &self.parameters, &text);
                continue;
            };
            let parameters = &self.parameters;
            let component = facts.kind;
            let reading = Reading { property, slot, component, parameters, text: &text, definition };
            if parameters.has(&ParameterName::Order) {
                cardinality::check_order(inspection, reading);
            }
            let typing = value_type::of(inspection, reading);
            check_text(inspection, reading, &typing);
            if let Some(value_type) = typing.value_type() {
                let mut sink =
                    Sink { facts, reading, zone: zone.as_ref(), first, last_period: &mut last_period };
                read_values(inspection, &mut sink, value_type);
            }
            let line = |text| Some(Line { property, value: meant(text) });
            match slot {
                PropertySlot::Uid if first => facts.uid = line(text),
                PropertySlot::TzId if first => facts.tzid = line(text),
                PropertySlot::Method if first && facts.kind == ComponentSlot::VCalendar => {
                    self.method = line(text);
                }
                _ => {}
            }
        }
    }

    /// The zone that TZID names.
    fn zone_of(&mut self, property: Property<'c>) -> Option<TzId> {
        let parameter = self.parameters.get(&ParameterName::TzId)?;
        let name = parameter.value();
        if self.zone.as_ref().is_none_or(|zone| zone.as_str() != name) {
            self.zone = Some(TzId::from(&*name));
            if !self.time_zones.contains_key(&*name) {
                self.time_zones.insert(Cow::Owned(name.into_owned()), property);
            }
        }
        self.zone.clone()
    }
}

/// The rules on values that are told by their text.
fn check_text<'c>(inspection: &mut Inspection<'c>, reading: Reading<'_, 'c>, typing: &Typing) {
    use PropertySlot as Slot;
    match reading.slot {
        Slot::CalScale | Slot::Method | Slot::Version => calendar_property::check(inspection, reading),
        Slot::Class | Slot::Status | Slot::Transp | Slot::Action | Slot::Proximity | Slot::BusyType => {
            descriptive::check_token(inspection, reading);
        }
        Slot::Geo => descriptive::check_geo(inspection, reading),
        Slot::Color => color::check(inspection, reading),
        Slot::RequestStatus => request_status::check(inspection, reading),
        Slot::Attach | Slot::Image | Slot::StructuredData => {
            attachment::check(inspection, reading, typing);
            if typing.value_type() == Some(&ValueType::Text) {
                text::check(inspection, reading);
            }
        }
        _ => {
            if matches!(reading.slot, Slot::Attendee | Slot::Organizer | Slot::Link | Slot::RelatedTo) {
                relation::check(inspection, reading, typing);
            }
            if typing.value_type() == Some(&ValueType::Text) {
                text::check(inspection, reading);
            }
        }
    }
}

/// Where the values of one line go.
struct Sink<'s, 'r, 'c> {
    facts: &'s mut Facts<'c>,
    reading: Reading<'r, 'c>,
    zone: Option<&'s TzId>,
    /// It is the first property of its name in the component.
    first: bool,
    /// The start and the end of the last period of a FREEBUSY.
    last_period: &'s mut Option<(chrono::NaiveDateTime, chrono::NaiveDateTime)>,
}

/// Reads the values of a line, checks them, and keeps what other rooms ask for.
fn read_values<'c>(inspection: &mut Inspection<'c>, sink: &mut Sink<'_, '_, 'c>, value_type: &ValueType) {
    let Reading { property, slot, .. } = sink.reading;
    let mut list =
        matches!(slot, PropertySlot::RDate | PropertySlot::ExDate).then(|| DateList::new(property, slot));
    let mut values = Values::new(sink.reading, value_type);
    while let Some((offset, item)) = values.next(inspection) {
        let zone = sink.zone;
        let item = match item {
            Item::Moment(moment) => {
                moment::check(inspection, sink.reading, offset, &moment, zone.is_some());
                Item::Moment(zoned(moment, zone))
            }
            Item::Period(period) => {
                moment::check_period(inspection, sink.reading, offset, &period, zone.is_some());
                Item::Period(match zone {
                    Some(zone) => period.with_tzid(zone.clone()),
                    None => period,
                })
            }
            item => item,
        };
        match (&mut list, &item) {
            (Some(list), Item::Moment(moment)) => list.add(moment),
            (Some(list), Item::Period(period)) => {
                list.periods = true;
                list.add(&DateOrDateTime::DateTime(period.start().clone()));
            }
            _ => keep(inspection, sink, offset, item),
        }
    }
    sink.facts.date_lists.extend(list);
}

/// The rules on one value by the property that it is of, and what other rooms ask for.
fn keep<'c>(inspection: &mut Inspection<'c>, sink: &mut Sink<'_, '_, 'c>, offset: usize, item: Item) {
    use PropertySlot as Slot;
    let (reading, facts) = (sink.reading, &mut *sink.facts);
    let property = reading.property;
    match (reading.slot, item) {
        (Slot::DtStart, Item::Moment(value)) if sink.first => facts.dt_start = Some(Line { property, value }),
        (Slot::DtEnd, Item::Moment(value)) if sink.first => facts.dt_end = Some(Line { property, value }),
        (Slot::Due, Item::Moment(value)) if sink.first => facts.due = Some(Line { property, value }),
        (Slot::RecurrenceId, Item::Moment(value)) if sink.first => {
            facts.recurrence_id = Some(Line { property, value });
        }
        (Slot::Duration, Item::Duration(value)) if sink.first => {
            facts.duration = Some(Line { property, value });
        }
        (Slot::Trigger, Item::Duration(_)) if sink.first => {
            facts.trigger = Some(Line { property, value: Trigger::Relative });
        }
        (Slot::Trigger, Item::Moment(DateOrDateTime::DateTime(value))) if sink.first => {
            facts.trigger = Some(Line { property, value: Trigger::DateTime(value) });
        }
        (Slot::RRule, Item::Rule(value)) => facts.rules.push(Line { property, value: *value }),
        // The properties are sorted, each by its first period: those of one FBTYPE stand together in a list.
        (Slot::FreeBusy, Item::Period(period)) if offset == 0 => {
            let extent = extent(&period);
            if facts.unsorted_period.is_none() && sink.last_period.is_some_and(|last| extent < last) {
                facts.unsorted_period = Some((property, offset));
            }
            *sink.last_period = Some(extent);
        }
        (Slot::RefreshInterval, Item::Duration(value)) => {
            calendar_property::check_refresh_interval(inspection, reading, &value);
        }
        (_, Item::Moment(value)) => change::check_moment(inspection, reading, &value),
        (_, Item::Integer(value)) => change::check_integer(inspection, reading, value),
        _ => {}
    }
}

/// The start and the end of a period as written.
fn extent(period: &Period) -> (chrono::NaiveDateTime, chrono::NaiveDateTime) {
    let start = period.start().local();
    let end = match period.end() {
        PeriodEnd::DateTime(end) => end.local(),
        PeriodEnd::Duration(duration) => chrono::TimeDelta::try_days(duration.nominal_days().into())
            .and_then(|days| days.checked_add(&duration.exact()))
            .and_then(|length| start.checked_add_signed(length))
            .unwrap_or(chrono::NaiveDateTime::MAX),
    };
    (start, end)
}

fn zoned(value: DateOrDateTime, zone: Option<&TzId>) -> DateOrDateTime {
    match zone {
        Some(zone) => value.with_tzid(zone.clone()),
        None => value,
    }
}

/// A TEXT without its escapes.
fn meant(text: Cow<'_, str>) -> Cow<'_, str> {
    match text {
        Cow::Borrowed(text) => {
            Text::read(text, &mut Leniencies::empty()).map_or(Cow::Borrowed(text), Text::into_inner)
        }
        Cow::Owned(text) => {
            let meant =
                Text::read(&text, &mut Leniencies::empty()).map(|text| text.into_inner().into_owned());
            Cow::Owned(meant.unwrap_or(text))
        }
    }
}

#[cfg(test)]
mod tests {
    use ical_model::registry;

    use crate::icalendar::tally::PropertySlot;

    #[test]
    fn definitions_are_found_by_the_place_of_a_name() {
        for slot in PropertySlot::ALL {
            assert_eq!(registry::definitions()[*slot as usize].name, slot.name());
        }
    }
}
