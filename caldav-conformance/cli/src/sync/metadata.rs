//! The name and the color of a calendar, in files beside its objects.

use std::io;

use caldav_types::client::{FailureKind, PropertyUpdate};
use caldav_types::property::DavProperty;

use super::Job;
use super::failure::{explain, outcome_of};
use super::listing::{self, Listed};
use super::replica::Replica;
use super::report::{Action, Event, Reporter};
use super::wire::Wire;
use crate::arguments::DirectionArgument;

/// One of the two.
#[derive(Clone, Copy, Debug)]
enum Meta {
    DisplayName,
    Color,
}

impl Meta {
    const fn file(self) -> &'static str {
        match self {
            Self::DisplayName => "displayname",
            Self::Color => "color",
        }
    }

    fn read(self, text: &str) -> Option<String> {
        match self {
            Self::DisplayName => listing::display_name(text),
            Self::Color => listing::color(text),
        }
    }

    fn property(self, value: &str) -> DavProperty {
        match self {
            Self::DisplayName => DavProperty::DisplayName(value.into()),
            // With an alpha channel, as Apple has it: SOGo wants to see one.
            Self::Color => DavProperty::CalendarColor(format!("{value}FF").as_str().into()),
        }
    }

    fn of(self, listed: &Listed) -> Option<&String> {
        match self {
            Self::DisplayName => listed.display_name.as_ref(),
            Self::Color => listed.color.as_ref(),
        }
    }

    const fn known<'r>(self, replica: &'r mut Replica<'_>) -> &'r mut Option<String> {
        match self {
            Self::DisplayName => &mut replica.state.display_name,
            Self::Color => &mut replica.state.color,
        }
    }

    /// What the folder says; `None` where it does not, or not in a way that is understood.
    fn here(self, replica: &Replica<'_>) -> io::Result<Option<String>> {
        let octets = replica.disk.read(&replica.path_of(self.file()))?;
        Ok(octets.and_then(|octets| self.read(&String::from_utf8_lossy(&octets))))
    }
}

impl Listed {
    /// Brings name and color in step. What changed on both sides is as the server has it, and told.
    pub(super) fn settle_metadata(
        &self,
        job: &Job<'_>,
        wire: &Wire<'_>,
        replica: &mut Replica<'_>,
        reporter: &mut Reporter<'_>,
    ) -> io::Result<()> {
        let mut changed = Vec::new();
        for meta in [Meta::DisplayName, Meta::Color] {
            let path = replica.path_of(meta.file());
            let octets = match replica.disk.read(&path) {
                Ok(octets) => octets.unwrap_or_default(),
                Err(fault) => {
                    reporter.tell(&replica.event(Action::Problem).file(meta.file()).message(fault));
                    continue;
                }
            };
            let text = String::from_utf8_lossy(&octets);
            let here = meta.read(&text);
            let there = meta.of(self).cloned();
            let known = meta.known(replica).clone();
            if here == there {
                *meta.known(replica) = there;
            } else if let (Some(here), true) = (&here, there == known) {
                changed.push((meta, here.clone()));
            } else if let Some(there) = there
                && job.direction != DirectionArgument::Up
            {
                let is_known = here.is_some() && here == known;
                if !is_known && !text.trim().is_empty() {
                    let kept = Some(replica.keep(meta.file(), &octets)?);
                    let what = format!("it was {} here, and is {there} there and here now", text.trim());
                    let event = replica.event(Action::Conflict).file(meta.file()).message(what);
                    reporter.tell(&Event { kept, ..event });
                } else {
                    reporter
                        .tell(&replica.event(Action::CalendarUpdatedHere).file(meta.file()).message(&there));
                }
                replica.disk.write(&path, format!("{there}\n").as_bytes())?;
                *meta.known(replica) = Some(there);
            }
        }
        if changed.is_empty() {
            return Ok(());
        }
        if job.direction == DirectionArgument::Down {
            for (meta, _) in changed {
                reporter.tell(&replica.event(Action::LeftHere).file(meta.file()).message("changed here"));
            }
            return Ok(());
        }
        if !job.dry {
            let refused = match self.update(wire, &changed) {
                Ok(refused) => refused,
                Err(kind) => {
                    let what = explain(&kind, wire);
                    for (meta, _) in changed {
                        reporter.tell(&replica.event(Action::Refused).file(meta.file()).message(&what));
                    }
                    reporter.worsen(outcome_of(&kind));
                    return Ok(());
                }
            };
            if !refused.is_empty() {
                for (meta, status) in refused {
                    reporter.tell(&replica.event(Action::Refused).file(meta.file()).message(status));
                }
                return Ok(());
            }
        }
        for (meta, here) in changed {
            reporter.tell(&replica.event(Action::CalendarUpdatedThere).file(meta.file()).message(&here));
            *meta.known(replica) = Some(here);
        }
        replica.store()
    }

    /// Sets the properties; those that the server does not take are left out the second time.
    fn update(
        &self,
        wire: &Wire<'_>,
        changed: &[(Meta, String)],
    ) -> Result<Vec<(Meta, String)>, FailureKind> {
        let update = changed.iter().fold(PropertyUpdate::new(self.url.clone()), |update, (meta, value)| {
            update.with(meta.property(value))
        });
        let outcomes = update.read(&wire.ask(&update.request())?)?;
        if outcomes.is_done() {
            return Ok(Vec::new());
        }
        if let Some(rest) = update.leaving_out(&outcomes) {
            rest.read(&wire.ask(&rest.request())?)?;
        }
        let is_refused = |meta: &Meta| {
            let name = meta.property("").name();
            outcomes.refused().any(|refused| *refused == name)
        };
        let refused = changed.iter().filter(|(meta, _)| is_refused(meta));
        Ok(refused.map(|(meta, value)| (*meta, format!("the server does not take {value}"))).collect())
    }
}

/// What the folder of a new calendar says that it shall have.
pub(super) fn properties(replica: &Replica<'_>) -> io::Result<Vec<DavProperty>> {
    let mut properties = Vec::new();
    for meta in [Meta::DisplayName, Meta::Color] {
        properties.extend(meta.here(replica)?.map(|value| meta.property(&value)));
    }
    Ok(properties)
}
