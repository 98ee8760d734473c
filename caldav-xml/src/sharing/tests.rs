use caldav_types::sharing::{InviteNotification, InviteReply, SharedAs};

use crate::{Body, XmlErrorKind, XmlOptions};

fn invite_reply() -> InviteReply {
    InviteReply {
        shared_type: None,
        href: "mailto:eric@example.com".into(),
        is_accepted: true,
        host_url: "http://example.com/calendars/cyrus/shared/".into(),
        in_reply_to: "1f3b8a".into(),
        summary: None,
        common_name: None,
    }
}

#[test]
fn written_and_read_again() {
    for reply in [
        invite_reply(),
        InviteReply { is_accepted: false, ..invite_reply() },
        InviteReply {
            shared_type: Some("calendar".into()),
            summary: Some("Work & more".into()),
            common_name: Some("Eric <York>".into()),
            ..invite_reply()
        },
    ] {
        let body = reply.to_xml();
        let read = InviteReply::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap();
        assert_eq!(read.value, reply, "{body}");
    }
    let shared_as = SharedAs("/calendars/eric/5F3A/".into());
    let body = shared_as.to_xml();
    assert_eq!(SharedAs::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap().value, shared_as);
}

#[test]
fn broken_bodies() {
    let missing = |name: &str| XmlErrorKind::MissingElement(name.parse().unwrap());
    let twice = |name: &str| XmlErrorKind::RepeatedElement(name.parse().unwrap());
    let (href, host) = ("<D:href>mailto:a@example.com</D:href>", "<hosturl><D:href>/a/</D:href></hosturl>");
    for (section, content, expected) in [
        (
            "6.22: who answers",
            format!("<invite-accepted/>{host}<in-reply-to>1</in-reply-to>"),
            missing("DAV:href"),
        ),
        (
            "6.22: accepted or declined",
            format!("{href}{host}<in-reply-to>1</in-reply-to>"),
            missing("{http://calendarserver.org/ns/}invite-accepted"),
        ),
        (
            "6.22: not both",
            format!("{href}<invite-accepted/><invite-declined/>{host}<in-reply-to>1</in-reply-to>"),
            twice("{http://calendarserver.org/ns/}invite-declined"),
        ),
        (
            "6.22: to what",
            format!("{href}<invite-accepted/>{host}"),
            missing("{http://calendarserver.org/ns/}in-reply-to"),
        ),
        (
            "6.17: an empty hosturl",
            format!("{href}<invite-accepted/><hosturl/><in-reply-to>1</in-reply-to>"),
            missing("{http://calendarserver.org/ns/}hosturl"),
        ),
    ] {
        let body = format!(
            "<invite-reply xmlns=\"http://calendarserver.org/ns/\" xmlns:D=\"DAV:\">{content}</invite-reply>"
        );
        let error = InviteReply::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap_err();
        assert_eq!(*error.kind(), expected, "{section}: {body}");
    }
    let body = "<invite-notification xmlns=\"http://calendarserver.org/ns/\"/>";
    let error = InviteNotification::from_xml(body.as_bytes(), &XmlOptions::lenient()).unwrap_err();
    assert_eq!(*error.kind(), missing("{http://calendarserver.org/ns/}uid"), "6.15");
    let body = "<shared-as xmlns=\"http://calendarserver.org/ns/\"/>";
    let error = SharedAs::from_xml(body.as_bytes(), &XmlOptions::lenient()).unwrap_err();
    assert_eq!(*error.kind(), missing("DAV:href"), "6.29");
}
