use super::{AclFacts, AclRules, AllowedPrincipals, RecognizedPrincipal, decide, principals_in};
use crate::acl::{Ace, AcePrincipal, Acl, AclRestrictions, SupportedPrivilege};
use crate::message::{Operation, Reply, Request};
use crate::property::DavPropertyName;
use crate::server::acl::{Subject, calendar_privileges};
use crate::server::{Features, ResourceState, Target};
use crate::{Href, Precondition, Privilege, PrivilegeSet, ResourceTypes};

const ESEDLAR: &str = "http://www.example.com/users/esedlar";
const STAFF: &str = "/groups/staff/";

fn href(address: &str) -> AcePrincipal {
    AcePrincipal::Href(Href::new(address))
}

fn protected(entry: Ace) -> Ace {
    Ace { is_protected: true, ..entry }
}

fn inherited(entry: Ace) -> Ace {
    Ace { inherited: Some(Href::new("http://www.example.com/top/")), ..entry }
}

fn supported() -> Vec<SupportedPrivilege> {
    let mut trees = calendar_privileges();
    trees.push(SupportedPrivilege {
        privilege: "{http://www.example.com/privs/}audit".parse().unwrap(),
        is_abstract: true,
        description: None,
        aggregated: Vec::new(),
    });
    trees
}

fn ask(submitted: &[Ace], present: &[Ace], rules: &AclRules) -> Result<Vec<Ace>, Reply> {
    let mut resource = ResourceState::new(Href::new("/top/container/"), ResourceTypes::default());
    resource.privileges = PrivilegeSet(vec![Privilege::WriteAcl]);
    ask_of(&resource, submitted, present, rules)
}

fn ask_of(
    resource: &ResourceState,
    submitted: &[Ace],
    present: &[Ace],
    rules: &AclRules,
) -> Result<Vec<Ace>, Reply> {
    let acl = Acl(submitted.to_vec());
    let target = "http://www.example.com/top/container/".parse().unwrap();
    let request = Request::new(target, Operation::Acl(acl.clone()));
    let recognized = |href: &str, principal_url: &str| RecognizedPrincipal {
        href: Href::new(href),
        principal_url: Href::new(principal_url),
        is_allowed: href != "/users/robot/",
    };
    let principals = [
        recognized(ESEDLAR, "/users/esedlar/"),
        recognized(STAFF, STAFF),
        recognized("/users/robot/", "/users/robot/"),
    ];
    let subject = Subject::of_owner(Href::new("/users/esedlar/"));
    let supported = supported();
    let facts =
        AclFacts { subject: &subject, aces: present, supported: &supported, rules, principals: &principals };
    let features = Features::default();
    let plan = decide(&request, &acl, Target::new(&features, resource, None), facts)?;
    assert_eq!(plan.reply().status, 200);
    Ok(plan.aces)
}

fn restricted(restrictions: AclRestrictions) -> AclRules {
    AclRules { restrictions, ..AclRules::default() }
}

