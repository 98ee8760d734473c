//! A CalDAV server in memory: requests in, responses out, and what it does wrong on demand.
