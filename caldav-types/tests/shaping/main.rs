//! Calendar data as reports ask for it (RFC 4791 §9.6, §7.10).

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    clippy::print_stderr,
    reason = "tests"
)]

mod corpus;
mod differential;
mod examples;
mod expand;
mod limits;
mod properties;
mod select;
