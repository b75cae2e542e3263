//! Query strings: every parameter known, given once, within the limits that the document shows.

use std::any::TypeId;
use std::collections::BTreeMap;
use std::fmt::Display;
use std::sync::{Arc, PoisonError, RwLock};

use chrono::NaiveDate;
use domain::{FaultCode, Faults, Timestamp};
use serde::de::DeserializeOwned;
use serde_json::{Map, Value, json};
use utoipa::IntoParams;
use utoipa::openapi::path::{Parameter, ParameterIn};

use super::reading::parse_day;
use crate::contract::{Contract, member};
use crate::openapi::schemas::complete;
use crate::problem::{PlainKind, Problem};

/// Parameters of a list that has no filter.
#[derive(Debug, Default, serde::Deserialize, IntoParams)]
pub struct NoFilter {}

/// The parameters of one type.
///
/// # Errors
/// 400 for a query that is no query, 422 with every wrong parameter.
pub fn read<Q: DeserializeOwned + Default + IntoParams + 'static>(
    contract: &Contract,
    text: &str,
) -> Result<Q, Problem> {
    read_both::<Q, NoFilter>(contract, text).map(|(query, _)| query)
}

/// The parameters of two types in one query.
///
/// # Errors
/// As [`read`].
pub fn read_both<A, B>(contract: &Contract, text: &str) -> Result<(A, B), Problem>
where
    A: DeserializeOwned + Default + IntoParams + 'static,
    B: DeserializeOwned + Default + IntoParams + 'static,
{
    let schema = schema_of::<A, B>();
    let mut faults = Faults::default();
    let given = given(text, &schema, &mut faults)?;
    let admitted: Map<String, Value> = contract.read_query(&schema, given, &mut faults);
    faults.guard(())?;
    let value = Value::Object(admitted);
    // The contract has admitted every value, so reading cannot fail; a default would only hide a fault of ours.
    let read =
        |error: serde_json::Error| Problem::internal(format!("an admitted query cannot be read: {error}"));
    Ok((serde_json::from_value(value.clone()).map_err(read)?, serde_json::from_value(value).map_err(read)?))
}

/// An id in the query.
///
/// # Errors
/// 422 for a text that is no id.
pub fn optional_id<Id, E: Display>(
    pointer: &str,
    text: Option<&str>,
    parse: fn(&str) -> Result<Id, E>,
) -> Result<Option<Id>, Problem> {
    let refused = |error: E| Faults::one(pointer, FaultCode::BadFormat, error.to_string());
    Ok(text.map(parse).transpose().map_err(refused)?)
}

/// An instant in the query.
///
/// # Errors
/// 422 for a text that is no instant.
pub fn optional_instant(pointer: &str, text: Option<&str>) -> Result<Option<Timestamp>, Problem> {
    let refused = || {
        let detail = "must be an instant such as 2026-08-12T12:00:00+09:00";
        Faults::one(pointer, FaultCode::BadFormat, detail)
    };
    Ok(text.map(|text| Timestamp::parse(text).ok_or_else(refused)).transpose()?)
}

/// A day in the query.
///
/// # Errors
/// 422 for a text that is no day.
pub fn optional_date(pointer: &str, text: Option<&str>) -> Result<Option<NaiveDate>, Problem> {
    let day = |text| parse_day(text).ok_or("must be a day such as 2026-09-01");
    let refused = |detail| Faults::one(pointer, FaultCode::BadFormat, detail);
    Ok(text.map(day).transpose().map_err(refused)?)
}

