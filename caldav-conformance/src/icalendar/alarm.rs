//! VALARM: triggers, repetition, what goes with which action, snooze and proximity.
//!
//! [RFC 5545 §3.6.6, §3.8.6](https://www.rfc-editor.org/rfc/rfc5545#section-3.6.6),
//! [RFC 9074](https://www.rfc-editor.org/rfc/rfc9074)

use std::borrow::Cow;
use std::collections::BTreeSet;

use ical_model::{Component, ComponentName, ParameterName, Property, PropertyName};

use super::facts::{Facts, Line, Trigger};
use super::occurrence::{self, Row, once, one, some};
use super::tally::{ComponentSlot, PropertySlot};
use crate::inspection::{Inspection, Place};
use crate::rules::rules;
use crate::text::text_of;

/// Checks one component: an alarm, or the alarms of a component among each other.
pub(crate) fn check<'c>(inspection: &mut Inspection<'c>, facts: &Facts<'c>, parent: Option<&Facts<'c>>) {
    if facts.kind == ComponentSlot::VAlarm {
        occurrence::check(inspection, facts, ANY_ACTION);
        check_repetition(inspection, facts);
        check_action(inspection, facts);
        check_proximity(inspection, facts);
        if let Some(trigger) = &facts.trigger {
            check_trigger(inspection, trigger, parent);
        }
    } else if facts.component_count(ComponentSlot::VAlarm) > 0 {
        check_snoozed(inspection, facts.component);
    }
}

fn check_repetition<'c>(inspection: &mut Inspection<'c>, facts: &Facts<'c>) {
    let (rule, property, other) =
        match (facts.first(PropertySlot::Duration), facts.first(PropertySlot::Repeat)) {
            (Some(duration), None) => (&DURATION_ALONE, duration, "REPEAT"),
            (None, Some(repeat)) => (&REPEAT_ALONE, repeat, "DURATION"),
            _ => return,
        };
    inspection
        .report(rule, Place::Property(property), || format!("VALARM has {} and no {other}", property.name()));
}

/// Checks that the properties fit the action.
///
/// A property that only another action uses is no grave fault: the grammar lets any registered name in.
fn check_action<'c>(inspection: &mut Inspection<'c>, facts: &Facts<'c>) {
    let Some(action) = facts.first(PropertySlot::Action).and_then(text_of) else { return };
    let is = |name: &str| action.eq_ignore_ascii_case(name);
    let (audio, display) = (is("AUDIO"), is("DISPLAY"));
    if audio {
        occurrence::check(inspection, facts, AUDIO);
    } else if display {
        occurrence::check(inspection, facts, DISPLAY);
    } else if is("EMAIL") {
        occurrence::check(inspection, facts, EMAIL);
    }
    // An alarm of an unknown action is ignored (§3.8.6.1), and all but a mail is sent to nobody.
    if !audio && !display {
        return;
    }
    if let Some(attendee) = facts.first(PropertySlot::Attendee) {
        inspection.report(&ATTENDEE, Place::Property(attendee), || {
            format!("VALARM has ACTION {action} and an ATTENDEE")
        });
    }
    let others: &[PropertySlot] = match audio {
        true => &[PropertySlot::Description, PropertySlot::Summary],
        false => &[PropertySlot::Summary, PropertySlot::Attach],
    };
    for slot in others {
        if let Some(property) = facts.first(*slot) {
            inspection.report(&OTHER_ACTION, Place::Property(property), || {
                format!("VALARM has ACTION {action} and {}", slot.name())
            });
        }
    }
    if audio {
        for attach in facts.component.properties_named(&PropertyName::Attach) {
            check_sound(inspection, attach);
        }
    }
}

/// Checks that an ATTACH is not known to be something else than a sound.
fn check_sound<'c>(inspection: &mut Inspection<'c>, attach: Property<'c>) {
    let Ok(Some(parameter)) = attach.parameter(&ParameterName::FmtType) else { return };
    let media_type = parameter.value();
    let (top, _) = media_type.split_once('/').unwrap_or((&media_type, ""));
    // Sounds are also sent as what nobody knows, or in containers that may hold pictures too.
    let other = ["image", "text", "message", "multipart", "font", "model"];
    if other.iter().any(|other| top.eq_ignore_ascii_case(other)) {
        inspection.report(&SOUND, Place::Parameter(attach, &parameter), || {
            format!("VALARM has ACTION AUDIO and an ATTACH of the media type {media_type}")
        });
    }
}

