//! Rules expanded: the same question to every library that answers such.
//!
//! A [`Case`] is an event that recurs and a question about it; an [`Expander`] makes a function of it that answers as
//! often as it is called. What it costs to make the function is measured by itself.

mod calcard;
mod ical_rust;
mod ours;
mod rrule;

use chrono::{DateTime, NaiveDateTime, Utc};

/// Every library that expands, in the order of the tables.
///
/// `icalendar` is not among them: with its feature `recurrence` it hands out an `RRuleSet` of `rrule`.
pub const EXPANDERS: &[Expander] =
    &[ours::EXPANDER, rrule::RRULE, rrule::CALDATA, calcard::EXPANDER, ical_rust::EXPANDER];

/// A library that expands.
#[derive(Clone, Copy, Debug)]
pub struct Expander {
    /// The name of its package.
    pub name: &'static str,
    /// Makes a case ready; `None` where the library has no answer, or none in this life.
    pub prepare: fn(&Case) -> Option<Prepared>,
}

/// A question that can be asked again and again.
pub type Prepared = Box<dyn Fn() -> Answer>;

/// An event that recurs, and what is asked of it.
#[derive(Clone, Copy, Debug)]
pub struct Case {
    /// The name in the tables.
    pub name: &'static str,
    /// DTSTART, a local time or one in UTC.
    pub start: &'static str,
    /// TZID of DTSTART.
    pub zone: Option<&'static str>,
    /// RRULE.
    pub rule: &'static str,
    /// The question.
    pub ask: Ask,
    /// The right answer: how many there are, and the last in UTC. Not found by any of the libraries here.
    pub answer: (usize, &'static str),
}

/// A question.
#[derive(Clone, Copy, Debug)]
pub enum Ask {
    /// So many from the first on.
    First(usize),
    /// Those that start from one moment on and before another, of a set that is there already. The third is how many
    /// starts there are up to the second, for a library that cannot begin elsewhere than at the first.
    Between(&'static str, &'static str, usize),
}

impl Ask {
    /// The moments between which is asked, all of time for the first ones.
    pub fn range(self) -> (DateTime<Utc>, DateTime<Utc>) {
        match self {
            Self::First(_) => (DateTime::<Utc>::MIN_UTC, DateTime::<Utc>::MAX_UTC),
            Self::Between(from, to, _) => (utc(from), utc(to)),
        }
    }

    /// How many occurrences a library has to walk over that starts with the first.
    pub fn walk(self) -> usize {
        match self {
            Self::First(number) | Self::Between(_, _, number) => number,
        }
    }
}

impl Case {
    /// A calendar with the event, without an end.
    pub fn calendar(&self) -> String {
        format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Example//EN\r\nBEGIN:VEVENT\r\n\
             UID:1@example.com\r\nDTSTAMP:19900101T000000Z\r\nCREATED:19900101T000000Z\r\n\
             LAST-MODIFIED:19900101T000000Z\r\nSUMMARY:Recurs\r\nSEQUENCE:0\r\n{}\r\nRRULE:{}\r\n\
             END:VEVENT\r\nEND:VCALENDAR\r\n",
            self.start_line(),
            self.rule,
        )
    }

    /// The line of DTSTART.
    pub fn start_line(&self) -> String {
        let zone = self.zone.map_or_else(String::new, |zone| format!(";TZID={zone}"));
        format!("DTSTART{zone}:{}", self.start)
    }

    /// Is the answer the right one?
    pub fn is_right(&self, answer: Answer) -> bool {
        let (number, last) = self.answer;
        (answer.number, answer.last) == (number, if number == 0 { 0 } else { utc(last).timestamp() })
    }
}

/// What was found.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Answer {
    /// How many.
    pub number: usize,
    /// The last, in seconds of UTC.
    pub last: i64,
    /// All of them, each in its place.
    pub sum: u64,
}

impl Answer {
    /// Of moments in order.
    #[inline]
    pub fn of(moments: impl Iterator<Item = DateTime<Utc>>) -> Self {
        let mut answer = Self::default();
        for moment in moments {
            answer.number += 1;
            answer.last = moment.timestamp();
            answer.sum = answer.sum.rotate_left(1).wrapping_add_signed(answer.last);
        }
        answer
    }
}

/// A moment of this form: `20270101T000000Z`.
fn utc(text: &str) -> DateTime<Utc> {
    NaiveDateTime::parse_from_str(text, "%Y%m%dT%H%M%SZ").expect("a moment of a case").and_utc()
}

