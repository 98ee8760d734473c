//! Where the calendars are: as the last run remembered, or else found anew.

use caldav_types::Href;
use caldav_types::client::{Account, Discovery, DiscoveryOptions, FailureKind, Quirk, Start, Stopped};
use http::Uri;
use serde_json::json;

use super::Job;
use super::dns::Names;
use super::failure::{explain, outcome_of};
use super::listing::{self, Listed};
use super::report::Reporter;
use super::state::AccountState;
use super::wire::{Wire, is_safe};
use crate::complaint::complain;
use crate::outcome::Outcome;

/// The calendars that were found, and what to remember.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) calendars: Vec<Listed>,
    pub(super) state: AccountState,
}

/// Finds the calendars. What goes wrong is told, and how the run ends.
pub(super) fn find(
    job: &Job<'_>,
    wire: &Wire<'_>,
    names: &dyn Names,
    saved: Option<AccountState>,
    reporter: &mut Reporter<'_>,
) -> Result<Found, Outcome> {
    let is_same = |saved: &AccountState| saved.start == job.start_text && saved.user == job.user;
    if let Some(saved) = saved.as_ref().filter(|saved| is_same(saved)) {
        let mut listed = listing::list(wire, saved);
        while matches!(listed, Err(FailureKind::Unauthorized(_))) && wire.try_other_credentials() {
            listed = listing::list(wire, saved);
        }
        match listed {
            Ok(calendars) => {
                let calendars = restricted(calendars, saved);
                tell(saved, &calendars, None, reporter);
                return Ok(Found { calendars, state: saved.clone() });
            }
            // To look for the server elsewhere would not help.
            Err(
                kind @ (FailureKind::Unreachable | FailureKind::Unauthorized(_) | FailureKind::ClearText),
            ) => {
                complain(explain(&kind, wire));
                return Err(outcome_of(&kind));
            }
            Err(FailureKind::Later(after)) => {
                complain(explain(&FailureKind::Later(after), wire));
                return Err(Outcome::CouldNotRun);
            }
            Err(_) => {}
        }
    }
    let (account, left_out) = match discover(job, wire, names) {
        Ok(found) => found,
        Err(stopped) => {
            let at = stopped.to_string();
            let at = at.split(": ").next().unwrap_or_default();
            let failure = &stopped.failure;
            complain(format_args!("{at}: {}: {}", failure.target, explain(&failure.kind, wire)));
            return Err(Outcome::CouldNotRun);
        }
    };
    let state = remember(job, &account);
    if let Some(saved) = saved.filter(|saved| !is_same_account(saved, &state)) {
        complain(format_args!(
            "{}: the folder belongs to another account, at {}; take another folder for this one",
            job.root.display(),
            saved.homes.first().map_or(saved.start.as_str(), Href::as_str)
        ));
        return Err(Outcome::CouldNotRun);
    }
    let calendars = restricted(Listed::of_account(&account), &state);
    tell(&state, &calendars, Some(&left_out), reporter);
    Ok(Found { calendars, state })
}

fn discover(
    job: &Job<'_>,
    wire: &Wire<'_>,
    names: &dyn Names,
) -> Result<(Account, Vec<Stopped>), Box<Stopped>> {
    let mut options = DiscoveryOptions::default();
    if job.clear_text || job.start.url().is_some_and(is_safe) {
        options = options.with_clear_text();
    }
    let mut discovery = Discovery::new(job.start.clone(), options);
    let mut challenges = Vec::new();
    loop {
        while let Some(lookup) = discovery.poll_lookup() {
            discovery.handle_lookup(&lookup, names.look_up(&lookup));
        }
        while let Some(unauthorized) = discovery.poll_challenge() {
            if wire.try_other_credentials() {
                discovery.retry(unauthorized.id);
            } else {
                challenges.extend(unauthorized.challenges);
                discovery.refuse(unauthorized.id);
            }
        }
        let Some(exchange) = discovery.poll_request() else { break };
        discovery.handle(exchange.id, wire.ask(&exchange.request));
    }
    match discovery.outcome() {
        Some(Ok(account)) => Ok((account.clone(), discovery.left_out().to_vec())),
        Some(Err(stopped)) => {
            let mut stopped = stopped.clone();
            if matches!(stopped.failure.kind, FailureKind::Unauthorized(_)) {
                stopped.failure.kind = FailureKind::Unauthorized(challenges);
            }
            Err(Box::new(stopped))
        }
        // It waits for nothing that it was not given.
        None => {
            let failure = caldav_types::client::Failure {
                method: caldav_types::Method::Propfind,
                target: Uri::default(),
                kind: FailureKind::Unexpected,
            };
            Err(Box::new(Stopped { at: discovery.step(), failure }))
        }
    }
}

