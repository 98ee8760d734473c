//! `serve`: the server as clients on the network meet it.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

use crate::run::{EVENT, Folder};

/// A server that ends with the test.
struct Server {
    child: Child,
    address: String,
    /// The lines of the standard output after the first.
    lines: Vec<String>,
}

impl Server {
    fn start(folder: &Folder, arguments: &[&str]) -> Self {
        let mut command = folder.command(["serve", "--port", "0"].iter().chain(arguments));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut out = BufReader::new(child.stdout.take().unwrap());
        let mut address = String::new();
        out.read_line(&mut address).unwrap();
        let address = address.trim().strip_prefix("http://").unwrap().trim_end_matches('/').to_owned();
        let users = arguments.iter().filter(|argument| **argument == "--user").count().max(1);
        let lines = out.lines().take(users).map(Result::unwrap).collect();
        Self { child, address, lines }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    /// One request on a connection of its own, and its answer.
    fn exchange(&self, head: &str, body: &str) -> Answer {
        let mut stream = self.connect();
        send(&mut stream, head, body);
        Answer::read(&mut BufReader::new(stream))
    }

    /// Ends it by a signal; what it told on the standard error.
    fn end(mut self) -> (Option<i32>, String) {
        let signal = Command::new("kill").args(["-TERM", &self.child.id().to_string()]).status().unwrap();
        assert!(signal.success());
        let mut errors = String::new();
        self.child.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
        (self.child.wait().unwrap().code(), errors)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A request with the credentials of the default user.
fn send(stream: &mut impl Write, head: &str, body: &str) {
    let length = body.len();
    let request = format!("{head}\r\nHost: localhost\r\n{DEMO}Content-Length: {length}\r\n\r\n{body}");
    stream.write_all(request.as_bytes()).unwrap();
}

const DEMO: &str = "Authorization: Basic ZGVtbzpkZW1v\r\n";

#[derive(Debug)]
struct Answer {
    status: u16,
    fields: Vec<(String, String)>,
    body: String,
}

impl Answer {
    fn read(stream: &mut impl BufRead) -> Self {
        let mut line = String::new();
        stream.read_line(&mut line).unwrap();
        let status =
            line.split(' ').nth(1).unwrap_or_else(|| panic!("a status line: {line:?}")).parse().unwrap();
        let mut fields = Vec::new();
        loop {
            let mut line = String::new();
            stream.read_line(&mut line).unwrap();
            let Some((name, value)) = line.trim_end().split_once(": ") else { break };
            fields.push((name.to_ascii_lowercase(), value.to_owned()));
        }
        let mut answer = Self { status, fields, body: String::new() };
        let mut octets = vec![0; answer.field("content-length").parse().unwrap_or(0)];
        stream.read_exact(&mut octets).unwrap();
        answer.body = String::from_utf8(octets).unwrap();
        answer
    }

    fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(other, _)| other == name).map_or("", |(_, value)| value)
    }
}

const OBJECT: &str = "/calendars/demo/default/1.ics";

#[test]
fn a_calendar_is_stored_and_told() {
    let folder = Folder::new("serve-stored");
    let server = Server::start(&folder, &[]);
    assert_eq!(server.lines, ["user demo, password demo"]);
    let put = server.exchange(&format!("PUT {OBJECT} HTTP/1.1\r\nContent-Type: text/calendar"), EVENT);
    assert_eq!(put.status, 201, "{put:?}");
    let got = server.exchange(&format!("GET {OBJECT} HTTP/1.1"), "");
    assert_eq!((got.status, got.body.as_str()), (200, EVENT));
    assert_eq!(got.field("etag"), put.field("etag"));
    let body = "<propfind xmlns=\"DAV:\"><prop><current-user-principal/></prop></propfind>";
    let found = server.exchange("PROPFIND / HTTP/1.1\r\nDepth: 0", body);
    assert!(found.status == 207 && found.body.contains("/principals/demo/"), "{found:?}");
    let (status, errors) = server.end();
    assert_eq!(status, Some(0));
    let told: Vec<_> = errors.lines().collect();
    assert_eq!(told[0], format!("PUT {OBJECT} -> 201 (0 octets)"));
    assert_eq!(told[1], format!("GET {OBJECT} -> 200 ({} octets)", EVENT.len()));
    assert_eq!(told.len(), 3, "{errors}");
}

#[test]
fn several_requests_on_one_connection() {
    let folder = Folder::new("serve-connection");
    let server = Server::start(&folder, &["--quiet"]);
    let mut stream = server.connect();
    let mut answers = BufReader::new(stream.try_clone().unwrap());
    let chunks =
        format!("{:x}\r\n{}\r\n{:x}\r\n{}\r\n0\r\n\r\n", 20, &EVENT[..20], EVENT.len() - 20, &EVENT[20..]);
    let head =
        format!("PUT {OBJECT} HTTP/1.1\r\nHost: localhost\r\n{DEMO}Transfer-Encoding: chunked\r\n\r\n");
    stream.write_all(format!("{head}{chunks}").as_bytes()).unwrap();
    assert_eq!(Answer::read(&mut answers).status, 201, "a body in chunks");
    send(&mut stream, &format!("HEAD {OBJECT} HTTP/1.1"), "");
    let mut line = String::new();
    let mut head = String::new();
    while answers.read_line(&mut line).unwrap() > 2 {
        head.push_str(&line);
        line.clear();
    }
    assert!(
        head.starts_with("HTTP/1.1 200") && head.contains(&format!("content-length: {}", EVENT.len())),
        "{head}"
    );
    let expecting = format!(
        "PUT {OBJECT} HTTP/1.1\r\nHost: localhost\r\n{DEMO}Content-Length: {}\r\nExpect: 100-continue\r\n\r\n",
        EVENT.len()
    );
    stream.write_all(expecting.as_bytes()).unwrap();
    assert_eq!(Answer::read(&mut answers).status, 100, "RFC 9110 10.1.1");
    stream.write_all(EVENT.as_bytes()).unwrap();
    assert_eq!(Answer::read(&mut answers).status, 204);
    let (status, errors) = server.end();
    assert_eq!((status, errors.as_str()), (Some(0), ""), "quiet");
}

#[test]
fn what_is_too_long_or_malformed_is_refused() {
    let folder = Folder::new("serve-refused");
    let server = Server::start(&folder, &["--quiet"]);
    for (case, request, expected) in [
        (
            "too long as it says",
            format!("PUT {OBJECT} HTTP/1.1\r\nHost: a\r\n{DEMO}Content-Length: 99999999\r\n\r\n"),
            413,
        ),
        ("no HTTP", "nonsense\r\n\r\n".to_owned(), 400),
        ("no credentials", format!("GET {OBJECT} HTTP/1.1\r\nHost: a\r\n\r\n"), 401),
        ("faulty XML", format!("PROPFIND / HTTP/1.1\r\nHost: a\r\n{DEMO}Content-Length: 3\r\n\r\n<a>"), 400),
    ] {
        let mut stream = server.connect();
        stream.write_all(request.as_bytes()).unwrap();
        assert_eq!(Answer::read(&mut BufReader::new(stream)).status, expected, "{case}");
    }
    let (status, _) = server.end();
    assert_eq!(status, Some(0));
}

#[test]
fn files_users_faults_and_limits() {
    let folder = Folder::new("serve-arguments");
    folder.write("calendars/a.ics", EVENT);
    folder.write("calendars/inner/b c.ics", EVENT.replace("UID:1e", "UID:2e"));
    folder.write("calendars/c.ics", "no calendar");
    folder.write("calendars/d.ics", EVENT.replace("UID:1e", "UID:3e").replace("VEVENT", "VJOURNAL"));
    let arguments = [
        "--user",
        "demo:demo",
        "--user",
        "other:x",
        "--calendars",
        "calendars",
        "--component",
        "VEVENT",
        "--fault",
        "no-etag",
        "--quiet",
    ];
    let server = Server::start(&folder, &arguments);
    assert_eq!(server.lines, ["user demo", "user other"]);
    let listed = server.exchange("GET /calendars/demo/default/ HTTP/1.1", "");
    let expected = "/calendars/demo/default/a.ics\n/calendars/demo/default/inner-b%20c.ics\n";
    assert_eq!((listed.status, listed.body.as_str()), (200, expected));
    let got = server.exchange("GET /calendars/demo/default/a.ics HTTP/1.1", "");
    assert_eq!((got.status, got.field("etag")), (200, ""), "the fault");
    let (status, errors) = server.end();
    assert_eq!(status, Some(1), "files were refused");
    assert!(errors.contains("c.ics: 403 CALDAV:valid-calendar-data"), "{errors}");
    assert!(errors.contains("d.ics: 403 CALDAV:supported-calendar-component"), "{errors}");
}

/// The server is asked over its socket, and ends.
#[test]
fn one_report_is_asked() {
    let folder = Folder::new("serve-ask");
    folder.write("calendars/a.ics", EVENT);
    let query = "<C:calendar-query xmlns=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\"><prop><getetag/></prop>\
        <C:filter><C:comp-filter name=\"VCALENDAR\"/></C:filter></C:calendar-query>";
    folder.write("report.xml", query);
    let asked = folder.run(["serve", "--calendars", "calendars", "--ask", "report.xml"]);
    assert_eq!(asked.status, 0, "{asked:?}");
    assert!(asked.text().contains("/calendars/demo/default/a.ics"), "{asked:?}");
    assert!(asked.errors.contains("207 Multi-Status"), "{asked:?}");

    folder.write("report.xml", query.replace("VCALENDAR", "VEVENT"));
    let refused = folder.run(["serve", "--calendars", "calendars", "--ask", "report.xml"]);
    assert_eq!(refused.status, 1, "{refused:?}");
    assert!(refused.text().contains("valid-filter"), "{refused:?}");
    let missing = folder.run(["serve", "--ask", "nothing.xml"]);
    assert_eq!((missing.status, missing.text()), (2, ""), "{missing:?}");
}

#[test]
fn departures_of_clients() {
    let folder = Folder::new("serve-tolerances");
    let without = EVENT.replace("DTSTAMP:20270101T000000Z\r\n", "");
    for (arguments, expected) in [(&[][..], 201), (&["--strict"][..], 403)] {
        let server = Server::start(&folder, arguments);
        let put = server.exchange(&format!("PUT {OBJECT} HTTP/1.1\r\nContent-Type: text/calendar"), &without);
        assert_eq!(put.status, expected, "{arguments:?}");
        let (_, errors) = server.end();
        assert_eq!(errors.contains("tolerated: calendar-data"), expected == 201, "{errors}");
    }
}

#[test]
fn many_clients_at_once() {
    let folder = Folder::new("serve-many");
    let server = Server::start(&folder, &["--quiet"]);
    thread::scope(|scope| {
        let clients: Vec<_> = (0..64)
            .map(|client| {
                let server = &server;
                scope.spawn(move || {
                    let mut stream = server.connect();
                    let mut answers = BufReader::new(stream.try_clone().unwrap());
                    for round in 0..4 {
                        let name = format!("{client}-{round}");
                        let event = EVENT.replace("UID:1e", &format!("UID:{name}"));
                        send(
                            &mut stream,
                            &format!("PUT /calendars/demo/default/{name}.ics HTTP/1.1"),
                            &event,
                        );
                        assert_eq!(Answer::read(&mut answers).status, 201);
                    }
                })
            })
            .collect();
        clients.into_iter().for_each(|client| client.join().unwrap());
    });
    let listed = server.exchange("GET /calendars/demo/default/ HTTP/1.1", "");
    assert_eq!(listed.body.lines().count(), 256);
    assert_eq!(server.end().0, Some(0));
}

#[test]
fn faulty_arguments() {
    let folder = Folder::new("serve-faulty");
    let taken = Server::start(&folder, &["--quiet"]);
    let port = taken.address.rsplit(':').next().unwrap().to_owned();
    for arguments in [
        vec!["serve", "--port", &port],
        vec!["serve", "--port", "0", "--fault", "none"],
        vec!["serve", "--port", "0", "--user", "alice"],
        vec!["serve", "--port", "0", "--calendars", "missing"],
    ] {
        let run = folder.run(&arguments);
        assert_eq!((run.status, run.text()), (2, ""), "{arguments:?}: {}", run.errors);
        assert!(!run.errors.is_empty());
    }
}
