//! A way to a server on which something goes wrong, once.

use caldav_types::client::FailureKind;

use crate::wire::{Transport, response};

/// What goes wrong with an exchange.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Harm {
    /// The request does not come there.
    NotSent,
    /// It is refused before the server sees it.
    Refused(u16),
    /// Not now, and when.
    Later(u16),
    /// A page for people comes back in the place of what was to be read.
    Page(u16),
    /// The server does what was asked, and no answer comes back.
    Lost,
    /// The server does what was asked, and this is what comes back.
    Failed(u16),
    /// The body of the answer ends early: so many tenths of it.
    Cut(usize),
    /// The answer says that it is of another type.
    WrongType,
}

/// All that can go wrong.
pub(crate) const HARMS: &[Harm] = &[
    Harm::NotSent,
    Harm::Refused(400),
    Harm::Refused(401),
    Harm::Refused(403),
    Harm::Refused(404),
    Harm::Refused(409),
    Harm::Refused(412),
    Harm::Refused(500),
    Harm::Refused(502),
    Harm::Refused(507),
    Harm::Later(429),
    Harm::Later(503),
    Harm::Page(200),
    Harm::Page(207),
    Harm::Lost,
    Harm::Failed(500),
    Harm::Failed(503),
    Harm::Failed(504),
    Harm::Cut(0),
    Harm::Cut(5),
    Harm::Cut(9),
    Harm::WrongType,
];

/// A way on which one exchange goes wrong.
pub(crate) struct Broken<'t, T> {
    pub(crate) way: &'t mut T,
    /// Which, counted from here, and how.
    pub(crate) harm: Option<(usize, Harm)>,
    pub(crate) count: usize,
}

impl<'t, T> Broken<'t, T> {
    pub(crate) fn new(way: &'t mut T, harm: Option<(usize, Harm)>) -> Self {
        Self { way, harm, count: 0 }
    }
}

impl<T: Transport> Transport for Broken<'_, T> {
    fn send(&mut self, request: &http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, FailureKind> {
        let harm = self.harm.filter(|(at, _)| *at == self.count).map(|(_, harm)| harm);
        self.count += 1;
        let Some(harm) = harm else { return self.way.send(request) };
        match harm {
            Harm::NotSent => return Err(FailureKind::Unreachable),
            Harm::Refused(status) => return Ok(response(&format!("HTTP/1.1 {status} Refused\n\n"))),
            Harm::Later(status) => {
                return Ok(response(&format!("HTTP/1.1 {status} Later\nRetry-After: 120\n\nLater.")));
            }
            Harm::Page(status) => {
                return Ok(response(&format!(
                    "HTTP/1.1 {status} OK\nContent-Type: text/html\n\n<!DOCTYPE html><html><p>Welcome.</html>"
                )));
            }
            _ => {}
        }
        let mut answer = self.way.send(request)?;
        match harm {
            Harm::Lost => Err(FailureKind::Unreachable),
            Harm::Failed(status) => Ok(response(&format!("HTTP/1.1 {status} Failed\n\n"))),
            Harm::Cut(tenths) => {
                let length = answer.body().len() * tenths / 10;
                answer.body_mut().truncate(length);
                Ok(answer)
            }
            Harm::WrongType => {
                answer.headers_mut().insert("content-type", http::HeaderValue::from_static("text/html"));
                Ok(answer)
            }
            _ => Ok(answer),
        }
    }
}
