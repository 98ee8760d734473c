//! The one request of a machine that is on its way.

use http::Uri;

use crate::Method;
use crate::client::{Exchange, ExchangeId, Failure, FailureKind};
use crate::message::Request;

#[derive(Clone, Debug, Default)]
pub(in crate::client) struct Flight {
    count: u64,
    current: Option<(ExchangeId, Method, Uri)>,
}

impl Flight {
    pub(in crate::client) const fn is_open(&self) -> bool {
        self.current.is_some()
    }

    pub(in crate::client) fn send(&mut self, request: Request) -> Exchange {
        let id = ExchangeId(self.count);
        self.count = self.count.saturating_add(1);
        self.current = Some((id, request.method(), request.target.clone()));
        Exchange { id, request }
    }

    /// What the answer is to; `None` where nothing was asked by that name, or it was answered before.
    pub(in crate::client) fn land(&mut self, id: ExchangeId) -> Option<(Method, Uri)> {
        let (_, method, target) = self.current.take_if(|(current, ..)| *current == id)?;
        Some((method, target))
    }
}

pub(in crate::client) fn failure((method, target): (Method, Uri), kind: FailureKind) -> Failure {
    Failure { method, target, kind }
}
