//! Values by their types.
//!
//! [RFC 5545 §3.3](https://www.rfc-editor.org/rfc/rfc5545#section-3.3)
//!
//! What is no value of its type breaks a MUST. Of what reading lets pass, that is told as
//!
//! | departure | a check tells it as |
//! |---|---|
//! | white space around a value | diagnostic: no type but TEXT has any |
//! | `PT1H30S`, `P1W2D` | diagnostic: the length is certain |
//! | `P1DT` | SHOULD: the length is certain, and programs write it for a whole day |
//! | base64 with white space, without padding, with bits left over | diagnostic: the octets are certain |
//! | a character in a URI that has to be percent-encoded | diagnostic: its encoding is meant |
//! | an email address without `mailto:` | diagnostic: it is read with it |
//! | in a RECUR an empty part, a part twice with the same value, FREQ not first | diagnostic: the rule is the same |
//! | `-0000` as offset from UTC | MUST: forbidden by name, and what else was meant is not known |
//! | in TEXT a backslash before another character | MUST: readers differ on what it says |
//! | in TEXT a comma or semicolon without a backslash | diagnostic where there is one text |
//!
//! A strict check tells all of them as violations.

use ical_model::registry::Separator as ListForm;
use ical_model::value::{
    Binary, Boolean, CalAddress, Date, DateOrDateTime, DateTime, Duration, Float, Integer, Leniencies,
    Leniency, Period, PeriodFault, Recur, Separator, Time, TimeForm, Uri, UtcOffset, ValueError,
    ValueErrorKind, ValueList, ValueRead, ValueType, XmlReference,
};
use ical_model::{DiagnosticKind, ParameterName, Property};

use crate::inspection::{Inspection, Place};
use crate::rule::Rule;
use crate::rules::rules;

use super::parameter::Parameters;
use super::reader::Reading;
use super::tally::PropertySlot;
use super::{moment, recur, value_type};

/// What a value says, as far as other rooms ask for it.
#[derive(Clone, Debug)]
pub(crate) enum Item {
    Moment(DateOrDateTime),
    Period(Period),
    Duration(Duration),
    Rule(Box<Recur>),
    Integer(i32),
    /// A value of another type, which is well formed.
    Other,
}

/// The values of one line, each with its place. What cannot be read is reported and left out.
pub(crate) struct Values<'r, 'c> {
    reading: Reading<'r, 'c>,
    value_type: &'r ValueType,
    list: Option<ValueList<'r>>,
    /// The one value of what is no list, until it is read.
    single: bool,
}

impl<'r, 'c> Values<'r, 'c> {
    pub(crate) fn new(reading: Reading<'r, 'c>, value_type: &'r ValueType) -> Self {
        let comma = reading.definition.separator == ListForm::Comma;
        let list = comma.then(|| ValueList::new(reading.text, Separator::Comma).with_limit(usize::MAX));
        Self { reading, value_type, list, single: !comma }
    }

    /// The next value that can be read.
    pub(crate) fn next(&mut self, inspection: &mut Inspection<'c>) -> Option<(usize, Item)> {
        // Their text was checked as a whole.
        if matches!(self.value_type, ValueType::Text) || self.reading.slot == PropertySlot::Geo {
            return None;
        }
        if self.single {
            self.single = false;
            return read_or_report(inspection, self.reading, self.value_type, 0, self.reading.text)
                .map(|item| (0, item));
        }
        for item in self.list.as_mut()? {
            let Ok((offset, text)) = item else { continue };
            if let Some(item) = read_or_report(inspection, self.reading, self.value_type, offset, text) {
                return Some((offset, item));
            }
        }
        None
    }
}

