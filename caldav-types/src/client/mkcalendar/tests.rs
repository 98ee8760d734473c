use http::StatusCode;

use super::{NewCalendar, NewCalendarOutcome};
use crate::client::{Answer, FailureKind, PropertyOutcome};
use crate::header::Location;
use crate::message::{Operation, Reply, ReplyBody};
use crate::multistatus::{Multistatus, Propstat, Response};
use crate::property::{DavProperty, DavPropertyName, TypedDavProperty, named};
use crate::request::{MkcalendarResponse, MkcolResponse};
use crate::{ErrorBody, Href, Precondition, ResourceType, ResourceTypes};

const URL: &str = "https://example.com/cal/new/";

fn calendar() -> NewCalendar {
    NewCalendar::new(URL.parse().unwrap())
        .with(DavProperty::DisplayName("Old".into()))
        .with(DavProperty::CalendarOrder(1))
        .with(DavProperty::DisplayName("New".into()))
}

fn status(code: u16) -> Reply {
    Reply::new(StatusCode::from_u16(code).unwrap())
}

fn multistatus(response: Response) -> Reply {
    let multistatus = Multistatus { responses: vec![response], ..Multistatus::default() };
    Reply::with_body(StatusCode::MULTI_STATUS, ReplyBody::Multistatus(multistatus))
}

fn types(types: &[ResourceType]) -> Reply {
    let types = named::ResourceType::property(ResourceTypes(types.to_vec()));
    multistatus(Response::of_propstats(
        Href::new("/cal/new/"),
        vec![Propstat::new(StatusCode::OK, vec![types])],
    ))
}

fn failed_name() -> Vec<Propstat> {
    let of = |code, name| Propstat::new(code, vec![DavProperty::Empty(name)]);
    vec![
        of(StatusCode::CONFLICT, DavPropertyName::DisplayName),
        of(StatusCode::FAILED_DEPENDENCY, DavPropertyName::CalendarOrder),
    ]
}

/// Asks until there is an answer; with it, the methods that were sent.
fn ask(replies: &[Reply]) -> (Result<NewCalendarOutcome, FailureKind>, Vec<String>) {
    let mut calendar = calendar();
    let mut methods = Vec::new();
    for reply in replies {
        methods.push(calendar.request().method().as_str().to_owned());
        match calendar.read(reply) {
            Ok(Answer::Done(outcome)) => return (Ok(outcome), methods),
            Ok(Answer::Again(next)) => calendar = next,
            Err(kind) => return (Err(kind), methods),
        }
    }
    panic!("asked for more after {methods:?}");
}

fn refused(code: u16) -> FailureKind {
    FailureKind::Refused(StatusCode::from_u16(code).unwrap(), None)
}

#[test]
fn requests() {
    let Operation::Mkcalendar(body) = calendar().request().operation else { panic!() };
    assert_eq!(body.properties, [DavProperty::CalendarOrder(1), DavProperty::DisplayName("New".into())]);
    let Ok(Answer::Again(other)) = calendar().read(&status(501)) else { panic!() };
    let Operation::Mkcol(body) = other.request().operation else { panic!() };
    let expected = ResourceTypes(vec![ResourceType::Collection, ResourceType::Calendar]);
    assert_eq!(named::ResourceType::value(&body.properties[0]), Some(&expected), "RFC 5689 4.1");
    assert_eq!(body.properties.len(), 3);
}

#[test]
fn made() {
    let both = [ResourceType::Collection, ResourceType::Calendar];
    let all = MkcolResponse {
        propstats: vec![Propstat::new(
            StatusCode::OK,
            vec![DavProperty::Empty(DavPropertyName::ResourceType)],
        )],
    };
    let told = Reply::with_body(StatusCode::CREATED, ReplyBody::Mkcol(all));
    for (case, replies, methods) in [
        ("RFC 4791 5.3.1.1", vec![status(201)], vec!["MKCALENDAR"]),
        ("no content", vec![status(204)], vec!["MKCALENDAR"]),
        ("501: not known", vec![status(501), told.clone()], vec!["MKCALENDAR", "MKCOL"]),
        ("400: not known in front", vec![status(400), told.clone()], vec!["MKCALENDAR", "MKCOL"]),
        (
            "405, and nothing is there: not known",
            vec![status(405), status(404), told],
            vec!["MKCALENDAR", "PROPFIND", "MKCOL"],
        ),
        (
            "RFC 5689 3: told by nothing, so it is looked at",
            vec![status(501), status(201), types(&both)],
            vec!["MKCALENDAR", "MKCOL", "PROPFIND"],
        ),
        (
            "a 207 without what failed is looked at",
            vec![multistatus(Response::of_status(Href::new(URL), StatusCode::OK)), types(&both)],
            vec!["MKCALENDAR", "PROPFIND"],
        ),
    ] {
        let (outcome, sent) = ask(&replies);
        let Ok(NewCalendarOutcome::Made { href, properties }) = outcome else {
            panic!("{case}: {outcome:?}")
        };
        assert_eq!(
            (href.as_str(), properties.is_done(), sent),
            (URL, true, methods.into_iter().map(str::to_owned).collect()),
            "{case}"
        );
    }
}

#[test]
fn made_elsewhere() {
    for (location, expected) in [
        ("/cal/7/", "https://example.com/cal/7/"),
        ("https://example.com/cal/8/", "https://example.com/cal/8/"),
        ("https://example.net/cal/8/", URL),
        ("http://example.com/cal/9/", URL),
    ] {
        let reply = status(201).with(&Location(Href::new(location))).unwrap();
        let (outcome, _) = ask(&[reply]);
        let Ok(NewCalendarOutcome::Made { href, .. }) = outcome else { panic!("{outcome:?}") };
        assert_eq!(href.as_str(), expected);
    }
}

