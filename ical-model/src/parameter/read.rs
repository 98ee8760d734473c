//! Parameter values of a type, read from a parameter and written as one.
//!
//! [RFC 5545 §3.2](https://www.rfc-editor.org/rfc/rfc5545#section-3.2)

use std::borrow::Cow;
use std::fmt::Display;

use crate::error::{PropertyError, PropertyErrorKind};
use crate::parameter::{Parameter, ParameterName};
use crate::property::{Property, PropertyWriter};
use crate::value::{Boolean, CalAddress, Duration, Leniencies, Uri, ValueRead};

/// A type that parameters have.
///
/// `String` takes any text; [`Uri`], [`CalAddress`], [`Duration`] and `bool` are read as the value types are.
pub trait ParameterRead: Sized {
    /// The set of values is closed: anything else makes the property unreadable, and not only the parameter.
    const CLOSED: bool = false;
    /// A list of them stands in one pair of quotes, as that of SCHEDULE-STATUS does.
    const LIST_IN_QUOTES: bool = false;

    /// Reads one value, unquoted and decoded, and reports what was let pass; None when it is not of this type.
    fn read(text: &str, leniencies: &mut Leniencies) -> Option<Self>;
}

impl<'d> Property<'d> {
    /// The first parameter of this name by its type.
    ///
    /// It is stricter than reading a whole property, which goes on without a parameter that is not of its type
    /// where the set of values is open.
    ///
    /// # Errors
    ///
    /// As [`parameter`](Self::parameter); the value is not of this type, or the stream is read strictly and the
    /// value departs from the grammar.
    ///
    /// ```
    /// use ical_model::parameter::Order;
    /// use ical_model::{Calendar, ParameterName};
    /// let calendar = Calendar::parse("BEGIN:VCALENDAR\r\nCONTACT;ORDER=2:Desk\r\nEND:VCALENDAR\r\n")?;
    /// let contact = calendar.properties().next().unwrap();
    /// assert_eq!(contact.parameter_as::<Order>(&ParameterName::Order)?, Order::new(2));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn parameter_as<T: ParameterRead>(
        self,
        name: &'static ParameterName<'static>,
    ) -> Result<Option<T>, PropertyError> {
        let Some(parameter) = self.parameter(name)? else { return Ok(None) };
        let mut leniencies = Leniencies::empty();
        let value = single(&parameter).and_then(|text| T::read(&text, &mut leniencies));
        match (value, leniencies.iter().next()) {
            (Some(_), Some(leniency)) if self.is_strict() => {
                Err(self.parameter_error(&parameter, PropertyErrorKind::Lenient(leniency)))
            }
            (Some(value), _) => Ok(Some(value)),
            (None, _) => Err(self.unfit(&parameter, name)),
        }
    }

    /// Reads a parameter into a field of a typed property. The first one of a name counts.
    #[inline]
    pub(crate) fn read_field<F: Field>(
        self,
        parameter: &Parameter<'_>,
        name: &'static ParameterName<'static>,
        field: &mut Option<F>,
    ) -> Result<(), PropertyError> {
        if field.is_some() {
            return Ok(());
        }
        let mut leniencies = Leniencies::empty();
        let (value, fits) = F::read(parameter, &mut leniencies);
        if !fits && (F::CLOSED || self.is_strict()) {
            return Err(self.unfit(parameter, name));
        }
        match leniencies.iter().next() {
            Some(leniency) if self.is_strict() => {
                Err(self.parameter_error(parameter, PropertyErrorKind::Lenient(leniency)))
            }
            _ => {
                *field = Some(value);
                Ok(())
            }
        }
    }

    fn unfit(self, parameter: &Parameter<'_>, name: &'static ParameterName<'static>) -> PropertyError {
        let found = parameter.value().into_owned();
        self.parameter_error(parameter, PropertyErrorKind::ParameterValue { name: name.as_str(), found })
    }

    /// The property is an instance of [`ORDER`](super::Order); None for one without it, which comes last.
    ///
    /// # Errors
    ///
    /// As [`parameter_as`](Self::parameter_as).
    pub fn order(self) -> Result<Option<super::Order>, PropertyError> {
        self.parameter_as(&ParameterName::Order)
    }

    /// Its value is derived from other properties, and clients must not change it
    /// ([RFC 9073 §5.3](https://www.rfc-editor.org/rfc/rfc9073#section-5.3)). Without DERIVED it is not.
    ///
    /// # Errors
    ///
    /// As [`parameter_as`](Self::parameter_as).
    pub fn is_derived(self) -> Result<bool, PropertyError> {
        Ok(self.parameter_as(&ParameterName::Derived)?.unwrap_or(false))
    }
}

