//! A calendar collection, where it answers, and what the addresses of its members mean.

use http::Uri;

use super::{FailureKind, RedirectPolicy, SyncTarget};
use crate::Href;
use crate::message::{Operation, Reply, Request};
use crate::multistatus::Response;
use crate::property::{DavPropertyName, named};
use crate::report::RequestedProp;
use crate::{EntityTag, ScheduleTag};

/// A calendar collection. Its members go by the address that it is known by, also where a redirect made it answer at
/// another: what is known of them stays true.
#[derive(Clone, Debug)]
pub(super) struct Collection {
    pub(super) target: SyncTarget,
    /// What its own address means, without a slash at the end.
    key: String,
    /// Where it was asked so far; now at the last.
    trail: Vec<Uri>,
    /// What the address means that it answers at, where the path is another.
    place: Option<String>,
    is_for_good: bool,
}

impl Collection {
    pub(super) fn new(target: SyncTarget) -> Self {
        let key = key_of(&target.url);
        Self { trail: vec![target.url.clone()], key, place: None, is_for_good: true, target }
    }

    /// Where to send a request about the collection to.
    pub(super) fn url(&self) -> &Uri {
        self.trail.last().unwrap_or(&self.target.url)
    }

    /// Where it is from now on, if redirects said so.
    pub(super) fn moved_to(&self) -> Option<&Uri> {
        self.trail.last().filter(|_| self.trail.len() > 1 && self.is_for_good)
    }

    /// Goes on at where a redirect leads. `asked` is where the request was sent to: other replies may have told the
    /// same before.
    pub(super) fn follow(
        &mut self,
        asked: Option<&Uri>,
        policy: RedirectPolicy,
        reply: &Reply,
    ) -> Result<(), FailureKind> {
        if asked != Some(self.url()) {
            return Ok(());
        }
        let to = policy.follow(&self.trail, reply).map_err(FailureKind::Redirect)?;
        self.is_for_good &= matches!(reply.status.as_u16(), 301 | 308);
        self.place = Some(key_of(&to)).filter(|place| *place != self.key);
        self.trail.push(to);
        Ok(())
    }

    /// What an address means. The path decides, for servers behind others do not always know their name.
    pub(super) fn key(&self, href: &Href) -> String {
        self.known_as(href.key(self.url()).path())
    }

    /// What an address means, and what it would mean had it been encoded once more than what was asked for.
    pub(super) fn keys(&self, href: &Href) -> (String, Option<String>) {
        let key = href.key(self.url());
        // Only what holds a percent sign that is encoded was encoded twice.
        let once = if key.path().contains("%25") { key.encoded_once() } else { None };
        (self.known_as(key.path()), once.map(|once| self.known_as(once.path())))
    }

    /// What an address means, if it is one of a member of the collection.
    pub(super) fn member_key(&self, href: &Href) -> Option<String> {
        let key = self.key(href);
        let name = key.strip_prefix(&self.key)?.strip_prefix('/')?;
        (!name.is_empty() && !name.contains(['/', '?'])).then_some(key)
    }

    /// Is it the address of the collection?
    pub(super) fn is_itself(&self, href: &Href) -> bool {
        self.key(href).trim_end_matches('/') == self.key
    }

    /// Is it the address of the collection, or of something below it?
    pub(super) fn holds(&self, href: &Href) -> bool {
        let key = self.key(href);
        key.strip_prefix(&self.key).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    }

    /// The address of a member as it is known by.
    pub(super) fn known_href(&self, href: &Href) -> Href {
        match self.place {
            Some(_) => self.member_href(href),
            None => href.clone(),
        }
    }

    /// The address that a member of another collection has in this one.
    pub(super) fn member_href(&self, href: &Href) -> Href {
        Href::new(&member_path(&self.target.url, href))
    }

    /// The address without scheme and host, in its own spelling: some servers refuse whole ones in a body. What no URI
    /// may hold is encoded, for a server that tells it may not understand it.
    pub(super) fn in_body(&self, href: &Href) -> Href {
        let path = href.path();
        let is_of_uri = |c: char| {
            c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}')
        };
        if path.starts_with('/') && self.place.is_none() && path.chars().all(is_of_uri) {
            Href::new(path)
        } else {
            Href::new(self.address(href).path())
        }
    }

    /// Where to send a request about a member to. It goes to the host of the calendar, whatever host the address
    /// names: the credentials are meant for no other.
    pub(super) fn address(&self, href: &Href) -> Uri {
        let url = self.url();
        let path = match self.place {
            Some(_) => member_path(url, href).parse().ok(),
            None => href.resolve(url).ok().and_then(|found| found.path_and_query().cloned()),
        };
        let mut parts = url.clone().into_parts();
        if path.is_some() {
            parts.path_and_query = path;
        }
        Uri::from_parts(parts).unwrap_or_else(|_| url.clone())
    }

    pub(super) fn get(&self, href: &Href) -> Request {
        Request::new(self.address(href), Operation::Get)
    }

    fn known_as(&self, key: &str) -> String {
        let Some(place) = &self.place else { return key.to_owned() };
        let name_in = |collection: &str| -> Option<String> {
            let name = key.strip_prefix(collection)?;
            (name.is_empty() || name.rfind('/') == Some(0)).then(|| name.to_owned())
        };
        // It may be told by either: what is below both belongs to the one that it is directly in.
        let name =
            if key == place { Some(String::new()) } else { name_in(&self.key).or_else(|| name_in(place)) };
        name.map_or_else(|| key.to_owned(), |name| format!("{}{name}", self.key))
    }
}

fn key_of(url: &Uri) -> String {
    Href::from(url).key(url).path().trim_end_matches('/').to_owned()
}

/// The path of a member below the path of a collection, in its own spelling.
fn member_path(collection: &Uri, href: &Href) -> String {
    let name = href.path().trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    let found = Href::new(&format!("{}/{name}", collection.path().trim_end_matches('/')));
    found.resolve(collection).map_or_else(|_| found.as_str().to_owned(), |uri| uri.path().to_owned())
}

/// What versions are told by.
pub(super) fn versions() -> RequestedProp {
    RequestedProp::new([DavPropertyName::GetEtag, DavPropertyName::ScheduleTag])
}

/// The versions that a response tells.
pub(super) fn versions_of(response: &Response) -> (Option<EntityTag>, Option<ScheduleTag>) {
    (response.get::<named::GetEtag>().cloned(), response.get::<named::ScheduleTag>().cloned())
}
