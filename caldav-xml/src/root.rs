//! Whole documents: types that are the root of a body.

use caldav_types::acl::Acl;
use caldav_types::multistatus::Multistatus;
use caldav_types::notification::Notification;
use caldav_types::property::{Prop, ReportName};
use caldav_types::push::{PushMessage, PushRegister};
use caldav_types::report::{
    AclPrincipalPropSet, CalendarMultiget, CalendarQuery, CalendarServerPrincipalSearch, ExpandProperty,
    FreeBusyQuery, PrincipalMatch, PrincipalPropertySearch, PrincipalSearchPropertySet, Report,
    SyncCollection,
};
use caldav_types::request::{
    Bind, BindResponse, LockInfo, Mkcalendar, MkcalendarResponse, Mkcol, MkcolResponse, Multiput,
    OwnCloudShare, Propfind, Proppatch, PublishCalendar, Rebind, RebindResponse, ResourceInviteReply, Share,
    ShareResource, Unbind, UnbindResponse, UnpublishCalendar,
};
use caldav_types::schedule_response::ScheduleResponse;
use caldav_types::server_info::ServerInfo;
use caldav_types::sharing::{InviteNotification, InviteReply, SharedAs};
use caldav_types::{AnyElement, ErrorBody};

use crate::element::Content;
use crate::name::{Name, Namespace};
use crate::writer::ElementWriter;
use crate::{XmlDiagnostic, XmlError, XmlErrorKind, XmlOptions, any_element, document, report};

/// A body that was read.
#[derive(Clone, Debug, PartialEq)]
pub struct Read<T> {
    /// What it says.
    pub value: T,
    /// What was read although it departs from the specifications.
    pub diagnostics: Vec<XmlDiagnostic>,
}

/// What a request or response body can be.
///
/// ```
/// use caldav_types::request::Propfind;
/// use caldav_xml::{Body, XmlOptions};
/// let body = r#"<propfind xmlns="DAV:"><propname/></propfind>"#;
/// let propfind = Propfind::from_xml(body.as_bytes(), &XmlOptions::strict())?.value;
/// assert_eq!(propfind, Propfind::PropName);
/// assert!(propfind.to_xml().ends_with("<D:propfind xmlns:D=\"DAV:\"><D:propname/></D:propfind>"));
/// # Ok::<(), caldav_xml::XmlError>(())
/// ```
pub trait Body: Sized + sealed::Sealed {
    /// Reads a document whose root is this.
    ///
    /// # Errors
    ///
    /// The octets are not a document of XML, exceed a limit, or have another root; strict reading refuses every
    /// departure.
    fn from_xml(octets: &[u8], options: &XmlOptions) -> Result<Read<Self>, XmlError>;

    /// Writes the document.
    #[must_use]
    fn to_xml(&self) -> String;
}

mod sealed {
    /// What a body can be is settled here.
    #[expect(unnameable_types, reason = "that nobody can name it is what seals the trait")]
    pub trait Sealed {}
}

/// The root of each type of body.
macro_rules! bodies {
    ($($type:ident = $name:expr;)*) => {
        /// A body of any kind: its root says of which.
        ///
        /// ```
        /// use caldav_xml::{AnyBody, Body, XmlOptions};
        /// let octets = br#"<propfind xmlns="DAV:"><propname/></propfind>"#;
        /// let body = AnyBody::from_xml(octets, &XmlOptions::strict())?.value;
        /// assert!(matches!(body, AnyBody::Propfind(_)));
        /// assert_eq!(body.root(), "DAV:propfind");
        /// # Ok::<(), caldav_xml::XmlError>(())
        /// ```
        #[derive(Clone, Debug, PartialEq)]
        #[non_exhaustive]
        pub enum AnyBody {
            $(
                #[doc = concat!("A body that is a [`", stringify!($type), "`].")]
                $type($type),
            )*
            /// A report that nothing here reads, whole.
            Other(AnyElement),
        }

        impl AnyBody {
            /// The name of its root as an [`ExpandedName`](caldav_types::ExpandedName) is written.
            #[must_use]
            pub fn root(&self) -> String {
                match self {
                    $(Self::$type(_) => $name.to_string(),)*
                    Self::Other(element) => element.name.to_string(),
                }
            }
        }

        impl sealed::Sealed for AnyBody {}

        /// Any root that is known here: those of the reports that are kept whole too.
        impl Body for AnyBody {
            fn from_xml(octets: &[u8], options: &XmlOptions) -> Result<Read<Self>, XmlError> {
                let (value, diagnostics) = document::read(octets, options, |reader, root| {
                    $(
                        if root == $name {
                            return <$type as Content>::read(reader).map(Self::$type);
                        }
                    )*
                    let found = reader.expanded(root)?;
                    if let ReportName::Other(found) = ReportName::from(found) {
                        return Err(reader.error(XmlErrorKind::UnexpectedRoot { found }));
                    }
                    any_element::capture(reader, root).map(Self::Other)
                })?;
                Ok(Read { value, diagnostics })
            }

            fn to_xml(&self) -> String {
                match self {
                    $(Self::$type(body) => body.to_xml(),)*
                    Self::Other(element) => {
                        let mut writer = ElementWriter::new();
                        any_element::write(element, &mut writer);
                        writer.finish()
                    }
                }
            }
        }

        $(
            impl sealed::Sealed for $type {}

            impl Body for $type {
                fn from_xml(octets: &[u8], options: &XmlOptions) -> Result<Read<Self>, XmlError> {
                    read_root($name, octets, options)
                }

                fn to_xml(&self) -> String {
                    write_root($name, self)
                }
            }
        )*
    };
}

