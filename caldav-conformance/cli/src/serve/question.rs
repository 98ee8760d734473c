//! One report that the server is asked over its own socket, as a client would.

use std::fs;
use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::Duration;

use caldav_types::header::Authorization;

/// The answer: its status line and its body.
pub(super) struct Answer {
    pub(super) status: String,
    pub(super) body: Vec<u8>,
}

impl Answer {
    /// Is the status one of success?
    pub(super) fn is_success(&self) -> bool {
        self.status.split(' ').nth(1).is_some_and(|code| code.starts_with('2'))
    }
}

/// Sends the body of a report about the calendar "default" of a user.
pub(super) fn ask(
    server: SocketAddr,
    (user, password): &(String, String),
    report: &Path,
) -> io::Result<Answer> {
    let body = fs::read(report)?;
    let authorization = Authorization::basic(user, password).map_err(io::Error::other)?;
    let mut stream = TcpStream::connect(server)?;
    stream.set_read_timeout(Some(PATIENCE))?;
    write!(
        stream,
        "REPORT /calendars/{user}/default/ HTTP/1.1\r\nHost: {server}\r\nAuthorization: {authorization}\r\nDepth: 1\r\n\
         Content-Type: application/xml\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len(),
    )?;
    stream.write_all(&body)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer)?;
    parts(&answer).ok_or_else(|| io::Error::from(io::ErrorKind::UnexpectedEof))
}

/// The status line and the body. The server tells how long its bodies are, so there are no chunks.
fn parts(answer: &[u8]) -> Option<Answer> {
    let end = answer.windows(4).position(|octets| octets == b"\r\n\r\n")?;
    let (head, body) = answer.split_at_checked(end.checked_add(4)?)?;
    let status = String::from_utf8_lossy(head).lines().next()?.to_owned();
    Some(Answer { status, body: body.to_vec() })
}

/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(60);
