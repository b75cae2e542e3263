//! What everybody in a soak shares: the pool, its newest snapshot, the postings, and what was counted.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use domain::{CandidateProfile, OrganizationId, Recipient, Timestamp};
use scoring::{CompiledPosting, Grant, Pool, PoolEntry, Snapshot, Viewer};

use super::SoakOptions;
use super::ledger::{Ledger, Standing};
use crate::population::dice::{Dice, Purpose};
use crate::population::{Asks, Population};

/// Postings of each kind.
const POSTINGS: u64 = 32;

/// Organizations that register people and look at them.
const ORGANIZATIONS: u64 = 6;

/// The instants at which consents end and viewers look lie within so many seconds.
const SPAN: u64 = 1_000_000;

/// Examples of mismatches that are kept.
const EXAMPLES: usize = 10;

/// Everything that is shared.
pub(super) struct World {
    pub(super) population: Population,
    pub(super) seed: u64,
    pub(super) postings: Vec<CompiledPosting>,
    pub(super) pool: Mutex<Pool>,
    newest: RwLock<Snapshot>,
    pub(super) ledger: Mutex<Ledger>,
    pub(super) findings: Mutex<Findings>,
    pub(super) writes: AtomicU64,
    pub(super) reads: AtomicU64,
    pub(super) batches: AtomicU64,
    pub(super) done: AtomicBool,
}

/// What the checker found.
#[derive(Debug, Default)]
pub(super) struct Findings {
    pub(super) checks: u64,
    pub(super) answers: u64,
    pub(super) versions: u64,
    pub(super) mismatches: u64,
    pub(super) examples: Vec<String>,
}

impl Findings {
    /// An answer was compared; a difference with what it is.
    pub(super) fn answer(&mut self, difference: Option<String>) {
        self.answers += 1;
        self.note(difference);
    }

    /// What a writer was told was compared; a difference with what it is.
    pub(super) fn version(&mut self, difference: Option<String>) {
        self.versions += 1;
        self.note(difference);
    }

    fn note(&mut self, difference: Option<String>) {
        let Some(example) = difference else { return };
        self.mismatches += 1;
        if self.examples.len() < EXAMPLES {
            self.examples.push(example);
        }
    }
}

impl World {
    /// Four people in five are in at the beginning, and about as many stay in.
    pub(super) fn new(options: &SoakOptions) -> Self {
        let population = Population::new(options.seed);
        let numbers = options.people + options.people / 4;
        let mut ledger = Ledger { known: Vec::with_capacity(numbers), recent: VecDeque::new() };
        let mut pool = Pool::new(population.reference().clone());
        for number in 0..numbers as u64 {
            let standing = Standing { version: 1, drawn: number, granted: number, is_in: number % 5 != 4 };
            if standing.is_in {
                let (profile, person) = (population.person(number).1, (options.seed, number));
                pool.put(entry(&population, person, &standing, &profile));
            }
            ledger.known.push(standing.into());
        }
        let postings = [Asks::Skills, Asks::Nothing].into_iter().flat_map(|asks| {
            let population = &population;
            (0..POSTINGS).map(move |number| population.compiled(number, asks))
        });
        Self {
            seed: options.seed,
            postings: postings.collect(),
            newest: RwLock::new(pool.snapshot()),
            pool: Mutex::new(pool),
            ledger: Mutex::new(ledger),
            findings: Mutex::default(),
            writes: AtomicU64::new(0),
            reads: AtomicU64::new(0),
            batches: AtomicU64::new(0),
            done: AtomicBool::new(false),
            population,
        }
    }

    /// The newest snapshot.
    pub(super) fn snapshot(&self) -> Snapshot {
        self.newest.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts the newest snapshot where readers take it.
    pub(super) fn publish(&self, pool: &Pool) {
        *self.newest.write().unwrap_or_else(PoisonError::into_inner) = pool.snapshot();
    }

    /// The writers' ledger.
    pub(super) fn ledger(&self) -> MutexGuard<'_, Ledger> {
        self.ledger.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What was found so far.
    pub(super) fn findings(&self) -> MutexGuard<'_, Findings> {
        self.findings.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The profile of a standing.
    pub(super) fn profile(&self, standing: &Standing) -> CandidateProfile {
        self.population.person(standing.drawn).1
    }

    /// The person as the pool takes them.
    pub(super) fn entry<'p>(
        &self,
        number: u64,
        standing: &Standing,
        profile: &'p CandidateProfile,
    ) -> PoolEntry<'p> {
        entry(&self.population, (self.seed, number), standing, profile)
    }
}

/// One of the organizations, looking at some instant.
pub(super) fn some_viewer(dice: &mut Dice) -> Viewer {
    Viewer { organization_id: organization(dice.below(ORGANIZATIONS)), at: some_instant(dice) }
}

fn entry<'p>(
    population: &Population,
    (seed, number): (u64, u64),
    standing: &Standing,
    profile: &'p CandidateProfile,
) -> PoolEntry<'p> {
    PoolEntry {
        id: population.candidate_id(number),
        owner: organization(number % ORGANIZATIONS),
        version: standing.version,
        grants: grants(&mut Dice::of(seed, Purpose::Grants, standing.granted)),
        profile,
    }
}

/// To nobody, to everybody or to some, for a while or for good.
fn grants(dice: &mut Dice) -> Vec<Grant> {
    let count = *dice.even(&[0, 0, 1, 1, 2]);
    (0..count)
        .map(|_| {
            let is_any = dice.percent(60);
            let recipient = Recipient::Organization(organization(dice.below(ORGANIZATIONS)));
            let until = dice.percent(40).then(|| some_instant(dice));
            Grant { recipient: if is_any { Recipient::Any } else { recipient }, until }
        })
        .collect()
}

fn organization(number: u64) -> OrganizationId {
    OrganizationId::from_parts(1 + number, [7; 10])
}

fn some_instant(dice: &mut Dice) -> Timestamp {
    let seconds = 1_790_000_000 + dice.below(SPAN);
    Timestamp::since_epoch(std::time::Duration::from_secs(seconds))
}
