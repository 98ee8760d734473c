//! What holds for every answer, whatever the scenario is about.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::LazyLock;

use crate::element::{Element, Node, path_of};

const CALDAV: &str = "urn:ietf:params:xml:ns:caldav";

/// The elements of the specifications.
static KNOWN: LazyLock<BTreeSet<(String, String)>> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../caldav-xml/spec/xml-elements.csv");
    let mut table = csv::Reader::from_path(path).expect("the table can be read");
    let rows = table.records().map(|row| row.expect("a row"));
    rows.map(|row| (row[0].to_owned(), row[1].to_owned())).collect()
});

/// An answer, read.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: String,
    /// The body, when it is XML.
    pub(crate) root: Option<Element>,
}

impl Answer {
    pub(crate) fn read(response: &http::Response<Vec<u8>>) -> Result<Self, String> {
        let body = String::from_utf8(response.body().clone()).map_err(|_| "the body is not UTF-8")?;
        let media = response.headers().get("content-type").and_then(|value| value.to_str().ok());
        let is_xml = media.is_some_and(|media| {
            ["application/xml", "text/xml"].iter().any(|xml| media.to_ascii_lowercase().starts_with(xml))
        });
        let root = if is_xml && !body.is_empty() {
            Some(Element::parse(&body).map_err(|error| format!("the body is not well-formed: {error}"))?)
        } else {
            None
        };
        Ok(Self { status: response.status().as_u16(), headers: response.headers().clone(), body, root })
    }

    /// The first value of a header, or all of a list.
    pub(crate) fn header(&self, name: &str) -> Option<String> {
        let values: Vec<_> =
            self.headers.get_all(name).iter().filter_map(|value| value.to_str().ok()).collect();
        (!values.is_empty()).then(|| values.join(", "))
    }

    /// The rules of form that the answer breaks.
    pub(crate) fn faults(&self, request: &http::Request<Vec<u8>>) -> Vec<String> {
        let mut faults = Vec::new();
        let mut rule = |holds: bool, sentence: &str| {
            if !holds {
                faults.push(sentence.to_owned());
            }
        };
        rule(self.status < 500 || [501, 502, 507].contains(&self.status), "an error of the server");
        rule(self.status != 401 || self.headers.contains_key("www-authenticate"), "401 without a challenge");
        rule(self.status != 405 || self.headers.contains_key("allow"), "405 without Allow");
        let conditional = ["if", "if-match", "if-none-match", "if-modified-since", "if-unmodified-since"];
        let conditional = conditional.iter().any(|name| request.headers().contains_key(*name))
            || request.headers().get("overwrite").is_some_and(|value| value == "F");
        rule(self.status != 412 || conditional, "412 without a condition in the request (RFC 4918 12.1)");
        rule(self.status != 207 || self.root.is_some(), "207 without an XML body");
        rule(
            !self.body.starts_with('<') || self.root.is_some() || request.method() == "GET",
            "XML of another type",
        );
        let unsafe_methods = ["PROPPATCH", "MKCOL", "MKCALENDAR"].contains(&request.method().as_str());
        let kept = self
            .header("cache-control")
            .is_some_and(|value| value.contains("max-age") || value.contains("public"));
        rule(
            !unsafe_methods || !kept && !self.headers.contains_key("expires"),
            "may be cached (RFC 4918 9.2, 9.3)",
        );
        if let Some(root) = self.root.as_ref().filter(|_| request.method() != "GET") {
            if self.status == 207 {
                multistatus(root, request, &mut faults);
            } else if self.status >= 400 && root.is("error") {
                error_faults(root, &mut faults);
            }
            if request.method() == "MKCALENDAR"
                && self.status == 201
                && !root.is_in(CALDAV, "mkcalendar-response")
            {
                faults.push("a body of another element (RFC 4791 5.3.1)".to_owned());
            }
            let sent = sent(request);
            for element in root.all() {
                name_faults(element, &sent, &mut faults);
                if element.is("supported-privilege") {
                    privilege_faults(element, &mut faults);
                }
                if (element.is("prop") || element.is("resourcetype")) && !element.text().is_empty() {
                    faults.push(format!("text in DAV:{} (RFC 4918 14.18, 15.9)", element.name));
                }
            }
        }
        faults
    }
}

