//! Where a resource is: the path of its address, in one spelling.

use std::fmt;

use caldav_types::Href;
use http::Uri;

/// The path of a resource. However an address spells it, it is the same one; it ends with a slash only at the root.
#[derive(Clone, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub(super) struct Path(String);

impl Path {
    /// The root of everything.
    pub(super) fn root() -> Self {
        Self("/".into())
    }

    /// What a request is sent to.
    pub(super) fn of_request(target: &Uri) -> Self {
        Self::of(&Href::new(target.path()), target)
    }

    /// What an address in a request to `target` means, whatever host it names.
    pub(super) fn of(href: &Href, target: &Uri) -> Self {
        let key = href.key(target);
        let path = key.path().split('?').next().unwrap_or("/");
        Self(if path.starts_with('/') { path.into() } else { "/".into() })
    }

    /// The path that segments make, each as people write it.
    pub(super) fn of_segments<'s>(segments: impl IntoIterator<Item = &'s str>) -> Self {
        segments.into_iter().fold(Self::root(), |path, segment| path.child(segment))
    }

    /// A member by its name.
    pub(super) fn child(&self, name: &str) -> Self {
        Self(Href::new(&self.0).join(name).as_str().to_owned())
    }

    /// The collection it is in; `None` for the root.
    pub(super) fn parent(&self) -> Option<Self> {
        match self.0.rsplit_once('/') {
            Some(("", "")) | None => None,
            Some(("", _)) => Some(Self::root()),
            Some((parent, _)) => Some(Self(parent.into())),
        }
    }

    /// The collections it is in, the nearest first.
    pub(super) fn ancestors(&self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.parent(), Self::parent)
    }

    /// The last segment, as it is encoded.
    pub(super) fn name(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(_, name)| name)
    }

    /// Is it below the other, at whatever depth?
    pub(super) fn is_below(&self, other: &Self) -> bool {
        self.0
            .strip_prefix(&other.0)
            .is_some_and(|rest| if other.0 == "/" { !rest.is_empty() } else { rest.starts_with('/') })
    }

    /// Is it a member of the other, not deeper?
    pub(super) fn is_member_of(&self, other: &Self) -> bool {
        let rest = self.0.strip_prefix(other.0.trim_end_matches('/')).and_then(|rest| rest.strip_prefix('/'));
        rest.is_some_and(|name| !name.is_empty() && !name.contains('/'))
    }

    /// The same place below `to` as it has below `from`; `None` if it is neither `from` nor below it.
    pub(super) fn moved(&self, from: &Self, to: &Self) -> Option<Self> {
        if self == from {
            return Some(to.clone());
        }
        let rest = if self.is_below(from) { self.0.strip_prefix(from.0.trim_end_matches('/')) } else { None };
        rest.map(|rest| Self(format!("{}{rest}", to.0.trim_end_matches('/'))))
    }

    /// Its address as the server spells it: that of a collection ends with a slash.
    pub(super) fn href(&self, is_collection: bool) -> Href {
        let href = Href::new(&self.0);
        if is_collection { href.into_collection() } else { href }
    }

    /// The paths between which all that is below lies in an ordered map.
    pub(super) fn bounds_below(&self) -> (Self, Self) {
        let start = self.0.trim_end_matches('/');
        // "0" is the character after "/".
        (Self(format!("{start}/")), Self(format!("{start}0")))
    }
}

/// An address without the encoding that it needs, for a server that forgets it.
pub(super) fn unencoded(href: &Href) -> Href {
    let decoded = |segment: &str| Href::new(segment).last_segment().unwrap_or_else(|| segment.to_owned());
    let segments: Vec<_> = href.as_str().split('/').map(decoded).collect();
    Href::new(&segments.join("/"))
}

impl fmt::Display for Path {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use caldav_types::Href;

    use super::Path;

    fn path(text: &str) -> Path {
        Path::of(&Href::new(text), &http::Uri::from_static("http://localhost/"))
    }

    #[test]
    fn one_spelling() {
        for (text, expected) in [
            ("/", "/"),
            ("", "/"),
            ("/a/", "/a"),
            ("//a//b", "/a/b"),
            ("/a%20b/%63", "/a%20b/c"),
            ("/a/../b", "/b"),
            ("/a?query", "/a"),
            ("http://elsewhere/a#b", "/a"),
            ("/bernard@example.com", "/bernard@example.com"),
            ("/bernard%40example.com", "/bernard@example.com"),
        ] {
            assert_eq!(path(text).to_string(), expected, "{text}");
        }
    }

    #[test]
    fn relations() {
        let (home, event) = (path("/home"), path("/home/work/1.ics"));
        assert!(event.is_below(&home) && event.is_below(&Path::root()) && home.is_below(&Path::root()));
        assert!(!home.is_below(&home) && !path("/home2").is_below(&home) && !Path::root().is_below(&home));
        assert!(event.is_member_of(&path("/home/work")) && home.is_member_of(&Path::root()));
        assert!(!event.is_member_of(&home) && !Path::root().is_member_of(&Path::root()));
        assert_eq!(event.parent(), Some(path("/home/work")));
        assert_eq!(event.ancestors().count(), 3);
        assert_eq!(Path::root().parent(), None);
        assert_eq!(event.name(), "1.ics");
        assert_eq!(event.moved(&home, &path("/away")), Some(path("/away/work/1.ics")));
        assert_eq!(home.moved(&home, &path("/away")), Some(path("/away")));
        assert_eq!(home.moved(&event, &path("/away")), None);
        assert_eq!(home.child("a b").href(true).as_str(), "/home/a%20b/");
        assert_eq!(Path::root().href(true).as_str(), "/");
    }

    #[test]
    fn what_is_below_lies_between_the_bounds() {
        let (first, after) = path("/a").bounds_below();
        for (text, below) in
            [("/a", false), ("/a/b", true), ("/a/b/c", true), ("/a%20b", false), ("/ab", false)]
        {
            let path = path(text);
            assert_eq!((first.clone()..after.clone()).contains(&path), below, "{text}");
        }
        let (first, after) = Path::root().bounds_below();
        assert!((first..after).contains(&path("/~")));
    }
}
