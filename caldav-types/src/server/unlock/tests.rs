use super::decide;
use crate::message::Operation;
use crate::server::fixture::{granted, lock, locked, locked_by_other, missing, plain, request, told};
use crate::server::{Features, ResourceState, Target};
use crate::{Depth, Privilege, StateToken, lock::LockScope};

#[test]
fn by_whom_and_what() {
    let deep = lock("a", LockScope::Exclusive, Depth::Infinity, "/");
    let indirectly = ResourceState { locks: vec![deep], ..plain("/a") };
    let writer = &[Privilege::Read, Privilege::Write];
    let all = Features::default();
    let no_locks = Features { locks: false, ..Features::default() };
    for (section, features, resource, fields, expected) in [
        ("RFC 4918 9.11", &all, locked(plain("/a"), "a"), vec![], "204"),
        ("RFC 4918 9.11: in its scope", &all, indirectly, vec![], "204"),
        ("RFC 4918 9.11.1", &all, plain("/a"), vec![], "409 DAV:lock-token-matches-request-uri"),
        ("RFC 4918 9.11.1", &all, locked(plain("/a"), "b"), vec![], "409 DAV:lock-token-matches-request-uri"),
        ("RFC 4918 9.11", &all, missing("/a"), vec![], "404"),
        ("RFC 4918 18.2", &no_locks, locked(plain("/a"), "a"), vec![], "405"),
        ("RFC 3744 3.5: by its holder", &all, granted(locked(plain("/a"), "a"), writer), vec![], "204"),
        (
            "RFC 3744 3.5: by another",
            &all,
            granted(locked_by_other(plain("/a"), "a"), writer),
            vec![],
            "403 DAV:need-privileges /a",
        ),
        (
            "RFC 3744 3.5: by another",
            &all,
            granted(locked_by_other(plain("/a"), "a"), &[Privilege::Unlock]),
            vec![],
            "204",
        ),
        ("RFC 4918 9.11", &all, locked(plain("/a"), "a"), vec![("if", "([\"2\"])")], "412"),
    ] {
        let token: StateToken = "urn:a".parse().unwrap();
        let request = request("/a", Operation::Unlock { token: token.clone() }, &fields);
        let got = match decide(&request, &token, Target::new(features, &resource, None)) {
            Ok(plan) => {
                assert_eq!(plan.token, token);
                plan.reply()
            }
            Err(reply) => reply,
        };
        assert_eq!(told(&got), expected, "{section}: {fields:?}");
    }
}
