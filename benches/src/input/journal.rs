//! VJOURNAL components (RFC 5545 section 3.6.3).

use super::moment::{self, Form};
use super::numbers::Numbers;
use super::writer::Writer;
use super::{event, words};

/// A note of some length.
pub(super) fn write(writer: &mut Writer, numbers: &mut Numbers, uid: &str, form: Form) {
    let start = moment::start(numbers);
    writer.begin("VJOURNAL");
    event::identity(writer, numbers, uid, start);
    writer.line(&form.property("DTSTART", start));
    writer.line(&format!("SUMMARY:{}", words::title(numbers, 4)));
    let sentences = 5 + numbers.below(6);
    writer.line(&format!("DESCRIPTION:{}", words::paragraphs(numbers, sentences)));
    writer.line(numbers.pick(&["STATUS:DRAFT", "STATUS:FINAL"]));
    writer.line(&format!("CATEGORIES:{}", words::categories(numbers)));
    if numbers.percent(40) {
        writer.line("ATTACH;FMTTYPE=text/plain:https://files.example.com/minutes.txt");
    }
    writer.end("VJOURNAL");
}
