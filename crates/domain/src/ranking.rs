//! おすすめ順: what a ranking answers, for people or for postings.

use crate::explanation::ConstraintCode;
use crate::skills::SkillId;
use crate::weights::{AppliedWeights, Feature, Weights};
use crate::words;

/// The version of the scoring definition that is implemented.
pub const SCORING_VERSION: u16 = 1;

words! {
    /// What a ranking is sorted by.
    pub enum SortKey {
        /// The score.
        Score = "score",
        /// The harmonic mean of both sides.
        Mutual = "mutual",
    }
}

words! {
    /// How a held skill stands to a wanted one, best first.
    pub enum Relation {
        /// The skill itself.
        Same = "same",
        /// Below it.
        Narrower = "narrower",
        /// Its parent.
        Parent = "parent",
        /// Linked.
        Related = "related",
        /// Same parent.
        Sibling = "sibling",
        /// Its grandparent.
        Grandparent = "grandparent",
        /// Same family.
        Family = "family",
        /// Nothing in common.
        None = "none",
    }
}

/// What speaks for a wanted skill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evidence {
    /// The wanted skill.
    pub wanted: SkillId,
    /// The held skill that counted; `None` where nothing did.
    pub held: Option<SkillId>,
    /// How they stand to each other.
    pub relation: Relation,
    /// 0…100.
    pub sim: u8,
    /// 1…5; `None` where nothing was held.
    pub proficiency: Option<u8>,
}

/// One feature's part of a score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BreakdownLine {
    /// Which.
    pub feature: Feature,
    /// 0…10000.
    pub value: u16,
    /// 0…100.
    pub weight: u8,
    /// Parts per million of the whole score; the lines sum to it exactly.
    pub contribution: u32,
    /// Whether a neutral value stood in for something not stated.
    pub assumed: bool,
    /// For `skill`: required first, then preferred, as the posting lists them; empty elsewhere.
    pub evidence: Vec<Evidence>,
}

/// The score of a pair, with all its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairScore {
    /// Parts per million, 0…1 000 000.
    pub score: u32,
    /// The posting's side alone; `None` when its weights are 0.
    pub forward: Option<u32>,
    /// The candidate's side alone; `None` when its weights are 0.
    pub reverse: Option<u32>,
    /// `2·forward·reverse div (forward + reverse)`.
    pub mutual: Option<u32>,
    /// The applied features in order.
    pub breakdown: Vec<BreakdownLine>,
    /// What was asked for.
    pub preferred: Weights,
    /// What counted.
    pub applied: AppliedWeights,
}

impl PairScore {
    /// The value a ranking is sorted by.
    pub fn sorted_value(&self, sort: SortKey) -> Option<u32> {
        match sort {
            SortKey::Score => Some(self.score),
            SortKey::Mutual => self.mutual,
        }
    }
}

/// One line of a ranking; `Id` is the person's or the posting's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RankedItem<Id> {
    /// Who or what.
    pub id: Id,
    /// 1, 2, 3 …, never shared.
    pub rank: u32,
    /// Best and worst rank when single weights move by a fifth; `None` beyond the first 200 of a pool.
    pub rank_range: Option<(u32, u32)>,
    /// 1, 2, …: within a band nobody is clearly better.
    pub band: u32,
    /// The score and its parts.
    pub pair: PairScore,
    /// Constraints to confirm, in the order of the table, each once.
    pub unknown: Vec<ConstraintCode>,
}

/// How many were looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Totals {
    /// Eligible and excluded.
    pub considered: u64,
    /// No constraint fails.
    pub eligible: u64,
    /// Some constraint fails.
    pub excluded: u64,
}

/// How many a constraint kept out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExclusionCount {
    /// Which.
    pub code: ConstraintCode,
    /// Excluded by it, perhaps among others; once each, however many skills failed.
    pub excluded: u64,
    /// Excluded by nothing else.
    pub excluded_alone: u64,
}

/// An ordered result.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ranking<Id> {
    /// What was asked for (for a person's ranking: without any posting's own weights).
    pub preferred: Weights,
    /// What counted (for a person's ranking each item has its own).
    pub applied: AppliedWeights,
    /// How many were looked at.
    pub totals: Totals,
    /// Codes that excluded somebody, in the order of the table.
    pub exclusions: Vec<ExclusionCount>,
    /// The first `limit`, in order.
    pub items: Vec<RankedItem<Id>>,
}
