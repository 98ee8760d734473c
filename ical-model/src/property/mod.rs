//! A property: one line of a component, kept as it came and read when it is asked for.
//!
//! [RFC 5545 §3.1, §3.7, §3.8](https://www.rfc-editor.org/rfc/rfc5545#section-3.7)

mod alarm;
#[cfg(any(test, feature = "proptest"))]
mod arbitrary;
mod attachment;
mod attendee;
mod bounded_integer;
mod calendar_properties;
mod change;
mod color;
mod date_time;
mod declare;
mod descriptive;
mod event_publishing;
mod geo;
mod name;
mod one_form;
mod property_value;
mod reading;
mod recurrence;
mod relationship;
mod request_status;
mod structured;
mod time_zone;
mod typed;
mod utc_date_time;
mod utc_periods;
mod writer;

use std::borrow::Cow;

use crate::content_line::{Header, ParameterFault};
use crate::error::{PropertyError, PropertyErrorKind};
use crate::folding::{folded_offset, unfold};
use crate::parameter::{Parameter, ParameterName};
use crate::registry::{self, Separator};
use crate::tree::{Flags, Index, Node, Tree};
use crate::value::{Leniencies, Value, ValueRead, ValueType};
use crate::{Limit, Position};

pub use alarm::{Acknowledged, Action, Proximity, Repeat, Trigger};
pub use attachment::Attachment;
pub use attendee::{Attendee, CalendarAddress, Organizer};
pub use bounded_integer::BoundedInteger;
pub use calendar_properties::{CalScale, Method, ProdId, Version, VersionRange};
pub use change::{Created, DtStamp, LastModified, Sequence};
pub use color::Color;
pub use date_time::{Completed, DtEnd, DtStart, Due, Duration, FreeBusy, Transp};
pub use descriptive::{
    Attach, Categories, Class, Comment, Conference, Description, Image, Location, Name, PercentComplete,
    Priority, RefreshInterval, Resources, Source, Status, Summary,
};
pub use event_publishing::{
    BusyType, Data, LocationType, ParticipantType, ResourceType, StructuredData, StyledDescription, TextOrUri,
};
pub use geo::{Coordinates, Geo};
pub use name::PropertyName;
pub use one_form::{Formed, OneForm};
pub use recurrence::{ExDate, ExRule, RDate, RRule, RecurrenceDate};
pub use relationship::{
    Concept, Contact, Link, LinkTarget, RecurrenceId, RefId, RelatedTo, Relative, Uid, Url,
};
pub use request_status::{RequestOutcome, RequestStatus};
pub use time_zone::{TzId, TzIdAliasOf, TzName, TzOffsetFrom, TzOffsetTo, TzUntil, TzUrl};
pub use typed::TypedProperty;
pub use utc_date_time::UtcDateTime;
pub use utc_periods::UtcPeriods;
pub use writer::PropertyWriter;
#[cfg(feature = "serde")]
pub(crate) use writer::is_quoted;
pub(crate) use writer::line_of;

/// A property of a component: a view of one line.
///
/// ```
/// use ical_model::{Calendar, PropertyName};
/// let calendar = Calendar::parse("BEGIN:VCALENDAR\r\nX-WR-CALNAME;X-OLD=1:Home\\, sw\r\n eet home\r\nEND:VCALENDAR\r\n")?;
/// let name = calendar.properties().next().unwrap();
/// assert_eq!(name.name(), PropertyName::from("x-wr-calname"));
/// assert_eq!(name.value()?, "Home\\, sweet home");
/// assert_eq!(name.position().line, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy)]
pub struct Property<'d> {
    pub(crate) tree: &'d Tree<'d>,
    pub(crate) node: &'d Node,
    pub(crate) index: Index,
}

/// Which property of its stream a property is; the same as long as it is not removed.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct PropertyId(pub(crate) Index);

impl<'d> Property<'d> {
    /// Names it for edits.
    #[must_use]
    pub fn id(self) -> PropertyId {
        PropertyId(self.index)
    }

