//! Filters that are taken for others.

use caldav_types::Collation;
use caldav_types::filter::{
    CompCondition, Filter, ParamCondition, PropCondition, PropFilter, TextMatch, ValueMatch,
};

use crate::reference::Fault;
use crate::reference::server::Server;

/// What a faulty server does not see of a filter.
pub(super) fn mistake(server: &Server, filter: &mut Filter) {
    let mut open = vec![&mut filter.calendar];
    while let Some(component) = open.pop() {
        let CompCondition::Matches(matched) = &mut component.condition else { continue };
        if server.has(Fault::TimeRangeIgnored) {
            matched.time_range = None;
        }
        if server.has(Fault::IsNotDefinedIgnored) {
            matched.comp_filters.retain(|filter| filter.condition != CompCondition::IsNotDefined);
            matched.prop_filters.retain(|filter| filter.condition != PropCondition::IsNotDefined);
        }
        matched.prop_filters.iter_mut().for_each(|filter| property(server, filter));
        open.extend(&mut matched.comp_filters);
    }
}

fn property(server: &Server, filter: &mut PropFilter) {
    let PropCondition::Matches(matched) = &mut filter.condition else { return };
    match &mut matched.value {
        Some(ValueMatch::Text(found)) => text(server, found),
        Some(_) if server.has(Fault::TimeRangeIgnored) => matched.value = None,
        _ => {}
    }
    if server.has(Fault::IsNotDefinedIgnored) {
        matched.param_filters.retain(|filter| filter.condition != ParamCondition::IsNotDefined);
    }
    for filter in &mut matched.param_filters {
        if let ParamCondition::Text(found) = &mut filter.condition {
            text(server, found);
        }
    }
}

fn text(server: &Server, text: &mut TextMatch) {
    if server.has(Fault::NegateIgnored) {
        text.negate = false;
    }
    if server.has(Fault::CollationCaseSensitive) {
        text.collation = Collation::Octet;
    }
}
