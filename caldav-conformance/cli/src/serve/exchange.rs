//! One request with its answer.

use std::io::Write;
use std::sync::{Mutex, PoisonError};

use caldav_conformance::reference::{Server, Tolerated};
use http::StatusCode;
use http::header::CONTENT_LENGTH;
use http_body_util::{BodyExt, Full, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};

use super::now;
use crate::complaint::Visible;

/// Reads a request to its end, has it answered, and tells so.
pub(super) async fn answer(
    request: http::Request<Incoming>,
    server: &Mutex<Server>,
    quiet: bool,
) -> http::Response<Full<Bytes>> {
    let (head, body) = request.into_parts();
    let told = format!("{} {}", head.method, head.uri);
    let declared =
        head.headers.get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    let response = if declared.is_some_and(|length| length > LARGEST_BODY) {
        // RFC 9110 §10.1.1: who expects 100 is told before the body is sent.
        status(StatusCode::PAYLOAD_TOO_LARGE)
    } else {
        match Limited::new(body, LARGEST_BODY).collect().await {
            Ok(body) => {
                let request = http::Request::from_parts(head, body.to_bytes());
                let mut server = server.lock().unwrap_or_else(PoisonError::into_inner);
                server.handle(&request, now())
            }
            Err(fault) if fault.is::<LengthLimitError>() => status(StatusCode::PAYLOAD_TOO_LARGE),
            Err(_) => status(StatusCode::BAD_REQUEST),
        }
    };
    if !quiet {
        let mut line = format!("{told} -> {} ({} octets)", response.status().as_u16(), response.body().len());
        for tolerance in
            response.extensions().get::<Tolerated>().into_iter().flat_map(|tolerated| &tolerated.0)
        {
            line.push_str(&format!(", tolerated: {tolerance}"));
        }
        // Without a standard error there is nobody to tell.
        let _ = writeln!(std::io::stderr(), "{}", Visible(&line));
    }
    response.map(|octets| Full::new(Bytes::from(octets)))
}

fn status(status: StatusCode) -> http::Response<Vec<u8>> {
    let mut response = http::Response::new(Vec::new());
    *response.status_mut() = status;
    response
}

/// How many octets a request may hold.
const LARGEST_BODY: usize = 32 << 20;