fn remember(job: &Job<'_>, account: &Account) -> AccountState {
    let mut state = AccountState::new(job.start_text, job.user.clone());
    state.principal.clone_from(&account.principal);
    state.homes.clone_from(&account.homes);
    if account.quirks.has(Quirk::NestedCalendars) {
        for calendar in &account.calendars {
            state.homes.extend(calendar.href.parent().filter(|parent| !state.homes.contains(parent)));
        }
    }
    state.quirks = account.quirks.clone();
    let given = job.start.url().map(Href::from);
    state.only = given.filter(|given| Listed::of_account(account).iter().any(|one| one.is_at(given)));
    state
}

fn restricted(mut calendars: Vec<Listed>, state: &AccountState) -> Vec<Listed> {
    if let Some(only) = &state.only {
        calendars.retain(|calendar| calendar.is_at(only));
    }
    calendars
}

/// Do they have a home in common?
fn is_same_account(one: &AccountState, other: &AccountState) -> bool {
    let is_same =
        |one: &Href, other: &Href| one.as_str().parse::<Uri>().is_ok_and(|url| one.is_same(other, &url));
    one.homes.iter().any(|home| other.homes.iter().any(|other| is_same(home, other)))
}

fn tell(
    state: &AccountState,
    calendars: &[Listed],
    left_out: Option<&[Stopped]>,
    reporter: &mut Reporter<'_>,
) {
    let by_comparison = calendars.iter().any(|calendar| !calendar.knows_sync());
    let way = if by_comparison { "comparison" } else { "sync-collection" };
    let profile = state.quirks.profile.map(|profile| profile.as_str());
    let quirks: Vec<_> = state.quirks.iter().map(|quirk| quirk.as_str()).collect();
    let homes: Vec<_> = state.homes.iter().map(Href::as_str).collect();
    let left_out_texts: Vec<_> = left_out.unwrap_or_default().iter().map(ToString::to_string).collect();
    let found = json!({
        "action": "account",
        "principal": state.principal.as_ref().map(Href::as_str),
        "homes": homes,
        "profile": profile,
        "quirks": quirks,
        "sync": way,
        "remembered": left_out.is_none(),
        "left_out": left_out_texts,
    });
    let mut text = vec![
        format!("user: {}", state.principal.as_ref().map_or("unknown", Href::as_str)),
        format!("calendars are in: {}", homes.join(", ")),
        format!("the server looks like: {}", profile.unwrap_or("none that is known")),
        format!(
            "it differs in: {}",
            if quirks.is_empty() { "nothing".to_owned() } else { quirks.join(", ") }
        ),
    ];
    text.push(format!("calendars are brought in step by: {way}"));
    text.extend(left_out_texts.iter().map(|left| format!("on the way: {left}")));
    reporter.account(&found, &text);
}

/// Where a user starts, if credentials can be sent there.
pub(super) fn check_start(start: &Start, clear_text: bool, has_credentials: bool) -> Result<(), FailureKind> {
    let is_open = start.url().is_some_and(|url| !is_safe(url));
    if is_open && has_credentials && !clear_text { Err(FailureKind::ClearText) } else { Ok(()) }
}
