//! The properties of a resource: those that the server works out, and those that clients set.

use caldav_types::acl::AclRestrictions;
use caldav_types::header::HttpDate;
use caldav_types::lock::{LockEntry, LockScope, LockType};
use caldav_types::property::{
    CalendarDataSet, CalendarUserAddress, CalendarUserType, CollationSet, ComponentSet, DataFormat,
    DavProperty, DavPropertyName as Name, ReportName,
};
use caldav_types::server::acl::{AccessFacts, PrincipalFacts, access_properties, principal_properties};
use caldav_types::server::report::supported_reports;
use caldav_types::server::{Features, ResourceProperties};
use caldav_types::{Collation, CollectionLimits, Href, InternetDateTime, UtcDateTime};

use super::path::Path;
use super::principals::{CALENDARS, FILES, PRINCIPALS, Principal};
use super::store::Resource;
use super::sync;
use super::view::View;

impl View<'_> {
    /// The properties of a resource, as far as they are wanted.
    pub(super) fn properties(&self, path: &Path, is_wanted: &dyn Fn(&Name) -> bool) -> ResourceProperties {
        let Some(resource) = self.store.get(path) else { return ResourceProperties::new(path.href(false)) };
        let href = path.href(resource.is_collection());
        let mut all = ResourceProperties::new(href.clone());
        // What is set once and never after is worked out below.
        let is_set = |property: &&DavProperty| {
            let name = property.name();
            is_wanted(&name) && !Self::is_protected(&name)
        };
        all.properties.extend(resource.properties.iter().filter(is_set).cloned());
        for (name, value) in LIVE {
            if is_wanted(name) {
                all.properties.extend(value(self, path, resource));
            }
        }
        let privileges = self.privileges(path);
        let owner = resource.owner.as_ref().map(|owner| owner.href(true));
        let entries = if is_wanted(&Name::Acl) { self.entries(path) } else { Vec::new() };
        access_properties(
            AccessFacts {
                user: self.user,
                privileges: &privileges,
                owner: owner.as_ref(),
                group: None,
                supported: self.supported,
                aces: &entries,
                restrictions: &AclRestrictions::default(),
                inherited_acl_set: &[],
                principal_collections: &[Path::of_segments([PRINCIPALS]).href(true)],
            },
            is_wanted,
            &mut all,
        );
        if let Some(principal) = self.principals.at(path) {
            self.principal(principal, &href, is_wanted, &mut all);
        }
        all
    }

    /// The properties that clients cannot set, of those that a resource has or could have.
    pub(super) fn is_protected(name: &Name) -> bool {
        LIVE.iter().any(|(live, _)| live == name) || OF_ACCESS.contains(name)
    }

    /// What a calendar takes: what all calendars do, but of the components that it was made for.
    pub(super) fn limits(&self, calendar: &Resource) -> CollectionLimits {
        let limits = self.settings.limits.clone();
        match calendar.property(&Name::SupportedCalendarComponentSet) {
            Some(DavProperty::SupportedCalendarComponentSet(set)) => {
                limits.with_supported_components(set.0.clone())
            }
            _ => limits,
        }
    }

    fn principal(
        &self,
        principal: &Principal,
        href: &Href,
        is_wanted: &dyn Fn(&Name) -> bool,
        all: &mut ResourceProperties,
    ) {
        let groups: Vec<_> = self.principals.groups_of(&principal.path).map(Principal::href).collect();
        let members: Vec<_> = principal.members.iter().map(|member| member.href(true)).collect();
        let before = all.properties.len();
        principal_properties(
            PrincipalFacts {
                principal_url: href,
                alternate_uris: &[],
                groups: &groups,
                members: principal.is_group().then_some(&members),
            },
            all,
        );
        let user_type =
            if principal.is_group() { CalendarUserType::Group } else { CalendarUserType::Individual };
        all.properties.push(DavProperty::CalendarUserType(user_type));
        if !principal.is_group() {
            let addresses =
                principal.addresses.iter().map(|address| CalendarUserAddress::from(address.as_str()));
            let itself = CalendarUserAddress::from(href.as_str());
            all.properties.push(DavProperty::CalendarUserAddressSet(addresses.chain([itself]).collect()));
            all.properties.push(DavProperty::CalendarHomeSet(vec![principal.home().href(true)]));
        }
        let mut place = 0;
        all.properties.retain(|property| {
            place += 1;
            place <= before || is_wanted(&property.name())
        });
    }

    /// The properties of a resource that are live: those that the server works out, and those that it watches over.
    fn live_properties(&self, path: &Path, resource: &Resource) -> Vec<Name> {
        let is_all = |name: &Name| *name != Name::SupportedLivePropertySet;
        let found = self.properties(path, &is_all);
        let found = found.properties.iter().map(DavProperty::name).chain(found.forbidden);
        let watched: &[Name] = if resource.is_calendar() {
            &[Name::DisplayName, Name::CalendarDescription, Name::CalendarTimezone]
        } else {
            &[Name::DisplayName]
        };
        let mut live: Vec<_> = found.filter(Self::is_protected).collect();
        live.push(Name::SupportedLivePropertySet);
        live.extend(watched.iter().cloned());
        live
    }

    /// The octets that the owner of a resource has stored.
    pub(super) fn used(&self, owner: Option<&Path>) -> u64 {
        self.store
            .below(&Path::root())
            .filter(|(_, resource)| owner.is_some() && resource.owner.as_ref() == owner)
            .filter_map(|(_, resource)| resource.content())
            .map(|content| content.octets.len() as u64)
            .sum()
    }

    /// The reports that a resource understands.
    pub(super) fn reports(&self, path: &Path, resource: &Resource) -> Vec<ReportName> {
        let mut reports = supported_reports(&resource.types(), self.is_calendar_object(path, resource));
        if !is_synchronized(path, resource) {
            reports.retain(|report| *report != ReportName::SyncCollection);
        }
        reports
    }

    /// Is it an object of a calendar?
    pub(super) fn is_calendar_object(&self, path: &Path, resource: &Resource) -> bool {
        let parent = path.parent().and_then(|parent| self.store.get(&parent));
        !resource.is_collection() && parent.is_some_and(Resource::is_calendar)
    }
}

