//! Limits that every schema has: a pattern for free text, a format and both ends for numbers.

use serde_json::{Value, json};

use super::patterns;

/// The largest whole number that every client can hold.
const LARGEST: i64 = 9_007_199_254_740_991;

/// Completes every schema inside a value.
pub fn complete(value: &mut Value) {
    match value {
        Value::Object(members) => {
            // Examples and enumerations are data, not schemas.
            for (name, inside) in members.iter_mut() {
                if !matches!(name.as_str(), "examples" | "example" | "enum" | "default") {
                    complete(inside);
                }
            }
            complete_one(value);
        }
        Value::Array(entries) => entries.iter_mut().for_each(complete),
        _ => {}
    }
}

fn complete_one(schema: &mut Value) {
    let Some(kinds) = kinds(schema) else { return };
    let has = |schema: &Value, name: &str| schema.get(name).is_some();
    if kinds.iter().any(|kind| kind == "string") {
        let is_free = !["pattern", "format", "enum", "const"].iter().any(|name| has(schema, name));
        if is_free {
            let is_filled = schema.get("minLength").and_then(Value::as_u64).is_some_and(|least| least > 0);
            schema["pattern"] = json!(if is_filled { patterns::FILLED_TEXT } else { patterns::TEXT });
        }
    }
    if kinds.iter().any(|kind| kind == "integer") {
        if !has(schema, "minimum") {
            schema["minimum"] = json!(0);
        }
        if !has(schema, "maximum") {
            schema["maximum"] = json!(LARGEST);
        }
        if !has(schema, "format") {
            schema["format"] = json!("int64");
        }
    }
}

/// The JSON types, when the value is a schema that names some.
fn kinds(schema: &Value) -> Option<Vec<String>> {
    const TYPES: [&str; 7] = ["string", "integer", "number", "boolean", "array", "object", "null"];
    let kinds = match schema.get("type")? {
        Value::String(kind) => vec![kind.clone()],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).map(str::to_owned).collect(),
        _ => return None,
    };
    kinds.iter().all(|kind| TYPES.contains(&kind.as_str())).then_some(kinds)
}
