//! The server as a whole: from a request to its response.

use std::cell::RefCell;
use std::fmt;

use caldav_types::acl::SupportedPrivilege;
use caldav_types::message::{Content, Headers, Operation, Reply, Request};
use caldav_types::report::Report;
use caldav_types::server::acl::{User, calendar_privileges};
use caldav_types::{EntityTag, Href, Precondition};
use caldav_xml::XmlOptions;
use caldav_xml::message::{decode_request, encode_reply};
use chrono::{DateTime, Utc};
use http::{HeaderName, HeaderValue, StatusCode, Uri};

use super::path::Path;
use super::principals::{CALENDARS, PRINCIPALS, Principals};
use super::store::Store;
use super::view::View;
use super::{Fault, Settings, Tolerance, Tolerated, faulty, method, tree};

/// A server with what it stores.
#[derive(Clone, Debug)]
pub struct Server {
    pub(super) settings: Settings,
    pub(super) principals: Principals,
    supported: Vec<SupportedPrivilege>,
    pub(super) store: Store,
}

impl Server {
    /// A server whose users have each a home with an empty calendar.
    #[must_use]
    pub fn new(settings: Settings) -> Self {
        let principals = Principals::new(&settings);
        let store = tree::grow(&settings, &principals);
        Self { settings, principals, supported: calendar_privileges(), store }
    }

    /// The response to a request that comes in at `now`.
    pub fn handle<B: AsRef<[u8]>>(
        &mut self,
        request: &http::Request<B>,
        now: DateTime<Utc>,
    ) -> http::Response<Vec<u8>> {
        let tolerated = RefCell::new(Tolerated::default());
        let reply = self.reply(request, &tolerated, now).unwrap_or_else(|refusal| refusal);
        let reply = faulty::garble(self, request.method(), reply);
        let mut response = encode_reply(&reply).unwrap_or_else(|_| {
            let mut response = http::Response::new(Vec::new());
            *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
            response
        });
        if request.method() == http::Method::HEAD {
            // RFC 9110 §9.3.2: not even what a refusal would say.
            response.body_mut().clear();
        }
        response.extensions_mut().insert(tolerated.into_inner());
        faulty::distort(self, response)
    }

