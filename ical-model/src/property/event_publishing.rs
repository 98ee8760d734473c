//! The properties for publishing events: participants, places, resources and styled or structured data; and
//! BUSYTYPE of availability.
//!
//! [RFC 9073 §6](https://www.rfc-editor.org/rfc/rfc9073#section-6),
//! [RFC 7953 §3.2](https://www.rfc-editor.org/rfc/rfc7953#section-3.2)

use crate::error::PropertyError;
use crate::parameter::{LanguageTag, MediaType};
use crate::property::PropertyWriter;
use crate::property::declare::{plain_properties, property, vocabulary_property};
use crate::property::reading::{PropertyValue, Reading};
use crate::value::{Binary, Text, Uri, ValueRead, ValueType};
use crate::vocabulary::vocabulary;

plain_properties! {
    /// LOCATION-TYPE, what kinds of place a place is, by the registry of RFC 4589.
    /// [RFC 9073 §6.1](https://www.rfc-editor.org/rfc/rfc9073#section-6.1)
    LocationType: Vec<String>;
}

vocabulary! {
    /// PARTICIPANT-TYPE, the part that a participant has.
    /// [RFC 9073 §6.2](https://www.rfc-editor.org/rfc/rfc9073#section-6.2)
    pub enum ParticipantType {
        /// Takes part:
        Active = "ACTIVE",
        /// Has no part:
        Inactive = "INACTIVE",
        /// Sponsors:
        Sponsor = "SPONSOR",
        /// Gives information:
        Contact = "CONTACT",
        /// Takes bookings:
        BookingContact = "BOOKING-CONTACT",
        /// Is called in an emergency:
        EmergencyContact = "EMERGENCY-CONTACT",
        /// Deals with publicity:
        PublicityContact = "PUBLICITY-CONTACT",
        /// Plans:
        PlannerContact = "PLANNER-CONTACT",
        /// Performs:
        Performer = "PERFORMER",
        /// Speaks:
        Speaker = "SPEAKER",
    }
}
vocabulary_property!(ParticipantType);

vocabulary! {
    /// RESOURCE-TYPE, what kind of thing a resource is.
    /// [RFC 9073 §6.3](https://www.rfc-editor.org/rfc/rfc9073#section-6.3)
    pub enum ResourceType {
        /// A room:
        Room = "ROOM",
        /// A projector:
        Projector = "PROJECTOR",
        /// A way to take part by sound:
        RemoteConferenceAudio = "REMOTE-CONFERENCE-AUDIO",
        /// A way to take part by moving images:
        RemoteConferenceVideo = "REMOTE-CONFERENCE-VIDEO",
    }
}
vocabulary_property!(ResourceType);

vocabulary! {
    /// BUSYTYPE, how busy the times are that an availability leaves out.
    /// [RFC 7953 §3.2](https://www.rfc-editor.org/rfc/rfc7953#section-3.2)
    pub enum BusyType {
        /// Busy and not to be scheduled:
        BusyUnavailable = "BUSY-UNAVAILABLE",
        /// Busy:
        Busy = "BUSY",
        /// Perhaps busy:
        BusyTentative = "BUSY-TENTATIVE",
    }
    default BusyUnavailable;
}
vocabulary_property!(BusyType);

property! {
    /// STYLED-DESCRIPTION, what a component is about, with markup.
    /// [RFC 9073 §6.5](https://www.rfc-editor.org/rfc/rfc9073#section-6.5)
    pub struct StyledDescription {
        /// The description or where it is.
        pub value: TextOrUri,
        /// ALTREP, where it stands in another form.
        pub alt_rep: Option<Uri<'static>> = AltRep,
        /// LANGUAGE, its language.
        pub language: Option<LanguageTag> = Language,
        /// FMTTYPE, its media type; `text/html` where nothing else is known.
        pub fmt_type: Option<MediaType> = FmtType,
        /// DERIVED, it was made from another property.
        pub derived: bool = Derived,
    }
}

/// A text or where it is.
///
/// VALUE has to say which. Where it is missing, a text that is an `http` or `https` URI is one.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum TextOrUri {
    /// The text.
    Text(String),
    /// Where it is.
    Uri(Uri<'static>),
}

impl PropertyValue for TextOrUri {
    fn read(reading: &mut Reading<'_>) -> Result<Self, PropertyError> {
        let text = reading.text()?;
        Ok(match reading.value_type() {
            Some(ValueType::Uri) => Self::Uri(reading.read::<Uri<'_>>(&text, 0)?.into_owned()),
            None if is_web_address(&text) => Self::Uri(reading.read::<Uri<'_>>(&text, 0)?.into_owned()),
            _ => Self::Text(reading.read::<Text<'_>>(&text, 0)?.into_inner().into_owned()),
        })
    }

    fn value_type(&self) -> ValueType {
        match self {
            Self::Text(_) => ValueType::Text,
            Self::Uri(_) => ValueType::Uri,
        }
    }

    fn write(&self, line: &mut PropertyWriter<'_>) {
        match self {
            Self::Text(text) => line.text(text),
            Self::Uri(uri) => line.value(uri),
        }
    }
}

property! {
    /// STRUCTURED-DATA, data for programs.
    /// [RFC 9073 §6.6](https://www.rfc-editor.org/rfc/rfc9073#section-6.6)
    ///
    /// Data within the line need FMTTYPE and SCHEMA.
    pub struct StructuredData {
        /// The data or where they are.
        pub value: Data,
        /// FMTTYPE, their media type.
        pub fmt_type: Option<MediaType> = FmtType,
        /// SCHEMA, what they mean.
        pub schema: Option<Uri<'static>> = Schema,
    }
}

/// Data or where they are.
///
/// VALUE has to say which. Where it is missing, `ENCODING=BASE64` makes them [`Binary`], and a text that is an
/// `http` or `https` URI is one.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Data {
    /// Text.
    Text(String),
    /// Octets.
    Binary(Binary),
    /// Where they are.
    Uri(Uri<'static>),
}

impl PropertyValue for Data {
    fn read(reading: &mut Reading<'_>) -> Result<Self, PropertyError> {
        let is_binary = match reading.value_type() {
            Some(value_type) => *value_type == ValueType::Binary,
            None => reading.is_base64(),
        };
        if is_binary {
            let text = reading.text()?;
            return reading.read(&text, 0).map(Self::Binary);
        }
        Ok(match <TextOrUri as PropertyValue>::read(reading)? {
            TextOrUri::Text(text) => Self::Text(text),
            TextOrUri::Uri(uri) => Self::Uri(uri),
        })
    }

    fn value_type(&self) -> ValueType {
        match self {
            Self::Text(_) => ValueType::Text,
            Self::Binary(_) => ValueType::Binary,
            Self::Uri(_) => ValueType::Uri,
        }
    }

    fn write(&self, line: &mut PropertyWriter<'_>) {
        match self {
            Self::Text(text) => line.text(text),
            Self::Binary(binary) => line.value(binary),
            Self::Uri(uri) => line.value(uri),
        }
    }
}

fn is_web_address(text: &str) -> bool {
    let scheme = text.split(':').next().unwrap_or_default();
    let is_web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
    is_web && <Uri<'_> as ValueRead<'_>>::read_strict(text).is_ok()
}
