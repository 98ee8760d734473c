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
    /// The most properties that a body names, at all levels together.
    pub properties: usize,
}

impl Default for ExpandLimits {
    /// 1,000 resources, 8 levels, 1,000 properties.
    fn default() -> Self {
        Self { resources: 1_000, levels: 8, properties: 1_000 }
    }
}

/// Decides a DAV:expand-property. With a Depth it is about members too
/// ([§3.6](https://www.rfc-editor.org/rfc/rfc3253#section-3.6)).
///
/// # Errors
///
/// The reply to a request that is refused: DAV:number-of-matches-within-limits where the body goes deeper than
/// [`levels`](ExpandLimits::levels) or names more than [`properties`](ExpandLimits::properties).
pub fn decide<'a>(
    request: &Request,
    depth: Option<Depth>,
    body: &'a ExpandProperty,
    target: ReportTarget<'_>,
    limits: ExpandLimits,
) -> Result<ExpandPropertyPlan<'a>, Reply> {
    target.check(request, &ReportName::ExpandProperty)?;
    let mut open: Vec<(&ExpandedProperty, usize)> =
        body.properties.iter().map(|property| (property, 0)).collect();
    let mut named = 0_usize;
    while let Some((property, level)) = open.pop() {
        named += 1;
        let is_too_deep = !property.properties.is_empty() && level >= limits.levels;
        if is_too_deep || named > limits.properties {
            return Err(Reply::refusal(Precondition::NumberOfMatchesWithinLimits));
        }
        open.extend(property.properties.iter().map(|below| (below, level + 1)));
    }
    Ok(ExpandPropertyPlan { body, depth: depth.unwrap_or(Depth::Zero), limits })
}

/// A DAV:expand-property that can be answered.
#[derive(Clone, Copy, Debug)]
pub struct ExpandPropertyPlan<'a> {
    body: &'a ExpandProperty,
    depth: Depth,
    limits: ExpandLimits,
}

impl ExpandPropertyPlan<'_> {
    /// Is it about the resource alone, about its members too, or about all that is below it?
    #[must_use]
    pub const fn depth(&self) -> Depth {
        self.depth
    }

    /// The names of the properties of each resource that the answer has.
    pub fn names(&self) -> impl Iterator<Item = &DavPropertyName> {
        self.body.properties.iter().map(|property| &property.name)
    }

    /// The answer about these resources: that of the request, and others by [`depth`](Self::depth).
    ///
    /// `describe` gives the properties of a resource that a value names, as far as they are among those asked for;
    /// `None` where there is none, or the user may not read it: 404. Values are made elements by `to_element`, for they
    /// hold DAV:response in the place of DAV:href then: `caldav_xml::property_element`.
    pub fn answer(
        &self,
        resources: impl IntoIterator<Item = ResourceProperties>,
        describe: &mut dyn FnMut(&Href, &[ExpandedProperty]) -> Option<ResourceProperties>,
        to_element: &dyn Fn(&DavProperty) -> AnyElement,
    ) -> Reply {
        let mut expansion = Expansion { left: self.limits.resources, describe, to_element };
        let responses = resources.into_iter().map(|resource| {
            let href = resource.href.clone();
            Response::of_propstats(href, expansion.propstats(resource, &self.body.properties))
        });
        reply::multistatus(responses.collect())
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