fn check_trigger<'c>(
    inspection: &mut Inspection<'c>,
    trigger: &Line<'c, Trigger>,
    parent: Option<&Facts<'c>>,
) {
    let property = trigger.property;
    let place = Place::Property(property);
    let related = property.parameter(&ParameterName::Related).ok().flatten();
    match &trigger.value {
        Trigger::DateTime(time) => {
            if let Some(related) = &related {
                inspection.report(&RELATED, Place::Parameter(property, related), || {
                    format!("TRIGGER {time} is a DATE-TIME and has RELATED={}", related.value())
                });
            }
            let zone = property.parameter(&ParameterName::TzId).ok().flatten().is_some();
            let typed = property.parameter(&ParameterName::Value).ok().flatten();
            let typed = typed.is_some_and(|value| value.value().eq_ignore_ascii_case("DATE-TIME"));
            if !time.is_utc() || zone {
                inspection
                    .report(&ABSOLUTE, place, || format!("TRIGGER {time} is a DATE-TIME and not in UTC"));
            } else if !typed {
                inspection.report(&ABSOLUTE, place, || {
                    format!("TRIGGER {time} is a DATE-TIME without VALUE=DATE-TIME")
                });
            }
        }
        Trigger::Relative => {
            let Some(parent) = parent else { return };
            let has = |slot| parent.has(slot);
            let lasts = has(PropertySlot::DtStart) && has(PropertySlot::Duration);
            let end = related.is_some_and(|related| related.value().eq_ignore_ascii_case("END"));
            let (kept, rule, found) = match (parent.kind, end) {
                (ComponentSlot::VEvent | ComponentSlot::VTodo, false) => {
                    (has(PropertySlot::DtStart), &START, "the start, and has no DTSTART")
                }
                (ComponentSlot::VEvent, true) => (
                    has(PropertySlot::DtEnd) || lasts,
                    &EVENT_END,
                    "the end, and has neither DTEND nor DURATION",
                ),
                (ComponentSlot::VTodo, true) => (
                    has(PropertySlot::Due) || lasts,
                    &TODO_END,
                    "the end, and has neither DUE nor DTSTART with DURATION",
                ),
                _ => return,
            };
            if !kept {
                inspection.report(rule, place, || {
                    format!("an alarm of the {} is relative to {found}", parent.kind.name())
                });
            }
        }
    }
}

fn check_proximity<'c>(inspection: &mut Inspection<'c>, facts: &Facts<'c>) {
    let place = facts.component_count(ComponentSlot::VLocation) > 0;
    let proximity = facts.first(PropertySlot::Proximity);
    if let Some(line) = proximity
        && let Ok(text) = line.value()
        && (text.is_empty() || !text.bytes().all(|octet| octet.is_ascii_alphanumeric() || octet == b'-'))
    {
        inspection
            .report(&PROXIMITY, Place::Property(line), || format!("PROXIMITY is {text}, which is no name"));
    }
    match proximity {
        None if place => {
            if let Some(location) = facts.component.components_named(&ComponentName::VLocation).next() {
                inspection.report(&LOCATION, Place::Component(location), || {
                    "VALARM has a VLOCATION and no PROXIMITY".to_owned()
                });
            }
        }
        Some(proximity) if !place => {
            let Some(text) = text_of(proximity) else { return };
            if text.eq_ignore_ascii_case("ARRIVE") || text.eq_ignore_ascii_case("DEPART") {
                inspection.report(&PLACE, Place::Property(proximity), || {
                    format!("VALARM has PROXIMITY {text} and no VLOCATION")
                });
            }
        }
        _ => {}
    }
}

