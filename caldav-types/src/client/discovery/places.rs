//! Where the service may be.
//!
//! [RFC 6764 §6](https://www.rfc-editor.org/rfc/rfc6764#section-6), steps 2 and 3

use http::Uri;

use super::{Discovery, Step, Stopped};
use crate::client::redirect::{location, port};
use crate::client::{Failure, FailureKind, Quirk, RedirectFault};
use crate::message::Reply;
use crate::service::WELL_KNOWN_PATH;
use crate::{Href, Method};

impl Discovery {
    pub(super) fn look_at_places(&mut self) {
        self.step = Step::Context;
        if let Some(url) = self.start.url().cloned() {
            self.places.push_back(url.clone());
            self.add_places_at(&url, &[WELL_KNOWN_PATH, "/"]);
        } else {
            let domain = self.start.domain().unwrap_or_default().to_owned();
            let here: Option<Uri> = format!("https://{domain}/").parse().ok();
            let services = std::mem::take(&mut self.services);
            let paths = std::mem::take(&mut self.paths);
            if self.is_denied && services.is_empty() {
                // RFC 2782: "the service is decidedly not available at this domain".
                let target = here.unwrap_or_default();
                let failure = Failure { method: Method::Propfind, target, kind: FailureKind::NoService };
                self.outcome = Some(Err(Stopped { at: Step::Lookup, failure }));
                return;
            }
            for (secure, service) in services {
                let host = service.host.trim_end_matches('.');
                let scheme = if secure { "https" } else { "http" };
                let Ok(url) = format!("{scheme}://{host}:{}/", service.port).parse::<Uri>() else { continue };
                if let Err(fault) = self.options.redirects.allows_of(&[], &self.trusted(), &url) {
                    self.note_host(&url);
                    self.leave_out(&url, FailureKind::Redirect(fault));
                    continue;
                }
                for path in &paths {
                    self.add_places_at(&url, &[path]);
                }
                self.add_places_at(&url, &[WELL_KNOWN_PATH, "/"]);
            }
            if let Some(here) = here.filter(|_| !self.is_denied) {
                self.add_places_at(&here, &[WELL_KNOWN_PATH, "/"]);
            }
        }
        self.advance();
    }

    pub(super) fn add_places_at(&mut self, host: &Uri, paths: &[&str]) {
        for path in paths.iter().filter(|path| path.starts_with('/')) {
            if let Ok(place) = Href::new(path).resolve(host)
                && !self.places.contains(&place)
            {
                self.places.push_back(place);
            }
        }
    }

    /// The hosts that the user named.
    pub(super) fn trusted(&self) -> Vec<String> {
        let host = self.start.url().and_then(Uri::host).or_else(|| self.start.domain());
        host.into_iter().map(str::to_owned).chain(self.options.hosts.iter().cloned()).collect()
    }

    /// Where a redirect leads, if it is followed.
    pub(super) fn follow(&mut self, trail: &[Uri], reply: &Reply) -> Result<Uri, RedirectFault> {
        let followed = self.options.redirects.follow_of(trail, &self.trusted(), reply);
        if followed == Err(RedirectFault::OtherHost)
            && let Some(target) = trail.last().and_then(|last| location(last, reply))
        {
            self.note_host(&target);
        }
        followed
    }

    /// A place that was redirected to without TLS, at the host that was asked: what ends TLS before the server leaves it
    /// thinking that there is none. It is asked with TLS.
    pub(super) fn keep_tls(&mut self, trail: &[Uri], reply: &Reply) {
        let Some(last) = trail.last().filter(|_| self.step == Step::Context) else { return };
        let Some(target) = location(last, reply).filter(|target| target.host() == last.host()) else {
            return;
        };
        let Some(place) = at_origin(last, &target) else { return };
        if !trail.contains(&place) && !self.kept_tls.contains(&place) && self.kept_tls.len() < HOSTS {
            self.account.quirks.insert(Quirk::AnotherName);
            self.kept_tls.push(place.clone());
            self.places.push_front(place);
        }
    }

    /// An address that the server at `seen_from` names, if it may be asked. `own` is what the server calls the resource
    /// that it was asked for: behind others it may know itself by another name, and then the address is at the host
    /// that was asked.
    pub(super) fn allowed(
        &mut self,
        href: &Href,
        seen_from: &Uri,
        own: Option<&Href>,
    ) -> Result<Uri, FailureKind> {
        let target = href.resolve(seen_from).map_err(|_| FailureKind::Unexpected)?;
        if is_same_origin(&target, seen_from) {
            return Ok(target);
        }
        let own = own.and_then(|own| own.resolve(seen_from).ok());
        let is_own_name =
            own.is_some_and(|own| !is_same_origin(&own, seen_from) && is_same_origin(&own, &target));
        let is_downgrade = seen_from.scheme_str() == Some("https") && target.scheme_str() == Some("http");
        let is_unsafe_here = is_downgrade && target.host() == seen_from.host();
        if is_own_name || is_unsafe_here {
            self.account.quirks.insert(Quirk::AnotherName);
            return at_origin(seen_from, &target).ok_or(FailureKind::Unexpected);
        }
        let asked = std::slice::from_ref(seen_from);
        match self.options.redirects.allows_of(asked, &self.trusted(), &target) {
            Ok(()) => Ok(target),
            Err(fault) => {
                self.note_host(&target);
                Err(FailureKind::Redirect(fault))
            }
        }
    }

    fn note_host(&mut self, url: &Uri) {
        let host = url.host().unwrap_or_default().to_ascii_lowercase();
        if self.other_hosts.len() < HOSTS && !self.other_hosts.contains(&host) {
            self.other_hosts.push(host);
        }
    }
}

/// Have both the same scheme, host and port?
fn is_same_origin(one: &Uri, other: &Uri) -> bool {
    let origin = |uri: &Uri| {
        let scheme = uri.scheme_str().unwrap_or_default().to_ascii_lowercase();
        (scheme, uri.host().unwrap_or_default().to_ascii_lowercase(), port(uri))
    };
    origin(one) == origin(other)
}

/// The path of one address at the origin of another.
fn at_origin(origin: &Uri, target: &Uri) -> Option<Uri> {
    let mut parts = origin.clone().into_parts();
    parts.path_and_query = target.path_and_query().cloned();
    Uri::from_parts(parts).ok()
}

/// How many hosts that are not asked are told, and how many places are asked with TLS all the same.
const HOSTS: usize = 16;
