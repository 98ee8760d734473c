//! Tests of the reports about principals: RFC 3744, section 9.

use http::StatusCode;

use super::fixture::{collection, file, request, target};
use super::{
    MatchLimit, WhenExceeded, acl_principal_prop_set, calendarserver_principal_search, principal_match,
    principal_property_search, principal_search_property_set,
};
use crate::acl::{Ace, AcePrincipal};
use crate::filter::Test;
use crate::message::{Reply, ReplyBody};
use crate::property::{CalendarUserType, DavProperty, DavPropertyName, ReportName};
use crate::report::{
    AclPrincipalPropSet, CalendarServerPrincipalSearch, MatchedPrincipal, PrincipalMatch,
    PrincipalPropertySearch, PrincipalSearchContext, PrincipalSearchProperty, PropertySearch, Report,
};
use crate::server::acl::{Subject, User};
use crate::server::report::ReportTarget;
use crate::server::{ResourceProperties, ResourceState};
use crate::{AnyElement, AnyNode, Depth, Href, Precondition, Privilege, PrivilegeSet};

fn title() -> DavPropertyName {
    DavPropertyName::Other("{http://BigCorp.com/ns/}title".parse().unwrap())
}

fn person(name: &str, display_name: &str, title: &str) -> ResourceProperties {
    let mut element = AnyElement::new("{http://BigCorp.com/ns/}title".parse().unwrap());
    element.children.push(AnyNode::Text(title.into()));
    let href = Href::new("/users/").join(name);
    let mut properties = ResourceProperties::new(href.clone());
    properties.properties.extend([
        DavProperty::DisplayName(display_name.into()),
        DavProperty::PrincipalUrl(href),
        DavProperty::Other(element),
        DavProperty::CalendarUserType(CalendarUserType::Individual),
    ]);
    properties.forbidden.push(DavPropertyName::CalendarHomeSet);
    properties
}

fn people() -> Vec<ResourceProperties> {
    vec![
        person("jdoe", "John Doe", "Sales Representative"),
        person("zsmith", "Zygdoebert Smith", "Head of Sales"),
        person("adoe", "Anna Doe", "Engineer"),
    ]
}

fn hrefs(reply: &Reply) -> Vec<&str> {
    let multistatus = reply.multistatus().unwrap_or_else(|| panic!("{reply:?}"));
    multistatus.responses.iter().map(|response| response.href.as_str()).collect()
}

fn search(searches: Vec<PropertySearch>) -> PrincipalPropertySearch {
    PrincipalPropertySearch { searches, ..PrincipalPropertySearch::default() }
}

fn find(body: &PrincipalPropertySearch, searchable: &[DavPropertyName], limit: MatchLimit) -> Reply {
    let users = collection("/users/");
    let request = request("/users/", Some(Depth::Zero), Report::PrincipalPropertySearch(body.clone()));
    let plan = principal_property_search::decide(
        &request,
        Some(Depth::Zero),
        body,
        target(&users),
        searchable,
        limit,
    );
    plan.map_or_else(|refusal| refusal, |plan| plan.answer(people()))
}

#[test]
fn searches() {
    use DavPropertyName::DisplayName;
    let by = |name, text: &str| PropertySearch::new(name, text);
    let both = |text: &str| PropertySearch {
        prop: vec![DisplayName, title()],
        ..PropertySearch::new(DisplayName, text)
    };
    let searchable = [DisplayName, title()];
    let any = |searches| PrincipalPropertySearch { test: Test::AnyOf, ..search(searches) };
    for (section, body, searchable, expected) in [
        (
            "9.4.2",
            search(vec![by(DisplayName, "doE"), by(title(), "Sales")]),
            searchable.as_slice(),
            vec!["/users/jdoe", "/users/zsmith"],
        ),
        ("9.4: one", search(vec![by(DisplayName, "smith")]), &searchable, vec!["/users/zsmith"]),
        ("9.4: nobody", search(vec![by(DisplayName, "doe"), by(title(), "chief")]), &searchable, vec![]),
        (
            "9.4: several in one DAV:prop",
            search(vec![both("e")]),
            &searchable,
            vec!["/users/jdoe", "/users/zsmith", "/users/adoe"],
        ),
        ("9.4: several in one DAV:prop", search(vec![both("John")]), &searchable, vec![]),
        (
            "one of them",
            any(vec![by(DisplayName, "Smith"), by(title(), "engineer")]),
            &searchable,
            vec!["/users/zsmith", "/users/adoe"],
        ),
        ("9.4: not searchable", search(vec![by(title(), "Sales")]), &searchable[..1], vec![]),
        ("9.4: not there", search(vec![by(DavPropertyName::Owner, "a")]), &[DavPropertyName::Owner], vec![]),
    ] {
        let reply = find(&body, searchable, MatchLimit::default());
        assert_eq!(reply.status, StatusCode::MULTI_STATUS, "{section}");
        assert_eq!(hrefs(&reply), expected, "{section}");
    }
}

