//! Departures of clients that a server can overlook.

use super::switch::switches;

switches! {
    /// A departure of clients that a server overlooks when told to.
    ///
    /// ```
    /// use caldav_conformance::reference::Tolerance;
    /// assert_eq!("sync-depth".parse(), Ok(Tolerance::SyncDepth));
    /// ```
    Tolerance,
    /// The name is of no tolerance.
    UnknownTolerance("a tolerance");
    /// A DAV:sync-collection with DAV:sync-level has a Depth other than 0, which is ignored; seen from python-caldav 3.6
    /// (RFC 6578, 3.2).
    SyncDepth = "sync-depth";
    /// A request departs from the form of its fields or of its XML in a way that leaves its meaning clear, such as white
    /// space before the XML declaration; seen from many clients (RFC 4918, 8.2).
    LooseRequests = "loose-requests";
    /// A calendar that is put breaks a rule that several clients do not keep: see [`TOLERATED_RULES`] (RFC 4791, 5.3.2.1).
    CalendarData = "calendar-data";
}

/// The rules that a calendar may break with [`Tolerance::CalendarData`], each by its id, with the program that was seen
/// to break it.
pub const TOLERATED_RULES: &[(&str, &str)] = &[
    ("vevent-dtstamp", "calcurse-caldav 4.7"),
    ("vtodo-dtstamp", "calcurse-caldav 4.7"),
    ("vjournal-dtstamp", "calcurse-caldav 4.7"),
    // These two only where the IANA data has the zone.
    ("vtimezone-missing", "python-caldav 3.6"),
    ("object-time-zone-missing", "python-caldav 3.6"),
    ("valarm-display-without-description", "caldav-server-tester 1.7"),
    ("scheduled-without-organizer", "caldav-server-tester 1.7"),
];

/// The departures that were overlooked in a request: an extension of its response.
///
/// ```
/// use caldav_conformance::reference::{Account, Server, Settings, Tolerance, Tolerated};
/// let settings = Settings::default().with_account(Account::new("bernard", "secret"));
/// let mut server = Server::new(settings.with_tolerance(Tolerance::SyncDepth));
/// let request = http::Request::builder()
///     .method("REPORT")
///     .uri("/calendars/bernard/default/")
///     .header("Authorization", "Basic YmVybmFyZDpzZWNyZXQ=")
///     .header("Depth", "1")
///     .body(r#"<sync-collection xmlns="DAV:"><sync-token/><sync-level>1</sync-level><prop><getetag/></prop></sync-collection>"#)?;
/// let response = server.handle(&request, "2027-01-01T00:00:00Z".parse()?);
/// assert_eq!(response.status(), 207);
/// assert_eq!(response.extensions().get::<Tolerated>().unwrap().0, [Tolerance::SyncDepth]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Tolerated(
    /// Each once.
    pub Vec<Tolerance>,
);
