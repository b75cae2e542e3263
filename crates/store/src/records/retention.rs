//! What is kept for a time only: the periods, the days on which everything due was erased, and what is due.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::{
    ApplicationId, CandidateId, DecisionId, JsonText, NoteId, OrganizationId, RetentionPeriods,
    RetentionPolicy, SurveyId, Timestamp,
};

use crate::schema::{retention_days, retention_policies};
use crate::transaction::on_backend;
use crate::vocabulary::{instant, number, number_if, parsed};
use crate::{StoreError, Tx};

/// The periods of a body as they are stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = retention_policies, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct RetentionPolicyRow {
    pub(crate) organization_id: String,
    version: i64,
    unsuccessful_applications: i32,
    notes: i32,
    survey_ties: i32,
    candidates_without_activity: Option<i32>,
    updated_at: i64,
}

/// A day as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = retention_days, treat_none_as_default_value = false)]
pub(crate) struct RetentionDayRow {
    day: String,
    began_at: i64,
    ended_at: Option<i64>,
}

/// What is asked of whom: the records of a body that ended before an instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DueBefore {
    /// Whose policy holds for them.
    pub organization_id: OrganizationId,
    /// The first instant that is kept.
    pub first_kept: Timestamp,
}

/// What is asked of whom: the people of a body with whom nothing has happened since an instant.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Idle<'a> {
    /// Who registered them.
    pub(crate) body: &'a str,
    /// The instant.
    pub(crate) before: i64,
    /// Its day in Japan.
    pub(crate) day: &'a str,
}

/// How far the erasing of a day has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RetentionDay {
    /// Nobody has begun.
    NotBegun,
    /// It was begun, and broken off.
    Begun,
    /// Everything due was erased.
    Ended,
}

impl TryFrom<RetentionPolicyRow> for RetentionPolicy {
    type Error = StoreError;

    fn try_from(row: RetentionPolicyRow) -> Result<Self, StoreError> {
        let body = OrganizationId::parse;
        Ok(Self {
            organization_id: parsed("retention_policies.organization_id", &row.organization_id, body)?,
            version: row.version,
            periods: RetentionPeriods {
                unsuccessful_applications: number(
                    "retention_policies.unsuccessful_applications",
                    row.unsuccessful_applications,
                )?,
                notes: number("retention_policies.notes", row.notes)?,
                survey_ties: number("retention_policies.survey_ties", row.survey_ties)?,
                candidates_without_activity: number_if(
                    "retention_policies.candidates_without_activity",
                    row.candidates_without_activity,
                )?,
            },
            updated_at: Some(instant("retention_policies.updated_at", row.updated_at)?),
        })
    }
}

impl DueBefore {
    fn texts(&self) -> (String, i64) {
        (self.organization_id.to_string(), self.first_kept.micros())
    }

    fn day(&self) -> String {
        self.first_kept.day_in_japan().to_string()
    }
}

fn ranking((id, text): (String, String)) -> Result<(DecisionId, JsonText), StoreError> {
    Ok((parsed("decision_rankings.decision_id", &id, DecisionId::parse)?, JsonText(text)))
}

