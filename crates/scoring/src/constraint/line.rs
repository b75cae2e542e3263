//! The constraints of a pair as they are shown: with what the posting asks and what the person has.

use domain::{ConstraintCode, ConstraintLine, Fact, Residency, Word, WordSet};

use super::{asked_visits, judge, outcome};
use crate::pair::Pair;
use crate::wanted::Wanted;

/// The asked constraints in the order of the table; required skills as the posting lists them.
pub(crate) fn lines(pair: &Pair<'_>) -> Vec<ConstraintLine> {
    let mut lines = Vec::new();
    for code in ConstraintCode::ALL {
        if *code == ConstraintCode::SkillRequired {
            lines.extend(pair.posting.wanted.iter().filter_map(|wanted| skill_line(pair, wanted)));
        } else if let Some(outcome) = outcome(*code, pair) {
            let (posting_value, candidate_value) = (posting_value(*code, pair), candidate_value(*code, pair));
            lines.push(ConstraintLine { code: *code, skill: None, outcome, posting_value, candidate_value });
        }
    }
    lines
}

fn skill_line(pair: &Pair<'_>, wanted: &Wanted) -> Option<ConstraintLine> {
    let min = wanted.min_proficiency?;
    let level = wanted.level_held(&pair.person.skills);
    Some(ConstraintLine {
        code: ConstraintCode::SkillRequired,
        skill: Some(pair.posting.reference.skills.at(wanted.skill).id.clone()),
        outcome: judge(Some(level), |level: Option<u8>| level.is_some_and(|level| level >= min)),
        posting_value: number(Some(min)),
        candidate_value: number(level),
    })
}

fn posting_value(code: ConstraintCode, pair: &Pair<'_>) -> Option<Fact> {
    let terms = &pair.posting.terms;
    match code {
        ConstraintCode::SkillRequired | ConstraintCode::MainJob => None,
        ConstraintCode::Hours => number(terms.hours_per_week.and_then(|hours| hours.min)),
        ConstraintCode::Slots => number(Some(terms.min_shared_slots)),
        ConstraintCode::Period => number(Some(terms.min_days)),
        ConstraintCode::WorkStyle => word(terms.work_style),
        ConstraintCode::Visits => number(asked_visits(terms)),
        ConstraintCode::Travel => number(pair.km),
        ConstraintCode::Residency => terms.residency.as_ref().map(residency_fact),
        ConstraintCode::ContractForm => word(terms.contract_form),
        ConstraintCode::Reward => pair.posting.offer.and_then(wide_number),
    }
}

fn candidate_value(code: ConstraintCode, pair: &Pair<'_>) -> Option<Fact> {
    let (terms, person) = (&pair.posting.terms, pair.person);
    match code {
        ConstraintCode::SkillRequired => None,
        ConstraintCode::Hours => number(person.hours_per_week),
        ConstraintCode::Slots if person.slots.is_empty() => None,
        ConstraintCode::Slots => number(Some(person.slots.shared(terms.slots).len())),
        ConstraintCode::Period => shared_days(pair).and_then(wide_number),
        ConstraintCode::WorkStyle => words(person.work_styles),
        ConstraintCode::Visits => number(person.max_visits_per_month),
        ConstraintCode::Travel => number(person.max_travel_km),
        ConstraintCode::Residency => person.home.map(|home| Fact::Word(home.code().to_string())),
        ConstraintCode::ContractForm => words(person.contract_forms),
        ConstraintCode::Reward => number(person.min_reward_yen_per_hour),
        ConstraintCode::MainJob => person.permission.and_then(word),
    }
}

/// `None` when the person's dates are blank, or when the shared span is unbounded and no number can be named.
fn shared_days(pair: &Pair<'_>) -> Option<u64> {
    match pair.posting.period?.shared(pair.person.period?) {
        None => Some(0),
        Some(shared) => shared.is_bounded().then(|| shared.days()),
    }
}

/// The regions of a residency as the posting lists them.
pub(crate) fn residency_fact(residency: &Residency) -> Fact {
    match residency {
        Residency::Within(regions) => Fact::Within(regions.clone()),
        Residency::Outside(regions) => Fact::Outside(regions.clone()),
    }
}

fn number(value: Option<impl Into<i64>>) -> Option<Fact> {
    value.map(|value| Fact::Number(value.into()))
}

fn wide_number(value: u64) -> Option<Fact> {
    i64::try_from(value).ok().map(Fact::Number)
}

fn word(word: impl Word) -> Option<Fact> {
    Some(Fact::Word(word.as_str().to_owned()))
}

fn words<W: Word>(set: WordSet<W>) -> Option<Fact> {
    (!set.is_empty()).then(|| Fact::Words(set.iter().map(|word| word.as_str().to_owned()).collect()))
}
