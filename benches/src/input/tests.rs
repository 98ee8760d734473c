//! The made inputs are what they say they are: read back here line by line, without any of the libraries.

use std::collections::HashSet;

use chrono::{Datelike, NaiveDateTime, Weekday};

use super::time_zone::ZONES;
use super::{COUNT, Input, events, objects};

#[test]
fn lines_end_with_crlf_and_hold_75_octets() {
    for input in [events(), objects()] {
        for body in &input.bodies {
            let text = str::from_utf8(body).expect("RFC 5545 section 6: UTF-8");
            assert!(text.ends_with("\r\n"), "section 3.1: {}", input.name);
            for line in text.trim_end_matches("\r\n").split("\r\n") {
                assert!(line.len() <= 75, "section 3.1: {line}");
                assert!(!line.is_empty() && !line.contains(['\r', '\n']), "section 3.1: {line:?}");
            }
        }
    }
}

#[test]
fn events_is_one_calendar_of_about_9_megabytes() {
    let input = events();
    assert_eq!(input.bodies.len(), 1);
    assert!((8_500_000..9_500_000).contains(&input.octets()), "{}", input.octets());
    let calendar = Component::read(&input.bodies[0]);
    let found = calendar.children.iter().filter(|child| child.name == "VEVENT").count();
    assert_eq!(found, COUNT);
    assert_eq!(Some(calendar.count()), input.components);
    calendar.assert_valid();
    let uids: HashSet<_> =
        calendar.children.iter().filter(|child| child.name == "VEVENT").map(Component::uid).collect();
    assert_eq!(uids.len(), COUNT, "RFC 5545 section 3.8.4.7: a UID is unique");
}

#[test]
fn objects_are_calendar_object_resources_of_1_to_2_kilobytes() {
    let input = objects();
    assert_eq!(input.bodies.len(), COUNT);
    let mut uids = HashSet::new();
    let mut components = 0;
    for body in &input.bodies {
        assert!((1_000..=2_000).contains(&body.len()), "{}", body.len());
        let calendar = Component::read(body);
        components += calendar.count();
        calendar.assert_valid();
        calendar.assert_calendar_object_resource();
        let uid = calendar.calendar_components().next().expect("a calendar component").uid();
        assert!(uids.insert(uid), "RFC 4791 section 4.1: the UID is unique in the collection");
    }
    assert_eq!(Some(components), input.components);
}

#[test]
fn inputs_are_the_same_every_time() {
    let same = |make: fn() -> Input| make().bodies == make().bodies;
    assert!(same(events) && same(objects));
}

#[test]
fn observances_start_on_an_instance_of_their_rule() {
    for zone in ZONES {
        for observance in zone.observances() {
            let Some(rule) = observance.rrule else { continue };
            let start = NaiveDateTime::parse_from_str(observance.dtstart, "%Y%m%dT%H%M%S").expect("local");
            let day = start.day();
            let (month, nth) = rule
                .strip_prefix("FREQ=YEARLY;BYMONTH=")
                .and_then(|rule| rule.strip_suffix("SU"))
                .and_then(|rule| rule.split_once(";BYDAY="))
                .expect("a rule of one shape");
            assert_eq!(start.weekday(), Weekday::Sun, "{} {rule}", zone.tzid);
            assert_eq!(start.month().to_string(), month, "{} {rule}", zone.tzid);
            match nth {
                "-1" => assert!(day > 31 - 7, "{} {rule}", zone.tzid),
                nth => assert_eq!(((day - 1) / 7 + 1).to_string(), nth, "{} {rule}", zone.tzid),
            }
        }
    }
}

#[derive(Debug, Default)]
struct Component {
    name: String,
    lines: Vec<String>,
    children: Vec<Self>,
}

impl Component {
    fn read(body: &[u8]) -> Self {
        let text = str::from_utf8(body).expect("UTF-8").replace("\r\n ", "");
        let mut open = vec![Self::default()];
        for line in text.lines() {
            if let Some(name) = line.strip_prefix("BEGIN:") {
                open.push(Self { name: name.to_owned(), ..Self::default() });
            } else if let Some(name) = line.strip_prefix("END:") {
                let closed = open.pop().expect("an open component");
                assert_eq!(closed.name, name, "section 3.4");
                open.last_mut().expect("the root").children.push(closed);
            } else {
                open.last_mut().expect("the root").lines.push(line.to_owned());
            }
        }
        assert_eq!(open.len(), 1, "every component is closed");
        let mut root = open.remove(0);
        assert_eq!((root.lines.len(), root.children.len()), (0, 1), "one VCALENDAR and nothing else");
        root.children.remove(0)
    }

