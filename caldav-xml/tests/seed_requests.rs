//! The requests by which a client finds calendars and keeps up with them, one after the other: built octet by octet as
//! the files say, read in every spelling that means the same, and refused where they do not mean what they seem to.
#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use caldav_types::filter::{CompFilter, Filter};
use caldav_types::property::DavPropertyName;
use caldav_types::report::{CalendarMultiget, CalendarQuery, Report, RequestedProp};
use caldav_types::request::Propfind;
use caldav_types::{Depth, ExpandedName, Href, Method};
use caldav_xml::{Body, XmlErrorKind, XmlOptions};
use ical_model::ComponentName;

fn asks_for<const N: usize>(names: [DavPropertyName; N]) -> Propfind {
    Propfind::Prop(names.into())
}

fn every_object() -> CalendarQuery {
    CalendarQuery::new(
        RequestedProp::new([DavPropertyName::GetEtag]).with_calendar_data(),
        Filter::new(CompFilter::new(ComponentName::VCalendar)),
    )
}

fn read<T: Body>(body: &str) -> Result<T, XmlErrorKind> {
    let read = T::from_xml(body.as_bytes(), &XmlOptions::strict());
    read.map(|read| read.value).map_err(|error| error.kind().clone())
}

#[test]
fn built_octet_by_octet() {
    for (row, propfind, body) in [
        (
            "B-02",
            asks_for([DavPropertyName::CurrentUserPrincipal]),
            include_str!("fixtures/b-02-principal.xml"),
        ),
        ("B-03", asks_for([DavPropertyName::CalendarHomeSet]), include_str!("fixtures/b-03-home-set.xml")),
        ("B-04", asks_for([DavPropertyName::ResourceType]), include_str!("fixtures/b-04-calendars.xml")),
        (
            "B-05",
            asks_for([DavPropertyName::DisplayName, DavPropertyName::GetCTag]),
            include_str!("fixtures/b-05-ctag.xml"),
        ),
    ] {
        assert_eq!(propfind.to_xml(), body, "{row}");
        assert_eq!(read::<Propfind>(body), Ok(propfind), "{row}");
    }
    let body = include_str!("fixtures/b-06-etags-and-data.xml");
    assert_eq!(every_object().to_xml(), body);
    assert_eq!(Report::CalendarQuery(every_object()).to_xml(), body);
    assert_eq!(read::<CalendarQuery>(body), Ok(every_object()));
    assert!(every_object().filter.check().is_ok());
    assert!(every_object().filter.calendar.matches().is_some_and(|all| *all == Default::default()));
    let multiget = CalendarMultiget::new(
        RequestedProp::new([DavPropertyName::GetEtag]).with_calendar_data(),
        [Href::new("/calendars/a/1.ics"), Href::new("/calendars/a/2%20b.ics")],
    );
    let body = include_str!("fixtures/b-16-multiget.xml");
    assert_eq!(multiget.to_xml(), body);
    assert_eq!(read::<CalendarMultiget>(body), Ok(multiget));
}

#[test]
fn b_07_a_query_is_no_propfind() {
    let error = Propfind::from_xml(every_object().to_xml().as_bytes(), &XmlOptions::lenient()).unwrap_err();
    let found = "CALDAV:calendar-query".parse().unwrap();
    assert_eq!(*error.kind(), XmlErrorKind::UnexpectedRoot { found });
    assert_eq!(error.position().line, 2);
    assert_eq!(error.precondition(), None);
    // The other way round it is a report that nobody knows.
    let report = read::<Report>(&Propfind::PropName.to_xml()).unwrap();
    assert_eq!(report.name(), "DAV:propfind".parse::<ExpandedName>().unwrap().into());
}

#[test]
fn b_08_a_query_reaches_the_members() {
    let report = read::<Report>(include_str!("fixtures/b-06-etags-and-data.xml")).unwrap();
    assert_eq!(report.usual_depth(), Some(Depth::One));
    assert!(report.takes(Depth::Zero));
}

