//! Time zones in TZif form, as the IANA data comes.
//!
//! [RFC 8536](https://www.rfc-editor.org/rfc/rfc8536)

use core::fmt;
use std::error::Error;

use super::continuation::{Continuation, YearlyOnset};
use super::transitions::{LocalTimeType, Transitions, TransitionsFault};
use super::tz_string::TzString;

/// Reads TZif data of any version.
pub(super) fn read(name: &str, data: &[u8]) -> Result<Transitions, TzifError> {
    let mut rest = data;
    let mut header = Header::take(&mut rest)?;
    let mut width = 4;
    if header.version != 0 {
        take(&mut rest, header.block_length(4)?)?;
        header = Header::take(&mut rest)?;
        width = 8;
    }
    let mut block = take(&mut rest, header.block_length(width)?)?;
    let footer = if width == 8 { footer(rest)? } else { &[] };
    if header.leaps != 0 {
        return Err(TzifError::LeapSeconds);
    }

    let starts = take(&mut block, header.times * width)?;
    let after = take(&mut block, header.times)?;
    let types = take(&mut block, header.types * TYPE_LENGTH)?;
    let designations = take(&mut block, header.characters)?;
    let mut kinds = Vec::with_capacity(header.types + 2);
    for record in types.chunks_exact(TYPE_LENGTH) {
        kinds.push(local_time_type(record, designations)?);
    }
    let table: Vec<(i64, u16)> =
        starts.chunks_exact(width).map(signed).zip(after.iter().map(|kind| u16::from(*kind))).collect();
    let continuation = continuation(footer, &table, &mut kinds)?;
    // A footer without transitions before it holds for all time, else the first type does (§3.2).
    Transitions::new(name, kinds, 0, table, continuation).map_err(TzifError::from)
}

/// Why TZif data could not be read ([RFC 8536](https://www.rfc-editor.org/rfc/rfc8536)).
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum TzifError {
    /// It does not begin with "TZif" (§3.1).
    Magic,
    /// It ends too early, or its counts do not fit its length (§3.1).
    Length,
    /// A local time type is not whole: an offset of a day or more, a designation without end, or a transition
    /// to a type that is not there (§3.2).
    LocalTimeType,
    /// Transitions are not in ascending order (§3.2).
    Order,
    /// Too many transitions within a short time for clocks that people live by.
    Density,
    /// The footer is no TZ string between new lines (§3.3).
    Footer,
    /// It counts leap seconds, which calendars do not.
    LeapSeconds,
}

impl fmt::Display for TzifError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Magic => "expected data that begin with \"TZif\", found others",
            Self::Length => "expected as many octets as the header counts, found fewer",
            Self::LocalTimeType => {
                "expected local time types with offsets below 24 hours and designations, found others"
            }
            Self::Order => "expected transitions in ascending order, found others",
            Self::Density => "expected transitions that lie apart, found too many within a day",
            Self::Footer => "expected a TZ string between new lines, found something else",
            Self::LeapSeconds => "expected data without leap seconds, found some",
        })
    }
}

impl Error for TzifError {}

impl From<TransitionsFault> for TzifError {
    fn from(fault: TransitionsFault) -> Self {
        match fault {
            TransitionsFault::Kinds => Self::LocalTimeType,
            TransitionsFault::Order => Self::Order,
            TransitionsFault::Density => Self::Density,
        }
    }
}

/// The header before each data block (§3.1).
struct Header {
    version: u8,
    ut_indicators: usize,
    wall_indicators: usize,
    leaps: usize,
    times: usize,
    types: usize,
    characters: usize,
}

impl Header {
    fn take(rest: &mut &[u8]) -> Result<Self, TzifError> {
        if !rest.starts_with(b"TZif") {
            return Err(TzifError::Magic);
        }
        let header = take(rest, 44)?;
        let version = header.get(4).copied().unwrap_or_default();
        let mut counts = header.get(20..).unwrap_or_default().chunks_exact(4).map(signed);
        let mut count = || usize::try_from(counts.next().unwrap_or_default()).map_err(|_| TzifError::Length);
        Ok(Self {
            version,
            ut_indicators: count()?,
            wall_indicators: count()?,
            leaps: count()?,
            times: count()?,
            types: count()?,
            characters: count()?,
        })
    }

    /// How long the block after it is, with times of this many octets.
    fn block_length(&self, width: usize) -> Result<usize, TzifError> {
        let parts = [
            (self.times, width + 1),
            (self.types, TYPE_LENGTH),
            (self.characters, 1),
            (self.leaps, width + 4),
            (self.wall_indicators, 1),
            (self.ut_indicators, 1),
        ];
        parts
            .into_iter()
            .try_fold(0usize, |length, (count, size)| length.checked_add(count.checked_mul(size)?))
            .ok_or(TzifError::Length)
    }
}

