//! One value against one schema: every fault with its pointer, faulty parts taken out of the value.

use domain::{FaultCode, Faults, Word};
use serde_json::{Map, Number, Value};

use super::nearest::nearest;
use super::{Contract, MOST_FAULTS, member};
use crate::openapi::patterns;

/// Walks a value and its schema together.
pub(super) struct Checker<'a> {
    contract: &'a Contract,
    faults: &'a mut Faults,
}

impl<'a> Checker<'a> {
    pub(super) fn new(contract: &'a Contract, faults: &'a mut Faults) -> Self {
        Self { contract, faults }
    }

    fn fault(&mut self, place: &str, code: FaultCode, detail: impl Into<String>) -> bool {
        if self.faults.as_slice().len() < MOST_FAULTS {
            self.faults.add(place, code, detail);
        }
        false
    }

    /// Whether the value fits; what does not fit inside it has been removed (members) or made null (entries).
    pub(super) fn admit(&mut self, schema: &Value, value: &mut Value, place: &str) -> bool {
        let schema = self.contract.resolve(schema);
        if let Some(choices) = schema.get("oneOf").or_else(|| schema.get("anyOf")).and_then(Value::as_array) {
            return self.admit_choice(choices, value, place);
        }
        let types = types(schema);
        if types.contains(&"integer") {
            make_whole(value);
        }
        if !types.is_empty() && !types.contains(&kind(value)) {
            return self.wrong_type(&types, value, place);
        }
        match value {
            Value::String(text) => self.admit_text(schema, text, place),
            Value::Number(number) => self.admit_number(schema, number, place),
            Value::Array(entries) => self.admit_list(schema, entries, place),
            Value::Object(members) => self.admit_object(schema, members, place),
            Value::Null | Value::Bool(_) => true,
        }
    }

    fn wrong_type(&mut self, types: &[&str], value: &Value, place: &str) -> bool {
        let wanted: Vec<&str> = types.iter().copied().filter(|kind| *kind != "null").collect();
        if value.is_null() {
            return self.fault(place, FaultCode::Required, format!("must be {}, not null", article(&wanted)));
        }
        let found = match kind(value) {
            "integer" if !wanted.contains(&"integer") => "a number",
            "number" if wanted.contains(&"integer") => "a fraction",
            other => article_of(other),
        };
        self.fault(place, FaultCode::WrongType, format!("must be {}, not {found}", article(&wanted)))
    }

    /// The first choice that fits; when none does, the faults of the first choice of the value's own type.
    fn admit_choice(&mut self, choices: &[Value], value: &mut Value, place: &str) -> bool {
        let contract = self.contract;
        let mut told: Option<Faults> = None;
        for choice in choices {
            let mut faults = Faults::default();
            let mut tried = value.clone();
            if Checker::new(contract, &mut faults).admit(choice, &mut tried, place) && faults.is_empty() {
                *value = tried;
                return true;
            }
            let same_type = types(contract.resolve(choice)).contains(&kind(value));
            if same_type || (told.is_none() && choice.get("type").and_then(Value::as_str) != Some("null")) {
                told = Some(faults);
            }
        }
        for fault in told.unwrap_or_default().as_slice() {
            self.fault(&fault.pointer, fault.code, fault.detail.clone());
        }
        false
    }

    fn admit_text(&mut self, schema: &Value, text: &str, place: &str) -> bool {
        if let Some(words) = schema.get("enum").and_then(Value::as_array) {
            if words.iter().any(|word| word.as_str() == Some(text)) {
                return true;
            }
            let words: Vec<&str> = words.iter().filter_map(Value::as_str).collect();
            let code = schema.get("x-fault-code").and_then(Value::as_str).and_then(FaultCode::parse);
            let code = code.unwrap_or(FaultCode::UnknownWord);
            return self.fault(place, code, format!("must be one of: {}", words.join(", ")));
        }
        let length = text.chars().count() as u64;
        if let Some(most) = limit(schema, "maxLength").filter(|most| length > *most) {
            let detail = format!("must not be longer than {most} characters");
            return self.fault(place, FaultCode::TooLong, detail);
        }
        if let Some(least) = limit(schema, "minLength").filter(|least| length < *least) {
            let detail = match least {
                1 => "must not be empty".to_owned(),
                least => format!("must not be shorter than {least} characters"),
            };
            return self.fault(place, FaultCode::TooShort, detail);
        }
        match schema
            .get("pattern")
            .and_then(Value::as_str)
            .and_then(|pattern| patterns::broken(pattern, text))
        {
            Some((code, detail)) => self.fault(place, code, detail),
            None => true,
        }
    }

