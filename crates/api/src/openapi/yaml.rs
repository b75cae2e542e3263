//! The document as YAML: block style, keys in a reader's order, texts quoted where they must be.
//!
//! Writes what this document holds (no anchors, tags or foreign types); every line is plain YAML 1.2.

use serde_json::{Map, Value};

/// Keys that come first, in this order; the others follow alphabetically.
const FIRST: [&str; 24] = [
    "openapi",
    "info",
    "servers",
    "security",
    "tags",
    "paths",
    "components",
    "title",
    "name",
    "in",
    "summary",
    "description",
    "operationId",
    "required",
    "parameters",
    "requestBody",
    "responses",
    "content",
    "schema",
    "$ref",
    "type",
    "format",
    "enum",
    "properties",
];

/// The text, ending with a line break.
pub(super) fn text(value: &Value) -> String {
    let mut out = String::new();
    match value {
        Value::Object(members) => object(members, 0, &mut out),
        other => {
            out.push_str(&scalar(other));
            out.push('\n');
        }
    }
    out
}

fn object(members: &Map<String, Value>, depth: usize, out: &mut String) {
    let mut names: Vec<&String> = members.keys().collect();
    names.sort_by_key(|name| (FIRST.iter().position(|first| first == *name).unwrap_or(FIRST.len()), *name));
    for name in names {
        indent(depth, out);
        out.push_str(&plain_or_quoted(name));
        out.push(':');
        nested(&members[name], depth, out);
    }
}

fn nested(value: &Value, depth: usize, out: &mut String) {
    match value {
        Value::Object(members) if !members.is_empty() => {
            out.push('\n');
            object(members, depth + 1, out);
        }
        Value::Array(entries) if !entries.is_empty() => {
            out.push('\n');
            for entry in entries {
                item(entry, depth + 1, out);
            }
        }
        other => {
            out.push(' ');
            out.push_str(&scalar(other));
            out.push('\n');
        }
    }
}

/// An entry of a list; an object begins on the line of its dash.
fn item(entry: &Value, depth: usize, out: &mut String) {
    indent(depth, out);
    out.push('-');
    match entry {
        Value::Object(members) if !members.is_empty() => {
            let mut block = String::new();
            object(members, depth + 1, &mut block);
            out.push(' ');
            out.push_str(block.trim_start());
        }
        other => nested(other, depth, out),
    }
}

fn indent(depth: usize, out: &mut String) {
    (0..depth).for_each(|_| out.push_str("  "));
}

fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => plain_or_quoted(text),
        Value::Array(_) => "[]".to_owned(),
        Value::Object(_) => "{}".to_owned(),
        other => other.to_string(),
    }
}

/// A word needs no quotes unless YAML would read it as something else; JSON's quoting is YAML's too.
fn plain_or_quoted(text: &str) -> String {
    const READ_OTHERWISE: [&str; 9] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n"];
    let begins_plain = text.starts_with(|letter: char| letter.is_ascii_alphabetic() || letter == '/');
    let is_plain = begins_plain
        && !text.ends_with(' ')
        && text.chars().all(|letter| letter.is_ascii_alphanumeric() || " _-/.{}()".contains(letter))
        && !text.contains(" {")
        && !READ_OTHERWISE.contains(&text.to_ascii_lowercase().as_str());
    if is_plain { text.to_owned() } else { Value::from(text).to_string() }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn blocks_lists_and_odd_texts() {
        let value = json!({
            "paths": {"/a/{id}": {"get": {"tags": ["x", {"b": 1, "a": [[1], {}]}], "summary": "No: really", "empty": []}}},
            "openapi": "3.1.0", "no": true, "塩尻": "- x",
        });
        let expected = "openapi: \"3.1.0\"\npaths:\n  /a/{id}:\n    get:\n      tags:\n        - x\n        - a:\n            -\n              - 1\n            - {}\n          b: 1\n      summary: \"No: really\"\n      empty: []\n\"no\": true\n\"塩尻\": \"- x\"\n";
        assert_eq!(text(&value), expected);
    }
}
