//! A candidate as rows: the person, and a row for each skill, tie and interest in the order they were stated.

use std::collections::HashMap;

use diesel::prelude::*;
use domain::{
    Candidate, CandidateContent, CandidateId, CandidateProfile, ExternalId, HeldSkill, Interest, MainJob,
    MunicipalityCode, OrganizationId, Proficiency, RegionCode, RegionTie,
};

use crate::StoreError;
use crate::schema::{candidate_interests, candidate_skills, candidate_ties, candidates};
use crate::vocabulary::{
    Vocabulary, corrupt, day_if, instant, joined, number_if, parsed, parsed_if, word, word_if, words,
};

/// The person.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = candidates, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct CandidateRow {
    pub(crate) id: String,
    organization_id: String,
    version: i64,
    created_at: i64,
    updated_at: i64,
    external_id: Option<String>,
    display_name: String,
    email: Option<String>,
    phone: Option<String>,
    readiness: Option<String>,
    statement: Option<String>,
    home_municipality: Option<String>,
    work_styles: String,
    max_travel_km: Option<i32>,
    max_visits_per_month: Option<i32>,
    hours_per_week: Option<i32>,
    slots: String,
    available_from: Option<String>,
    available_until: Option<String>,
    min_reward_yen_per_hour: Option<i64>,
    reward_is_firm: bool,
    contract_forms: String,
    categories: String,
    main_job_permission: Option<String>,
    is_public_employee: bool,
    search_text: String,
}

/// A skill the person states.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = candidate_skills, treat_none_as_default_value = false)]
pub(crate) struct SkillRow {
    candidate_id: String,
    position: i32,
    skill: String,
    proficiency: i32,
    evidence: Option<String>,
}

/// A tie the person states.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = candidate_ties, treat_none_as_default_value = false)]
pub(crate) struct TieRow {
    candidate_id: String,
    position: i32,
    region: String,
    kind: String,
    note: Option<String>,
}

/// A region the person is interested in.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = candidate_interests)]
pub(crate) struct InterestRow {
    candidate_id: String,
    position: i32,
    interest: String,
}

/// All rows of some candidates.
#[derive(Default)]
pub(crate) struct CandidateRows {
    pub(crate) people: Vec<CandidateRow>,
    pub(crate) skills: Vec<SkillRow>,
    pub(crate) ties: Vec<TieRow>,
    pub(crate) interests: Vec<InterestRow>,
}

impl CandidateRows {
    /// The rows of these candidates.
    pub(crate) fn of(candidates: &[Candidate]) -> Self {
        let mut rows = Self::default();
        for candidate in candidates {
            rows.add(candidate);
        }
        rows
    }

    fn add(&mut self, candidate: &Candidate) {
        let profile = &candidate.content.profile;
        let person = CandidateRow::from(candidate);
        let of = || person.id.clone();
        self.skills.extend(profile.skills.iter().zip(0..).map(|(held, position)| SkillRow {
            candidate_id: of(),
            position,
            skill: held.skill.to_string(),
            proficiency: i32::from(held.proficiency.level()),
            evidence: held.evidence.clone(),
        }));
        self.ties.extend(profile.region_ties.iter().zip(0..).map(|(tie, position)| TieRow {
            candidate_id: of(),
            position,
            region: tie.region.to_string(),
            kind: tie.kind.to_string(),
            note: tie.note.clone(),
        }));
        let interests = profile.region_interests.iter().zip(0..);
        self.interests.extend(interests.map(|(interest, position)| InterestRow {
            candidate_id: of(),
            position,
            interest: interest.to_string(),
        }));
        self.people.push(person);
    }

    /// The candidates of the rows, in the order of the people; the other rows must be in the order of position.
    pub(crate) fn read(self, vocabulary: &Vocabulary) -> Result<Vec<Candidate>, StoreError> {
        let mut skills: HashMap<String, Vec<HeldSkill>> = HashMap::new();
        for row in self.skills {
            let held = row.read(vocabulary)?;
            skills.entry(row.candidate_id).or_default().push(held);
        }
        let mut ties: HashMap<String, Vec<RegionTie>> = HashMap::new();
        for row in self.ties {
            let tie = RegionTie {
                region: parsed("candidate_ties.region", &row.region, RegionCode::parse)?,
                kind: word("candidate_ties.kind", &row.kind)?,
                note: row.note,
            };
            ties.entry(row.candidate_id).or_default().push(tie);
        }
        let mut interests: HashMap<String, Vec<Interest>> = HashMap::new();
        for row in self.interests {
            let interest = parsed("candidate_interests.interest", &row.interest, Interest::parse)?;
            interests.entry(row.candidate_id).or_default().push(interest);
        }
        self.people
            .into_iter()
            .map(|person| {
                let id = person.id.clone();
                let mut candidate = person.read(vocabulary)?;
                let profile = &mut candidate.content.profile;
                profile.skills = skills.remove(&id).unwrap_or_default();
                profile.region_ties = ties.remove(&id).unwrap_or_default();
                profile.region_interests = interests.remove(&id).unwrap_or_default();
                Ok(candidate)
            })
            .collect()
    }
}

