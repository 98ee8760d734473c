//! Requests that no scenario means: whatever comes in, there is an answer, and it has its form.

use http::header::{HeaderName, HeaderValue};

use crate::run::Course;
use crate::scenario::Scenario;

/// Numbers that are the same in each run.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(below.max(1)).expect("a number")).expect("a number")
    }

    fn of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.next(all.len())]
    }
}

const METHODS: [&str; 17] = [
    "GET",
    "HEAD",
    "PUT",
    "POST",
    "DELETE",
    "OPTIONS",
    "PROPFIND",
    "PROPPATCH",
    "MKCOL",
    "MKCALENDAR",
    "COPY",
    "MOVE",
    "LOCK",
    "UNLOCK",
    "ACL",
    "REPORT",
    "PATCH",
];

const HEADERS: [(&str, &str); 26] = [
    ("depth", "infinity"),
    ("depth", "7"),
    ("depth", ""),
    ("destination", "/files/bernard/"),
    ("destination", "/calendars/bernard/default/"),
    ("destination", "/files/bernard/%00%ff"),
    ("destination", "http://[::1/"),
    ("destination", "//"),
    ("overwrite", "F"),
    ("overwrite", "?"),
    ("if", "(<urn:x>)"),
    ("if", "(Not <DAV:no-lock>)"),
    ("if", "((((((((((((((("),
    ("if", "</files/bernard/> (<urn:x> [\"a\"]) <x"),
    ("if-match", "*"),
    ("if-match", "\"a\", W/\"b\", \"c"),
    ("if-none-match", "*"),
    ("timeout", "Second-99999999999999999999999"),
    ("timeout", "Infinite"),
    ("lock-token", "<"),
    ("lock-token", "<urn:x>"),
    ("content-type", "text/calendar"),
    ("content-type", "application/xml"),
    ("content-type", ";;;"),
    ("authorization", "Basic bm8="),
    ("prefer", "return=minimal, depth-noroot, ,,=\""),
];

const TARGETS: [&str; 14] = [
    "/",
    "/principals/",
    "/principals/bernard/",
    "/calendars/bernard/",
    "/calendars/bernard/default/",
    "/calendars/bernard/default",
    "/files/bernard/",
    "/files/bernard",
    "/files/bernard/../lisa/",
    "/files//bernard/./a",
    "/files/bernard/%2e%2e/%00%ff",
    "/calendars/bernard/default/%F0%9F%98%80.ics?a=b",
    "/.well-known/caldav",
    "*",
];

fn changed(request: &http::Request<Vec<u8>>, numbers: &mut Numbers) -> http::Request<Vec<u8>> {
    let mut request = request.clone();
    for _ in 0..=numbers.next(2) {
        let length = request.body().len();
        match numbers.next(7) {
            0 => *request.method_mut() = numbers.of(&METHODS).parse().expect("a method"),
            1 => *request.uri_mut() = numbers.of(&TARGETS).parse().expect("a target"),
            2 | 3 => {
                let (name, value) = *numbers.of(&HEADERS);
                request.headers_mut().insert(HeaderName::from_static(name), HeaderValue::from_static(value));
            }
            4 => request.body_mut().truncate(numbers.next(length)),
            5 => {
                let (from, to) = (numbers.next(length), numbers.next(length));
                let piece = request.body()[from.min(to)..from.max(to)].to_vec();
                let at = numbers.next(length);
                request.body_mut().splice(at..at, piece);
            }
            _ if length > 0 => {
                let at = numbers.next(length);
                request.body_mut()[at] = *numbers.of(b"<>&\"'\0\xff :;,=/\n-0Z");
            }
            _ => {}
        }
    }
    request
}

#[test]
fn every_request_has_an_answer_of_form() {
    let mut numbers = Numbers(0x5EED);
    let mut faults = Vec::new();
    let mut count = 0;
    let all = crate::SPECIFICATIONS.iter().flat_map(|number| crate::scenarios(&format!("rfc{number}")));
    for scenario in all.collect::<Vec<Scenario>>() {
        let mut course = Course::begin(&scenario, None);
        for step in &scenario.steps {
            let Ok(request) = course.request(step) else { continue };
            for _ in 0..4 {
                let changed = changed(&request, &mut numbers);
                count += 1;
                let answer = course.answer(&changed);
                let found = match &answer {
                    Ok(answer) => answer.faults(&changed),
                    // What GET returns is what was stored.
                    Err(_) if changed.method() == "GET" => Vec::new(),
                    Err(error) => vec![error.clone()],
                };
                // A damaged address in a multiget comes back as it came.
                let sent = String::from_utf8_lossy(changed.body());
                let echo = |fault: &String| sent.contains("calendar-multiget") && fault.contains("URI");
                let found: Vec<_> = found.into_iter().filter(|fault| !echo(fault)).collect();
                if !found.is_empty() {
                    let body = String::from_utf8_lossy(changed.body());
                    let status = answer.map_or(0, |answer| answer.status);
                    faults.push(format!("{}: {changed:?}\n{body}\n{status}: {found:?}", scenario.name));
                }
            }
            let _ = course.answer(&request);
        }
    }
    assert!(faults.is_empty(), "{} of {count}\n{}", faults.len(), faults.join("\n\n"));
}
