//! The answer to CALDAV:free-busy-query.
//!
//! [RFC 4791 §7.10](https://www.rfc-editor.org/rfc/rfc4791#section-7.10)

use http::StatusCode;
use ical_model::free_busy::BusyTime;
use ical_model::property::{DtStamp, Uid};
use ical_model::recurrence::Budget;
use ical_model::time_zone::{Zone, ZoneSource};

use super::{CalendarObject, ObjectFault, ReportTarget};
use crate::message::{Content, Reply, ReplyBody, Request};
use crate::property::{ReportName, ScheduleCalendarTransp};
use crate::report::FreeBusyQuery;
use crate::shaping::Gathering;
use crate::{Depth, Href, Method, Precondition, Privilege, PrivilegeSet};

/// Decides a CALDAV:free-busy-query. `time_zone` is that of days and floating times: the CALDAV:calendar-timezone of the
/// collection, or one that the server chooses. `most` calendar object resources are looked at.
///
/// Who has neither CALDAV:read-free-busy nor DAV:read gets 404, in the place where the other reports have 403.
///
/// # Errors
///
/// The reply to a request that is refused: for what is no collection, 403.
pub fn decide<'a>(
    request: &Request,
    depth: Option<Depth>,
    body: &'a FreeBusyQuery,
    target: ReportTarget<'a>,
    zones: &'a ZoneSource,
    time_zone: &'a Zone,
    most: Option<usize>,
) -> Result<FreeBusyPlan<'a>, Reply> {
    target.target.exists()?;
    target.target.understands(&Method::Report)?;
    if !may_read(&target.target.resource.privileges) {
        return Err(Reply::new(StatusCode::NOT_FOUND));
    }
    target.has(request, &ReportName::FreeBusyQuery)?;
    if !target.target.resource.is_collection() {
        return Err(Reply::refusal(Precondition::SupportedReport));
    }
    Ok(FreeBusyPlan { body, depth: depth.unwrap_or(Depth::Zero), zones, time_zone, most })
}

/// A CALDAV:free-busy-query that can be answered.
#[derive(Clone, Copy, Debug)]
pub struct FreeBusyPlan<'a> {
    body: &'a FreeBusyQuery,
    depth: Depth,
    zones: &'a ZoneSource,
    time_zone: &'a Zone,
    most: Option<usize>,
}

/// A calendar object resource that may make somebody busy.
#[derive(Clone, Debug)]
pub struct FreeBusyObject<'a> {
    /// What is stored.
    pub object: CalendarObject<'a>,
    /// What the user may do with it.
    pub privileges: &'a PrivilegeSet,
    /// CALDAV:schedule-calendar-transp of its collection: nothing in a transparent one takes up time
    /// ([RFC 6638 §9.1](https://www.rfc-editor.org/rfc/rfc6638#section-9.1)).
    pub transparency: ScheduleCalendarTransp,
}

/// What changes from one answer to the next.
#[derive(Clone, Copy, Debug)]
pub struct FreeBusyHead<'a> {
    /// The PRODID of the server.
    pub product_id: &'a str,
    /// A UID of its own for each answer.
    pub uid: &'a Uid,
    /// When it is made.
    pub stamp: &'a DtStamp,
}

impl FreeBusyPlan<'_> {
    /// How deep it reaches: members, or all that is below the collection. Of collections that are no calendars, calendars
    /// in reach and their objects in reach count ([§7.2](https://www.rfc-editor.org/rfc/rfc4791#section-7.2)); without the
    /// field Depth nobody is busy.
    #[must_use]
    pub const fn depth(&self) -> Depth {
        self.depth
    }

    /// The busy time of these objects. What the user may not ask for is passed over; `at_fault` is told of each object
    /// that could not be read whole.
    ///
    /// # Errors
    ///
    /// DAV:number-of-matches-within-limits: there are more objects than are looked at, or the budget is spent.
    pub fn busy_time<'o>(
        &self,
        objects: impl IntoIterator<Item = FreeBusyObject<'o>>,
        mut at_fault: impl FnMut(&Href, &ObjectFault),
        budget: &mut Budget,
    ) -> Result<BusyTime, Reply> {
        let mut gathering = Gathering::new(self.body, self.zones, self.time_zone);
        let mut looked_at = 0_usize;
        for FreeBusyObject { object, privileges, transparency } in objects {
            if self.depth == Depth::Zero {
                break;
            }
            if !may_read(privileges) || transparency == ScheduleCalendarTransp::Transparent {
                continue;
            }
            looked_at += 1;
            if self.most.is_some_and(|most| looked_at > most) {
                return Err(over_limit());
            }
            let added = object.read(|calendar| Ok(gathering.add(calendar, object.time_zone, budget)?));
            match added {
                Err(fault) if fault.is_budget() => return Err(over_limit()),
                Err(fault) => at_fault(&object.href, &fault),
                Ok(()) => {}
            }
        }
        Ok(gathering.busy)
    }

    /// The answer: a VFREEBUSY as `text/calendar`; see [`busy_time`](Self::busy_time).
    pub fn answer<'o>(
        &self,
        objects: impl IntoIterator<Item = FreeBusyObject<'o>>,
        at_fault: impl FnMut(&Href, &ObjectFault),
        head: FreeBusyHead<'_>,
        budget: &mut Budget,
    ) -> Reply {
        let busy = match self.busy_time(objects, at_fault, budget) {
            Ok(busy) => busy,
            Err(refusal) => return refusal,
        };
        match busy.to_calendar(head.product_id, head.uid, head.stamp) {
            Ok(calendar) => {
                let content = Content::calendar(calendar.to_bytes());
                Reply::with_body(StatusCode::OK, ReplyBody::Calendar(content))
            }
            // More periods than a calendar may hold.
            Err(_) => over_limit(),
        }
    }
}

/// DAV:read has it in it ([§6.1.1](https://www.rfc-editor.org/rfc/rfc4791#section-6.1.1)).
fn may_read(privileges: &PrivilegeSet) -> bool {
    privileges.grants(&Privilege::ReadFreeBusy)
}

fn over_limit() -> Reply {
    Reply::refusal(Precondition::NumberOfMatchesWithinLimits)
}

#[cfg(test)]
mod tests;
