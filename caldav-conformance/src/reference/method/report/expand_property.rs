//! DAV:expand-property.

use caldav_types::message::Reply;
use caldav_types::report::ExpandProperty;
use caldav_types::server::report::ExpandLimits;
use caldav_types::server::report::expand_property::decide;
use caldav_xml::property_element;

use super::Asked;

pub(super) fn answer(asked: &Asked<'_>, body: &ExpandProperty) -> Result<Reply, Reply> {
    let plan = decide(asked.call.request, asked.depth, body, asked.target(), ExpandLimits::default())?;
    let view = asked.server.view(asked.call);
    let resource = view.properties(&asked.call.path, &|name| plan.names().any(|wanted| wanted == name));
    let mut describe = |href: &caldav_types::Href, wanted: &[caldav_types::report::ExpandedProperty]| {
        asked.properties(&asked.path(href), &|name| wanted.iter().any(|property| property.name == *name))
    };
    Ok(plan.answer(resource, &mut describe, &property_element))
}
