//! A line as the array of a jCal property.
//!
//! [RFC 7265 §3.4, §3.5](https://www.rfc-editor.org/rfc/rfc7265#section-3.4)

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::error::JcalErrorKind;
use super::form::{Form, default_type};
use super::json::{write_lower_case, write_string};
use super::name::is_property_name;
use super::value_writer::{ValueFault, ValueWriter};
use super::{refuse, refuse_control};
use crate::content_line::{Header, ParameterFault};
use crate::folding::unfold;
use crate::parameter::{Parameter, ParameterName};
use crate::parser::{Limit, ParseOptions, is_name};
use crate::property::Property;
use crate::registry::{self, Definition};
use crate::tree::Flags;
use crate::value::{Leniencies, ValueType};

/// What was wrong, and how many octets into the unfolded line.
pub(super) type LineFault = (JcalErrorKind, usize);

/// What was met in the values of a line that was written.
pub(super) struct Written {
    pub(super) leniencies: Leniencies,
    /// The type that the value has, where it is not the default of the property and VALUE does not say it.
    pub(super) other_type: Option<ValueType>,
    /// Where the values start in the unfolded line.
    pub(super) value_start: usize,
}

/// Writes the array of a property. On a fault nothing of use is in `out`.
pub(super) fn write_property(out: &mut Vec<u8>, property: Property<'_>) -> Result<Written, LineFault> {
    let line = Line::new(property);
    let text = str::from_utf8(&line.octets).map_err(|error| (JcalErrorKind::NotUtf8, error.valid_up_to()))?;
    let name = text.get(..line.name_end).unwrap_or_default();
    if !is_property_name(name) {
        return Err((JcalErrorKind::InvalidName, 0));
    }
    let header = text.get(line.name_end..line.value_start.saturating_sub(1)).unwrap_or_default();
    let header = Header::new(Cow::Borrowed(header), line.name_end, property.node.is(Flags::OPEN_QUOTE));
    let content = Content {
        name,
        parameters: Parameters::read(header, property)?,
        value: text.get(line.value_start..).unwrap_or_default(),
        definition: registry::definition_of(property.node.name),
        options: &property.tree.options,
    };
    let in_line = |(kind, at)| (kind, line.value_start + at);
    let value_start = line.value_start;
    let length = out.len();
    let value_type = content.parameters.value_type.clone().or_else(|| default_type(content.definition));
    let fault = match content.write(out, value_type.as_ref()) {
        Ok(leniencies) => return Ok(Written { leniencies, other_type: None, value_start }),
        Err(fault) => fault,
    };
    for other in content.other_types() {
        out.truncate(length);
        if let Ok(leniencies) = content.write(out, Some(other)) {
            return Ok(Written { leniencies, other_type: Some(other.clone()), value_start });
        }
    }
    Err(in_line(fault))
}

/// A line that was taken apart.
struct Content<'t> {
    name: &'t str,
    parameters: Parameters,
    value: &'t str,
    definition: Option<&'static Definition>,
    options: &'t ParseOptions,
}

impl Content<'_> {
    /// Types that the value may have been meant to be of. Appendix B.1 has "DTSTART:20081006" as a date.
    fn other_types(&self) -> impl Iterator<Item = &'static ValueType> {
        let types = match (&self.parameters.value_type, self.definition) {
            (None, Some(definition)) if !self.options.strict => definition.value_types,
            _ => &[],
        };
        // Much text could be base64, so that it has to be said.
        let base64 = self.parameters.base64;
        types.iter().skip(1).filter(move |value_type| **value_type != ValueType::Binary || base64)
    }

    /// Writes the array with the value as one of this type, `None` for "unknown".
    fn write(&self, out: &mut Vec<u8>, value_type: Option<&ValueType>) -> Result<Leniencies, ValueFault> {
        let form = Form::new(self.definition, value_type);
        // A value of a type that is not known is not touched, its encoding neither (§5.1).
        let is_decoded = self.parameters.base64 && !matches!(value_type, None | Some(ValueType::Binary));
        out.push(b'[');
        write_lower_case(out, self.name);
        let encoding = match value_type {
            Some(ValueType::Binary) => Encoding::Needed,
            _ if is_decoded => Encoding::Undone,
            _ => Encoding::Kept,
        };
        self.parameters.write(out, encoding);
        write_lower_case(out, value_type.map_or("unknown", ValueType::name));
        let mut leniencies = Leniencies::empty();
        let list_values = self.options.limits.list_values;
        let mut writer = ValueWriter { out, leniencies: &mut leniencies, list_values };
        match is_decoded {
            true => writer.decoded(self.value, form, value_type)?,
            false => writer.values(self.value, form, value_type)?,
        }
        if self.options.strict {
            refuse(leniencies).map_err(|kind| (kind, 0))?;
        }
        out.push(b']');
        Ok(leniencies)
    }
}

