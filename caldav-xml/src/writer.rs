//! Elements written one after the other, prefixes declared once.

use std::fmt::Write as _;
use std::mem;

use crate::name::{Name, Namespace};

/// Writes a document, or an element of one that is written in parts.
///
/// Namespaces that are known here get their usual prefix; the others `ns0`, `ns1` and so on. All are declared on the
/// outermost element when that is done. Where an element declares one of these prefixes for another namespace, names
/// in it are written with another prefix.
#[derive(Debug)]
pub(crate) struct ElementWriter {
    out: String,
    /// The place in `out` after the name of the outermost element, where declarations go.
    root: Option<usize>,
    /// Known namespaces that were used, one bit each.
    used: u16,
    /// Those that are declared around what is written.
    around: u16,
    others: Vec<String>,
    /// How many of `others` are declared around what is written.
    others_around: usize,
    /// The start tag of the innermost element is not closed yet: `<a` and attributes.
    open_tag: Option<OpenTag>,
    /// Prefixes declared on the open elements, those of the innermost last.
    declared: Vec<Declared>,
    /// Prefixes declared on the outermost element.
    on_root: Vec<String>,
    root_depth: u32,
    depth: u32,
}

/// A start tag that attributes can be added to.
#[derive(Clone, Copy, Debug)]
struct OpenTag {
    namespace: Namespace,
    /// Where its name begins in what was written.
    begin: usize,
}

#[derive(Debug)]
struct Declared {
    depth: u32,
    prefix: String,
    uri: String,
}

impl ElementWriter {
    pub(crate) fn new() -> Self {
        Self {
            out: DECLARATION.into(),
            root: None,
            used: 0,
            around: 0,
            others: Vec::new(),
            others_around: 0,
            open_tag: None,
            declared: Vec::new(),
            on_root: Vec::new(),
            root_depth: 0,
            depth: 0,
        }
    }

    /// An element with what `content` writes into it.
    #[inline]
    pub(crate) fn element(&mut self, name: Name<'_>, content: impl FnOnce(&mut Self)) {
        self.start(name);
        content(self);
        self.end(name);
    }

    /// An element without content.
    #[inline]
    pub(crate) fn empty(&mut self, name: Name<'_>) {
        self.start(name);
        self.end(name);
    }

    /// An element with text.
    #[inline]
    pub(crate) fn text_element(&mut self, name: Name<'_>, text: &str) {
        self.start(name);
        self.text(text);
        self.end(name);
    }

    /// The start of an element; attributes may follow.
    #[inline]
    pub(crate) fn start(&mut self, name: Name<'_>) {
        self.close_tag();
        self.depth += 1;
        self.out.push('<');
        let begin = self.out.len();
        let new = self.push_name(name);
        self.open_tag = Some(OpenTag { namespace: name.namespace, begin });
        if self.root.is_none() {
            self.root = Some(self.out.len());
            self.root_depth = self.depth;
            self.on_root.clear();
        }
        if let Some(prefix) = new {
            self.declare_here(prefix, name.namespace);
        }
    }

    /// An attribute without namespace of the element just started.
    pub(crate) fn attribute(&mut self, name: &str, value: &str) {
        self.out.push(' ');
        self.out.push_str(name);
        push_attribute_value(value, &mut self.out);
    }

    /// An attribute with a name in a namespace.
    pub(crate) fn attribute_of(&mut self, name: Name<'_>, value: &str) {
        self.out.push(' ');
        let new = self.push_name(name);
        push_attribute_value(value, &mut self.out);
        if let Some(prefix) = new {
            self.declare_here(prefix, name.namespace);
        }
    }

    /// A prefix that values rest on, declared on the element just started before its attributes are written. One that
    /// cannot be declared is left out.
    pub(crate) fn declare(&mut self, prefix: &str, uri: &str) {
        let Some(OpenTag { namespace, begin }) = self.open_tag else { return };
        let wrong = matches!(prefix, "xml" | "xmlns")
            || caldav_types::ExpandedName::new("", prefix).is_err()
            || matches!(uri, "" | caldav_types::namespace::XML | XMLNS)
            || self.declared.iter().any(|other| other.depth == self.depth && other.prefix == prefix);
        if wrong {
            return;
        }
        let before = self.prefix_here(namespace);
        self.push_declared(prefix.into(), uri.into());
        let Some(before) = before.filter(|before| before == prefix && self.uri(namespace) != uri) else {
            return;
        };
        // The element itself was written with this prefix.
        let (after, new) = match self.prefix_here(namespace) {
            Some(after) => (after, false),
            None => (self.new_prefix(), true),
        };
        self.out.replace_range(begin..begin + before.len(), &after);
        self.root = self.root.map(|root| if root > begin { root + after.len() - before.len() } else { root });
        if new {
            self.declare_here(after, namespace);
        }
    }

