//! Time zones: what holds for every one, and what a VTIMEZONE says by the text of RFC 5545 §3.6.5.

#![cfg(feature = "tzdb")]
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone, Utc, Weekday};
use ical_model::time_zone::{LocalTime, Zone, ZoneSource, Zones};
use ical_model::value::UtcOffset;
use ical_model::{Calendar, ParseOptions};
use proptest::prelude::*;

fn year(year: i32) -> DateTime<Utc> {
    Utc.with_ymd_and_hms(year, 1, 1, 0, 0, 0).unwrap()
}

/// The zone again, by way of a VTIMEZONE.
fn by_way_of_text(zone: &Zone, from: DateTime<Utc>, until: Option<DateTime<Utc>>) -> (Zone, String) {
    let mut calendar = Calendar::new("-//Example Corp.//Example//EN");
    zone.add_v_time_zone(&mut calendar.root_mut(), "Own", from, until).unwrap();
    let bytes = calendar.to_bytes().into_owned();
    let calendar = Calendar::parse_with(&bytes, &ParseOptions::strict()).unwrap();
    let source = ZoneSource::empty();
    let zone = Zones::new(&calendar, &source).zone("Own").unwrap();
    (zone, String::from_utf8(bytes).unwrap())
}

#[test]
fn every_iana_zone_comes_back_from_its_v_time_zone() {
    for name in Zone::iana_names() {
        let zone = Zone::iana(name).unwrap();
        for (from, until) in [
            (year(1800), None),
            (year(2027), None),
            (year(1970), Some(year(2038))),
            (year(2000), Some(year(2003))),
            (year(2050), Some(year(2100))),
        ] {
            let (again, text) = by_way_of_text(&zone, from, until);
            let end = until.unwrap_or_else(|| year(9999));
            assert_eq!(zone.differs_from(&again, from..end), None, "{name} {from} {until:?}\n{text}");
            for transition in zone.transitions(from..end.min(year(2100))) {
                let (one, two) = (zone.abbreviation_at(transition.at), again.abbreviation_at(transition.at));
                assert_eq!(one, two, "{name} {}", transition.at);
                let (one, two) = (zone.is_daylight_at(transition.at), again.is_daylight_at(transition.at));
                assert_eq!(one, two, "{name} {}", transition.at);
            }
            assert_eq!(again.known_until(), until, "{name}");
        }
    }
}

#[test]
fn a_v_time_zone_of_our_days_is_short() {
    for (name, observances) in [
        ("Europe/Berlin", 2),
        ("America/New_York", 2),
        ("Asia/Kolkata", 1),
        ("UTC", 1),
        ("Africa/Cairo", 2),
        ("Asia/Gaza", 2),
        ("America/Scoresbysund", 2),
        ("Australia/Lord_Howe", 2),
    ] {
        let (_, text) = by_way_of_text(&Zone::iana(name).unwrap(), year(2090), None);
        assert_eq!(text.matches("DTSTART").count(), observances, "{name}\n{text}");
        assert_eq!(text.matches("RDATE").count(), 0, "{name}\n{text}");
    }
}

#[test]
fn every_moment_comes_back_from_its_local_time() {
    for name in Zone::iana_names() {
        let zone = Zone::iana(name).unwrap();
        for transition in zone.transitions(year(1880)..year(2060)) {
            for minutes in [-200, -61, -60, -59, -30, -1, 0, 1, 29, 30, 59, 60, 61, 200] {
                let at = transition.at + TimeDelta::minutes(minutes);
                let local = zone.to_local(at);
                assert_eq!((local - at.naive_utc()).num_seconds(), i64::from(zone.offset_at(at).seconds()));
                match zone.resolve(local) {
                    LocalTime::Single(utc) => assert_eq!(utc, at, "{name} {local}"),
                    LocalTime::Fold { first, second } => {
                        assert!(first < second && (first == at || second == at), "{name} {local}");
                    }
                    LocalTime::Gap(utc) => {
                        panic!("{name}: clocks show {local} at {at}, found a gap at {utc}")
                    }
                }
            }
        }
    }
}

