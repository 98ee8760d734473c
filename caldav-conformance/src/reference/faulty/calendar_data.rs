//! Calendars in answers, otherwise than they should be.

use crate::reference::Fault;
use crate::reference::server::Server;

/// What a faulty server makes of expanded instances.
pub(super) fn garble(server: &Server, text: &mut String) {
    if server.has(Fault::ExpandWithoutRecurrenceId) {
        *text = lines(text, |line| if line.starts_with("RECURRENCE-ID") { None } else { Some(line) });
    }
    if server.has(Fault::ExpandLeftLocal) {
        let is_time = |line: &str| line.starts_with("DTSTART:") || line.starts_with("DTEND:");
        *text = lines(text, |line| Some(if is_time(line) { line.trim_end_matches('Z') } else { line }));
    }
}

fn lines(text: &str, change: impl Fn(&str) -> Option<&str>) -> String {
    let lines = text.split_terminator("\r\n").filter_map(change);
    lines.flat_map(|line| [line, "\r\n"]).collect()
}
