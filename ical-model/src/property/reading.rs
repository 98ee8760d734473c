//! A line on its way to a typed property: what VALUE, ENCODING and TZID say of its value, then the value.
//!
//! [RFC 5545 §3.2.7, §3.2.19, §3.2.20](https://www.rfc-editor.org/rfc/rfc5545#section-3.2.20)

use std::borrow::Cow;

use crate::Limit;
use crate::error::{PropertyError, PropertyErrorKind};
use crate::parameter::{Encoding, Field, Parameter, ParameterName, whole};
use crate::property::{Property, PropertyName, PropertyWriter};
use crate::registry::{self, Definition};
use crate::value::{Leniencies, Separator, TzId, ValueList, ValueRead, ValueType};

/// The value of a typed property.
pub(crate) trait PropertyValue: Sized {
    /// TZID belongs to the value.
    const HAS_TZID: bool = false;

    fn read(reading: &mut Reading<'_>) -> Result<Self, PropertyError>;

    /// The type that VALUE names where the default is another.
    fn value_type(&self) -> ValueType;

    fn tz_id(&self) -> Option<&TzId> {
        None
    }

    fn write(&self, line: &mut PropertyWriter<'_>);
}

/// A line that is being read as a typed property.
pub(crate) struct Reading<'d> {
    line: Property<'d>,
    definition: Option<&'static Definition>,
    value_type: Option<&'static ValueType>,
    tz_id: Option<TzId>,
    encoding: Option<Option<Encoding>>,
    leniencies: Leniencies,
}

impl<'d> Reading<'d> {
    #[inline]
    pub(crate) fn new(line: Property<'d>, name: &PropertyName<'static>) -> Self {
        Self {
            line,
            definition: registry::definition_of(name.code()),
            value_type: None,
            tz_id: None,
            encoding: None,
            leniencies: Leniencies::empty(),
        }
    }

    /// The parameters of the line, once.
    #[inline]
    pub(crate) fn parameters(&self) -> impl Iterator<Item = Result<Parameter<'d>, PropertyError>> + use<'d> {
        // Most lines have none, and nothing has to be unfolded and checked for them.
        let line = self.line;
        line.has_parameters().then(|| line.parameters()).into_iter().flatten()
    }

    /// Reads a parameter into its field.
    #[inline]
    pub(crate) fn field<F: Field>(
        &self,
        parameter: &Parameter<'_>,
        name: &'static ParameterName<'static>,
        field: &mut Option<F>,
    ) -> Result<(), PropertyError> {
        self.line.read_field(parameter, name, field)
    }

