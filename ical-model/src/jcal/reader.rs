//! jCal to content lines, one component after the other.
//!
//! [RFC 7265 §3.2, §3.3, §4](https://www.rfc-editor.org/rfc/rfc7265#section-4)

use std::borrow::Cow;
use std::fmt::Write as _;

use super::error::{JcalError, JcalErrorKind};
use super::json::{Fault, Json, Shape};
use super::name::upper_case;
use crate::folding::fold_into;
use crate::parser::{Limit, ParseLimits, ParseOptions};
use crate::position::Position;
use crate::position::PositionCounter;
use crate::stream::CalendarStream;

/// Reads a JSON text and writes the lines it stands for.
pub(super) struct Reader<'j> {
    pub(super) json: Json<'j>,
    pub(super) limits: ParseLimits,
    /// Where in the innermost component it is.
    pub(super) path: Vec<Segment<'j>>,
    /// Which calendar it is in, of several.
    calendar: Option<usize>,
    open: Vec<Open>,
    out: Vec<u8>,
}

/// One step from a JSON value into it.
#[derive(Clone, Debug)]
pub(super) enum Segment<'j> {
    Element(usize),
    Member(Cow<'j, str>),
}

impl Segment<'_> {
    fn push_to(&self, path: &mut String) {
        // Writing to a String does not fail.
        let _ = match self {
            Self::Element(place) => write!(path, "[{place}]"),
            Self::Member(name) => write!(path, "[{name:?}]"),
        };
    }
}

/// A component that has not ended yet.
struct Open {
    name: Box<str>,
    /// Which component of the one around it it is.
    place: usize,
    /// How many components in it have begun.
    components: usize,
}

/// Reads one calendar, or an array of several.
pub(super) fn read(json: &[u8], limits: &ParseLimits) -> Result<CalendarStream<'static>, JcalError> {
    let text = match str::from_utf8(json) {
        Ok(text) => text,
        Err(error) => {
            let position = position(json, error.valid_up_to());
            return Err(JcalError::new(JcalErrorKind::NotUtf8, position).with_path("$".to_owned()));
        }
    };
    let mut reader = Reader::new(text, *limits);
    let lines = match reader.calendars() {
        Ok(()) => reader.out,
        Err(Fault { kind, at }) => {
            let path = reader.path();
            return Err(JcalError::new(kind, position(json, at)).with_path(path));
        }
    };
    let strict = ParseOptions::strict().with_limits(*limits);
    let stream = CalendarStream::parse_cow(Cow::Owned(lines), &strict);
    let mut stream = stream.map_err(|error| {
        let kind = JcalErrorKind::Stream(error.kind().clone());
        JcalError::new(kind, position(json, 0)).with_path("$".to_owned())
    })?;
    stream.tree.options.strict = false;
    Ok(stream)
}

fn position(json: &[u8], at: usize) -> Position {
    let mut counter = PositionCounter::default();
    counter.pass(json.get(..at).unwrap_or(json));
    counter.position()
}

impl<'j> Reader<'j> {
    fn new(text: &'j str, limits: ParseLimits) -> Self {
        Self {
            json: Json::new(text),
            limits,
            path: Vec::new(),
            calendar: None,
            open: Vec::new(),
            out: Vec::with_capacity(text.len()),
        }
    }

    /// A calendar begins with its name, an array of calendars with the first one.
    fn calendars(&mut self) -> Result<(), Fault> {
        let start = self.json.place();
        self.json.take(b'[', CALENDAR)?;
        if self.json.shape() != Shape::Array {
            if self.json.clone().take(b']', "").is_ok() {
                return Err(Fault::new(JcalErrorKind::NoComponent, start));
            }
            self.calendar()?;
            return self.json.end();
        }
        let mut is_first = true;
        while self.json.more(&mut is_first, b']')? {
            self.calendar = Some(self.calendar.map_or(0, |calendar| calendar + 1));
            self.json.take(b'[', CALENDAR)?;
            self.calendar()?;
        }
        self.json.end()
    }

