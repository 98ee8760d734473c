//! The answer to DAV:principal-search-property-set.
//!
//! [RFC 3744 §9.5](https://www.rfc-editor.org/rfc/rfc3744#section-9.5)

use http::StatusCode;

use super::ReportTarget;
use super::target::only_depth_zero;
use crate::Depth;
use crate::message::{Reply, ReplyBody, Request};
use crate::property::ReportName;
use crate::report::{PrincipalSearchProperty, PrincipalSearchPropertySet};

/// Answers a DAV:principal-search-property-set with the properties that principals can be searched by, the usual ones
/// first. Each has a description whose language has to be told.
///
/// # Errors
///
/// The reply to a request that is refused: for another Depth than 0, 400.
pub fn answer(
    request: &Request,
    depth: Option<Depth>,
    target: ReportTarget<'_>,
    properties: &[PrincipalSearchProperty],
) -> Result<Reply, Reply> {
    target.check(request, &ReportName::PrincipalSearchPropertySet)?;
    only_depth_zero(depth)?;
    let body = PrincipalSearchPropertySet { properties: properties.to_vec() };
    Ok(Reply::with_body(StatusCode::OK, ReplyBody::PrincipalSearchPropertySet(body)))
}
