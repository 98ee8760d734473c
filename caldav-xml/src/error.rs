//! What stops a document, an element or a value: a kind, the path of elements and a position.

use core::fmt;
use std::error::Error;

use caldav_types::ExpandedName;

use crate::XmlLimit;

/// Why a document, or one element of it, could not be read.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct XmlError(Box<Inner>);

#[derive(Clone, Debug, Eq, PartialEq)]
struct Inner {
    kind: XmlErrorKind,
    path: Vec<ExpandedName>,
    position: XmlPosition,
}

impl XmlError {
    #[cold]
    pub(crate) fn new(kind: XmlErrorKind, path: Vec<ExpandedName>, position: XmlPosition) -> Self {
        Self(Box::new(Inner { kind, path, position }))
    }

    /// The same with another kind.
    #[must_use]
    pub(crate) fn with_kind(mut self, kind: XmlErrorKind) -> Self {
        self.0.kind = kind;
        self
    }

    /// What was wrong.
    #[must_use]
    pub fn kind(&self) -> &XmlErrorKind {
        &self.0.kind
    }

    /// The elements it was wrong in, the root first.
    #[must_use]
    pub fn path(&self) -> &[ExpandedName] {
        &self.0.path
    }

    /// Where it was wrong.
    #[must_use]
    pub fn position(&self) -> XmlPosition {
        self.0.position
    }
}

impl fmt::Display for XmlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at {}", self.0.kind, self.0.position)?;
        if let Some((first, rest)) = self.0.path.split_first() {
            write!(f, " in {first}")?;
            rest.iter().try_for_each(|name| write!(f, " > {name}"))?;
        }
        Ok(())
    }
}

impl Error for XmlError {}

/// A place in a document.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct XmlPosition {
    /// Octets before it.
    pub byte: u64,
    /// Its line, from 1.
    pub line: u64,
}

impl fmt::Display for XmlPosition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, byte {}", self.line, self.byte)
    }
}

/// What was wrong.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum XmlErrorKind {
    /// The octets are not UTF-8, nor UTF-16 with a byte order mark.
    Encoding,
    /// The declaration names an encoding that is not read here.
    UnsupportedEncoding(String),
    /// There is no element.
    NoElement,
    /// A tag, comment, section or instruction does not end or is not formed as XML says.
    Syntax(&'static str),
    /// An end tag does not fit the open element.
    MismatchedEnd {
        /// The name in the end tag.
        found: String,
    },
    /// The document ends while elements are open.
    UnexpectedEnd,
    /// Something other than comments and white space stands after the root or before it.
    OutsideRoot,
    /// White space stands before the XML declaration.
    WhiteSpaceBeforeDeclaration,
    /// A declaration of the document type; [RFC 4918 §20.6](https://www.rfc-editor.org/rfc/rfc4918#section-20.6).
    DocType,
    /// A reference to an entity that XML does not define.
    UnknownEntity(String),
    /// A character that XML does not allow, or a reference to one.
    Character(u32),
    /// A name that is none.
    Name(String),
    /// An attribute twice, without quotes or without value.
    Attribute,
    /// A prefix without a declaration.
    UnboundPrefix(String),
    /// A declaration of a namespace that Namespaces in XML forbids.
    NamespaceDeclaration,
    /// A namespace that is likely to be a slip for another. It is told, but nothing is refused for it.
    LikelyNamespace {
        /// The other.
        meant: &'static str,
        /// The namespace.
        found: String,
    },
    /// A bound was passed.
    LimitExceeded {
        /// Which.
        limit: XmlLimit,
        /// Its value.
        maximum: u64,
    },
    /// The root is another element.
    UnexpectedRoot {
        /// What it is.
        found: ExpandedName,
    },
    /// An element that has to be there is not.
    MissingElement(ExpandedName),
    /// An attribute that has to be there is not.
    MissingAttribute(&'static str),
    /// An element stands twice where one is allowed.
    RepeatedElement(ExpandedName),
    /// Elements that exclude each other, or an element where it is not allowed.
    UnexpectedElement(ExpandedName),
    /// Text where elements alone are allowed.
    UnexpectedText,
    /// A value that does not have the form of its type.
    Value {
        /// What was expected.
        expected: &'static str,
        /// What was found, cut to a readable length.
        found: String,
    },
    /// A value in the form of another type, of which it is plain what it says: a date of mail in DAV:getlastmodified
    /// as SOGo sends it, `true` for `1`. Lenient reading takes it as what it says.
    ValueForm {
        /// What was expected.
        expected: &'static str,
        /// What was found, cut to a readable length.
        found: String,
    },
    /// A property is to be set to a value that is not of its type. It is kept as its element, for it is refused by
    /// itself: see [`property_of`](crate::property_of).
    PropertyValue {
        /// The property.
        name: ExpandedName,
        /// What is wrong with its value.
        fault: Box<Self>,
    },
}

impl XmlErrorKind {
    /// A short name of the kind, for programs.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Encoding => "encoding",
            Self::UnsupportedEncoding(_) => "unsupported-encoding",
            Self::NoElement => "no-element",
            Self::Syntax(_) => "syntax",
            Self::MismatchedEnd { .. } => "mismatched-end",
            Self::UnexpectedEnd => "unexpected-end",
            Self::OutsideRoot => "outside-root",
            Self::WhiteSpaceBeforeDeclaration => "white-space-before-declaration",
            Self::DocType => "doctype",
            Self::UnknownEntity(_) => "unknown-entity",
            Self::Character(_) => "character",
            Self::Name(_) => "name",
            Self::Attribute => "attribute",
            Self::UnboundPrefix(_) => "unbound-prefix",
            Self::NamespaceDeclaration => "namespace-declaration",
            Self::LikelyNamespace { .. } => "likely-namespace",
            Self::LimitExceeded { .. } => "limit-exceeded",
            Self::UnexpectedRoot { .. } => "unexpected-root",
            Self::MissingElement(_) => "missing-element",
            Self::MissingAttribute(_) => "missing-attribute",
            Self::RepeatedElement(_) => "repeated-element",
            Self::UnexpectedElement(_) => "unexpected-element",
            Self::UnexpectedText => "unexpected-text",
            Self::Value { .. } => "value",
            Self::ValueForm { .. } => "value-form",
            Self::PropertyValue { .. } => "property-value",
        }
    }

    /// Does it concern the content of an element alone, so that what follows the element can still be read?
    #[must_use]
    pub const fn is_local(&self) -> bool {
        matches!(
            self,
            Self::Character(_)
                | Self::UnboundPrefix(_)
                | Self::MissingElement(_)
                | Self::MissingAttribute(_)
                | Self::RepeatedElement(_)
                | Self::UnexpectedElement(_)
                | Self::UnexpectedText
                | Self::Value { .. }
                | Self::ValueForm { .. }
                | Self::PropertyValue { .. }
        )
    }

    /// May lenient reading have left something out because of it?
    #[must_use]
    pub(crate) const fn leaves_out(&self) -> bool {
        let kept = matches!(self, Self::UnexpectedText | Self::ValueForm { .. } | Self::PropertyValue { .. });
        self.is_local() && !kept
    }
}

