//! The reports about calendar object resources.
//!
//! [RFC 4791 §7](https://www.rfc-editor.org/rfc/rfc4791#section-7)

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use caldav_types::message::Reply;
use caldav_types::property::{DataFormat, DavProperty, DavPropertyName, ScheduleCalendarTransp};
use caldav_types::query::QueryOptions;
use caldav_types::report::{CalendarMultiget, CalendarQuery, FreeBusyQuery};
use caldav_types::server::ResourceProperties;
use caldav_types::server::propfind::Wanted;
use caldav_types::server::report::{
    CalendarContent, CalendarFacts, CalendarObject, Found, FreeBusyHead, FreeBusyObject, MatchLimit,
    ObjectFault, calendar_multiget, calendar_query, free_busy_query,
};
use caldav_types::shaping::ShapingBudget;
use caldav_types::{CollectionLimits, Depth, Href, Privilege, PrivilegeSet};
use http::StatusCode;
use ical_model::property::{DtStamp, TzId, Uid};
use ical_model::recurrence::{Budget, RecurrenceOptions};
use ical_model::time_zone::{Zone, ZoneSource, Zones};
use ical_model::{Calendar, Component};

use super::Asked;
use crate::CheckOptions;
use crate::reference::Fault;
use crate::reference::path::Path;
use crate::reference::store::Resource;
use crate::reference::view::View;

/// CALDAV:calendar-query.
pub(super) fn query(asked: &Asked<'_>, body: &CalendarQuery) -> Result<Reply, Reply> {
    let scene = Scene::of(asked);
    let options = QueryOptions::default();
    let plan = calendar_query::decide(
        asked.call.request,
        asked.depth,
        body,
        scene.facts(),
        &options,
        MatchLimit::default(),
    )?;
    let objects = scene.objects(plan.depth(), &Privilege::Read);
    let describe = |href: &Href| scene.describe(href, plan.wanted());
    let at_fault = |href: &Href, fault: &ObjectFault| Some(fault.response(href));
    let mut budget = ShapingBudget::default();
    Ok(plan.answer(objects.iter().map(|object| scene.object(object)), describe, at_fault, &mut budget))
}

/// CALDAV:calendar-multiget.
pub(super) fn multiget(asked: &Asked<'_>, body: &CalendarMultiget) -> Result<Reply, Reply> {
    let scene = Scene::of(asked);
    let plan = calendar_multiget::decide(asked.call.request, body, scene.facts())?;
    let found: BTreeMap<_, _> =
        plan.hrefs().map(|href| (href.as_str(), scene.found(&asked.path(href)))).collect();
    let look_up = |href: &Href| match found.get(href.as_str()) {
        Some(Some(Ok(object))) => Found::Object(scene.object(object)),
        Some(Some(Err(other))) => other.clone(),
        _ => Found::Missing,
    };
    let describe = |href: &Href| scene.describe(href, plan.wanted());
    Ok(plan.answer(look_up, describe, &mut ShapingBudget::default()))
}

/// CALDAV:free-busy-query.
pub(super) fn free_busy(asked: &Asked<'_>, body: &FreeBusyQuery) -> Result<Reply, Reply> {
    let scene = Scene::of(asked);
    let (request, depth) = (asked.call.request, asked.depth);
    let plan =
        free_busy_query::decide(request, depth, body, asked.target(), &scene.zones, &scene.zone, None)?;
    let objects = scene.objects(plan.depth(), &Privilege::ReadFreeBusy);
    let objects = objects.iter().map(|stored| FreeBusyObject {
        object: busy(&scene, stored),
        privileges: &stored.privileges,
        transparency: stored.transparency,
    });
    let now = asked.call.now;
    let mark = asked.server.store.identifiers.mark(&(now, body.time_range));
    let uid = Uid::from(format!("{mark:016x}").as_str());
    let time = now.format("%Y%m%dT%H%M%SZ").to_string().parse();
    let stamp = time.ok().and_then(|time| DtStamp::utc(time).ok());
    let stamp = stamp.ok_or_else(|| Reply::new(StatusCode::INTERNAL_SERVER_ERROR))?;
    let head = FreeBusyHead { product_id: PRODUCT, uid: &uid, stamp: &stamp };
    Ok(plan.answer(objects, |_, _| {}, head, &mut Budget::default()))
}

/// What the reports look at.
struct Scene<'s> {
    asked: &'s Asked<'s>,
    view: View<'s>,
    limits: CollectionLimits,
    zones: Arc<ZoneSource>,
    /// The zone of the resource that is asked.
    zone: Zone,
    /// Those of the calendars that have one.
    zones_of_calendars: BTreeMap<Path, Zone>,
    formats: [DataFormat; 1],
}

/// An object of a calendar.
struct Stored<'s> {
    calendar: Path,
    href: Href,
    octets: &'s [u8],
    privileges: PrivilegeSet,
    transparency: ScheduleCalendarTransp,
}

