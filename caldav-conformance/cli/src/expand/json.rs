//! Instances for programs: an object a line.

use std::io::{self, Write};

use serde_json::json;

use super::row::{Moment, Row};
use crate::moment::basic_utc;

/// Writes an instance.
pub(crate) fn write(out: &mut dyn Write, row: &Row<'_>) -> io::Result<()> {
    let recurrence_id = row.recurrence_id.as_ref();
    let mut object = json!({
        "uid": row.uid(),
        "component": row.component(),
        "recurrence_id": recurrence_id.map(|id| id.value.to_string()),
        "recurrence_id_utc": recurrence_id.and_then(Moment::basic_utc),
        "start": row.start.value.to_string(),
        "start_tzid": row.start.tzid(),
        "start_utc": row.start.basic_utc(),
        "end": row.end.value.to_string(),
        "end_tzid": row.end.tzid(),
        "end_utc": row.end.basic_utc(),
        "all_day": row.start.value.is_date(),
        "summary": row.summary(),
        "status": row.status(),
    });
    if let (Some(alarm), Some(fields)) = (row.alarm, object.as_object_mut()) {
        fields.insert("alarm_utc".to_owned(), basic_utc(alarm).into());
    }
    writeln!(out, "{object}")
}
