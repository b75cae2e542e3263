//! A person in one line: what they bring, where they live, how much time they have.

use domain::{Evidence, Feature, PairScore, SkillId};
use maud::{Markup, html};

use crate::names::Names;
use crate::view::Person;

/// The name, or the short reference where it is not open.
pub(crate) fn label(person: &Person) -> Markup {
    match &person.name {
        Some(name) => html! { span lang="ja" { (name) } },
        None => html! { span.reference { (person.reference) } },
    }
}

/// What they bring for this posting, their prefecture, their hours; the first gives way where room is short.
pub(crate) fn about(names: Names<'_>, person: &Person, pair: &PairScore) -> Markup {
    let text = names.text();
    let home = person.profile.home_municipality.map(|home| names.prefecture(home.prefecture()));
    let hours = person.profile.hours_per_week.map(|hours| (text.head.hours_per_week)(u64::from(hours)));
    let basics = home.into_iter().chain(hours).collect::<Vec<_>>().join(text.words.dot);
    let brings = brings(names, person, pair);
    html! {
        p.about {
            @if let Some(brings) = &brings { span.brings lang=[brings.lang()] { (brings.words()) } }
            @if !basics.is_empty() {
                span.basics { @if brings.is_some() { (text.words.dot) } (basics) }
            }
        }
    }
}

/// What a person brings.
enum Brings {
    /// In their own words.
    Own(String),
    /// A skill with its level, in the reader's language.
    Skill(String),
}

impl Brings {
    fn words(&self) -> &str {
        match self {
            Self::Own(words) | Self::Skill(words) => words,
        }
    }

    fn lang(&self) -> Option<&'static str> {
        match self {
            Self::Own(_) => Some("ja"),
            Self::Skill(_) => None,
        }
    }
}

/// The wanted skill that the person speaks to best; of those near enough, one described in their own words first.
fn brings(names: Names<'_>, person: &Person, pair: &PairScore) -> Option<Brings> {
    let skills = pair.breakdown.iter().find(|line| line.feature == Feature::Skill)?;
    let strength =
        |evidence: &Evidence| u16::from(evidence.sim) * u16::from(evidence.proficiency.unwrap_or(0));
    let mut held: Vec<(&Evidence, &SkillId)> =
        skills.evidence.iter().filter_map(|evidence| Some((evidence, evidence.held.as_ref()?))).collect();
    // Stable: of equals the first stays first, and required skills stand first.
    held.sort_by_key(|(evidence, _)| std::cmp::Reverse(strength(evidence)));
    let own = held.iter().filter(|(evidence, _)| evidence.sim >= NEAR_ENOUGH);
    if let Some(words) = own.filter_map(|(_, skill)| own_words(person, skill)).next() {
        return Some(Brings::Own(words.to_owned()));
    }
    let (evidence, skill) = held.first()?;
    let level = u64::from(evidence.proficiency.unwrap_or(0));
    Some(Brings::Skill((names.text().drawer.level)(&names.skill(skill), level)))
}

/// A parent of the wanted skill still speaks for it; a mere neighbour does not.
const NEAR_ENOUGH: u8 = 60;

/// What the person wrote of a skill.
pub(crate) fn own_words<'a>(person: &'a Person, skill: &SkillId) -> Option<&'a str> {
    let held = person.profile.skills.iter().find(|held| held.skill == *skill)?;
    held.evidence.as_deref().filter(|words| !words.trim().is_empty())
}
