//! libdav: discover, create, read, change, query, synchronize and delete; each answer is compared.
//!
//! usage: `libdav-session BASE_URL USER PASSWORD`

#![forbid(unsafe_code)]

use std::error::Error;

use http::Uri;
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use libdav::CalDavClient;
use libdav::caldav::{
    CalendarComponent, CreateCalendar, FindCalendarHomeSet, FindCalendars, GetCalendarResources, ListCalendarResources,
};
use libdav::dav::{Delete, GetEtag, ListResources, PutResource, SyncCollection, WebDavClient};
use tower_http::auth::AddAuthorization;

fn event(uid: &str, day: u8, summary: &str) -> String {
    format!(
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Clients//EN\r\nBEGIN:VEVENT\r\nUID:{uid}\r\n\
         DTSTAMP:20270101T000000Z\r\nDTSTART:202709{day:02}T090000Z\r\nDURATION:PT1H\r\nSUMMARY:{summary}\r\n\
         END:VEVENT\r\nEND:VCALENDAR\r\n"
    )
}

fn check(what: &str, holds: bool) -> Result<(), Box<dyn Error>> {
    if !holds {
        return Err(format!("{what}: no").into());
    }
    println!("ok {what}");
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [base, user, password] = arguments.as_slice() else {
        return Err("expected an address, a user and a password".into());
    };
    let base: Uri = base.parse()?;
    let transport = Client::builder(TokioExecutor::new()).build_http::<String>();
    let client = CalDavClient::bootstrap_via_service_discovery(WebDavClient::new(
        base,
        AddAuthorization::basic(transport, user, password),
    ))
    .await?;
    let principal = client.find_current_user_principal().await?.ok_or("no principal")?;
    let homes = client.request(FindCalendarHomeSet::new(principal.path())).await?.home_sets;
    let home = homes.first().ok_or("no home")?.path().trim_end_matches('/').to_owned();
    let before = client.request(FindCalendars::new(&home)).await?.calendars.len();

    let calendar = format!("{home}/libdav-kept/");
    let new = CreateCalendar::new(&calendar).with_display_name("libdav");
    client.request(new.with_components(&[CalendarComponent::VEvent])).await?;
    check("a calendar is made", client.request(FindCalendars::new(&home)).await?.calendars.len() == before + 1)?;
    let (one, two) = (format!("{calendar}1.ics"), format!("{calendar}2.ics"));
    let media_type = "text/calendar; charset=utf-8";
    client.request(PutResource::new(&one).create(event("1", 1, "one"), media_type)).await?;
    client.request(PutResource::new(&two).create(event("2", 2, "two"), media_type)).await?;
    let again = client.request(PutResource::new(&two).create(event("2", 2, "again"), media_type)).await;
    check("what is there is not created again", again.is_err())?;
    check("two are listed", client.request(ListResources::new(&calendar)).await?.resources.len() == 2)?;
    let known = client.request(SyncCollection::new(&calendar)).await?;

    let etag = client.request(GetEtag::new(&one)).await?.etag;
    let changed = event("1", 3, "kept by libdav");
    client.request(PutResource::new(&one).update(changed.clone(), media_type, etag.clone())).await?;
    let stale = client.request(PutResource::new(&one).update(changed, media_type, etag)).await;
    check("a tag of before changes nothing", stale.is_err())?;
    let both = GetCalendarResources::new(&calendar).with_hrefs([one.as_str(), "/nothing.ics"]);
    check("multiget tells of both", client.request(both).await?.resources.len() == 2)?;
    let events = ListCalendarResources::new(&calendar).with_component(CalendarComponent::VEvent);
    check("a query finds both", client.request(events).await?.resources.len() == 2)?;
    client.request(Delete::new(&two).force()).await?;
    let since = SyncCollection::new(&calendar).with_sync_token(&known.new_sync_token);
    let since = client.request(since).await?;
    check("one changed and one gone since", (since.changed.len(), since.deleted.len()) == (1, 1))?;
    let bogus = client.request(SyncCollection::new(&calendar).with_sync_token("urn:x:bogus")).await;
    check("no token of ours", bogus.is_err())
}