const TYPE_LENGTH: usize = 6;

fn take<'d>(rest: &mut &'d [u8], length: usize) -> Result<&'d [u8], TzifError> {
    let (taken, left) = rest.split_at_checked(length).ok_or(TzifError::Length)?;
    *rest = left;
    Ok(taken)
}

/// A number of at most eight octets, the greatest first, in two's complement.
fn signed(octets: &[u8]) -> i64 {
    let sign = if octets.first().is_some_and(|first| *first >= 0x80) { -1 } else { 0 };
    octets.iter().fold(sign, |number, octet| number << 8 | i64::from(*octet))
}

fn local_time_type(record: &[u8], designations: &[u8]) -> Result<LocalTimeType, TzifError> {
    let [o1, o2, o3, o4, daylight, designation] = *record else { return Err(TzifError::LocalTimeType) };
    let offset = i32::from_be_bytes([o1, o2, o3, o4]);
    let designation = designations.get(usize::from(designation)..).unwrap_or_default();
    let length = designation.iter().position(|octet| *octet == 0).ok_or(TzifError::LocalTimeType)?;
    let abbreviation = designation.get(..length).and_then(|name| std::str::from_utf8(name).ok());
    if offset.unsigned_abs() >= 86_400 {
        return Err(TzifError::LocalTimeType);
    }
    let abbreviation = abbreviation.ok_or(TzifError::LocalTimeType)?.into();
    Ok(LocalTimeType { offset, daylight: daylight != 0, abbreviation })
}

/// The TZ string between its new lines.
fn footer(rest: &[u8]) -> Result<&[u8], TzifError> {
    let rest = rest.strip_prefix(b"\n").ok_or(TzifError::Footer)?;
    let end = memchr::memchr(b'\n', rest).ok_or(TzifError::Footer)?;
    Ok(rest.get(..end).unwrap_or_default())
}

