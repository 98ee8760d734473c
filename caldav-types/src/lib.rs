//! What can be said in CalDAV ([RFC 4791](https://www.rfc-editor.org/rfc/rfc4791)) and the specifications it rests on,
//! as data: no sockets and no XML.

mod expanded_name;
mod limits;
pub mod namespace;
mod precondition;

pub use expanded_name::{ExpandedName, ExpandedNameError, ExpandedNameErrorKind};
pub use limits::CollectionLimits;
pub use precondition::Precondition;
