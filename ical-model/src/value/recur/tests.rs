use proptest::prelude::*;

use super::*;
use crate::value::{Leniencies, Leniency, ValueErrorKind, ValueRead};

fn kinds(text: &str) -> (Result<Recur, ValueErrorKind>, Vec<Leniency>) {
    let mut leniencies = Leniencies::empty();
    let read = Recur::read(text, &mut leniencies).map_err(|error| error.kind());
    (read, leniencies.iter().collect())
}

#[test]
fn examples_read_strictly_and_are_written_equal() {
    for (section, text) in EXAMPLES {
        let rule = Recur::read_strict(text).unwrap_or_else(|error| panic!("{section}: {text}: {error}"));
        assert_eq!(Recur::read_strict(&rule.to_string()), Ok(rule), "{section}: {text}");
    }
}

#[test]
fn examples_in_the_usual_order_are_written_as_they_were() {
    for text in [
        "FREQ=DAILY;COUNT=10",
        "FREQ=DAILY;UNTIL=19971224T000000Z",
        "FREQ=WEEKLY;UNTIL=19971007T000000Z;BYDAY=TU,TH;WKST=SU",
        "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1",
        "FREQ=YEARLY;RSCALE=HEBREW;BYMONTHDAY=8;BYMONTH=5L;SKIP=FORWARD",
        "FREQ=WEEKLY;INTERVAL=1;WKST=MO",
    ] {
        assert_eq!(text.parse::<Recur>().unwrap().to_string(), text);
    }
}

#[test]
fn every_part_is_read() {
    let rule: Recur = concat!(
        "freq=yearly;until=20001231T235959z;interval=4000000000;bysecond=0,60;byminute=0,59;byhour=0,23;",
        "byday=-1mo,+2TU,53we;bymonthday=1,-31;byyearday=366,-366;byweekno=+20,-1;bymonth=1,12,5L;",
        "bysetpos=-1,+2;wkst=su;rscale=hebrew;skip=Backward;X-part=a=b,c"
    )
    .parse()
    .unwrap();
    assert_eq!(rule.frequency(), Frequency::Yearly);
    assert_eq!(rule.until().map(ToString::to_string).as_deref(), Some("20001231T235959Z"));
    assert_eq!(rule.count(), None);
    assert_eq!(rule.interval().get(), 4_000_000_000);
    assert_eq!(rule.by_second(), [0, 60]);
    assert_eq!(rule.by_minute(), [0, 59]);
    assert_eq!(rule.by_hour(), [0, 23]);
    let days = [(-1, Weekday::Monday), (2, Weekday::Tuesday), (53, Weekday::Wednesday)];
    assert_eq!(rule.by_day(), days.map(|(ordinal, weekday)| WeekdayNumber::nth(ordinal, weekday).unwrap()));
    assert_eq!(rule.by_month_day(), [1, -31]);
    assert_eq!(rule.by_year_day(), [366, -366]);
    assert_eq!(rule.by_week_no(), [20, -1]);
    assert_eq!(rule.by_month(), [Month::from(1), Month::from(12), Month { number: 5, leap: true }]);
    assert_eq!(rule.by_set_pos(), [-1, 2]);
    assert_eq!(rule.week_start(), Weekday::Sunday);
    assert_eq!(rule.rscale().map(Rscale::as_str), Some("hebrew"));
    assert_eq!(rule.skip(), Skip::Backward);
    assert_eq!(rule.other_parts().collect::<Vec<_>>(), [("X-part", "a=b,c")]);
    assert_eq!("FREQ=DAILY;COUNT=4000000000".parse::<Recur>().unwrap().count(), Some(4_000_000_000));
}

#[test]
fn defaults() {
    let rule = Recur::new(Frequency::Daily);
    assert_eq!((rule.interval().get(), rule.week_start(), rule.skip()), (1, Weekday::Monday, Skip::Omit));
    let spelled = "FREQ=DAILY;INTERVAL=1;WKST=MO".parse::<Recur>().unwrap();
    assert_eq!(spelled, rule);
    assert!(spelled.has(RecurPart::Interval) && !rule.has(RecurPart::Interval));
}

