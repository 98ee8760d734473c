//! VALARM components (RFC 5545 section 3.6.6).

use super::calendar_user;
use super::numbers::Numbers;
use super::words;
use super::writer::Writer;

/// An alarm; `end` says whether the component around it has an end that a trigger may relate to.
pub(super) fn write(writer: &mut Writer, numbers: &mut Numbers, end: bool) {
    writer.begin("VALARM");
    match numbers.below(10) {
        0..7 => {
            writer.line("ACTION:DISPLAY");
            writer.line(&format!("DESCRIPTION:{}", words::title(numbers, 3)));
        }
        7..9 => {
            writer.line("ACTION:AUDIO");
            writer.line("ATTACH;FMTTYPE=audio/basic:https://media.example.com/sounds/chord.au");
        }
        _ => {
            writer.line("ACTION:EMAIL");
            writer.line(&format!("SUMMARY:{}", words::title(numbers, 4)));
            writer.line(&format!("DESCRIPTION:{}", words::paragraphs(numbers, 1)));
            writer.line(&format!("ATTENDEE:mailto:{}", calendar_user::address(numbers)));
        }
    }
    let trigger = if end && numbers.percent(10) {
        "TRIGGER;RELATED=END:-PT5M"
    } else {
        numbers.pick(&[
            "TRIGGER:-PT15M",
            "TRIGGER;VALUE=DURATION:-PT30M",
            "TRIGGER:-P1D",
            "TRIGGER:-P0DT1H0M0S",
        ])
    };
    writer.line(trigger);
    if numbers.percent(15) {
        writer.line("REPEAT:2");
        writer.line("DURATION:PT5M");
    }
    if numbers.percent(20) {
        writer.line("X-EXAMPLE-ALARM-TRIGGERED:FALSE");
    }
    writer.end("VALARM");
}
