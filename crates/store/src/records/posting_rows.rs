//! A posting as rows: the record with its prose, the terms that scoring reads, and a row for each wanted skill.

use diesel::prelude::*;
use domain::{
    ApplicationWindow, AskedHours, ExternalId, MunicipalityCode, OrganizationId, PartialWeights, Posting,
    PostingContent, PostingId, PostingTerms, PreferredSkill, Proficiency, RegionCode, RequiredSkill,
    Residency, Reward, RoundId, Timestamp,
};

use crate::StoreError;
use crate::schema::{posting_skills, posting_terms, postings};
use crate::vocabulary::{
    Vocabulary, corrupt, day_if, instant, instant_if, joined, number, number_if, parsed, parsed_if,
    parsed_list, word, word_if, words,
};

/// The record and its prose.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = postings, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct PostingRow {
    pub(crate) id: String,
    organization_id: String,
    version: i64,
    status: String,
    created_at: i64,
    updated_at: i64,
    external_id: Option<String>,
    title: String,
    issue: Option<String>,
    description: Option<String>,
    deliverable: Option<String>,
    support_type: Option<String>,
    travel_cost_paid_by: Option<String>,
    seats: i32,
    application_opens_at: Option<i64>,
    application_closes_at: Option<i64>,
    search_text: String,
    reward_yen_per_hour: Option<i64>,
    round_id: Option<String>,
    round_opens_at: Option<i64>,
    round_closes_at: Option<i64>,
    members_of: String,
}

/// The terms.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = posting_terms, primary_key(posting_id), treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct TermsRow {
    pub(crate) posting_id: String,
    contract_form: String,
    municipality: String,
    work_style: String,
    visits_per_month: Option<i32>,
    asks_hours: bool,
    min_hours_per_week: Option<i32>,
    desired_hours_per_week: Option<i32>,
    slots: String,
    min_shared_slots: i32,
    starts_on: Option<String>,
    ends_on: Option<String>,
    min_days: i32,
    residency: Option<String>,
    residency_regions: String,
    reward_kind: Option<String>,
    reward_min_yen: Option<i64>,
    reward_max_yen: Option<i64>,
    categories: String,
    skill_weight: Option<i32>,
    commitment_weight: Option<i32>,
    place_weight: Option<i32>,
    tie_weight: Option<i32>,
    theme_weight: Option<i32>,
    reward_weight: Option<i32>,
}

/// A wanted skill.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = posting_skills)]
pub(crate) struct PostingSkillRow {
    pub(crate) posting_id: String,
    wanted: String,
    position: i32,
    skill: String,
    level: i32,
}

const REQUIRED: &str = "required";
const PREFERRED: &str = "preferred";
const WITHIN: &str = "within";
const OUTSIDE: &str = "outside";

impl From<&Posting> for PostingRow {
    fn from(posting: &Posting) -> Self {
        let content = &posting.content;
        Self {
            id: posting.id.to_string(),
            organization_id: posting.organization_id.to_string(),
            version: posting.version,
            status: posting.status.to_string(),
            created_at: posting.created_at.micros(),
            updated_at: posting.updated_at.micros(),
            external_id: content.external_id.as_ref().map(ToString::to_string),
            title: content.title.clone(),
            issue: content.issue.clone(),
            description: content.description.clone(),
            deliverable: content.deliverable.clone(),
            support_type: content.support_type.map(|word| word.to_string()),
            travel_cost_paid_by: content.travel_cost_paid_by.map(|word| word.to_string()),
            seats: i32::from(content.seats),
            application_opens_at: content.application_opens_at.map(Timestamp::micros),
            application_closes_at: content.application_closes_at.map(Timestamp::micros),
            search_text: content.search_text(),
            reward_yen_per_hour: reward_yen_per_hour(&content.terms),
            round_id: content.round_id.map(|id| id.to_string()),
            round_opens_at: posting.round_window.opens_at.map(Timestamp::micros),
            round_closes_at: posting.round_window.closes_at.map(Timestamp::micros),
            members_of: joined(&content.members_of),
        }
    }
}

/// As scoring counts it; more than the column holds is nobody's reward.
fn reward_yen_per_hour(terms: &PostingTerms) -> Option<i64> {
    terms.reward_yen_per_hour().map(|yen| i64::try_from(yen).unwrap_or(i64::MAX))
}