/// Reads one value; reports it where it cannot be read, and what was let pass.
fn read_or_report<'c>(
    inspection: &mut Inspection<'c>,
    reading: Reading<'_, 'c>,
    value_type: &ValueType,
    offset: usize,
    text: &str,
) -> Option<Item> {
    let mut leniencies = Leniencies::empty();
    let property = reading.property;
    match read(text, value_type, &mut leniencies) {
        Ok(item) => {
            if !leniencies.is_empty() {
                tell_leniencies(inspection, property, offset, text, &item, leniencies);
            }
            match &item {
                Item::Rule(rule) => recur::check(inspection, property, rule, text),
                Item::Period(period) => {
                    if let Some(fault) = period.fault() {
                        inspection.report(period_rule(fault), Place::Value(property, offset), || {
                            format!("{} has {}: {fault}", property.name(), excerpt(text))
                        });
                    }
                }
                _ => {}
            }
            Some(item)
        }
        Err(error) => {
            let (rule, item) = fault(reading, value_type, offset, text, error);
            inspection.report(rule, Place::Value(property, offset + error.offset()), || {
                format!("{} has {}: {error}", property.name(), excerpt(text))
            });
            item
        }
    }
}

/// Reads one value.
#[inline]
fn read(text: &str, value_type: &ValueType, leniencies: &mut Leniencies) -> Result<Item, ValueError> {
    Ok(match value_type {
        ValueType::DateTime => Item::Moment(DateTime::read(text, leniencies)?.into()),
        ValueType::Date => Item::Moment(Date::read(text, leniencies)?.into()),
        ValueType::Period => Item::Period(Period::read(text, leniencies)?),
        ValueType::Duration => Item::Duration(Duration::read(text, leniencies)?),
        ValueType::Recur => Item::Rule(Box::new(Recur::read(text, leniencies)?)),
        ValueType::Integer => Item::Integer(Integer::read(text, leniencies)?.get()),
        ValueType::UtcOffset => UtcOffset::read(text, leniencies).map(|_| Item::Other)?,
        ValueType::Uri => Uri::read(text, leniencies).map(|_| Item::Other)?,
        ValueType::CalAddress => CalAddress::read(text, leniencies).map(|_| Item::Other)?,
        ValueType::XmlReference => XmlReference::read(text, leniencies).map(|_| Item::Other)?,
        ValueType::Binary => Binary::read(text, leniencies).map(|_| Item::Other)?,
        ValueType::Boolean => Boolean::read(text, leniencies).map(|_| Item::Other)?,
        ValueType::Float => Float::read(text, leniencies).map(|_| Item::Other)?,
        ValueType::Time => Time::read(text, leniencies).map(|_| Item::Other)?,
        _ => Item::Other,
    })
}

/// What a value that cannot be read breaks, and what it says if it is of another type that the property has.
#[cold]
fn fault(
    reading: Reading<'_, '_>,
    value_type: &ValueType,
    offset: usize,
    text: &str,
    error: ValueError,
) -> (&'static Rule, Option<Item>) {
    let types = reading.definition.value_types;
    let other =
        types.iter().filter(|other| !matches!(other, ValueType::Text | ValueType::Uri)).find_map(|other| {
            let mut leniencies = Leniencies::empty();
            read(text, other, &mut leniencies).ok().filter(|_| leniencies.is_empty() && other != value_type)
        });
    if let Some(item) = other {
        let explicit = reading.parameters.has(&ParameterName::Value);
        let known_type = if offset == 0 && !explicit { &value_type::MISSING } else { &value_type::MIXED };
        // One value alone that is not what VALUE says is just not that.
        let list = reading.text.len() > text.len();
        if !explicit || list {
            return (known_type, Some(item));
        }
    }
    if reading.definition.separator == ListForm::Comma
        && let Some((before, _)) = text.split_once([';', ' '])
        && read(before, value_type, &mut Leniencies::empty()).is_ok()
    {
        return (&LIST_SEPARATOR, None);
    }
    let rule = match reading.slot {
        PropertySlot::Attach if *value_type == ValueType::Uri => &value_type::ATTACH_URI,
        PropertySlot::Concept => &super::relation::CONCEPT,
        PropertySlot::Sequence => &super::change::SEQUENCE_INTEGER,
        PropertySlot::RRule if recur::has_commas_for_semicolons(text) => &recur::SEPARATOR,
        _ => rule_of(error.kind(), value_type),
    };
    (rule, None)
}

