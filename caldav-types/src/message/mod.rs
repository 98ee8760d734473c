//! Messages as a whole: a request with its method, fields and body, and the reply to it.
//!
//! [RFC 9110 §6](https://www.rfc-editor.org/rfc/rfc9110#section-6)
//!
//! What a method takes from fields of its own, such as `Depth` and `Destination`, stands in its
//! [`Operation`]; every other field stays in [`Headers`], as it came.
//!
//! ```
//! use caldav_types::header::{IfNoneMatch, Prefer, Preference};
//! use caldav_types::message::{Content, Operation, Request};
//! let calendar = Content::calendar("BEGIN:VCALENDAR\r\n...");
//! let request = Request::new("/cal/1.ics".parse()?, Operation::Put(calendar))
//!     .with(&IfNoneMatch::Any)?
//!     .with(&Prefer::default().with(Preference::minimal()))?;
//! assert_eq!(request.method().as_str(), "PUT");
//! assert_eq!(request.headers.get::<IfNoneMatch>(), Some(IfNoneMatch::Any));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

mod content;
mod headers;
mod reply;
mod request;

pub use content::Content;
pub use headers::Headers;
pub use reply::{Reply, ReplyBody};
pub use request::{Operation, Post, Request};
