//! A posting, as answers show it.

use chrono::NaiveDate;
use domain::{
    ApplicationWindow, ContractForm, MunicipalityCode, OrganizationId, Posting, PostingContent, PostingId,
    PostingStatus, RoundId, Slot, SupportType, Timestamp, TravelCostPayer, WorkStyle,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::dto::terms::{
    AskedHoursResponse, PreferredSkillResponse, RequiredSkillResponse, ResidencyResponse, RewardResponse,
};
use crate::dto::weights::PartialWeightsResponse;
use crate::dto::{pages, vocabulary};

/// What a caller has written of a posting.
#[derive(Debug, Serialize, ToSchema)]
pub struct PostingBody {
    /// The caller's own key; shown to the posting's body only.
    #[schema(value_type = Option<vocabulary::ExternalId>)]
    pub external_id: Option<String>,
    /// 題.
    #[schema(max_length = 200)]
    pub title: String,
    /// 困りごと.
    #[schema(max_length = 4000)]
    pub issue: Option<String>,
    /// やること.
    #[schema(max_length = 4000)]
    pub description: Option<String>,
    /// 成果物.
    #[schema(max_length = 4000)]
    pub deliverable: Option<String>,
    /// 実行か助言か.
    #[schema(value_type = Option<vocabulary::SupportType>)]
    pub support_type: Option<SupportType>,
    /// 契約の形.
    #[schema(value_type = vocabulary::ContractForm)]
    pub contract_form: ContractForm,
    /// Skills the work cannot do without.
    #[schema(max_items = 20)]
    pub required_skills: Vec<RequiredSkillResponse>,
    /// Skills that help.
    #[schema(max_items = 20)]
    pub preferred_skills: Vec<PreferredSkillResponse>,
    /// Where the work is.
    #[schema(value_type = vocabulary::MunicipalityCode)]
    pub municipality: MunicipalityCode,
    /// 働き方.
    #[schema(value_type = vocabulary::WorkStyle)]
    pub work_style: WorkStyle,
    /// Visits a month.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 31)]
    pub visits_per_month: Option<u8>,
    /// 交通費の負担者.
    #[schema(value_type = Option<vocabulary::TravelCostPayer>)]
    pub travel_cost_paid_by: Option<TravelCostPayer>,
    /// 希望稼働.
    pub hours_per_week: Option<AskedHoursResponse>,
    /// 時間帯.
    #[schema(value_type = Vec<vocabulary::Slot>, max_items = 50)]
    pub slots: Vec<Slot>,
    /// How many of the slots a person must share.
    #[schema(value_type = i32, minimum = 1, maximum = 21)]
    pub min_shared_slots: u8,
    /// First day of the work.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub starts_on: Option<NaiveDate>,
    /// Last day of the work.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub ends_on: Option<NaiveDate>,
    /// How many days a person must share.
    #[schema(value_type = i32, minimum = 1, maximum = 3660)]
    pub min_days: u16,
    /// 居住の条件.
    pub residency: Option<ResidencyResponse>,
    /// 報酬.
    pub reward: Option<RewardResponse>,
    /// テーマ.
    #[schema(value_type = Vec<vocabulary::CategoryId>, max_items = 14)]
    pub categories: Vec<String>,
    /// 枠.
    #[schema(value_type = i32, minimum = 1, maximum = 1000)]
    pub seats: u16,
    /// 募集回.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub round_id: Option<RoundId>,
    /// The bodies whose people alone it is for, beside the posting body's own; none = everybody.
    #[schema(value_type = Vec<vocabulary::Uuid>, max_items = 20)]
    pub members_of: Vec<OrganizationId>,
    /// First instant at which an application is taken, where the posting states it itself; see `window`.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub application_opens_at: Option<Timestamp>,
    /// Last instant at which an application is taken, where the posting states it itself; see `window`.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub application_closes_at: Option<Timestamp>,
    /// The posting's own weights; `null` where it has none.
    pub weights: Option<PartialWeightsResponse>,
}

/// When applications are taken: each end as the posting states it, else as its round does, amendments included.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ApplicationWindow)]
pub struct WindowBody {
    /// First instant; `null` = it is open already.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub opens_at: Option<Timestamp>,
    /// Last instant; `null` = it has no end.
    #[schema(value_type = Option<vocabulary::Instant>)]
    pub closes_at: Option<Timestamp>,
}

impl From<ApplicationWindow> for WindowBody {
    fn from(window: ApplicationWindow) -> Self {
        Self { opens_at: window.opens_at, closes_at: window.closes_at }
    }
}

/// 案件: the short project.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Posting)]
pub struct PostingResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: PostingId,
    /// The body that posts it.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// Its status.
    #[schema(value_type = vocabulary::PostingStatus)]
    pub status: PostingStatus,
    /// What was written.
    #[serde(flatten)]
    pub body: PostingBody,
    /// The window that holds.
    pub window: WindowBody,
    /// The offer per hour in yen that scoring uses; 0 unpaid, `null` when a piece of it is missing.
    #[schema(value_type = Option<i64>, minimum = 0, maximum = 100000000)]
    pub reward_yen_per_hour: Option<u64>,
    /// Since when this is what holds: the last change.
    #[schema(value_type = vocabulary::Instant)]
    pub as_of: Timestamp,
    /// Grows by one with each change; the `ETag` is made of it.
    #[schema(minimum = 1)]
    pub version: i64,
    /// Made at.
    #[schema(value_type = vocabulary::Instant)]
    pub created_at: Timestamp,
    /// Last changed at.
    #[schema(value_type = vocabulary::Instant)]
    pub updated_at: Timestamp,
}

impl From<PostingContent> for PostingBody {
    fn from(content: PostingContent) -> Self {
        let terms = content.terms;
        Self {
            external_id: content.external_id.map(|id| id.to_string()),
            title: content.title,
            issue: content.issue,
            description: content.description,
            deliverable: content.deliverable,
            support_type: content.support_type,
            contract_form: terms.contract_form,
            required_skills: terms.required_skills.into_iter().map(Into::into).collect(),
            preferred_skills: terms.preferred_skills.into_iter().map(Into::into).collect(),
            municipality: terms.municipality,
            work_style: terms.work_style,
            visits_per_month: terms.visits_per_month,
            travel_cost_paid_by: content.travel_cost_paid_by,
            hours_per_week: terms.hours_per_week.map(Into::into),
            slots: terms.slots.iter().collect(),
            min_shared_slots: terms.min_shared_slots,
            starts_on: terms.starts_on,
            ends_on: terms.ends_on,
            min_days: terms.min_days,
            residency: terms.residency.map(Into::into),
            reward: terms.reward.map(Into::into),
            categories: terms.categories.iter().map(ToString::to_string).collect(),
            seats: content.seats,
            round_id: content.round_id,
            members_of: content.members_of,
            application_opens_at: content.application_opens_at,
            application_closes_at: content.application_closes_at,
            weights: Some(terms.weights)
                .filter(|weights| !weights.is_empty())
                .map(|weights| weights.0.into()),
        }
    }
}

impl PostingResponse {
    /// The answer for a record.
    pub fn of(posting: Posting) -> Self {
        Self {
            id: posting.id,
            organization_id: posting.organization_id,
            status: posting.status,
            reward_yen_per_hour: posting.content.terms.reward_yen_per_hour(),
            window: posting.window().into(),
            body: posting.content.into(),
            as_of: posting.updated_at,
            version: posting.version,
            created_at: posting.created_at,
            updated_at: posting.updated_at,
        }
    }
}

pages! {
    /// A page of postings.
    PostingPage of PostingResponse;
}