/// The schema of two types, made when it is first asked for: making it takes longer than reading a query by it.
fn schema_of<A: IntoParams + 'static, B: IntoParams + 'static>() -> Arc<Value> {
    static MADE: RwLock<BTreeMap<TypeId, Arc<Value>>> = RwLock::new(BTreeMap::new());
    let id = TypeId::of::<(A, B)>();
    if let Some(made) = MADE.read().unwrap_or_else(PoisonError::into_inner).get(&id) {
        return Arc::clone(made);
    }
    let mut parameters = A::into_params(|| Some(ParameterIn::Query));
    parameters.extend(B::into_params(|| Some(ParameterIn::Query)));
    let mut schema = object_schema(&parameters);
    // As the document is completed, so that what it shows of texts and numbers is what holds.
    complete(&mut schema);
    let schema = Arc::new(schema);
    MADE.write().unwrap_or_else(PoisonError::into_inner).insert(id, Arc::clone(&schema));
    schema
}

fn object_schema(parameters: &[Parameter]) -> Value {
    let properties: Map<String, Value> =
        parameters.iter().map(|parameter| (parameter.name.clone(), json!(parameter.schema))).collect();
    let required: Vec<&str> = parameters
        .iter()
        .filter(|parameter| parameter.required == utoipa::openapi::Required::True)
        .map(|parameter| parameter.name.as_str())
        .collect();
    json!({"type": "object", "additionalProperties": false, "properties": properties, "required": required})
}

/// The parameters as JSON: a text, or a whole number, a truth or a list joined with commas where the schema
/// says so.
fn given(text: &str, schema: &Value, faults: &mut Faults) -> Result<Map<String, Value>, Problem> {
    let mut given = Map::new();
    for pair in text.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (decode(name)?, decode(value)?);
        if given.contains_key(&name) {
            faults.add(member("?", &name), FaultCode::Duplicate, "is given twice");
            continue;
        }
        let known = schema.pointer("/properties").and_then(|known| known.get(&name));
        let value = if known.is_some_and(|known| wants(known, "array")) {
            let values = value.split(',').filter(|_| !value.is_empty());
            Value::Array(values.map(Value::from).collect())
        } else {
            let number = known.filter(|known| wants(known, "integer")).and_then(|_| whole(&value));
            let truth =
                known.filter(|known| wants(known, "boolean")).and_then(|_| value.parse::<bool>().ok());
            let read = number.map(Value::from).or(truth.map(Value::from));
            read.unwrap_or(Value::String(value))
        };
        given.insert(name, value);
    }
    Ok(given)
}

/// Whether the schema takes values of a type.
fn wants(schema: &Value, kind: &str) -> bool {
    schema.get("type").is_some_and(|given| {
        given == kind || given.as_array().is_some_and(|kinds| kinds.iter().any(|one| one == kind))
    })
}

fn whole(text: &str) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let is_plain = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    // More digits than a number holds are far out of every range here; they are told so, not called a text.
    is_plain.then(|| text.parse().unwrap_or(if text.starts_with('-') { i64::MIN } else { i64::MAX }))
}

/// Percent-decoding of the form encoding.
fn decode(text: &str) -> Result<String, Problem> {
    let malformed = |detail: &str| Problem::new(PlainKind::MalformedRequest, format!("the query {detail}"));
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => {
                let digits = [rest.next(), rest.next()]
                    .map(|digit| digit.and_then(|digit| char::from(digit).to_digit(16)));
                let [Some(high), Some(low)] = digits else {
                    return Err(malformed("has a % without two hexadecimal digits"));
                };
                u8::try_from(high * 16 + low).map_err(|_| malformed("has an odd escape"))?
            }
            other => other,
        });
    }
    String::from_utf8(bytes).map_err(|_| malformed("is not UTF-8"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_read_and_broken_ones_refused() {
        assert_eq!(decode("%E5%A1%A9+%2B").unwrap(), "塩 +");
        for text in ["%", "%4", "%zz", "%ff"] {
            assert!(decode(text).is_err(), "{text}");
        }
    }

    #[test]
    fn numbers_are_plain_digits() {
        assert_eq!(whole("10"), Some(10));
        assert_eq!(whole("99999999999999999999"), Some(i64::MAX));
        for text in ["", "-", "+1", "1.0", "１"] {
            assert_eq!(whole(text), None, "{text}");
        }
    }
}
