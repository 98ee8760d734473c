use std::collections::BTreeSet;

use super::Precondition;
use crate::{ExpandedName, ExpandedNameErrorKind};

const XML_ELEMENTS: &str = include_str!("../../spec/xml-elements.csv");

#[test]
fn table_of_elements_is_covered() {
    let mut of_the_table = BTreeSet::new();
    for row in csv::Reader::from_reader(XML_ELEMENTS.as_bytes()).into_records() {
        let row = row.unwrap();
        let (namespace, local_name, kind, spec, section, content) =
            (&row[0], &row[1], &row[2], &row[3], &row[4], &row[5]);
        if kind != "precondition" {
            continue;
        }
        let precondition = Precondition::from(ExpandedName::new(namespace, local_name).unwrap());
        if local_name == "needs-privilege" {
            assert_eq!(precondition, Precondition::NeedPrivileges);
            continue;
        }
        assert_eq!((precondition.namespace(), precondition.local_name()), (namespace, local_name));
        assert_eq!(
            precondition.spec().map(|spec| spec.replace(' ', "")),
            Some(spec.replace(' ', "")),
            "{local_name}"
        );
        assert_eq!(precondition.section(), Some(section), "{local_name}");
        // "(href+); 423": the status the table gives, where it gives one.
        let status = content.split(';').nth(1).and_then(|rest| rest.trim().get(..3)?.parse::<u16>().ok());
        if let Some(status) = status {
            assert!(precondition.statuses().contains(&status), "{local_name}: {status}");
        }
        of_the_table.insert(precondition);
    }
    assert_eq!(of_the_table, Precondition::KNOWN.iter().cloned().collect());
}

#[test]
fn names_come_back() {
    for precondition in Precondition::KNOWN {
        assert_eq!(precondition.name().parse().as_ref(), Ok(precondition));
    }
}

#[test]
fn statuses_are_those_of_their_sections() {
    for (section, precondition, expected) in [
        ("RFC 4791 1.3", Precondition::ValidCalendarObjectResource, [403, 409].as_slice()),
        ("RFC 4791 1.3", Precondition::NoUidConflict, &[409, 403]),
        ("RFC 4918 9.10.6 and 16", Precondition::LockTokenMatchesRequestUri, &[409, 412]),
        ("RFC 4918 16", Precondition::LockTokenSubmitted, &[423]),
        ("RFC 3744 7.1.1", Precondition::NeedPrivileges, &[403]),
        ("RFC 4331 6", Precondition::QuotaNotExceeded, &[507]),
        ("RFC 6638 5.2.1", Precondition::ValidSchedulingMessage, &[400]),
        ("RFC 6638 3.2.4.1", Precondition::UniqueSchedulingObjectResource, &[403]),
        ("RFC 7529 10", Precondition::SupportedRscale, &[403]),
        ("WebDAV-Push", Precondition::PushNotAvailable, &[403]),
    ] {
        assert_eq!(precondition.statuses(), expected, "{section}: {precondition}");
        assert_eq!(precondition.status(), expected[0], "{section}: {precondition}");
    }
}

#[test]
fn unknown_names_are_kept() {
    let text = "{http://example.com/ns}no-such-thing";
    let precondition: Precondition = text.parse().unwrap();
    assert!(matches!(precondition, Precondition::Other(_)));
    assert_eq!(precondition.to_string(), text);
    assert_eq!((precondition.spec(), precondition.section(), precondition.status()), (None, None, 403));
    // A name matches by namespace, and by the case of its letters.
    assert!(matches!("DAV:valid-calendar-data".parse(), Ok(Precondition::Other(_))));
    assert!(matches!("CALDAV:Valid-Calendar-Data".parse(), Ok(Precondition::Other(_))));
}

#[test]
fn what_is_no_name_is_refused() {
    let error = "valid-calendar-data".parse::<Precondition>().unwrap_err();
    assert_eq!(error.kind(), ExpandedNameErrorKind::UnknownPrefix);
}

#[cfg(feature = "serde")]
#[test]
fn serialized_as_the_name() {
    let json = serde_json::to_string(&Precondition::MaxInstances).unwrap();
    assert_eq!(json, "\"CALDAV:max-instances\"");
    assert_eq!(serde_json::from_str::<Precondition>(&json).unwrap(), Precondition::MaxInstances);
    assert!(serde_json::from_str::<Precondition>("\"max-instances\"").is_err());
}
