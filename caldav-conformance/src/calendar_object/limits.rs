//! What the collection is willing to store: only limits that the caller gives are asked.
//!
//! [RFC 4791 §5.2.3 to §5.2.9, §5.3.2.1](https://www.rfc-editor.org/rfc/rfc4791#section-5.3.2.1)
//!
//! The limits of dates are asked of dates that are written down, not of instances that a rule generates (§5.2.6,
//! §5.2.7): DTSTART, DTEND, DUE, RECURRENCE-ID, RDATE and EXDATE. A date, and a time without a time zone, is compared as
//! if it were in UTC; one in a time zone breaks a limit where it does so with every offset that its VTIMEZONE has.
//!
//! Only of a recurrence set that ends its instances are counted (§5.2.8): read to the letter no rule without an end could
//! be stored anywhere, so what goes on for ever is left to the server.

use chrono::NaiveDateTime;
use ical_model::value::{DateOrDateTime, Leniencies, Period, Separator, TzId, ValueList, ValueRead};
use ical_model::{CalendarStream, Component, ParameterName, Property, PropertyName};

use super::is_calendar_component;
use crate::icalendar::{CalendarFacts, ComponentSlot, instances, shown};
use crate::inspection::{Inspection, Place};
use crate::rules::rules;

/// Checks the size.
pub(crate) fn check_stream<'c>(
    inspection: &mut Inspection<'c>,
    stream: &CalendarStream<'_>,
    calendar: Component<'c>,
) {
    let Some(limit) = inspection.options.limits.max_resource_size() else { return };
    let size = stream.to_bytes().len();
    if u64::try_from(size).unwrap_or(u64::MAX) > limit {
        inspection.report(&SIZE, Place::Component(calendar), || {
            format!("the resource has {size} octets, and the collection takes {limit} at most")
        });
    }
}

/// Checks one calendar.
pub(crate) fn check<'c>(inspection: &mut Inspection<'c>, calendar: &CalendarFacts<'c>) {
    let limits = &inspection.options.limits;
    if let Some(limit) = limits.max_instances() {
        check_instances(inspection, calendar, limit);
    }
    if limits.supported_components().is_some() {
        check_types(inspection, calendar);
    }
    if let Some(limit) = limits.max_attendees_per_instance() {
        check_attendees(inspection, calendar, limit);
    }
    if limits.min_date_time().is_some() || limits.max_date_time().is_some() {
        check_dates(inspection, calendar);
    }
}

fn check_types<'c>(inspection: &mut Inspection<'c>, calendar: &CalendarFacts<'c>) {
    let mut told: Vec<ComponentSlot> = Vec::new();
    let mut components =
        calendar.members.iter().filter(|member| is_calendar_component(member.component)).peekable();
    if components.peek().is_none()
        && let Some(zone) = calendar.time_zones.first()
        && !inspection.options.limits.supports_component("VTIMEZONE")
    {
        inspection.report(&TYPE, Place::Component(calendar.root.component), || {
            format!("the collection takes no resource of VTIMEZONE alone, as {} is", zone.value)
        });
    }
    for member in components {
        if !told.contains(&member.kind)
            && !inspection.options.limits.supports_component(member.kind.name().as_str())
        {
            told.push(member.kind);
            inspection.report(&TYPE, Place::Component(member.component), || {
                format!("the collection takes no {}", member.kind.name())
            });
        }
    }
}

fn check_instances<'c>(inspection: &mut Inspection<'c>, calendar: &CalendarFacts<'c>, limit: u64) {
    for series in calendar.series() {
        let counted = series.has_more_than(limit, &mut inspection.budget);
        if instances::told_if_exhausted(inspection, series.component, counted) != Some(true) {
            continue;
        }
        let recurs =
            |property: &Property<'_>| matches!(property.name(), PropertyName::RRule | PropertyName::RDate);
        let place = match series.component.properties().find(recurs) {
            Some(property) => Place::Property(property),
            None => Place::Component(series.component),
        };
        inspection.report(&INSTANCES, place, || {
            let name = series.component.name();
            format!("the {name} has more instances than {limit}, which the collection takes at most")
        });
    }
}

fn check_attendees<'c>(inspection: &mut Inspection<'c>, calendar: &CalendarFacts<'c>, limit: u64) {
    for member in &calendar.members {
        if u64::from(member.attendees) < limit && member.attendees < u16::MAX {
            continue;
        }
        let mut attendees = member.component.properties_named(&PropertyName::Attendee);
        let fitting = usize::try_from(limit).unwrap_or(usize::MAX);
        if let Some(first_too_many) = attendees.nth(fitting) {
            let count = attendees.count().saturating_add(fitting).saturating_add(1);
            inspection.report(&ATTENDEES, Place::Property(first_too_many), || {
                format!(
                    "{} has {count} ATTENDEEs, and the collection takes {limit} at most",
                    member.kind.name()
                )
            });
        }
    }
}

