//! A calendar object among the others of its collection: RFC 4791 §4.1, §4.2 and §5.3.2.1.
//!
//! What decides is given as plain facts: what the new resource holds, what its name stands for now, which UIDs the
//! others have. How a server keeps them is its own affair.

pub mod split;
mod uid;

use ical_model::{Calendar, Position};

pub use self::uid::{UidError, UidErrorKind, uid_of};
use crate::rules::rules;
use crate::violation::{Violation, Violations};

/// A resource of a calendar collection, by its name there and the UID of its components.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Member<'m> {
    /// What names the resource: its last path segment, or its whole href. All members are named the same way.
    pub name: &'m str,
    /// The UID of its components.
    pub uid: &'m str,
}

/// What a calendar that is to be stored as `name` breaks of the rules about the other resources of the collection.
///
/// `others` are the resources of the collection; one of the same name is what the calendar replaces, and `replaced` is
/// its UID where the caller knows it by itself. A calendar without one UID breaks other rules
/// ([`calendar_object::check`](crate::calendar_object::check)) and none of these. An index of UIDs serves as well as
/// the whole collection: only others of the same UID, and of the same name, count.
///
/// ```
/// use caldav_conformance::calendar_collection::{Member, check_member};
/// use ical_model::Calendar;
/// let calendar = Calendar::parse("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Example//EN\r\n\
///     BEGIN:VEVENT\r\nUID:1@example.com\r\nDTSTAMP:20270101T000000Z\r\nDTSTART:20270102T090000Z\r\n\
///     END:VEVENT\r\nEND:VCALENDAR\r\n")?;
/// let others = [Member { name: "a.ics", uid: "1@example.com" }, Member { name: "b.ics", uid: "2@example.com" }];
/// assert!(check_member(&calendar, "a.ics", None, others).is_empty());
/// let violations = check_member(&calendar, "c.ics", None, others);
/// let violation = violations.must().next().unwrap();
/// assert_eq!(violation.rule().precondition().unwrap().to_string(), "CALDAV:no-uid-conflict");
/// assert!(violation.message().contains("a.ics"));
/// # Ok::<(), ical_model::ParseError>(())
/// ```
#[must_use]
pub fn check_member<'m>(
    calendar: &Calendar<'_>,
    name: &str,
    replaced: Option<&str>,
    others: impl IntoIterator<Item = Member<'m>>,
) -> Violations {
    let mut violations = Violations::default();
    let Ok((uid, line)) = uid::uid_line(calendar) else { return violations };
    let position = line.position();
    let mut replaced = replaced.map(str::to_owned);
    for other in others {
        if other.name == name {
            replaced.get_or_insert_with(|| other.uid.to_owned());
        } else if other.uid == uid {
            let message = format!("the UID {uid} is that of the resource {} already", other.name);
            violations.push(Violation::new(&UID_CONFLICT, position, message));
        }
    }
    if let Some(replaced) = replaced.filter(|replaced| *replaced != uid) {
        let message = format!(
            "the resource {name} has the UID {replaced}, and would be replaced by one with the UID {uid}"
        );
        violations.push(Violation::new(&UID_CHANGED, position, message));
    }
    violations
}

/// The first other resource with that UID: the one that DAV:href names in CALDAV:no-uid-conflict (§5.3.2.1).
#[must_use]
pub fn uid_conflict<'m>(
    uid: &str,
    name: &str,
    others: impl IntoIterator<Item = Member<'m>>,
) -> Option<&'m str> {
    others.into_iter().find(|other| other.uid == uid && other.name != name).map(|other| other.name)
}

/// What is to be put somewhere.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum MemberKind {
    /// A calendar object resource.
    CalendarObjectResource,
    /// A collection that is no calendar collection and has none in it.
    Collection,
    /// A calendar collection, or a collection with one in it.
    CalendarCollection,
    /// Any other resource.
    Other,
}

/// A collection that a resource lies in, directly or deeper.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Ancestor<'m> {
    /// What names the collection.
    pub name: &'m str,
    /// It is a calendar collection.
    pub is_calendar: bool,
}

/// What a resource of this kind breaks of §4.2 below these collections, the nearest first.
///
/// ```
/// use caldav_conformance::calendar_collection::{Ancestor, MemberKind, check_location};
/// let work = Ancestor { name: "/calendars/work/", is_calendar: true };
/// let files = Ancestor { name: "/calendars/work/files/", is_calendar: false };
/// assert!(check_location(MemberKind::Other, [files, work]).is_empty());
/// assert_eq!(check_location(MemberKind::Other, [work]).must().count(), 1);
/// assert_eq!(check_location(MemberKind::CalendarCollection, [files, work]).must().count(), 1);
/// ```
#[must_use]
pub fn check_location<'m>(kind: MemberKind, ancestors: impl IntoIterator<Item = Ancestor<'m>>) -> Violations {
    let mut violations = Violations::default();
    let mut ancestors = ancestors.into_iter();
    let (broken, rule, message) = match kind {
        MemberKind::CalendarObjectResource | MemberKind::Collection => return violations,
        MemberKind::CalendarCollection => (
            ancestors.find(|ancestor| ancestor.is_calendar),
            &NESTED_CALENDAR,
            "a calendar collection lies in the calendar collection",
        ),
        MemberKind::Other => (
            ancestors.next().filter(|ancestor| ancestor.is_calendar),
            &FOREIGN_MEMBER,
            "a resource without calendar data lies in the calendar collection",
        ),
    };
    if let Some(ancestor) = broken {
        violations.push(Violation::new(rule, Position::default(), format!("{message} {}", ancestor.name)));
    }
    violations
}

rules! {
    UID_CONFLICT = "collection-uid-conflict", Must, "RFC 4791" "4.1",
        ["4791-4.1-04", "4791-4.1-06", "4791-5.3.2.1-05"], NoUidConflict,
        "no two resources of a calendar collection have the same UID",
        "store the components in the resource that has the UID, or give them a UID of their own";
    UID_CHANGED = "collection-uid-changed", Must, "RFC 4791" "5.3.2.1", ["4791-5.3.2.1-06"], NoUidConflict,
        "a resource is replaced only by one with the same UID",
        "store the components as a new resource, and delete the old one";
    NESTED_CALENDAR = "collection-nested-calendar", Must, "RFC 4791" "4.2", ["4791-4.2-04"], CalendarCollectionLocationOk,
        "a calendar collection has no calendar collection in it, at any depth",
        "create the calendar collection beside the other one";
    FOREIGN_MEMBER = "collection-foreign-member", Must, "RFC 4791" "4.2", ["4791-4.2-03"], -,
        "the members of a calendar collection are calendar object resources and collections",
        "store the resource elsewhere, or in a collection below";
}

#[cfg(test)]
mod tests;
