//! xCal as jCal: the same values as JSON, which is then read.
//!
//! [RFC 6321 §4](https://www.rfc-editor.org/rfc/rfc6321#section-4)

use ical_model::CalendarStream;
use ical_model::jcal::{self, JcalError};

use super::{
    CODE, COMPONENTS, DATA, DESCRIPTION, DURATION, END, LATITUDE, LONGITUDE, PARAMETERS, PROPERTIES, START,
    XcalError, XcalErrorKind, embedded, parameter, trim, without_white_space,
};
use crate::name::{Name, Namespace};
use crate::reader::{Children, ElementReader, Piece};
use crate::{XmlError, XmlErrorKind};

/// Reads the calendars in the root. What is no calendar is an error of its own.
pub(super) fn read(
    reader: &mut ElementReader<'_>,
) -> Result<Result<CalendarStream<'static>, XcalError>, XmlError> {
    let mut jcal = Jcal::default();
    let children = reader.children();
    jcal.json.push('[');
    let mut count = 0;
    while let Some(child) = children.next(reader)? {
        if child.namespace != Namespace::ICalendar {
            continue;
        }
        jcal.separate();
        jcal.component(child, reader)?;
        count += 1;
    }
    jcal.json.push(']');
    if count == 0 {
        let vcalendar = reader.expanded(super::name("vcalendar"))?;
        return Err(children.error(reader, XmlErrorKind::MissingElement(vcalendar)));
    }
    Ok(jcal::from_json(jcal.json.as_bytes()).map_err(|error| jcal.error(&error, reader)))
}

/// JSON, and where the pieces of it come from.
#[derive(Default)]
struct Jcal {
    json: String,
    /// For components and properties: where they begin in the JSON text, and in the document.
    places: Vec<(usize, usize)>,
}

impl Jcal {
    fn component(&mut self, component: Name<'_>, reader: &mut ElementReader<'_>) -> Result<(), XmlError> {
        self.place(reader);
        self.json.push('[');
        self.string(component.local);
        let (mut properties, mut components, mut early) = (None, None, None);
        let children = reader.children();
        while let Some(child) = children.next(reader)? {
            match child {
                PROPERTIES => {
                    reader.once(&properties, child)?;
                    properties = Some(self.list(child, reader)?);
                }
                COMPONENTS => {
                    reader.once(&early, child)?;
                    reader.once(&components, child)?;
                    if properties.is_some() {
                        components = Some(self.list(child, reader)?);
                    } else {
                        // Both lists may come in any order here, properties come first in jCal.
                        let mut list = Self::default();
                        list.list(child, reader)?;
                        early = Some(list);
                    }
                }
                _ => {}
            }
        }
        if properties.is_none() {
            self.json.push_str(",[]");
        }
        match (early, components) {
            (Some(list), _) => self.append(list),
            (None, Some(())) => {}
            (None, None) => self.json.push_str(",[]"),
        }
        self.json.push(']');
        Ok(())
    }

    /// The properties or components in the element that is open, behind a comma.
    fn list(&mut self, list: Name<'_>, reader: &mut ElementReader<'_>) -> Result<(), XmlError> {
        self.json.push_str(",[");
        let members = reader.children();
        while let Some(member) = members.next(reader)? {
            match (member.namespace, list) {
                (Namespace::ICalendar, PROPERTIES) => self.property(member, reader)?,
                (Namespace::ICalendar, _) => {
                    self.separate();
                    // The depth of elements is bounded by the limits of the reader.
                    self.component(member, reader)?;
                }
                (_, PROPERTIES) => self.embedded(member, reader)?,
                _ => {}
            }
        }
        self.json.push(']');
        Ok(())
    }

    /// An element of another namespace among the properties is a property XML (§4.1).
    fn embedded(&mut self, name: Name<'_>, reader: &mut ElementReader<'_>) -> Result<(), XmlError> {
        self.separate();
        self.place(reader);
        let element = crate::any_element::capture(reader, name)?;
        self.json.push_str("[\"xml\",{},\"unknown\",");
        self.string(&embedded::text(&element));
        self.json.push(']');
        Ok(())
    }

