//! Properties that hold for any input.
//!
//! Each is a plain function over octets that panics when the property does not hold. The tests of this crate
//! call them with the seeds under `seeds/`; the targets under `libfuzzer/` call them with what libFuzzer finds.

#![forbid(unsafe_code)]

mod check;
mod edit;
mod jcal;
mod stream;
mod values;

pub use check::check;
pub use edit::edit;
pub use jcal::jcal;
pub use stream::stream;
pub use values::values;

/// A property: its name, which is that of its seeds and its target too, and its function.
pub type Property = (&'static str, fn(&[u8]));

/// Every property.
pub const PROPERTIES: &[Property] =
    &[("check", check), ("edit", edit), ("jcal", jcal), ("stream", stream), ("values", values)];
