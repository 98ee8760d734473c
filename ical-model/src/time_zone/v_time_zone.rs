//! A VTIMEZONE compiled.
//!
//! [RFC 5545 §3.6.5](https://www.rfc-editor.org/rfc/rfc5545#section-3.6.5)
//!
//! The offset at a moment is that of the observance with the last onset at or before it. Onsets are local times
//! of TZOFFSETFROM, whatever clocks show then, so there are no gaps among them. Where onsets fall on the same
//! moment, that of the later observance in the document holds. Before the first onset its TZOFFSETFROM holds.

use super::Zone;
use super::civil_day::{day_of, year_and_day_of};
use super::continuation::Continuation;
use super::error::{ZoneError, ZoneErrorKind};
use super::observance::{LocalTimeTypes, Observance, OnsetList};
use super::transitions::{LocalTimeType, Transitions};
use crate::component::Component;
use crate::property::{TzId, TzUntil};
use crate::recurrence::Budget;
use crate::{ComponentName, Position, PropertyName};

/// Compiles a VTIMEZONE.
pub(super) fn compile(component: Component<'_>, budget: &mut Budget) -> Result<Zone, ZoneError> {
    let tzid = component.property::<TzId>().ok().flatten().map(|tzid| tzid.value).unwrap_or_default();
    compile_observances(component, &tzid, budget)
        .map_err(|(kind, position)| ZoneError::new(kind, &tzid, Some(position)))
}

fn compile_observances(
    component: Component<'_>,
    tzid: &str,
    budget: &mut Budget,
) -> Result<Zone, (ZoneErrorKind, Position)> {
    let mut kinds = LocalTimeTypes::default();
    let mut observances = vec![];
    for (order, child) in component.components().filter(is_observance).enumerate() {
        let order = u32::try_from(order).unwrap_or(u32::MAX);
        observances.push((child, Observance::read(child, order, &mut kinds)?));
    }

    let mut onsets = OnsetList::default();
    let mut endless = vec![];
    for (child, observance) in &observances {
        let fail = |kind| (kind, child.position());
        observance.add_dates(&mut onsets).map_err(fail)?;
        for rule in &observance.rules {
            match rule.endless() {
                Some(onset) if endless.len() < ENDLESS => endless.push((rule, onset, observance)),
                _ => rule.add(observance, i64::MAX, &mut onsets, budget).map_err(fail)?,
            }
        }
    }

    // Behind the last of all others there are only the endless rules: two years on they are alone for sure.
    let last = endless.iter().map(|(.., observance)| observance.last_exception()).max();
    let last = last.into_iter().chain(onsets.last()).max().unwrap_or_default();
    let (year, _) = year_and_day_of(last.div_euclid(86_400));
    let after = day_of(year + 2, 1, 1) * 86_400;
    for (rule, _, observance) in &endless {
        rule.add(observance, after, &mut onsets, budget).map_err(|kind| (kind, component.position()))?;
    }

    let onsets = onsets.into_sorted();
    let first = onsets.first().ok_or_else(|| (ZoneErrorKind::MissingObservance, component.position()))?;
    let offset = first.offset_before;
    let first = kinds
        .number(LocalTimeType { offset, daylight: false, abbreviation: proleptic_name(component) })
        .map_err(|kind| (kind, component.position()))?;

    let mut table: Vec<(i64, u16)> = vec![];
    for onset in onsets {
        match table.last_mut() {
            Some((at, kind)) if *at == onset.at => *kind = onset.kind,
            _ => table.push((onset.at, onset.kind)),
        }
    }
    // What changes nothing is no transition.
    let mut before = first;
    table.retain(|(_, kind)| core::mem::replace(&mut before, *kind) != *kind);

    let rules: Vec<_> = endless.into_iter().map(|(_, onset, _)| onset).collect();
    let changes = rules.iter().any(|onset| onset.kind != before);
    let continuation = changes.then_some(Continuation { after, onsets: rules });
    let transitions = Transitions::new(tzid, kinds.into_list(), first, table, continuation)
        .map_err(|fault| (fault.into(), component.position()))?;
    let known_until = component.property::<TzUntil>().ok().flatten().map(|until| until.value.instant());
    Ok(Zone::from(transitions.with_known_until(known_until)))
}

