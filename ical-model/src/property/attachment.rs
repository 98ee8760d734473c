//! A document within a line, or the URI of one.
//!
//! [RFC 5545 §3.8.1.1](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.1.1)

use crate::error::{PropertyError, PropertyErrorKind};
use crate::property::PropertyWriter;
use crate::property::reading::{PropertyValue, Reading};
use crate::value::{Binary, Uri, ValueType};

/// A document within the line, or where it is.
///
/// Without VALUE, `ENCODING=BASE64` makes it [`Binary`], as many programs write it.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Attachment {
    /// Where it is.
    Uri(Uri<'static>),
    /// The document.
    Binary(Binary),
}

impl PropertyValue for Attachment {
    fn read(reading: &mut Reading<'_>) -> Result<Self, PropertyError> {
        let text = reading.text()?;
        let is_binary = match reading.value_type() {
            Some(value_type) => *value_type == ValueType::Binary,
            // Octets need VALUE as much as ENCODING; that one of the two is missing is often seen.
            None if reading.is_base64() && reading.is_strict() => {
                return Err(reading.error(0, PropertyErrorKind::MissingValueType));
            }
            None => reading.is_base64(),
        };
        Ok(if is_binary {
            Self::Binary(reading.read(&text, 0)?)
        } else {
            Self::Uri(reading.read::<Uri<'_>>(&text, 0)?.into_owned())
        })
    }

    fn value_type(&self) -> ValueType {
        match self {
            Self::Uri(_) => ValueType::Uri,
            Self::Binary(_) => ValueType::Binary,
        }
    }

    fn write(&self, line: &mut PropertyWriter<'_>) {
        match self {
            Self::Uri(uri) => line.value(uri),
            Self::Binary(binary) => line.value(binary),
        }
    }
}

impl From<Uri<'static>> for Attachment {
    fn from(uri: Uri<'static>) -> Self {
        Self::Uri(uri)
    }
}

impl From<Binary> for Attachment {
    fn from(binary: Binary) -> Self {
        Self::Binary(binary)
    }
}