/// The rule of a footer; its local time types join the others.
fn continuation(
    footer: &[u8],
    table: &[(i64, u16)],
    kinds: &mut Vec<LocalTimeType>,
) -> Result<Option<Continuation>, TzifError> {
    if footer.is_empty() {
        return Ok(None);
    }
    let TzString { standard, daylight } = TzString::read(footer).ok_or(TzifError::Footer)?;
    let offsets = [standard.offset, daylight.as_ref().map_or(0, |daylight| daylight.kind.offset)];
    if offsets.iter().any(|offset| offset.unsigned_abs() >= 86_400) {
        return Err(TzifError::Footer);
    }
    let Some(daylight) = daylight else {
        // The last transition leads to it, if there is one; the first type is it, if there is none.
        if table.is_empty() && kinds.first() != Some(&standard) {
            kinds.insert(0, standard);
        }
        return Ok(None);
    };
    let (before, during) = (standard.offset, daylight.kind.offset);
    let mut kind_of = |kind: LocalTimeType| {
        let known = kinds.iter().position(|known| *known == kind);
        let place = known.unwrap_or(kinds.len());
        if known.is_none() {
            kinds.push(kind);
        }
        u16::try_from(place).map_err(|_| TzifError::LocalTimeType)
    };
    let (start, end) = (daylight.start, daylight.end);
    let onsets = vec![
        YearlyOnset {
            day: end.0,
            seconds: end.1,
            offset_before: during,
            offset: before,
            kind: kind_of(standard)?,
        },
        YearlyOnset {
            day: start.0,
            seconds: start.1,
            offset_before: before,
            offset: during,
            kind: kind_of(daylight.kind)?,
        },
    ];
    Ok(Some(Continuation { after: table.last().map_or(i64::MIN, |(last, _)| *last), onsets }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time_zone::Instant;

    /// One data block with times of this width, behind a header.
    fn block(
        version: u8,
        width: usize,
        times: &[(i64, u8)],
        types: &[(i32, u8, u8)],
        names: &[u8],
        leaps: u32,
    ) -> Vec<u8> {
        let mut data = b"TZif".to_vec();
        data.push(version);
        data.extend([0; 15]);
        for count in [0, 0, leaps, times.len() as u32, types.len() as u32, names.len() as u32] {
            data.extend(count.to_be_bytes());
        }
        for (time, _) in times {
            data.extend(&time.to_be_bytes()[8 - width..]);
        }
        data.extend(times.iter().map(|(_, kind)| *kind));
        for (offset, daylight, name) in types {
            data.extend(offset.to_be_bytes());
            data.extend([*daylight, *name]);
        }
        data.extend(names);
        data.extend(vec![0; leaps as usize * (width + 4)]);
        data
    }

    /// Version 2 with an empty first block.
    fn version_2(times: &[(i64, u8)], types: &[(i32, u8, u8)], footer: &str) -> Vec<u8> {
        let mut data = block(b'2', 4, &[], &[(0, 0, 0)], b"\0", 0);
        data.extend(block(b'2', 8, times, types, b"LMT\0CET\0CEST\0", 0));
        data.extend(footer.as_bytes());
        data
    }

    const LMT: (i32, u8, u8) = (3208, 0, 0);
    const CET: (i32, u8, u8) = (3600, 0, 4);
    const CEST: (i32, u8, u8) = (7200, 1, 8);

    fn offset(zone: &Transitions, at: i64) -> i32 {
        zone.interval(Instant(at)).offset
    }

    #[test]
    fn tables_and_footers_are_read() {
        let data = version_2(&[(-100, 1), (100, 2), (200, 1)], &[LMT, CET, CEST], "\nCET-1\n");
        let zone = read("Here", &data).unwrap();
        assert_eq!(zone.name(), "Here");
        for (at, expected) in
            [(i64::MIN, 3208), (-101, 3208), (-100, 3600), (100, 7200), (199, 7200), (200, 3600)]
        {
            assert_eq!(offset(&zone, at), expected, "{at}");
        }
        let kind = zone.kind(&zone.interval(Instant(150))).unwrap();
        assert_eq!((&*kind.abbreviation, kind.daylight), ("CEST", true));

        // §3.3: a footer without transitions before it holds for all time.
        let zone = read("Here", &version_2(&[], &[LMT], "\nCET-1\n")).unwrap();
        assert_eq!(offset(&zone, 0), 3600);
        // §3.3: an empty one says nothing.
        let zone = read("Here", &version_2(&[], &[LMT], "\n\n")).unwrap();
        assert_eq!(offset(&zone, 0), 3208);
        // §3.3.1: all year.
        let zone = read("Here", &version_2(&[(0, 1)], &[LMT, CET], "\nEST5EDT,0/0,J365/25\n")).unwrap();
        for day in 2..2000 {
            assert_eq!(offset(&zone, day * 86_400), -14_400, "{day}");
        }
        // §3.1: the first block alone in version 1.
        let data = block(0, 4, &[(-100, 1)], &[LMT, CET], b"LMT\0CET\0", 0);
        let zone = read("Here", &data).unwrap();
        assert_eq!((offset(&zone, -101), offset(&zone, -100)), (3208, 3600));
    }

    #[test]
    fn others_are_refused() {
        let whole = version_2(&[(0, 1)], &[LMT, CET], "\nCET-1\n");
        assert!(read("Here", &whole).is_ok());
        for length in 0..whole.len() {
            assert!(read("Here", &whole[..length]).is_err(), "{length} octets");
        }
        let close: Vec<_> = (0..100).map(|at| (at, (at % 2) as u8 + 1)).collect();
        for (section, data, expected) in [
            ("§3.1 magic", b"TZIF2".to_vec(), TzifError::Magic),
            ("§3.1 counts", [&b"TZif"[..], &[0; 16], &[255; 24]].concat(), TzifError::Length),
            ("§3.2 order", version_2(&[(5, 1), (5, 0)], &[LMT, CET], "\n\n"), TzifError::Order),
            ("§3.2 type", version_2(&[(5, 2)], &[LMT, CET], "\n\n"), TzifError::LocalTimeType),
            ("§3.2 no type", version_2(&[], &[], "\n\n"), TzifError::LocalTimeType),
            ("§3.2 designation", version_2(&[], &[(0, 0, 99)], "\n\n"), TzifError::LocalTimeType),
            ("§3.2 offset", version_2(&[], &[(86_400, 0, 0)], "\n\n"), TzifError::LocalTimeType),
            ("§3.3 footer", version_2(&[], &[LMT], "\nCET\n"), TzifError::Footer),
            ("§3.3 offset", version_2(&[], &[LMT], "\nCET-24\n"), TzifError::Footer),
            ("§3.3 offset", version_2(&[], &[LMT], "\nCET-23:30CEST,J1,J2\n"), TzifError::Footer),
            ("§3.3 no new line", version_2(&[], &[LMT], "CET-1\n"), TzifError::Footer),
            ("too close", version_2(&close, &[LMT, CET, CEST], "\n\n"), TzifError::Density),
            ("leap seconds", block(0, 4, &[], &[LMT], b"LMT\0", 1), TzifError::LeapSeconds),
        ] {
            let error = read("Here", &data).map(drop).unwrap_err();
            assert_eq!(error, expected, "{section}: {error}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_data_panic(mut data in proptest::collection::vec(proptest::prelude::any::<u8>(), 0..200), cut in 0..400usize) {
            let _ = read("", &data);
            data.splice(..0, version_2(&[(0, 1)], &[LMT, CET], "\nCET-1\n").into_iter().take(cut));
            if let Ok(zone) = read("", &data) {
                let _ = (offset(&zone, i64::MIN), offset(&zone, i64::MAX));
            }
        }
    }
}
