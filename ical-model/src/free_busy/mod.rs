//! Free and busy time: which part of a time range is taken up, by events, by busy time that was published, and
//! by what somebody says of their availability.
//!
//! [RFC 4791 §7.10](https://www.rfc-editor.org/rfc/rfc4791#section-7.10),
//! [RFC 5545 §3.6.4](https://www.rfc-editor.org/rfc/rfc5545#section-3.6.4),
//! [RFC 7953](https://www.rfc-editor.org/rfc/rfc7953)

mod availability;
mod busy_period;
mod busy_time;
mod busy_types;
mod error;
mod event;
mod spans;
mod vfreebusy;

pub use busy_period::BusyPeriod;
pub use busy_time::BusyTime;
pub use error::FreeBusyError;
