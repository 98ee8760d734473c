//! A whole client on `reqwest`: the calendars of an account are brought in step side by side, and each machine has as
//! many requests on their way as it wants.
//!
//! `CALDAV_PASSWORD=secret cargo run -p caldav-xml --example client_async -- https://cal.example.com/ bernard`

use std::error::Error;
use std::io::Write;

use caldav_types::client::{
    CalendarSync, Change, Credentials, Discovery, DiscoveryOptions, Exchange, ExchangeId, FailureKind,
    LookupAnswer, Start, SyncOptions, SyncState, SyncTarget,
};
use caldav_types::message::Reply;
use caldav_xml::XmlOptions;
use caldav_xml::message::{decode_reply, encode_request};
use ical_model::property::{DtStart, Summary};
use ical_model::{Calendar, ComponentName};
use tokio::task::JoinSet;

type BoxError = Box<dyn Error + Send + Sync>;

/// Writes when each event of each calendar of an account starts, and what it is.
pub async fn print_events(
    url: &str,
    credentials: &Credentials,
    options: DiscoveryOptions,
    out: &mut impl Write,
) -> Result<(), BoxError> {
    // Redirects are for the machines to read.
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?;
    let client = Client { http, credentials: credentials.clone() };

    let mut discovery = Discovery::new(Start::parse(url)?, options.with_attempts(1));
    while let Some(lookup) = discovery.poll_lookup() {
        discovery.handle_lookup(&lookup, LookupAnswer::Nothing); // or what a resolver says
    }
    let mut on_their_way = JoinSet::new();
    loop {
        while let Some(exchange) = discovery.poll_request() {
            on_their_way.spawn(client.clone().send(exchange));
        }
        let Some(landed) = on_their_way.join_next().await else { break };
        let (id, answer) = landed?;
        discovery.handle(id, answer);
    }
    let account = discovery.outcome().ok_or("nothing was found")?.map_err(Clone::clone)?;

    let mut calendars = Vec::new();
    for calendar in &account.calendars {
        let target = SyncTarget::of(calendar, &account.quirks)?;
        calendars.push((calendar, tokio::spawn(client.clone().objects(target))));
    }
    for (calendar, objects) in calendars {
        let name = calendar.display_name.as_ref().map(|name| name.text.as_str());
        writeln!(out, "{}", name.unwrap_or(calendar.href.as_str()))?;
        for calendar_data in objects.await?? {
            for event in Calendar::parse(&calendar_data)?.components() {
                if event.name() == ComponentName::VEvent {
                    let start = event.property::<DtStart>()?.map(|start| start.value.to_string());
                    let summary = event.property::<Summary>()?.map(|summary| summary.value);
                    writeln!(out, "  {}  {}", start.unwrap_or_default(), summary.unwrap_or_default())?;
                }
            }
        }
    }
    Ok(())
}

/// What carries the requests of all machines.
#[derive(Clone)]
struct Client {
    http: reqwest::Client,
    credentials: Credentials,
}

impl Client {
    /// The objects of a calendar.
    async fn objects(self, target: SyncTarget) -> Result<Vec<String>, BoxError> {
        // With what the last run left instead of the default, only what is new comes.
        let mut sync = CalendarSync::new(target, SyncState::default(), SyncOptions::default());
        let mut on_their_way = JoinSet::new();
        loop {
            while let Some(exchange) = sync.poll_request() {
                on_their_way.spawn(self.clone().send(exchange));
            }
            let Some(landed) = on_their_way.join_next().await else { break };
            let (id, answer) = landed?;
            sync.handle(id, answer);
        }
        if let Some(failure) = sync.failure() {
            return Err(failure.clone().into());
        }
        let objects = sync.drain_changes().into_iter().filter_map(|change| match change {
            Change::Upserted(object) => Some(object.calendar_data),
            Change::Removed { .. } => None,
        });
        Ok(objects.collect())
    }

    /// Sends what a machine asks for.
    async fn send(self, mut exchange: Exchange) -> (ExchangeId, Result<Reply, FailureKind>) {
        (exchange.id, self.reply(&mut exchange).await)
    }

    async fn reply(&self, exchange: &mut Exchange) -> Result<Reply, FailureKind> {
        self.credentials.sign(exchange, &[])?;
        let request = encode_request(&exchange.request).map_err(|_| FailureKind::Unreachable)?;
        let request = request.try_into().map_err(|_| FailureKind::Unreachable)?;
        let mut response = self.http.execute(request).await.map_err(|_| FailureKind::Unreachable)?;
        let mut body = Vec::new();
        while let Some(chunk) = response.chunk().await.map_err(|_| FailureKind::Unreachable)? {
            body.extend_from_slice(&chunk);
            if body.len() > 64 << 20 {
                return Err(FailureKind::Unreachable);
            }
        }
        let response = http::Response::from(response).map(|_| body);
        Ok(decode_reply(&exchange.request, &response, &XmlOptions::lenient())?.message)
    }
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), BoxError> {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().ok_or("expected the address of a server, found none")?;
    let user = arguments.next().ok_or("expected the name of a user, found none")?;
    let mut credentials = Credentials::basic(&user, &std::env::var("CALDAV_PASSWORD")?)?;
    let mut options = DiscoveryOptions::default();
    if Start::parse(&url)?.url().is_some_and(|url| url.host() == Some("127.0.0.1")) {
        // Nobody listens within this machine.
        (credentials, options) = (credentials.with_clear_text(), options.with_clear_text());
    }
    // With the feature `rustls` instead of `rustls-no-provider`, reqwest brings one along.
    let _ = rustls::crypto::ring::default_provider().install_default();
    print_events(&url, &credentials, options, &mut std::io::stdout().lock()).await
}
