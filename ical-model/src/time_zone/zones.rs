//! The time zones of one calendar: which zone a TZID means.

use core::fmt;
use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use super::Zone;
use super::aliases::{self, Alias};
use super::error::{ZoneError, ZoneErrorKind};
use super::source::ZoneSource;
use crate::component::Component;
use crate::property::{TzId, TzIdAliasOf};
use crate::recurrence::Budget;
use crate::{Calendar, ComponentName, Position, TypedProperty};

/// The time zones of one calendar.
///
/// A TZID means, in this order: a VTIMEZONE of the calendar with this TZID, the first of several; a zone of the
/// source, or UTC by any of its names; a VTIMEZONE that says that it is also called so (TZID-ALIAS-OF, RFC 7808 §7.2);
/// a zone of the source by another way to write its name, see [`ZoneOrigin`]. A VTIMEZONE that gives no zone is
/// passed over where something else does, and told by [`FoundZone::fault`].
///
/// Of a VTIMEZONE the onset counts that is the last at or before a moment, by the TZOFFSETFROM beside it; of onsets at
/// one moment that of the later observance in the document. Before them all the TZOFFSETFROM of the first holds, and
/// rules without end go on for ever (RFC 5545 [§3.6.5](https://www.rfc-editor.org/rfc/rfc5545#section-3.6.5)).
///
/// Nothing is read before it is asked for, and no VTIMEZONE twice. All VTIMEZONEs of a calendar share one
/// [`Budget`], and each has at most [`Zone::ONSET_LIMIT`] onsets.
///
/// ```
/// # #[cfg(feature = "tzdb")] {
/// use ical_model::time_zone::{ZoneOrigin, ZoneSource, Zones};
/// let source = ZoneSource::new();
/// let calendar = ical_model::Calendar::parse(
///     "BEGIN:VCALENDAR\r\nBEGIN:VTIMEZONE\r\nTZID:Here\r\nBEGIN:STANDARD\r\nDTSTART:16010101T000000\r\n\
///      TZOFFSETFROM:+0100\r\nTZOFFSETTO:+0100\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\nEND:VCALENDAR\r\n",
/// )?;
/// let zones = Zones::new(&calendar, &source);
/// assert!(matches!(zones.find("Here")?.origin, ZoneOrigin::VTimeZone(_)));
/// let vienna = zones.find("W. Europe Standard Time")?;
/// assert_eq!(vienna.origin, ZoneOrigin::Windows { name: "Europe/Berlin".into() });
/// assert_eq!(zones.zone("There").unwrap_err().tzid(), "There");
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub struct Zones<'d> {
    calendar: Option<Component<'d>>,
    source: &'d ZoneSource,
    found: Mutex<Found<'d>>,
}

impl<'d> Zones<'d> {
    /// The zones of a calendar, and of a source for what it does not bring along.
    #[must_use]
    pub fn new(calendar: &'d Calendar<'_>, source: &'d ZoneSource) -> Self {
        Self::of_component(calendar.root(), source)
    }

    /// The zones of a VCALENDAR of a stream.
    #[must_use]
    pub fn of_component(calendar: Component<'d>, source: &'d ZoneSource) -> Self {
        Self { calendar: Some(calendar), ..Self::of_source(source) }
    }

    /// The zones of a source alone.
    #[must_use]
    pub fn of_source(source: &'d ZoneSource) -> Self {
        Self { calendar: None, source, found: Mutex::default() }
    }

    /// The zone that a TZID means.
    ///
    /// # Errors
    ///
    /// There is none, or all there is is a VTIMEZONE that gives none.
    pub fn zone(&self, tzid: impl AsRef<str>) -> Result<Zone, ZoneError> {
        self.find(tzid).map(|found| found.zone)
    }

    /// The zone that a TZID means, and where it is from.
    ///
    /// # Errors
    ///
    /// As [`zone`](Self::zone).
    pub fn find(&self, tzid: impl AsRef<str>) -> Result<FoundZone, ZoneError> {
        let tzid = tzid.as_ref();
        let mut found = self.found.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = found.known.get(tzid) {
            return known.clone();
        }
        let result = self.search(tzid, &mut found);
        if found.known.len() < KNOWN {
            found.known.insert(tzid.into(), result.clone());
        }
        result
    }

