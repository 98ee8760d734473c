//! A CalDAV server in memory: requests in, responses out, and what it does wrong on demand.
//!
//! It has no sockets, no clock and no chance in it: `now` comes with each request, and identifiers grow from a
//! [seed](Settings::with_seed). What it answers is decided by [`caldav_types::server`], what calendars it takes by
//! [`calendar_object::check`](crate::calendar_object::check); here is where its resources are kept.
//!
//! ```
//! use caldav_conformance::reference::{Account, Server, Settings};
//! let mut server = Server::new(Settings::default().with_account(Account::new("bernard", "secret")));
//! let request = http::Request::builder()
//!     .method("OPTIONS")
//!     .uri("/calendars/bernard/")
//!     .header("Authorization", "Basic YmVybmFyZDpzZWNyZXQ=")
//!     .body("")?;
//! let response = server.handle(&request, "2027-01-01T00:00:00Z".parse()?);
//! assert_eq!(response.status(), 200);
//! assert!(response.headers()["dav"].to_str()?.contains("calendar-access"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Layout
//!
//! | address | what it is |
//! |---|---|
//! | `/` | a collection of what follows |
//! | `/.well-known/caldav` | a redirection to `/` ([RFC 6764 §5](https://www.rfc-editor.org/rfc/rfc6764#section-5)) |
//! | `/principals/` | the collection of all principals |
//! | `/principals/NAME/` | a user, or a group of users |
//! | `/calendars/NAME/` | the calendar home of a user: calendars, and collections with calendars in them |
//! | `/calendars/NAME/default/` | the calendar that a home begins with |
//! | `/files/NAME/` | a collection of a user for whatever is no calendar |
//!
//! A user may do everything below `/calendars/NAME/` and `/files/NAME/` and let others in by ACL; nobody else may do
//! anything there. Everyone who is authenticated may read the principals.
//!
//! # What it does wrong
//!
//! A [`Fault`] makes it break one rule, so that clients and tests can be seen to notice. A [`Tolerance`] makes it overlook
//! one departure of clients, which it refuses otherwise.

#![expect(clippy::result_large_err, reason = "a refusal is a reply, however large")]

mod fault;
mod faulty;
mod history;
mod identifiers;
mod live;
mod method;
mod path;
mod principals;
mod server;
mod settings;
mod store;
mod switch;
mod sync;
mod tolerance;
mod tree;
mod view;

pub use fault::{Fault, UnknownFault};
pub use server::{Refused, Server};
pub use settings::{Account, Group, Settings};
pub use tolerance::{TOLERATED_RULES, Tolerance, Tolerated, UnknownTolerance};
