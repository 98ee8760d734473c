//! What a client asks, one file a method.
//!
//! The body of an ACL is an [`Acl`](crate::acl::Acl); those of REPORT are in [`report`](crate::report).

mod bind;
mod lock;
mod mkcalendar;
mod mkcol;
mod multiput;
mod propfind;
mod proppatch;
mod share;

pub use bind::{Bind, BindResponse, Rebind, RebindResponse, Unbind, UnbindResponse};
pub use lock::LockInfo;
pub use mkcalendar::{Mkcalendar, MkcalendarResponse};
pub use mkcol::{Mkcol, MkcolResponse};
pub use multiput::{BulkChange, Multiput};
pub use propfind::Propfind;
pub use proppatch::{Proppatch, ProppatchInstruction};
pub use share::{
    OwnCloudShare, PublishCalendar, ResourceInviteReply, Share, ShareInstruction, ShareResource,
    UnpublishCalendar,
};
