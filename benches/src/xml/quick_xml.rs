//! quick-xml: its tokens alone, as the floor of reading, and its writer, which escapes and keeps nothing else in mind.

use std::io::Write;

use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use quick_xml::{NsReader, Reader, Writer};

use super::{Answer, Body, Contender};

pub(super) const READER: Contender = Contender {
    library: "quick-xml Reader, bare scan",
    run: |body| {
        let mut reader = Reader::from_reader(body.xml.as_bytes());
        let mut answer = Answer::default();
        loop {
            match reader.read_event().expect("an event") {
                Event::Start(_) | Event::Empty(_) => answer.items += 1,
                Event::Text(text) => answer.octets += text.len(),
                Event::CData(text) => answer.octets += text.len(),
                Event::Eof => return answer,
                _ => {}
            }
        }
    },
    whole: None,
};

pub(super) const NS_READER: Contender = Contender {
    library: "quick-xml NsReader, bare scan",
    run: |body| {
        let mut reader = NsReader::from_reader(body.xml.as_bytes());
        let mut answer = Answer::default();
        loop {
            let (_, event) = reader.read_resolved_event().expect("an event");
            match event {
                Event::Start(_) | Event::Empty(_) => answer.items += 1,
                Event::Text(text) => answer.octets += text.len(),
                Event::CData(text) => answer.octets += text.len(),
                Event::Eof => return answer,
                _ => {}
            }
        }
    },
    whole: None,
};

pub(super) const WRITER: Contender = Contender {
    library: "quick-xml Writer",
    run: |body| {
        let mut writer = Writer::new(Vec::new());
        write(body, &mut writer);
        Answer { items: body.resources.len(), octets: writer.into_inner().len() }
    },
    whole: None,
};

fn write(body: &Body, writer: &mut Writer<impl Write>) {
    let mut event = |event: Event<'_>| writer.write_event(event).expect("a vector takes all");
    event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)));
    let root = BytesStart::new("D:multistatus")
        .with_attributes([("xmlns:D", "DAV:"), ("xmlns:C", "urn:ietf:params:xml:ns:caldav")]);
    event(Event::Start(root));
    for (place, (href, data)) in body.resources.iter().enumerate() {
        let etag = format!("\"fffff-{place:08x}\"");
        for name in ["D:response", "D:href"] {
            event(Event::Start(BytesStart::new(name)));
        }
        event(Event::Text(BytesText::new(href)));
        event(Event::End(BytesEnd::new("D:href")));
        for name in ["D:propstat", "D:prop"] {
            event(Event::Start(BytesStart::new(name)));
        }
        for (name, text) in [("D:getetag", etag.as_str()), ("C:calendar-data", data)] {
            event(Event::Start(BytesStart::new(name)));
            event(Event::Text(BytesText::new(text)));
            event(Event::End(BytesEnd::new(name)));
        }
        event(Event::End(BytesEnd::new("D:prop")));
        event(Event::Start(BytesStart::new("D:status")));
        event(Event::Text(BytesText::new("HTTP/1.1 200 OK")));
        for name in ["D:status", "D:propstat", "D:response"] {
            event(Event::End(BytesEnd::new(name)));
        }
    }
    event(Event::End(BytesEnd::new("D:multistatus")));
}
