//! `query`: reports over folders of calendar files.

use std::fs;
use std::path::{Path, PathBuf};

use crate::run::{EVENT, Folder, Run, keys};

/// The calendar object resources of RFC 4791, Appendix B.
fn appendix_b() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../caldav-types/tests/appendix_b")
}

/// The body of a report; `D` and `C` are DAV: and CalDAV.
fn body(name: &str, content: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
         <C:{name} xmlns:D=\"DAV:\" xmlns:C=\"urn:ietf:params:xml:ns:caldav\">{content}</C:{name}>"
    )
}

fn query(prop: &str, filter: &str) -> String {
    let filter = format!("<C:filter><C:comp-filter name=\"VCALENDAR\">{filter}</C:comp-filter></C:filter>");
    body("calendar-query", &format!("<D:prop>{prop}</D:prop>{filter}"))
}

const JANUARY_4: &str = "<C:comp-filter name=\"VEVENT\">\
     <C:time-range start=\"20060104T000000Z\" end=\"20060105T000000Z\"/></C:comp-filter>";

const WHOLE: &str = "<D:getetag/><C:calendar-data/>";

/// Asks a report of a folder.
fn ask(folder: &Folder, report: &str, of: &Path, further: &[&str]) -> Run {
    folder.write("report.xml", report);
    let path = folder.path("report.xml");
    let arguments = [Path::new("query"), &path, of];
    folder.run(arguments.into_iter().chain(further.iter().map(Path::new)))
}

#[test]
fn rfc4791_7_8_1() {
    let folder = Folder::new("query_rfc4791_7_8_1");
    let run = ask(&folder, &query(WHOLE, JANUARY_4), &appendix_b(), &[]);
    let text = run.is_fine().text();
    assert!(text.starts_with("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<D:multistatus "), "{text}");
    assert!(text.ends_with("</D:multistatus>\n"), "{text}");
    let hrefs: Vec<_> = text.split("<D:href>").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
    assert_eq!(hrefs, ["/abcd2.ics", "/abcd3.ics"]);
    // It is a body that can be read again.
    folder.write("answer.xml", text);
    folder.run(["xml", "--strict", "answer.xml"]).is_fine();
    let json = ask(&folder, &query(WHOLE, JANUARY_4), &appendix_b(), &["--format", "json"]);
    let objects = json.is_fine().objects();
    assert_eq!(objects.len(), 2);
    for (object, name) in objects.iter().zip(["abcd2.ics", "abcd3.ics"]) {
        assert_eq!(keys(object), ["href", "status", "etag", "calendar_data", "error"]);
        assert_eq!((&object["href"], &object["status"]), (&format!("/{name}").into(), &200.into()));
        let stored = fs::read_to_string(appendix_b().join(name)).unwrap();
        assert_eq!(object["calendar_data"], stored, "§9.6: what is asked for whole is as it is stored");
    }
}

#[test]
fn rfc4791_7_8_3() {
    let folder = Folder::new("query_rfc4791_7_8_3");
    let expand =
        "<C:calendar-data><C:expand start=\"20060103T000000Z\" end=\"20060105T000000Z\"/></C:calendar-data>";
    let run = ask(&folder, &query(expand, JANUARY_4), &appendix_b(), &["--format", "json"]);
    let objects = run.is_fine().objects();
    let data = objects[0]["calendar_data"].as_str().unwrap();
    assert_eq!(data.matches("BEGIN:VEVENT").count(), 2, "{data}");
    assert!(data.contains("DTSTART:20060103T170000Z\r\n"), "{data}");
    assert!(!data.contains("VTIMEZONE"), "{data}");
    assert!(objects[0]["etag"].is_null(), "it was not asked for");
}

#[test]
fn rfc4791_7_9_1() {
    let folder = Folder::new("query_rfc4791_7_9_1");
    let hrefs = "<D:href>/abcd1.ics</D:href><D:href>/mtg1.ics</D:href>\
         <D:href>http://localhost/abcd%31.ics</D:href><D:href>/../../abcd2.ics</D:href>";
    let report = body("calendar-multiget", &format!("<D:prop>{WHOLE}</D:prop>{hrefs}"));
    let run = ask(&folder, &report, &appendix_b(), &["--format", "json"]);
    let objects = run.is_fine().objects();
    let told: Vec<_> =
        objects.iter().map(|object| (object["href"].as_str().unwrap(), &object["status"])).collect();
    assert_eq!(told[..2], [("/abcd1.ics", &200.into()), ("/mtg1.ics", &404.into())]);
    assert_eq!(told.len(), 3, "one resource is told once: {told:?}");
}

