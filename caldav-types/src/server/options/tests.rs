use super::answer;
use crate::server::fixture::{calendar, collection, granted, missing, plain, told};
use crate::server::{Features, Target};

#[test]
fn by_what_the_resource_is() {
    let features = Features::default();
    let dav = "1, 2, 3, access-control, calendar-access, extended-mkcol";
    for (resource, allow) in [
        (
            plain("/a"),
            "OPTIONS, GET, HEAD, PUT, DELETE, COPY, MOVE, PROPFIND, PROPPATCH, LOCK, UNLOCK, REPORT, ACL",
        ),
        (
            calendar("/a/"),
            "OPTIONS, GET, HEAD, DELETE, COPY, MOVE, PROPFIND, PROPPATCH, LOCK, UNLOCK, REPORT, ACL",
        ),
        (missing("/a"), "OPTIONS, PUT, MKCOL, MKCALENDAR, LOCK"),
    ] {
        let reply = answer(Target::new(&features, &resource, None)).unwrap();
        let field = |name: &str| reply.headers.as_map()[name].to_str().unwrap();
        assert_eq!(
            (reply.status.as_u16(), field("allow"), field("dav")),
            (200, allow, dav),
            "{}",
            resource.href
        );
    }
}

#[test]
fn of_what_cannot_be_read() {
    let secret = granted(collection("/a/"), &[]);
    let features = Features::default();
    let refused = answer(Target::new(&features, &secret, None)).unwrap_err();
    assert_eq!(told(&refused), "403 DAV:need-privileges /a/", "RFC 3744 B");
}
