//! A filter made ready.
//!
//! [RFC 4791 §7.8](https://www.rfc-editor.org/rfc/rfc4791#section-7.8)

use ical_model::recurrence::{Budget, RecurrenceOptions};
use ical_model::time_zone::{Zone, Zones};
use ical_model::{Calendar, ComponentName};

use super::comp_plan::{CompMatchPlan, CompPlan, Verdict};
use super::compile_error::{CompileErrorKind, Unsupported};
use super::matcher::Matcher;
use super::prop_plan::{Edge, ParamConditionPlan, ParamPlan, PropConditionPlan, PropPlan, ValuePlan};
use super::text_pattern::TextPattern;
use super::{CompileError, Prefilter, QueryError, QueryOptions};
use crate::filter::{
    CompCondition, CompFilter, Filter, ParamCondition, ParamFilter, PropCondition, PropFilter, TextMatch,
    ValueMatch,
};
use crate::{Collation, TimeRange};

/// A filter made ready, to be asked of many calendars.
#[derive(Clone, Debug)]
pub struct FilterPlan {
    pub(super) calendar: CompPlan,
    recurrence: RecurrenceOptions,
}

impl Filter {
    /// Makes the filter ready.
    ///
    /// # Errors
    ///
    /// It asks what cannot be asked (CALDAV:valid-filter), or what the server does not answer
    /// (CALDAV:supported-filter, CALDAV:supported-collation, CALDAV:min-date-time, CALDAV:max-date-time).
    pub fn compile(&self, options: &QueryOptions) -> Result<FilterPlan, CompileError> {
        // Before all else: what is nested deeper is walked by nobody.
        check_size(&self.calendar)?;
        self.check()?;
        let mut compiler = Compiler { options, unsupported: Vec::new(), fault: None };
        let calendar = compiler.component(&self.calendar);
        if !compiler.unsupported.is_empty() {
            return Err(CompileErrorKind::Unsupported(compiler.unsupported).into());
        }
        match compiler.fault {
            Some(fault) => Err(fault.into()),
            None => Ok(FilterPlan { calendar, recurrence: options.recurrence }),
        }
    }
}

impl FilterPlan {
    /// How many components a filter may have in one another; calendars have five at most, and names of one's own.
    pub const DEPTH: usize = 16;
    /// How many conditions on components, properties and parameters a filter may have: what an answer costs grows with
    /// them.
    pub const CONDITIONS: usize = 256;
    /// How many components a series may have whose overrides are asked one by one, which is where several ranges are to
    /// be met by one of them.
    pub const OVERRIDES: usize = 1_000;

    /// Does a calendar match?
    ///
    /// Days and floating times are those of the zone `floating`. Components and lines that the filter does not ask of
    /// are not looked at; only a range of time has recurrence worked out, up to the first instance that is in it. The
    /// budget may be one for many calendars.
    ///
    /// # Errors
    ///
    /// The answer rests on something that cannot be read, or the budget is spent.
    pub fn matches(
        &self,
        calendar: &Calendar<'_>,
        zones: &Zones<'_>,
        floating: &Zone,
        budget: &mut Budget,
    ) -> Result<bool, QueryError> {
        let Some(matches) = &self.calendar.matches else { return Ok(false) };
        let recurrence = self.recurrence;
        let mut matcher = Matcher { zones, floating, recurrence, budget, buffer: Vec::new(), fault: None };
        let verdict = matcher.verdict(&self.calendar, matches, calendar.root());
        match matcher.fault {
            Some(fault) if verdict != Verdict::Yes => Err(fault),
            _ => Ok(verdict == Verdict::Yes),
        }
    }

    /// What to ask an index for: whatever matches is admitted.
    #[must_use]
    pub fn prefilter(&self) -> Prefilter {
        Prefilter::of(&self.calendar)
    }
}

/// Is it too deep or too large? Walked without recursion, whatever the depth.
fn check_size(filter: &CompFilter) -> Result<(), CompileErrorKind> {
    let mut left = vec![(filter, 1_usize)];
    let mut conditions = 1_usize;
    while let Some((component, depth)) = left.pop() {
        if depth > FilterPlan::DEPTH {
            return Err(CompileErrorKind::TooDeep);
        }
        let Some(matches) = component.matches() else { continue };
        let parameters = matches.prop_filters.iter().filter_map(PropFilter::matches);
        let parameters: usize = parameters.map(|property| property.param_filters.len()).sum();
        conditions = conditions
            .saturating_add(matches.comp_filters.len())
            .saturating_add(matches.prop_filters.len())
            .saturating_add(parameters);
        if conditions > FilterPlan::CONDITIONS {
            return Err(CompileErrorKind::TooMany);
        }
        left.extend(matches.comp_filters.iter().map(|inner| (inner, depth + 1)));
    }
    Ok(())
}

