//! How a calendar is brought in step.

use crate::client::RedirectPolicy;

/// How a calendar is brought in step.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub struct SyncOptions {
    /// The most resources that one request fetches; 100 by default.
    pub batch: usize,
    /// The most changes that one page of a sync-collection is to tell; by default the server decides.
    pub limit: Option<u64>,
    /// Which way changes go; both by default.
    pub direction: Direction,
    /// The most requests that are on their way at once; 4 by default.
    pub in_flight: usize,
    /// Which redirects of the calendar and of what is fetched are followed.
    pub redirects: RedirectPolicy,
}

/// Which way changes go.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, PartialEq)]
pub enum Direction {
    /// Local changes are made on the server, and what changed there is fetched.
    #[default]
    Both,
    /// Local changes are made on the server, each on its condition, and nothing is fetched but what the server made of
    /// them, where it told no version: if it is what was sent, its version is known. What is told of the server in a
    /// conflict is not taken up by the state, so what is here has to stay as it is: the same change is a conflict the
    /// next time too, and a run both ways fetches all that changed on the server. Of what was moved without a version
    /// being told, and of what the server made something else of, no version is known until then: each further change of
    /// it is a conflict.
    ToServer,
    /// What changed on the server is fetched, and no local change is made there. One that was pushed keeps its resource
    /// from being overwritten: it has a result, a conflict, only where the resource changed on the server too.
    FromServer,
}

impl Default for SyncOptions {
    fn default() -> Self {
        Self {
            batch: 100,
            limit: None,
            direction: Direction::Both,
            in_flight: 4,
            redirects: RedirectPolicy::default(),
        }
    }
}

impl SyncOptions {
    /// With so many resources a request.
    #[must_use]
    pub fn with_batch(self, batch: usize) -> Self {
        Self { batch, ..self }
    }

    /// With so many changes a page.
    #[must_use]
    pub fn with_limit(self, limit: Option<u64>) -> Self {
        Self { limit, ..self }
    }

    /// With changes that go this way.
    #[must_use]
    pub fn with_direction(self, direction: Direction) -> Self {
        Self { direction, ..self }
    }

    /// With at most so many requests on their way at once.
    #[must_use]
    pub fn with_in_flight(self, in_flight: usize) -> Self {
        Self { in_flight, ..self }
    }

    /// With redirects that lead this far.
    #[must_use]
    pub fn with_redirects(self, redirects: RedirectPolicy) -> Self {
        Self { redirects, ..self }
    }
}