/// Checks the alarms that postpone others of the same component.
fn check_snoozed<'c>(inspection: &mut Inspection<'c>, component: Component<'c>) {
    let mut uids: Option<BTreeSet<Cow<'c, str>>> = None;
    for alarm in component.components_named(&ComponentName::VAlarm) {
        for related in alarm.properties_named(&PropertyName::RelatedTo) {
            let Ok(Some(relation)) = related.parameter(&ParameterName::RelType) else { continue };
            if !relation.value().eq_ignore_ascii_case("SNOOZE") {
                continue;
            }
            let trigger = alarm.properties_named(&PropertyName::Trigger).next();
            if let Some(trigger) = trigger.filter(|trigger| is_relative(*trigger)) {
                inspection.report(&SNOOZE_TRIGGER, Place::Property(trigger), || {
                    "a snooze alarm has a TRIGGER that is no moment in UTC".to_owned()
                });
            }
            let uids = uids.get_or_insert_with(|| uids_of_alarms(component));
            if let Some(uid) = text_of(related)
                && !uids.contains(&uid)
            {
                inspection.report(&SNOOZE_UID, Place::Property(related), || {
                    format!("a snooze alarm is related to {uid}, which is the UID of no alarm beside it")
                });
            }
        }
    }
}

fn is_relative(trigger: Property<'_>) -> bool {
    trigger.value().is_ok_and(|text| text.trim_start().starts_with(['+', '-', 'P', 'p']))
}

fn uids_of_alarms<'c>(component: Component<'c>) -> BTreeSet<Cow<'c, str>> {
    let alarms = component.components_named(&ComponentName::VAlarm);
    alarms.filter_map(|alarm| alarm.properties_named(&PropertyName::Uid).next().and_then(text_of)).collect()
}

const ANY_ACTION: &[Row] = &[
    one(PropertySlot::Action, &ACTION, &ACTION),
    one(PropertySlot::Trigger, &WITHOUT_TRIGGER, &TWO_TRIGGERS),
    once(PropertySlot::Duration, &TWO_REPETITIONS),
    once(PropertySlot::Repeat, &TWO_REPETITIONS),
    once(PropertySlot::Uid, &TWO_UIDS),
    once(PropertySlot::Acknowledged, &TWO_ACKNOWLEDGED),
    once(PropertySlot::Proximity, &TWO_PROXIMITIES),
];

const AUDIO: &[Row] = &[once(PropertySlot::Attach, &TWO_SOUNDS)];

const DISPLAY: &[Row] = &[one(PropertySlot::Description, &DISPLAY_WITHOUT, &DISPLAY_TWICE)];

const EMAIL: &[Row] = &[
    one(PropertySlot::Description, &EMAIL_WITHOUT, &EMAIL_TWICE),
    one(PropertySlot::Summary, &EMAIL_WITHOUT, &EMAIL_TWICE),
    some(PropertySlot::Attendee, &EMAIL_WITHOUT),
];