    fn admit_number(&mut self, schema: &Value, number: &Number, place: &str) -> bool {
        let (least, most) = (schema.get("minimum"), schema.get("maximum"));
        let below = least.and_then(Value::as_f64).zip(number.as_f64()).is_some_and(|(least, n)| n < least);
        let above = most.and_then(Value::as_f64).zip(number.as_f64()).is_some_and(|(most, n)| n > most);
        if !below && !above {
            return true;
        }
        let detail = match (least, most) {
            (Some(least), Some(most)) => format!("must be from {least} to {most}"),
            (Some(least), None) => format!("must be at least {least}"),
            _ => format!("must be at most {}", most.unwrap_or(&Value::Null)),
        };
        self.fault(place, FaultCode::OutOfRange, detail)
    }

    fn admit_list(&mut self, schema: &Value, entries: &mut [Value], place: &str) -> bool {
        let length = entries.len() as u64;
        if let Some(most) = limit(schema, "maxItems").filter(|most| length > *most) {
            let detail = format!("must not have more than {most} entries");
            return self.fault(place, FaultCode::TooMany, detail);
        }
        if let Some(least) = limit(schema, "minItems").filter(|least| length < *least) {
            let detail =
                format!("must have at least {least} {}", if least == 1 { "entry" } else { "entries" });
            return self.fault(place, FaultCode::TooShort, detail);
        }
        let Some(items) = schema.get("items") else { return true };
        for (index, entry) in entries.iter_mut().enumerate() {
            if !self.admit(items, entry, &format!("{place}/{index}")) {
                *entry = Value::Null;
            }
        }
        true
    }

    fn admit_object(&mut self, schema: &Value, members: &mut Map<String, Value>, place: &str) -> bool {
        let none = Map::new();
        let known = schema.get("properties").and_then(Value::as_object).unwrap_or(&none);
        let is_closed = schema.get("additionalProperties") == Some(&Value::Bool(false));
        for name in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
            if let Some(name) = name.as_str().filter(|name| !members.contains_key(*name)) {
                self.fault(&member(place, name), FaultCode::Required, "is required");
            }
        }
        let count = members.len() as u64;
        if limit(schema, "minProperties").is_some_and(|least| count < least)
            || limit(schema, "maxProperties").is_some_and(|most| count > most)
        {
            let names: Vec<&str> = known.keys().map(String::as_str).collect();
            let detail = format!("must have exactly one of: {}", names.join(", "));
            return self.fault(place, FaultCode::Contradiction, detail);
        }
        members.retain(|name, value| match known.get(name) {
            Some(schema) => self.admit(schema, value, &member(place, name)),
            None if is_closed => self.unknown(known, name, place),
            None => true,
        });
        true
    }

    fn unknown(&mut self, known: &Map<String, Value>, name: &str, place: &str) -> bool {
        let what = if place == "?" { "parameter" } else { "field" };
        let detail = match nearest(name, known.keys().map(String::as_str)) {
            Some(near) => format!("is not a known {what}; did you mean `{near}`?"),
            None => format!("is not a known {what}"),
        };
        self.fault(&member(place, name), FaultCode::UnknownField, detail)
    }

    /// Only the names, at every depth that both the schema and the patch have.
    pub(super) fn check_names(&mut self, schema: &Value, patch: &Value, place: &str) {
        let schema = self.contract.resolve(schema);
        for choice in schema.get("oneOf").and_then(Value::as_array).into_iter().flatten() {
            self.check_names(choice, patch, place);
        }
        let known = schema.get("properties").and_then(Value::as_object);
        let (Some(known), Some(members)) = (known, patch.as_object()) else { return };
        for (name, value) in members {
            match known.get(name) {
                Some(schema) => self.check_names(schema, value, &member(place, name)),
                None if value.is_null() => drop(self.unknown(known, name, place)),
                // A value under an unknown name stays in the merged document and is refused there.
                None => {}
            }
        }
    }
}

/// The JSON types a schema allows.
fn types(schema: &Value) -> Vec<&str> {
    match schema.get("type") {
        Some(Value::String(kind)) => vec![kind],
        Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

/// The JSON type of a value, in JSON Schema's words.
fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// JSON Schema counts `233.0` among the integers.
fn make_whole(value: &mut Value) {
    // Every whole double below 2⁵³ has exactly one integer, so the cast is exact.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if let Some(number) = value.as_f64().filter(|number| value.is_f64() && number.fract() == 0.0) {
        let shown = if number.abs() < EXACT { number } else { EXACT.copysign(number) };
        *value = Value::from(shown as i64);
    }
}

fn limit(schema: &Value, name: &str) -> Option<u64> {
    schema.get(name).and_then(Value::as_u64)
}

fn article(kinds: &[&str]) -> String {
    kinds.iter().map(|kind| article_of(kind)).collect::<Vec<_>>().join(" or ")
}

fn article_of(kind: &str) -> &'static str {
    match kind {
        "null" => "null",
        "boolean" => "true or false",
        "number" => "a number",
        "integer" => "a whole number",
        "string" => "a text",
        "array" => "a list",
        _ => "an object",
    }
}
