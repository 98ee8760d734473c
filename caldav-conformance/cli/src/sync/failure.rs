//! Why something came to nothing, in a sentence, and what to do.

use caldav_types::client::{FailureKind, RedirectFault};
use caldav_types::header::RetryAfter;

use super::wire::Wire;
use crate::outcome::Outcome;

/// What happened and what to do.
pub(super) fn explain(kind: &FailureKind, wire: &Wire<'_>) -> String {
    match kind {
        FailureKind::Unreachable => match wire.silence() {
            Some(silence) => format!("no answer: {silence}"),
            None => sentence(kind),
        },
        FailureKind::Unauthorized(challenges) if wire.has_credentials() => {
            let schemes: Vec<String> =
                challenges.iter().map(|challenge| challenge.scheme.to_string()).collect();
            if challenges.is_empty() || schemes.iter().any(|scheme| is_known(scheme)) {
                "the server does not take the name and the password, or the token; some want a password that was made \
                 for this program alone, in the settings of the account"
                    .into()
            } else {
                format!("the server asks by {} who is there, which is not known here", schemes.join(", "))
            }
        }
        _ => sentence(kind),
    }
}

fn is_known(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("basic") || scheme.eq_ignore_ascii_case("bearer")
}

/// What happened, without what only the connection knows.
pub(super) fn sentence(kind: &FailureKind) -> String {
    match kind {
        FailureKind::Unreachable => "no answer; is the server there, and is there a network?".into(),
        FailureKind::Unreadable => "the answer cannot be read".into(),
        FailureKind::Unauthorized(_) => {
            "the server asks who is there: give --user and --password-env, or --token-env".into()
        }
        FailureKind::ClearText => {
            "the password would go there in the clear: use https, or allow it with --allow-clear-text".into()
        }
        FailureKind::Later(after) => match after {
            Some(RetryAfter::Seconds(seconds)) => format!("the server asks to be left alone for {seconds} s"),
            Some(RetryAfter::Date(date)) => format!("the server asks to be left alone until {date}"),
            None => "the server asks to be left alone for a while".into(),
        },
        FailureKind::Redirect(fault) => match fault {
            RedirectFault::NoLocation => "a redirect that does not tell where to",
            RedirectFault::TooMany => "too many redirects",
            RedirectFault::Loop => "a redirect in a circle",
            RedirectFault::Downgrade => "a redirect from https to http, which is not followed",
            RedirectFault::OtherHost => "a redirect to another host: give that one, if it is the right one",
            _ => "a redirect that is not followed",
        }
        .into(),
        FailureKind::Refused(status, error) => {
            let conditions: Vec<String> = error
                .iter()
                .flat_map(|error| &error.conditions)
                .map(|condition| condition.precondition.to_string())
                .collect();
            let conditions =
                if conditions.is_empty() { String::new() } else { format!(", {}", conditions.join(", ")) };
            format!("the server answers {status}{conditions}")
        }
        FailureKind::Moved(to) => format!("it is at {to} now"),
        FailureKind::NoService => {
            "the domain says that it has no such service; give the URL of the server, if there is one".into()
        }
        FailureKind::Withheld(quirk) => {
            format!("it is not asked of a server of this kind ({})", quirk.as_str())
        }
        FailureKind::TooManyRequests => "it takes too many requests".into(),
        _ => "the answer does not say what was asked".into(),
    }
}

/// How a run ends in which this happened.
pub(super) const fn outcome_of(kind: &FailureKind) -> Outcome {
    match kind {
        FailureKind::Unreachable | FailureKind::Unauthorized(_) | FailureKind::ClearText => {
            Outcome::CouldNotRun
        }
        _ => Outcome::Found,
    }
}
