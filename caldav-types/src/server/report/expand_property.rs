//! The answer to DAV:expand-property.
//!
//! [RFC 3253 §3.8](https://www.rfc-editor.org/rfc/rfc3253#section-3.8)

use http::StatusCode;

use super::ReportTarget;
use crate::message::{Reply, Request};
use crate::multistatus::{Propstat, Response};
use crate::property::{DavProperty, DavPropertyName, ReportName};
use crate::report::{ExpandProperty, ExpandedProperty};
use crate::server::propfind::Wanted;
use crate::server::{ResourceProperties, reply};
use crate::{AnyElement, AnyNode, Depth, ExpandedName, Href, Precondition, StatusLine, namespace};

/// How far DAV:expand-property is followed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct ExpandLimits {
    /// The most resources that are looked up for one request. What is beyond stays a DAV:href.
    pub resources: usize,
    /// The most levels of addresses in values that are replaced.
    pub levels: usize,
}

impl Default for ExpandLimits {
    /// 1,000 resources, 8 levels.
    fn default() -> Self {
        Self { resources: 1_000, levels: 8 }
    }
}

/// Decides a DAV:expand-property. It is about the resource itself: with another Depth than 0, 400.
///
/// # Errors
///
/// The reply to a request that is refused: DAV:number-of-matches-within-limits where the body goes deeper than
/// [`levels`](ExpandLimits::levels).
pub fn decide<'a>(
    request: &Request,
    depth: Option<Depth>,
    body: &'a ExpandProperty,
    target: ReportTarget<'_>,
    limits: ExpandLimits,
) -> Result<ExpandPropertyPlan<'a>, Reply> {
    target.check(request, &ReportName::ExpandProperty)?;
    super::target::only_depth_zero(depth)?;
    let mut open: Vec<(&ExpandedProperty, usize)> =
        body.properties.iter().map(|property| (property, 0)).collect();
    while let Some((property, level)) = open.pop() {
        if !property.properties.is_empty() && level >= limits.levels {
            return Err(Reply::refusal(Precondition::NumberOfMatchesWithinLimits));
        }
        open.extend(property.properties.iter().map(|below| (below, level + 1)));
    }
    Ok(ExpandPropertyPlan { body, limits })
}

/// A DAV:expand-property that can be answered.
#[derive(Clone, Copy, Debug)]
pub struct ExpandPropertyPlan<'a> {
    body: &'a ExpandProperty,
    limits: ExpandLimits,
}

impl ExpandPropertyPlan<'_> {
    /// The names of the properties of the resource that the answer has.
    pub fn names(&self) -> impl Iterator<Item = &DavPropertyName> {
        self.body.properties.iter().map(|property| &property.name)
    }

    /// The answer.
    ///
    /// `describe` gives the properties of a resource that a value names, as far as they are among those asked for;
    /// `None` where there is none, or the user may not read it: 404. Values are made elements by `to_element`, for they
    /// hold DAV:response in the place of DAV:href then: `caldav_xml::property_element`.
    pub fn answer(
        &self,
        resource: ResourceProperties,
        describe: &mut dyn FnMut(&Href, &[ExpandedProperty]) -> Option<ResourceProperties>,
        to_element: &dyn Fn(&DavProperty) -> AnyElement,
    ) -> Reply {
        let mut expansion = Expansion { left: self.limits.resources, describe, to_element };
        let href = resource.href.clone();
        let propstats = expansion.propstats(resource, &self.body.properties);
        reply::multistatus(vec![Response::of_propstats(href, propstats)])
    }
}

struct Expansion<'a> {
    left: usize,
    describe: &'a mut dyn FnMut(&Href, &[ExpandedProperty]) -> Option<ResourceProperties>,
    to_element: &'a dyn Fn(&DavProperty) -> AnyElement,
}

impl Expansion<'_> {
    fn propstats(&mut self, resource: ResourceProperties, asked: &[ExpandedProperty]) -> Vec<Propstat> {
        let wanted = Wanted::new(asked.iter().map(|property| property.name.clone()));
        let mut propstats = wanted.propstats(&resource);
        for propstat in propstats.iter_mut().filter(|propstat| propstat.is_success()) {
            for property in &mut propstat.properties {
                let name = property.name();
                let below =
                    asked.iter().find(|asked| asked.name == name).map(|asked| asked.properties.as_slice());
                if let Some(below @ [_, ..]) = below {
                    *property = self.expanded(property, below);
                }
            }
        }
        propstats
    }

    /// A property with a DAV:response in the place of each DAV:href. The levels were counted before: it goes no deeper
    /// than the request does.
    fn expanded(&mut self, property: &DavProperty, asked: &[ExpandedProperty]) -> DavProperty {
        let mut element = (self.to_element)(property);
        self.replace(&mut element, asked);
        DavProperty::Other(element)
    }

    fn replace(&mut self, element: &mut AnyElement, asked: &[ExpandedProperty]) {
        let mut open = vec![element];
        while let Some(element) = open.pop() {
            for child in &mut element.children {
                let AnyNode::Element(child) = child else { continue };
                if is_dav(&child.name, "href") {
                    if let Some(response) = self.response(&Href::new(&child.text()), asked) {
                        *child = response;
                    }
                } else {
                    open.push(child);
                }
            }
        }
    }

    /// The DAV:response about a resource; `None` where no more are looked up.
    fn response(&mut self, href: &Href, asked: &[ExpandedProperty]) -> Option<AnyElement> {
        self.left = self.left.checked_sub(1)?;
        let mut response = dav("response")?;
        match (self.describe)(href, asked) {
            None => {
                response.children.push(text("href", href.as_str())?);
                response.children.push(status(StatusCode::NOT_FOUND)?);
            }
            Some(resource) => {
                response.children.push(text("href", resource.href.as_str())?);
                for propstat in self.propstats(resource, asked) {
                    let mut prop = dav("prop")?;
                    prop.children = propstat
                        .properties
                        .iter()
                        .map(|property| (self.to_element)(property).into())
                        .collect();
                    let mut element = dav("propstat")?;
                    element.children = vec![prop.into(), status(propstat.status.unwrap_or(StatusCode::OK))?];
                    response.children.push(element.into());
                }
            }
        }
        Some(response)
    }
}

fn is_dav(name: &ExpandedName, local_name: &str) -> bool {
    name.namespace() == namespace::DAV && name.local_name() == local_name
}

fn dav(local_name: &str) -> Option<AnyElement> {
    ExpandedName::new(namespace::DAV, local_name).ok().map(AnyElement::new)
}

fn text(local_name: &str, text: &str) -> Option<AnyNode> {
    let mut element = dav(local_name)?;
    element.children.push(AnyNode::Text(text.into()));
    Some(element.into())
}

fn status(status: StatusCode) -> Option<AnyNode> {
    text("status", &StatusLine::from(status).to_string())
}

#[cfg(test)]
mod tests;
