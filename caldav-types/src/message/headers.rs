//! The fields of a message that its method and body do not take.

use std::fmt;

use http::header::{
    AUTHORIZATION, CONNECTION, COOKIE, PROXY_AUTHORIZATION, SET_COOKIE, TE, TRAILER, TRANSFER_ENCODING,
    UPGRADE,
};
use http::{HeaderMap, HeaderName};

use crate::header::{
    Accept, Allow, CalDavTimezones, CalManagedId, ContentDisposition, ContentEncoding, ContentLength,
    ContentLocation, Dav, Destination, Header, HeaderError, HomeCTag, If, IfMatch, IfModifiedSince,
    IfNoneMatch, IfRange, IfScheduleTagMatch, IfUnmodifiedSince, LastModified, Location, LockToken,
    MediaType, Originator, Overwrite, Prefer, PreferenceApplied, Range, Recipient, RetryAfter, ScheduleReply,
    SplitComponentUrl, Timeout, Vary, WwwAuthenticate,
};
use crate::{Depth, EntityTag, ScheduleTag};

/// Fields of a message, in the form they came in, known or not.
///
/// Those that belong to one connection alone, as `Transfer-Encoding` does, are not among them. Secrets are not shown by
/// `Debug`.
///
/// ```
/// use caldav_types::Depth;
/// use caldav_types::message::Headers;
/// let mut map = http::HeaderMap::new();
/// map.insert("depth", http::HeaderValue::from_static("1"));
/// map.insert("x-new", http::HeaderValue::from_static("yes"));
/// map.insert("authorization", http::HeaderValue::from_static("Bearer s3cret"));
/// let headers = Headers::from(map);
/// assert_eq!(headers.get::<Depth>(), Some(Depth::One));
/// assert_eq!(headers.as_map()["x-new"], "yes");
/// assert!(!format!("{headers:?}").contains("s3cret"));
/// ```
#[derive(Clone, Default, Eq, PartialEq)]
pub struct Headers(HeaderMap);

impl Headers {
    /// No fields.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// A field; `None` where the message has none, or where its value does not have the form of the field.
    #[must_use]
    pub fn get<H: Header>(&self) -> Option<H> {
        self.read().ok().flatten()
    }

    /// A field; `None` where the message has none.
    ///
    /// # Errors
    ///
    /// Its value does not have the form of the field.
    pub fn read<H: Header>(&self) -> Result<Option<H>, HeaderError> {
        H::read(&self.0)
    }

    /// Puts a field in, instead of any of its name.
    ///
    /// # Errors
    ///
    /// Its value holds a control character.
    pub fn set<H: Header>(&mut self, field: &H) -> Result<(), HeaderError> {
        field.write(&mut self.0)
    }

    /// Leaves a field out, whatever its value.
    pub fn remove<H: Header>(&mut self) {
        self.0.remove(H::NAME);
    }

    /// Takes a field out, if its value has the form of the field; else it stays.
    ///
    /// # Errors
    ///
    /// Its value does not have the form of the field.
    pub fn take<H: Header>(&mut self) -> Result<Option<H>, HeaderError> {
        let field = self.read()?;
        if field.is_some() {
            self.0.remove(H::NAME);
        }
        Ok(field)
    }

    /// All fields.
    #[must_use]
    pub const fn as_map(&self) -> &HeaderMap {
        &self.0
    }

    /// All fields.
    #[must_use]
    pub fn into_map(self) -> HeaderMap {
        self.0
    }

    /// Looks at the fields of a request that are known here. What comes back are those that a server ignores when their
    /// value does not have their form, as [RFC 9110](https://www.rfc-editor.org/rfc/rfc9110) and
    /// [RFC 7240 §2](https://www.rfc-editor.org/rfc/rfc7240#section-2) say or allow.
    ///
    /// # Errors
    ///
    /// The value of a field without which the request would do something else does not have its form: a condition, a
    /// reach, a place, or the kind of the body.
    pub fn check_request(&self) -> Result<Vec<HeaderError>, HeaderError> {
        self.faults(ESSENTIAL).next().map_or(Ok(()), Err)?;
        Ok(self.faults(OPTIONAL).collect())
    }

    /// Looks at the fields of a reply that are known here: those whose value does not have their form.
    #[must_use]
    pub fn check_reply(&self) -> Vec<HeaderError> {
        self.faults(OF_REPLIES).collect()
    }

