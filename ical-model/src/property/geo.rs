//! GEO: a place on the globe.
//!
//! [RFC 5545 §3.8.1.6](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.1.6)
//!
//! ```abnf
//! geovalue = float ";" float    ; latitude and longitude
//! ```

use crate::error::{PropertyError, PropertyErrorKind};
use crate::property::PropertyWriter;
use crate::property::declare::plain_properties;
use crate::property::reading::{PropertyValue, Reading};
use crate::property::structured::parts;
use crate::value::{Float, ValueType};

plain_properties! {
    /// GEO, where on the globe something takes place.
    /// [RFC 5545 §3.8.1.6](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.1.6)
    Geo: Coordinates;
}

/// A latitude from -90 to 90 degrees north and a longitude from -180 to 180 degrees east.
///
/// ```
/// use ical_model::property::Coordinates;
/// use ical_model::value::Float;
/// let place = Coordinates::new(Float::new(37.386013)?, Float::new(-122.082932)?)?;
/// assert_eq!(place.latitude().get(), 37.386013);
/// assert!(Coordinates::new(Float::new(90.5)?, Float::new(0.0)?).is_err());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Coordinates {
    latitude: Float,
    longitude: Float,
}

impl Coordinates {
    /// A place by degrees north and degrees east.
    ///
    /// # Errors
    ///
    /// [`PropertyErrorKind::OutOfRange`].
    pub fn new(latitude: Float, longitude: Float) -> Result<Self, PropertyErrorKind> {
        within(latitude, 90)?;
        within(longitude, 180)?;
        Ok(Self { latitude, longitude })
    }

    /// Degrees north of the equator.
    #[must_use]
    pub const fn latitude(&self) -> Float {
        self.latitude
    }

    /// Degrees east of Greenwich.
    #[must_use]
    pub const fn longitude(&self) -> Float {
        self.longitude
    }
}

fn within(degrees: Float, greatest: i32) -> Result<(), PropertyErrorKind> {
    let degrees = degrees.get();
    if degrees.abs() <= f64::from(greatest) {
        return Ok(());
    }
    // A fraction out of bounds is told as the next whole number; the cast ends at the bounds of i32.
    let found = degrees.abs().ceil().copysign(degrees) as i32;
    Err(PropertyErrorKind::OutOfRange { least: -greatest, greatest, found })
}

impl PropertyValue for Coordinates {
    fn read(reading: &mut Reading<'_>) -> Result<Self, PropertyError> {
        let text = reading.text()?;
        let mut parts = parts(&text);
        let (Some((_, latitude)), Some((at, longitude)), None) = (parts.next(), parts.next(), parts.next())
        else {
            return Err(reading.error(0, PropertyErrorKind::Structure { expected: "latitude;longitude" }));
        };
        let latitude = reading.read(latitude, 0)?;
        let longitude = reading.read(longitude, at)?;
        within(latitude, 90).map_err(|kind| reading.error(0, kind))?;
        within(longitude, 180).map_err(|kind| reading.error(at, kind))?;
        Ok(Self { latitude, longitude })
    }

    fn value_type(&self) -> ValueType {
        ValueType::Float
    }

    fn write(&self, line: &mut PropertyWriter<'_>) {
        line.part(&self.latitude);
        line.part(&self.longitude);
    }
}
