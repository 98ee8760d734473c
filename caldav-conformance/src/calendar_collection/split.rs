//! A stream of calendars into calendar object resources, one UID each.
//!
//! [RFC 4791 §4.1](https://www.rfc-editor.org/rfc/rfc4791#section-4.1)
//!
//! What becomes of the parts of a stream:
//!
//! | part | in the objects |
//! |---|---|
//! | VEVENT, VTODO, VJOURNAL, VFREEBUSY, VAVAILABILITY | one object for each UID and type, master and overrides together, in the order of the stream, also over several VCALENDARs |
//! | VTIMEZONE | in each object that uses its TZID, from the VCALENDAR of the component that uses it; in no other |
//! | PRODID, VERSION, CALSCALE, X- and unknown properties of VCALENDAR | in every object, from the VCALENDAR of its first component |
//! | METHOD | in none: §4.1 forbids it |
//! | NAME, DESCRIPTION, UID, LAST-MODIFIED, URL, CATEGORIES, REFRESH-INTERVAL, SOURCE, COLOR, IMAGE of VCALENDAR | in none: RFC 7986 §4 has them describe the calendar as a whole, not one event in it |
//! | a component without UID, an unknown component, what is no VCALENDAR, an unused VTIMEZONE | in none, and each told by a [`SplitFault`] |
//!
//! The octets of the lines stay as they came, folds included. Lines that the reader could make nothing of are told by
//! [`CalendarStream::diagnostics`]; inside of a component they go along.

mod fault;
mod file_name;

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap, HashSet};

use ical_model::{
    CalendarStream, Component, ComponentId, ComponentName, Components, ParameterName, Property, PropertyName,
};

pub use self::fault::{SplitFault, SplitFaultKind};
pub use self::file_name::{FileNames, file_name};
use crate::calendar_object::is_calendar_component;
use crate::text::text_of;

/// Splits a stream into calendar object resources.
///
/// ```
/// use caldav_conformance::calendar_collection::split::split;
/// use ical_model::CalendarStream;
/// let stream = CalendarStream::parse("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Example//EN\r\n\
///     METHOD:PUBLISH\r\nBEGIN:VEVENT\r\nUID:1@example.com\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:No UID\r\nEND:VEVENT\r\n\
///     BEGIN:VEVENT\r\nUID:2@example.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n")?;
/// let split = split(&stream);
/// let uids: Vec<_> = split.objects().iter().map(|object| object.uid()).collect();
/// assert_eq!(uids, ["1@example.com", "2@example.com"]);
/// assert_eq!(split.objects()[0].to_bytes(), b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Example//EN\r\n\
///     BEGIN:VEVENT\r\nUID:1@example.com\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n");
/// assert_eq!(split.faults()[0].position().line, 8);
/// # Ok::<(), ical_model::ParseError>(())
/// ```
#[must_use]
pub fn split<'s>(stream: &'s CalendarStream<'_>) -> Split<'s> {
    let mut splitter = Splitter::new(stream);
    for calendar in stream.components() {
        if calendar.is(&ComponentName::VCalendar) {
            splitter.take(calendar);
        } else {
            splitter.refuse(calendar, SplitFaultKind::NotACalendar);
        }
    }
    splitter.finish()
}

/// What a stream was split into.
#[derive(Clone, Debug)]
pub struct Split<'s> {
    objects: Vec<SplitObject<'s>>,
    faults: Vec<SplitFault>,
}

impl<'s> Split<'s> {
    /// The objects, in the order of their first components.
    #[must_use]
    pub fn objects(&self) -> &[SplitObject<'s>] {
        &self.objects
    }

    /// What is in no object, or doubtful in one, in the order of the stream.
    #[must_use]
    pub fn faults(&self) -> &[SplitFault] {
        &self.faults
    }

    /// The objects with a [file name](file_name()) each that no other of them has.
    pub fn named_objects(&self) -> impl Iterator<Item = (String, &SplitObject<'s>)> {
        let mut names = FileNames::default();
        self.objects.iter().map(move |object| (names.name(object.uid()), object))
    }
}

/// One calendar object resource.
#[derive(Clone, Debug)]
pub struct SplitObject<'s> {
    uid: Cow<'s, str>,
    calendar: Component<'s>,
    components: Vec<Component<'s>>,
    time_zones: Vec<Component<'s>>,
    line_end: &'static [u8],
}

impl<'s> SplitObject<'s> {
    /// The UID of its components.
    #[must_use]
    pub fn uid(&self) -> &str {
        &self.uid
    }

