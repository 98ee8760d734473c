//! A line that takes the place of a stored one.

use ical_model::value::DateOrDateTime;
use ical_model::{ParameterName, Property, PropertyName};

/// A line that takes the place of a stored one, or that is added.
#[derive(Clone, Debug)]
pub(super) struct NewLine {
    name: PropertyName<'static>,
    /// The name, the parameters and the colon.
    header: String,
    value: String,
}

impl NewLine {
    /// A line with a value that is written as it has to stand.
    pub(super) fn new(name: PropertyName<'static>, value: String) -> Self {
        let header = format!("{name}:");
        Self { name, header, value }
    }

    /// A line with a day, or with a time that is floating or in UTC.
    pub(super) fn time(name: PropertyName<'static>, value: &DateOrDateTime) -> Self {
        let mut line = Self::new(name, value.to_string());
        if value.is_date() {
            line.add_parameter("VALUE=DATE");
        }
        line
    }

    /// With the parameters of the line that it takes the place of, but for those that go with the old value.
    pub(super) fn with_parameters_of(
        mut self,
        before: Option<Property<'_>>,
        gone: &[ParameterName<'_>],
    ) -> Self {
        let parameters = before.into_iter().flat_map(Property::parameters).flatten();
        for parameter in parameters.filter(|parameter| parameter.fault().is_none()) {
            if !gone.contains(parameter.name()) {
                self.add_parameter(&format!("{}={}", parameter.name(), parameter.raw()));
            }
        }
        self
    }

    pub(super) const fn name(&self) -> &PropertyName<'static> {
        &self.name
    }

    /// The name, the parameters and the colon.
    pub(super) fn header(&self) -> &str {
        &self.header
    }

    pub(super) fn value(&self) -> &str {
        &self.value
    }

    fn add_parameter(&mut self, parameter: &str) {
        let colon = self.header.len().saturating_sub(1);
        self.header.insert_str(colon, parameter);
        self.header.insert(colon, ';');
    }
}
