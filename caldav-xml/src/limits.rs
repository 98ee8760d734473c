//! How much a document may hold.

use core::fmt;

/// Bounds on what is read. Passing one is an error that names it.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub struct XmlLimits {
    /// Octets of a document.
    pub octets: u64,
    /// Elements in one another. More than 256 are never read.
    pub depth: u32,
    /// Elements of a document.
    pub elements: u64,
    /// Attributes of one element, declarations of namespaces among them.
    pub attributes: u32,
    /// Declarations of namespaces that hold at one place, and namespaces of a document that are not known here.
    pub namespaces: u32,
    /// Octets of one namespace.
    pub namespace_octets: u32,
    /// Octets of the text of one element, as it is written.
    pub text: u64,
    /// Octets of the names that are kept with their namespace: a document says a namespace once for many names. Where
    /// responses are read one at a time, it is those of one response.
    pub names: u64,
}

impl XmlLimits {
    /// With another bound.
    #[must_use]
    pub const fn with(mut self, limit: XmlLimit, maximum: u64) -> Self {
        let small = if maximum > u32::MAX as u64 { u32::MAX } else { maximum as u32 };
        match limit {
            XmlLimit::Octets => self.octets = maximum,
            XmlLimit::Depth => self.depth = small,
            XmlLimit::Elements => self.elements = maximum,
            XmlLimit::Attributes => self.attributes = small,
            XmlLimit::Namespaces => self.namespaces = small,
            XmlLimit::NamespaceOctets => self.namespace_octets = small,
            XmlLimit::Text => self.text = maximum,
            XmlLimit::Names => self.names = maximum,
        }
        self
    }

    /// One of the bounds.
    #[must_use]
    pub const fn maximum(&self, limit: XmlLimit) -> u64 {
        match limit {
            XmlLimit::Octets => self.octets,
            XmlLimit::Depth if self.depth > DEEPEST => DEEPEST as u64,
            XmlLimit::Depth => self.depth as u64,
            XmlLimit::Elements => self.elements,
            XmlLimit::Attributes => self.attributes as u64,
            XmlLimit::Namespaces => self.namespaces as u64,
            XmlLimit::NamespaceOctets => self.namespace_octets as u64,
            XmlLimit::Text => self.text,
            XmlLimit::Names => self.names,
        }
    }
}

impl Default for XmlLimits {
    /// Enough for an answer of a hundred thousand calendar objects.
    fn default() -> Self {
        Self {
            octets: 512 * 1024 * 1024,
            depth: 100,
            elements: 4_000_000,
            attributes: 100,
            namespaces: 500,
            namespace_octets: 4096,
            text: 16 * 1024 * 1024,
            names: 256 * 1024 * 1024,
        }
    }
}

/// A bound of [`XmlLimits`].
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum XmlLimit {
    /// Octets of a document.
    Octets,
    /// Elements in one another.
    Depth,
    /// Elements of a document.
    Elements,
    /// Attributes of one element.
    Attributes,
    /// Namespaces.
    Namespaces,
    /// Octets of one namespace.
    NamespaceOctets,
    /// Octets of the text of one element.
    Text,
    /// Octets of names with their namespace.
    Names,
}

impl fmt::Display for XmlLimit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Octets => "octets of a document",
            Self::Depth => "elements in one another",
            Self::Elements => "elements of a document",
            Self::Attributes => "attributes of an element",
            Self::Namespaces => "namespaces",
            Self::NamespaceOctets => "octets of a namespace",
            Self::Text => "octets of text in an element",
            Self::Names => "octets of names with their namespace",
        })
    }
}

/// What is read calls itself for an element in an element, so this bounds the stack.
const DEEPEST: u32 = 256;