#[test]
fn what_cannot_be_read() {
    use RecurPart as Part;
    use ValueErrorKind as Kind;
    for (section, text, expected, offset) in [
        ("§3.3.10 nothing", "", Kind::Empty, 0),
        ("§3.3.10 FREQ required", "COUNT=5", Kind::RecurFrequencyMissing, 7),
        ("§3.3.10 FREQ required", ";", Kind::RecurFrequencyMissing, 1),
        ("§3.3.10 freq", "FREQ=42", Kind::RecurFrequencyUnknown, 5),
        ("§3.3.10 freq", "FREQ=SMONTHLY;COUNT=3", Kind::RecurFrequencyUnknown, 5),
        ("§3.3.10 no name", "YEARLY;BYMONTH=11", Kind::RecurNotAPart, 0),
        ("§3.3.10 no name", "FREQ=DAILY;=5", Kind::RecurNotAPart, 11),
        ("§3.3.10 no value", "FREQ=WEEKLY;BYDAY=", Kind::RecurPartEmpty { part: Part::ByDay }, 18),
        ("§3.3.10 no value", "FREQ=", Kind::RecurPartEmpty { part: Part::Frequency }, 5),
        ("§3.3.10 count", "FREQ=DAILY;COUNT=-200", Kind::RecurNotANumber { part: Part::Count }, 17),
        ("§3.3.10 count", "FREQ=DAILY;COUNT=abc", Kind::RecurNotANumber { part: Part::Count }, 17),
        ("§3.3.10 count", "FREQ=DAILY;COUNT=5x", Kind::RecurNotANumber { part: Part::Count }, 18),
        ("§3.3.10 interval", "FREQ=DAILY;INTERVAL=-1", Kind::RecurNotANumber { part: Part::Interval }, 20),
        ("§3.3.10 interval", "FREQ=DAILY;INTERVAL=0", Kind::RecurIntervalZero, 20),
        ("hostile", "FREQ=DAILY;COUNT=99999999999999999999", Kind::RecurOutOfRange { part: Part::Count }, 17),
        ("§3.3.10 enddate", "FREQ=DAILY;UNTIL=foobar", Kind::NotADate, 17),
        ("§3.3.10 enddate", "FREQ=DAILY;UNTIL=20010230", Kind::NoSuchDate, 17),
        ("§3.3.10 enddate", "FREQ=DAILY;UNTIL=20010201T250000Z", Kind::NoSuchTime, 26),
        ("§3.3.10 minutes", "FREQ=DAILY;BYMINUTE=-1", Kind::RecurNotANumber { part: Part::ByMinute }, 20),
        ("§3.3.10 minutes", "FREQ=DAILY;BYMINUTE=1,", Kind::RecurNotANumber { part: Part::ByMinute }, 22),
        ("§3.3.10 weekday", "FREQ=YEARLY;BYDAY=1MO,X", Kind::RecurNotAWeekday { part: Part::ByDay }, 22),
        ("§3.3.10 weekday", "FREQ=YEARLY;BYDAY=4", Kind::RecurNotAWeekday { part: Part::ByDay }, 19),
        ("§3.3.10 weekday", "FREQ=YEARLY;BYDAY=1.5MO", Kind::RecurNotAWeekday { part: Part::ByDay }, 19),
        ("§3.3.10 weekday", "FREQ=YEARLY;BYDAY=MON", Kind::RecurNotAWeekday { part: Part::ByDay }, 18),
        ("§3.3.10 weekday", "FREQ=YEARLY;WKST=1MO", Kind::RecurNotAWeekday { part: Part::WeekStart }, 17),
        ("§3.3.10 ordwk", "FREQ=YEARLY;BYDAY=0MO", Kind::RecurOutOfRange { part: Part::ByDay }, 18),
        ("§3.3.10 ordwk", "FREQ=YEARLY;BYDAY=100MO", Kind::RecurOutOfRange { part: Part::ByDay }, 18),
        ("§3.3.10 monthnum", "FREQ=YEARLY;BYMONTH=255", Kind::RecurOutOfRange { part: Part::ByMonth }, 20),
        ("§3.3.10 monthnum", "FREQ=YEARLY;BYMONTH=MAY", Kind::RecurNotANumber { part: Part::ByMonth }, 20),
        (
            "§3.3.10 yeardaynum",
            "FREQ=YEARLY;BYYEARDAY=1000",
            Kind::RecurOutOfRange { part: Part::ByYearDay },
            22,
        ),
        ("§3.3.10 once", "FREQ=DAILY;FREQ=WEEKLY", Kind::RecurPartTwice { part: Part::Frequency }, 16),
        ("§3.3.10 once", "FREQ=DAILY;COUNT=1;COUNT=2", Kind::RecurPartTwice { part: Part::Count }, 25),
        ("RFC 7529 §4 once", "RSCALE=A;FREQ=DAILY;RSCALE=B", Kind::RecurPartTwice { part: Part::Rscale }, 27),
        ("RFC 7529 §4 rscale", "RSCALE=A_B;FREQ=DAILY", Kind::NotAToken, 8),
        ("RFC 7529 §4.1 skip", "RSCALE=A;FREQ=DAILY;SKIP=FOOBAR", Kind::RecurSkipUnknown, 25),
        (
            "§3.3.10 white space counts",
            "FREQ=DAILY; COUNT=a",
            Kind::RecurNotANumber { part: Part::Count },
            18,
        ),
    ] {
        let error = text.parse::<Recur>().expect_err(text);
        assert_eq!((error.kind(), error.offset()), (expected, offset), "{section}: {text}");
    }
}

