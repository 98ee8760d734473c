//! A request on its way, and the name that its reply is told by.

use crate::message::Request;

/// A request that a machine wants to be sent.
#[derive(Clone, Debug, PartialEq)]
pub struct Exchange {
    /// By which the reply is told.
    pub id: ExchangeId,
    /// What to send. Its target is a whole address.
    pub request: Request,
}

/// The name of an exchange within its machine.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct ExchangeId(pub(super) u64);
