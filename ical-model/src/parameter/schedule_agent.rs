//! SCHEDULE-AGENT: who delivers scheduling messages.
//!
//! [RFC 6638 §7.1](https://www.rfc-editor.org/rfc/rfc6638#section-7.1)

use crate::vocabulary::vocabulary;

vocabulary! {
    /// SCHEDULE-AGENT, who delivers scheduling messages to a calendar user.
    /// [RFC 6638 §7.1](https://www.rfc-editor.org/rfc/rfc6638#section-7.1)
    ///
    /// ```
    /// use ical_model::parameter::ScheduleAgent;
    /// assert_eq!(ScheduleAgent::default(), ScheduleAgent::Server);
    /// assert_eq!(ScheduleAgent::new("X-PIGEON").effective(), ScheduleAgent::None);
    /// ```
    pub enum ScheduleAgent {
        /// The server:
        Server = "SERVER",
        /// The client:
        Client = "CLIENT",
        /// Nobody:
        None = "NONE",
    }
    default Server;
    unknown None;
}
