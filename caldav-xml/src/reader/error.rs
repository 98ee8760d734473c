//! Errors, diagnostics, and where they are.

use caldav_types::ExpandedName;

use super::{DIAGNOSTICS, ElementReader, Open};
use crate::characters::readable;
use crate::scanner::Fault;
use crate::{XmlDiagnostic, XmlError, XmlErrorKind, XmlLimit, XmlPosition};

impl<'x> ElementReader<'x> {
    /// An error in the innermost open element.
    #[cold]
    pub(crate) fn error(&self, kind: XmlErrorKind) -> XmlError {
        self.error_at(kind, self.open.last().map_or(0, |open| open.at))
    }

    /// A value that does not have the form of its type, in the element that just ended or in an attribute of the one
    /// that just began.
    #[cold]
    pub(crate) fn value_error(&self, expected: &'static str, found: &str) -> XmlError {
        let kind = XmlErrorKind::Value { expected, found: readable(found) };
        match &self.ended {
            Some(ended) => {
                let path = self.path(self.open.iter().chain([ended]));
                XmlError::new(kind, path, self.position(ended.at))
            }
            None => self.error(kind),
        }
    }

    #[cold]
    pub(super) fn error_at(&self, kind: XmlErrorKind, at: usize) -> XmlError {
        XmlError::new(kind, self.path(&self.open), self.position(at))
    }

    #[cold]
    pub(super) fn fault(&self, Fault { kind, at }: Fault) -> XmlError {
        self.error_at(*kind, at)
    }

    #[cold]
    pub(super) fn unexpected_end(&self) -> XmlError {
        self.error_at(XmlErrorKind::UnexpectedEnd, self.offset())
    }

    pub(super) fn path<'o>(&self, elements: impl IntoIterator<Item = &'o Open<'x>>) -> Vec<ExpandedName>
    where
        'x: 'o,
    {
        elements
            .into_iter()
            .filter_map(|open| ExpandedName::new(self.scopes.uri(open.name.namespace), open.name.local).ok())
            .collect()
    }

    #[cold]
    pub(super) fn limit_error(&self, limit: XmlLimit, at: usize) -> XmlError {
        let maximum = self.options.limits.maximum(limit);
        self.error_at(XmlErrorKind::LimitExceeded { limit, maximum }, at)
    }

    /// A departure that strict reading refuses.
    pub(crate) fn tolerate(&mut self, kind: XmlErrorKind) -> Result<(), XmlError> {
        let at = self.open.last().map_or(0, |open| open.at);
        self.tolerate_at(kind, at)
    }

    #[cold]
    pub(super) fn tolerate_at(&mut self, kind: XmlErrorKind, at: usize) -> Result<(), XmlError> {
        if self.options.strict {
            return Err(self.error_at(kind, at));
        }
        let position = self.position(at);
        self.note(XmlDiagnostic { kind, position });
        Ok(())
    }

    /// Goes on after an error that concerns one element alone; gives back any other.
    #[cold]
    pub(crate) fn recover(&mut self, error: XmlError) -> Result<(), XmlError> {
        if self.options.strict || !error.kind().is_local() {
            return Err(error);
        }
        self.note(XmlDiagnostic { kind: error.kind().clone(), position: error.position() });
        Ok(())
    }

    pub(super) fn note(&mut self, diagnostic: XmlDiagnostic) {
        if self.diagnostics.len() < DIAGNOSTICS {
            self.diagnostics.push(diagnostic);
        }
    }

    /// The diagnostics since they were last taken.
    pub(crate) fn take_diagnostics(&mut self) -> Vec<XmlDiagnostic> {
        std::mem::take(&mut self.diagnostics)
    }

    /// Where the innermost open element begins, for [`position`](Self::position).
    #[cfg(feature = "xcal")]
    pub(crate) fn place(&self) -> usize {
        self.open.last().map_or(0, |open| open.at)
    }

    #[cold]
    pub(crate) fn position(&self, at: usize) -> XmlPosition {
        self.text.position(at)
    }
}
