//! How many matches are told.
//!
//! [RFC 3744 §9.2](https://www.rfc-editor.org/rfc/rfc3744#section-9.2),
//! [RFC 4791 §7.8](https://www.rfc-editor.org/rfc/rfc4791#section-7.8): DAV:number-of-matches-within-limits

use http::StatusCode;

use crate::message::Reply;
use crate::multistatus::Response;
use crate::server::reply::multistatus;
use crate::{Href, Precondition};

/// The most matches that a server tells.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct MatchLimit {
    /// How many; `None` for any number.
    pub most: Option<usize>,
    /// What is done where there are more.
    pub exceeded: WhenExceeded,
}

/// What is done where more matches than a server tells.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum WhenExceeded {
    /// The report fails with DAV:number-of-matches-within-limits, as RFC 3744 and RFC 4791 have it.
    #[default]
    Refuse,
    /// The first ones are told, and a 507 for the address of the request says that there are more, as
    /// [RFC 6578 §3.6](https://www.rfc-editor.org/rfc/rfc6578#section-3.6) has it.
    Truncate,
}

/// The response that says that some are left out.
pub(super) fn truncation(target: &Href) -> Response {
    let mut response = Response::of_status(target.clone(), StatusCode::INSUFFICIENT_STORAGE);
    response.error = Some(Precondition::NumberOfMatchesWithinLimits.into());
    response
}

/// The first so many responses, and then, if there are more, that there are.
pub(super) fn limited(
    responses: impl Iterator<Item = Response>,
    most: Option<usize>,
    target: &Href,
) -> impl Iterator<Item = Response> {
    let mut left = most;
    let mut responses = responses.fuse();
    let mut is_over = false;
    std::iter::from_fn(move || {
        if is_over {
            return None;
        }
        let response = responses.next()?;
        match &mut left {
            Some(0) => {
                is_over = true;
                Some(truncation(target))
            }
            left => {
                if let Some(left) = left {
                    *left -= 1;
                }
                Some(response)
            }
        }
    })
}

/// The reply of responses of which the last one says whether there are more.
pub(super) fn reply(
    responses: impl Iterator<Item = Response>,
    exceeded: WhenExceeded,
    target: &Href,
) -> Reply {
    let told: Vec<_> = responses.collect();
    if exceeded == WhenExceeded::Refuse && told.last() == Some(&truncation(target)) {
        return Reply::refusal(Precondition::NumberOfMatchesWithinLimits);
    }
    multistatus(told)
}

#[cfg(test)]
mod tests {
    use http::StatusCode;

    use super::{MatchLimit, WhenExceeded, limited, reply};
    use crate::multistatus::Response;
    use crate::{Href, Precondition};

    fn some(number: usize) -> impl Iterator<Item = Response> {
        (0..number)
            .map(|place| Response::of_status(Href::new("/c/").join(&place.to_string()), StatusCode::OK))
    }

    #[test]
    fn more_than_are_told() {
        let target = Href::new("/c/");
        let request = "/c/".parse().unwrap();
        for (section, found, most, exceeded, expected) in [
            ("within", 2, Some(2), WhenExceeded::Refuse, Some((2, false))),
            ("no limit", 5, None, WhenExceeded::Refuse, Some((5, false))),
            ("RFC 4791 7.8", 3, Some(2), WhenExceeded::Refuse, None),
            ("RFC 6578 3.6", 3, Some(2), WhenExceeded::Truncate, Some((3, true))),
            ("within", 2, Some(2), WhenExceeded::Truncate, Some((2, false))),
        ] {
            let limit = MatchLimit { most, exceeded };
            let reply = reply(limited(some(found), limit.most, &target), limit.exceeded, &target);
            let told = reply.multistatus().map(|all| (all.responses.len(), all.is_truncated(&request)));
            assert_eq!(told, expected, "{section}");
            if expected.is_none() {
                assert!(reply.names(&Precondition::NumberOfMatchesWithinLimits), "{section}");
                assert_eq!(reply.status, StatusCode::FORBIDDEN, "{section}");
            }
            let streamed: Vec<_> = limited(some(found), most, &target).collect();
            let is_truncated = streamed.last().is_some_and(|last| last.is_truncation(&request));
            assert_eq!(is_truncated, most.is_some_and(|most| found > most), "{section}");
        }
    }
}
