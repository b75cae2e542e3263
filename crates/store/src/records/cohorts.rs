//! Cohorts, their members and the talks with them.

use std::collections::HashMap;

use diesel::prelude::*;
use domain::{
    CandidateId, Cohort, CohortContent, CohortId, CohortMember, MembershipContent, OneOnOne, OneOnOneContent,
    OneOnOneId, OrganizationId, Page, PageRequest, ProgramId,
};

use super::{Part, page};
use crate::schema::{cohort_members, cohorts, one_on_ones};
use crate::transaction::on_backend;
use crate::vocabulary::{author, day, day_if, instant, number, number_if, parsed, parsed_if, word_if};
use crate::{StoreError, Tx};

/// A cohort as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = cohorts, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct CohortRow {
    pub(crate) id: String,
    organization_id: String,
    version: i64,
    created_at: i64,
    updated_at: i64,
    program_id: Option<String>,
    name: String,
    purpose: Option<String>,
    starts_on: Option<String>,
    ends_on: Option<String>,
    capacity: Option<i32>,
}

/// A membership as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = cohort_members, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct MemberRow {
    pub(crate) cohort_id: String,
    pub(crate) candidate_id: String,
    version: i64,
    readiness_before: Option<String>,
    joined_on: String,
    left_on: Option<String>,
    left_reason: Option<String>,
    created_at: i64,
    updated_at: i64,
}

/// A talk as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = one_on_ones, treat_none_as_default_value = false)]
pub(crate) struct OneOnOneRow {
    id: String,
    cohort_id: String,
    candidate_id: String,
    user_id: Option<String>,
    api_key_id: Option<String>,
    held_on: String,
    topic: String,
    next_step: Option<String>,
    created_at: i64,
}

impl From<&Cohort> for CohortRow {
    fn from(cohort: &Cohort) -> Self {
        let content = &cohort.content;
        Self {
            id: cohort.id.to_string(),
            organization_id: cohort.organization_id.to_string(),
            version: cohort.version,
            created_at: cohort.created_at.micros(),
            updated_at: cohort.updated_at.micros(),
            program_id: content.program_id.map(|id| id.to_string()),
            name: content.name.clone(),
            purpose: content.purpose.clone(),
            starts_on: content.starts_on.map(|day| day.to_string()),
            ends_on: content.ends_on.map(|day| day.to_string()),
            capacity: content.capacity.map(i32::from),
        }
    }
}

impl TryFrom<CohortRow> for Cohort {
    type Error = StoreError;

    fn try_from(row: CohortRow) -> Result<Self, StoreError> {
        let owner = parsed("cohorts.organization_id", &row.organization_id, OrganizationId::parse)?;
        Ok(Self {
            id: parsed("cohorts.id", &row.id, CohortId::parse)?,
            organization_id: owner,
            version: row.version,
            created_at: instant("cohorts.created_at", row.created_at)?,
            updated_at: instant("cohorts.updated_at", row.updated_at)?,
            content: CohortContent {
                program_id: parsed_if("cohorts.program_id", row.program_id.as_deref(), ProgramId::parse)?,
                name: row.name,
                purpose: row.purpose,
                starts_on: day_if("cohorts.starts_on", row.starts_on.as_deref())?,
                ends_on: day_if("cohorts.ends_on", row.ends_on.as_deref())?,
                capacity: number_if("cohorts.capacity", row.capacity)?,
            },
        })
    }
}

impl From<&CohortMember> for MemberRow {
    fn from(member: &CohortMember) -> Self {
        let content = &member.content;
        Self {
            cohort_id: member.cohort_id.to_string(),
            candidate_id: member.candidate_id.to_string(),
            version: member.version,
            readiness_before: member.readiness_before.map(|word| word.to_string()),
            joined_on: content.joined_on.to_string(),
            left_on: content.left_on.map(|day| day.to_string()),
            left_reason: content.left_reason.clone(),
            created_at: member.created_at.micros(),
            updated_at: member.updated_at.micros(),
        }
    }
}

