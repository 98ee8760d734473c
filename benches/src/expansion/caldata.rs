//! caldata: its own copy of rrule.

use caldata::rrule::RRuleSet;
use chrono::{TimeDelta, Utc};

use super::{Answer, Ask, Case, Expander, Prepared};

pub(super) const EXPANDER: Expander = Expander { name: "caldata", prepare };

/// A walk over more occurrences than these would take minutes.
const WALK_LIMIT: usize = 20_000_000;

fn prepare(case: &Case) -> Option<Prepared> {
    let set: RRuleSet = format!("{}\nRRULE:{}", case.start_line(), case.rule).parse().ok()?;
    let number = case.ask.walk();
    if number > WALK_LIMIT {
        return None;
    }
    match case.ask {
        Ask::First(_) => Some(Box::new(move || {
            Answer::of((&set).into_iter().take(number).map(|date| date.with_timezone(&Utc)))
        })),
        Ask::Between(..) => {
            let (from, to) = case.ask.range();
            let zone = set.get_dt_start().timezone();
            let (from, last) = (from.with_timezone(&zone), (to - TimeDelta::seconds(1)).with_timezone(&zone));
            let set = set.after(from).before(last);
            Some(Box::new(move || {
                Answer::of(set.clone().all_unchecked().into_iter().map(|date| date.with_timezone(&Utc)))
            }))
        }
    }
}
