//! A drawn question, and its answer by the engine and by the plain scan.

use domain::{CandidateId, Feasibility, PairExplanation, PartialWeights, RankedItem, Ranking, SortKey};
use scoring::{Among, CompiledPosting, Executor, PlainScan, RankCall, Snapshot, Viewer};

use super::world::{World, some_viewer};
use crate::population::dice::Dice;

/// People on a list, as applicants are.
const APPLICANTS: u64 = 40;

/// Postings that are asked about together.
const TOGETHER: usize = 10;

const KINDS: [(Kind, u64); 5] =
    [(Kind::Top, 20), (Kind::TopEach, 10), (Kind::Rank, 35), (Kind::Feasibility, 20), (Kind::Explain, 15)];

/// Characters that are shown before two answers part.
const CONTEXT: usize = 120;

/// What is asked, of whom, by whom.
#[derive(Debug)]
pub(super) struct Question {
    kind: Kind,
    posting: usize,
    viewer: Viewer,
    listed: Option<Vec<CandidateId>>,
    candidate: CandidateId,
    sort: SortKey,
    limit: usize,
    weights: PartialWeights,
}

#[derive(Debug, Clone, Copy)]
enum Kind {
    Top,
    TopEach,
    Rank,
    Feasibility,
    Explain,
}

/// One of the engine's answers.
#[derive(Debug, PartialEq)]
pub(super) enum Answer {
    Top(Vec<RankedItem<CandidateId>>),
    TopEach(Vec<Vec<RankedItem<CandidateId>>>),
    Rank(Box<Ranking<CandidateId>>),
    Feasibility(Feasibility),
    Explain(Option<Box<PairExplanation>>),
}

impl Question {
    /// Some question.
    pub(super) fn draw(world: &World, dice: &mut Dice) -> Self {
        let people = world.ledger().known.len() as u64;
        let mut somebody = || world.population.candidate_id(dice.below(people));
        let candidate = somebody();
        let applicants: Vec<CandidateId> = (0..APPLICANTS).map(|_| somebody()).collect();
        let mut weights = PartialWeights::default();
        if dice.percent(20) {
            weights.0 = std::array::from_fn(|_| u8::try_from(dice.within(1, 100)).ok());
        }
        Self {
            kind: dice.lot(&KINDS),
            posting: dice.below((world.postings.len() - TOGETHER + 1) as u64) as usize,
            viewer: some_viewer(dice),
            listed: dice.percent(20).then_some(applicants),
            candidate,
            sort: *dice.even(&[SortKey::Score, SortKey::Score, SortKey::Score, SortKey::Mutual]),
            limit: *dice.even(&[1, 20, 20, 20, 200]),
            weights,
        }
    }

    /// As the engine is called.
    pub(super) fn call(&self) -> RankCall<'_> {
        RankCall { among: self.among(), sort: self.sort, limit: self.limit, weights: self.weights }
    }

    /// What the engine answers.
    pub(super) fn ask(&self, world: &World, snapshot: &Snapshot) -> Answer {
        let (posting, call) = (self.posting(world), self.call());
        match self.kind {
            Kind::Top => Answer::Top(snapshot.top(posting, &call)),
            Kind::TopEach => {
                Answer::TopEach(snapshot.top_each(self.postings(world), &call, &Executor::single()))
            }
            Kind::Rank => Answer::Rank(Box::new(snapshot.rank(posting, &call))),
            Kind::Feasibility => Answer::Feasibility(snapshot.feasibility(posting, call.among)),
            Kind::Explain => Answer::Explain(snapshot.explain(posting, self.candidate, &call).map(Box::new)),
        }
    }

    /// What the plain scan answers.
    pub(super) fn ask_plainly(&self, world: &World, plain: &PlainScan) -> Answer {
        let (posting, call) = (self.posting(world), self.call());
        match self.kind {
            Kind::Top => Answer::Top(plain_top(plain, posting, &call)),
            Kind::TopEach => {
                let top = |posting| plain_top(plain, posting, &call);
                Answer::TopEach(self.postings(world).iter().map(top).collect())
            }
            Kind::Rank => Answer::Rank(Box::new(plain.rank(posting, &call))),
            Kind::Feasibility => Answer::Feasibility(plain.feasibility(posting, call.among)),
            Kind::Explain => Answer::Explain(plain.explain(posting, self.candidate, &call).map(Box::new)),
        }
    }

    /// How the two answers differ, when they do.
    pub(super) fn difference(&self, world: &World, snapshot: &Snapshot, plain: &PlainScan) -> Option<String> {
        let (engine, plain) = (self.ask(world, snapshot), self.ask_plainly(world, plain));
        (engine != plain).then(|| {
            let (engine, plain) = first_difference(&format!("{engine:?}"), &format!("{plain:?}"));
            format!("{self:?}: the engine answers …{engine}…, the plain scan …{plain}…")
        })
    }

    fn among(&self) -> Among<'_> {
        self.listed.as_deref().map_or(Among::Visible(self.viewer), Among::Listed)
    }

    fn posting<'w>(&self, world: &'w World) -> &'w CompiledPosting {
        &world.postings[self.posting]
    }

    /// The posting and those after it.
    fn postings<'w>(&self, world: &'w World) -> &'w [CompiledPosting] {
        &world.postings[self.posting..self.posting + TOGETHER]
    }
}

/// The engine gives no rank ranges where it counts nobody.
fn plain_top(
    plain: &PlainScan,
    posting: &CompiledPosting,
    call: &RankCall<'_>,
) -> Vec<RankedItem<CandidateId>> {
    let items = plain.rank(posting, call).items;
    items.into_iter().map(|item| RankedItem { rank_range: None, ..item }).collect()
}

/// Where two texts part, a little of each.
fn first_difference(left: &str, right: &str) -> (String, String) {
    let shared = left.chars().zip(right.chars()).take_while(|(left, right)| left == right).count();
    let part = |text: &str| text.chars().skip(shared.saturating_sub(CONTEXT)).take(3 * CONTEXT).collect();
    (part(left), part(right))
}
