//! 案件のひな型.

use domain::{
    ContractForm, Faults, JsonText, OrganizationId, PostingTemplate, PostingTemplateContent,
    PostingTemplateId, Sharing, Slot, SupportType, Timestamp, TravelCostPayer, WorkStyle,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::ToSchema;

use super::postings::{PostingBody, PostingRequest};
use super::terms::{
    AskedHoursRequest, PreferredSkillRequest, RequiredSkillRequest, ResidencyRequest, RewardRequest,
};
use super::weights::PartialWeightsRequest;
use super::{RequestBody, pages, vocabulary};
use crate::extract::reading::{List, Reading, placeholder_municipality};

/// Fields of a posting that belong to one posting alone, so that no template has them.
const OF_ONE_POSTING: [&str; 8] = [
    "external_id",
    "round_id",
    "members_of",
    "starts_on",
    "ends_on",
    "application_opens_at",
    "application_closes_at",
    "municipality",
];

/// What a posting that is started from a template begins with: a posting without dates, body, round and key.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TemplatePostingRequest {
    /// 題.
    #[schema(value_type = String, required, min_length = 1, max_length = 200, examples("新商品を首都圏に届ける"))]
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
    /// Skills the work cannot do without.
    #[schema(value_type = Option<Vec<RequiredSkillRequest>>, max_items = 20)]
    pub required_skills: List<RequiredSkillRequest>,
    /// Skills that help.
    #[schema(value_type = Option<Vec<PreferredSkillRequest>>, max_items = 20)]
    pub preferred_skills: List<PreferredSkillRequest>,
    /// Where the work is, where it is always there.
    #[schema(value_type = Option<vocabulary::MunicipalityCode>)]
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
    /// The posting's own weights.
    pub weights: Option<PartialWeightsRequest>,
}

impl TemplatePostingRequest {
    /// The fields as callers write them, each read as a posting's; faults are noted.
    fn read(self, reading: &mut Reading<'_>) -> Result<JsonText, Faults> {
        let municipality = self.municipality.clone();
        let content = PostingRequest {
            title: self.title,
            issue: self.issue,
            description: self.description,
            deliverable: self.deliverable,
            support_type: self.support_type,
            contract_form: self.contract_form,
            required_skills: self.required_skills,
            preferred_skills: self.preferred_skills,
            municipality: Some(self.municipality.unwrap_or_else(|| placeholder_municipality().to_string())),
            work_style: self.work_style,
            visits_per_month: self.visits_per_month,
            travel_cost_paid_by: self.travel_cost_paid_by,
            hours_per_week: self.hours_per_week,
            slots: self.slots,
            min_shared_slots: self.min_shared_slots,
            min_days: self.min_days,
            residency: self.residency,
            reward: self.reward,
            categories: self.categories,
            seats: self.seats,
            weights: self.weights,
            ..PostingRequest::default()
        }
        .content(reading)
        .checked()?;
        let body = serde_json::json!(PostingBody::from(content));
        let mut fields = body.as_object().cloned().unwrap_or_default();
        fields.retain(|name, value| !OF_ONE_POSTING.contains(&name.as_str()) && !value.is_null());
        fields.extend(municipality.map(|code| ("municipality".to_owned(), Value::from(code))));
        Ok(JsonText(Value::Object(fields).to_string()))
    }
}

/// A template, as a caller writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "name": "食品の販路づくり", "note": "題と場所を書き換えてお使いください。", "sharing": "allied",
    "posting": {"title": "新商品を首都圏に届ける", "contract_form": "quasi_mandate", "work_style": "hybrid",
        "categories": ["sales"], "seats": 2}
})))]
pub struct PostingTemplateRequest {
    /// By which it is found.
    #[schema(value_type = String, required, min_length = 1, max_length = 200, examples("食品の販路づくり"))]
    pub name: Option<String>,
    /// How to use it.
    #[schema(max_length = 4000)]
    pub note: Option<String>,
    /// Who may start from it beside the own body; `nobody` when absent.
    #[schema(value_type = Option<vocabulary::Sharing>)]
    pub sharing: Option<Sharing>,
    /// What a posting begins with.
    #[schema(value_type = TemplatePostingRequest, required)]
    pub posting: Option<TemplatePostingRequest>,
}

impl RequestBody for PostingTemplateRequest {
    type Content = PostingTemplateContent;

