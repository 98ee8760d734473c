//! A client of a server with two users.

use caldav_conformance::reference::{Account, Fault, Server, Settings};
use caldav_types::CollectionLimits;
use caldav_types::header::Authorization;
use chrono::{DateTime, TimeDelta, Utc};

/// The calendar that most is about.
pub(crate) const CALENDAR: &str = "/calendars/bernard/work/";

/// A client, with its server.
pub(crate) struct Client {
    server: Server,
    now: DateTime<Utc>,
}

/// A response.
#[derive(Debug)]
pub(crate) struct Response {
    pub(crate) status: u16,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: String,
}

impl Client {
    pub(crate) fn honest() -> Self {
        Self::with(settings())
    }

    pub(crate) fn of(fault: Fault) -> Self {
        Self::with(settings().with_fault(fault))
    }

    fn with(settings: Settings) -> Self {
        let now = "2027-01-01T00:00:00Z".parse().unwrap();
        let mut server = Server::new(settings);
        assert_eq!(server.fill("bernard", "work", [("1.ics", event("1", ""))], now), []);
        Self { server, now }
    }

    pub(crate) fn wait(&mut self, seconds: i64) {
        self.now += TimeDelta::seconds(seconds);
    }

    /// A request of bernard, with fields as lines of text.
    pub(crate) fn send(
        &mut self,
        method: &str,
        path: &str,
        fields: &str,
        body: impl AsRef<[u8]>,
    ) -> Response {
        self.send_as(Some(("bernard", "secret")), method, path, fields, body)
    }

    pub(crate) fn send_as(
        &mut self,
        user: Option<(&str, &str)>,
        method: &str,
        path: &str,
        fields: &str,
        body: impl AsRef<[u8]>,
    ) -> Response {
        let mut request = http::Request::builder().method(method).uri(path);
        if let Some((name, password)) = user {
            let credentials = Authorization::basic(name, password).unwrap();
            request = request.header("Authorization", credentials.to_string());
        }
        for field in fields.lines() {
            let (name, value) = field.split_once(": ").unwrap();
            request = request.header(name, value);
        }
        let request = request.body(body.as_ref()).unwrap();
        let (head, body) = self.server.handle(&request, self.now).into_parts();
        Response {
            status: head.status.as_u16(),
            headers: head.headers,
            body: String::from_utf8(body).unwrap(),
        }
    }

    pub(crate) fn get(&mut self, path: &str) -> Response {
        self.send("GET", path, "", "")
    }

    pub(crate) fn put(&mut self, path: &str, content: impl AsRef<[u8]>) -> Response {
        self.send("PUT", path, "Content-Type: text/calendar", content)
    }

    /// PROPFIND of properties, given as XML with the prefixes of [`xml`].
    pub(crate) fn properties(&mut self, path: &str, depth: &str, names: &str) -> Response {
        let body = xml("D:propfind", &format!("<D:prop>{names}</D:prop>"));
        self.send("PROPFIND", path, &format!("Depth: {depth}"), body)
    }

    pub(crate) fn report(&mut self, path: &str, depth: &str, root: &str, content: &str) -> Response {
        self.send("REPORT", path, &format!("Depth: {depth}"), xml(root, content))
    }
}

impl Response {
    /// A field as text, empty where there is none.
    pub(crate) fn field(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    /// The content of the first element of this name, empty where there is none.
    pub(crate) fn element(&self, name: &str) -> String {
        self.elements(name).into_iter().next().unwrap_or_default()
    }

    /// The contents of the elements of this name, in their order.
    pub(crate) fn elements(&self, name: &str) -> Vec<String> {
        let (start, end) = (format!("<{name}>"), format!("</{name}>"));
        let after = self.body.split(&start).skip(1);
        after.map(|rest| rest.split(&end).next().unwrap().to_owned()).collect()
    }

    /// Whether a text is in the body, for people who read what a case expects.
    pub(crate) fn has(&self, text: &str) -> &'static str {
        if self.body.contains(text) { "told" } else { "not told" }
    }
}

/// A document whose root declares the usual prefixes.
pub(crate) fn xml(root: &str, content: &str) -> String {
    format!(
        "<{root} xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\" \
         xmlns:CS=\"http://calendarserver.org/ns/\">{content}</{root}>"
    )
}

/// An event of an hour on 2 January, with further lines.
pub(crate) fn event(uid: &str, lines: &str) -> String {
    calendar(&format!(
        "BEGIN:VEVENT\r\nUID:{uid}\r\nDTSTAMP:20270101T000000Z\r\nDTSTART:20270102T090000Z\r\n\
         DTEND:20270102T100000Z\r\nSUMMARY:Meeting\r\n{lines}END:VEVENT\r\n"
    ))
}

/// A calendar with these lines in it.
pub(crate) fn calendar(lines: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Example//EN\r\n{lines}END:VCALENDAR\r\n"
    )
}

fn settings() -> Settings {
    let limits = CollectionLimits::default()
        .with_supported_components(["VEVENT", "VTODO"])
        .with_max_resource_size(4_000);
    Settings::default()
        .with_account(Account::new("bernard", "secret"))
        .with_account(Account::new("cyrus", "secret too"))
        .with_limits(limits)
}
