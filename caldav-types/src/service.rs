//! Where a CalDAV server is found when only its domain is known.
//!
//! [RFC 6764](https://www.rfc-editor.org/rfc/rfc6764)

use crate::Href;

/// The path of the address that redirects to the server's own
/// ([RFC 6764 §5](https://www.rfc-editor.org/rfc/rfc6764#section-5)).
pub const WELL_KNOWN_PATH: &str = "/.well-known/caldav";

/// The label under which a domain has the SRV and TXT records of a server with TLS
/// ([RFC 6764 §3](https://www.rfc-editor.org/rfc/rfc6764#section-3)).
pub const SERVICE_WITH_TLS: &str = "_caldavs._tcp";

/// The label under which a domain has the SRV and TXT records of a server without TLS.
pub const SERVICE_WITHOUT_TLS: &str = "_caldav._tcp";

/// The path that a TXT record tells, given its strings
/// ([RFC 6764 §4](https://www.rfc-editor.org/rfc/rfc6764#section-4)): the value of the first `path`, whatever the case
/// of that word. `None` where there is none, or where it is no path.
///
/// ```
/// use caldav_types::{Href, service};
/// assert_eq!(service::path_of_txt_record(["txtvers=1", "path=/caldav"]), Some(Href::new("/caldav")));
/// assert_eq!(service::path_of_txt_record(["path"]), None);
/// ```
#[must_use]
pub fn path_of_txt_record<S: AsRef<[u8]>>(strings: impl IntoIterator<Item = S>) -> Option<Href> {
    strings
        .into_iter()
        .find_map(|string| {
            let text = std::str::from_utf8(string.as_ref()).ok()?;
            let (key, value) = text.split_once('=').unwrap_or((text, ""));
            key.eq_ignore_ascii_case("path").then(|| value.to_owned())
        })
        .filter(|path| path.starts_with('/') && !path.contains(char::is_control))
        .map(|path| Href::new(&path))
}

#[cfg(test)]
mod tests {
    use super::path_of_txt_record;

    #[test]
    fn paths() {
        for (section, strings, expected) in [
            ("RFC 6764 4", vec!["path=/caldav"], Some("/caldav")),
            ("RFC 6763 6.4: no case", vec!["a=b", "Path=/a=b"], Some("/a=b")),
            ("RFC 6763 6.4: the first counts", vec!["path=/a", "path=/b"], Some("/a")),
            ("RFC 6763 6.4: the first counts", vec!["path", "path=/b"], None),
            ("no path", vec!["path=http://example.com/"], None),
            ("another key", vec!["xpath=/a"], None),
            ("empty", vec!["path="], None),
            ("nothing", vec![], None),
        ] {
            let path = path_of_txt_record(strings);
            assert_eq!(path.as_ref().map(crate::Href::as_str), expected, "{section}");
        }
    }
}
