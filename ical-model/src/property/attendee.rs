//! ATTENDEE and ORGANIZER: who takes part and who invites.
//!
//! [RFC 5545 §3.8.4.1](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.4.1),
//! [§3.8.4.3](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.4.3)

use crate::parameter::{CuType, LanguageTag, PartStat, Role, ScheduleAgent, ScheduleForceSend, StatusCode};
use crate::property::declare::{plain_properties, property};
use crate::value::{CalAddress, Uri};

property! {
    /// ATTENDEE, who takes part.
    /// [RFC 5545 §3.8.4.1](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.4.1),
    /// [RFC 7986 §6.2](https://www.rfc-editor.org/rfc/rfc7986#section-6.2),
    /// [RFC 6638 §7](https://www.rfc-editor.org/rfc/rfc6638#section-7)
    ///
    /// What holds without a parameter, and how an unknown name counts, say the `effective_` methods.
    ///
    /// ```
    /// use ical_model::parameter::{PartStat, Role};
    /// use ical_model::property::Attendee;
    /// use ical_model::value::CalAddress;
    /// let mut attendee = Attendee::from(CalAddress::mailto("jsmith@example.com")?);
    /// assert_eq!(attendee.effective_role(), Role::ReqParticipant);
    /// attendee.part_stat = Some(PartStat::new("X-MAYBE"));
    /// assert_eq!(attendee.effective_part_stat(), PartStat::NeedsAction);
    /// # Ok::<(), ical_model::value::ValueError>(())
    /// ```
    pub struct Attendee {
        /// The address, mostly of email.
        pub value: CalAddress<'static>,
        /// CUTYPE, what kind of calendar user it is.
        pub cu_type: Option<CuType> = CuType,
        /// MEMBER, the groups it belongs to.
        pub member: Vec<CalAddress<'static>> = Member,
        /// ROLE, its part.
        pub role: Option<Role> = Role,
        /// PARTSTAT, whether it takes part.
        pub part_stat: Option<PartStat> = PartStat,
        /// RSVP, whether an answer is wanted.
        pub rsvp: bool = Rsvp,
        /// DELEGATED-TO, who takes its place.
        pub delegated_to: Vec<CalAddress<'static>> = DelegatedTo,
        /// DELEGATED-FROM, whose place it takes.
        pub delegated_from: Vec<CalAddress<'static>> = DelegatedFrom,
        /// SENT-BY, who acts for it.
        pub sent_by: Option<CalAddress<'static>> = SentBy,
        /// CN, its name.
        pub cn: Option<String> = Cn,
        /// DIR, its entry in a directory.
        pub dir: Option<Uri<'static>> = Dir,
        /// LANGUAGE, the language of the name.
        pub language: Option<LanguageTag> = Language,
        /// EMAIL, its email address where the value is none.
        pub email: Option<String> = Email,
        /// SCHEDULE-AGENT, who delivers scheduling messages to it.
        pub schedule_agent: Option<ScheduleAgent> = ScheduleAgent,
        /// SCHEDULE-FORCE-SEND, the message that is to be sent in any case.
        pub schedule_force_send: Option<ScheduleForceSend> = ScheduleForceSend,
        /// SCHEDULE-STATUS, what became of the last message.
        pub schedule_status: Vec<StatusCode> = ScheduleStatus,
    }
}

impl Attendee {
    /// What kind of calendar user it is: a person when CUTYPE does not say.
    #[must_use]
    pub fn effective_cu_type(&self) -> CuType {
        self.cu_type.as_ref().map(CuType::effective).unwrap_or_default()
    }

    /// Its part: one that is required when ROLE does not say.
    #[must_use]
    pub fn effective_role(&self) -> Role {
        self.role.as_ref().map(Role::effective).unwrap_or_default()
    }

    /// Whether it takes part: no answer yet when PARTSTAT does not say.
    #[must_use]
    pub fn effective_part_stat(&self) -> PartStat {
        self.part_stat.as_ref().map(PartStat::effective).unwrap_or_default()
    }

    /// Who delivers scheduling messages to it: the server when SCHEDULE-AGENT does not say.
    #[must_use]
    pub fn effective_schedule_agent(&self) -> ScheduleAgent {
        self.schedule_agent.as_ref().map(ScheduleAgent::effective).unwrap_or_default()
    }
}

property! {
    /// ORGANIZER, who invites.
    /// [RFC 5545 §3.8.4.3](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.4.3),
    /// [RFC 7986 §6.2](https://www.rfc-editor.org/rfc/rfc7986#section-6.2),
    /// [RFC 6638 §7](https://www.rfc-editor.org/rfc/rfc6638#section-7)
    pub struct Organizer {
        /// The address, mostly of email.
        pub value: CalAddress<'static>,
        /// CN, its name.
        pub cn: Option<String> = Cn,
        /// DIR, its entry in a directory.
        pub dir: Option<Uri<'static>> = Dir,
        /// SENT-BY, who acts for it.
        pub sent_by: Option<CalAddress<'static>> = SentBy,
        /// LANGUAGE, the language of the name.
        pub language: Option<LanguageTag> = Language,
        /// EMAIL, its email address where the value is none.
        pub email: Option<String> = Email,
        /// SCHEDULE-AGENT, who delivers replies to it.
        pub schedule_agent: Option<ScheduleAgent> = ScheduleAgent,
        /// SCHEDULE-FORCE-SEND, the message that is to be sent in any case.
        pub schedule_force_send: Option<ScheduleForceSend> = ScheduleForceSend,
        /// SCHEDULE-STATUS, what became of the last message.
        pub schedule_status: Vec<StatusCode> = ScheduleStatus,
    }
}

impl Organizer {
    /// Who delivers replies to it: the server when SCHEDULE-AGENT does not say.
    #[must_use]
    pub fn effective_schedule_agent(&self) -> ScheduleAgent {
        self.schedule_agent.as_ref().map(ScheduleAgent::effective).unwrap_or_default()
    }
}

plain_properties! {
    /// CALENDAR-ADDRESS, the address of a participant.
    /// [RFC 9073 §6.4](https://www.rfc-editor.org/rfc/rfc9073#section-6.4)
    CalendarAddress: CalAddress<'static>;
}
