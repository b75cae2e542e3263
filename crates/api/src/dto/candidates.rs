//! 人材・候補者.

use chrono::NaiveDate;
use domain::{
    Candidate, CandidateContent, CandidateId, CandidateProfile, ContractForm, Faults, Interest,
    MunicipalityCode, OrganizationId, Readiness, Slot, Timestamp, WorkStyle,
};
use matching::candidates::CandidateView;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::narrow::narrow;
use super::profile::{
    HeldSkillRequest, HeldSkillResponse, MainJobRequest, MainJobResponse, RegionTieRequest,
    RegionTieResponse, held_skills, region_ties,
};
use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::{List, Reading};

/// A person, as a caller writes it. Only `display_name` is compulsory; an empty list or `null` means "not stated".
/// There is no field for birthplace, family, religion, sex, age or photo.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "external_id": "jb-123", "display_name": "山口 理沙", "email": "risa@example.jp", "phone": null,
    "skills": [{"skill": "instagram", "proficiency": 4, "evidence": "自社アカウントを3年運用"}],
    "home_municipality": "131016",
    "region_ties": [{"region": "202151", "kind": "worked", "note": null}],
    "region_interests": ["20", "202151", "anywhere"],
    "work_styles": ["remote", "hybrid"], "max_travel_km": null, "max_visits_per_month": 2,
    "hours_per_week": 10, "slots": ["sat_morning", "tue_evening"],
    "available_from": "2026-04-01", "available_until": null,
    "min_reward_yen_per_hour": 2000, "reward_is_firm": false,
    "contract_forms": ["quasi_mandate", "pro_bono"], "categories": ["marketing", "pr-sns"],
    "main_job": {"permission": "notified", "public_employee": false},
    "readiness": "ready", "statement": "学生時代に通った町の仕事に、仕事で覚えたことを返したい。"
})))]
pub struct CandidateRequest {
    /// The caller's own key.
    #[schema(value_type = Option<vocabulary::ExternalId>)]
    pub external_id: Option<String>,
    /// Shown where the identity is open.
    #[schema(value_type = String, required, min_length = 1, max_length = 100, examples("山口 理沙"))]
    pub display_name: Option<String>,
    /// Contact.
    #[schema(value_type = Option<vocabulary::MailAddress>)]
    pub email: Option<String>,
    /// Contact.
    #[schema(max_length = 30)]
    pub phone: Option<String>,
    /// Skills; the same one twice counts with the higher proficiency.
    #[schema(value_type = Option<Vec<HeldSkillRequest>>, max_items = 100)]
    pub skills: List<HeldSkillRequest>,
    /// 居住地.
    #[schema(value_type = Option<vocabulary::MunicipalityCode>)]
    pub home_municipality: Option<String>,
    /// 地域との縁.
    #[schema(value_type = Option<Vec<RegionTieRequest>>, max_items = 50)]
    pub region_ties: List<RegionTieRequest>,
    /// 関心のある地域.
    #[schema(value_type = Option<Vec<vocabulary::Interest>>, max_items = 50)]
    pub region_interests: List<String>,
    /// 働き方.
    #[schema(value_type = Option<Vec<vocabulary::WorkStyle>>, max_items = 10)]
    pub work_styles: List<WorkStyle>,
    /// How far the person travels, in kilometres.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 20000)]
    pub max_travel_km: Option<i64>,
    /// Visits a month.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 31)]
    pub max_visits_per_month: Option<i64>,
    /// Hours a week.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 168)]
    pub hours_per_week: Option<i64>,
    /// 時間帯.
    #[schema(value_type = Option<Vec<vocabulary::Slot>>, max_items = 50)]
    pub slots: List<Slot>,
    /// First day.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub available_from: Option<String>,
    /// Last day; not before `available_from`.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub available_until: Option<String>,
    /// The wish, in yen an hour.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 1000000)]
    pub min_reward_yen_per_hour: Option<i64>,
    /// Whether less is refused; needs `min_reward_yen_per_hour`. `false` when absent.
    pub reward_is_firm: Option<bool>,
    /// 契約の形.
    #[schema(value_type = Option<Vec<vocabulary::ContractForm>>, max_items = 20)]
    pub contract_forms: List<ContractForm>,
    /// テーマ.
    #[schema(value_type = Option<Vec<vocabulary::CategoryId>>, max_items = 14)]
    pub categories: List<String>,
    /// 本業.
    pub main_job: Option<MainJobRequest>,
    /// 準備の段階.
    #[schema(value_type = Option<vocabulary::Readiness>)]
    pub readiness: Option<Readiness>,
    /// 思い; never scored.
    #[schema(max_length = 4000)]
    pub statement: Option<String>,
}

