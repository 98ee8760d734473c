//! The properties of relationship: which component this is, and what it belongs to.
//!
//! [RFC 5545 §3.8.4](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.4),
//! [RFC 9253 §8, §9](https://www.rfc-editor.org/rfc/rfc9253#section-8)

use crate::error::PropertyError;
use crate::parameter::{LanguageTag, LinkRel, MediaType, Range, RelType};
use crate::property::PropertyWriter;
use crate::property::declare::{from_parts, plain_properties, property, text_properties};
use crate::property::reading::{PropertyValue, Reading};
use crate::value::{
    Date, DateOrDateTime, DateTime, Duration, Leniencies, Text, Uid as UidValue, Uri, ValueRead, ValueType,
    XmlReference,
};

text_properties! {
    /// CONTACT, whom to ask.
    /// [RFC 5545 §3.8.4.2](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.4.2)
    Contact;
}

property! {
    /// RECURRENCE-ID, which instance a component overrides.
    /// [RFC 5545 §3.8.4.4](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.4.4)
    pub struct RecurrenceId {
        /// When the instance would have started.
        pub value: DateOrDateTime,
        /// RANGE, how far the override reaches; one instance without it.
        pub range: Option<Range> = Range,
    }
}
from_parts! { RecurrenceId(DateOrDateTime): Date, DateTime; }

plain_properties! {
    /// URL, where the component can be seen.
    /// [RFC 5545 §3.8.4.6](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.4.6)
    Url: Uri<'static>;
    /// UID, which component this is, the same for all its versions and overrides.
    /// [RFC 5545 §3.8.4.7](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.4.7)
    Uid: String;
    /// CONCEPT, what kind of thing a component is about.
    /// [RFC 9253 §8.1](https://www.rfc-editor.org/rfc/rfc9253#section-8.1)
    Concept: Uri<'static>;
    /// REFID, a key that components with something in common share.
    /// [RFC 9253 §8.3](https://www.rfc-editor.org/rfc/rfc9253#section-8.3)
    RefId: String;
}
from_parts! {
    Uid(String): &str;
    RefId(String): &str;
}

property! {
    /// RELATED-TO, another component, and how it is related to this one.
    /// [RFC 9253 §9.1](https://www.rfc-editor.org/rfc/rfc9253#section-9.1)
    pub struct RelatedTo {
        /// The other component.
        pub value: Relative,
        /// RELTYPE, how it is related; see [`effective_rel_type`](Self::effective_rel_type).
        pub rel_type: Option<RelType> = RelType,
        /// GAP, the time between the two.
        pub gap: Option<Duration> = Gap,
    }
}

impl RelatedTo {
    /// How it is related: it is the parent when RELTYPE does not say, or says what nobody knows.
    #[must_use]
    pub fn effective_rel_type(&self) -> RelType {
        self.rel_type.as_ref().map(RelType::effective).unwrap_or_default()
    }
}

/// What RELATED-TO names.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum Relative {
    /// The UID of a component, with no VALUE or with `VALUE=TEXT`. With `RELTYPE=REFID` it is a REFID.
    Text(String),
    /// The UID of a component, with `VALUE=UID`.
    Uid(UidValue<'static>),
    /// A URI.
    Uri(Uri<'static>),
}

impl Relative {
    /// The UID of the component, if it is named by it.
    #[must_use]
    pub fn uid(&self) -> Option<&str> {
        match self {
            Self::Text(uid) => Some(uid),
            Self::Uid(uid) => Some(uid.as_str()),
            Self::Uri(_) => None,
        }
    }
}

impl PropertyValue for Relative {
    fn read(reading: &mut Reading<'_>) -> Result<Self, PropertyError> {
        let text = reading.text()?;
        Ok(match reading.value_type() {
            Some(ValueType::Uid) => Self::Uid(reading.read::<UidValue<'_>>(&text, 0)?.into_owned()),
            Some(ValueType::Uri) => Self::Uri(reading.read::<Uri<'_>>(&text, 0)?.into_owned()),
            _ => Self::Text(reading.read::<Text<'_>>(&text, 0)?.into_inner().into_owned()),
        })
    }

    fn value_type(&self) -> ValueType {
        match self {
            Self::Text(_) => ValueType::Text,
            Self::Uid(_) => ValueType::Uid,
            Self::Uri(_) => ValueType::Uri,
        }
    }

    fn write(&self, line: &mut PropertyWriter<'_>) {
        match self {
            Self::Text(text) => line.text(text),
            Self::Uid(uid) => line.value(uid),
            Self::Uri(uri) => line.value(uri),
        }
    }
}

impl From<&str> for RelatedTo {
    /// The component of this UID, which is the parent.
    fn from(uid: &str) -> Self {
        Self::from(Relative::Text(uid.to_owned()))
    }
}

property! {
    /// LINK, something outside of the calendar that belongs to the component.
    /// [RFC 9253 §8.2](https://www.rfc-editor.org/rfc/rfc9253#section-8.2)
    pub struct Link {
        /// Where it is.
        pub value: LinkTarget,
        /// LINKREL, what it leads to.
        pub link_rel: Option<LinkRel> = LinkRel,
        /// FMTTYPE, its media type.
        pub fmt_type: Option<MediaType> = FmtType,
        /// LABEL, a text for people.
        pub label: Option<String> = Label,
        /// LANGUAGE, the language of the label.
        pub language: Option<LanguageTag> = Language,
    }
}

/// What LINK leads to.
///
/// VALUE has to say which. Where it is missing, a text that is a URI is one, and any other is a UID.
#[derive(Clone, Debug, Eq, Hash, PartialEq)]
pub enum LinkTarget {
    /// A URI.
    Uri(Uri<'static>),
    /// The UID of a component.
    Uid(UidValue<'static>),
    /// A part of an XML document.
    XmlReference(XmlReference<'static>),
}

impl PropertyValue for LinkTarget {
    fn read(reading: &mut Reading<'_>) -> Result<Self, PropertyError> {
        let text = reading.text()?;
        let is_uri = || <Uri<'_> as ValueRead<'_>>::read(&text, &mut Leniencies::empty()).is_ok();
        Ok(match reading.value_type() {
            Some(ValueType::XmlReference) => {
                Self::XmlReference(reading.read::<XmlReference<'_>>(&text, 0)?.into_owned())
            }
            Some(ValueType::Uid) => Self::Uid(reading.read::<UidValue<'_>>(&text, 0)?.into_owned()),
            None if !is_uri() => Self::Uid(reading.read::<UidValue<'_>>(&text, 0)?.into_owned()),
            _ => Self::Uri(reading.read::<Uri<'_>>(&text, 0)?.into_owned()),
        })
    }

    fn value_type(&self) -> ValueType {
        match self {
            Self::Uri(_) => ValueType::Uri,
            Self::Uid(_) => ValueType::Uid,
            Self::XmlReference(_) => ValueType::XmlReference,
        }
    }

    fn write(&self, line: &mut PropertyWriter<'_>) {
        match self {
            Self::Uri(uri) => line.value(uri),
            Self::Uid(uid) => line.value(uid),
            Self::XmlReference(reference) => line.value(reference),
        }
    }
}