fn check_dates<'c>(inspection: &mut Inspection<'c>, calendar: &CalendarFacts<'c>) {
    for member in calendar.members.iter().filter(|member| is_calendar_component(member.component)) {
        for property in member.component.properties() {
            if has_dates(&property.name()) {
                check_property(inspection, calendar, property);
            }
        }
        for component in member.component.components_named(&ical_model::ComponentName::Available) {
            for property in component.properties().filter(|property| has_dates(&property.name())) {
                check_property(inspection, calendar, property);
            }
        }
    }
}

fn has_dates(name: &PropertyName<'_>) -> bool {
    matches!(
        name,
        PropertyName::DtStart
            | PropertyName::DtEnd
            | PropertyName::Due
            | PropertyName::RecurrenceId
            | PropertyName::RDate
            | PropertyName::ExDate
    )
}

/// Reports the first value of a property that is too early and the first that is too late.
fn check_property<'c>(inspection: &mut Inspection<'c>, calendar: &CalendarFacts<'c>, property: Property<'c>) {
    let limits = &inspection.options.limits;
    let (min, max) = (limits.min_date_time(), limits.max_date_time());
    let Ok(text) = property.value() else { return };
    let zone = property.parameter(&ParameterName::TzId).ok().flatten().map(|tzid| TzId::from(&*tzid.value()));
    let (mut early, mut late) = (None, None);
    for (offset, item) in ValueList::new(&text, Separator::Comma).with_limit(usize::MAX).flatten() {
        let mut leniencies = Leniencies::empty();
        let Ok(value) = DateOrDateTime::read(item, &mut leniencies)
            .or_else(|_| Period::read(item, &mut leniencies).map(|period| period.start().clone().into()))
        else {
            continue;
        };
        let value = match &zone {
            Some(zone) => value.with_tzid(zone.clone()),
            None => value,
        };
        let (earliest, latest): (NaiveDateTime, NaiveDateTime) = calendar.zones().utc(&value);
        if early.is_none() && min.is_some_and(|min| latest < min.naive_utc()) {
            early = Some((offset, value.clone()));
        }
        if late.is_none() && max.is_some_and(|max| earliest > max.naive_utc()) {
            late = Some((offset, value));
        }
    }
    let name = property.name();
    if let (Some((offset, value)), Some(min)) = (early, min) {
        inspection.report(&MIN_DATE, Place::Value(property, offset), || {
            format!(
                "{name} {} is before {}, the earliest that the collection takes",
                shown(&value),
                min.format(FORM)
            )
        });
    }
    if let (Some((offset, value)), Some(max)) = (late, max) {
        inspection.report(&MAX_DATE, Place::Value(property, offset), || {
            format!(
                "{name} {} is after {}, the latest that the collection takes",
                shown(&value),
                max.format(FORM)
            )
        });
    }
}

/// A time in UTC as iCalendar writes it.
const FORM: &str = "%Y%m%dT%H%M%SZ";

rules! {
    INSTANCES = "limit-instances", Must, "RFC 4791" "5.3.2.1", ["4791-5.2.8-04", "4791-5.3.2.1-12"], MaxInstances,
        "a recurrence set has no more instances than CALDAV:max-instances of the collection",
        "let the rule end earlier by COUNT or UNTIL, and continue it in another object";
    TYPE = "limit-supported-component", Must, "RFC 4791" "5.3.2.1", ["4791-5.2.3-04", "4791-5.3.2.1-04"],
        SupportedCalendarComponent,
        "a resource holds components of a type that the collection supports",
        "store it in a collection whose CALDAV:supported-calendar-component-set lists the type";
    SIZE = "limit-resource-size", Must, "RFC 4791" "5.3.2.1", ["4791-5.2.5-04", "4791-5.3.2.1-09"], MaxResourceSize,
        "a resource has no more octets than CALDAV:max-resource-size of the collection",
        "make the resource smaller, for example by replacing inline attachments by references";
    MIN_DATE = "limit-min-date-time", Must, "RFC 4791" "5.3.2.1", ["4791-5.2.6-04", "4791-5.3.2.1-10"], MinDateTime,
        "no date of a resource is before CALDAV:min-date-time of the collection",
        "use a later date";
    MAX_DATE = "limit-max-date-time", Must, "RFC 4791" "5.3.2.1", ["4791-5.2.7-04", "4791-5.3.2.1-11"], MaxDateTime,
        "no date of a resource is after CALDAV:max-date-time of the collection",
        "use an earlier date";
    ATTENDEES = "limit-attendees", Must, "RFC 4791" "5.3.2.1", ["4791-5.2.9-04", "4791-5.3.2.1-13"],
        MaxAttendeesPerInstance,
        "no component of a resource has more ATTENDEEs than CALDAV:max-attendees-per-instance of the collection",
        "remove attendees, or invite them as a group";
}