    /// The name.
    #[must_use]
    #[inline]
    pub fn name(self) -> PropertyName<'d> {
        match PropertyName::from_code(self.node.name) {
            Some(name) => name,
            None => PropertyName::Other(match self.part(0, self.node.end as usize) {
                Cow::Borrowed(name) => String::from_utf8_lossy(name),
                Cow::Owned(name) => Cow::Owned(String::from_utf8_lossy(&name).into_owned()),
            }),
        }
    }

    /// Whether it has this name.
    #[must_use]
    #[inline]
    pub fn is(self, name: &PropertyName<'_>) -> bool {
        match name.code() {
            0 => self.node.name == 0 && self.name() == *name,
            code => self.node.name == code,
        }
    }

    /// The name has only characters that names have (RFC 5545 §3.1).
    #[must_use]
    pub fn has_valid_name(self) -> bool {
        !self.node.is(Flags::INVALID_NAME)
    }

    /// The octets of its line as they stand in the stream: folds included, the last line end not.
    #[must_use]
    pub fn line(self) -> &'d [u8] {
        self.tree.line(self.node)
    }

    /// The octets of its line without folds and line end.
    ///
    /// ```
    /// use ical_model::Calendar;
    /// let calendar = Calendar::parse("BEGIN:VCALENDAR\r\nX-A;B=1:on\r\n e\r\nEND:VCALENDAR\r\n")?;
    /// assert_eq!(calendar.properties().next().unwrap().unfolded_line(), &b"X-A;B=1:one"[..]);
    /// # Ok::<(), ical_model::ParseError>(())
    /// ```
    #[must_use]
    pub fn unfolded_line(self) -> Cow<'d, [u8]> {
        self.part(0, usize::MAX)
    }

    /// The value as it stands in the line, unfolded; escapes are kept.
    ///
    /// # Errors
    ///
    /// The octets are not UTF-8.
    #[inline]
    pub fn value(self) -> Result<Cow<'d, str>, PropertyError> {
        let text = match self.value_octets() {
            Cow::Borrowed(octets) => {
                std::str::from_utf8(octets).map(Cow::Borrowed).map_err(|e| e.valid_up_to())
            }
            Cow::Owned(octets) => {
                String::from_utf8(octets).map(Cow::Owned).map_err(|e| e.utf8_error().valid_up_to())
            }
        };
        text.map_err(|offset| PropertyError::new(PropertyErrorKind::NotUtf8, self.value_position(offset)))
    }

    /// The octets of the value, unfolded; whatever they are.
    #[must_use]
    #[inline]
    pub fn value_octets(self) -> Cow<'d, [u8]> {
        self.part(self.node.value as usize, usize::MAX)
    }

    /// The type of the value: as VALUE says, else the default of the property.
    ///
    /// # Errors
    ///
    /// As [`parameters`](Self::parameters); VALUE is no name.
    pub fn value_type(self) -> Result<ValueType, PropertyError> {
        match self.parameter(&ParameterName::Value)? {
            Some(parameter) => self.read_value_type(&parameter),
            None => Ok(self.default_type()),
        }
    }

    /// The type that the value has without VALUE; TEXT for properties nobody knows.
    #[must_use]
    pub fn default_type(self) -> ValueType {
        registry::definition_of(self.node.name)
            .map_or(ValueType::Text, |definition| definition.default_type())
    }

    /// Its value as one of this type.
    ///
    /// # Errors
    ///
    /// It is not such a value, or the stream is read strictly and the value departs from the grammar.
    ///
    /// ```
    /// use ical_model::{Calendar, value::Integer};
    /// let calendar = Calendar::parse("BEGIN:VCALENDAR\r\nX-SIZE:12\r\nX-SIZE:big\r\nEND:VCALENDAR\r\n")?;
    /// let mut sizes = calendar.properties().map(|size| size.value_as::<Integer>());
    /// assert_eq!(sizes.next().unwrap()?, Integer::from(12));
    /// assert_eq!(sizes.next().unwrap().unwrap_err().position().column, 8);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn value_as<T: for<'t> ValueRead<'t>>(self) -> Result<T, PropertyError> {
        let mut leniencies = Leniencies::empty();
        let value = self.read_value(&self.value()?, 0, &mut leniencies)?;
        self.allow(leniencies)?;
        Ok(value)
    }

    /// Reads a value out of the text of this line, `offset` octets into the value.
    pub(crate) fn read_value<'t, T: ValueRead<'t>>(
        self,
        text: &'t str,
        offset: usize,
        leniencies: &mut Leniencies,
    ) -> Result<T, PropertyError> {
        T::read(text, leniencies)
            .map_err(|error| self.value_error(offset + error.offset(), PropertyErrorKind::Value(error)))
    }

    /// An error that stands `offset` octets into the value.
    pub(crate) fn value_error(self, offset: usize, kind: PropertyErrorKind) -> PropertyError {
        PropertyError::new(kind, self.value_position(offset))
    }

    /// Every value of the property by its type, and the departures from the grammar that were read all the
    /// same. A list has one value an item; a structured value counts as one text.
    ///
    /// # Errors
    ///
    /// As for [`value_as`](Self::value_as); a list longer than its limit.
    ///
    /// ```
    /// use ical_model::{Calendar, value::Value};
    /// let calendar = Calendar::parse("BEGIN:VCALENDAR\r\nEXDATE;VALUE=DATE:20270101,20270102\r\nEND:VCALENDAR\r\n")?;
    /// let (values, leniencies) = calendar.properties().next().unwrap().values()?;
    /// assert!(matches!(values.as_slice(), [Value::Date(_), Value::Date(_)]));
    /// assert!(leniencies.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn values(self) -> Result<(Vec<Value<'d>>, Leniencies), PropertyError> {
        let mut values = self.each_value()?;
        let read = values.by_ref().collect::<Result<Vec<_>, _>>()?;
        Ok((read, values.leniencies()))
    }

    /// The same values one by one, without a vector for them.
    ///
    /// # Errors
    ///
    /// As [`value_type`](Self::value_type) and [`value`](Self::value); each item as
    /// [`value_as`](Self::value_as).
    #[inline]
    pub fn each_value(self) -> Result<Values<'d>, PropertyError> {
        let definition = registry::definition_of(self.node.name);
        let value_type = match self.parameter(&ParameterName::Value)? {
            Some(parameter) => Cow::Owned(self.read_value_type(&parameter)?),
            None => Cow::Borrowed(definition.and_then(|d| d.value_types.first()).unwrap_or(&ValueType::Text)),
        };
        let separator = definition.map_or(Separator::None, |definition| definition.separator);
        let left = self.tree.options.limits.list_values;
        let text = self.value()?;
        Ok(Values {
            property: self,
            value_type,
            text,
            separator,
            next: Some(0),
            left,
            leniencies: Leniencies::empty(),
        })
    }

    fn read_value_type(self, parameter: &Parameter<'_>) -> Result<ValueType, PropertyError> {
        let read = parameter.value().parse();
        read.map_err(|error| self.line_error(parameter.offset, PropertyErrorKind::Value(error)))
    }

    /// An error when there are leniencies and the stream is read strictly.
    pub(crate) fn allow(self, leniencies: Leniencies) -> Result<(), PropertyError> {
        if leniencies.is_empty() || !self.tree.options.strict {
            return Ok(());
        }
        let lenient = leniencies.iter().next().map(PropertyErrorKind::Lenient);
        lenient.map_or(Ok(()), |kind| Err(self.value_error(0, kind)))
    }

    /// The parameters in the order of the line.
    ///
    /// An item is an error where a parameter is not UTF-8, where there are more than
    /// [`Limit::Parameters`], and, when the stream is read strictly, where one breaks the grammar.
    #[must_use]
    pub fn parameters(self) -> Parameters<'d> {
        let (from, to) = (self.node.end as usize, (self.node.value as usize).saturating_sub(1));
        let octets = if from < to { self.part(from, to) } else { Cow::Borrowed(&[][..]) };
        let name_length = if self.node.is(Flags::FOLDED) { self.part(0, from).len() } else { from };
        let text = match octets {
            Cow::Borrowed(octets) => {
                std::str::from_utf8(octets).map(Cow::Borrowed).map_err(|e| e.valid_up_to())
            }
            Cow::Owned(octets) => {
                String::from_utf8(octets).map(Cow::Owned).map_err(|e| e.utf8_error().valid_up_to())
            }
        };
        let error =
            text.as_ref().err().map(|at| self.line_error(name_length + at, PropertyErrorKind::NotUtf8));
        let header = Header::new(text.unwrap_or_default(), name_length, self.node.is(Flags::OPEN_QUOTE));
        Parameters { header, error, property: self, left: self.tree.options.limits.parameters }
    }

    /// Whether a ";" follows the name.
    #[must_use]
    #[inline]
    pub fn has_parameters(self) -> bool {
        self.node.value != self.node.end + 1
    }

    /// The first parameter of this name.
    ///
    /// # Errors
    ///
    /// As [`parameters`](Self::parameters), for those up to the one that is asked for.
    #[inline]
    pub fn parameter(self, name: &ParameterName<'_>) -> Result<Option<Parameter<'d>>, PropertyError> {
        if self.node.value == self.node.end + 1 {
            return Ok(None);
        }
        let mut parameters = self.parameters();
        match (&parameters.error, parameters.left, self.tree.options.strict) {
            // Nothing can stop the walk, so the parameters before it need not be made.
            (None, left, false) if self.node.value - self.node.end <= left => {
                Ok(parameters.header.find(name))
            }
            _ => parameters.find(|found| !matches!(found, Ok(found) if found.name != *name)).transpose(),
        }
    }

    /// Where the line begins.
    #[must_use]
    pub fn position(self) -> Position {
        self.tree.position(self.index, 0)
    }

    /// Where an octet of the unfolded value stands.
    #[must_use]
    pub fn value_position(self, offset: usize) -> Position {
        let value = self.node.value as usize;
        let folded = self.line().get(value..).unwrap_or_default();
        self.tree.position(self.index, value + folded_offset(folded, offset))
    }

    /// Where a parameter of this property stands.
    #[must_use]
    pub fn parameter_position(self, parameter: &Parameter<'_>) -> Position {
        self.line_position(parameter.offset)
    }

    fn line_position(self, offset: usize) -> Position {
        self.tree.position(self.index, folded_offset(self.line(), offset))
    }

    fn line_error(self, offset: usize, kind: PropertyErrorKind) -> PropertyError {
        PropertyError::new(kind, self.line_position(offset))
    }

    /// A part of the line, unfolded; `to` may lie behind its end.
    #[inline]
    fn part(self, from: usize, to: usize) -> Cow<'d, [u8]> {
        let line = self.line();
        let part = line.get(from..to.min(line.len())).unwrap_or_default();
        if self.node.is(Flags::FOLDED) { unfold(part) } else { Cow::Borrowed(part) }
    }
}