    /// Takes a parameter that says how the value is to be read; any other is left alone.
    #[inline]
    pub(crate) fn value_parameter<V: PropertyValue>(
        &mut self,
        parameter: &Parameter<'_>,
    ) -> Result<(), PropertyError> {
        match parameter.name() {
            ParameterName::Value if self.value_type.is_none() => {
                let found = parameter.value();
                let types = self.definition.map_or(&[][..], |definition| definition.value_types);
                self.value_type = types.iter().find(|known| known.name().eq_ignore_ascii_case(&found));
                if self.value_type.is_none() {
                    let kind = PropertyErrorKind::ValueType { found: found.into_owned() };
                    return Err(self.line.parameter_error(parameter, kind));
                }
            }
            ParameterName::TzId if V::HAS_TZID && self.tz_id.is_none() => {
                self.tz_id = Some(TzId::from(&*whole(parameter)));
            }
            ParameterName::Encoding if self.has(&ValueType::Binary) => {
                self.line.read_field(parameter, &ParameterName::Encoding, &mut self.encoding)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// The type that VALUE names.
    pub(crate) fn value_type(&self) -> Option<&'static ValueType> {
        self.value_type
    }

    /// The zone that TZID names.
    pub(crate) fn tz_id(&self) -> Option<&TzId> {
        self.tz_id.as_ref()
    }

    /// ENCODING says that the value is base64 text.
    pub(crate) fn is_base64(&self) -> bool {
        self.encoding == Some(Some(Encoding::Base64))
    }

    /// The stream is read by the grammar alone.
    pub(crate) fn is_strict(&self) -> bool {
        self.line.is_strict()
    }

    /// The text of the value.
    #[inline]
    pub(crate) fn text(&self) -> Result<Cow<'d, str>, PropertyError> {
        self.line.value()
    }

    /// Reads each item of the value, which is a list.
    pub(crate) fn read_items<T>(
        &mut self,
        mut read: impl FnMut(&mut Self, &str, usize) -> Result<T, PropertyError>,
    ) -> Result<Vec<T>, PropertyError> {
        let text = self.text()?;
        let maximum = self.line.tree.options.limits.list_values;
        let mut items = Vec::new();
        for item in ValueList::new(&text, Separator::Comma).with_limit(maximum as usize) {
            let Ok((offset, item)) = item else {
                let kind = PropertyErrorKind::LimitExceeded { limit: Limit::ListValues, maximum };
                return Err(self.error(text.len(), kind));
            };
            items.push(read(self, item, offset)?);
        }
        Ok(items)
    }

    /// Reads a value out of the text, `offset` octets into it.
    #[inline]
    pub(crate) fn read<'t, T: ValueRead<'t>>(
        &mut self,
        text: &'t str,
        offset: usize,
    ) -> Result<T, PropertyError> {
        self.line.read_value(text, offset, &mut self.leniencies)
    }

    /// Takes note of a departure that was read all the same.
    pub(crate) fn let_pass(&mut self, leniency: crate::value::Leniency) {
        self.leniencies.insert(leniency);
    }

    /// An error that stands `offset` octets into the value.
    pub(crate) fn error(&self, offset: usize, kind: PropertyErrorKind) -> PropertyError {
        self.line.value_error(offset, kind)
    }

    /// Reads the value.
    ///
    /// VALUE is often missing where it has to be; then the value is read by what it looks like, unless the
    /// stream is read strictly.
    #[inline]
    pub(crate) fn finish<V: PropertyValue>(mut self) -> Result<V, PropertyError> {
        if self.value_type.is_none()
            && self.is_strict()
            && self.definition.is_some_and(|it| it.value_required)
        {
            return Err(self.error(0, PropertyErrorKind::MissingValueType));
        }
        let value = V::read(&mut self)?;
        self.line.allow(self.leniencies)?;
        Ok(value)
    }

    /// The property holds values of this type.
    pub(crate) fn has(&self, value_type: &ValueType) -> bool {
        self.definition.is_some_and(|definition| definition.value_types.contains(value_type))
    }
}

/// Writes the parameters that belong to the value: VALUE where it has to be, ENCODING and TZID.
#[inline]
pub(crate) fn write_value_parameters<V: PropertyValue>(
    value: &V,
    name: &PropertyName<'static>,
    line: &mut PropertyWriter<'_>,
) {
    let value_type = value.value_type();
    let needed = registry::definition_of(name.code()).is_some_and(|definition| {
        definition.value_required || definition.value_types.first() != Some(&value_type)
    });
    if value_type == ValueType::Binary {
        line.parameter(&ParameterName::Encoding, Encoding::Base64.as_str());
    }
    if needed {
        line.parameter(&ParameterName::Value, value_type.name());
    }
    if let Some(tz_id) = value.tz_id() {
        line.parameter(&ParameterName::TzId, tz_id.as_str());
    }
}

impl<'d> Property<'d> {
    /// The stream is read by the grammar alone.
    pub(crate) fn is_strict(self) -> bool {
        self.tree.options.strict
    }

    /// An error of a parameter.
    pub(crate) fn parameter_error(self, parameter: &Parameter<'_>, kind: PropertyErrorKind) -> PropertyError {
        self.line_error(parameter.offset, kind)
    }
}
