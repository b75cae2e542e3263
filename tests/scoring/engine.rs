//! The pool against the plain scan: the same answers to the byte, whatever was written before.
//!
//! A *case* is a posting put to a pool: ranked both ways of sorting, cut short, explained, assessed.

use std::collections::BTreeMap;
use std::sync::Arc;

use domain::{
    CandidateId, CandidateProfile, PartialWeights, PostingId, PostingTerms, Recipient, SortKey, Timestamp,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use scoring::{
    Among, CompiledPerson, CompiledPosting, Executor, Grant, PlainScan, Pool, PoolEntry, PostingsCall,
    RankCall, Snapshot, Viewer, rank_postings,
};

use crate::population::{REFERENCE, compiled, open_terms, organization, person, profile, terms, weights};

/// Cases of one draw: this many postings at this many moments.
const POSTINGS: usize = 8;
const MOMENTS: usize = 5;

/// Draws; times the cases of one this is above a hundred thousand.
const DRAWS: u32 = 2_600;

/// Draws of the other direction.
const BEST_DRAWS: u32 = 60;

/// What stands in the pool of one person, by which it is built anew as a plain list.
#[derive(Debug, Clone)]
struct Known {
    owner: u8,
    version: i64,
    grants: Vec<Grant>,
    profile: CandidateProfile,
}

#[derive(Debug, Clone)]
enum Write {
    /// So many at once, from this number on.
    Many(u32, u32),
    /// One, new or known.
    Put(u32),
    Remove(u32),
    Tidy,
}

fn write() -> impl Strategy<Value = Write> {
    prop_oneof![
        3 => (0u32..600, 1u32..400).prop_map(|(from, count)| Write::Many(from, count)),
        2 => (0u32..600).prop_map(Write::Put),
        2 => (0u32..600).prop_map(Write::Remove),
        1 => Just(Write::Tidy),
    ]
}

fn grants() -> impl Strategy<Value = Vec<Grant>> {
    let recipient = prop_oneof![
        Just(Recipient::Any),
        (1u8..5).prop_map(|number| Recipient::Organization(organization(number))),
    ];
    let until = proptest::option::of((-1i64..=1).prop_map(|days| now().plus_seconds(days * 86_400)));
    vec((recipient, until).prop_map(|(recipient, until)| Grant { recipient, until }), 0..3)
}

fn now() -> Timestamp {
    Timestamp::parse("2026-11-21T00:00:00Z").unwrap()
}

fn entry(id: CandidateId, known: &Known) -> PoolEntry<'_> {
    PoolEntry {
        id,
        owner: organization(known.owner),
        version: known.version,
        grants: known.grants.clone(),
        profile: &known.profile,
    }
}

/// Everything that can be asked about a posting, of both engines.
fn compare(
    (snapshot, plain): (&Snapshot, &PlainScan),
    terms: &PostingTerms,
    among: Among<'_>,
    (weights, limit, asked): (PartialWeights, usize, CandidateId),
) -> Result<(), TestCaseError> {
    let posting = compiled(terms);
    prop_assert_eq!(snapshot.feasibility(&posting, among), plain.feasibility(&posting, among));
    for sort in [SortKey::Score, SortKey::Mutual] {
        let call = RankCall { among, sort, limit, weights };
        let ranking = plain.rank(&posting, &call);
        prop_assert_eq!(&snapshot.rank(&posting, &call), &ranking);
        let top = snapshot.top(&posting, &call);
        prop_assert_eq!(top.len(), ranking.items.len());
        for (top, mut item) in top.into_iter().zip(ranking.items) {
            item.rank_range = None;
            prop_assert_eq!(top, item);
        }
        prop_assert_eq!(snapshot.explain(&posting, asked, &call), plain.explain(&posting, asked, &call));
    }
    Ok(())
}

/// The people of a pool, and how they change.
struct Story {
    pool: Pool,
    model: BTreeMap<u32, Known>,
    profiles: Vec<CandidateProfile>,
    grants: Vec<Vec<Grant>>,
    version: i64,
}

impl Story {
    fn next(&mut self, number: u32) -> Known {
        self.version += 1;
        // A stride that is prime to the numbers of profiles and consents, so that all pairs meet.
        let mixed = (number as usize).wrapping_mul(7) + self.version as usize;
        Known {
            owner: (mixed % 3) as u8,
            version: self.version,
            grants: self.grants[mixed % self.grants.len()].clone(),
            profile: self.profiles[mixed / 3 % self.profiles.len()].clone(),
        }
    }