/// Names in the namespaces of the specifications are theirs (or the client asked for them), and what has text alone there has it here.
fn name_faults(element: &Element, sent: &str, faults: &mut Vec<String>) {
    const TEXT_ONLY: [&str; 11] = [
        "href",
        "status",
        "responsedescription",
        "getetag",
        "getcontentlength",
        "getcontenttype",
        "getlastmodified",
        "creationdate",
        "sync-token",
        "depth",
        "timeout",
    ];
    let ours = ["DAV:", CALDAV].contains(&element.namespace.as_str());
    let known = KNOWN.contains(&(element.namespace.clone(), element.name.clone()));
    if ours && !known && !sent.contains(&element.name) {
        faults.push(format!("{} is no name of {} (RFC 4791 1.2)", element.name, element.namespace));
    }
    let text = element.text();
    if (element.is("href") || element.is("sync-token")) && !is_reference(&text) && !sent.contains(&text) {
        faults.push(format!("{}: no URI (RFC 4918 14.7, RFC 6578 3.2)", element.text()));
    }
    if element.is("sync-token") && !element.text().is_empty() && !has_scheme(&element.text()) {
        faults.push(format!("{}: no scheme (RFC 6578 3.2)", element.text()));
    }
    if element.namespace == "DAV:"
        && TEXT_ONLY.contains(&element.name.as_str())
        && element.children().next().is_some()
    {
        faults.push(format!("elements in DAV:{} (RFC 4918 17)", element.name));
    }
}

/// What the client wrote, as text.
fn sent(request: &http::Request<Vec<u8>>) -> String {
    String::from_utf8_lossy(request.body()).replace("&amp;", "&")
}

/// Has it the characters of RFC 3986 only, and two digits after each "%"?
fn is_reference(text: &str) -> bool {
    let escaped =
        |rest: &str| rest.get(..2).is_some_and(|digits| digits.chars().all(|c| c.is_ascii_hexdigit()));
    text.char_indices().all(|(index, c)| match c {
        '%' => escaped(&text[index + 1..]),
        _ => c.is_ascii_alphanumeric() || "-._~:/?#[]@!$&'()*+,;=".contains(c),
    })
}

fn has_scheme(text: &str) -> bool {
    let scheme = text.split_once(':').map_or("", |(scheme, _)| scheme);
    scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
}

/// RFC 3744 3 and 3.12: which privilege may contain which.
fn privilege_faults(supported: &Element, faults: &mut Vec<String>) {
    const STANDARD: [&str; 12] = [
        "all",
        "read",
        "write",
        "write-properties",
        "write-content",
        "unlock",
        "read-acl",
        "write-acl",
        "read-current-user-privilege-set",
        "bind",
        "unbind",
        "share",
    ];
    const NEVER: [(&str, &[&str]); 5] = [
        ("read", &["write", "write-acl", "write-properties", "write-content"]),
        ("read-acl", &["read", "write", "write-acl"]),
        ("read-current-user-privilege-set", &["read", "write", "write-acl"]),
        ("write-acl", &["write", "read", "read-acl", "read-current-user-privilege-set"]),
        ("write", &["read", "read-acl", "read-current-user-privilege-set"]),
    ];
    let name = |supported: &Element| {
        let privilege = supported.named("privilege").flat_map(Element::children).next();
        privilege.map(|privilege| (privilege.namespace.clone(), privilege.name.clone()))
    };
    let Some((namespace, own)) = name(supported) else {
        faults.push("DAV:supported-privilege without a privilege (RFC 3744 5.3)".to_owned());
        return;
    };
    let described = supported.named("description").count() == 1;
    let language =
        |description: &Element| description.attribute("xml:lang").is_some_and(|value| !value.is_empty());
    if !described || !supported.named("description").all(language) {
        faults.push(format!("{own}: no description in a language (RFC 3744 5.3)"));
    }
    if namespace == "DAV:" && !STANDARD.contains(&own.as_str()) {
        faults.push(format!("{own}: a privilege of an implementation in the DAV: namespace (RFC 3744 3)"));
    }
    let never =
        NEVER.iter().find(|(above, _)| namespace == "DAV:" && *above == own).map_or(&[][..], |row| row.1);
    for inner in supported.all().iter().skip(1).filter(|inner| inner.is("supported-privilege")) {
        let inner = name(inner);
        if inner.as_ref() == Some(&(namespace.clone(), own.clone())) {
            faults.push(format!("{own} contains itself (RFC 3744 3)"));
        }
        if inner.is_some_and(|(space, inner)| space == "DAV:" && never.contains(&inner.as_str())) {
            faults.push(format!("{own} contains what it must not (RFC 3744 3.12)"));
        }
    }
}