impl RequestBody for CandidateRequest {
    type Content = CandidateContent;

    fn into_content(mut self, mut reading: Reading<'_>) -> Result<CandidateContent, Faults> {
        let external_id = self.external_id.take();
        let content = CandidateContent {
            external_id: reading.external_id(external_id.as_deref()),
            display_name: self.display_name.take().unwrap_or_default(),
            email: self.email.take(),
            phone: self.phone.take(),
            readiness: self.readiness,
            statement: self.statement.take(),
            profile: self.profile(&mut reading),
        };
        reading.finish(content.checked())
    }
}

impl CandidateRequest {
    fn profile(self, reading: &mut Reading<'_>) -> CandidateProfile {
        let mut categories = reading
            .list("/categories", self.categories, |reading, pointer, text| reading.category(pointer, &text));
        categories.sort();
        categories.dedup();
        CandidateProfile {
            skills: reading
                .list("/skills", self.skills, |reading, pointer, held| held.read(reading, pointer)),
            home_municipality: reading.municipality("/home_municipality", self.home_municipality.as_deref()),
            region_ties: reading
                .list("/region_ties", self.region_ties, |reading, pointer, tie| tie.read(reading, pointer)),
            region_interests: reading.list(
                "/region_interests",
                self.region_interests,
                |reading, pointer, text| reading.interest(pointer, &text),
            ),
            work_styles: self.work_styles.unwrap_or_default().into_iter().flatten().collect(),
            max_travel_km: narrow(self.max_travel_km),
            max_visits_per_month: narrow(self.max_visits_per_month),
            hours_per_week: narrow(self.hours_per_week),
            slots: self.slots.unwrap_or_default().into_iter().flatten().collect(),
            available_from: reading.date("/available_from", self.available_from.as_deref()),
            available_until: reading.date("/available_until", self.available_until.as_deref()),
            min_reward_yen_per_hour: narrow(self.min_reward_yen_per_hour),
            reward_is_firm: self.reward_is_firm.unwrap_or(false),
            contract_forms: self.contract_forms.unwrap_or_default().into_iter().flatten().collect(),
            categories,
            main_job: self.main_job.unwrap_or_default().into(),
        }
    }
}