    /// The type of its components.
    #[must_use]
    pub fn component_name(&self) -> ComponentName<'s> {
        self.components.first().map_or(ComponentName::VEvent, |component| component.name())
    }

    /// Its components, VTIMEZONE left out.
    #[must_use]
    pub fn components(&self) -> &[Component<'s>] {
        &self.components
    }

    /// The VTIMEZONEs that it needs and has.
    #[must_use]
    pub fn time_zones(&self) -> &[Component<'s>] {
        &self.time_zones
    }

    /// Its octets, to store: made when asked for, because together they may be far more than the stream was.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut bytes = Vec::new();
        let mut line = |octets: &[u8]| {
            bytes.extend_from_slice(octets);
            bytes.extend_from_slice(self.line_end);
        };
        line(b"BEGIN:VCALENDAR");
        for property in self.calendar.properties().filter(|property| !is_left_out(*property)) {
            line(property.line());
        }
        for component in self.time_zones.iter().chain(&self.components) {
            let octets = component.to_bytes();
            bytes.extend_from_slice(&octets);
            if !octets.ends_with(b"\n") && !octets.ends_with(b"\r") {
                bytes.extend_from_slice(self.line_end);
            }
            if !has_end(&octets, &component.name()) {
                bytes.extend_from_slice(format!("END:{}", component.name()).as_bytes());
                bytes.extend_from_slice(self.line_end);
            }
        }
        bytes.extend_from_slice(b"END:VCALENDAR");
        bytes.extend_from_slice(self.line_end);
        bytes
    }
}

struct Splitter<'s> {
    stream: &'s CalendarStream<'s>,
    line_end: &'static [u8],
    objects: Vec<SplitObject<'s>>,
    /// The objects of each UID, one a type.
    by_uid: HashMap<Cow<'s, str>, Vec<usize>>,
    /// The VTIMEZONE of each TZID, for each object.
    zones: Vec<BTreeMap<Cow<'s, str>, Component<'s>>>,
    faults: Vec<(Component<'s>, SplitFaultKind)>,
    used: HashSet<ComponentId>,
}

impl<'s> Splitter<'s> {
    fn new(stream: &'s CalendarStream<'_>) -> Self {
        let octets = stream.to_bytes();
        let line_end: &[u8] = match octets.iter().position(|octet| *octet == b'\n') {
            Some(at) if at > 0 && octets.get(at - 1) == Some(&b'\r') => b"\r\n",
            Some(_) => b"\n",
            // Lines that end in CR are read where there is no LF at all.
            None if octets.contains(&b'\r') => b"\r",
            None => b"\r\n",
        };
        Self {
            stream,
            line_end,
            objects: Vec::new(),
            by_uid: HashMap::new(),
            zones: Vec::new(),
            faults: Vec::new(),
            used: HashSet::new(),
        }
    }

    fn take(&mut self, calendar: Component<'s>) {
        let mut zones: HashMap<Cow<'s, str>, Component<'s>> = HashMap::new();
        for zone in calendar.components_named(&ComponentName::VTimeZone) {
            if let Some(tzid) = zone.properties_named(&PropertyName::TzId).next().and_then(text_of) {
                zones.entry(tzid).or_insert(zone);
            }
        }
        for component in calendar.components() {
            if component.is(&ComponentName::VTimeZone) {
                continue;
            }
            if !is_calendar_component(component) {
                let name = component.name().to_string();
                self.refuse(component, SplitFaultKind::UnknownComponent { name });
                continue;
            }
            match uid_of_component(component) {
                Ok(uid) => self.put(calendar, component, uid, &zones),
                Err(kind) => self.refuse(component, kind),
            }
        }
    }

