//! Properties that hold for any input.
//!
//! Each is a plain function over octets that panics when the property does not hold. The tests of this crate
//! call them with the seeds under `seeds/`; the targets under `libfuzzer/` call them with what libFuzzer finds.

#![forbid(unsafe_code)]

mod check;
mod client;
mod definition;
mod edit;
mod instances;
mod jcal;
mod message;
mod multistatus;
mod query;
mod random_rule;
mod recur;
mod rrule;
mod server;
mod shaping;
mod stream;
mod values;
mod xml;
mod zone;
mod zoned;

pub use check::check;
pub use client::client;
pub use definition::{Definition, Found};
pub use edit::edit;
pub use instances::instances;
pub use jcal::jcal;
pub use message::{header, reply, request};
pub use multistatus::multistatus;
pub use query::query;
pub use random_rule::random_rule;
pub use recur::recur;
pub use rrule::{Difference, Exclusion, Outcome, compare, rrule};
pub use server::server;
pub use shaping::shaping;
pub use stream::stream;
pub use values::values;
pub use xml::xml;
pub use zone::zone;
pub use zoned::compare_in_zone;

/// A property: its name, which is that of its seeds and its target too, and its function.
pub type Property = (&'static str, fn(&[u8]));

/// Every property.
pub const PROPERTIES: &[Property] = &[
    ("check", check),
    ("client", client),
    ("edit", edit),
    ("header", header),
    ("instances", instances),
    ("jcal", jcal),
    ("multistatus", multistatus),
    ("query", query),
    ("recur", recur),
    ("reply", reply),
    ("request", request),
    ("rrule", rrule),
    ("server", server),
    ("shaping", shaping),
    ("stream", stream),
    ("values", values),
    ("xml", xml),
    ("zone", zone),
];