    fn search(&self, tzid: &str, found: &mut Found<'d>) -> Result<FoundZone, ZoneError> {
        let definitions = found.definitions.get_or_insert_with(|| Definitions::of(self.calendar));
        let mut fault = None;
        if let Some(component) = definitions.own.get(tzid).or_else(|| definitions.own.get(tzid.trim())) {
            match self.source.compiled(*component, &mut found.budget) {
                Ok(zone) => {
                    return Ok(FoundZone {
                        zone,
                        origin: ZoneOrigin::VTimeZone(component.position()),
                        fault,
                    });
                }
                Err(error) => fault = Some(error),
            }
        }
        if let Some(zone) = self.source.own_zone(tzid) {
            return Ok(FoundZone { zone, origin: ZoneOrigin::Source, fault });
        }
        if aliases::is_utc(tzid) {
            return Ok(FoundZone { zone: Zone::utc(), origin: ZoneOrigin::Utc, fault });
        }
        if let Some(zone) = self.source.iana_zone(tzid) {
            let origin = ZoneOrigin::Iana(zone.name().into());
            return Ok(FoundZone { zone, origin, fault });
        }
        if let Some(component) = definitions.aliases.get(tzid)
            && let Ok(zone) = self.source.compiled(*component, &mut found.budget)
        {
            return Ok(FoundZone { zone, origin: ZoneOrigin::VTimeZone(component.position()), fault });
        }
        if let Some((zone, alias)) = aliases::find(tzid, self.source) {
            let name = zone.name().into();
            let origin = match alias {
                Alias::Name => ZoneOrigin::Alias { name },
                Alias::Windows => ZoneOrigin::Windows { name },
            };
            return Ok(FoundZone { zone, origin, fault });
        }
        Err(fault.unwrap_or_else(|| ZoneError::new(ZoneErrorKind::UnknownTimeZone, tzid, None)))
    }
}

impl fmt::Debug for Zones<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Zones").field("source", &self.source).finish_non_exhaustive()
    }
}

/// A zone that a TZID means, and where it is from.
#[derive(Clone, Debug)]
pub struct FoundZone {
    /// The zone.
    pub zone: Zone,
    /// Where it is from.
    pub origin: ZoneOrigin,
    /// Why the VTIMEZONE of this TZID gives no zone, where there is such a one and another definition was taken.
    pub fault: Option<ZoneError>,
}

/// Which definition of a time zone was used.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum ZoneOrigin {
    /// The VTIMEZONE at this place of the calendar.
    VTimeZone(Position),
    /// The IANA data, by this name or the same in other case.
    Iana(Box<str>),
    /// The IANA data, by a name that stands at the end of a TZID such as "/mozilla.org/20050126_1/Europe/Berlin".
    Alias {
        /// The name in the IANA data.
        name: Box<str>,
    },
    /// The IANA data, by a name that Windows or Outlook gives time zones.
    Windows {
        /// The name in the IANA data.
        name: Box<str>,
    },
    /// The zones of the caller's own.
    Source,
    /// A name of UTC.
    Utc,
}

#[derive(Default)]
struct Found<'d> {
    known: HashMap<Box<str>, Result<FoundZone, ZoneError>>,
    definitions: Option<Definitions<'d>>,
    /// For all VTIMEZONEs of the calendar together.
    budget: Budget,
}

/// How many TZIDs are remembered.
const KNOWN: usize = 4096;

/// The VTIMEZONEs of a calendar.
struct Definitions<'d> {
    own: HashMap<Box<str>, Component<'d>>,
    aliases: HashMap<Box<str>, Component<'d>>,
}

impl<'d> Definitions<'d> {
    fn of(calendar: Option<Component<'d>>) -> Self {
        let mut definitions = Self { own: HashMap::new(), aliases: HashMap::new() };
        let all = calendar.into_iter().flat_map(|calendar| calendar.components());
        let all: Vec<_> = all.filter(|component| component.is(&ComponentName::VTimeZone)).collect();
        for component in &all {
            if let Ok(Some(tzid)) = component.property::<TzId>() {
                definitions.own.entry(tzid.value.into()).or_insert(*component);
            }
            for alias in component.properties_of::<TzIdAliasOf>().flatten() {
                definitions.aliases.entry(alias.value.into()).or_insert(*component);
            }
        }
        // Some write the escapes of a text in the parameter too, some leave out white space at the ends.
        for component in &all {
            let tzid = component.properties_named(&TzId::NAME).next().and_then(|tzid| tzid.value().ok());
            let Some(tzid) = tzid else { continue };
            definitions.own.entry((*tzid).into()).or_insert(*component);
            definitions.own.entry(tzid.trim().into()).or_insert(*component);
        }
        definitions
    }
}

#[cfg(all(test, feature = "tzdb"))]
mod tests {
    use super::*;

    const OWN: &str = "BEGIN:STANDARD\r\nDTSTART:19700101T000000\r\nTZOFFSETFROM:+0130\r\nTZOFFSETTO:+0130\r\nEND:STANDARD\r\n";

