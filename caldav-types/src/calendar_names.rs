//! Names of iCalendar in serialized data: their text.

use ical_model::{ComponentName, ParameterName, PropertyName};
use serde::{Deserialize, Deserializer, Serializer};

/// Makes a module for the attribute `serde(with = …)`.
macro_rules! names_by_text {
    ($($module:ident: $name:ident;)+) => {
        $(
            pub(crate) mod $module {
                use super::{Deserialize, Deserializer, Serializer, $name};

                pub(crate) fn serialize<S: Serializer>(name: &$name<'_>, serializer: S) -> Result<S::Ok, S::Error> {
                    serializer.serialize_str(name.as_str())
                }

                pub(crate) fn deserialize<'de, D: Deserializer<'de>>(
                    deserializer: D,
                ) -> Result<$name<'static>, D::Error> {
                    String::deserialize(deserializer).map($name::new)
                }
            }
        )+
    };
}

names_by_text! {
    component: ComponentName;
    parameter: ParameterName;
    property: PropertyName;
}
