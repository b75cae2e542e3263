//! The ranking that a decision was made on, as JSON text that is written once and answered as it is for ever.
//!
//! People are in it by id and short reference, never by name; whoever is deleted later is nobody in it, and so is whoever
//! stays while their application is erased: other ids, which lead nowhere, take the place of theirs.

use std::collections::{BTreeMap, HashMap};

use domain::reference::REFERENCE_VERSION;
use domain::{
    Application, ApplicationId, BreakdownLine, CandidateId, ConstraintCode, Evidence, Feature, JsonText,
    OrganizationId, Posting, PostingId, RankedItem, Relation, SCORING_VERSION, Timestamp, Word,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::Tx;

use crate::engine::Engine;
use crate::error::MatchingError;
use crate::rankings::CandidateRanking;

#[derive(Serialize)]
struct FrozenRanking<'a> {
    posting_id: PostingId,
    posting_version: i64,
    organization_id: OrganizationId,
    seats: u16,
    scoring_version: u16,
    reference_version: &'a str,
    as_of: Timestamp,
    weights: FrozenWeights,
    totals: FrozenTotals,
    exclusions: Vec<FrozenExclusion>,
    items: Vec<FrozenItem<'a>>,
    not_ranked: Vec<NotRanked>,
}

#[derive(Serialize)]
struct FrozenWeights {
    preferred: BTreeMap<&'static str, u8>,
    applied: BTreeMap<&'static str, u8>,
}

#[derive(Serialize)]
struct FrozenTotals {
    considered: u64,
    eligible: u64,
    excluded: u64,
}

#[derive(Serialize)]
struct FrozenExclusion {
    code: ConstraintCode,
    excluded: u64,
    excluded_alone: u64,
}

#[derive(Serialize)]
struct FrozenItem<'a> {
    rank: u32,
    rank_range: Option<(u32, u32)>,
    band: u32,
    application_id: ApplicationId,
    candidate_id: CandidateId,
    reference: String,
    score: u32,
    forward: Option<u32>,
    reverse: Option<u32>,
    mutual: Option<u32>,
    breakdown: Vec<FrozenLine<'a>>,
    unknown: &'a [ConstraintCode],
}

#[derive(Serialize)]
struct NotRanked {
    application_id: ApplicationId,
    candidate_id: CandidateId,
    reference: String,
}

#[derive(Serialize)]
struct FrozenLine<'a> {
    feature: Feature,
    value: u16,
    weight: u8,
    contribution: u32,
    assumed: bool,
    evidence: Vec<FrozenEvidence<'a>>,
}

#[derive(Serialize)]
struct FrozenEvidence<'a> {
    wanted: &'a str,
    held: Option<&'a str>,
    relation: Relation,
    sim: u8,
    proficiency: Option<u8>,
}

/// Where a kept ranking has somebody.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct KeptPlace {
    pub(crate) rank: u32,
    pub(crate) application_id: ApplicationId,
    pub(crate) candidate_id: CandidateId,
    pub(crate) score: u32,
    pub(crate) breakdown: Vec<KeptPart>,
}

/// What a feature gave.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(crate) struct KeptPart {
    pub(crate) feature: Feature,
    pub(crate) contribution: u32,
}

#[derive(Deserialize)]
struct KeptRanking {
    items: Vec<KeptPlace>,
}

/// The people of a kept ranking, in its order.
pub(crate) fn places(kept: &JsonText) -> Result<Vec<KeptPlace>, MatchingError> {
    let read: Result<KeptRanking, _> = serde_json::from_str(&kept.0);
    read.map(|ranking| ranking.items).map_err(|_| corrupt())
}

/// The line of a person in a kept ranking as it stands there, be they ranked or not.
pub(crate) fn line_of(
    kept: &JsonText,
    candidate_id: CandidateId,
) -> Result<Option<Map<String, Value>>, MatchingError> {
    let mut ranking: Map<String, Value> = serde_json::from_str(&kept.0).map_err(|_| corrupt())?;
    let id = candidate_id.to_string();
    let mut lines = |name: &str| match ranking.remove(name) {
        Some(Value::Array(lines)) => lines,
        _ => Vec::new(),
    };
    let all = lines("items").into_iter().chain(lines("not_ranked"));
    let is_theirs = |line: &Value| line["candidate_id"] == id.as_str();
    Ok(all.filter(is_theirs).find_map(|line| match line {
        Value::Object(line) => Some(line),
        _ => None,
    }))
}

fn corrupt() -> MatchingError {
    let (column, value) = ("decision_rankings.ranking", "a ranking of another form".to_owned());
    MatchingError::Store(store::StoreError::Corrupt { column, value })
}

