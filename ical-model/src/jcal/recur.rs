//! A RECUR as an object, both ways.
//!
//! [RFC 7265 §3.6.10](https://www.rfc-editor.org/rfc/rfc7265#section-3.6.10),
//! [RFC 7529 §9](https://www.rfc-editor.org/rfc/rfc7529#section-9)

use std::collections::BTreeSet;
use std::fmt::Display;

use super::error::JcalErrorKind;
use super::extended_format::{until_from_extended, until_to_extended};
use super::json::{Fault, Shape, write_lower_case, write_string};
use super::name::upper_case;
use super::reader::{Reader, Segment};
use super::{refuse, refuse_control};
use crate::value::{DateOrDateTime, Leniencies, Recur, RecurPart, ValueError, ValueErrorKind, ValueRead};

/// Writes the object of a rule. `text` is what the rule was read from: names in it keep their case (§3.6.10).
pub(super) fn write(out: &mut Vec<u8>, rule: &Recur, text: &str) {
    out.push(b'{');
    let mut separator: &[u8] = b"";
    for part in RecurPart::ALL.into_iter().filter(|part| rule.has(*part)) {
        out.extend_from_slice(std::mem::replace(&mut separator, b","));
        write_lower_case(out, part.name());
        out.push(b':');
        write_part(out, rule, part, text);
    }
    for (name, value) in rule.other_parts() {
        out.push(b',');
        write_lower_case(out, name);
        out.push(b':');
        write_string(out, value);
    }
    out.push(b'}');
}

/// Does it have two values for a part that no specification knows? An object has a member once (RFC 8259 §4).
pub(super) fn has_part_twice(rule: &Recur) -> bool {
    let mut names = BTreeSet::new();
    rule.other_parts().any(|(name, _)| !names.insert(name.to_ascii_uppercase()))
}

fn write_part(out: &mut Vec<u8>, rule: &Recur, part: RecurPart, text: &str) {
    let spelled = |name: &'static str| spelling(text, part).unwrap_or(name);
    match part {
        RecurPart::Frequency => write_string(out, spelled(rule.frequency().name())),
        RecurPart::WeekStart => write_string(out, spelled(rule.week_start().name())),
        RecurPart::Skip => write_string(out, spelled(rule.skip().name())),
        RecurPart::Rscale => write_string(out, rule.rscale().map_or("", |rscale| rscale.as_str())),
        RecurPart::Until => write_string(out, &rule.until().map(until_to_extended).unwrap_or_default()),
        RecurPart::Count => write_number(out, &rule.count().unwrap_or_default()),
        RecurPart::Interval => write_number(out, &rule.interval()),
        RecurPart::BySecond => write_list(out, rule.by_second(), write_number),
        RecurPart::ByMinute => write_list(out, rule.by_minute(), write_number),
        RecurPart::ByHour => write_list(out, rule.by_hour(), write_number),
        RecurPart::ByMonthDay => write_list(out, rule.by_month_day(), write_number),
        RecurPart::ByYearDay => write_list(out, rule.by_year_day(), write_number),
        RecurPart::ByWeekNo => write_list(out, rule.by_week_no(), write_number),
        RecurPart::BySetPos => write_list(out, rule.by_set_pos(), write_number),
        RecurPart::ByDay => write_list(out, rule.by_day(), |out, day| write_string(out, &day.to_string())),
        RecurPart::ByMonth => write_list(out, rule.by_month(), |out, month| match month.leap {
            true => write_string(out, &month.to_string()),
            false => write_number(out, &month.number),
        }),
    }
}

/// One value by itself, several in an array.
fn write_list<T>(out: &mut Vec<u8>, values: &[T], write: impl Fn(&mut Vec<u8>, &T)) {
    if let [value] = values {
        return write(out, value);
    }
    let mut separator = b'[';
    for value in values {
        out.push(std::mem::replace(&mut separator, b','));
        write(out, value);
    }
    out.push(b']');
}

fn write_number<N: Display>(out: &mut Vec<u8>, number: &N) {
    out.extend_from_slice(number.to_string().as_bytes());
}

/// The value of a part as it is spelled in the text.
fn spelling(text: &str, part: RecurPart) -> Option<&str> {
    text.split(';').find_map(|rule_part| {
        let (name, value) = rule_part.split_once('=')?;
        let is_part = name.trim_matches([' ', '\t']).eq_ignore_ascii_case(part.name());
        is_part.then(|| value.trim_matches([' ', '\t']))
    })
}

