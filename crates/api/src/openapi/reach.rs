//! Which component schemas a part of the document reaches.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

/// The name in `#/components/schemas/NAME`.
pub(super) fn name_of(reference: &str) -> Option<&str> {
    reference.strip_prefix("#/components/schemas/")
}

/// The names of all component schemas that a value refers to, directly or through others.
pub(super) fn reached(schemas: &Map<String, Value>, from: &Value) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    follow(schemas, from, &mut found);
    found
}

fn follow(schemas: &Map<String, Value>, from: &Value, found: &mut BTreeSet<String>) {
    match from {
        Value::Object(members) => {
            let name = members.get("$ref").and_then(Value::as_str).and_then(name_of);
            if let Some(name) = name.filter(|name| !found.contains(*name)) {
                found.insert(name.to_owned());
                if let Some(schema) = schemas.get(name) {
                    follow(schemas, schema, found);
                }
            }
            members.values().for_each(|value| follow(schemas, value, found));
        }
        Value::Array(entries) => entries.iter().for_each(|value| follow(schemas, value, found)),
        _ => {}
    }
}