rules! {
    ACTION = "valarm-action", Must, "RFC 5545" "3.6.6", ["5545-3.6.6-01", "5545-3.8.6.1-01"], ValidCalendarData,
        "a VALARM has exactly one ACTION", "give the alarm one ACTION, for example DISPLAY";
    WITHOUT_TRIGGER = "valarm-without-trigger", Must, "RFC 5545" "3.6.6", ["5545-3.6.6-01", "5545-3.8.6.3-01"],
        ValidCalendarData,
        "a VALARM has a TRIGGER", "add a TRIGGER, for example TRIGGER:-PT15M";
    TWO_TRIGGERS = "valarm-trigger-twice", Must, "RFC 5545" "3.6.6", ["5545-3.6.6-01"], ValidCalendarData,
        "a VALARM has one TRIGGER", "write an alarm for each TRIGGER";
    TWO_REPETITIONS = "valarm-repetition-twice", Must, "RFC 5545" "3.6.6", ["5545-3.6.6-02"], ValidCalendarData,
        "DURATION and REPEAT do not repeat in a VALARM", "remove all but one";
    TWO_SOUNDS = "valarm-audio-attach-twice", Must, "RFC 5545" "3.6.6", ["5545-3.6.6-03"], ValidCalendarData,
        "an alarm with ACTION AUDIO has at most one ATTACH", "remove all but one";
    DISPLAY_WITHOUT = "valarm-display-without-description", Must, "RFC 5545" "3.6.6",
        ["5545-3.6.6-04", "9074-3-01"], ValidCalendarData,
        "an alarm with ACTION DISPLAY has a DESCRIPTION", "add a DESCRIPTION with the text to show";
    DISPLAY_TWICE = "valarm-display-description-twice", Must, "RFC 5545" "3.6.6", ["5545-3.6.6-04"],
        ValidCalendarData,
        "an alarm with ACTION DISPLAY has one DESCRIPTION", "remove all but one";
    EMAIL_WITHOUT = "valarm-email-incomplete", Must, "RFC 5545" "3.6.6", ["5545-3.6.6-05", "9074-3-01"],
        ValidCalendarData,
        "an alarm with ACTION EMAIL has a DESCRIPTION, a SUMMARY and ATTENDEEs",
        "add DESCRIPTION as the text, SUMMARY as the subject, and ATTENDEE as the address of the mail";
    EMAIL_TWICE = "valarm-email-text-twice", Must, "RFC 5545" "3.6.6", ["5545-3.6.6-05"], ValidCalendarData,
        "an alarm with ACTION EMAIL has one DESCRIPTION and one SUMMARY", "remove all but one";
    TWO_UIDS = "valarm-uid-twice", Must, "RFC 9074" "4", ["9074-4-01"], ValidCalendarData,
        "a VALARM has at most one UID", "remove all but one";
    TWO_ACKNOWLEDGED = "valarm-acknowledged-twice", Must, "RFC 9074" "6", ["9074-6-01"], ValidCalendarData,
        "a VALARM has at most one ACKNOWLEDGED", "remove all but the latest";
    TWO_PROXIMITIES = "valarm-proximity-twice", Must, "RFC 9074" "8", ["9074-8-01"], ValidCalendarData,
        "a VALARM has at most one PROXIMITY", "write an alarm for each PROXIMITY";
    PROXIMITY = "proximity-value", Must, "RFC 9074" "8.1", ["9074-8.1-02"], ValidCalendarData,
        "PROXIMITY is ARRIVE, DEPART, CONNECT, DISCONNECT or another name", "write one of the four names";
    DURATION_ALONE = "valarm-duration-without-repeat", Must, "RFC 5545" "3.6.6", ["5545-3.6.6-02", "9074-3-02"],
        ValidCalendarData,
        "DURATION and REPEAT of a VALARM occur together or not at all", "add REPEAT, or remove DURATION";
    REPEAT_ALONE = "valarm-repeat-without-duration", Must, "RFC 5545" "3.8.6.2",
        ["5545-3.8.6.2-01", "5545-3.6.6-02", "9074-3-02"], ValidCalendarData,
        "REPEAT of a VALARM comes with DURATION", "add DURATION, or remove REPEAT";
    ATTENDEE = "valarm-attendee-without-email", Must, "RFC 9074" "3", ["9074-3-01"], ValidCalendarData,
        "the properties of a VALARM fit its ACTION: only EMAIL has ATTENDEEs",
        "remove the ATTENDEE, or make the alarm one with ACTION EMAIL";
    OTHER_ACTION = "valarm-property-of-another-action", Should, "RFC 9074" "3", ["9074-3-01"], -,
        "the properties of a VALARM fit its ACTION", "remove the property; the action makes nothing of it";
    SOUND = "valarm-audio-attach", Must, "RFC 5545" "3.6.6", ["5545-3.6.6-03"], ValidCalendarData,
        "the ATTACH of an alarm with ACTION AUDIO is a sound", "attach a sound, or leave ATTACH out";
    START = "valarm-start-without-dtstart", Must, "RFC 5545" "3.6.6", ["5545-3.6.6-07"], ValidCalendarData,
        "an alarm relative to the start stands in a component with DTSTART",
        "add DTSTART, or make the alarm relative to the end by RELATED=END";
    EVENT_END = "valarm-end-without-dtend", Must, "RFC 5545" "3.6.6", ["5545-3.6.6-08"], ValidCalendarData,
        "an alarm relative to the end stands in a VEVENT with DTEND, or with DTSTART and DURATION",
        "add DTEND, or make the alarm relative to the start";
    TODO_END = "valarm-end-without-due", Must, "RFC 5545" "3.6.6", ["5545-3.6.6-09"], ValidCalendarData,
        "an alarm relative to the end stands in a VTODO with DUE, or with DTSTART and DURATION",
        "add DUE, or make the alarm relative to the start";
    RELATED = "trigger-related-with-time", Must, "RFC 5545" "3.8.6.3", ["5545-3.8.6.3-02"], ValidCalendarData,
        "RELATED stands on a TRIGGER with a duration only", "remove RELATED";
    ABSOLUTE = "trigger-time-utc", Must, "RFC 5545" "3.8.6.3", ["5545-3.8.6.3-03"], ValidCalendarData,
        "a TRIGGER that is a DATE-TIME is in UTC and has VALUE=DATE-TIME",
        "write TRIGGER;VALUE=DATE-TIME: and the time with Z at the end";
    LOCATION = "valarm-vlocation-without-proximity", Must, "RFC 9074" "8", ["9074-8-02"], -,
        "a VALARM has a VLOCATION only when it has PROXIMITY", "add PROXIMITY, or remove the VLOCATION";
    PLACE = "proximity-without-vlocation", Must, "RFC 9074" "8.1", ["9074-8.1-01"], -,
        "the places of a proximity alarm are given by VLOCATION",
        "add a VLOCATION with the place as a geo URI in its URL";
    SNOOZE_TRIGGER = "snooze-trigger", Should, "RFC 9074" "7", ["9074-7-03"], -,
        "a snooze alarm has a TRIGGER that is a time in UTC",
        "write TRIGGER;VALUE=DATE-TIME: and the time with Z at the end";
    SNOOZE_UID = "snooze-uid", Must, "RFC 9074" "7", ["9074-7-04"], -,
        "a snooze alarm is related to the UID of the alarm that it postpones",
        "give the original alarm a UID, and write it in RELATED-TO";
}