/// RFC 3744 5.4 and 5.5: what is granted is among what is supported, where an answer tells both; and the form of ACEs.
fn access_faults(response: &Element, faults: &mut Vec<String>) {
    let all = response.all();
    let names = |privileges: &mut dyn Iterator<Item = &Element>| -> BTreeSet<(String, String)> {
        let inside = privileges.flat_map(Element::children);
        inside.map(|privilege| (privilege.namespace.clone(), privilege.name.clone())).collect()
    };
    let concrete = all.iter().filter(|e| e.is("supported-privilege") && e.named("abstract").next().is_none());
    let supported = names(&mut concrete.flat_map(|e| e.named("privilege")));
    let holders =
        all.iter().filter(|e| ["current-user-privilege-set", "grant", "deny"].iter().any(|name| e.is(name)));
    let granted = names(&mut holders.flat_map(|e| e.named("privilege")));
    if !supported.is_empty() && !granted.is_subset(&supported) {
        faults.push(format!("{granted:?} are not all of {supported:?} (RFC 3744 5.4, 5.5.2)"));
    }
    for ace in all.iter().filter(|e| e.is("ace")) {
        let count = |names: [&str; 2]| names.iter().map(|name| ace.named(name).count()).sum::<usize>();
        if count(["principal", "invert"]) != 1 || count(["grant", "deny"]) != 1 {
            faults.push("an ACE without one principal and one grant or denial (RFC 3744 5.5)".to_owned());
        }
    }
}

fn error_faults(error: &Element, faults: &mut Vec<String>) {
    if error.children().next().is_none() || !error.text().is_empty() {
        faults.push("DAV:error has child elements and no text (RFC 4918 14.5)".to_owned());
    }
}

fn multistatus(root: &Element, request: &http::Request<Vec<u8>>, faults: &mut Vec<String>) {
    let names: Vec<_> = root.children().map(|child| child.name.as_str()).collect();
    if !root.is("multistatus") {
        // MKCALENDAR and extended MKCOL tell their failures by DAV:propstat without DAV:response.
        for propstat in root.named("propstat") {
            propstat_faults(propstat, faults);
        }
        return;
    }
    let order = ["response", "responsedescription", "sync-token"];
    let places: Vec<_> = names.iter().map(|name| order.iter().position(|known| known == name)).collect();
    if !places.iter().flatten().is_sorted() {
        faults.push(format!("order of {names:?} in DAV:multistatus (RFC 6578 6.4)"));
    }
    let mut seen = BTreeSet::new();
    let mut forms = BTreeSet::new();
    for response in root.named("response") {
        let count = |name: &str| response.named(name).count();
        let form = (count("href"), count("propstat"), count("status"));
        if !matches!(form, (1, 1.., 0) | (1.., 0, 1)) {
            faults.push(format!("a DAV:response of {form:?} hrefs, propstats and statuses (RFC 4918 14.24)"));
        }
        for href in response.named("href") {
            let text = href.text();
            let host = request.headers().get("host").and_then(|host| host.to_str().ok()).unwrap_or_default();
            let absolute =
                ["http", "https"].iter().any(|scheme| text.starts_with(&format!("{scheme}://{host}/")));
            if !(is_reference(&text) && (absolute || text.starts_with('/'))) {
                // What nothing can be called is answered as the client wrote it.
                if !sent(request).contains(&text) {
                    faults.push(format!("{text}: neither a URI of the server that was asked nor an absolute path (RFC 4918 8.3)"));
                }
                continue;
            }
            forms.insert(absolute);
            if text.split('/').any(|segment| segment == "." || segment == "..") {
                faults.push(format!("{text}: dot segments (RFC 4918 8.3)"));
            }
            // What is asked for by a name with "/" may have one without, and addresses with dots mean others.
            let asked = path_of(request.uri().path());
            let (asked, dots) = (asked.trim_end_matches('/'), asked.contains("/.") || asked.contains("//"));
            if request.method() == "PROPFIND" && !dots && !path_of(&text).starts_with(asked) {
                faults.push(format!("{text}: is not below the Request-URI (RFC 4918 8.3)"));
            }
            if !seen.insert(path_of(&text)) {
                faults.push(format!("{text}: two responses (RFC 4918 14.24)"));
            }
        }
        access_faults(response, faults);
        let mut properties = BTreeSet::new();
        for propstat in response.named("propstat") {
            propstat_faults(propstat, faults);
            for property in propstat.named("prop").flat_map(Element::children) {
                if !properties.insert((property.namespace.clone(), property.name.clone())) {
                    faults.push(format!("{} twice in one DAV:response (RFC 4918 14.22)", property.name));
                }
            }
        }
        response.named("status").for_each(|status| status_faults(status, faults));
        response.named("error").for_each(|error| error_faults(error, faults));
    }
    if forms.len() > 1 {
        faults.push("absolute URIs beside paths in one multistatus (RFC 4918 8.3)".to_owned());
    }
}

fn propstat_faults(propstat: &Element, faults: &mut Vec<String>) {
    if propstat.named("prop").count() != 1 || propstat.named("status").count() != 1 {
        faults.push("a DAV:propstat without one DAV:prop and one DAV:status (RFC 4918 14.22)".to_owned());
    }
    propstat.named("status").for_each(|status| status_faults(status, faults));
    propstat.named("error").for_each(|error| error_faults(error, faults));
}