impl TryFrom<MemberRow> for CohortMember {
    type Error = StoreError;

    fn try_from(row: MemberRow) -> Result<Self, StoreError> {
        let before = row.readiness_before.as_deref();
        Ok(Self {
            cohort_id: parsed("cohort_members.cohort_id", &row.cohort_id, CohortId::parse)?,
            candidate_id: parsed("cohort_members.candidate_id", &row.candidate_id, CandidateId::parse)?,
            version: row.version,
            readiness_before: word_if("cohort_members.readiness_before", before)?,
            content: MembershipContent {
                joined_on: day("cohort_members.joined_on", &row.joined_on)?,
                left_on: day_if("cohort_members.left_on", row.left_on.as_deref())?,
                left_reason: row.left_reason,
            },
            created_at: instant("cohort_members.created_at", row.created_at)?,
            updated_at: instant("cohort_members.updated_at", row.updated_at)?,
        })
    }
}

impl From<&OneOnOne> for OneOnOneRow {
    fn from(talk: &OneOnOne) -> Self {
        let content = &talk.content;
        Self {
            id: talk.id.to_string(),
            cohort_id: talk.cohort_id.to_string(),
            candidate_id: content.candidate_id.to_string(),
            user_id: talk.author.user_id().map(|id| id.to_string()),
            api_key_id: talk.author.api_key_id().map(|id| id.to_string()),
            held_on: content.held_on.to_string(),
            topic: content.topic.clone(),
            next_step: content.next_step.clone(),
            created_at: talk.created_at.micros(),
        }
    }
}

impl TryFrom<OneOnOneRow> for OneOnOne {
    type Error = StoreError;

    fn try_from(row: OneOnOneRow) -> Result<Self, StoreError> {
        let (user, key) = (row.user_id.as_deref(), row.api_key_id.as_deref());
        Ok(Self {
            id: parsed("one_on_ones.id", &row.id, OneOnOneId::parse)?,
            cohort_id: parsed("one_on_ones.cohort_id", &row.cohort_id, CohortId::parse)?,
            author: author(("one_on_ones.user_id", "one_on_ones.api_key_id"), user, key)?,
            content: OneOnOneContent {
                candidate_id: parsed("one_on_ones.candidate_id", &row.candidate_id, CandidateId::parse)?,
                held_on: day("one_on_ones.held_on", &row.held_on)?,
                topic: row.topic,
                next_step: row.next_step,
            },
            created_at: instant("one_on_ones.created_at", row.created_at)?,
        })
    }
}

