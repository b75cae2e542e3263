//! スキル: how well what a person holds covers what the posting wants.

use std::cmp::Reverse;

use domain::{Evidence, Relation};

use super::Value;
use crate::pair::Pair;
use crate::person::Held;
use crate::posting::CompiledPosting;
use crate::similarity;
use crate::wanted::Wanted;

/// When some skill is wanted.
pub(super) fn applies(posting: &CompiledPosting) -> bool {
    !posting.wanted.is_empty()
}

/// `Σ w·m div Σ w` over the wanted skills; no skills stated is none held.
pub(super) fn value(pair: &Pair<'_>) -> Value {
    let (mut total, mut whole) = (0u32, 0u32);
    for wanted in &pair.posting.wanted {
        let best = pair.person.skills.iter().map(|held| strength(wanted, *held)).max().unwrap_or(0);
        total += u32::from(wanted.weight) * u32::from(best);
        whole += u32::from(wanted.weight);
    }
    let points = total.checked_div(whole).unwrap_or(0);
    Value::stated(u16::try_from(points).expect("a mean of values up to 10000 is one"))
}

/// For each wanted skill the held one that counted: the strongest, then the nearer, then the smaller id.
pub(crate) fn evidence(pair: &Pair<'_>) -> Vec<Evidence> {
    let table = &pair.posting.reference.skills;
    let best = |wanted: &Wanted| {
        let held = pair.person.skills.iter().filter(|held| strength(wanted, **held) > 0);
        held.max_by_key(|held| {
            (strength(wanted, **held), wanted.sim(held.skill), Reverse(&table.at(held.skill).id))
        })
    };
    let line = |wanted: &Wanted| {
        let held = best(wanted);
        let relation =
            held.map_or(Relation::None, |held| similarity::relation(table, wanted.skill, held.skill));
        Evidence {
            wanted: table.at(wanted.skill).id.clone(),
            held: held.map(|held| table.at(held.skill).id.clone()),
            relation,
            sim: similarity::sim(relation),
            proficiency: held.map(|held| held.level),
        }
    };
    pair.posting.wanted.iter().map(line).collect()
}

/// `sim·credit`, 0…10000.
fn strength(wanted: &Wanted, held: Held) -> u16 {
    u16::from(wanted.sim(held.skill)) * similarity::credit(held.level)
}
