//! The grammar of RECUR.
//!
//! ```abnf
//! recur           = recur-rule-part *( ";" recur-rule-part )
//! recur-rule-part = ( "FREQ" "=" freq ) / ( "UNTIL" "=" enddate ) / ( "COUNT" "=" 1*DIGIT )
//!                 / ( "INTERVAL" "=" 1*DIGIT ) / ( "BYSECOND" "=" byseclist ) / ( "BYMINUTE" "=" byminlist )
//!                 / ( "BYHOUR" "=" byhrlist ) / ( "BYDAY" "=" bywdaylist ) / ( "BYMONTHDAY" "=" bymodaylist )
//!                 / ( "BYYEARDAY" "=" byyrdaylist ) / ( "BYWEEKNO" "=" bywknolist ) / ( "BYMONTH" "=" bymolist )
//!                 / ( "BYSETPOS" "=" bysplist ) / ( "WKST" "=" weekday )
//!                 / ( "RSCALE" "=" rscale ) / ( "SKIP" "=" skip )      ; RFC 7529 §4
//! ```

use core::num::{NonZeroI8, NonZeroU64};

use nom::Parser;
use nom::bytes::complete::{tag_no_case, take_till, take_while1};
use nom::character::complete::{alpha1, char, digit1, one_of};
use nom::combinator::opt;
use nom::sequence::separated_pair;

use super::{Frequency, Month, Recur, RecurFault, RecurPart, Rscale, Skip, Weekday, WeekdayNumber};
use crate::value::grammar::{Parsed, digits, fail, is_token_character, whole};
use crate::value::{DateOrDateTime, Leniencies, Leniency, ValueError, ValueErrorKind, ValueRead};

impl<'a> ValueRead<'a> for Recur {
    fn read(text: &'a str, leniencies: &mut Leniencies) -> Result<Self, ValueError> {
        if text.is_empty() {
            return Err(ValueError::new(ValueErrorKind::Empty, 0));
        }
        if memchr::memchr2(b' ', b'\t', text.as_bytes()).is_none() {
            return recur(text, leniencies);
        }
        let compact: String = without_white_space(text).map(|(_, piece)| piece).collect();
        if compact.len() != text.len() {
            leniencies.insert(Leniency::WhiteSpace);
        }
        recur(&compact, leniencies)
            .map_err(|error| ValueError::new(error.kind(), offset_in(text, error.offset())))
    }

    fn verify(&self, text: &str) -> Result<(), ValueError> {
        match self.faults().next() {
            None => Ok(()),
            Some(fault) => Err(ValueError::new(ValueErrorKind::Recur(fault), place_of(fault, text))),
        }
    }
}

/// `recur = recur-rule-part *( ";" recur-rule-part )`
fn recur(text: &str, leniencies: &mut Leniencies) -> Result<Recur, ValueError> {
    let mut rule = Recur::new(Frequency::Yearly);
    let mut seen = Seen::default();
    let mut parts = 0;
    let mut rest = text;
    loop {
        let start = text.len() - rest.len();
        if rest.is_empty() || rest.starts_with(';') {
            leniencies.insert(Leniency::RecurEmptyPart);
        } else {
            parts += 1;
            if parts > Recur::PART_LIMIT {
                let kind = ValueErrorKind::TooManyValues { limit: Recur::PART_LIMIT };
                return Err(ValueError::new(kind, start));
            }
            let (after, (name, value)) =
                recur_rule_part(rest).map_err(|_| ValueError::new(ValueErrorKind::RecurNotAPart, start))?;
            rest = after;
            rule = seen
                .add(rule, name, value, leniencies)
                .map_err(|error| error.moved_by(start + name.len() + 1))?;
        }
        match rest.strip_prefix(';') {
            Some(after) => rest = after,
            None => break,
        }
    }
    if seen.has(RecurPart::Frequency) {
        Ok(rule)
    } else {
        Err(ValueError::new(ValueErrorKind::RecurFrequencyMissing, text.len()))
    }
}

/// A name, "=" and what follows up to the next ";".
fn recur_rule_part(text: &str) -> Parsed<'_, (&str, &str)> {
    separated_pair(take_while1(is_token_character), char('='), take_till(|character| character == ';'))
        .parse(text)
}

/// Which parts came already, a bit for each and one for all that are not known.
#[derive(Default)]
struct Seen(u32);

impl Seen {
    fn has(&self, part: RecurPart) -> bool {
        self.0 & Self::bit(part) != 0
    }

    const fn bit(part: RecurPart) -> u32 {
        1 << part as u32
    }

