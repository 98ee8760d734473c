//! RRULE, RDATE, EXDATE and EXRULE against DTSTART.
//!
//! [RFC 5545 §3.3.10, §3.8.5](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.5)
//!
//! An UNTIL that is a DATE where DTSTART has a time, or local where DTSTART is in UTC or in a time zone, is forbidden,
//! common, and read by everybody in nearly the same way; so are BYHOUR, BYMINUTE and BYSECOND with a DATE, which readers
//! have to ignore. They are reported as a SHOULD unless the check is strict.

use chrono::TimeDelta;
use ical_model::value::{DateOrDateTime, Recur, RecurPart, TzId};
use ical_model::{Parameter, ParameterName, Property};

use super::facts::{DateList, Facts, Line};
use super::pattern::Pattern;
use super::tally::{ComponentSlot, PropertySlot};
use super::zones::shown;
use crate::inspection::{Inspection, Place};
use crate::rules::rules;

/// Checks how one component recurs.
pub(crate) fn check<'c>(inspection: &mut Inspection<'c>, facts: &Facts<'c>) {
    if facts.kind == ComponentSlot::VFreeBusy {
        return;
    }
    if facts.has(PropertySlot::ExRule)
        && let Some(property) = facts.first(PropertySlot::ExRule)
    {
        inspection
            .report(&EXRULE, Place::Property(property), || format!("{} has an EXRULE", facts.kind.name()));
    }
    if facts.has(PropertySlot::RRule)
        && !facts.has(PropertySlot::DtStart)
        && let Some(property) = facts.first(PropertySlot::RRule)
    {
        inspection.report(&RRULE_WITHOUT_START, Place::Property(property), || {
            format!("{} has an RRULE and no DTSTART", facts.kind.name())
        });
    }
    let Some(start) = &facts.dt_start else { return };
    let in_zone = matches!(facts.kind, ComponentSlot::Standard | ComponentSlot::Daylight);
    for rule in &facts.rules {
        if !in_zone {
            check_until(inspection, start, rule);
            check_until_after_start(inspection, start, rule);
            check_time_parts(inspection, start, rule);
        }
        check_start(inspection, facts, start, rule);
    }
    if !in_zone {
        for list in &facts.date_lists {
            check_list(inspection, start, list);
        }
    }
}

fn check_until<'c>(
    inspection: &mut Inspection<'c>,
    start: &Line<'c, DateOrDateTime>,
    rule: &Line<'c, Recur>,
) {
    let Some(until) = rule.value.until() else { return };
    let place = Place::Property(rule.property);
    let local = matches!(until, DateOrDateTime::DateTime(until) if !until.is_utc());
    match (&start.value, until) {
        (DateOrDateTime::Date(_), DateOrDateTime::Date(_)) => {}
        (DateOrDateTime::Date(_), DateOrDateTime::DateTime(_)) => {
            inspection
                .report(&UNTIL_TIME, place, || format!("DTSTART is a DATE, and UNTIL {until} a DATE-TIME"));
        }
        (DateOrDateTime::DateTime(_), DateOrDateTime::Date(_)) => {
            inspection.tolerate(&UNTIL_DATE, &UNTIL_DATE_READ, place, || {
                format!("DTSTART {} is a DATE-TIME, and UNTIL {until} a DATE", shown(&start.value))
            });
        }
        (DateOrDateTime::DateTime(time), DateOrDateTime::DateTime(_)) => {
            let floating = !time.is_utc() && time.tzid().is_none();
            if floating && !local {
                inspection.report(&UNTIL_FLOATING, place, || {
                    format!("DTSTART {} is in no time zone, and UNTIL {until} is in UTC", shown(&start.value))
                });
            } else if !floating && local {
                inspection.tolerate(&UNTIL_UTC, &UNTIL_LOCAL_READ, place, || {
                    format!("DTSTART is {}, and UNTIL {until} is not in UTC", shown(&start.value))
                });
            }
        }
    }
}