/// What has been written of a person. Where the identity is not open, name and contact are `null`.
#[derive(Debug, Serialize, ToSchema)]
pub struct CandidateBody {
    /// The caller's own key; shown to the body that registered the person only.
    #[schema(value_type = Option<vocabulary::ExternalId>)]
    pub external_id: Option<String>,
    /// The name, where the identity is open.
    #[schema(max_length = 100)]
    pub display_name: Option<String>,
    /// Contact.
    #[schema(value_type = Option<vocabulary::MailAddress>)]
    pub email: Option<String>,
    /// Contact.
    #[schema(max_length = 30)]
    pub phone: Option<String>,
    /// Skills.
    #[schema(max_items = 100)]
    pub skills: Vec<HeldSkillResponse>,
    /// 居住地.
    #[schema(value_type = Option<vocabulary::MunicipalityCode>)]
    pub home_municipality: Option<MunicipalityCode>,
    /// 地域との縁.
    #[schema(max_items = 50)]
    pub region_ties: Vec<RegionTieResponse>,
    /// 関心のある地域.
    #[schema(value_type = Vec<vocabulary::Interest>, max_items = 50)]
    pub region_interests: Vec<Interest>,
    /// 働き方.
    #[schema(value_type = Vec<vocabulary::WorkStyle>, max_items = 10)]
    pub work_styles: Vec<WorkStyle>,
    /// Kilometres.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 20000)]
    pub max_travel_km: Option<u16>,
    /// Visits a month.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 31)]
    pub max_visits_per_month: Option<u8>,
    /// Hours a week.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 168)]
    pub hours_per_week: Option<u8>,
    /// 時間帯.
    #[schema(value_type = Vec<vocabulary::Slot>, max_items = 50)]
    pub slots: Vec<Slot>,
    /// First day.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub available_from: Option<NaiveDate>,
    /// Last day.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub available_until: Option<NaiveDate>,
    /// Yen an hour.
    #[schema(value_type = Option<i32>, minimum = 0, maximum = 1000000)]
    pub min_reward_yen_per_hour: Option<u32>,
    /// Whether less is refused.
    pub reward_is_firm: bool,
    /// 契約の形.
    #[schema(value_type = Vec<vocabulary::ContractForm>, max_items = 20)]
    pub contract_forms: Vec<ContractForm>,
    /// テーマ.
    #[schema(value_type = Vec<vocabulary::CategoryId>, max_items = 14)]
    pub categories: Vec<String>,
    /// 本業.
    pub main_job: MainJobResponse,
    /// 準備の段階.
    #[schema(value_type = Option<vocabulary::Readiness>)]
    pub readiness: Option<Readiness>,
    /// 思い.
    #[schema(max_length = 4000)]
    pub statement: Option<String>,
}

/// 人材・候補者: a person as considered for postings.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Candidate)]
pub struct CandidateResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: CandidateId,
    /// The body that registered the person.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// A short reference for reading aloud.
    #[schema(value_type = vocabulary::Reference)]
    pub reference: String,
    /// What was written.
    #[serde(flatten)]
    pub body: CandidateBody,
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

impl From<CandidateContent> for CandidateBody {
    fn from(content: CandidateContent) -> Self {
        let mut profile = content.profile;
        Self {
            external_id: content.external_id.map(|id| id.to_string()),
            display_name: Some(content.display_name).filter(|name| !name.is_empty()),
            email: content.email,
            phone: content.phone,
            skills: held_skills(&mut profile),
            home_municipality: profile.home_municipality,
            region_ties: region_ties(&mut profile),
            region_interests: profile.region_interests,
            work_styles: profile.work_styles.iter().collect(),
            max_travel_km: profile.max_travel_km,
            max_visits_per_month: profile.max_visits_per_month,
            hours_per_week: profile.hours_per_week,
            slots: profile.slots.iter().collect(),
            available_from: profile.available_from,
            available_until: profile.available_until,
            min_reward_yen_per_hour: profile.min_reward_yen_per_hour,
            reward_is_firm: profile.reward_is_firm,
            contract_forms: profile.contract_forms.iter().collect(),
            categories: profile.categories.iter().map(ToString::to_string).collect(),
            main_job: MainJobResponse {
                permission: profile.main_job.permission,
                public_employee: profile.main_job.public_employee,
            },
            readiness: content.readiness,
            statement: content.statement,
        }
    }
}

impl From<Candidate> for CandidateResponse {
    fn from(candidate: Candidate) -> Self {
        Self {
            id: candidate.id,
            organization_id: candidate.organization_id,
            reference: candidate.id.short_reference(),
            body: candidate.content.into(),
            version: candidate.version,
            created_at: candidate.created_at,
            updated_at: candidate.updated_at,
        }
    }
}

impl From<CandidateView> for CandidateResponse {
    fn from(view: CandidateView) -> Self {
        view.candidate.into()
    }
}

pages! {
    /// A page of people.
    CandidatePage of CandidateResponse;
}
