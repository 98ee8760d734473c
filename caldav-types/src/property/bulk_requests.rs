//! How much a request for many resources may hold: Bulk Changes, calendarserver-bulk-change §5.1.

/// The bulk requests of a collection: the value of ME:bulk-requests.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct BulkRequests {
    /// Those that add many at once; `None` where they are not supported.
    pub simple: Option<BulkLimits>,
    /// Those that add, change and remove; `None` where they are not supported.
    pub crud: Option<BulkLimits>,
}

/// How much one request may hold.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct BulkLimits {
    /// How many resources; `None` for any number.
    pub max_resources: Option<u64>,
    /// How many octets; `None` for any number.
    pub max_bytes: Option<u64>,
}
