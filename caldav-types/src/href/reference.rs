//! The parts of an address and what they mean together.
//!
//! [RFC 3986 §3](https://www.rfc-editor.org/rfc/rfc3986#section-3),
//! [§5.2](https://www.rfc-editor.org/rfc/rfc3986#section-5.2)

use std::borrow::Cow;

use http::Uri;
use percent_encoding::{AsciiSet, CONTROLS, NON_ALPHANUMERIC, utf8_percent_encode};

/// The parts of an address. The authority is there only after a scheme: `//host/path` is no form of RFC 4918, and
/// servers that send it mean a path.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reference<'h> {
    pub(super) scheme: Option<&'h str>,
    pub(super) authority: Option<&'h str>,
    pub(super) path: &'h str,
    pub(super) query: Option<&'h str>,
}

impl<'h> Reference<'h> {
    pub(super) fn of(text: &'h str) -> Self {
        let text = text.split_once('#').map_or(text, |(before, _)| before);
        let (rest, query) = text.split_once('?').map_or((text, None), |(rest, query)| (rest, Some(query)));
        let scheme = rest.split_once(':').filter(|(scheme, after)| {
            is_scheme(scheme) && (after.starts_with("//") || is_scheme_without_path(scheme))
        });
        let Some((scheme, after)) = scheme else {
            return Self { scheme: None, authority: None, path: rest, query };
        };
        let Some(hierarchy) = after.strip_prefix("//") else {
            return Self { scheme: Some(scheme), authority: None, path: after, query };
        };
        let (authority, path) = hierarchy.split_at(hierarchy.find('/').unwrap_or(hierarchy.len()));
        Self { scheme: Some(scheme), authority: Some(authority), path, query }
    }
}

/// A path seen from that of a request.
pub(super) fn from<'h>(request: &'h Uri, reference: &Reference<'h>) -> Cow<'h, str> {
    if reference.path.starts_with('/') {
        return without_dots(reference.path);
    }
    let base = request.path();
    if reference.path.is_empty() {
        return base.into();
    }
    let collection = base.rfind('/').and_then(|slash| base.get(..=slash)).unwrap_or("/");
    without_dots(&format!("{collection}{}", reference.path)).into_owned().into()
}

/// `remove_dot_segments` of RFC 3986 §5.2.4 for an absolute path; an encoded dot is one.
pub(super) fn without_dots(path: &str) -> Cow<'_, str> {
    let may_have_dots = path.as_bytes().windows(2).any(|pair| matches!(pair, b"/." | b"/%"));
    if path.starts_with('/') && !may_have_dots {
        return path.into();
    }
    let mut kept: Vec<&str> = Vec::new();
    let mut last_is_dots = false;
    for segment in path.strip_prefix('/').unwrap_or(path).split('/') {
        let dots = match segment.len() {
            1 => usize::from(segment == "."),
            2..=6 => match segment.to_ascii_lowercase().replace("%2e", ".").as_str() {
                "." => 1,
                ".." => 2,
                _ => 0,
            },
            _ => 0,
        };
        last_is_dots = dots > 0;
        match dots {
            0 => kept.push(segment),
            1 => {}
            _ => drop(kept.pop()),
        }
    }
    if last_is_dots {
        kept.push("");
    }
    format!("/{}", kept.join("/")).into()
}

/// A query with what no URI has encoded, and the digits of what is in capitals. Nothing is decoded: a sign and its
/// encoding say different things there.
pub(super) fn canonical_query(query: &str) -> String {
    let encoded = utf8_percent_encode(query, NOT_IN_URI).to_string();
    let mut pieces = encoded.split('%');
    let mut canonical = String::from(pieces.next().unwrap_or(""));
    for piece in pieces {
        canonical.push('%');
        match piece.split_at_checked(2) {
            Some((digits, rest)) if digits.bytes().all(|digit| digit.is_ascii_hexdigit()) => {
                canonical.push_str(&digits.to_ascii_uppercase());
                canonical.push_str(rest);
            }
            _ => canonical.push_str(piece),
        }
    }
    canonical
}

/// A scheme and an authority as they are compared: in lower case, without user and without the port of the scheme.
pub(super) fn origin(scheme: &str, authority: &str) -> String {
    let host = authority.rsplit_once('@').map_or(authority, |(_, host)| host);
    let port = if scheme.eq_ignore_ascii_case("https") { ":443" } else { ":80" };
    let host = host.strip_suffix(port).or_else(|| host.strip_suffix(':')).unwrap_or(host);
    let mut origin = [scheme, "://", host].concat();
    origin.make_ascii_lowercase();
    origin
}

pub(super) fn is_http(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https")
}

fn is_scheme(text: &str) -> bool {
    text.starts_with(|first: char| first.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.'))
}

/// What follows them is no path of a server, so that a colon after any other word belongs to a name.
fn is_scheme_without_path(scheme: &str) -> bool {
    ["mailto", "urn", "tel", "sip", "sips", "xmpp", "im", "geo", "data", "tag", "opaquelocktoken"]
        .iter()
        .any(|known| known.eq_ignore_ascii_case(scheme))
}

/// Octets that stand encoded in a segment: all but `pchar` (RFC 3986 §3.3).
pub(super) const NOT_IN_SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// Octets that cannot stand in a URI at all. `%` is not among them: what is encoded already stays as it is.
pub(super) const NOT_IN_URI: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');