/// Rows told by Python's zoneinfo with release 2026f: when clocks are set, the offsets before and after, the name after.
#[test]
fn rules_go_on_for_ever() {
    for (name, at, before, after, abbreviation) in [
        ("Europe/Berlin", "21500329T010000Z", 3600, 7200, "CEST"),
        ("Europe/Berlin", "21501025T010000Z", 7200, 3600, "CET"),
        ("America/New_York", "22000309T070000Z", -18_000, -14_400, "EDT"),
        ("America/New_York", "22001102T060000Z", -14_400, -18_000, "EST"),
        ("Australia/Lord_Howe", "22500406T150000Z", 39_600, 37_800, "+1030"),
        ("Australia/Lord_Howe", "22501005T153000Z", 37_800, 39_600, "+11"),
        ("Asia/Gaza", "21500328T000000Z", 7200, 10_800, "EEST"),
        ("Asia/Gaza", "21501023T230000Z", 10_800, 7200, "EET"),
        ("Africa/Cairo", "24000427T220000Z", 7200, 10_800, "EEST"),
        ("Africa/Cairo", "24001026T210000Z", 10_800, 7200, "EET"),
        ("America/Santiago", "21110405T030000Z", -10_800, -14_400, "-04"),
        ("America/Santiago", "21110906T040000Z", -14_400, -10_800, "-03"),
        ("Antarctica/Troll", "30000330T010000Z", 0, 7200, "+02"),
        ("Antarctica/Troll", "30001026T010000Z", 7200, 0, "+00"),
        ("Europe/Dublin", "99980329T010000Z", 0, 3600, "IST"),
        ("Europe/Dublin", "99981025T010000Z", 3600, 0, "GMT"),
        ("America/Nuuk", "21010327T010000Z", -7200, -3600, "-01"),
        ("America/Nuuk", "21011030T010000Z", -3600, -7200, "-02"),
        ("Pacific/Chatham", "25000403T140000Z", 49_500, 45_900, "+1245"),
        ("Pacific/Chatham", "25000925T140000Z", 45_900, 49_500, "+1345"),
    ] {
        let at = NaiveDateTime::parse_from_str(at, "%Y%m%dT%H%M%SZ").unwrap().and_utc();
        let zone = Zone::iana(name).unwrap();
        let (again, text) = by_way_of_text(&zone, year(2026), None);
        for (zone, text) in [(&zone, ""), (&again, &*text)] {
            let transition = zone.next_transition(at - TimeDelta::seconds(1)).unwrap();
            assert_eq!(transition.at, at, "{name}\n{text}");
            let offsets = (transition.before.seconds(), transition.after.seconds());
            assert_eq!(offsets, (before, after), "{name} {at}\n{text}");
            assert_eq!(zone.abbreviation_at(at), Some(abbreviation), "{name} {at}\n{text}");
        }
    }
    // Morocco sets its clocks no more.
    let casablanca = Zone::iana("Africa/Casablanca").unwrap();
    assert_eq!(casablanca.transitions(year(2090)..year(9999)).count(), 0);
}

#[test]
fn the_ends_of_time_do_not_panic() {
    for name in ["Europe/Berlin", "Australia/Lord_Howe", "America/New_York", "UTC", "Asia/Kolkata"] {
        let zone = Zone::iana(name).unwrap();
        for utc in [DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC, year(-262_142), year(262_141)] {
            let local = zone.to_local(utc);
            let _ = (zone.offset_at(utc), zone.abbreviation_at(utc), zone.next_transition(utc));
            let _ = (zone.resolve(local), zone.resolve(utc.naive_utc()));
        }
        let all = DateTime::<Utc>::MIN_UTC..DateTime::<Utc>::MAX_UTC;
        assert_eq!(zone.differs_from(&Zone::iana(name).unwrap(), all.clone()), None, "{name}");
        let (again, _) = by_way_of_text(&zone, all.start, None);
        assert_eq!(zone.differs_from(&again, year(1)..year(9999)), None, "{name}");
    }
    let half = Utc.with_ymd_and_hms(2027, 7, 1, 0, 0, 0).unwrap() + TimeDelta::milliseconds(500);
    let berlin = Zone::iana("Europe/Berlin").unwrap();
    assert_eq!(berlin.to_utc(berlin.to_local(half)), half);
}