struct Compiler<'o> {
    options: &'o QueryOptions,
    unsupported: Vec<Unsupported>,
    fault: Option<CompileErrorKind>,
}

impl Compiler<'_> {
    fn component(&mut self, filter: &CompFilter) -> CompPlan {
        let name = ComponentName::new(filter.name.as_str().to_owned());
        let known = !matches!(name, ComponentName::Other(_));
        // The calendar itself is not among what a server supports or does not.
        if name != ComponentName::VCalendar && !self.options.components.has(&name, known) {
            self.refuse(Unsupported::Component(name.clone()));
        }
        let matches = match &filter.condition {
            CompCondition::IsNotDefined => None,
            CompCondition::Matches(matches) => Some(CompMatchPlan {
                test: matches.test,
                range: matches.time_range.map(|range| self.range(range).into()),
                properties: matches.prop_filters.iter().map(|inner| self.property(&name, inner)).collect(),
                components: matches.comp_filters.iter().map(|inner| self.component(inner)).collect(),
            }),
        };
        CompPlan { name, matches }
    }

    fn property(&mut self, component: &ComponentName<'_>, filter: &PropFilter) -> PropPlan {
        let name = ical_model::PropertyName::new(filter.name.as_str().to_owned());
        if !self.options.properties.has(&name, !matches!(name, ical_model::PropertyName::Other(_))) {
            self.refuse(Unsupported::Property(name.clone()));
        }
        let condition = match &filter.condition {
            PropCondition::IsNotDefined => PropConditionPlan::NotDefined,
            PropCondition::Matches(matches) => PropConditionPlan::Matches {
                test: matches.test,
                value: matches.value.as_ref().and_then(|value| match value {
                    ValueMatch::Text(text) => self.text(text).map(ValuePlan::Text),
                    ValueMatch::TimeRange(range) => {
                        let range = self.range(*range).into();
                        Some(match Edge::told_by(component, &name) {
                            Some(edge) => ValuePlan::OfInstances(edge, range),
                            None => ValuePlan::Range(range),
                        })
                    }
                }),
                parameters: matches.param_filters.iter().map(|inner| self.parameter(inner)).collect(),
            },
        };
        PropPlan { name, condition }
    }

    fn parameter(&mut self, filter: &ParamFilter) -> ParamPlan {
        let name = ical_model::ParameterName::new(filter.name.as_str().to_owned());
        if !self.options.parameters.has(&name, !matches!(name, ical_model::ParameterName::Other(_))) {
            self.refuse(Unsupported::Parameter(name.clone()));
        }
        let condition = match &filter.condition {
            ParamCondition::IsNotDefined => ParamConditionPlan::NotDefined,
            ParamCondition::IsDefined => ParamConditionPlan::Defined,
            // Without a text that can be compared there is no plan.
            ParamCondition::Text(text) => {
                self.text(text).map_or(ParamConditionPlan::Defined, ParamConditionPlan::Text)
            }
        };
        ParamPlan { name, condition }
    }

    fn text(&mut self, text: &TextMatch) -> Option<TextPattern> {
        let collation: &Collation = text.collation.effective();
        let supported = self.options.collations.iter().any(|supported| supported.effective() == collation);
        match TextPattern::new(text) {
            Ok(pattern) if supported => Some(pattern),
            _ => {
                self.fault.get_or_insert_with(|| CompileErrorKind::Collation(text.collation.clone()));
                None
            }
        }
    }

    fn range(&mut self, range: TimeRange) -> TimeRange {
        for end in [range.start(), range.end()].into_iter().flatten() {
            if self.options.min_date_time.is_some_and(|earliest| end.0 < earliest) {
                self.fault.get_or_insert(CompileErrorKind::BeforeMinDateTime(end));
            }
            if self.options.max_date_time.is_some_and(|latest| end.0 > latest) {
                self.fault.get_or_insert(CompileErrorKind::AfterMaxDateTime(end));
            }
        }
        range
    }

    fn refuse(&mut self, name: Unsupported) {
        if self.unsupported.len() < TOLD && !self.unsupported.contains(&name) {
            self.unsupported.push(name);
        }
    }
}

/// How many names that are not supported are told.
const TOLD: usize = 100;
