//! 案件: the short project, and what it asks.
//!
//! [`PostingTerms`] is all that scoring may read; the prose around it never enters a score.

use chrono::NaiveDate;

use crate::categories::CategoryId;
use crate::id::{ExternalId, OrganizationId, PostingId, RoundId};
use crate::region::{MunicipalityCode, RegionCode};
use crate::skills::{Proficiency, SkillId};
use crate::timestamp::Timestamp;
use crate::weights::PartialWeights;
use crate::word::WordSet;
use crate::words;
use crate::work::{ContractForm, Slot, WorkStyle};

mod check;
mod status;

pub use status::PostingStatus;

words! {
    /// 実行か助言か.
    pub enum SupportType {
        /// 実行
        Execution = "execution",
        /// 助言
        Advice = "advice",
    }
}

words! {
    /// 交通費の負担者.
    pub enum TravelCostPayer {
        /// 団体
        Organization = "organization",
        /// 本人
        Candidate = "candidate",
        /// 分担
        Shared = "shared",
    }
}

words! {
    /// What the reward counts.
    pub enum RewardKind {
        /// 時給
        Hourly = "hourly",
        /// 日当
        Daily = "daily",
        /// 月額
        Monthly = "monthly",
        /// 総額
        Fixed = "fixed",
        /// 無報酬
        None = "none",
    }
}

/// A skill the work cannot do without.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RequiredSkill {
    /// The skill.
    pub skill: SkillId,
    /// The least proficiency.
    pub min_proficiency: Proficiency,
}

/// A skill that helps.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PreferredSkill {
    /// The skill.
    pub skill: SkillId,
    /// 1…3.
    pub weight: u8,
}

/// 希望稼働, hours a week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskedHours {
    /// Fewer are not enough (≥ 1).
    pub min: Option<u8>,
    /// More do not help; blank = `min`.
    pub desired: Option<u8>,
}

impl AskedHours {
    /// `desired`, or `min` where it is blank.
    pub fn desired(self) -> Option<u8> {
        self.desired.or(self.min)
    }
}

/// Where the person has to live, or must not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Residency {
    /// In one of these.
    Within(Vec<RegionCode>),
    /// In none of these.
    Outside(Vec<RegionCode>),
}

/// 報酬.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Reward {
    /// What the amounts count.
    pub kind: RewardKind,
    /// Yen.
    pub min_yen: Option<u32>,
    /// Yen.
    pub max_yen: Option<u32>,
}

/// Everything of a posting that scoring reads, and nothing else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostingTerms {
    /// 契約の形.
    pub contract_form: ContractForm,
    /// Where the work is.
    pub municipality: MunicipalityCode,
    /// 働き方.
    pub work_style: WorkStyle,
    /// In the order the posting lists them; a skill is wanted once.
    pub required_skills: Vec<RequiredSkill>,
    /// In the order the posting lists them.
    pub preferred_skills: Vec<PreferredSkill>,
    /// Visits a month, 0…31.
    pub visits_per_month: Option<u8>,
    /// 希望稼働.
    pub hours_per_week: Option<AskedHours>,
    /// When it would be done; empty = not stated.
    pub slots: WordSet<Slot>,
    /// How many of them a person must share (≥ 1).
    pub min_shared_slots: u8,
    /// First day.
    pub starts_on: Option<NaiveDate>,
    /// Last day.
    pub ends_on: Option<NaiveDate>,
    /// Days that must be shared (≥ 1).
    pub min_days: u16,
    /// 居住の条件.
    pub residency: Option<Residency>,
    /// 報酬.
    pub reward: Option<Reward>,
    /// テーマ; ascending, none twice.
    pub categories: Vec<CategoryId>,
    /// The posting's own weights.
    pub weights: PartialWeights,
}

impl PostingTerms {
    /// Start to end, both counted; `None` while one is open.
    pub fn posting_days(&self) -> Option<u64> {
        let days = self.ends_on?.signed_duration_since(self.starts_on?).num_days() + 1;
        u64::try_from(days).ok()
    }

    /// Whether nothing is paid: form `pro_bono`, or reward kind `none`.
    pub fn is_unpaid(&self) -> bool {
        self.contract_form == ContractForm::ProBono
            || self.reward.is_some_and(|reward| reward.kind == RewardKind::None)
    }

