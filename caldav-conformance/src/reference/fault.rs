//! What a server can do wrong, one rule each.

use super::switch::switches;

switches! {
    /// Something that a server does wrong when told to.
    ///
    /// ```
    /// use caldav_conformance::reference::Fault;
    /// assert_eq!("if-match-ignored".parse(), Ok(Fault::IfMatchIgnored));
    /// assert_eq!(Fault::IfMatchIgnored.description(), "If-Match does not matter (RFC 9110, 13.1.1).");
    /// ```
    Fault,
    /// The name is of no fault.
    UnknownFault("a fault");

    // Entity tags and conditions
    /// The ETag that PUT answers with is not the one of the resource (RFC 4791, 5.3.4).
    WrongEtagAfterPut = "wrong-etag-after-put";
    /// No reply has an ETag, and no resource DAV:getetag (RFC 4791, 5.3.4).
    NoEtag = "no-etag";
    /// Entity tags are weak (RFC 4791, 5.3.4).
    WeakEtag = "weak-etag";
    /// Entity tags are written without quotes (RFC 9110, 8.8.3).
    EtagWithoutQuotes = "etag-without-quotes";
    /// A resource keeps its entity tag when its content changes (RFC 9110, 8.8.3).
    EtagUnchanged = "etag-unchanged";
    /// DAV:getetag is another tag than the field ETag (RFC 4918, 15.6).
    EtagPropertyDiffers = "etag-property-differs";
    /// If-Match does not matter (RFC 9110, 13.1.1).
    IfMatchIgnored = "if-match-ignored";
    /// If-None-Match does not matter (RFC 9110, 13.1.2).
    IfNoneMatchIgnored = "if-none-match-ignored";
    // What is stored
    /// PUT stores something else than was sent, and tells its ETag all the same (RFC 4791, 5.3.4).
    PutDataAltered = "put-data-altered";
    /// Any octets are a calendar (RFC 4791, 5.3.2.1).
    InvalidDataAccepted = "invalid-data-accepted";
    /// A calendar with METHOD is stored (RFC 4791, 4.1).
    MethodAccepted = "method-accepted";
    /// Components are stored that the calendar does not take (RFC 4791, 5.2.3).
    ComponentAccepted = "component-accepted";
    /// CALDAV:max-resource-size is told and does not matter (RFC 4791, 5.2.5).
    SizeLimitIgnored = "size-limit-ignored";
    /// Two resources of a calendar can have one UID (RFC 4791, 4.1).
    UidConflictAccepted = "uid-conflict-accepted";
    /// CALDAV:no-uid-conflict does not say which resource has the UID (RFC 4791, 5.3.2.1).
    UidConflictWithoutHref = "uid-conflict-without-href";
    /// A calendar can be made in a calendar (RFC 4791, 4.2).
    CalendarInCalendarAccepted = "calendar-in-calendar-accepted";
    /// MKCALENDAR where something is already answers 201 (RFC 4791, 5.3.1.1).
    MkcalendarOnExistingAccepted = "mkcalendar-on-existing-accepted";
    /// The properties in the body of MKCALENDAR are not set (RFC 4791, 5.3.1).
    MkcalendarPropertiesLost = "mkcalendar-properties-lost";
    // Properties
    /// A PROPPATCH that fails has set some of the properties (RFC 4918, 9.2).
    ProppatchPartial = "proppatch-partial";
    /// A PROPPATCH that succeeds has set nothing (RFC 4918, 9.2).
    ProppatchLost = "proppatch-lost";
    /// The language of a text is forgotten (RFC 4918, 4.3).
    LanguageLost = "language-lost";
    /// Properties that a resource does not have are passed over (RFC 4918, 9.1).
    MissingPropertiesUntold = "missing-properties-untold";
    /// The field Depth of a PROPFIND does not matter; it is always 1 (RFC 4918, 9.1).
    PropfindDepthIgnored = "propfind-depth-ignored";
    /// DAV:allprop returns CALDAV:calendar-data (RFC 4791, 9.6).
    AllpropWithCalendarData = "allprop-with-calendar-data";
    /// DAV:resourcetype of a calendar does not say that it is one (RFC 4791, 4.2).
    ResourcetypeWithoutCalendar = "resourcetype-without-calendar";
    /// Principals do not say where their calendars are (RFC 4791, 6.2.1).
    CalendarHomeSetMissing = "calendar-home-set-missing";
    /// DAV:supported-report-set lacks the reports of CalDAV (RFC 4791, 7).
    SupportedReportSetLies = "supported-report-set-lies";
    // Addresses
    /// Addresses are not percent-encoded (RFC 4918, 8.3.1).
    HrefNotEncoded = "href-not-encoded";
    /// Addresses name a host that nobody knows (RFC 4918, 8.3).
    HrefOfAnotherHost = "href-of-another-host";
    /// Addresses of collections do not end with a slash (RFC 4918, 5.2).
    CollectionHrefWithoutSlash = "collection-href-without-slash";
    /// /.well-known/caldav leads nowhere (RFC 6764, 5).
    RedirectLost = "redirect-lost";
    // Synchronization
    /// Every sync token is taken, whoever gave it (RFC 6578, 3.2).
    BogusSyncTokenAccepted = "bogus-sync-token-accepted";
    /// Removed members are not told (RFC 6578, 3.5.2).
    SyncRemovalsUntold = "sync-removals-untold";
    /// Removed members are told by a propstat in the place of a status (RFC 6578, 3.5.2).
    SyncRemovalsAsPropstat = "sync-removals-as-propstat";
    /// What a limit cuts off is never told (RFC 6578, 3.6).
    SyncChangeLostUnderLimit = "sync-change-lost-under-limit";
    /// DAV:limit does not matter (RFC 6578, 3.7).
    SyncLimitIgnored = "sync-limit-ignored";
    /// CS:getctag is always the same (caldav-ctag, 4.1).
    CtagConstant = "ctag-constant";
    // Queries
    /// CALDAV:expand does not matter (RFC 4791, 9.6.5).
    ExpandIgnored = "expand-ignored";
    /// CALDAV:expand leaves times local (RFC 4791, 9.6.5).
    ExpandLeftLocal = "expand-left-local";
    /// Expanded instances do not say which they are (RFC 4791, 9.6.5).
    ExpandWithoutRecurrenceId = "expand-without-recurrence-id";
    /// Floating times are in UTC, whatever the zone of the calendar (RFC 4791, 7.3).
    FloatingAsUtc = "floating-as-utc";
    /// Transparent events make busy (RFC 4791, 7.10).
    FreeBusyShowsTransparent = "free-busy-shows-transparent";
    /// CALDAV:calendar-multiget passes over what is not there (RFC 4791, 7.9).
    MultigetSkipsMissing = "multiget-skips-missing";
    /// CALDAV:time-range does not matter (RFC 4791, 9.9).
    TimeRangeIgnored = "time-range-ignored";
    /// CALDAV:is-not-defined does not matter (RFC 4791, 9.7.4).
    IsNotDefinedIgnored = "is-not-defined-ignored";
    /// negate-condition does not matter (RFC 4791, 9.7.5).
    NegateIgnored = "negate-ignored";
    /// Texts are compared with regard to case by every collation (RFC 4791, 7.5).
    CollationCaseSensitive = "collation-case-sensitive";
    // Locks, copies, access
    /// Locks keep nobody from changing anything (RFC 4918, 7).
    LockIgnored = "lock-ignored";
    /// All locks have one token (RFC 4918, 6.5).
    LockTokenReused = "lock-token-reused";
    /// Locks hold longer than they say (RFC 4918, 6.6).
    LockNeverExpires = "lock-never-expires";
    /// COPY and MOVE overwrite what they are not to (RFC 4918, 10.6).
    OverwriteIgnored = "overwrite-ignored";
    /// MOVE leaves the resource where it was, too (RFC 4918, 9.9).
    MoveLeavesSource = "move-leaves-source";
    /// COPY leaves the properties behind (RFC 4918, 9.8.2).
    CopyLosesProperties = "copy-loses-properties";
    /// Everyone who is authenticated may do everything (RFC 3744, 5.5).
    AclIgnored = "acl-ignored";
    // HTTP
    /// The field DAV lacks calendar-access (RFC 4791, 5.1).
    CalendarAccessUntold = "calendar-access-untold";
    /// A calendar has another Content-Type than text/calendar (RFC 4791, 5.3.4).
    ContentTypeWrong = "content-type-wrong";
    /// What is made by PUT is answered with 200 (RFC 9110, 9.3.4).
    CreatedAsOk = "created-as-ok";
    /// A multistatus is answered with 200 (RFC 4918, 13).
    MultistatusAsOk = "multistatus-as-ok";
    /// Refusals do not say what condition was not kept (RFC 4791, 1.3).
    ErrorBodyLost = "error-body-lost";
    /// A 401 has no challenge (RFC 9110, 15.5.2).
    ChallengeMissing = "challenge-missing";
    /// A 405 does not say what is allowed (RFC 9110, 15.5.6).
    AllowMissing = "allow-missing";
    /// XML ends before its end (RFC 4918, 8.2).
    XmlTruncated = "xml-truncated";
}
