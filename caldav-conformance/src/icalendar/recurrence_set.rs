//! The components of one UID: a master and the components that override its instances.
//!
//! [RFC 5545 §3.8.4.4](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.4.4)

use std::collections::{HashMap, HashSet};

use chrono::NaiveDateTime;
use ical_model::value::{DateOrDateTime, TimeForm};
use ical_model::{Parameter, ParameterName};

use super::facts::{CalendarFacts, Line, Member};
use super::tally::ComponentSlot;
use super::zones::shown;
use crate::inspection::{Inspection, Place};
use crate::options::Profile;
use crate::rules::rules;

/// Checks the components of one calendar among each other. Overrides without a master are in order (RFC 4791 §4.1).
pub(crate) fn check<'c>(inspection: &mut Inspection<'c>, calendar: &CalendarFacts<'c>) {
    if calendar.members.len() < 2 {
        return;
    }
    let mut masters: HashMap<Key<'_>, &Member<'c>> = HashMap::new();
    let mut instances: HashSet<(Key<'_>, Instance<'_>, bool)> = HashSet::new();
    // In a stream the same object may stand twice, in two versions.
    let one_version = inspection.options.profile != Profile::Stream;
    for member in calendar.members.iter().filter(|member| !member.has_recurrence_id) {
        let Some(key) = key_of(member) else { continue };
        if let Some(first) = masters.insert(key, member) {
            masters.insert(key, first);
            if one_version {
                inspection.report(&SECOND_MASTER, Place::Component(member.component), || {
                    let name = member.kind.name();
                    format!("a second {name} with the UID {} has no RECURRENCE-ID", key.1)
                });
            }
        }
    }
    let in_many_forms = has_many_forms(calendar);
    for member in &calendar.members {
        let (Some(key), Some(id)) = (key_of(member), &member.recurrence_id) else { continue };
        if let Some(start) = masters.get(&key).and_then(|master| master.dt_start.as_ref()) {
            check_form(inspection, start, id);
        }
        let instance = if in_many_forms { moment_of(&id.value, calendar) } else { instance_of(&id.value) };
        if one_version && !instances.insert((key, instance, has_range(id))) {
            inspection.report(&SAME_INSTANCE, Place::Property(id.property), || {
                format!(
                    "a second {} with the UID {} has the RECURRENCE-ID {}",
                    member.kind.name(),
                    key.1,
                    shown(&id.value)
                )
            });
        }
    }
}

/// The components of one type and UID.
pub(crate) type Key<'f> = (u8, &'f str);

pub(crate) fn key_of<'f>(member: &'f Member<'_>) -> Option<Key<'f>> {
    let recurs = matches!(
        member.kind,
        ComponentSlot::VEvent
            | ComponentSlot::VTodo
            | ComponentSlot::VJournal
            | ComponentSlot::VFreeBusy
            | ComponentSlot::VAvailability
    );
    member.uid.as_ref().filter(|_| recurs).map(|uid| (member.kind as u8, &*uid.value))
}

/// What a RECURRENCE-ID says.
type Instance<'f> = (bool, NaiveDateTime, bool, Option<&'f str>);

fn instance_of(id: &DateOrDateTime) -> Instance<'_> {
    let utc = matches!(id, DateOrDateTime::DateTime(time) if time.is_utc());
    (id.is_date(), id.local(), utc, id.tzid().map(|tzid| tzid.as_str()))
}

/// Whether RECURRENCE-IDs are told on different clocks, so that two may mean the same.
fn has_many_forms(calendar: &CalendarFacts<'_>) -> bool {
    let mut forms = calendar.members.iter().filter_map(|member| member.recurrence_id.as_ref()).map(|id| {
        let (_, _, utc, tzid) = instance_of(&id.value);
        (utc, tzid)
    });
    forms.next().is_some_and(|first| forms.any(|form| form != first))
}

/// The moment that a RECURRENCE-ID means, in UTC; what it says where its zone is not known.
fn moment_of<'f>(id: &'f DateOrDateTime, calendar: &CalendarFacts<'_>) -> Instance<'f> {
    match calendar.zones().utc(id) {
        (utc, latest) if id.tzid().is_some() && utc == latest => (false, utc, true, None),
        _ => instance_of(id),
    }
}

/// An override of an instance and of those behind it stands beside one of the instance alone.
fn has_range(id: &Line<'_, DateOrDateTime>) -> bool {
    let this_and_future = |range: Parameter<'_>| range.value().eq_ignore_ascii_case("THISANDFUTURE");
    id.property.parameter(&ParameterName::Range).ok().flatten().is_some_and(this_and_future)
}

fn check_form<'c>(
    inspection: &mut Inspection<'c>,
    start: &Line<'c, DateOrDateTime>,
    id: &Line<'c, DateOrDateTime>,
) {
    let floating = |value: &DateOrDateTime| matches!(value, DateOrDateTime::DateTime(time) if *time.form() == TimeForm::Floating);
    let rule = if start.value.is_date() != id.value.is_date() {
        &VALUE_TYPE
    } else if floating(&start.value) != floating(&id.value) {
        &FLOATING
    } else {
        return;
    };
    inspection.report(rule, Place::Property(id.property), || {
        format!(
            "RECURRENCE-ID {} is of another form than DTSTART {} of the series",
            shown(&id.value),
            shown(&start.value)
        )
    });
}

