//! REQUEST-STATUS: what became of a scheduling request.
//!
//! [RFC 5545 §3.8.8.3](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.8.3)
//!
//! ```abnf
//! rstatus = "REQUEST-STATUS" rstatparam ":" statcode ";" statdesc [";" extdata]
//! ```

use crate::error::{PropertyError, PropertyErrorKind};
use crate::parameter::{LanguageTag, StatusCode};
use crate::property::PropertyWriter;
use crate::property::declare::property;
use crate::property::reading::{PropertyValue, Reading};
use crate::property::structured::parts;
use crate::value::{Text, ValueType};

property! {
    /// REQUEST-STATUS, what became of a scheduling request.
    /// [RFC 5545 §3.8.8.3](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.8.3)
    pub struct RequestStatus {
        /// The status.
        pub value: RequestOutcome,
        /// LANGUAGE, the language of the description.
        pub language: Option<LanguageTag> = Language,
    }
}

/// A status code, what it means, and what it is about.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub struct RequestOutcome {
    /// The code.
    pub code: StatusCode,
    /// What it means, for people.
    pub description: String,
    /// What it is about, for example the line at fault.
    pub data: Option<String>,
}

impl PropertyValue for RequestOutcome {
    fn read(reading: &mut Reading<'_>) -> Result<Self, PropertyError> {
        let text = reading.text()?;
        let wrong = PropertyErrorKind::Structure { expected: "code;description or code;description;data" };
        let mut parts = parts(&text);
        let (Some((_, code)), Some((at, description)), data, None) =
            (parts.next(), parts.next(), parts.next(), parts.next())
        else {
            return Err(reading.error(0, wrong));
        };
        let Some(code) = StatusCode::parse(code) else { return Err(reading.error(0, wrong)) };
        Ok(Self {
            code,
            description: reading.read::<Text<'_>>(description, at)?.into_inner().into_owned(),
            data: match data {
                Some((at, data)) => Some(reading.read::<Text<'_>>(data, at)?.into_inner().into_owned()),
                None => None,
            },
        })
    }

    fn value_type(&self) -> ValueType {
        ValueType::Text
    }

    fn write(&self, line: &mut PropertyWriter<'_>) {
        line.part(&self.code);
        line.text_part(&self.description);
        if let Some(data) = &self.data {
            line.text_part(data);
        }
    }
}