/// UNTIL before DTSTART leaves DTSTART alone. Where the two are on different clocks only what is so in every time zone
/// counts.
fn check_until_after_start<'c>(
    inspection: &mut Inspection<'c>,
    start: &Line<'c, DateOrDateTime>,
    rule: &Line<'c, Recur>,
) {
    let Some(until) = rule.value.until() else { return };
    let utc = |value: &DateOrDateTime| matches!(value, DateOrDateTime::DateTime(time) if time.is_utc());
    let last = match until {
        // All of that day.
        DateOrDateTime::Date(day) => day.naive().and_hms_opt(23, 59, 59),
        DateOrDateTime::DateTime(_) if utc(until) && !utc(&start.value) => {
            until.local().checked_add_signed(EASTERNMOST)
        }
        DateOrDateTime::DateTime(_) => Some(until.local()),
    };
    if last.is_some_and(|last| last < start.value.local()) {
        inspection.report(&UNTIL_BEFORE_START, Place::Property(rule.property), || {
            format!("UNTIL {until} is before DTSTART {}", shown(&start.value))
        });
    }
}

/// How far local time is ahead of UTC where it is farthest.
const EASTERNMOST: TimeDelta = TimeDelta::hours(14);

fn check_time_parts<'c>(
    inspection: &mut Inspection<'c>,
    start: &Line<'c, DateOrDateTime>,
    rule: &Line<'c, Recur>,
) {
    const TIMES: [RecurPart; 3] = [RecurPart::ByHour, RecurPart::ByMinute, RecurPart::BySecond];
    if !start.value.is_date() {
        return;
    }
    if let Some(part) = TIMES.into_iter().find(|part| rule.value.has(*part)) {
        inspection.tolerate(&TIME_PART, &TIME_PART_IGNORED, Place::Property(rule.property), || {
            format!("DTSTART is a DATE, and RRULE has {part}, which readers ignore")
        });
    }
}

/// Whether DTSTART is one of the instances of the rule. A rule that breaks others is not asked.
fn check_start<'c>(
    inspection: &mut Inspection<'c>,
    facts: &Facts<'c>,
    start: &Line<'c, DateOrDateTime>,
    rule: &Line<'c, Recur>,
) {
    let Some(pattern) = Pattern::new(&rule.value, start.value.local(), start.value.is_date()) else { return };
    if pattern.includes_start() || rule.value.faults().next().is_some() {
        return;
    }
    let reported = match facts.kind {
        // What a first onset off its rule does is common and harmless where it lies decades back.
        ComponentSlot::Standard | ComponentSlot::Daylight => &ONSET,
        _ if facts.has(PropertySlot::RDate) => &START_WITH_RDATE,
        _ => &START,
    };
    inspection.report(reported, Place::Property(start.property), || {
        format!("DTSTART {} is no instance of its RRULE {}", shown(&start.value), rule.value)
    });
}

/// Whether the values of a list can be instances of a series that starts so.
fn check_list<'c>(inspection: &mut Inspection<'c>, start: &Line<'c, DateOrDateTime>, list: &DateList<'c>) {
    let fits = match &start.value {
        DateOrDateTime::Date(_) => !list.utc && !list.zoned && !list.floating,
        DateOrDateTime::DateTime(time) if time.is_utc() || time.tzid().is_some() => {
            !list.dates && !list.floating
        }
        DateOrDateTime::DateTime(_) => !list.dates && !list.utc && !list.zoned,
    };
    if fits {
        if list.slot == PropertySlot::RDate {
            check_after_start(inspection, start, list);
        }
        return;
    }
    let rule = if list.slot == PropertySlot::ExDate { &EXDATE_TYPE } else { &RDATE_TYPE };
    report_list(inspection, rule, start, list.property);
}

