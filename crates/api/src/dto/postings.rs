//! 案件, as callers write it and as answers show it.

use domain::{
    ContractForm, Faults, OrganizationId, PostingContent, PostingStatus, PostingTerms, RoundId, Slot,
    SupportType, TravelCostPayer, WorkStyle,
};
use matching::postings::NewPosting;
use serde::Deserialize;
use utoipa::ToSchema;

use super::narrow::narrow;
use super::terms::{
    AskedHoursRequest, PreferredSkillRequest, RequiredSkillRequest, ResidencyRequest, RewardRequest,
};
use super::weights::PartialWeightsRequest;
use super::{RequestBody, vocabulary};
use crate::extract::reading::{List, Reading, WindowSide, placeholder_municipality};

mod answer;

pub use answer::{PostingBody, PostingPage, PostingResponse};

/// A posting, as a caller writes it. From the first draft on `title`, `contract_form`, `municipality` and
/// `work_style` are compulsory; the rest may be `null`.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "external_id": "miso-2026-1", "title": "みそ蔵の新商品を首都圏に届ける",
    "issue": "蔵の直売所のほかに売り先がなく、若い世代に届いていない。",
    "description": "首都圏の小売店と通販モールでの売り方を考え、最初の3件の取引まで一緒に進める。",
    "deliverable": "販路の計画と、最初の3件の商談記録", "support_type": "execution",
    "contract_form": "quasi_mandate",
    "required_skills": [{"skill": "mall-operation", "min_proficiency": 3}],
    "preferred_skills": [{"skill": "instagram", "weight": 2}],
    "municipality": "202151", "work_style": "hybrid", "visits_per_month": 1, "travel_cost_paid_by": "organization",
    "hours_per_week": {"min": 4, "desired": 8}, "slots": [], "min_shared_slots": 1,
    "starts_on": "2026-09-01", "ends_on": "2026-11-30", "min_days": 30, "residency": null,
    "reward": {"kind": "monthly", "min_yen": 30000, "max_yen": 50000}, "categories": ["sales"], "seats": 2, "round_id": null, "members_of": [],
    "application_opens_at": "2026-07-08", "application_closes_at": "2026-08-04", "weights": null
})))]
pub struct PostingRequest {
    /// The caller's own key.
    #[schema(value_type = Option<vocabulary::ExternalId>)]
    pub external_id: Option<String>,
    /// The body that posts it: the own one when absent, or one that is coordinated. It cannot be changed later.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub organization_id: Option<String>,
    /// 題: begins with what will be done.
    #[schema(value_type = String, required, min_length = 1, max_length = 200, examples("みそ蔵の新商品を首都圏に届ける"))]
    pub title: Option<String>,
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
    #[schema(value_type = vocabulary::ContractForm, required)]
    pub contract_form: Option<ContractForm>,
    /// Skills the work cannot do without; a skill is wanted once, here or among the preferred.
    #[schema(value_type = Option<Vec<RequiredSkillRequest>>, max_items = 20)]
    pub required_skills: List<RequiredSkillRequest>,
    /// Skills that help.
    #[schema(value_type = Option<Vec<PreferredSkillRequest>>, max_items = 20)]
    pub preferred_skills: List<PreferredSkillRequest>,
    /// Where the work is.
    #[schema(value_type = vocabulary::MunicipalityCode, required)]
    pub municipality: Option<String>,
    /// 働き方.
    #[schema(value_type = vocabulary::WorkStyle, required)]
    pub work_style: Option<WorkStyle>,
    /// Visits a month.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 31)]
    pub visits_per_month: Option<i64>,
    /// 交通費の負担者.
    #[schema(value_type = Option<vocabulary::TravelCostPayer>)]
    pub travel_cost_paid_by: Option<TravelCostPayer>,
    /// 希望稼働.
    pub hours_per_week: Option<AskedHoursRequest>,
    /// 時間帯.
    #[schema(value_type = Option<Vec<vocabulary::Slot>>, max_items = 50)]
    pub slots: List<Slot>,
    /// How many of the slots a person must share; 1 when absent.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 21)]
    pub min_shared_slots: Option<i64>,
    /// First day of the work.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub starts_on: Option<String>,
    /// Last day of the work; not before `starts_on`.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub ends_on: Option<String>,
    /// How many days a person must share; 1 when absent.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 3660)]
    pub min_days: Option<i64>,
    /// 居住の条件.
    pub residency: Option<ResidencyRequest>,
    /// 報酬.
    pub reward: Option<RewardRequest>,
    /// テーマ.
    #[schema(value_type = Option<Vec<vocabulary::CategoryId>>, max_items = 14)]
    pub categories: List<String>,
    /// 枠; 1 when absent.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 1000)]
    pub seats: Option<i64>,
    /// 募集回 that it belongs to: a round that the caller sees and that the posting's body takes part in.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub round_id: Option<String>,
    /// The bodies whose people alone it is for, beside the posting body's own; none = everybody. Nobody else sees the
    /// posting, and it is in no feed.
    #[schema(value_type = Option<Vec<vocabulary::Uuid>>, max_items = 20)]
    pub members_of: List<String>,
    /// First instant at which an application is taken, the round's when absent; a day alone is meant in Japan, from its first instant on.
    #[schema(value_type = Option<vocabulary::WindowEnd>)]
    pub application_opens_at: Option<String>,
    /// Last instant at which an application is taken, the round's when absent; a day alone is meant in Japan, to its last instant.
    #[schema(value_type = Option<vocabulary::WindowEnd>)]
    pub application_closes_at: Option<String>,
    /// The posting's own weights.
    pub weights: Option<PartialWeightsRequest>,
}

