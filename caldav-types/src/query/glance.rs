//! What lies elsewhere, seen from the lines alone: no zone is looked up and no rule is stepped.
//!
//! Most objects of a collection lie far from the range of a query. Local times are told at most a day away from UTC, so
//! a glance at DTSTART and at when the last instance can be leaves those out.

use chrono::{Datelike, NaiveDate};
use ical_model::recurrence::{GapPolicy, RecurrenceOptions};
use ical_model::value::Duration;
use ical_model::{Component, ParameterName, Property, PropertyName};

use super::comp_plan::Seconds;

/// Is it sure that no instance of these components overlaps a range? False where it takes more than a glance.
pub(super) fn lie_elsewhere(
    components: &[Component<'_>],
    range: Seconds,
    options: RecurrenceOptions,
) -> bool {
    components.iter().all(|component| {
        bounds(*component, options).is_some_and(|(first, last)| {
            last.saturating_add(AROUND) < range.from || first.saturating_sub(AROUND) > range.to
        })
    })
}

/// The first and the last second on the clocks of the component at which an instance of it can be, `i64::MAX` for no
/// end; `None` where that is not seen at a glance.
fn bounds(component: Component<'_>, options: RecurrenceOptions) -> Option<(i64, i64)> {
    let mut lines = Lines::default();
    for line in component.properties() {
        match line.name() {
            PropertyName::DtStart => lines.start = lines.start.or(Some(time(&line.value_octets())?)),
            PropertyName::DtEnd | PropertyName::Due => {
                lines.end = lines.end.max(Some(time(&line.value_octets())?));
            }
            PropertyName::Duration => {
                let length = line.value_as::<Duration>().ok()?;
                let days = i64::from(length.nominal_days()).saturating_mul(DAY);
                let length = days.saturating_add(length.exact().num_seconds());
                lines.length = lines.length.max(length);
            }
            PropertyName::RRule if lines.rule.is_none() => lines.rule = Some(line),
            // Several rules give what any of them gives, and dates may be anywhere.
            PropertyName::RRule | PropertyName::RDate => return None,
            // One with a range says more than when it is itself.
            PropertyName::RecurrenceId if !matches!(line.parameter(&ParameterName::Range), Ok(None)) => {
                return None;
            }
            _ => {}
        }
    }
    let start = lines.start.or(lines.end)?;
    let length = lines.end.map_or(0, |end| end.saturating_sub(start)).max(lines.length);
    let last = match lines.rule {
        Some(rule) => last_start(&rule.value_octets(), start, options)?.max(start),
        None => start,
    };
    Some((start, last.saturating_add(length)))
}

/// The lines that say when a component is.
#[derive(Default)]
struct Lines<'d> {
    start: Option<i64>,
    /// The latest of DTEND and DUE.
    end: Option<i64>,
    length: i64,
    rule: Option<Property<'d>>,
}

/// A date or date-time in seconds on its clock; `None` for what is not spelled as it should be.
fn time(text: &[u8]) -> Option<i64> {
    let number = |digits: &[u8]| {
        digits.iter().try_fold(0_i32, |number, digit| {
            digit.is_ascii_digit().then(|| number * 10 + i32::from(digit - b'0'))
        })
    };
    let (date, time) = text.split_at_checked(8)?;
    let (year, day) = date.split_at_checked(4)?;
    let (month, day) = day.split_at_checked(2)?;
    let [year, month, day] = [number(year)?, number(month)?, number(day)?];
    let day = NaiveDate::from_ymd_opt(year, u32::try_from(month).ok()?, u32::try_from(day).ok()?)?;
    let midnight = i64::from(day.num_days_from_ce()).saturating_sub(EPOCH).saturating_mul(DAY);
    match time.strip_suffix(b"Z").unwrap_or(time) {
        [] => Some(midnight),
        [b'T', time @ ..] if time.len() == 6 => {
            let time = number(time)?;
            let seconds = time / 10_000 * 3_600 + time / 100 % 100 * 60 + time % 100;
            (seconds < 86_401).then(|| midnight.saturating_add(i64::from(seconds)))
        }
        _ => None,
    }
}

