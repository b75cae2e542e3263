//! The schemas of merge patches, made from those of the whole bodies: nothing is required, and what may be blank
//! may be null.

use std::collections::BTreeSet;

use serde_json::{Map, Value, json};

use super::reach::name_of;

/// Points every merge-patch body at the patch form of its schema, and makes that form.
pub(super) fn add(document: &mut Value) {
    let mut wanted = BTreeSet::new();
    for item in document["paths"].as_object_mut().into_iter().flatten().map(|(_, item)| item) {
        let content =
            item.pointer_mut("/patch/requestBody/content/application~1merge-patch+json/schema/$ref");
        if let Some(Value::String(reference)) = content
            && let Some(name) = name_of(reference).map(str::to_owned)
        {
            *reference = format!("#/components/schemas/{}", patch_name(&name));
            wanted.insert(name);
        }
    }
    let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) else {
        return;
    };
    while let Some(name) = wanted.pop_first() {
        let patch = patch_of(schemas, &name, &mut wanted);
        schemas.insert(patch_name(&name), patch);
    }
}

/// `PostingRequest` → `PostingPatch`.
fn patch_name(name: &str) -> String {
    format!("{}Patch", name.strip_suffix("Request").unwrap_or(name))
}

fn patch_of(schemas: &Map<String, Value>, name: &str, wanted: &mut BTreeSet<String>) -> Value {
    let mut patch = schemas[name].clone();
    let Some(members) = patch.as_object_mut() else { return patch };
    let required = members.remove("required").unwrap_or_default();
    for gone in ["minProperties", "maxProperties", "examples"] {
        members.remove(gone);
    }
    if let Some(Value::String(description)) = members.get_mut("description") {
        *description = format!("A merge patch (RFC 7396). What is left out stays. {description}");
    }
    for (field, schema) in members.get_mut("properties").and_then(Value::as_object_mut).into_iter().flatten()
    {
        point_inside(schemas, schema, wanted);
        if !required.as_array().is_some_and(|names| names.contains(&json!(field))) {
            make_nullable(schema);
        }
    }
    patch
}

/// An object inside is merged too, so it is a patch as well; entries of a list are replaced whole.
fn point_inside(schemas: &Map<String, Value>, schema: &mut Value, wanted: &mut BTreeSet<String>) {
    if let Some(choices) = schema.get_mut("oneOf").and_then(Value::as_array_mut) {
        choices.iter_mut().for_each(|choice| point_inside(schemas, choice, wanted));
    }
    if let Some(Value::String(reference)) = schema.get_mut("$ref")
        && let Some(name) = name_of(reference).map(str::to_owned)
        && schemas.get(&name).is_some_and(|schema| schema.get("properties").is_some())
    {
        *reference = format!("#/components/schemas/{}", patch_name(&name));
        wanted.insert(name);
    }
}

fn make_nullable(schema: &mut Value) {
    let is_nullable = match schema.get("type") {
        Some(Value::Array(kinds)) => kinds.contains(&json!("null")),
        _ => schema.get("oneOf").is_some(),
    };
    if is_nullable {
        return;
    }
    match schema.get("type").cloned() {
        Some(Value::String(kind)) => schema["type"] = json!([kind, "null"]),
        _ => *schema = json!({"oneOf": [{"type": "null"}, schema.clone()]}),
    }
}
