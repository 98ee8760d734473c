//! jCal as xCal: the same values in elements.
//!
//! [RFC 6321 §3](https://www.rfc-editor.org/rfc/rfc6321#section-3)

use caldav_types::AnyElement;
use ical_model::jcal::Malformed;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::{
    CODE, COMPONENTS, DATA, DESCRIPTION, DURATION, END, ICALENDAR, LATITUDE, LONGITUDE, PARAMETERS,
    PROPERTIES, RULE_PARTS, START, XcalDiagnostic, XcalDiagnosticKind, XcalError, XcalErrorKind,
    element_name, embedded, name, parameter,
};
use crate::any_element;
use crate::characters::is_character;
use crate::writer::ElementWriter;
use crate::{XmlErrorKind, XmlPosition};

/// Writes calendars.
pub(super) struct Writer {
    out: ElementWriter,
    malformed: Malformed,
    diagnostics: Vec<XcalDiagnostic>,
}

/// A component: its name, its properties, its components.
type Component<'j> = (String, Vec<&'j RawValue>, Vec<&'j RawValue>);

/// What is left to write of a component.
struct Open<'j> {
    name: String,
    components: std::vec::IntoIter<&'j RawValue>,
}

impl Writer {
    pub(super) fn new(malformed: Malformed) -> Self {
        Self { out: ElementWriter::new(), malformed, diagnostics: Vec::new() }
    }

    pub(super) fn finish(self) -> (String, Vec<XcalDiagnostic>) {
        (self.out.finish(), self.diagnostics)
    }

    /// One calendar, or an array of several.
    pub(super) fn calendars(&mut self, json: &str) -> Result<(), XcalError> {
        self.out.start(ICALENDAR);
        match serde_json::from_str::<Vec<&RawValue>>(json) {
            Ok(calendars) if calendars.first().is_some_and(|first| first.get().starts_with('[')) => {
                calendars.iter().try_for_each(|calendar| self.calendar(calendar.get()))?;
            }
            _ => self.calendar(json)?,
        }
        self.out.end(ICALENDAR);
        Ok(())
    }

    /// A component and those in it, one after the other: what nests deeply takes no more than its length.
    fn calendar(&mut self, json: &str) -> Result<(), XcalError> {
        let mut open: Vec<Open<'_>> = Vec::new();
        open.extend(self.begin(json)?);
        while let Some(innermost) = open.last_mut() {
            match innermost.components.next() {
                Some(component) => open.extend(self.begin(component.get())?),
                None => {
                    self.out.end(COMPONENTS);
                    self.out.end(name(&innermost.name));
                    open.pop();
                }
            }
        }
        Ok(())
    }

    /// Writes the properties; `None` where the component is left out.
    fn begin<'j>(&mut self, json: &'j str) -> Result<Option<Open<'j>>, XcalError> {
        let (component, properties, components): Component<'j> = parsed(json)?;
        let Some(element) = element_name(&component) else {
            self.leave_out(XcalErrorKind::ElementName { name: component })?;
            return Ok(None);
        };
        self.out.start(element);
        if !properties.is_empty() {
            self.out.start(PROPERTIES);
            for property in properties {
                self.property(property.get())?;
            }
            self.out.end(PROPERTIES);
        }
        if components.is_empty() {
            // Nothing is in it: its end closes no list.
            self.out.end(element);
            return Ok(None);
        }
        self.out.start(COMPONENTS);
        Ok(Some(Open { name: component, components: components.into_iter() }))
    }

    fn property(&mut self, json: &str) -> Result<(), XcalError> {
        let property = Property::of_jcal(json)?;
        if let Some(kind) = property.fault() {
            return self.leave_out(kind);
        }
        if let Some(element) = property.embedded() {
            any_element::write(&element, &mut self.out);
        } else {
            property.write(&mut self.out);
        }
        Ok(())
    }

    fn leave_out(&mut self, kind: XcalErrorKind) -> Result<(), XcalError> {
        let position = XmlPosition::default();
        match self.malformed {
            Malformed::Refuse => Err(XcalError::new(kind, position)),
            Malformed::LeaveOut => {
                self.diagnostics.push(XcalDiagnostic { kind: XcalDiagnosticKind::LeftOut(kind), position });
                Ok(())
            }
        }
    }
}

/// A property with all its strings.
struct Property {
    name: String,
    parameters: Vec<(String, Vec<String>)>,
    value_type: String,
    values: Vec<Form>,
}

/// A value.
enum Form {
    Text(String),
    /// The parts of a structured value, or start and end of a period.
    Parts(Vec<String>),
    /// The parts of a rule, in their order.
    Rule(Vec<(String, Vec<String>)>),
}

impl Property {
    fn of_jcal(json: &str) -> Result<Self, XcalError> {
        let fields: Vec<&RawValue> = parsed(json)?;
        let [name, parameters, value_type, values @ ..] = fields.as_slice() else { return Err(no_jcal()) };
        let parameters: Map<String, Value> = parsed(parameters.get())?;
        let parameters = parameters.into_iter().map(|(name, values)| (name, strings(values))).collect();
        let values = values.iter().map(|value| Form::of_jcal(value.get())).collect::<Result<_, _>>()?;
        Ok(Self { name: parsed(name.get())?, parameters, value_type: parsed(value_type.get())?, values })
    }

