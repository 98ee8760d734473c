//! RECUR: what its grammar says, and which parts go with which.
//!
//! [RFC 5545 §3.3.10](https://www.rfc-editor.org/rfc/rfc5545#section-3.3.10),
//! [RFC 7529 §4](https://www.rfc-editor.org/rfc/rfc7529#section-4)

use ical_model::Property;
use ical_model::value::{Recur, RecurFault, RecurPart, ValueErrorKind};

use crate::inspection::{Inspection, Place};
use crate::options::Profile;
use crate::rule::Rule;
use crate::rules::rules;

use super::value::excerpt;

/// Checks a rule that could be read.
pub(crate) fn check<'c>(inspection: &mut Inspection<'c>, property: Property<'c>, rule: &Recur, text: &str) {
    for fault in rule.faults() {
        let broken = match fault {
            RecurFault::CountAndUntil => &COUNT_AND_UNTIL,
            RecurFault::OutOfRange { part } => range_rule(part),
            RecurFault::ByDayOrdinalFrequency => &ORDINAL_FREQUENCY,
            RecurFault::ByDayOrdinalWithByWeekNo => &ORDINAL_BY_WEEK_NO,
            RecurFault::ByMonthDayWeekly => &BY_MONTH_DAY_WEEKLY,
            RecurFault::ByYearDayFrequency => &BY_YEAR_DAY_FREQUENCY,
            RecurFault::ByWeekNoFrequency => &BY_WEEK_NO_FREQUENCY,
            RecurFault::BySetPosAlone => &BY_SET_POS_ALONE,
            RecurFault::SkipWithoutRscale => &SKIP_RSCALE,
            RecurFault::LeapMonthWithoutRscale => &LEAP_MONTH_RSCALE,
            _ => &RECUR,
        };
        inspection.report(broken, Place::Property(property), || {
            format!("{} has {}: {fault}", property.name(), excerpt(text))
        });
    }
    if let Some(rscale) = rule.rscale().filter(|rscale| !is_calendar(rscale.as_str())) {
        inspection.report(&RSCALE, Place::Property(property), || {
            format!("{} has RSCALE={}", property.name(), rscale.as_str())
        });
        if inspection.options.profile == Profile::Object {
            inspection.report(&RSCALE_SUPPORTED, Place::Property(property), || {
                format!("no server knows RSCALE={}", rscale.as_str())
            });
        }
    }
}

/// The rule that a text which is no RECUR breaks.
#[cold]
pub(crate) fn rule_of(error: ValueErrorKind) -> &'static Rule {
    match error {
        ValueErrorKind::Empty
        | ValueErrorKind::RecurFrequencyMissing
        | ValueErrorKind::RecurFrequencyUnknown
        | ValueErrorKind::RecurPartEmpty { part: RecurPart::Frequency }
        | ValueErrorKind::RecurPartTwice { part: RecurPart::Frequency } => &FREQUENCY,
        ValueErrorKind::RecurPartTwice { part: RecurPart::Rscale } => &RSCALE,
        ValueErrorKind::RecurPartTwice { .. } => &PART_ONCE,
        ValueErrorKind::RecurIntervalZero => &INTERVAL,
        ValueErrorKind::RecurSkipUnknown => &SKIP,
        ValueErrorKind::RecurNotANumber { part }
        | ValueErrorKind::RecurNotAWeekday { part }
        | ValueErrorKind::RecurOutOfRange { part }
        | ValueErrorKind::RecurPartEmpty { part } => range_rule(part),
        ValueErrorKind::NoSuchDate | ValueErrorKind::NotADate => &UNTIL_DATE,
        _ => &RECUR,
    }
}

fn range_rule(part: RecurPart) -> &'static Rule {
    match part {
        RecurPart::Interval => &INTERVAL,
        RecurPart::BySecond | RecurPart::ByMinute | RecurPart::ByHour => &BY_TIME,
        RecurPart::ByDay
        | RecurPart::ByMonthDay
        | RecurPart::ByYearDay
        | RecurPart::ByWeekNo
        | RecurPart::ByMonth
        | RecurPart::BySetPos => &BY_DATE,
        RecurPart::Rscale => &RSCALE,
        RecurPart::Skip => &SKIP,
        RecurPart::Frequency => &FREQUENCY,
        _ => &RECUR,
    }
}

