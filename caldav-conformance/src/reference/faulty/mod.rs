//! Where faults happen that the outside of a message shows: what goes wrong with a request before it is looked at, and
//! with a reply before it is sent. Those of what is stored happen where that is done.

mod calendar_data;
mod filter;
mod multistatus;
mod reply;
mod request;

pub(super) use multistatus::misreport;
pub(super) use reply::{distort, garble};
pub(super) use request::mistake;