/// A field of a typed property that a parameter fills.
pub(crate) trait Field: Default {
    const CLOSED: bool;

    /// What could be read, and whether the parameter was of its type.
    fn read(parameter: &Parameter<'_>, leniencies: &mut Leniencies) -> (Self, bool);

    fn write(&self, name: &ParameterName<'_>, line: &mut PropertyWriter<'_>);
}

impl<T: ParameterRead + Display> Field for Option<T> {
    const CLOSED: bool = T::CLOSED;

    fn read(parameter: &Parameter<'_>, leniencies: &mut Leniencies) -> (Self, bool) {
        let is_single = single(parameter).is_some();
        let value = T::read(&whole(parameter), leniencies);
        let fits = is_single && value.is_some();
        (value, fits)
    }

    fn write(&self, name: &ParameterName<'_>, line: &mut PropertyWriter<'_>) {
        line.optional_parameter(name, self.as_ref());
    }
}

impl<T: ParameterRead + Display> Field for Vec<T> {
    const CLOSED: bool = T::CLOSED;

    fn read(parameter: &Parameter<'_>, leniencies: &mut Leniencies) -> (Self, bool) {
        let mut fits = true;
        let mut values = Self::new();
        let mut read = |text: &str| match T::read(text, leniencies) {
            Some(value) => values.push(value),
            None => fits = false,
        };
        for value in parameter.values() {
            if T::LIST_IN_QUOTES {
                value.text.split(',').for_each(&mut read);
            } else {
                read(&value.text);
            }
        }
        (values, fits)
    }

    fn write(&self, name: &ParameterName<'_>, line: &mut PropertyWriter<'_>) {
        let texts: Vec<_> = self.iter().map(ToString::to_string).collect();
        if T::LIST_IN_QUOTES && !texts.is_empty() {
            line.parameter(name, &texts.join(","));
        } else {
            line.parameter_list(name, texts.iter().map(String::as_str));
        }
    }
}

/// FALSE is what holds without the parameter, so it is not written.
impl Field for bool {
    const CLOSED: Self = true;

    fn read(parameter: &Parameter<'_>, leniencies: &mut Leniencies) -> (Self, bool) {
        let value = single(parameter).and_then(|text| <Self as ParameterRead>::read(&text, leniencies));
        (value.unwrap_or(false), value.is_some())
    }

    fn write(&self, name: &ParameterName<'_>, line: &mut PropertyWriter<'_>) {
        if *self {
            line.parameter(name, "TRUE");
        }
    }
}

impl ParameterRead for String {
    fn read(text: &str, _: &mut Leniencies) -> Option<Self> {
        Some(text.to_owned())
    }
}

impl ParameterRead for bool {
    const CLOSED: Self = true;

    fn read(text: &str, leniencies: &mut Leniencies) -> Option<Self> {
        Boolean::read(text, leniencies).ok().map(Boolean::get)
    }
}

impl ParameterRead for Duration {
    fn read(text: &str, leniencies: &mut Leniencies) -> Option<Self> {
        ValueRead::read(text, leniencies).ok()
    }
}

impl ParameterRead for Uri<'static> {
    fn read(text: &str, leniencies: &mut Leniencies) -> Option<Self> {
        Uri::<'_>::read_value(text, leniencies).map(Uri::into_owned)
    }
}

impl ParameterRead for CalAddress<'static> {
    fn read(text: &str, leniencies: &mut Leniencies) -> Option<Self> {
        CalAddress::<'_>::read_value(text, leniencies).map(CalAddress::into_owned)
    }
}

/// Names the reading of values where a type has two.
trait ReadValue<'t>: ValueRead<'t> {
    fn read_value(text: &'t str, leniencies: &mut Leniencies) -> Option<Self> {
        <Self as ValueRead<'t>>::read(text, leniencies).ok()
    }
}

impl<'t, T: ValueRead<'t>> ReadValue<'t> for T {}

/// The value of a parameter that holds one; None when there are several.
fn single<'p>(parameter: &'p Parameter<'_>) -> Option<Cow<'p, str>> {
    let mut values = parameter.values();
    let first = values.next()?;
    values.next().is_none().then_some(first.text)
}

/// The value of a parameter that holds one. A comma that should have been quoted is part of it.
pub(crate) fn whole<'p>(parameter: &'p Parameter<'_>) -> Cow<'p, str> {
    single(parameter).unwrap_or_else(|| {
        let texts: Vec<_> = parameter.values().map(|value| value.text).collect();
        Cow::Owned(texts.join(","))
    })
}
