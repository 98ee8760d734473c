//! The TZ string at the end of TZif data: the rule of the years to come.
//!
//! [RFC 8536 §3.3](https://www.rfc-editor.org/rfc/rfc8536#section-3.3); the grammar is that of POSIX (Base
//! Definitions, 8.3) with the extension of RFC 8536 §3.3.1:
//!
//! ```text
//! std offset [dst [offset] "," start ["/" time] "," end ["/" time]]
//! ```

use super::continuation::OnsetDay;
use super::transitions::LocalTimeType;

/// A TZ string, read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct TzString {
    pub(super) standard: LocalTimeType,
    pub(super) daylight: Option<Daylight>,
}

/// The part of a TZ string about daylight saving time.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(super) struct Daylight {
    pub(super) kind: LocalTimeType,
    /// When it begins, on the clock of standard time.
    pub(super) start: (OnsetDay, i32),
    /// When it ends, on its own clock.
    pub(super) end: (OnsetDay, i32),
}

impl TzString {
    /// The string; `None` when it is not one, or has daylight saving time without saying when.
    pub(super) fn read(text: &[u8]) -> Option<Self> {
        let mut rest = Rest(text);
        let standard = rest.name()?;
        let offset = rest.offset()?;
        let standard = LocalTimeType { offset, daylight: false, abbreviation: standard };
        if rest.0.is_empty() {
            return Some(Self { standard, daylight: None });
        }
        let abbreviation = rest.name()?;
        let offset = if rest.0.first() == Some(&b',') { offset + HOUR } else { rest.offset()? };
        let kind = LocalTimeType { offset, daylight: true, abbreviation };
        rest.octet(b',')?;
        let start = rest.rule()?;
        rest.octet(b',')?;
        let end = rest.rule()?;
        rest.0.is_empty().then_some(Self { standard, daylight: Some(Daylight { kind, start, end }) })
    }
}

const HOUR: i32 = 3600;

/// What is not read yet.
struct Rest<'t>(&'t [u8]);

impl Rest<'_> {
    /// Three letters or more; or letters, digits and signs between "<" and ">".
    fn name(&mut self) -> Option<Box<str>> {
        let quoted = self.octet(b'<').is_some();
        let is_part = |octet: &u8| match quoted {
            true => octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'-'),
            false => octet.is_ascii_alphabetic(),
        };
        let length = self.0.iter().take_while(|octet| is_part(octet)).count();
        let (name, rest) = self.0.split_at_checked(length).filter(|(name, _)| name.len() >= 3)?;
        self.0 = rest;
        if quoted {
            self.octet(b'>')?;
        }
        std::str::from_utf8(name).ok().map(Into::into)
    }

    /// Seconds ahead of UTC. The string counts to the west.
    fn offset(&mut self) -> Option<i32> {
        self.time(24).map(|west| -west)
    }

    /// Hours, minutes and seconds with or without a sign.
    fn time(&mut self, hours: i32) -> Option<i32> {
        let sign = if self.octet(b'-').is_some() {
            -1
        } else {
            self.octet(b'+');
            1
        };
        let mut time = self.number(hours)? * HOUR;
        for unit in [60, 1] {
            if self.octet(b':').is_none() {
                break;
            }
            time += self.number(59)? * unit;
        }
        Some(sign * time)
    }

    /// A day and the time on it, 02:00:00 where none is given.
    fn rule(&mut self) -> Option<(OnsetDay, i32)> {
        let day = if self.octet(b'J').is_some() {
            OnsetDay::Julian(u16::try_from(self.number_from(1, 365)?).ok()?)
        } else if self.octet(b'M').is_some() {
            let month = u8::try_from(self.number_from(1, 12)?).ok()?;
            self.octet(b'.')?;
            let week = i8::try_from(self.number_from(1, 5)?).ok()?;
            self.octet(b'.')?;
            let weekday = u8::try_from(self.number(6)?).ok()?;
            // The fifth is the last.
            let day = if week == 5 { -7 } else { week * 7 - 6 };
            OnsetDay::Month { month, day, weekday: Some(weekday) }
        } else {
            OnsetDay::Ordinal(u16::try_from(self.number(365)?).ok()?)
        };
        let time = if self.octet(b'/').is_some() { self.time(167)? } else { 2 * HOUR };
        Some((day, time))
    }

    fn number_from(&mut self, least: i32, greatest: i32) -> Option<i32> {
        self.number(greatest).filter(|number| *number >= least)
    }

    /// One digit or more.
    fn number(&mut self, greatest: i32) -> Option<i32> {
        let mut number = None;
        while let [digit @ b'0'..=b'9', rest @ ..] = self.0 {
            let next = number.unwrap_or(0) * 10 + i32::from(digit - b'0');
            if next > greatest {
                return None;
            }
            number = Some(next);
            self.0 = rest;
        }
        number
    }

    fn octet(&mut self, octet: u8) -> Option<()> {
        self.0 = self.0.strip_prefix(&[octet])?;
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const fn nth(month: u8, day: i8, weekday: u8) -> OnsetDay {
        OnsetDay::Month { month, day, weekday: Some(weekday) }
    }

    #[test]
    fn strings_are_read() {
        for (text, standard, daylight) in [
            ("UTC0", ("UTC", 0), None),
            ("<+0545>-5:45", ("+0545", 20_700), None),
            (
                "CET-1CEST,M3.5.0,M10.5.0/3",
                ("CET", 3600),
                Some(("CEST", 7200, (nth(3, -7, 0), 7200), (nth(10, -7, 0), 10_800))),
            ),
            (
                // RFC 8536 §3.3.1
                "<-03>3<-02>,M3.5.0/-2,M10.5.0/-1",
                ("-03", -10_800),
                Some(("-02", -7200, (nth(3, -7, 0), -7200), (nth(10, -7, 0), -3600))),
            ),
            (
                "EST5EDT,0/0,J365/25",
                ("EST", -18_000),
                Some(("EDT", -14_400, (OnsetDay::Ordinal(0), 0), (OnsetDay::Julian(365), 90_000))),
            ),
            (
                "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0/167:59:59",
                ("+1030", 37_800),
                Some(("+11", 39_600, (nth(10, 1, 0), 7200), (nth(4, 1, 0), 604_799))),
            ),
        ] {
            let read = TzString::read(text.as_bytes()).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((&*read.standard.abbreviation, read.standard.offset), standard, "{text}");
            let found = read.daylight.as_ref().map(|daylight| {
                (&*daylight.kind.abbreviation, daylight.kind.offset, daylight.start, daylight.end)
            });
            assert_eq!(found, daylight, "{text}");
        }
    }

    #[test]
    fn others_are_refused() {
        for text in [
            "",
            "CE-1",
            "CET",
            "CET-",
            "CET-25",
            "CET-1:60",
            "CET-1CEST",
            "CET-1CEST,M3.5.0",
            "CET-1CEST,M13.5.0,M10.5.0",
            "CET-1CEST,M3.6.0,M10.5.0",
            "CET-1CEST,M3.0.0,M10.5.0",
            "CET-1CEST,M3.5.7,M10.5.0",
            "CET-1CEST,J0,J365",
            "CET-1CEST,J1,J366",
            "CET-1CEST,366,0",
            "CET-1CEST,M3.5.0/168,M10.5.0",
            "CET-1CEST,M3.5.0,M10.5.0x",
            "<CET-1",
            "CET-99999999999999999999",
            "<+01-1",
            ":Europe/Berlin",
        ] {
            assert_eq!(TzString::read(text.as_bytes()), None, "{text}");
        }
    }
}