impl RequestBody for PostingRequest {
    type Content = NewPosting;

    fn into_content(mut self, mut reading: Reading<'_>) -> Result<NewPosting, Faults> {
        let organization = self.organization_id.take();
        let organization_id = reading.id("/organization_id", organization.as_deref(), OrganizationId::parse);
        let content = self.content(&mut reading);
        reading.finish(content.checked().map(|content| NewPosting { organization_id, content }))
    }
}

impl PostingRequest {
    /// The content, before it is checked for contradictions.
    pub(super) fn content(mut self, reading: &mut Reading<'_>) -> PostingContent {
        let opens = self.application_opens_at.take();
        let closes = self.application_closes_at.take();
        PostingContent {
            external_id: reading.external_id(self.external_id.as_deref()),
            title: self.title.take().unwrap_or_default(),
            issue: self.issue.take(),
            description: self.description.take(),
            deliverable: self.deliverable.take(),
            support_type: self.support_type,
            travel_cost_paid_by: self.travel_cost_paid_by,
            seats: narrow(self.seats).unwrap_or(1),
            round_id: reading.id("/round_id", self.round_id.as_deref(), RoundId::parse),
            members_of: reading.ids("/members_of", self.members_of.take(), OrganizationId::parse),
            application_opens_at: reading.window_end(
                "/application_opens_at",
                WindowSide::Opens,
                opens.as_deref(),
            ),
            application_closes_at: reading.window_end(
                "/application_closes_at",
                WindowSide::Closes,
                closes.as_deref(),
            ),
            terms: self.terms(reading),
        }
    }

    /// Where a compulsory field is missing its fault is noted, so that the stand-in here is never used.
    fn terms(self, reading: &mut Reading<'_>) -> PostingTerms {
        let mut categories = reading
            .list("/categories", self.categories, |reading, pointer, text| reading.category(pointer, &text));
        categories.sort();
        categories.dedup();
        PostingTerms {
            contract_form: self.contract_form.unwrap_or(ContractForm::QuasiMandate),
            municipality: reading
                .municipality("/municipality", self.municipality.as_deref())
                .unwrap_or_else(placeholder_municipality),
            work_style: self.work_style.unwrap_or(WorkStyle::Remote),
            required_skills: reading.list(
                "/required_skills",
                self.required_skills,
                |reading, pointer, wanted| wanted.read(reading, pointer),
            ),
            preferred_skills: reading.list(
                "/preferred_skills",
                self.preferred_skills,
                |reading, pointer, wanted| wanted.read(reading, pointer),
            ),
            visits_per_month: narrow(self.visits_per_month),
            hours_per_week: self.hours_per_week.and_then(AskedHoursRequest::read),
            slots: self.slots.unwrap_or_default().into_iter().flatten().collect(),
            min_shared_slots: narrow(self.min_shared_slots).unwrap_or(1),
            starts_on: reading.date("/starts_on", self.starts_on.as_deref()),
            ends_on: reading.date("/ends_on", self.ends_on.as_deref()),
            min_days: narrow(self.min_days).unwrap_or(1),
            residency: self.residency.and_then(|residency| residency.read(reading)),
            reward: self.reward.and_then(RewardRequest::read),
            categories,
            weights: self.weights.unwrap_or_default().into(),
        }
    }
}

/// A move along the statuses.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"to": "published", "reason": null})))]
pub struct TransitionRequest {
    /// Where to.
    #[schema(value_type = vocabulary::PostingStatus, required)]
    pub to: Option<PostingStatus>,
    /// Why, for the audit log.
    #[schema(max_length = 500)]
    pub reason: Option<String>,
}

impl RequestBody for TransitionRequest {
    type Content = (PostingStatus, Option<String>);

    fn into_content(self, reading: Reading<'_>) -> Result<Self::Content, Faults> {
        reading.finish(Ok((self.to.unwrap_or(PostingStatus::Draft), self.reason)))
    }
}
