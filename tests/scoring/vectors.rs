//! The reference vectors: an independent implementation's answers, compared whole, value by value and in order.
//!
//! A field of `expected` that nothing compares would make the two values unequal, so none can be passed over.

use std::collections::HashMap;
use std::sync::Arc;

use domain::{OrganizationId, PartialWeights, Recipient, Reference, SortKey, Timestamp};
use scoring::{
    Among, CompiledPerson, CompiledPosting, Grant, Pool, PoolEntry, PostingsCall, RankCall, Viewer,
    explain_pair, rank_postings, tiebreak,
};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::reading::{CandidateJson, PostingJson, WeightsJson, vectors};
use crate::writing;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File<C> {
    scoring_version: u16,
    municipalities: String,
    #[serde(default)]
    candidates: HashMap<String, Vec<CandidateJson>>,
    cases: Vec<C>,
    #[serde(default)]
    postings_for_candidate: Vec<PersonCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PairCase {
    name: String,
    posting: PostingJson,
    candidate: CandidateJson,
    weights: Option<WeightsJson>,
    expected: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RankingCase {
    name: String,
    posting: PostingJson,
    candidates: String,
    weights: Option<WeightsJson>,
    sort: SortKey,
    pool: String,
    expected: Value,
    #[serde(default)]
    counterfactuals: Vec<CounterfactualCase>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CounterfactualCase {
    candidate_id: domain::CandidateId,
    expected: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FeasibilityCase {
    name: String,
    posting: PostingJson,
    candidates: String,
    expected: Value,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct PersonCase {
    name: String,
    candidate: CandidateJson,
    postings: Vec<PostingJson>,
    expected: HashMap<SortKey, Value>,
}

fn read<C: serde::de::DeserializeOwned>(name: &str) -> File<C> {
    let file: File<C> = vectors(name);
    assert_eq!(file.scoring_version, domain::SCORING_VERSION, "{name}");
    assert_eq!(file.municipalities, "municipalities_starter.csv", "{name}");
    assert!(!file.cases.is_empty(), "{name} has no cases");
    file
}

/// Fails with both values when they differ.
fn assert_same(found: &Value, expected: &Value, name: &str) {
    assert!(found == expected, "{name}\nfound    {found}\nexpected {expected}");
}

fn weights(given: Option<WeightsJson>) -> PartialWeights {
    given.unwrap_or_default().read()
}

fn pool_of(reference: &Arc<Reference>, candidates: &[CandidateJson]) -> Pool {
    let mut pool = Pool::new(Arc::clone(reference));
    for candidate in candidates {
        let entry = PoolEntry {
            id: candidate.id,
            owner: organization(1),
            version: 1,
            grants: vec![Grant { recipient: Recipient::Any, until: None }],
            profile: &candidate.read(reference),
        };
        assert!(pool.put(entry), "{} stands twice in the file", candidate.id);
    }
    pool
}

fn organization(number: u8) -> OrganizationId {
    OrganizationId::from_parts(1, [number; 10])
}

fn somebody() -> Viewer {
    Viewer { organization_id: organization(2), at: Timestamp::parse("2026-11-21T00:00:00Z").unwrap() }
}

#[test]
fn pairs() {
    let reference = Arc::new(Reference::built_in());
    let file: File<PairCase> = read("pairs.json");
    for case in &file.cases {
        let terms = case.posting.read(&reference);
        let posting = CompiledPosting::new(&reference, case.posting.id, &terms);
        let person = CompiledPerson::new(&reference, case.candidate.id, &case.candidate.read(&reference));
        let explained = explain_pair(&posting, &person, weights(case.weights));
        let constraints = explained.constraints.iter();
        let found = json!({
            "eligible": explained.eligible,
            "failed": explained.failed(),
            "unknown": explained.unknown,
            "constraints": constraints
                .map(|line| json!({ "code": line.code, "skill": line.skill, "outcome": line.outcome }))
                .collect::<Vec<_>>(),
            "score": explained.pair.score,
            "forward": explained.pair.forward,
            "reverse": explained.pair.reverse,
            "mutual": explained.pair.mutual,
            "weights": writing::pair_weights(&explained.pair),
            "breakdown": writing::breakdown(&explained.pair.breakdown),
            "reward_yen_per_hour": terms.reward_yen_per_hour(),
            "tiebreak": format!("{:016x}", tiebreak(case.posting.id, case.candidate.id)),
        });
        assert_same(&found, &case.expected, &case.name);
    }
    println!("vectors: {} pairs", file.cases.len());
    assert_eq!(file.cases.len(), 180);
}

/// Checks the rankings of a file; answers how many, and how many people's counterfactuals.
fn check_rankings(reference: &Arc<Reference>, file: &File<RankingCase>) -> (usize, usize) {
    let mut people = 0;
    for case in &file.cases {
        let candidates = &file.candidates[&case.candidates];
        let snapshot = pool_of(reference, candidates).snapshot();
        let ids: Vec<_> = candidates.iter().map(|candidate| candidate.id).collect();
        let among = match case.pool.as_str() {
            "applicants" => Among::Listed(&ids),
            "eligible" => Among::Visible(somebody()),
            other => panic!("{}: pool {other}", case.name),
        };
        let call = RankCall { among, sort: case.sort, limit: 200, weights: weights(case.weights) };
        let posting = CompiledPosting::new(reference, case.posting.id, &case.posting.read(reference));
        let ranking = snapshot.rank(&posting, &call);
        assert_same(&writing::ranking(case.posting.id, &ranking), &case.expected, &case.name);
        for item in &ranking.items {
            let explained = snapshot.explain(&posting, item.id, &call).unwrap();
            assert_eq!(explained.rank, Some(item.rank), "{}", case.name);
            assert_eq!(explained.rank_range, item.rank_range, "{}", case.name);
            assert_eq!(explained.band, Some(item.band), "{}", case.name);
            assert_eq!(explained.pair, item.pair, "{}", case.name);
            assert_eq!(explained.unknown, item.unknown, "{}", case.name);
        }
        for changed in &case.counterfactuals {
            let explained = snapshot.explain(&posting, changed.candidate_id, &call).unwrap();
            let name = format!("{}, {}", case.name, changed.candidate_id);
            assert_same(&writing::counterfactuals(&explained.counterfactuals), &changed.expected, &name);
            people += 1;
        }
    }
    (file.cases.len(), people)
}

#[test]
fn rankings() {
    let reference = Arc::new(Reference::built_in());
    let (plain, plain_people) = check_rankings(&reference, &read("rankings.json"));
    let (calls, calls_people) = check_rankings(&reference, &read("ranking_calls.json"));
    println!(
        "vectors: {} rankings, counterfactuals of {} people",
        plain + calls,
        plain_people + calls_people
    );
    assert_eq!((plain, calls, plain_people, calls_people), (3, 8, 18, 6));
}

#[test]
fn postings_for_a_candidate() {
    let reference = Arc::new(Reference::built_in());
    let file: File<RankingCase> = read("ranking_calls.json");
    for case in &file.postings_for_candidate {
        let person = CompiledPerson::new(&reference, case.candidate.id, &case.candidate.read(&reference));
        let compiled =
            |posting: &PostingJson| CompiledPosting::new(&reference, posting.id, &posting.read(&reference));
        let postings: Vec<CompiledPosting> = case.postings.iter().map(compiled).collect();
        assert_eq!(case.expected.len(), 2, "{}: by score and by mutual", case.name);
        for (sort, expected) in &case.expected {
            let call = PostingsCall { sort: *sort, limit: 200, weights: PartialWeights::default() };
            let ranking = rank_postings(&person, &postings, &call);
            let line = |item: &domain::RankedItem<domain::PostingId>| {
                json!({
                    "rank": item.rank, "posting_id": item.id,
                    "score": item.pair.score, "mutual": item.pair.mutual,
                })
            };
            let found: Value = ranking.items.iter().map(line).collect();
            assert_same(&found, expected, &format!("{}, by {sort}", case.name));
        }
    }
    println!("vectors: {} people's postings", file.postings_for_candidate.len());
    assert_eq!(file.postings_for_candidate.len(), 4);
}

#[test]
fn feasibilities() {
    let reference = Arc::new(Reference::built_in());
    let file: File<FeasibilityCase> = read("feasibility.json");
    for case in &file.cases {
        let snapshot = pool_of(&reference, &file.candidates[&case.candidates]).snapshot();
        let posting = CompiledPosting::new(&reference, case.posting.id, &case.posting.read(&reference));
        let found = snapshot.feasibility(&posting, Among::Visible(somebody()));
        assert_same(&writing::feasibility(case.posting.id, &found), &case.expected, &case.name);
    }
    println!("vectors: {} feasibilities", file.cases.len());
    assert_eq!(file.cases.len(), 10);
}
