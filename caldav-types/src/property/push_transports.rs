//! How a server of calendarserver.org tells of changes: CalDAV Pubsub Discovery, caldav-pubsubdiscovery §3.1.

use crate::Href;

/// A way to be told of changes: CS:transport in CS:push-transports. The definition demands all parts of the one it
/// knows, `APSD`; others have parts of their own.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct PushTransport {
    /// Which protocol: `APSD` is Apple's.
    pub transport_type: String,
    /// Where to subscribe.
    pub subscription_url: Option<Href>,
    /// The topic of the server in Apple's service.
    pub bundle_id: Option<String>,
    /// Which of Apple's services: `PRODUCTION` or `SANDBOX`.
    pub environment: Option<String>,
    /// After how many seconds to subscribe again.
    pub refresh_interval: Option<u64>,
}
