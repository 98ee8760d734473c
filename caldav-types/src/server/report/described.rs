//! What is said about a resource.

use http::StatusCode;

use crate::multistatus::{Propstat, Response};
use crate::property::{DavProperty, DavPropertyName};
use crate::server::ResourceProperties;

/// The properties that were asked for, of a resource that is there. Without any asked for, its address alone.
pub(super) fn described(properties: ResourceProperties, names: &[DavPropertyName]) -> Response {
    let ResourceProperties { href, properties, forbidden } = properties;
    if names.is_empty() {
        return Response::of_status(href, StatusCode::OK);
    }
    let (mut found, mut denied, mut missing) = (Vec::new(), Vec::new(), Vec::new());
    for name in names {
        if let Some(property) = properties.iter().find(|property| property.name() == *name) {
            found.push(property.clone());
        } else if forbidden.contains(name) {
            denied.push(DavProperty::Empty(name.clone()));
        } else {
            missing.push(DavProperty::Empty(name.clone()));
        }
    }
    let propstats =
        [(StatusCode::OK, found), (StatusCode::FORBIDDEN, denied), (StatusCode::NOT_FOUND, missing)];
    let propstats = propstats.into_iter().filter(|(_, properties)| !properties.is_empty());
    Response::of_propstats(
        href,
        propstats.map(|(status, properties)| Propstat::new(status, properties)).collect(),
    )
}

/// The same of a member that changed: it has a DAV:propstat whatever is asked for
/// ([RFC 6578 §3.2](https://www.rfc-editor.org/rfc/rfc6578#section-3.2)).
pub(super) fn changed(properties: ResourceProperties, names: &[DavPropertyName]) -> Response {
    if names.is_empty() {
        return Response::of_propstats(properties.href, vec![Propstat::new(StatusCode::OK, Vec::new())]);
    }
    described(properties, names)
}