fn rows_of(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

impl Tx<'_> {
    /// Keeps the periods of a body; `false` when they are not there in the version before.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when somebody else chose the first ones at the same moment.
    pub fn put_retention_policy(
        &mut self,
        policy: &RetentionPolicy,
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let periods = policy.periods;
        let row = RetentionPolicyRow {
            organization_id: policy.organization_id.to_string(),
            version: policy.version,
            unsuccessful_applications: i32::from(periods.unsuccessful_applications),
            notes: i32::from(periods.notes),
            survey_ties: i32::from(periods.survey_ties),
            candidates_without_activity: periods.candidates_without_activity.map(i32::from),
            updated_at: at.micros(),
        };
        if policy.version == 1 {
            return on_backend!(self, retention::insert_policy(&row)).map(|()| true);
        }
        on_backend!(self, retention::update_policy(&row, policy.version - 1))
    }

    /// The periods of a body, where it has chosen any.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_retention_policy(
        &mut self,
        organization_id: OrganizationId,
    ) -> Result<Option<RetentionPolicy>, StoreError> {
        let row = on_backend!(self, retention::find_policy(&organization_id.to_string(), self.hold))?;
        row.map(RetentionPolicy::try_from).transpose()
    }

    /// How far the erasing of a day has come.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_retention_day(&mut self, day: NaiveDate) -> Result<RetentionDay, StoreError> {
        let row = on_backend!(self, retention::find_day(&day.to_string(), self.hold))?;
        Ok(match row {
            None => RetentionDay::NotBegun,
            Some(RetentionDayRow { ended_at: None, .. }) => RetentionDay::Begun,
            Some(_) => RetentionDay::Ended,
        })
    }

    /// Notes that the erasing of a day begins.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when it was begun before.
    pub fn begin_retention_day(&mut self, day: NaiveDate, at: Timestamp) -> Result<(), StoreError> {
        let row = RetentionDayRow { day: day.to_string(), began_at: at.micros(), ended_at: None };
        on_backend!(self, retention::insert_day(&row))
    }

    /// Notes that everything due on a day was erased.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn end_retention_day(&mut self, day: NaiveDate, at: Timestamp) -> Result<(), StoreError> {
        on_backend!(self, retention::end_day(&day.to_string(), at.micros()))
    }

    /// How many applications to a body's postings led nowhere and are due.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn count_applications_to_erase(&mut self, due: &DueBefore) -> Result<u64, StoreError> {
        let (body, before) = due.texts();
        number("count of applications", on_backend!(self, retention::count_applications((&body, before)))?)
    }

    /// These applications, at most so many.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_applications_to_erase(
        &mut self,
        due: &DueBefore,
        limit: usize,
    ) -> Result<Vec<ApplicationId>, StoreError> {
        let ((body, before), rows) = (due.texts(), rows_of(limit));
        let ids = on_backend!(self, retention::list_applications((&body, before), rows))?;
        ids.iter().map(|id| parsed("applications.id", id, ApplicationId::parse)).collect()
    }

    /// How many notes of a body on people are due.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn count_notes_to_erase(&mut self, due: &DueBefore) -> Result<u64, StoreError> {
        let (body, before) = due.texts();
        number("count of notes", on_backend!(self, retention::count_notes((&body, before)))?)
    }

    /// These notes, at most so many.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_notes_to_erase(&mut self, due: &DueBefore, limit: usize) -> Result<Vec<NoteId>, StoreError> {
        let ((body, before), rows) = (due.texts(), rows_of(limit));
        let ids = on_backend!(self, retention::list_notes((&body, before), rows))?;
        ids.iter().map(|id| parsed("notes.id", id, NoteId::parse)).collect()
    }

    /// The surveys of a body whose ties are due, behind an id, at most so many.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_surveys_to_untie(
        &mut self,
        due: &DueBefore,
        (after, limit): (Option<SurveyId>, usize),
    ) -> Result<Vec<SurveyId>, StoreError> {
        let ((body, before), rows) = (due.texts(), rows_of(limit));
        let after = after.map(|id| id.to_string()).unwrap_or_default();
        let ids = on_backend!(self, retention::list_surveys((&body, before), (&after, rows)))?;
        ids.iter().map(|id| parsed("surveys.id", id, SurveyId::parse)).collect()
    }

    /// How many people are tied to their answers to these surveys, each survey by itself.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn count_survey_ties(&mut self, surveys: &[SurveyId]) -> Result<u64, StoreError> {
        let ids: Vec<String> = surveys.iter().map(ToString::to_string).collect();
        number("count of ties", on_backend!(self, retention::count_ties(&ids))?)
    }

    /// How many people of a body are due because nothing has happened with them.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn count_candidates_to_erase(&mut self, due: &DueBefore) -> Result<u64, StoreError> {
        let ((body, before), day) = (due.texts(), due.day());
        let idle = Idle { body: &body, before, day: &day };
        number("count of people", on_backend!(self, activity::count_candidates(idle))?)
    }

    /// These people, at most so many.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_candidates_to_erase(
        &mut self,
        due: &DueBefore,
        limit: usize,
    ) -> Result<Vec<CandidateId>, StoreError> {
        let ((body, before), day, rows) = (due.texts(), due.day(), rows_of(limit));
        let idle = Idle { body: &body, before, day: &day };
        let ids = on_backend!(self, activity::list_candidates(idle, rows))?;
        ids.iter().map(|id| parsed("candidates.id", id, CandidateId::parse)).collect()
    }

    /// The rankings of the decisions that have a line on an application.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_rankings_with(
        &mut self,
        application_id: ApplicationId,
    ) -> Result<Vec<(DecisionId, JsonText)>, StoreError> {
        let rows = on_backend!(self, retention::list_rankings_with(&application_id.to_string()))?;
        rows.into_iter().map(ranking).collect()
    }

    /// The rankings of a body's decisions that have a line on a person.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_rankings_of(
        &mut self,
        candidate_id: CandidateId,
        organization_id: OrganizationId,
    ) -> Result<Vec<(DecisionId, JsonText)>, StoreError> {
        let (whose, body) = (candidate_id.to_string(), organization_id.to_string());
        let rows = on_backend!(self, retention::list_rankings_of((&whose, &body)))?;
        rows.into_iter().map(ranking).collect()
    }

    /// Keeps the ranking of a decision in which somebody is nobody now.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn update_decision_ranking(&mut self, id: DecisionId, ranking: &JsonText) -> Result<(), StoreError> {
        on_backend!(self, retention::update_ranking(&id.to_string(), &ranking.0))
    }
}
