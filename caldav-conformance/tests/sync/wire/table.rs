//! A server that answers by a table, in whatever order it is asked.

use std::collections::BTreeMap;

use caldav_types::client::FailureKind;

use super::Transport;
use super::recording::response;

/// A server that answers by method and address. What is not in the table is not found.
#[derive(Default)]
pub(crate) struct Table {
    answers: BTreeMap<String, Result<http::Response<Vec<u8>>, FailureKind>>,
    /// The requests so far: method, address, and the value of `Depth` where there is one.
    pub(crate) asked: Vec<String>,
}

impl Table {
    pub(crate) fn with(mut self, request: &str, answer: http::Response<Vec<u8>>) -> Self {
        self.answers.insert(request.into(), Ok(answer));
        self
    }

    pub(crate) fn answers(self, request: &str, answer: &str) -> Self {
        self.with(request, response(answer))
    }

    pub(crate) fn breaks(mut self, request: &str, kind: FailureKind) -> Self {
        self.answers.insert(request.into(), Err(kind));
        self
    }

    /// Was this asked?
    pub(crate) fn was_asked(&self, request: &str) -> bool {
        self.asked.iter().any(|asked| asked == request)
    }
}

impl Transport for Table {
    fn send(&mut self, request: &http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, FailureKind> {
        // The usual port is not told.
        let line = format!("{} {}", request.method(), request.uri()).replacen(":443/", "/", 1);
        let depth = request.headers().get("depth").map(|depth| format!(" {}", depth.to_str().unwrap()));
        self.asked.push(format!("{line}{}", depth.unwrap_or_default()));
        self.answers.get(&line).cloned().unwrap_or_else(|| Ok(response("HTTP/1.1 404 Not Found\n\n")))
    }
}
