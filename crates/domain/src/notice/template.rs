//! Texts that notices are made of: words in braces stand for what differs from one applicant to the next.

use super::NoticeLanguage;
use crate::decision::DecisionOutcome;
use crate::fault::{FaultCode, Faults};
use crate::limits::{self, Text};
use crate::word::Word;
use crate::words;

words! {
    /// What may stand in braces.
    pub enum Placeholder {
        /// The applicant's name.
        Name = "name",
        /// The posting's title.
        Posting = "posting",
        /// The posting's body.
        Organization = "organization",
        /// Why not, in words.
        Reason = "reason",
        /// What else they could try, or why there is nothing.
        Alternatives = "alternatives",
        /// The way to their own page; at the end of the letter where a template does not say.
        Page = "page",
    }
}

/// Words that no applicant is told: being passed over is no failure.
const UNKIND: [&str; 8] =
    ["不合格", "落選", "却下", "不採用", "不採択", "rejected", "rejection", "unsuccessful"];

/// The first word of a text that no applicant is told.
pub fn unkind_word(text: &str) -> Option<&'static str> {
    let lower = text.to_lowercase();
    UNKIND.iter().copied().find(|word| lower.contains(word))
}

/// A template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateContent {
    /// For which outcome.
    pub outcome: DecisionOutcome,
    /// In which language.
    pub language: NoticeLanguage,
    /// The subject.
    pub subject: String,
    /// The letter.
    pub body: String,
}

impl TemplateContent {
    /// The content, within its limits; its placeholders are known, and none that is needed is missing.
    ///
    /// # Errors
    /// Every fault, with a pointer.
    pub fn checked(self) -> Result<Self, Faults> {
        let mut faults = Faults::default();
        Text::new("/subject", limits::TITLE).required(&self.subject, &mut faults);
        Text::new("/body", limits::PROSE).required(&self.body, &mut faults);
        for (pointer, text) in [("/subject", &self.subject), ("/body", &self.body)] {
            if let Err(detail) = placeholders(text) {
                faults.add(pointer, FaultCode::BadFormat, detail);
            }
            if let Some(word) = unkind_word(text) {
                let detail = format!(
                    "`{word}` is told to nobody: write that they were passed over this time (見送り)"
                );
                faults.add(pointer, FaultCode::NotAllowed, detail);
            }
        }
        if self.subject.contains(['\n', '\r']) {
            faults.add("/subject", FaultCode::BadFormat, "must be one line");
        }
        if placeholders(&self.subject).is_ok_and(|used| used.contains(&Placeholder::Page)) {
            faults.add(
                "/subject",
                FaultCode::NotAllowed,
                "{page} has more than one line: put it in the letter",
            );
        }
        let used = placeholders(&self.body).unwrap_or_default();
        let needs = [Placeholder::Reason, Placeholder::Alternatives];
        let is_needed = self.outcome == DecisionOutcome::NotSelected;
        for missing in needs.iter().filter(|needed| is_needed && !used.contains(needed)) {
            let detail = format!("must have {{{missing}}}: nobody is passed over without being told it");
            faults.add("/body", FaultCode::Needed, detail);
        }
        for odd in needs.iter().filter(|odd| !is_needed && used.contains(odd)) {
            let detail = format!("{{{odd}}} belongs to the notices of those who are not selected alone");
            faults.add("/body", FaultCode::NotAllowed, detail);
        }
        faults.guard(self)
    }

    /// Whether the letter says itself where the way to the person's own page stands.
    pub fn has_page(&self) -> bool {
        placeholders(&self.body).is_ok_and(|used| used.contains(&Placeholder::Page))
    }

    /// Subject and letter with values in the place of the placeholders; what is put in is never looked at again.
    pub fn filled(&self, value_of: impl Fn(Placeholder) -> String) -> (String, String) {
        (fill(&self.subject, &value_of), fill(&self.body, &value_of))
    }
}

/// The placeholders of a text.
fn placeholders(text: &str) -> Result<Vec<Placeholder>, String> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(start) = rest.find(['{', '}']) {
        let after = &rest[start..];
        let inside = after.strip_prefix('{').and_then(|inside| inside.split_once('}'));
        let Some((name, behind)) = inside else {
            return Err(
                "has a brace without its other half; braces only stand around a placeholder".to_owned()
            );
        };
        let known = Placeholder::parse(name).ok_or_else(|| {
            let shown: String = name.chars().take(40).collect();
            format!("{{{shown}}} is no placeholder; there are {}", choices())
        })?;
        found.push(known);
        rest = behind;
    }
    Ok(found)
}

fn choices() -> String {
    let all: Vec<String> = Placeholder::ALL.iter().map(|known| format!("{{{known}}}")).collect();
    all.join(", ")
}

fn fill(text: &str, value_of: &impl Fn(Placeholder) -> String) -> String {
    let (mut filled, mut rest) = (String::with_capacity(text.len()), text);
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        match after.split_once('}').and_then(|(name, behind)| Some((Placeholder::parse(name)?, behind))) {
            Some((known, behind)) => {
                filled.push_str(&value_of(known));
                rest = behind;
            }
            None => {
                filled.push('{');
                rest = after;
            }
        }
    }
    filled.push_str(rest);
    filled
}

#[cfg(test)]
mod tests {
    use super::super::built_in;
    use super::*;

    fn template(outcome: DecisionOutcome, subject: &str, body: &str) -> TemplateContent {
        let (subject, body) = (subject.to_owned(), body.to_owned());
        TemplateContent { outcome, language: NoticeLanguage::Ja, subject, body }
    }

    #[test]
    fn the_built_in_ones_pass_their_own_check() {
        for outcome in DecisionOutcome::ALL {
            for language in NoticeLanguage::ALL {
                built_in(*outcome, *language).checked().unwrap();
            }
        }
    }

    #[test]
    fn unknown_and_broken_placeholders_are_told() {
        let pointers = |content: TemplateContent| -> Vec<String> {
            let faults = content.checked().unwrap_err();
            faults.as_slice().iter().map(|fault| fault.pointer.clone()).collect()
        };
        let selected = DecisionOutcome::Selected;
        assert_eq!(pointers(template(selected, "{nmae} 様", "{name")), ["/subject", "/body"]);
        assert_eq!(pointers(template(selected, "結果", "a } b")), ["/body"]);
        assert_eq!(pointers(template(selected, "結果", "{reason}")), ["/body"]);
        assert_eq!(pointers(template(DecisionOutcome::NotSelected, "結果", "{name} 様")), ["/body", "/body"]);
        let unkind = template(selected, "選考の結果", "不合格ではありません");
        assert!(unkind.checked().unwrap_err().as_slice()[0].detail.contains("不合格"));
        assert_eq!(pointers(template(selected, "一行\n二行", "本文")), ["/subject"]);
    }

    #[test]
    fn a_name_in_braces_stays_a_name() {
        let letter = template(DecisionOutcome::Selected, "{posting}", "{name} 様、{posting}");
        let value = |placeholder| match placeholder {
            Placeholder::Name => "{posting}".to_owned(),
            _ => "案件".to_owned(),
        };
        assert_eq!(letter.filled(value), ("案件".to_owned(), "{posting} 様、案件".to_owned()));
    }
}
