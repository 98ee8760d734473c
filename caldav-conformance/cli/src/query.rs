//! `query`: a CalDAV report over a folder of calendar files (RFC 4791 sections 7.8 to 7.10).

mod answer;
mod folder;

use std::cell::Cell;
use std::fmt::Display;
use std::io::{self, Write};
use std::path::Path;
use std::time::SystemTime;

use caldav_types::message::{Operation, Reply, Request};
use caldav_types::property::ScheduleCalendarTransp;
use caldav_types::query::QueryOptions;
use caldav_types::report::{CalendarMultiget, CalendarQuery, FreeBusyQuery, Report};
use caldav_types::server::report::{
    CalendarFacts, CalendarObject, Found, FreeBusyHead, FreeBusyObject, MatchLimit, ReportTarget,
    calendar_multiget, calendar_query, free_busy_query, supported_reports,
};
use caldav_types::server::{Features, ResourceState, Target};
use caldav_types::shaping::ShapingBudget;
use caldav_types::{CollectionLimits, Depth, Privilege, PrivilegeSet, ResourceType, ResourceTypes};
use caldav_xml::{Body, Read, XmlOptions, calendar_data};
use chrono::{DateTime, SubsecRound, Utc};
use http::Uri;
use ical_model::Calendar;
use ical_model::property::{DtStamp, Uid};
use ical_model::recurrence::RecurrenceOptions;
use ical_model::time_zone::{Zone, ZoneSource, Zones};

use self::folder::Folder;
use crate::arguments::{Format, Query};
use crate::complaint::{complain, complain_of};
use crate::moment::unknown_zone;
use crate::outcome::Outcome;
use crate::{input, output};

/// Answers the report and writes the answer.
pub(crate) fn run(arguments: &Query) -> io::Result<Outcome> {
    let octets = match input::read(&arguments.report) {
        Ok(octets) => octets,
        Err(fault) => {
            complain_of(&arguments.report, fault);
            return Ok(Outcome::CouldNotRun);
        }
    };
    let zones = ZoneSource::new();
    let Ok(time_zone) = Zones::of_source(&zones).zone(&arguments.tz) else {
        complain(unknown_zone(&arguments.tz));
        return Ok(Outcome::CouldNotRun);
    };
    let folder = match Folder::open(&arguments.folder) {
        Ok(folder) => folder,
        Err(fault) => {
            complain_of(&arguments.folder, fault);
            return Ok(Outcome::CouldNotRun);
        }
    };
    let Read { value: report, diagnostics } = match Report::from_xml(&octets, &XmlOptions::lenient()) {
        Ok(read) => read,
        Err(error) => {
            complain_of(&arguments.report, error);
            return Ok(Outcome::Found);
        }
    };
    diagnostics.iter().for_each(|diagnostic| complain_of(&arguments.report, diagnostic));
    let now = now();
    let stamp = ical_model::value::DateTime::try_from(arguments.stamp.unwrap_or(now).trunc_subsecs(0)).ok();
    let Some(stamp) = stamp.and_then(|stamp| DtStamp::utc(stamp).ok()) else {
        complain("expected a clock that shows a year of four digits, found another one");
        return Ok(Outcome::CouldNotRun);
    };
    let query = Asked {
        arguments,
        folder: &folder,
        zones: &zones,
        time_zone: &time_zone,
        uid: uid(now),
        stamp,
        outcome: Cell::default(),
    };
    let Some(reply) = query.reply(report) else {
        complain_of(
            &arguments.report,
            "expected CALDAV:calendar-query, CALDAV:calendar-multiget or CALDAV:free-busy-query, found another report",
        );
        return Ok(Outcome::Found);
    };
    let mut outcome = query.outcome.into_inner().max(folder.outcome());
    if !reply.is_success() {
        complain_of(&arguments.report, answer::refusal(&reply));
        outcome = outcome.max(Outcome::Found);
    }
    let mut out = output::standard_output();
    match arguments.format {
        Format::Text => answer::body(&mut out, &reply)?,
        Format::Json => answer::objects(&mut out, &reply, folder.href())?,
    }
    out.flush()?;
    Ok(outcome)
}

/// A report that is asked of a folder.
struct Asked<'q> {
    arguments: &'q Query,
    folder: &'q Folder,
    zones: &'q ZoneSource,
    time_zone: &'q Zone,
    /// Of the answer to a free-busy-query.
    uid: Uid,
    stamp: DtStamp,
    outcome: Cell<Outcome>,
}

