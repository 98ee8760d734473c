//! Do two texts say the same calendar object? Servers write anew what they store.
//!
//! [RFC 5545 §3.1](https://www.rfc-editor.org/rfc/rfc5545#section-3.1),
//! [§3.4](https://www.rfc-editor.org/rfc/rfc5545#section-3.4)

use std::collections::BTreeMap;

/// Do both say the same, but for the order of lines and components, folds, the case of names, and what is written anew
/// whenever an object is (`PRODID`, `DTSTAMP`, `CREATED`, `LAST-MODIFIED`, `SEQUENCE`)?
///
/// ```
/// use caldav_types::client::is_same_calendar;
/// let one = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//A//EN\r\nEND:VCALENDAR\r\n";
/// let other = "BEGIN:VCALENDAR\nPRODID:-//B//EN\nversion:2.\n 0\nEND:VCALENDAR\n";
/// assert!(is_same_calendar(one, other));
/// ```
#[must_use]
pub fn is_same_calendar(one: &str, other: &str) -> bool {
    match (Component::read(one), Component::read(other)) {
        (Some(one), Some(other)) => other.has_all_of(&one, DEPTH) && one.has_all_of(&other, DEPTH),
        _ => false,
    }
}

/// Does the first say all that the second says, in this sense? It may say more.
///
/// ```
/// use caldav_types::client::has_all_of_calendar;
/// let ours = "BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\n";
/// let theirs = "BEGIN:VEVENT\r\nUID:1\r\nCLASS:PUBLIC\r\nEND:VEVENT\r\n";
/// assert!(has_all_of_calendar(theirs, ours) && !has_all_of_calendar(ours, theirs));
/// ```
#[must_use]
pub fn has_all_of_calendar(theirs: &str, ours: &str) -> bool {
    match (Component::read(theirs), Component::read(ours)) {
        (Some(theirs), Some(ours)) => theirs.has_all_of(&ours, DEPTH),
        _ => false,
    }
}

/// The name, and the lines UID and RECURRENCE-ID.
type Key = (String, Vec<String>);

/// Lines by how often they stand there, and components by what tells them apart.
#[derive(Debug, Default)]
struct Component {
    lines: BTreeMap<String, usize>,
    components: BTreeMap<Key, Vec<Self>>,
    key: Key,
}

impl Component {
    /// The text as a component around those in it; `None` where they do not fit into one another.
    fn read(text: &str) -> Option<Self> {
        let mut open = vec![Self::default()];
        for line in unfolded(text) {
            let end = line.find([':', ';'])?;
            let (name, rest) = line.split_at_checked(end)?;
            let (name, value) = (name.to_ascii_uppercase(), rest.get(1..).unwrap_or_default());
            match name.as_str() {
                "BEGIN" if open.len() > DEPTH => return None,
                "BEGIN" => {
                    open.push(Self { key: (value.to_ascii_uppercase(), Vec::new()), ..Self::default() });
                }
                "END" => {
                    let mut done = open.pop()?;
                    done.key.1.sort_unstable();
                    let is_same = done.key.0 == value.to_ascii_uppercase();
                    let around = open.last_mut().filter(|_| is_same)?;
                    around.components.entry(done.key.clone()).or_default().push(done);
                }
                name => {
                    let line = format!("{name}{rest}");
                    let component = open.last_mut()?;
                    if matches!(name, "UID" | "RECURRENCE-ID") {
                        component.key.1.push(line.clone());
                    }
                    if !WRITTEN_ANEW.contains(&name) {
                        *component.lines.entry(line).or_default() += 1;
                    }
                }
            }
        }
        open.pop().filter(|_| open.is_empty())
    }

    fn has_all_of(&self, other: &Self, depth: usize) -> bool {
        let has_lines =
            other.lines.iter().all(|(line, count)| self.lines.get(line).is_some_and(|own| own >= count));
        let has_components = || {
            other.components.iter().all(|(key, theirs)| {
                self.components
                    .get(key)
                    .is_some_and(|ours| each_has_one(ours, theirs, depth.saturating_sub(1)))
            })
        };
        depth > 0 && has_lines && has_components()
    }
}

/// Is there one for each, all different? Where many look alike, as alarms may, they are taken in their order.
fn each_has_one(ours: &[Component], theirs: &[Component], depth: usize) -> bool {
    if theirs.len() > ALIKE {
        return ours.len() >= theirs.len()
            && theirs.iter().zip(ours).all(|(theirs, ours)| ours.has_all_of(theirs, depth));
    }
    let mut left: Vec<&Component> = ours.iter().collect();
    theirs.iter().all(|theirs| {
        let place = left.iter().position(|ours| ours.has_all_of(theirs, depth));
        place.map(|place| left.swap_remove(place)).is_some()
    })
}