#[cfg(test)]
mod tests {
    use super::RULES;
    use crate::options::CheckOptions;
    use crate::room;

    #[test]
    fn alarms() {
        let options = CheckOptions::default();
        room::check(
            RULES,
            &options,
            &[
                (
                    "5545-3.6.6-01 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:a\nTRIGGER:-PT15M\nEND:VALARM\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.6.6-01 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nTRIGGER:-PT15M\nEND:VALARM\nEND:VEVENT\n",
                    &["valarm-action"],
                ),
                (
                    "5545-3.6.6-01 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:AUDIO\nACTION:AUDIO\nTRIGGER:-PT15M\nEND:VALARM\nEND:VEVENT\n",
                    &["valarm-action"],
                ),
                (
                    "5545-3.6.6-01 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:AUDIO\nEND:VALARM\nEND:VEVENT\n",
                    &["valarm-without-trigger"],
                ),
                (
                    "5545-3.6.6-01 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT15M\nTRIGGER:-PT15M\nEND:VALARM\nEND:VEVENT\n",
                    &["valarm-trigger-twice"],
                ),
                (
                    "5545-3.8.6.1-02",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:X-EXAMPLE-BLINK\nATTENDEE:mailto:a@example.com\nTRIGGER:-PT15M\nEND:VALARM\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.6.6-02 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT15M\nDURATION:PT5M\nREPEAT:2\nEND:VALARM\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.6.6-02 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT15M\nDURATION:PT5M\nEND:VALARM\nEND:VEVENT\n",
                    &["valarm-duration-without-repeat"],
                ),
                (
                    "5545-3.8.6.2-01 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT15M\nREPEAT:2\nEND:VALARM\nEND:VEVENT\n",
                    &["valarm-repeat-without-duration"],
                ),
                (
                    "5545-3.6.6-02 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT15M\nDURATION:PT5M\nREPEAT:2\nREPEAT:3\nEND:VALARM\nEND:VEVENT\n",
                    &["valarm-repetition-twice"],
                ),
                (
                    "5545-3.6.6-03 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT15M\nATTACH;FMTTYPE=audio/basic:ftp://example.com/a.aud\nEND:VALARM\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.6.6-03, unknown",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT15M\nATTACH;FMTTYPE=application/octet-stream:ftp://example.com/a\nEND:VALARM\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.6.6-03 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT15M\nATTACH;FMTTYPE=image/png:ftp://example.com/a.png\nEND:VALARM\nEND:VEVENT\n",
                    &["valarm-audio-attach"],
                ),
                (
                    "5545-3.6.6-03 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT15M\nATTACH:ftp://example.com/a\nATTACH:ftp://example.com/b\nEND:VALARM\nEND:VEVENT\n",
                    &["valarm-audio-attach-twice"],
                ),
                (
                    "5545-3.6.6-04 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:-PT15M\nEND:VALARM\nEND:VEVENT\n",
                    &["valarm-display-without-description"],
                ),
                (
                    "5545-3.6.6-04 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:a\nDESCRIPTION:b\nTRIGGER:-PT15M\nEND:VALARM\nEND:VEVENT\n",
                    &["valarm-display-description-twice"],
                ),
                (
                    "5545-3.6.6-05 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:EMAIL\nDESCRIPTION:a\nSUMMARY:b\nATTENDEE:mailto:a@example.com\nTRIGGER:-PT15M\nEND:VALARM\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.6.6-05 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:email\nSUMMARY:b\nATTENDEE:mailto:a@example.com\nTRIGGER:-PT15M\nEND:VALARM\nEND:VEVENT\n",
                    &["valarm-email-incomplete"],
                ),
                (
                    "5545-3.6.6-05 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:EMAIL\nTRIGGER:-PT15M\nEND:VALARM\nEND:VEVENT\n",
                    &["valarm-email-incomplete", "valarm-email-incomplete", "valarm-email-incomplete"],
                ),
                (
                    "5545-3.6.6-05 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:EMAIL\nDESCRIPTION:a\nSUMMARY:b\nATTENDEE:mailto:a@example.com\nSUMMARY:c\nTRIGGER:-PT15M\nEND:VALARM\nEND:VEVENT\n",
                    &["valarm-email-text-twice"],
                ),
                (
                    "5545-3.6.6-07 keeps",
                    "BEGIN:VTODO\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT15M\nEND:VALARM\nEND:VTODO\n",
                    &[],
                ),
                (
                    "5545-3.6.6-07 keeps",
                    "BEGIN:VTODO\nUID:1\nDTSTAMP:20270101T000000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER;VALUE=DATE-TIME:20270101T080000Z\nEND:VALARM\nEND:VTODO\n",
                    &[],
                ),
                (
                    "5545-3.6.6-07 breaks",
                    "BEGIN:VTODO\nUID:1\nDTSTAMP:20270101T000000Z\nDUE:20270101T090000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT15M\nEND:VALARM\nEND:VTODO\n",
                    &["valarm-start-without-dtstart"],
                ),
                (
                    "5545-3.6.6-08 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDURATION:PT1H\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER;RELATED=END:PT0S\nEND:VALARM\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.6.6-08 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER;RELATED=END:PT0S\nEND:VALARM\nEND:VEVENT\n",
                    &["valarm-end-without-dtend"],
                ),
                (
                    "5545-3.6.6-09 keeps",
                    "BEGIN:VTODO\nUID:1\nDTSTAMP:20270101T000000Z\nDUE:20270101T090000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER;RELATED=END:PT0S\nEND:VALARM\nEND:VTODO\n",
                    &[],
                ),
                (
                    "5545-3.6.6-09 breaks",
                    "BEGIN:VTODO\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER;RELATED=end:PT0S\nEND:VALARM\nEND:VTODO\n",
                    &["valarm-end-without-due"],
                ),
                (
                    "5545-3.8.6.3-02 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER;RELATED=START;VALUE=DATE-TIME:20270101T080000Z\nEND:VALARM\nEND:VEVENT\n",
                    &["trigger-related-with-time"],
                ),
                (
                    "5545-3.8.6.3-03 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER;VALUE=DATE-TIME:20270101T080000Z\nEND:VALARM\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "5545-3.8.6.3-03 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER:20270101T080000Z\nEND:VALARM\nEND:VEVENT\n",
                    &["trigger-time-utc"],
                ),
                (
                    "5545-3.8.6.3-03 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER;VALUE=DATE-TIME:20270101T080000\nEND:VALARM\nEND:VEVENT\n",
                    &["trigger-time-utc"],
                ),
                (
                    "9074-3-01 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:DISPLAY\nDESCRIPTION:a\nTRIGGER:-PT15M\nATTENDEE:mailto:a@example.com\nEND:VALARM\nEND:VEVENT\n",
                    &["valarm-attendee-without-email"],
                ),
                (
                    "9074-3-01 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT15M\nSUMMARY:a\nEND:VALARM\nEND:VEVENT\n",
                    &["valarm-property-of-another-action"],
                ),
                (
                    "9074-4-01 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT15M\nUID:5\nUID:6\nEND:VALARM\nEND:VEVENT\n",
                    &["valarm-uid-twice"],
                ),
                (
                    "9074-6-01 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER:-PT15M\nACKNOWLEDGED:20270101T080000Z\nACKNOWLEDGED:20270101T080000Z\nEND:VALARM\nEND:VEVENT\n",
                    &["valarm-acknowledged-twice"],
                ),
                (
                    "9074-7-03 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nBEGIN:VALARM\nUID:4\nACTION:DISPLAY\nDESCRIPTION:a\nTRIGGER:-PT15M\nEND:VALARM\nBEGIN:VALARM\nUID:5\nRELATED-TO;RELTYPE=SNOOZE:4\nACTION:DISPLAY\nDESCRIPTION:a\nTRIGGER;VALUE=DATE-TIME:20270101T080000Z\nEND:VALARM\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "9074-7-03 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nBEGIN:VALARM\nUID:4\nACTION:DISPLAY\nDESCRIPTION:a\nTRIGGER:-PT15M\nEND:VALARM\nBEGIN:VALARM\nUID:5\nRELATED-TO;RELTYPE=SNOOZE:4\nACTION:DISPLAY\nDESCRIPTION:a\nTRIGGER:-PT15M\nEND:VALARM\nEND:VEVENT\n",
                    &["snooze-trigger"],
                ),
                (
                    "9074-7-04 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nBEGIN:VALARM\nUID:4\nACTION:DISPLAY\nDESCRIPTION:a\nTRIGGER:-PT15M\nEND:VALARM\nBEGIN:VALARM\nUID:5\nRELATED-TO;RELTYPE=SNOOZE:6\nACTION:DISPLAY\nDESCRIPTION:a\nTRIGGER;VALUE=DATE-TIME:20270101T080000Z\nEND:VALARM\nEND:VEVENT\n",
                    &["snooze-uid"],
                ),
                (
                    "9074-8-01 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER;VALUE=DATE-TIME:20270101T080000Z\nPROXIMITY:CONNECT\nPROXIMITY:CONNECT\nEND:VALARM\nEND:VEVENT\n",
                    &["valarm-proximity-twice"],
                ),
                (
                    "9074-8-02 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER;VALUE=DATE-TIME:20270101T080000Z\nPROXIMITY:ARRIVE\nBEGIN:VLOCATION\nUID:3\nURL:geo:40.443,-79.945\nEND:VLOCATION\nEND:VALARM\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "9074-8-02 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER;VALUE=DATE-TIME:20270101T080000Z\nBEGIN:VLOCATION\nUID:3\nURL:geo:40.443,-79.945\nEND:VLOCATION\nEND:VALARM\nEND:VEVENT\n",
                    &["valarm-vlocation-without-proximity"],
                ),
                (
                    "9074-8.1-01 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER;VALUE=DATE-TIME:20270101T080000Z\nPROXIMITY:CONNECT\nEND:VALARM\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "9074-8.1-01 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER;VALUE=DATE-TIME:20270101T080000Z\nPROXIMITY:DEPART\nEND:VALARM\nEND:VEVENT\n",
                    &["proximity-without-vlocation"],
                ),
                (
                    "9074-8.1-02 keeps",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER;VALUE=DATE-TIME:20270101T080000Z\nPROXIMITY:X-EXAMPLE-NEAR\nEND:VALARM\nEND:VEVENT\n",
                    &[],
                ),
                (
                    "9074-8.1-02 breaks",
                    "BEGIN:VEVENT\nUID:1\nDTSTAMP:20270101T000000Z\nDTSTART:20270101T090000Z\nDTEND:20270101T100000Z\nBEGIN:VALARM\nACTION:AUDIO\nTRIGGER;VALUE=DATE-TIME:20270101T080000Z\nPROXIMITY:IN RANGE\nEND:VALARM\nEND:VEVENT\n",
                    &["proximity-value"],
                ),
            ],
        );
    }
}
