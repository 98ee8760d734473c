//! Calendar data in the media type that is asked for.
//!
//! [RFC 4791 §9.6](https://www.rfc-editor.org/rfc/rfc4791#section-9.6): iCalendar, and where the features are on jCal
//! ([RFC 7265](https://www.rfc-editor.org/rfc/rfc7265), feature `jcal`) and xCal
//! ([RFC 6321](https://www.rfc-editor.org/rfc/rfc6321), feature `xcal`). All three are text in CALDAV:calendar-data,
//! the XML of xCal too.

use core::fmt;
use std::error::Error;
use std::str;

use caldav_types::Precondition;
use caldav_types::calendar_data::CalendarData;
use caldav_types::property::{CalendarDataSet, DataFormat};
#[cfg(feature = "jcal")]
use ical_model::jcal;
#[cfg(any(feature = "jcal", feature = "xcal"))]
use ical_model::jcal::JcalOptions;
use ical_model::{Calendar, ParseError};

#[cfg(feature = "xcal")]
use super::xcal;
#[cfg(feature = "xcal")]
use crate::XmlOptions;
use crate::characters::forbidden_character;

/// The formats that [`render`] writes and [`parse`] reads, iCalendar first: what a server may list in
/// CALDAV:supported-calendar-data.
#[must_use]
pub fn formats() -> CalendarDataSet {
    CalendarDataSet(MediaType::ALL.iter().map(|media_type| media_type.format()).collect())
}

/// A calendar as calendar data of this format.
///
/// iCalendar is as the calendar has it, octet by octet. In the other forms all of it is told, what stands beside the
/// VCALENDAR too, or nothing: what the form cannot say is an error.
///
/// ```
/// use caldav_types::property::DataFormat;
/// use caldav_xml::calendar_data::{parse, render};
/// use ical_model::Calendar;
///
/// let calendar = Calendar::parse("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n")?;
/// let data = render(&calendar, &DataFormat::icalendar())?;
/// assert_eq!(data.text, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nEND:VCALENDAR\r\n");
/// assert_eq!(parse(&data)?, calendar);
/// # #[cfg(feature = "jcal")]
/// # {
/// let data = render(&calendar, &DataFormat::jcal())?;
/// assert_eq!(data.text, r#"["vcalendar",[["version",{},"text","2.0"]],[]]"#);
/// assert_eq!(parse(&data)?.to_bytes(), calendar.to_bytes());
/// # }
/// let odd = DataFormat { content_type: "text/vcard".into(), version: "4.0".into() };
/// let error = render(&calendar, &odd).unwrap_err();
/// assert_eq!(error.precondition().to_string(), "CALDAV:supported-calendar-data");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// The format is none of [`formats`], or cannot say what the calendar says.
pub fn render(calendar: &Calendar<'_>, format: &DataFormat) -> Result<CalendarData, CalendarDataError> {
    let text = match MediaType::of(format)? {
        MediaType::ICalendar => {
            let octets = calendar.to_bytes();
            let text = str::from_utf8(&octets).map_err(|_| CalendarDataError::Encoding)?;
            text.to_owned()
        }
        #[cfg(feature = "jcal")]
        MediaType::JCal => jcal::to_json(calendar.stream(), &JcalOptions::default())?.json,
        #[cfg(feature = "xcal")]
        MediaType::XCal => xcal::to_xml(calendar.stream(), &JcalOptions::default())?.xml,
    };
    match forbidden_character(&text) {
        Some((_, character)) => Err(CalendarDataError::Character(character.into())),
        None => Ok(CalendarData { format: format.clone(), text }),
    }
}

/// The calendar of calendar data, in whichever format it is; iCalendar is read leniently.
///
/// ```
/// use caldav_types::calendar_data::CalendarData;
/// let data = CalendarData::from("BEGIN:VCALENDAR\nVERSION:2.0\nEND:VCALENDAR\n");
/// let calendar = caldav_xml::calendar_data::parse(&data)?;
/// assert_eq!(calendar.properties().count(), 1);
/// # Ok::<(), caldav_xml::calendar_data::CalendarDataError>(())
/// ```
///
/// # Errors
///
/// The format is none of [`formats`], or the data is not of it, or is not one calendar.
pub fn parse(data: &CalendarData) -> Result<Calendar<'_>, CalendarDataError> {
    match MediaType::of(&data.format)? {
        MediaType::ICalendar => Ok(Calendar::parse(&data.text)?),
        #[cfg(feature = "jcal")]
        MediaType::JCal => Ok(jcal::from_json(data.text.as_bytes())?.try_into()?),
        #[cfg(feature = "xcal")]
        MediaType::XCal => {
            Ok(xcal::from_xml(data.text.as_bytes(), &XmlOptions::lenient())?.value.try_into()?)
        }
    }
}

