//! Declares typed properties that have a value and parameters.

/// Declares a struct for a property and how its line is read and written. The value comes first, then the
/// fields of the parameters, each with the name of its [`ParameterName`](crate::ParameterName).
macro_rules! property {
    (
        $(#[$attribute:meta])*
        pub struct $Name:ident {
            $(#[$value_doc:meta])*
            pub $value:ident: $Value:ty,
            $($(#[$doc:meta])* pub $field:ident: $Field:ty = $Parameter:ident,)*
        }
    ) => {
        $(#[$attribute])*
        #[derive(Clone, Debug, Eq, Hash, PartialEq)]
        pub struct $Name {
            $(#[$value_doc])*
            pub $value: $Value,
            $($(#[$doc])* pub $field: $Field,)*
        }

        impl $crate::property::TypedProperty for $Name {
            const NAME: $crate::property::PropertyName<'static> = $crate::property::PropertyName::$Name;
            const PARAMETERS: &'static [$crate::parameter::ParameterName<'static>] =
                &[$($crate::parameter::ParameterName::$Parameter,)*];

            fn read(line: $crate::property::Property<'_>) -> Result<Self, $crate::error::PropertyError> {
                let mut reading = $crate::property::reading::Reading::new(line, &Self::NAME);
                $(let mut $field = None;)*
                for parameter in reading.parameters() {
                    let parameter = parameter?;
                    match parameter.name() {
                        $($crate::parameter::ParameterName::$Parameter => reading.field(
                            &parameter,
                            &$crate::parameter::ParameterName::$Parameter,
                            &mut $field,
                        )?,)*
                        _ => reading.value_parameter::<$Value>(&parameter)?,
                    }
                }
                let $value = reading.finish()?;
                Ok(Self { $value, $($field: $field.unwrap_or_default(),)* })
            }

            fn write(&self, line: &mut $crate::property::PropertyWriter<'_>) {
                $crate::property::reading::write_value_parameters(&self.$value, &Self::NAME, line);
                $($crate::parameter::Field::write(
                    &self.$field,
                    &$crate::parameter::ParameterName::$Parameter,
                    line,
                );)*
                $crate::property::reading::PropertyValue::write(&self.$value, line);
            }
        }

        impl From<$Value> for $Name {
            /// The property with this value and no parameters.
            fn from($value: $Value) -> Self {
                Self { $value, $($field: Default::default(),)* }
            }
        }
    };
}
pub(crate) use property;

/// `From` for what the value of a property is made from without fail.
macro_rules! from_parts {
    ($($Name:ident($Value:ty): $($Part:ty),+;)+) => {$($(
        impl From<$Part> for $Name {
            /// The property with this value and no parameters.
            fn from(value: $Part) -> Self {
                Self::from(<$Value>::from(value))
            }
        }
    )+)+};
}
pub(crate) use from_parts;

/// Makes an enum of names a property whose value is one of them.
macro_rules! vocabulary_property {
    ($Name:ident) => {
        impl $crate::property::TypedProperty for $Name {
            const NAME: $crate::property::PropertyName<'static> = $crate::property::PropertyName::$Name;
            const PARAMETERS: &'static [$crate::parameter::ParameterName<'static>] = &[];

            fn read(line: $crate::property::Property<'_>) -> Result<Self, $crate::error::PropertyError> {
                let mut reading = $crate::property::reading::Reading::new(line, &Self::NAME);
                for parameter in reading.parameters() {
                    reading.value_parameter::<Self>(&parameter?)?;
                }
                reading.finish()
            }

            fn write(&self, line: &mut $crate::property::PropertyWriter<'_>) {
                line.text(self.as_str());
            }
        }

        impl $crate::property::reading::PropertyValue for $Name {
            fn read(
                reading: &mut $crate::property::reading::Reading<'_>,
            ) -> Result<Self, $crate::error::PropertyError> {
                let text = reading.text()?;
                let name = reading.read::<$crate::value::Text<'_>>(&text, 0)?;
                let trimmed = name.as_str().trim_matches([' ', '\t']);
                let known = Self::new(trimmed);
                if trimmed.len() == name.as_str().len() {
                    return Ok(known);
                }
                // White space is no part of a name that is known.
                if !known.is_known() {
                    return Ok(Self::new(name.as_str()));
                }
                reading.let_pass($crate::value::Leniency::WhiteSpace);
                Ok(known)
            }

            fn value_type(&self) -> $crate::value::ValueType {
                $crate::value::ValueType::Text
            }

            fn write(&self, line: &mut $crate::property::PropertyWriter<'_>) {
                line.text(self.as_str());
            }
        }
    };
}
pub(crate) use vocabulary_property;

/// Declares properties whose value is a text and that have ALTREP and LANGUAGE.
macro_rules! text_properties {
    ($($(#[$attribute:meta])* $Name:ident;)+) => {$(
        $crate::property::declare::property! {
            $(#[$attribute])*
            pub struct $Name {
                /// The text.
                pub value: String,
                /// ALTREP, where the text stands in another form.
                pub alt_rep: Option<$crate::value::Uri<'static>> = AltRep,
                /// LANGUAGE, the language of the text.
                pub language: Option<$crate::parameter::LanguageTag> = Language,
            }
        }
        $crate::property::declare::from_parts! { $Name(String): &str; }
    )+};
}
pub(crate) use text_properties;

/// Declares properties that are a value and nothing else.
macro_rules! plain_properties {
    ($($(#[$attribute:meta])* $Name:ident: $Value:ty;)+) => {$(
        $crate::property::declare::property! {
            $(#[$attribute])*
            pub struct $Name {
                /// The value.
                pub value: $Value,
            }
        }
    )+};
}
pub(crate) use plain_properties;