/// Rules stepped from their first occurrence on.
pub const RECUR: &[Case] = &[
    Case {
        name: "daily-utc",
        start: "19900101T090000Z",
        zone: None,
        rule: "FREQ=DAILY",
        ask: Ask::First(10000),
        answer: (10000, "20170518T090000Z"),
    },
    Case {
        name: "daily-berlin",
        start: "19900101T090000",
        zone: Some("Europe/Berlin"),
        rule: "FREQ=DAILY",
        ask: Ask::First(10000),
        answer: (10000, "20170518T070000Z"),
    },
    Case {
        name: "weekly-mo-we-fr-berlin",
        start: "19900101T090000",
        zone: Some("Europe/Berlin"),
        rule: "FREQ=WEEKLY;BYDAY=MO,WE,FR",
        ask: Ask::First(5000),
        answer: (5000, "20211208T080000Z"),
    },
    Case {
        name: "monthly-last-friday",
        start: "19900126T090000Z",
        zone: None,
        rule: "FREQ=MONTHLY;BYDAY=-1FR",
        ask: Ask::First(2000),
        answer: (2000, "21560827T090000Z"),
    },
    Case {
        name: "yearly-sundays-of-january",
        start: "19970105T083000Z",
        zone: None,
        rule: "FREQ=YEARLY;BYMONTH=1;BYDAY=SU;BYHOUR=8,9;BYMINUTE=30",
        ask: Ask::First(2000),
        answer: (2000, "22220120T093000Z"),
    },
    Case {
        name: "monthly-on-the-31st",
        start: "19900131T090000Z",
        zone: None,
        rule: "FREQ=MONTHLY;BYMONTHDAY=31",
        ask: Ask::First(1000),
        answer: (1000, "21321031T090000Z"),
    },
    Case {
        name: "secondly",
        start: "20000101T000000Z",
        zone: None,
        rule: "FREQ=SECONDLY",
        ask: Ask::First(100000),
        answer: (100000, "20000102T034639Z"),
    },
    Case {
        name: "yearly-29-february",
        start: "20000229T090000Z",
        zone: None,
        rule: "FREQ=YEARLY",
        ask: Ask::First(200),
        answer: (200, "28200229T090000Z"),
    },
    Case {
        name: "yearly-monday-of-week-53",
        start: "20041227T090000Z",
        zone: None,
        rule: "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO",
        ask: Ask::First(100),
        answer: (100, "25611228T090000Z"),
    },
    Case {
        name: "monthly-last-weekday-but-one",
        start: "19900130T090000Z",
        zone: None,
        rule: "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2",
        ask: Ask::First(1000),
        answer: (1000, "20730427T090000Z"),
    },
    Case {
        name: "hourly-6",
        start: "19900101T030000Z",
        zone: None,
        rule: "FREQ=HOURLY;INTERVAL=6",
        ask: Ask::First(20000),
        answer: (20000, "20030909T210000Z"),
    },
];

/// Windows of sets that are made before.
pub const WINDOW: &[Case] = &[
    Case {
        name: "daily-1990",
        start: "19900101T090000Z",
        zone: None,
        rule: "FREQ=DAILY",
        ask: Ask::Between("19900305T000000Z", "19900312T000000Z", 70),
        answer: (7, "19900311T090000Z"),
    },
    Case {
        name: "daily-2040",
        start: "19900101T090000Z",
        zone: None,
        rule: "FREQ=DAILY",
        ask: Ask::Between("20400305T000000Z", "20400312T000000Z", 18333),
        answer: (7, "20400311T090000Z"),
    },
    Case {
        name: "daily-berlin-1990",
        start: "19900101T090000",
        zone: Some("Europe/Berlin"),
        rule: "FREQ=DAILY",
        ask: Ask::Between("19900305T000000Z", "19900312T000000Z", 70),
        answer: (7, "19900311T080000Z"),
    },
    Case {
        name: "daily-berlin-2040",
        start: "19900101T090000",
        zone: Some("Europe/Berlin"),
        rule: "FREQ=DAILY",
        ask: Ask::Between("20400305T000000Z", "20400312T000000Z", 18333),
        answer: (7, "20400311T080000Z"),
    },
    Case {
        name: "15-minutely-1990",
        start: "19900101T090000Z",
        zone: None,
        rule: "FREQ=MINUTELY;INTERVAL=15",
        ask: Ask::Between("19900305T000000Z", "19900312T000000Z", 6684),
        answer: (672, "19900311T234500Z"),
    },
    Case {
        name: "15-minutely-2040",
        start: "19900101T090000Z",
        zone: None,
        rule: "FREQ=MINUTELY;INTERVAL=15",
        ask: Ask::Between("20400305T000000Z", "20400312T000000Z", 1759932),
        answer: (672, "20400311T234500Z"),
    },
    Case {
        name: "secondly-minute-of-2000",
        start: "20000101T000000Z",
        zone: None,
        rule: "FREQ=SECONDLY",
        ask: Ask::Between("20000102T120000Z", "20000102T120100Z", 129660),
        answer: (60, "20000102T120059Z"),
    },
    Case {
        name: "secondly-minute-of-2040",
        start: "20000101T000000Z",
        zone: None,
        rule: "FREQ=SECONDLY",
        ask: Ask::Between("20400305T120000Z", "20400305T120100Z", 1267876860),
        answer: (60, "20400305T120059Z"),
    },
    Case {
        name: "weekly-count-1990",
        start: "19900101T090000Z",
        zone: None,
        rule: "FREQ=WEEKLY;COUNT=2000",
        ask: Ask::Between("19900305T000000Z", "19900312T000000Z", 10),
        answer: (1, "19900305T090000Z"),
    },
    Case {
        name: "weekly-count-2027",
        start: "19900101T090000Z",
        zone: None,
        rule: "FREQ=WEEKLY;COUNT=2000",
        ask: Ask::Between("20271206T000000Z", "20271213T000000Z", 1980),
        answer: (1, "20271206T090000Z"),
    },
    Case {
        name: "weekly-count-2040",
        start: "19900101T090000Z",
        zone: None,
        rule: "FREQ=WEEKLY;COUNT=2000",
        ask: Ask::Between("20400305T000000Z", "20400312T000000Z", 2000),
        answer: (0, "20400305T000000Z"),
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ours_gives_the_right_answer_to_every_case() {
        for case in RECUR.iter().chain(WINDOW) {
            let answer = (ours::EXPANDER.prepare)(case).expect("ours answers all of them")();
            assert!(case.is_right(answer), "{}: {answer:?}, not {:?}", case.name, case.answer);
        }
    }

    #[test]
    fn a_wrong_answer_is_told() {
        let case = RECUR.first().expect("a case");
        let right = (ours::EXPANDER.prepare)(case).expect("an answer")();
        assert!(!case.is_right(Answer { number: right.number - 1, ..right }));
        assert!(!case.is_right(Answer { last: right.last + 1, ..right }));
    }
}