#[test]
fn what_is_told_of_principals() {
    let by_name = || vec![PropertySearch::new(DavPropertyName::DisplayName, "smith")];
    let searchable = [DavPropertyName::DisplayName];
    let body = PrincipalPropertySearch {
        prop: vec![DavPropertyName::DisplayName, DavPropertyName::CalendarHomeSet, DavPropertyName::Owner],
        ..search(by_name())
    };
    let reply = find(&body, &searchable, MatchLimit::default());
    let response = &reply.multistatus().unwrap().responses[0];
    let statuses: Vec<_> =
        response.propstats().iter().map(|propstat| propstat.status.unwrap().as_u16()).collect();
    assert_eq!(statuses, [200, 403, 404], "9.4.2");
    let bare = find(&search(by_name()), &searchable, MatchLimit::default());
    assert_eq!(
        bare.multistatus().unwrap().responses[0].status(),
        Some(StatusCode::OK),
        "9.4: without DAV:prop"
    );
}

#[test]
fn where_principals_are_searched() {
    let users = collection("/users/");
    let sets = [Href::new("/users/"), Href::new("/groups/")];
    for (section, apply, expected) in
        [("9.4: here", false, &sets[..1]), ("9.4: DAV:apply-to-principal-collection-set", true, &sets[..])]
    {
        let body = PrincipalPropertySearch {
            apply_to_principal_collection_set: apply,
            ..search(vec![PropertySearch::new(DavPropertyName::DisplayName, "x")])
        };
        let request = request("/users/", None, Report::PrincipalPropertySearch(body.clone()));
        let plan = principal_property_search::decide(
            &request,
            None,
            &body,
            target(&users),
            &[],
            MatchLimit::default(),
        )
        .unwrap();
        assert_eq!(plan.collections(&sets), expected, "{section}");
        assert_eq!(plan.searched().collect::<Vec<_>>(), [&DavPropertyName::DisplayName], "{section}");
    }
}

/// DAV:number-of-matches-within-limits of each report that has it (9.2, 9.4).
#[test]
fn limits() {
    let searchable = [DavPropertyName::DisplayName];
    let body = search(vec![PropertySearch::new(DavPropertyName::DisplayName, "doe")]);
    let principals = [Href::new("/users/a"), Href::new("/users/b"), Href::new("/users/c")];
    let aces: Vec<_> = principals
        .iter()
        .map(|href| Ace::grant(AcePrincipal::Href(href.clone()), vec![Privilege::Read]))
        .collect();
    let of_acl = |limit| prop_set(&aces, limit, Privilege::All, Some(Depth::Zero));
    let limit = |most, exceeded| MatchLimit { most: Some(most), exceeded };
    for answer in [&|limit| find(&body, &searchable, limit) as Reply, &of_acl as &dyn Fn(MatchLimit) -> Reply]
    {
        assert_eq!(hrefs(&answer(limit(3, WhenExceeded::Refuse))).len(), 3, "within");
        let refused = answer(limit(2, WhenExceeded::Refuse));
        assert!(refused.names(&Precondition::NumberOfMatchesWithinLimits), "{refused:?}");
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert_eq!(hrefs(&answer(limit(2, WhenExceeded::Truncate))).len(), 3, "two, and that there are more");
    }
}

fn prop_set(aces: &[Ace], limit: MatchLimit, privilege: Privilege, depth: Option<Depth>) -> Reply {
    let mut resource = file("/index.html");
    resource.privileges = PrivilegeSet(vec![Privilege::Read, privilege]);
    let body = AclPrincipalPropSet { prop: vec![DavPropertyName::DisplayName] };
    let request = request("/index.html", depth, Report::AclPrincipalPropSet(body.clone()));
    let subject = Subject::of_owner(Href::new("/users/gstein"));
    let plan =
        acl_principal_prop_set::decide(&request, depth, &body, target(&resource), aces, &subject, limit);
    let plan = match plan {
        Ok(plan) => plan,
        Err(refusal) => return refusal,
    };
    plan.answer(|href| {
        let mut properties = ResourceProperties::new(href.clone());
        properties.properties.push(DavProperty::DisplayName("Someone".into()));
        (href.last_segment().as_deref() != Some("gone")).then_some(properties)
    })
}