impl SkillRow {
    fn read(&self, vocabulary: &Vocabulary) -> Result<HeldSkill, StoreError> {
        let level = i64::from(self.proficiency);
        Ok(HeldSkill {
            skill: vocabulary.skill("candidate_skills.skill", &self.skill)?,
            proficiency: Proficiency::new(level)
                .ok_or_else(|| corrupt("candidate_skills.proficiency", level))?,
            evidence: self.evidence.clone(),
        })
    }
}

impl From<&Candidate> for CandidateRow {
    fn from(candidate: &Candidate) -> Self {
        let content = &candidate.content;
        let profile = &content.profile;
        Self {
            id: candidate.id.to_string(),
            organization_id: candidate.organization_id.to_string(),
            version: candidate.version,
            created_at: candidate.created_at.micros(),
            updated_at: candidate.updated_at.micros(),
            external_id: content.external_id.as_ref().map(ToString::to_string),
            display_name: content.display_name.clone(),
            email: content.email.clone(),
            phone: content.phone.clone(),
            readiness: content.readiness.map(|word| word.to_string()),
            statement: content.statement.clone(),
            home_municipality: profile.home_municipality.map(|code| code.to_string()),
            work_styles: profile.work_styles.to_list(),
            max_travel_km: profile.max_travel_km.map(i32::from),
            max_visits_per_month: profile.max_visits_per_month.map(i32::from),
            hours_per_week: profile.hours_per_week.map(i32::from),
            slots: profile.slots.to_list(),
            available_from: profile.available_from.map(|day| day.to_string()),
            available_until: profile.available_until.map(|day| day.to_string()),
            min_reward_yen_per_hour: profile.min_reward_yen_per_hour.map(i64::from),
            reward_is_firm: profile.reward_is_firm,
            contract_forms: profile.contract_forms.to_list(),
            categories: joined(&profile.categories),
            main_job_permission: profile.main_job.permission.map(|word| word.to_string()),
            is_public_employee: profile.main_job.public_employee,
            search_text: content.search_text(),
        }
    }
}

impl CandidateRow {
    /// The person without skills, ties and interests.
    fn read(self, vocabulary: &Vocabulary) -> Result<Candidate, StoreError> {
        Ok(Candidate {
            id: parsed("candidates.id", &self.id, CandidateId::parse)?,
            organization_id: parsed(
                "candidates.organization_id",
                &self.organization_id,
                OrganizationId::parse,
            )?,
            version: self.version,
            created_at: instant("candidates.created_at", self.created_at)?,
            updated_at: instant("candidates.updated_at", self.updated_at)?,
            content: CandidateContent {
                profile: self.profile(vocabulary)?,
                external_id: parsed_if(
                    "candidates.external_id",
                    self.external_id.as_deref(),
                    ExternalId::parse,
                )?,
                display_name: self.display_name,
                email: self.email,
                phone: self.phone,
                readiness: word_if("candidates.readiness", self.readiness.as_deref())?,
                statement: self.statement,
            },
        })
    }

    fn profile(&self, vocabulary: &Vocabulary) -> Result<CandidateProfile, StoreError> {
        Ok(CandidateProfile {
            skills: Vec::new(),
            home_municipality: parsed_if(
                "candidates.home_municipality",
                self.home_municipality.as_deref(),
                MunicipalityCode::parse,
            )?,
            region_ties: Vec::new(),
            region_interests: Vec::new(),
            work_styles: words("candidates.work_styles", &self.work_styles)?,
            max_travel_km: number_if("candidates.max_travel_km", self.max_travel_km)?,
            max_visits_per_month: number_if("candidates.max_visits_per_month", self.max_visits_per_month)?,
            hours_per_week: number_if("candidates.hours_per_week", self.hours_per_week)?,
            slots: words("candidates.slots", &self.slots)?,
            available_from: day_if("candidates.available_from", self.available_from.as_deref())?,
            available_until: day_if("candidates.available_until", self.available_until.as_deref())?,
            min_reward_yen_per_hour: number_if(
                "candidates.min_reward_yen_per_hour",
                self.min_reward_yen_per_hour,
            )?,
            reward_is_firm: self.reward_is_firm,
            contract_forms: words("candidates.contract_forms", &self.contract_forms)?,
            categories: vocabulary.categories("candidates.categories", &self.categories)?,
            main_job: MainJob {
                permission: word_if("candidates.main_job_permission", self.main_job_permission.as_deref())?,
                public_employee: self.is_public_employee,
            },
        })
    }
}