/// How many rules may go on for ever side by side; more are told out to the last year. People have had two.
const ENDLESS: usize = 16;

fn is_observance(component: &Component<'_>) -> bool {
    component.is(&ComponentName::Standard) || component.is(&ComponentName::Daylight)
}

/// What libical says that clocks showed before the first onset.
fn proleptic_name(component: Component<'_>) -> Box<str> {
    let name = component.properties_named(&PropertyName::from("X-PROLEPTIC-TZNAME")).next();
    name.and_then(|name| name.value().ok()).unwrap_or_default().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::CalendarStream;
    use crate::time_zone::Instant;

    fn compiled(lines: &str) -> Result<Zone, ZoneError> {
        let text = format!("BEGIN:VTIMEZONE\r\nTZID:Own\r\n{}END:VTIMEZONE\r\n", lines.replace('\n', "\r\n"));
        let stream = CalendarStream::parse(&text).unwrap();
        compile(stream.components().next().unwrap(), &mut Budget::default())
    }

    /// An observance of these lines with these offsets.
    fn observance(name: &str, from: &str, to: &str, lines: &str) -> String {
        format!("BEGIN:{name}\n{lines}\nTZOFFSETFROM:{from}\nTZOFFSETTO:{to}\nEND:{name}\n")
    }

    fn offset(zone: &Zone, time: &str) -> i32 {
        let time = chrono::NaiveDateTime::parse_from_str(time, "%Y%m%dT%H%M%SZ").unwrap();
        zone.offset_at(time.and_utc()).seconds() / 60
    }

    #[test]
    fn observances() {
        let standard = |lines: &str| observance("STANDARD", "+0200", "+0100", lines);
        let daylight = |lines: &str| observance("DAYLIGHT", "+0100", "+0200", lines);
        let berlin = daylight("DTSTART:19810329T020000\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU")
            + &standard("DTSTART:19961027T030000\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU");
        for (section, lines, rows) in [
            (
                "§3.6.5 for ever, the first offset before",
                berlin.clone(),
                &[
                    ("18000101T000000Z", 60),
                    ("19810329T005959Z", 60),
                    ("19810329T010000Z", 120),
                    ("99990701T000000Z", 120),
                    ("99991101T000000Z", 60),
                ][..],
            ),
            (
                "§3.6.5 UNTIL in UTC is the last onset",
                daylight(
                    "DTSTART:20000326T020000\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20010325T010000Z",
                ) + &standard(
                    "DTSTART:20001029T030000\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20001029T010000Z",
                ),
                &[
                    ("20000701T000000Z", 120),
                    ("20001201T000000Z", 60),
                    ("20010701T000000Z", 120),
                    ("20500101T000000Z", 120),
                ],
            ),
            (
                "§3.6.5 UNTIL before the last onset in UTC",
                daylight(
                    "DTSTART:20000326T020000\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20010325T005959Z",
                ) + &standard("DTSTART:20001029T030000"),
                &[("20000701T000000Z", 120), ("20010701T000000Z", 60)],
            ),
            (
                "a local UNTIL, and a day",
                daylight(
                    "DTSTART:20000326T020000\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU;UNTIL=20010325T020000",
                ) + &standard(
                    "DTSTART:20001029T030000\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU;UNTIL=20011028",
                ),
                &[("20010701T000000Z", 120), ("20011201T000000Z", 60), ("20020701T000000Z", 60)],
            ),
            (
                "op-06 EXDATE",
                daylight(
                    "DTSTART:20000326T020000\nRDATE:20010325T020000,20020331T020000\nEXDATE:20010325T020000",
                ) + &standard("DTSTART:20001029T030000"),
                &[("20000701T000000Z", 120), ("20010701T000000Z", 60), ("20020701T000000Z", 120)],
            ),
            (
                "EXDATE out of a rule for ever",
                daylight(
                    "DTSTART:20000326T020000\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\nEXDATE:20500327T020000",
                ) + &standard("DTSTART:20001029T030000\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"),
                &[("20490701T000000Z", 120), ("20500701T000000Z", 60), ("20510701T000000Z", 120)],
            ),
            (
                "an onset by its own TZOFFSETFROM, which does not fit",
                standard("DTSTART:20000101T000000")
                    + &observance("STANDARD", "-0500", "-0600", "DTSTART:20010101T000000"),
                &[("20010101T045959Z", 60), ("20010101T050000Z", -360)],
            ),
            (
                "onsets of one moment: the later in the document",
                standard("DTSTART:20000101T000000")
                    + &observance("DAYLIGHT", "+0200", "+0300", "DTSTART:20000101T000000"),
                &[("19991231T215959Z", 120), ("19991231T220000Z", 180)],
            ),
            (
                "any order in the document",
                standard("DTSTART:20010101T000000")
                    + &observance("STANDARD", "+0300", "+0200", "DTSTART:20000101T000000"),
                &[("19990101T000000Z", 180), ("20000601T000000Z", 120), ("20010601T000000Z", 60)],
            ),
            (
                "a rule that is not every year, for ever",
                daylight("DTSTART:20000229T020000\nRRULE:FREQ=YEARLY")
                    + &standard("DTSTART:20001029T030000\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU"),
                &[
                    ("20000701T000000Z", 120),
                    ("20010701T000000Z", 60),
                    ("96000701T000000Z", 120),
                    ("97000701T000000Z", 60),
                ],
            ),
            (
                "rules for ever of other frequencies",
                daylight("DTSTART:20000301T020000\nRRULE:FREQ=MONTHLY;BYMONTH=3;BYDAY=-1SU")
                    + &standard("DTSTART:20001029T030000\nRRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=SU;BYSETPOS=-1"),
                &[("20270701T000000Z", 120), ("20271201T000000Z", 60), ("99980701T000000Z", 120)],
            ),
            (
                "UTC where a local time should be",
                standard("DTSTART:20000101T000000Z"),
                &[("19991231T235959Z", 120), ("20000101T000000Z", 60)],
            ),
        ] {
            let zone = compiled(&lines).unwrap_or_else(|error| panic!("{section}: {error}"));
            for (time, expected) in rows {
                assert_eq!(offset(&zone, time), *expected, "{section}: {time}\n{lines}");
            }
        }
        let zone = compiled(&format!("TZUNTIL:20300101T000000Z\n{berlin}")).unwrap();
        assert_eq!(zone.known_until().map(|until| until.timestamp()), Some(1_893_456_000), "RFC 7808 §7.1");
    }

    #[test]
    fn what_gives_no_zone() {
        let with = |lines: &str| observance("STANDARD", "+0200", "+0100", lines);
        let name = |name: PropertyName<'static>| ZoneErrorKind::MissingProperty { name };
        for (section, lines, expected) in [
            ("§3.6.5 an observance", String::new(), ZoneErrorKind::MissingObservance),
            ("§3.6.5 DTSTART", with("COMMENT:x"), name(PropertyName::DtStart)),
            (
                "§3.6.5 TZOFFSETFROM",
                "BEGIN:STANDARD\nDTSTART:20000101T000000\nTZOFFSETTO:+0100\nEND:STANDARD\n".into(),
                name(PropertyName::TzOffsetFrom),
            ),
            (
                "§3.6.5 TZOFFSETTO",
                "BEGIN:STANDARD\nDTSTART:20000101T000000\nTZOFFSETFROM:+0100\nEND:STANDARD\n".into(),
                name(PropertyName::TzOffsetTo),
            ),
            (
                "all onsets are taken out",
                with("DTSTART:20000101T000000\nEXDATE:20000101T000000"),
                ZoneErrorKind::MissingObservance,
            ),
            (
                "too many",
                with("DTSTART:20000101T000000\nRRULE:FREQ=HOURLY"),
                ZoneErrorKind::TooManyOnsets { maximum: Zone::ONSET_LIMIT },
            ),
            (
                "too close",
                with("DTSTART:20000101T000000\nRRULE:FREQ=SECONDLY;COUNT=99")
                    + &observance(
                        "DAYLIGHT",
                        "+0200",
                        "+0300",
                        "DTSTART:20000101T000000\nRRULE:FREQ=SECONDLY;COUNT=99;INTERVAL=2",
                    ),
                ZoneErrorKind::OnsetsTooClose,
            ),
        ] {
            let error = compiled(&lines).map(drop).unwrap_err();
            assert_eq!(error.kind(), &expected, "{section}: {error}");
            assert!(error.position().is_some_and(|position| position.line >= 1), "{section}: {error}");
            assert_eq!(error.tzid(), "Own");
        }
        let error = compiled(&with("DTSTART:2000-01-01")).map(drop);
        assert!(error.is_err_and(|error| error.kind().name() == "property" && error.to_string().contains("line 4")));
        let error = compiled(&with("DTSTART:20000101T000000\nRRULE:FREQ=YEARLY;BYDAY=XX")).map(drop);
        assert!(error.is_err_and(|error| error.kind().name() == "property"));
    }

    #[test]
    fn hostile_ones_end() {
        // Thousands of observances, each for ever.
        let mut lines = String::new();
        for minute in 0..3000 {
            let (hour, minute) = (minute / 60 % 24, minute % 60);
            lines += &observance(
                "STANDARD",
                "+0200",
                "+0100",
                &format!("DTSTART:20000101T{hour:02}{minute:02}00\nRRULE:FREQ=YEARLY"),
            );
        }
        let error = compiled(&lines).map(drop).unwrap_err();
        assert_eq!(error.kind().name(), "too-many-onsets");
        // A rule that looks at each second of a life for nothing.
        let never = "DTSTART:20000101T000000\nRRULE:FREQ=SECONDLY;BYMONTH=2;BYMONTHDAY=30";
        let never =
            format!("BEGIN:VTIMEZONE\n{}END:VTIMEZONE\n", observance("STANDARD", "+0200", "+0100", never));
        let stream = CalendarStream::parse(&never).unwrap();
        let mut budget = Budget::new(20, 0);
        let error = compile(stream.components().next().unwrap(), &mut budget).map(drop).unwrap_err();
        assert_eq!(error.kind().name(), "budget", "{error}");
        // 100,000 dates.
        let dates: Vec<_> = (0..100_001)
            .map(|day| {
                let date = Instant(day * 3 * 86_400).utc().unwrap();
                date.format("%Y%m%dT%H%M%S").to_string()
            })
            .collect();
        let dates =
            dates.chunks(1000).map(|dates| format!("\nRDATE:{}", dates.join(","))).collect::<String>();
        let error =
            compiled(&observance("STANDARD", "+0200", "+0100", &format!("DTSTART:19690101T000000{dates}")))
                .map(drop);
        assert_eq!(error.unwrap_err().kind().name(), "too-many-onsets");
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(64))]
        #[test]
        fn no_rule_panics(
            recur in proptest::prelude::any::<crate::value::Recur>(),
            year in 0..10_000_u16,
            offset in proptest::prelude::any::<crate::value::UtcOffset>(),
        ) {
            let offset = offset.to_string();
            let start = format!("DTSTART:{year:04}0228T235959\nRRULE:{recur}");
            if let Ok(zone) = compiled(&observance("DAYLIGHT", &offset, "+0300", &start)) {
                for second in [i64::MIN, -62_167_219_200, 0, 4_102_444_800, 253_402_300_799, i64::MAX] {
                    let mut cursor = zone.cursor();
                    let _ = (cursor.wall(Instant(second)), cursor.instant(crate::time_zone::Wall(second)));
                }
            }
        }
    }
}