rules! {
    SECOND_MASTER = "second-master", Must, "RFC 5545" "3.8.4.4", [], ValidCalendarData,
        "of the components with one UID at most one has no RECURRENCE-ID",
        "give the component a UID of its own, or the RECURRENCE-ID of the instance that it overrides";
    SAME_INSTANCE = "recurrence-id-twice", Must, "RFC 5545" "3.8.4.4", [], ValidCalendarData,
        "no two components with one UID override the same instance",
        "remove the older one of the two components";
    VALUE_TYPE = "recurrence-id-value-type", Must, "RFC 5545" "3.8.4.4", ["5545-3.8.4.4-01"], ValidCalendarData,
        "RECURRENCE-ID has the value type of DTSTART of the recurring component",
        "write RECURRENCE-ID as DTSTART of the series is written, with the original start of the instance";
    FLOATING = "recurrence-id-floating", Must, "RFC 5545" "3.8.4.4", ["5545-3.8.4.4-02"], ValidCalendarData,
        "RECURRENCE-ID is in no time zone exactly when DTSTART of the recurring component is in none",
        "write RECURRENCE-ID as DTSTART of the series is written, with the original start of the instance";
}

#[cfg(test)]
mod tests {
    use super::RULES;
    use crate::options::CheckOptions;
    use crate::room;

    #[test]
    fn sets() {
        let options = CheckOptions::default();
        room::check(
            RULES,
            &options,
            &[
                (
                    "4791-4.1-07",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270102T090000Z\nRECURRENCE-ID:20270102T090000Z\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270103T090000Z\nRECURRENCE-ID:20270103T090000Z\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "§3.8.4.4 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270102T100000Z\nRECURRENCE-ID:20270102T090000Z\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "§3.8.4.4 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\n",
                    &["second-master"],
                ),
                (
                    "§3.8.4.4 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\n",
                    &["second-master", "second-master"],
                ),
                (
                    "another UID",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\nBEGIN:VEVENT\nUID:2\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "§3.8.4.4 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270102T100000Z\nRECURRENCE-ID:20270102T090000Z\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270102T110000Z\nRECURRENCE-ID:20270102T090000Z\nEND:VEVENT\n",
                    &["recurrence-id-twice"],
                ),
                (
                    "§3.8.4.4 breaks, on two clocks",
                    "[NY]\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T140000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270102T150000Z\nRECURRENCE-ID:20270102T140000Z\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270102T160000Z\nRECURRENCE-ID;TZID=America/New_York:20270102T090000\nEND:VEVENT\n",
                    &["recurrence-id-twice"],
                ),
                (
                    "§3.8.4.4 keeps, on two clocks",
                    "[NY]\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T140000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270102T150000Z\nRECURRENCE-ID:20270102T140000Z\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270102T160000Z\nRECURRENCE-ID;TZID=America/New_York:20270103T090000\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "one with RANGE",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270102T100000Z\nRECURRENCE-ID:20270102T090000Z\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270102T110000Z\nRECURRENCE-ID;RANGE=THISANDFUTURE:20270102T090000Z\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "another instance",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270102T100000Z\nRECURRENCE-ID:20270102T090000Z\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270103T110000Z\nRECURRENCE-ID:20270103T090000Z\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.8.4.4-01 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270102T100000Z\nRECURRENCE-ID;VALUE=DATE:20270102\nEND:VEVENT\n",
                    &["recurrence-id-value-type"],
                ),
                (
                    "5545-3.8.4.4-01 breaks, override first",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270102T100000Z\nRECURRENCE-ID;VALUE=DATE:20270102\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\n",
                    &["recurrence-id-value-type"],
                ),
                (
                    "5545-3.8.4.4-02 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270102T100000Z\nRECURRENCE-ID:20270102T090000\nEND:VEVENT\n",
                    &["recurrence-id-floating"],
                ),
                (
                    "5545-3.8.4.4-02 keeps",
                    "[NY]\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270102T100000Z\nRECURRENCE-ID;TZID=America/New_York:20270102T040000\nEND:VEVENT\n",
                    &[],
                ),
            ],
        );
    }

    #[test]
    fn a_stream_may_hold_versions() {
        let options = CheckOptions::default().with_profile(crate::Profile::Stream);
        room::check_some(
            RULES,
            &options,
            &[
                (
                    "§3.8.4.4",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "§3.8.4.4",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270102T100000Z\nRECURRENCE-ID:20270102T090000Z\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270102T110000Z\nRECURRENCE-ID:20270102T090000Z\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.8.4.4-02 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270102T100000Z\nRECURRENCE-ID:20270102T090000\nEND:VEVENT\n",
                    &["recurrence-id-floating"],
                ),
            ],
        );
    }

    #[test]
    fn an_icalendar_object_may_not() {
        let options = CheckOptions::default().with_profile(crate::Profile::ICalendar);
        room::check_some(
            RULES,
            &options,
            &[(
                "§3.8.4.4 breaks",
                "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\n",
                &["second-master"],
            )],
        );
    }
}
