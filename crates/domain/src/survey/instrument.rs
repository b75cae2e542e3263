//! What is asked: concepts → items → elements. An element is what is answered; its key is by which waves are compared.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use crate::fault::{FaultCode, Faults};
use crate::id::SurveyId;
use crate::limits::{self, Text};
use crate::timestamp::Timestamp;
use crate::words;

/// Concepts of an instrument.
pub(super) const CONCEPTS: usize = 20;
/// Items of a concept, elements of an item, choices of an element.
const PARTS: usize = 30;
/// Elements of an instrument in all.
const ELEMENTS: usize = 300;
/// Characters of a key.
const KEY: usize = 40;
/// Steps of a scale.
const STEPS: std::ops::RangeInclusive<i64> = 2..=11;

words! {
    /// How an element is answered.
    pub enum ElementKind {
        /// A step from 1 to n, the highest being the best.
        Scale = "scale",
        /// One of some choices.
        Choice = "choice",
        /// 自由記述; never part of a figure.
        Text = "text",
    }
}

/// Words shown to people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Label {
    /// Japanese.
    pub ja: String,
    /// English.
    pub en: Option<String>,
}

/// A concept: what a group of items is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Concept {
    /// Key.
    pub key: String,
    /// Label.
    pub label: Label,
    /// Its items.
    pub items: Vec<Item>,
}

/// An item: elements that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Item {
    /// Key.
    pub key: String,
    /// Label.
    pub label: Label,
    /// Its elements.
    pub elements: Vec<Element>,
}

/// An element: what is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Element {
    /// Key, unique in the instrument.
    pub key: String,
    /// Label.
    pub label: Label,
    /// How it is answered.
    pub kind: ElementKind,
    /// Steps of a scale.
    pub steps: Option<u8>,
    /// The lowest step that counts as a top answer, where it is stated.
    pub top_from: Option<u8>,
    /// What can be chosen.
    pub choices: Vec<Choice>,
}

/// Something that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Choice {
    /// Key.
    pub key: String,
    /// Label.
    pub label: Label,
}

/// A version of what a survey asks. Once a wave uses it, it is never changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instrument {
    /// Of which survey.
    pub survey_id: SurveyId,
    /// 1, 2, 3….
    pub number: u16,
    /// Grows by one with each change.
    pub version: i64,
    /// What is asked.
    pub concepts: Vec<Concept>,
    /// Made at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
}

impl Element {
    /// The lowest step that counts as a top answer: as stated, or the upper two steps of a scale of four or more and the
    /// uppermost of a shorter one. `None` for what is no scale.
    pub fn top_step(&self) -> Option<u8> {
        let steps = self.steps.filter(|_| self.kind == ElementKind::Scale)?;
        Some(self.top_from.unwrap_or(if steps >= 4 { steps - 1 } else { steps }))
    }
}

/// The concepts, within their limits and without contradictions.
///
/// # Errors
/// Every fault, with a pointer below `/concepts`.
pub fn check_concepts(concepts: Vec<Concept>) -> Result<Vec<Concept>, Faults> {
    let mut check = Check::default();
    let elements = || concepts.iter().flat_map(|concept| &concept.items).flat_map(|item| &item.elements);
    if elements().next().is_none() {
        check.faults.add("/concepts", FaultCode::TooShort, "must ask at least one element");
    }
    limits::count("/concepts", elements().count(), ELEMENTS, &mut check.faults);
    limits::count("/concepts", concepts.len(), CONCEPTS, &mut check.faults);
    for (index, concept) in concepts.iter().enumerate() {
        let pointer = format!("/concepts/{index}");
        check.named(&pointer, (&concept.key, &concept.label), "concept");
        limits::count(&format!("{pointer}/items"), concept.items.len(), PARTS, &mut check.faults);
        for (index, item) in concept.items.iter().enumerate() {
            let pointer = format!("{pointer}/items/{index}");
            check.named(&pointer, (&item.key, &item.label), "item");
            let length = item.elements.len();
            limits::count(&format!("{pointer}/elements"), length, PARTS, &mut check.faults);
            for (index, element) in item.elements.iter().enumerate() {
                let pointer = format!("{pointer}/elements/{index}");
                check.named(&pointer, (&element.key, &element.label), "element");
                check.element(&pointer, element);
            }
        }
    }
    check.faults.guard(concepts)
}

/// The faults so far, and the keys that are taken.
#[derive(Default)]
struct Check {
    faults: Faults,
    taken: HashSet<(&'static str, String)>,
}

impl Check {
    fn named(&mut self, pointer: &str, (key, label): (&str, &Label), what: &'static str) {
        self.key(&format!("{pointer}/key"), key);
        if !self.taken.insert((what, key.to_owned())) {
            let detail = format!("another {what} has this key");
            self.faults.add(format!("{pointer}/key"), FaultCode::Duplicate, detail);
        }
        self.label(pointer, label);
    }

