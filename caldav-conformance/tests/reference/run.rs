//! Runs a scenario against a server that begins with its setup.

use std::fs;

use base64::Engine as _;
use caldav_conformance::reference::{Account, Fault, Group, Server, Settings};
use caldav_types::CollectionLimits;
use chrono::{DateTime, NaiveDateTime, TimeDelta, Utc};

use crate::answer::Answer;
use crate::calendar;
use crate::element::{Element, Extent, declared, element_fits, path_of};
use crate::pattern::{Kept, filled, fits};
use crate::scenario::{Expectation, Scenario, Step};

/// Where the body of the last PUT is kept.
const SENT: &str = "sent";

/// A server in the middle of a scenario.
pub(crate) struct Course {
    server: Server,
    now: DateTime<Utc>,
    kept: Kept,
}

impl Course {
    pub(crate) fn begin(scenario: &Scenario, fault: Option<Fault>) -> Self {
        let (server, now) = set_up(scenario, fault);
        Self { server, now, kept: Kept::new() }
    }

    /// The request of a step, with what was kept.
    pub(crate) fn request(&self, step: &Step) -> Result<http::Request<Vec<u8>>, String> {
        request(step, &self.kept)
    }

    pub(crate) fn answer(&mut self, request: &http::Request<Vec<u8>>) -> Result<Answer, String> {
        Answer::read(&self.server.handle(request, self.now))
    }
}

/// The failures, each a text to read.
pub(crate) fn run(scenario: &Scenario, fault: Option<Fault>) -> Vec<String> {
    let mut course = Course::begin(scenario, fault);
    let mut failures = Vec::new();
    for step in &scenario.steps {
        course.now += TimeDelta::seconds(step.wait);
        let place =
            format!("## {}: {}\n{} {} {}", scenario.name, step.title, step.user, step.method, step.target);
        let request = match course.request(step) {
            Ok(request) => request,
            Err(error) => {
                failures.push(format!("{place}\n  - {error}"));
                continue;
            }
        };
        if request.method() == "PUT" {
            course.kept.insert(SENT.to_owned(), String::from_utf8_lossy(request.body()).into_owned());
        }
        let response = course.server.handle(&request, course.now);
        let complaints = match Answer::read(&response) {
            Ok(answer) => judge(step, &request, &answer, &mut course.kept),
            Err(error) => vec![error],
        };
        if !complaints.is_empty() {
            let headers: String =
                response.headers().iter().map(|(name, value)| format!("  > {name}: {value:?}\n")).collect();
            failures.push(format!(
                "{place}\n  - {}\n  > {}\n{headers}{}",
                complaints.join("\n  - "),
                response.status(),
                String::from_utf8_lossy(response.body())
            ));
        }
    }
    failures
}

fn set_up(scenario: &Scenario, fault: Option<Fault>) -> (Server, DateTime<Utc>) {
    let mut settings = fault.into_iter().fold(Settings::default(), Settings::with_fault);
    let mut limits = CollectionLimits::default();
    let mut now = "2006-11-11T09:32:12Z".parse().expect("a moment");
    let place = &scenario.name;
    for words in &scenario.setup {
        let words: Vec<_> = words.iter().map(String::as_str).collect();
        match words[..] {
            ["account", name, ref more @ ..] => {
                let account = Account::new(name, "pw");
                let account = more.iter().fold(account, |account, word| {
                    if word.contains(':') {
                        account.with_address(*word)
                    } else {
                        account.with_display_name(*word)
                    }
                });
                settings = settings.with_account(account);
            }
            ["group", name, ref members @ ..] => {
                let group = members.iter().fold(Group::new(name), |group, member| group.with_member(*member));
                settings = settings.with_group(group);
            }
            ["anonymous"] => settings = settings.with_anonymous(true),
            ["history", changes] => settings = settings.with_history(changes.parse().expect(place)),
            ["quota", octets] => settings = settings.with_quota(octets.parse().expect(place)),
            ["now", moment] => now = moment.parse().expect(place),
            ["limit", "components", ref names @ ..] => {
                limits = limits.with_supported_components(names.iter().copied());
            }
            ["limit", name, value] => limits = limited(limits, name, value, place),
            ["fill", ..] => {}
            _ => panic!("{place}: {words:?}"),
        }
    }
    let mut server = Server::new(settings.with_limits(limits));
    for words in scenario.setup.iter().filter(|words| words[0] == "fill") {
        let objects = words[3..].iter().map(|name| (name.as_str(), file(name).replace('\n', "\r\n")));
        let refused = server.fill(&words[1], &words[2], objects, now);
        assert!(fault.is_some() || refused.is_empty(), "{place}: {refused:?}");
    }
    (server, now)
}