#[cfg(test)]
mod tests {
    use super::RULES;
    use crate::options::CheckOptions;
    use crate::room;
    use caldav_types::CollectionLimits;
    use chrono::{DateTime, Utc};

    fn moment(text: &str) -> DateTime<Utc> {
        text.parse::<ical_model::value::DateTime>().unwrap().to_utc().unwrap()
    }

    #[test]
    fn components() {
        let options = CheckOptions::default()
            .with_limits(CollectionLimits::default().with_supported_components(["VEVENT", "VTODO"]));
        room::check_some(
            RULES,
            &options,
            &[
                (
                    "4791-5.3.2.1-04 keeps",
                    "[NY]\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "4791-5.3.2.1-04 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\nBEGIN:X-THING\nEND:X-THING\n",
                    &[],
                ),
                (
                    "4791-5.3.2.1-04 breaks",
                    "BEGIN:VJOURNAL\nUID:1\nEND:VJOURNAL\nBEGIN:VJOURNAL\nUID:1\nEND:VJOURNAL\n",
                    &["limit-supported-component"],
                ),
                ("4791-5.2.3-05", "[NY]\n", &["limit-supported-component"]),
            ],
        );
    }

    #[test]
    fn sizes() {
        let options =
            CheckOptions::default().with_limits(CollectionLimits::default().with_max_resource_size(139));
        room::check_some(
            RULES,
            &options,
            &[
                ("4791-5.3.2.1-09 keeps", "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nEND:VEVENT\n", &[]),
                (
                    "4791-5.3.2.1-09 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nX:\nEND:VEVENT\n",
                    &["limit-resource-size"],
                ),
            ],
        );
    }

    #[test]
    fn attendees() {
        let options = CheckOptions::default()
            .with_limits(CollectionLimits::default().with_max_attendees_per_instance(1));
        room::check_some(
            RULES,
            &options,
            &[
                (
                    "4791-5.3.2.1-13 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nORGANIZER:mailto:a@example.com\nATTENDEE:mailto:b@example.com\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "4791-5.3.2.1-13 keeps, one each",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270102T100000Z\nRECURRENCE-ID:20270102T090000Z\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "4791-5.3.2.1-13 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nORGANIZER:mailto:a@example.com\nATTENDEE:mailto:b@example.com\nATTENDEE:mailto:b@example.com\nATTENDEE:mailto:b@example.com\nEND:VEVENT\n",
                    &["limit-attendees"],
                ),
            ],
        );
    }

    #[test]
    fn dates() {
        let options = CheckOptions::default().with_limits(
            CollectionLimits::default()
                .with_min_date_time(moment("20270101T000000Z"))
                .with_max_date_time(moment("20271231T235959Z")),
        );
        room::check_some(
            RULES,
            &options,
            &[
                (
                    "4791-5.2.6-04 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T000000Z\nDTEND:20271231T235959Z\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "4791-5.2.6-04 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20261231T235959Z\nEND:VEVENT\n",
                    &["limit-min-date-time"],
                ),
                (
                    "4791-5.2.6-04 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;VALUE=DATE:20261231\nEND:VEVENT\n",
                    &["limit-min-date-time"],
                ),
                (
                    "4791-5.2.6-04 keeps",
                    "[NY]\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;TZID=America/New_York:20261231T190000\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "4791-5.2.6-04 breaks",
                    "[NY]\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;TZID=America/New_York:20261231T185959\nEND:VEVENT\n",
                    &["limit-min-date-time"],
                ),
                (
                    "4791-5.2.6-05",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T000000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "4791-5.2.7-04 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T000000Z\nRDATE:20270102T000000Z,20280101T000000Z,20290101T000000Z\nEND:VEVENT\n",
                    &["limit-max-date-time"],
                ),
                (
                    "4791-5.2.7-04 breaks, period",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T000000Z\nRDATE;VALUE=PERIOD:20280101T000000Z/PT1H\nEND:VEVENT\n",
                    &["limit-max-date-time"],
                ),
                (
                    "4791-5.2.7-04 breaks, override",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20280102T000000Z\nRECURRENCE-ID:20270102T000000Z\nEND:VEVENT\n",
                    &["limit-max-date-time"],
                ),
                (
                    "stamps are no dates of instances",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T000000Z\nCREATED:19000101T000000Z\nEND:VEVENT\n",
                    &[],
                ),
            ],
        );
    }
}