/// One observance as the generator makes it, and as the text of §3.6.5 has it told out by hand.
#[derive(Clone, Debug)]
struct Observance {
    daylight: bool,
    start: NaiveDateTime,
    before: i32,
    after: i32,
    rule: Rule,
    dates: Vec<NaiveDateTime>,
    /// Which of the onsets an EXDATE takes out.
    exception: Option<usize>,
}

#[derive(Clone, Debug)]
enum Rule {
    None,
    Yearly { day: YearlyDay, bound: Bound },
    Monthly { count: usize },
}

#[derive(Clone, Debug)]
enum YearlyDay {
    OfStart,
    MonthDay(u32, i32),
    Weekday(u32, i32, Weekday),
    WeekFrom(u32, i32, Weekday),
}

#[derive(Clone, Debug)]
enum Bound {
    None,
    Count(usize),
    Until(i32),
    Interval(usize),
}

const END: i32 = 2060;
const NAMES: [&str; 7] = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"];

fn days_of_month(year: i32, month: u32) -> Vec<NaiveDate> {
    (1..=31).filter_map(|day| NaiveDate::from_ymd_opt(year, month, day)).collect()
}

fn from_end(days: &[NaiveDate], place: i32) -> Option<NaiveDate> {
    let index = if place < 0 { days.len() as i32 + place } else { place - 1 };
    usize::try_from(index).ok().and_then(|index| days.get(index).copied())
}

impl YearlyDay {
    fn of(&self, start: NaiveDateTime, year: i32) -> Option<NaiveDate> {
        match *self {
            Self::OfStart => NaiveDate::from_ymd_opt(year, start.month(), start.day()),
            Self::MonthDay(month, day) => from_end(&days_of_month(year, month), day),
            Self::Weekday(month, nth, weekday) => {
                let days = days_of_month(year, month).into_iter().filter(|day| day.weekday() == weekday);
                from_end(&days.collect::<Vec<_>>(), nth)
            }
            Self::WeekFrom(month, day, weekday) => days_of_month(year, month)
                .into_iter()
                .find(|date| date.weekday() == weekday && (day..day + 7).contains(&(date.day() as i32))),
        }
    }

    fn text(&self) -> String {
        let name = |weekday: &Weekday| NAMES[weekday.num_days_from_monday() as usize];
        match self {
            Self::OfStart => String::new(),
            Self::MonthDay(month, day) => format!(";BYMONTH={month};BYMONTHDAY={day}"),
            Self::Weekday(month, nth, weekday) => format!(";BYMONTH={month};BYDAY={nth}{}", name(weekday)),
            Self::WeekFrom(month, day, weekday) => {
                let days: Vec<_> = (*day..day + 7).map(|day| day.to_string()).collect();
                format!(";BYMONTH={month};BYDAY={};BYMONTHDAY={}", name(weekday), days.join(","))
            }
        }
    }
}

impl Observance {
    /// The onsets up to the end of the test, before EXDATE.
    fn all_onsets(&self) -> Vec<NaiveDateTime> {
        let mut onsets = vec![self.start];
        match &self.rule {
            Rule::None => {}
            Rule::Yearly { day, bound } => {
                let step = if let Bound::Interval(step) = bound { *step } else { 1 };
                for year in (self.start.year()..END).step_by(step) {
                    let Some(day) = day.of(self.start, year) else { continue };
                    let onset = day.and_time(self.start.time());
                    match bound {
                        Bound::Count(count) if onsets.len() >= *count => break,
                        Bound::Until(last) if year > *last => break,
                        _ if onset > self.start => onsets.push(onset),
                        _ => {}
                    }
                }
            }
            Rule::Monthly { count } => {
                for month in (0..).skip(1).take(*count * 3) {
                    let month = self.start.month0() + month;
                    let date = NaiveDate::from_ymd_opt(
                        self.start.year() + (month / 12) as i32,
                        month % 12 + 1,
                        self.start.day(),
                    );
                    if let Some(date) = date
                        && onsets.len() < *count
                    {
                        onsets.push(date.and_time(self.start.time()));
                    }
                }
            }
        }
        onsets.extend(&self.dates);
        onsets
    }