    fn calendar(zones: &str) -> Calendar<'static> {
        let text = format!("BEGIN:VCALENDAR\r\n{zones}END:VCALENDAR\r\n");
        Calendar::parse(&text).expect("a calendar").into_owned()
    }

    fn v_time_zone(lines: &str, observances: &str) -> String {
        format!("BEGIN:VTIMEZONE\r\n{lines}\r\n{observances}END:VTIMEZONE\r\n")
    }

    #[test]
    fn the_first_definition_counts() {
        let zones = v_time_zone("TZID:Europe/Berlin", OWN)
            + &v_time_zone("TZID:Office\r\nTZID-ALIAS-OF:Bureau\r\nTZID-ALIAS-OF:Europe/Vienna", OWN)
            + &v_time_zone("TZID:Office", "")
            + &v_time_zone("TZID:Europe/Paris", "")
            + &v_time_zone("TZID:Broken", "")
            + &v_time_zone("TZID:Pacific Time (US & Canada)\\, Tijuana", OWN)
            + &v_time_zone("TZID: Middle ", OWN);
        let calendar = calendar(&zones);
        let plus_two = "+0200".parse().unwrap();
        let source =
            ZoneSource::new().with_zones(move |name| (name == "Mine").then(|| Zone::fixed(plus_two)));
        let zones = Zones::new(&calendar, &source);
        let place = |nth| ZoneOrigin::VTimeZone(calendar.components().nth(nth).unwrap().position());
        let name = || "Europe/Berlin".into();
        for (tzid, offset, origin) in [
            ("Europe/Berlin", Some(90), Some(place(0))),
            ("Office", Some(90), Some(place(1))),
            ("Bureau", Some(90), Some(place(1))),
            ("Mine", Some(120), Some(ZoneOrigin::Source)),
            ("Europe/Vienna", Some(60), Some(ZoneOrigin::Iana("Europe/Vienna".into()))),
            ("europe/rome", Some(60), Some(ZoneOrigin::Iana("Europe/Rome".into()))),
            ("Europe/Paris", Some(60), Some(ZoneOrigin::Iana("Europe/Paris".into()))),
            ("UTC", Some(0), Some(ZoneOrigin::Utc)),
            ("/example.org/Europe/Berlin", Some(60), Some(ZoneOrigin::Alias { name: name() })),
            ("W. Europe Standard Time", Some(60), Some(ZoneOrigin::Windows { name: name() })),
            ("Pacific Time (US & Canada), Tijuana", Some(90), Some(place(5))),
            ("Pacific Time (US & Canada)\\, Tijuana", Some(90), Some(place(5))),
            ("Middle", Some(90), Some(place(6))),
            ("Middle ", Some(90), Some(place(6))),
            ("Broken", None, None),
            ("Nowhere", None, None),
        ] {
            let found = zones.find(tzid);
            let winter = chrono::DateTime::from_timestamp(1_800_000_000, 0).unwrap();
            let shown = found.as_ref().ok().map(|found| found.zone.offset_at(winter).seconds() / 60);
            assert_eq!(shown, offset, "{tzid}");
            assert_eq!(found.ok().map(|found| found.origin), origin, "{tzid}");
        }
        // q-20: what was passed over is told.
        let fault = zones.find("Europe/Paris").unwrap().fault.unwrap();
        assert_eq!(fault.kind(), &ZoneErrorKind::MissingObservance);
        assert_eq!(zones.zone("Broken").unwrap_err().kind(), &ZoneErrorKind::MissingObservance);
        assert_eq!(zones.zone("Nowhere").unwrap_err().kind(), &ZoneErrorKind::UnknownTimeZone);
        assert_eq!(zones.zone(crate::value::TzId::from("Office")).unwrap().name(), "Office");
        // A TZID is compared octet by octet.
        assert!(zones.zone("office").is_err());
    }

    #[test]
    fn a_v_time_zone_is_compiled_once() {
        let source = ZoneSource::empty();
        let (one, two) = (calendar(&v_time_zone("TZID:Own", OWN)), calendar(&v_time_zone("TZID:Own", OWN)));
        let other = calendar(&v_time_zone("TZID:Own", &OWN.replace("0130", "0230")));
        let find = |calendar: &Calendar<'static>| Zones::new(calendar, &source).zone("Own").unwrap();
        assert!(find(&one).is_same(&find(&two)));
        assert!(!find(&one).is_same(&find(&other)));
        // An edit makes another one of it.
        let mut edited = one.clone();
        let id = edited.components().next().unwrap().id();
        edited.component_mut(id).unwrap().add_line("COMMENT:changed").unwrap();
        assert!(!find(&one).is_same(&find(&edited)));
        assert!(find(&edited).is_same(&find(&edited)));
    }

    #[test]
    fn what_is_kept_is_bounded() {
        let source = ZoneSource::empty();
        for number in 0..200 {
            let comment = format!("TZID:Own\r\nCOMMENT:{number}{}", "x".repeat(200_000));
            let calendar = calendar(&v_time_zone(&comment, OWN));
            assert!(Zones::new(&calendar, &source).zone("Own").is_ok());
            assert!(source.kept() <= ZoneSource::COMPILED_OCTETS, "{number}");
        }
    }

    #[test]
    fn zones_are_shared_by_threads() {
        fn is_shared<T: Send + Sync>() {}
        is_shared::<Zone>();
        is_shared::<ZoneSource>();
        is_shared::<Zones<'_>>();
    }
}
