//! What is measured: an operation of a library over the bodies of an input.

use std::cell::Cell;
use std::io;
use std::panic::{self, AssertUnwindSafe};

use crate::input::{self, Input};
use crate::{ours, rival};

/// Every library, in the order of the tables.
pub const LIBRARIES: &[Library] = &[
    rival::line_scan::LIBRARY,
    ours::LIBRARY,
    rival::calcard::LIBRARY,
    rival::caldata::LIBRARY,
    rival::icalendar::LIBRARY,
    rival::ical::LIBRARY,
];

/// The library that ratios are taken to.
pub const YARDSTICK: &str = "calcard";

/// A library: its name, and each operation it has.
#[derive(Clone, Copy, Debug)]
pub struct Library {
    /// The name of its package.
    pub name: &'static str,
    /// Bytes to a tree of components.
    pub parse: Option<Run>,
    /// Bytes to a tree and back to text.
    pub parse_write: Option<Run>,
    /// Bytes to the typed value of every property it has a type for.
    pub typed: Option<Run>,
    /// Bytes to a verdict on a calendar object resource.
    pub check: Option<Run>,
}

impl Library {
    /// The function of an operation, if the library has it.
    pub fn run(&self, operation: Operation) -> Option<Run> {
        match operation {
            Operation::Parse => self.parse,
            Operation::ParseWrite => self.parse_write,
            Operation::Typed => self.typed,
            Operation::Check => self.check,
        }
    }
}

/// What a library is asked to do with a body.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Operation {
    /// A tree.
    Parse,
    /// A tree, written back.
    ParseWrite,
    /// A tree, and the typed value of every property.
    Typed,
    /// The rules of a calendar object resource (RFC 4791 section 4.1). A library without rules stands here
    /// with its parse, to show what the rules cost on top.
    Check,
}

impl Operation {
    /// Every operation.
    pub const ALL: [Self; 4] = [Self::Parse, Self::ParseWrite, Self::Typed, Self::Check];

    /// The first part of a bench's name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Parse => "parse",
            Self::ParseWrite => "parse-write",
            Self::Typed => "typed",
            Self::Check => "check",
        }
    }

    /// Rules are for calendar object resources, one UID each.
    pub fn takes(self, input: &Input) -> bool {
        self != Self::Check || input.calendar_objects
    }
}

/// An operation over one body.
pub type Run = fn(&[u8]) -> Result<Answer, Refused>;

/// What an operation found, to be compared with what is known of the body.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Answer {
    /// Components at any depth, VCALENDAR included.
    pub components: usize,
    /// Octets of the text written, 0 where none was asked for.
    pub written: usize,
}

impl Answer {
    /// An answer without written text.
    pub fn components(components: usize) -> Self {
        Self { components, written: 0 }
    }
}

/// The library returned an error.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Refused;

/// What a pass over all bodies of an input came to.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub struct Total {
    /// The sum of the answers.
    pub answer: Answer,
    /// Bodies with an answer.
    pub read: usize,
    /// Octets of those bodies.
    pub octets_read: usize,
    /// Bodies on which the library panicked.
    pub panicked: usize,
}

/// Runs an operation over every body of an input.
///
/// A panic counts as a refusal: the corpus has bodies on which some libraries panic.
pub fn pass(run: Run, input: &Input) -> Total {
    let mut total = Total::default();
    IN_PASS.set(true);
    for body in &input.bodies {
        match panic::catch_unwind(AssertUnwindSafe(|| run(body))) {
            Ok(Ok(answer)) => {
                total.answer.components += answer.components;
                total.answer.written += answer.written;
                total.read += 1;
                total.octets_read += body.len();
            }
            Ok(Err(_)) => {}
            Err(_) => total.panicked += 1,
        }
    }
    IN_PASS.set(false);
    total
}

/// A pass whose answer is compared with what is known of the input; the yardstick of later passes.
///
/// # Panics
///
/// If the number of components of an input is known and the library finds another, or finds none.
pub fn checked_pass(library: &Library, run: Run, input: &Input) -> Total {
    let total = pass(run, input);
    if let Some(components) = input.components {
        assert_eq!(total.panicked, 0, "{} panics on a body of {}", library.name, input.name);
        assert_eq!(total.read, input.bodies.len(), "{} refuses a body of {}", library.name, input.name);
        assert_eq!(total.answer.components, components, "{} miscounts {}", library.name, input.name);
    }
    total
}

