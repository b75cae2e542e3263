//! The best postings for many people at once: the people are laid out as a small pool of their own, every posting is
//! put to it, and only the pairs that get through are looked at.

use std::borrow::Borrow;
use std::collections::HashMap;

use domain::{CandidateId, OrganizationId, PostingId, RankedItem};

use crate::person::CompiledPerson;
use crate::pool::{Snapshot, Viewer};
use crate::posting::CompiledPosting;
use crate::posting_ranking::{Desk, PostingsCall, Stored};
use crate::query::{Everybody, Grader, Query};
use crate::standing::{Standing, keep_best, list};
use crate::weighing::Weighing;

impl Snapshot {
    /// Everybody visible to this viewer, ascending by id.
    pub fn visible(&self, viewer: &Viewer) -> Vec<CandidateId> {
        let mut ids = self.shelves().visible(viewer);
        ids.sort_unstable();
        ids
    }

    /// Those of them whom one of these bodies registered, ascending by id.
    pub fn visible_of(&self, viewer: &Viewer, bodies: &[OrganizationId]) -> Vec<CandidateId> {
        let mut ids = self.shelves().visible_of(viewer, bodies);
        ids.sort_unstable();
        ids
    }

    /// The body that registered somebody whom the pool holds.
    pub fn owner_of(&self, id: CandidateId) -> Option<OrganizationId> {
        self.shelves().member(id).map(|member| member.owner)
    }

    /// For each of these people whom the pool holds, once and ascending by id, what [`crate::rank_postings`] lists.
    ///
    /// Memory grows with the people of one call: some thousands are enough to be fast.
    pub fn best_postings<P: Borrow<CompiledPosting>>(
        &self,
        ids: &[CandidateId],
        postings: &[P],
        call: &PostingsCall,
    ) -> Vec<(CandidateId, Vec<RankedItem<PostingId>>)> {
        let people = self.listed(ids);
        let (group, viewer) = self.of_people(people.clone());
        let places: HashMap<CandidateId, usize> =
            (0..).zip(&people).map(|(place, person)| (person.id, place)).collect();
        let mut found: Vec<Vec<Standing<Stored<'_>>>> = people.iter().map(|_| Vec::new()).collect();
        let listing = call.listing();
        for posting in postings.iter().map(P::borrow) {
            let Some(id) = posting.id() else { continue };
            let weighing = Weighing::new(posting, call.weights);
            let query = Query::new(posting, &group, viewer);
            let eligible = Everybody::of(&Grader::new(&query, &weighing, call.sort));
            for Standing { merit, points, who } in eligible {
                let place = places[&who.id];
                found[place].push(Standing { merit, points, who: (id, posting) });
                if found[place].len() >= listing.to_order().saturating_mul(2) {
                    keep_best(&mut found[place], listing.to_order(), &desk(&people[place], call));
                }
            }
        }
        let ranked = people.iter().zip(found);
        ranked.map(|(person, standings)| (person.id, list(standings, listing, &desk(person, call)))).collect()
    }
}

fn desk<'a>(person: &'a CompiledPerson, call: &PostingsCall) -> Desk<'a> {
    Desk { person, request: call.weights }
}
