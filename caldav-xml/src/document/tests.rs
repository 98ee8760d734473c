use caldav_types::multistatus::Multistatus;
use caldav_types::{AnyElement, ExpandedName};

use super::read;
use crate::any_element::capture;
use crate::{Body, XmlError, XmlErrorKind, XmlOptions, XmlPosition};

fn strictly(octets: &[u8]) -> Result<AnyElement, XmlError> {
    read(octets, &XmlOptions::strict(), capture).map(|(element, _)| element)
}

fn leniently(octets: &[u8]) -> Result<(AnyElement, Vec<XmlErrorKind>), XmlError> {
    read(octets, &XmlOptions::lenient(), capture)
        .map(|(element, told)| (element, told.into_iter().map(|diagnostic| diagnostic.kind).collect()))
}

/// The variant of a kind, in a word.
fn word(kind: &XmlErrorKind) -> String {
    let debug = format!("{kind:?}");
    debug.split([' ', '(', '{']).next().unwrap().to_owned()
}

#[test]
fn documents() {
    for body in [
        "<a/>",
        "<a></a >",
        "<a\n b = '1'\tc=\">\" />",
        "\u{FEFF}<a/>",
        " \n<a/>\r\n<!-- after -->\n<?and more?> ",
        "<?xml version='1.0'?><a/>",
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone='yes' ?>\n<a/>",
        "<?xml version='1.1' encoding='us-ascii'?><a/>",
        "<a><?target?><?xml-stylesheet x?><!-- - --><!----></a>",
        "<a>&lt;&gt;&amp;&quot;&apos;&#65;&#x1F4C5;&#xd;</a>",
        "<a>]] ]&gt; > \"</a>",
        "<a><![CDATA[]]]]><![CDATA[>&<a>]]></a>",
        "<a b='&#9;]]>' c='>'/>",
        "<\u{e9}\u{b7}-.1 _='1'/>",
        "<a xmlns='urn:a' xmlns:b='urn:a' b='1' b:b='2'/>",
        "<a xmlns:xml='http://www.w3.org/XML/1998/namespace' xml:lang='en'/>",
        "<x:a xmlns:x='urn:a'><x:a xmlns:x='urn:b'/></x:a>",
        "<a xmlns='urn:a'><b xmlns=''/></a>",
    ] {
        assert!(strictly(body.as_bytes()).is_ok(), "{body}: {:?}", strictly(body.as_bytes()));
        assert_eq!(leniently(body.as_bytes()).unwrap().1, [], "{body}");
    }
}

