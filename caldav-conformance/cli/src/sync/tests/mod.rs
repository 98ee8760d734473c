//! Runs against the reference server, in folders of their own.
