//! The plain scan: everybody looked at, one after the other, nothing skipped.
//!
//! The reference engine: slow, and easy to hold against the definition. The pool answers the same, byte for byte,
//! and tests compare the two. It also serves where few people are asked about: those listed, those just written.

use std::sync::Arc;

use domain::{CandidateId, Feasibility, PairExplanation, Ranking, Reference};

use crate::constraint;
use crate::exclusion::Tally;
use crate::explanation;
use crate::feasibility;
use crate::pair::Pair;
use crate::person::CompiledPerson;
use crate::pool::{Among, Member, PoolEntry};
use crate::posting::CompiledPosting;
use crate::ranking::{Panel, RankCall};
use crate::standing::{Standing, list};

/// People in a list, ranked by looking at each of them.
#[derive(Debug)]
pub struct PlainScan {
    reference: Arc<Reference>,
    /// Ascending by id.
    members: Vec<Member>,
}

/// What a scan found.
#[derive(Default)]
pub(crate) struct Scan<'a> {
    pub(crate) tally: Tally,
    /// Everybody eligible, in no order yet.
    pub(crate) standings: Vec<Standing<&'a CompiledPerson>>,
}

impl PlainScan {
    /// These people over these tables; of entries with one id, the last stands.
    pub fn new<'a>(reference: &Arc<Reference>, entries: impl IntoIterator<Item = PoolEntry<'a>>) -> Self {
        let member = |entry: PoolEntry<'_>| Member::new(reference, entry);
        Self::of_members(reference, entries.into_iter().map(member).collect())
    }

    /// These members; of those with one id, the last stands.
    pub(crate) fn of_members(reference: &Arc<Reference>, mut members: Vec<Member>) -> Self {
        members.reverse();
        members.sort_by_key(|member| member.person.id);
        members.dedup_by_key(|member| member.person.id);
        Self { reference: Arc::clone(reference), members }
    }

    /// The tables its people were compiled with.
    pub fn reference(&self) -> &Arc<Reference> {
        &self.reference
    }

    /// Everybody looked at, counted; the first of those eligible, in order and explained.
    pub fn rank(&self, posting: &CompiledPosting, call: &RankCall<'_>) -> Ranking<CandidateId> {
        rank(posting, call, self.people(call.among))
    }

    /// Counts those eligible as the posting is, and after each single step it could take.
    pub fn feasibility(&self, posting: &CompiledPosting, among: Among<'_>) -> Feasibility {
        feasibility::of_people(posting, self.people(among))
    }

    /// Explains a person's place among those who are looked at; see [`crate::Snapshot::explain`].
    pub fn explain(
        &self,
        posting: &CompiledPosting,
        candidate: CandidateId,
        call: &RankCall<'_>,
    ) -> Option<PairExplanation> {
        let member = self.members.binary_search_by_key(&candidate, |member| member.person.id).ok()?;
        let member = &self.members[member];
        if !call.among.admits(member) {
            return None;
        }
        let panel = Panel::new(posting, call);
        if !call.among.lists(candidate) {
            return Some(panel.explain(&member.person, |_| None));
        }
        let others = panel.scan(self.people(call.among), call).standings;
        Some(explanation::among_others(&panel, &member.person, (others, &panel), call))
    }

    fn people<'a>(&'a self, among: Among<'a>) -> Box<dyn Iterator<Item = &'a CompiledPerson> + 'a> {
        let of_member = |member: &'a Member| &member.person;
        match among {
            Among::Visible(viewer) => Box::new(
                self.members.iter().filter(move |member| member.is_visible_to(&viewer)).map(of_member),
            ),
            Among::Listed(ids) => {
                let mut places: Vec<usize> = ids
                    .iter()
                    .filter_map(|id| self.members.binary_search_by_key(id, |member| member.person.id).ok())
                    .collect();
                places.sort_unstable();
                places.dedup();
                Box::new(places.into_iter().map(|place| &self.members[place].person))
            }
        }
    }
}

/// Ranks these people.
pub(crate) fn rank<'p>(
    posting: &CompiledPosting,
    call: &RankCall<'_>,
    people: impl Iterator<Item = &'p CompiledPerson>,
) -> Ranking<CandidateId> {
    let panel = Panel::new(posting, call);
    let Scan { tally, standings } = panel.scan(people, call);
    Ranking {
        preferred: panel.weighing.preferred,
        applied: panel.weighing.applied,
        totals: tally.totals(),
        exclusions: tally.exclusions(),
        items: list(standings, call.listing(), &panel),
    }
}

impl Panel<'_> {
    /// Looks at everybody once.
    pub(crate) fn scan<'p>(
        &self,
        people: impl Iterator<Item = &'p CompiledPerson>,
        call: &RankCall<'_>,
    ) -> Scan<'p> {
        let weights = self.weighing.numbers();
        let mut scan = Scan::default();
        for person in people {
            let pair = Pair::new(self.posting, person);
            let failed = constraint::screen(&pair).failed;
            scan.tally.count(failed);
            if failed.is_empty() {
                scan.standings.push(Standing::new(person, pair.points(), (&weights, call.sort)));
            }
        }
        scan
    }
}