#[test]
fn departures_are_leniencies() {
    for (text, leniencies, written) in [
        ("FREQ=DAILY;", &[Leniency::RecurEmptyPart][..], "FREQ=DAILY"),
        (";FREQ=DAILY", &[Leniency::RecurEmptyPart], "FREQ=DAILY"),
        ("FREQ=DAILY;;COUNT=3", &[Leniency::RecurEmptyPart], "FREQ=DAILY;COUNT=3"),
        ("FREQ=WEEKLY;BYDAY=MO, TU", &[Leniency::WhiteSpace], "FREQ=WEEKLY;BYDAY=MO,TU"),
        (" FREQ = DAILY ;\tCOUNT = 3 ", &[Leniency::WhiteSpace], "FREQ=DAILY;COUNT=3"),
        ("COUNT=3;FREQ=DAILY", &[Leniency::RecurFrequencyNotFirst], "FREQ=DAILY;COUNT=3"),
        ("FREQ=DAILY;FREQ=daily", &[Leniency::RecurPartTwice], "FREQ=DAILY"),
        ("FREQ=WEEKLY;BYDAY=MO,TU;BYDAY=TU,MO", &[Leniency::RecurPartTwice], "FREQ=WEEKLY;BYDAY=MO,TU"),
        ("FREQ=DAILY;COUNT=3;FREQ=DAILY", &[Leniency::RecurPartTwice], "FREQ=DAILY;COUNT=3"),
        ("RSCALE=GREGORIAN;FREQ=DAILY", &[], "FREQ=DAILY;RSCALE=GREGORIAN"),
    ] {
        let (read, found) = kinds(text);
        let rule = read.unwrap();
        assert_eq!(found, leniencies, "{text}");
        assert_eq!(rule.to_string(), written, "{text}");
        let strict = Recur::read_strict(text).map_err(|error| error.kind());
        let expected =
            leniencies.first().map_or(Ok(rule), |leniency| Err(ValueErrorKind::Lenient(*leniency)));
        assert_eq!(strict, expected, "{text}");
    }
}

