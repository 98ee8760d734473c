//! Declarations of namespaces, and names written out.

use caldav_types::ExpandedName;

use super::{DIAGNOSTICS, ElementReader, Slip};
use crate::characters::readable;
use crate::name::{Name, Namespace};
use crate::scanner::{Fault, RawAttribute};
use crate::{XmlDiagnostic, XmlError, XmlErrorKind, XmlLimit};

impl<'x> ElementReader<'x> {
    /// Takes up the declarations of namespaces in the attributes from this one on.
    pub(super) fn declare(&mut self, first: usize, at: usize) -> Result<(), Fault> {
        let most = self.options.limits.namespaces as usize;
        for attribute in self.attributes.get(first..).unwrap_or_default() {
            let Some(declared) = declared_prefix(attribute) else { continue };
            let uri = attribute.value()?;
            let longest = self.options.limits.namespace_octets;
            if uri.len() as u64 > u64::from(longest) {
                let limit = XmlLimit::NamespaceOctets;
                let kind = XmlErrorKind::LimitExceeded { limit, maximum: longest.into() };
                return Err(Fault::new(kind, attribute.at));
            }
            let reserved = uri == caldav_types::namespace::XML || uri == XMLNS;
            let right = match declared {
                "xml" => uri == caldav_types::namespace::XML,
                "xmlns" => false,
                "" => !reserved,
                _ => !reserved && !uri.is_empty(),
            };
            if !right {
                return Err(Fault::new(XmlErrorKind::NamespaceDeclaration, attribute.at));
            }
            if self.scopes.len() >= most || self.scopes.others() >= most {
                let kind = XmlErrorKind::LimitExceeded { limit: XmlLimit::Namespaces, maximum: most as u64 };
                return Err(Fault::new(kind, at));
            }
            let namespace = self.scopes.bind(declared, uri);
            // A declaration that no element needs is no slip.
            if let Namespace::Other(_) = namespace
                && !self.options.strict
                && self.slips.len() < DIAGNOSTICS
                && let Some(meant) = Namespace::meant_by(self.scopes.uri(namespace))
            {
                self.slips.push(Slip { namespace, meant });
            }
        }
        Ok(())
    }

    /// Tells that the namespace of an element may be a slip. It is another namespace all the same.
    #[cold]
    pub(super) fn tell_slip(&mut self, namespace: Namespace, at: usize) {
        let Some(slip) = self.slips.iter().find(|slip| slip.namespace == namespace).copied() else { return };
        self.slips.retain(|other| other.namespace != namespace);
        let found = readable(self.scopes.uri(namespace));
        let kind = XmlErrorKind::LikelyNamespace { meant: slip.meant, found };
        let position = self.position(at);
        self.note(XmlDiagnostic { kind, position });
    }

    /// A name with its namespace written out.
    pub(crate) fn expanded(&self, name: Name<'_>) -> Result<ExpandedName, XmlError> {
        let uri = self.scopes.uri(name.namespace);
        self.keep(uri.len() + name.local.len())?;
        ExpandedName::new(uri, name.local).map_err(|_| self.error(XmlErrorKind::Name(readable(name.local))))
    }

    /// Counts octets of a namespace that are written out: there may be many more of them than the document has.
    pub(super) fn keep(&self, octets: usize) -> Result<(), XmlError> {
        let named = self.named.get().saturating_add(octets as u64);
        self.named.set(named);
        if named > self.options.limits.names {
            return Err(self.limit_error(XmlLimit::Names, self.offset()));
        }
        Ok(())
    }

    /// What a prefix means here, if it is declared and not `xml`.
    pub(crate) fn prefix_uri(&self, prefix: &str) -> Result<Option<&str>, XmlError> {
        let namespace = self.scopes.resolve(prefix).filter(|_| !matches!(prefix, "" | "xml"));
        let Some(namespace) = namespace else { return Ok(None) };
        let uri = self.scopes.uri(namespace);
        self.keep(prefix.len() + uri.len())?;
        Ok(Some(uri))
    }

    /// Begins to count anew what is counted of names: what was read so far is no longer held.
    pub(crate) fn forget_names(&self) {
        self.named.set(0);
    }
}

/// The prefix that an attribute declares, empty for the default namespace; `None` where it is no declaration.
#[inline]
pub(super) fn declared_prefix<'x>(attribute: &RawAttribute<'x>) -> Option<&'x str> {
    match attribute.name.written.strip_prefix("xmlns")? {
        "" => Some(""),
        prefixed => prefixed.strip_prefix(':'),
    }
}

const XMLNS: &str = "http://www.w3.org/2000/xmlns/";
