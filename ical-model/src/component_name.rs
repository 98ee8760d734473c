//! The names of components.

use crate::interning::names;

names! {
    /// The name of a component, as BEGIN and END give it.
    /// [RFC 5545 §3.6](https://www.rfc-editor.org/rfc/rfc5545#section-3.6)
    ///
    /// ```
    /// use ical_model::ComponentName;
    /// assert_eq!(ComponentName::new("vevent"), ComponentName::VEvent);
    /// assert_eq!(ComponentName::new("X-Thing").as_str(), "X-Thing");
    /// ```
    pub enum ComponentName, 32 slots {
        /// Free time, RFC 7953 §3.1:
        Available = "AVAILABLE",
        /// Summer time of a time zone, §3.6.5:
        Daylight = "DAYLIGHT",
        /// Somebody who takes part, RFC 9073 §7.1:
        Participant = "PARTICIPANT",
        /// Standard time of a time zone, §3.6.5:
        Standard = "STANDARD",
        /// An alarm, §3.6.6:
        VAlarm = "VALARM",
        /// When somebody can be met, RFC 7953 §3.1:
        VAvailability = "VAVAILABILITY",
        /// An iCalendar object, §3.4:
        VCalendar = "VCALENDAR",
        /// An event, §3.6.1:
        VEvent = "VEVENT",
        /// Busy time, §3.6.4:
        VFreeBusy = "VFREEBUSY",
        /// A journal entry, §3.6.3:
        VJournal = "VJOURNAL",
        /// A place, RFC 9073 §7.2:
        VLocation = "VLOCATION",
        /// A thing that is used, RFC 9073 §7.3:
        VResource = "VRESOURCE",
        /// A time zone, §3.6.5:
        VTimeZone = "VTIMEZONE",
        /// A task, §3.6.2:
        VTodo = "VTODO",
    }
}