impl std::fmt::Debug for Property<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Property(\"{}\")", self.line().escape_ascii())
    }
}

impl PartialEq for Property<'_> {
    /// Lines are compared by their octets, line ends left off.
    fn eq(&self, other: &Self) -> bool {
        self.line() == other.line()
    }
}

impl Eq for Property<'_> {}

/// The values of a property, read one by one.
#[derive(Clone, Debug)]
pub struct Values<'d> {
    property: Property<'d>,
    value_type: Cow<'d, ValueType>,
    text: Cow<'d, str>,
    separator: Separator,
    /// Where the next value starts.
    next: Option<usize>,
    left: u32,
    leniencies: Leniencies,
}

impl Values<'_> {
    /// The departures from the grammar in the values read so far.
    #[must_use]
    pub fn leniencies(&self) -> Leniencies {
        self.leniencies
    }

    /// Where the value that starts here ends, and where the next one starts.
    #[inline]
    fn end_from(&self, start: usize) -> (usize, Option<usize>) {
        let octets = self.text.as_bytes();
        if self.separator != Separator::Comma {
            return (octets.len(), None);
        }
        let mut from = start;
        while let Some(at) = octets.get(from..).and_then(|rest| memchr::memchr2(b',', b'\\', rest)) {
            if octets.get(from + at) == Some(&b',') {
                return (from + at, Some(from + at + 1));
            }
            // What a backslash stands before separates nothing.
            from += at + 2;
        }
        (octets.len(), None)
    }
}

