//! JSON Resume 1.0 (jsonresume.org) to the body of a person, by an allow-list.
//!
//! Name, mail address, telephone, summary and skills are taken, a home where it is a municipality code, and
//! `meta.canonical` as the external id. Everything else that holds something is left out and named; `$schema` and
//! the rest of `meta` say nothing of the person. Whether the body is right otherwise is found out where it goes.

use domain::limits::{self, Text};
use domain::skills::label_key;
use domain::{ExternalId, FaultCode, Faults, MunicipalityCode, SkillTable};
use serde_json::{Map, Value};

use crate::headings::is_not_collected;

mod level;
mod skills;

/// A résumé, read.
#[derive(Debug, Clone, PartialEq)]
pub struct Resume {
    /// The body of a person, as the API takes it.
    pub body: Value,
    /// What of the résumé is not in the body, or not as it stood.
    pub left_out: Vec<LeftOut>,
}

/// A part of a résumé that is not in the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// JSON pointer into the résumé.
    pub pointer: String,
    /// Why.
    pub why: LeftOutReason,
}

domain::words! {
    /// Why a part of a résumé is left out.
    pub enum LeftOutReason {
        /// This system does not collect it: photo, birth, sex, nationality and the like.
        NotCollected = "not_collected",
        /// There is no field for it.
        NoField = "no_field",
        /// No skill of the table is called so.
        UnknownSkill = "unknown_skill",
        /// The level is missing or no known word; 3 was taken.
        UnknownLevel = "unknown_level",
        /// There is no room for more.
        TooMany = "too_many",
        /// It has not the form of the schema, or of the field.
        BadFormat = "bad_format",
    }
}

/// The person of a résumé, with the skills that the table knows, by id.
///
/// # Errors
/// Every fault, with a pointer into the résumé: no name, a text too long, a part of another JSON type.
pub fn candidate(resume: &Value, skills: &SkillTable) -> Result<Resume, Faults> {
    let mut reading = Reading { body: Map::new(), left_out: Vec::new(), faults: Faults::default() };
    let Value::Object(resume) = resume else {
        return Err(Faults::one(
            "",
            FaultCode::WrongType,
            "must be a JSON object, as JSON Resume 1.0 has it",
        ));
    };
    for (key, value) in resume {
        match key.as_str() {
            "basics" | "skills" | "$schema" => {}
            "meta" => reading.external_id(value),
            _ => reading.leave_out(&[key], value),
        }
    }
    match resume.get("basics") {
        Some(Value::Object(basics)) => reading.basics(basics),
        None | Some(Value::Null) => reading.fault("/basics/name", FaultCode::Required, "is required"),
        Some(_) => reading.fault("/basics", FaultCode::WrongType, "must be an object"),
    }
    match resume.get("skills") {
        Some(Value::Array(stated)) => {
            let held = skills::read(stated, skills, &mut reading.left_out);
            if !held.is_empty() {
                reading.body.insert("skills".to_owned(), held.into());
            }
        }
        None | Some(Value::Null) => {}
        Some(_) => reading.fault("/skills", FaultCode::WrongType, "must be a list"),
    }
    let Reading { body, left_out, faults } = reading;
    faults.guard(Resume { body: Value::Object(body), left_out })
}

struct Reading {
    body: Map<String, Value>,
    left_out: Vec<LeftOut>,
    faults: Faults,
}

impl Reading {
    fn basics(&mut self, basics: &Map<String, Value>) {
        for (key, value) in basics {
            match key.as_str() {
                "name" => self.text("/basics/name", ("display_name", limits::NAME), value),
                "email" => self.text("/basics/email", ("email", limits::EMAIL), value),
                "phone" => self.text("/basics/phone", ("phone", limits::PHONE), value),
                "summary" => self.text("/basics/summary", ("statement", limits::PROSE), value),
                "location" => self.location(value),
                _ => self.leave_out(&["basics", key], value),
            }
        }
        let has_fault = self.faults.as_slice().iter().any(|fault| fault.pointer == "/basics/name");
        if !has_fault && !self.body.contains_key("display_name") {
            self.fault("/basics/name", FaultCode::Required, "is required");
        }
    }

    fn text(&mut self, pointer: &str, (field, most): (&str, usize), value: &Value) {
        match value {
            Value::Null => {}
            Value::String(text) if text.trim().is_empty() => {}
            Value::String(text) => {
                Text::new(pointer, most).optional(Some(text.trim()), &mut self.faults);
                self.body.insert(field.to_owned(), text.trim().into());
            }
            _ => self.fault(pointer, FaultCode::WrongType, "must be a string"),
        }
    }

    /// Names of places are not looked up; a code speaks for itself.
    fn location(&mut self, value: &Value) {
        let Value::Object(location) = value else { return self.leave_out(&["basics", "location"], value) };
        for (key, value) in location {
            let code = value.as_str().and_then(|text| MunicipalityCode::parse(text.trim()).ok());
            match code.filter(|_| matches!(key.as_str(), "city" | "region")) {
                Some(code) => {
                    self.body.insert("home_municipality".to_owned(), code.to_string().into());
                }
                None => self.leave_out(&["basics", "location", key], value),
            }
        }
    }

    fn external_id(&mut self, meta: &Value) {
        let Some(canonical) = meta.get("canonical").filter(|value| !is_nothing(value)) else { return };
        match canonical.as_str().map(|text| ExternalId::parse(text.trim())) {
            Some(Ok(id)) => {
                self.body.insert("external_id".to_owned(), id.as_str().into());
            }
            _ => {
                let pointer = "/meta/canonical".to_owned();
                self.left_out.push(LeftOut { pointer, why: LeftOutReason::BadFormat });
            }
        }
    }

    fn leave_out(&mut self, path: &[&str], value: &Value) {
        if is_nothing(value) {
            return;
        }
        let key = path.last().map(|key| label_key(key)).unwrap_or_default();
        let is_barred = is_not_collected(&key) || matches!(key.as_str(), "image" | "avatar");
        let why = if is_barred { LeftOutReason::NotCollected } else { LeftOutReason::NoField };
        self.left_out.push(LeftOut { pointer: pointer(path), why });
    }

    fn fault(&mut self, pointer: &str, code: FaultCode, detail: &str) {
        self.faults.add(pointer, code, detail);
    }
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.trim().is_empty(),
        Value::Array(list) => list.is_empty(),
        Value::Object(object) => object.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

/// A JSON pointer (RFC 6901).
fn pointer(path: &[&str]) -> String {
    path.iter().map(|step| format!("/{}", step.replace('~', "~0").replace('/', "~1"))).collect()
}

#[cfg(test)]
mod tests;
