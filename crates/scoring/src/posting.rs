//! A posting made ready for many comparisons.
//!
//! Keeps its terms beside what was compiled from them: the terms are what explanations show.

use std::sync::Arc;

use domain::{PostingId, PostingTerms, Reference, Residency};

use crate::period::Period;
use crate::place::{Bounds, Place, Prefectures};
use crate::tiebreak::TieBreaker;
use crate::wanted::Wanted;

/// A posting, compiled once.
#[derive(Debug, Clone)]
pub struct CompiledPosting {
    pub(crate) reference: Arc<Reference>,
    pub(crate) id: Option<PostingId>,
    pub(crate) terms: PostingTerms,
    /// Required first, then preferred, as the posting lists them.
    pub(crate) wanted: Vec<Wanted>,
    pub(crate) period: Option<Period>,
    pub(crate) place: Place,
    pub(crate) block: Prefectures,
    /// The regions of the residency, of either kind.
    pub(crate) bounds: Option<Bounds>,
    /// One bit a category, in the order of the table.
    pub(crate) categories: u32,
    /// Yen an hour; 0 when unpaid, `None` when a piece is missing.
    pub(crate) offer: Option<u64>,
    pub(crate) tie_breaker: TieBreaker,
}

impl CompiledPosting {
    /// Compiles terms whose ids come from these tables; a draft that is not stored has no id.
    pub fn new(reference: &Arc<Reference>, id: Option<PostingId>, terms: &PostingTerms) -> Self {
        Self::compile(Arc::clone(reference), id, terms.clone(), &[])
    }

    /// The posting's id; `None` for a draft that is not stored.
    pub fn id(&self) -> Option<PostingId> {
        self.id
    }

    /// The terms it was compiled from.
    pub fn terms(&self) -> &PostingTerms {
        &self.terms
    }

    /// The same posting with other terms; what is known of its skills is taken over.
    pub(crate) fn with_terms(&self, terms: PostingTerms) -> Self {
        Self::compile(Arc::clone(&self.reference), self.id, terms, &self.wanted)
    }

    fn compile(
        reference: Arc<Reference>,
        id: Option<PostingId>,
        terms: PostingTerms,
        known: &[Wanted],
    ) -> Self {
        let regions = &reference.regions;
        let categories = terms.categories.iter().filter_map(|id| reference.categories.place(id));
        Self {
            id,
            wanted: Wanted::of_posting(&reference.skills, &terms, known),
            period: Period::new(terms.starts_on, terms.ends_on),
            place: Place::new(regions, terms.municipality),
            block: Prefectures::of_block(regions, terms.municipality.prefecture()),
            bounds: terms.residency.as_ref().map(|residency| match residency {
                Residency::Within(named) | Residency::Outside(named) => Bounds::new(named),
            }),
            categories: categories.fold(0, |bits, place| bits | 1 << place),
            offer: terms.reward_yen_per_hour(),
            tie_breaker: TieBreaker::new(id),
            terms,
            reference,
        }
    }
}
