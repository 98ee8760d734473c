//! The calendar that a machine is about.

use http::Uri;
use http::uri::InvalidUri;

use crate::client::{CalendarInfo, Quirk, Quirks};
use crate::property::ReportName;
use crate::{CTag, SyncToken};

/// A calendar, with what its listing said about it.
///
/// ```
/// use caldav_types::client::SyncTarget;
/// let calendar = SyncTarget::new("https://example.com/cal/work/".parse()?).with_ctag(Some("7".into()));
/// assert_eq!(calendar.url.path(), "/cal/work/");
/// # Ok::<(), http::uri::InvalidUri>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct SyncTarget {
    /// The whole address of the collection.
    pub url: Uri,
    /// Its version, if it was told.
    pub ctag: Option<CTag>,
    /// Its sync token, if it was told.
    pub sync_token: Option<SyncToken>,
    /// Can it be asked for DAV:sync-collection? Where it was not told it is tried.
    pub has_sync_collection: bool,
    /// Can it be asked for CALDAV:calendar-multiget? Where it was not told it is tried.
    pub has_multiget: bool,
    /// Does the server make changes although their condition does not hold
    /// ([`Quirk::IgnoresConditions`])? Then what is to be changed is looked at before.
    pub ignores_conditions: bool,
    /// May a resource be lost that is moved ([`Quirk::MoveLoses`])? Then no MOVE is sent: each is
    /// [withheld](crate::client::FailureKind::Withheld).
    pub loses_moves: bool,
}

impl SyncTarget {
    /// A calendar of which nothing is known but its address.
    #[must_use]
    pub const fn new(url: Uri) -> Self {
        Self {
            url,
            ctag: None,
            sync_token: None,
            has_sync_collection: true,
            has_multiget: true,
            ignores_conditions: false,
            loses_moves: false,
        }
    }

    /// A calendar as a [`Discovery`](crate::client::Discovery) found it, at a server of these
    /// [quirks](crate::client::Account::quirks). Reports are tried where the server did not tell which it knows.
    ///
    /// # Errors
    ///
    /// The calendar has no whole address, which none has that a discovery found.
    pub fn of(calendar: &CalendarInfo, quirks: &Quirks) -> Result<Self, InvalidUri> {
        let knows = |report| calendar.reports.is_empty() || calendar.reports.contains(&report);
        Ok(Self {
            url: calendar.href.as_str().parse()?,
            ctag: calendar.ctag.clone(),
            sync_token: calendar.sync_token.clone(),
            has_sync_collection: knows(ReportName::SyncCollection),
            has_multiget: knows(ReportName::CalendarMultiget),
            ignores_conditions: quirks.has(Quirk::IgnoresConditions),
            loses_moves: quirks.has(Quirk::MoveLoses),
        })
    }

    /// With the version that the listing told.
    #[must_use]
    pub fn with_ctag(self, ctag: Option<CTag>) -> Self {
        Self { ctag, ..self }
    }

    /// With the sync token that the listing told.
    #[must_use]
    pub fn with_sync_token(self, sync_token: Option<SyncToken>) -> Self {
        Self { sync_token, ..self }
    }

    /// Can it be asked for DAV:sync-collection?
    #[must_use]
    pub fn with_sync_collection(self, has_sync_collection: bool) -> Self {
        Self { has_sync_collection, ..self }
    }

    /// Can it be asked for CALDAV:calendar-multiget?
    #[must_use]
    pub fn with_multiget(self, has_multiget: bool) -> Self {
        Self { has_multiget, ..self }
    }

    /// Does the server make changes although their condition does not hold?
    #[must_use]
    pub fn with_ignored_conditions(self, ignores_conditions: bool) -> Self {
        Self { ignores_conditions, ..self }
    }

    /// May a resource be lost that is moved?
    #[must_use]
    pub fn with_lost_moves(self, loses_moves: bool) -> Self {
        Self { loses_moves, ..self }
    }
}