/// An unfolded line and the places in it.
struct Line<'d> {
    octets: Cow<'d, [u8]>,
    name_end: usize,
    value_start: usize,
}

impl<'d> Line<'d> {
    fn new(property: Property<'d>) -> Self {
        let line = property.line();
        let (name_end, value_start) = (property.node.end as usize, property.node.value as usize);
        if !property.node.is(Flags::FOLDED) {
            return Self { octets: Cow::Borrowed(line), name_end, value_start };
        }
        let unfolded = |end: usize| unfold(line.get(..end).unwrap_or(line)).len();
        Self { octets: unfold(line), name_end: unfolded(name_end), value_start: unfolded(value_start) }
    }
}

/// The parameters of a line. Values of one that is there several times are taken together.
#[derive(Default)]
struct Parameters {
    values: Vec<(String, Vec<String>)>,
    places: BTreeMap<String, usize>,
    value_type: Option<ValueType>,
    base64: bool,
}

impl Parameters {
    fn read(header: Header<'_>, property: Property<'_>) -> Result<Self, LineFault> {
        let options = &property.tree.options;
        let maximum = options.limits.parameters;
        let mut parameters = Self::default();
        for (number, parameter) in header.enumerate() {
            let at = parameter.offset;
            let commas = memchr::memchr_iter(b',', parameter.raw.as_bytes()).count();
            if number.max(commas) >= maximum as usize {
                return Err((JcalErrorKind::LimitExceeded { limit: Limit::Parameters, maximum }, at));
            }
            match parameter.fault {
                Some(ParameterFault::EmptyParameter) if !options.strict => continue,
                Some(fault) if options.strict || has_no_meaning(fault) => {
                    return Err((JcalErrorKind::Parameter(fault), at));
                }
                _ => {}
            }
            // Another fault hides that of the name.
            if !is_name(parameter.name.as_str().as_bytes()) {
                return Err((JcalErrorKind::Parameter(ParameterFault::InvalidName), at));
            }
            parameters.add(&parameter).map_err(|kind| (kind, at))?;
        }
        Ok(parameters)
    }

    fn add(&mut self, parameter: &Parameter<'_>) -> Result<(), JcalErrorKind> {
        if parameter.name == ParameterName::Value {
            let value_type = parameter.value().parse()?;
            if value_type == ValueType::Other("UNKNOWN".into()) {
                return Err(JcalErrorKind::ReservedType);
            }
            // The first one counts, as everywhere.
            self.value_type.get_or_insert(value_type);
            return Ok(());
        }
        if parameter.name == ParameterName::Encoding && !self.places.contains_key(ENCODING) {
            self.base64 = parameter.value().eq_ignore_ascii_case("BASE64");
        }
        let name = parameter.name.as_str().to_ascii_lowercase();
        let place = *self.places.entry(name).or_insert_with_key(|name| {
            self.values.push((name.clone(), Vec::new()));
            self.values.len() - 1
        });
        for value in parameter.values() {
            // A line break can be said (RFC 6868 §3), others cannot.
            refuse_control(&value.text.replace('\n', ""))?;
            if let Some((_, values)) = self.values.get_mut(place) {
                values.push(value.text.into_owned());
            }
        }
        Ok(())
    }

    /// Writes the object with its commas before and behind.
    fn write(&self, out: &mut Vec<u8>, encoding: Encoding) {
        out.extend_from_slice(b",{");
        let mut separator: &[u8] = b"";
        for (name, values) in &self.values {
            if encoding == Encoding::Undone && name == ENCODING {
                continue;
            }
            out.extend_from_slice(std::mem::replace(&mut separator, b","));
            write_string(out, name);
            out.push(b':');
            write_one_or_several(out, values);
        }
        if encoding == Encoding::Needed && !self.places.contains_key(ENCODING) {
            out.extend_from_slice(separator);
            out.extend_from_slice(br#""encoding":"BASE64""#);
        }
        out.extend_from_slice(b"},");
    }
}

/// What becomes of ENCODING.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Encoding {
    /// It stays as it is.
    Kept,
    /// It goes with the encoding that was undone (§3.1).
    Undone,
    /// A BINARY has it (RFC 5545 §3.3.1), and gets it where it has none.
    Needed,
}

const ENCODING: &str = "encoding";

/// One value is a string, several are an array of strings (§3.5.2).
fn write_one_or_several(out: &mut Vec<u8>, values: &[String]) {
    if let [value] = values {
        return write_string(out, value);
    }
    let mut separator = b'[';
    for value in values {
        out.push(std::mem::replace(&mut separator, b','));
        write_string(out, value);
    }
    out.push(b']');
}

/// Without a name or a value there is nothing that a member of an object could be.
fn has_no_meaning(fault: ParameterFault) -> bool {
    matches!(fault, ParameterFault::MissingEquals | ParameterFault::InvalidName)
}
