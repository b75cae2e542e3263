//! What lists of postings and people may be narrowed by, and how many of their records have which values.

use domain::{
    CandidateOrder, CandidateSearch, ContractForm, FacetValue, Facets, Faults, OrganizationId, PostingOrder,
    PostingSearch, PostingStatus, Proficiency, Readiness, Reference, RegionGroupId, RoundId, Words,
    WorkStyle,
};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::narrow::narrow;
use super::vocabulary;
use crate::extract::reading::{List, Reading};

/// Which page of the postings, in which order.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PostingPageQuery {
    /// At most this many items.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<i64>,
    /// Where the page begins: the `next_cursor` of the page before.
    #[param(value_type = Option<vocabulary::Cursor>)]
    pub cursor: Option<String>,
    /// Which come first; `oldest` when absent. A cursor belongs to one order.
    #[param(value_type = Option<vocabulary::PostingOrder>)]
    pub sort: Option<PostingOrder>,
}

/// Which page of the people, in which order.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CandidatePageQuery {
    /// At most this many items.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 200, default = 50)]
    pub limit: Option<i64>,
    /// Where the page begins: the `next_cursor` of the page before.
    #[param(value_type = Option<vocabulary::Cursor>)]
    pub cursor: Option<String>,
    /// Who come first; `oldest` when absent. A cursor belongs to one order.
    #[param(value_type = Option<vocabulary::CandidateOrder>)]
    pub sort: Option<CandidateOrder>,
}

/// Which postings. Of values joined with commas any is enough; all parameters together must hold.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PostingSearchQuery {
    /// In one of these statuses.
    #[param(value_type = Option<Vec<vocabulary::PostingStatus>>, style = Form, explode = false, max_items = 20)]
    pub status: List<PostingStatus>,
    /// Of this body.
    #[param(value_type = Option<vocabulary::Uuid>)]
    pub organization_id: Option<String>,
    /// Of this round.
    #[param(value_type = Option<vocabulary::Uuid>)]
    pub round_id: Option<String>,
    /// Where the work is: in this named group of regions.
    #[param(value_type = Option<vocabulary::Uuid>)]
    pub region_group_id: Option<String>,
    /// Kept under this key of the caller's own; others' postings are not found by their keys.
    #[param(value_type = Option<vocabulary::ExternalId>)]
    pub external_id: Option<String>,
    /// Where the work is: prefectures (two digits) or municipalities (six); a city with its wards.
    #[param(value_type = Option<Vec<vocabulary::RegionCode>>, style = Form, explode = false, max_items = 50)]
    pub region: List<String>,
    /// With one of these categories.
    #[param(value_type = Option<Vec<vocabulary::CategoryId>>, style = Form, explode = false, max_items = 14)]
    pub category: List<String>,
    /// That require or prefer one of these skills, or a narrower one; ids, labels or aliases.
    #[param(value_type = Option<Vec<vocabulary::SkillName>>, style = Form, explode = false, max_items = 20)]
    pub skill: List<String>,
    /// 契約の形.
    #[param(value_type = Option<Vec<vocabulary::ContractForm>>, style = Form, explode = false, max_items = 20)]
    pub contract_form: List<ContractForm>,
    /// 働き方.
    #[param(value_type = Option<Vec<vocabulary::WorkStyle>>, style = Form, explode = false, max_items = 10)]
    pub work_style: List<WorkStyle>,
    /// For which so many hours a week are enough; postings that ask no hours are in.
    #[param(value_type = Option<i32>, minimum = 0, maximum = 168)]
    pub hours_per_week: Option<i64>,
    /// That last until this day at least; an open end is open.
    #[param(value_type = Option<vocabulary::Date>)]
    pub from: Option<String>,
    /// That begin on this day at the latest; an open beginning is open.
    #[param(value_type = Option<vocabulary::Date>)]
    pub until: Option<String>,
    /// That offer at least so many yen an hour, as the score counts it; those that do not state it are out.
    #[param(value_type = Option<i32>, minimum = 0, maximum = 1000000)]
    pub min_reward_yen_per_hour: Option<i64>,
    /// Words that all stand in title or prose; width, case and kana do not matter.
    #[param(value_type = Option<vocabulary::SearchText>)]
    pub q: Option<String>,
}

