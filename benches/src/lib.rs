//! The libraries of this workspace beside others that read iCalendar: the same inputs, in one run.
//!
//! An [`Input`](input::Input) is a list of bodies with the number of components in them, a
//! [`Library`](library::Library) is a list of functions over one body, and
//! [`pass`](library::pass) runs one of them over every body of an input and returns the answer, which
//! whoever measures compares with the one known before.
//!
//! How rules are expanded is [`expansion`]: its cases, and each library that answers them.
//!
//! `cargo bench` measures with criterion, `cargo run --release --bin compare` prints a table of ratios
//! from one interleaved run; `--bin expand` does so for recurrence, `--bin compare-query` for queries and
//! synchronization at a server, `--bin compare-client` for synchronization by a [`client`].

pub mod arguments;
pub mod client;
pub mod expansion;
pub mod input;
pub mod library;
mod median;
mod ours;
pub mod query;
mod rival;
pub mod synchronized;
pub mod xml;

pub use median::median;
