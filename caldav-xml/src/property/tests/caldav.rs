//! Properties of CalDAV and CardDAV: RFC 4791, 6352, 6638, 7529, 7809, 7953.

use caldav_types::calendar_data::CalendarData;
use caldav_types::property::{
    AddressBookCollationSet, AddressDataSet, AnyValue, CalendarDataSet, CalendarUserAddress,
    CalendarUserType, CollationSet, ComponentSet, DataFormat, DavProperty, RscaleSet, ScheduleCalendarTransp,
};

use super::{
    MISSING_NAME, assert_departures, assert_read, assert_wrong, assert_wrong_members, english, href, missing,
    value,
};

/// Values of each, of some several.
pub(super) fn values() -> Vec<DavProperty> {
    vec![
        DavProperty::CalendarDescription(english("All about it")),
        DavProperty::CalendarTimezone("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n".into()),
        DavProperty::SupportedCalendarComponentSet(ComponentSet(vec!["VEVENT".into(), "VTODO".into()])),
        DavProperty::SupportedCalendarData(CalendarDataSet(vec![DataFormat::icalendar()])),
        DavProperty::CalendarData(CalendarData::from("BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n")),
        DavProperty::MinDateTime("19000101T000000Z".parse().unwrap()),
        DavProperty::MaxDateTime("20491231T235959Z".parse().unwrap()),
        DavProperty::SupportedCollationSet(CollationSet(vec!["i;octet".parse().unwrap()])),
        DavProperty::CalendarUserAddressSet(vec![
            CalendarUserAddress { href: href("mailto:a@example.com"), is_preferred: true },
            CalendarUserAddress::from("/principals/a/"),
        ]),
        DavProperty::CalendarUserType(CalendarUserType::Room),
        DavProperty::CalendarUserType(CalendarUserType::Other("X-ROBOT".into())),
        DavProperty::ScheduleCalendarTransp(ScheduleCalendarTransp::Opaque),
        DavProperty::ScheduleCalendarTransp(ScheduleCalendarTransp::Transparent),
        DavProperty::ScheduleTag("\"12345-67890\"".parse().unwrap()),
        DavProperty::CalendarTimezoneId("US-Eastern".into()),
        DavProperty::CalendarAvailability("BEGIN:VCALENDAR\nEND:VCALENDAR\n".into()),
        DavProperty::SupportedRscaleSet(RscaleSet(vec!["GREGORIAN".into(), "CHINESE".into()])),
        DavProperty::SupportedCalendarComponentSets(vec![
            ComponentSet(vec!["VEVENT".into()]),
            ComponentSet(vec![]),
        ]),
        DavProperty::CalendarAlarm(AnyValue::from("BEGIN:VALARM")),
        DavProperty::AddressBookDescription(english("Friends")),
        DavProperty::SupportedAddressData(AddressDataSet(vec![DataFormat::vcard()])),
        DavProperty::AddressBookSupportedCollationSet(AddressBookCollationSet(vec![
            "i;unicode-casemap".parse().unwrap(),
        ])),
    ]
}

#[test]
fn departures_with_a_plain_meaning() {
    assert_departures(vec![(
        "a date of RFC 3339",
        "<C:min-date-time>1900-01-01T00:00:00Z</C:min-date-time>",
        DavProperty::MinDateTime("19000101T000000Z".parse().unwrap()),
    )]);
}

#[test]
fn other_forms_of_a_value() {
    assert_read(vec![
        (
            "defaults of attributes",
            "<C:supported-calendar-data><C:calendar-data/></C:supported-calendar-data>",
            DavProperty::SupportedCalendarData(CalendarDataSet(vec![DataFormat::icalendar()])),
        ),
        (
            "defaults of attributes",
            "<CR:supported-address-data><CR:address-data-type version=\"4.0\"/></CR:supported-address-data>",
            DavProperty::SupportedAddressData(AddressDataSet(vec![DataFormat {
                version: "4.0".into(),
                ..DataFormat::vcard()
            }])),
        ),
    ]);
}

#[test]
fn wrong_values() {
    assert_wrong(vec![
        (
            "RFC 4791 5.2.6: local time",
            "<C:min-date-time>19000101T000000</C:min-date-time>",
            value("a date and time in UTC such as \"19000101T000000Z\"", "19000101T000000"),
        ),
        (
            "RFC 6638 9.1",
            "<C:schedule-calendar-transp><C:grey/></C:schedule-calendar-transp>",
            missing("CALDAV:opaque"),
        ),
    ]);
}

#[test]
fn wrong_members() {
    assert_wrong_members(vec![(
        "RFC 4791 5.2.3",
        "<C:supported-calendar-component-set><C:comp/><C:comp name=\"VTODO\"/>\
             </C:supported-calendar-component-set>"
            .to_owned(),
        DavProperty::SupportedCalendarComponentSet(ComponentSet(vec!["VTODO".into()])),
        MISSING_NAME,
    )]);
}
