//! Answers that flatten a part into themselves: their `allOf` becomes one plain object.
//!
//! Clients are generated better from it, and a closed object inside an `allOf` would refuse its own siblings.

use serde_json::{Map, Value};

/// Makes one object of every component schema that is an `allOf`.
pub(super) fn flatten(schemas: &mut Map<String, Value>) {
    let names: Vec<String> = schemas.keys().cloned().collect();
    for name in names {
        let Some(parts) = schemas[&name].get("allOf").and_then(Value::as_array).cloned() else { continue };
        let mut whole = Map::new();
        whole.insert("type".to_owned(), "object".into());
        let mut properties = Map::new();
        let mut required = Vec::new();
        for part in &parts {
            gather(schemas, part, &mut properties, &mut required);
        }
        whole.insert("properties".to_owned(), Value::Object(properties));
        whole.insert("required".to_owned(), required.into());
        if let Some(description) = schemas[&name].get("description") {
            whole.insert("description".to_owned(), description.clone());
        }
        schemas.insert(name, Value::Object(whole));
    }
}

fn gather(
    schemas: &Map<String, Value>,
    part: &Value,
    properties: &mut Map<String, Value>,
    required: &mut Vec<Value>,
) {
    let part = match part.get("$ref").and_then(Value::as_str).and_then(super::reach::name_of) {
        Some(name) => &schemas[name],
        None => part,
    };
    for inner in part.get("allOf").and_then(Value::as_array).into_iter().flatten() {
        gather(schemas, inner, properties, required);
    }
    for (name, schema) in part.get("properties").and_then(Value::as_object).into_iter().flatten() {
        properties.insert(name.clone(), schema.clone());
    }
    required.extend(part.get("required").and_then(Value::as_array).into_iter().flatten().cloned());
}
