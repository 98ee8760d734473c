//! A folder that is new here becomes a calendar on the server.

use std::io;

use caldav_types::client::{Answer, FailureKind, NewCalendar, NewCalendarOutcome};
use caldav_types::property::DavProperty;
use http::Uri;

use super::failure::{explain, outcome_of};
use super::listing::Listed;
use super::metadata;
use super::replica::Replica;
use super::report::{Action, Reporter};
use super::wire::Wire;

/// Makes the calendar of a folder; `None` where the server does not want it, which is told.
pub(super) fn make(
    wire: &Wire<'_>,
    replica: &Replica<'_>,
    reporter: &mut Reporter<'_>,
) -> io::Result<Option<Listed>> {
    let properties = metadata::properties(replica)?;
    let refused = match ask(wire, &replica.url, properties) {
        Ok(Ok(listed)) => {
            reporter.tell(&replica.event(Action::CalendarCreatedThere).href(&listed.href));
            return Ok(Some(listed));
        }
        Ok(Err(refused)) => refused,
        Err(kind) => {
            reporter.worsen(outcome_of(&kind));
            explain(&kind, wire)
        }
    };
    reporter.tell(&replica.event(Action::Refused).href(&replica.url).message(refused));
    Ok(None)
}

fn ask(
    wire: &Wire<'_>,
    url: &Uri,
    properties: Vec<DavProperty>,
) -> Result<Result<Listed, String>, FailureKind> {
    let mut calendar = properties.into_iter().fold(NewCalendar::new(url.clone()), NewCalendar::with);
    loop {
        let reply = wire.ask(&calendar.request())?;
        match calendar.read(&reply)? {
            Answer::Again(other) => calendar = other,
            Answer::Done(NewCalendarOutcome::Made { href, .. }) => {
                let url = href.resolve(url).map_err(|_| FailureKind::Unexpected)?;
                return Ok(Ok(Listed::look_up(wire, url)));
            }
            Answer::Done(NewCalendarOutcome::Properties(outcomes)) => match calendar.leaving_out(&outcomes) {
                // A calendar without its color is better than none.
                Some(rest) => calendar = rest,
                None => return Ok(Err("the server does not take its name or color".into())),
            },
            Answer::Done(_) => return Ok(Err("something else is there on the server".into())),
        }
    }
}