    /// Adds a part to the rule. Positions of errors count from the start of the value.
    fn add(
        &mut self,
        rule: Recur,
        name: &str,
        value: &str,
        leniencies: &mut Leniencies,
    ) -> Result<Recur, ValueError> {
        let Some(part) = RecurPart::from_name(name) else {
            self.0 |= OTHER_PART;
            if rule.other_parts().any(|(other, _)| other.eq_ignore_ascii_case(name)) {
                leniencies.insert(Leniency::RecurPartTwice);
            }
            return rule.and_other_part(name, value);
        };
        if value.is_empty() {
            return Err(ValueError::new(ValueErrorKind::RecurPartEmpty { part }, 0));
        }
        if !self.has(part) {
            if part == RecurPart::Frequency && self.0 & !Self::bit(RecurPart::Rscale) != 0 {
                leniencies.insert(Leniency::RecurFrequencyNotFirst);
            }
            self.0 |= Self::bit(part);
            return with_part(rule, part, value, leniencies);
        }
        // Twice the same says nothing new; two values leave open which one is meant.
        let again = with_part(rule.clone(), part, value, leniencies)?;
        if again != rule {
            return Err(ValueError::new(ValueErrorKind::RecurPartTwice { part }, 0));
        }
        leniencies.insert(Leniency::RecurPartTwice);
        Ok(rule)
    }
}

/// The rule with the value of one part.
fn with_part(
    rule: Recur,
    part: RecurPart,
    value: &str,
    leniencies: &mut Leniencies,
) -> Result<Recur, ValueError> {
    let wrong = |kind| ValueError::new(kind, 0);
    let not_a_number = ValueErrorKind::RecurNotANumber { part };
    let not_a_weekday = ValueErrorKind::RecurNotAWeekday { part };
    Ok(match part {
        RecurPart::Frequency => Recur {
            frequency: Frequency::from_name(value)
                .ok_or_else(|| wrong(ValueErrorKind::RecurFrequencyUnknown))?,
            ..rule
        },
        RecurPart::Until => rule.with_until(DateOrDateTime::read(value, leniencies)?),
        RecurPart::Count => {
            rule.with_count(whole(value, not_a_number, digits(ValueErrorKind::RecurOutOfRange { part }))?)
        }
        RecurPart::Interval => {
            let interval = whole(value, not_a_number, digits(ValueErrorKind::RecurOutOfRange { part }))?;
            rule.with_interval(
                NonZeroU64::new(interval).ok_or_else(|| wrong(ValueErrorKind::RecurIntervalZero))?,
            )
        }
        RecurPart::BySecond => Recur { by_second: whole(value, not_a_number, list(part, unsigned))?, ..rule },
        RecurPart::ByMinute => Recur { by_minute: whole(value, not_a_number, list(part, unsigned))?, ..rule },
        RecurPart::ByHour => Recur { by_hour: whole(value, not_a_number, list(part, unsigned))?, ..rule },
        RecurPart::ByDay => Recur { by_day: whole(value, not_a_weekday, list(part, weekday_num))?, ..rule },
        RecurPart::ByMonthDay => {
            Recur { by_month_day: whole(value, not_a_number, list(part, short_ordinal))?, ..rule }
        }
        RecurPart::ByYearDay => {
            Recur { by_year_day: whole(value, not_a_number, list(part, long_ordinal))?, ..rule }
        }
        RecurPart::ByWeekNo => {
            Recur { by_week_no: whole(value, not_a_number, list(part, short_ordinal))?, ..rule }
        }
        RecurPart::ByMonth => Recur { by_month: whole(value, not_a_number, list(part, month_num))?, ..rule },
        RecurPart::BySetPos => {
            Recur { by_set_pos: whole(value, not_a_number, list(part, long_ordinal))?, ..rule }
        }
        RecurPart::WeekStart => {
            rule.with_week_start(Weekday::from_name(value).ok_or_else(|| wrong(not_a_weekday))?)
        }
        RecurPart::Rscale => rule.with_rscale(value.parse::<Rscale>()?),
        RecurPart::Skip => {
            rule.with_skip(Skip::from_name(value).ok_or_else(|| wrong(ValueErrorKind::RecurSkipUnknown))?)
        }
    })
}

