//! fast-dav-rs: the resources of an answer, through its reading of a body that is there whole.

use fast_dav_rs::caldav::DavItem;
use fast_dav_rs::parse_multistatus_bytes;

use super::{Body, Contender, answer};

pub(super) const READ: Contender = Contender {
    library: "fast-dav-rs",
    run: |body| answer(read(body).iter().map(resource)),
    whole: Some(|body| {
        read(body).iter().map(resource).map(|(href, data)| (href.into(), data.into())).collect()
    }),
};

fn read(body: &Body) -> Vec<DavItem> {
    parse_multistatus_bytes(body.xml.as_bytes()).expect("a multistatus").items
}

fn resource(item: &DavItem) -> (&str, &str) {
    (&item.href, item.calendar_data.as_deref().expect("calendar data"))
}
