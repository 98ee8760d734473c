use super::{need_privileges, privileges_by_all, privileges_of};
use crate::acl::{Ace, AcePrincipal, SupportedPrivilege};
use crate::property::{DavProperty, DavPropertyName};
use crate::server::ResourceState;
use crate::server::acl::{Subject, User, calendar_privileges};
use crate::{AnyElement, Href, Precondition, Privilege, PrivilegeSet, ResourceTypes};

fn href(name: &str) -> Href {
    Href::new("/principals/").join(name)
}

fn principal(name: &str) -> AcePrincipal {
    AcePrincipal::Href(href(name))
}

fn user(name: &str, groups: &[&str]) -> User {
    User::new(href(name), groups.iter().map(|group| href(group)))
}

/// A file of "bernard", whose group is "staff".
fn file() -> Subject {
    Subject {
        principal_url: None,
        properties: vec![DavProperty::Owner(Some(href("bernard"))), DavProperty::Group(Some(href("staff")))],
    }
}

fn inverted(entry: Ace) -> Ace {
    Ace { is_inverted: true, ..entry }
}

#[test]
fn whom_an_entry_is_about() {
    let principal_of_staff = Subject { principal_url: Some(href("staff")), properties: Vec::new() };
    let anonymous = User::anonymous();
    let cyrus = user("cyrus", &["staff", "others"]);
    let stranger = user("stranger", &[]);
    for (section, who, subject, expected) in [
        // Of bernard, cyrus who is in staff, a stranger, and nobody.
        ("5.5.1: DAV:href", principal("bernard"), file(), [true, false, false, false]),
        ("5.5.1: DAV:href of a group", principal("staff"), file(), [false, true, false, false]),
        ("5.5.1: DAV:all", AcePrincipal::All, file(), [true, true, true, true]),
        ("5.5.1: DAV:authenticated", AcePrincipal::Authenticated, file(), [true, true, true, false]),
        ("5.5.1: DAV:unauthenticated", AcePrincipal::Unauthenticated, file(), [false, false, false, true]),
        (
            "5.5.1: DAV:property",
            AcePrincipal::Property(DavPropertyName::Owner),
            file(),
            [true, false, false, false],
        ),
        (
            "5.5.1: DAV:property, a member",
            AcePrincipal::Property(DavPropertyName::Group),
            file(),
            [false, true, false, false],
        ),
        (
            "5.5.1: a property that is not there",
            AcePrincipal::Property(DavPropertyName::Owner),
            Subject::default(),
            [false; 4],
        ),
        ("5.5.1: DAV:self", AcePrincipal::ItSelf, principal_of_staff, [false, true, false, false]),
        ("5.5.1: DAV:self of no principal", AcePrincipal::ItSelf, file(), [false; 4]),
    ] {
        for (user, expected) in
            [user("bernard", &[]), cyrus.clone(), stranger.clone(), anonymous.clone()].iter().zip(expected)
        {
            let entry = Ace::grant(who.clone(), vec![Privilege::Read]);
            let reads = |entry: &Ace| {
                privileges_of([entry], user, &subject, &calendar_privileges()).grants(&Privilege::Read)
            };
            assert_eq!(reads(&entry), expected, "{section}: {user:?}");
            assert_eq!(reads(&inverted(entry)), !expected, "5.5.1: DAV:invert: {section}: {user:?}");
        }
    }
}

#[test]
fn a_property_of_several_addresses_names_nobody() {
    let mut keepers = AnyElement::new("{http://example.com/ns}keepers".parse().unwrap());
    let name = DavPropertyName::Other(keepers.name.clone());
    for (addresses, expected) in [(1, true), (2, false)] {
        let mut one = AnyElement::new("DAV:href".parse().unwrap());
        one.children.push(crate::AnyNode::Text("/principals/bernard".into()));
        keepers.children.push(one.into());
        assert_eq!(keepers.children.len(), addresses);
        let subject = Subject { principal_url: None, properties: vec![DavProperty::Other(keepers.clone())] };
        let entry = Ace::grant(AcePrincipal::Property(name.clone()), vec![Privilege::Read]);
        let has = privileges_of([&entry], &user("bernard", &[]), &subject, &calendar_privileges());
        assert_eq!(has.grants(&Privilege::Read), expected, "5.5.1: {addresses}");
    }
}

/// The list of section 6 for the permissions "r--rw-r--".
#[test]
fn permissions_of_unix() {
    let owner = || AcePrincipal::Property(DavPropertyName::Owner);
    let group = || AcePrincipal::Property(DavPropertyName::Group);
    let list = [
        Ace::grant(owner(), vec![Privilege::Read]),
        Ace::deny(owner(), vec![Privilege::All]),
        Ace::grant(group(), vec![Privilege::Read, Privilege::Write]),
        Ace::deny(group(), vec![Privilege::All]),
        Ace::grant(AcePrincipal::All, vec![Privilege::Read]),
    ];
    for (who, reads, writes) in [
        (user("bernard", &["staff"]), true, false),
        (user("cyrus", &["staff"]), true, true),
        (user("stranger", &[]), true, false),
        (User::anonymous(), true, false),
    ] {
        let has = privileges_of(&list, &who, &file(), &calendar_privileges());
        assert_eq!(has.grants(&Privilege::Read), reads, "6: {who:?}");
        assert_eq!(has.grants(&Privilege::WriteContent), writes, "6: {who:?}");
        assert_eq!(has.grants(&Privilege::Write), writes, "6: {who:?}");
        assert!(!has.grants(&Privilege::WriteAcl), "6: {who:?}");
    }
}

