//! `convert`: between the forms of a calendar.

use crate::run::{EVENT, Folder};

/// Every form becomes every other one and comes back.
#[test]
fn forms() {
    let folder = Folder::new("convert_forms");
    folder.write("a.ics", EVENT);
    for form in ["jcal", "xcal"] {
        let converted = folder.run(["convert", "--to", form, "a.ics"]);
        folder.write(form, converted.is_fine().text());
        assert_eq!(folder.run(["convert", "--to", "ical", form]).is_fine().text(), EVENT, "{form}");
    }
    let of_jcal = folder.run(["convert", "--to", "xcal", "jcal"]);
    assert_eq!(of_jcal.is_fine().text(), folder.run(["convert", "--to", "xcal", "a.ics"]).text());
    let from_input = folder.run_with_input(["convert", "--to", "jcal", "-"], of_jcal.text().as_bytes());
    assert_eq!(from_input.is_fine().text(), folder.run(["convert", "--to", "jcal", "a.ics"]).text());
    assert!(
        of_jcal.text().contains("<IC:dtstart><IC:date-time>2027-01-02T09:00:00Z</IC:date-time></IC:dtstart>")
    );
}

#[test]
fn what_cannot_be_said() {
    let folder = Folder::new("convert_faults");
    folder.write("a.ics", EVENT.replace("SUMMARY:Breakfast", "1ST:Breakfast\r\nDUE:soon"));
    let refused = folder.run(["convert", "--to", "xcal", "a.ics"]);
    assert_eq!((refused.status, refused.text()), (1, ""));
    assert!(refused.errors.contains("a.ics"), "{}", refused.errors);
    let without = folder.run(["convert", "--to", "xcal", "--skip-bad", "a.ics"]);
    assert_eq!(without.status, 0);
    assert_eq!(without.errors.lines().count(), 2, "{}", without.errors);
    assert!(!without.text().contains("1st") && !without.text().contains("due"));
    folder
        .write("a.xml", "<icalendar xmlns=\"urn:ietf:params:xml:ns:icalendar-2.0\">\n<vevent/></icalendar>");
    let refused = folder.run(["convert", "--to", "ical", "a.xml"]);
    assert_eq!((refused.status, refused.text()), (1, ""));
    assert!(refused.errors.contains("line 2"), "{}", refused.errors);
}
