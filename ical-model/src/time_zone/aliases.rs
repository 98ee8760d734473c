//! Names of time zones that are not theirs in the IANA data (q-20).

use super::source::ZoneSource;
use super::{Zone, windows_names};

/// How a name leads to a zone.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(super) enum Alias {
    /// A name of the source stands in it.
    Name,
    /// It is a name of Windows or Outlook.
    Windows,
}

/// Whether a name is one of UTC.
pub(super) fn is_utc(name: &str) -> bool {
    UTC.iter().any(|utc| utc.eq_ignore_ascii_case(name))
}

/// The zone that a name means that is not one of the source itself.
pub(super) fn find(name: &str, source: &ZoneSource) -> Option<(Zone, Alias)> {
    let name = name.trim_matches([' ', '\t', '"', '\'']);
    let windows = windows_name(name).and_then(|name| source.zone(name));
    windows.map(|zone| (zone, Alias::Windows)).or_else(|| Some((inner_name(name, source)?, Alias::Name)))
}

/// The last is of Exchange.
const UTC: [&str; 6] = ["UTC", "GMT", "Z", "Etc/UTC", "Etc/GMT", "tzone://Microsoft/Utc"];

/// The name in the IANA data of a name of Windows, or of what Outlook shows: "(UTC+01:00) Amsterdam, Berlin, …",
/// earlier "(GMT+01.00) Amsterdam / Berlin / …".
fn windows_name(name: &str) -> Option<&'static str> {
    if let Some(found) = windows_names::iana_name(name) {
        return Some(found);
    }
    let shown = match name.strip_prefix('(').and_then(|rest| rest.split_once(')')) {
        Some((offset, shown)) if is_offset(offset) => shown.trim_start(),
        _ => name,
    };
    if shown.len() > LONGEST {
        return None;
    }
    let shown = shown.replace(" / ", ", ").replace(';', ",").replace(" and ", " & ").replace("\\,", ",");
    windows_names::iana_name(&shown)
}

/// "UTC", "GMT", with an offset or without.
fn is_offset(text: &str) -> bool {
    let rest = text.strip_prefix("UTC").or_else(|| text.strip_prefix("GMT"));
    rest.is_some_and(|rest| rest.bytes().all(|octet| octet.is_ascii_digit() || b"+-:. ".contains(&octet)))
}

/// A name of the source with something before it or behind it: "/freeassociation.sourceforge.net/Europe/Berlin",
/// "/mozilla.org/20050126_1/Europe/Berlin", "posix/Europe/Berlin", "custom_Europe/Berlin", "Europe/Berlin (summer)".
/// The longest one counts. Of one part only, as "UTC", it is the end of a name that begins with "/".
fn inner_name(name: &str, source: &ZoneSource) -> Option<Zone> {
    if name.len() > LONGEST {
        return None;
    }
    let starts = name.match_indices(['/', '_', '=']).take(PARTS).map(|(at, _)| at + 1);
    let starts = core::iter::once(0).chain(starts).filter_map(|at| name.get(at..));
    let mut candidates: Vec<&str> = starts
        .flat_map(|from| {
            let ends = from.match_indices(['/', ' ']).take(PARTS).filter_map(|(at, _)| from.get(..at));
            ends.chain(core::iter::once(from))
        })
        .filter(|candidate| {
            candidate.contains('/') || (name.starts_with('/') && name.rsplit('/').next() == Some(candidate))
        })
        .collect();
    candidates.sort_by_key(|candidate| core::cmp::Reverse(candidate.len()));
    candidates.into_iter().find_map(|candidate| source.zone(candidate))
}

/// How many octets a name may have that is looked at so closely, and how many parts.
const LONGEST: usize = 255;
const PARTS: usize = 12;

#[cfg(all(test, feature = "tzdb"))]
mod tests {
    use super::*;

    #[test]
    fn aliases_are_found() {
        let source = ZoneSource::new();
        for (name, expected) in [
            ("/freeassociation.sourceforge.net/Tzfile/Europe/Berlin", Some(("Europe/Berlin", Alias::Name))),
            (
                "/freeassociation.sourceforge.net/America/Kentucky/Louisville",
                Some(("America/Kentucky/Louisville", Alias::Name)),
            ),
            ("/mozilla.org/20050126_1/America/Boise", Some(("America/Boise", Alias::Name))),
            (
                "/softwarestudio.org/Olson_20011030_5/America/New_York",
                Some(("America/New_York", Alias::Name)),
            ),
            ("/citadel.org/20260414_1/Africa/Casablanca", Some(("Africa/Casablanca", Alias::Name))),
            ("/Europe/Stockholm", Some(("Europe/Stockholm", Alias::Name))),
            ("/example.org/UTC", Some(("UTC", Alias::Name))),
            ("posix/Europe/Vaduz", Some(("Europe/Vaduz", Alias::Name))),
            ("custom_America/New_York", Some(("America/New_York", Alias::Name))),
            ("TZID=europe/vienna", Some(("Europe/Vienna", Alias::Name))),
            ("\"Europe/Berlin\"", Some(("Europe/Berlin", Alias::Name))),
            ("Europe/Berlin (CET)", Some(("Europe/Berlin", Alias::Name))),
            ("W. Europe Standard Time", Some(("Europe/Berlin", Alias::Windows))),
            ("w. europe standard time", Some(("Europe/Berlin", Alias::Windows))),
            (
                "(UTC+01:00) Amsterdam, Berlin, Bern, Rome, Stockholm, Vienna",
                Some(("Europe/Berlin", Alias::Windows)),
            ),
            (
                "(GMT+01.00) Amsterdam / Berlin / Bern / Rome / Stockholm / Vienna",
                Some(("Europe/Berlin", Alias::Windows)),
            ),
            ("(GMT-05:00) Eastern Time (US & Canada)", Some(("America/New_York", Alias::Windows))),
            (
                "(UTC-08:00) Pacific Time (US and Canada); Tijuana",
                Some(("America/Los_Angeles", Alias::Windows)),
            ),
            ("Canberra, Melbourne, Sydney", Some(("Australia/Sydney", Alias::Windows))),
            ("(UTC) Coordinated Universal Time", Some(("Etc/UTC", Alias::Windows))),
            ("/Europe/CUSTOM", None),
            ("(UTC+06:00) Astana", None),
            ("Customized Time Zone", None),
            ("Makebelieve/UTC", None),
            ("Eastern", None),
            ("(Berlin) Hawaii", None),
            ("", None),
            ("/", None),
        ] {
            let found = find(name, &source);
            let found = found.as_ref().map(|(zone, alias)| (zone.name(), *alias));
            assert_eq!(found, expected, "{name}");
        }
        assert!(find(&"/Europe/Berlin".repeat(1_000_000), &source).is_none());
        assert!(find("W. Europe Standard Time", &ZoneSource::empty()).is_none());
    }

    #[test]
    fn names_of_utc() {
        for (name, expected) in [("UTC", true), ("etc/utc", true), ("Z", true), ("UTC+1", false), ("", false)]
        {
            assert_eq!(is_utc(name), expected, "{name}");
        }
    }
}
