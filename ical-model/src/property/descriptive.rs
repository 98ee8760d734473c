//! The descriptive properties: what a component is about.
//!
//! [RFC 5545 §3.8.1](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.1),
//! [RFC 7986 §5](https://www.rfc-editor.org/rfc/rfc7986#section-5)

use crate::parameter::{Display, Feature, LanguageTag, MediaType, Size};
use crate::property::attachment::Attachment;
use crate::property::bounded_integer::{BoundedInteger, bounded_property};
use crate::property::declare::{
    from_parts, plain_properties, property, text_properties, vocabulary_property,
};
use crate::value::{Binary, Duration, Uri};
use crate::vocabulary::vocabulary;

text_properties! {
    /// COMMENT, a remark for the calendar user.
    /// [RFC 5545 §3.8.1.4](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.1.4)
    Comment;
    /// DESCRIPTION, what a component is about, at length.
    /// [RFC 5545 §3.8.1.5](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.1.5)
    Description;
    /// LOCATION, where something takes place.
    /// [RFC 5545 §3.8.1.7](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.1.7)
    Location;
    /// SUMMARY, what a component is about, in short.
    /// [RFC 5545 §3.8.1.12](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.1.12)
    ///
    /// ```
    /// use ical_model::property::Summary;
    /// use ical_model::{Calendar, ComponentName};
    /// let mut calendar = Calendar::new("-//Example Corp.//Example//EN");
    /// let mut event = calendar.add_component(&ComponentName::VEvent)?;
    /// event.set(&Summary::from("Lunch, late"))?;
    /// assert_eq!(event.as_component().property::<Summary>()?.unwrap().value, "Lunch, late");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    Summary;
    /// NAME, the name of the calendar.
    /// [RFC 7986 §5.1](https://www.rfc-editor.org/rfc/rfc7986#section-5.1)
    Name;
}

property! {
    /// ATTACH, a document that belongs to the component.
    /// [RFC 5545 §3.8.1.1](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.1.1),
    /// [RFC 8607 §4](https://www.rfc-editor.org/rfc/rfc8607#section-4)
    pub struct Attach {
        /// The document or where it is.
        pub value: Attachment,
        /// FMTTYPE, its media type.
        pub fmt_type: Option<MediaType> = FmtType,
        /// SIZE, how many octets it has.
        pub size: Option<Size> = Size,
        /// FILENAME, its name.
        pub filename: Option<String> = Filename,
        /// MANAGED-ID, what the server knows it by.
        pub managed_id: Option<String> = ManagedId,
    }
}
from_parts! { Attach(Attachment): Uri<'static>, Binary; }

property! {
    /// CATEGORIES, words to find a component by. An empty list and a list of one empty text are written alike.
    /// [RFC 5545 §3.8.1.2](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.1.2)
    pub struct Categories {
        /// The words.
        pub value: Vec<String>,
        /// LANGUAGE, the language of the words.
        pub language: Option<LanguageTag> = Language,
    }
}

property! {
    /// RESOURCES, what a thing needs. An empty list and a list of one empty text are written alike.
    /// [RFC 5545 §3.8.1.10](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.1.10)
    pub struct Resources {
        /// The resources.
        pub value: Vec<String>,
        /// ALTREP, where they stand in another form.
        pub alt_rep: Option<Uri<'static>> = AltRep,
        /// LANGUAGE, the language of the names.
        pub language: Option<LanguageTag> = Language,
    }
}

vocabulary! {
    /// CLASS, who may see a component.
    /// [RFC 5545 §3.8.1.3](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.1.3)
    ///
    /// ```
    /// use ical_model::property::Class;
    /// assert_eq!(Class::default(), Class::Public);
    /// assert_eq!(Class::new("X-SECRET").effective(), Class::Private);
    /// ```
    pub enum Class {
        /// Anybody:
        Public = "PUBLIC",
        /// Nobody else:
        Private = "PRIVATE",
        /// Few:
        Confidential = "CONFIDENTIAL",
    }
    default Public;
    unknown Private;
}
vocabulary_property!(Class);

vocabulary! {
    /// STATUS, how far a component has come. Which names an event, a to-do and a journal entry have differs; all
    /// are here.
    /// [RFC 5545 §3.8.1.11](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.1.11)
    pub enum Status {
        /// Not certain yet; of an event:
        Tentative = "TENTATIVE",
        /// Certain; of an event:
        Confirmed = "CONFIRMED",
        /// Called off, or removed:
        Cancelled = "CANCELLED",
        /// To be done; of a to-do:
        NeedsAction = "NEEDS-ACTION",
        /// Done; of a to-do:
        Completed = "COMPLETED",
        /// Being done; of a to-do:
        InProcess = "IN-PROCESS",
        /// A draft; of a journal entry:
        Draft = "DRAFT",
        /// Final; of a journal entry:
        Final = "FINAL",
    }
}
vocabulary_property!(Status);

plain_properties! {
    /// PERCENT-COMPLETE, how much of a to-do is done, 0 to 100.
    /// [RFC 5545 §3.8.1.8](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.1.8)
    PercentComplete: BoundedInteger<0, 100>;
    /// PRIORITY, 1 the highest to 9 the lowest, 0 undefined.
    /// [RFC 5545 §3.8.1.9](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.1.9)
    Priority: BoundedInteger<0, 9>;
    /// REFRESH-INTERVAL, how long to wait before the calendar is fetched again.
    /// [RFC 7986 §5.7](https://www.rfc-editor.org/rfc/rfc7986#section-5.7)
    RefreshInterval: Duration;
    /// SOURCE, where the calendar can be fetched again.
    /// [RFC 7986 §5.8](https://www.rfc-editor.org/rfc/rfc7986#section-5.8)
    Source: Uri<'static>;
}
bounded_property! { PercentComplete, Priority, }

impl Default for Priority {
    /// 0, an undefined priority.
    fn default() -> Self {
        Self::from(BoundedInteger::default())
    }
}

property! {
    /// IMAGE, an image that belongs to a calendar or a component.
    /// [RFC 7986 §5.10](https://www.rfc-editor.org/rfc/rfc7986#section-5.10)
    pub struct Image {
        /// The image or where it is.
        pub value: Attachment,
        /// FMTTYPE, its media type.
        pub fmt_type: Option<MediaType> = FmtType,
        /// ALTREP, what to follow when it is chosen.
        pub alt_rep: Option<Uri<'static>> = AltRep,
        /// DISPLAY, where it is shown; see [`effective_display`](Self::effective_display).
        pub display: Vec<Display> = Display,
    }
}
from_parts! { Image(Attachment): Uri<'static>, Binary; }

impl Image {
    /// Where it is shown: as a badge when DISPLAY does not say.
    #[must_use]
    pub fn effective_display(&self) -> &[Display] {
        if self.display.is_empty() { &[Display::Badge] } else { &self.display }
    }
}

property! {
    /// CONFERENCE, how to take part from afar.
    /// [RFC 7986 §5.11](https://www.rfc-editor.org/rfc/rfc7986#section-5.11)
    pub struct Conference {
        /// Where to go, or whom to call.
        pub value: Uri<'static>,
        /// FEATURE, what it can do.
        pub feature: Vec<Feature> = Feature,
        /// LABEL, a text for people.
        pub label: Option<String> = Label,
        /// LANGUAGE, the language of the label.
        pub language: Option<LanguageTag> = Language,
    }
}
