//! The names of parameters.

use crate::interning::names;

names! {
    /// The name of a property parameter.
    /// [RFC 5545 §3.2](https://www.rfc-editor.org/rfc/rfc5545#section-3.2) and its extensions
    ///
    /// ```
    /// use ical_model::ParameterName;
    /// assert_eq!(ParameterName::new("tzid"), ParameterName::TzId);
    /// ```
    pub enum ParameterName, 128 slots {
        /// RFC 5545 §3.2.1:
        AltRep = "ALTREP",
        /// RFC 5545 §3.2.2:
        Cn = "CN",
        /// RFC 5545 §3.2.3:
        CuType = "CUTYPE",
        /// RFC 5545 §3.2.4:
        DelegatedFrom = "DELEGATED-FROM",
        /// RFC 5545 §3.2.5:
        DelegatedTo = "DELEGATED-TO",
        /// RFC 9073 §5.3:
        Derived = "DERIVED",
        /// RFC 5545 §3.2.6:
        Dir = "DIR",
        /// RFC 7986 §6.1:
        Display = "DISPLAY",
        /// RFC 7986 §6.2:
        Email = "EMAIL",
        /// RFC 5545 §3.2.7:
        Encoding = "ENCODING",
        /// RFC 5545 §3.2.9:
        FbType = "FBTYPE",
        /// RFC 7986 §6.3:
        Feature = "FEATURE",
        /// RFC 8607 §4.2:
        Filename = "FILENAME",
        /// RFC 5545 §3.2.8:
        FmtType = "FMTTYPE",
        /// RFC 9253 §6.2:
        Gap = "GAP",
        /// RFC 7986 §6.4:
        Label = "LABEL",
        /// RFC 5545 §3.2.10:
        Language = "LANGUAGE",
        /// RFC 9253 §6.1:
        LinkRel = "LINKREL",
        /// RFC 8607 §4.3:
        ManagedId = "MANAGED-ID",
        /// RFC 5545 §3.2.11:
        Member = "MEMBER",
        /// RFC 9073 §5.1:
        Order = "ORDER",
        /// RFC 5545 §3.2.12:
        PartStat = "PARTSTAT",
        /// RFC 5545 §3.2.13:
        Range = "RANGE",
        /// RFC 5545 §3.2.14:
        Related = "RELATED",
        /// RFC 5545 §3.2.15:
        RelType = "RELTYPE",
        /// RFC 5545 §3.2.16:
        Role = "ROLE",
        /// RFC 5545 §3.2.17:
        Rsvp = "RSVP",
        /// RFC 6638 §7.1:
        ScheduleAgent = "SCHEDULE-AGENT",
        /// RFC 6638 §7.2:
        ScheduleForceSend = "SCHEDULE-FORCE-SEND",
        /// RFC 6638 §7.3:
        ScheduleStatus = "SCHEDULE-STATUS",
        /// RFC 9073 §5.2:
        Schema = "SCHEMA",
        /// RFC 5545 §3.2.18:
        SentBy = "SENT-BY",
        /// RFC 8607 §4.1:
        Size = "SIZE",
        /// RFC 5545 §3.2.19:
        TzId = "TZID",
        /// RFC 5545 §3.2.20:
        Value = "VALUE",
    }
}