impl Asked<'_> {
    /// What a server would reply whose user may do everything; `None` for other reports.
    fn reply(&self, report: Report) -> Option<Reply> {
        let types = ResourceTypes(vec![ResourceType::Collection, ResourceType::Calendar]);
        let reports = supported_reports(&types, false);
        let mut collection = ResourceState::new(self.folder.href().clone(), types);
        collection.privileges = PrivilegeSet(vec![Privilege::All]);
        let features = Features::default();
        let target = ReportTarget { target: Target::new(&features, &collection, None), reports: &reports };
        let depth = Some(Depth::One);
        let request = Request::new(Uri::from_static("/"), Operation::Report { depth, body: report.clone() });
        let limits = CollectionLimits::default();
        let formats = calendar_data::formats();
        let render = |calendar: &Calendar<'_>, format: &_| calendar_data::render(calendar, format).ok();
        let facts = CalendarFacts {
            target,
            formats: &formats.0,
            render: Some(&render),
            limits: &limits,
            zones: self.zones,
            time_zone: self.time_zone,
            recurrence: RecurrenceOptions::default(),
        };
        let reply = match &report {
            Report::CalendarQuery(body) => self.calendar_query(&request, body, facts),
            Report::CalendarMultiget(body) => self.calendar_multiget(&request, body, facts),
            Report::FreeBusyQuery(body) => self.free_busy_query(&request, body, target),
            _ => return None,
        };
        Some(reply)
    }

    fn calendar_query(&self, request: &Request, body: &CalendarQuery, facts: CalendarFacts<'_>) -> Reply {
        let (options, limit) = (QueryOptions::default(), MatchLimit::default());
        let plan = match calendar_query::decide(request, Some(Depth::One), body, facts, &options, limit) {
            Ok(plan) => plan,
            Err(refusal) => return refusal,
        };
        let at_fault = |href: &_, fault: &_| {
            self.found(self.folder.path(href), fault);
            None
        };
        let describe = |href: &_| self.folder.describe(href);
        plan.answer(self.folder.objects(), describe, at_fault, &mut self.budget())
    }

    fn calendar_multiget(
        &self,
        request: &Request,
        body: &CalendarMultiget,
        facts: CalendarFacts<'_>,
    ) -> Reply {
        let plan = match calendar_multiget::decide(request, body, facts) {
            Ok(plan) => plan,
            Err(refusal) => return refusal,
        };
        let look_up = |href: &_| match self.folder.find(href, &request.target) {
            Some(object) => Found::Object(object),
            None => Found::Missing,
        };
        let describe = |href: &_| self.folder.describe(href);
        let reply = plan.answer(look_up, describe, &mut self.budget());
        for response in reply.multistatus().into_iter().flat_map(|all| &all.responses) {
            if response.status().is_some_and(|status| status.is_server_error()) {
                let told =
                    response.description.as_ref().map_or("the budget does not suffice", |told| &told.text);
                self.found(self.folder.path(&response.href), told);
            }
        }
        reply
    }

    fn free_busy_query(&self, request: &Request, body: &FreeBusyQuery, target: ReportTarget<'_>) -> Reply {
        let (depth, zones, time_zone) = (Some(Depth::One), self.zones, self.time_zone);
        let plan = match free_busy_query::decide(request, depth, body, target, zones, time_zone, None) {
            Ok(plan) => plan,
            Err(refusal) => return refusal,
        };
        let privileges = &target.target.resource.privileges;
        let transparency = ScheduleCalendarTransp::Opaque;
        let objects = self.folder.objects();
        let objects =
            objects.map(|object: CalendarObject<'_>| FreeBusyObject { object, privileges, transparency });
        let at_fault = |href: &_, fault: &_| self.found(self.folder.path(href), fault);
        let head = FreeBusyHead { product_id: PRODUCT_ID, uid: &self.uid, stamp: &self.stamp };
        plan.answer(objects, at_fault, head, &mut self.budget().expansion)
    }

    fn budget(&self) -> ShapingBudget {
        ShapingBudget::new(self.arguments.budget.budget(), self.arguments.max_octets)
    }

    /// Tells of something wrong with a file.
    fn found(&self, file: &Path, what: impl Display) {
        complain_of(file, what);
        self.outcome.set(self.outcome.get().max(Outcome::Found));
    }
}

/// What time it is.
#[expect(clippy::disallowed_methods, reason = "the command line is where the clock is")]
fn now() -> DateTime<Utc> {
    SystemTime::now().into()
}

/// A name that no other answer has.
fn uid(now: DateTime<Utc>) -> Uid {
    let name = format!("{}-{}", now.format("%Y%m%dT%H%M%S%fZ"), std::process::id());
    Uid::from(&*name)
}

const PRODUCT_ID: &str = concat!("-//caldav-conformance//", env!("CARGO_PKG_VERSION"), "//EN");
