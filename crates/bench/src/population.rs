//! A made-up country: people and postings drawn from a seed, as many as are asked for.
//!
//! Person `n` and posting `n` are the same whatever else is drawn, on every machine. Skills are held and asked by
//! Zipf's law, people live where the census found them. Knows nothing of the engine's inside.

use std::sync::Arc;

use domain::{CandidateId, CandidateProfile, OrganizationId, PostingId, PostingTerms, Reference, Timestamp};
use scoring::{CompiledEntry, CompiledPosting, Pool, PoolEntry, Viewer};

use country::Country;
use dice::{Dice, Purpose, Shares};
use popularity::Popularity;

mod country;
pub(crate) mod dice;
mod person;
mod popularity;
mod posting;

/// What postings ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asks {
    /// One to four required skills, and up to three preferred ones.
    Skills,
    /// No required skill, one to three preferred ones.
    Nothing,
}

/// The made-up country of one seed.
#[derive(Debug)]
pub struct Population {
    seed: u64,
    reference: Arc<Reference>,
    country: Country,
    popularity: Popularity,
    themes: Shares,
}

impl Population {
    /// The country of a seed.
    pub fn new(seed: u64) -> Self {
        let (country, reference) = Country::new(seed);
        let mut dice = Dice::of(seed, Purpose::Popularity, 0);
        let popularity = Popularity::new(reference.skills.skills().len(), &mut dice);
        let themes = reference.categories.categories().iter();
        let themes = Shares::new(themes.map(|category| u64::from(category.demo_weight)));
        Self { seed, reference: Arc::new(reference), country, popularity, themes }
    }

    /// The built-in tables with the made-up municipalities laid over.
    pub fn reference(&self) -> &Arc<Reference> {
        &self.reference
    }

    /// A person by number.
    pub fn person(&self, number: u64) -> (CandidateId, CandidateProfile) {
        let mut dice = Dice::of(self.seed, Purpose::Person, number);
        (self.candidate_id(number), person::profile(self, &mut dice))
    }

    /// The id of a person by number; later numbers have later ids.
    pub fn candidate_id(&self, number: u64) -> CandidateId {
        CandidateId::from_parts(FIRST_MILLIS + number, self.random(Purpose::PersonId, number))
    }

    /// A posting by number, among those that ask the same.
    pub fn posting(&self, number: u64, asks: Asks) -> PostingTerms {
        let purpose = match asks {
            Asks::Skills => Purpose::Posting,
            Asks::Nothing => Purpose::OpenPosting,
        };
        posting::terms(self, asks, &mut Dice::of(self.seed, purpose, number))
    }

    /// A posting by number, compiled over [`Population::reference`].
    pub fn compiled(&self, number: u64, asks: Asks) -> CompiledPosting {
        let id = PostingId::from_parts(FIRST_MILLIS + number, self.random(Purpose::PostingId, number));
        CompiledPosting::new(&self.reference, Some(id), &self.posting(number, asks))
    }

    /// The first so many people in a pool, registered by [`owner`].
    pub fn pool(&self, people: usize) -> Pool {
        let mut pool = Pool::new(Arc::clone(&self.reference));
        let compiled = |number: usize| {
            let (id, profile) = self.person(number as u64);
            CompiledEntry::new(&self.reference, entry(id, 1, &profile))
        };
        for first in (0..people).step_by(A_GROUP) {
            pool.put_compiled((first..people.min(first + A_GROUP)).map(compiled));
        }
        pool
    }

    fn random(&self, purpose: Purpose, number: u64) -> [u8; 10] {
        let mut dice = Dice::of(self.seed, purpose, number);
        let (early, late) = (dice.bits().to_be_bytes(), dice.bits().to_be_bytes());
        std::array::from_fn(|place| if place < 8 { early[place] } else { late[place - 8] })
    }
}

/// The organization that registered everybody, when one did.
pub fn owner() -> OrganizationId {
    OrganizationId::from_parts(FIRST_MILLIS, [1; 10])
}

/// That organization looking at its own people.
pub fn viewer() -> Viewer {
    let at = Timestamp::parse("2026-11-21T00:00:00Z").expect("a day of the calendar at midnight");
    Viewer { organization_id: owner(), at }
}

/// A person as [`owner`] enters them, open to nobody else.
pub fn entry(id: CandidateId, version: i64, profile: &CandidateProfile) -> PoolEntry<'_> {
    PoolEntry { id, owner: owner(), version, grants: Vec::new(), profile }
}

/// People that are entered together: as many as the server enters when it starts. Each is drawn when their turn comes,
/// so that profiles never count beside the pool.
const A_GROUP: usize = 65_536;

/// When the first of everybody and everything was registered: some instant of 2025.
const FIRST_MILLIS: u64 = 1_750_000_000_000;

#[cfg(test)]
mod tests;
