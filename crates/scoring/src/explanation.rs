//! One pair explained, eligible or not: its constraints, its score, its place, and what would change it.

use domain::{CandidateId, PairExplanation, PartialWeights};

use crate::band;
use crate::constraint;
use crate::counterfactual::{self, Effect};
use crate::pair::Pair;
use crate::person::CompiledPerson;
use crate::pool::Snapshot;
use crate::posting::CompiledPosting;
use crate::rank_range;
use crate::ranking::{Panel, RankCall};
use crate::score::{self, Merit};
use crate::standing::{Contenders, Standing, keep_best};
use crate::weighing::Weighing;

/// Explains a pair by itself: no pool, hence no ranks.
pub fn explain_pair(
    posting: &CompiledPosting,
    person: &CompiledPerson,
    weights: PartialWeights,
) -> PairExplanation {
    let panel = Panel { posting, weighing: Weighing::new(posting, weights) };
    panel.explain(person, |_| None)
}

impl Snapshot {
    /// Explains a person's place among those who are looked at.
    ///
    /// `None` when the pool does not hold the person or, for a viewer, they are not visible. Somebody who is not
    /// listed is explained without a place: no rank, now or after a change.
    pub fn explain(
        &self,
        posting: &CompiledPosting,
        candidate: CandidateId,
        call: &RankCall<'_>,
    ) -> Option<PairExplanation> {
        let person = self.person(candidate, call.among)?;
        let panel = Panel::new(posting, call);
        if !call.among.lists(candidate) {
            return Some(panel.explain(person, |_| None));
        }
        let others = panel.scan(self.people(call.among), call).standings;
        Some(among_others(&panel, person, others, call))
    }
}

/// Explains a person with their place among those eligible.
pub(crate) fn among_others<'p>(
    panel: &Panel<'_>,
    person: &'p CompiledPerson,
    mut others: Vec<Standing<&'p CompiledPerson>>,
    call: &RankCall<'_>,
) -> PairExplanation {
    others.retain(|other| other.who.id != person.id);
    let weights = panel.weighing.numbers();
    let standing = |pair: &Pair<'_>| Merit::new(&pair.points(), &weights, call.sort);
    let field = Field { panel, others: &others, candidate: person.id };
    let mut explained = panel.explain(person, |pair| Some(field.rank_of(standing(pair))));
    if explained.eligible {
        let rule = (&weights, call.sort);
        let own = Standing::new(person, Pair::new(panel.posting, person).points(), rule);
        let rank = field.rank_of(own.merit);
        explained.rank = Some(rank);
        explained.band = field.band_of(own.merit);
        others.push(own);
        explained.rank_range = panel.range_at(rank, others, call);
    }
    explained
}

impl Panel<'_> {
    /// Everything but the place; `rank` tells the rank that a pair, eligible after a change, would have.
    pub(crate) fn explain(
        &self,
        person: &CompiledPerson,
        rank: impl Fn(&Pair<'_>) -> Option<u32>,
    ) -> PairExplanation {
        let pair = Pair::new(self.posting, person);
        let screen = constraint::screen(&pair);
        let weights = self.weighing.numbers();
        let effect = |changed: &CompiledPerson| {
            let pair = Pair::new(self.posting, changed);
            let eligible = constraint::screen(&pair).failed.is_empty();
            let score = score::score(&pair.points(), &weights);
            Effect { eligible, score, rank: if eligible { rank(&pair) } else { None } }
        };
        let changes = counterfactual::changes(self.posting, person);
        PairExplanation {
            eligible: screen.failed.is_empty(),
            constraints: constraint::lines(&pair),
            unknown: screen.unknown.iter().collect(),
            pair: pair.score(&self.weighing),
            rank: None,
            rank_range: None,
            band: None,
            counterfactuals: changes
                .iter()
                .map(|change| change.shown(self.posting, effect(&change.person)))
                .collect(),
        }
    }

    /// The rank range of a place, when the place is within reach.
    fn range_at(
        &self,
        rank: u32,
        mut everybody: Vec<Standing<&CompiledPerson>>,
        call: &RankCall<'_>,
    ) -> Option<(u32, u32)> {
        let place = rank as usize - 1;
        let reached = call.among.reach().of(everybody.len());
        if place >= reached {
            return None;
        }
        keep_best(&mut everybody, reached, self);
        rank_range::ranges(&everybody, call.sort, self).get(place).copied()
    }
}

/// The others, among whom a person is placed.
struct Field<'a> {
    panel: &'a Panel<'a>,
    others: &'a [Standing<&'a CompiledPerson>],
    candidate: CandidateId,
}

impl Field<'_> {
    /// One more than those who stand before a merit of this person.
    fn rank_of(&self, merit: Merit) -> u32 {
        let own_tie = (self.panel.posting.tie_breaker.of(self.candidate), self.candidate);
        let is_before = |other: &&Standing<&CompiledPerson>| {
            other.merit > merit || (other.merit == merit && self.panel.tie(&other.who) < own_tie)
        };
        let before = self.others.iter().filter(is_before).count();
        u32::try_from(before + 1).expect("a pool in memory has fewer people than u32 counts")
    }

    /// The band that a merit falls in.
    fn band_of(&self, merit: Merit) -> Option<u32> {
        let better = self.others.iter().map(|other| other.merit).filter(|other| *other > merit);
        let mut merits: Vec<Merit> = better.chain([merit]).collect();
        merits.sort_unstable_by(|left, right| right.cmp(left));
        band::bands(merits).last()
    }
}