    /// The offer per hour in yen, floored once; 0 when unpaid, `None` when a piece is missing (scoring version 1, §2).
    pub fn reward_yen_per_hour(&self) -> Option<u64> {
        if self.is_unpaid() {
            return Some(0);
        }
        let reward = self.reward?;
        let yen = u64::from(reward.min_yen?);
        let desired =
            || self.hours_per_week.and_then(AskedHours::desired).map(u64::from).filter(|hours| *hours > 0);
        match reward.kind {
            RewardKind::Hourly => Some(yen),
            RewardKind::Daily => Some(yen / 8),
            RewardKind::Monthly => Some(12 * yen / (52 * desired()?)),
            RewardKind::Fixed => Some(7 * yen / (desired()? * self.posting_days()?)),
            RewardKind::None => Some(0),
        }
    }
}

/// What a caller writes of a posting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PostingContent {
    /// The caller's own key.
    pub external_id: Option<ExternalId>,
    /// 題: begins with what will be done.
    pub title: String,
    /// 困りごと.
    pub issue: Option<String>,
    /// やること.
    pub description: Option<String>,
    /// 成果物.
    pub deliverable: Option<String>,
    /// 実行か助言か.
    pub support_type: Option<SupportType>,
    /// 交通費の負担者.
    pub travel_cost_paid_by: Option<TravelCostPayer>,
    /// 枠 (≥ 1).
    pub seats: u16,
    /// 募集回 that it belongs to.
    pub round_id: Option<RoundId>,
    /// The bodies whose people alone it is for, beside the posting body's own; empty = everybody.
    pub members_of: Vec<OrganizationId>,
    /// First instant at which an application is taken; where it is not stated, the round's.
    pub application_opens_at: Option<Timestamp>,
    /// Last instant at which an application is taken; where it is not stated, the round's.
    pub application_closes_at: Option<Timestamp>,
    /// What scoring reads.
    pub terms: PostingTerms,
}

/// 案件.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// Id.
    pub id: PostingId,
    /// The body that posts it.
    pub organization_id: OrganizationId,
    /// Grows by one with each change, also of the window of its round.
    pub version: i64,
    /// 段階.
    pub status: PostingStatus,
    /// Made at.
    pub created_at: Timestamp,
    /// Last changed at.
    pub updated_at: Timestamp,
    /// The window of its round, as it is now; not stated where there is no round.
    pub round_window: ApplicationWindow,
    /// What the caller wrote.
    pub content: PostingContent,
}

/// From when until when applications are taken; both instants are included, and one that is not stated is open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ApplicationWindow {
    /// First instant.
    pub opens_at: Option<Timestamp>,
    /// Last instant.
    pub closes_at: Option<Timestamp>,
}

/// Whether an application would be taken at an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Window {
    /// Before the first instant.
    NotYetOpen,
    /// Within; both ends included.
    Open,
    /// After the last instant.
    Closed,
}

impl ApplicationWindow {
    /// Its state at an instant.
    pub fn at(self, at: Timestamp) -> Window {
        if self.opens_at.is_some_and(|opens| at < opens) {
            Window::NotYetOpen
        } else if self.closes_at.is_some_and(|closes| at > closes) {
            Window::Closed
        } else {
            Window::Open
        }
    }

    /// Whether nothing can ever be within.
    pub fn ends_before_it_begins(self) -> bool {
        matches!((self.opens_at, self.closes_at), (Some(opens), Some(closes)) if closes < opens)
    }
}

impl Posting {
    /// The window that holds: each end as the posting states it, else as its round does.
    pub fn window(&self) -> ApplicationWindow {
        ApplicationWindow {
            opens_at: self.content.application_opens_at.or(self.round_window.opens_at),
            closes_at: self.content.application_closes_at.or(self.round_window.closes_at),
        }
    }

    /// The state of the window at an instant.
    pub fn window_at(&self, at: Timestamp) -> Window {
        self.window().at(at)
    }

    /// Whether the people of a body may be matched with it: everybody's, or only those of the bodies it is for.
    pub fn is_for_people_of(&self, body: OrganizationId) -> bool {
        let members = &self.content.members_of;
        members.is_empty() || body == self.organization_id || members.contains(&body)
    }
}
