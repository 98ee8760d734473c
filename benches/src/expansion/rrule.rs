//! rrule, and caldata, which has a copy of it: the iterator, and for windows `after` and `before` as the documentation of
//! rrule shows.

use chrono::{TimeDelta, Utc};

use super::{Answer, Ask, Case, Expander, Prepared};

pub(super) const RRULE: Expander = Expander { name: "rrule", prepare: prepare_rrule };
pub(super) const CALDATA: Expander = Expander { name: "caldata", prepare: prepare_caldata };

/// A walk over more occurrences than these would take minutes.
const WALK_LIMIT: usize = 20_000_000;

/// Makes cases ready for each of the two types, which have the same functions.
macro_rules! prepare {
    ($($prepare:ident: $set:ty;)+) => {
        $(
            fn $prepare(case: &Case) -> Option<Prepared> {
                let set: $set = format!("{}\nRRULE:{}", case.start_line(), case.rule).parse().ok()?;
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
                        let last = (to - TimeDelta::seconds(1)).with_timezone(&zone);
                        let set = set.after(from.with_timezone(&zone)).before(last);
                        Some(Box::new(move || {
                            let dates = set.clone().all_unchecked().into_iter();
                            Answer::of(dates.map(|date| date.with_timezone(&Utc)))
                        }))
                    }
                }
            }
        )+
    };
}

prepare! {
    prepare_rrule: rrule::RRuleSet;
    prepare_caldata: caldata::rrule::RRuleSet;
}
