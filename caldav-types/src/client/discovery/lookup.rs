//! What is looked up in the domain name system.
//!
//! [RFC 6764 §3](https://www.rfc-editor.org/rfc/rfc6764#section-3),
//! [§4](https://www.rfc-editor.org/rfc/rfc6764#section-4)

/// A question to the domain name system.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Lookup {
    /// The name, such as `_caldavs._tcp.example.com`.
    pub name: String,
    /// The type of record.
    pub kind: LookupKind,
}

/// A type of record.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum LookupKind {
    /// Where the service is.
    Srv,
    /// Its context path, as `path=/dav`.
    Txt,
}

/// The answer to a [`Lookup`].
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum LookupAnswer {
    /// Services.
    Srv(Vec<Service>),
    /// Texts.
    Txt(Vec<String>),
    /// There is no such record, or no answer.
    Nothing,
}

/// Where a service is ([RFC 2782](https://www.rfc-editor.org/rfc/rfc2782)).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Service {
    /// Lower ones come first.
    pub priority: u16,
    /// Among those of the same priority, higher ones come first.
    pub weight: u16,
    /// The host; `.` says that there is no service.
    pub host: String,
    /// The port.
    pub port: u16,
}