fn limited(limits: CollectionLimits, name: &str, value: &str, place: &str) -> CollectionLimits {
    let number = || value.parse().expect(place);
    let moment = || NaiveDateTime::parse_from_str(value, "%Y%m%dT%H%M%SZ").expect(place).and_utc();
    match name {
        "max-resource-size" => limits.with_max_resource_size(number()),
        "max-instances" => limits.with_max_instances(number()),
        "max-attendees-per-instance" => limits.with_max_attendees_per_instance(number()),
        "min-date-time" => limits.with_min_date_time(moment()),
        "max-date-time" => limits.with_max_date_time(moment()),
        _ => panic!("{place}: {name}"),
    }
}

/// A file that scenarios share.
fn file(name: &str) -> String {
    let path = crate::folder().join("files").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// The text with `@{NAME}` replaced by the file of that name.
fn with_files(text: &str) -> String {
    let is_xml = text.trim_start().starts_with('<');
    let mut parts = text.split("@{");
    let mut whole = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (name, rest) = part.split_once('}').expect("@{NAME}");
        let file = file(name);
        whole.push_str(&if is_xml { escaped(file.trim_end()) } else { file.trim_end().to_owned() });
        whole.push_str(rest);
    }
    whole
}

/// A component alone gets the calendar around it that it needs.
fn with_calendar(text: String) -> String {
    if ["BEGIN:VCALENDAR", "BEGIN:VCARD"].iter().any(|start| text.starts_with(start)) {
        return text;
    }
    if text.starts_with("BEGIN:V") {
        let head = "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//Example Corp.//CalDAV Client//EN";
        return format!("{head}\n{text}\nEND:VCALENDAR");
    }
    text
}

fn request(step: &Step, kept: &Kept) -> Result<http::Request<Vec<u8>>, String> {
    let plain = |text: &str| text.to_owned();
    let mut body = with_calendar(with_files(&step.body));
    let is_xml = body.starts_with('<');
    body = filled(&body, kept, if is_xml { escaped } else { plain })?;
    let mut media = None;
    if is_xml {
        body = declared(&body);
        media = Some("application/xml; charset=\"utf-8\"");
    } else if body.starts_with("BEGIN:") {
        body = body.replace('\n', "\r\n") + "\r\n";
        media = Some("text/calendar; charset=utf-8");
    }
    let target = filled(&step.target, kept, plain)?;
    let target = if target.starts_with("http") { path_and_query(&target) } else { target };
    let mut request = http::Request::builder().method(step.method.as_str()).uri(target);
    request = request.header("Host", "cal.example.com");
    if step.user != "anonymous" {
        let credentials =
            if step.user.contains(':') { step.user.clone() } else { format!("{}:pw", step.user) };
        let encoded = base64::engine::general_purpose::STANDARD.encode(credentials);
        request = request.header("Authorization", format!("Basic {encoded}"));
    }
    for (name, value) in &step.headers {
        if name.eq_ignore_ascii_case("content-type") {
            media = None;
        }
        if !value.is_empty() {
            request = request.header(name, filled(value, kept, plain)?);
        }
    }
    if let Some(media) = media {
        request = request.header("Content-Type", media);
    }
    request.body(body.into_bytes()).map_err(|error| error.to_string())
}

fn path_and_query(uri: &str) -> String {
    let rest = uri.split_once("://").map_or(uri, |(_, rest)| rest);
    rest.find('/').map_or("/", |slash| &rest[slash..]).to_owned()
}

/// What is not as expected.
fn judge(step: &Step, request: &http::Request<Vec<u8>>, answer: &Answer, kept: &mut Kept) -> Vec<String> {
    let mut complaints = answer.faults(request);
    if !step.statuses.contains(&answer.status) {
        complaints.push(format!("expected {:?}, found {}", step.statuses, answer.status));
    }
    for expectation in &step.expected {
        match meets(expectation, request, answer, kept) {
            Ok(Some(now_kept)) => *kept = now_kept,
            Ok(None) => complaints.push(format!("expected {} {}", expectation.keyword, expectation.value)),
            Err(error) => complaints.push(format!("{} {}: {error}", expectation.keyword, expectation.value)),
        }
    }
    complaints
}

type Met = Result<Option<Kept>, String>;