    /// Text in the innermost element.
    #[inline]
    pub(crate) fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.close_tag();
        escape(text, &mut self.out, &TEXT);
    }

    /// The end of the innermost element, which has this name.
    #[inline]
    pub(crate) fn end(&mut self, name: Name<'_>) {
        if self.open_tag.take().is_some() {
            self.out.push_str("/>");
        } else {
            self.out.push_str("</");
            self.push_name(name);
            self.out.push('>');
        }
        while self.declared.last().is_some_and(|declared| declared.depth == self.depth) {
            self.declared.pop();
        }
        self.depth = self.depth.saturating_sub(1);
    }

    /// The namespace of a URI, with a prefix of its own if it is not known here. Nothing can be in the namespace of
    /// declarations, so that it is none.
    pub(crate) fn namespace(&mut self, uri: &str) -> Namespace {
        if let Some(namespace) = Namespace::known(uri) {
            return namespace;
        }
        if uri == XMLNS {
            return Namespace::Absent;
        }
        let place = self.others.iter().position(|other| other == uri).unwrap_or_else(|| {
            self.others.push(uri.into());
            self.others.len() - 1
        });
        Namespace::Other(u32::try_from(place).unwrap_or(u32::MAX))
    }

    /// The document.
    pub(crate) fn finish(mut self) -> String {
        self.declare_used();
        self.out
    }

    /// Ends the start tag of the outermost element with declarations of these namespaces. The elements in it are
    /// written one at a time after that: see [`part`](Self::part).
    pub(crate) fn begin_parts<'n>(&mut self, namespaces: impl IntoIterator<Item = &'n str>) {
        for uri in namespaces {
            self.used |= self.namespace(uri).place().map_or(0, |place| 1 << place);
        }
        self.declare_used();
        self.around = self.used;
        self.others_around = self.others.len();
        self.close_tag();
    }

    /// An element of a document that is written in parts. It declares what it uses and what is around it does not.
    pub(crate) fn part(&mut self, content: impl FnOnce(&mut Self)) {
        self.root = None;
        self.used = 0;
        content(self);
        self.declare_used();
        self.others.truncate(self.others_around);
    }

    /// What was written since it was last taken.
    pub(crate) fn take(&mut self) -> String {
        mem::take(&mut self.out)
    }

    /// Declares what was used on the outermost element. A prefix that is declared there already was used for that, and
    /// where it means another namespace names were written with another prefix.
    fn declare_used(&mut self) {
        let mut declarations = String::new();
        let mut declare = |prefix: &str, uri: &str| {
            if !self.on_root.iter().any(|other| other == prefix) {
                declare(prefix, uri, &mut declarations);
            }
        };
        for (place, (_, uri, prefix)) in Namespace::KNOWN.iter().enumerate() {
            if *prefix != "xml" && self.used & !self.around & (1 << place) != 0 {
                declare(prefix, uri);
            }
        }
        for (place, uri) in self.others.iter().enumerate().skip(self.others_around) {
            declare(&format!("ns{place}"), uri);
        }
        if let Some(root) = self.root
            && !declarations.is_empty()
        {
            self.out.insert_str(root, &declarations);
        }
    }

    #[inline]
    fn close_tag(&mut self) {
        if self.open_tag.take().is_some() {
            self.out.push('>');
        }
    }

    /// Writes a name; where no prefix for it is declared here, with a new one, which it gives back.
    #[inline]
    fn push_name(&mut self, name: Name<'_>) -> Option<String> {
        let mut new = None;
        if self.declared.is_empty() {
            self.push_usual_prefix(name.namespace);
        } else {
            new = self.push_prefix_here(name.namespace);
        }
        self.out.push_str(name.local);
        new
    }

    #[inline]
    fn push_usual_prefix(&mut self, namespace: Namespace) {
        match namespace {
            Namespace::Absent => {}
            Namespace::Other(place) => {
                // Writing to a string does not fail.
                let _ = write!(self.out, "ns{place}:");
            }
            known => {
                if let Some((place, (.., prefix))) =
                    known.place().and_then(|place| Some((place, Namespace::KNOWN.get(place)?)))
                {
                    self.used |= 1 << place;
                    self.out.push_str(prefix);
                    self.out.push(':');
                }
            }
        }
    }

    #[cold]
    fn push_prefix_here(&mut self, namespace: Namespace) -> Option<String> {
        let Some(prefix) = self.prefix_here(namespace) else {
            let new = self.new_prefix();
            self.out.push_str(&new);
            self.out.push(':');
            return Some(new);
        };
        if self.declared.iter().any(|declared| declared.prefix == prefix) {
            self.out.push_str(&prefix);
            self.out.push(':');
        } else {
            self.push_usual_prefix(namespace);
        }
        None
    }

    /// The prefix that means the namespace here, if there is one; empty for none.
    fn prefix_here(&self, namespace: Namespace) -> Option<String> {
        let usual = match namespace {
            Namespace::Absent => return Some(String::new()),
            Namespace::Other(place) => format!("ns{place}"),
            known => known.prefix().unwrap_or_default().into(),
        };
        let uri = self.uri(namespace);
        let meaning = |prefix: &str| {
            self.declared.iter().rev().find(|other| other.prefix == prefix).map(|other| other.uri.as_str())
        };
        if meaning(&usual).is_none_or(|meaning| meaning == uri) {
            return Some(usual);
        }
        self.declared
            .iter()
            .rev()
            .find(|other| other.uri == uri && meaning(&other.prefix) == Some(uri))
            .map(|other| other.prefix.clone())
    }

    /// A prefix that nothing here means anything by.
    fn new_prefix(&self) -> String {
        let mut prefix = String::from("_x");
        while self.declared.iter().any(|other| other.prefix == prefix) {
            prefix.push('x');
        }
        prefix
    }

    /// Declares a new prefix on the element just started.
    fn declare_here(&mut self, prefix: String, namespace: Namespace) {
        let uri = self.uri(namespace).to_owned();
        self.push_declared(prefix, uri);
    }

    fn push_declared(&mut self, prefix: String, uri: String) {
        declare(&prefix, &uri, &mut self.out);
        if self.depth == self.root_depth {
            self.on_root.push(prefix.clone());
        }
        self.declared.push(Declared { depth: self.depth, prefix, uri });
    }

    fn uri(&self, namespace: Namespace) -> &str {
        match namespace {
            Namespace::Other(place) => self.others.get(place as usize).map_or("", String::as_str),
            known => known.uri().unwrap_or(""),
        }
    }
}

