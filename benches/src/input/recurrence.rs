//! RRULE, EXDATE and RDATE (RFC 5545 section 3.8.5) that go with their DTSTART.

use chrono::{Datelike, Months, NaiveDateTime, TimeDelta};

use super::moment::{Form, utc};
use super::numbers::Numbers;
use super::writer::Writer;

/// A rule whose first instance is `start`, and what else belongs to the recurrence set.
pub(super) fn write(writer: &mut Writer, numbers: &mut Numbers, form: Form, start: NaiveDateTime) {
    let weekday = weekday(start);
    let day = start.day();
    let nth = (day - 1) / 7 + 1;
    let month = start.month();
    match numbers.below(7) {
        // A day that not every month has is left to the rules by weekday.
        0 if day <= 28 => rule(writer, numbers, form, start, &format!("MONTHLY;BYMONTHDAY={day}")),
        1 if nth <= 4 => rule(writer, numbers, form, start, &format!("MONTHLY;BYDAY={nth}{weekday}")),
        2 if day <= 28 => {
            rule(writer, numbers, form, start, &format!("YEARLY;BYMONTH={month};BYMONTHDAY={day}"));
        }
        3 => rule(writer, numbers, form, start, "DAILY;INTERVAL=2"),
        4 => {
            let dates: Vec<_> = (1..=4).map(|months| start + Months::new(months)).collect();
            writer.line(&form.list("RDATE", &dates));
        }
        _ => {
            weekly(writer, numbers, form, start);
            if numbers.percent(40) {
                let dates: Vec<_> =
                    (0..1 + numbers.below(3)).map(|n| start + TimeDelta::weeks(n as i64 + 2)).collect();
                writer.line(&form.list("EXDATE", &dates));
            }
        }
    }
}

/// A rule that has an instance one week after `start` and in every week after.
pub(super) fn weekly(writer: &mut Writer, numbers: &mut Numbers, form: Form, start: NaiveDateTime) {
    let rule_text = format!("WEEKLY{};BYDAY={}", numbers.pick(&["", ";WKST=MO"]), weekday(start));
    rule(writer, numbers, form, start, &rule_text);
}

/// Ends after a count, at a time, or never. The end lies beyond the dates that others rest on.
fn rule(writer: &mut Writer, numbers: &mut Numbers, form: Form, start: NaiveDateTime, rule: &str) {
    let until = start + Months::new(6 + numbers.below(60) as u32);
    match numbers.below(3) {
        0 => writer.line(&format!("RRULE:FREQ={rule};COUNT={}", 10 + numbers.below(90))),
        1 => {
            // Section 3.3.10: of the type of DTSTART, and in UTC if that has a zone.
            let until = if matches!(form, Form::Zoned(_)) { utc(until) } else { form.value(until) };
            writer.line(&format!("RRULE:FREQ={rule};UNTIL={until}"));
        }
        _ => writer.line(&format!("RRULE:FREQ={rule}")),
    }
}

fn weekday(at: NaiveDateTime) -> &'static str {
    ["MO", "TU", "WE", "TH", "FR", "SA", "SU"][at.weekday().num_days_from_monday() as usize]
}