    fn put(
        &mut self,
        calendar: Component<'s>,
        component: Component<'s>,
        uid: Cow<'s, str>,
        zones: &HashMap<Cow<'s, str>, Component<'s>>,
    ) {
        let of_uid = self.by_uid.entry(uid.clone()).or_default();
        let objects = &self.objects;
        let name = component.name();
        let same_type =
            |index: &&usize| objects.get(**index).is_some_and(|object| object.component_name() == name);
        let index = match of_uid.iter().find(same_type) {
            Some(index) => *index,
            None => {
                let index = self.objects.len();
                of_uid.push(index);
                let several = of_uid.len() > 1;
                if several {
                    self.faults.push((component, SplitFaultKind::UidOfTwoTypes { uid: uid.to_string() }));
                }
                let (components, time_zones) = (Vec::new(), Vec::new());
                self.objects.push(SplitObject {
                    uid,
                    calendar,
                    components,
                    time_zones,
                    line_end: self.line_end,
                });
                self.zones.push(BTreeMap::new());
                index
            }
        };
        let (Some(object), Some(of_object)) = (self.objects.get_mut(index), self.zones.get_mut(index)) else {
            return;
        };
        object.components.push(component);
        let mut inner = vec![component];
        let mut open: Vec<Components<'s>> = vec![component.components()];
        while let Some(component) = inner.pop().or_else(|| next_below(&mut open)) {
            for property in component.properties() {
                let Ok(Some(parameter)) = property.parameter(&ParameterName::TzId) else { continue };
                let tzid = parameter.value();
                let Some((tzid, zone)) = zones.get_key_value(&*tzid) else { continue };
                self.used.insert(zone.id());
                match of_object.get(tzid) {
                    None => {
                        of_object.insert(tzid.clone(), *zone);
                        object.time_zones.push(*zone);
                    }
                    Some(first) if first.id() != zone.id() && first != zone => {
                        let tzid = tzid.clone().into_owned();
                        self.faults.push((component, SplitFaultKind::TimeZonesDiffer { tzid }));
                    }
                    Some(_) => {}
                }
            }
        }
    }

    fn refuse(&mut self, component: Component<'s>, kind: SplitFaultKind) {
        self.faults.push((component, kind));
    }

    fn finish(mut self) -> Split<'s> {
        let mut locator = self.stream.locator();
        let mut faults: Vec<SplitFault> = std::mem::take(&mut self.faults)
            .into_iter()
            .map(|(component, kind)| SplitFault::new(kind, locator.component(component)))
            .collect();
        let mut locator = self.stream.locator();
        for calendar in self.stream.components().filter(|component| component.is(&ComponentName::VCalendar)) {
            for zone in calendar.components_named(&ComponentName::VTimeZone) {
                if !self.used.contains(&zone.id()) {
                    let tzid = zone
                        .properties_named(&PropertyName::TzId)
                        .next()
                        .and_then(text_of)
                        .unwrap_or_default();
                    let kind = SplitFaultKind::UnusedTimeZone { tzid: tzid.into_owned() };
                    faults.push(SplitFault::new(kind, locator.component(zone)));
                }
            }
        }
        faults.sort_by_key(SplitFault::position);
        faults.dedup();
        Split { objects: self.objects, faults }
    }
}

/// The next component of a walk through all that stand in another, without recursion.
fn next_below<'s>(open: &mut Vec<Components<'s>>) -> Option<Component<'s>> {
    loop {
        match open.last_mut()?.next() {
            Some(component) => {
                open.push(component.components());
                return Some(component);
            }
            None => {
                open.pop();
            }
        }
    }
}

fn uid_of_component<'s>(component: Component<'s>) -> Result<Cow<'s, str>, SplitFaultKind> {
    let mut found: Option<Cow<'s, str>> = None;
    for line in component.properties_named(&PropertyName::Uid) {
        let uid = text_of(line).ok_or(SplitFaultKind::UidNotUtf8)?;
        match &found {
            Some(first) if *first != uid => return Err(SplitFaultKind::SeveralUids),
            _ => found = Some(uid),
        }
    }
    found.filter(|uid| !uid.is_empty()).ok_or(SplitFaultKind::MissingUid)
}

/// A property of VCALENDAR that is not that of a single object; the table above says why.
fn is_left_out(property: Property<'_>) -> bool {
    matches!(
        property.name(),
        PropertyName::Method
            | PropertyName::Name
            | PropertyName::Description
            | PropertyName::Uid
            | PropertyName::LastModified
            | PropertyName::Url
            | PropertyName::Categories
            | PropertyName::RefreshInterval
            | PropertyName::Source
            | PropertyName::Color
            | PropertyName::Image
    )
}

/// Whether the last line is the END of the component; a component at the end of a broken stream has none.
fn has_end(octets: &[u8], name: &ComponentName<'_>) -> bool {
    let text = octets.trim_ascii_end();
    let line = text.rsplit(|octet| matches!(octet, b'\n' | b'\r')).next().unwrap_or_default();
    let end = format!("END:{name}");
    line.trim_ascii().eq_ignore_ascii_case(end.as_bytes())
}

#[cfg(test)]
mod tests;
