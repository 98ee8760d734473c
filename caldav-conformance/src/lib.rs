//! Is it allowed?