    /// Puts objects into a calendar of a user as the user's own PUT does, by their names there; a calendar that is not
    /// there yet is made. What comes back are the objects that were refused.
    ///
    /// ```
    /// use caldav_conformance::reference::{Account, Server, Settings};
    /// let mut server = Server::new(Settings::default().with_account(Account::new("bernard", "secret")));
    /// let refused = server.fill("bernard", "work", [("1.ics", "no calendar")], "2027-01-01T00:00:00Z".parse()?);
    /// assert_eq!(refused[0].to_string(), "1.ics: 403 CALDAV:valid-calendar-data");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn fill<N: AsRef<str>, B: AsRef<[u8]>>(
        &mut self,
        user: &str,
        calendar: &str,
        objects: impl IntoIterator<Item = (N, B)>,
        now: DateTime<Utc>,
    ) -> Vec<Refused> {
        let owner = User::new(Path::of_segments([PRINCIPALS, user]).href(true), []);
        let calendar = Path::of_segments([CALENDARS, user, calendar]);
        if self.store.get(&calendar).is_none() {
            let operation = Operation::Mkcalendar(caldav_types::request::Mkcalendar::default());
            // Where the user has no home, the objects will be refused.
            let _ = self.answer_to(&calendar, operation, owner.clone(), now);
        }
        let mut refused = Vec::new();
        for (name, octets) in objects {
            let operation = Operation::Put(Content::calendar(octets.as_ref()));
            if let Err(reply) = self.answer_to(&calendar.child(name.as_ref()), operation, owner.clone(), now)
            {
                let conditions = reply.error().and_then(|error| error.conditions.first());
                let precondition = conditions.map(|condition| condition.precondition.clone());
                refused.push(Refused { name: name.as_ref().into(), status: reply.status, precondition });
            }
        }
        refused
    }

    /// The tag of what is stored at an address; `None` where nothing is that has one.
    #[must_use]
    pub fn entity_tag(&self, path: &str) -> Option<EntityTag> {
        let path = Path::of(&Href::new(path), &Uri::from_static("/"));
        self.store.get(&path).and_then(super::store::Resource::entity_tag)
    }

    /// Was the server told to do this wrong?
    pub(super) fn has(&self, fault: Fault) -> bool {
        self.settings.has(fault)
    }

    /// What a user sees.
    pub(super) fn view<'s>(&'s self, call: &'s Call<'_>) -> View<'s> {
        View {
            settings: &self.settings,
            principals: &self.principals,
            supported: &self.supported,
            store: &self.store,
            user: &call.user,
            now: call.now,
        }
    }

    /// Finds out whom a request comes from and where it goes, and has its method answer. Who it is comes first: a request
    /// of nobody is not even read (RFC 4918 §8.1).
    fn reply<B: AsRef<[u8]>>(
        &mut self,
        request: &http::Request<B>,
        tolerated: &RefCell<Tolerated>,
        now: DateTime<Utc>,
    ) -> Result<Reply, Reply> {
        if request.uri().path().trim_end_matches('/') == WELL_KNOWN && !self.has(Fault::RedirectLost) {
            return Err(method::well_known());
        }
        let user = self.principals.authenticate(&Headers::from(request.headers().clone()))?;
        let mut request = self.read(request, tolerated)?;
        faulty::mistake(self, &mut request);
        self.store.expire_locks(now);
        let path = Path::of_request(&request.target);
        let call = Call { request: &request, path, user, now, tolerated };
        let mut reply = method::answer(self, &call).unwrap_or_else(|refusal| refusal);
        faulty::misreport(self, &request, &mut reply);
        Ok(reply)
    }

    /// Reads a request by the letter, but for what is to be overlooked.
    fn read<B: AsRef<[u8]>>(
        &self,
        request: &http::Request<B>,
        tolerated: &RefCell<Tolerated>,
    ) -> Result<Request, Reply> {
        let error = match decode_request(request, &XmlOptions::strict()) {
            Ok(decoded) => return Ok(decoded.message),
            Err(error) => error,
        };
        let overlooked = |tolerance, read: Option<Request>| {
            let read = read.filter(|_| self.settings.tolerances.contains(&tolerance))?;
            tolerated.borrow_mut().0.push(tolerance);
            Some(read)
        };
        overlooked(Tolerance::SyncDepth, read_without_depth(request))
            .or_else(|| {
                let read = decode_request(request, &XmlOptions::lenient()).ok();
                overlooked(Tolerance::LooseRequests, read.map(|decoded| decoded.message))
            })
            .ok_or_else(|| Reply::from(&error))
    }

    fn answer_to(
        &mut self,
        path: &Path,
        operation: Operation,
        user: User,
        now: DateTime<Utc>,
    ) -> Result<Reply, Reply> {
        let target = path.to_string().parse().map_err(|_| Reply::new(StatusCode::BAD_REQUEST))?;
        let (request, tolerated) = (Request::new(target, operation), RefCell::default());
        let call = Call { request: &request, path: path.clone(), user, now, tolerated: &tolerated };
        method::answer(self, &call)
    }
}

const DEPTH: HeaderName = HeaderName::from_static("depth");

/// A DAV:sync-collection with a level, read as if its Depth were 0 (RFC 6578 §3.2).
fn read_without_depth<B: AsRef<[u8]>>(request: &http::Request<B>) -> Option<Request> {
    let mut changed = http::Request::new(request.body().as_ref());
    *changed.method_mut() = request.method().clone();
    *changed.uri_mut() = request.uri().clone();
    *changed.headers_mut() = request.headers().clone();
    changed.headers_mut().insert(DEPTH, HeaderValue::from_static("0"));
    let read = decode_request(&changed, &XmlOptions::strict()).ok()?.message;
    let is_sync = matches!(&read.operation, Operation::Report { body: Report::SyncCollection(_), .. });
    is_sync.then_some(read)
}

/// A request, with whom it comes from and where it goes.
#[derive(Debug)]
pub(super) struct Call<'r> {
    pub(super) request: &'r Request,
    pub(super) path: Path,
    pub(super) user: User,
    pub(super) now: DateTime<Utc>,
    /// What was overlooked.
    pub(super) tolerated: &'r RefCell<Tolerated>,
}

impl Call<'_> {
    /// Is this overlooked? Then it is told.
    pub(super) fn tolerates(&self, settings: &Settings, tolerance: Tolerance) -> bool {
        let is_overlooked = settings.tolerances.contains(&tolerance);
        let mut tolerated = self.tolerated.borrow_mut();
        if is_overlooked && !tolerated.0.contains(&tolerance) {
            tolerated.0.push(tolerance);
        }
        is_overlooked
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
            Some(precondition) => write!(f, "{}: {} {precondition}", self.name, self.status.as_u16()),
            None => write!(f, "{}: {}", self.name, self.status),
        }
    }
}

/// RFC 6764 §5: where clients look for the server.
const WELL_KNOWN: &str = "/.well-known/caldav";
