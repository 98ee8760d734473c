//! What can be said in CalDAV.
