//! What the element of a property holds.
//!
//! For most types that is what any element of the type holds. An address is the exception: as a property it stands in
//! a DAV:href of its own.

use caldav_types::acl::{Acl, AclRestrictions, SupportedPrivilege};
use caldav_types::calendar_data::CalendarData;
use caldav_types::header::{HttpDate, MediaType};
use caldav_types::lock::{ActiveLock, LockEntry};
use caldav_types::property::{
    AddressBookCollationSet, AddressDataSet, AnyValue, BulkRequests, CalendarColor, CalendarDataSet,
    CalendarUserAddress, CalendarUserType, CollationSet, ComponentSet, CurrentUserPrincipal, DavPropertyName,
    EmailAddressSet, OwnerPrincipal, Parent, PlainText, Present, PushTransport, ReportName, RscaleSet,
    ScheduleCalendarTransp, ScheduleChanges, TrueOrFalse,
};
use caldav_types::push::{Transports, Triggers};
use caldav_types::sharing::{AllowedSharingModes, Invite, OwnCloudInvite, ShareAccess, Sharee};
use caldav_types::{
    AnyElement, CTag, EntityTag, Href, InternetDateTime, LocalizedText, Method, PrivilegeSet, ResourceTypes,
    ScheduleTag, SyncToken, UtcDateTime,
};

use crate::XmlError;
use crate::element::{Content, HREF};
use crate::reader::{ElementReader, Piece};
use crate::writer::ElementWriter;
use crate::{XmlErrorKind, acl, sharing};

/// The content of the element of a property.
pub(super) trait Value: Sized {
    /// Reads the innermost open element to its end.
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError>;

    /// Writes the attributes and what stands in the element that was just started.
    fn write(&self, writer: &mut ElementWriter);

    /// What an element without attributes and content is, where that is a value.
    fn of_empty() -> Option<Self> {
        None
    }
}

/// Values that are what any element of the type holds.
macro_rules! plain_values {
    ($($type:ty),+ $(,)?) => {
        $(
            impl Value for $type {
                fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
                    <Self as Content>::read(reader)
                }

                fn write(&self, writer: &mut ElementWriter) {
                    Content::write(self, writer);
                }

                fn of_empty() -> Option<Self> {
                    <Self as Content>::of_empty()
                }
            }
        )+
    };
}

plain_values! {
    Acl, AclRestrictions, AddressBookCollationSet, AddressDataSet, AllowedSharingModes, AnyValue, BulkRequests, CTag,
    CalendarColor, CalendarData, CalendarDataSet, CalendarUserType, CollationSet, ComponentSet, CurrentUserPrincipal,
    EmailAddressSet, EntityTag, HttpDate, InternetDateTime, Invite, LocalizedText, MediaType, OwnCloudInvite,
    OwnerPrincipal, PlainText, Present, PrivilegeSet, ResourceTypes, RscaleSet, ScheduleCalendarTransp,
    ScheduleChanges, ScheduleTag, ShareAccess, String, SyncToken, Transports, Triggers, TrueOrFalse, UtcDateTime,
    Vec<AnyElement>, Vec<Href>, Vec<Method>, Vec<DavPropertyName>, Vec<ReportName>, bool, i64, u64,
}

/// Values that are elements of one name, each on its own: one that is faulty is left out.
macro_rules! lists {
    ($($type:ty = $name:expr;)+) => {
        $(
            impl Value for Vec<$type> {
                fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
                    reader.each($name, <$type as Content>::read)
                }

                fn write(&self, writer: &mut ElementWriter) {
                    self.iter().for_each(|one| one.write_as($name, writer));
                }

                fn of_empty() -> Option<Self> {
                    Some(Self::new())
                }
            }
        )+
    };
}

lists! {
    ActiveLock = crate::name::Name::dav("activelock");
    CalendarUserAddress = HREF;
    ComponentSet = crate::name::Name::caldav("supported-calendar-component-set");
    LockEntry = crate::name::Name::dav("lockentry");
    Parent = crate::name::Name::dav("parent");
    PushTransport = super::push_transports::TRANSPORT;
    Sharee = sharing::SHAREE;
    SupportedPrivilege = acl::SUPPORTED_PRIVILEGE;
}

/// `(href)`
impl Value for Href {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        read_one_href(reader)
    }

    fn write(&self, writer: &mut ElementWriter) {
        self.write_as(HREF, writer);
    }
}

/// `(href?)`
impl Value for Option<Href> {
    fn read(reader: &mut ElementReader<'_>) -> Result<Self, XmlError> {
        read_href(reader)
    }

    fn write(&self, writer: &mut ElementWriter) {
        if let Some(href) = self {
            href.write_as(HREF, writer);
        }
    }

    fn of_empty() -> Option<Self> {
        Some(None)
    }
}

/// The DAV:href that has to be in the innermost open element: see [`read_href`].
pub(crate) fn read_one_href(reader: &mut ElementReader<'_>) -> Result<Href, XmlError> {
    let children = reader.children();
    let href = read_href(reader)?;
    children.required(href, HREF, reader)
}

/// The first DAV:href in the innermost open element. An address that stands there without one is taken as such.
pub(crate) fn read_href(reader: &mut ElementReader<'_>) -> Result<Option<Href>, XmlError> {
    let (mut href, mut bare) = (None, String::new());
    let children = reader.children();
    while let Some(piece) = reader.next_piece(children)? {
        match piece {
            Piece::Element(HREF) if href.is_none() => href = Some(<Href as Content>::read(reader)?),
            Piece::Element(_) => {}
            Piece::Text(text) => bare.push_str(&text),
        }
    }
    let bare = Href::new(&bare);
    if !bare.as_str().is_empty() {
        reader.tolerate(XmlErrorKind::UnexpectedText)?;
        href = href.or(Some(bare));
    }
    Ok(href)
}
