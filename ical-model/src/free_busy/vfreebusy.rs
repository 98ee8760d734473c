//! VFREEBUSY: busy time that was published is read, and busy time is written.
//!
//! [RFC 5545 §3.6.4](https://www.rfc-editor.org/rfc/rfc5545#section-3.6.4),
//! [RFC 4791 §7.10](https://www.rfc-editor.org/rfc/rfc4791#section-7.10)

use std::ops::Range;

use chrono::{DateTime, Utc};

use super::FreeBusyError;
use super::busy_time::BusyTime;
use crate::Calendar;
use crate::component::Component;
use crate::component_name::ComponentName;
use crate::edit::ComponentMut;
use crate::error::EditError;
use crate::parameter::FbType;
use crate::property::{DtEnd, DtStamp, DtStart, FreeBusy, Uid, UtcPeriods};
use crate::recurrence::Budget;
use crate::time_zone::Instant;
use crate::value::{self, Period, PeriodEnd};

impl BusyTime {
    /// Adds the busy periods of a VFREEBUSY; those of FBTYPE=FREE take up nothing. Its DTSTART, DTEND and DURATION
    /// say nothing of them.
    ///
    /// # Errors
    ///
    /// A FREEBUSY cannot be read, or the budget is used up; a period is a step. What stood before is added.
    pub fn add_free_busy(
        &mut self,
        component: Component<'_>,
        budget: &mut Budget,
    ) -> Result<(), FreeBusyError> {
        for property in component.properties_of::<FreeBusy>() {
            let property = property?;
            let kind = property.effective_fb_type();
            for period in &property.value {
                budget.step(|| Some(period.start().local()))?;
                self.take(span(period), &kind);
            }
        }
        Ok(())
    }

    /// A calendar with one VFREEBUSY that says what is taken up, without METHOD: the answer to a CalDAV
    /// free-busy-query (RFC 4791 §7.10).
    ///
    /// # Errors
    ///
    /// The UID has a control character, or the calendar would pass the limits of
    /// [`ParseLimits`](crate::ParseLimits).
    ///
    /// ```
    /// use ical_model::free_busy::{BusyPeriod, BusyTime};
    /// use ical_model::parameter::FbType;
    /// use ical_model::property::{DtStamp, Uid};
    /// use ical_model::time_zone::Zone;
    ///
    /// let range = "2006-01-04T14:00:00Z".parse()?.."2006-01-05T22:00:00Z".parse()?;
    /// let mut busy = BusyTime::new(range, &Zone::utc());
    /// busy.add(&BusyPeriod {
    ///     start: "2006-01-04T19:00:00Z".parse()?,
    ///     end: "2006-01-04T20:00:00Z".parse()?,
    ///     kind: FbType::Busy,
    /// });
    /// let stamp = DtStamp::utc("20050125T090000Z".parse()?)?;
    /// let calendar = busy.to_calendar("-//Example Corp.//CalDAV Server//EN", &Uid::from("1@example.com"), &stamp)?;
    /// assert!(String::from_utf8(calendar.to_bytes().into_owned())?.contains(
    ///     "DTSTART:20060104T140000Z\r\nDTEND:20060105T220000Z\r\n\
    ///      FREEBUSY:20060104T190000Z/20060104T200000Z\r\nEND:VFREEBUSY\r\n",
    /// ));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn to_calendar(
        &self,
        product_id: &str,
        uid: &Uid,
        stamp: &DtStamp,
    ) -> Result<Calendar<'static>, EditError> {
        let mut calendar = Calendar::new(product_id);
        let mut component = calendar.add_component(&ComponentName::VFreeBusy)?;
        component.set(uid)?;
        component.set(stamp)?;
        self.write_to(&mut component)?;
        Ok(calendar)
    }

    /// Sets DTSTART, DTEND and FREEBUSY of a VFREEBUSY to the range and what is taken up of it, a FREEBUSY for each
    /// type (and more of them where there are many periods). Whatever else the component says stays: ATTENDEE and ORGANIZER of a reply, for example.
    ///
    /// # Errors
    ///
    /// There are several lines of DTSTART or DTEND, or the limits of [`ParseLimits`](crate::ParseLimits) would be
    /// passed.
    pub fn write_to(&self, component: &mut ComponentMut<'_, '_>) -> Result<(), EditError> {
        let range = self.range();
        if let Some(time) = date_time(range.start) {
            component.set(&DtStart::from(time))?;
        }
        if let Some(time) = date_time(range.end) {
            component.set(&DtEnd::from(time))?;
        }
        let mut lines = Vec::new();
        for (kind, spans) in self.strongest().iter() {
            let fb_type = (kind != FbType::default()).then_some(kind);
            let periods: Vec<Period> = spans.iter().filter_map(|span| period(&span)).collect();
            for line in periods.chunks(PERIODS_A_LINE) {
                // They are in UTC, and there is one at the least.
                if let Ok(value) = UtcPeriods::new(line.iter().cloned()) {
                    lines.push(FreeBusy { value, fb_type: fb_type.clone() });
                }
            }
        }
        // The earliest first (§3.8.2.6).
        lines.sort_by_key(|line| line.value.first().map(|period| period.start().local()));
        component.set_all(&lines)
    }
}