#[test]
fn faults_name_their_requirement() {
    use RecurFault as Fault;
    let range = |part| Fault::OutOfRange { part };
    for (text, sound, fault, requirement) in [
        ("FREQ=DAILY;COUNT=5;UNTIL=20000101", "FREQ=DAILY;COUNT=5", Fault::CountAndUntil, "5545-3.3.10-02"),
        ("FREQ=WEEKLY;BYDAY=1MO", "FREQ=MONTHLY;BYDAY=1MO", Fault::ByDayOrdinalFrequency, "5545-3.3.10-17"),
        (
            "FREQ=YEARLY;BYDAY=1MO;BYWEEKNO=20",
            "FREQ=YEARLY;BYDAY=MO;BYWEEKNO=20",
            Fault::ByDayOrdinalWithByWeekNo,
            "5545-3.3.10-18",
        ),
        ("FREQ=WEEKLY;BYMONTHDAY=1", "FREQ=DAILY;BYMONTHDAY=1", Fault::ByMonthDayWeekly, "5545-3.3.10-19"),
        ("FREQ=MONTHLY;BYYEARDAY=1", "FREQ=HOURLY;BYYEARDAY=1", Fault::ByYearDayFrequency, "5545-3.3.10-20"),
        ("FREQ=WEEKLY;BYYEARDAY=1", "FREQ=YEARLY;BYYEARDAY=1", Fault::ByYearDayFrequency, "5545-3.3.10-20"),
        ("FREQ=DAILY;BYYEARDAY=1", "FREQ=SECONDLY;BYYEARDAY=1", Fault::ByYearDayFrequency, "5545-3.3.10-20"),
        ("FREQ=MONTHLY;BYWEEKNO=1", "FREQ=YEARLY;BYWEEKNO=1", Fault::ByWeekNoFrequency, "5545-3.3.10-21"),
        ("FREQ=DAILY;BYSETPOS=1", "FREQ=DAILY;BYSETPOS=1;BYHOUR=9", Fault::BySetPosAlone, "5545-3.3.10-22"),
        (
            "FREQ=DAILY;SKIP=OMIT",
            "FREQ=DAILY;RSCALE=CHINESE;SKIP=OMIT",
            Fault::SkipWithoutRscale,
            "7529-4-01",
        ),
        (
            "FREQ=YEARLY;BYMONTH=5L",
            "FREQ=YEARLY;RSCALE=HEBREW;BYMONTH=5L",
            Fault::LeapMonthWithoutRscale,
            "7529-4.2-01",
        ),
        ("FREQ=DAILY;BYSECOND=61", "FREQ=DAILY;BYSECOND=60", range(RecurPart::BySecond), "5545-3.3.10-13"),
        ("FREQ=DAILY;BYMINUTE=60", "FREQ=DAILY;BYMINUTE=59", range(RecurPart::ByMinute), "5545-3.3.10-13"),
        ("FREQ=DAILY;BYHOUR=24", "FREQ=DAILY;BYHOUR=23", range(RecurPart::ByHour), "5545-3.3.10-13"),
        ("FREQ=YEARLY;BYDAY=54MO", "FREQ=YEARLY;BYDAY=-53MO", range(RecurPart::ByDay), "5545-3.3.10-14"),
        (
            "FREQ=MONTHLY;BYMONTHDAY=32",
            "FREQ=MONTHLY;BYMONTHDAY=31",
            range(RecurPart::ByMonthDay),
            "5545-3.3.10-14",
        ),
        (
            "FREQ=MONTHLY;BYMONTHDAY=0",
            "FREQ=MONTHLY;BYMONTHDAY=-31",
            range(RecurPart::ByMonthDay),
            "5545-3.3.10-14",
        ),
        (
            "FREQ=YEARLY;BYYEARDAY=-367",
            "FREQ=YEARLY;BYYEARDAY=-366",
            range(RecurPart::ByYearDay),
            "5545-3.3.10-14",
        ),
        ("FREQ=YEARLY;BYWEEKNO=54", "FREQ=YEARLY;BYWEEKNO=53", range(RecurPart::ByWeekNo), "5545-3.3.10-14"),
        ("FREQ=YEARLY;BYMONTH=13", "FREQ=YEARLY;BYMONTH=12", range(RecurPart::ByMonth), "5545-3.3.10-14"),
        (
            "FREQ=YEARLY;BYMONTH=13;RSCALE=gregorian",
            "FREQ=YEARLY;BYMONTH=13;RSCALE=ETHIOPIC",
            range(RecurPart::ByMonth),
            "5545-3.3.10-14",
        ),
        (
            "FREQ=DAILY;BYHOUR=9;BYSETPOS=367",
            "FREQ=DAILY;BYHOUR=9;BYSETPOS=366",
            range(RecurPart::BySetPos),
            "5545-3.3.10-14",
        ),
    ] {
        let (read, leniencies) = kinds(text);
        let rule = read.unwrap();
        assert!(leniencies.is_empty(), "{text}");
        assert_eq!(rule.faults().collect::<Vec<_>>(), [fault], "{text}");
        assert_eq!(fault.requirement(), Some(requirement), "{text}");
        let error = Recur::read_strict(text).unwrap_err();
        assert_eq!(error.kind(), ValueErrorKind::Recur(fault), "{text}");
        let part = fault.part().unwrap().name();
        assert!(text[error.offset()..].starts_with(part), "{text}: {}", error.offset());
        assert_eq!(Recur::read_strict(sound).unwrap().faults().count(), 0, "{sound}");
    }
}

