//! Why a pair stands where it stands: constraints with both values, and what would change it.

use crate::ranking::PairScore;
use crate::region::RegionCode;
use crate::skills::SkillId;
use crate::words;

words! {
    /// 条件: a hard rule. The order here is the order of every list.
    pub enum ConstraintCode {
        /// 必須スキル
        SkillRequired = "skill_required",
        /// 稼働時間
        Hours = "hours",
        /// 時間帯
        Slots = "slots",
        /// 期間
        Period = "period",
        /// 働き方
        WorkStyle = "work_style",
        /// 訪問の回数
        Visits = "visits",
        /// 移動の距離
        Travel = "travel",
        /// 居住地
        Residency = "residency",
        /// 契約の形
        ContractForm = "contract_form",
        /// 報酬
        Reward = "reward",
        /// 本業の許可
        MainJob = "main_job",
    }
}

words! {
    /// What became of a constraint.
    pub enum Outcome {
        /// Holds.
        Pass = "pass",
        /// Fails: the person is excluded.
        Fail = "fail",
        /// The person left it blank: to confirm.
        Unknown = "unknown",
    }
}

/// A value shown beside a constraint or a relaxation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    /// A whole number, in the unit of its code.
    Number(i64),
    /// A word.
    Word(String),
    /// Several words.
    Words(Vec<String>),
    /// `within` these regions.
    Within(Vec<RegionCode>),
    /// `outside` these regions.
    Outside(Vec<RegionCode>),
}

/// One constraint of a pair with both sides' values; `None` where a side states nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ConstraintLine {
    /// Which.
    pub code: ConstraintCode,
    /// The required skill, for `skill_required`.
    pub skill: Option<SkillId>,
    /// What became of it.
    pub outcome: Outcome,
    /// What the posting asks: level, hours, slots to share, days to share, style, visits, kilometres away, regions,
    /// form, yen an hour offered; none for `main_job`.
    pub posting_value: Option<Fact>,
    /// What the person has: level held, hours, slots shared, days shared, styles, visits, kilometres at most, home,
    /// forms, yen an hour wished, permission.
    pub candidate_value: Option<Fact>,
}

words! {
    /// What a person could change.
    pub enum CounterfactualCode {
        /// Hours raised to what is desired.
        Hours = "hours",
        /// One wanted skill stated at the target level.
        Skill = "skill",
    }
}

/// 何が変われば: one change alone, everybody else as they are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counterfactual {
    /// What changes.
    pub code: CounterfactualCode,
    /// Which skill.
    pub skill: Option<SkillId>,
    /// From this value; `None` when blank or not held.
    pub from: Option<u8>,
    /// To this value.
    pub to: u8,
    /// Whether the person is eligible then.
    pub eligible: bool,
    /// The score then, parts per million.
    pub score: u32,
    /// The rank then; `None` when still excluded.
    pub rank: Option<u32>,
}

/// A pair explained, eligible or not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PairExplanation {
    /// Whether no constraint fails.
    pub eligible: bool,
    /// The constraints that are asked, in the order of the table.
    pub constraints: Vec<ConstraintLine>,
    /// Constraints to confirm, each once.
    pub unknown: Vec<ConstraintCode>,
    /// The score and its parts, for an excluded pair too.
    pub pair: PairScore,
    /// `None` when excluded or not in the pool.
    pub rank: Option<u32>,
    /// `None` when excluded, not in the pool, or beyond the first 200 of it.
    pub rank_range: Option<(u32, u32)>,
    /// `None` when excluded or not in the pool.
    pub band: Option<u32>,
    /// What would change it.
    pub counterfactuals: Vec<Counterfactual>,
}

impl PairExplanation {
    /// The codes that fail, each once, in order.
    pub fn failed(&self) -> Vec<ConstraintCode> {
        let failing = self.constraints.iter().filter(|line| line.outcome == Outcome::Fail);
        let mut codes: Vec<ConstraintCode> = failing.map(|line| line.code).collect();
        codes.dedup();
        codes
    }
}