/// Whether commas stand between the parts: `FREQ=DAILY,COUNT=2`.
pub(crate) fn has_commas_for_semicolons(text: &str) -> bool {
    text.split(';').any(|part| {
        part.split(',')
            .skip(1)
            .any(|value| value.split_once('=').is_some_and(|(name, _)| RecurPart::from_name(name).is_some()))
    })
}

/// Whether RSCALE stands there more than once.
pub(crate) fn repeats_rscale(text: &str) -> bool {
    let is_rscale =
        |part: &&str| part.split_once('=').is_some_and(|(name, _)| name.eq_ignore_ascii_case("RSCALE"));
    text.split(';').filter(is_rscale).count() > 1
}

/// Whether the calendar stands in the CLDR registry of calendar systems.
fn is_calendar(name: &str) -> bool {
    CALENDARS.iter().any(|calendar| name.eq_ignore_ascii_case(calendar))
}

/// The calendar systems of CLDR, with the older names that it keeps as aliases.
const CALENDARS: [&str; 22] = [
    "BUDDHIST",
    "CHINESE",
    "COPTIC",
    "DANGI",
    "ETHIOAA",
    "ETHIOPIC",
    "ETHIOPIC-AMETE-ALEM",
    "GREGORIAN",
    "GREGORY",
    "HEBREW",
    "INDIAN",
    "ISLAMIC",
    "ISLAMIC-CIVIL",
    "ISLAMIC-RGSA",
    "ISLAMIC-TBLA",
    "ISLAMIC-UMALQURA",
    "ISLAMICC",
    "ISO8601",
    "JAPANESE",
    "PERSIAN",
    "ROC",
    "VIETNAMESE",
];

