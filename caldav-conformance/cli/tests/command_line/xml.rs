//! `xml`: what bodies are, for people and for programs.

use crate::run::{Folder, keys};

const PROPFIND: &str = "<x:propfind xmlns:x=\"DAV:\">\n  <x:prop><x:getetag/>\n<y xmlns=\"http://example.com/ns\"/></x:prop>\n</x:propfind>";

const CANONICAL: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n\
    <D:propfind xmlns:D=\"DAV:\" xmlns:ns0=\"http://example.com/ns\"><D:prop><D:getetag/><ns0:y/></D:prop></D:propfind>\n";

#[test]
fn canonical_form() {
    let folder = Folder::new("xml_canonical");
    folder.write("a.xml", PROPFIND);
    assert_eq!(folder.run(["xml", "a.xml"]).is_fine().text(), CANONICAL);
    assert_eq!(folder.run_with_input(["xml", "-"], PROPFIND.as_bytes()).is_fine().text(), CANONICAL);
    folder.write("canonical.xml", CANONICAL);
    assert_eq!(folder.run(["xml", "--strict", "canonical.xml"]).is_fine().text(), CANONICAL);
    let both = folder.run(["xml", "a.xml", "canonical.xml"]);
    let expected = format!("a.xml: DAV:propfind\n{CANONICAL}canonical.xml: DAV:propfind\n{CANONICAL}");
    assert_eq!(both.is_fine().text(), expected);
}

#[test]
fn json() {
    let folder = Folder::new("xml_json");
    folder.write("a.xml", PROPFIND);
    folder.write("open.xml", "<propfind xmlns=\"DAV:\">\n<prop>");
    folder.write("other.xml", "<a xmlns=\"http://example.com/ns\"/>");
    let run = folder.run(["xml", "--format", "json", "a.xml", "open.xml", "other.xml"]);
    assert_eq!(run.status, 1);
    let objects = run.objects();
    let [sound, open, other] = objects.as_slice() else { panic!("{objects:?}") };
    for object in &objects {
        assert_eq!(keys(object), ["file", "kind", "ok", "error", "diagnostics"], "{object}");
    }
    assert_eq!((&sound["file"], &sound["kind"]), (&"a.xml".into(), &"DAV:propfind".into()));
    assert_eq!((&sound["ok"], sound["error"].is_null()), (&true.into(), true));
    assert_eq!(open["ok"], false);
    assert_eq!((&open["error"]["kind"], &open["error"]["line"]), (&"unexpected-end".into(), &2.into()));
    assert_eq!(open["error"]["path"][0], "DAV:propfind");
    assert_eq!(other["error"]["kind"], "unexpected-root");
    assert_eq!(other["kind"], "{http://example.com/ns}a");
}

#[test]
fn departures() {
    let folder = Folder::new("xml_departures");
    folder.write("a.xml", "\n<?xml version=\"1.0\"?><propfind xmlns=\"DAV:\"><allprop/></propfind>");
    let lenient = folder.run(["xml", "--format", "json", "a.xml"]).is_fine().objects();
    assert_eq!(lenient[0]["ok"], true);
    assert_eq!(lenient[0]["diagnostics"][0]["kind"], "white-space-before-declaration");
    assert_eq!(lenient[0]["diagnostics"][0]["line"], 1);
    let strict = folder.run(["xml", "--format", "json", "--strict", "a.xml"]);
    assert_eq!(strict.status, 1);
    assert_eq!(strict.objects()[0]["error"]["kind"], "white-space-before-declaration");
    let told = folder.run(["xml", "a.xml"]);
    assert_eq!(told.status, 0);
    assert!(told.errors.contains("a.xml: expected the XML declaration at the start"), "{}", told.errors);
}

#[test]
fn what_cannot_run() {
    let folder = Folder::new("xml_missing");
    folder.write("a.xml", PROPFIND);
    let run = folder.run(["xml", "missing.xml", "a.xml"]);
    assert_eq!((run.status, run.text().lines().count()), (2, 3), "the others are read all the same");
    assert_eq!(folder.run(["xml", "-", "-"]).status, 2);
    assert_eq!(folder.run(["xml"]).status, 2);
}
