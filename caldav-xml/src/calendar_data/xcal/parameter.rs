//! The types of parameters.
//!
//! [RFC 6321 Appendix A, # 3.2](https://www.rfc-editor.org/rfc/rfc6321#appendix-A) and the specifications of the others

/// The type of the values of a parameter; `None` for one that is not known
/// ([RFC 6321 §5](https://www.rfc-editor.org/rfc/rfc6321#section-5)).
fn type_of(name: &str) -> Option<&'static str> {
    Some(match name {
        // RFC 5545
        "altrep" | "dir" => "uri",
        "cn" | "cutype" | "encoding" | "fmttype" | "fbtype" | "language" | "partstat" | "range"
        | "related" | "reltype" | "role" | "tzid" => "text",
        "delegated-from" | "delegated-to" | "member" | "sent-by" => "cal-address",
        "rsvp" => "boolean",
        // RFC 6638, 7986 and 8607
        "schedule-agent"
        | "schedule-force-send"
        | "schedule-status"
        | "display"
        | "email"
        | "feature"
        | "label"
        | "filename"
        | "managed-id"
        | "size" => "text",
        // RFC 9073 and 9253
        "order" => "integer",
        "schema" => "uri",
        "derived" => "boolean",
        "linkrel" => "text",
        "gap" => "duration",
        _ => return None,
    })
}

/// The type that a value of a parameter is written with, and the text of it. A value that is not of the type of its
/// parameter goes over as it stands.
pub(super) fn written(name: &str, value: &str) -> (&'static str, String) {
    match type_of(name) {
        Some("boolean") if value.eq_ignore_ascii_case("TRUE") || value.eq_ignore_ascii_case("FALSE") => {
            ("boolean", value.to_ascii_lowercase())
        }
        Some("integer") if value.parse::<i32>().is_ok() => ("integer", value.to_owned()),
        None | Some("boolean" | "integer") => ("unknown", value.to_owned()),
        Some(value_type) => (value_type, value.to_owned()),
    }
}

/// The value of a parameter from the element of its type.
pub(super) fn read(value_type: &str, text: &str) -> String {
    match value_type {
        "text" | "unknown" => text.to_owned(),
        "boolean" => match super::trim(text) {
            "true" | "1" => "TRUE".to_owned(),
            "false" | "0" => "FALSE".to_owned(),
            other => other.to_owned(),
        },
        _ => super::trim(text).to_owned(),
    }
}