/// No start that a rule gives is later than this; `None` where that is not seen at a glance.
///
/// A period with the parts that are known here has one start at least, whatever clocks do; so COUNT is reached after so
/// many periods.
fn last_start(rule: &[u8], start: i64, options: RecurrenceOptions) -> Option<i64> {
    let mut rule_parts = Parts { interval: 1, ..Parts::default() };
    for part in rule.split(|octet| *octet == b';') {
        let equals = part.iter().position(|octet| *octet == b'=')?;
        let (name, value) = part.split_at_checked(equals)?;
        rule_parts.read(name, value.get(1..)?)?;
    }
    let end = match (rule_parts.until, rule_parts.count) {
        (Some(until), _) => until,
        (None, None) => i64::MAX,
        // Starts that clocks skip are not counted then.
        (None, Some(_)) if options.gap_policy != GapPolicy::Shift => i64::MAX,
        (None, Some(count)) => match rule_parts.longest_period() {
            Some(days) => {
                let periods = count.saturating_add(1).saturating_mul(rule_parts.interval);
                start.saturating_add(periods.saturating_mul(days).saturating_mul(DAY))
            }
            None => i64::MAX,
        },
    };
    Some(end)
}

/// The parts of a rule, as far as they say how long it goes on.
#[derive(Default)]
struct Parts<'r> {
    frequency: &'r [u8],
    interval: i64,
    count: Option<i64>,
    until: Option<i64>,
    by_day: Option<&'r [u8]>,
    by_month_day: Option<&'r [u8]>,
    by_month: bool,
    /// There are others that leave starts out.
    others: bool,
}

impl<'r> Parts<'r> {
    /// Reads a part; `None` for a value that does not look as it should.
    fn read(&mut self, name: &[u8], value: &'r [u8]) -> Option<()> {
        let number = || std::str::from_utf8(value).ok()?.parse::<u32>().ok().map(i64::from);
        match name {
            b"FREQ" => self.frequency = value,
            b"INTERVAL" => self.interval = number().filter(|interval| *interval > 0)?,
            b"COUNT" => self.count = Some(number()?),
            // A day is all of it.
            b"UNTIL" => self.until = Some(time(value)?.saturating_add(DAY)),
            b"BYDAY" => self.by_day = Some(value),
            b"BYMONTHDAY" => self.by_month_day = Some(value),
            b"BYMONTH" => self.by_month = true,
            b"WKST" => {}
            _ => self.others = true,
        }
        Some(())
    }

    /// How many days a period has at most, where each has a start.
    fn longest_period(&self) -> Option<i64> {
        if self.others {
            return None;
        }
        match (self.frequency, self.by_day, self.by_month_day, self.by_month) {
            (b"DAILY", None, None, false) => Some(1),
            (b"WEEKLY", days, None, false) if days.is_none_or(is_each_week) => Some(7),
            (b"MONTHLY", None, Some(days), false) if is_each_month(days) => Some(31),
            (b"MONTHLY", Some(days), None, false) if is_nth_of_each_month(days) => Some(31),
            _ => None,
        }
    }
}

/// Weekdays alone: `MO,TU`.
fn is_each_week(days: &[u8]) -> bool {
    days.split(|octet| *octet == b',').all(|day| day.len() == 2 && day.iter().all(u8::is_ascii_alphabetic))
}

/// One day that each month has.
fn is_each_month(days: &[u8]) -> bool {
    let days = std::str::from_utf8(days).ok().and_then(|days| days.parse::<i8>().ok());
    days.is_some_and(|day| (1..=28).contains(&day.unsigned_abs()))
}

/// One weekday that each month has: `2TU`, `-1FR`.
fn is_nth_of_each_month(days: &[u8]) -> bool {
    matches!(days, [b'1'..=b'4', _, _] | [b'-' | b'+', b'1'..=b'4', _, _])
}

const DAY: i64 = 86_400;
/// Days of the Gregorian calendar before 1970.
const EPOCH: i64 = 719_163;
/// How far what local times tell can be from it: a day where an instance starts, another where it ends, and as much
/// for what clocks do in between and for a journal entry, which is as long as its day.
const AROUND: i64 = 4 * DAY;

#[cfg(test)]
mod tests {
    use ical_model::recurrence::{Budget, RecurrenceOptions, RecurrenceSet};
    use ical_model::time_zone::{Zone, ZoneSource, Zones};
    use ical_model::{Calendar, Component};

    use super::{bounds, time};

