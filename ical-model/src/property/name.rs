//! The names of properties.

use crate::interning::names;

names! {
    /// The name of a property.
    /// [RFC 5545 §3.7, §3.8](https://www.rfc-editor.org/rfc/rfc5545#section-3.7) and its extensions
    ///
    /// ```
    /// use ical_model::PropertyName;
    /// assert_eq!(PropertyName::new("dtstart"), PropertyName::DtStart);
    /// assert_eq!(PropertyName::LastModified.as_str(), "LAST-MODIFIED");
    /// ```
    pub enum PropertyName, 256 slots {
        /// RFC 9074 §6.1:
        Acknowledged = "ACKNOWLEDGED",
        /// RFC 5545 §3.8.6.1:
        Action = "ACTION",
        /// RFC 5545 §3.8.1.1:
        Attach = "ATTACH",
        /// RFC 5545 §3.8.4.1:
        Attendee = "ATTENDEE",
        /// RFC 7953 §3.2:
        BusyType = "BUSYTYPE",
        /// RFC 9073 §6.4:
        CalendarAddress = "CALENDAR-ADDRESS",
        /// RFC 5545 §3.7.1:
        CalScale = "CALSCALE",
        /// RFC 5545 §3.8.1.2:
        Categories = "CATEGORIES",
        /// RFC 5545 §3.8.1.3:
        Class = "CLASS",
        /// RFC 7986 §5.9:
        Color = "COLOR",
        /// RFC 5545 §3.8.1.4:
        Comment = "COMMENT",
        /// RFC 5545 §3.8.2.1:
        Completed = "COMPLETED",
        /// RFC 9253 §8.1:
        Concept = "CONCEPT",
        /// RFC 7986 §5.11:
        Conference = "CONFERENCE",
        /// RFC 5545 §3.8.4.2:
        Contact = "CONTACT",
        /// RFC 5545 §3.8.7.1:
        Created = "CREATED",
        /// RFC 5545 §3.8.1.5:
        Description = "DESCRIPTION",
        /// RFC 5545 §3.8.2.2:
        DtEnd = "DTEND",
        /// RFC 5545 §3.8.7.2:
        DtStamp = "DTSTAMP",
        /// RFC 5545 §3.8.2.4:
        DtStart = "DTSTART",
        /// RFC 5545 §3.8.2.3:
        Due = "DUE",
        /// RFC 5545 §3.8.2.5:
        Duration = "DURATION",
        /// RFC 5545 §3.8.5.1:
        ExDate = "EXDATE",
        /// RFC 2445 §4.8.5.2:
        ExRule = "EXRULE",
        /// RFC 5545 §3.8.2.6:
        FreeBusy = "FREEBUSY",
        /// RFC 5545 §3.8.1.6:
        Geo = "GEO",
        /// RFC 7986 §5.10:
        Image = "IMAGE",
        /// RFC 5545 §3.8.7.3:
        LastModified = "LAST-MODIFIED",
        /// RFC 9253 §8.2:
        Link = "LINK",
        /// RFC 5545 §3.8.1.7:
        Location = "LOCATION",
        /// RFC 9073 §6.1:
        LocationType = "LOCATION-TYPE",
        /// RFC 5545 §3.7.2:
        Method = "METHOD",
        /// RFC 7986 §5.1:
        Name = "NAME",
        /// RFC 5545 §3.8.4.3:
        Organizer = "ORGANIZER",
        /// RFC 9073 §6.2:
        ParticipantType = "PARTICIPANT-TYPE",
        /// RFC 5545 §3.8.1.8:
        PercentComplete = "PERCENT-COMPLETE",
        /// RFC 5545 §3.8.1.9:
        Priority = "PRIORITY",
        /// RFC 5545 §3.7.3:
        ProdId = "PRODID",
        /// RFC 9074 §8.1:
        Proximity = "PROXIMITY",
        /// RFC 5545 §3.8.5.2:
        RDate = "RDATE",
        /// RFC 5545 §3.8.4.4:
        RecurrenceId = "RECURRENCE-ID",
        /// RFC 9253 §8.3:
        RefId = "REFID",
        /// RFC 7986 §5.7:
        RefreshInterval = "REFRESH-INTERVAL",
        /// RFC 9253 §9.1:
        RelatedTo = "RELATED-TO",
        /// RFC 5545 §3.8.6.2:
        Repeat = "REPEAT",
        /// RFC 5545 §3.8.8.3:
        RequestStatus = "REQUEST-STATUS",
        /// RFC 9073 §6.3:
        ResourceType = "RESOURCE-TYPE",
        /// RFC 5545 §3.8.1.10:
        Resources = "RESOURCES",
        /// RFC 5545 §3.8.5.3:
        RRule = "RRULE",
        /// RFC 5545 §3.8.7.4:
        Sequence = "SEQUENCE",
        /// RFC 7986 §5.8:
        Source = "SOURCE",
        /// RFC 5545 §3.8.1.11:
        Status = "STATUS",
        /// RFC 9073 §6.6:
        StructuredData = "STRUCTURED-DATA",
        /// RFC 9073 §6.5:
        StyledDescription = "STYLED-DESCRIPTION",
        /// RFC 5545 §3.8.1.12:
        Summary = "SUMMARY",
        /// RFC 5545 §3.8.2.7:
        Transp = "TRANSP",
        /// RFC 5545 §3.8.6.3:
        Trigger = "TRIGGER",
        /// RFC 5545 §3.8.3.1:
        TzId = "TZID",
        /// RFC 7808 §7.2:
        TzIdAliasOf = "TZID-ALIAS-OF",
        /// RFC 5545 §3.8.3.2:
        TzName = "TZNAME",
        /// RFC 5545 §3.8.3.3:
        TzOffsetFrom = "TZOFFSETFROM",
        /// RFC 5545 §3.8.3.4:
        TzOffsetTo = "TZOFFSETTO",
        /// RFC 7808 §7.1:
        TzUntil = "TZUNTIL",
        /// RFC 5545 §3.8.3.5:
        TzUrl = "TZURL",
        /// RFC 5545 §3.8.4.7:
        Uid = "UID",
        /// RFC 5545 §3.8.4.6:
        Url = "URL",
        /// RFC 5545 §3.7.4:
        Version = "VERSION",
    }
}
