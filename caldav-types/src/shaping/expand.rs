//! Instances in the place of what recurs.
//!
//! [RFC 4791 §9.6.5](https://www.rfc-editor.org/rfc/rfc4791#section-9.6.5)

use ical_model::recurrence::{Budget, RecurrenceOptions, RecurrenceSet, Window};
use ical_model::time_zone::Zones;
use ical_model::{Component, ComponentName, PropertyName};

use super::ShapingError;
use super::instance::InstanceTimes;
use super::revision::Revision;
use super::select::Selection;
use super::writer::Writer;

/// What expands the components of a calendar in a window.
#[derive(Debug)]
pub(super) struct Expander<'e, 'z, 'o> {
    pub(super) window: &'e Window,
    pub(super) zones: &'e Zones<'z>,
    pub(super) options: RecurrenceOptions,
    pub(super) revision: &'e Revision<'e, 'z>,
    pub(super) budget: &'e mut Budget,
    pub(super) writer: &'e mut Writer<'o>,
}

impl Expander<'_, '_, '_> {
    /// Writes the instances in the window of the components in a VCALENDAR.
    ///
    /// What has no instances is told where the tables of §9.9 say that it overlaps the window: to-dos without a start,
    /// VFREEBUSY by its FREEBUSY. They say nothing of components of other kinds; those are told wherever they are,
    /// with the instances of what recurs.
    pub(super) fn calendar(
        &mut self,
        calendar: Component<'_>,
        selection: &Selection<'_>,
    ) -> Result<(), ShapingError> {
        let components = calendar.components().filter(|component| {
            !component.is(&ComponentName::VTimeZone) && selection.component(*component).is_some()
        });
        let (dated, others): (Vec<_>, Vec<_>) = components.partition(|component| has_instances(*component));
        self.instances(dated, selection)?;
        for component in others {
            if !is_undated(component) {
                self.whole(component, selection)?;
                continue;
            }
            if RecurrenceSet::with_options([component], self.zones, self.options)?
                .overlaps(self.window, self.budget)?
            {
                self.whole(component, selection)?;
            }
        }
        Ok(())
    }

    /// Writes the instances of components.
    fn instances<'d>(
        &mut self,
        components: impl IntoIterator<Item = Component<'d>>,
        selection: &Selection<'_>,
    ) -> Result<(), ShapingError> {
        for (first, set) in RecurrenceSet::all(components, self.zones, self.options) {
            let Some(selection) = selection.component(first) else { continue };
            let set = set?;
            let master = set.recurrence().map(|recurrence| recurrence.start());
            for instance in set.instances(self.window, self.budget) {
                let instance = instance?;
                if let Some(times) = InstanceTimes::of(&instance, master, self.window.floating()) {
                    self.writer.instance(instance.component(), &times, &selection, self.revision)?;
                }
            }
        }
        Ok(())
    }

    /// Writes a component as it is. Of a VAVAILABILITY, which does not recur, the AVAILABLE in it do (RFC 7953 §3.1).
    fn whole(&mut self, component: Component<'_>, selection: &Selection<'_>) -> Result<(), ShapingError> {
        let Some(selection) = selection.component(component) else { return Ok(()) };
        if !component.is(&ComponentName::VAvailability) {
            return self.writer.component(component, selection, self.revision);
        }
        self.writer.begin(&component.name())?;
        for property in component.properties() {
            self.writer.property(component, property, &selection, self.revision)?;
        }
        let (available, others): (Vec<_>, Vec<_>) =
            component.components().partition(|inner| inner.is(&ComponentName::Available));
        self.instances(available, &selection)?;
        for inner in others {
            if let Some(selection) = selection.component(inner) {
                self.writer.component(inner, selection, self.revision)?;
            }
        }
        self.writer.end(&component.name())
    }
}

/// Is it told by its instances alone?
fn has_instances(component: Component<'_>) -> bool {
    match component.name() {
        ComponentName::VEvent | ComponentName::VJournal => true,
        ComponentName::VTodo | ComponentName::VFreeBusy => !is_undated(component),
        _ => recurs(component),
    }
}

fn recurs(component: Component<'_>) -> bool {
    component.properties().any(|property| {
        matches!(
            property.name(),
            PropertyName::RRule
                | PropertyName::RDate
                | PropertyName::ExDate
                | PropertyName::ExRule
                | PropertyName::RecurrenceId
        )
    })
}

/// A to-do without a start, or a VFREEBUSY that is when its periods are.
fn is_undated(component: Component<'_>) -> bool {
    let has = |name: PropertyName<'_>| component.properties_named(&name).next().is_some();
    match component.name() {
        _ if has(PropertyName::RecurrenceId) => false,
        ComponentName::VTodo => !has(PropertyName::DtStart) && !has(PropertyName::Due),
        ComponentName::VFreeBusy => {
            !(has(PropertyName::DtStart) && (has(PropertyName::DtEnd) || recurs(component)))
        }
        _ => false,
    }
}
