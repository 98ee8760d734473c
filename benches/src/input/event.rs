//! VEVENT components (RFC 5545 section 3.6.1).

use chrono::{NaiveDateTime, TimeDelta};

use super::moment::{self, Form, utc};
use super::numbers::Numbers;
use super::writer::Writer;
use super::{alarm, calendar_user, recurrence, words};

/// One event, a quarter of them recurring.
pub(super) fn write(writer: &mut Writer, numbers: &mut Numbers, uid: &str, form: Form) {
    let start = moment::start(numbers);
    writer.begin("VEVENT");
    identity(writer, numbers, uid, start);
    let end = period(writer, numbers, form, start);
    if numbers.percent(25) {
        recurrence::write(writer, numbers, form, start);
    }
    description(writer, numbers);
    calendar_user::write(writer, numbers);
    extensions(writer, numbers);
    for _ in 0..numbers.pick(&[0, 0, 1, 1, 2]) {
        alarm::write(writer, numbers, end);
    }
    writer.end("VEVENT");
}

/// One event with this start, that recurs by this rule.
pub(super) fn write_with_rule(
    writer: &mut Writer,
    numbers: &mut Numbers,
    uid: &str,
    form: Form,
    start: NaiveDateTime,
    rule: Option<&str>,
) {
    writer.begin("VEVENT");
    identity(writer, numbers, uid, start);
    period(writer, numbers, form, start);
    if let Some(rule) = rule {
        writer.line(&format!("RRULE:{rule}"));
    }
    description(writer, numbers);
    calendar_user::write(writer, numbers);
    extensions(writer, numbers);
    writer.end("VEVENT");
}

/// A weekly event and one instance of it, moved by an hour (section 3.8.4.4).
pub(super) fn write_with_override(writer: &mut Writer, numbers: &mut Numbers, uid: &str, form: Form) {
    let start = moment::start(numbers);
    writer.begin("VEVENT");
    identity(writer, numbers, uid, start);
    period(writer, numbers, form, start);
    recurrence::weekly(writer, numbers, form, start);
    writer.line(&format!("SUMMARY:{}", words::title(numbers, 4)));
    writer.end("VEVENT");

    let instance = start + TimeDelta::weeks(1 + numbers.below(5) as i64);
    writer.begin("VEVENT");
    identity(writer, numbers, uid, start);
    writer.line(&form.property("RECURRENCE-ID", instance));
    period(writer, numbers, form, instance + TimeDelta::hours(1));
    writer.line(&format!("SUMMARY:{}", words::title(numbers, 4)));
    writer.line(&format!("DESCRIPTION:{}", words::paragraphs(numbers, 2)));
    writer.end("VEVENT");
}

/// UID and the dates of the record; without METHOD, DTSTAMP is LAST-MODIFIED (section 3.8.7.2).
pub(super) fn identity(writer: &mut Writer, numbers: &mut Numbers, uid: &str, start: NaiveDateTime) {
    let created = start - TimeDelta::minutes(1_000 + numbers.below(100_000) as i64);
    let changed = created + TimeDelta::seconds(numbers.below(50_000) as i64);
    if numbers.percent(50) {
        writer.line(&format!("UID:{uid}"));
        writer.line(&format!("DTSTAMP:{}", utc(changed)));
    } else {
        writer.line(&format!("DTSTAMP:{}", utc(changed)));
        writer.line(&format!("UID:{uid}"));
    }
    if numbers.percent(70) {
        writer.line(&format!("CREATED:{}", utc(created)));
        writer.line(&format!("LAST-MODIFIED:{}", utc(changed)));
    }
    if numbers.percent(60) {
        writer.line(&format!("SEQUENCE:{}", numbers.below(6)));
    }
}

/// DTSTART with DTEND, DURATION or neither; whether there is an end.
fn period(writer: &mut Writer, numbers: &mut Numbers, form: Form, start: NaiveDateTime) -> bool {
    writer.line(&form.property("DTSTART", start));
    let all_day = matches!(form, Form::Date);
    match numbers.below(10) {
        0..7 => {
            let length = if all_day {
                TimeDelta::days(1 + numbers.below(3) as i64)
            } else {
                TimeDelta::minutes(15 * (1 + numbers.below(12) as i64))
            };
            writer.line(&form.property("DTEND", start + length));
            true
        }
        7..9 if all_day => {
            writer.line("DURATION:P2D");
            true
        }
        7..9 => {
            writer.line(numbers.pick(&["DURATION:PT45M", "DURATION:PT1H30M", "DURATION:P0DT2H0M0S"]));
            true
        }
        _ => false,
    }
}

