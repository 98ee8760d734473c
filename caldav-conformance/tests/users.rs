//! The reference server has users who let each other in, groups, and room for each.

#![allow(clippy::expect_used, clippy::indexing_slicing, clippy::unwrap_used, reason = "tests")]

use caldav_conformance::reference::{Account, Group, Server, Settings};
use caldav_types::header::Authorization;

const WORK: &str = "/calendars/alice/work/";

fn settings() -> Settings {
    Settings::default()
        .with_account(Account::new("alice", "a").with_address("mailto:alice@example.com"))
        .with_account(Account::new("bob", "b"))
        .with_account(Account::new("carol", "c"))
        .with_group(Group::new("staff").with_member("bob"))
}

fn filled(settings: Settings) -> Server {
    let mut server = Server::new(settings);
    let refused =
        server.fill("alice", "work", [("1.ics", event("1"))], "2027-01-01T00:00:00Z".parse().unwrap());
    assert_eq!(refused, []);
    server
}

fn event(uid: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Example//EN\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n\
         DTSTAMP:20270101T000000Z\r\nDTSTART:20270102T090000Z\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

/// The status and the body; a user's password is the first letter of the name.
fn send(server: &mut Server, user: &str, method: &str, path: &str, body: &str) -> (u16, String) {
    let mut request = http::Request::builder().method(method).uri(path);
    if method == "PROPFIND" {
        request = request.header("Depth", "1");
    }
    if !user.is_empty() {
        let credentials = Authorization::basic(user, &user[..1]).unwrap();
        request = request.header("Authorization", credentials.to_string());
    }
    let response = server.handle(&request.body(body).unwrap(), "2027-01-01T00:00:00Z".parse().unwrap());
    (response.status().as_u16(), String::from_utf8(response.into_body()).unwrap())
}

fn grant(principal: &str, privileges: &str) -> String {
    let privileges: String =
        privileges.split(' ').map(|name| format!("<D:privilege><D:{name}/></D:privilege>")).collect();
    format!(
        "<D:acl xmlns:D=\"DAV:\"><D:ace><D:principal>{principal}</D:principal><D:grant>{privileges}</D:grant>\
         </D:ace></D:acl>"
    )
}

#[test]
fn who_is_let_in() {
    let href = |name: &str| format!("<D:href>/principals/{name}/</D:href>");
    let object = format!("{WORK}1.ics");
    let other = format!("{WORK}2.ics");
    // Bob reads the object, writes it, adds another, and lists the calendar; Carol and nobody read it.
    for (case, acl, expected) in [
        ("nobody is", None, [403, 403, 403, 403, 403, 401]),
        ("a user, to read", Some(grant(&href("bob"), "read")), [200, 403, 403, 207, 403, 401]),
        ("a user, for everything", Some(grant(&href("bob"), "all")), [200, 204, 201, 207, 403, 401]),
        ("a group", Some(grant(&href("staff"), "read write")), [200, 204, 201, 207, 403, 401]),
        ("all users", Some(grant("<D:authenticated/>", "read")), [200, 403, 403, 207, 200, 401]),
    ] {
        let mut server = filled(settings());
        if let Some(acl) = acl {
            assert_eq!(send(&mut server, "alice", "ACL", WORK, &acl).0, 200, "{case}");
        }
        let got = [
            send(&mut server, "bob", "GET", &object, "").0,
            send(&mut server, "bob", "PUT", &object, &event("1")).0,
            send(&mut server, "bob", "PUT", &other, &event("2")).0,
            send(&mut server, "bob", "PROPFIND", WORK, "").0,
            send(&mut server, "carol", "GET", &object, "").0,
            send(&mut server, "", "GET", &object, "").0,
        ];
        assert_eq!(got, expected, "{case}");
        // What is in a home that one may not read is not listed either.
        let (status, listed) = send(&mut server, "carol", "PROPFIND", "/calendars/", "");
        assert!(status == 207 && !listed.contains("alice") && listed.contains("carol"), "{case}: {listed}");
        // Whatever Alice grants, it stays hers.
        assert_eq!(send(&mut server, "alice", "ACL", WORK, "<acl xmlns=\"DAV:\"/>").0, 200, "{case}");
        assert_eq!(send(&mut server, "bob", "GET", &object, "").0, 403, "{case}: taken back");
        assert_eq!(send(&mut server, "alice", "DELETE", WORK, "").0, 204, "{case}");
    }
}

#[test]
fn what_a_home_grants_its_calendars_inherit() {
    let mut server = filled(settings());
    let acl = grant("<D:href>/principals/bob/</D:href>", "read");
    assert_eq!(send(&mut server, "alice", "ACL", "/calendars/alice/", &acl).0, 200);
    assert_eq!(send(&mut server, "bob", "GET", &format!("{WORK}1.ics"), "").0, 200);
    let body = "<propfind xmlns=\"DAV:\"><prop><acl/></prop></propfind>";
    let (_, told) = send(&mut server, "alice", "PROPFIND", WORK, body);
    let inherited = "<D:inherited><D:href>/calendars/alice/</D:href></D:inherited>";
    assert!(told.contains(inherited) && told.contains("<D:protected/>"), "{told}");
}

#[test]
fn requests_of_nobody() {
    let mut server = filled(settings().with_anonymous(true));
    let object = format!("{WORK}1.ics");
    let body = "<propfind xmlns=\"DAV:\"><prop><current-user-principal/></prop></propfind>";
    let (status, told) = send(&mut server, "", "PROPFIND", "/", body);
    assert!(status == 207 && told.contains("<D:unauthenticated/>"), "RFC 5397 3: {told}");
    assert_eq!(send(&mut server, "", "GET", &object, "").0, 403);
    assert_eq!(send(&mut server, "alice", "ACL", WORK, &grant("<D:all/>", "read")).0, 200);
    assert_eq!(send(&mut server, "", "GET", &object, "").0, 200);
    assert_eq!(send(&mut server, "", "PUT", &object, &event("1")).0, 403);
}

#[test]
fn room_for_each() {
    let object = event("1");
    let octets = object.len() as u64;
    let mut server = filled(settings().with_quota(octets * 2 + 10));
    let body = "<propfind xmlns=\"DAV:\"><prop><quota-used-bytes/><quota-available-bytes/></prop></propfind>";
    let (_, told) = send(&mut server, "alice", "PROPFIND", "/calendars/alice/", body);
    assert!(told.contains(&format!("<D:quota-used-bytes>{octets}</D:quota-used-bytes>")), "{told}");
    let left = format!("<D:quota-available-bytes>{}</D:quota-available-bytes>", octets + 10);
    assert!(told.contains(&left), "{told}");
    assert_eq!(send(&mut server, "alice", "PUT", &format!("{WORK}2.ics"), &event("2")).0, 201);
    for (case, user, path, expected) in [
        ("a third one", "alice", format!("{WORK}3.ics"), 507),
        ("elsewhere of the same user", "alice", "/files/alice/3.ics".to_owned(), 507),
        ("in the place of another", "alice", "/files/alice/../../calendars/alice/work/1.ics".to_owned(), 204),
        ("of another user", "bob", "/files/bob/3.ics".to_owned(), 201),
    ] {
        let uid = if expected == 204 { "1" } else { "3" };
        let (status, told) = send(&mut server, user, "PUT", &path, &event(uid));
        assert_eq!(status, expected, "{case}");
        assert_eq!(told.contains("quota-not-exceeded"), expected == 507, "RFC 4331 6: {case}: {told}");
    }
}

#[test]
fn one_seed_one_server() {
    let answers = |seed| {
        let mut server = filled(settings().with_seed(seed));
        let body = "<propfind xmlns=\"DAV:\"><prop><sync-token/><getetag/></prop></propfind>";
        send(&mut server, "alice", "PROPFIND", WORK, body).1
    };
    assert_eq!(answers(1), answers(1));
    assert_ne!(answers(1), answers(2), "tokens of another server are none of this one");
}

#[test]
fn heads_have_no_bodies() {
    let mut server = filled(settings());
    for (user, path, expected) in
        [("alice", "/calendars/alice/work/1.ics", 200), ("bob", "/calendars/alice/work/1.ics", 403)]
    {
        assert_eq!(
            send(&mut server, user, "HEAD", path, ""),
            (expected, String::new()),
            "RFC 9110 9.3.2: {user}"
        );
    }
}