/// How a property is worked out; it may be one that the resource does not have.
type Value = fn(&View<'_>, &Path, &Resource) -> Option<DavProperty>;

/// The properties that are worked out, but for those of access and of principals.
static LIVE: &[(Name, Value)] = &[
    (Name::CreationDate, |_, _, resource| {
        Some(DavProperty::CreationDate(InternetDateTime(resource.created)))
    }),
    (Name::GetContentLength, |_, _, resource| {
        resource.content().map(|content| DavProperty::GetContentLength(content.octets.len() as u64))
    }),
    (Name::GetContentType, |_, _, resource| {
        resource.content()?.media_type.clone().map(DavProperty::GetContentType)
    }),
    (Name::GetEtag, |_, _, resource| resource.entity_tag().map(DavProperty::GetEtag)),
    (Name::GetLastModified, |_, _, resource| {
        resource.content().map(|_| DavProperty::GetLastModified(HttpDate(resource.modified)))
    }),
    (Name::LockDiscovery, |view, path, _| Some(DavProperty::LockDiscovery(view.state(path).locks))),
    (Name::ResourceType, |_, _, resource| Some(DavProperty::ResourceType(resource.types()))),
    (Name::SupportedLock, |_, _, _| {
        let entry = |scope| LockEntry { scope, lock_type: LockType::Write };
        Some(DavProperty::SupportedLock(vec![entry(LockScope::Exclusive), entry(LockScope::Shared)]))
    }),
    (Name::SupportedReportSet, |view, path, resource| {
        Some(DavProperty::SupportedReportSet(view.reports(path, resource)))
    }),
    (Name::SupportedMethodSet, |view, path, resource| {
        let features = features(path, resource);
        Some(DavProperty::SupportedMethodSet(features.allow(&view.state(path)).0))
    }),
    (Name::SupportedLivePropertySet, |view, path, resource| {
        Some(DavProperty::SupportedLivePropertySet(view.live_properties(path, resource)))
    }),
    (Name::SyncToken, |view, path, resource| {
        is_synchronized(path, resource).then(|| DavProperty::SyncToken(sync::token(view.store, resource)))
    }),
    (Name::GetCTag, |view, path, resource| {
        is_synchronized(path, resource).then(|| DavProperty::GetCTag(sync::ctag(view.store, resource)))
    }),
    (Name::AddMember, |_, path, resource| {
        is_synchronized(path, resource).then(|| DavProperty::AddMember(path.href(true)))
    }),
    (Name::QuotaUsedBytes, |view, _, resource| {
        let owner = resource.owner.as_ref().filter(|_| resource.is_collection())?;
        Some(DavProperty::QuotaUsedBytes(view.used(Some(owner))))
    }),
    (Name::QuotaAvailableBytes, |view, _, resource| {
        let owner = resource.owner.as_ref().filter(|_| resource.is_collection())?;
        let quota = view.settings.quota?;
        Some(DavProperty::QuotaAvailableBytes(quota.saturating_sub(view.used(Some(owner)))))
    }),
    (Name::SupportedCalendarComponentSet, |view, _, resource| {
        let limits = resource.is_calendar().then(|| view.limits(resource))?;
        let names = limits.supported_components().map(<[String]>::to_vec);
        let names = names.unwrap_or_else(|| COMPONENTS.map(str::to_owned).to_vec());
        Some(DavProperty::SupportedCalendarComponentSet(ComponentSet(names)))
    }),
    (Name::SupportedCalendarData, |_, _, resource| {
        let formats = CalendarDataSet(vec![DataFormat::icalendar()]);
        resource.is_calendar().then_some(DavProperty::SupportedCalendarData(formats))
    }),
    (Name::SupportedCollationSet, |_, path, resource| {
        let collations = vec![Collation::AsciiCasemap, Collation::Octet, Collation::UnicodeCasemap];
        let has_queries =
            is_in(path, CALENDARS) && (resource.is_collection() || resource.content().is_some());
        has_queries.then_some(DavProperty::SupportedCollationSet(CollationSet(collations)))
    }),
    (Name::MaxResourceSize, |view, _, resource| {
        view.settings
            .limits
            .max_resource_size()
            .filter(|_| resource.is_calendar())
            .map(DavProperty::MaxResourceSize)
    }),
    (Name::MinDateTime, |view, _, resource| {
        let earliest = view.settings.limits.min_date_time().filter(|_| resource.is_calendar())?;
        Some(DavProperty::MinDateTime(UtcDateTime(earliest)))
    }),
    (Name::MaxDateTime, |view, _, resource| {
        let latest = view.settings.limits.max_date_time().filter(|_| resource.is_calendar())?;
        Some(DavProperty::MaxDateTime(UtcDateTime(latest)))
    }),
    (Name::MaxInstances, |view, _, resource| {
        view.settings.limits.max_instances().filter(|_| resource.is_calendar()).map(DavProperty::MaxInstances)
    }),
    (Name::MaxAttendeesPerInstance, |view, _, resource| {
        let most = view.settings.limits.max_attendees_per_instance().filter(|_| resource.is_calendar())?;
        Some(DavProperty::MaxAttendeesPerInstance(most))
    }),
];

/// The properties of access and of principals, which nobody sets by PROPPATCH.
static OF_ACCESS: &[Name] = &[
    Name::Acl,
    Name::AclRestrictions,
    Name::AlternateUriSet,
    Name::CalendarHomeSet,
    Name::CalendarUserAddressSet,
    Name::CalendarUserType,
    Name::CurrentUserPrincipal,
    Name::CurrentUserPrivilegeSet,
    Name::Group,
    Name::GroupMemberSet,
    Name::GroupMembership,
    Name::InheritedAclSet,
    Name::Owner,
    Name::PrincipalCollectionSet,
    Name::PrincipalUrl,
    Name::SupportedPrivilegeSet,
];

/// The components that a calendar takes where nobody restricts it.
const COMPONENTS: [&str; 5] = ["VEVENT", "VTODO", "VJOURNAL", "VFREEBUSY", "VAVAILABILITY"];

/// What the server can do with a resource.
pub(super) fn features(path: &Path, resource: &Resource) -> Features {
    Features { add_member: is_synchronized(path, resource), ..Features::default() }
}

/// Is it a collection that its users fill?
pub(super) fn is_synchronized(path: &Path, resource: &Resource) -> bool {
    resource.is_collection() && (is_in(path, CALENDARS) || is_in(path, FILES))
}

/// Does it belong to a user, in that part of the tree?
fn is_in(path: &Path, part: &str) -> bool {
    path.is_below(&Path::of_segments([part]))
}