impl From<&Posting> for TermsRow {
    fn from(posting: &Posting) -> Self {
        let terms = &posting.content.terms;
        let (residency, regions): (_, &[RegionCode]) = match &terms.residency {
            None => (None, &[]),
            Some(Residency::Within(regions)) => (Some(WITHIN.to_owned()), regions),
            Some(Residency::Outside(regions)) => (Some(OUTSIDE.to_owned()), regions),
        };
        let [skill, commitment, place, tie, theme, reward] = terms.weights.0.map(|set| set.map(i32::from));
        let hours = terms.hours_per_week;
        Self {
            posting_id: posting.id.to_string(),
            contract_form: terms.contract_form.to_string(),
            municipality: terms.municipality.to_string(),
            work_style: terms.work_style.to_string(),
            visits_per_month: terms.visits_per_month.map(i32::from),
            asks_hours: hours.is_some(),
            min_hours_per_week: hours.and_then(|hours| hours.min).map(i32::from),
            desired_hours_per_week: hours.and_then(|hours| hours.desired).map(i32::from),
            slots: terms.slots.to_list(),
            min_shared_slots: i32::from(terms.min_shared_slots),
            starts_on: terms.starts_on.map(|day| day.to_string()),
            ends_on: terms.ends_on.map(|day| day.to_string()),
            min_days: i32::from(terms.min_days),
            residency,
            residency_regions: joined(regions),
            reward_kind: terms.reward.map(|reward| reward.kind.to_string()),
            reward_min_yen: terms.reward.and_then(|reward| reward.min_yen).map(i64::from),
            reward_max_yen: terms.reward.and_then(|reward| reward.max_yen).map(i64::from),
            categories: joined(&terms.categories),
            skill_weight: skill,
            commitment_weight: commitment,
            place_weight: place,
            tie_weight: tie,
            theme_weight: theme,
            reward_weight: reward,
        }
    }
}

impl PostingSkillRow {
    /// The skills a posting wants.
    pub(crate) fn of(posting: &Posting) -> Vec<Self> {
        let terms = &posting.content.terms;
        let row = |wanted: &str, position: i32, skill: String, level: u8| Self {
            posting_id: posting.id.to_string(),
            wanted: wanted.to_owned(),
            position,
            skill,
            level: i32::from(level),
        };
        let required = terms.required_skills.iter().zip(0..).map(|(wanted, position)| {
            row(REQUIRED, position, wanted.skill.to_string(), wanted.min_proficiency.level())
        });
        let preferred = terms
            .preferred_skills
            .iter()
            .zip(0..)
            .map(|(wanted, position)| row(PREFERRED, position, wanted.skill.to_string(), wanted.weight));
        required.chain(preferred).collect()
    }
}

impl TermsRow {
    fn read(self, skills: Vec<PostingSkillRow>, vocabulary: &Vocabulary) -> Result<PostingTerms, StoreError> {
        let hours = AskedHours {
            min: number_if("posting_terms.min_hours_per_week", self.min_hours_per_week)?,
            desired: number_if("posting_terms.desired_hours_per_week", self.desired_hours_per_week)?,
        };
        let weights = [
            self.skill_weight,
            self.commitment_weight,
            self.place_weight,
            self.tie_weight,
            self.theme_weight,
            self.reward_weight,
        ];
        let mut read = [None; 6];
        for (read, weight) in read.iter_mut().zip(weights) {
            *read = number_if("a weight of posting_terms", weight)?;
        }
        let (required_skills, preferred_skills) = wanted_skills(skills, vocabulary)?;
        Ok(PostingTerms {
            contract_form: word("posting_terms.contract_form", &self.contract_form)?,
            municipality: parsed("posting_terms.municipality", &self.municipality, MunicipalityCode::parse)?,
            work_style: word("posting_terms.work_style", &self.work_style)?,
            required_skills,
            preferred_skills,
            visits_per_month: number_if("posting_terms.visits_per_month", self.visits_per_month)?,
            hours_per_week: self.asks_hours.then_some(hours),
            slots: words("posting_terms.slots", &self.slots)?,
            min_shared_slots: number("posting_terms.min_shared_slots", self.min_shared_slots)?,
            starts_on: day_if("posting_terms.starts_on", self.starts_on.as_deref())?,
            ends_on: day_if("posting_terms.ends_on", self.ends_on.as_deref())?,
            min_days: number("posting_terms.min_days", self.min_days)?,
            residency: self.residency()?,
            reward: self.reward()?,
            categories: vocabulary.categories("posting_terms.categories", &self.categories)?,
            weights: PartialWeights(read),
        })
    }