#[test]
fn b_09_to_b_12_spellings_of_one_request() {
    let expected = asks_for([DavPropertyName::CurrentUserPrincipal]);
    for (row, body) in [
        (
            "B-09: a declaration without colon, unused",
            "<ns0:propfind xmlns:D=\"DAV\" xmlns:ns0=\"DAV:\"><ns0:prop><ns0:current-user-principal/></ns0:prop>\
             </ns0:propfind>",
        ),
        (
            "B-10: unused declaration",
            "<d:propfind xmlns:d=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\"><d:prop>\
             <d:current-user-principal/></d:prop></d:propfind>",
        ),
        (
            "B-11: another prefix inside",
            "<a:propfind xmlns:a=\"DAV:\"><b:prop xmlns:b=\"DAV:\"><a:current-user-principal/></b:prop></a:propfind>",
        ),
        (
            "B-11: the default namespace",
            "<propfind xmlns=\"DAV:\"><prop><current-user-principal/></prop></propfind>",
        ),
        (
            "B-12: quotes, case and blanks",
            "<?xml version='1.0' encoding='utf-8' ?>\r\n<propfind xmlns='DAV:'><prop><current-user-principal /></prop>\
             </propfind >\r\n",
        ),
        (
            "B-12: an element without content",
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?><propfind xmlns=\"DAV:\"><prop><current-user-principal>\
             </current-user-principal></prop></propfind>",
        ),
    ] {
        assert_eq!(read(body), Ok(expected.clone()), "{row}");
    }
    // B-11: two namespaces under other prefixes.
    let body = "<C:calendar-query xmlns:cs=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\"><cs:prop><cs:getetag/>\
                <d:calendar-data xmlns:d=\"urn:ietf:params:xml:ns:caldav\"/></cs:prop><C:filter>\
                <C:comp-filter name=\"VCALENDAR\"/></C:filter></C:calendar-query>";
    assert_eq!(read(body), Ok(every_object()));
}

#[test]
fn b_09_without_colon_it_is_another_namespace() {
    let body = "<d:propfind xmlns:d=\"DAV:\" xmlns:D=\"DAV\"><d:prop><D:current-user-principal/></d:prop></d:propfind>";
    let other = DavPropertyName::Other("{DAV}current-user-principal".parse().unwrap());
    assert_eq!(read(body), Ok(asks_for([other])));
    let body = "<D:propfind xmlns:D=\"DAV\"><D:prop><D:current-user-principal/></D:prop></D:propfind>";
    let found = "{DAV}propfind".parse().unwrap();
    assert_eq!(read::<Propfind>(body), Err(XmlErrorKind::UnexpectedRoot { found }));
    // An element of it is not there as far as DAV is concerned.
    let body = "<d:propfind xmlns:d=\"DAV:\" xmlns:D=\"DAV\"><D:allprop/><d:propname/></d:propfind>";
    assert_eq!(read(body), Ok(Propfind::PropName));
}

#[test]
fn b_13_white_space_before_the_declaration() {
    for blank in ["\n", "\r\n", " ", "\r\n\r\n\t"] {
        let body = format!("{blank}{}", every_object().to_xml());
        let error = CalendarQuery::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap_err();
        assert_eq!(*error.kind(), XmlErrorKind::WhiteSpaceBeforeDeclaration, "{blank:?}");
        assert!(error.to_string().contains("white space before it"), "{error}");
        // Without a declaration it is white space before the root, which is no fault.
        let (_, bare) = body.split_once("?>").unwrap();
        assert_eq!(read(&format!("{blank}{bare}")), Ok(every_object()), "{blank:?}");
    }
}

#[test]
fn b_14_methods_are_spelled_in_full() {
    for (token, known) in
        [("PROPFIND", true), ("REPORT", true), ("PROFIND", false), ("propfind", false), ("Report", false)]
    {
        let method = Method::from(http::Method::from_bytes(token.as_bytes()).unwrap());
        assert_eq!(Method::KNOWN.contains(&method), known, "{token}");
        assert_eq!(method.as_str(), token);
    }
}
