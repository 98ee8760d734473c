//! In what a server differs, and what is done about it.
//!
//! A [`Profile`] is chosen by what a server shows: the name of its host, its fields `Server` and `DAV`. It tells what
//! is known before anything happens. What a server does is a [`Quirk`] of its own, whatever its name.

use std::collections::BTreeSet;

use super::redirect::{GOOGLE_API, is_within};
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
        /// Neither `/.well-known/caldav` nor the root are there; `/principals/` is asked as well.
        ContextAtPrincipals = "context-at-principals";
        /// The home set stands at the context path and not at the principal; it is read there.
        HomeSetAtContext = "home-set-at-context";
        /// It does not tell who the user is; the address that the user gave is listed.
        NoPrincipal = "no-principal";
        /// It does not tell where the homes are; the calendar that the user gave the address of is what there is.
        NoHomeSet = "no-home-set";
        /// It refuses to list all properties of calendars; fewer are asked for.
        ShortListing = "short-listing";
        /// Calendars are in collections within the home; these are listed too.
        NestedCalendars = "nested-calendars";
        /// A calendar does not say that it is a collection (RFC 4791, 4.2); it is one.
        CalendarWithoutCollection = "calendar-without-collection";
        /// The home is at another host than the principal; it is asked there.
        HomeAtOtherHost = "home-at-other-host";
        /// It calls itself by another name than it was asked by, as servers behind others do, or thinks that there is no
        /// TLS; the paths that it names are asked for where it was asked.
        AnotherName = "another-name";
        /// No calendars can be made; none is [tried](super::Account::home_for_new_calendars).
        NoNewCalendars = "no-new-calendars";
        /// It tells objects outside of the range of time that it was asked for; they are
        /// [filtered here](super::TimeRangeQuery::with_quirks).
        LooseTimeRange = "loose-time-range";
        /// It leaves out to-dos that come into the range of time by recurring, or have no start; all to-dos are asked for
        /// and [filtered here](super::TimeRangeQuery::with_quirks).
        NarrowTodoRange = "narrow-todo-range";
        /// It does what it is asked although a condition does not hold: it overwrites with `If-None-Match: *`, and
        /// deletes with a wrong `If-Match`. The resource is [looked at](super::SyncTarget::ignores_conditions) before,
        /// which leaves the time of one exchange.
        IgnoresConditions = "ignores-conditions";
        /// A MOVE may lose what it moves: it names the resource after its UID, whatever the destination, and deletes the
        /// source, which may have that name. Nothing is to be moved there.
        MoveLoses = "move-loses";
    }
}

named! {
    /// A server by its looks. There is one for each whose looks tell something that a client has to do otherwise; what
    /// can be seen as it happens needs none.
    Profile {
        /// Apple's: of the domain `icloud.com`. The principal is at `caldav.icloud.com` and the home at a host of its
        /// own, such as `p42-caldav.icloud.com`.
        ICloud = "icloud";
        /// Google's: of the domain `google.com`, or `apidata.googleusercontent.com`. It takes tokens alone, and there is
        /// no MKCALENDAR.
        Google = "google";
        /// Naver's: of the domain `naver.com`. The principal is below `/principals/`, and the root is not always there.
        Naver = "naver";
        /// Nextcloud: classes that begin with `nc-` or `nextcloud-`. To-dos that recur are found where they begin.
        Nextcloud = "nextcloud";
        /// Others built on sabre/dav, as Baikal is: the field `X-Sabre-Version`. To-dos as with Nextcloud.
        Sabre = "sabre";
        /// DAViCal: the field `X-DAViCal-Version`. To-dos without a start are not found.
        Davical = "davical";
        /// SOGo: `SOPE` in the field `Server`. A range of time finds what is outside of it too, and not all to-dos;
        /// conditions are ignored, and what is moved may be lost.
        Sogo = "sogo";
        /// Cyrus: `Cyrus-HTTP` in the field `Server`. It answers without credentials.
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
    /// assert!(profile.quirks().contains(&Quirk::HomeAtOtherHost));
    /// ```
    #[must_use]
    pub fn of(host: &str, headers: &Headers) -> Option<Self> {
        let host = host.to_ascii_lowercase();
        let is_of = |domain: &str| is_within(&host, domain);
        let has = |name: &str| headers.as_map().contains_key(name);
        let server = headers.as_map().get(http::header::SERVER).and_then(|value| value.to_str().ok());
        let shows = |name: &str| server.is_some_and(|server| server.contains(name));
        let is_nextcloud = |class: &ComplianceClass| {
            matches!(class, ComplianceClass::Other(name)
            if name.starts_with("nc-") || name.starts_with("nextcloud-"))
        };
        if is_of("icloud.com") {
            Some(Self::ICloud)
        } else if is_of("google.com") || host == GOOGLE_API {
            Some(Self::Google)
        } else if is_of("naver.com") {
            Some(Self::Naver)
        } else if headers.get::<Dav>().is_some_and(|dav| dav.0.iter().any(is_nextcloud)) {
            Some(Self::Nextcloud)
        } else if has("x-sabre-version") {
            Some(Self::Sabre)
        } else if has("x-davical-version") {
            Some(Self::Davical)
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
            Self::ICloud => &[Quirk::HomeAtOtherHost],
            Self::Google => &[Quirk::NoNewCalendars],
            Self::Naver => &[Quirk::ContextAtPrincipals],
            Self::Nextcloud | Self::Sabre | Self::Davical => &[Quirk::NarrowTodoRange],
            Self::Sogo => {
                &[Quirk::LooseTimeRange, Quirk::NarrowTodoRange, Quirk::IgnoresConditions, Quirk::MoveLoses]
            }
            Self::Cyrus => &[Quirk::AnonymousAnswers],
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
            ("1.2.3.4.bc.googleusercontent.com", vec![], None),
            (
                "a.example",
                vec![("x-sabre-version", "4.7.1"), ("dav", "1, 3, nc-paginate")],
                Some(Profile::Nextcloud),
            ),
            ("a.example", vec![("x-sabre-version", "4.7.1"), ("dav", "1, 3")], Some(Profile::Sabre)),
            ("a.example", vec![("x-davical-version", "DAViCal/1.1.12; DB/1.3.5")], Some(Profile::Davical)),
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
        quirks.insert(Quirk::HomeAtOtherHost);
        assert_eq!(quirks.profile, Some(Profile::ICloud));
        let names: Vec<_> = quirks.iter().map(Quirk::as_str).collect();
        assert_eq!(names, ["short-listing", "home-at-other-host"]);
        assert!(!quirks.has(Quirk::NestedCalendars));
    }
}