    fn count(&self) -> usize {
        1 + self.children.iter().map(Self::count).sum::<usize>()
    }

    /// The lines of a property, from the end of its name on.
    fn property<'a>(&'a self, name: &str) -> impl Iterator<Item = &'a str> {
        self.lines
            .iter()
            .filter_map(move |line| line.strip_prefix(name))
            .filter(|rest| rest.starts_with([':', ';']))
    }

    fn times(&self, name: &str) -> usize {
        self.property(name).count()
    }

    fn uid(&self) -> String {
        self.property("UID").next().expect("section 3.6.1: UID is required").to_owned()
    }

    fn calendar_components(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter(|child| child.name != "VTIMEZONE")
    }

    /// RFC 4791 section 4.1.
    fn assert_calendar_object_resource(&self) {
        assert_eq!(self.times("METHOD"), 0);
        let names: HashSet<_> = self.calendar_components().map(|child| &child.name).collect();
        assert_eq!(names.len(), 1, "one type of calendar component");
        let uids: HashSet<_> = self.calendar_components().map(Self::uid).collect();
        assert_eq!(uids.len(), 1, "one UID");
        let masters = self.calendar_components().filter(|child| child.times("RECURRENCE-ID") == 0).count();
        assert_eq!(masters, 1, "the others override an instance");
        assert_eq!(self.children.len() - self.calendar_components().count(), 1, "its own VTIMEZONE");
    }

    /// RFC 5545: how often a property occurs, and what one says about another.
    fn assert_valid(&self) {
        let rows: &[(&str, usize, usize)] = match self.name.as_str() {
            "VCALENDAR" => &[("PRODID", 1, 1), ("VERSION", 1, 1), ("CALSCALE", 0, 1), ("METHOD", 0, 0)],
            "VTIMEZONE" => &[("TZID", 1, 1)],
            "STANDARD" | "DAYLIGHT" => {
                &[("DTSTART", 1, 1), ("TZOFFSETFROM", 1, 1), ("TZOFFSETTO", 1, 1), ("RRULE", 0, 1)]
            }
            "VEVENT" => &[("DTSTART", 1, 1)],
            "VTODO" => &[("DTSTART", 1, 1), ("DUE", 1, 1), ("PERCENT-COMPLETE", 0, 1), ("COMPLETED", 0, 1)],
            "VJOURNAL" => &[("DTSTART", 1, 1), ("LOCATION", 0, 0), ("TRANSP", 0, 0)],
            "VALARM" => &[("ACTION", 1, 1), ("TRIGGER", 1, 1), ("REPEAT", 0, 1), ("DURATION", 0, 1)],
            other => panic!("no rows for {other}"),
        };
        self.assert_cardinality(rows);
        match self.name.as_str() {
            "VCALENDAR" => self.assert_time_zones(),
            "VEVENT" | "VTODO" | "VJOURNAL" => self.assert_calendar_component(),
            "VALARM" => self.assert_alarm(),
            _ => {}
        }
        self.children.iter().for_each(Self::assert_valid);
    }

    fn assert_cardinality(&self, rows: &[(&str, usize, usize)]) {
        for &(property, least, most) in rows {
            let times = self.times(property);
            assert!((least..=most).contains(&times), "{times} {property} in {self:#?}");
        }
    }

    /// Sections 3.6.1 to 3.6.3.
    fn assert_calendar_component(&self) {
        self.assert_cardinality(&[
            ("UID", 1, 1),
            ("DTSTAMP", 1, 1),
            ("CLASS", 0, 1),
            ("CREATED", 0, 1),
            ("LAST-MODIFIED", 0, 1),
            ("GEO", 0, 1),
            ("LOCATION", 0, 1),
            ("DESCRIPTION", 0, 1),
            ("ORGANIZER", 0, 1),
            ("PRIORITY", 0, 1),
            ("SEQUENCE", 0, 1),
            ("STATUS", 0, 1),
            ("SUMMARY", 0, 1),
            ("TRANSP", 0, 1),
            ("URL", 0, 1),
            ("RECURRENCE-ID", 0, 1),
            ("RRULE", 0, 1),
        ]);
        assert!(self.times("DTEND") + self.times("DURATION") <= 1, "DTEND or DURATION: {self:#?}");
        assert!(self.times("ATTENDEE") == 0 || self.times("ORGANIZER") == 1, "section 3.8.4.3: {self:#?}");
        let attendees: Vec<_> = self.property("ATTENDEE").map(|line| line.rsplit_once(":mailto:")).collect();
        let distinct: HashSet<_> = attendees.iter().flatten().map(|(_, address)| address).collect();
        assert_eq!(distinct.len(), attendees.len(), "nobody is asked twice: {self:#?}");
        let start = self.property("DTSTART").next().expect("counted");
        let (form, start) = start.rsplit_once(':').expect("a value");
        for name in ["DTEND", "DUE", "RECURRENCE-ID", "EXDATE", "RDATE"] {
            for line in self.property(name) {
                let (other, values) = line.rsplit_once(':').expect("a value");
                assert_eq!(other, form, "{name} is of the form of DTSTART: {self:#?}");
                for value in values.split(',') {
                    assert_eq!(value.len(), start.len(), "{name}: {self:#?}");
                    assert!(matches!(name, "RECURRENCE-ID") || value > start, "{name}: {self:#?}");
                }
            }
        }
        for rule in self.property("RRULE") {
            let Some((_, until)) = rule.split_once(";UNTIL=") else { continue };
            // Section 3.3.10: a date for a date, local for local, UTC for the rest.
            let (date, local) = (form == ";VALUE=DATE", form.is_empty() && !start.ends_with('Z'));
            let (length, utc) = if date { (8, false) } else { (15 + usize::from(!local), !local) };
            assert_eq!((until.len(), until.ends_with('Z')), (length, utc), "section 3.3.10: {self:#?}");
            assert!(until > start, "{self:#?}");
        }
        for name in ["DTSTAMP", "CREATED", "LAST-MODIFIED", "COMPLETED"] {
            assert!(self.property(name).all(|value| value.ends_with('Z')), "{name} is in UTC: {self:#?}");
        }
        for alarm in &self.children {
            let relates_to_end = alarm.property("TRIGGER").any(|line| line.contains("RELATED=END"));
            let has_end = self.times("DTEND") + self.times("DURATION") + self.times("DUE") == 1;
            assert!(!relates_to_end || has_end, "section 3.8.6.3: {self:#?}");
        }
    }

    /// Section 3.6.6.
    fn assert_alarm(&self) {
        assert_eq!(self.times("REPEAT"), self.times("DURATION"), "{self:#?}");
        match self.property("ACTION").next() {
            Some(":DISPLAY") => {
                self.assert_cardinality(&[("DESCRIPTION", 1, 1), ("SUMMARY", 0, 0), ("ATTENDEE", 0, 0)]);
            }
            Some(":AUDIO") => {
                self.assert_cardinality(&[("ATTACH", 0, 1), ("DESCRIPTION", 0, 0), ("ATTENDEE", 0, 0)]);
            }
            Some(":EMAIL") => {
                self.assert_cardinality(&[
                    ("DESCRIPTION", 1, 1),
                    ("SUMMARY", 1, 1),
                    ("ATTENDEE", 1, usize::MAX),
                ]);
            }
            other => panic!("{other:?}"),
        }
    }

    /// Section 3.2.19 and RFC 4791 section 4.1: a VTIMEZONE for each TZID, once.
    fn assert_time_zones(&self) {
        let zones: Vec<_> = self.children.iter().filter(|child| child.name == "VTIMEZONE").collect();
        let ids: HashSet<_> = zones.iter().flat_map(|zone| zone.property("TZID")).collect();
        assert_eq!(ids.len(), zones.len(), "each once");
        assert!(zones.iter().all(|zone| !zone.children.is_empty()), "section 3.6.5");
        let named: HashSet<_> = self
            .calendar_components()
            .flat_map(|child| &child.lines)
            .filter_map(|line| line.split_once(";TZID="))
            .filter_map(|(_, rest)| rest.split_once(':'))
            .map(|(tzid, _)| format!(":{tzid}"))
            .collect();
        assert!(named.iter().all(|tzid| ids.contains(tzid.as_str())), "{named:?} in {ids:?}");
        assert_eq!(named.len(), ids.len(), "each is used");
    }
}
