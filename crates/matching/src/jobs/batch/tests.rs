//! What becomes of a batch while others write.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use domain::{
    Actor, CandidateContent, CandidateProfile, ContractForm, JsonText, MatchRunId, MunicipalityCode,
    OrganizationKind, PageRequest, PartialWeights, PostingContent, PostingId, PostingTerms, RunDirection,
    Scope, Timestamp, WordSet, WorkStyle,
};
use store::MatchFilter;

use super::*;
use crate::candidates::{NewCandidate, create_candidates};
use crate::engine::{Clock, EngineOptions, Entropy};
use crate::jobs::{cancel_job, get_job};
use crate::match_runs::{NewMatchRun, RunScope, create_match_run};
use crate::once::Once;
use crate::operator::{OperatorKey, issue_operator_key, operator};
use crate::postings::{NewPosting, create_posting};

struct Noon;

impl Clock for Noon {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(1_790_000_000_000_000).unwrap()
    }
}

/// Never the same bytes twice.
struct Counter(AtomicU64);

impl Entropy for Counter {
    fn fill(&self, bytes: &mut [u8]) {
        let number = self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        bytes.iter_mut().rev().zip(number.iter().rev()).for_each(|(byte, digit)| *byte = *digit);
    }
}

/// A run over one posting, with people to be kept for it.
struct Ground {
    engine: Engine,
    actor: Actor,
    people: Vec<CandidateId>,
    posting_id: PostingId,
    job: Job,
    _folder: tempfile::TempDir,
}

fn ground(people: usize) -> Ground {
    let folder = tempfile::tempdir().unwrap();
    let database_url = format!("sqlite://{}", folder.path().join("test.db").display());
    let options = EngineOptions { database_url, ranking_threads: 1 };
    let engine = Engine::open(&options, Arc::new(Noon), Arc::new(Counter(AtomicU64::new(0)))).unwrap();
    engine.load_pool(&mut |_, _| {}).unwrap();
    let scopes = [Scope::Admin].into_iter().collect();
    let wanted =
        OperatorKey { organization: "塩尻市".to_owned(), kind: OrganizationKind::Municipality, scopes };
    let actor = operator(issue_operator_key(&engine, &wanted).unwrap().key.organization_id);
    let people = create_candidates(&engine, &actor, (0..people).map(|_| person()).collect()).unwrap();
    let posting = create_posting(
        &engine,
        &actor,
        NewPosting { organization_id: None, content: posting() },
        &Once::unanswered(),
    );
    let posting_id = posting.unwrap().id;
    let run = NewMatchRun {
        direction: RunDirection::CandidatesForPostings,
        scope: RunScope::Postings(vec![posting_id]),
        per_subject: 20,
    };
    let job = create_match_run(&engine, &actor, &run, &Once::unanswered()).unwrap();
    let people = people.into_iter().map(|person| person.id).collect();
    Ground { engine, actor, people, posting_id, job, _folder: folder }
}

fn person() -> NewCandidate {
    let content = CandidateContent {
        external_id: None,
        display_name: "山口 理沙".to_owned(),
        email: None,
        phone: None,
        readiness: None,
        statement: None,
        profile: CandidateProfile::default(),
    };
    NewCandidate { content, consents: Vec::new() }
}

fn posting() -> PostingContent {
    let terms = PostingTerms {
        contract_form: ContractForm::QuasiMandate,
        municipality: MunicipalityCode::parse("202151").unwrap(),
        work_style: WorkStyle::Hybrid,
        required_skills: Vec::new(),
        preferred_skills: Vec::new(),
        visits_per_month: None,
        hours_per_week: None,
        slots: WordSet::default(),
        min_shared_slots: 1,
        starts_on: None,
        ends_on: None,
        min_days: 1,
        residency: None,
        reward: None,
        categories: Vec::new(),
        weights: PartialWeights::default(),
    };
    PostingContent {
        external_id: None,
        title: "案件".to_owned(),
        issue: None,
        description: None,
        deliverable: None,
        support_type: None,
        travel_cost_paid_by: None,
        seats: 1,
        round_id: None,
        members_of: Vec::new(),
        application_opens_at: None,
        application_closes_at: None,
        terms,
    }
}

