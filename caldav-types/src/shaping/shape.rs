//! What a report asks for of a calendar object resource.
//!
//! [RFC 4791 §9.6](https://www.rfc-editor.org/rfc/rfc4791#section-9.6)

use std::borrow::Cow;
use std::collections::HashSet;

use ical_model::recurrence::{RecurrenceOptions, Window};
use ical_model::time_zone::{Zone, Zones};
use ical_model::{Calendar, ComponentName};

use super::expand::Expander;
use super::revision::Revision;
use super::select::Selection;
use super::writer::Writer;
use super::{ShapingBudget, ShapingError, limit_recurrence_set};
use crate::calendar_data::{CalendarData, CalendarDataRequest, Recurrences};

impl CalendarDataRequest {
    /// What is asked for of a calendar: its stored octets where nothing else is asked for, or where nothing is to be
    /// taken away.
    ///
    /// `floating` is the zone of days and floating times: that of CALDAV:timezone in the request, else that of
    /// CALDAV:calendar-timezone (§9.8).
    ///
    /// - CALDAV:comp and CALDAV:prop take away all that they do not name, what iCalendar demands too: of a VCALENDAR
    ///   BEGIN and END are all that is sure to be there (§9.6). One without any child asks for the component whole.
    /// - CALDAV:expand gives each instance that overlaps the range as a component of its own, with a RECURRENCE-ID
    ///   wherever something recurs, the first instance too. Zoned times are told in UTC, days and floating times stay.
    ///   Where no instance overlaps the range, a VCALENDAR without components comes out: a client asked for instances,
    ///   and there are none.
    /// - CALDAV:limit-recurrence-set takes away overridden components that do not matter in the range.
    /// - CALDAV:limit-freebusy-set takes away FREEBUSY values outside of the range.
    ///
    /// It is iCalendar that comes out, whatever [`format`](Self::format) asks for.
    ///
    /// # Errors
    ///
    /// When instances are asked for, the calendar does not say when they are; the budget is used up.
    pub fn shape<'c>(
        &self,
        calendar: &'c Calendar<'_>,
        zones: &Zones<'_>,
        floating: &Zone,
        budget: &mut ShapingBudget,
    ) -> Result<Shaped<'c>, ShapingError> {
        self.shape_with_options(calendar, zones, floating, RecurrenceOptions::default(), budget)
    }

    /// The same with other readings of recurrence: those of
    /// [`QueryOptions::recurrence`](crate::query::QueryOptions::recurrence), where calendars are asked with others.
    ///
    /// # Errors
    ///
    /// As [`shape`](Self::shape).
    pub fn shape_with_options<'c>(
        &self,
        calendar: &'c Calendar<'_>,
        zones: &Zones<'_>,
        floating: &Zone,
        options: RecurrenceOptions,
        budget: &mut ShapingBudget,
    ) -> Result<Shaped<'c>, ShapingError> {
        let root = calendar.root();
        let ShapingBudget { expansion, octets } = budget;
        let passed_over = match self.recurrences {
            Some(Recurrences::LimitRecurrenceSet(span)) => {
                let range = limit_recurrence_set::Range { span, floating };
                limit_recurrence_set::passed_over(root, range, zones, options, expansion)?
            }
            _ => HashSet::new(),
        };
        let free_busy = self
            .limit_freebusy_set
            .filter(|_| root.components_named(&ComponentName::VFreeBusy).next().is_some());
        let expand = match self.recurrences {
            Some(Recurrences::Expand(span)) => Some(span),
            _ => None,
        };
        if self.comp.is_none() && expand.is_none() && passed_over.is_empty() && free_busy.is_none() {
            return Ok(Shaped { octets: calendar.to_bytes(), is_stored: true });
        }
        let selection = Selection::of_calendar(self.comp.as_ref());
        let revision = Revision { expanded: expand.map(|_| zones), free_busy };
        let mut writer = Writer::new(&calendar.to_bytes(), octets);
        writer.begin(&root.name())?;
        for property in root.properties() {
            writer.property(root, property, &selection, &revision)?;
        }
        match expand {
            Some(span) => {
                let window = Window::utc(span.start().0..span.end().0, floating);
                let writer = &mut writer;
                let mut expander = Expander {
                    window: &window,
                    zones,
                    options,
                    revision: &revision,
                    budget: expansion,
                    writer,
                };
                expander.calendar(root, &selection)?;
            }
            None => {
                for component in root.components().filter(|component| !passed_over.contains(&component.id()))
                {
                    if let Some(selection) = selection.component(component) {
                        writer.component(component, selection, &revision)?;
                    }
                }
            }
        }
        writer.end(&root.name())?;
        Ok(Shaped { octets: Cow::Owned(writer.into_octets()), is_stored: false })
    }
}

/// What a client gets of a calendar object resource, as iCalendar.
///
/// It need not be valid: required properties are there if they were asked for (RFC 4791 §9.6).
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Shaped<'c> {
    octets: Cow<'c, [u8]>,
    is_stored: bool,
}

impl<'c> Shaped<'c> {
    /// Are these the octets of the calendar itself?
    #[must_use]
    pub const fn is_stored(&self) -> bool {
        self.is_stored
    }

    /// The octets.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.octets
    }

    /// The octets, without a copy where they are those of the calendar.
    #[must_use]
    pub fn into_bytes(self) -> Cow<'c, [u8]> {
        self.octets
    }

    /// The text; octets that are no UTF-8 are replaced.
    #[must_use]
    pub fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.octets)
    }
}

impl From<Shaped<'_>> for CalendarData {
    /// As iCalendar.
    fn from(shaped: Shaped<'_>) -> Self {
        Self::from(&*shaped.text())
    }
}