/// Every input there is here and now; says so on stderr when the corpus is not there.
///
/// # Errors
///
/// As [`input::corpus`].
pub fn inputs() -> io::Result<Vec<Input>> {
    let mut inputs = vec![input::events(), input::objects()];
    match input::corpus()? {
        Some(corpus) => {
            let common = common(&corpus);
            inputs.extend([corpus, common]);
        }
        None => eprintln!("CALDAV_CORPUS is not set: the files of the corpus are not measured"),
    }
    Ok(inputs)
}

/// The bodies to which every operation of every library has an answer, so that none is quick for having
/// given up.
fn common(corpus: &Input) -> Input {
    let operations = Operation::ALL.into_iter().filter(|operation| operation.takes(corpus));
    let runs: Vec<Run> = operations
        .flat_map(|operation| LIBRARIES.iter().filter_map(move |each| each.run(operation)))
        .collect();
    let read_by_all = |body: &Vec<u8>| {
        let alone = Input { bodies: vec![body.clone()], ..Input::named("alone") };
        runs.iter().all(|run| pass(*run, &alone).read == 1)
    };
    let bodies = corpus.bodies.iter().filter(|body| read_by_all(body)).cloned().collect();
    Input { bodies, ..Input::named("corpus-common") }
}

/// Keeps the message of a panic inside a pass from stderr: it is counted there, and printing would be timed.
pub fn quiet_panics_in_passes() {
    let hook = panic::take_hook();
    panic::set_hook(Box::new(move |info| {
        if !IN_PASS.get() {
            hook(info);
        }
    }));
}

thread_local! {
    static IN_PASS: Cell<bool> = const { Cell::new(false) };
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_operation_of_every_library_finds_the_components() {
        let objects = input::objects();
        let mut few = Input { bodies: objects.bodies, ..Input::named("few objects") };
        few.bodies.truncate(200);
        let begins = few.bodies.iter().map(|body| rival::line_scan::begin_lines(body)).sum();
        few.components = Some(begins);
        for library in LIBRARIES {
            for operation in Operation::ALL {
                let Some(run) = library.run(operation) else { continue };
                let total = checked_pass(library, run, &few);
                assert_eq!(total.answer.components, begins, "{} {}", library.name, operation.name());
                let writes = operation == Operation::ParseWrite;
                assert_eq!(
                    total.answer.written > few.octets() / 2,
                    writes,
                    "{} {}",
                    library.name,
                    operation.name()
                );
            }
        }
    }

    #[test]
    fn names_are_unique_and_the_yardstick_is_among_them() {
        let names: HashSet<_> = LIBRARIES.iter().map(|library| library.name).collect();
        assert_eq!(names.len(), LIBRARIES.len());
        assert!(names.contains(YARDSTICK));
    }

    #[test]
    fn a_pass_counts_answers_refusals_and_panics() {
        fn run(body: &[u8]) -> Result<Answer, Refused> {
            match body {
                b"refused" => Err(Refused),
                b"panic" => panic!("as asked"),
                _ => Ok(Answer { components: 2, written: 3 }),
            }
        }
        let bodies = ["read", "refused", "panic", "read as well"].map(|body| body.as_bytes().to_vec());
        let total = pass(run, &Input { bodies: bodies.into(), ..Input::named("four") });
        let answer = Answer { components: 4, written: 6 };
        assert_eq!(total, Total { answer, read: 2, octets_read: 16, panicked: 1 });
    }

    #[test]
    #[should_panic(expected = "miscounts")]
    fn a_wrong_count_is_no_measurement() {
        let library = LIBRARIES.first().expect("the line scan");
        let input = Input { bodies: vec![b"BEGIN:A\n".to_vec()], components: Some(2), ..Input::named("two") };
        checked_pass(library, library.parse.expect("it parses"), &input);
    }
}