/// Whether no RDATE is before DTSTART, which is the first instance. Values on other clocks are not asked.
fn check_after_start<'c>(
    inspection: &mut Inspection<'c>,
    start: &Line<'c, DateOrDateTime>,
    list: &DateList<'c>,
) {
    let Some((least, _)) = list.extent.filter(|(least, _)| *least < start.value.local()) else { return };
    let same_clock = match &start.value {
        DateOrDateTime::Date(_) => true,
        DateOrDateTime::DateTime(time) if time.is_utc() => !list.zoned,
        DateOrDateTime::DateTime(time) => {
            let tzid = list.property.parameter(&ParameterName::TzId).ok().flatten();
            !list.utc && tzid.as_ref().map(Parameter::value).as_deref() == time.tzid().map(TzId::as_str)
        }
    };
    if same_clock {
        inspection.report(&RDATE_BEFORE_START, Place::Property(list.property), || {
            format!(
                "RDATE has {}, which is before DTSTART {}",
                least.format("%Y%m%dT%H%M%S"),
                shown(&start.value)
            )
        });
    }
}

fn report_list<'c>(
    inspection: &mut Inspection<'c>,
    rule: &'static crate::rule::Rule,
    start: &Line<'c, DateOrDateTime>,
    property: Property<'c>,
) {
    inspection.report(rule, Place::Property(property), || {
        format!("{} has a value of another form than DTSTART {}", property.name(), shown(&start.value))
    });
}

rules! {
    RRULE_WITHOUT_START = "rrule-without-dtstart", Must, "RFC 5545" "3.8.2.4", ["5545-3.8.2.4-01"], ValidCalendarData,
        "a component with RRULE has DTSTART", "add DTSTART, which is the first instance";
    UNTIL_TIME = "until-time-with-date-dtstart", Must, "RFC 5545" "3.3.10", ["5545-3.3.10-06"], ValidCalendarData,
        "UNTIL has the value type of DTSTART", "write UNTIL as a DATE, as in UNTIL=20270101";
    UNTIL_DATE = "until-date-with-time-dtstart", Must, "RFC 5545" "3.3.10", ["5545-3.3.10-06"], ValidCalendarData,
        "UNTIL has the value type of DTSTART", "write UNTIL as the time of the last instance";
    UNTIL_DATE_READ = "until-date-read", Should, "RFC 5545" "3.3.10", ["5545-3.3.10-06"], -,
        "UNTIL has the value type of DTSTART",
        "write UNTIL as the time of the last instance; a DATE is read as all of that day by most programs, not by all";
    UNTIL_BEFORE_START = "until-before-dtstart", Note, "RFC 5545" "3.3.10", [], -,
        "UNTIL is not before DTSTART, so that the rule gives an instance",
        "write a later UNTIL, or remove the rule; some readers take DTSTART alone, some nothing";
    UNTIL_FLOATING = "until-utc-with-floating-dtstart", Must, "RFC 5545" "3.3.10", ["5545-3.3.10-07"],
        ValidCalendarData,
        "UNTIL is in no time zone when DTSTART is in none", "write UNTIL without Z";
    UNTIL_UTC = "until-local-with-zoned-dtstart", Must, "RFC 5545" "3.3.10", ["5545-3.3.10-08"], ValidCalendarData,
        "UNTIL is in UTC when DTSTART is in UTC or in a time zone", "write UNTIL in UTC, with Z at the end";
    UNTIL_LOCAL_READ = "until-local-read", Should, "RFC 5545" "3.3.10", ["5545-3.3.10-08"], -,
        "UNTIL is in UTC when DTSTART is in UTC or in a time zone",
        "write UNTIL in UTC, with Z at the end; a local one is read in the time zone of DTSTART";
    TIME_PART = "rrule-time-with-date-dtstart", Must, "RFC 5545" "3.3.10", ["5545-3.3.10-15"], -,
        "BYHOUR, BYMINUTE and BYSECOND are not used when DTSTART is a DATE", "remove the part";
    TIME_PART_IGNORED = "rrule-time-ignored", Should, "RFC 5545" "3.3.10", ["5545-3.3.10-15"], -,
        "BYHOUR, BYMINUTE and BYSECOND are not used when DTSTART is a DATE",
        "remove the part; readers ignore it";
    START = "dtstart-not-in-rrule", Should, "RFC 5545" "3.8.5.3", ["5545-3.8.5.3-02"], -,
        "DTSTART is an instance of RRULE", "move DTSTART to the first day that fits the rule, or change the rule";
    START_WITH_RDATE = "dtstart-not-in-rrule-with-rdate", Should, "RFC 5545" "3.8.5.2",
        ["5545-3.8.5.2-01", "5545-3.8.5.3-02"], -,
        "DTSTART is an instance of the RRULE that goes with RDATE",
        "move DTSTART to the first day that fits the rule, and list it in RDATE";
    ONSET = "observance-dtstart-not-in-rrule", Note, "RFC 5545" "3.8.5.3", [], -,
        "DTSTART of STANDARD and DAYLIGHT is an onset that RRULE gives",
        "move DTSTART to the first onset that fits the rule";
    EXDATE_TYPE = "exdate-form", Note, "RFC 5545" "3.8.5.1", [], -,
        "EXDATE has values of the form of DTSTART; others exclude nothing, or are read differently by programs",
        "write EXDATE as DTSTART is written";
    RDATE_TYPE = "rdate-form", Note, "RFC 5545" "3.8.5.2", [], -,
        "RDATE has values of the form of DTSTART; others are read differently by programs",
        "write RDATE as DTSTART is written";
    RDATE_BEFORE_START = "rdate-before-dtstart", Note, "RFC 5545" "3.8.5.3", [], -,
        "DTSTART is the first instance, and no RDATE is before it",
        "move DTSTART to the first of the dates; readers that look for instances from DTSTART on miss earlier ones";
    EXRULE = "exrule", Note, "RFC 5545" "A.3", [], -,
        "EXRULE was withdrawn, and many programs ignore it", "list the dates in EXDATE";
}