/// How many periods stand in one FREEBUSY: readers have bounds on lines and lists.
const PERIODS_A_LINE: usize = 256;

/// The seconds of a period in UTC, whose days all have 24 hours.
fn span(period: &Period) -> Range<Instant> {
    let start = Instant::from(period.start().local().and_utc());
    let end = match period.end() {
        PeriodEnd::DateTime(end) => Instant::from(end.local().and_utc()),
        PeriodEnd::Duration(duration) => {
            let days = i64::from(duration.nominal_days()).saturating_mul(86_400);
            Instant(start.0.saturating_add(days).saturating_add(duration.exact().num_seconds()))
        }
    };
    start..end
}

/// The period of a span; those of a range are within the years that can be written.
fn period(span: &Range<Instant>) -> Option<Period> {
    let [start, end] = [span.start, span.end].map(|end| end.utc().and_then(date_time));
    Period::new(start?, end?).ok()
}

fn date_time(time: DateTime<Utc>) -> Option<value::DateTime> {
    value::DateTime::try_from(time).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ParseOptions;
    use crate::time_zone::Zone;

    fn year(year: &str) -> BusyTime {
        let [start, end] =
            ["01-01T00:00:00Z", "12-31T23:59:59Z"].map(|day| format!("{year}-{day}").parse().unwrap());
        BusyTime::new(start..end, &Zone::utc())
    }

    fn told(busy: &BusyTime) -> Vec<String> {
        let told = |time: DateTime<Utc>| time.format("%m%dT%H%M").to_string();
        busy.periods()
            .map(|period| format!("{} {} {}", told(period.start), told(period.end), period.kind))
            .collect()
    }

    #[test]
    fn published_busy_time_is_read() {
        for (section, lines, expected) in [
            (
                "5545 §3.6.4 reply",
                "FREEBUSY:19971015T050000Z/PT8H30M,\r\n 19971015T160000Z/PT5H30M,19971015T223000Z/PT6H30M",
                vec!["1015T0500 1015T1330 BUSY", "1015T1600 1015T2130 BUSY", "1015T2230 1016T0500 BUSY"],
            ),
            (
                "5545 §3.6.4 an explicit end",
                "DTSTART:19980313T141711Z\r\nFREEBUSY:19970314T233000Z/19970315T003000Z",
                vec!["0314T2330 0315T0030 BUSY"],
            ),
            ("5545 §3.2.9 free", "FREEBUSY;FBTYPE=FREE:19970308T160000Z/PT3H", vec![]),
            (
                "5545 §3.2.9 unknown",
                "FREEBUSY;FBTYPE=X-AWAY:19970308T160000Z/PT3H",
                vec!["0308T1600 0308T1900 BUSY"],
            ),
            (
                "5545 §3.8.2.6 days in UTC",
                "FREEBUSY;FBTYPE=BUSY-UNAVAILABLE:19970308T160000Z/P1DT1H",
                vec!["0308T1600 0309T1700 BUSY-UNAVAILABLE"],
            ),
            ("4791 §9.9 DURATION is ignored", "DTSTART:19970308T160000Z\r\nDURATION:PT1H", vec![]),
            ("5545 §3.3.9 no time", "FREEBUSY:19970308T160000Z/-PT3H,19970308T160000Z/PT0S", vec![]),
        ] {
            let text = format!(
                "BEGIN:VCALENDAR\r\nBEGIN:VFREEBUSY\r\n{lines}\r\nEND:VFREEBUSY\r\nEND:VCALENDAR\r\n"
            );
            let calendar = Calendar::parse(&text).unwrap();
            let mut busy = year("1997");
            busy.add_free_busy(calendar.components().next().unwrap(), &mut Budget::default()).unwrap();
            assert_eq!(told(&busy), expected, "{section}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_an_error() {
        for line in ["FREEBUSY:19970308T160000/PT3H", "FREEBUSY:today"] {
            let text =
                format!("BEGIN:VCALENDAR\r\nBEGIN:VFREEBUSY\r\n{line}\r\nEND:VFREEBUSY\r\nEND:VCALENDAR\r\n");
            let calendar = Calendar::parse(&text).unwrap();
            let component = calendar.components().next().unwrap();
            assert!(year("1997").add_free_busy(component, &mut Budget::default()).is_err(), "{line}");
        }
    }

    #[test]
    fn a_period_is_a_step() {
        let calendar = Calendar::parse(
            "BEGIN:VCALENDAR\r\nBEGIN:VFREEBUSY\r\nFREEBUSY:19970308T160000Z/PT3H,19970309T160000Z/PT3H\r\n\
             END:VFREEBUSY\r\nEND:VCALENDAR\r\n",
        )
        .unwrap();
        let component = calendar.components().next().unwrap();
        assert!(year("1997").add_free_busy(component, &mut Budget::new(2, 0)).is_ok());
        assert!(year("1997").add_free_busy(component, &mut Budget::new(1, 0)).is_err());
    }

    #[test]
    fn what_is_written_reads_as_the_same() {
        let mut busy = year("2027");
        for (start, hours, kind) in
            [(4, 3, FbType::BusyTentative), (5, 9, FbType::Busy), (200, 1, FbType::BusyTentative)]
        {
            let start = busy.range().start + chrono::TimeDelta::hours(start);
            let end = start + chrono::TimeDelta::hours(hours);
            busy.add(&super::super::BusyPeriod { start, end, kind });
        }
        let stamp = DtStamp::utc("20270101T000000Z".parse().unwrap()).unwrap();
        let written = busy.to_calendar("-//Example Corp.//Example//EN", &Uid::from("1"), &stamp).unwrap();
        let bytes = written.to_bytes();
        let read = Calendar::parse_with(&bytes, &ParseOptions::strict()).unwrap();
        let components: Vec<_> = read.components().collect();
        let [component] = components.as_slice() else { panic!("expected one VFREEBUSY") };
        let types: Vec<_> =
            component.properties_of::<FreeBusy>().map(|line| line.unwrap().effective_fb_type()).collect();
        assert_eq!(types, [FbType::BusyTentative, FbType::Busy], "one for each type, the earliest first");
        let mut again = year("2027");
        again.add_free_busy(*component, &mut Budget::default()).unwrap();
        assert_eq!(told(&again), told(&busy));
        assert_eq!(
            told(&busy),
            [
                "0101T0400 0101T0500 BUSY-TENTATIVE",
                "0101T0500 0101T1400 BUSY",
                "0109T0800 0109T0900 BUSY-TENTATIVE"
            ]
        );
    }

    #[test]
    fn a_free_range_has_no_free_busy() {
        let stamp = DtStamp::utc("20270101T000000Z".parse().unwrap()).unwrap();
        let calendar =
            year("2027").to_calendar("-//Example Corp.//Example//EN", &Uid::from("1"), &stamp).unwrap();
        assert!(!String::from_utf8_lossy(&calendar.to_bytes()).contains("FREEBUSY:"), "4791 §7.10");
        assert!(year("2027").to_calendar("-//Example//EN", &Uid::from("\u{7}"), &stamp).is_err());
    }

    #[test]
    fn long_lists_are_cut() {
        let mut busy = year("2027");
        for hour in 0..600 {
            let start = busy.range().start + chrono::TimeDelta::hours(2 * hour);
            let end = start + chrono::TimeDelta::hours(1);
            busy.add(&super::super::BusyPeriod { start, end, kind: FbType::Busy });
        }
        let stamp = DtStamp::utc("20270101T000000Z".parse().unwrap()).unwrap();
        let written = busy.to_calendar("-//Example Corp.//Example//EN", &Uid::from("1"), &stamp).unwrap();
        let lengths: Vec<_> = written
            .components()
            .flat_map(|component| component.properties_of::<FreeBusy>())
            .map(|line| line.unwrap().value.len())
            .collect();
        assert_eq!(lengths, [256, 256, 88]);
    }
}
