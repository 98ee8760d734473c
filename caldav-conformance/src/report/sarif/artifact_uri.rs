//! Paths as URI references ([RFC 3986](https://www.rfc-editor.org/rfc/rfc3986)).

use std::fmt::Write;
use std::path::{Component, Path};

/// The URI of a file: a `file` URI for an absolute path, a relative reference else. The octets of its names are encoded
/// as they are, so that a name that is no Unicode keeps them.
pub(super) fn artifact_uri(path: &Path) -> String {
    let mut uri = String::new();
    for component in path.components() {
        match component {
            // A drive stands where the root would: file:///C:/a.
            Component::Prefix(prefix) => {
                uri.push_str("file:///");
                encode(&mut uri, prefix.as_os_str().as_encoded_bytes(), b":");
            }
            Component::RootDir => uri.push_str(if uri.is_empty() { "file:///" } else { "/" }),
            Component::CurDir => {}
            Component::ParentDir => segment(&mut uri, b".."),
            Component::Normal(name) => segment(&mut uri, name.as_encoded_bytes()),
        }
    }
    uri
}

fn segment(uri: &mut String, name: &[u8]) {
    if !uri.is_empty() && !uri.ends_with('/') {
        uri.push('/');
    }
    encode(uri, name, b"");
}

/// Keeps the unreserved characters of section 2.3, and those of `also`.
fn encode(uri: &mut String, octets: &[u8], also: &[u8]) {
    for &octet in octets {
        if octet.is_ascii_alphanumeric() || b"-._~".contains(&octet) || also.contains(&octet) {
            uri.push(char::from(octet));
        } else {
            // Writing to a String does not fail.
            let _ = write!(uri, "%{octet:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::artifact_uri;

    #[test]
    fn references() {
        for (path, expected) in [
            ("-", "-"),
            ("a.ics", "a.ics"),
            ("./a/./b//c.ics", "a/b/c.ics"),
            ("../a.ics", "../a.ics"),
            ("/var/a b.ics", "file:///var/a%20b.ics"),
            ("/", "file:///"),
            ("", ""),
            ("x:y/ä%20.ics", "x%3Ay/%C3%A4%2520.ics"),
            ("<>&\"'\n#?.ics", "%3C%3E%26%22%27%0A%23%3F.ics"),
        ] {
            assert_eq!(artifact_uri(Path::new(path)), expected, "{path}");
        }
    }

    #[cfg(unix)]
    #[test]
    fn names_that_are_no_unicode() {
        use std::ffi::OsStr;
        use std::os::unix::ffi::OsStrExt;

        assert_eq!(artifact_uri(Path::new(OsStr::from_bytes(b"\xffa\xc3"))), "%FFa%C3");
    }
}
