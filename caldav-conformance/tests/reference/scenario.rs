//! A scenario as it is written down: what there is at the start, and steps of a request and what is expected.

/// One file.
pub(crate) struct Scenario {
    pub(crate) name: String,
    /// Lines before the first step, split into words.
    pub(crate) setup: Vec<Vec<String>>,
    pub(crate) steps: Vec<Step>,
}

/// One exchange.
#[derive(Default)]
pub(crate) struct Step {
    pub(crate) title: String,
    pub(crate) proves: Vec<String>,
    /// Seconds that pass before the request.
    pub(crate) wait: i64,
    /// `NAME`, `NAME:PASSWORD`, or `anonymous`.
    pub(crate) user: String,
    pub(crate) method: String,
    pub(crate) target: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: String,
    pub(crate) statuses: Vec<u16>,
    pub(crate) expected: Vec<Expectation>,
}

/// A keyword or the name of a header, and what follows it.
pub(crate) struct Expectation {
    pub(crate) keyword: String,
    pub(crate) value: String,
}

enum Part {
    Head,
    Headers,
    Body,
    Expected,
}

/// What an expectation can begin with, beside the name of a header and `!NAME`.
const KEYWORDS: [&str; 12] = [
    "has:",
    "lacks:",
    "prop:",
    "error:",
    "hrefs:",
    "gone:",
    "contains:",
    "omits:",
    "body:",
    "empty",
    "count:",
    "as-sent",
];

impl Scenario {
    /// Reads a scenario; whatever is odd in it ends the test.
    pub(crate) fn parse(name: &str, text: &str) -> Self {
        let mut scenario = Self { name: name.to_owned(), setup: Vec::new(), steps: Vec::new() };
        let mut part = Part::Head;
        for (index, line) in text.lines().enumerate() {
            let place = format!("{name}:{}: {line}", index + 1);
            if let Some(title) = line.strip_prefix("== ") {
                scenario.steps.push(Step { title: title.trim().to_owned(), ..Step::default() });
                part = Part::Head;
                continue;
            }
            let Some(step) = scenario.steps.last_mut() else {
                if !line.starts_with('#') && !line.trim().is_empty() {
                    scenario.setup.push(words(line));
                }
                continue;
            };
            match part {
                Part::Head if line.trim().is_empty() || line.starts_with('#') => {}
                Part::Head => {
                    if let Some(ids) = line.strip_prefix("proves:") {
                        step.proves.extend(ids.split_whitespace().map(str::to_owned));
                    } else if let Some(seconds) = line.strip_prefix("wait ") {
                        step.wait = seconds.trim().parse().unwrap_or_else(|_| panic!("{place}"));
                    } else {
                        let mut words = line.split(' ');
                        let mut word = || words.next().unwrap_or_else(|| panic!("{place}")).to_owned();
                        (step.user, step.method, step.target) = (word(), word(), word());
                        part = Part::Headers;
                    }
                }
                Part::Headers if line.trim().is_empty() => part = Part::Body,
                Part::Headers | Part::Body if line.starts_with("=> ") => {
                    let codes = line[3..].split_whitespace();
                    step.statuses = codes.map(|code| code.parse().expect(&place)).collect();
                    part = Part::Expected;
                }
                Part::Headers => {
                    let (name, value) = line.split_once(':').unwrap_or_else(|| panic!("{place}"));
                    step.headers.push((name.to_owned(), value.trim().to_owned()));
                }
                Part::Body => {
                    step.body.push_str(line);
                    step.body.push('\n');
                }
                Part::Expected => expectation(step, line, &place),
            }
        }
        for step in &mut scenario.steps {
            assert!(!step.statuses.is_empty(), "{name}: {}: no status expected", step.title);
            step.body.truncate(step.body.trim_end().len());
            for expectation in &mut step.expected {
                expectation.value.truncate(expectation.value.trim_end().len());
            }
        }
        scenario
    }
}

fn expectation(step: &mut Step, line: &str, place: &str) {
    let whole = step.expected.last().is_some_and(|last| last.keyword == "body:");
    if whole || line.starts_with([' ', '\t']) {
        let last = step.expected.last_mut().unwrap_or_else(|| panic!("{place}"));
        last.value.push('\n');
        last.value.push_str(if whole { line } else { &line[1..] });
    } else if line.starts_with('#') || line.trim().is_empty() {
    } else if let Some(keyword) = KEYWORDS.iter().find(|keyword| line.starts_with(*keyword)) {
        let value = line[keyword.len()..].trim().to_owned();
        step.expected.push(Expectation { keyword: (*keyword).to_owned(), value });
    } else if let Some(name) = line.strip_prefix('!') {
        step.expected.push(Expectation { keyword: "!".to_owned(), value: name.trim().to_owned() });
    } else {
        let header = line.split_once(':').filter(|_| line.starts_with(|c: char| c.is_ascii_uppercase()));
        let (name, value) = header.unwrap_or_else(|| panic!("{place}"));
        step.expected.push(Expectation { keyword: name.to_owned(), value: value.trim().to_owned() });
    }
}

/// The words of a line; one in quotes may have spaces.
fn words(line: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ' ' if !quoted => words.push(String::new()),
            _ => words.last_mut().expect("one at least").push(c),
        }
    }
    words.retain(|word| !word.is_empty());
    words
}
