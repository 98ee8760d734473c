//! The zone of days and floating times that a query brings along.
//!
//! [RFC 4791 §9.8](https://www.rfc-editor.org/rfc/rfc4791#section-9.8),
//! [RFC 7809 §3.1.6](https://www.rfc-editor.org/rfc/rfc7809#section-3.1.6)

use ical_model::property::TzId;
use ical_model::time_zone::{Zone, ZoneOrigin, ZoneSource, Zones};
use ical_model::{Calendar, ComponentName};

use crate::Precondition;
use crate::report::QueryTimeZone;

/// The zone that a query means.
pub(super) fn zone(asked: &QueryTimeZone, source: &ZoneSource) -> Result<Zone, Precondition> {
    match asked {
        QueryTimeZone::Id(name) => {
            Zones::of_source(source).zone(name).map_err(|_| Precondition::ValidTimezone)
        }
        QueryTimeZone::Definition(text) => definition(text, source).ok_or(Precondition::ValidCalendarData),
    }
}

/// The zone of the one VTIMEZONE in an iCalendar object.
fn definition(text: &str, source: &ZoneSource) -> Option<Zone> {
    let calendar = Calendar::parse(text).ok()?;
    let mut components = calendar.components();
    let component = components.next().filter(|component| component.is(&ComponentName::VTimeZone))?;
    if components.next().is_some() {
        return None;
    }
    let name = component.property::<TzId>().ok()??.value;
    let found = Zones::new(&calendar, source).find(name).ok()?;
    // Where the definition gives no zone, another one of its name is not what was asked for.
    matches!(found.origin, ZoneOrigin::VTimeZone(_)).then_some(found.zone)
}

#[cfg(test)]
mod tests {
    use ical_model::time_zone::{Zone, ZoneSource};

    use super::zone;
    use crate::Precondition;
    use crate::report::QueryTimeZone;

    const OFFICE: &str = "BEGIN:VTIMEZONE\r\nTZID:Office\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n\
        TZOFFSETFROM:+0130\r\nTZOFFSETTO:+0130\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n";
    const EVENT: &str = "BEGIN:VEVENT\r\nUID:1\r\nEND:VEVENT\r\n";

    fn calendar(content: &str) -> QueryTimeZone {
        QueryTimeZone::Definition(format!(
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Example Corp.//Example//EN\r\n{content}END:VCALENDAR\r\n"
        ))
    }

    #[test]
    fn zones_of_requests() {
        let source = ZoneSource::empty().with_zones(|name| (name == "Here").then(Zone::utc));
        let broken = OFFICE.replace("TZOFFSETTO:+0130\r\n", "");
        for (section, asked, expected) in [
            ("RFC 4791 9.8", calendar(OFFICE), Ok(5_400)),
            ("7.8: no VTIMEZONE", calendar(""), Err(Precondition::ValidCalendarData)),
            ("7.8: two of them", calendar(&OFFICE.repeat(2)), Err(Precondition::ValidCalendarData)),
            ("7.8: something else", calendar(EVENT), Err(Precondition::ValidCalendarData)),
            ("7.8: besides", calendar(&format!("{OFFICE}{EVENT}")), Err(Precondition::ValidCalendarData)),
            ("7.8: no zone", calendar(&broken), Err(Precondition::ValidCalendarData)),
            ("7.8: no calendar", QueryTimeZone::Definition("x".into()), Err(Precondition::ValidCalendarData)),
            ("RFC 7809 3.1.6", QueryTimeZone::Id("Here".into()), Ok(0)),
            ("RFC 7809 3.1.6: unknown", QueryTimeZone::Id("There".into()), Err(Precondition::ValidTimezone)),
        ] {
            let noon = "2027-01-01T12:00:00Z".parse().unwrap();
            let offset =
                zone(&asked, &source).map(|zone| (zone.to_local(noon) - noon.naive_utc()).num_seconds());
            assert_eq!(offset, expected, "{section}");
        }
    }
}
