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

/// What they bring for this posting, their prefecture, their hours.
pub(crate) fn description(names: Names<'_>, person: &Person, pair: &PairScore) -> String {
    let text = names.text();
    let strength = best(pair).and_then(|evidence| in_own_words(names, person, evidence));
    let home = person.profile.home_municipality.map(|home| names.prefecture(home.prefecture()));
    let hours = person.profile.hours_per_week.map(|hours| (text.head.hours_per_week)(u64::from(hours)));
    [strength, home, hours].into_iter().flatten().collect::<Vec<_>>().join(text.words.dot)
}

/// The wanted skill that the person speaks to best.
fn best(pair: &PairScore) -> Option<&Evidence> {
    let skills = pair.breakdown.iter().find(|line| line.feature == Feature::Skill)?;
    let strength =
        |evidence: &Evidence| u16::from(evidence.sim) * u16::from(evidence.proficiency.unwrap_or(0));
    let held = skills.evidence.iter().filter(|evidence| evidence.held.is_some());
    // The first of equals: required skills stand first.
    held.reduce(|best, next| if strength(next) > strength(best) { next } else { best })
}

fn in_own_words(names: Names<'_>, person: &Person, evidence: &Evidence) -> Option<String> {
    let held = evidence.held.as_ref()?;
    let level = u64::from(evidence.proficiency.unwrap_or(0));
    let own = own_words(person, held).map(str::to_owned);
    Some(own.unwrap_or_else(|| (names.text().drawer.level)(&names.skill(held), level)))
}

/// What the person wrote of a skill.
pub(crate) fn own_words<'a>(person: &'a Person, skill: &SkillId) -> Option<&'a str> {
    let held = person.profile.skills.iter().find(|held| held.skill == *skill)?;
    held.evidence.as_deref().filter(|words| !words.trim().is_empty())
}
