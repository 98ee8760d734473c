//! How do the words of CalDAV look on the wire?
//!
//! The XML of every element that `caldav-types` has a type for, both ways, and whole HTTP messages ([`message`]).
//!
//! # A whole client
//!
//! What a client asks next is told by the machines of [`caldav_types::client`], how that looks on the wire by this crate;
//! what carries it is yours. Here it is `ureq`; `examples/client_async.rs` is the same on `reqwest`, with several
//! requests on their way.
//!
//! ```no_run
#![doc = include_str!("../examples/client.rs")]
//! ```
//!
//! # An element by itself
//!
//! ```
//! use caldav_types::property::{DavPropertyName, named};
//! use caldav_types::request::Propfind;
//! use caldav_xml::{Body, MultistatusDocument, XmlOptions};
//!
//! let request = Propfind::Prop(vec![DavPropertyName::DisplayName, DavPropertyName::GetCTag]);
//! assert!(request.to_xml().contains("<D:displayname/><CS:getctag/>"));
//!
//! let answer = br#"<d:multistatus xmlns:d="DAV:"><d:response><d:href>/cal/work/</d:href><d:propstat>
//!   <d:prop><d:displayname>Work</d:displayname></d:prop><d:status>HTTP/1.1 200 OK</d:status>
//! </d:propstat></d:response></d:multistatus>"#;
//! let document = MultistatusDocument::new(answer, &XmlOptions::lenient())?;
//! for response in document.responses()? {
//!     let response = response?;
//!     let name = response.get::<named::DisplayName>().map(|name| name.text.clone());
//!     assert_eq!((response.href.as_str(), name.as_deref()), ("/cal/work/", Some("Work")));
//! }
//! # Ok::<(), caldav_xml::XmlError>(())
//! ```
//!
//! # Reading
//!
//! Documents are read by a scanner of this crate: it takes each tag once, knows the place of each octet, and lets
//! nothing through that XML 1.0 and Namespaces in XML forbid. A declaration of a document type is refused, and every
//! bound that is passed is an error that names it ([`XmlLimits`]).

#![forbid(unsafe_code)]

mod acl;
mod any_element;
pub mod calendar_data;
mod characters;
mod content_model;
mod diagnostic;
mod document;
mod element;
mod error;
mod error_body;
mod filter;
mod limits;
mod lock;
pub mod message;
mod multistatus;
mod name;
mod notification;
mod options;
mod privilege;
mod prop;
mod property;
mod push;
mod reader;
mod report;
mod request;
mod resource_type;
mod root;
mod scanner;
mod schedule_response;
mod scopes;
mod server_info;
mod sharing;
mod text_value;
mod time_range;
mod word;
mod writer;

#[cfg(feature = "xcal")]
pub use calendar_data::xcal;
pub use diagnostic::XmlDiagnostic;
pub use error::{XmlError, XmlErrorKind, XmlPosition};
pub use limits::{XmlLimit, XmlLimits};
pub use multistatus::{MultistatusDocument, MultistatusWriter, Responses};
pub use options::XmlOptions;
pub use property::property_element;
pub use property::property_of;
pub use root::{AnyBody, Body, Read};
