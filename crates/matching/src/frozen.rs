//! What a match run keeps of a ranked item beside its columns: JSON of its own, so that a later scoring version can
//! still read it.
//!
//! What says nothing (no evidence, nothing assumed) is left out: a run keeps millions of them. Which person and posting,
//! the rank and the score stand in columns and nowhere else.

use std::borrow::Cow;

use domain::{
    AppliedWeights, BreakdownLine, CandidateId, ConstraintCode, Evidence, Feature, JsonText, PairScore,
    RankedItem, Relation, SkillTable, StoredMatch, Weights,
};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
struct FrozenItem<'a> {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    rank_range: Option<(u32, u32)>,
    band: u32,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    forward: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reverse: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    mutual: Option<u32>,
    preferred: [u8; 6],
    applied: [Option<u8>; 6],
    #[serde(borrow)]
    breakdown: Vec<FrozenLine<'a>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    unknown: Vec<ConstraintCode>,
}

#[derive(Serialize, Deserialize)]
struct FrozenLine<'a> {
    feature: Feature,
    value: u16,
    weight: u8,
    contribution: u32,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    assumed: bool,
    #[serde(borrow, default, skip_serializing_if = "Vec::is_empty")]
    evidence: Vec<FrozenEvidence<'a>>,
}

#[derive(Serialize, Deserialize)]
struct FrozenEvidence<'a> {
    #[serde(borrow)]
    wanted: Cow<'a, str>,
    #[serde(borrow, default, skip_serializing_if = "Option::is_none")]
    held: Option<Cow<'a, str>>,
    relation: Relation,
    sim: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    proficiency: Option<u8>,
}

/// The kept form of an item of a ranking of people, or of postings.
pub(crate) fn freeze<Id>(item: &RankedItem<Id>) -> JsonText {
    let pair = &item.pair;
    let frozen = FrozenItem {
        rank_range: item.rank_range,
        band: item.band,
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

/// The item of a kept match, by its person; `None` when the text is of another form.
pub(crate) fn thaw(stored: &StoredMatch, skills: &SkillTable) -> Option<RankedItem<CandidateId>> {
    let frozen: FrozenItem<'_> = serde_json::from_str(&stored.item.0).ok()?;
    let breakdown =
        frozen.breakdown.into_iter().map(|line| thaw_line(line, skills)).collect::<Option<_>>()?;
    Some(RankedItem {
        id: stored.candidate_id,
        rank: stored.rank,
        rank_range: frozen.rank_range,
        band: frozen.band,
        pair: PairScore {
            score: stored.score,
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

fn freeze_line(line: &BreakdownLine) -> FrozenLine<'_> {
    FrozenLine {
        feature: line.feature,
        value: line.value,
        weight: line.weight,
        contribution: line.contribution,
        assumed: line.assumed,
        evidence: line.evidence.iter().map(freeze_evidence).collect(),
    }
}

fn freeze_evidence(evidence: &Evidence) -> FrozenEvidence<'_> {
    FrozenEvidence {
        wanted: Cow::Borrowed(evidence.wanted.as_str()),
        held: evidence.held.as_ref().map(|held| Cow::Borrowed(held.as_str())),
        relation: evidence.relation,
        sim: evidence.sim,
        proficiency: evidence.proficiency,
    }
}

fn thaw_line(line: FrozenLine<'_>, skills: &SkillTable) -> Option<BreakdownLine> {
    let find = |id: &str| skills.find(id).map(|skill| skill.id.clone());
    let thaw_evidence = |evidence: FrozenEvidence<'_>| {
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

#[cfg(test)]
mod tests {
    use domain::{MatchRunId, PostingId, Reference};

    use super::*;

    fn kept(item: JsonText) -> StoredMatch {
        StoredMatch {
            match_run_id: MatchRunId::from_parts(1, [1; 10]),
            subject_place: 0,
            rank: 7,
            posting_id: PostingId::from_parts(1, [2; 10]),
            posting_version: 3,
            candidate_id: CandidateId::from_parts(1, [3; 10]),
            score: 752_000,
            item,
        }
    }

    #[test]
    fn an_item_comes_back_as_it_was() {
        let skills = Reference::built_in().skills;
        let skill = |id: &str| skills.find(id).map(|skill| skill.id.clone());
        let evidence = |held: Option<&str>| Evidence {
            wanted: skill("seo").unwrap(),
            held: held.and_then(skill),
            relation: if held.is_some() { Relation::Sibling } else { Relation::None },
            sim: if held.is_some() { 40 } else { 0 },
            proficiency: held.map(|_| 2),
        };
        let line = |assumed, evidence| BreakdownLine {
            feature: Feature::Skill,
            value: 8160,
            weight: 40,
            contribution: 466_286,
            assumed,
            evidence,
        };
        let item = RankedItem {
            id: CandidateId::from_parts(1, [3; 10]),
            rank: 7,
            rank_range: Some((5, 9)),
            band: 2,
            pair: PairScore {
                score: 752_000,
                forward: Some(877_333),
                reverse: None,
                mutual: None,
                breakdown: vec![
                    line(true, Vec::new()),
                    line(false, vec![evidence(Some("instagram")), evidence(None)]),
                ],
                preferred: Weights([40, 20, 15, 10, 10, 5]),
                applied: AppliedWeights([Some(40), None, None, None, None, Some(5)]),
            },
            unknown: vec![ConstraintCode::WorkStyle],
        };
        assert_eq!(thaw(&kept(freeze(&item)), &skills), Some(item.clone()));
        let blank = RankedItem { rank_range: None, unknown: Vec::new(), ..item };
        assert_eq!(thaw(&kept(freeze(&blank)), &skills), Some(blank));
    }

    #[test]
    fn what_was_kept_with_every_field_written_out_is_still_read() {
        let skills = Reference::built_in().skills;
        let text = r#"{"candidate_id":"01a0c450-855f-7052-8261-4aa9a749195f","rank":1,"rank_range":[1,1],"band":1,
            "score":1,"forward":877333,"reverse":0,"mutual":null,"preferred":[40,20,15,10,10,5],
            "applied":[40,20,null,10,null,null],"breakdown":[{"feature":"skill","value":8160,"weight":40,
            "contribution":466286,"assumed":false,"evidence":[{"wanted":"seo","held":null,"relation":"none","sim":0,
            "proficiency":null}]},{"feature":"tie","value":0,"weight":10,"contribution":0,"assumed":false,
            "evidence":[]}],"unknown":["work_style"]}"#;
        let item = thaw(&kept(JsonText(text.to_owned())), &skills).unwrap();
        assert_eq!((item.rank, item.pair.score, item.rank_range), (7, 752_000, Some((1, 1))));
        assert_eq!((item.pair.mutual, item.pair.breakdown.len()), (None, 2));
        assert_eq!(item.unknown, [ConstraintCode::WorkStyle]);
        assert!(thaw(&kept(JsonText(r#"{"band":1}"#.to_owned())), &skills).is_none());
    }
}