impl Tx<'_> {
    /// Keeps a new cohort.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn insert_cohort(&mut self, cohort: &Cohort) -> Result<(), StoreError> {
        let row = CohortRow::from(cohort);
        on_backend!(self, cohorts::insert(&row))
    }

    /// Replaces a cohort; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn update_cohort(&mut self, cohort: &Cohort, expected_version: i64) -> Result<bool, StoreError> {
        let row = CohortRow::from(cohort);
        on_backend!(self, cohorts::update(&row, expected_version))
    }

    /// The cohort of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_cohort(&mut self, id: CohortId) -> Result<Option<Cohort>, StoreError> {
        let row = on_backend!(self, cohorts::find(&id.to_string(), self.hold))?;
        row.map(Cohort::try_from).transpose()
    }

    /// The cohorts of an organization.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_cohorts(
        &mut self,
        organization_id: OrganizationId,
        request: &PageRequest<CohortId>,
    ) -> Result<Page<Cohort>, StoreError> {
        let body = organization_id.to_string();
        let rows = on_backend!(self, cohorts::list(&body, &Part::of(request)))?;
        page(rows, request, Cohort::try_from)
    }

    /// Keeps a new membership.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when the person has been a member before.
    pub fn insert_cohort_member(&mut self, member: &CohortMember) -> Result<(), StoreError> {
        let row = MemberRow::from(member);
        on_backend!(self, cohorts::insert_member(&row))
    }

    /// Replaces a membership; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn update_cohort_member(
        &mut self,
        member: &CohortMember,
        expected_version: i64,
    ) -> Result<bool, StoreError> {
        let row = MemberRow::from(member);
        on_backend!(self, cohorts::update_member(&row, expected_version))
    }

    /// The membership of a person, ended ones too.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_cohort_member(
        &mut self,
        cohort_id: CohortId,
        candidate_id: CandidateId,
    ) -> Result<Option<CohortMember>, StoreError> {
        let (cohort, candidate) = (cohort_id.to_string(), candidate_id.to_string());
        let row = on_backend!(self, cohorts::find_member((&cohort, &candidate), self.hold))?;
        row.map(CohortMember::try_from).transpose()
    }

    /// The members of a cohort by id, those who left too.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_cohort_members(
        &mut self,
        cohort_id: CohortId,
        request: &PageRequest<CandidateId>,
    ) -> Result<Page<CohortMember>, StoreError> {
        let cohort = cohort_id.to_string();
        let rows = on_backend!(self, cohorts::list_members(&cohort, &Part::of(request)))?;
        page(rows, request, CohortMember::try_from)
    }

    /// How many have not left a cohort.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn count_cohort_members(&mut self, cohort_id: CohortId) -> Result<u64, StoreError> {
        let count = on_backend!(self, cohorts::count_standing_members(&cohort_id.to_string()))?;
        number("count of members", count)
    }

    /// Keeps a new talk.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn insert_one_on_one(&mut self, talk: &OneOnOne) -> Result<(), StoreError> {
        let row = OneOnOneRow::from(talk);
        on_backend!(self, cohorts::insert_one_on_one(&row))
    }

    /// The talks of a cohort, with this person alone where one is named.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_one_on_ones(
        &mut self,
        cohort_id: CohortId,
        candidate_id: Option<CandidateId>,
        request: &PageRequest<OneOnOneId>,
    ) -> Result<Page<OneOnOne>, StoreError> {
        let (cohort, whom) = (cohort_id.to_string(), candidate_id.map(|id| id.to_string()));
        let part = Part::of(request);
        let rows = on_backend!(self, cohorts::list_one_on_ones(&cohort, whom.as_deref(), &part))?;
        page(rows, request, OneOnOne::try_from)
    }

    /// How many talks there were with each person of a cohort; those without any are missing.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn count_one_on_ones(
        &mut self,
        cohort_id: CohortId,
    ) -> Result<HashMap<CandidateId, u64>, StoreError> {
        let counts = on_backend!(self, cohorts::count_one_on_ones(&cohort_id.to_string()))?;
        let read = |(candidate, count): (String, i64)| {
            let candidate = parsed("one_on_ones.candidate_id", &candidate, CandidateId::parse)?;
            Ok((candidate, number("count of talks", count)?))
        };
        counts.into_iter().map(read).collect()
    }

    /// How many sessions an organization holds for a cohort, and how many of them each person has attended; those
    /// without any are missing.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn count_sessions(
        &mut self,
        (organization_id, cohort_id): (OrganizationId, CohortId),
    ) -> Result<(u64, HashMap<CandidateId, u64>), StoreError> {
        let (body, cohort) = (organization_id.to_string(), cohort_id.to_string());
        let held = on_backend!(self, cohorts::count_sessions((&body, &cohort)))?;
        let counts = on_backend!(self, cohorts::count_attended_sessions((&body, &cohort)))?;
        let read = |(candidate, count): (String, i64)| {
            let candidate = parsed("attendances.candidate_id", &candidate, CandidateId::parse)?;
            Ok((candidate, number("count of sessions", count)?))
        };
        let attended = counts.into_iter().map(read).collect::<Result<_, StoreError>>()?;
        Ok((number("count of sessions", held)?, attended))
    }
}
