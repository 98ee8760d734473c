//! MKCOL: the properties of a collection that is made.
//!
//! [RFC 5689 §3](https://www.rfc-editor.org/rfc/rfc5689#section-3),
//! [§5](https://www.rfc-editor.org/rfc/rfc5689#section-5)

use crate::multistatus::Propstat;
use crate::property::DavProperty;

/// The body of an extended MKCOL. A request without a body makes a plain collection.
///
/// DAV:resourcetype among the properties says what kind of collection is made.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct Mkcol {
    /// What is set, in document order. All of it is, or no collection is made.
    pub properties: Vec<DavProperty>,
}

/// The body of the answer to an extended MKCOL, a DAV:mkcol-response (§5.2).
#[derive(Clone, Debug, Default, PartialEq)]
pub struct MkcolResponse {
    /// What became of the properties.
    pub propstats: Vec<Propstat>,
}