impl<'d> Iterator for Values<'d> {
    type Item = Result<Value<'d>, PropertyError>;

    #[inline]
    fn next(&mut self) -> Option<Self::Item> {
        let start = self.next.take()?;
        let Some(left) = self.left.checked_sub(1) else {
            let maximum = self.property.tree.options.limits.list_values;
            let kind = PropertyErrorKind::LimitExceeded { limit: Limit::ListValues, maximum };
            return Some(Err(self.property.value_error(start, kind)));
        };
        self.left = left;
        let (end, next) = self.end_from(start);
        let leniencies = &mut self.leniencies;
        let value = match (&self.text, self.separator) {
            (Cow::Borrowed(text), Separator::Structured) => Ok(Value::Unknown(Cow::Borrowed(text))),
            (Cow::Owned(text), Separator::Structured) => Ok(Value::Unknown(Cow::Owned(text.clone()))),
            (Cow::Borrowed(text), _) => {
                Value::read(text.get(start..end).unwrap_or_default(), &self.value_type, leniencies)
            }
            (Cow::Owned(text), _) => {
                let text = text.get(start..end).unwrap_or_default();
                Value::read(text, &self.value_type, leniencies).map(Value::into_owned)
            }
        };
        Some(match value {
            Ok(value) => {
                self.next = next;
                self.property.allow(self.leniencies).map(|()| value)
            }
            Err(error) => {
                Err(self.property.value_error(start + error.offset(), PropertyErrorKind::Value(error)))
            }
        })
    }
}