/// One request that keeps each condition, and one that does not.
#[test]
fn conditions() {
    use AcePrincipal as W;
    use Privilege as P;
    let read = |who: AcePrincipal| Ace::grant(who, vec![P::Read]);
    let deny = |who: AcePrincipal| Ace::deny(who, vec![P::Read]);
    let none = AclRules::default();
    let grant_only = restricted(AclRestrictions { grant_only: true, ..AclRestrictions::default() });
    let no_invert = restricted(AclRestrictions { no_invert: true, ..AclRestrictions::default() });
    let order = restricted(AclRestrictions { deny_before_grant: true, ..AclRestrictions::default() });
    let required = restricted(AclRestrictions {
        required_principals: Some(vec![W::Property(DavPropertyName::Owner)]),
        ..AclRestrictions::default()
    });
    let two = AclRules { max_aces: 2, ..AclRules::default() };
    let strict = AclRules { refuses_inherited_conflicts: true, ..AclRules::default() };
    let closed = AclRules {
        allowed: AllowedPrincipals {
            all: false,
            authenticated: true,
            unauthenticated: false,
            itself: false,
            properties: Some(vec![DavPropertyName::Owner]),
        },
        ..AclRules::default()
    };
    let owners = protected(Ace::grant(W::Property(DavPropertyName::Owner), vec![P::Read, P::Write]));
    let above = inherited(Ace::grant(href(STAFF), vec![P::All]));
    let audit: P = "{http://www.example.com/privs/}audit".parse().unwrap();
    let sing: P = "{http://www.example.com/privs/}sing".parse().unwrap();
    for (rules, present, kept, broken, expected) in [
        (
            &none,
            vec![],
            vec![read(W::All), Ace::deny(W::All, vec![P::All])],
            vec![read(W::All), deny(W::All)],
            Precondition::NoAceConflict,
        ),
        (
            // 8.1.3: the owner is esedlar.
            &none,
            vec![owners.clone()],
            vec![Ace::deny(href(STAFF), vec![P::Write])],
            vec![Ace::deny(href(ESEDLAR), vec![P::Write])],
            Precondition::NoProtectedAceConflict,
        ),
        (
            &none,
            vec![owners.clone()],
            vec![owners.clone()],
            vec![protected(read(W::All))],
            Precondition::NoProtectedAceConflict,
        ),
        (
            // 8.1.4
            &strict,
            vec![above.clone()],
            vec![Ace::grant(href(STAFF), vec![P::Write])],
            vec![Ace::deny(href(STAFF), vec![P::Write])],
            Precondition::NoInheritedAceConflict,
        ),
        (
            &none,
            vec![above.clone()],
            vec![above.clone()],
            vec![inherited(read(W::All))],
            Precondition::NoInheritedAceConflict,
        ),
        (
            &two,
            vec![owners.clone()],
            vec![read(href(ESEDLAR)), read(href(STAFF))],
            vec![read(href(ESEDLAR)), read(href(STAFF)), read(W::All)],
            Precondition::LimitedNumberOfAces,
        ),
        (&none, vec![], vec![], vec![owners.clone()], Precondition::LimitedNumberOfAces),
        (
            &order,
            vec![owners.clone()],
            vec![deny(href(STAFF)), read(W::All)],
            vec![read(W::All), deny(href(STAFF))],
            Precondition::DenyBeforeGrant,
        ),
        (&grant_only, vec![], vec![read(W::All)], vec![deny(W::All)], Precondition::GrantOnly),
        (
            &no_invert,
            vec![],
            vec![read(href(STAFF))],
            vec![Ace { is_inverted: true, ..read(href(STAFF)) }],
            Precondition::NoInvert,
        ),
        (
            &none,
            vec![],
            vec![Ace::grant(W::All, vec![P::All])],
            vec![Ace::grant(W::All, vec![P::Read, audit])],
            Precondition::NoAbstract,
        ),
        (
            &none,
            vec![],
            vec![Ace::grant(W::All, vec![P::ReadFreeBusy])],
            vec![Ace::grant(W::All, vec![P::ReadFreeBusy, sing])],
            Precondition::NotSupportedPrivilege,
        ),
        (
            &required,
            vec![],
            vec![read(href(ESEDLAR))],
            vec![Ace { is_inverted: true, ..read(href(ESEDLAR)) }],
            Precondition::MissingRequiredPrincipal,
        ),
        (
            &none,
            vec![],
            vec![read(href("http://www.example.com/groups/staff"))],
            vec![read(href("/groups/"))],
            Precondition::RecognizedPrincipal,
        ),
        (&closed, vec![], vec![read(W::Authenticated)], vec![read(W::All)], Precondition::AllowedPrincipal),
        (
            &closed,
            vec![],
            vec![read(W::Property(DavPropertyName::Owner))],
            vec![read(W::Property(DavPropertyName::Group))],
            Precondition::AllowedPrincipal,
        ),
        (&closed, vec![], vec![], vec![read(W::Unauthenticated)], Precondition::AllowedPrincipal),
        (&closed, vec![], vec![], vec![read(W::ItSelf)], Precondition::AllowedPrincipal),
        (&none, vec![], vec![], vec![read(href("/users/robot/"))], Precondition::AllowedPrincipal),
    ] {
        let allowed = ask(&kept, &present, rules);
        assert!(allowed.is_ok(), "8.1.1 {expected}: {kept:?}: {allowed:?}");
        let refused = ask(&broken, &present, rules).expect_err(&expected.name());
        assert!(refused.names(&expected), "8.1.1 {expected}: {refused:?}");
        assert!(matches!(refused.status.as_u16(), 403 | 409), "8.1.1 {expected}");
    }
}

#[test]
fn an_inherited_conflict_may_be_left_to_the_order() {
    let above = inherited(Ace::grant(href(STAFF), vec![Privilege::All]));
    let own = Ace::deny(href(STAFF), vec![Privilege::Write]);
    let list = ask(std::slice::from_ref(&own), std::slice::from_ref(&above), &AclRules::default());
    assert_eq!(list, Ok(vec![own, above]), "8.1.1: the resource's own entries come first");
}

#[test]
fn entries_that_cannot_be_changed_stay() {
    let read = |who| Ace::grant(who, vec![Privilege::Read]);
    let first = protected(read(AcePrincipal::Property(DavPropertyName::Owner)));
    let last = protected(Ace::deny(AcePrincipal::Unauthenticated, vec![Privilege::All]));
    let above = inherited(read(AcePrincipal::Authenticated));
    let present = [first.clone(), read(href(STAFF)), above.clone(), read(AcePrincipal::All), last.clone()];
    let list = ask(&[read(href(ESEDLAR))], &present, &AclRules::default()).unwrap();
    // The principal is kept as the server spells it (4.2).
    assert_eq!(list, [first.clone(), read(href("/users/esedlar/")), above.clone(), last.clone()], "8.1");
    let list = ask(&[], &present, &AclRules::default()).unwrap();
    assert_eq!(list, [first.clone(), above.clone(), last.clone()], "8.1: all entries of its own are gone");
    let list = ask(&[read(href(STAFF))], &[first.clone(), above.clone()], &AclRules::default()).unwrap();
    assert_eq!(list, [first, read(href(STAFF)), above], "8.1");
}

#[test]
fn order_of_checks() {
    let submitted = [Ace::grant(href("/groups/"), vec![Privilege::Read])];
    let rules = AclRules::default();
    let missing = ResourceState::missing(Href::new("/top/container/"));
    assert_eq!(ask_of(&missing, &submitted, &[], &rules).unwrap_err().status, 404);
    let resource = ResourceState::new(Href::new("/top/container/"), ResourceTypes::default());
    let refused = ask_of(&resource, &submitted, &[], &rules).unwrap_err();
    assert!(refused.names(&Precondition::NeedPrivileges), "RFC 3744 B: DAV:write-acl: {refused:?}");
    assert_eq!(refused.status, 403);
}

#[test]
fn addresses_to_look_up() {
    let acl = Acl(vec![
        Ace::grant(AcePrincipal::All, vec![Privilege::Read]),
        Ace::deny(href(STAFF), vec![Privilege::Write]),
    ]);
    assert_eq!(principals_in(&acl).collect::<Vec<_>>(), [&Href::new(STAFF)]);
}