    fn exception(&self) -> Option<NaiveDateTime> {
        let onsets = self.all_onsets();
        self.exception.map(|place| onsets[place % onsets.len()])
    }

    fn text(&self) -> String {
        let time = |time: &NaiveDateTime| time.format("%Y%m%dT%H%M%S").to_string();
        let offset = |seconds| UtcOffset::new(seconds).unwrap();
        let name = if self.daylight { "DAYLIGHT" } else { "STANDARD" };
        let mut text = format!(
            "BEGIN:{name}\r\nDTSTART:{}\r\nTZOFFSETFROM:{}\r\nTZOFFSETTO:{}\r\n",
            time(&self.start),
            offset(self.before),
            offset(self.after)
        );
        let bound = |bound: &Bound| match bound {
            Bound::None => String::new(),
            Bound::Count(count) => format!(";COUNT={count}"),
            Bound::Interval(interval) => format!(";INTERVAL={interval}"),
            Bound::Until(year) => {
                // The end of that year on the clock before, in UTC.
                let end = NaiveDate::from_ymd_opt(*year, 12, 31).unwrap().and_hms_opt(23, 59, 59).unwrap();
                format!(";UNTIL={}Z", time(&(end - TimeDelta::seconds(self.before.into()))))
            }
        };
        match &self.rule {
            Rule::None => {}
            Rule::Yearly { day, bound: b } => {
                text += &format!("RRULE:FREQ=YEARLY{}{}\r\n", day.text(), bound(b));
            }
            Rule::Monthly { count } => text += &format!("RRULE:FREQ=MONTHLY;COUNT={count}\r\n"),
        }
        for date in &self.dates {
            text += &format!("RDATE:{}\r\n", time(date));
        }
        if let Some(exception) = self.exception() {
            text += &format!("EXDATE:{}\r\n", time(&exception));
        }
        text + &format!("END:{name}\r\n")
    }
}

/// What §3.6.5 says, slowly: the observance with the last onset at or before the moment.
struct Slow {
    /// Moments with the offset from then on, and the offset before them all.
    onsets: Vec<(DateTime<Utc>, i32)>,
    before: i32,
}

impl Slow {
    fn new(observances: &[Observance]) -> Option<Self> {
        let mut onsets = vec![];
        for (order, observance) in observances.iter().enumerate() {
            let exception = observance.exception();
            for onset in observance.all_onsets() {
                if Some(onset) != exception {
                    let at = (onset - TimeDelta::seconds(observance.before.into())).and_utc();
                    onsets.push((at, order, observance.after, observance.before));
                }
            }
        }
        onsets.sort_unstable();
        let before = onsets.first()?.3;
        Some(Self { onsets: onsets.into_iter().map(|(at, _, after, _)| (at, after)).collect(), before })
    }

    fn offset_at(&self, time: DateTime<Utc>) -> i32 {
        self.onsets.iter().rev().find(|(at, _)| *at <= time).map_or(self.before, |(_, offset)| *offset)
    }

    /// §3.3.5, slowly: every moment that shows the time, else the offset before the first gap over it.
    fn resolve(&self, local: NaiveDateTime) -> LocalTime {
        let mut offsets: Vec<i32> = self.onsets.iter().map(|(_, offset)| *offset).collect();
        offsets.push(self.before);
        offsets.sort_unstable();
        offsets.dedup();
        let moment = |offset: i32| (local - TimeDelta::seconds(offset.into())).and_utc();
        let mut shown: Vec<_> =
            offsets.iter().filter(|o| self.offset_at(moment(**o)) == **o).map(|o| moment(*o)).collect();
        shown.sort_unstable();
        match shown.as_slice() {
            [] => {
                let gap = self.onsets.iter().find(|(at, _)| {
                    let (before, after) = (self.offset_at(*at - TimeDelta::seconds(1)), self.offset_at(*at));
                    let clock = |offset: i32| at.naive_utc() + TimeDelta::seconds(offset.into());
                    (clock(before)..clock(after)).contains(&local)
                });
                let (at, _) = gap.expect("a time that is not shown is skipped");
                LocalTime::Gap(moment(self.offset_at(*at - TimeDelta::seconds(1))))
            }
            [only] => LocalTime::Single(*only),
            [first, second, ..] => LocalTime::Fold { first: *first, second: *second },
        }
    }
}