fn declare(prefix: &str, uri: &str, declarations: &mut String) {
    declarations.push_str(" xmlns:");
    declarations.push_str(prefix);
    push_attribute_value(uri, declarations);
}

fn push_attribute_value(value: &str, out: &mut String) {
    out.push_str("=\"");
    escape(value, out, &ATTRIBUTE);
    out.push('"');
}

/// Writes text with a reference for each octet that needs one. Characters that XML does not allow are left out.
#[inline]
fn escape(text: &str, out: &mut String, marked: &[bool; 256]) {
    let mut rest = text;
    while let Some(place) = rest.bytes().position(|octet| marked.get(usize::from(octet)) == Some(&true)) {
        let (plain, from) = rest.split_at(place);
        out.push_str(plain);
        let mut characters = from.chars();
        match characters.next() {
            Some('\r') => out.push_str("&#13;"),
            Some('&') => out.push_str("&amp;"),
            Some('<') => out.push_str("&lt;"),
            Some('>') => out.push_str("&gt;"),
            Some('"') => out.push_str("&quot;"),
            Some('\t') => out.push_str("&#9;"),
            Some('\n') => out.push_str("&#10;"),
            // The octet that stands for them begins many characters.
            Some(character @ '\u{F000}'..='\u{FFFD}') => out.push(character),
            _ => {}
        }
        rest = characters.as_str();
    }
    out.push_str(rest);
}

/// The octets that text is looked at for.
static TEXT: [bool; 256] = octets(b"&<>\r");
/// The octets that the value of an attribute is looked at for.
static ATTRIBUTE: [bool; 256] = octets(b"&<\"\t\n\r");

/// These octets, those of control characters, and the one that U+FFFE and U+FFFF begin with.
#[expect(clippy::indexing_slicing, reason = "it runs when compiled")]
const fn octets(special: &[u8]) -> [bool; 256] {
    let mut marked = [false; 256];
    let mut octet = 0;
    while octet < 0x20 {
        marked[octet] = octet != 0x09 && octet != 0x0A;
        octet += 1;
    }
    marked[0xEF] = true;
    let mut place = 0;
    while place < special.len() {
        marked[special[place] as usize] = true;
        place += 1;
    }
    marked
}

const DECLARATION: &str = "<?xml version=\"1.0\" encoding=\"utf-8\"?>\n";
const XMLNS: &str = "http://www.w3.org/2000/xmlns/";

#[cfg(test)]
mod tests;
