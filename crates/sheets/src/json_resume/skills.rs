//! Skills of a résumé: names and keywords that the table knows, each once with its highest level.

use domain::{SkillTable, limits};
use serde_json::{Map, Value, json};

use super::level::{ASSUMED, level};
use super::{LeftOut, LeftOutReason, is_nothing, pointer};

/// The skills as the API takes them; what is left out is noted.
pub(super) fn read(stated: &[Value], table: &SkillTable, left_out: &mut Vec<LeftOut>) -> Vec<Value> {
    let mut reading = Reading { table, held: Vec::new(), left_out };
    for (index, entry) in stated.iter().enumerate() {
        let index = index.to_string();
        match entry {
            Value::Object(entry) => reading.entry(&index, entry),
            _ => reading.note(&["skills", &index], LeftOutReason::BadFormat),
        }
    }
    let held = reading.held.into_iter();
    held.map(|(skill, level)| json!({ "skill": skill, "proficiency": level })).collect()
}

struct Reading<'a> {
    table: &'a SkillTable,
    held: Vec<(&'a str, u8)>,
    left_out: &'a mut Vec<LeftOut>,
}

impl Reading<'_> {
    fn entry(&mut self, index: &str, entry: &Map<String, Value>) {
        let known_level = entry.get("level").and_then(|word| match word {
            Value::Number(number) => level(&number.to_string()),
            word => level(word.as_str()?),
        });
        let taken = known_level.unwrap_or(ASSUMED);
        let mut holds_any = false;
        for (key, value) in entry {
            let place = ["skills", index, key];
            match (key.as_str(), value) {
                ("level", _) => {}
                (_, value) if is_nothing(value) => {}
                ("name", Value::String(name)) => holds_any |= self.hold(name, taken, &place),
                ("keywords", Value::Array(words)) => {
                    for (word_index, word) in words.iter().enumerate() {
                        let place = ["skills", index, key, &word_index.to_string()];
                        match word {
                            Value::String(name) => holds_any |= self.hold(name, taken, &place),
                            _ => self.note(&place, LeftOutReason::BadFormat),
                        }
                    }
                }
                ("name" | "keywords", _) => self.note(&place, LeftOutReason::BadFormat),
                _ => self.note(&place, LeftOutReason::NoField),
            }
        }
        if known_level.is_none() && holds_any {
            self.note(&["skills", index, "level"], LeftOutReason::UnknownLevel);
        }
    }

    /// Whether the table knows the skill and there is room for it.
    fn hold(&mut self, name: &str, level: u8, place: &[&str]) -> bool {
        let Some(skill) = self.table.resolve(name.trim()) else {
            self.note(place, LeftOutReason::UnknownSkill);
            return false;
        };
        if let Some((_, before)) = self.held.iter_mut().find(|(before, _)| *before == skill.id.as_str()) {
            *before = level.max(*before);
            return true;
        }
        if self.held.len() >= limits::HELD_SKILLS {
            self.note(place, LeftOutReason::TooMany);
            return false;
        }
        self.held.push((skill.id.as_str(), level));
        true
    }

    fn note(&mut self, place: &[&str], why: LeftOutReason) {
        self.left_out.push(LeftOut { pointer: pointer(place), why });
    }
}
