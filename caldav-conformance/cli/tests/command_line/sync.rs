//! `sync`: two folders and the server that `serve` is, over sockets.

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

use serde_json::Value;

use crate::run::{EVENT, Folder, Run};

struct Server {
    child: Child,
    url: String,
}

impl Server {
    fn start(folder: &Folder, arguments: &[&str]) -> Self {
        let mut command = folder.command(["serve", "--port", "0", "--quiet"].iter().chain(arguments));
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let mut url = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut url).unwrap();
        Self { child, url: url.trim().to_owned() }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn sync(folder: &Folder, url: &str, to: &str, arguments: &[&str]) -> Run {
    let mut command = folder
        .command(["sync", url, to, "--user", "demo", "--password-env", "SECRET"].iter().chain(arguments));
    let output = command.env("SECRET", "demo").stdin(Stdio::null()).output().unwrap();
    Run {
        status: output.status.code().unwrap(),
        octets: output.stdout,
        errors: String::from_utf8(output.stderr).unwrap(),
    }
}

fn actions(run: &Run) -> Vec<String> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let told = run.objects().into_iter().filter(|event| event.get("file").is_some());
    told.map(|event| format!("{} {}", text(&event["action"]), text(&event["file"])).trim_end().to_owned())
        .collect()
}

#[test]
fn two_folders_in_step() {
    let folder = Folder::new("sync-two");
    let server = Server::start(&folder, &[]);
    folder.write("a/default/1.ics", EVENT);
    let first = sync(&folder, &server.url, "a", &["--format", "json"]);
    assert_eq!(first.status, 0, "{first:?}");
    assert_eq!(actions(&first), ["calendar-updated-here displayname", "created-there 1.ics"]);
    let objects = first.objects();
    assert_eq!(
        (&objects[0]["action"], &objects[0]["remembered"], &objects[0]["sync"]),
        (&"account".into(), &false.into(), &"sync-collection".into())
    );
    let summary = objects.last().unwrap();
    assert_eq!((&summary["action"], &summary["counts"]["created-there"]), (&"summary".into(), &1.into()));

    let second = sync(&folder, &server.url, "b", &["--jobs", "2"]);
    assert_eq!(second.status, 0, "{second:?}");
    assert!(second.text().contains("default/1.ics: created here\n"), "{second:?}");
    assert_eq!(fs::read_to_string(folder.path("b/default/1.ics")).unwrap(), EVENT);
    let nothing = sync(&folder, &server.url, "b", &[]);
    assert!(nothing.text().starts_with("nothing new, 1 calendar, 1 request, "), "{nothing:?}");

    folder.write("a/default/1.ics", EVENT.replace("SUMMARY:", "SUMMARY:here "));
    folder.write("b/default/1.ics", EVENT.replace("SUMMARY:", "SUMMARY:there "));
    assert_eq!(sync(&folder, &server.url, "a", &[]).status, 0);
    let conflict = sync(&folder, &server.url, "b", &["--format", "json"]);
    assert_eq!((conflict.status, actions(&conflict)), (1, vec!["conflict 1.ics".to_owned()]));
    assert!(
        fs::read_to_string(folder.path("b/default/1.ics.conflict-1")).unwrap().contains("SUMMARY:there ")
    );
    assert_eq!(sync(&folder, &server.url, "b", &[]).status, 0);
}

#[test]
fn a_dry_run_and_a_refusal() {
    let folder = Folder::new("sync-dry");
    let server = Server::start(&folder, &["--strict"]);
    folder.write("a/default/bad.ics", EVENT.replace("DTSTAMP:20270101T000000Z\r\n", ""));
    let dry = sync(&folder, &server.url, "a", &["--dry-run"]);
    assert_eq!(dry.status, 0, "{dry:?}");
    assert!(
        dry.text().contains("default/bad.ics: created there\nnothing was written; would be: "),
        "{dry:?}"
    );
    assert!(!folder.path("a/.caldav-conformance").exists());
    let refused = sync(&folder, &server.url, "a", &[]);
    assert_eq!(refused.status, 1, "{refused:?}");
    assert!(
        refused
            .text()
            .contains("default/bad.ics: refused: 403 Forbidden, CALDAV:valid-calendar-data; line 4: "),
        "{refused:?}"
    );
}

#[test]
fn what_cannot_run() {
    let folder = Folder::new("sync-cannot");
    let server = Server::start(&folder, &[]);
    let port = server.url.rsplit(':').next().unwrap().trim_end_matches('/').to_owned();
    for (case, url, user, expected) in [
        ("a wrong password", server.url.as_str(), "other", "does not take the name and the password"),
        ("nobody there", "http://127.0.0.1:1/", "demo", "no answer: "),
        ("in the clear", "http://example.invalid/", "demo", "--allow-clear-text"),
        ("no URL", "ftp://example.invalid/", "demo", "expected one of the schemes"),
        ("a host that is none", "ex ample", "demo", "expected the name of a host"),
        ("no TLS there", &format!("https://127.0.0.1:{port}/"), "demo", "no answer: "),
    ] {
        let mut command =
            folder.command(["sync", url, "a", "--no-dns", "--user", user, "--password-env", "SECRET"]);
        let output = command.env("SECRET", "demo").output().unwrap();
        let errors = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{case}: {errors}");
        assert!(errors.contains(expected), "{case}: {errors}");
        assert!(!errors.contains("SECRET=") && output.stdout.is_empty(), "{case}");
    }
    for arguments in [
        &["sync", "http://127.0.0.1/"][..],
        &["sync", "http://127.0.0.1/", "a", "--password-env", "NOT_THERE", "--user", "demo"],
        &["sync", "http://127.0.0.1/", "a", "--batch", "0"],
        &["sync", "http://127.0.0.1/", "a", "--direction", "sideways"],
    ] {
        let run = folder.run(arguments);
        assert_eq!((run.status, run.text()), (2, ""), "{arguments:?}");
        assert!(!run.errors.is_empty());
    }
    let nobody = folder.run(["sync", &server.url, "a"]);
    assert_eq!(nobody.status, 2);
    assert!(nobody.errors.contains("give --user and --password-env"), "{nobody:?}");
}
