//! What a server can do, in one document: draft-douglass-server-info.

use crate::AnyElement;

/// The body that DAV:server-info-href leads to: DAV:server-info.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct ServerInfo {
    /// Another one means that the document has changed.
    pub token: String,
    /// What holds for the whole server, one element a feature.
    pub features: Vec<AnyElement>,
    /// What holds for one of its services, one element a service.
    pub services: Vec<AnyElement>,
}