    #[test]
    fn times() {
        for (text, expected) in [
            ("19700101", Some(0)),
            ("19700102T000001", Some(86_401)),
            ("20270110T120000Z", Some(1_799_582_400)),
            ("20270110T120060", Some(1_799_582_460)),
            ("20270230", None),
            ("20270110T1200", None),
            ("2027-01-10", None),
            ("20270110X120000", None),
            ("", None),
        ] {
            assert_eq!(time(text.as_bytes()), expected, "{text}");
        }
    }

    fn with_event<T>(lines: &str, ask: impl FnOnce(Component<'_>, &Zones<'_>) -> T) -> T {
        let text = format!("BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n{lines}END:VEVENT\r\nEND:VCALENDAR\r\n");
        let calendar = Calendar::parse(&text).unwrap();
        let source = ZoneSource::new();
        let component = calendar.components().next().unwrap();
        ask(component, &Zones::new(&calendar, &source))
    }

    /// A glance never tells an end before the last instance; and it tells one for what collections are full of.
    #[test]
    fn ends() {
        for (rule, is_seen) in [
            ("", true),
            ("FREQ=DAILY;COUNT=20", true),
            ("FREQ=DAILY;INTERVAL=3;COUNT=20", true),
            ("FREQ=WEEKLY;COUNT=20", true),
            ("FREQ=WEEKLY;BYDAY=MO,FR;WKST=SU;COUNT=9", true),
            ("FREQ=WEEKLY;INTERVAL=2;BYDAY=TH;COUNT=9", true),
            ("FREQ=MONTHLY;BYMONTHDAY=28;COUNT=20", true),
            ("FREQ=MONTHLY;BYMONTHDAY=-28;COUNT=20", true),
            ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=20", true),
            ("FREQ=MONTHLY;INTERVAL=5;BYDAY=4WE;COUNT=20", true),
            ("FREQ=DAILY;UNTIL=20110401", true),
            ("FREQ=MONTHLY;UNTIL=20120401T100000Z", true),
            ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;UNTIL=20300401T100000Z", true),
            ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=20", false),
            ("FREQ=MONTHLY;BYDAY=5FR;COUNT=20", false),
            ("FREQ=MONTHLY;COUNT=20", false),
            ("FREQ=YEARLY;COUNT=4", false),
            ("FREQ=WEEKLY;BYMONTH=3;COUNT=20", false),
            ("FREQ=DAILY;BYDAY=MO;COUNT=20", false),
            ("FREQ=HOURLY;COUNT=20", false),
            ("FREQ=DAILY", false),
        ] {
            for start in ["20110327T023000", "20111231T233000", "20120229T000000"] {
                let rule = if rule.is_empty() { String::new() } else { format!("RRULE:{rule}\r\n") };
                let lines = format!("DTSTART;TZID=Europe/Berlin:{start}\r\nDURATION:P1DT3H\r\n{rule}");
                with_event(&lines, |event, zones| {
                    let (first, last) = bounds(event, RecurrenceOptions::default()).unwrap();
                    assert_eq!(last < i64::MAX - 1_000_000, is_seen, "{rule}");
                    let set = RecurrenceSet::new([event], zones).unwrap();
                    let extent = set.extent(&Zone::utc(), &mut Budget::default()).unwrap().unwrap();
                    assert!(first - 86_400 <= extent.start.timestamp(), "{rule}");
                    let end = extent.end.map_or(i64::MAX, |end| end.timestamp());
                    assert!(last == i64::MAX || last >= end - 86_400, "{rule} {start}: {last} {end}");
                });
            }
        }
    }

    #[test]
    fn more_than_a_glance() {
        for lines in [
            "SUMMARY:x\r\n",
            "DTSTART:soon\r\n",
            "DTSTART:20270110T120000Z\r\nRDATE:20200110T120000Z\r\n",
            "DTSTART:20270110T120000Z\r\nRRULE:FREQ=DAILY;COUNT=3\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\n",
            "DTSTART:20270110T120000Z\r\nRECURRENCE-ID;RANGE=THISANDFUTURE:20270110T120000Z\r\n",
            "DTSTART:20270110T120000Z\r\nRRULE:FREQ=DAILY;COUNT=many\r\n",
            "DTSTART:20270110T120000Z\r\nDTEND:soon\r\n",
            "DTSTART:20270110T120000Z\r\nDURATION:long\r\n",
            "RECURRENCE-ID:20270110T120000Z\r\n",
        ] {
            let seen = with_event(lines, |event, _| bounds(event, RecurrenceOptions::default()));
            assert_eq!(seen, None, "{lines}");
        }
    }
}
