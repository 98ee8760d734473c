//! Locks, copies, and who may do what.

use caldav_conformance::reference::Fault;

use crate::Case;
use crate::client::{CALENDAR, Client, Response, event, xml};

pub(crate) const CASES: &[Case] = &[
    Case { fault: Fault::LockIgnored, seen: write_to_locked, honest: "423", faulty: "204" },
    Case { fault: Fault::LockTokenReused, seen: two_tokens, honest: "2", faulty: "1" },
    Case { fault: Fault::LockNeverExpires, seen: write_after_lock, honest: "204", faulty: "423" },
    Case { fault: Fault::OverwriteIgnored, seen: copy_over_another, honest: "412", faulty: "204" },
    Case { fault: Fault::MoveLeavesSource, seen: source_of_move, honest: "201 404", faulty: "201 200" },
    Case { fault: Fault::CopyLosesProperties, seen: property_of_copy, honest: "told", faulty: "not told" },
    Case { fault: Fault::AclIgnored, seen: somebody_else, honest: "403", faulty: "200" },
];

fn object() -> String {
    format!("{CALENDAR}1.ics")
}

fn lock(client: &mut Client, path: &str) -> Response {
    let content = "<D:lockscope><D:exclusive/></D:lockscope><D:locktype><D:write/></D:locktype>";
    let locked = client.send("LOCK", path, "Depth: 0\nTimeout: Second-60", xml("D:lockinfo", content));
    assert!(matches!(locked.status, 200 | 201), "{locked:?}");
    locked
}

fn write_to_locked(client: &mut Client) -> String {
    lock(client, &object());
    client.put(&object(), event("1", "LOCATION:Here\r\n")).status.to_string()
}

fn two_tokens(client: &mut Client) -> String {
    let tokens = ["/files/bernard/a", "/files/bernard/b"].map(|path| {
        let token = lock(client, path).field("lock-token").to_owned();
        assert!(token.starts_with("<urn:uuid:"), "{token}");
        token
    });
    if tokens[0] == tokens[1] { "1".into() } else { "2".into() }
}

fn write_after_lock(client: &mut Client) -> String {
    lock(client, &object());
    client.wait(61);
    client.put(&object(), event("1", "")).status.to_string()
}

fn copy_over_another(client: &mut Client) -> String {
    client.put("/files/bernard/a", "one");
    client.put("/files/bernard/b", "another");
    client
        .send("COPY", "/files/bernard/a", "Destination: /files/bernard/b\nOverwrite: F", "")
        .status
        .to_string()
}

fn source_of_move(client: &mut Client) -> String {
    client.put("/files/bernard/a", "one");
    let moved = client.send("MOVE", "/files/bernard/a", "Destination: /files/bernard/b", "").status;
    assert_eq!(client.get("/files/bernard/b").status, 200);
    format!("{moved} {}", client.get("/files/bernard/a").status)
}

fn property_of_copy(client: &mut Client) -> String {
    client.put("/files/bernard/a", "one");
    let set = "<D:set><D:prop><D:displayname>A file</D:displayname></D:prop></D:set>";
    assert_eq!(client.send("PROPPATCH", "/files/bernard/a", "", xml("D:propertyupdate", set)).status, 207);
    assert_eq!(client.send("COPY", "/files/bernard/a", "Destination: /files/bernard/b", "").status, 201);
    client.properties("/files/bernard/b", "0", "<D:displayname/>").has("A file").into()
}

fn somebody_else(client: &mut Client) -> String {
    client.send_as(Some(("cyrus", "secret too")), "GET", &object(), "", "").status.to_string()
}