/// Which people. Of values joined with commas any is enough; all parameters together must hold.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct CandidateSearchQuery {
    /// Kept under this key of the caller's own.
    #[param(value_type = Option<vocabulary::ExternalId>)]
    pub external_id: Option<String>,
    /// 準備の段階.
    #[param(value_type = Option<Vec<vocabulary::Readiness>>, style = Form, explode = false, max_items = 20)]
    pub readiness: List<Readiness>,
    /// Who live there: prefectures (two digits) or municipalities (six); a city with its wards.
    #[param(value_type = Option<Vec<vocabulary::RegionCode>>, style = Form, explode = false, max_items = 50)]
    pub region: List<String>,
    /// Who are interested in one of these regions, in one within it, or in the prefecture around it; `anywhere` for
    /// those who state that.
    #[param(value_type = Option<Vec<vocabulary::Interest>>, style = Form, explode = false, max_items = 50)]
    pub interest: List<String>,
    /// With one of these categories.
    #[param(value_type = Option<Vec<vocabulary::CategoryId>>, style = Form, explode = false, max_items = 14)]
    pub category: List<String>,
    /// Who do one of these skills, or a narrower one; ids, labels or aliases.
    #[param(value_type = Option<Vec<vocabulary::SkillName>>, style = Form, explode = false, max_items = 20)]
    pub skill: List<String>,
    /// With at least this proficiency in it; 1 when absent.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 5)]
    pub min_proficiency: Option<i64>,
    /// 契約の形 that they take.
    #[param(value_type = Option<Vec<vocabulary::ContractForm>>, style = Form, explode = false, max_items = 20)]
    pub contract_form: List<ContractForm>,
    /// 働き方 that they take.
    #[param(value_type = Option<Vec<vocabulary::WorkStyle>>, style = Form, explode = false, max_items = 10)]
    pub work_style: List<WorkStyle>,
    /// Who have at least so many hours a week; those who state none are out.
    #[param(value_type = Option<i32>, minimum = 0, maximum = 168)]
    pub min_hours_per_week: Option<i64>,
    /// Who are there until this day at least; an open end is open.
    #[param(value_type = Option<vocabulary::Date>)]
    pub from: Option<String>,
    /// Who are there from this day at the latest; an open beginning is open.
    #[param(value_type = Option<vocabulary::Date>)]
    pub until: Option<String>,
    /// Who wish for at most so many yen an hour; those who state no wish are in.
    #[param(value_type = Option<i32>, minimum = 0, maximum = 1000000)]
    pub max_reward_yen_per_hour: Option<i64>,
    /// Words that all stand in name, contact, external id or the person's own words; width, case and kana do not
    /// matter.
    #[param(value_type = Option<vocabulary::SearchText>)]
    pub q: Option<String>,
}

