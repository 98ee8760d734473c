//! What a calendar-query is asked of: events in a collection, each a calendar object resource of its own.

use chrono::{Datelike, NaiveDate, TimeDelta};

use super::moment::Form;
use super::numbers::Numbers;
use super::time_zone::ZONES;
use super::writer::Writer;
use super::{begin_calendar, event, uid};

/// How series end, of which there are 20 in 100 events.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Series {
    /// After 20 instances; they start when the others do.
    Counted,
    /// Never; they go on since 1990.
    Unbounded,
}

/// A calendar object resource with one event.
#[derive(Clone, Debug)]
pub struct Queried {
    /// Its octets, about 1.3 kB with the VTIMEZONE that it names.
    pub body: Vec<u8>,
    /// How many instances somebody has to look at who begins with the first and stops at the end of July 2026.
    pub walk: usize,
}

/// So many objects, with starts between 2020 and 2026.
pub fn queried(count: usize, series: Series) -> Vec<Queried> {
    let mut numbers = Numbers::new(0x0047_9178);
    let mut objects = Vec::with_capacity(count);
    while objects.len() < count {
        let object = object(&mut numbers, &uid(objects.len(), "event"), series);
        if (1_100..=1_500).contains(&object.body.len()) {
            objects.push(object);
        }
    }
    objects
}

fn object(numbers: &mut Numbers, uid: &str, series: Series) -> Queried {
    let mut writer = Writer::with_capacity(4 << 10);
    let zone = numbers.pick(&ZONES);
    begin_calendar(&mut writer, numbers);
    zone.write(&mut writer);
    let mut start = super::moment::start(numbers);
    let recurs = numbers.percent(20);
    let (rule, days) = numbers.pick(&[("DAILY", 1), ("WEEKLY", 7), ("MONTHLY;BYMONTHDAY=", 28)]);
    let mut walk = 1;
    let rule = recurs.then(|| {
        let day = start.day().min(28);
        start = start.with_day(day).unwrap_or(start);
        let rule = if days == 28 { format!("{rule}{day}") } else { rule.to_owned() };
        match series {
            Series::Counted => {
                walk = 20;
                format!("FREQ={rule};COUNT=20")
            }
            Series::Unbounded => {
                start = start.with_year(1990).unwrap_or(start);
                let left = LAST_DAY.and_time(start.time()) - start + TimeDelta::days(days);
                walk = usize::try_from(left.num_days() / days).unwrap_or(usize::MAX);
                format!("FREQ={rule}")
            }
        }
    });
    event::write_with_rule(&mut writer, numbers, uid, Form::Zoned(zone), start, rule.as_deref());
    writer.end("VCALENDAR");
    Queried { body: writer.into_body().0, walk }
}

const LAST_DAY: NaiveDate = NaiveDate::from_ymd_opt(2026, 8, 1).expect("a day of the calendar");

#[cfg(test)]
mod tests {
    use super::{Series, queried};

    #[test]
    fn objects_are_of_one_size_and_one_in_five_recurs() {
        for (series, end) in [(Series::Counted, ";COUNT=20\r\n"), (Series::Unbounded, "\r\n")] {
            let objects = queried(1_000, series);
            let texts: Vec<_> = objects.iter().map(|object| String::from_utf8_lossy(&object.body)).collect();
            assert!(texts.iter().all(|text| text.contains("\r\nBEGIN:VTIMEZONE\r\n") && !text.contains("UNTIL")));
            let recurring = texts.iter().filter(|text| text.contains("\r\nEND:VTIMEZONE\r\n") && {
                let event = text.split("BEGIN:VEVENT").nth(1).unwrap_or_default();
                event.contains("\r\nRRULE:FREQ=") && event.contains(end)
            });
            assert!((150..=250).contains(&recurring.count()));
            let octets: usize = texts.iter().map(|text| text.len()).sum();
            assert!((1_200_000..=1_400_000).contains(&octets), "{octets}");
        }
    }
}
