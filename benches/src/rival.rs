//! The others, each called as its documentation says, and the floor.
//!
//! Bodies come as bytes. Where a library reads `str`, what is not UTF-8 is replaced, so that it reads the rest.

pub(crate) mod calcard;
pub(crate) mod caldata;
pub(crate) mod ical;
pub(crate) mod icalendar;
pub(crate) mod line_scan;
