//! What a discovery found.

use http::Uri;

use crate::client::{Quirk, Quirks};
use crate::header::Dav;
use crate::multistatus::Response;
use crate::property::{
    CalendarColor, CalendarUserAddress, DataFormat, DavPropertyName, ReportName, ScheduleCalendarTransp,
    named,
};
use crate::{CTag, CollectionLimits, Href, LocalizedText, Privilege, PrivilegeSet, ResourceTypes, SyncToken};

/// A user's calendars and where they are: a principal, its homes, their calendars.
///
/// Every address is whole.
#[derive(Clone, Debug, Default, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub struct Account {
    /// Who the user is to the server (RFC 5397); `None` where the server does not tell.
    pub principal: Option<Href>,
    /// The name of the user.
    pub display_name: Option<LocalizedText>,
    /// Where the calendars are (RFC 4791, 6.2.1).
    pub homes: Vec<Href>,
    /// The calendars, in the order of the server.
    pub calendars: Vec<CalendarInfo>,
    /// Where scheduling messages come in (RFC 6638, 2.2).
    pub inbox: Option<Href>,
    /// Where scheduling messages are sent from (RFC 6638, 2.1).
    pub outbox: Option<Href>,
    /// The addresses that others invite the user by, as the server spells them (RFC 6638, 2.4.1).
    pub addresses: Vec<CalendarUserAddress>,
    /// What the server complies with.
    pub classes: Dav,
    /// In what the server differs.
    pub quirks: Quirks,
}

impl Account {
    /// The home in which a [`NewCalendar`](crate::client::NewCalendar) can be made; `None` where it is known that none
    /// can.
    #[must_use]
    pub fn home_for_new_calendars(&self) -> Option<&Href> {
        self.homes.first().filter(|_| !self.quirks.has(Quirk::NoNewCalendars))
    }
}

/// A calendar collection with what its server tells of it; what it does not tell is `None` or empty.
#[derive(Clone, Debug, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
#[non_exhaustive]
pub struct CalendarInfo {
    /// Its whole address.
    pub href: Href,
    /// DAV:resourcetype.
    pub types: ResourceTypes,
    /// DAV:displayname.
    pub display_name: Option<LocalizedText>,
    /// CALDAV:calendar-description.
    pub description: Option<LocalizedText>,
    /// Apple's calendar-color.
    pub color: Option<CalendarColor>,
    /// Apple's calendar-order.
    pub order: Option<i64>,
    /// CALDAV:calendar-timezone, an iCalendar object.
    pub time_zone: Option<String>,
    /// CALDAV:calendar-timezone-id.
    pub time_zone_id: Option<String>,
    /// CS:getctag.
    pub ctag: Option<CTag>,
    /// DAV:sync-token.
    pub sync_token: Option<SyncToken>,
    /// DAV:current-user-privilege-set.
    pub privileges: Option<PrivilegeSet>,
    /// DAV:supported-report-set.
    pub reports: Vec<ReportName>,
    /// CALDAV:supported-calendar-component-set and the limits of RFC 4791 5.2.
    pub limits: CollectionLimits,
    /// CALDAV:supported-calendar-data.
    pub formats: Vec<DataFormat>,
    /// CALDAV:schedule-calendar-transp.
    pub transparency: Option<ScheduleCalendarTransp>,
    /// DAV:owner.
    pub owner: Option<Href>,
    /// CS:source, where the server fetches the calendar.
    pub source: Option<Href>,
}

impl CalendarInfo {
    /// Is DAV:sync-collection understood (RFC 6578)?
    #[must_use]
    pub fn supports_sync(&self) -> bool {
        self.reports.contains(&ReportName::SyncCollection)
    }