#[test]
fn order_and_aggregates() {
    use Privilege as P;
    let all = || AcePrincipal::All;
    let parts = vec![P::WriteContent, P::WriteProperties, P::Bind, P::Unbind];
    for (section, list, has, lacks) in [
        ("5.5: empty", vec![], vec![], vec![P::Read, P::ReadFreeBusy]),
        (
            "6: granted first",
            vec![Ace::grant(all(), vec![P::Read]), Ace::deny(all(), vec![P::Read])],
            vec![P::Read],
            vec![],
        ),
        (
            "6: denied first",
            vec![Ace::deny(all(), vec![P::Read]), Ace::grant(all(), vec![P::Read])],
            vec![],
            vec![P::Read],
        ),
        (
            "3: an aggregate is all that is in it",
            vec![Ace::grant(all(), vec![P::Write])],
            parts.clone(),
            vec![P::Read, P::WriteAcl, P::All],
        ),
        ("3: all parts are the aggregate", vec![Ace::grant(all(), parts)], vec![P::Write], vec![P::All]),
        (
            "3: a part is denied",
            vec![Ace::deny(all(), vec![P::Bind]), Ace::grant(all(), vec![P::Write])],
            vec![P::WriteContent, P::Unbind],
            vec![P::Bind, P::Write, P::All],
        ),
        (
            "3.11",
            vec![Ace::grant(all(), vec![P::All])],
            vec![P::Read, P::Write, P::Unlock, P::WriteAcl, P::ReadFreeBusy, P::All],
            vec![],
        ),
        (
            "RFC 4791 6.1.1: without DAV:read",
            vec![Ace::grant(all(), vec![P::ReadFreeBusy])],
            vec![P::ReadFreeBusy],
            vec![P::Read],
        ),
        (
            "RFC 4791 6.1.1: in DAV:read",
            vec![Ace::grant(all(), vec![P::Read])],
            vec![P::ReadFreeBusy],
            vec![],
        ),
        (
            "5.5.4: inherited ones count",
            vec![Ace { inherited: Some(Href::new("/")), ..Ace::grant(all(), vec![P::Read]) }],
            vec![P::Read],
            vec![],
        ),
        (
            "5.5.3: protected ones count",
            vec![
                Ace { is_protected: true, ..Ace::deny(all(), vec![P::All]) },
                Ace::grant(all(), vec![P::Read]),
            ],
            vec![],
            vec![P::Read],
        ),
        (
            "5.3: not supported there",
            vec![Ace::grant(all(), vec![P::ScheduleSend, P::All])],
            vec![P::Read],
            vec![],
        ),
    ] {
        let got = privileges_of(&list, &User::anonymous(), &file(), &calendar_privileges());
        for privilege in &has {
            assert!(got.grants(privilege), "{section}: {privilege}");
        }
        for privilege in &lacks {
            assert!(!got.grants(privilege), "{section}: {privilege}");
        }
        assert!(!got.0.contains(&P::ScheduleSend), "{section}");
    }
}

#[test]
fn privileges_of_ones_own() {
    let write_all: Privilege = "{http://www.example.com/privs/}write-all".parse().unwrap();
    let leaf = |privilege| SupportedPrivilege {
        privilege,
        is_abstract: true,
        description: None,
        aggregated: Vec::new(),
    };
    let tree = SupportedPrivilege {
        is_abstract: false,
        aggregated: vec![leaf(Privilege::Write), leaf(Privilege::WriteAcl)],
        ..leaf(write_all.clone())
    };
    let list = [Ace::grant(AcePrincipal::All, vec![write_all.clone()])];
    let has = privileges_of(&list, &User::anonymous(), &Subject::default(), &[tree]);
    assert_eq!(has.0, [write_all, Privilege::Write, Privilege::WriteAcl], "8.1.4");
}

#[test]
fn lists_of_others_take_away() {
    let own = PrivilegeSet(vec![Privilege::Read, Privilege::ReadFreeBusy, Privilege::WriteAcl]);
    for (section, others, expected) in [
        ("5.7: none", vec![], vec![Privilege::Read, Privilege::ReadFreeBusy, Privilege::WriteAcl]),
        (
            "5.7: one",
            vec![PrivilegeSet(vec![Privilege::Read])],
            vec![Privilege::Read, Privilege::ReadFreeBusy],
        ),
        (
            "5.7: each of them",
            vec![PrivilegeSet(vec![Privilege::All]), PrivilegeSet(vec![Privilege::ReadFreeBusy])],
            vec![Privilege::ReadFreeBusy],
        ),
    ] {
        assert_eq!(privileges_by_all(own.clone(), others).0, expected, "{section}");
    }
}

#[test]
fn what_lacks() {
    let mut a = ResourceState::new(Href::new("/a"), ResourceTypes::default());
    let c = ResourceState::new(Href::new("/c"), ResourceTypes::default());
    let needed = |a: &ResourceState| need_privileges([(a, &Privilege::Unbind), (&c, &Privilege::Bind)]);
    let reply = needed(&a).unwrap_err();
    assert_eq!(reply.status, 403, "7.1.1");
    let condition = reply.error().unwrap().condition(&Precondition::NeedPrivileges).unwrap().clone();
    assert_eq!(condition.hrefs(), [Href::new("/a"), Href::new("/c")], "7.1.1");
    a.privileges = PrivilegeSet(vec![Privilege::Write]);
    let reply = needed(&a).unwrap_err();
    assert_eq!(reply.error().unwrap().conditions[0].hrefs(), [Href::new("/c")], "7.1.1");
    assert!(need_privileges([(&a, &Privilege::Bind)]).is_ok());
}