fn description(writer: &mut Writer, numbers: &mut Numbers) {
    let words = 2 + numbers.below(6);
    let language = numbers.pick(&["", "", "", ";LANGUAGE=en-GB", ";LANGUAGE=de"]);
    writer.line(&format!("SUMMARY{language}:{}", words::title(numbers, words)));
    if numbers.percent(65) {
        let sentences = 1 + numbers.below(6);
        let alternate = numbers.pick(&["", "", "", ";ALTREP=\"cid:part1.0001@example.org\""]);
        writer.line(&format!("DESCRIPTION{alternate}:{}", words::paragraphs(numbers, sentences)));
    }
    if numbers.percent(55) {
        writer.line(&format!("LOCATION:{}", numbers.pick(words::PLACES)));
    }
    if numbers.percent(40) {
        writer.line(&format!("CATEGORIES:{}", words::categories(numbers)));
    }
    if numbers.percent(50) {
        writer.line(numbers.pick(&["STATUS:CONFIRMED", "STATUS:TENTATIVE", "STATUS:CANCELLED"]));
    }
    if numbers.percent(50) {
        writer.line(numbers.pick(&["TRANSP:OPAQUE", "TRANSP:TRANSPARENT"]));
    }
    if numbers.percent(30) {
        writer.line(numbers.pick(&["CLASS:PUBLIC", "CLASS:PRIVATE", "CLASS:CONFIDENTIAL"]));
    }
    if numbers.percent(25) {
        writer.line(&format!("PRIORITY:{}", numbers.below(10)));
    }
    if numbers.percent(10) {
        writer.line(numbers.pick(&["GEO:37.386013;-122.082932", "GEO:-33.856784;151.215297"]));
    }
    if numbers.percent(15) {
        writer.line(&format!("URL:https://events.example.com/calendar/{}?view=day", numbers.below(1 << 20)));
    }
    if numbers.percent(10) {
        writer.line(&format!(
            "ATTACH;FMTTYPE=application/pdf:https://files.example.com/agenda/{}.pdf",
            numbers.below(1 << 20)
        ));
    }
    if numbers.percent(10) {
        writer.line(&format!("COMMENT:{}", words::paragraphs(numbers, 1)));
    }
    if numbers.percent(5) {
        writer.line("CONTACT:Front Desk\\, +1 555 0100");
        writer.line("RELATED-TO;RELTYPE=PARENT:parent-4711@calendar.example.com");
        writer.line("RESOURCES:PROJECTOR,WHITEBOARD");
    }
}

/// Properties of no standard, such as every client adds.
fn extensions(writer: &mut Writer, numbers: &mut Numbers) {
    if numbers.percent(35) {
        writer.line(numbers.pick(&[
            "X-EXAMPLE-BUSYSTATUS:BUSY",
            "X-EXAMPLE-BUSYSTATUS:OOF",
            "X-EXAMPLE-TRAVEL-ADVISORY:AUTOMATIC",
        ]));
    }
    if numbers.percent(25) {
        writer.line(&format!("X-EXAMPLE-GENERATION:{}", numbers.below(9)));
        writer.line(&format!("X-EXAMPLE-LASTACK:2026{:02}01T080000Z", 1 + numbers.below(12)));
    }
    if numbers.percent(10) {
        writer.line(
            "X-EXAMPLE-STRUCTURED-LOCATION;VALUE=URI;X-ADDRESS=\"Quay 1, Harbour\";X-RADIUS=70;\
             X-TITLE=Harbour Hall:geo:53.544700,9.966600",
        );
    }
    if numbers.percent(10) {
        writer.line(&format!(
            "X-ALT-DESC;FMTTYPE=text/html:<html><body><p>{}</p></body></html>",
            words::paragraphs(numbers, 2)
        ));
    }
}
