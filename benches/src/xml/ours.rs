//! caldav-xml, of this checkout.

use caldav_types::EntityTag;
use caldav_types::calendar_data::CalendarData;
use caldav_types::multistatus::{Multistatus, Propstat, Response};
use caldav_types::property::DavProperty;
use caldav_types::report::Report;
use caldav_xml::{Body as _, MultistatusDocument, MultistatusWriter, XmlOptions};
use http::StatusCode;

use super::{Answer, Body, Contender, answer};

pub(super) const READ: Contender = Contender {
    library: "caldav-xml",
    run: |body| answer(read(body).responses.iter().map(resource)),
    whole: Some(|body| read(body).responses.iter().map(resource).map(owned).collect()),
};

pub(super) const READ_STREAMED: Contender = Contender {
    library: "caldav-xml, streamed",
    run: |body| {
        let document = document(body);
        let mut sum = Answer::default();
        for response in document.responses().expect("a multistatus") {
            let response = response.expect("a response");
            let one = answer([resource(&response)]);
            sum = Answer { items: sum.items + one.items, octets: sum.octets + one.octets };
        }
        sum
    },
    whole: Some(|body| {
        let document = document(body);
        let responses = document.responses().expect("a multistatus");
        responses.map(|response| owned(resource(&response.expect("a response")))).collect()
    }),
};

pub(super) const READ_QUERY: Contender = Contender {
    library: "caldav-xml",
    run: |body| {
        let read = Report::from_xml(body.xml.as_bytes(), &XmlOptions::strict()).expect("a query");
        assert!(matches!(read.value, Report::CalendarQuery(_)));
        Answer { items: 1, octets: body.xml.len() }
    },
    whole: None,
};

pub(super) const WRITE: Contender = Contender {
    library: "caldav-xml",
    run: |body| {
        let responses = body.resources.iter().enumerate().map(response).collect();
        let multistatus = Multistatus { responses, ..Multistatus::default() };
        Answer { items: multistatus.responses.len(), octets: multistatus.to_xml().len() }
    },
    whole: Some(|body| {
        let responses = body.resources.iter().enumerate().map(response).collect();
        let xml = Multistatus { responses, ..Multistatus::default() }.to_xml();
        (READ.whole.expect("it reads"))(&Body { name: "written", xml, resources: Vec::new() })
    }),
};

pub(super) const WRITE_STREAMED: Contender = Contender {
    library: "caldav-xml, streamed",
    run: |body| {
        let mut octets = 0;
        let mut writer = MultistatusWriter::new();
        for resource in body.resources.iter().enumerate() {
            writer.write(&response(resource));
            octets += writer.take().len();
        }
        Answer { items: body.resources.len(), octets: octets + writer.finish(None, None).len() }
    },
    whole: None,
};

fn read(body: &Body) -> Multistatus {
    let read = Multistatus::from_xml(body.xml.as_bytes(), &XmlOptions::lenient()).expect("a multistatus");
    assert!(read.diagnostics.is_empty());
    read.value
}

fn document(body: &Body) -> MultistatusDocument<'_> {
    MultistatusDocument::new(body.xml.as_bytes(), &XmlOptions::lenient()).expect("characters")
}

fn resource(response: &Response) -> (&str, &str) {
    let data = response.found().find_map(|property| match property {
        DavProperty::CalendarData(data) => Some(data.text.as_str()),
        _ => None,
    });
    (response.href.as_str(), data.expect("calendar data"))
}

fn owned((href, data): (&str, &str)) -> (String, String) {
    (href.into(), data.into())
}

fn response((place, (href, data)): (usize, &(String, String))) -> Response {
    let properties = vec![
        DavProperty::GetEtag(EntityTag::strong(&format!("fffff-{place:08x}")).expect("an entity tag")),
        DavProperty::CalendarData(CalendarData::from(data.as_str())),
    ];
    Response::of_propstats(href.as_str().into(), vec![Propstat::new(StatusCode::OK, properties)])
}
