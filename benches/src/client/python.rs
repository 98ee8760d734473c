//! python-caldav, in a process of its own.

use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use super::{ADDRESS, AUTHORIZATION, Learned, Origin, PASSWORD, Recording, Run, Step, USER, Way};

/// A process that has recorded both steps in both ways.
#[derive(Debug)]
pub struct Client {
    child: Child,
    stdin: ChildStdin,
    stdout: BufReader<ChildStdout>,
    recordings: Vec<(Step, Way, Recording)>,
}

impl Client {
    /// Starts the process, lets it ask the server and keeps what it answers.
    ///
    /// # Errors
    ///
    /// There is no such process, or it ended before it had done.
    pub fn record() -> io::Result<Self> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut child = Command::new(folder.join("../target/clients/python/bin/python"))
            .arg(folder.join("src/client/python_caldav.py"))
            .args([ADDRESS, USER, PASSWORD])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (Some(stdin), Some(stdout)) = (child.stdin.take(), child.stdout.take()) else {
            return Err(io::ErrorKind::BrokenPipe.into());
        };
        let mut client = Self { child, stdin, stdout: BufReader::new(stdout), recordings: Vec::new() };
        for way in Way::ALL {
            let mut origin = Origin::new();
            for step in Step::ALL {
                if step == Step::Changes {
                    origin.change();
                }
                let mut recording = Recording::default();
                client.record_step(step, way, &mut origin, &mut recording)?;
                client.recordings.push((step, way, recording));
            }
        }
        Ok(client)
    }

    /// What is replayed.
    ///
    /// # Panics
    ///
    /// Never: all was recorded.
    #[must_use]
    pub fn recording(&self, step: Step, way: Way) -> &Recording {
        let found = self.recordings.iter().find(|one| (one.0, one.1) == (step, way));
        &found.expect("all is recorded").2
    }

    /// Does a step so many times.
    ///
    /// # Errors
    ///
    /// The process ended.
    pub fn run(&mut self, step: Step, way: Way, passes: u32) -> io::Result<Run> {
        writeln!(self.stdin, "run {} {} {passes}", step.name(), way.name())?;
        let line = self.line()?;
        let (learned, seconds) = line.rsplit_once(' ').ok_or(io::ErrorKind::InvalidData)?;
        Ok(Run {
            seconds: seconds.parse().map_err(|_| io::ErrorKind::InvalidData)?,
            learned: learned_of(learned).ok_or(io::ErrorKind::InvalidData)?,
        })
    }

    fn record_step(
        &mut self,
        step: Step,
        way: Way,
        origin: &mut Origin,
        recording: &mut Recording,
    ) -> io::Result<()> {
        writeln!(self.stdin, "record {} {}", step.name(), way.name())?;
        loop {
            let line = self.line()?;
            if line.starts_with("done ") {
                return Ok(());
            }
            let (method, address) = line.split_once(' ').ok_or(io::ErrorKind::InvalidData)?;
            let mut request = http::Request::builder()
                .method(method)
                .uri(address)
                // The session would make it of the name and the password.
                .header("authorization", AUTHORIZATION);
            let mut length = 0;
            loop {
                let line = self.line()?;
                let Some((name, value)) = line.split_once(": ") else { break };
                if name.eq_ignore_ascii_case("content-length") {
                    length = value.parse().map_err(|_| io::ErrorKind::InvalidData)?;
                }
                request = request.header(name, value);
            }
            let mut body = vec![0; length];
            self.stdout.read_exact(&mut body)?;
            let response = origin.answer(request.body(body).map_err(io::Error::other)?, recording);
            let mut message = format!("{}\n", response.status().as_u16()).into_bytes();
            for (name, value) in response.headers() {
                message.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\n"].concat());
            }
            let body = response.body();
            message.extend(format!("Content-Length: {}\n\n", body.len()).bytes());
            message.extend(body);
            self.stdin.write_all(&message)?;
        }
    }

    fn line(&mut self) -> io::Result<String> {
        let mut line = String::new();
        if self.stdout.read_line(&mut line)? == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        line.truncate(line.trim_end_matches('\n').len());
        Ok(line)
    }
}

impl Drop for Client {
    fn drop(&mut self) {
        // One that has ended cannot be ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Reads `done OBJECTS REMOVED OCTETS`.
fn learned_of(text: &str) -> Option<Learned> {
    let mut numbers = text.strip_prefix("done ")?.split(' ').map(str::parse);
    let mut next = || numbers.next()?.ok();
    Some(Learned { objects: next()?, removed: next()?, octets: next()? })
}
