//! Runs the command line in a folder of its own.

use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// An event without a fault.
pub(crate) const EVENT: &str = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Example//EN\r\n\
    BEGIN:VEVENT\r\nUID:1e2f3a4b-5c6d-4e7f-8a9b-0c1d2e3f4a5b\r\nDTSTAMP:20270101T000000Z\r\n\
    DTSTART:20270102T090000Z\r\nSUMMARY:Breakfast\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";

/// A folder that is removed at the end of the test.
pub(crate) struct Folder(PathBuf);

impl Folder {
    /// An empty folder; the name is that of the test.
    pub(crate) fn new(name: &str) -> Self {
        let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        if path.exists() {
            fs::remove_dir_all(&path).unwrap();
        }
        fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    pub(crate) fn path(&self, name: impl AsRef<Path>) -> PathBuf {
        self.0.join(name)
    }

    /// Writes a file, with the folders that it lies in.
    pub(crate) fn write(&self, name: impl AsRef<Path>, octets: impl AsRef<[u8]>) {
        let path = self.path(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, octets).unwrap();
    }

    /// The command line in this folder, not yet started.
    pub(crate) fn command<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_caldav-conformance"));
        command.current_dir(&self.0).args(arguments);
        command
    }

    pub(crate) fn run<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Run {
        self.run_with_input(arguments, b"")
    }

    pub(crate) fn run_with_input<A: AsRef<OsStr>>(
        &self,
        arguments: impl IntoIterator<Item = A>,
        input: &[u8],
    ) -> Run {
        let mut command = self.command(arguments);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        let mut stdin = child.stdin.take().unwrap();
        // Commands that do not read it may have ended before it is written.
        let _ = stdin.write_all(input);
        drop(stdin);
        let output = child.wait_with_output().unwrap();
        Run {
            status: output.status.code().expect("the program ends by itself"),
            octets: output.stdout,
            errors: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What came of a run.
#[derive(Debug)]
pub(crate) struct Run {
    pub(crate) status: i32,
    /// The standard output.
    pub(crate) octets: Vec<u8>,
    /// The standard error.
    pub(crate) errors: String,
}

impl Run {
    #[track_caller]
    pub(crate) fn text(&self) -> &str {
        std::str::from_utf8(&self.octets).unwrap()
    }

    /// The standard output as objects, one a line.
    #[track_caller]
    pub(crate) fn objects(&self) -> Vec<Value> {
        self.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect()
    }

    /// The names of the files of a report as JSON.
    #[track_caller]
    pub(crate) fn files(&self) -> Vec<String> {
        self.objects().iter().map(|object| object["file"].as_str().unwrap().to_owned()).collect()
    }

    /// Status 0 and nothing on the standard error.
    #[track_caller]
    pub(crate) fn is_fine(&self) -> &Self {
        assert_eq!((self.status, self.errors.as_str()), (0, ""), "{self:?}");
        self
    }
}

/// The keys of an object in their order.
#[track_caller]
pub(crate) fn keys(object: &Value) -> Vec<&str> {
    object.as_object().unwrap().keys().map(String::as_str).collect()
}
