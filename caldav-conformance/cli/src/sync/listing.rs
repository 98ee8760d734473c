//! The calendars of an account, as a listing of its homes tells them.

use caldav_types::client::{Account, CalendarInfo, FailureKind, Quirk, Quirks, RedirectPolicy, SyncTarget};
use caldav_types::message::{Operation, Request};
use caldav_types::multistatus::Response;
use caldav_types::property::{DavPropertyName, ReportName, named};
use caldav_types::request::Propfind;
use caldav_types::{CTag, Depth, Href, ResourceType, SyncToken};
use http::Uri;

use super::state::AccountState;
use super::wire::Wire;

/// A calendar, with what decides whether anything is new in it.
#[derive(Clone, Debug)]
pub(super) struct Listed {
    pub(super) href: Href,
    /// Its whole address.
    pub(super) url: Uri,
    pub(super) display_name: Option<String>,
    pub(super) color: Option<String>,
    ctag: Option<CTag>,
    sync_token: Option<SyncToken>,
    reports: Vec<ReportName>,
}

impl Listed {
    /// A calendar of which nothing is known but its address.
    pub(super) fn new(url: Uri) -> Self {
        Self {
            href: Href::from(&url),
            url,
            display_name: None,
            color: None,
            ctag: None,
            sync_token: None,
            reports: Vec::new(),
        }
    }

    pub(super) fn of_account(account: &Account) -> Vec<Self> {
        let home = account.homes.first().and_then(|home| home.as_str().parse().ok());
        account.calendars.iter().filter_map(|info| Self::of_info(info, home.as_ref())).collect()
    }

    fn of_info(info: &CalendarInfo, home: Option<&Uri>) -> Option<Self> {
        let url: Uri = info.href.as_str().parse().ok()?;
        let name = info.display_name.as_ref().map(|name| name.text.as_str());
        Some(Self {
            display_name: name.and_then(display_name),
            color: info.color.as_ref().and_then(|color| self::color(&color.color)),
            ctag: info.ctag.clone(),
            sync_token: info.sync_token.clone(),
            reports: info.reports.clone(),
            ..Self::new(home.map_or_else(|| url.clone(), |home| within_reach(url.clone(), home)))
        })
    }

    fn of_response(response: &Response, request: &Uri) -> Option<Self> {
        let types = response.get::<named::ResourceType>()?;
        if response.status().is_some() || !types.has(&ResourceType::Calendar) {
            return None;
        }
        let name = response.get::<named::DisplayName>().map(|name| name.text.as_str());
        let token = response.get::<named::SyncToken>();
        Some(Self {
            display_name: name.and_then(display_name),
            color: response.get::<named::CalendarColor>().and_then(|color| self::color(&color.color)),
            ctag: response.get::<named::GetCTag>().cloned(),
            sync_token: token.filter(|token| !token.is_initial()).cloned(),
            reports: response.get::<named::SupportedReportSet>().cloned().unwrap_or_default(),
            ..Self::new(within_reach(response.href.resolve(request).ok()?, request))
        })
    }

    pub(super) fn target(&self, quirks: &Quirks) -> SyncTarget {
        SyncTarget::new(self.url.clone())
            .with_ctag(self.ctag.clone())
            .with_sync_token(self.sync_token.clone())
            .with_sync_collection(self.knows(&ReportName::SyncCollection))
            .with_multiget(self.knows(&ReportName::CalendarMultiget))
            .with_ignored_conditions(quirks.has(Quirk::IgnoresConditions))
            .with_lost_moves(quirks.has(Quirk::MoveLoses))
    }

    /// What the server tells of a calendar; nothing where it does not.
    pub(super) fn look_up(wire: &Wire<'_>, url: Uri) -> Self {
        let operation = Operation::Propfind { depth: Depth::Zero, body: Propfind::Prop(NAMES.to_vec()) };
        let reply = wire.ask(&Request::new(url.clone(), operation)).ok();
        let found = reply.as_ref().and_then(|reply| {
            let response = reply.multistatus()?.response(&Href::from(&url), &url)?;
            Self::of_response(response, &url)
        });
        found.unwrap_or_else(|| Self::new(url))
    }