    fn key(&mut self, pointer: &str, key: &str) {
        let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-_".contains(&byte);
        if key.is_empty() || key.len() > KEY || !key.bytes().all(is_plain) {
            let detail = format!("must be 1 to {KEY} of the characters a-z, 0-9, - and _");
            self.faults.add(pointer, FaultCode::BadFormat, detail);
        }
    }

    fn label(&mut self, pointer: &str, label: &Label) {
        Text::new(&format!("{pointer}/label_ja"), limits::REMARK).required(&label.ja, &mut self.faults);
        let english = format!("{pointer}/label_en");
        Text::new(&english, limits::REMARK).optional(label.en.as_deref(), &mut self.faults);
    }

    fn element(&mut self, pointer: &str, element: &Element) {
        let is_scale = element.kind == ElementKind::Scale;
        let is_choice = element.kind == ElementKind::Choice;
        let mut contradiction = |field: &str, detail: &str| {
            self.faults.add(format!("{pointer}/{field}"), FaultCode::Contradiction, detail);
        };
        match element.steps {
            None if is_scale => contradiction("steps", "a scale needs its number of steps"),
            Some(_) if !is_scale => contradiction("steps", "only a scale has steps"),
            _ => {}
        }
        if element.top_from.is_some() && !is_scale {
            contradiction("top_from", "only a scale has top answers");
        }
        if is_choice && element.choices.len() < 2 {
            contradiction("choices", "there must be at least two choices");
        }
        if !is_choice && !element.choices.is_empty() {
            contradiction("choices", "only an element of the kind choice has choices");
        }
        if let Some(steps) = element.steps {
            limits::range(&format!("{pointer}/steps"), i64::from(steps), STEPS, &mut self.faults);
            if let Some(top) = element.top_from {
                let range = 1..=i64::from(steps);
                limits::range(&format!("{pointer}/top_from"), i64::from(top), range, &mut self.faults);
            }
        }
        limits::count(&format!("{pointer}/choices"), element.choices.len(), PARTS, &mut self.faults);
        let mut keys = HashSet::new();
        for (index, choice) in element.choices.iter().enumerate() {
            let pointer = format!("{pointer}/choices/{index}");
            self.key(&format!("{pointer}/key"), &choice.key);
            if !keys.insert(&choice.key) {
                let detail = "another choice has this key";
                self.faults.add(format!("{pointer}/key"), FaultCode::Duplicate, detail);
            }
            self.label(&pointer, &choice.label);
        }
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(crate) fn label(text: &str) -> Label {
        Label { ja: text.to_owned(), en: None }
    }

    pub(crate) fn scale(key: &str, steps: u8) -> Element {
        Element {
            key: key.to_owned(),
            label: label("問い"),
            kind: ElementKind::Scale,
            steps: Some(steps),
            top_from: None,
            choices: Vec::new(),
        }
    }

    pub(crate) fn concept(key: &str, elements: Vec<Element>) -> Concept {
        let item = Item { key: format!("{key}-item"), label: label("項目"), elements };
        Concept { key: key.to_owned(), label: label("概念"), items: vec![item] }
    }

    #[test]
    fn the_upper_two_steps_are_top_answers_unless_it_is_said_otherwise() {
        assert_eq!(scale("a", 5).top_step(), Some(4));
        assert_eq!(scale("a", 4).top_step(), Some(3));
        assert_eq!(scale("a", 3).top_step(), Some(3));
        assert_eq!(Element { top_from: Some(5), ..scale("a", 5) }.top_step(), Some(5));
    }

    #[test]
    fn every_fault_is_told_at_once() {
        let odd = Element { kind: ElementKind::Choice, ..scale("a", 5) };
        let long = Element { top_from: Some(7), ..scale("A!", 6) };
        let concepts = vec![concept("c", vec![scale("a", 1), odd, long])];
        let faults = check_concepts(concepts).unwrap_err();
        let pointers: Vec<&str> = faults
            .as_slice()
            .iter()
            .map(|fault| fault.pointer.trim_start_matches("/concepts/0/items/0/elements/"))
            .collect();
        assert_eq!(
            pointers,
            ["0/steps", "1/key", "1/steps", "1/choices", "2/key", "2/top_from"],
            "{faults:?}"
        );
        assert!(check_concepts(Vec::new()).is_err());
        assert!(check_concepts(vec![concept("c", vec![scale("a", 5), scale("b", 5)])]).is_ok());
    }
}