rules! {
    RECUR = "recur", Must, "RFC 5545" "3.3.10", [], ValidCalendarData,
        "a recurrence rule has the parts of the specification, each with a value of its form",
        "write the rule as in FREQ=WEEKLY;BYDAY=MO,WE;COUNT=10";
    SEPARATOR = "recur-separator", Must, "RFC 5545" "3.1.1", ["5545-3.1.1-02", "5545-3.3.10-01"], ValidCalendarData,
        "semicolons separate the parts of a recurrence rule", "write \";\" between two parts";
    EMPTY_PART = "recur-empty-part", Must, "RFC 5545" "3.1.1", ["5545-3.1.1-02"], ValidCalendarData,
        "a part of a recurrence rule stands before and after each semicolon", "remove the \";\"";
    FREQUENCY = "recur-freq", Must, "RFC 5545" "3.3.10", ["5545-3.3.10-01"], ValidCalendarData,
        "a recurrence rule has one FREQ",
        "write FREQ once, with SECONDLY, MINUTELY, HOURLY, DAILY, WEEKLY, MONTHLY or YEARLY";
    COUNT_AND_UNTIL = "recur-count-with-until", Must, "RFC 5545" "3.3.10", ["5545-3.3.10-02"], ValidCalendarData,
        "a recurrence rule has COUNT or UNTIL, not both", "remove one of them";
    PART_ONCE = "recur-part-once", Must, "RFC 5545" "3.3.10", ["5545-3.3.10-03"], ValidCalendarData,
        "a part of a recurrence rule stands there once", "keep one of them, with all its values";
    FREQUENCY_FIRST = "recur-freq-first", Must, "RFC 5545" "3.3.10", ["5545-3.3.10-05"], -,
        "FREQ is the first part of a recurrence rule", "write FREQ first";
    INTERVAL = "recur-interval", Must, "RFC 5545" "3.3.10", ["5545-3.3.10-12"], ValidCalendarData,
        "INTERVAL is a positive number", "write a number of at least 1, or leave INTERVAL out";
    BY_TIME = "recur-by-time", Must, "RFC 5545" "3.3.10", ["5545-3.3.10-13"], ValidCalendarData,
        "BYSECOND lies within 0 to 60, BYMINUTE within 0 to 59, BYHOUR within 0 to 23", "write numbers of that range";
    BY_DATE = "recur-by-date", Must, "RFC 5545" "3.3.10", ["5545-3.3.10-14"], ValidCalendarData,
        "the numbers of BYDAY, BYMONTHDAY, BYYEARDAY, BYWEEKNO, BYMONTH and BYSETPOS lie within their ranges",
        "write numbers from 1 up to 31 days of a month, 366 days of a year, 53 weeks or 12 months";
    ORDINAL_FREQUENCY = "recur-byday-number", Must, "RFC 5545" "3.3.10", ["5545-3.3.10-17"], ValidCalendarData,
        "BYDAY has numbers with FREQ=MONTHLY and FREQ=YEARLY only", "write the weekday alone";
    ORDINAL_BY_WEEK_NO = "recur-byday-number-with-byweekno", Must, "RFC 5545" "3.3.10", ["5545-3.3.10-18"],
        ValidCalendarData, "BYDAY has no numbers beside BYWEEKNO", "write the weekday alone";
    BY_MONTH_DAY_WEEKLY = "recur-bymonthday-weekly", Must, "RFC 5545" "3.3.10", ["5545-3.3.10-19"],
        ValidCalendarData, "BYMONTHDAY does not stand beside FREQ=WEEKLY", "write FREQ=DAILY or FREQ=MONTHLY";
    BY_YEAR_DAY_FREQUENCY = "recur-byyearday-freq", Must, "RFC 5545" "3.3.10", ["5545-3.3.10-20"], ValidCalendarData,
        "BYYEARDAY does not stand beside FREQ=DAILY, FREQ=WEEKLY or FREQ=MONTHLY", "write FREQ=YEARLY";
    BY_WEEK_NO_FREQUENCY = "recur-byweekno-freq", Must, "RFC 5545" "3.3.10", ["5545-3.3.10-21"], ValidCalendarData,
        "BYWEEKNO stands beside FREQ=YEARLY only", "write FREQ=YEARLY";
    BY_SET_POS_ALONE = "recur-bysetpos-alone", Must, "RFC 5545" "3.3.10", ["5545-3.3.10-22"], ValidCalendarData,
        "BYSETPOS stands beside another BY part", "add the part that BYSETPOS chooses from, or remove BYSETPOS";
    UNTIL_DATE = "recur-until-date", Must, "RFC 7529" "4", ["7529-4-03", "5545-3.3.4-01"], ValidCalendarData,
        "UNTIL is a date of the Gregorian calendar, or starts with one", "write the date as in 19970714";
    SKIP_RSCALE = "recur-skip-without-rscale", Must, "RFC 7529" "4", ["7529-4-01"], ValidCalendarData,
        "SKIP stands beside RSCALE only", "add RSCALE=GREGORIAN, or remove SKIP";
    RSCALE = "recur-rscale", Must, "RFC 7529" "4", ["7529-4-02"], ValidCalendarData,
        "RSCALE stands there once and names a calendar system of CLDR", "write a name as in RSCALE=CHINESE";
    SKIP = "recur-skip", Must, "RFC 7529" "4.1", ["7529-4.1-01"], ValidCalendarData,
        "SKIP is OMIT, BACKWARD or FORWARD", "write one of them, or leave SKIP out";
    RSCALE_SUPPORTED = "object-rscale-unsupported", Must, "RFC 7529" "10", [], SupportedRscale,
        "a stored object has an RSCALE that the server supports", "write a name as in RSCALE=CHINESE";
    LEAP_MONTH_RSCALE = "recur-leap-month", Must, "RFC 7529" "4.2", ["7529-4.2-01", "5545-3.3.10-14"],
        ValidCalendarData, "a leap month stands in BYMONTH only beside RSCALE", "add RSCALE, or remove the \"L\"";
}