/// The text of a ranking of the applicants to a posting.
pub(super) fn freeze(posting: &Posting, ranked: &CandidateRanking, applications: &[Application]) -> JsonText {
    let applied: HashMap<CandidateId, ApplicationId> =
        applications.iter().map(|application| (application.candidate_id, application.id)).collect();
    let ranking = &ranked.ranking;
    let by_name = |weights: [Option<u8>; 6]| {
        let named = Feature::ALL.iter().zip(weights);
        named.filter_map(|(feature, weight)| Some((feature.as_str(), weight?))).collect()
    };
    let items: Vec<FrozenItem<'_>> = ranking
        .items
        .iter()
        .filter_map(|item| applied.get(&item.id).map(|application| freeze_item(item, *application)))
        .collect();
    let not_ranked = applications
        .iter()
        .filter(|application| items.iter().all(|item| item.candidate_id != application.candidate_id))
        .map(|application| NotRanked {
            application_id: application.id,
            candidate_id: application.candidate_id,
            reference: application.candidate_id.short_reference(),
        });
    let frozen = FrozenRanking {
        posting_id: posting.id,
        posting_version: posting.version,
        organization_id: posting.organization_id,
        seats: posting.content.seats,
        scoring_version: SCORING_VERSION,
        reference_version: REFERENCE_VERSION,
        as_of: ranked.as_of,
        weights: FrozenWeights {
            preferred: by_name(ranking.preferred.0.map(Some)),
            applied: by_name(ranking.applied.0),
        },
        totals: FrozenTotals {
            considered: ranking.totals.considered,
            eligible: ranking.totals.eligible,
            excluded: ranking.totals.excluded,
        },
        exclusions: ranking
            .exclusions
            .iter()
            .map(|count| FrozenExclusion {
                code: count.code,
                excluded: count.excluded,
                excluded_alone: count.excluded_alone,
            })
            .collect(),
        not_ranked: not_ranked.collect(),
        items,
    };
    JsonText(serde_json::to_string(&frozen).expect("numbers, words and lists always become JSON"))
}

/// Makes the person of an application that is being erased nobody in the rankings that decisions were made on.
pub(crate) fn forget_in_rankings(
    engine: &Engine,
    tx: &mut Tx<'_>,
    application: &Application,
) -> Result<(), MatchingError> {
    let before = (application.id, application.candidate_id);
    for (decision, text) in tx.list_rankings_with(application.id)? {
        let nobody = (engine.new_id(ApplicationId::from_parts), engine.new_id(CandidateId::from_parts));
        tx.update_decision_ranking(decision, &renamed(&text, before, nobody))?;
    }
    Ok(())
}

/// A text of this kind in which other ids stand where those of an application and its person stood.
fn renamed(
    text: &JsonText,
    before: (ApplicationId, CandidateId),
    nobody: (ApplicationId, CandidateId),
) -> JsonText {
    JsonText(text.0.replace(&named(before), &named(nobody)))
}

/// How [`FrozenItem`] and [`NotRanked`] write down whose they are.
fn named((application_id, candidate_id): (ApplicationId, CandidateId)) -> String {
    let reference = candidate_id.short_reference();
    format!(
        r#""application_id":"{application_id}","candidate_id":"{candidate_id}","reference":"{reference}""#
    )
}

fn freeze_item(item: &RankedItem<CandidateId>, application_id: ApplicationId) -> FrozenItem<'_> {
    FrozenItem {
        rank: item.rank,
        rank_range: item.rank_range,
        band: item.band,
        application_id,
        candidate_id: item.id,
        reference: item.id.short_reference(),
        score: item.pair.score,
        forward: item.pair.forward,
        reverse: item.pair.reverse,
        mutual: item.pair.mutual,
        breakdown: item.pair.breakdown.iter().map(freeze_line).collect(),
        unknown: &item.unknown,
    }
}

fn freeze_line(line: &BreakdownLine) -> FrozenLine<'_> {
    FrozenLine {
        feature: line.feature,
        value: line.value,
        weight: line.weight,
        contribution: line.contribution,
        assumed: line.assumed,
        evidence: line.evidence.iter().map(evidence_of).collect(),
    }
}

fn evidence_of(evidence: &Evidence) -> FrozenEvidence<'_> {
    FrozenEvidence {
        wanted: evidence.wanted.as_str(),
        held: evidence.held.as_ref().map(|held| held.as_str()),
        relation: evidence.relation,
        sim: evidence.sim,
        proficiency: evidence.proficiency,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_is_renamed_is_nobody_and_everything_else_stays() {
        let id = |number: u8| {
            let (application, person) = ([1; 10], [number; 10]);
            (
                ApplicationId::from_parts(u64::from(number), application),
                CandidateId::from_parts(u64::from(number), person),
            )
        };
        let not_ranked = |(application_id, candidate_id): (ApplicationId, CandidateId)| NotRanked {
            application_id,
            candidate_id,
            reference: candidate_id.short_reference(),
        };
        let text = |whom: [u8; 2]| {
            JsonText(serde_json::to_string(&whom.map(|number| not_ranked(id(number)))).unwrap())
        };
        assert_eq!(renamed(&text([1, 2]), id(1), id(3)), text([3, 2]));
        assert_eq!(renamed(&text([1, 2]), id(4), id(3)), text([1, 2]));
        let line = FrozenItem {
            rank: 1,
            rank_range: None,
            band: 1,
            application_id: id(1).0,
            candidate_id: id(1).1,
            reference: id(1).1.short_reference(),
            score: 1,
            forward: None,
            reverse: None,
            mutual: None,
            breakdown: Vec::new(),
            unknown: &[],
        };
        let item = JsonText(serde_json::to_string(&line).unwrap());
        let gone = renamed(&item, id(1), id(3)).0;
        assert!(!gone.contains(&id(1).1.to_string()) && gone.contains(&id(3).1.to_string()), "{gone}");
    }
}