#[test]
fn unknown_parts_are_kept_and_a_fault() {
    let text = "FREQ=WEEKLY;UNTL=20191023;BYDAY=TH";
    let rule: Recur = text.parse().unwrap();
    assert_eq!(rule.faults().collect::<Vec<_>>(), [RecurFault::UnknownPart]);
    assert_eq!(rule.to_string(), "FREQ=WEEKLY;BYDAY=TH;UNTL=20191023");
    let error = Recur::read_strict(text).unwrap_err();
    assert_eq!((error.kind(), error.offset()), (ValueErrorKind::Recur(RecurFault::UnknownPart), 12));
    let rule = rule.with_other_part("untl", "x").unwrap();
    assert_eq!(rule.other_parts().collect::<Vec<_>>(), [("untl", "x")]);
    for (name, value) in [("X-A", "a;b"), ("X-A", "a\nb"), ("X A", "b"), ("", "b"), ("count", "3")] {
        assert!(rule.clone().with_other_part(name, value).is_err(), "{name}={value}");
    }
}

#[test]
fn unknown_parts_before_freq_or_twice_are_leniencies() {
    for (text, leniency, written) in [
        ("X-A=1;FREQ=DAILY", Leniency::RecurFrequencyNotFirst, "FREQ=DAILY;X-A=1"),
        ("FREQ=DAILY;X-A=1;x-a=2", Leniency::RecurPartTwice, "FREQ=DAILY;X-A=1;x-a=2"),
        ("FREQ=DAILY;X-A=1;X-A=1", Leniency::RecurPartTwice, "FREQ=DAILY;X-A=1"),
    ] {
        let (read, found) = kinds(text);
        assert_eq!((read.unwrap().to_string().as_str(), &found[..]), (written, &[leniency][..]), "{text}");
    }
}

#[test]
fn an_until_in_a_zone_is_a_fault() {
    use crate::value::{DateTime, TzId};
    let local: DateTime = "20000101T000000".parse().unwrap();
    let rule = Recur::new(Frequency::Daily).with_until(local.clone());
    assert_eq!(rule.faults().count(), 0);
    let rule = rule.with_until(local.with_tzid(TzId::from("Europe/Vienna")));
    assert_eq!(rule.faults().collect::<Vec<_>>(), [RecurFault::UntilZoned]);
}

#[test]
fn order_and_repetition_in_lists_do_not_count() {
    let one: Recur = "FREQ=WEEKLY;BYDAY=MO,TU,MO".parse().unwrap();
    assert_eq!(one, "FREQ=WEEKLY;BYDAY=TU,MO".parse().unwrap());
    assert_ne!(one, "FREQ=WEEKLY;BYDAY=TU,WE".parse().unwrap());
    assert_ne!(one, "FREQ=WEEKLY;BYDAY=TU".parse().unwrap());
    assert_eq!(one.to_string(), "FREQ=WEEKLY;BYDAY=MO,TU");
}

#[test]
fn lists_and_parts_are_bounded() {
    let list = |values: usize| format!("FREQ=DAILY;BYHOUR=1{}", ",1".repeat(values - 1));
    assert!(list(Recur::LIST_LIMIT).parse::<Recur>().is_ok());
    let error = list(Recur::LIST_LIMIT + 1).parse::<Recur>().unwrap_err();
    assert_eq!(error.kind(), ValueErrorKind::TooManyValues { limit: Recur::LIST_LIMIT });
    let parts = |parts: usize| format!("FREQ=DAILY{}", ";X-A=1".repeat(parts - 1));
    assert!(parts(Recur::PART_LIMIT).parse::<Recur>().is_ok());
    let error = parts(Recur::PART_LIMIT + 1).parse::<Recur>().unwrap_err();
    assert_eq!(error.kind(), ValueErrorKind::TooManyValues { limit: Recur::PART_LIMIT });
}

#[test]
fn names_come_back() {
    for frequency in Frequency::ALL {
        assert_eq!(Frequency::from_name(&frequency.name().to_lowercase()), Some(frequency));
    }
    for weekday in Weekday::ALL {
        assert_eq!(Weekday::from_name(weekday.name()), Some(weekday));
        assert_eq!(Weekday::from(chrono::Weekday::from(weekday)), weekday);
    }
    for part in RecurPart::ALL {
        assert_eq!(RecurPart::from_name(part.name()), Some(part));
    }
    for skip in Skip::ALL {
        assert_eq!(Skip::from_name(skip.name()), Some(skip));
    }
    assert_eq!(Frequency::from_name("FORTNIGHTLY"), None);
    assert_eq!(Weekday::from_name("MON"), None);
}

