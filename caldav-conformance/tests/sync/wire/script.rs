//! What is asked and what is answered, in this order and nothing else.

use std::collections::VecDeque;

use caldav_types::client::FailureKind;

use super::Transport;
use super::recording::response;

/// What is asked and what is answered, in this order and nothing else.
#[derive(Default)]
pub(crate) struct Script {
    steps: VecDeque<Step>,
    /// The requests so far, each as its method and its address.
    pub(crate) asked: Vec<String>,
}

struct Step {
    request: &'static str,
    has: Vec<&'static str>,
    answer: Result<http::Response<Vec<u8>>, FailureKind>,
}

impl Script {
    /// A request by its method and whole address, texts that are in its fields (`name: value`) or its body, and the
    /// answer.
    pub(crate) fn step(
        mut self,
        request: &'static str,
        has: &[&'static str],
        answer: http::Response<Vec<u8>>,
    ) -> Self {
        self.steps.push_back(Step { request, has: has.to_vec(), answer: Ok(answer) });
        self
    }

    /// The same with an answer as text.
    pub(crate) fn answers(self, request: &'static str, has: &[&'static str], answer: &str) -> Self {
        self.step(request, has, response(answer))
    }

    /// The same without an answer.
    pub(crate) fn breaks(mut self, request: &'static str, kind: FailureKind) -> Self {
        self.steps.push_back(Step { request, has: Vec::new(), answer: Err(kind) });
        self
    }

    /// Everything was asked.
    pub(crate) fn done(self) {
        let left: Vec<_> = self.steps.iter().map(|step| step.request).collect();
        assert!(left.is_empty(), "asked: {:#?}, not asked: {left:#?}", self.asked);
    }
}

impl Transport for Script {
    fn send(&mut self, request: &http::Request<Vec<u8>>) -> Result<http::Response<Vec<u8>>, FailureKind> {
        let line = format!("{} {}", request.method(), request.uri());
        let mut text = String::new();
        for (name, value) in request.headers() {
            text += &format!("{name}: {}\n", value.to_str().expect("a field of text"));
        }
        text += std::str::from_utf8(request.body()).expect("a body of text");
        let step = self.steps.pop_front();
        let step = step.unwrap_or_else(|| panic!("{line} is asked too, after {:#?}\n{text}", self.asked));
        assert_eq!(line, step.request, "after {:#?}", self.asked);
        for part in &step.has {
            // A leading `!` says that it is not in it.
            match part.strip_prefix('!') {
                Some(part) => assert!(!text.contains(part), "{line} has {part}:\n{text}"),
                None => assert!(text.contains(part), "{line} lacks {part}:\n{text}"),
            }
        }
        self.asked.push(line);
        step.answer
    }
}