fn unfolded(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in text.split('\n').map(|line| line.trim_end_matches('\r')) {
        match (line.strip_prefix([' ', '\t']), lines.last_mut()) {
            (Some(rest), Some(last)) => last.push_str(rest),
            _ if line.is_empty() => {}
            _ => lines.push(line.to_owned()),
        }
    }
    lines
}

const WRITTEN_ANEW: [&str; 5] = ["PRODID", "DTSTAMP", "CREATED", "LAST-MODIFIED", "SEQUENCE"];

/// Deeper than that is no calendar.
const DEPTH: usize = 16;

/// More components than that of the same name, without anything to tell them apart, are not tried one by one.
const ALIKE: usize = 64;

#[cfg(test)]
mod tests {
    use super::{has_all_of_calendar, is_same_calendar};

    fn event(lines: &str) -> String {
        let lines: String = lines.split_whitespace().map(|line| format!("{line}\r\n")).collect();
        format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\n{lines}END:VEVENT\r\nEND:VCALENDAR\r\n"
        )
    }

    #[test]
    fn the_same_and_more() {
        for (why, ours, theirs, is_same, has_all) in [
            ("itself", "SUMMARY:a", "SUMMARY:a", true, true),
            ("order", "SUMMARY:a LOCATION:b", "LOCATION:b SUMMARY:a", true, true),
            ("names", "summary:a", "SUMMARY:a", true, true),
            ("values have a case", "SUMMARY:a", "SUMMARY:A", false, false),
            ("written anew", "DTSTAMP:1 SEQUENCE:1", "DTSTAMP:2 SEQUENCE:3 CREATED:4", true, true),
            ("more", "SUMMARY:a", "SUMMARY:a CLASS:PUBLIC", false, true),
            ("less", "SUMMARY:a LOCATION:b", "SUMMARY:a", false, false),
            ("twice", "COMMENT:a COMMENT:a", "COMMENT:a", false, false),
            ("another", "SUMMARY:a", "SUMMARY:b", false, false),
            (
                "alarms in another order",
                "BEGIN:VALARM TRIGGER:1 END:VALARM BEGIN:VALARM TRIGGER:2 END:VALARM",
                "BEGIN:VALARM TRIGGER:2 END:VALARM BEGIN:VALARM TRIGGER:1 END:VALARM",
                true,
                true,
            ),
            ("overrides", "RECURRENCE-ID:2 SUMMARY:a", "SUMMARY:a RECURRENCE-ID:2", true, true),
            ("of other instances", "RECURRENCE-ID:2 SUMMARY:a", "RECURRENCE-ID:3 SUMMARY:a", false, false),
            ("an alarm less", "BEGIN:VALARM TRIGGER:1 END:VALARM", "SUMMARY:a", false, false),
        ] {
            let (ours, theirs) = (event(ours), event(theirs));
            assert_eq!(is_same_calendar(&ours, &theirs), is_same, "{why}");
            assert_eq!(has_all_of_calendar(&theirs, &ours), has_all, "{why}");
        }
        let (one, other) = ("UID:1\r\nRECURRENCE-ID:2\r\n", "RECURRENCE-ID:2\r\nUID:1\r\n");
        let around = |lines: &str| format!("BEGIN:VEVENT\r\n{lines}END:VEVENT\r\n");
        assert!(is_same_calendar(&around(one), &around(other)), "what tells components apart, in any order");
        assert!(
            is_same_calendar(&event("SUMMARY:ab"), &event("SUMMARY:ab").replace(":ab", ":a\r\n b")),
            "folds"
        );
    }

    #[test]
    fn what_is_no_calendar_is_like_nothing() {
        let deep = "BEGIN:A\n".repeat(100) + &"END:A\n".repeat(100);
        for text in ["BEGIN:A", "END:A", "BEGIN:A\nEND:B", "no line", "BEGIN:A\nEND:A\nEND:A", &deep] {
            assert!(!is_same_calendar(text, text), "{text}");
        }
        let many = format!("BEGIN:A\n{}END:A\n", "BEGIN:B\nEND:B\n".repeat(10_000));
        assert!(is_same_calendar(&many, &many), "and soon");
    }
}