proptest! {
    #[test]
    fn written_rules_read(rule in any::<Recur>()) {
        let written = rule.to_string();
        let (read, leniencies) = kinds(&written);
        if rule.faults().next().is_none() {
            prop_assert_eq!(Recur::read_strict(&written), Ok(rule.clone()));
        }
        // A rule with a fault may have a number that cannot be read again.
        if let Ok(read) = read {
            prop_assert_eq!(&read, &rule);
            prop_assert_eq!(leniencies, []);
        }
    }

    #[test]
    fn no_text_panics(text in "(FREQ=|BY[A-Z]{3,5}=|[A-Z0-9;,=+ -]{0,9}){0,8}|.{0,30}") {
        if let Ok(rule) = text.parse::<Recur>() {
            prop_assert_eq!(rule.to_string().parse::<Recur>(), Ok(rule));
        }
    }
}

/// Rules of other programs' tests: `recur/` below `CALDAV_CORPUS`, a JSON object a line.
#[test]
fn rules_of_the_corpus() {
    let Some(corpus) = std::env::var_os("CALDAV_CORPUS") else {
        eprintln!("CALDAV_CORPUS is not set: the rules of the corpus were not read");
        return;
    };
    let mut rules = 0;
    for entry in std::fs::read_dir(std::path::Path::new(&corpus).join("recur")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_none_or(|extension| extension != "jsonl") {
            continue;
        }
        let refused = path.file_name().is_some_and(|name| name == "invalid-rules.jsonl");
        for line in std::fs::read_to_string(&path).unwrap().lines() {
            let case: serde_json::Value = serde_json::from_str(line).unwrap();
            let forbidden = case["flags"]
                .as_array()
                .is_some_and(|flags| flags.iter().any(|flag| flag == "rule-forbidden-by-rfc5545"));
            let texts = match &case["rrule"] {
                serde_json::Value::Array(texts) => texts.clone(),
                text => vec![text.clone()],
            };
            for text in texts.iter().filter_map(|text| text.as_str()) {
                rules += 1;
                if refused {
                    assert!(Recur::read_strict(text).is_err(), "{line}");
                    continue;
                }
                let rule: Recur = text.parse().unwrap_or_else(|error| panic!("{error}: {line}"));
                assert_eq!(rule.faults().next().is_some(), forbidden, "{line}");
                assert_eq!(rule.to_string().parse::<Recur>().as_ref(), Ok(&rule), "{line}");
            }
        }
    }
    assert!(rules > 0, "there are no rules in the corpus");
}