impl fmt::Display for XmlErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Encoding => {
                f.write_str("expected UTF-8, or UTF-16 with a byte order mark, found other octets")
            }
            Self::UnsupportedEncoding(name) => {
                write!(f, "expected UTF-8 or UTF-16, found the encoding {name:?}")
            }
            Self::NoElement => f.write_str("expected an element, found none"),
            Self::Syntax(what) => f.write_str(what),
            Self::MismatchedEnd { found } => {
                write!(f, "expected the end tag of the open element, found that of {found:?}")
            }
            Self::UnexpectedEnd => f.write_str("expected end tags, found the end of the document"),
            Self::OutsideRoot => f.write_str("expected one element and nothing beside it, found more"),
            Self::WhiteSpaceBeforeDeclaration => {
                f.write_str("expected the XML declaration at the start, found white space before it")
            }
            Self::DocType => f.write_str("expected no declaration of a document type, found one"),
            Self::UnknownEntity(name) => write!(f, "expected an entity of XML, found {name:?}"),
            Self::Character(code) => write!(f, "expected characters of XML, found U+{code:04X}"),
            Self::Name(name) => write!(f, "expected a name, found {name:?}"),
            Self::Attribute => {
                f.write_str("expected attributes with quoted values, each once, found another form")
            }
            Self::UnboundPrefix(prefix) => write!(f, "expected a declared prefix, found {prefix:?}"),
            Self::NamespaceDeclaration => {
                f.write_str("expected a declaration that Namespaces in XML allows, found another")
            }
            Self::LikelyNamespace { meant, found } => {
                write!(f, "expected the namespace {meant:?}, found {found:?}")
            }
            Self::LimitExceeded { limit, maximum } => write!(f, "more than {maximum} {limit}"),
            Self::UnexpectedRoot { found } => write!(f, "expected another root element, found {found}"),
            Self::MissingElement(name) => write!(f, "expected {name}, found none"),
            Self::MissingAttribute(name) => write!(f, "expected the attribute {name:?}, found none"),
            Self::RepeatedElement(name) => write!(f, "expected one {name}, found another"),
            Self::UnexpectedElement(name) => write!(f, "expected no {name} here, found one"),
            Self::UnexpectedText => f.write_str("expected elements alone, found text"),
            Self::Value { expected, found } | Self::ValueForm { expected, found } => {
                write!(f, "expected {expected}, found {found:?}")
            }
            Self::PropertyValue { name, fault } => write!(f, "expected a value of {name}: {fault}"),
        }
    }
}
