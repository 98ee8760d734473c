//! From what a machine asks to what a server answers: encoded, signed, sent, decoded, counted.

use std::fmt;
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError, mpsc};
use std::thread;
use std::time::Duration;

use caldav_types::client::{CalendarSync, Credentials, Exchange, ExchangeId, FailureKind, Multiget};
use caldav_types::header::RetryAfter;
use caldav_types::message::{Reply, Request};
use caldav_xml::XmlOptions;
use caldav_xml::message::{decode_reply, encode_request};
use http::{StatusCode, Uri};

use super::report::Traffic;
use crate::complaint::complain;

/// What takes requests of HTTP to servers.
pub(super) trait Transport: Sync {
    /// The response, whatever its status, redirects not followed.
    fn send(&self, request: http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, NoResponse>;
}

/// Why there is no response.
#[derive(Clone, Debug)]
pub(super) struct NoResponse(pub(super) String);

impl fmt::Display for NoResponse {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A transport, with who is asking.
pub(super) struct Wire<'t> {
    transport: &'t dyn Transport,
    /// Whom the user may be, the likeliest first.
    credentials: Vec<Credentials>,
    current: AtomicUsize,
    clear_text: bool,
    wait: &'t (dyn Fn(Duration) + Sync),
    has_waited: AtomicBool,
    requests: AtomicU64,
    sent: AtomicU64,
    received: AtomicU64,
    silence: Mutex<Option<NoResponse>>,
}

impl<'t> Wire<'t> {
    pub(super) fn new(
        transport: &'t dyn Transport,
        credentials: Vec<Credentials>,
        clear_text: bool,
        wait: &'t (dyn Fn(Duration) + Sync),
    ) -> Self {
        Self {
            transport,
            credentials: credentials.into_iter().map(Credentials::with_clear_text).collect(),
            current: AtomicUsize::new(0),
            clear_text,
            wait,
            has_waited: AtomicBool::new(false),
            requests: AtomicU64::new(0),
            sent: AtomicU64::new(0),
            received: AtomicU64::new(0),
            silence: Mutex::new(None),
        }
    }

    /// What a server replies. Where it asks for a little patience it gets it, once.
    pub(super) fn ask(&self, request: &Request) -> Result<Reply, FailureKind> {
        let reply = self.ask_once(request)?;
        if !matches!(reply.status, StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE) {
            return Ok(reply);
        }
        match reply.headers.get::<RetryAfter>() {
            Some(RetryAfter::Seconds(seconds))
                if seconds <= LONGEST_WAIT && !self.has_waited.swap(true, Ordering::Relaxed) =>
            {
                complain(format_args!("the server asks to be left alone for {seconds} s"));
                (self.wait)(Duration::from_secs(seconds));
                self.ask_once(request)
            }
            _ => Ok(reply),
        }
    }

    /// With the next calendar comes new patience.
    pub(super) fn be_patient(&self) {
        self.has_waited.store(false, Ordering::Relaxed);
    }

    /// Goes on as whom else the user may be; is there anyone?
    pub(super) fn try_other_credentials(&self) -> bool {
        let next = self.current.load(Ordering::Relaxed).saturating_add(1);
        let is_there = next < self.credentials.len();
        if is_there {
            self.current.store(next, Ordering::Relaxed);
        }
        is_there
    }

    pub(super) fn has_credentials(&self) -> bool {
        !self.credentials.is_empty()
    }

    pub(super) fn traffic(&self) -> Traffic {
        Traffic {
            requests: self.requests.load(Ordering::Relaxed),
            sent: self.sent.load(Ordering::Relaxed),
            received: self.received.load(Ordering::Relaxed),
        }
    }

    /// Why there was no response the last time.
    pub(super) fn silence(&self) -> Option<NoResponse> {
        self.silence.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn ask_once(&self, request: &Request) -> Result<Reply, FailureKind> {
        let mut signed = request.clone();
        if let Some(credentials) = self.credentials.get(self.current.load(Ordering::Relaxed)) {
            if !self.clear_text && !is_safe(&request.target) {
                return Err(FailureKind::ClearText);
            }
            let answer = credentials.answer(&request.target, &[])?;
            signed.headers.set(&answer).map_err(|_| FailureKind::Unauthorized(Vec::new()))?;
        }
        let wire = encode_request(&signed).map_err(|_| FailureKind::Unexpected)?;
        self.requests.fetch_add(1, Ordering::Relaxed);
        self.sent.fetch_add(wire.body().len() as u64, Ordering::Relaxed);
        let response = self.transport.send(wire).map_err(|silence| {
            *self.silence.lock().unwrap_or_else(PoisonError::into_inner) = Some(silence);
            FailureKind::Unreachable
        })?;
        self.received.fetch_add(response.body().len() as u64, Ordering::Relaxed);
        let decoded = decode_reply(request, &response, &XmlOptions::lenient());
        decoded.map(|decoded| decoded.message).map_err(|_| FailureKind::Unreadable)
    }
}

/// Can nobody listen on the way there?
pub(super) fn is_safe(target: &Uri) -> bool {
    target.scheme_str() == Some("https") || target.host().is_some_and(is_loopback)
}

/// Is it this machine?
pub(super) fn is_loopback(host: &str) -> bool {
    let host = host.trim_matches(['[', ']']);
    host.eq_ignore_ascii_case("localhost")
        || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

/// What asks and is told.
pub(super) trait Machine {
    fn poll(&mut self) -> Option<Exchange>;
    fn take(&mut self, id: ExchangeId, answer: Result<Reply, FailureKind>);
}

macro_rules! machines {
    ($($name:ident)*) => {
        $(
            impl Machine for $name {
                fn poll(&mut self) -> Option<Exchange> {
                    self.poll_request()
                }

                fn take(&mut self, id: ExchangeId, answer: Result<Reply, FailureKind>) {
                    self.handle(id, answer);
                }
            }
        )*
    };
}
machines! { CalendarSync Multiget }

/// Sends what a machine asks for until it asks for no more, several requests at once where it does. After each answer
/// the caller has its turn, and may end it all.
pub(super) fn drive<M: Machine, E>(
    machine: &mut M,
    wire: &Wire<'_>,
    jobs: usize,
    mut after: impl FnMut(&mut M) -> Result<(), E>,
) -> Result<(), E> {
    thread::scope(|scope| {
        let (tell, told) = mpsc::channel();
        let mut under_way = 0_usize;
        loop {
            let mut ready = Vec::new();
            while under_way + ready.len() < jobs.max(1)
                && let Some(exchange) = machine.poll()
            {
                ready.push(exchange);
            }
            if under_way == 0 && ready.len() <= 1 {
                let Some(Exchange { id, request }) = ready.pop() else { return Ok(()) };
                machine.take(id, wire.ask(&request));
                after(machine)?;
                continue;
            }
            for Exchange { id, request } in ready {
                let tell = tell.clone();
                under_way += 1;
                scope.spawn(move || {
                    // Where nobody waits any more the answer is not needed.
                    let _ = tell.send((id, wire.ask(&request)));
                });
            }
            let Ok((id, answer)) = told.recv() else { return Ok(()) };
            under_way -= 1;
            machine.take(id, answer);
            after(machine)?;
        }
    })
}

/// How many seconds a server may ask to wait for.
const LONGEST_WAIT: u64 = 30;