/// The rule on the grammar that an error of this type offends.
#[cold]
fn rule_of(error: ValueErrorKind, value_type: &ValueType) -> &'static Rule {
    match value_type {
        ValueType::Binary => &BINARY,
        ValueType::Boolean => &BOOLEAN,
        ValueType::CalAddress | ValueType::Uri => &URI,
        ValueType::Date => &DATE,
        ValueType::DateTime if error == ValueErrorKind::NumericOffset => &DATE_TIME_OFFSET,
        ValueType::DateTime => &DATE_TIME,
        ValueType::Duration => &DURATION,
        ValueType::Float => &FLOAT,
        ValueType::Integer => &INTEGER,
        ValueType::Period => &PERIOD,
        ValueType::Recur => recur::rule_of(error),
        ValueType::Time if error == ValueErrorKind::NumericOffset => &TIME_OFFSET,
        ValueType::Time => &TIME,
        ValueType::UtcOffset if error == ValueErrorKind::UtcOffsetSecond => &UTC_OFFSET_SECONDS,
        ValueType::UtcOffset => &UTC_OFFSET,
        ValueType::XmlReference => &XML_REFERENCE,
        _ => &OTHER,
    }
}

fn period_rule(fault: PeriodFault) -> &'static Rule {
    if fault.requirement() == "5545-3.3.9-01" { &PERIOD_ORDER } else { &PERIOD }
}

/// Tells what was let pass. What TEXT lets pass is told where its places are known.
#[cold]
fn tell_leniencies<'c>(
    inspection: &mut Inspection<'c>,
    property: Property<'c>,
    offset: usize,
    text: &str,
    item: &Item,
    leniencies: Leniencies,
) {
    let place = Place::Value(property, offset);
    for leniency in leniencies.iter() {
        let rule = match leniency {
            Leniency::WhiteSpace => &WHITE_SPACE,
            Leniency::DurationGap | Leniency::DurationWeeksMixed | Leniency::DurationEmptyTime => {
                match item {
                    Item::Period(_) => &PERIOD,
                    _ => &DURATION,
                }
            }
            Leniency::Base64WhiteSpace | Leniency::Base64Padding | Leniency::Base64TrailingBits => &BINARY,
            Leniency::UriCharacter => &URI,
            Leniency::CalAddressMailto => &CAL_ADDRESS,
            Leniency::RecurEmptyPart => &recur::EMPTY_PART,
            Leniency::RecurPartTwice => {
                if recur::repeats_rscale(text) {
                    inspection
                        .report(&recur::RSCALE, place, || format!("{} has RSCALE twice", property.name()));
                    continue;
                }
                &recur::PART_ONCE
            }
            Leniency::RecurFrequencyNotFirst => &recur::FREQUENCY_FIRST,
            Leniency::UtcOffsetNegativeZero => {
                inspection
                    .report(&UTC_OFFSET_ZERO, place, || format!("{} has {}", property.name(), excerpt(text)));
                continue;
            }
            _ => continue,
        };
        inspection.lenient(rule, DiagnosticKind::Value(leniency), place);
    }
}

/// Checks the value of a property that no specification knows, where VALUE says of which type it is.
pub(crate) fn check_unknown<'c>(
    inspection: &mut Inspection<'c>,
    property: Property<'c>,
    parameters: &Parameters<'c>,
    text: &str,
) {
    let Some(value_type) = parameters.get(&ParameterName::Value).and_then(|value| value.value().parse().ok())
    else {
        return;
    };
    // Whether it may hold several is not known either, so commas separate where no single value has one.
    let lists = !matches!(
        value_type,
        ValueType::Text | ValueType::Uri | ValueType::CalAddress | ValueType::XmlReference | ValueType::Recur
    );
    let whole = [Ok((0, text))].into_iter();
    let items = ValueList::new(text, Separator::Comma).with_limit(usize::MAX);
    let items =
        if lists { Some(items) } else { None }.into_iter().flatten().chain(whole.skip(usize::from(lists)));
    let zone = parameters.has(&ParameterName::TzId);
    for (offset, item) in items.flatten() {
        let mut leniencies = Leniencies::empty();
        match read(item, &value_type, &mut leniencies) {
            Ok(read) => {
                if !leniencies.is_empty() {
                    tell_leniencies(inspection, property, offset, item, &read, leniencies);
                }
                match (&value_type, read) {
                    (ValueType::Time, _) => check_time(inspection, property, offset, item, zone),
                    (_, Item::Moment(value)) => {
                        moment::check_zone(inspection, property, offset, &value, zone);
                    }
                    _ => {}
                }
            }
            Err(error) => {
                let place = Place::Value(property, offset + error.offset());
                inspection.report(rule_of(error.kind(), &value_type), place, || {
                    format!("{} has {}: {error}", property.name(), excerpt(item))
                });
            }
        }
    }
}