    /// May the user change what is in it? Where the server does not tell, a try will.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        self.privileges
            .as_ref()
            .is_none_or(|mine| mine.grants(&Privilege::WriteContent) || mine.grants(&Privilege::Bind))
    }

    /// What a response to a PROPFIND says of a calendar at this address.
    pub(in crate::client) fn read(response: &Response, address: &Uri, request: &Uri) -> Self {
        let whole = |href: &Href| whole(href, request);
        Self {
            href: Href::from(address),
            types: response.get::<named::ResourceType>().cloned().unwrap_or_default(),
            display_name: response.get::<named::DisplayName>().cloned(),
            description: response.get::<named::CalendarDescription>().cloned(),
            color: response.get::<named::CalendarColor>().cloned(),
            order: response.get::<named::CalendarOrder>().copied(),
            time_zone: response.get::<named::CalendarTimezone>().cloned(),
            time_zone_id: response.get::<named::CalendarTimezoneId>().map(|id| id.as_str().to_owned()),
            ctag: response.get::<named::GetCTag>().cloned(),
            sync_token: response.get::<named::SyncToken>().filter(|token| !token.is_initial()).cloned(),
            privileges: response.get::<named::CurrentUserPrivilegeSet>().cloned(),
            reports: response.get::<named::SupportedReportSet>().cloned().unwrap_or_default(),
            limits: limits(response),
            formats: response
                .get::<named::SupportedCalendarData>()
                .map(|set| set.0.clone())
                .unwrap_or_default(),
            transparency: response.get::<named::ScheduleCalendarTransp>().copied(),
            owner: response.get::<named::Owner>().and_then(|owner| owner.as_ref().and_then(whole)),
            source: response.get::<named::Source>().cloned(),
        }
    }
}

/// The address seen from that of the request.
pub(super) fn whole(href: &Href, request: &Uri) -> Option<Href> {
    href.resolve(request).ok().map(|uri| Href::from(&uri))
}

fn limits(response: &Response) -> CollectionLimits {
    let mut limits = CollectionLimits::default();
    if let Some(components) = response.get::<named::SupportedCalendarComponentSet>() {
        limits = limits.with_supported_components(components.0.iter().map(String::as_str));
    }
    if let Some(octets) = response.get::<named::MaxResourceSize>() {
        limits = limits.with_max_resource_size(*octets);
    }
    if let Some(earliest) = response.get::<named::MinDateTime>() {
        limits = limits.with_min_date_time(earliest.0);
    }
    if let Some(latest) = response.get::<named::MaxDateTime>() {
        limits = limits.with_max_date_time(latest.0);
    }
    if let Some(instances) = response.get::<named::MaxInstances>() {
        limits = limits.with_max_instances(*instances);
    }
    if let Some(attendees) = response.get::<named::MaxAttendeesPerInstance>() {
        limits = limits.with_max_attendees_per_instance(*attendees);
    }
    limits
}

/// What is asked of the context path.
pub(super) const OF_CONTEXT: &[DavPropertyName] = &[
    DavPropertyName::CurrentUserPrincipal,
    DavPropertyName::ResourceType,
    DavPropertyName::CalendarHomeSet,
    DavPropertyName::PrincipalUrl,
];

/// What is asked of the principal.
pub(super) const OF_PRINCIPAL: &[DavPropertyName] = &[
    DavPropertyName::CalendarHomeSet,
    DavPropertyName::DisplayName,
    DavPropertyName::ResourceType,
    DavPropertyName::CalendarUserAddressSet,
    DavPropertyName::ScheduleInboxUrl,
    DavPropertyName::ScheduleOutboxUrl,
];

/// What is asked of calendars where a server refuses to tell everything.
pub(super) const OF_CALENDARS_SHORT: &[DavPropertyName] = &[
    DavPropertyName::ResourceType,
    DavPropertyName::DisplayName,
    DavPropertyName::GetCTag,
    DavPropertyName::SyncToken,
];

/// What is asked of calendars.
pub(super) const OF_CALENDARS: &[DavPropertyName] = &[
    DavPropertyName::ResourceType,
    DavPropertyName::DisplayName,
    DavPropertyName::CalendarDescription,
    DavPropertyName::CalendarColor,
    DavPropertyName::CalendarOrder,
    DavPropertyName::CalendarTimezone,
    DavPropertyName::CalendarTimezoneId,
    DavPropertyName::SupportedCalendarComponentSet,
    DavPropertyName::SupportedCalendarData,
    DavPropertyName::GetCTag,
    DavPropertyName::SyncToken,
    DavPropertyName::CurrentUserPrivilegeSet,
    DavPropertyName::SupportedReportSet,
    DavPropertyName::MaxResourceSize,
    DavPropertyName::MinDateTime,
    DavPropertyName::MaxDateTime,
    DavPropertyName::MaxInstances,
    DavPropertyName::MaxAttendeesPerInstance,
    DavPropertyName::ScheduleCalendarTransp,
    DavPropertyName::Owner,
    DavPropertyName::Source,
];