#[cfg(test)]
mod tests {
    use super::{has_commas_for_semicolons, repeats_rscale};
    use crate::icalendar::tests::{in_event, keeps_and_breaks};

    #[test]
    fn parts() {
        for (rule, keeps, breaks) in [
            ("recur", "FREQ=DAILY;COUNT=2", "FREQ=DAILY;COUNT=many"),
            ("recur", "FREQ=DAILY;WKST=MO", "FREQ=DAILY;WKST=1"),
            ("recur-separator", "FREQ=DAILY;COUNT=2", "FREQ=DAILY,COUNT=2"),
            ("recur-freq", "FREQ=DAILY", "COUNT=2"),
            ("recur-freq", "FREQ=DAILY", "FREQ=FORTNIGHTLY"),
            ("recur-count-with-until", "FREQ=DAILY;COUNT=2", "FREQ=DAILY;COUNT=2;UNTIL=20270201T000000Z"),
            ("recur-part-once", "FREQ=DAILY;COUNT=2", "FREQ=DAILY;COUNT=2;COUNT=3"),
            ("recur-interval", "FREQ=DAILY;INTERVAL=2", "FREQ=DAILY;INTERVAL=0"),
            ("recur-by-time", "FREQ=DAILY;BYSECOND=60", "FREQ=DAILY;BYHOUR=24"),
            ("recur-by-date", "FREQ=YEARLY;BYMONTH=12", "FREQ=YEARLY;BYMONTH=13"),
            ("recur-byday-number", "FREQ=MONTHLY;BYDAY=1MO", "FREQ=WEEKLY;BYDAY=1MO"),
            (
                "recur-byday-number-with-byweekno",
                "FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO",
                "FREQ=YEARLY;BYWEEKNO=1;BYDAY=1MO",
            ),
            ("recur-bymonthday-weekly", "FREQ=MONTHLY;BYMONTHDAY=1", "FREQ=WEEKLY;BYMONTHDAY=1"),
            ("recur-byyearday-freq", "FREQ=YEARLY;BYYEARDAY=1", "FREQ=MONTHLY;BYYEARDAY=1"),
            ("recur-byweekno-freq", "FREQ=YEARLY;BYWEEKNO=1", "FREQ=MONTHLY;BYWEEKNO=1"),
            ("recur-bysetpos-alone", "FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1", "FREQ=MONTHLY;BYSETPOS=1"),
            ("recur-until-date", "FREQ=DAILY;UNTIL=20270201T000000Z", "FREQ=DAILY;UNTIL=20270231T000000Z"),
            (
                "recur-skip-without-rscale",
                "RSCALE=GREGORIAN;FREQ=MONTHLY;SKIP=OMIT",
                "FREQ=MONTHLY;SKIP=OMIT",
            ),
            ("recur-rscale", "FREQ=MONTHLY;RSCALE=hebrew", "FREQ=MONTHLY;RSCALE=DISCORDIAN"),
            ("recur-skip", "FREQ=MONTHLY;RSCALE=HEBREW;SKIP=FORWARD", "FREQ=MONTHLY;RSCALE=HEBREW;SKIP=NEXT"),
            ("recur-leap-month", "FREQ=YEARLY;RSCALE=CHINESE;BYMONTH=5L", "FREQ=YEARLY;BYMONTH=5L"),
        ] {
            keeps_and_breaks(&[(
                rule,
                &in_event(&format!("RRULE:{keeps}")),
                &in_event(&format!("RRULE:{breaks}")),
            )]);
        }
    }

    #[test]
    fn texts() {
        assert!(has_commas_for_semicolons("FREQ=DAILY,count=2"));
        assert!(!has_commas_for_semicolons("FREQ=DAILY;BYDAY=MO,TU;COUNT=2"));
        assert!(repeats_rscale("RSCALE=HEBREW;rscale=HEBREW"));
        assert!(!repeats_rscale("RSCALE=HEBREW;FREQ=DAILY"));
    }
}
