use caldav_types::schedule_response::{RecipientResponse, ScheduleResponse};
use caldav_types::{LocalizedText, Precondition};

use crate::{Body, XmlErrorKind, XmlOptions};

fn strictly(body: &str) -> ScheduleResponse {
    ScheduleResponse::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap().value
}

#[test]
fn written_and_read_again() {
    let plain = RecipientResponse::new("mailto:a@example.com".into(), "3.7;Invalid calendar user");
    let full = RecipientResponse {
        calendar_data: Some("BEGIN:VCALENDAR\r\nX-A:<&>\r\nEND:VCALENDAR\r\n".into()),
        error: Some(Precondition::ValidOrganizer.into()),
        description: Some(LocalizedText { text: "No".into(), language: Some("en".into()) }),
        ..RecipientResponse::new("mailto:b@example.com".into(), "2.0;Success")
    };
    for responses in [vec![], vec![plain.clone()], vec![full, plain]] {
        let answer = ScheduleResponse { responses };
        assert_eq!(strictly(&answer.to_xml()), answer, "{}", answer.to_xml());
    }
}

#[test]
fn rfc_6638_b_5_busy_time() {
    let answer = strictly(
        r#"<?xml version="1.0" encoding="utf-8" ?>
   <C:schedule-response xmlns:D="DAV:"
          xmlns:C="urn:ietf:params:xml:ns:caldav">
   <C:response>
   <C:recipient>
   <D:href>mailto:wilfredo@example.com</D:href>
   </C:recipient>
   <C:request-status>2.0;Success</C:request-status>
   <C:calendar-data>BEGIN:VCALENDAR
   VERSION:2.0
   PRODID:-//Example Corp.//CalDAV Server//EN
   METHOD:REPLY
   END:VCALENDAR
   </C:calendar-data>
   </C:response>
   <C:response>
   <C:recipient>
   <D:href>mailto:mike@example.org</D:href>
   </C:recipient>
   <C:request-status>3.7;Invalid calendar user</C:request-status>
   </C:response>
   </C:schedule-response>"#,
    );
    assert_eq!(answer.responses.len(), 2);
    let wilfredo = answer.of("mailto:wilfredo@example.com").unwrap();
    assert!(wilfredo.is_success());
    assert!(wilfredo.calendar_data.as_ref().unwrap().starts_with("BEGIN:VCALENDAR\n"));
    let mike = answer.of("mailto:mike@example.org").unwrap();
    assert_eq!((mike.status_code(), mike.is_success(), &mike.calendar_data), ("3.7", false, &None));
}

#[test]
fn in_the_order_of_the_dtd() {
    let response = RecipientResponse {
        calendar_data: Some("x".into()),
        error: Some(Precondition::ValidOrganizer.into()),
        description: Some("No".into()),
        ..RecipientResponse::new("mailto:a@example.com".into(), "2.0")
    };
    let body = ScheduleResponse { responses: vec![response] }.to_xml();
    assert!(
        body.ends_with(
            "<C:response><C:recipient><D:href>mailto:a@example.com</D:href></C:recipient>\
             <C:request-status>2.0</C:request-status><C:calendar-data>x</C:calendar-data>\
             <D:error><C:valid-organizer/></D:error><D:responsedescription>No</D:responsedescription>\
             </C:response></C:schedule-response>"
        ),
        "{body}"
    );
}

#[test]
fn broken_bodies() {
    let missing = |name: &str| XmlErrorKind::MissingElement(name.parse().unwrap());
    let status = "<C:request-status>2.0;Success</C:request-status>";
    let good = format!("<C:response><C:recipient><href>x:y</href></C:recipient>{status}</C:response>");
    for (why, response, kind, kept) in [
        ("no recipient", format!("<C:response>{status}</C:response>"), missing("CALDAV:recipient"), 1),
        (
            "no href",
            format!("<C:response><C:recipient/>{status}</C:response>"),
            missing("CALDAV:recipient"),
            1,
        ),
        (
            "no status",
            "<C:response><C:recipient><href>x:z</href></C:recipient></C:response>".into(),
            missing("CALDAV:request-status"),
            1,
        ),
        (
            "an address without its element",
            format!("<C:response><C:recipient>x:z</C:recipient>{status}</C:response>"),
            XmlErrorKind::UnexpectedText,
            2,
        ),
    ] {
        let body = format!(
            "<C:schedule-response xmlns=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\">{good}{response}\
             </C:schedule-response>"
        );
        let error = ScheduleResponse::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap_err();
        assert_eq!(*error.kind(), kind, "{why}");
        let read = ScheduleResponse::from_xml(body.as_bytes(), &XmlOptions::lenient()).unwrap();
        assert_eq!(read.value.responses.len(), kept, "{why}");
        assert_eq!(read.diagnostics.first().map(|diagnostic| &diagnostic.kind), Some(&kind), "{why}");
    }
    let root = ScheduleResponse::from_xml(b"<schedule-response xmlns=\"DAV:\"/>", &XmlOptions::lenient());
    assert!(matches!(root.unwrap_err().kind(), XmlErrorKind::UnexpectedRoot { .. }));
}