    /// Can it be asked what is new in it (RFC 6578)? Where it was not told it is tried.
    pub(super) fn knows_sync(&self) -> bool {
        self.knows(&ReportName::SyncCollection)
    }

    fn knows(&self, report: &ReportName) -> bool {
        self.reports.is_empty() || self.reports.contains(report)
    }

    /// Is it the calendar of this address?
    pub(super) fn is_at(&self, href: &Href) -> bool {
        self.href.is_same(href, &self.url)
    }
}

/// The calendars of the homes that are known: one request each. An error is that of the first home that does not answer
/// as it did.
pub(super) fn list(wire: &Wire<'_>, state: &AccountState) -> Result<Vec<Listed>, FailureKind> {
    let mut found: Vec<Listed> = Vec::new();
    for home in &state.homes {
        let target: Uri = home.as_str().parse().map_err(|_| FailureKind::Unexpected)?;
        let names = if state.quirks.has(Quirk::ShortListing) { SHORT } else { NAMES };
        let operation = Operation::Propfind { depth: Depth::One, body: Propfind::Prop(names.to_vec()) };
        let reply = wire.ask(&Request::new(target.clone(), operation))?;
        if let Some(kind) = FailureKind::of_reply(&reply) {
            return Err(kind);
        }
        let multistatus = reply.multistatus().ok_or(FailureKind::Unexpected)?;
        if multistatus.responses.is_empty() || multistatus.is_truncated(&target) {
            return Err(FailureKind::Unexpected);
        }
        for response in &multistatus.responses {
            let Some(listed) = Listed::of_response(response, &target) else { continue };
            if !found.iter().any(|other| other.is_at(&listed.href)) {
                found.push(listed);
            }
        }
    }
    Ok(found)
}

/// An address that a server tells, at a host that credentials may be sent to: servers behind others do not always know
/// their name.
fn within_reach(url: Uri, home: &Uri) -> Uri {
    if RedirectPolicy::default().allows(home, &url).is_ok() {
        return url;
    }
    let mut parts = home.clone().into_parts();
    parts.path_and_query = url.path_and_query().cloned();
    Uri::from_parts(parts).unwrap_or(url)
}

const NAMES: &[DavPropertyName] = &[
    DavPropertyName::ResourceType,
    DavPropertyName::DisplayName,
    DavPropertyName::CalendarColor,
    DavPropertyName::GetCTag,
    DavPropertyName::SyncToken,
    DavPropertyName::SupportedReportSet,
];

const SHORT: &[DavPropertyName] = &[
    DavPropertyName::ResourceType,
    DavPropertyName::DisplayName,
    DavPropertyName::GetCTag,
    DavPropertyName::SyncToken,
];

/// A name on one line, as a file of its own holds it.
pub(super) fn display_name(text: &str) -> Option<String> {
    let line = text.split(char::is_control).filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ");
    let line = line.trim();
    (!line.is_empty()).then(|| line.to_owned())
}

/// A color as such folders hold it: `#RRGGBB`.
pub(super) fn color(text: &str) -> Option<String> {
    let [red, green, blue, _] = caldav_types::property::CalendarColor::from(text).rgba()?;
    Some(format!("#{red:02X}{green:02X}{blue:02X}"))
}

#[cfg(test)]
mod tests {
    use super::{color, display_name};

    #[test]
    fn names_and_colors() {
        for (text, expected) in
            [("Work", Some("Work")), (" a\r\nb\tc ", Some("a b c")), (" \n", None), ("", None)]
        {
            assert_eq!(display_name(text).as_deref(), expected, "{text:?}");
        }
        for (text, expected) in [
            ("#ff2968ff", Some("#FF2968")),
            ("#FF2968", Some("#FF2968")),
            (" #0a0b0c\n", Some("#0A0B0C")),
            ("blue", None),
            ("#12", None),
        ] {
            assert_eq!(color(text).as_deref(), expected, "{text:?}");
        }
    }
}