impl Reader<'_> {
    /// Takes the object of a rule; answers the text of the line.
    pub(super) fn recur(&mut self) -> Result<String, Fault> {
        let start = self.json.place();
        self.json.take(b'{', "an object of rule parts")?;
        let mut parts: Vec<(String, String)> = Vec::new();
        let mut first = true;
        while self.json.more(&mut first, b'}')? {
            let at = self.json.place();
            let name = self.json.string("the name of a rule part")?;
            self.path.push(Segment::Member(name.clone()));
            if parts.len() >= Recur::PART_LIMIT {
                let limit = Recur::PART_LIMIT;
                return Err(Fault::new(ValueError::new(ValueErrorKind::TooManyValues { limit }, 0), at));
            }
            let name = upper_case(&name).ok_or_else(|| Fault::new(JcalErrorKind::InvalidName, at))?;
            if parts.iter().any(|(before, _)| *before == name) {
                return Err(Fault::new(JcalErrorKind::MemberTwice, at));
            }
            self.json.take(b':', "\":\" and a value")?;
            let value = self.rule_part(RecurPart::from_name(&name))?;
            parts.push((name, value));
            self.path.pop();
        }
        // FREQ stands first in a line (RFC 5545 §3.3.10), while the members of an object have no order.
        parts.sort_by_key(|(name, _)| name != RecurPart::Frequency.name());
        let parts: Vec<String> = parts.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let text = parts.join(";");
        let mut leniencies = Leniencies::empty();
        let read = Recur::read(&text, &mut leniencies).map_err(|error| error.kind());
        // Octets are counted in a text that nobody sees.
        read.map_err(|kind| Fault::new(ValueError::new(kind, 0), start))?;
        refuse(leniencies).map_err(|kind| Fault::new(kind, start))?;
        Ok(text)
    }

    fn rule_part(&mut self, part: Option<RecurPart>) -> Result<String, Fault> {
        match part {
            Some(RecurPart::Frequency | RecurPart::WeekStart | RecurPart::Skip | RecurPart::Rscale) => {
                self.name_of_rule()
            }
            Some(RecurPart::Until) => {
                let at = self.json.place();
                let until = self.json.string("a date, or a date and time")?;
                let until = until_from_extended(&until).map_err(|kind| Fault::new(kind, at))?;
                Ok(match until {
                    DateOrDateTime::Date(date) => date.to_string(),
                    DateOrDateTime::DateTime(date_time) => date_time.to_string(),
                })
            }
            Some(RecurPart::Count | RecurPart::Interval) => self.integer(),
            Some(RecurPart::ByDay) => self.one_or_several(Self::name_of_rule),
            Some(RecurPart::ByMonth) => self.one_or_several(Self::month),
            Some(_) => self.one_or_several(Self::integer),
            None => {
                let at = self.json.place();
                let value = self.json.string("a string")?;
                refuse_control(&value).map_err(|kind| Fault::new(kind, at))?;
                match value.contains(';') {
                    true => Err(Fault::new(ValueError::new(ValueErrorKind::RecurNotAPart, 0), at)),
                    false => Ok(value.into_owned()),
                }
            }
        }
    }

    /// A value by itself, or an array of at least one.
    fn one_or_several(
        &mut self,
        value: impl Fn(&mut Self) -> Result<String, Fault>,
    ) -> Result<String, Fault> {
        if self.json.shape() != Shape::Array {
            return value(self);
        }
        self.json.take(b'[', "an array")?;
        let mut values = Vec::new();
        let mut first = true;
        while self.json.more(&mut first, b']')? {
            self.path.push(Segment::Element(values.len()));
            if values.len() >= Recur::LIST_LIMIT {
                let kind = ValueErrorKind::TooManyValues { limit: Recur::LIST_LIMIT };
                return Err(Fault::new(ValueError::new(kind, 0), self.json.place()));
            }
            values.push(value(self)?);
            self.path.pop();
        }
        match values.is_empty() {
            true => Err(Fault::new(ValueError::new(ValueErrorKind::Empty, 0), self.json.place())),
            false => Ok(values.join(",")),
        }
    }

    /// A frequency, weekday, calendar or way to skip: nothing that could end a rule part.
    fn name_of_rule(&mut self) -> Result<String, Fault> {
        let at = self.json.place();
        let name = self.json.string("a string")?;
        let is_name = |octet: u8| octet.is_ascii_alphanumeric() || matches!(octet, b'+' | b'-');
        match !name.is_empty() && name.bytes().all(is_name) {
            true => Ok(name.into_owned()),
            false => Err(Fault::new(ValueError::new(ValueErrorKind::NotAToken, 0), at)),
        }
    }

    /// A number, or a string for a leap month (RFC 7529 §9).
    fn month(&mut self) -> Result<String, Fault> {
        if self.json.shape() != Shape::String {
            return self.integer();
        }
        let at = self.json.place();
        let month = self.json.string("a number or a leap month")?;
        let number = month.strip_suffix(['L', 'l']);
        match number.is_some_and(|number| !number.is_empty() && number.bytes().all(|o| o.is_ascii_digit())) {
            true => Ok(month.into_owned()),
            false => {
                let expected = "a number, or a string like \"5L\" for a leap month";
                Err(Fault::new(JcalErrorKind::Unexpected { expected, found: "another string" }, at))
            }
        }
    }
}
