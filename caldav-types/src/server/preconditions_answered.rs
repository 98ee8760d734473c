//! Every condition that RFC 4918, RFC 4791, RFC 5689, RFC 4331 and RFC 5995 name is answered by some function, with its
//! element and its status.

use std::collections::BTreeSet;

use ical_model::{ComponentName, PropertyName};

use super::fixture::{calendar, collection, granted, locked, missing, plain, request};
use super::{
    Features, NewCollection, PropertyRefusal, ResourceState, Submission, Target, copy_move, delete, lock,
    mkcalendar, mkcol, propfind, proppatch, put, reply, unlock,
};
use crate::filter::{CompFilter, Filter, PropFilter, TextMatch};
use crate::lock::{LockScope, LockType};
use crate::message::{Content, Operation, Reply, ReplyBody, Request};
use crate::property::{DavProperty, DavPropertyName};
use crate::query::QueryOptions;
use crate::request::{LockInfo, Mkcalendar, Mkcol, Propfind, Proppatch, ProppatchInstruction};
use crate::{Collation, Condition, Depth, Href, Precondition, Privilege, ResourceTypes};

type Row = (Precondition, &'static str, fn() -> Reply);

/// The conditions, the functions that answer them and a reply that does.
const ANSWERED: &[Row] = &[
    (Precondition::LockTokenMatchesRequestUri, "unlock::decide, lock::decide_refresh", || {
        let token = "urn:x".parse().unwrap();
        with(plain("/c/1"), |target| unlock::decide(&of(Operation::Options), &token, target).unwrap_err())
    }),
    (Precondition::LockTokenSubmitted, "all that change something", || {
        with(locked(plain("/c/1"), "x"), |target| {
            delete::decide(&of(Operation::Delete), target, &delete::Facts::default()).unwrap_err()
        })
    }),
    (Precondition::NoConflictingLock, "lock::decide", || {
        let info = LockInfo { scope: LockScope::Shared, lock_type: LockType::Write, owner: None };
        with(locked(plain("/c/1"), "x"), |target| {
            let request = of(Operation::Options);
            lock::decide(&request, Depth::Zero, &info, target, &lock::Facts::default()).unwrap_err()
        })
    }),
    (Precondition::PreservedLiveProperties, "copy_move::decide_copy, copy_move::decide_move", || {
        transfer(plain("/c/1"), |facts| facts.preserves_live_properties = false)
    }),
    (Precondition::PropfindFiniteDepth, "propfind::decide", || {
        let features = Features { infinite_propfind: false, ..Features::default() };
        let tree = collection("/c/");
        let target = Target::new(&features, &tree, None);
        let request = of(Operation::Options);
        propfind::decide(&request, Depth::Infinity, &Propfind::PropName, target).unwrap_err()
    }),
    (
        Precondition::CannotModifyProtectedProperty,
        "proppatch::decide, mkcol::decide, mkcalendar::decide",
        || {
            let instructions = vec![ProppatchInstruction::Remove(DavPropertyName::GetEtag)];
            with(plain("/c/1"), |target| {
                let request = of(Operation::Options);
                proppatch::decide(&request, &Proppatch { instructions }, target, &[]).unwrap_err()
            })
        },
    ),
    (Precondition::NeedPrivileges, "all", || {
        with(granted(plain("/c/1"), &[]), |target| {
            super::get::decide(&of(Operation::Get), target).unwrap_err()
        })
    }),
    (Precondition::QuotaNotExceeded, "put::decide, copy_move::decide_copy, mkcol::decide", || {
        stored(|submission| submission.room = Err(Precondition::QuotaNotExceeded))
    }),
    (Precondition::SufficientDiskSpace, "put::decide, copy_move::decide_copy, mkcol::decide", || {
        stored(|submission| submission.room = Err(Precondition::SufficientDiskSpace))
    }),
    (Precondition::ValidResourcetype, "mkcol::decide", || {
        let properties = vec![DavProperty::ResourceType(ResourceTypes::default())];
        with(missing("/c/1"), |target| {
            let request = of(Operation::Options);
            mkcol::decide(&request, &Mkcol { properties }, target, &NewCollection::default()).unwrap_err()
        })
    }),
    (Precondition::AllowClientDefinedUri, "put::decide", || {
        let names = put::Names::OfServer { add_member: Some(Href::new("/c/;add")) };
        let facts = put::Facts { names, ..put::Facts::default() };
        with(missing("/c/1"), |target| {
            put::decide(&of(Operation::Options), &Content::default(), target, &facts).unwrap_err()
        })
    }),
    (Precondition::ResourceMustBeNull, "mkcalendar::decide", || {
        make_calendar(collection("/c/1/"), &NewCollection::default(), Vec::new())
    }),
    (Precondition::CalendarCollectionLocationOk, "mkcalendar::decide, mkcol::decide, copy_move", || {
        transfer(calendar("/c/1/"), |facts| facts.calendars = false)
    }),
    (Precondition::InitializeCalendarCollection, "mkcalendar::refuse", mkcalendar::refuse),
    (Precondition::SupportedCalendarData, "put::decide, post_add_member::decide", || {
        with(missing("/c/1"), |target| {
            let text = Content::new("text/plain".parse().ok(), "hello");
            put::decide(&of(Operation::Options), &text, target, &put::Facts::default()).unwrap_err()
        })
    }),
    (
        Precondition::ValidCalendarData,
        "proppatch::decide, mkcalendar::decide; put::decide by its verdict",
        || {
            let refusal = PropertyRefusal::of_value(Some(Precondition::ValidCalendarData));
            let refusals = [(DavPropertyName::CalendarTimezone, refusal)];
            let facts = NewCollection { refusals: &refusals, ..NewCollection::default() };
            make_calendar(missing("/c/1/"), &facts, vec![DavProperty::CalendarTimezone("none".into())])
        },
    ),
    (Precondition::ValidCalendarObjectResource, "put::decide by its verdict", || {
        judged(Precondition::ValidCalendarObjectResource)
    }),
    (Precondition::SupportedCalendarComponent, "put::decide by its verdict", || {
        judged(Precondition::SupportedCalendarComponent)
    }),
    (Precondition::NoUidConflict, "put::decide, copy_move", || {
        stored(|submission| submission.uid_conflict = Some(Href::new("/c/2")))
    }),
    (Precondition::MaxResourceSize, "put::decide", || {
        stored(|submission| submission.max_resource_size = Some(1))
    }),
    (Precondition::MinDateTime, "put::decide by its verdict", || judged(Precondition::MinDateTime)),
    (Precondition::MaxDateTime, "put::decide by its verdict", || judged(Precondition::MaxDateTime)),
    (Precondition::MaxInstances, "put::decide by its verdict", || judged(Precondition::MaxInstances)),
    (Precondition::MaxAttendeesPerInstance, "put::decide by its verdict", || {
        judged(Precondition::MaxAttendeesPerInstance)
    }),
    (Precondition::ValidFilter, "report::calendar_query::decide", || {
        compiled(Filter::new(CompFilter::new(ComponentName::VEvent)))
    }),
    (Precondition::SupportedFilter, "report::calendar_query::decide", || {
        let deep = (0..200).fold(CompFilter::new(ComponentName::VEvent), |inner, _| {
            CompFilter::new(ComponentName::VEvent).with_comp_filter(inner)
        });
        compiled(Filter::new(CompFilter::new(ComponentName::VCalendar).with_comp_filter(deep)))
    }),
    (Precondition::SupportedCollation, "report::calendar_query::decide", || {
        let text = TextMatch::new("a").with_collation(Collation::Other("i;none".into()));
        let event = CompFilter::new(ComponentName::VEvent)
            .with_prop_filter(PropFilter::new(PropertyName::Summary).with_text_match(text));
        compiled(Filter::new(CompFilter::new(ComponentName::VCalendar).with_comp_filter(event)))
    }),
];

/// What is refused before a request is one: the crate that reads XML does.
const BY_THE_READER: &[Precondition] = &[Precondition::NoExternalEntities];

#[test]
fn every_condition_is_answered() {
    let mut answered: BTreeSet<_> = BY_THE_READER.iter().cloned().collect();
    for (precondition, by, answer) in ANSWERED {
        let reply = answer();
        let mut named: Vec<_> =
            reply.error().map(|error| (error.clone(), reply.status)).into_iter().collect();
        for response in reply.multistatus().iter().flat_map(|multistatus| &multistatus.responses) {
            named.extend(response.error.clone().zip(response.status()));
            let of_properties = response
                .propstats()
                .iter()
                .filter_map(|propstat| propstat.error.clone().zip(propstat.status));
            named.extend(of_properties);
        }
        if let ReplyBody::Mkcol(body) = &reply.body {
            named.extend(
                body.propstats.iter().filter_map(|propstat| propstat.error.clone().zip(propstat.status)),
            );
        }
        let status =
            named.iter().find(|(error, _)| error.has(precondition)).map(|(_, status)| status.as_u16());
        let status = status.unwrap_or_else(|| panic!("{precondition} by {by}: {reply:?}"));
        assert!(precondition.statuses().contains(&status), "{precondition} by {by}: {status}");
        answered.insert(precondition.clone());
    }
    let specs = ["RFC 4918", "RFC 4791", "RFC 5689", "RFC 4331", "RFC 5995"];
    let named = Precondition::KNOWN.iter().filter(|one| one.spec().is_some_and(|spec| specs.contains(&spec)));
    let missing: Vec<_> = named.filter(|precondition| !answered.contains(precondition)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn of(operation: Operation) -> Request {
    request("/c/1", operation, &[])
}

/// About a place in a calendar.
fn with(resource: ResourceState, answer: impl FnOnce(Target<'_>) -> Reply) -> Reply {
    let (features, parent) = (Features::default(), calendar("/c/"));
    answer(Target::new(&features, &resource, Some(&parent)))
}

fn stored(change: impl FnOnce(&mut Submission<'_>)) -> Reply {
    let mut facts = put::Facts::default();
    change(&mut facts.submission);
    with(missing("/c/1"), |target| {
        let content = Content::calendar("BEGIN:VCALENDAR");
        put::decide(&of(Operation::Options), &content, target, &facts).unwrap_err()
    })
}

fn judged(precondition: Precondition) -> Reply {
    stored(|submission| submission.verdict = Err(Condition::new(precondition)))
}

fn make_calendar(place: ResourceState, facts: &NewCollection<'_>, properties: Vec<DavProperty>) -> Reply {
    let (features, home) = (Features::default(), collection("/c/"));
    let target = Target::new(&features, &place, Some(&home));
    mkcalendar::decide(&of(Operation::Options), &Mkcalendar { properties }, target, facts).unwrap_err()
}

fn transfer(source: ResourceState, change: impl FnOnce(&mut copy_move::Facts<'_>)) -> Reply {
    let (features, parent) = (Features::default(), collection("/d/"));
    let place = missing("/d/1");
    let mut facts = copy_move::Facts::new(Some(Target::new(&features, &place, Some(&parent))));
    change(&mut facts);
    with(granted(source, &[Privilege::All]), |target| {
        copy_move::decide_move(&of(Operation::Options), true, target, &facts).unwrap_err()
    })
}

fn compiled(filter: Filter) -> Reply {
    reply::refusal(filter.compile(&QueryOptions::default()).unwrap_err().condition())
}