impl PostingSearchQuery {
    /// What is looked for.
    ///
    /// # Errors
    /// Every parameter that means nothing.
    pub fn read(self, reference: &Reference) -> Result<PostingSearch, Faults> {
        let mut reading = Reading::new(reference, Faults::default());
        let search = PostingSearch {
            statuses: stated(self.status),
            organization_id: reading.id(
                "?organization_id",
                self.organization_id.as_deref(),
                OrganizationId::parse,
            ),
            round_id: reading.id("?round_id", self.round_id.as_deref(), RoundId::parse),
            region_group_id: reading.id(
                "?region_group_id",
                self.region_group_id.as_deref(),
                RegionGroupId::parse,
            ),
            group_regions: Vec::new(),
            external_id: reading.own_key("?external_id", self.external_id.as_deref()),
            regions: reading.list("?region", self.region, |reading, at, text| reading.region(at, &text)),
            categories: reading
                .list("?category", self.category, |reading, at, text| reading.category(at, &text)),
            skills: reading.list("?skill", self.skill, |reading, at, text| reading.skill(at, Some(&text))),
            contract_forms: stated(self.contract_form),
            work_styles: stated(self.work_style),
            hours_per_week: narrow(self.hours_per_week),
            from: reading.date("?from", self.from.as_deref()),
            until: reading.date("?until", self.until.as_deref()),
            min_reward_yen_per_hour: narrow(self.min_reward_yen_per_hour),
            words: Words::of(self.q.as_deref().unwrap_or_default()),
        };
        reading.finish(Ok(search))
    }
}

impl CandidateSearchQuery {
    /// Who is looked for.
    ///
    /// # Errors
    /// Every parameter that means nothing.
    pub fn read(self, reference: &Reference) -> Result<CandidateSearch, Faults> {
        let mut reading = Reading::new(reference, Faults::default());
        let search = CandidateSearch {
            external_id: reading.own_key("?external_id", self.external_id.as_deref()),
            readiness: stated(self.readiness),
            regions: reading.list("?region", self.region, |reading, at, text| reading.region(at, &text)),
            interests: reading
                .list("?interest", self.interest, |reading, at, text| reading.interest(at, &text)),
            categories: reading
                .list("?category", self.category, |reading, at, text| reading.category(at, &text)),
            skills: reading.list("?skill", self.skill, |reading, at, text| reading.skill(at, Some(&text))),
            min_proficiency: self.min_proficiency.and_then(Proficiency::new),
            contract_forms: stated(self.contract_form),
            work_styles: stated(self.work_style),
            min_hours_per_week: narrow(self.min_hours_per_week),
            from: reading.date("?from", self.from.as_deref()),
            until: reading.date("?until", self.until.as_deref()),
            max_reward_yen_per_hour: narrow(self.max_reward_yen_per_hour),
            words: Words::of(self.q.as_deref().unwrap_or_default()),
        };
        reading.finish(Ok(search))
    }
}

fn stated<W>(list: List<W>) -> Vec<W> {
    list.unwrap_or_default().into_iter().flatten().collect()
}

/// How many of the records of a list have which values.
#[derive(Debug, Serialize, ToSchema)]
pub struct FacetsResponse {
    /// Records in the whole list.
    #[schema(value_type = i64, minimum = 0, maximum = 9007199254740991i64)]
    total: u64,
    /// One for each parameter that has a closed set of values.
    #[schema(max_items = 20)]
    facets: Vec<FacetResponse>,
}

/// A parameter and its values.
#[derive(Debug, Serialize, ToSchema)]
pub struct FacetResponse {
    /// The parameter that narrows the list to one of the values.
    #[schema(max_length = 30)]
    name: &'static str,
    /// The most frequent first, at most 50. A skill counts where it is stated itself; the parameter also finds
    /// narrower ones.
    #[schema(max_items = 50)]
    values: Vec<FacetValueResponse>,
}

/// A value and how many records have it. A record with several values is counted with each.
#[derive(Debug, Serialize, ToSchema)]
pub struct FacetValueResponse {
    /// As the parameter takes it.
    #[schema(max_length = 100)]
    value: String,
    /// Records that have it.
    #[schema(value_type = i64, minimum = 1, maximum = 9007199254740991i64)]
    count: u64,
}

impl From<Facets> for FacetsResponse {
    fn from(Facets { total, facets }: Facets) -> Self {
        let value = |FacetValue { value, count }| FacetValueResponse { value, count };
        let facet = |facet: domain::Facet| FacetResponse {
            name: facet.name,
            values: facet.values.into_iter().map(value).collect(),
        };
        Self { total, facets: facets.into_iter().map(facet).collect() }
    }
}