/// Why calendar data could not be made of a calendar, or a calendar of calendar data.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum CalendarDataError {
    /// The format is not known here, or its feature is off.
    Format(DataFormat),
    /// The octets of the calendar are not UTF-8, so that they are no text.
    Encoding,
    /// A character that XML does not have, not even as a reference.
    Character(u32),
    /// It is not iCalendar, or not one calendar.
    ICalendar(ParseError),
    /// It is not jCal, or jCal cannot say it.
    #[cfg(feature = "jcal")]
    JCal(jcal::JcalError),
    /// It is not xCal, or xCal cannot say it.
    #[cfg(feature = "xcal")]
    XCal(xcal::XcalError),
}

impl CalendarDataError {
    /// The condition that was not kept ([RFC 4791 §5.3.2.1](https://www.rfc-editor.org/rfc/rfc4791#section-5.3.2.1),
    /// [§7.8](https://www.rfc-editor.org/rfc/rfc4791#section-7.8)).
    #[must_use]
    pub const fn precondition(&self) -> Precondition {
        match self {
            Self::Format(_) => Precondition::SupportedCalendarData,
            _ => Precondition::ValidCalendarData,
        }
    }
}

impl fmt::Display for CalendarDataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Format(DataFormat { content_type, version }) => {
                f.write_str("expected ")?;
                for (place, media_type) in MediaType::ALL.iter().enumerate() {
                    let separator = if place == 0 { "" } else { " or " };
                    write!(f, "{separator}{}", media_type.format().content_type)?;
                }
                write!(f, " of version {VERSION}, found {content_type:?} of version {version:?}")
            }
            Self::Encoding => f.write_str("expected a calendar in UTF-8, found other octets"),
            Self::Character(code) => write!(f, "expected characters of XML, found U+{code:04X}"),
            Self::ICalendar(error) => error.fmt(f),
            #[cfg(feature = "jcal")]
            Self::JCal(error) => error.fmt(f),
            #[cfg(feature = "xcal")]
            Self::XCal(error) => error.fmt(f),
        }
    }
}

impl Error for CalendarDataError {}

impl From<ParseError> for CalendarDataError {
    fn from(error: ParseError) -> Self {
        Self::ICalendar(error)
    }
}

#[cfg(feature = "jcal")]
impl From<jcal::JcalError> for CalendarDataError {
    fn from(error: jcal::JcalError) -> Self {
        Self::JCal(error)
    }
}

#[cfg(feature = "xcal")]
impl From<xcal::XcalError> for CalendarDataError {
    fn from(error: xcal::XcalError) -> Self {
        Self::XCal(error)
    }
}

/// The media types of calendars.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum MediaType {
    ICalendar,
    #[cfg(feature = "jcal")]
    JCal,
    #[cfg(feature = "xcal")]
    XCal,
}

impl MediaType {
    const ALL: &[Self] = &[
        Self::ICalendar,
        #[cfg(feature = "jcal")]
        Self::JCal,
        #[cfg(feature = "xcal")]
        Self::XCal,
    ];

    /// The one that a format names. Names of media types have no case, and parameters as `charset` say nothing of text.
    fn of(format: &DataFormat) -> Result<Self, CalendarDataError> {
        let essence = format.content_type.split(';').next().unwrap_or_default().trim();
        let known = Self::ALL.iter().copied().find(|known| {
            format.version.trim() == VERSION && known.format().content_type.eq_ignore_ascii_case(essence)
        });
        known.ok_or_else(|| CalendarDataError::Format(format.clone()))
    }

    fn format(self) -> DataFormat {
        match self {
            Self::ICalendar => DataFormat::icalendar(),
            #[cfg(feature = "jcal")]
            Self::JCal => DataFormat::jcal(),
            #[cfg(feature = "xcal")]
            Self::XCal => DataFormat::xcal(),
        }
    }
}

/// The version of iCalendar that all of them are.
const VERSION: &str = "2.0";
