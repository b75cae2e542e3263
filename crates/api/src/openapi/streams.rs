//! Bodies that are no JSON value: lines of JSON that are sent, sheets, workbooks and packed files.
//!
//! Of lines OpenAPI 3.1 cannot say what one of them is: a schema would be that of the whole body, and a client made from it
//! would send a single record. What is sent is a text; what a line is, stands beside it, for people. Lines and events
//! that are answered keep the schema of one, by which they are checked.

use serde_json::{Value, json};

const LINES: &str = "application/x-ndjson";
const WORKBOOK: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Says of each of them that it is a text, and keeps the schema of a line under `x-item-schema`.
pub(super) fn say_so(document: &mut Value) {
    let operations =
        document["paths"].as_object_mut().into_iter().flatten().flat_map(|(_, item)| item.as_object_mut());
    for operation in operations.flatten().map(|(_, operation)| operation) {
        let sent = "/requestBody/content";
        for (place, kind) in [
            (sent, LINES),
            (sent, "text/csv"),
            (sent, "application/gzip"),
            ("/responses/200/content", "text/csv"),
            ("/responses/200/content", WORKBOOK),
        ] {
            let Some(media) = operation.pointer_mut(place).and_then(|content| content.get_mut(kind)) else {
                continue;
            };
            let item = media["schema"].take();
            media["schema"] = json!({"type": "string", "maxLength": i32::MAX});
            if kind == LINES {
                media["x-item-schema"] = item;
            }
        }
    }
}
