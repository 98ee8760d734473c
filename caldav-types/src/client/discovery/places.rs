//! Where the service may be.
//!
//! [RFC 6764 §6](https://www.rfc-editor.org/rfc/rfc6764#section-6), steps 2 and 3

use http::Uri;

use super::{Discovery, Step};
use crate::Href;
use crate::client::{FailureKind, RedirectFault};
use crate::service::WELL_KNOWN_PATH;

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
            for service in services {
                let host = service.host.trim_end_matches('.');
                // A port of http is one of the records that clear text was allowed for.
                let scheme = if service.port == 80 && self.options.clear_text { "http" } else { "https" };
                let Ok(url) = format!("{scheme}://{host}:{}/", service.port).parse::<Uri>() else { continue };
                if let Some(Err(fault)) = here.as_ref().map(|here| self.options.redirects.allows(here, &url))
                    && fault != RedirectFault::Downgrade
                {
                    self.leave_out(&url, FailureKind::Redirect(fault));
                    continue;
                }
                for path in &paths {
                    self.add_places_at(&url, &[path]);
                }
                self.add_places_at(&url, &[WELL_KNOWN_PATH, "/"]);
            }
            if let Some(here) = here {
                self.add_places_at(&here, &[WELL_KNOWN_PATH, "/"]);
            }
        }
        self.advance();
    }

    fn add_places_at(&mut self, host: &Uri, paths: &[&str]) {
        for path in paths.iter().filter(|path| path.starts_with('/')) {
            if let Ok(place) = Href::new(path).resolve(host)
                && !self.places.contains(&place)
            {
                self.places.push_back(place);
            }
        }
    }
}
