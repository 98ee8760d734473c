//! What a POST to a scheduling Outbox achieved, for each recipient.
//!
//! [RFC 6638 §5](https://www.rfc-editor.org/rfc/rfc6638#section-5),
//! [§10](https://www.rfc-editor.org/rfc/rfc6638#section-10)

use crate::{ErrorBody, Href, LocalizedText};

/// A CALDAV:schedule-response (§10.1).
///
/// ```
/// use caldav_types::schedule_response::{RecipientResponse, ScheduleResponse};
/// let mut response = RecipientResponse::new("mailto:wilfredo@example.com".into(), "2.0;Success");
/// response.calendar_data = Some("BEGIN:VCALENDAR...".into());
/// assert!(response.is_success());
/// let answer = ScheduleResponse { responses: vec![response] };
/// assert!(answer.of("MAILTO:wilfredo@example.com").is_some());
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct ScheduleResponse {
    /// One for each recipient.
    pub responses: Vec<RecipientResponse>,
}

impl ScheduleResponse {
    /// What is said about a calendar user address, in whatever case its scheme and host are.
    #[must_use]
    pub fn of(&self, address: &str) -> Option<&RecipientResponse> {
        self.responses.iter().find(|response| response.recipient.as_str().eq_ignore_ascii_case(address))
    }
}

/// What is said about a recipient (§10.2).
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct RecipientResponse {
    /// The calendar user address.
    pub recipient: Href,
    /// The value of a REQUEST-STATUS
    /// ([RFC 5545 §3.8.8.3](https://www.rfc-editor.org/rfc/rfc5545#section-3.8.8.3)), such as `2.0;Success`.
    pub request_status: String,
    /// What the recipient's side answers: an iCalendar stream with VFREEBUSY.
    pub calendar_data: Option<String>,
    /// The conditions that were not kept.
    pub error: Option<ErrorBody>,
    /// Words for people.
    pub description: Option<LocalizedText>,
}

impl RecipientResponse {
    /// A status without more.
    #[must_use]
    pub fn new(recipient: Href, request_status: &str) -> Self {
        Self {
            recipient,
            request_status: request_status.into(),
            calendar_data: None,
            error: None,
            description: None,
        }
    }

    /// The code of the status without what follows it, such as `2.0`.
    #[must_use]
    pub fn status_code(&self) -> &str {
        self.request_status.split(';').next().unwrap_or("").trim()
    }

    /// Does the code begin with 1 or 2, which say that the request is on its way or done?
    #[must_use]
    pub fn is_success(&self) -> bool {
        matches!(self.status_code().split('.').next(), Some("1" | "2"))
    }
}

#[cfg(test)]
mod tests {
    use super::RecipientResponse;

    #[test]
    fn statuses() {
        for (section, status, code, success) in [
            ("RFC 6638 B.5", "2.0;Success", "2.0", true),
            ("RFC 5545 3.8.8.3", "2.8; Success\\, repeating event ignored;RRULE:FREQ=WEEKLY", "2.8", true),
            ("RFC 6638 3.2.9", "1.2;Delivered", "1.2", true),
            ("RFC 6638 3.2.9", "3.7;Invalid calendar user", "3.7", false),
            ("RFC 6638 3.2.9", "5.1;Service unavailable", "5.1", false),
            ("three levels", "2.0.1;Success", "2.0.1", true),
            ("not a level", "20;Success", "20", false),
            ("empty", "", "", false),
        ] {
            let response = RecipientResponse::new("mailto:a@example.com".into(), status);
            assert_eq!(
                (response.status_code(), response.is_success()),
                (code, success),
                "{section}: {status}"
            );
        }
    }
}