#[test]
fn what_is_no_document() {
    for (body, kind) in [
        // XML 1.0 section 2.1: one root and nothing beside it.
        ("", "NoElement"),
        ("  \n", "NoElement"),
        ("<!-- a -->", "NoElement"),
        ("<a>", "UnexpectedEnd"),
        ("<a><b></b>", "UnexpectedEnd"),
        ("<a>text", "UnexpectedEnd"),
        ("<a/><b/>", "OutsideRoot"),
        ("<a/>text", "OutsideRoot"),
        ("<a/>&#32;", "OutsideRoot"),
        ("<a/><![CDATA[]]>", "OutsideRoot"),
        ("text<a/>", "OutsideRoot"),
        ("<a/>\u{FEFF}", "OutsideRoot"),
        ("\u{FEFF}\u{FEFF}<a/>", "OutsideRoot"),
        ("<a/></a>", "MismatchedEnd"),
        ("</a>", "MismatchedEnd"),
        // Section 3: tags.
        ("<a></b>", "MismatchedEnd"),
        ("<a><b></a></b>", "MismatchedEnd"),
        ("<x:a xmlns:x='u' xmlns:y='u'></y:a>", "MismatchedEnd"),
        ("<a></a b='1'>", "Syntax"),
        ("<a></a/>", "Syntax"),
        ("<a></ a>", "Syntax"),
        ("<a", "Syntax"),
        ("<a b='1", "Syntax"),
        ("<a></a", "Syntax"),
        ("<", "Syntax"),
        ("< a/>", "Syntax"),
        ("<>", "Syntax"),
        ("<1a/>", "Name"),
        ("<-a/>", "Name"),
        ("<a\u{d7}/>", "Name"),
        ("<a><b/ ></a>", "Attribute"),
        // Section 3.1: attributes.
        ("<a b='1' b='2'/>", "Attribute"),
        ("<a b/>", "Attribute"),
        ("<a b=1/>", "Attribute"),
        ("<a b=''c=''/>", "Attribute"),
        ("<a b='<'/>", "Attribute"),
        ("<a ='1'/>", "Attribute"),
        ("<a 1b='1'/>", "Name"),
        ("<a b='&c;'/>", "UnknownEntity"),
        ("<a b='&amp'/>", "Syntax"),
        ("<a b='\u{1}'/>", "Character"),
        ("<a b='&#0;'/>", "Character"),
        // Section 4.1: references.
        ("<a>&nbsp;</a>", "UnknownEntity"),
        ("<a>&;</a>", "UnknownEntity"),
        ("<a>&#;</a>", "UnknownEntity"),
        ("<a>&#X41;</a>", "UnknownEntity"),
        ("<a>&#+65;</a>", "UnknownEntity"),
        ("<a>&amp</a>", "Syntax"),
        ("<a>& b</a>", "Syntax"),
        ("<a>&#x110000;</a>", "Character"),
        ("<a>&#99999999999;</a>", "Character"),
        ("<a>&#xD800;</a>", "Character"),
        ("<a>&#xFFFE;</a>", "Character"),
        ("<a>&#8;</a>", "Character"),
        // Section 2.2: characters.
        ("<a>\0</a>", "Character"),
        ("<a>\u{FFFF}</a>", "Character"),
        ("<a><![CDATA[\u{1A}]]></a>", "Character"),
        ("<a><!-- \u{1} --></a>", "Character"),
        ("<a><?b \u{1}?></a>", "Character"),
        ("<a>]]></a>", "Syntax"),
        // Sections 2.5 to 2.8: comments, instructions, sections, the declaration.
        ("<a><!-- -- --></a>", "Syntax"),
        ("<a><!-- ---></a>", "Syntax"),
        ("<a><!-- </a>", "Syntax"),
        ("<a><!--></a>", "Syntax"),
        ("<a><? b?></a>", "Name"),
        ("<a><?b:c?></a>", "Name"),
        ("<a><?b/?></a>", "Name"),
        ("<a><?b </a>", "Syntax"),
        ("<a><?xml version='1.0'?></a>", "Syntax"),
        ("<a><?XML?></a>", "Syntax"),
        ("<a/><?xml version='1.0'?>", "Syntax"),
        ("<!-- a --><?xml version='1.0'?><a/>", "Syntax"),
        ("<?xml?><a/>", "Syntax"),
        ("<?xml version='2.0'?><a/>", "Syntax"),
        ("<?xml version='1.'?><a/>", "Syntax"),
        ("<?xml encoding='UTF-8' version='1.0'?><a/>", "Syntax"),
        ("<?xml version='1.0' standalone='maybe'?><a/>", "Syntax"),
        ("<?xml version='1.0' other='1'?><a/>", "Syntax"),
        ("<?xml version='1.0'encoding='UTF-8'?><a/>", "Syntax"),
        ("<?xml version='1.0'", "Syntax"),
        ("<?xml version='1.0' encoding='ISO-8859-1'?><a/>", "UnsupportedEncoding"),
        ("<?xml version='1.0' encoding='UTF-16'?><a/>", "UnsupportedEncoding"),
        ("<a><![CDATA[b</a>", "Syntax"),
        ("<a><![cdata[b]]></a>", "Syntax"),
        ("<a><!b></a>", "Syntax"),
        // RFC 4918 section 20.6.
        ("<!DOCTYPE a><a/>", "DocType"),
        ("<!DOCTYPE a [<!ENTITY b SYSTEM 'file:///etc/passwd'>]><a>&b;</a>", "DocType"),
        ("<a><!DOCTYPE a></a>", "DocType"),
        // Namespaces in XML.
        ("<a:b:c xmlns:a='u'/>", "Name"),
        ("<:a/>", "Name"),
        ("<a:/>", "Name"),
        ("<a b:c:d='1' xmlns:b='u'/>", "Name"),
        ("<a xmlns:='u'/>", "Name"),
        ("<a xmlns:x='u' xmlns:y='u' x:b='1' y:b='2'/>", "Attribute"),
        ("<a xmlns='u' xmlns='u'/>", "Attribute"),
        ("<a xmlns:b=''/>", "NamespaceDeclaration"),
        ("<a xmlns:xmlns='u'/>", "NamespaceDeclaration"),
        ("<a xmlns:xml='u'/>", "NamespaceDeclaration"),
        ("<a xmlns:b='http://www.w3.org/XML/1998/namespace'/>", "NamespaceDeclaration"),
        ("<a xmlns='http://www.w3.org/2000/xmlns/'/>", "NamespaceDeclaration"),
        ("<b:a/>", "UnboundPrefix"),
        ("<a b:c='1'/>", "UnboundPrefix"),
        ("<xmlns:a/>", "UnboundPrefix"),
        ("<a><b xmlns:c='u'/><c:d/></a>", "UnboundPrefix"),
        (" <?xml version='1.0'?><a/>", "WhiteSpaceBeforeDeclaration"),
    ] {
        let error = strictly(body.as_bytes()).expect_err(body);
        assert_eq!(word(error.kind()), kind, "{body}: {error}");
        let position = error.position();
        assert!(position.byte <= body.len() as u64, "{body}: {position}");
    }
}

