//! A ranked item as it is kept with a match run: JSON of its own, so that a later scoring version can still read it.

use domain::{
    AppliedWeights, BreakdownLine, CandidateId, ConstraintCode, Evidence, Feature, JsonText, PairScore,
    RankedItem, Relation, SkillTable, Weights,
};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct FrozenItem {
    candidate_id: CandidateId,
    rank: u32,
    rank_range: Option<(u32, u32)>,
    band: u32,
    score: u32,
    forward: Option<u32>,
    reverse: Option<u32>,
    mutual: Option<u32>,
    preferred: [u8; 6],
    applied: [Option<u8>; 6],
    breakdown: Vec<FrozenLine>,
    unknown: Vec<ConstraintCode>,
}

#[derive(Serialize, Deserialize)]
struct FrozenLine {
    feature: Feature,
    value: u16,
    weight: u8,
    contribution: u32,
    assumed: bool,
    evidence: Vec<FrozenEvidence>,
}

#[derive(Serialize, Deserialize)]
struct FrozenEvidence {
    wanted: String,
    held: Option<String>,
    relation: Relation,
    sim: u8,
    proficiency: Option<u8>,
}

/// The stored form.
pub(crate) fn freeze(item: &RankedItem<CandidateId>) -> JsonText {
    let pair = &item.pair;
    let frozen = FrozenItem {
        candidate_id: item.id,
        rank: item.rank,
        rank_range: item.rank_range,
        band: item.band,
        score: pair.score,
        forward: pair.forward,
        reverse: pair.reverse,
        mutual: pair.mutual,
        preferred: pair.preferred.0,
        applied: pair.applied.0,
        breakdown: pair.breakdown.iter().map(freeze_line).collect(),
        unknown: item.unknown.clone(),
    };
    JsonText(serde_json::to_string(&frozen).expect("numbers, words and lists always become JSON"))
}

/// The item again; `None` when the text is of another form.
pub(crate) fn thaw(text: &JsonText, skills: &SkillTable) -> Option<RankedItem<CandidateId>> {
    let frozen: FrozenItem = serde_json::from_str(&text.0).ok()?;
    let breakdown =
        frozen.breakdown.into_iter().map(|line| thaw_line(line, skills)).collect::<Option<_>>()?;
    Some(RankedItem {
        id: frozen.candidate_id,
        rank: frozen.rank,
        rank_range: frozen.rank_range,
        band: frozen.band,
        pair: PairScore {
            score: frozen.score,
            forward: frozen.forward,
            reverse: frozen.reverse,
            mutual: frozen.mutual,
            breakdown,
            preferred: Weights(frozen.preferred),
            applied: AppliedWeights(frozen.applied),
        },
        unknown: frozen.unknown,
    })
}

fn freeze_line(line: &BreakdownLine) -> FrozenLine {
    let freeze_evidence = |evidence: &Evidence| FrozenEvidence {
        wanted: evidence.wanted.to_string(),
        held: evidence.held.as_ref().map(ToString::to_string),
        relation: evidence.relation,
        sim: evidence.sim,
        proficiency: evidence.proficiency,
    };
    FrozenLine {
        feature: line.feature,
        value: line.value,
        weight: line.weight,
        contribution: line.contribution,
        assumed: line.assumed,
        evidence: line.evidence.iter().map(freeze_evidence).collect(),
    }
}

fn thaw_line(line: FrozenLine, skills: &SkillTable) -> Option<BreakdownLine> {
    let find = |id: &str| skills.find(id).map(|skill| skill.id.clone());
    let thaw_evidence = |evidence: FrozenEvidence| {
        Some(Evidence {
            wanted: find(&evidence.wanted)?,
            held: evidence.held.as_deref().map(find).map_or(Some(None), |held| held.map(Some))?,
            relation: evidence.relation,
            sim: evidence.sim,
            proficiency: evidence.proficiency,
        })
    };
    Some(BreakdownLine {
        feature: line.feature,
        value: line.value,
        weight: line.weight,
        contribution: line.contribution,
        assumed: line.assumed,
        evidence: line.evidence.into_iter().map(thaw_evidence).collect::<Option<_>>()?,
    })
}