bodies! {
    Acl = Name::dav("acl");
    AclPrincipalPropSet = Name::dav("acl-principal-prop-set");
    CalendarMultiget = Name::caldav("calendar-multiget");
    CalendarQuery = Name::caldav("calendar-query");
    CalendarServerPrincipalSearch = Name::new(Namespace::CalendarServer, "calendarserver-principal-search");
    ErrorBody = Name::dav("error");
    ExpandProperty = Name::dav("expand-property");
    FreeBusyQuery = Name::caldav("free-busy-query");
    InviteNotification = Name::new(Namespace::CalendarServer, "invite-notification");
    InviteReply = Name::new(Namespace::CalendarServer, "invite-reply");
    LockInfo = Name::dav("lockinfo");
    Mkcalendar = Name::caldav("mkcalendar");
    MkcalendarResponse = Name::caldav("mkcalendar-response");
    Mkcol = Name::dav("mkcol");
    MkcolResponse = Name::dav("mkcol-response");
    Multiput = Name::new(Namespace::Me, "multiput");
    Multistatus = Name::dav("multistatus");
    Notification = Name::new(Namespace::CalendarServer, "notification");
    OwnCloudShare = Name::new(Namespace::OwnCloud, "share");
    PrincipalMatch = Name::dav("principal-match");
    PrincipalPropertySearch = Name::dav("principal-property-search");
    PrincipalSearchPropertySet = Name::dav("principal-search-property-set");
    Prop = Name::dav("prop");
    Propfind = Name::dav("propfind");
    Bind = Name::dav("bind");
    BindResponse = Name::dav("bind-response");
    Rebind = Name::dav("rebind");
    RebindResponse = Name::dav("rebind-response");
    Unbind = Name::dav("unbind");
    UnbindResponse = Name::dav("unbind-response");
    Proppatch = Name::dav("propertyupdate");
    PublishCalendar = Name::new(Namespace::CalendarServer, "publish-calendar");
    PushMessage = Name::new(Namespace::WebDavPush, "push-message");
    PushRegister = Name::new(Namespace::WebDavPush, "push-register");
    ResourceInviteReply = Name::dav("invite-reply");
    ScheduleResponse = Name::caldav("schedule-response");
    ServerInfo = Name::dav("server-info");
    Share = Name::new(Namespace::CalendarServer, "share");
    ShareResource = Name::dav("share-resource");
    SharedAs = Name::new(Namespace::CalendarServer, "shared-as");
    SyncCollection = Name::dav("sync-collection");
    UnpublishCalendar = Name::new(Namespace::CalendarServer, "unpublish-calendar");
}

impl sealed::Sealed for Report {}

/// Any root: whether there is such a report is for the server to say.
impl Body for Report {
    fn from_xml(octets: &[u8], options: &XmlOptions) -> Result<Read<Self>, XmlError> {
        let (value, diagnostics) =
            document::read(octets, options, |reader, root| report::read(root, reader))?;
        Ok(Read { value, diagnostics })
    }

    fn to_xml(&self) -> String {
        let mut writer = ElementWriter::new();
        report::write(self, &mut writer);
        writer.finish()
    }
}

fn read_root<T: Content>(name: Name<'_>, octets: &[u8], options: &XmlOptions) -> Result<Read<T>, XmlError> {
    let (value, diagnostics) = document::read(octets, options, |reader, root| {
        if root == name {
            return T::read(reader);
        }
        let found = reader.expanded(root)?;
        Err(reader.error(XmlErrorKind::UnexpectedRoot { found }))
    })?;
    Ok(Read { value, diagnostics })
}

fn write_root<T: Content>(name: Name<'_>, body: &T) -> String {
    let mut writer = ElementWriter::new();
    body.write_as(name, &mut writer);
    writer.finish()
}
