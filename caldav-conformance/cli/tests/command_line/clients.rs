//! The whole clients that the documentation of `caldav-xml` shows, against `serve`.

use std::io::{BufRead, BufReader};
use std::process::Stdio;

use caldav_types::client::{Credentials, DiscoveryOptions};

use crate::run::{EVENT, Folder};

#[allow(dead_code, unreachable_pub, reason = "a program of its own")]
#[path = "../../../../caldav-xml/examples/client.rs"]
mod client;
#[allow(dead_code, unreachable_pub, reason = "a program of its own")]
#[path = "../../../../caldav-xml/examples/client_async.rs"]
mod client_async;

/// A server with two events of which one recurs, while it is looked at.
fn with_server(name: &str, look: impl FnOnce(&str)) {
    let folder = Folder::new(name);
    folder.write("events/breakfast.ics", EVENT);
    let weekly = EVENT.replace("1e2f", "2e2f").replace("Breakfast", "Weekly\r\nRRULE:FREQ=WEEKLY");
    folder.write("events/weekly.ics", weekly);
    let mut command = folder.command(["serve", "--port", "0", "--quiet", "--calendars", "events"]);
    let mut server = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut address = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut address).unwrap();
    let looked = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| look(address.trim())));
    server.kill().unwrap();
    server.wait().unwrap();
    looked.unwrap();
}

/// With a password, in the clear or not.
fn account(password: &str, clear_text: bool) -> (Credentials, DiscoveryOptions) {
    let (credentials, options) = (Credentials::basic("demo", password).unwrap(), DiscoveryOptions::default());
    if clear_text {
        (credentials.with_clear_text(), options.with_clear_text())
    } else {
        (credentials, options)
    }
}

/// What the example writes, or why it does not.
type Told = Result<String, String>;

fn on_ureq(url: &str, password: &str, clear_text: bool) -> Told {
    let (credentials, options) = account(password, clear_text);
    let mut out = Vec::new();
    client::print_events(url, &credentials, options, &mut out).map_err(|error| error.to_string())?;
    Ok(String::from_utf8(out).unwrap())
}

fn on_reqwest(url: &str, password: &str, clear_text: bool) -> Told {
    let (credentials, options) = account(password, clear_text);
    let _ = rustls::crypto::ring::default_provider().install_default();
    let mut out = Vec::new();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime
        .block_on(client_async::print_events(url, &credentials, options, &mut out))
        .map_err(|error| error.to_string())?;
    Ok(String::from_utf8(out).unwrap())
}

#[test]
fn from_an_address_to_the_events() {
    with_server("clients-events", |url| {
        for (name, client) in [("ureq", on_ureq as fn(&str, &str, bool) -> Told), ("reqwest", on_reqwest)] {
            let told = client(url, "demo", true).unwrap();
            let mut lines: Vec<_> = told.lines().collect();
            lines.sort_unstable();
            let expected = ["  20270102T090000Z  Breakfast", "  20270102T090000Z  Weekly", "default"];
            assert_eq!(lines, expected, "{name}");
        }
    });
}

#[test]
fn why_there_are_none() {
    with_server("clients-none", |url| {
        for (name, client) in [("ureq", on_ureq as fn(&str, &str, bool) -> Told), ("reqwest", on_reqwest)] {
            let refused = client(url, "wrong", true).unwrap_err();
            assert!(refused.ends_with("the server wants to know who is asking"), "{name}: {refused}");
            let open = client(url, "demo", false).unwrap_err();
            assert!(open.ends_with("credentials are not sent in the clear"), "{name}: {open}");
            let nobody = client("http://127.0.0.1:1/", "demo", true).unwrap_err();
            assert!(nobody.ends_with("no reply"), "{name}: {nobody}");
        }
    });
}