fn day() -> impl Strategy<Value = YearlyDay> {
    let weekday = (0..7u8).prop_map(|day| Weekday::try_from(day).unwrap());
    let ordinal = prop_oneof![-5..0i32, 1..6i32];
    prop_oneof![
        Just(YearlyDay::OfStart),
        (1..13u32, prop_oneof![-31..0i32, 1..32i32]).prop_map(|(month, day)| YearlyDay::MonthDay(month, day)),
        (1..13u32, ordinal, weekday.clone())
            .prop_map(|(month, nth, day)| YearlyDay::Weekday(month, nth, day)),
        (1..13u32, 1..29i32, weekday).prop_map(|(month, from, day)| YearlyDay::WeekFrom(month, from, day)),
    ]
}

fn rule() -> impl Strategy<Value = Rule> {
    let bound = prop_oneof![
        3 => Just(Bound::None),
        1 => (1..9usize).prop_map(Bound::Count),
        1 => (1990..2030i32).prop_map(Bound::Until),
        1 => (2..4usize).prop_map(Bound::Interval),
    ];
    prop_oneof![
        1 => Just(Rule::None),
        5 => (day(), bound).prop_map(|(day, bound)| Rule::Yearly { day, bound }),
        1 => (1..5usize).prop_map(|count| Rule::Monthly { count }),
    ]
}

fn time() -> impl Strategy<Value = NaiveDateTime> {
    (1970..2020i32, 0..365u32, 0..288u32).prop_map(|(year, day, fives)| {
        NaiveDate::from_yo_opt(year, day + 1).unwrap().and_time(NaiveTime::MIN)
            + TimeDelta::minutes(i64::from(fives) * 5)
    })
}

fn observance() -> impl Strategy<Value = Observance> {
    let offset = prop_oneof![(-4..5i32).prop_map(|half| half * 1800), -80_000..80_000i32];
    let dates = prop::collection::vec(time(), 0..3);
    let exception = prop::option::weighted(0.2, 0..20usize);
    (any::<bool>(), time(), offset.clone(), offset, rule(), dates, exception).prop_map(
        |(daylight, start, before, after, rule, dates, exception)| Observance {
            daylight,
            start,
            before,
            after,
            rule,
            dates,
            exception,
        },
    )
}

proptest! {
    #[test]
    fn v_time_zones_are_as_the_text_says(
        observances in prop::collection::vec(observance(), 1..5),
        times in prop::collection::vec(time(), 20),
        far in prop::collection::vec((2020..END - 2, 0..31_000_000i64), 20),
    ) {
        let text: String = observances.iter().map(Observance::text).collect();
        let text = format!(
            "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:Own\r\n{text}END:VTIMEZONE\r\nEND:VCALENDAR\r\n"
        );
        let calendar = Calendar::parse(&text).unwrap();
        let source = ZoneSource::empty();
        let zones = Zones::new(&calendar, &source);
        let Some(slow) = Slow::new(&observances) else {
            prop_assert!(zones.zone("Own").is_err());
            return Ok(());
        };
        let zone = zones.zone("Own").unwrap();
        let far = far.into_iter().map(|(start, second)| (year(start) + TimeDelta::seconds(second)).naive_utc());
        let near = slow.onsets.iter().filter(|(at, _)| *at < year(END - 2)).flat_map(|(at, _)| {
            let at = at.naive_utc();
            [-80_000, -3600, -1, 0, 1, 1800, 80_000].map(|seconds| at + TimeDelta::seconds(seconds))
        });
        for time in times.into_iter().chain(far).chain(near) {
            prop_assert_eq!(zone.offset_at(time.and_utc()).seconds(), slow.offset_at(time.and_utc()), "{}\n{}", time, text);
            prop_assert_eq!(zone.resolve(time), slow.resolve(time), "{}\n{}", time, text);
        }
    }
}