/// RFC 4918 9.3.1: 405 says that something is there; RFC 9110 15.5.6: that the method is not known.
#[test]
fn exists_or_not_known() {
    let plain = [ResourceType::Collection];
    for (case, replies, expected) in [
        ("DAV:resource-must-be-null", vec![Reply::refusal(Precondition::ResourceMustBeNull)], Ok(None)),
        ("405, and it is there", vec![status(405), types(&plain)], Ok(Some(plain.to_vec()))),
        ("412, and it is there", vec![status(412), types(&plain)], Ok(Some(plain.to_vec()))),
        ("405 to MKCOL", vec![status(501), status(405), types(&plain)], Ok(Some(plain.to_vec()))),
        ("403 without a condition", vec![status(403), types(&plain)], Ok(Some(plain.to_vec()))),
        ("RFC 4791 5.3.1.1: not there", vec![status(403), status(404)], Err(refused(403))),
        ("RFC 4791 5.3.1.1: what is above is not there", vec![status(409), status(404)], Err(refused(409))),
        ("neither method", vec![status(405), status(404), status(405)], Err(refused(405))),
        ("neither, and nothing is there", vec![status(501), status(405), status(404)], Err(refused(405))),
        ("neither, by 501", vec![status(501), status(501)], Err(refused(501))),
        ("neither, by 400", vec![status(400), status(400)], Err(refused(400))),
        ("412, and nothing is there", vec![status(412), status(404)], Err(refused(412))),
        ("nothing can be seen", vec![status(405), status(403)], Err(refused(405))),
        (
            "gone, by a 207",
            vec![status(412), multistatus(Response::of_status(Href::new(URL), StatusCode::NOT_FOUND))],
            Err(refused(412)),
        ),
    ] {
        let got = ask(&replies).0.map(|outcome| match outcome {
            NewCalendarOutcome::Exists { types } => types.map(|types| types.0),
            other => panic!("{case}: {other:?}"),
        });
        assert_eq!(got, expected, "{case}");
    }
}

#[test]
fn refused_with_conditions() {
    let location = Precondition::CalendarCollectionLocationOk;
    for (case, reply, expected) in [
        (
            "RFC 4791 5.3.1",
            Reply::refusal(location.clone()),
            FailureKind::Refused(StatusCode::FORBIDDEN, Some(Box::new(ErrorBody::from(location)))),
        ),
        (
            "400 with a condition is about the body",
            Reply { status: StatusCode::BAD_REQUEST, ..Reply::refusal(Precondition::ValidCalendarData) },
            FailureKind::Refused(
                StatusCode::BAD_REQUEST,
                Some(Box::new(ErrorBody::from(Precondition::ValidCalendarData))),
            ),
        ),
        ("RFC 4791 5.3.1.1: 507", status(507), refused(507)),
        (
            "207 for the whole",
            multistatus(Response::of_status(Href::new(URL), StatusCode::FORBIDDEN)),
            refused(403),
        ),
        ("not now", status(503), FailureKind::Later(None)),
        ("who?", status(401), FailureKind::Unauthorized(Vec::new())),
    ] {
        assert_eq!(ask(&[reply]).0, Err(expected), "{case}");
    }
    assert_eq!(ask(&[status(405), status(401)]).0, Err(FailureKind::Unauthorized(Vec::new())));
}

/// A server that ignores the body of MKCOL makes a plain collection.
#[test]
fn no_calendar_was_made() {
    let replies = [status(501), status(201), types(&[ResourceType::Collection])];
    assert_eq!(ask(&replies).0, Err(FailureKind::Unexpected));
    assert_eq!(ask(&[status(501), status(201), status(500)]).0, Err(refused(500)));
}

#[test]
fn properties_that_fail() {
    let own = Response::of_propstats(Href::new("/cal/new/"), failed_name());
    let by_mkcol = ReplyBody::Mkcol(MkcolResponse { propstats: failed_name() });
    let by_mkcalendar = ReplyBody::Mkcalendar(MkcalendarResponse { propstats: failed_name() });
    for (case, replies) in [
        ("RFC 4791 5.3.1.1: 207", vec![multistatus(own)]),
        ("RFC 5689 3.5", vec![status(501), Reply::with_body(StatusCode::FORBIDDEN, by_mkcol)]),
        ("207 as RFC 5689 has it", vec![Reply::with_body(StatusCode::MULTI_STATUS, by_mkcalendar)]),
    ] {
        let (outcome, _) = ask(&replies);
        let Ok(NewCalendarOutcome::Properties(outcomes)) = outcome else { panic!("{case}: {outcome:?}") };
        assert_eq!(
            outcomes.get(&DavPropertyName::CalendarOrder),
            Some(&PropertyOutcome::Dependent),
            "{case}"
        );
        let refused: Vec<_> = outcomes.refused().collect();
        assert_eq!(refused, [&DavPropertyName::DisplayName], "{case}");
        let less = calendar().leaving_out(&outcomes).unwrap();
        assert_eq!(less.properties(), [DavProperty::CalendarOrder(1)], "{case}");
        assert_eq!(less.leaving_out(&outcomes), None, "{case}");
    }
}

/// A server that makes the calendar all the same, and tells so.
#[test]
fn made_without_some_properties() {
    let told = ReplyBody::Mkcalendar(MkcalendarResponse { propstats: failed_name() });
    let (outcome, _) = ask(&[Reply::with_body(StatusCode::CREATED, told)]);
    let Ok(NewCalendarOutcome::Made { properties, .. }) = outcome else { panic!("{outcome:?}") };
    assert_eq!(properties.refused().count(), 1);
}