    /// Takes a calendar behind its "[".
    fn calendar(&mut self) -> Result<(), Fault> {
        self.begin(0)?;
        // The components array of the innermost component is open.
        let mut is_first = true;
        while let Some(innermost) = self.open.last_mut() {
            if self.json.more(&mut is_first, b']')? {
                let place = innermost.components;
                innermost.components += 1;
                self.begin_at(place)?;
                is_first = true;
            } else {
                self.json.end_array()?;
                let name = self.open.pop().map(|open| open.name).unwrap_or_default();
                self.line(&format!("END:{name}"))?;
                is_first = false;
            }
        }
        Ok(())
    }

    fn begin_at(&mut self, place: usize) -> Result<(), Fault> {
        self.path.push(Segment::Element(2));
        self.path.push(Segment::Element(place));
        self.json.take(b'[', "a component")?;
        self.path.clear();
        self.begin(place)
    }

    /// Takes name and properties of a component behind its "[", and the start of the array of components.
    fn begin(&mut self, place: usize) -> Result<(), Fault> {
        let at = self.json.place();
        let maximum = self.limits.nesting;
        self.open.push(Open { name: Box::default(), place, components: 0 });
        if self.open.len() > maximum as usize {
            let kind = JcalErrorKind::LimitExceeded { limit: Limit::Nesting, maximum };
            return Err(Fault::new(kind, at));
        }
        self.path.push(Segment::Element(0));
        let name = self.json.string("the name of a component")?;
        let name = upper_case(&name).ok_or_else(|| Fault::new(JcalErrorKind::InvalidName, at))?;
        if self.open.len() == 1 && name != "VCALENDAR" {
            return Err(Fault::new(JcalErrorKind::NotACalendar, at));
        }
        self.line(&format!("BEGIN:{name}"))?;
        if let Some(open) = self.open.last_mut() {
            open.name = name.into();
        }
        self.path.clear();
        self.json.take(b',', "\",\" and the properties")?;
        self.path.push(Segment::Element(1));
        self.json.take(b'[', "an array of properties")?;
        let mut is_first = true;
        let mut number = 0;
        while self.json.more(&mut is_first, b']')? {
            self.path.push(Segment::Element(number));
            self.property()?;
            self.path.pop();
            number += 1;
        }
        self.path.clear();
        self.json.take(b',', "\",\" and the components")?;
        self.path.push(Segment::Element(2));
        self.json.take(b'[', "an array of components")?;
        self.path.clear();
        Ok(())
    }

    /// Writes a line, folded.
    pub(super) fn line(&mut self, line: &str) -> Result<(), Fault> {
        let start = self.out.len();
        fold_into(&mut self.out, line.as_bytes(), b"\r\n");
        let exceeded = |length: usize, limit, maximum: u32| {
            (length > maximum as usize).then_some(JcalErrorKind::LimitExceeded { limit, maximum })
        };
        let of_line = exceeded(self.out.len() - start, Limit::LineOctets, self.limits.line_octets);
        let of_stream =
            exceeded(self.out.len(), Limit::SourceOctets, self.limits.source_octets.min(u32::MAX - 1));
        match of_line.or(of_stream) {
            Some(kind) => Err(Fault::new(kind, self.json.place())),
            None => Ok(()),
        }
    }

    fn path(&self) -> String {
        let mut path = String::from("$");
        if let Some(calendar) = self.calendar {
            Segment::Element(calendar).push_to(&mut path);
        }
        let last = self.open.len().saturating_sub(SHOWN);
        for (depth, open) in self.open.iter().enumerate().skip(1) {
            if depth < SHOWN || depth >= last {
                Segment::Element(2).push_to(&mut path);
                Segment::Element(open.place).push_to(&mut path);
            } else if depth == SHOWN {
                path.push('…');
            }
        }
        self.path.iter().for_each(|segment| segment.push_to(&mut path));
        path
    }
}

/// How many components are shown at each end of the path to a deep one.
const SHOWN: usize = 8;

const CALENDAR: &str = "a calendar like [\"vcalendar\", [], []]";