    fn property(&mut self, property: Name<'_>, reader: &mut ElementReader<'_>) -> Result<(), XmlError> {
        self.separate();
        self.place(reader);
        self.json.push('[');
        self.string(property.local);
        self.json.push(',');
        let (mut parameters, mut value_type) = (None, None::<String>);
        let mut values = Vec::new();
        let mut parts = Parts::default();
        let mut bare = String::new();
        let children = reader.children();
        while let Some(piece) = reader.next_piece(children)? {
            let child = match piece {
                Piece::Element(child) => child,
                Piece::Text(text) => {
                    bare.push_str(&text);
                    continue;
                }
            };
            if child == PARAMETERS {
                reader.once(&parameters, child)?;
                parameters = Some(parameters_of(reader)?);
            } else if parts.take(child, reader)? || child.namespace != Namespace::ICalendar {
                continue;
            } else {
                match &value_type {
                    Some(value_type) if value_type != child.local => return Err(reader.unexpected(child)),
                    Some(_) => {}
                    None => value_type = Some(child.local.to_owned()),
                }
                values.push(value(child, reader)?);
            }
        }
        if let Some((parts_type, json)) = parts.json(children, reader)? {
            if value_type.is_some() {
                return Err(children.expected("one value", reader));
            }
            value_type = Some(parts_type.to_owned());
            values.push(json);
        }
        let bare = trim(&bare);
        if !bare.is_empty() {
            // Appendix B.2.2 has a TZID whose value is in no element.
            reader.tolerate(XmlErrorKind::UnexpectedText)?;
            if value_type.is_none() {
                value_type = Some("unknown".to_owned());
                values.push(string(bare));
            }
        }
        let Some(value_type) = value_type else { return Err(children.expected("a value", reader)) };
        self.json.push_str(parameters.as_deref().unwrap_or("{}"));
        self.json.push(',');
        self.string(&value_type);
        for value in values {
            self.json.push(',');
            self.json.push_str(&value);
        }
        self.json.push(']');
        Ok(())
    }

    /// A comma where something stands before.
    fn separate(&mut self) {
        if !self.json.ends_with('[') {
            self.json.push(',');
        }
    }

    fn string(&mut self, text: &str) {
        self.json.push_str(&string(text));
    }

    /// What follows comes from the innermost open element.
    fn place(&mut self, reader: &ElementReader<'_>) {
        self.places.push((self.json.len(), reader.place()));
    }

    fn append(&mut self, inner: Self) {
        let before = self.json.len();
        self.places.extend(inner.places.into_iter().map(|(json, at)| (json + before, at)));
        self.json.push_str(&inner.json);
    }

    /// The error with the place of the element that it is in.
    fn error(&self, error: &JcalError, reader: &ElementReader<'_>) -> XcalError {
        let byte = error.position().byte;
        let after = self.places.partition_point(|(json, _)| *json as u64 <= byte as u64);
        let at = after.checked_sub(1).and_then(|last| self.places.get(last)).map_or(0, |(_, at)| *at);
        XcalError::new(XcalErrorKind::Calendar(error.kind().clone()), reader.position(at))
    }
}

/// The members of the object of parameters.
fn parameters_of(reader: &mut ElementReader<'_>) -> Result<String, XmlError> {
    let mut json = String::from("{");
    let children = reader.children();
    while let Some(child) = children.next(reader)? {
        if child.namespace != Namespace::ICalendar {
            continue;
        }
        if json.len() > 1 {
            json.push(',');
        }
        json.push_str(&string(child.local));
        json.push(':');
        let mut values = Vec::new();
        let types = reader.children();
        while let Some(value_type) = types.next(reader)? {
            if value_type.namespace == Namespace::ICalendar {
                let text = reader.text()?;
                values.push(string(&parameter::read(value_type.local, &text)));
            }
        }
        if values.is_empty() {
            return Err(types.expected("a value", reader));
        }
        json.push('[');
        json.push_str(&values.join(","));
        json.push(']');
    }
    json.push('}');
    Ok(json)
}

/// A value as JSON; its element is open.
fn value(value_type: Name<'_>, reader: &mut ElementReader<'_>) -> Result<String, XmlError> {
    match value_type.local {
        "period" => period(reader),
        "recur" => rule(reader),
        "text" | "unknown" => reader.text().map(|text| string(&text)),
        "binary" => reader.text().map(|text| string(&without_white_space(&text))),
        "boolean" => reader.text().map(|text| match trim(&text) {
            "true" | "1" => "true".to_owned(),
            "false" | "0" => "false".to_owned(),
            other => string(other),
        }),
        "integer" | "float" => reader.text().map(|text| number(trim(&text))),
        _ => reader.text().map(|text| string(trim(&text))),
    }
}

