//! Writes results in the shape of the API, so that a whole expected value can be compared with a whole result.

use domain::{
    AppliedWeights, BreakdownLine, Counterfactual, ExclusionCount, Fact, Feasibility, Feature, PairScore,
    RankedItem, Ranking, SCORING_VERSION, Totals, Weights, Word,
};
use serde::Serialize;
use serde_json::{Map, Value, json};

/// A ranking, without `as_of` and reasons; `posting` is whose ranking it is.
pub(crate) fn ranking<Id: Serialize>(posting: Option<domain::PostingId>, ranking: &Ranking<Id>) -> Value {
    json!({
        "posting_id": posting,
        "scoring_version": SCORING_VERSION,
        "weights": weights(ranking.preferred, ranking.applied),
        "totals": totals(ranking.totals),
        "exclusions": exclusions(&ranking.exclusions),
        "items": ranking.items.iter().map(item).collect::<Vec<_>>(),
    })
}

/// A feasibility, without `as_of`.
pub(crate) fn feasibility(posting: Option<domain::PostingId>, found: &Feasibility) -> Value {
    let relaxations = found.relaxations.iter().map(|step| {
        json!({
            "code": step.code, "skill": step.skill, "from": step.from.as_ref().map(fact),
            "to": step.to.as_ref().map(fact), "eligible": step.eligible, "gained": step.gained,
        })
    });
    json!({
        "posting_id": posting,
        "scoring_version": SCORING_VERSION,
        "totals": totals(found.totals),
        "exclusions": exclusions(&found.exclusions),
        "relaxations": relaxations.collect::<Vec<_>>(),
    })
}

/// Counterfactuals in their order.
pub(crate) fn counterfactuals(list: &[Counterfactual]) -> Value {
    list.iter()
        .map(|change| {
            json!({
                "code": change.code, "skill": change.skill, "from": change.from, "to": change.to,
                "eligible": change.eligible, "score": change.score, "rank": change.rank,
            })
        })
        .collect()
}

/// The lines of a breakdown.
pub(crate) fn breakdown(lines: &[BreakdownLine]) -> Value {
    let evidence = |line: &BreakdownLine| -> Vec<Value> {
        line.evidence
            .iter()
            .map(|found| {
                json!({
                    "wanted": found.wanted, "held": found.held, "relation": found.relation,
                    "sim": found.sim, "proficiency": found.proficiency,
                })
            })
            .collect()
    };
    lines
        .iter()
        .map(|line| {
            json!({
                "feature": line.feature, "value": line.value, "weight": line.weight,
                "contribution": line.contribution, "assumed": line.assumed, "evidence": evidence(line),
            })
        })
        .collect()
}

/// Both weights of a pair.
pub(crate) fn pair_weights(pair: &PairScore) -> Value {
    weights(pair.preferred, pair.applied)
}

fn item<Id: Serialize>(item: &RankedItem<Id>) -> Value {
    json!({
        "rank": item.rank, "rank_range": item.rank_range, "band": item.band, "candidate_id": item.id,
        "score": item.pair.score, "forward": item.pair.forward, "reverse": item.pair.reverse,
        "mutual": item.pair.mutual, "breakdown": breakdown(&item.pair.breakdown), "unknown": item.unknown,
    })
}

fn weights(preferred: Weights, applied: AppliedWeights) -> Value {
    let preferred: Map<String, Value> = Feature::ALL
        .iter()
        .map(|feature| (feature.as_str().to_owned(), preferred.of(*feature).into()))
        .collect();
    let applied: Map<String, Value> =
        applied.iter().map(|(feature, weight)| (feature.as_str().to_owned(), weight.into())).collect();
    json!({ "preferred": preferred, "applied": applied })
}

fn totals(totals: Totals) -> Value {
    json!({ "considered": totals.considered, "eligible": totals.eligible, "excluded": totals.excluded })
}

fn exclusions(list: &[ExclusionCount]) -> Value {
    list.iter()
        .map(|count| {
            json!({
                "code": count.code, "excluded": count.excluded, "excluded_alone": count.excluded_alone,
            })
        })
        .collect()
}

fn fact(fact: &Fact) -> Value {
    match fact {
        Fact::Number(number) => json!(number),
        Fact::Word(word) => json!(word),
        Fact::Words(words) => json!(words),
        Fact::Within(regions) => json!({ "within": regions }),
        Fact::Outside(regions) => json!({ "outside": regions }),
    }
}