    fn into_content(self, reading: Reading<'_>) -> Result<PostingTemplateContent, Faults> {
        let mut inner = reading.inside("/posting");
        // A missing posting has been noted as a fault, so what stands in for it is never used.
        let posting = self.posting.unwrap_or_default().read(&mut inner);
        let (posting, reading) = match posting {
            Ok(posting) => (posting, inner.inside("")),
            Err(faults) => return inner.finish(Err(faults)),
        };
        let content = PostingTemplateContent {
            name: self.name.unwrap_or_default(),
            note: self.note,
            sharing: self.sharing.unwrap_or(Sharing::Nobody),
            posting,
        };
        reading.finish(content.checked())
    }
}

/// What a caller has written of a template.
#[derive(Debug, Serialize, ToSchema)]
pub struct PostingTemplateBody {
    /// By which it is found.
    #[schema(max_length = 200)]
    pub name: String,
    /// How to use it.
    #[schema(max_length = 4000)]
    pub note: Option<String>,
    /// Who may start from it beside the body that wrote it.
    #[schema(value_type = vocabulary::Sharing)]
    pub sharing: Sharing,
    /// What a posting begins with, in the form of what is written of postings.
    #[schema(value_type = Object)]
    pub posting: Map<String, Value>,
}

/// 案件のひな型: a posting without dates and without a body, from which others may start.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PostingTemplate)]
pub struct PostingTemplateResponse {
    /// Its id.
    #[schema(value_type = vocabulary::Uuid)]
    pub id: PostingTemplateId,
    /// Who wrote it.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// What was written.
    #[serde(flatten)]
    pub body: PostingTemplateBody,
    /// How many postings were started from it.
    #[schema(minimum = 0)]
    pub uses: u64,
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

/// The fields of a template's posting.
pub fn fields_of(posting: &JsonText) -> Map<String, Value> {
    // What was kept is the text of an object; anything else has been changed from outside and begins with nothing.
    serde_json::from_str(&posting.0).unwrap_or_default()
}

impl From<PostingTemplateContent> for PostingTemplateBody {
    fn from(content: PostingTemplateContent) -> Self {
        Self {
            name: content.name,
            note: content.note,
            sharing: content.sharing,
            posting: fields_of(&content.posting),
        }
    }
}

impl From<PostingTemplate> for PostingTemplateResponse {
    fn from(template: PostingTemplate) -> Self {
        Self {
            id: template.id,
            organization_id: template.organization_id,
            body: template.content.into(),
            uses: template.uses,
            version: template.version,
            created_at: template.created_at,
            updated_at: template.updated_at,
        }
    }
}

pages! {
    /// A page of templates.
    PostingTemplatePage of PostingTemplateResponse;
}

/// What a posting that is started from a template has of its own; every other field is the template's, and can be changed
/// in the draft afterwards.
#[derive(Debug, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "title": "みそ蔵の新商品を首都圏に届ける", "municipality": "202151", "external_id": "miso-2026-2",
    "starts_on": "2026-09-01", "ends_on": "2026-11-30",
    "application_opens_at": "2026-07-08", "application_closes_at": "2026-08-04", "seats": 1
})))]
pub struct StartedPostingRequest {
    /// The caller's own key.
    #[schema(value_type = Option<vocabulary::ExternalId>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub external_id: Option<String>,
    /// The body that posts it: the own one when absent, or one that is coordinated.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organization_id: Option<String>,
    /// 題; the template's when absent.
    #[schema(min_length = 1, max_length = 200)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// Where the work is; needed where the template does not say it.
    #[schema(value_type = Option<vocabulary::MunicipalityCode>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub municipality: Option<String>,
    /// First day of the work.
    #[schema(value_type = Option<vocabulary::Date>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub starts_on: Option<String>,
    /// Last day of the work.
    #[schema(value_type = Option<vocabulary::Date>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_on: Option<String>,
    /// First instant at which an application is taken.
    #[schema(value_type = Option<vocabulary::WindowEnd>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application_opens_at: Option<String>,
    /// Last instant at which an application is taken.
    #[schema(value_type = Option<vocabulary::WindowEnd>)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub application_closes_at: Option<String>,
    /// 枠; the template's when absent.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 1000)]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub seats: Option<i64>,
}

impl RequestBody for StartedPostingRequest {
    type Content = Map<String, Value>;

    /// The fields that are stated; what they mean is read together with the template's.
    fn into_content(self, reading: Reading<'_>) -> Result<Map<String, Value>, Faults> {
        let fields = serde_json::json!(self).as_object().cloned().unwrap_or_default();
        reading.finish(Ok(fields))
    }
}
