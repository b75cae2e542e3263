//! Rows with nothing but what scoring reads of a person; names, contacts and the person's own words stay behind.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::{
    CandidateId, CandidateProfile, ContractForm, HeldSkill, Interest, MainJob, MainJobPermission,
    MunicipalityCode, OrganizationId, Proficiency, Recipient, RegionCode, RegionTie, Slot, TieKind, WordSet,
    WorkStyle,
};

use super::pool::{PoolMember, StandingConsent};
use crate::StoreError;
use crate::cell::{Cell, IdText, Slug};
use crate::schema::{candidate_interests, candidate_skills, candidate_ties, candidates, consents};
use crate::vocabulary::{Vocabulary, corrupt, instant_if, number_if, parsed};

/// The person.
#[derive(Queryable, Selectable)]
#[diesel(table_name = candidates)]
pub(crate) struct ProfileRow {
    id: Cell<IdText>,
    organization_id: Cell<OrganizationId>,
    version: i64,
    home_municipality: Option<Cell<MunicipalityCode>>,
    work_styles: Cell<WordSet<WorkStyle>>,
    max_travel_km: Option<i32>,
    max_visits_per_month: Option<i32>,
    hours_per_week: Option<i32>,
    slots: Cell<WordSet<Slot>>,
    available_from: Option<Cell<NaiveDate>>,
    available_until: Option<Cell<NaiveDate>>,
    min_reward_yen_per_hour: Option<i64>,
    reward_is_firm: bool,
    contract_forms: Cell<WordSet<ContractForm>>,
    categories: String,
    main_job_permission: Option<Cell<MainJobPermission>>,
    is_public_employee: bool,
}

/// A skill the person states, without the evidence.
#[derive(Queryable, Selectable)]
#[diesel(table_name = candidate_skills)]
pub(crate) struct ProficiencyRow {
    candidate_id: Cell<IdText>,
    skill: Cell<Slug>,
    proficiency: i32,
}

/// A tie the person states, without the note.
#[derive(Queryable, Selectable)]
#[diesel(table_name = candidate_ties)]
pub(crate) struct PlaceRow {
    candidate_id: Cell<IdText>,
    region: Cell<RegionCode>,
    kind: Cell<TieKind>,
}

/// A region the person is interested in.
#[derive(Queryable, Selectable)]
#[diesel(table_name = candidate_interests)]
pub(crate) struct WishRow {
    candidate_id: Cell<IdText>,
    interest: Cell<Interest>,
}

/// A consent that was not withdrawn.
#[derive(Queryable, Selectable)]
#[diesel(table_name = consents)]
pub(crate) struct GrantRow {
    candidate_id: Cell<IdText>,
    recipient_id: Option<Cell<OrganizationId>>,
    until: Option<i64>,
}

/// A text that is only looked at.
type Seen = Cell<usize>;
/// The columns of [`ProfileRow`], only looked at.
pub(crate) type SeenProfile = (
    Seen,
    Seen,
    i64,
    Option<Seen>,
    Seen,
    Option<i32>,
    Option<i32>,
    Option<i32>,
    Seen,
    Option<Seen>,
    Option<Seen>,
    Option<i64>,
    bool,
    Seen,
    Seen,
    Option<Seen>,
    bool,
);
/// The columns of [`ProficiencyRow`], only looked at.
pub(crate) type SeenSkill = (Seen, Seen, i32);
/// The columns of [`PlaceRow`], only looked at.
pub(crate) type SeenTie = (Seen, Seen, Seen);
/// The columns of [`WishRow`], only looked at.
pub(crate) type SeenInterest = (Seen, Seen);
/// The columns of [`GrantRow`], only looked at.
pub(crate) type SeenGrant = (Seen, Option<Seen>, Option<i64>);

impl ProfileRow {
    /// The person without what is kept beside them, and the id as it is written.
    pub(crate) fn read(self, vocabulary: &Vocabulary) -> Result<(IdText, PoolMember), StoreError> {
        let id = self.id.value("candidates.id")?;
        let member = PoolMember {
            id: parsed("candidates.id", id.as_str(), CandidateId::parse)?,
            organization_id: self.organization_id.value("candidates.organization_id")?,
            version: self.version,
            profile: CandidateProfile {
                skills: Vec::new(),
                home_municipality: Cell::value_if(self.home_municipality, "candidates.home_municipality")?,
                region_ties: Vec::new(),
                region_interests: Vec::new(),
                work_styles: self.work_styles.value("candidates.work_styles")?,
                max_travel_km: number_if("candidates.max_travel_km", self.max_travel_km)?,
                max_visits_per_month: number_if(
                    "candidates.max_visits_per_month",
                    self.max_visits_per_month,
                )?,
                hours_per_week: number_if("candidates.hours_per_week", self.hours_per_week)?,
                slots: self.slots.value("candidates.slots")?,
                available_from: Cell::value_if(self.available_from, "candidates.available_from")?,
                available_until: Cell::value_if(self.available_until, "candidates.available_until")?,
                min_reward_yen_per_hour: number_if(
                    "candidates.min_reward_yen_per_hour",
                    self.min_reward_yen_per_hour,
                )?,
                reward_is_firm: self.reward_is_firm,
                contract_forms: self.contract_forms.value("candidates.contract_forms")?,
                categories: vocabulary.categories("candidates.categories", &self.categories)?,
                main_job: MainJob {
                    permission: Cell::value_if(self.main_job_permission, "candidates.main_job_permission")?,
                    public_employee: self.is_public_employee,
                },
            },
            consents: Vec::new(),
        };
        Ok((id, member))
    }
}

impl ProficiencyRow {
    /// Whose skill, and the skill.
    pub(crate) fn read(self, vocabulary: &Vocabulary) -> Result<(IdText, HeldSkill), StoreError> {
        let whose = self.candidate_id.value("candidate_skills.candidate_id")?;
        let proficiency = Proficiency::new(i64::from(self.proficiency))
            .ok_or_else(|| corrupt("candidate_skills.proficiency", self.proficiency))?;
        let slug = self.skill.value("candidate_skills.skill")?;
        let skill = vocabulary.skill_of("candidate_skills.skill", slug)?;
        Ok((whose, HeldSkill { skill, proficiency, evidence: None }))
    }
}

impl PlaceRow {
    /// Whose tie, and the tie.
    pub(crate) fn read(self) -> Result<(IdText, RegionTie), StoreError> {
        let whose = self.candidate_id.value("candidate_ties.candidate_id")?;
        let region = self.region.value("candidate_ties.region")?;
        Ok((whose, RegionTie { region, kind: self.kind.value("candidate_ties.kind")?, note: None }))
    }
}

impl WishRow {
    /// Whose interest, and the interest.
    pub(crate) fn read(self) -> Result<(IdText, Interest), StoreError> {
        let whose = self.candidate_id.value("candidate_interests.candidate_id")?;
        Ok((whose, self.interest.value("candidate_interests.interest")?))
    }
}

impl GrantRow {
    /// Whose consent, and the consent.
    pub(crate) fn read(self) -> Result<(IdText, StandingConsent), StoreError> {
        let whose = self.candidate_id.value("consents.candidate_id")?;
        let recipient = Cell::value_if(self.recipient_id, "consents.recipient_id")?;
        let recipient = recipient.map_or(Recipient::Any, Recipient::Organization);
        Ok((whose, StandingConsent { recipient, until: instant_if("consents.until", self.until)? }))
    }
}