#[test]
fn principals_of_a_list() {
    let grant = |who| Ace::grant(who, vec![Privilege::Read]);
    let aces = [
        grant(AcePrincipal::All),
        grant(AcePrincipal::Href(Href::new("/groups/authors"))),
        grant(AcePrincipal::Property(DavPropertyName::Owner)),
        Ace::deny(AcePrincipal::Href(Href::new("/users/gstein/")), vec![Privilege::Write]),
        grant(AcePrincipal::Property(DavPropertyName::Group)),
        grant(AcePrincipal::Href(Href::new("/users/gone"))),
        grant(AcePrincipal::Authenticated),
    ];
    let reply = prop_set(&aces, MatchLimit::default(), Privilege::ReadAcl, None);
    assert_eq!(hrefs(&reply), ["/groups/authors", "/users/gstein", "/users/gone"], "9.2: each once");
    let responses = &reply.multistatus().unwrap().responses;
    assert_eq!(responses[0].propstats().len(), 1);
    assert!(responses[2].is_gone());
    assert_eq!(hrefs(&prop_set(&[], MatchLimit::default(), Privilege::ReadAcl, None)), [""; 0], "9.2: empty");
    let refused = prop_set(&aces, MatchLimit::default(), Privilege::Write, None);
    assert!(refused.names(&Precondition::NeedPrivileges), "3.6: whom entries are about is DAV:read-acl");
    let refused = prop_set(&aces, MatchLimit::default(), Privilege::ReadAcl, Some(Depth::One));
    assert_eq!(refused.status, StatusCode::BAD_REQUEST, "9.2: Depth 0");
}

#[test]
fn what_is_the_users() {
    let doc = collection("/doc/");
    let user = User::new(Href::new("/users/gclemm"), [Href::new("/groups/authors")]);
    let resource = |name: &str, property: Option<DavProperty>| {
        let mut properties = ResourceProperties::new(Href::new("/doc/").join(name));
        properties.properties.extend(property);
        properties
    };
    let owned = |name: &str, owner: &str| resource(name, Some(DavProperty::Owner(Some(Href::new(owner)))));
    let principal = |name: &str, url: &str| resource(name, Some(DavProperty::PrincipalUrl(Href::new(url))));
    let resources = [
        owned("foo.html", "/users/gclemm/"),
        owned("other.html", "/users/other"),
        owned("bar.gif", "/groups/authors"),
        resource("nobodys", Some(DavProperty::Owner(None))),
        resource("plain", None),
        principal("me", "/users/gclemm"),
        principal("authors", "/groups/authors"),
        principal("others", "/groups/others"),
    ];
    let owner = MatchedPrincipal::Property(DavPropertyName::Owner);
    for (section, matched, user, expected) in [
        ("9.3.1", owner.clone(), user.clone(), vec!["/doc/foo.html", "/doc/bar.gif"]),
        ("9.3: DAV:self", MatchedPrincipal::CurrentUser, user.clone(), vec!["/doc/me", "/doc/authors"]),
        ("9.3: nobody is authenticated", owner.clone(), User::anonymous(), vec![]),
    ] {
        let body = PrincipalMatch { matched, prop: Vec::new() };
        let request = request("/doc/", None, Report::PrincipalMatch(body.clone()));
        let plan = principal_match::decide(&request, None, &body, target(&doc)).unwrap();
        let reply = plan.answer(resources.clone(), &user);
        assert_eq!(hrefs(&reply), expected, "{section}");
        for response in &reply.multistatus().unwrap().responses {
            assert_eq!(response.status(), Some(StatusCode::OK), "9.3.1: without DAV:prop");
        }
    }
    let body =
        PrincipalMatch { matched: owner, prop: vec![DavPropertyName::Owner, DavPropertyName::GetEtag] };
    let request = request("/doc/", Some(Depth::One), Report::PrincipalMatch(body.clone()));
    let refused = principal_match::decide(&request, Some(Depth::One), &body, target(&doc)).unwrap_err();
    assert_eq!(refused.status, StatusCode::BAD_REQUEST, "9.3: Depth 0");
    let plan = principal_match::decide(&request, None, &body, target(&doc)).unwrap();
    assert_eq!(plan.property(), &DavPropertyName::Owner);
    let reply = plan.answer(resources, &user);
    let told = &reply.multistatus().unwrap().responses[0];
    assert_eq!(told.property_status(&DavPropertyName::Owner), Some(StatusCode::OK), "9.3");
    assert_eq!(told.property_status(&DavPropertyName::GetEtag), Some(StatusCode::NOT_FOUND), "9.3");
}

