//! Entity tags, and requests that are to be carried out under conditions.

use caldav_conformance::reference::Fault;

use crate::Case;
use crate::client::{CALENDAR, Client, event};

pub(crate) const CASES: &[Case] = &[
    Case { fault: Fault::WrongEtagAfterPut, seen: tag_after_put, honest: "same", faulty: "other" },
    Case { fault: Fault::NoEtag, seen: tags_told, honest: "field, property", faulty: "" },
    Case { fault: Fault::WeakEtag, seen: form_of_tag, honest: "strong strong", faulty: "weak weak" },
    Case { fault: Fault::EtagWithoutQuotes, seen: form_of_tag, honest: "strong strong", faulty: "bare bare" },
    Case { fault: Fault::EtagUnchanged, seen: tag_after_change, honest: "other", faulty: "same" },
    Case { fault: Fault::EtagPropertyDiffers, seen: tag_as_property, honest: "same", faulty: "other" },
    Case { fault: Fault::IfMatchIgnored, seen: update_of_another_version, honest: "412", faulty: "204" },
    Case {
        fault: Fault::IfNoneMatchIgnored,
        seen: creation_over_another,
        honest: "412 304",
        faulty: "204 200",
    },
];

fn same(one: &str, other: &str) -> String {
    if one == other { "same".into() } else { "other".into() }
}

fn object() -> String {
    format!("{CALENDAR}1.ics")
}

fn tag_after_put(client: &mut Client) -> String {
    let put = client.put(&object(), event("1", "LOCATION:Here\r\n"));
    same(put.field("etag"), client.get(&object()).field("etag"))
}

fn tags_told(client: &mut Client) -> String {
    let field = client.get(&object());
    let property = client.properties(&object(), "0", "<D:getetag/>");
    let told = [("field", field.field("etag").to_owned()), ("property", property.element("D:getetag"))];
    told.iter().filter(|(_, tag)| !tag.is_empty()).map(|(what, _)| *what).collect::<Vec<_>>().join(", ")
}

fn form_of_tag(client: &mut Client) -> String {
    let form = |tag: &str| match tag {
        _ if tag.starts_with("W/\"") => "weak",
        _ if tag.starts_with('"') => "strong",
        _ => "bare",
    };
    let field = client.get(&object());
    let property = client.properties(&object(), "0", "<D:getetag/>").element("D:getetag");
    format!("{} {}", form(field.field("etag")), form(&property))
}

fn tag_after_change(client: &mut Client) -> String {
    let before = client.get(&object());
    client.put(&object(), event("1", "LOCATION:Here\r\n"));
    let after = client.get(&object());
    assert!(after.body.contains("LOCATION"));
    same(before.field("etag"), after.field("etag"))
}

fn tag_as_property(client: &mut Client) -> String {
    let property = client.properties(&object(), "0", "<D:getetag/>").element("D:getetag");
    same(client.get(&object()).field("etag"), &property)
}

fn update_of_another_version(client: &mut Client) -> String {
    client
        .send("PUT", &object(), "If-Match: \"of before\"", event("1", "LOCATION:Here\r\n"))
        .status
        .to_string()
}

fn creation_over_another(client: &mut Client) -> String {
    let put = client.send("PUT", &object(), "If-None-Match: *", event("1", "")).status;
    let tag = client.get(&object()).field("etag").to_owned();
    let get = client.send("GET", &object(), &format!("If-None-Match: {tag}"), "").status;
    format!("{put} {get}")
}
