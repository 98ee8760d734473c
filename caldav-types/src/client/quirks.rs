//! In what a server differs, and what is done about it.
//!
//! A [`Profile`] is chosen by what a server shows: the name of its host, its fields `Server` and `DAV`. It tells what
//! is known before anything happens. What a server does is a [`Quirk`] of its own, whatever its name.

use std::collections::BTreeSet;

use crate::header::{ComplianceClass, Dav};
use crate::message::Headers;

/// What is known of a server and what was seen of it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Quirks {
    /// Which server it looks like.
    pub profile: Option<Profile>,
    quirks: BTreeSet<Quirk>,
}

impl Quirks {
    /// Is it known to have, or was it seen to have, this one?
    #[must_use]
    pub fn has(&self, quirk: Quirk) -> bool {
        self.quirks.contains(&quirk) || self.profile.is_some_and(|profile| profile.quirks().contains(&quirk))
    }

    /// All of them, each once.
    pub fn iter(&self) -> impl Iterator<Item = Quirk> + '_ {
        Quirk::ALL.iter().copied().filter(|quirk| self.has(*quirk))
    }

    /// Adds one that was seen.
    pub fn insert(&mut self, quirk: Quirk) {
        self.quirks.insert(quirk);
    }

    /// Takes in what a reply shows. The first profile stays.
    pub fn observe(&mut self, host: &str, headers: &Headers) {
        self.profile = self.profile.or_else(|| Profile::of(host, headers));
    }
}

