//! libdav: the resources of an answer, through its request for calendar resources.

use http::{Response, StatusCode};
use libdav::FetchedResource;
use libdav::caldav::GetCalendarResources;
use libdav::requests::DavRequest;

use super::{Body, Contender, answer};

pub(super) const READ: Contender = Contender {
    library: "libdav",
    run: |body| answer(read(body).iter().map(resource)),
    whole: Some(|body| {
        read(body).iter().map(resource).map(|(href, data)| (href.into(), data.into())).collect()
    }),
};

fn read(body: &Body) -> Vec<FetchedResource> {
    let response = Response::builder().status(StatusCode::MULTI_STATUS).body(()).expect("a response");
    let (parts, ()) = response.into_parts();
    let request = GetCalendarResources::new("/calendars/users/bernard/work/");
    request.parse_response(&parts, body.xml.as_bytes()).expect("a multistatus").resources
}

fn resource(resource: &FetchedResource) -> (&str, &str) {
    (&resource.href, &resource.content.as_ref().expect("calendar data").data)
}