/// Checks what a TIME says.
fn check_time<'c>(
    inspection: &mut Inspection<'c>,
    property: Property<'c>,
    offset: usize,
    text: &str,
    zone: bool,
) {
    let Ok(time) = text.parse::<Time>() else { return };
    if *time.form() != TimeForm::Utc {
        return;
    }
    let place = Place::Value(property, offset);
    if zone {
        inspection
            .report(&TIME_ZONE, place, || format!("{} has TZID and the time {time} in UTC", property.name()));
    }
    if time.is_leap_second()
        && time.local() != chrono::NaiveTime::from_hms_opt(23, 59, 59).unwrap_or_default()
    {
        inspection.report(&TIME_LEAP_SECOND, place, || format!("{} has {time}", property.name()));
    }
}

/// The beginning of a value, for a message.
pub(crate) fn excerpt(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("\"{}…\"", text.get(..end).unwrap_or_default()),
        None => format!("\"{text}\""),
    }
}

rules! {
    LIST_SEPARATOR = "list-separator", Must, "RFC 5545" "3.1.1", ["5545-3.1.1-01"], ValidCalendarData,
        "commas separate the values of a list", "write \",\" between two values";
    WHITE_SPACE = "value-white-space", Must, "RFC 5545" "3.1", ["5545-3.1-06"], ValidCalendarData,
        "there is no white space around a value", "remove the white space";
    BINARY = "binary", Must, "RFC 5545" "3.3.1", ["5545-3.3.1-01"], ValidCalendarData,
        "a BINARY is base64 text", "encode the octets as base64 with its padding (RFC 4648 section 4)";
    BOOLEAN = "boolean", Must, "RFC 5545" "3.3.2", ["5545-3.3.2-01"], ValidCalendarData,
        "a BOOLEAN is TRUE or FALSE", "write TRUE or FALSE";
    CAL_ADDRESS = "cal-address", Must, "RFC 5545" "3.3.3", ["5545-3.3.3-01"], -,
        "the email address of a calendar user is a mailto URI", "write \"mailto:\" in front of the address";
    DATE = "date", Must, "RFC 5545" "3.3.4", ["5545-3.3.4-01", "7529-4-03"], ValidCalendarData,
        "a DATE is eight digits, and a date of the Gregorian calendar", "write the date as in 19970714";
    DATE_TIME_OFFSET = "date-time-offset", Must, "RFC 5545" "3.3.5", ["5545-3.3.5-01"], ValidCalendarData,
        "a DATE-TIME has no numeric offset", "write the time in UTC with \"Z\", or local with TZID";
    DATE_TIME = "date-time", Must, "RFC 5545" "3.3.5", ["5545-3.3.5-02", "7529-4-03"], ValidCalendarData,
        "a DATE-TIME is a date, \"T\" and a time of six digits", "write the moment as in 19970714T133000";
    DURATION = "duration", Must, "RFC 5545" "3.3.6", ["5545-3.3.6-03"], ValidCalendarData,
        "a DURATION is a number of weeks, or of days, hours, minutes and seconds",
        "write the duration as in P7W, P1DT2H or PT1H0M30S";
    FLOAT = "float", Must, "RFC 5545" "3.3.7", ["5545-3.3.7-01"], ValidCalendarData,
        "a FLOAT is digits with an optional sign and fraction", "write the number as in -3.14, without an exponent";
    INTEGER = "integer", Must, "RFC 5545" "3.3.8", ["5545-3.3.8-01"], ValidCalendarData,
        "an INTEGER lies within -2147483648 to 2147483647", "write digits with an optional sign";
    PERIOD_ORDER = "period-order", Must, "RFC 5545" "3.3.9", ["5545-3.3.9-01"], ValidCalendarData,
        "a PERIOD ends after it starts", "put the earlier moment first";
    PERIOD = "period", Must, "RFC 5545" "3.3.9", ["5545-3.3.9-02"], ValidCalendarData,
        "a PERIOD is a start, \"/\" and an end or a positive duration",
        "write the period as in 19970101T180000Z/PT5H30M";
    TIME_OFFSET = "time-offset", Must, "RFC 5545" "3.3.12", ["5545-3.3.12-01"], ValidCalendarData,
        "a TIME has no numeric offset", "write the time in UTC with \"Z\", or local with TZID";
    TIME_LEAP_SECOND = "time-leap-second", Must, "RFC 5545" "3.3.12", ["5545-3.3.12-02"], -,
        "second 60 stands for a leap second, which UTC has at 23:59:60", "write another second";
    TIME_ZONE = "time-zone-on-utc", Must, "RFC 5545" "3.3.12", ["5545-3.3.12-03"], ValidCalendarData,
        "TZID does not stand on a time in UTC", "remove TZID, or write the local time without \"Z\"";
    TIME = "time", Must, "RFC 5545" "3.3.12", [], ValidCalendarData,
        "a TIME is six digits with an optional \"Z\"", "write the time as in 133000";
    URI = "uri", Must, "RFC 5545" "3.3.13", ["5545-3.3.13-01"], ValidCalendarData,
        "a URI has a scheme, and percent-encodes what it cannot hold",
        "write the whole URI as in https://example.com/a%20b";
    UTC_OFFSET = "utc-offset", Must, "RFC 5545" "3.3.14", ["5545-3.3.14-01"], ValidCalendarData,
        "an offset from UTC is a sign and four or six digits", "write the offset as in +0100";
    UTC_OFFSET_ZERO = "utc-offset-negative-zero", Must, "RFC 5545" "3.3.14", ["5545-3.3.14-02"], ValidCalendarData,
        "no offset from UTC is written with a plus sign", "write +0000";
    UTC_OFFSET_SECONDS = "utc-offset-seconds", Must, "RFC 5545" "3.3.14", ["5545-3.3.14-03"], ValidCalendarData,
        "an offset from UTC has no more than 59 seconds", "write the next minute";
    XML_REFERENCE = "xml-reference", Must, "RFC 9253" "7", ["5545-3.3.13-01"], ValidCalendarData,
        "an XML-REFERENCE is a URI with an XPointer", "write the URI of the document, \"#\" and the pointer";
    OTHER = "value", Must, "RFC 5545" "3.3", [], ValidCalendarData,
        "a value is of the form that its type has", "write the value in the form of its type";
}