fn meets(expectation: &Expectation, request: &http::Request<Vec<u8>>, answer: &Answer, kept: &Kept) -> Met {
    let value = expectation.value.trim_start();
    let holds = |holds: bool| Ok(holds.then(|| kept.clone()));
    let base = request.uri().path();
    match expectation.keyword.as_str() {
        "empty" => holds(answer.body.is_empty()),
        "as-sent" => holds(kept.get(SENT).is_some_and(|sent| *sent == answer.body)),
        "contains:" => holds(calendar::unfolded(&answer.body).contains(&filled(value, kept, str::to_owned)?)),
        "omits:" => holds(!calendar::unfolded(&answer.body).contains(&filled(value, kept, str::to_owned)?)),
        "body:" => whole(value, answer, kept),
        "has:" => Ok(found(&expected_element(value)?, &root(answer)?.all(), kept)),
        "lacks:" => holds(
            answer.root.is_none() || found(&expected_element(value)?, &root(answer)?.all(), kept).is_none(),
        ),
        "count:" => {
            let (number, pattern) = value.split_once(' ').ok_or("no pattern")?;
            let pattern = expected_element(pattern)?;
            let all = root(answer)?.all();
            let count =
                all.iter().filter(|e| element_fits(&pattern, e, Extent::Part, kept).is_some()).count();
            holds(number.parse() == Ok(count))
        }
        "error:" => {
            let root = root(answer)?;
            let conditions: Vec<_> = root.children().collect();
            Ok(found(&expected_element(value)?, &conditions, kept).filter(|_| root.is("error")))
        }
        "prop:" => property(value, base, root(answer)?, kept),
        "gone:" => {
            let response = response(&resolved(value, base), root(answer)?).ok_or("no such DAV:response")?;
            let status = response.named("status").next().map(Element::text).unwrap_or_default();
            holds(status.starts_with("HTTP/1.1 404") && response.named("propstat").next().is_none())
        }
        "hrefs:" => {
            let mut expected: Vec<_> = value.split_whitespace().map(|href| resolved(href, base)).collect();
            let hrefs = root(answer)?.named("response").flat_map(|response| response.named("href"));
            let mut actual: Vec<_> = hrefs.map(|href| path_of(&href.text())).collect();
            expected.sort();
            actual.sort();
            holds(expected == actual)
        }
        "!" => holds(!answer.headers.contains_key(value)),
        header => {
            let found = answer.header(header).ok_or("no such header")?;
            Ok(fits(value, &found, kept))
        }
    }
}

fn root(answer: &Answer) -> Result<&Element, String> {
    answer.root.as_ref().ok_or_else(|| "the body is not XML".to_owned())
}

fn expected_element(text: &str) -> Result<Element, String> {
    Element::parse(&declared(&with_files(text)))
}

fn found(pattern: &Element, among: &[&Element], kept: &Kept) -> Option<Kept> {
    among.iter().find_map(|element| element_fits(pattern, element, Extent::Part, kept))
}

/// The body as a whole, in whatever form the expected one is.
fn whole(expected: &str, answer: &Answer, kept: &Kept) -> Met {
    let expected = with_calendar(with_files(expected.trim()));
    if expected.starts_with('<') {
        Ok(element_fits(&expected_element(&expected)?, root(answer)?, Extent::Whole, kept))
    } else if expected.starts_with("BEGIN:") {
        Ok(calendar::same(&expected, &answer.body, kept))
    } else {
        Ok(fits(&expected, answer.body.trim_end(), kept))
    }
}

/// `HREF STATUS PATTERN`: the response of the address has the property in a propstat of the status.
fn property(value: &str, base: &str, root: &Element, kept: &Kept) -> Met {
    let mut words = value.splitn(3, ' ');
    let mut word = || words.next().ok_or("HREF STATUS PATTERN");
    let (href, status, pattern) = (word()?, word()?, word()?);
    let pattern = expected_element(pattern)?;
    let response = response(&resolved(href, base), root).ok_or("no such DAV:response")?;
    let propstats = response.named("propstat").filter(|propstat| {
        propstat.named("status").any(|found| found.text().starts_with(&format!("HTTP/1.1 {status}")))
    });
    let properties: Vec<_> =
        propstats.flat_map(|propstat| propstat.named("prop")).flat_map(Element::children).collect();
    Ok(found(&pattern, &properties, kept))
}

fn response<'a>(href: &str, root: &'a Element) -> Option<&'a Element> {
    root.named("response").find(|response| response.named("href").any(|found| path_of(&found.text()) == href))
}

/// `.` is the address of the request, a name is one in its collection.
fn resolved(href: &str, base: &str) -> String {
    let base = path_of(base);
    let collection = base.rfind('/').map_or("", |slash| &base[..=slash]);
    match href {
        "." => base,
        _ if href.starts_with('/') => path_of(href),
        _ => format!("{collection}{}", path_of(href)),
    }
}