#[test]
fn rfc4791_7_10_1() {
    let folder = Folder::new("query_rfc4791_7_10_1");
    let report =
        body("free-busy-query", "<C:time-range start=\"20060104T140000Z\" end=\"20060104T220000Z\"/>");
    let run = ask(&folder, &report, &appendix_b(), &["--stamp", "20050125T090000Z"]);
    let text = run.is_fine().text();
    assert!(text.starts_with("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:"), "{text}");
    assert!(
        text.ends_with(
            "DTSTAMP:20050125T090000Z\r\nDTSTART:20060104T140000Z\r\nDTEND:20060104T220000Z\r\n\
             FREEBUSY;FBTYPE=BUSY-TENTATIVE:20060104T150000Z/20060104T160000Z\r\n\
             FREEBUSY:20060104T190000Z/20060104T200000Z\r\nEND:VFREEBUSY\r\nEND:VCALENDAR\r\n"
        ),
        "{text}"
    );
    folder.write("answer.ics", text);
    folder.run(["check", "--strict", "answer.ics"]).is_fine();
    let json = ask(&folder, &report, &appendix_b(), &["--format", "json"]);
    let object = &json.is_fine().objects()[0];
    assert_eq!((&object["href"], &object["status"]), (&"/".into(), &200.into()));
    assert!(object["calendar_data"].as_str().unwrap().contains("FREEBUSY:20060104T190000Z/20060104T200000Z"));
}