    /// The element that a property XML holds (§4.2).
    fn embedded(&self) -> Option<AnyElement> {
        let [Form::Text(text)] = self.values.as_slice() else { return None };
        if self.name != "xml" || !self.parameters.is_empty() {
            return None;
        }
        match &*self.value_type {
            "text" => embedded::parse(text),
            // What has no VALUE is TEXT by default, which jCal does not know of.
            "unknown" => embedded::parse(&embedded::unescaped(text)),
            _ => None,
        }
    }

    /// Why XML cannot say it.
    fn fault(&self) -> Option<XcalErrorKind> {
        let rule_parts = self.values.iter().flat_map(|value| match value {
            Form::Rule(parts) => parts.as_slice(),
            _ => &[],
        });
        let names = self.parameters.iter().chain(rule_parts).map(|(name, _)| name);
        for name in names.chain([&self.name, &self.value_type]) {
            if element_name(name).is_none() {
                return Some(XcalErrorKind::ElementName { name: name.clone() });
            }
        }
        let values = self.values.iter().flat_map(Form::strings);
        let mut strings = self.parameters.iter().flat_map(|(_, values)| values).chain(values);
        let character =
            strings.find_map(|string| string.chars().find(|character| !is_character(*character)))?;
        Some(XcalErrorKind::Character { property: self.name.to_uppercase(), code: character.into() })
    }

    fn write(&self, out: &mut ElementWriter) {
        let property = name(&self.name);
        out.start(property);
        if !self.parameters.is_empty() {
            out.element(PARAMETERS, |out| {
                for (parameter, values) in &self.parameters {
                    out.element(name(parameter), |out| {
                        for value in values {
                            let (value_type, text) = parameter::written(parameter, value);
                            out.text_element(name(value_type), &text);
                        }
                    });
                }
            });
        }
        self.values.iter().for_each(|value| value.write(&self.value_type, out));
        out.end(property);
    }
}

impl Form {
    fn of_jcal(json: &str) -> Result<Self, XcalError> {
        match json.as_bytes().first() {
            Some(b'[') => {
                let parts: Vec<&RawValue> = parsed(json)?;
                parts.iter().map(|part| scalar(part.get())).collect::<Result<_, _>>().map(Self::Parts)
            }
            Some(b'{') => {
                let parts: Map<String, Value> = parsed(json)?;
                let mut parts: Vec<_> =
                    parts.into_iter().map(|(name, values)| (name, strings(values))).collect();
                parts.sort_by_key(|(name, _)| {
                    RULE_PARTS.iter().position(|part| part == name).unwrap_or(usize::MAX)
                });
                Ok(Self::Rule(parts))
            }
            _ => scalar(json).map(Self::Text),
        }
    }

    fn strings(&self) -> Vec<&String> {
        match self {
            Self::Text(text) => vec![text],
            Self::Parts(parts) => parts.iter().collect(),
            Self::Rule(parts) => parts.iter().flat_map(|(_, values)| values).collect(),
        }
    }

    fn write(&self, value_type: &str, out: &mut ElementWriter) {
        match self {
            Self::Text(text) => out.text_element(name(value_type), text),
            Self::Parts(parts) if value_type == "period" => {
                out.element(name(value_type), |out| {
                    let is_end = |part: &&String| part.starts_with(|first: char| first.is_ascii_digit());
                    let end = if parts.get(1).is_none_or(|end| is_end(&end)) { END } else { DURATION };
                    for (name, part) in [START, end].into_iter().zip(parts) {
                        out.text_element(name, part);
                    }
                });
            }
            Self::Parts(parts) => {
                let names = if value_type == "float" {
                    [Some(LATITUDE), Some(LONGITUDE), None]
                } else {
                    [Some(CODE), Some(DESCRIPTION), Some(DATA)]
                };
                for (name, part) in names.into_iter().flatten().zip(parts) {
                    out.text_element(name, part);
                }
            }
            Self::Rule(parts) => out.element(name(value_type), |out| {
                for (part, values) in parts {
                    values.iter().for_each(|value| out.text_element(name(part), value));
                }
            }),
        }
    }
}

/// A string as it is, a number or a boolean as it is written.
fn scalar(json: &str) -> Result<String, XcalError> {
    if json.starts_with('"') { parsed(json) } else { Ok(json.to_owned()) }
}

/// One string, or all of an array; numbers as they are written.
fn strings(value: Value) -> Vec<String> {
    let string = |value| match value {
        Value::String(string) => string,
        value => value.to_string(),
    };
    match value {
        Value::Array(values) => values.into_iter().map(string).collect(),
        value => vec![string(value)],
    }
}

fn parsed<'j, T: serde::Deserialize<'j>>(json: &'j str) -> Result<T, XcalError> {
    serde_json::from_str(json).map_err(|_| no_jcal())
}

/// Only what was just written as jCal is read here.
fn no_jcal() -> XcalError {
    XcalError::new(XcalErrorKind::Xml(XmlErrorKind::NoElement), XmlPosition::default())
}
