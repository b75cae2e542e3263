//! What is kept for a time only: the periods, the days on which everything due was erased, and what is due.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::{
    Application, ApplicationId, CandidateId, DecisionId, JsonText, NoteId, OrganizationId, PersonFacts,
    RetentionPeriods, RetentionPolicy, SurveyId, Timestamp,
};

use crate::schema::{retention_days, retention_policies};
use crate::transaction::on_backend;
use crate::vocabulary::{corrupt, instant, number, number_if, parsed};
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

    /// Deletes notes with every wording they have had; answers how many there were.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn delete_notes(&mut self, ids: &[NoteId]) -> Result<u64, StoreError> {
        let ids: Vec<String> = ids.iter().map(ToString::to_string).collect();
        Ok(on_backend!(self, retention::delete_notes(&ids))? as u64)
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
        let (body, before) = due.texts();
        number("count of people", on_backend!(self, retention::count_candidates((&body, before)))?)
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
        let ((body, before), rows) = (due.texts(), rows_of(limit));
        let ids = on_backend!(self, retention::list_candidates((&body, before), rows))?;
        ids.iter().map(|id| parsed("candidates.id", id, CandidateId::parse)).collect()
    }

    /// Keeps that something happened with a person at an instant, of which the record itself goes.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn remember_activity(&mut self, whose: CandidateId, at: Timestamp) -> Result<(), StoreError> {
        let whose = whose.to_string();
        let before = on_backend!(self, retention::find_activity(&whose))?;
        if before.is_some_and(|before| at.micros() <= before) {
            return Ok(());
        }
        on_backend!(self, retention::put_activity(&whose, at.micros()))
    }

    /// Deletes an application with everything that hangs on it; where the person has nothing else to do with the posting,
    /// what was noted about them in view of it goes too. `false` when it is not there in this version.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn delete_application(&mut self, application: &Application) -> Result<bool, StoreError> {
        let id = application.id.to_string();
        let (posting, candidate) = (application.posting_id.to_string(), application.candidate_id.to_string());
        if !on_backend!(self, retention::delete_application(&id, application.version))? {
            return Ok(false);
        }
        let pair = (posting.as_str(), candidate.as_str());
        if !on_backend!(self, retention::stays_with_posting(pair))? {
            on_backend!(self, retention::delete_readings(pair))?;
        }
        self.forget_in_handovers(application)?;
        Ok(true)
    }

    /// Takes an application out of what hand-overs tell of its person.
    fn forget_in_handovers(&mut self, application: &Application) -> Result<(), StoreError> {
        let candidate = application.candidate_id.to_string();
        for (handover, text) in on_backend!(self, retention::list_handed_over(&candidate))? {
            let mut facts: PersonFacts =
                serde_json::from_str(&text).map_err(|_| corrupt("handover_people.facts", &text))?;
            let told = facts.applications.len();
            facts.applications.retain(|line| line.application_id != application.id);
            if facts.applications.len() < told {
                let text = serde_json::json!(facts).to_string();
                on_backend!(self, retention::update_handed_over((&handover, &candidate), &text))?;
            }
        }
        Ok(())
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
        let read = |(id, text): (String, String)| {
            Ok((parsed("decision_rankings.decision_id", &id, DecisionId::parse)?, JsonText(text)))
        };
        rows.into_iter().map(read).collect()
    }

    /// Keeps the ranking of a decision in which somebody is nobody now.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn update_decision_ranking(&mut self, id: DecisionId, ranking: &JsonText) -> Result<(), StoreError> {
        on_backend!(self, retention::update_ranking(&id.to_string(), &ranking.0))
    }
}