#[test]
fn the_folder_is_a_collection() {
    let folder = Folder::new("query_folder");
    for name in ["a b.ics", "ü&é.ics", "B.ICS", "inside/c.ics", "notes.txt"] {
        folder.write(Path::new("calendar").join(name), EVENT);
    }
    let everything = query(WHOLE, "");
    let run = ask(&folder, &everything, &folder.path("calendar"), &["--format", "json"]);
    let objects = run.is_fine().objects();
    let hrefs: Vec<_> = objects.iter().map(|object| object["href"].as_str().unwrap()).collect();
    assert_eq!(hrefs, ["/B.ICS", "/a%20b.ics", "/%C3%BC&%C3%A9.ics"]);
    // Equal content has equal tags, other content others.
    assert_eq!(objects[0]["etag"], objects[1]["etag"]);
    assert!(objects[0]["etag"].as_str().unwrap().starts_with('"'), "it is strong");
    folder.write("calendar/B.ICS", EVENT.replace("Breakfast", "Lunch"));
    let changed = ask(&folder, &everything, &folder.path("calendar"), &["--format", "json"]);
    let changed = changed.is_fine().objects();
    assert_ne!(changed[0]["etag"], objects[0]["etag"]);
    assert_eq!(changed[1]["etag"], objects[1]["etag"]);
    let properties =
        query("<D:getcontenttype/><D:getcontentlength/><D:getlastmodified/><D:displayname/>", "");
    let run = ask(&folder, &properties, &folder.path("calendar"), &[]);
    let text = run.is_fine().text();
    let length = format!("<D:getcontentlength>{}</D:getcontentlength>", EVENT.len());
    for part in ["text/calendar", &length, "<D:getlastmodified>", "<D:displayname/>", "404 Not Found"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    let empty = folder.path("empty");
    fs::create_dir(&empty).unwrap();
    let run = ask(&folder, &everything, &empty, &["--format", "json"]);
    assert_eq!(run.is_fine().text(), "");
}

#[test]
fn faulty_objects_are_told() {
    let folder = Folder::new("query_faulty");
    folder.write("calendar/a.ics", EVENT);
    folder.write("calendar/broken.ics", "no calendar");
    folder.write("calendar/rule.ics", EVENT.replace("SUMMARY", "RRULE:FREQ=SOMETIMES\r\nSUMMARY"));
    let of = folder.path("calendar");
    let range = "<C:comp-filter name=\"VEVENT\"><C:time-range start=\"20270101T000000Z\"/></C:comp-filter>";
    let run = ask(&folder, &query(WHOLE, range), &of, &["--format", "json"]);
    assert_eq!((run.status, run.objects().len()), (1, 1), "{run:?}");
    assert_eq!(run.objects()[0]["href"], "/a.ics");
    assert!(run.errors.contains("broken.ics: ") && run.errors.contains("rule.ics: "), "{}", run.errors);
    let hrefs = "<D:href>/a.ics</D:href><D:href>/broken.ics</D:href>";
    let report = body("calendar-multiget", &format!("<D:prop>{WHOLE}</D:prop>{hrefs}"));
    let run = ask(&folder, &report, &of, &["--format", "json"]);
    let statuses: Vec<_> = run.objects().iter().map(|object| object["status"].clone()).collect();
    assert_eq!((run.status, statuses), (1, vec![200.into(), 500.into()]));
    assert!(run.errors.contains("broken.ics: "), "{}", run.errors);
    let report =
        body("free-busy-query", "<C:time-range start=\"20270101T000000Z\" end=\"20270201T000000Z\"/>");
    let run = ask(&folder, &report, &of, &[]);
    assert_eq!(run.status, 1);
    assert!(run.text().contains("BEGIN:VFREEBUSY") && run.errors.contains("rule.ics: "), "{run:?}");
}

#[test]
fn refused_reports() {
    let folder = Folder::new("query_refused");
    let nested = "<C:comp-filter name=\"VTODO\"><C:comp-filter name=\"VEVENT\"/></C:comp-filter>";
    let vcard = "<C:calendar-data content-type=\"text/vcard\" version=\"4.0\"/>";
    for (section, report, condition) in [
        ("§7.8", query(WHOLE, nested), "valid-filter"),
        ("§7.8", query(vcard, ""), "supported-calendar-data"),
        (
            "§7.5.1",
            query(
                WHOLE,
                "<C:comp-filter name=\"VEVENT\"><C:prop-filter name=\"UID\">\
                 <C:text-match collation=\"i;klingon\">a</C:text-match></C:prop-filter></C:comp-filter>",
            ),
            "supported-collation",
        ),
    ] {
        let run = ask(&folder, &report, &appendix_b(), &[]);
        assert_eq!(run.status, 1, "{section}");
        assert!(run.text().contains(&format!("<C:{condition}/></D:error>\n")), "{section}: {run:?}");
        assert!(run.errors.contains(&format!("403 Forbidden, CALDAV:{condition}")), "{section}: {run:?}");
        let json = ask(&folder, &report, &appendix_b(), &["--format", "json"]);
        let object = &json.objects()[0];
        assert_eq!((json.status, &object["status"], &object["href"]), (1, &403.into(), &"/".into()));
        assert_eq!(object["error"][0], format!("CALDAV:{condition}"), "{section}");
    }
}

#[test]
fn budgets() {
    let folder = Folder::new("query_budgets");
    folder.write("calendar/a.ics", EVENT.replace("SUMMARY", "RRULE:FREQ=DAILY\r\nSUMMARY"));
    let expand =
        "<C:calendar-data><C:expand start=\"20270101T000000Z\" end=\"20270301T000000Z\"/></C:calendar-data>";
    let report = query(expand, "");
    let of = folder.path("calendar");
    ask(&folder, &report, &of, &[]).is_fine();
    for further in [["--max-instances", "10"], ["--max-steps", "10"], ["--max-octets", "1000"]] {
        let run = ask(&folder, &report, &of, &further);
        assert_eq!(run.status, 1, "{further:?}");
        assert!(run.text().contains("<D:number-of-matches-within-limits/>"), "{further:?}: {run:?}");
    }
    // What is stored so is no work.
    ask(&folder, &query(WHOLE, ""), &of, &["--max-octets", "0", "--max-steps", "0"]).is_fine();
}

#[test]
fn floating_times_are_in_a_zone() {
    let folder = Folder::new("query_zone");
    folder.write("calendar/a.ics", EVENT.replace("20270102T090000Z", "20270102T010000"));
    let of = folder.path("calendar");
    let range = |day: &str| {
        let range = format!("<C:time-range start=\"202701{day}T000000Z\" end=\"202701{day}T235959Z\"/>");
        query(WHOLE, &format!("<C:comp-filter name=\"VEVENT\">{range}</C:comp-filter>"))
    };
    for (day, zone, expected) in [
        ("02", None, 1),
        ("01", None, 0),
        ("01", Some("Europe/Berlin"), 0),
        ("01", Some("Asia/Tokyo"), 1),
        ("02", Some("Tokyo Standard Time"), 0),
    ] {
        let further: Vec<_> =
            zone.map(|zone| ["--tz", zone]).into_iter().flatten().chain(["--format", "json"]).collect();
        let run = ask(&folder, &range(day), &of, &further);
        assert_eq!(run.is_fine().objects().len(), expected, "{day} {zone:?}");
    }
}

#[test]
fn what_is_no_report_on_calendars() {
    let folder = Folder::new("query_no_report");
    for (report, expected) in [
        ("<C:calendar-query xmlns:C=\"urn:ietf:params:xml:ns:caldav\">", "the end"),
        ("no XML", "report.xml"),
        ("<propfind xmlns=\"DAV:\"><allprop/></propfind>", "report.xml"),
        ("<expand-property xmlns=\"DAV:\"/>", "expected CALDAV:calendar-query"),
    ] {
        let run = ask(&folder, report, &appendix_b(), &[]);
        assert_eq!((run.status, run.text()), (1, ""), "{report}");
        assert!(run.errors.contains(expected), "{report}: {}", run.errors);
    }
}

#[test]
fn what_cannot_run() {
    let folder = Folder::new("query_cannot_run");
    folder.write("report.xml", query(WHOLE, ""));
    folder.write("file", "");
    for arguments in [
        vec!["query"],
        vec!["query", "report.xml"],
        vec!["query", "report.xml", "missing"],
        vec!["query", "report.xml", "file"],
        vec!["query", "missing.xml", "."],
        vec!["query", "--tz", "Nowhere/Else", "report.xml", "."],
        vec!["query", "--stamp", "20270101T000000", "report.xml", "."],
    ] {
        let run = folder.run(&arguments);
        assert_eq!((run.status, run.text()), (2, ""), "{arguments:?}: {run:?}");
        assert!(!run.errors.is_empty(), "{arguments:?}");
    }
    let input = query(WHOLE, JANUARY_4);
    let of = appendix_b();
    let run = folder.run_with_input([Path::new("query"), Path::new("-"), &of], input.as_bytes());
    assert!(run.is_fine().text().contains("/abcd2.ics"));
}
