//! One pair explained, eligible or not: its constraints, its score, its place, and what would change it.

use domain::{CandidateId, PairExplanation, PartialWeights};

use crate::band;
use crate::constraint;
use crate::counterfactual::{self, Effect};
use crate::pair::Pair;
use crate::person::CompiledPerson;
use crate::pool::{Among, Snapshot};
use crate::posting::CompiledPosting;
use crate::query::{Everybody, Grader, Query};
use crate::rank_range;
use crate::ranking::{Finds, Panel, RankCall};
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
            return Some(panel.explain(&person, |_| None));
        }
        let viewer = match call.among {
            Among::Listed(ids) => {
                let people = self.listed(ids);
                let others = panel.scan(people.iter(), call).standings;
                return Some(among_others(&panel, &person, (others, &panel), call));
            }
            Among::Visible(viewer) => viewer,
        };
        let query = Query::new(posting, self, viewer);
        let everybody = Everybody::of(&Grader::new(&query, &panel.weighing, call.sort));
        let finds = Finds { panel: &panel, query: &query };
        Some(among_others(&panel, &person, (everybody, &finds), call))
    }
}

/// Explains a person with their place among everybody eligible, themselves included when they are.
pub(crate) fn among_others<T, C: Contenders<T, Id = CandidateId>>(
    panel: &Panel<'_>,
    person: &CompiledPerson,
    (mut everybody, contenders): (Vec<Standing<T>>, &C),
    call: &RankCall<'_>,
) -> PairExplanation {
    let own = everybody.iter().position(|standing| contenders.id(&standing.who) == person.id);
    let own = own.map(|place| everybody.swap_remove(place));
    let weights = panel.weighing.numbers();
    let merit = |pair: &Pair<'_>| Merit::new(&pair.points(), &weights, call.sort);
    let own_tie = (panel.posting.tie_breaker.of(person.id), person.id);
    let field = Field { others: &everybody, contenders, own_tie };
    let mut explained = panel.explain(person, |pair| Some(field.rank_of(merit(pair))));
    if let Some(own) = own {
        let rank = field.rank_of(own.merit);
        explained.rank = Some(rank);
        explained.band = field.band_of(own.merit);
        everybody.push(own);
        explained.rank_range = range_at(rank, everybody, (call, contenders));
    }
    explained
}

/// The rank range of a place, when the place is within reach.
fn range_at<T, C: Contenders<T>>(
    rank: u32,
    mut everybody: Vec<Standing<T>>,
    (call, contenders): (&RankCall<'_>, &C),
) -> Option<(u32, u32)> {
    let place = rank as usize - 1;
    let reached = call.among.reach().of(everybody.len());
    if place >= reached {
        return None;
    }
    keep_best(&mut everybody, reached, contenders);
    rank_range::ranges(&everybody, call.sort, contenders).get(place).copied()
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
}

/// The others, among whom a person is placed.
struct Field<'a, T, C> {
    others: &'a [Standing<T>],
    contenders: &'a C,
    /// The person's tie-break and id.
    own_tie: (u64, CandidateId),
}

impl<T, C: Contenders<T, Id = CandidateId>> Field<'_, T, C> {
    /// One more than those who stand before a merit of this person.
    fn rank_of(&self, merit: Merit) -> u32 {
        let is_before = |other: &&Standing<T>| {
            other.merit > merit || (other.merit == merit && self.contenders.tie(&other.who) < self.own_tie)
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
