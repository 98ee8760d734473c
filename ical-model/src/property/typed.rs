//! Properties with a meaning of their own, read from a line and written as one.

use crate::error::PropertyError;
use crate::parameter::ParameterName;
use crate::property::{Property, PropertyName, PropertyWriter};

/// A property whose value and parameters have types.
///
/// Reading is a pure function of the line; writing makes a line that reads strictly and gives the same again.
///
/// ```
/// use ical_model::value::Integer;
/// use ical_model::{ParameterName, Property, PropertyError, PropertyName, PropertyWriter, TypedProperty};
///
/// /// A property of our own.
/// #[derive(Debug, PartialEq)]
/// struct Travel { minutes: Integer }
///
/// impl TypedProperty for Travel {
///     const NAME: PropertyName<'static> = PropertyName::Other(std::borrow::Cow::Borrowed("X-EXAMPLE-TRAVEL"));
///     const PARAMETERS: &'static [ParameterName<'static>] = &[];
///     fn read(line: Property<'_>) -> Result<Self, PropertyError> {
///         Ok(Self { minutes: line.value_as()? })
///     }
///     fn write(&self, line: &mut PropertyWriter<'_>) {
///         line.value(&self.minutes);
///     }
/// }
///
/// let mut calendar = ical_model::Calendar::new("-//Example Corp.//Travel//EN");
/// calendar.root_mut().set(&Travel { minutes: Integer::from(30) })?;
/// assert_eq!(calendar.property::<Travel>()?, Some(Travel { minutes: Integer::from(30) }));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub trait TypedProperty: Sized {
    /// The name of the property.
    const NAME: PropertyName<'static>;
    /// The parameters that reading and writing know. [`set`](crate::ComponentMut::set) keeps the others of a
    /// line that it replaces, but for VALUE, ENCODING and TZID, which belong to the value.
    const PARAMETERS: &'static [ParameterName<'static>];

    /// Reads a line.
    ///
    /// # Errors
    ///
    /// What the property cannot hold, with its position.
    fn read(line: Property<'_>) -> Result<Self, PropertyError>;

    /// Writes parameters and value.
    fn write(&self, line: &mut PropertyWriter<'_>);
}
