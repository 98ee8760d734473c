//! The objects of a SARIF log, as far as they are written; sections are those of the standard.

use std::borrow::Cow;

use serde::Serialize;

use crate::rule::Level;

/// A finding (section 3.27).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ResultObject<'a> {
    pub(super) rule_id: &'a str,
    pub(super) rule_index: usize,
    pub(super) level: &'static str,
    pub(super) message: Message<'a>,
    pub(super) locations: [Location<'a>; 1],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) occurrence_count: Option<usize>,
}

/// A text for people (sections 3.11 and 3.12).
#[derive(Serialize)]
pub(super) struct Message<'a> {
    pub(super) text: Cow<'a, str>,
}

impl<'a> Message<'a> {
    pub(super) fn new(text: impl Into<Cow<'a, str>>) -> Self {
        Self { text: text.into() }
    }
}

/// A location (section 3.28).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location<'a> {
    pub(super) physical_location: PhysicalLocation<'a>,
}

/// A place in an artifact (section 3.29).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PhysicalLocation<'a> {
    pub(super) artifact_location: ArtifactLocation<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) region: Option<Region>,
}

/// Where an artifact is (section 3.4).
#[derive(Serialize)]
pub(super) struct ArtifactLocation<'a> {
    pub(super) uri: &'a str,
}

/// A part of an artifact (section 3.30), counted from 1.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    pub(super) start_line: usize,
    pub(super) start_column: usize,
}

/// What made the run (section 3.18).
#[derive(Serialize)]
pub(super) struct Tool<'a> {
    pub(super) driver: ToolComponent<'a>,
}

/// The program, and the rules it applied (section 3.19).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ToolComponent<'a> {
    pub(super) name: &'static str,
    pub(super) semantic_version: &'static str,
    pub(super) rules: Vec<ReportingDescriptor<'a>>,
}

/// What is known of a rule (section 3.49).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ReportingDescriptor<'a> {
    pub(super) id: &'a str,
    pub(super) default_configuration: ReportingConfiguration,
    pub(super) short_description: Message<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) full_description: Option<Message<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) help: Option<Message<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) help_uri: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) properties: Option<Properties<'a>>,
}

/// The level of a rule (section 3.50).
#[derive(Serialize)]
pub(super) struct ReportingConfiguration {
    pub(super) level: &'static str,
}

/// What SARIF has no place for (section 3.8).
#[derive(Serialize)]
pub(super) struct Properties<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) level: Option<Level>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) spec: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) section: Option<&'a str>,
    pub(super) requirements: Cow<'a, [&'a str]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) precondition: Option<&'a caldav_types::Precondition>,
}

/// How the run went (section 3.20).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invocation<'a> {
    pub(super) execution_successful: bool,
    pub(super) tool_execution_notifications: [Notification<'a>; 1],
}

/// Something of the run, not of an artifact (section 3.58).
#[derive(Serialize)]
pub(super) struct Notification<'a> {
    pub(super) level: &'static str,
    pub(super) message: Message<'a>,
}