fn status_faults(status: &Element, faults: &mut Vec<String>) {
    let text = status.text();
    let code = text.strip_prefix("HTTP/1.1 ").and_then(|rest| rest.get(..3));
    let only_text = status.nodes.iter().all(|node| matches!(node, Node::Text(_)));
    if !only_text || code.is_none_or(|code| code.parse::<u16>().is_err()) {
        faults.push(format!("{text}: no status line (RFC 4918 14.28)"));
    }
}

#[test]
fn faults_of_privileges_are_seen() {
    let supported = |name: &str, inner: &str| {
        format!(
            "<D:supported-privilege><D:privilege><D:{name}/></D:privilege><D:description xml:lang='en'>x</D:description>{inner}</D:supported-privilege>"
        )
    };
    let faults = |text: &str| {
        let mut faults = Vec::new();
        privilege_faults(&Element::parse(&crate::element::declared(text)).expect(text), &mut faults);
        faults
    };
    assert!(faults(&supported("write", &supported("bind", ""))).is_empty());
    for text in [
        supported("write", &supported("all", &supported("read", ""))),
        supported("read", &supported("read", "")),
        supported("fly", ""),
        supported("read", "").replace(" xml:lang='en'", ""),
        supported("read", "").replace("<D:read/>", ""),
    ] {
        assert!(!faults(&text).is_empty(), "{text}");
    }
}

#[test]
fn faults_of_form_are_seen() {
    let request = |condition: Option<&str>| {
        let mut request = http::Request::builder().method("PROPFIND").uri("/a/").header("host", "h");
        if let Some(condition) = condition {
            request = request.header("if-match", condition);
        }
        request.body(Vec::new()).expect("a request")
    };
    let answer = |status: u16, body: &str| {
        let body = crate::element::declared(body);
        let mut response = http::Response::builder().status(status);
        if body.starts_with('<') {
            response = response.header("content-type", "application/xml");
        }
        Answer::read(&response.body(body.into_bytes()).expect("a response")).expect("an answer")
    };
    let propstat = "<D:propstat><D:prop/><D:status>HTTP/1.1 200 OK</D:status></D:propstat>";
    let good =
        format!("<D:multistatus><D:response><D:href>/a/</D:href>{propstat}</D:response></D:multistatus>");
    assert_eq!(answer(207, &good).faults(&request(None)), Vec::<String>::new());
    assert_eq!(answer(412, "").faults(&request(Some("\"x\""))), Vec::<String>::new());
    for (status, body) in [
        (500, String::new()),
        (401, String::new()),
        (405, String::new()),
        (412, String::new()),
        (207, String::new()),
        (403, "<D:error/>".to_owned()),
        (207, good.replace("<D:prop/>", "<D:prop><C:our-own/></D:prop>")),
        (207, good.replace("/a/", "/a/<D:a/>")),
        (207, good.replace("/a/", "/a/ b")),
        (207, good.replace("/a/", "/a/%2")),
        (207, good.replace("/a/", "http://other/a/")),
        (207, good.replace("/a/", "/a/ä")),
        (207, good.replace("</D:multistatus>", "<D:sync-token>1:2</D:sync-token></D:multistatus>")),
        (207, good.replace("<D:prop/>", "<D:prop><D:acl><D:ace><D:principal/></D:ace></D:acl></D:prop>")),
        (207, good.replace("<D:prop/>", "<D:prop><D:supported-privilege-set><D:supported-privilege><D:privilege><D:read/></D:privilege><D:description xml:lang='en'>x</D:description></D:supported-privilege></D:supported-privilege-set><D:current-user-privilege-set><D:privilege><D:write/></D:privilege></D:current-user-privilege-set></D:prop>")),
        (403, "<D:error>no<D:x/></D:error>".to_owned()),
        (207, good.replace("<D:href>/a/</D:href>", "")),
        (207, good.replace("/a/", "/b/")),
        (207, good.replace("/a/", "a/")),
        (207, good.replace("/a/", "/a/../a/")),
        (207, good.replace("</D:href>", "</D:href><D:status>HTTP/1.1 200 OK</D:status>")),
        (207, good.replace("<D:prop/>", "")),
        (207, good.replace("<D:prop/>", "<D:prop>x</D:prop>")),
        (207, good.replace("<D:prop/>", "<D:prop><D:x/><D:x/></D:prop>")),
        (207, good.replace("HTTP/1.1 200 OK", "200 OK")),
        (207, good.replace("<D:multistatus>", "<D:multistatus><D:sync-token/>")),
        (207, good.replace("<D:response>", &format!("<D:response><D:href>/a/</D:href>{propstat}</D:response><D:response>"))),
        (207, good.replace("<D:response>", &format!("<D:response><D:href>http://h/a/b</D:href>{propstat}</D:response><D:response>"))),
    ] {
        assert!(!answer(status, &body).faults(&request(None)).is_empty(), "{status} {body}");
    }
}