fn period(reader: &mut ElementReader<'_>) -> Result<String, XmlError> {
    let (mut start, mut end) = (None, None);
    let children = reader.children();
    while let Some(child) = children.next(reader)? {
        match child {
            START => {
                reader.once(&start, child)?;
                start = Some(string(trim(&reader.text()?)));
            }
            END | DURATION => {
                reader.once(&end, child)?;
                end = Some(string(trim(&reader.text()?)));
            }
            _ => {}
        }
    }
    let start = children.required(start, START, reader)?;
    let end = children.required(end, END, reader)?;
    Ok(format!("[{start},{end}]"))
}

/// The object of a rule: what stands several times is an array.
fn rule(reader: &mut ElementReader<'_>) -> Result<String, XmlError> {
    let mut parts: Vec<(String, Vec<String>)> = Vec::new();
    let children = reader.children();
    while let Some(child) = children.next(reader)? {
        if child.namespace != Namespace::ICalendar {
            continue;
        }
        let text = reader.text()?;
        let text = trim(&text);
        let value = match child.local {
            "count" | "interval" => number(text),
            part if part.starts_with("by") && part != "byday" => number(text),
            _ => string(text),
        };
        if let Some((_, values)) = parts.iter_mut().find(|(part, _)| part == child.local) {
            values.push(value);
        } else if parts.len() < MOST_RULE_PARTS {
            parts.push((child.local.to_owned(), vec![value]));
        } else {
            return Err(reader.unexpected(child));
        }
    }
    let members = parts.iter().map(|(part, values)| match values.as_slice() {
        [value] => format!("{}:{value}", string(part)),
        values => format!("{}:[{}]", string(part), values.join(",")),
    });
    Ok(format!("{{{}}}", members.collect::<Vec<_>>().join(",")))
}

/// The elements that a structured value has instead of one value.
#[derive(Default)]
struct Parts {
    coordinates: [Option<String>; 2],
    status: [Option<String>; 3],
}

impl Parts {
    /// Takes an element that is a part; `false` where it is none.
    fn take(&mut self, child: Name<'_>, reader: &mut ElementReader<'_>) -> Result<bool, XmlError> {
        let [latitude, longitude] = &mut self.coordinates;
        let [code, description, data] = &mut self.status;
        let (part, is_number) = match child {
            LATITUDE => (latitude, true),
            LONGITUDE => (longitude, true),
            CODE => (code, false),
            DESCRIPTION => (description, false),
            DATA => (data, false),
            _ => return Ok(false),
        };
        reader.once(part, child)?;
        let text = reader.text()?;
        *part = Some(if is_number { number(trim(&text)) } else { string(&text) });
        Ok(true)
    }

    /// The array of the parts and their type; `None` where there are none.
    fn json<'x>(
        self,
        children: Children,
        reader: &ElementReader<'x>,
    ) -> Result<Option<(&'static str, String)>, XmlError> {
        let Self { coordinates, status } = self;
        match (coordinates, status) {
            ([None, None], [None, None, None]) => Ok(None),
            ([latitude, longitude], [None, None, None]) => {
                let latitude = children.required(latitude, LATITUDE, reader)?;
                let longitude = children.required(longitude, LONGITUDE, reader)?;
                Ok(Some(("float", format!("[{latitude},{longitude}]"))))
            }
            ([None, None], [code, description, data]) => {
                let code = children.required(code, CODE, reader)?;
                let description = children.required(description, DESCRIPTION, reader)?;
                let data = data.map_or_else(String::new, |data| format!(",{data}"));
                Ok(Some(("text", format!("[{code},{description}{data}]"))))
            }
            _ => Err(children.expected("one value", reader)),
        }
    }
}

/// A number as JSON has it. What is none is a string, which is then no number to be read.
fn number(text: &str) -> String {
    let unsigned = text.strip_prefix('+').unwrap_or(text);
    let (sign, digits) = unsigned.strip_prefix('-').map_or(("", unsigned), |digits| ("-", digits));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|octet| octet.is_ascii_digit());
    if !is_digits(whole) || !is_digits(fraction) {
        return string(text);
    }
    let whole = match whole.trim_start_matches('0') {
        "" => "0",
        whole => whole,
    };
    if digits.contains('.') { format!("{sign}{whole}.{fraction}") } else { format!("{sign}{whole}") }
}

fn string(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// More parts than a rule has.
const MOST_RULE_PARTS: usize = 64;
