//! VTODO components (RFC 5545 section 3.6.2).

use chrono::TimeDelta;

use super::moment::{self, Form, utc};
use super::numbers::Numbers;
use super::writer::Writer;
use super::{alarm, calendar_user, event, words};

/// A to-do with a start and a time when it is due.
pub(super) fn write(writer: &mut Writer, numbers: &mut Numbers, uid: &str, form: Form) {
    let start = moment::start(numbers);
    let due = start + TimeDelta::hours(1 + numbers.below(200) as i64);
    writer.begin("VTODO");
    event::identity(writer, numbers, uid, start);
    writer.line(&form.property("DTSTART", start));
    writer.line(&form.property("DUE", due));
    writer.line(&format!("SUMMARY:{}", words::title(numbers, 5)));
    if numbers.percent(70) {
        let sentences = 1 + numbers.below(5);
        writer.line(&format!("DESCRIPTION:{}", words::paragraphs(numbers, sentences)));
    }
    match numbers.below(3) {
        0 => writer.line("STATUS:NEEDS-ACTION"),
        1 => {
            writer.line("STATUS:IN-PROCESS");
            writer.line(&format!("PERCENT-COMPLETE:{}", 5 * numbers.below(20)));
        }
        _ => {
            writer.line("STATUS:COMPLETED");
            writer.line("PERCENT-COMPLETE:100");
            writer.line(&format!("COMPLETED:{}", utc(due)));
        }
    }
    if numbers.percent(50) {
        writer.line(&format!("PRIORITY:{}", numbers.below(10)));
        writer.line(&format!("CATEGORIES:{}", words::categories(numbers)));
    }
    calendar_user::write(writer, numbers);
    if numbers.percent(50) {
        alarm::write(writer, numbers, true);
    }
    writer.end("VTODO");
}