#[test]
fn encodings() {
    let utf_16 =
        |text: &str, unit: fn(u16) -> [u8; 2]| -> Vec<u8> { text.encode_utf16().flat_map(unit).collect() };
    let body = "\u{FEFF}<?xml version='1.0' encoding='UTF-16'?><a>\u{e9}\u{1F4C5}</a>";
    for octets in [utf_16(body, u16::to_be_bytes), utf_16(body, u16::to_le_bytes)] {
        assert_eq!(strictly(&octets).unwrap().text(), "\u{e9}\u{1F4C5}");
        let cut = octets.get(..octets.len() - 1).unwrap();
        assert_eq!(strictly(cut).unwrap_err().kind(), &XmlErrorKind::Encoding);
    }
    for (octets, kind) in [
        (&b"<a>\xE9</a>"[..], "Encoding"),
        (b"<a>\xED\xA0\x80</a>", "Encoding"),
        (b"<a>\xC0\xBC</a>", "Encoding"),
        (b"\xFE\xFF\xD8\x00\x00<", "Encoding"),
        (b"<\0a\0/\0>\0", "Syntax"),
        (b"\xFE\xFF\0<\0?\0x\0m\0l\0 \0v\0e\0r\0s\0i\0o\0n\0=\0'\x001\0.\x000\0'\0 \0e\0n\0c\0o\0d\0i\0n\0g\0=\0'\0U\0T\0F\0-\x008\0'\0?\0>", "UnsupportedEncoding"),
    ] {
        assert_eq!(word(strictly(octets).unwrap_err().kind()), kind, "{octets:?}");
    }
}

