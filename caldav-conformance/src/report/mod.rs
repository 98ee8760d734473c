//! Reports of what was found in files, for people and for programs.
//!
//! A [`FileReport`] is what is known of one file. A [`ReportWriter`] is given one after the other and keeps none of them,
//! so that a report of a large folder takes no more memory than one of its largest file:
//!
//! - [`TextWriter`] shows people the line, and says how to mend it;
//! - [`JunitWriter`] makes a test case of each file;
#![cfg_attr(feature = "serde", doc = "- [`JsonWriter`] writes an object a line and file;")]
#![cfg_attr(feature = "serde", doc = "- [`SarifWriter`] writes a log in SARIF 2.1.0.")]
#![cfg_attr(not(feature = "serde"), doc = "- with the feature `serde`, there are writers of JSON and SARIF.")]

mod excerpt;
mod file_report;
#[cfg(feature = "serde")]
mod json;
mod junit;
#[cfg(feature = "serde")]
mod sarif;
mod tally;
mod text;
mod visible;

pub use file_report::{FileReport, ReportedDiagnostic, ReportedError};
#[cfg(feature = "serde")]
pub use json::JsonWriter;
pub use junit::JunitWriter;
#[cfg(feature = "serde")]
pub use sarif::SarifWriter;
pub use tally::Tally;
pub use text::{TextOptions, TextWriter};

/// Writes the reports of many files as one document.
pub trait ReportWriter {
    /// Writes what was found in one file.
    ///
    /// # Errors
    /// When what is written to fails.
    fn file(&mut self, report: &FileReport<'_>) -> std::io::Result<()>;

    /// Writes what stands after the last file, and flushes. Without it the document may not be complete.
    ///
    /// # Errors
    /// When what is written to fails.
    fn finish(self: Box<Self>) -> std::io::Result<()>;
}