/// `value *( "," value )`, at most [`Recur::LIST_LIMIT`] of them, each kept once.
fn list<'a, T: PartialEq>(
    part: RecurPart,
    value: impl Fn(RecurPart, &'a str) -> Parsed<'a, T>,
) -> impl Fn(&'a str) -> Parsed<'a, Vec<T>> {
    move |text| {
        let mut values = Vec::new();
        let mut rest = text;
        for _ in 0..Recur::LIST_LIMIT {
            let (after, value) = value(part, rest)?;
            if !values.contains(&value) {
                values.push(value);
            }
            match after.strip_prefix(',') {
                Some(after) => rest = after,
                None => return Ok((after, values)),
            }
        }
        fail(rest, ValueErrorKind::TooManyValues { limit: Recur::LIST_LIMIT })
    }
}

/// `seconds = 1*2DIGIT`, and the same for `minutes` and `hour`
fn unsigned(part: RecurPart, text: &str) -> Parsed<'_, u8> {
    number(part, 2, text)
}

/// `monthdaynum = [plus / minus] ordmoday`, and the same for `weeknum`
fn short_ordinal(part: RecurPart, text: &str) -> Parsed<'_, i8> {
    let (text, sign) = opt(one_of("+-")).parse(text)?;
    let (text, number): (_, i8) = number(part, 2, text)?;
    Ok((text, if sign == Some('-') { -number } else { number }))
}

/// `yeardaynum = [plus / minus] ordyrday`, and the same for `setposday`
fn long_ordinal(part: RecurPart, text: &str) -> Parsed<'_, i16> {
    let (text, sign) = opt(one_of("+-")).parse(text)?;
    let (text, number): (_, i16) = number(part, 3, text)?;
    Ok((text, if sign == Some('-') { -number } else { number }))
}

/// `weekdaynum = [[plus / minus] ordwk] weekday`
fn weekday_num(part: RecurPart, text: &str) -> Parsed<'_, WeekdayNumber> {
    let numbered = text.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-'));
    let (rest, ordinal) =
        if numbered { short_ordinal(part, text).map(|(rest, n)| (rest, Some(n)))? } else { (text, None) };
    let ordinal = match ordinal.map(NonZeroI8::new) {
        Some(None) => return fail(text, ValueErrorKind::RecurOutOfRange { part }),
        Some(ordinal) => ordinal,
        None => None,
    };
    let (after, letters) = alpha1(rest)?;
    match Weekday::from_name(letters) {
        Some(weekday) => Ok((after, WeekdayNumber { ordinal, weekday })),
        None => fail(rest, ValueErrorKind::RecurNotAWeekday { part }),
    }
}

/// `monthnum = 1*2DIGIT ["L"]`
fn month_num(part: RecurPart, text: &str) -> Parsed<'_, Month> {
    let (text, number) = number(part, 2, text)?;
    let (text, leap) = opt(tag_no_case("L")).parse(text)?;
    Ok((text, Month { number, leap: leap.is_some() }))
}

/// Up to so many digits, which always fit the type that is asked for.
fn number<N: core::str::FromStr>(part: RecurPart, most: usize, text: &str) -> Parsed<'_, N> {
    let (rest, digits) = digit1(text)?;
    match digits.parse() {
        Ok(number) if digits.len() <= most => Ok((rest, number)),
        _ => fail(text, ValueErrorKind::RecurOutOfRange { part }),
    }
}

/// The pieces of the text, without the spaces and tabs beside a separator or at an end, each with its place.
fn without_white_space(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let separator = |octet: Option<&u8>| matches!(octet, None | Some(b';' | b',' | b'='));
    let mut start = 0;
    core::iter::from_fn(move || {
        let rest = text.get(start..).filter(|rest| !rest.is_empty())?;
        let white = rest.starts_with([' ', '\t']);
        let length = rest.find(|character| matches!(character, ' ' | '\t') != white).unwrap_or(rest.len());
        let place = start;
        start += length;
        let octets = text.as_bytes();
        let before = place.checked_sub(1).and_then(|before| octets.get(before));
        if white && (separator(before) || separator(octets.get(start))) {
            return Some((place, ""));
        }
        Some((place, rest.get(..length)?))
    })
}

/// Where in `text` the octet stands that is at `offset` without its white space.
fn offset_in(text: &str, offset: usize) -> usize {
    let mut left = offset;
    for (place, piece) in without_white_space(text) {
        if left < piece.len() {
            return place + left;
        }
        left -= piece.len();
    }
    text.len()
}

/// Where the part at fault starts.
fn place_of(fault: RecurFault, text: &str) -> usize {
    let concerned = |part: &str| {
        let name = part.split('=').next().unwrap_or(part).trim_matches([' ', '\t']);
        !name.is_empty() && RecurPart::from_name(name) == fault.part()
    };
    let mut start = 0;
    for part in text.split(';') {
        if concerned(part) {
            return start;
        }
        start += part.len() + 1;
    }
    0
}

/// Above the bits of all known parts.
const OTHER_PART: u32 = 1 << 31;