impl Ground {
    /// All people as one subject's matches.
    fn batch(&self) -> Batch {
        let kept = |(candidate_id, rank): (&CandidateId, u32)| StoredMatch {
            match_run_id: self.run(),
            subject_place: 0,
            rank,
            posting_id: self.posting_id,
            posting_version: 1,
            candidate_id: *candidate_id,
            score: 1,
            item: JsonText("{}".to_owned()),
        };
        let matches = self.people.iter().zip(1..).map(kept).collect();
        Batch { subjects: vec![Subject { candidate_id: None, matches }], left: 0 }
    }

    fn run(&self) -> MatchRunId {
        self.job.match_run_id.unwrap()
    }

    fn kept(&self) -> Vec<CandidateId> {
        let all = MatchFilter { match_run_id: self.run(), posting_id: None, candidate_id: None };
        let page = PageRequest { limit: 500, after: None };
        let items = self.engine.store.read(|tx| tx.list_matches(&all, &page)).unwrap().items;
        items.iter().map(|kept| kept.candidate_id).collect()
    }

    fn job_now(&self) -> Job {
        get_job(&self.engine, &self.actor, self.job.id).unwrap()
    }
}

#[test]
fn somebody_deleted_while_ranked_for_is_left_out_and_the_others_are_kept() {
    let ground = ground(3);
    let batch = ground.batch();
    // Behind the pool's back, as in the moment between the two.
    assert!(ground.engine.store.write(|tx| tx.delete_candidate(ground.people[1], 1)).unwrap());
    batch.keep(&ground.engine, ground.job.clone()).unwrap();
    assert_eq!(ground.kept(), [ground.people[0], ground.people[2]]);
    assert_eq!((ground.job_now().done, ground.job_now().state), (1, JobState::Running));
}

#[test]
fn what_refers_to_nothing_else_is_a_failure_and_nothing_is_kept() {
    let ground = ground(2);
    let mut batch = ground.batch();
    batch.subjects[0].matches[1].posting_id = PostingId::from_parts(1, [9; 10]);
    let refused = batch.keep(&ground.engine, ground.job.clone());
    assert!(matches!(refused, Err(MatchingError::Store(StoreError::Dangling))), "{refused:?}");
    assert_eq!((ground.kept(), ground.job_now().done), (Vec::new(), 0));
}

#[test]
fn a_batch_that_is_done_already_is_left_alone() {
    let ground = ground(2);
    ground.batch().keep(&ground.engine, ground.job.clone()).unwrap();
    let before = ground.job_now();
    ground.batch().keep(&ground.engine, ground.job.clone()).unwrap();
    assert_eq!((ground.kept(), ground.job_now()), (ground.people.clone(), before));
}

#[test]
fn a_request_to_stop_is_heard_between_two_transactions() {
    let ground = ground(1);
    let batch = ground.batch();
    let template = batch.subjects[0].matches[0].clone();
    let subject = |place: u32| {
        let matches = (1..=100).map(|rank| StoredMatch { subject_place: place, rank, ..template.clone() });
        Subject { candidate_id: None, matches: matches.collect() }
    };
    batch.keep(&ground.engine, ground.job.clone()).unwrap();
    cancel_job(&ground.engine, &ground.actor, ground.job.id).unwrap();
    let second = Batch { subjects: (1..=200).map(subject).collect(), left: 0 };
    second.keep(&ground.engine, ground.job_now()).unwrap();
    let job = ground.job_now();
    assert_eq!((job.done, job.total, job.state), (1 + 82, 1 + 200, JobState::Cancelling));
}

#[test]
fn a_transaction_has_whole_subjects_and_not_too_many_matches() {
    let ground = ground(1);
    let template = ground.batch().subjects.remove(0).matches.remove(0);
    let subject = |(person, matches): (&CandidateId, usize)| Subject {
        candidate_id: Some(*person),
        matches: vec![template.clone(); matches],
    };
    let people: Vec<CandidateId> = (0..7).map(|number| CandidateId::from_parts(number, [0; 10])).collect();
    let sizes = [0, 4000, 4000, 200, 9000, 1, 0];
    let portions = portions(people.iter().zip(sizes).map(subject).collect());
    let told: Vec<(usize, Option<CandidateId>, usize)> = portions
        .iter()
        .map(|portion| (portion.subjects, portion.last_candidate_id, portion.matches.len()))
        .collect();
    assert_eq!(told, [(4, Some(people[3]), 8200), (1, Some(people[4]), 9000), (2, Some(people[6]), 1)]);
}
