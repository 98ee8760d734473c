//! What a server was recorded with.

use std::collections::BTreeMap;

/// The answers of a server, by name: a file of `fixtures/sync`.
pub(crate) struct Recording(BTreeMap<&'static str, &'static str>);

impl Recording {
    pub(crate) fn of(server: &str) -> Self {
        let (_, text) = FILES.iter().find(|(name, _)| *name == server).expect("a server that was recorded");
        let mut sections = text.split("\n=== ");
        assert!(sections.next().unwrap().starts_with("SOURCE: "), "{server}");
        Self(sections.map(|section| section.split_once('\n').unwrap()).collect())
    }

    /// The answer as it was.
    pub(crate) fn answer(&self, name: &str) -> http::Response<Vec<u8>> {
        response(self.0.get(name).unwrap_or_else(|| panic!("{name} was not recorded")))
    }

    /// The answer with some of its text replaced by other text.
    pub(crate) fn answer_with(&self, name: &str, replacements: &[(&str, &str)]) -> http::Response<Vec<u8>> {
        let mut text = self.0[name].to_owned();
        for (old, new) in replacements {
            assert!(text.contains(old), "{name} has {old}");
            text = text.replace(old, new);
        }
        response(&text)
    }
}

/// A response: status line, fields, an empty line, body.
pub(crate) fn response(text: &str) -> http::Response<Vec<u8>> {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1)).expect("a status line");
    let mut response = http::Response::builder().status(status);
    for line in lines {
        let (name, value) = line.split_once(':').expect("a field");
        response = response.header(name, value.trim());
    }
    response.body(body.trim_end().as_bytes().to_vec()).expect("a response")
}

const FILES: &[(&str, &str)] = &[
    ("cyrus", include_str!("../../fixtures/sync/cyrus.txt")),
    ("davical", include_str!("../../fixtures/sync/davical.txt")),
    ("radicale", include_str!("../../fixtures/sync/radicale.txt")),
    ("rustical", include_str!("../../fixtures/sync/rustical.txt")),
    ("sabredav", include_str!("../../fixtures/sync/sabredav.txt")),
    ("sogo", include_str!("../../fixtures/sync/sogo.txt")),
    ("xandikos", include_str!("../../fixtures/sync/xandikos.txt")),
];