#[test]
fn properties_to_search_by() {
    let users = collection("/users/");
    let description = crate::LocalizedText { text: "Full name".into(), language: Some("en".into()) };
    let properties = [PrincipalSearchProperty { name: DavPropertyName::DisplayName, description }];
    let request = request("/users/", None, Report::PrincipalSearchPropertySet);
    let reply = principal_search_property_set::answer(&request, None, target(&users), &properties).unwrap();
    assert_eq!(reply.status, StatusCode::OK, "9.5.1");
    let ReplyBody::PrincipalSearchPropertySet(set) = &reply.body else { panic!("{reply:?}") };
    assert_eq!(set.properties, properties, "9.5");
    let deep = principal_search_property_set::answer(&request, Some(Depth::One), target(&users), &properties);
    assert_eq!(deep.unwrap_err().status, StatusCode::BAD_REQUEST, "9.5: Depth 0");
}

#[test]
fn words_of_calendarserver() {
    let users = collection("/users/");
    let searchable = [DavPropertyName::DisplayName, title()];
    let ask = |tokens: &[&str], context, limit, most| {
        let body = CalendarServerPrincipalSearch {
            context,
            tokens: tokens.iter().map(|token| (*token).to_owned()).collect(),
            limit,
            prop: Vec::new(),
        };
        let request = request("/users/", None, Report::CalendarServerPrincipalSearch(body.clone()));
        let limit = MatchLimit { most, ..MatchLimit::default() };
        let plan =
            calendarserver_principal_search::decide(&request, &body, target(&users), &searchable, limit);
        plan.map_or_else(|refusal| refusal, |plan| plan.answer(people()))
    };
    let user = || Some(PrincipalSearchContext::User);
    for (case, tokens, context, expected) in [
        ("each word", ["doe", "sales"].as_slice(), None, vec!["/users/jdoe", "/users/zsmith"]),
        ("a person", &["anna"], user(), vec!["/users/adoe"]),
        ("a room", &["anna"], Some(PrincipalSearchContext::Location), vec![]),
        ("who can be invited", &["anna"], Some(PrincipalSearchContext::Attendee), vec!["/users/adoe"]),
        ("not each word", &["anna", "sales"], None, vec![]),
    ] {
        assert_eq!(hrefs(&ask(tokens, context, None, None)), expected, "{case}");
    }
    assert_eq!(ask(&[" "], None, None, None).status, StatusCode::BAD_REQUEST, "no words");
    assert_eq!(hrefs(&ask(&["doe"; 100], None, None, None)).len(), 3, "as many as are looked for");
    let refused = ask(&["doe"; 101], None, None, None);
    assert!(refused.names(&Precondition::NumberOfMatchesWithinLimits), "too many words: {refused:?}");
    let few = ask(&["doe"], None, Some(1), Some(5));
    assert_eq!(hrefs(&few), ["/users/jdoe", "/users/"], "the client wants one");
    let refused = ask(&["doe"], None, None, Some(2));
    assert!(refused.names(&Precondition::NumberOfMatchesWithinLimits), "the server tells two: {refused:?}");
}

#[test]
fn searches_that_are_refused() {
    let users = collection("/users/");
    let missing = ResourceState::missing(Href::new("/users/"));
    let body = search(vec![PropertySearch::new(DavPropertyName::DisplayName, "x")]);
    let empty = search(Vec::new());
    let many = search(vec![PropertySearch::new(DavPropertyName::DisplayName, "x"); 101]);
    let other = ReportTarget { reports: &[ReportName::CalendarQuery], ..target(&users) };
    for (section, depth, body, target, status) in [
        ("kept", None, &body, target(&users), 207),
        ("9.4: Depth 0", Some(Depth::Infinity), &body, target(&users), 400),
        ("9.4: property-search+", None, &empty, target(&users), 400),
        ("more than are made", None, &many, target(&users), 403),
        ("RFC 3253 3.6", None, &body, other, 403),
        ("nothing there", None, &body, target(&missing), 404),
    ] {
        let request = request("/users/", depth, Report::PrincipalPropertySearch(body.clone()));
        let limit = MatchLimit::default();
        let plan = principal_property_search::decide(&request, depth, body, target, &[], limit);
        let reply = plan.map_or_else(|refusal| refusal, |plan| plan.answer(people()));
        assert_eq!(reply.status.as_u16(), status, "{section}");
    }
}
