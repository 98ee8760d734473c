//! Names of elements while they are read and written.

use core::fmt;

use caldav_types::namespace;

/// A namespace, as a number: those that are known here have one of their own.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) enum Namespace {
    /// None: no prefix and no default namespace.
    Absent,
    Xml,
    Dav,
    CalDav,
    CalendarServer,
    AppleICal,
    Me,
    OwnCloud,
    Nextcloud,
    SabreDav,
    WebDavPush,
    CardDav,
    ICalendar,
    /// One of the document's own, by its place in the table of the reader.
    Other(u32),
}

impl Namespace {
    /// Those that are known here, with the prefix they are written with.
    pub(crate) const KNOWN: [(Self, &'static str, &'static str); 12] = [
        (Self::Dav, namespace::DAV, "D"),
        (Self::CalDav, namespace::CALDAV, "C"),
        (Self::CalendarServer, namespace::CALENDAR_SERVER, "CS"),
        (Self::AppleICal, namespace::APPLE_ICAL, "A"),
        (Self::CardDav, namespace::CARDDAV, "CR"),
        (Self::Me, namespace::ME, "ME"),
        (Self::OwnCloud, namespace::OWNCLOUD, "OC"),
        (Self::Nextcloud, namespace::NEXTCLOUD, "NC"),
        (Self::SabreDav, namespace::SABRE_DAV, "S"),
        (Self::WebDavPush, namespace::WEBDAV_PUSH, "P"),
        (Self::Xml, namespace::XML, "xml"),
        (Self::ICalendar, namespace::ICALENDAR, "IC"),
    ];

    /// The number of a known namespace.
    pub(crate) fn known(uri: &str) -> Option<Self> {
        if uri.is_empty() {
            return Some(Self::Absent);
        }
        Self::KNOWN.iter().find(|(_, known, _)| *known == uri).map(|(namespace, ..)| *namespace)
    }

    /// The place of a known namespace in [`KNOWN`](Self::KNOWN).
    #[inline]
    pub(crate) const fn place(self) -> Option<usize> {
        Some(match self {
            Self::Absent | Self::Other(_) => return None,
            Self::Dav => 0,
            Self::CalDav => 1,
            Self::CalendarServer => 2,
            Self::AppleICal => 3,
            Self::CardDav => 4,
            Self::Me => 5,
            Self::OwnCloud => 6,
            Self::Nextcloud => 7,
            Self::SabreDav => 8,
            Self::WebDavPush => 9,
            Self::Xml => 10,
            Self::ICalendar => 11,
        })
    }

    /// The URI of a known namespace; `None` for those of a document.
    #[inline]
    pub(crate) fn uri(self) -> Option<&'static str> {
        if self == Self::Absent {
            return Some("");
        }
        Self::KNOWN.get(self.place()?).map(|(_, uri, _)| *uri)
    }

    /// The prefix a known namespace is written with.
    #[inline]
    pub(crate) fn prefix(self) -> Option<&'static str> {
        Self::KNOWN.get(self.place()?).map(|(.., prefix)| *prefix)
    }

    /// The known namespace that a URI is likely to be a slip for, as `DAV` for `DAV:`.
    pub(crate) fn meant_by(uri: &str) -> Option<&'static str> {
        fn core(uri: &str) -> &str {
            uri.trim_end_matches([':', '/', ' '])
        }
        let mut known = Self::KNOWN.iter().map(|(_, known, _)| *known);
        known.find(|known| core(known).eq_ignore_ascii_case(core(uri)) && *known != uri)
    }
}

/// The name of an element: a namespace and a local name.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub(crate) struct Name<'x> {
    pub(crate) namespace: Namespace,
    pub(crate) local: &'x str,
}

impl<'x> Name<'x> {
    /// A name in this namespace.
    pub(crate) const fn new(namespace: Namespace, local: &'x str) -> Self {
        Self { namespace, local }
    }

    /// A name in `DAV:`.
    pub(crate) const fn dav(local: &'x str) -> Self {
        Self::new(Namespace::Dav, local)
    }

    /// A name in the namespace of CalDAV.
    pub(crate) const fn caldav(local: &'x str) -> Self {
        Self::new(Namespace::CalDav, local)
    }

    /// Both parts, to match on.
    pub(crate) const fn parts(self) -> (Namespace, &'x str) {
        (self.namespace, self.local)
    }
}

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.namespace.uri() {
            Some(namespace::DAV) => write!(f, "DAV:{}", self.local),
            Some(namespace::CALDAV) => write!(f, "CALDAV:{}", self.local),
            Some(uri) => write!(f, "{{{uri}}}{}", self.local),
            None => f.write_str(self.local),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Namespace;

    #[test]
    fn places_are_those_of_the_table() {
        for (place, (namespace, uri, prefix)) in Namespace::KNOWN.into_iter().enumerate() {
            assert_eq!(namespace.place(), Some(place));
            assert_eq!((namespace.uri(), namespace.prefix()), (Some(uri), Some(prefix)));
            assert_eq!(Namespace::known(uri), Some(namespace));
        }
    }

    #[test]
    fn slips() {
        for (uri, meant) in [
            ("DAV", Some("DAV:")),
            ("dav:", Some("DAV:")),
            ("http://calendarserver.org/ns", Some("http://calendarserver.org/ns/")),
            ("urn:ietf:params:xml:ns:caldav:", Some("urn:ietf:params:xml:ns:caldav")),
            ("DAV:", None),
            ("http://example.com/DAV", None),
        ] {
            assert_eq!(Namespace::meant_by(uri), meant, "{uri}");
        }
    }
}
