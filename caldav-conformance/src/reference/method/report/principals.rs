//! The reports about principals.
//!
//! [RFC 3744 §9](https://www.rfc-editor.org/rfc/rfc3744#section-9)

use caldav_types::LocalizedText;
use caldav_types::message::Reply;
use caldav_types::property::DavPropertyName;
use caldav_types::report::{
    AclPrincipalPropSet, CalendarServerPrincipalSearch, PrincipalMatch, PrincipalPropertySearch,
    PrincipalSearchProperty,
};
use caldav_types::server::ResourceProperties;
use caldav_types::server::report::{
    MatchLimit, acl_principal_prop_set, calendarserver_principal_search, principal_match,
    principal_property_search, principal_search_property_set,
};

use super::Asked;
use crate::reference::path::Path;
use crate::reference::principals::PRINCIPALS;

/// DAV:acl-principal-prop-set.
pub(super) fn of_acl(asked: &Asked<'_>, body: &AclPrincipalPropSet) -> Result<Reply, Reply> {
    let view = asked.server.view(asked.call);
    let (entries, subject) = (view.entries(&asked.call.path), view.subject(&asked.call.path));
    let limit = MatchLimit::default();
    let plan = acl_principal_prop_set::decide(
        asked.call.request,
        asked.depth,
        body,
        asked.target(),
        &entries,
        &subject,
        limit,
    )?;
    Ok(plan.answer(|href| asked.properties(&asked.path(href), &|name| body.prop.contains(name))))
}

/// DAV:principal-match.
pub(super) fn matching(asked: &Asked<'_>, body: &PrincipalMatch) -> Result<Reply, Reply> {
    let plan = principal_match::decide(asked.call.request, asked.depth, body, asked.target())?;
    let is_wanted = |name: &DavPropertyName| body.prop.contains(name) || name == plan.property();
    Ok(plan.answer(all_below(asked, &asked.call.path, &is_wanted), &asked.call.user))
}

/// DAV:principal-property-search.
pub(super) fn found(asked: &Asked<'_>, body: &PrincipalPropertySearch) -> Result<Reply, Reply> {
    let limit = MatchLimit::default();
    let plan = principal_property_search::decide(
        asked.call.request,
        asked.depth,
        body,
        asked.target(),
        SEARCHABLE,
        limit,
    )?;
    let is_wanted =
        |name: &DavPropertyName| body.prop.contains(name) || plan.searched().any(|wanted| wanted == name);
    let collections = plan.collections(&[Path::of_segments([PRINCIPALS]).href(true)]);
    let principals: Vec<_> = collections
        .iter()
        .flat_map(|collection| principals_below(asked, &asked.path(collection), &is_wanted))
        .collect();
    Ok(plan.answer(principals))
}

/// DAV:principal-search-property-set.
pub(super) fn searchable(asked: &Asked<'_>) -> Result<Reply, Reply> {
    let described = |(name, description): (&DavPropertyName, &str)| PrincipalSearchProperty {
        name: name.clone(),
        description: LocalizedText { text: description.into(), language: Some("en".into()) },
    };
    let properties: Vec<_> = SEARCHABLE.iter().zip(DESCRIPTIONS).map(described).collect();
    principal_search_property_set::answer(asked.call.request, asked.depth, asked.target(), &properties)
}

/// CS:calendarserver-principal-search.
pub(super) fn found_by_words(
    asked: &Asked<'_>,
    body: &CalendarServerPrincipalSearch,
) -> Result<Reply, Reply> {
    let limit = MatchLimit::default();
    let plan =
        calendarserver_principal_search::decide(asked.call.request, body, asked.target(), SEARCHABLE, limit)?;
    let is_wanted = |name: &DavPropertyName| {
        body.prop.contains(name) || SEARCHABLE.contains(name) || *name == DavPropertyName::CalendarUserType
    };
    Ok(plan.answer(principals_below(asked, &asked.call.path, &is_wanted)))
}

fn principals_below(
    asked: &Asked<'_>,
    path: &Path,
    is_wanted: &dyn Fn(&DavPropertyName) -> bool,
) -> Vec<ResourceProperties> {
    let principals = asked.server.principals.all().iter();
    let below = principals.filter(|principal| principal.path == *path || principal.path.is_below(path));
    below.filter_map(|principal| asked.properties(&principal.path, is_wanted)).collect()
}

fn all_below(
    asked: &Asked<'_>,
    path: &Path,
    is_wanted: &dyn Fn(&DavPropertyName) -> bool,
) -> Vec<ResourceProperties> {
    let below = asked.server.store.below(path).map(|(path, _)| path);
    [path].into_iter().chain(below).filter_map(|path| asked.properties(path, is_wanted)).collect()
}

/// The properties that principals are searched by.
const SEARCHABLE: &[DavPropertyName] =
    &[DavPropertyName::DisplayName, DavPropertyName::CalendarUserAddressSet];

/// What they are, for people.
const DESCRIPTIONS: [&str; 2] = ["Name", "Calendar address"];
