//! The contract made to hold: a body or a query is admitted by the very schema that the OpenAPI document shows.
//!
//! Types, names, limits and vocabularies are decided here, all faults at once; what a region or a skill means is
//! not known here. A value that is admitted always reads as its Rust type, because faulty parts are taken out.

use domain::{FaultCode, Faults};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

mod check;
mod nearest;

use check::Checker;

/// How many faults one answer lists at most: enough to repair a form, too few to blow an answer up.
pub const MOST_FAULTS: usize = 100;

/// The schemas of a finished OpenAPI document.
#[derive(Debug, Clone)]
pub struct Contract {
    schemas: Map<String, Value>,
}

impl Contract {
    /// Takes the component schemas of a finished document.
    pub fn of_document(document: &Value) -> Self {
        let schemas = document.pointer("/components/schemas").and_then(Value::as_object);
        Self { schemas: schemas.cloned().unwrap_or_default() }
    }

    /// Reads a body by the component schema called `name`; the faults found on the way are added to `faults`.
    pub fn read_body<T: DeserializeOwned + Default>(
        &self,
        name: &str,
        body: Value,
        faults: &mut Faults,
    ) -> T {
        const NOTHING: Value = Value::Bool(false);
        self.read(self.schemas.get(name).unwrap_or(&NOTHING), ("", body), faults)
    }

    /// Reads the parameters of a query by an object schema.
    pub fn read_query<T: DeserializeOwned + Default>(
        &self,
        schema: &Value,
        query: Map<String, Value>,
        faults: &mut Faults,
    ) -> T {
        self.read(schema, ("?", Value::Object(query)), faults)
    }

    fn read<T: DeserializeOwned + Default>(
        &self,
        schema: &Value,
        (place, mut value): (&str, Value),
        faults: &mut Faults,
    ) -> T {
        if !Checker::new(self, faults).admit(schema, &mut value, place) {
            return T::default();
        }
        serde_json::from_value(value).unwrap_or_else(|error| {
            faults.add(place, FaultCode::WrongType, error.to_string());
            T::default()
        })
    }

    /// Names in a merge patch that the schema does not have: a `null` under a misspelt name would otherwise be
    /// lost in silence.
    pub fn check_names(&self, name: &str, patch: &Value, faults: &mut Faults) {
        if let Some(schema) = self.schemas.get(name) {
            Checker::new(self, faults).check_names(schema, patch, "");
        }
    }

    /// The schema itself, a reference followed.
    fn resolve<'a>(&'a self, schema: &'a Value) -> &'a Value {
        let named = schema.get("$ref").and_then(Value::as_str).and_then(|path| path.rsplit('/').next());
        named.and_then(|name| self.schemas.get(name)).unwrap_or(schema)
    }
}

/// The pointer to a member: `/a/b` in a body, `?a` in a query.
pub fn member(place: &str, name: &str) -> String {
    let shown: String = name.chars().take(100).collect();
    if place == "?" {
        return format!("?{shown}");
    }
    format!("{place}/{}", shown.replace('~', "~0").replace('/', "~1"))
}

#[cfg(test)]
mod tests;
