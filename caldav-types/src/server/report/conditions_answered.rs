//! Every condition that RFC 3744, RFC 6578 and the REPORT method of RFC 3253 name is answered by some function, with its
//! element and its status. Those of the reports of RFC 4791 stand in the tests of the reports, a request that keeps each
//! beside one that does not.

use std::collections::BTreeSet;

use super::fixture::{FEATURES, collection, file, request, target};
use super::{
    ExpandLimits, MatchLimit, Member, MemberState, ReportTarget, SyncBarrier, SyncFacts, expand_property,
    principal_property_search, sync_collection,
};
use crate::acl::{Ace, AcePrincipal, Acl, AclRestrictions, SupportedPrivilege};
use crate::message::{Operation, Reply, Request};
use crate::property::{DavProperty, DavPropertyName};
use crate::report::{
    ExpandProperty, PrincipalPropertySearch, PropertySearch, Report, SyncCollection, SyncLevel,
};
use crate::server::acl::{
    self, AclFacts, AclRules, AllowedPrincipals, Subject, calendar_privileges, need_privileges,
};
use crate::server::{ResourceProperties, Target};
use crate::{Href, Precondition, Privilege, PrivilegeSet, SyncToken};

type Row = (Precondition, &'static str, fn() -> Reply);

const ANSWERED: &[Row] = &[
    (Precondition::NeedPrivileges, "acl::need_privileges, all", || {
        need_privileges([(&file("/a"), &Privilege::WriteAcl)]).unwrap_err()
    }),
    (Precondition::NoAceConflict, "acl::decide", || {
        submitted(&[grant(AcePrincipal::All), deny()], &[], |_| ())
    }),
    (Precondition::NoProtectedAceConflict, "acl::decide", || {
        submitted(&[deny()], &[Ace { is_protected: true, ..grant(AcePrincipal::All) }], |_| ())
    }),
    (Precondition::NoInheritedAceConflict, "acl::decide", || {
        let above = Ace { inherited: Some(Href::new("/")), ..grant(AcePrincipal::All) };
        submitted(&[deny()], &[above], |rules| rules.refuses_inherited_conflicts = true)
    }),
    (Precondition::LimitedNumberOfAces, "acl::decide", || {
        submitted(&[deny()], &[], |rules| rules.max_aces = 0)
    }),
    (Precondition::DenyBeforeGrant, "acl::decide", || {
        let list = [grant(AcePrincipal::Authenticated), deny()];
        submitted(&list, &[], |rules| rules.restrictions.deny_before_grant = true)
    }),
    (Precondition::GrantOnly, "acl::decide", || {
        submitted(&[deny()], &[], |rules| rules.restrictions.grant_only = true)
    }),
    (Precondition::NoInvert, "acl::decide", || {
        let list = [Ace { is_inverted: true, ..deny() }];
        submitted(&list, &[], |rules| rules.restrictions.no_invert = true)
    }),
    (Precondition::NoAbstract, "acl::decide", || {
        submitted(&[Ace::grant(AcePrincipal::All, vec![Privilege::Unlock])], &[], |_| ())
    }),
    (Precondition::NotSupportedPrivilege, "acl::decide", || {
        submitted(&[Ace::grant(AcePrincipal::All, vec![Privilege::ScheduleSend])], &[], |_| ())
    }),
    (Precondition::MissingRequiredPrincipal, "acl::decide", || {
        submitted(&[], &[], |rules| {
            let required_principals = Some(vec![AcePrincipal::All]);
            rules.restrictions = AclRestrictions { required_principals, ..AclRestrictions::default() };
        })
    }),
    (Precondition::RecognizedPrincipal, "acl::decide", || {
        submitted(&[grant(AcePrincipal::Href(Href::new("/nobody")))], &[], |_| ())
    }),
    (Precondition::AllowedPrincipal, "acl::decide", || {
        submitted(&[deny()], &[], |rules| {
            rules.allowed = AllowedPrincipals { all: false, ..AllowedPrincipals::default() };
        })
    }),
    (
        Precondition::NumberOfMatchesWithinLimits,
        "searches for principals, calendar_query, free_busy_query; sync_collection with 507",
        || {
            let searches = vec![PropertySearch::new(DavPropertyName::DisplayName, "a")];
            let body = PrincipalPropertySearch { searches, ..PrincipalPropertySearch::default() };
            let users = collection("/users/");
            let request = request("/users/", None, Report::PrincipalPropertySearch(body.clone()));
            let searchable = [DavPropertyName::DisplayName];
            let limit = MatchLimit { most: Some(0), ..MatchLimit::default() };
            let plan =
                principal_property_search::decide(&request, None, &body, target(&users), &searchable, limit);
            let mut anna = ResourceProperties::new(Href::new("/users/anna"));
            anna.properties.push(DavProperty::DisplayName("Anna".into()));
            plan.unwrap().answer([anna])
        },
    ),
    (Precondition::ValidSyncToken, "sync_collection::decide", || {
        let body = SyncCollection { sync_token: SyncToken::new("urn:x"), ..SyncCollection::default() };
        synchronized(&body).unwrap_err()
    }),
    (Precondition::SyncTraversalSupported, "sync_collection::SyncPage::responses", || {
        let body = SyncCollection { level: Some(SyncLevel::Infinite), ..SyncCollection::default() };
        synchronized(&body).unwrap()
    }),
    (Precondition::SupportedReport, "all", || {
        let users = collection("/users/");
        let target = ReportTarget { reports: &[], ..target(&users) };
        let body = ExpandProperty::default();
        let request = request("/users/", None, Report::ExpandProperty(body.clone()));
        expand_property::decide(&request, None, &body, target, ExpandLimits::default()).unwrap_err()
    }),
];

/// What cannot be broken here: a report changes nothing, and which live properties there are is for the facts to say.
const BY_NATURE: &[Precondition] = &[Precondition::NoModification, Precondition::SupportedLiveProperty];

#[test]
fn every_condition_is_answered() {
    let mut answered: BTreeSet<_> = BY_NATURE.iter().cloned().collect();
    for (precondition, by, answer) in ANSWERED {
        let reply = answer();
        let of_reply = reply.error().map(|error| (error, reply.status));
        let responses = reply.multistatus().into_iter().flat_map(|multistatus| &multistatus.responses);
        let of_responses = responses.filter_map(|response| response.error.as_ref().zip(response.status()));
        let mut named = of_reply.into_iter().chain(of_responses);
        let status = named.find(|(error, _)| error.has(precondition)).map(|(_, status)| status.as_u16());
        let status = status.unwrap_or_else(|| panic!("{precondition} by {by}: {reply:?}"));
        assert!(precondition.statuses().contains(&status), "{precondition} by {by}: {status}");
        answered.insert(precondition.clone());
    }
    let specs = ["RFC 3744", "RFC 6578", "RFC 3253"];
    let named = Precondition::KNOWN.iter().filter(|one| one.spec().is_some_and(|spec| specs.contains(&spec)));
    let missing: Vec<_> = named.filter(|precondition| !answered.contains(precondition)).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

fn grant(who: AcePrincipal) -> Ace {
    Ace::grant(who, vec![Privilege::Read])
}

fn deny() -> Ace {
    Ace::deny(AcePrincipal::All, vec![Privilege::Read])
}

/// The refusal of a list, where DAV:unlock is abstract.
fn submitted(list: &[Ace], present: &[Ace], change: impl FnOnce(&mut AclRules)) -> Reply {
    let mut rules = AclRules::default();
    change(&mut rules);
    let mut resource = file("/a");
    resource.privileges = PrivilegeSet(vec![Privilege::All]);
    let acl = Acl(list.to_vec());
    let request = Request::new("/a".parse().unwrap(), Operation::Acl(acl.clone()));
    let mut supported = calendar_privileges();
    supported.push(SupportedPrivilege {
        privilege: Privilege::Unlock,
        is_abstract: true,
        description: None,
        aggregated: Vec::new(),
    });
    let [all, _] = supported.as_mut_slice() else { panic!("{supported:?}") };
    all.aggregated.retain(|below| below.privilege != Privilege::Unlock);
    let facts = AclFacts {
        subject: &Subject::default(),
        aces: present,
        supported: &supported,
        rules: &rules,
        principals: &[],
    };
    acl::decide(&request, &acl, Target::new(&FEATURES, &resource, None), facts).unwrap_err()
}

fn synchronized(body: &SyncCollection) -> Result<Reply, Reply> {
    let home = collection("/home/");
    let request = request("/home/", None, Report::SyncCollection(body.clone()));
    let shared = Href::new("/home/shared/");
    let barriers = [(shared.clone(), SyncBarrier::NotTraversed)];
    let facts = SyncFacts {
        target: target(&home),
        position: None,
        latest: 1,
        forgotten: 0,
        most: None,
        barriers: &barriers,
    };
    let page = sync_collection::decide(&request, None, body, facts)?.page([Member {
        href: shared,
        revision: 1,
        state: MemberState::Present,
    }])?;
    Ok(page.answer(SyncToken::new("urn:1"), |_| None))
}
