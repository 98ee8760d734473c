//! Reports as their readers get them.

#![allow(clippy::indexing_slicing, clippy::unwrap_used, reason = "a test that panics has failed")]

#[cfg(feature = "serde")]
mod json;
mod junit;
mod samples;
#[cfg(feature = "serde")]
mod sarif;
mod text;
