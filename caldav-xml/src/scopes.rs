//! Which namespace a prefix means.
//!
//! [Namespaces in XML 1.0](https://www.w3.org/TR/xml-names/)

use std::borrow::Cow;

use crate::name::Namespace;

/// The declarations that hold where a reader stands.
#[derive(Debug)]
pub(crate) struct Scopes<'x> {
    bindings: Vec<Binding<'x>>,
    /// Namespaces of the document that are not known here.
    others: Vec<Cow<'x, str>>,
    /// The places in `others`, by what stands there.
    sorted: Vec<u32>,
}

#[derive(Clone, Copy, Debug)]
struct Binding<'x> {
    prefix: &'x str,
    namespace: Namespace,
}

impl<'x> Scopes<'x> {
    pub(crate) const fn new() -> Self {
        Self { bindings: Vec::new(), others: Vec::new(), sorted: Vec::new() }
    }

    /// How many declarations hold; what [`truncate`](Self::truncate) goes back to.
    pub(crate) fn len(&self) -> usize {
        self.bindings.len()
    }

    /// How many namespaces are the document's own.
    pub(crate) fn others(&self) -> usize {
        self.others.len()
    }

    #[inline]
    pub(crate) fn truncate(&mut self, len: usize) {
        self.bindings.truncate(len);
    }

    /// A prefix, empty for the default namespace, means this from here on.
    pub(crate) fn bind(&mut self, prefix: &'x str, uri: Cow<'x, str>) -> Namespace {
        let namespace = Namespace::known(&uri).unwrap_or_else(|| Namespace::Other(self.other(uri)));
        self.bindings.push(Binding { prefix, namespace });
        namespace
    }

    /// The place of a namespace of the document.
    fn other(&mut self, uri: Cow<'x, str>) -> u32 {
        let found = self.sorted.binary_search_by(|place| self.at(*place).cmp(&uri));
        match found {
            Ok(index) => self.sorted.get(index).copied().unwrap_or(u32::MAX),
            Err(index) => {
                let place = u32::try_from(self.others.len()).unwrap_or(u32::MAX);
                self.others.push(uri);
                self.sorted.insert(index, place);
                place
            }
        }
    }

    fn at(&self, place: u32) -> &str {
        self.others.get(place as usize).map_or("", |uri| uri)
    }

    /// What a prefix means; `None` when it is not declared.
    #[inline]
    pub(crate) fn resolve(&self, prefix: &str) -> Option<Namespace> {
        // Prefixes are so short that a call to compare them takes longer than they do.
        let is_prefix = |binding: &&Binding<'_>| binding.prefix.bytes().eq(prefix.bytes());
        match self.bindings.iter().rev().find(is_prefix) {
            Some(binding) => Some(binding.namespace),
            None if prefix.is_empty() => Some(Namespace::Absent),
            None if prefix == "xml" => Some(Namespace::Xml),
            None => None,
        }
    }

    /// The URI of a namespace.
    pub(crate) fn uri(&self, namespace: Namespace) -> &str {
        match namespace {
            Namespace::Other(place) => self.at(place),
            known => known.uri().unwrap_or(""),
        }
    }
}