#[test]
fn places() {
    let name = |text: &str| text.parse::<ExpandedName>().unwrap();
    for (body, byte, line, path) in [
        ("<a>\n<b>\r\n<c>\r&d;</c></b></a>", 13, 4, vec!["{}a", "{}b", "{}c"]),
        ("<a>\n<b/>\n</c></a>", 9, 3, vec!["{}a"]),
        ("\u{FEFF}<?xml version='1.0'?>\n<a>\n\u{e9}&#0;</a>", 3 + 22 + 4 + 2, 3, vec!["{}a"]),
        ("<a><b c='1'\n  d='&x;'/></a>", 17, 2, vec!["{}a", "{}b"]),
        ("<a>long text &amp; more\n<![CDATA[and\n]]>\n&no;</a>", 41, 4, vec!["{}a"]),
        ("<a><b>", 6, 1, vec!["{}a", "{}b"]),
    ] {
        let error = strictly(body.as_bytes()).unwrap_err();
        assert_eq!(error.position(), XmlPosition { byte, line }, "{body}: {error}");
        assert_eq!(error.path(), path.into_iter().map(name).collect::<Vec<_>>(), "{body}");
    }
    // The same in UTF-16: two octets for each unit.
    let body = "\u{FEFF}<a>\n\u{1F4C5}&d;</a>";
    let octets: Vec<u8> = body.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let error = strictly(&octets).unwrap_err();
    assert_eq!(error.position(), XmlPosition { byte: 2 + 2 * 6, line: 2 });
    // White space before the declaration counts.
    let error = leniently(b"\n\n<?xml version='1.0'?><a></b>").unwrap_err();
    assert_eq!(error.position(), XmlPosition { byte: 26, line: 3 });
}

/// A multistatus with one property of each response.
fn answers(declarations: &str, properties: &[&str]) -> String {
    let responses: String = properties
        .iter()
        .map(|property| {
            format!(
                "<D:response><D:href>/a</D:href><D:propstat><D:prop>{property}</D:prop>\
                 <D:status>HTTP/1.1 200 OK</D:status></D:propstat></D:response>"
            )
        })
        .collect();
    format!(
        "<D:multistatus xmlns:D='DAV:' xmlns:C='urn:ietf:params:xml:ns:caldav' {declarations}>{responses}</D:multistatus>"
    )
}

fn lenient_answers(body: &str) -> (Vec<usize>, Vec<XmlErrorKind>) {
    let read = Multistatus::from_xml(body.as_bytes(), &XmlOptions::lenient()).unwrap();
    let found = read.value.responses.iter().map(|response| response.found().count()).collect();
    (found, read.diagnostics.into_iter().map(|diagnostic| diagnostic.kind).collect())
}

#[test]
fn q_01_prefixes_are_arbitrary() {
    let mut read = Vec::new();
    for body in [
        "<multistatus xmlns='DAV:'><response><href>/a</href><status>HTTP/1.1 404 Not Found</status></response></multistatus>",
        "<x:multistatus xmlns:x='DAV:' xmlns:y='DAV:'><y:response><x:href>/a</x:href><status xmlns='DAV:'>HTTP/1.1 404 Not Found</status></y:response></x:multistatus>",
        "<D:multistatus xmlns:D='DAV:'><response xmlns='DAV:'><x xmlns=''><D:href xmlns:D='urn:other'>/b</D:href></x><href>/a</href><D:status>HTTP/1.1 404 Not Found</D:status></response></D:multistatus>",
    ] {
        read.push(Multistatus::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap().value);
    }
    assert_eq!(read.first().unwrap().responses.len(), 1);
    assert!(read.iter().all(|other| Some(other) == read.first()));
}

#[test]
fn q_02_undeclared_prefix() {
    let body = answers(
        "",
        &[
            "<CY:x><D:y>&#65;</D:y></CY:x><D:displayname>a</D:displayname>",
            "<D:displayname CY:b='1'>c</D:displayname>",
        ],
    );
    let unbound = XmlErrorKind::UnboundPrefix("CY".into());
    assert_eq!(lenient_answers(&body), (vec![1, 1], vec![unbound.clone(), unbound.clone()]));
    let error = Multistatus::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap_err();
    assert_eq!(error.kind(), &unbound);
}