#[cfg(test)]
mod tests {
    use crate::icalendar::tests::{diagnostics, in_component, in_event, keeps_and_breaks};

    #[test]
    fn types() {
        let rows = [
            (
                "list-separator",
                "RDATE:20270101T000000Z,20270102T000000Z",
                "RDATE:20270101T000000Z;20270102T000000Z",
            ),
            (
                "list-separator",
                "EXDATE:20270101T000000Z,20270102T000000Z",
                "EXDATE:20270101T000000Z 20270102T000000Z",
            ),
            (
                "value-type-mixed",
                "EXDATE;VALUE=DATE:20270101,20270102",
                "EXDATE;VALUE=DATE:20270101,20270101T000000Z",
            ),
            ("value-type-missing", "RECURRENCE-ID;VALUE=DATE:20270101", "RECURRENCE-ID:20270101"),
            ("value-type-missing", "ATTACH;VALUE=BINARY;ENCODING=BASE64:AAAA", "ATTACH;ENCODING=BASE64:AAAA"),
            ("binary", "X-A;VALUE=BINARY:AAAA", "X-A;VALUE=BINARY:A-_A"),
            (
                "binary",
                "ATTACH;VALUE=BINARY;ENCODING=BASE64:AAAA",
                "ATTACH;VALUE=BINARY;ENCODING=BASE64:A-_A",
            ),
            ("boolean", "X-A;VALUE=BOOLEAN:true", "X-A;VALUE=BOOLEAN:yes"),
            ("date", "EXDATE;VALUE=DATE:20240229", "EXDATE;VALUE=DATE:20230229"),
            ("date-time", "EXDATE:20240229T000000Z", "EXDATE:20230229T000000Z"),
            ("date-time", "EXDATE:20240229T000000Z", "EXDATE:20240229T240000Z"),
            ("date-time-offset", "EXDATE:20240229T000000Z", "EXDATE:20240229T000000+0100"),
            ("duration", "DURATION:PT1H", "DURATION:1H"),
            ("duration", "DURATION:P1DT", "DURATION:PT"),
            ("float", "X-A;VALUE=FLOAT:1.5,2", "X-A;VALUE=FLOAT:1e5"),
            ("integer", "PRIORITY:5", "PRIORITY:high"),
            ("integer", "X-A;VALUE=INTEGER:2147483647", "X-A;VALUE=INTEGER:2147483648"),
            (
                "period-order",
                "RDATE;VALUE=PERIOD:20270101T000000Z/20270101T000001Z",
                "RDATE;VALUE=PERIOD:20270101T000000Z/20270101T000000Z",
            ),
            (
                "period",
                "RDATE;VALUE=PERIOD:20270101T000000Z/PT1H",
                "RDATE;VALUE=PERIOD:20270101T000000Z/-PT1H",
            ),
            ("period", "RDATE;VALUE=PERIOD:20270101T000000Z/PT1H", "RDATE;VALUE=PERIOD:20270101T000000Z"),
            ("time", "X-A;VALUE=TIME:235959", "X-A;VALUE=TIME:245959"),
            ("time-offset", "X-A;VALUE=TIME:235959Z", "X-A;VALUE=TIME:235959+0100"),
            ("time-leap-second", "X-A;VALUE=TIME:235960Z", "X-A;VALUE=TIME:225960Z"),
            ("time-zone-on-utc", "X-A;VALUE=TIME:235959Z", "X-A;VALUE=TIME;TZID=A:235959Z"),
            ("uri", "URL:https://example.com", "URL:example.com"),
            ("uri", "ORGANIZER:mailto:a@example.com", "ORGANIZER:nobody"),
            ("utc-offset", "X-A;VALUE=UTC-OFFSET:+0100", "X-A;VALUE=UTC-OFFSET:0100"),
            ("utc-offset-negative-zero", "X-A;VALUE=UTC-OFFSET:+0000", "X-A;VALUE=UTC-OFFSET:-0000"),
            ("utc-offset-seconds", "X-A;VALUE=UTC-OFFSET:+010059", "X-A;VALUE=UTC-OFFSET:+010060"),
            (
                "xml-reference",
                "X-A;VALUE=XML-REFERENCE:https://example.com/a.xml#b",
                "X-A;VALUE=XML-REFERENCE:a",
            ),
        ];
        for (rule, keeps, breaks) in rows {
            keeps_and_breaks(&[(rule, &in_event(keeps), &in_event(breaks))]);
        }
        keeps_and_breaks(&[(
            "list-separator",
            &in_component("VFREEBUSY", "FREEBUSY:20270101T000000Z/PT1H,20270101T020000Z/PT1H"),
            &in_component("VFREEBUSY", "FREEBUSY:20270101T000000Z/PT1H;20270101T020000Z/PT1H"),
        )]);
    }

    #[test]
    fn harmless_departures_are_diagnostics() {
        for (line, expected) in [
            ("PRIORITY: 5", "white-space"),
            ("DURATION:PT1H30S", "duration-gap"),
            ("DURATION:P1W2D", "duration-weeks-mixed"),
            ("X-A;VALUE=BINARY:AAAA AAAA", "base-64-white-space"),
            ("X-A;VALUE=BINARY:AAA", "base-64-padding"),
            ("X-A;VALUE=BINARY:AAB=", "base-64-trailing-bits"),
            ("URL:https://example.com/a b", "uri-character"),
            ("ORGANIZER:a@example.com", "cal-address-mailto"),
            ("RRULE:FREQ=DAILY;", "recur-empty-part"),
            ("RRULE:FREQ=DAILY;COUNT=2;COUNT=2", "recur-part-twice"),
            ("RRULE:COUNT=2;FREQ=DAILY", "recur-frequency-not-first"),
        ] {
            assert_eq!(diagnostics(&in_event(line)), [expected], "{line}");
        }
    }
}
