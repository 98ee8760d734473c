//! What a server answers, given the facts.
//!
//! Nothing here stores, looks up or asks back. The embedder looks the facts up in its store, in whatever way it has,
//! and hands them over as plain data; a function decides and says what to change and what to reply.

pub mod acl;
mod resource;

pub mod report;

pub use resource::{ResourceProperties, ResourceState};
