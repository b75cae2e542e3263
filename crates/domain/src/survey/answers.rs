//! What a respondent answers, held against what was asked.

use std::collections::{HashMap, HashSet};

use super::instrument::{Concept, Element, ElementKind};
use crate::fault::{FaultCode, Faults};
use crate::limits::{self, Text};

/// Characters of an answer in words.
const WORDS: usize = 2000;

/// An answer to one element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The element's key.
    pub element: String,
    /// What was answered.
    pub value: AnswerValue,
}

/// What was answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AnswerValue {
    /// A step of a scale.
    Step(u8),
    /// The key of a choice.
    Choice(String),
    /// 自由記述.
    Words(String),
}

/// Whether each answer is one that its element takes. Elements may stay unanswered, but not all of them.
///
/// # Errors
/// Every fault, with a pointer below `/answers`.
pub fn check_answers(concepts: &[Concept], answers: &[Answer]) -> Result<(), Faults> {
    let mut faults = Faults::default();
    let elements = concepts.iter().flat_map(|concept| &concept.items).flat_map(|item| &item.elements);
    let elements: HashMap<&str, &Element> = elements.map(|element| (element.key.as_str(), element)).collect();
    if answers.is_empty() {
        faults.add("/answers", FaultCode::TooShort, "must answer at least one element");
    }
    let mut seen = HashSet::new();
    for (index, answer) in answers.iter().enumerate() {
        let pointer = format!("/answers/{index}");
        let Some(element) = elements.get(answer.element.as_str()) else {
            let detail = "is no element of what is asked";
            faults.add(format!("{pointer}/element"), FaultCode::UnknownReference, detail);
            continue;
        };
        if !seen.insert(answer.element.as_str()) {
            faults.add(format!("{pointer}/element"), FaultCode::Duplicate, "is answered twice");
        }
        check_value(&pointer, element, &answer.value, &mut faults);
    }
    faults.guard(())
}

fn check_value(pointer: &str, element: &Element, value: &AnswerValue, faults: &mut Faults) {
    match (element.kind, value) {
        (ElementKind::Scale, AnswerValue::Step(step)) => {
            let range = 1..=i64::from(element.steps.unwrap_or(1));
            limits::range(&format!("{pointer}/step"), i64::from(*step), range, faults);
        }
        (ElementKind::Choice, AnswerValue::Choice(key)) => {
            if !element.choices.iter().any(|choice| choice.key == *key) {
                let keys: Vec<&str> = element.choices.iter().map(|choice| choice.key.as_str()).collect();
                let detail = format!("must be one of: {}", keys.join(", "));
                faults.add(format!("{pointer}/choice"), FaultCode::UnknownWord, detail);
            }
        }
        (ElementKind::Text, AnswerValue::Words(words)) => {
            Text::new(&format!("{pointer}/words"), WORDS).required(words, faults);
        }
        (ElementKind::Scale, _) => wrong(pointer, "step", faults),
        (ElementKind::Choice, _) => wrong(pointer, "choice", faults),
        (ElementKind::Text, _) => wrong(pointer, "words", faults),
    }
}

fn wrong(pointer: &str, field: &str, faults: &mut Faults) {
    let detail = format!("this element is answered with `{field}`");
    faults.add(pointer, FaultCode::Contradiction, detail);
}

#[cfg(test)]
mod tests {
    use super::super::instrument::tests::{concept, scale};
    use super::*;

    #[test]
    fn every_answer_is_held_against_its_element() {
        let asked = [concept("c", vec![scale("a", 5), scale("b", 5), scale("d", 5)])];
        let answer = |element: &str, value| Answer { element: element.to_owned(), value };
        let answers = [
            answer("a", AnswerValue::Step(6)),
            answer("a", AnswerValue::Step(5)),
            answer("b", AnswerValue::Words("とてもよい".to_owned())),
            answer("x", AnswerValue::Step(1)),
        ];
        let faults = check_answers(&asked, &answers).unwrap_err();
        let pointers: Vec<&str> = faults.as_slice().iter().map(|fault| fault.pointer.as_str()).collect();
        assert_eq!(pointers, ["/answers/0/step", "/answers/1/element", "/answers/2", "/answers/3/element"]);
        assert!(check_answers(&asked, &[]).is_err());
        assert!(check_answers(&asked, &[answer("d", AnswerValue::Step(1))]).is_ok());
    }
}