impl<'s> Scene<'s> {
    fn of(asked: &'s Asked<'s>) -> Self {
        let view = asked.server.view(asked.call);
        let zones = CheckOptions::default().zones;
        let store = view.store;
        let path = &asked.call.path;
        // The calendar that the resource is or is in, and those below it.
        let around = path.parent().into_iter().chain([path.clone()]);
        let below = store.below(path).map(|(path, _)| path.clone());
        let calendars = around.chain(below).filter_map(|path| Some((store.get(&path)?, path)));
        let zones_of_calendars: BTreeMap<_, _> = calendars
            .filter(|(resource, _)| resource.is_calendar())
            .filter_map(|(calendar, path)| Some((path, zone_of(calendar, &zones)?)))
            .collect();
        let own = zones_of_calendars.get(path).or_else(|| zones_of_calendars.get(&path.parent()?));
        let zone = own.cloned().unwrap_or_else(Zone::utc);
        let (zone, zones_of_calendars) = if asked.server.has(Fault::FloatingAsUtc) {
            (Zone::utc(), BTreeMap::new())
        } else {
            (zone, zones_of_calendars)
        };
        let limits = view.settings.limits.clone();
        Self { asked, view, limits, zones, zone, zones_of_calendars, formats: [DataFormat::icalendar()] }
    }

    fn facts(&self) -> CalendarFacts<'_> {
        CalendarFacts {
            target: self.asked.target(),
            formats: &self.formats,
            render: None,
            limits: &self.limits,
            zones: &self.zones,
            time_zone: &self.zone,
            recurrence: RecurrenceOptions::default(),
        }
    }

    /// The objects in reach that the user may look at.
    fn objects(&self, depth: Depth, needed: &Privilege) -> Vec<Stored<'s>> {
        let path = &self.asked.call.path;
        let store = self.view.store;
        let itself = store.get(path).into_iter().map(|resource| (path, resource));
        let all: Vec<_> = match depth {
            Depth::Zero => itself.collect(),
            Depth::One => itself.chain(store.members(path)).collect(),
            Depth::Infinity => itself.chain(store.below(path)).collect(),
        };
        let objects = all.into_iter().filter_map(|(path, resource)| self.stored(path, resource));
        objects.filter(|object| object.privileges.grants(needed)).collect()
    }

    fn stored(&self, path: &Path, resource: &'s Resource) -> Option<Stored<'s>> {
        if !self.view.is_calendar_object(path, resource) {
            return None;
        }
        let calendar = path.parent()?;
        let transparency = self.view.store.get(&calendar)?.property(&DavPropertyName::ScheduleCalendarTransp);
        let transparency = match transparency {
            Some(DavProperty::ScheduleCalendarTransp(transparency)) => *transparency,
            _ => ScheduleCalendarTransp::Opaque,
        };
        let octets = &resource.content()?.octets;
        let privileges = self.view.privileges(path);
        Some(Stored { calendar, href: path.href(false), octets, privileges, transparency })
    }

    fn object<'o>(&'o self, stored: &'o Stored<'_>) -> CalendarObject<'o> {
        CalendarObject {
            href: Cow::Borrowed(&stored.href),
            content: CalendarContent::Octets(Cow::Borrowed(stored.octets)),
            time_zone: self.zones_of_calendars.get(&stored.calendar),
        }
    }

    /// What there is at a place: `None` for nothing.
    fn found(&self, path: &Path) -> Option<Result<Stored<'s>, Found<'static>>> {
        let resource = self.view.store.get(path)?;
        Some(match self.stored(path, resource) {
            None => Err(Found::Other),
            Some(object) if !object.privileges.grants(&Privilege::Read) => Err(Found::Unreadable),
            Some(object) => Ok(object),
        })
    }

    fn describe(&self, href: &Href, wanted: Option<&Wanted>) -> ResourceProperties {
        let path = self.asked.path(href);
        let is_wanted =
            |name: &DavPropertyName| wanted.is_some_and(|wanted| wanted.is_of_names() || wanted.needs(name));
        self.view.properties(&path, &is_wanted)
    }
}

/// An object as it makes busy: with a faulty server a transparent one too.
fn busy<'o>(scene: &'o Scene<'_>, stored: &'o Stored<'_>) -> CalendarObject<'o> {
    let object = scene.object(stored);
    if !scene.asked.server.has(Fault::FreeBusyShowsTransparent) {
        return object;
    }
    let text = String::from_utf8_lossy(stored.octets).replace("TRANSP:TRANSPARENT", "TRANSP:OPAQUE");
    CalendarObject { content: CalendarContent::Octets(Cow::Owned(text.into_bytes())), ..object }
}

/// The zone that a calendar says it is in (RFC 4791 §5.2.2).
fn zone_of(calendar: &Resource, source: &ZoneSource) -> Option<Zone> {
    let Some(DavProperty::CalendarTimezone(text)) = calendar.property(&DavPropertyName::CalendarTimezone)
    else {
        return None;
    };
    let definition = Calendar::parse(text).ok()?;
    let name = definition.components().next().and_then(tzid)?;
    Zones::new(&definition, source).zone(name).ok()
}

fn tzid(zone: Component<'_>) -> Option<String> {
    Some(zone.property::<TzId>().ok()??.value)
}

/// The PRODID of what the server writes.
const PRODUCT: &str = "-//caldav-conformance//Reference Server//EN";
