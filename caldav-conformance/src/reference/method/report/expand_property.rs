//! DAV:expand-property.

use caldav_types::Depth;
use caldav_types::message::Reply;
use caldav_types::property::DavPropertyName;
use caldav_types::report::ExpandProperty;
use caldav_types::server::report::ExpandLimits;
use caldav_types::server::report::expand_property::decide;
use caldav_xml::property_element;

use super::Asked;

pub(super) fn answer(asked: &Asked<'_>, body: &ExpandProperty) -> Result<Reply, Reply> {
    let plan = decide(asked.call.request, asked.depth, body, asked.target(), ExpandLimits::default())?;
    let (store, path) = (&asked.server.store, &asked.call.path);
    let members: Vec<_> = match plan.depth() {
        Depth::Zero => Vec::new(),
        Depth::One => store.members(path).map(|(path, _)| path).collect(),
        Depth::Infinity => store.below(path).map(|(path, _)| path).collect(),
    };
    let is_wanted = |name: &DavPropertyName| plan.names().any(|wanted| wanted == name);
    let resources = std::iter::once(path).chain(members);
    let resources: Vec<_> = resources.filter_map(|path| asked.properties(path, &is_wanted)).collect();
    let mut describe = |href: &caldav_types::Href, wanted: &[caldav_types::report::ExpandedProperty]| {
        asked.properties(&asked.path(href), &|name| wanted.iter().any(|property| property.name == *name))
    };
    Ok(plan.answer(resources, &mut describe, &property_element))
}