/// The parameters of a property.
#[derive(Clone, Debug)]
pub struct Parameters<'d> {
    header: Header<'d>,
    error: Option<PropertyError>,
    property: Property<'d>,
    left: u32,
}

impl<'d> Iterator for Parameters<'d> {
    type Item = Result<Parameter<'d>, PropertyError>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(error) = self.error.take() {
            return Some(Err(error));
        }
        let parameter = self.header.next()?;
        let limits = self.property.tree.options.limits;
        let commas = memchr::memchr_iter(b',', parameter.raw.as_bytes()).count();
        self.left = match self.left.checked_sub(1) {
            Some(left) if commas < limits.parameters as usize => left,
            _ => {
                self.header = Header::new(Cow::Borrowed(""), 0, false);
                let kind =
                    PropertyErrorKind::LimitExceeded { limit: Limit::Parameters, maximum: limits.parameters };
                return Some(Err(self.property.line_error(parameter.offset, kind)));
            }
        };
        match parameter.fault {
            Some(fault) if self.property.tree.options.strict => {
                Some(Err(self.property.line_error(parameter.offset, PropertyErrorKind::Parameter(fault))))
            }
            _ => Some(Ok(parameter)),
        }
    }
}

/// Faults of the parameters of a property, for [`Diagnostic`](crate::Diagnostic)s.
pub(crate) fn parameter_faults(property: Property<'_>) -> impl Iterator<Item = (usize, ParameterFault)> {
    property.parameters().header.filter_map(|parameter| Some((parameter.offset, parameter.fault?)))
}

/// Where in the line, folds included, an octet of the unfolded line stands.
pub(crate) fn offset_in_line(property: Property<'_>, offset: usize) -> usize {
    folded_offset(property.line(), offset)
}
