//! A whole client on `ureq`: from a host name, an address of mail or a URL to the events of every calendar.
//!
//! `CALDAV_PASSWORD=secret cargo run -p caldav-xml --example client -- https://cal.example.com/ bernard`

use std::error::Error;
use std::io::Write;

use caldav_types::client::{
    CalendarSync, Change, Credentials, Discovery, DiscoveryOptions, Exchange, FailureKind, LookupAnswer,
    Start, SyncOptions, SyncState, SyncTarget,
};
use caldav_types::message::Reply;
use caldav_xml::XmlOptions;
use caldav_xml::message::{decode_reply, encode_request};
use ical_model::property::{DtStart, Summary};
use ical_model::{Calendar, ComponentName};

/// Writes when each event of each calendar of an account starts, and what it is.
pub fn print_events(
    url: &str,
    credentials: &Credentials,
    options: DiscoveryOptions,
    out: &mut impl Write,
) -> Result<(), Box<dyn Error>> {
    // Redirects and refusals are for the machines to read.
    let config = ureq::Agent::config_builder().max_redirects(0).http_status_as_error(false);
    let agent = config.allow_non_standard_methods(true).build().into();

    let mut discovery = Discovery::new(Start::parse(url)?, options.with_attempts(1));
    while let Some(lookup) = discovery.poll_lookup() {
        discovery.handle_lookup(&lookup, LookupAnswer::Nothing); // or what a resolver says
    }
    while let Some(mut exchange) = discovery.poll_request() {
        discovery.handle(exchange.id, send(&agent, credentials, &mut exchange));
    }
    let account = discovery.outcome().ok_or("nothing was found")?.map_err(Clone::clone)?;

    for calendar in &account.calendars {
        let name = calendar.display_name.as_ref().map(|name| name.text.as_str());
        writeln!(out, "{}", name.unwrap_or(calendar.href.as_str()))?;
        let target = SyncTarget::of(calendar, &account.quirks)?;
        // With what the last run left instead of the default, only what is new comes.
        let mut sync = CalendarSync::new(target, SyncState::default(), SyncOptions::default());
        while let Some(mut exchange) = sync.poll_request() {
            sync.handle(exchange.id, send(&agent, credentials, &mut exchange));
        }
        if let Some(failure) = sync.failure() {
            return Err(failure.clone().into());
        }
        for change in sync.drain_changes() {
            let Change::Upserted(object) = change else { continue };
            for event in Calendar::parse(&object.calendar_data)?.components() {
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

/// Sends what a machine asks for.
fn send(
    agent: &ureq::Agent,
    credentials: &Credentials,
    exchange: &mut Exchange,
) -> Result<Reply, FailureKind> {
    credentials.sign(exchange, &[])?;
    let request = encode_request(&exchange.request).map_err(|_| FailureKind::Unreachable)?;
    let mut response = agent.run(request).map_err(|_| FailureKind::Unreachable)?;
    let body = response.body_mut().with_config().limit(64 << 20).read_to_vec();
    let body = body.map_err(|_| FailureKind::Unreachable)?;
    Ok(decode_reply(&exchange.request, &response.map(|_| body), &XmlOptions::lenient())?.message)
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let url = arguments.next().ok_or("expected the address of a server, found none")?;
    let user = arguments.next().ok_or("expected the name of a user, found none")?;
    let mut credentials = Credentials::basic(&user, &std::env::var("CALDAV_PASSWORD")?)?;
    let mut options = DiscoveryOptions::default();
    if Start::parse(&url)?.url().is_some_and(|url| url.host() == Some("127.0.0.1")) {
        // Nobody listens within this machine.
        (credentials, options) = (credentials.with_clear_text(), options.with_clear_text());
    }
    print_events(&url, &credentials, options, &mut std::io::stdout().lock())
}