    fn faults(&self, checks: &'static [Check]) -> impl Iterator<Item = HeaderError> + '_ {
        checks.iter().filter_map(|check| check(&self.0))
    }
}

impl From<HeaderMap> for Headers {
    fn from(mut map: HeaderMap) -> Self {
        for name in OF_CONNECTIONS {
            map.remove(name);
        }
        for name in SECRETS {
            if let http::header::Entry::Occupied(mut secrets) = map.entry(name) {
                secrets.iter_mut().for_each(|secret| secret.set_sensitive(true));
            }
        }
        Self(map)
    }
}

impl fmt::Debug for Headers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What is wrong with a field, if it is there.
type Check = fn(&HeaderMap) -> Option<HeaderError>;

fn check<H: Header>(map: &HeaderMap) -> Option<HeaderError> {
    H::read(map).err()
}

/// Fields without which a request would do something else.
const ESSENTIAL: &[Check] = &[
    check::<CalDavTimezones>,
    check::<ContentEncoding>,
    check::<Depth>,
    check::<Destination>,
    check::<If>,
    check::<IfMatch>,
    check::<IfNoneMatch>,
    check::<IfScheduleTagMatch>,
    check::<LockToken>,
    check::<MediaType>,
    check::<Originator>,
    check::<Overwrite>,
    check::<Recipient>,
    check::<ScheduleReply>,
];

/// Fields of a request that can be ignored.
const OPTIONAL: &[Check] = &[
    check::<Accept>,
    check::<ContentDisposition>,
    check::<IfModifiedSince>,
    check::<IfRange>,
    check::<IfUnmodifiedSince>,
    check::<Prefer>,
    check::<Range>,
    check::<Timeout>,
];

const OF_REPLIES: &[Check] = &[
    check::<Allow>,
    check::<CalManagedId>,
    check::<ContentEncoding>,
    check::<ContentLength>,
    check::<ContentLocation>,
    check::<Dav>,
    check::<EntityTag>,
    check::<HomeCTag>,
    check::<LastModified>,
    check::<Location>,
    check::<LockToken>,
    check::<MediaType>,
    check::<PreferenceApplied>,
    check::<RetryAfter>,
    check::<ScheduleTag>,
    check::<SplitComponentUrl>,
    check::<Timeout>,
    check::<Vary>,
    check::<WwwAuthenticate>,
];

/// RFC 9110 §7.6.1: not to be passed on.
const OF_CONNECTIONS: [HeaderName; 7] = [
    CONNECTION,
    HeaderName::from_static("keep-alive"),
    HeaderName::from_static("proxy-connection"),
    TE,
    TRAILER,
    TRANSFER_ENCODING,
    UPGRADE,
];

const SECRETS: [HeaderName; 4] = [AUTHORIZATION, COOKIE, PROXY_AUTHORIZATION, SET_COOKIE];

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue};

    use super::Headers;
    use crate::header::{Authorization, IfMatch, Overwrite};
    use crate::{Depth, EntityTag};

    fn headers(fields: &[(&'static str, &'static str)]) -> Headers {
        let mut map = HeaderMap::new();
        for (name, value) in fields {
            map.append(*name, HeaderValue::from_static(value));
        }
        Headers::from(map)
    }

    #[test]
    fn fields_are_put_in_and_taken_out() {
        let mut fields = headers(&[("x-other", "1"), ("depth", "0"), ("overwrite", "perhaps")]);
        assert_eq!(fields.take::<Depth>(), Ok(Some(Depth::Zero)));
        assert_eq!(fields.take::<Depth>(), Ok(None));
        assert!(fields.take::<Overwrite>().is_err());
        assert_eq!(fields.as_map().len(), 2, "what cannot be read stays");
        fields.set(&EntityTag::strong("1").unwrap()).unwrap();
        assert_eq!(fields.into_map().get("etag").unwrap(), "\"1\"");
    }

    #[test]
    fn connections_and_secrets() {
        let fields = headers(&[
            ("connection", "keep-alive"),
            ("transfer-encoding", "chunked"),
            ("te", "trailers"),
            ("cookie", "s3cret"),
            ("cookie", "s3cret too"),
            ("authorization", "Basic s3cret"),
            ("host", "a"),
        ]);
        assert_eq!(fields.as_map().len(), 4);
        assert!(!format!("{fields:?}").contains("s3cret"));
        let mut fields = Headers::new();
        fields.set(&Authorization::basic("me", "s3cret").unwrap()).unwrap();
        assert!(!format!("{fields:?}").contains("czNjcmV0"), "{fields:?}");
        assert_eq!(fields.get::<Authorization>().unwrap().name_and_password(), Some(("me", "s3cret")));
    }

    #[test]
    fn checks() {
        for (section, name, value, expected) in [
            ("RFC 9110 13.1.1", "if-match", "", Err("If-Match")),
            ("RFC 4918 10.2", "depth", "2", Err("Depth")),
            ("RFC 4918 10.4", "if", "(<a>", Err("If")),
            ("RFC 4918 10.6", "overwrite", "yes", Err("Overwrite")),
            ("RFC 9110 13.1.3: ignored", "if-modified-since", "yesterday", Ok(1)),
            ("RFC 7240 2: ignored", "prefer", ";", Ok(1)),
            ("RFC 9110 14.2: ignored", "range", "lines", Ok(1)),
            ("not known", "x-new", ",;", Ok(0)),
            ("right", "depth", "infinity", Ok(0)),
        ] {
            let got = headers(&[(name, value)]).check_request();
            let got = got.map(|ignored| ignored.len()).map_err(|error| error.field());
            assert_eq!(got, expected, "{section}");
        }
        assert_eq!(headers(&[("dav", "1, 2"), ("etag", "")]).check_reply().len(), 1);
        assert!(headers(&[("dav", "1, 2"), ("etag", "\"a\"")]).check_reply().is_empty());
        assert!(matches!(headers(&[("if-match", "*")]).read(), Ok(Some(IfMatch::Any))));
    }
}
