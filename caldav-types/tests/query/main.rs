//! Queries: what matches, and what an index admits.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "tests"
)]

mod ask;
mod combinations;
mod compiling;
mod corpus;
mod index;
mod properties;
mod rfc_4791;
mod tables;
mod texts;