/// Makes an enum with names from its table.
macro_rules! named {
    ($(#[$documentation:meta])* $name:ident { $($(#[$about:meta])+ $variant:ident = $text:literal;)+ }) => {
        $(#[$documentation])*
        #[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
        #[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
        #[non_exhaustive]
        pub enum $name {
            $($(#[$about])+ #[cfg_attr(feature = "serde", serde(rename = $text))] $variant,)+
        }

        impl $name {
            /// All of them.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)+];

            /// Its name.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$variant => $text,)+
                }
            }
        }
    };
}

named! {
    /// Something in which a server differs.
    Quirk {
        /// It answers requests without credentials, as if to somebody unknown; they are sent before it asks.
        AnonymousAnswers = "anonymous-answers";
        /// It redirects a GET of `/.well-known/caldav` alone; that is asked where a PROPFIND is not allowed.
        WellKnownByGet = "well-known-by-get";
        /// The home set stands at the context path and not at the principal; it is read there.
        HomeSetAtContext = "home-set-at-context";
        /// It does not tell who the user is; the address that the user gave is listed.
        NoPrincipal = "no-principal";
        /// It refuses to list all properties of calendars; fewer are asked for.
        ShortListing = "short-listing";
        /// Calendars are in collections within the home; these are listed too.
        NestedCalendars = "nested-calendars";
        /// A calendar does not say that it is a collection (RFC 4791, 4.2); it is one.
        CalendarWithoutCollection = "calendar-without-collection";
        /// The home is at another host than the principal; it is asked there.
        HomeAtOtherHost = "home-at-other-host";
        /// It refuses absolute addresses in a calendar-multiget; paths are sent.
        MultigetByPath = "multiget-by-path";
        /// It does what it is asked although a condition does not hold: it overwrites with `If-None-Match: *`, and
        /// deletes with a wrong `If-Match`. The resource is looked at before, which leaves the time of one exchange.
        IgnoresConditions = "ignores-conditions";
    }
}

named! {
    /// A server by its looks.
    Profile {
        /// Apple's: of the domain `icloud.com`. Homes are at hosts of their own (q-11).
        ICloud = "icloud";
        /// Google's: of the domains `google.com` and `googleusercontent.com`.
        Google = "google";
        /// Naver's: of the domain `naver.com`.
        Naver = "naver";
        /// Nextcloud: classes that begin with `nc-` or `nextcloud-`.
        Nextcloud = "nextcloud";
        /// SOGo: `SOPE` in the field `Server`.
        Sogo = "sogo";
        /// Cyrus: `Cyrus-HTTP` in the field `Server`.
        Cyrus = "cyrus";
    }
}

impl Profile {
    /// The profile that fits what a reply shows.
    ///
    /// ```
    /// use caldav_types::client::{Profile, Quirk};
    /// let profile = Profile::of("p42-caldav.icloud.com", &Default::default()).unwrap();
    /// assert_eq!(profile.as_str(), "icloud");
    /// assert!(profile.quirks().contains(&Quirk::MultigetByPath));
    /// ```
    #[must_use]
    pub fn of(host: &str, headers: &Headers) -> Option<Self> {
        let host = host.to_ascii_lowercase();
        let is_of = |domain: &str| {
            host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        };
        let server = headers.as_map().get(http::header::SERVER).and_then(|value| value.to_str().ok());
        let shows = |name: &str| server.is_some_and(|server| server.contains(name));
        let is_nextcloud = |class: &ComplianceClass| {
            matches!(class, ComplianceClass::Other(name)
            if name.starts_with("nc-") || name.starts_with("nextcloud-"))
        };
        if is_of("icloud.com") {
            Some(Self::ICloud)
        } else if is_of("google.com") || is_of("googleusercontent.com") {
            Some(Self::Google)
        } else if is_of("naver.com") {
            Some(Self::Naver)
        } else if headers.get::<Dav>().is_some_and(|dav| dav.0.iter().any(is_nextcloud)) {
            Some(Self::Nextcloud)
        } else if shows("SOPE") {
            Some(Self::Sogo)
        } else if shows("Cyrus-HTTP") {
            Some(Self::Cyrus)
        } else {
            None
        }
    }

    /// What is known of it before it is seen.
    #[must_use]
    pub const fn quirks(self) -> &'static [Quirk] {
        match self {
            Self::ICloud => &[Quirk::MultigetByPath, Quirk::HomeAtOtherHost],
            Self::Cyrus => &[Quirk::AnonymousAnswers],
            Self::Sogo => &[Quirk::IgnoresConditions],
            Self::Google | Self::Naver | Self::Nextcloud => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Profile, Quirk, Quirks};
    use crate::message::Headers;

    fn headers(fields: &[(&'static str, &str)]) -> Headers {
        let mut map = http::HeaderMap::new();
        for (name, value) in fields {
            map.append(*name, value.parse().unwrap());
        }
        map.into()
    }

    /// B-17: the two servers of that text, and others.
    #[test]
    fn b17_profiles() {
        for (host, fields, expected) in [
            ("caldav.calendar.naver.com", vec![], Some(Profile::Naver)),
            ("caldav.icloud.com", vec![], Some(Profile::ICloud)),
            ("P42-caldav.iCloud.com", vec![], Some(Profile::ICloud)),
            ("noticloud.com", vec![], None),
            ("apidata.googleusercontent.com", vec![], Some(Profile::Google)),
            ("a.example", vec![("dav", "1, 3, nc-calendar-search")], Some(Profile::Nextcloud)),
            ("a.example", vec![("server", "SOPE 4.9.37/WebDAV")], Some(Profile::Sogo)),
            ("a.example", vec![("server", "Cyrus-HTTP/3.6.1-Debian")], Some(Profile::Cyrus)),
            ("a.example", vec![("server", "Apache"), ("dav", "1, calendar-access")], None),
        ] {
            assert_eq!(Profile::of(host, &headers(&fields)), expected, "{host} {fields:?}");
        }
    }

    #[test]
    fn known_and_seen() {
        let mut quirks = Quirks::default();
        quirks.observe("caldav.icloud.com", &Headers::new());
        quirks.observe("a.example", &headers(&[("server", "SOPE")]));
        quirks.insert(Quirk::ShortListing);
        quirks.insert(Quirk::MultigetByPath);
        assert_eq!(quirks.profile, Some(Profile::ICloud));
        let names: Vec<_> = quirks.iter().map(Quirk::as_str).collect();
        assert_eq!(names, ["short-listing", "home-at-other-host", "multiget-by-path"]);
        assert!(!quirks.has(Quirk::NestedCalendars));
    }
}
