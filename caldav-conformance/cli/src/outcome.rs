//! How a command ended, for the program that called it.

use std::process::ExitCode;

/// How a command ended. Of two outcomes the greater one is told.
#[derive(Clone, Copy, Debug, Default, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) enum Outcome {
    /// Nothing is wrong: status 0.
    #[default]
    Fine,
    /// Something was found wrong: status 1.
    Found,
    /// The command could not run, or not on all that was asked for: status 2.
    CouldNotRun,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        Self::from(match outcome {
            Outcome::Fine => 0,
            Outcome::Found => 1,
            Outcome::CouldNotRun => 2,
        })
    }
}
