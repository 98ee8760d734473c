//! This checkout: a plan asked of each object, or of those that an index admits.

use caldav_types::filter::{CompFilter, Filter, PropFilter, TextMatch};
use caldav_types::query::{FilterPlan, IndexRecord, QueryOptions};
use caldav_types::{TimeRange, UtcDateTime};
use ical_model::recurrence::Budget;
use ical_model::time_zone::{Zone, ZoneSource, Zones};
use ical_model::{Calendar, ComponentName, PropertyName};

use super::{Answer, Answerer, Question, WORD, month};
use crate::input::Queried;

pub(super) const ANSWERER: Answerer = Answerer { name: "caldav-types", answer };

fn answer(question: Question, objects: &[Queried]) -> String {
    select(&plan(question), &ZoneSource::new(), objects.iter().enumerate()).0
}

/// The answer, and how many objects were read for it.
fn select<'o>(
    plan: &FilterPlan,
    source: &ZoneSource,
    objects: impl Iterator<Item = (usize, &'o Queried)>,
) -> (String, usize) {
    let floating = Zone::utc();
    let mut budget = Budget::default();
    let mut answer = Answer::default();
    let mut read = 0;
    for (place, object) in objects {
        read += 1;
        let calendar = Calendar::parse(&object.body).expect("a calendar");
        let zones = Zones::new(&calendar, source);
        if plan.matches(&calendar, &zones, &floating, &mut budget).expect("an answer") {
            answer.add(place, &object.body);
        }
    }
    (answer.finish(), read)
}

fn plan(question: Question) -> FilterPlan {
    let events = CompFilter::new(ComponentName::VEvent);
    let events = match question {
        Question::Month => {
            let (start, end) = month();
            let range = TimeRange::new(Some(UtcDateTime(start)), Some(UtcDateTime(end)));
            events.with_time_range(range.expect("a range"))
        }
        Question::Text => {
            let summary = PropFilter::new(PropertyName::Summary).with_text_match(TextMatch::new(WORD));
            events.with_prop_filter(summary)
        }
    };
    let filter = Filter::new(CompFilter::new(ComponentName::VCalendar).with_comp_filter(events));
    filter.compile(&QueryOptions::default()).expect("a filter")
}

/// The records of a list of objects, sorted by when they end.
#[derive(Debug)]
pub struct Indexed {
    source: ZoneSource,
    records: Vec<(IndexRecord, usize)>,
}

impl Indexed {
    /// The index of a list of objects.
    pub fn new(objects: &[Queried]) -> Self {
        let source = ZoneSource::new();
        let record = |object: &Queried| {
            let calendar = Calendar::parse(&object.body).expect("a calendar");
            IndexRecord::of(&calendar, &Zones::new(&calendar, &source), &mut Budget::default())
        };
        let mut records: Vec<_> =
            objects.iter().enumerate().map(|(place, object)| (record(object), place)).collect();
        // What never ends comes last.
        let end =
            |record: &IndexRecord| record.span.map(|span| span.end.map_or(i64::MAX, |end| end.timestamp()));
        records.sort_by_key(|(record, _)| end(record));
        Self { source, records }
    }

    /// The same answer, and how many objects were read for it.
    pub fn answer(&self, question: Question, objects: &[Queried]) -> (String, usize) {
        let plan = plan(question);
        let prefilter = plan.prefilter();
        let from = prefilter.range.and_then(|range| range.start);
        let first = self.records.partition_point(|(record, _)| {
            let end = record.span.and_then(|span| span.end);
            from.zip(end).is_some_and(|(from, end)| end < from)
        });
        let admitted = self.records[first..].iter().filter(|(record, _)| prefilter.admits(record));
        let mut places: Vec<usize> = admitted.map(|(_, place)| *place).collect();
        places.sort_unstable();
        select(&plan, &self.source, places.into_iter().map(|place| (place, &objects[place])))
    }
}
