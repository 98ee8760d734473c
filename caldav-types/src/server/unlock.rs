//! UNLOCK: a lock is given up.
//!
//! [RFC 4918 §9.11](https://www.rfc-editor.org/rfc/rfc4918#section-9.11)

use http::StatusCode;

use crate::message::{Reply, Request};
use crate::{Condition, Method, Precondition, StateToken};

use super::{Target, reply};

/// The lock to be removed, from all that it covers.
#[derive(Clone, Debug, PartialEq)]
pub struct Plan {
    /// Its name.
    pub token: StateToken,
}

/// Is the lock to be removed? Who holds it may, and who has DAV:unlock
/// ([RFC 3744 §3.5](https://www.rfc-editor.org/rfc/rfc3744#section-3.5)). The token stands in `Lock-Token`, so it need
/// not be in the field `If`.
///
/// # Errors
///
/// 404, 405; 409 with DAV:lock-token-matches-request-uri where no such lock covers the resource; 403 with
/// DAV:need-privileges; 412.
///
/// ```
/// use caldav_types::message::{Operation, Request};
/// use caldav_types::server::{Features, ResourceState, Target, unlock};
/// use caldav_types::{Precondition, ResourceTypes, StateToken};
///
/// let token: StateToken = "urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6".parse()?;
/// let request = Request::new("/a".parse()?, Operation::Unlock { token: token.clone() });
/// let (features, resource) = (Features::default(), ResourceState::new("/a".into(), ResourceTypes::default()));
/// let refused = unlock::decide(&request, &token, Target::new(&features, &resource, None)).unwrap_err();
/// assert_eq!(refused.status, 409);
/// assert!(refused.names(&Precondition::LockTokenMatchesRequestUri));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn decide(request: &Request, token: &StateToken, target: Target<'_>) -> Result<Plan, Reply> {
    target.exists()?;
    target.understands(&Method::Unlock)?;
    if !target.resource.is_locked_with(token) {
        let refusal = reply::refusal(Condition::new(Precondition::LockTokenMatchesRequestUri));
        return Err(reply::not_cached(refusal));
    }
    if target.resource.tokens_of_others.contains(token) {
        target.is_granted(&Method::Unlock, None)?;
    }
    target.is_as_asked(request)?;
    Ok(Plan { token: token.clone() })
}

impl Plan {
    /// The reply when it is removed.
    #[must_use]
    pub fn reply(&self) -> Reply {
        reply::not_cached(Reply::new(StatusCode::NO_CONTENT))
    }
}

#[cfg(test)]
mod tests;
