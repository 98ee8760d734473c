//! Calendars compared by what they say: the order of properties, parameters and components is free, and so is folding.

use crate::pattern::{Kept, all_fit, fits};

/// A component, as lines put into one form.
#[derive(Debug)]
struct Component {
    name: String,
    lines: Vec<String>,
    components: Vec<Self>,
}

/// Do both say the same? Lines of the expected one may have patterns.
pub(crate) fn same(expected: &str, actual: &str, kept: &Kept) -> Option<Kept> {
    component_fits(&read(expected)?, &read(actual)?, kept)
}

/// The text without folds, and with bare line feeds.
pub(crate) fn unfolded(text: &str) -> String {
    text.replace("\r\n", "\n").replace("\n ", "").replace("\n\t", "")
}

fn component_fits(expected: &Component, actual: &Component, kept: &Kept) -> Option<Kept> {
    if expected.name != actual.name {
        return None;
    }
    let kept = all_fit(&expected.lines, &actual.lines, false, kept, &|e, a, kept| fits(e, a, kept))?;
    all_fit(&expected.components, &actual.components, false, &kept, &component_fits)
}

/// The one root of the text; none when it is no calendar at all.
fn read(text: &str) -> Option<Component> {
    let unfolded = unfolded(text.trim());
    let mut open: Vec<Component> = Vec::new();
    let mut root = None;
    for line in unfolded.lines().filter(|line| !line.trim().is_empty()) {
        let upper = line.trim().to_ascii_uppercase();
        if let Some(name) = upper.strip_prefix("BEGIN:") {
            open.push(Component { name: name.to_owned(), lines: Vec::new(), components: Vec::new() });
        } else if let Some(name) = upper.strip_prefix("END:") {
            let closed = open.pop().filter(|component| component.name == name)?;
            match open.last_mut() {
                Some(parent) => parent.components.push(closed),
                None if root.is_none() => root = Some(closed),
                None => return None,
            }
        } else {
            open.last_mut()?.lines.push(normal(line)?);
        }
    }
    root.filter(|_| open.is_empty())
}

/// Name and parameter names in capitals, parameters sorted.
fn normal(line: &str) -> Option<String> {
    let mut quoted = false;
    let mut parts = vec![String::new()];
    let mut value = None;
    for (index, c) in line.char_indices() {
        match c {
            ':' if !quoted => {
                value = Some(&line[index + 1..]);
                break;
            }
            ';' if !quoted => parts.push(String::new()),
            _ => {
                quoted ^= c == '"';
                parts.last_mut()?.push(c);
            }
        }
    }
    let (name, parameters) = parts.split_first()?;
    let mut parameters: Vec<String> = parameters
        .iter()
        .map(|parameter| match parameter.split_once('=') {
            Some((name, value)) => format!(";{}={}", name.to_ascii_uppercase(), value.trim_matches('"')),
            None => format!(";{parameter}"),
        })
        .collect();
    parameters.sort();
    Some(format!("{}{}:{}", name.to_ascii_uppercase(), parameters.concat(), value?))
}

#[test]
fn calendars_are_compared_by_meaning() {
    let text = |summary: &str| {
        format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;X-A=\"1\";TZID=Z:20060102T\r\n 100000\r\nSUMMARY:{summary}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
    };
    let other = "BEGIN:VCALENDAR\nBEGIN:VEVENT\nsummary:a\nDTSTART;TZID=Z;X-A=1:20060102T100000\nEND:VEVENT\nVERSION:2.0\nEND:VCALENDAR";
    let none = Kept::new();
    assert!(same(other, &text("a"), &none).is_some());
    assert!(same(other, &text("b"), &none).is_none());
    assert!(same(&other.replace("y:a", "y:*"), &text("b"), &none).is_some());
    assert!(same(&other.replace("VERSION:2.0\n", ""), &text("a"), &none).is_none());
    assert!(same(other, &text("a").replace("END:VEVENT\r\n", ""), &none).is_none());
}