#[cfg(test)]
mod tests {
    use super::RULES;
    use crate::options::CheckOptions;
    use crate::room;

    #[test]
    fn rules_and_starts() {
        let options = CheckOptions::default();
        room::check_some(
            RULES,
            &options,
            &[
                (
                    "5545-3.8.2.4-01 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.8.2.4-01 breaks",
                    "BEGIN:VTODO\nUID:1\nDTSTAMP:20270101T000000Z\nRRULE:FREQ=DAILY\nEND:VTODO\n",
                    &["rrule-without-dtstart"],
                ),
                (
                    "5545-3.3.10-06 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;VALUE=DATE:20270101\nRRULE:FREQ=DAILY;UNTIL=20270110\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.3.10-06 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;VALUE=DATE:20270101\nRRULE:FREQ=DAILY;UNTIL=20270110T000000Z\nEND:VEVENT\n",
                    &["until-time-with-date-dtstart"],
                ),
                (
                    "op-11",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY;UNTIL=20270110\nEND:VEVENT\n",
                    &["until-date-read"],
                ),
                (
                    "5545-3.3.10-07 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000\nRRULE:FREQ=DAILY;UNTIL=20270110T090000\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.3.10-07 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000\nRRULE:FREQ=DAILY;UNTIL=20270110T090000Z\nEND:VEVENT\n",
                    &["until-utc-with-floating-dtstart"],
                ),
                (
                    "5545-3.3.10-08 keeps",
                    "[NY]\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;TZID=America/New_York:20270101T090000\nRRULE:FREQ=DAILY;UNTIL=20270110T140000Z\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "op-11",
                    "[NY]\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;TZID=America/New_York:20270101T090000\nRRULE:FREQ=DAILY;UNTIL=20270110T090000\nEND:VEVENT\n",
                    &["until-local-read"],
                ),
                (
                    "5545-3.3.10-15 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY;BYHOUR=9\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.3.10-15, ignored",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;VALUE=DATE:20270101\nRRULE:FREQ=DAILY;BYHOUR=9\nEND:VEVENT\n",
                    &["rrule-time-ignored"],
                ),
                (
                    "5545-3.8.5.3-02 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270104T090000Z\nRRULE:FREQ=WEEKLY;BYDAY=MO\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.8.5.3-02 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270105T090000Z\nRRULE:FREQ=WEEKLY;BYDAY=MO\nEND:VEVENT\n",
                    &["dtstart-not-in-rrule"],
                ),
                (
                    "5545-3.8.5.2-01 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270105T090000Z\nRRULE:FREQ=WEEKLY;BYDAY=MO\nRDATE:20270106T090000Z\nEND:VEVENT\n",
                    &["dtstart-not-in-rrule-with-rdate"],
                ),
                (
                    "a rule with a fault of its own",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270105T090000Z\nRRULE:FREQ=WEEKLY;BYMONTHDAY=1\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "§3.8.5.3, zone",
                    "BEGIN:VTIMEZONE\nTZID:A\nBEGIN:STANDARD\nDTSTART:19700101T000000\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0000\nEND:STANDARD\nEND:VTIMEZONE\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nEND:VEVENT\n",
                    &["observance-dtstart-not-in-rrule"],
                ),
                (
                    "§3.8.5.1 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEXDATE:20270102T090000Z\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "§3.8.5.1 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEXDATE;VALUE=DATE:20270102\nEND:VEVENT\n",
                    &["exdate-form"],
                ),
                (
                    "§3.8.5.1 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEXDATE:20270102T090000\nEND:VEVENT\n",
                    &["exdate-form"],
                ),
                (
                    "§3.8.5.2 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRDATE;VALUE=PERIOD:20270102T090000Z/PT1H\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "§3.8.5.2 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;VALUE=DATE:20270101\nRDATE:20270102T090000Z\nEND:VEVENT\n",
                    &["rdate-form"],
                ),
                (
                    "§3.8.5.3 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRDATE:20270102T090000Z\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "§3.8.5.3 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRDATE:20270102T090000Z,20261231T090000Z\nEND:VEVENT\n",
                    &["rdate-before-dtstart"],
                ),
                (
                    "§3.8.5.3 breaks, zone",
                    "[NY]\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;TZID=America/New_York:20270101T090000\nRDATE;TZID=America/New_York:20270101T085959\nEND:VEVENT\n",
                    &["rdate-before-dtstart"],
                ),
                (
                    "§3.8.5.3, another clock",
                    "[NY]\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T120000Z\nRDATE;TZID=America/New_York:20270101T085959\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "§3.3.10 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270102T090000Z\nRRULE:FREQ=DAILY;UNTIL=20270102T085959Z\nEND:VEVENT\n",
                    &["until-before-dtstart"],
                ),
                (
                    "§3.3.10 keeps",
                    "[NY]\nBEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;TZID=America/New_York:20270102T190000\nRRULE:FREQ=DAILY;UNTIL=20270103T000000Z\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "op-52",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY\nEXRULE:FREQ=WEEKLY\nEND:VEVENT\n",
                    &["exrule"],
                ),
            ],
        );
    }

    #[test]
    fn a_strict_check_takes_no_other_until() {
        let options = CheckOptions::default().with_strict(true);
        room::check_some(
            RULES,
            &options,
            &[
                (
                    "5545-3.3.10-06 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY;UNTIL=20270110\nEND:VEVENT\n",
                    &["until-date-with-time-dtstart"],
                ),
                (
                    "5545-3.3.10-08 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nRRULE:FREQ=DAILY;UNTIL=20270110T090000\nEND:VEVENT\n",
                    &["until-local-with-zoned-dtstart"],
                ),
                (
                    "5545-3.3.10-15 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART;VALUE=DATE:20270101\nRRULE:FREQ=DAILY;BYSECOND=0\nEND:VEVENT\n",
                    &["rrule-time-with-date-dtstart"],
                ),
            ],
        );
    }
}