    fn residency(&self) -> Result<Option<Residency>, StoreError> {
        let regions =
            parsed_list("posting_terms.residency_regions", &self.residency_regions, RegionCode::parse)?;
        match self.residency.as_deref() {
            None => Ok(None),
            Some(WITHIN) => Ok(Some(Residency::Within(regions))),
            Some(OUTSIDE) => Ok(Some(Residency::Outside(regions))),
            Some(other) => Err(corrupt("posting_terms.residency", other)),
        }
    }

    fn reward(&self) -> Result<Option<Reward>, StoreError> {
        let Some(kind) = word_if("posting_terms.reward_kind", self.reward_kind.as_deref())? else {
            return Ok(None);
        };
        let min_yen = number_if("posting_terms.reward_min_yen", self.reward_min_yen)?;
        let max_yen = number_if("posting_terms.reward_max_yen", self.reward_max_yen)?;
        Ok(Some(Reward { kind, min_yen, max_yen }))
    }
}

fn wanted_skills(
    rows: Vec<PostingSkillRow>,
    vocabulary: &Vocabulary,
) -> Result<(Vec<RequiredSkill>, Vec<PreferredSkill>), StoreError> {
    let (mut required, mut preferred) = (Vec::new(), Vec::new());
    for row in rows {
        let skill = vocabulary.skill("posting_skills.skill", &row.skill)?;
        if row.wanted == REQUIRED {
            let level = i64::from(row.level);
            let min_proficiency =
                Proficiency::new(level).ok_or_else(|| corrupt("posting_skills.level", level))?;
            required.push(RequiredSkill { skill, min_proficiency });
        } else {
            preferred.push(PreferredSkill { skill, weight: number("posting_skills.level", row.level)? });
        }
    }
    Ok((required, preferred))
}

impl PostingRow {
    /// The whole posting; its skills in the order they are wanted.
    pub(crate) fn read(
        self,
        terms: TermsRow,
        skills: Vec<PostingSkillRow>,
        vocabulary: &Vocabulary,
    ) -> Result<Posting, StoreError> {
        Ok(Posting {
            id: parsed("postings.id", &self.id, PostingId::parse)?,
            organization_id: parsed(
                "postings.organization_id",
                &self.organization_id,
                OrganizationId::parse,
            )?,
            version: self.version,
            status: word("postings.status", &self.status)?,
            created_at: instant("postings.created_at", self.created_at)?,
            updated_at: instant("postings.updated_at", self.updated_at)?,
            round_window: ApplicationWindow {
                opens_at: instant_if("postings.round_opens_at", self.round_opens_at)?,
                closes_at: instant_if("postings.round_closes_at", self.round_closes_at)?,
            },
            content: PostingContent {
                external_id: parsed_if(
                    "postings.external_id",
                    self.external_id.as_deref(),
                    ExternalId::parse,
                )?,
                title: self.title,
                issue: self.issue,
                description: self.description,
                deliverable: self.deliverable,
                support_type: word_if("postings.support_type", self.support_type.as_deref())?,
                travel_cost_paid_by: word_if(
                    "postings.travel_cost_paid_by",
                    self.travel_cost_paid_by.as_deref(),
                )?,
                seats: number("postings.seats", self.seats)?,
                round_id: parsed_if("postings.round_id", self.round_id.as_deref(), RoundId::parse)?,
                members_of: parsed_list("postings.members_of", &self.members_of, OrganizationId::parse)?,
                application_opens_at: instant_if("postings.application_opens_at", self.application_opens_at)?,
                application_closes_at: instant_if(
                    "postings.application_closes_at",
                    self.application_closes_at,
                )?,
                terms: terms.read(skills, vocabulary)?,
            },
        })
    }
}