#[test]
fn q_04_slips_in_namespaces() {
    let slip = |meant, found: &str| XmlErrorKind::LikelyNamespace { meant, found: found.into() };
    for (declarations, property, told) in [
        // Declared and not used.
        ("xmlns:x='DAV'", "<D:displayname>a</D:displayname>", vec![]),
        ("xmlns:x='DAV'", "<x:displayname>a</x:displayname><x:b/>", vec![slip("DAV:", "DAV")]),
        (
            "xmlns:x='http://calendarserver.org/ns'",
            "<x:getctag>a</x:getctag>",
            vec![slip("http://calendarserver.org/ns/", "http://calendarserver.org/ns")],
        ),
        ("xmlns:x='http://calendarserver.org/ns/'", "<x:getctag>a</x:getctag>", vec![]),
    ] {
        let body = answers(declarations, &[property]);
        assert_eq!(lenient_answers(&body).1, told, "{declarations}");
        // Another namespace is no fault.
        assert!(Multistatus::from_xml(body.as_bytes(), &XmlOptions::strict()).is_ok());
    }
}

fn calendar_data(content: &str) -> String {
    let body = answers("", &[&format!("<C:calendar-data>{content}</C:calendar-data>")]);
    let read = Multistatus::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap().value;
    let found = read.responses.first().unwrap().found().next().cloned().unwrap();
    match found {
        caldav_types::property::DavProperty::CalendarData(data) => data.text,
        other => panic!("{other:?}"),
    }
}

#[test]
fn q_05_text_in_pieces() {
    for content in [
        "BEGIN:A&amp;B\nEND:A B",
        "<![CDATA[BEGIN:A&B\nEND:A B]]>",
        "BEGIN:<![CDATA[A&]]>B<!-- between -->&#10;END:A<?p?> <![CDATA[B]]>",
        "<!-- before -->BEGIN:A&#38;B\n<![CDATA[]]>END:A&#32;B",
    ] {
        assert_eq!(calendar_data(content), "BEGIN:A&B\nEND:A B", "{content}");
    }
    assert_eq!(calendar_data("&lt; &gt;"), "< >");
}

#[test]
fn q_06_ends_of_lines() {
    for (content, expected) in [
        ("A\r\nB\rC\nD\r", "A\nB\nC\nD\n"),
        ("<![CDATA[A\r\nB\rC\nD\r\r\n]]>", "A\nB\nC\nD\n\n"),
        ("A&#13;\nB&#xD;&#xA;", "A\r\nB\r\n"),
        ("A&#13;\r\nB", "A\r\nB"),
    ] {
        assert_eq!(calendar_data(content), expected, "{content:?}");
    }
}

#[test]
fn q_07_control_characters() {
    let body = answers(
        "",
        &[
            "<D:displayname>a</D:displayname>",
            "<D:displayname>b\u{1A}</D:displayname><C:calendar-description>kept</C:calendar-description>",
            "<D:displayname>c&#x1A;</D:displayname><C:calendar-description>kept</C:calendar-description>",
            "<D:displayname>d</D:displayname>",
        ],
    );
    let character = XmlErrorKind::Character(0x1A);
    assert_eq!(lenient_answers(&body), (vec![1, 1, 1, 1], vec![character.clone(), character.clone()]));
    let error = Multistatus::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap_err();
    assert_eq!(error.kind(), &character);
}

#[test]
fn q_08_white_space_before_the_declaration() {
    let body = format!("\r\n <?xml version='1.0' encoding='utf-8'?>{}", answers("", &[]));
    assert_eq!(lenient_answers(&body), (vec![], vec![XmlErrorKind::WhiteSpaceBeforeDeclaration]));
    let error = Multistatus::from_xml(body.as_bytes(), &XmlOptions::strict()).unwrap_err();
    assert_eq!(error.kind(), &XmlErrorKind::WhiteSpaceBeforeDeclaration);
}

#[test]
fn values_are_told_where_they_stand() {
    let body = answers("", &["\n<D:getetag>\n</D:getetag>"]).replace("HTTP/1.1 200 OK", "fine");
    let read = Multistatus::from_xml(body.as_bytes(), &XmlOptions::lenient()).unwrap();
    let told = read
        .diagnostics
        .iter()
        .find(|told| matches!(told.kind, XmlErrorKind::Value { found: ref value, .. } if value == "fine"));
    assert_eq!(told.map(|told| told.position.line), Some(3), "{:?}", read.diagnostics);
}