/// Rules of §3.3.10, §3.8.5.3 and RFC 7529.
const EXAMPLES: [(&str, &str); 52] = [
    ("§3.3.10 example", "FREQ=DAILY;COUNT=10;INTERVAL=2"),
    ("§3.3.10 example", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
    ("§3.3.10 example", "FREQ=YEARLY;INTERVAL=2;BYMONTH=1;BYDAY=SU;BYHOUR=8,9;BYMINUTE=30"),
    ("§3.3.10 example", "FREQ=YEARLY;BYMONTH=1"),
    ("§3.3.10 example", "FREQ=DAILY;BYMONTH=1"),
    ("§3.8.5.3", "FREQ=DAILY;COUNT=10"),
    ("§3.8.5.3", "FREQ=DAILY;UNTIL=19971224T000000Z"),
    ("§3.8.5.3", "FREQ=DAILY;INTERVAL=2"),
    ("§3.8.5.3", "FREQ=DAILY;INTERVAL=10;COUNT=5"),
    ("§3.8.5.3", "FREQ=YEARLY;UNTIL=20000131T140000Z;BYMONTH=1;BYDAY=SU,MO,TU,WE,TH,FR,SA"),
    ("§3.8.5.3", "FREQ=DAILY;UNTIL=20000131T140000Z;BYMONTH=1"),
    ("§3.8.5.3", "FREQ=WEEKLY;COUNT=10"),
    ("§3.8.5.3", "FREQ=WEEKLY;UNTIL=19971224T000000Z"),
    ("§3.8.5.3", "FREQ=WEEKLY;INTERVAL=2;WKST=SU"),
    ("§3.8.5.3", "FREQ=WEEKLY;UNTIL=19971007T000000Z;WKST=SU;BYDAY=TU,TH"),
    ("§3.8.5.3", "FREQ=WEEKLY;COUNT=10;WKST=SU;BYDAY=TU,TH"),
    ("§3.8.5.3", "FREQ=WEEKLY;INTERVAL=2;UNTIL=19971224T000000Z;WKST=SU;BYDAY=MO,WE,FR"),
    ("§3.8.5.3", "FREQ=WEEKLY;INTERVAL=2;COUNT=8;WKST=SU;BYDAY=TU,TH"),
    ("§3.8.5.3", "FREQ=MONTHLY;COUNT=10;BYDAY=1FR"),
    ("§3.8.5.3", "FREQ=MONTHLY;UNTIL=19971224T000000Z;BYDAY=1FR"),
    ("§3.8.5.3", "FREQ=MONTHLY;INTERVAL=2;COUNT=10;BYDAY=1SU,-1SU"),
    ("§3.8.5.3", "FREQ=MONTHLY;COUNT=6;BYDAY=-2MO"),
    ("§3.8.5.3", "FREQ=MONTHLY;BYMONTHDAY=-3"),
    ("§3.8.5.3", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=2,15"),
    ("§3.8.5.3", "FREQ=MONTHLY;COUNT=10;BYMONTHDAY=1,-1"),
    ("§3.8.5.3", "FREQ=MONTHLY;INTERVAL=18;COUNT=10;BYMONTHDAY=10,11,12,13,14,15"),
    ("§3.8.5.3", "FREQ=MONTHLY;INTERVAL=2;BYDAY=TU"),
    ("§3.8.5.3", "FREQ=YEARLY;COUNT=10;BYMONTH=6,7"),
    ("§3.8.5.3", "FREQ=YEARLY;INTERVAL=2;COUNT=10;BYMONTH=1,2,3"),
    ("§3.8.5.3", "FREQ=YEARLY;INTERVAL=3;COUNT=10;BYYEARDAY=1,100,200"),
    ("§3.8.5.3", "FREQ=YEARLY;BYDAY=20MO"),
    ("§3.8.5.3", "FREQ=YEARLY;BYWEEKNO=20;BYDAY=MO"),
    ("§3.8.5.3", "FREQ=YEARLY;BYMONTH=3;BYDAY=TH"),
    ("§3.8.5.3", "FREQ=YEARLY;BYDAY=TH;BYMONTH=6,7,8"),
    ("§3.8.5.3", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13"),
    ("§3.8.5.3", "FREQ=MONTHLY;BYDAY=SA;BYMONTHDAY=7,8,9,10,11,12,13"),
    ("§3.8.5.3", "FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8"),
    ("§3.8.5.3", "FREQ=MONTHLY;COUNT=3;BYDAY=TU,WE,TH;BYSETPOS=3"),
    ("§3.8.5.3", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2"),
    ("§3.8.5.3", "FREQ=HOURLY;INTERVAL=3;UNTIL=19970902T170000Z"),
    ("§3.8.5.3", "FREQ=MINUTELY;INTERVAL=15;COUNT=6"),
    ("§3.8.5.3", "FREQ=MINUTELY;INTERVAL=90;COUNT=4"),
    ("§3.8.5.3", "FREQ=DAILY;BYHOUR=9,10,11,12,13,14,15,16;BYMINUTE=0,20,40"),
    ("§3.8.5.3", "FREQ=MINUTELY;INTERVAL=20;BYHOUR=9,10,11,12,13,14,15,16"),
    ("§3.8.5.3", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=MO"),
    ("§3.8.5.3", "FREQ=WEEKLY;INTERVAL=2;COUNT=4;BYDAY=TU,SU;WKST=SU"),
    ("§3.8.5.3", "FREQ=MONTHLY;BYMONTHDAY=15,30;COUNT=5"),
    ("RFC 7529 §4.3", "RSCALE=CHINESE;FREQ=YEARLY"),
    ("RFC 7529 §4.3", "RSCALE=ETHIOPIC;FREQ=MONTHLY;BYMONTH=13"),
    ("RFC 7529 §4.3", "RSCALE=HEBREW;FREQ=YEARLY;BYMONTH=5L;BYMONTHDAY=8;SKIP=FORWARD"),
    ("RFC 7529 §4.3", "FREQ=YEARLY"),
    ("RFC 7529 §4.3", "RSCALE=GREGORIAN;FREQ=YEARLY;SKIP=FORWARD"),
];