    fn write(&mut self, write: &Write) {
        match write {
            Write::Many(from, count) => {
                let many: Vec<(u32, Known)> =
                    (*from..from + count).map(|number| (number, self.next(number))).collect();
                let changed =
                    self.pool.put_all(many.iter().map(|(number, known)| entry(person(*number), known)));
                assert_eq!(changed, many.len());
                self.model.extend(many);
            }
            Write::Put(number) => {
                let known = self.next(*number);
                assert!(self.pool.put(entry(person(*number), &known)));
                assert!(!self.pool.put(entry(person(*number), &known)), "not newer");
                self.model.insert(*number, known);
            }
            Write::Tidy => self.pool.tidy(&Executor::single()),
            Write::Remove(number) => {
                assert_eq!(self.pool.remove(person(*number)), self.model.remove(number).is_some());
            }
        }
    }

    fn plain(&self) -> PlainScan {
        PlainScan::new(&REFERENCE, self.model.iter().map(|(number, known)| entry(person(*number), known)))
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: DRAWS, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_pool_answers_as_the_plain_scan(
        profiles in vec(profile(), 10..24),
        grants in vec(grants(), 1..6),
        postings in vec((prop_oneof![2 => terms(), 1 => open_terms()], weights()), POSTINGS),
        writes in vec(vec(write(), 1..6), MOMENTS),
        limit in prop_oneof![0usize..40, Just(250), Just(usize::MAX)],
        asked in any::<Index>(),
    ) {
        let mut story =
            Story { pool: Pool::new(Arc::clone(&REFERENCE)), model: BTreeMap::new(), profiles, grants, version: 0 };
        let viewer = Viewer { organization_id: organization(1), at: now() };
        for writes in &writes {
            let before = story.pool.snapshot();
            let plain_before = (writes.len() == 1).then(|| story.plain());
            writes.iter().for_each(|write| story.write(write));
            let (snapshot, plain) = (story.pool.snapshot(), story.plain());
            prop_assert_eq!(snapshot.len(), story.model.len());
            let asked = person(asked.index(650) as u32);
            for (terms, weights) in &postings {
                compare((&snapshot, &plain), terms, Among::Visible(viewer), (*weights, limit, asked))?;
            }
            let call = RankCall { among: Among::Visible(viewer), sort: SortKey::Score, limit, weights: postings[0].1 };
            let together: Vec<CompiledPosting> = postings.iter().map(|(terms, _)| compiled(terms)).collect();
            let each = snapshot.top_each(&together, &call, &Executor::single());
            let alone: Vec<_> = together.iter().map(|posting| snapshot.top(posting, &call)).collect();
            prop_assert_eq!(each, alone);
            let listed: Vec<CandidateId> = (0..650).step_by(13).map(person).collect();
            let (terms, weights) = &postings[0];
            compare((&snapshot, &plain), terms, Among::Listed(&listed), (*weights, limit, asked))?;
            if let Some(plain) = plain_before {
                compare((&before, &plain), terms, Among::Visible(viewer), (*weights, limit, asked))?;
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: BEST_DRAWS, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn many_people_get_the_postings_that_each_would_get_alone(
        profiles in vec(profile(), 10..24),
        postings in vec(terms(), 1..30),
        weights in weights(),
        writes in vec(write(), 1..4),
        limit in 0usize..8,
        sort in prop_oneof![Just(SortKey::Score), Just(SortKey::Mutual)],
    ) {
        let grants = vec![Vec::new()];
        let mut story =
            Story { pool: Pool::new(Arc::clone(&REFERENCE)), model: BTreeMap::new(), profiles, grants, version: 0 };
        writes.iter().for_each(|write| story.write(write));
        let snapshot = story.pool.snapshot();
        let posting = |(number, terms): (u8, &PostingTerms)| {
            CompiledPosting::new(&REFERENCE, Some(PostingId::from_parts(u64::from(number), [number; 10])), terms)
        };
        let postings: Vec<CompiledPosting> = (0u8..).zip(&postings).map(posting).collect();
        let call = PostingsCall { sort, limit, weights };
        let visible = |owner: u8| snapshot.visible(&Viewer { organization_id: organization(owner), at: now() });
        let mut seen = 0;
        for owner in 0..3 {
            let ids = visible(owner);
            prop_assert!(ids.is_sorted());
            seen += ids.len();
            let best = snapshot.best_postings(&ids, &postings, &call);
            prop_assert!(best.iter().map(|(id, _)| id).eq(&ids));
            for (id, items) in best {
                let (_, known) = story.model.iter().find(|(number, _)| person(**number) == id).unwrap();
                let alone = CompiledPerson::new(&REFERENCE, id, &known.profile);
                prop_assert_eq!(items, rank_postings(&alone, &postings, &call).items);
            }
        }
        prop_assert_eq!(seen, story.model.len());
    }
}
