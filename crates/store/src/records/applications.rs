//! Applications.

use std::collections::HashMap;

use diesel::prelude::*;
use domain::{
    Application, ApplicationId, ApplicationStatus, CandidateId, OrganizationId, Page, PageRequest, PostingId,
    RoundId, Timestamp, WordSet,
};

use super::viewer::Eyes;
use super::{Part, Viewer, id_lists, page};
use crate::schema::applications;
use crate::transaction::{Hold, on_backend};
use crate::vocabulary::{instant, instant_if, number, parsed, parsed_if, word, word_if};
use crate::{StoreError, Tx};

/// Which applications a list has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationFilter {
    /// The applicant's body, the posting's body, or the one that coordinates the posting.
    pub viewer: Viewer,
    /// To this posting alone.
    pub posting_id: Option<PostingId>,
    /// Of this person alone.
    pub candidate_id: Option<CandidateId>,
    /// In one of these statuses alone; in any when there are none.
    pub statuses: WordSet<ApplicationStatus>,
    /// Open, and due at this instant or earlier.
    pub due_until: Option<Timestamp>,
}

/// A filter as queries take it.
pub(crate) struct ApplicationSieve {
    pub(crate) eyes: Eyes,
    pub(crate) posting: Option<String>,
    pub(crate) candidate: Option<String>,
    pub(crate) statuses: Vec<&'static str>,
    pub(crate) due_until: Option<i64>,
}

/// An application as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = applications, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct ApplicationRow {
    pub(crate) id: String,
    posting_id: String,
    candidate_id: String,
    organization_id: String,
    version: i64,
    status: String,
    message: Option<String>,
    stage_entered_at: i64,
    due_at: Option<i64>,
    reminded_at: Option<i64>,
    reason_category: Option<String>,
    redirected_to: Option<String>,
    created_at: i64,
    updated_at: i64,
}

impl From<&Application> for ApplicationRow {
    fn from(application: &Application) -> Self {
        Self {
            id: application.id.to_string(),
            posting_id: application.posting_id.to_string(),
            candidate_id: application.candidate_id.to_string(),
            organization_id: application.organization_id.to_string(),
            version: application.version,
            status: application.status.to_string(),
            message: application.message.clone(),
            stage_entered_at: application.stage_entered_at.micros(),
            due_at: application.due_at.map(Timestamp::micros),
            reminded_at: application.reminded_at.map(Timestamp::micros),
            reason_category: application.reason_category.map(|word| word.to_string()),
            redirected_to: application.redirected_to.map(|id| id.to_string()),
            created_at: application.created_at.micros(),
            updated_at: application.updated_at.micros(),
        }
    }
}

impl TryFrom<ApplicationRow> for Application {
    type Error = StoreError;

    fn try_from(row: ApplicationRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: parsed("applications.id", &row.id, ApplicationId::parse)?,
            posting_id: parsed("applications.posting_id", &row.posting_id, PostingId::parse)?,
            candidate_id: parsed("applications.candidate_id", &row.candidate_id, CandidateId::parse)?,
            organization_id: parsed(
                "applications.organization_id",
                &row.organization_id,
                OrganizationId::parse,
            )?,
            version: row.version,
            status: word("applications.status", &row.status)?,
            message: row.message,
            stage_entered_at: instant("applications.stage_entered_at", row.stage_entered_at)?,
            due_at: instant_if("applications.due_at", row.due_at)?,
            reminded_at: instant_if("applications.reminded_at", row.reminded_at)?,
            reason_category: word_if("applications.reason_category", row.reason_category.as_deref())?,
            redirected_to: parsed_if(
                "applications.redirected_to",
                row.redirected_to.as_deref(),
                PostingId::parse,
            )?,
            created_at: instant("applications.created_at", row.created_at)?,
            updated_at: instant("applications.updated_at", row.updated_at)?,
        })
    }
}

impl Tx<'_> {
    /// Keeps a new application.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when the person's application to the posting stands already,
    /// [`StoreError::Dangling`] when person or posting is not there.
    pub fn insert_application(&mut self, application: &Application) -> Result<(), StoreError> {
        self.insert_applications(std::slice::from_ref(application))
    }

    /// Keeps many new applications.
    ///
    /// # Errors
    /// As [`Tx::insert_application`].
    pub fn insert_applications(&mut self, applications: &[Application]) -> Result<(), StoreError> {
        let rows: Vec<ApplicationRow> = applications.iter().map(ApplicationRow::from).collect();
        on_backend!(self, applications::insert(&rows))
    }

    /// Replaces an application; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// As [`Tx::insert_application`].
    pub fn update_application(
        &mut self,
        application: &Application,
        expected_version: i64,
    ) -> Result<bool, StoreError> {
        let row = ApplicationRow::from(application);
        on_backend!(self, applications::update(&row, expected_version))
    }

    /// The application of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_application(&mut self, id: ApplicationId) -> Result<Option<Application>, StoreError> {
        let row = on_backend!(self, applications::find(&id.to_string(), self.hold))?;
        row.map(Application::try_from).transpose()
    }

    /// The application of an id, which may be changed by others before the transaction ends: for whoever is to hold its
    /// posting first.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn look_at_application(&mut self, id: ApplicationId) -> Result<Option<Application>, StoreError> {
        let row = on_backend!(self, applications::find(&id.to_string(), Hold::Free))?;
        row.map(Application::try_from).transpose()
    }

    /// The application of a person to a posting that was not withdrawn.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_standing_application(
        &mut self,
        posting_id: PostingId,
        candidate_id: CandidateId,
    ) -> Result<Option<Application>, StoreError> {
        let (posting, candidate) = (posting_id.to_string(), candidate_id.to_string());
        let row = on_backend!(self, applications::find_standing(&posting, &candidate, self.hold))?;
        row.map(Application::try_from).transpose()
    }

    /// The applications a viewer may see, as far as the filter lets them through.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_applications(
        &mut self,
        filter: &ApplicationFilter,
        request: &PageRequest<ApplicationId>,
    ) -> Result<Page<Application>, StoreError> {
        let sieve = ApplicationSieve {
            eyes: Eyes::from(&filter.viewer),
            posting: filter.posting_id.map(|id| id.to_string()),
            candidate: filter.candidate_id.map(|id| id.to_string()),
            statuses: filter.statuses.iter().map(domain::Word::as_str).collect(),
            due_until: filter.due_until.map(Timestamp::micros),
        };
        let rows = on_backend!(self, applications::list(&sieve, &Part::of(request)))?;
        page(rows, request, Application::try_from)
    }

    /// The people whose application to a posting stands, by id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_applicant_ids(&mut self, posting_id: PostingId) -> Result<Vec<CandidateId>, StoreError> {
        let texts = on_backend!(self, applications::list_applicant_ids(&posting_id.to_string()))?;
        texts.iter().map(|text| parsed("applications.candidate_id", text, CandidateId::parse)).collect()
    }

    /// The standing applications to a posting, the oldest first.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_applications_to(&mut self, posting_id: PostingId) -> Result<Vec<Application>, StoreError> {
        let rows = on_backend!(self, applications::list_to(&posting_id.to_string()))?;
        rows.into_iter().map(Application::try_from).collect()
    }

    /// Every application of a person, standing or not, the oldest first.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_applications_of(
        &mut self,
        candidate_id: CandidateId,
    ) -> Result<Vec<Application>, StoreError> {
        let rows = on_backend!(self, applications::list_of(&candidate_id.to_string()))?;
        rows.into_iter().map(Application::try_from).collect()
    }

    /// The standing applications of these people: who to which posting.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_standing_applications(
        &mut self,
        candidate_ids: &[CandidateId],
    ) -> Result<Vec<(CandidateId, PostingId, Timestamp)>, StoreError> {
        let mut found = Vec::new();
        for list in id_lists(candidate_ids) {
            for (candidate, posting, at) in on_backend!(self, applications::list_standing(&list))? {
                let candidate = parsed("applications.candidate_id", &candidate, CandidateId::parse)?;
                let posting = parsed("applications.posting_id", &posting, PostingId::parse)?;
                found.push((candidate, posting, instant("applications.created_at", at)?));
            }
        }
        Ok(found)
    }

    /// How many applications stand to each of these postings; those without any are missing.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn count_applications(
        &mut self,
        posting_ids: &[PostingId],
    ) -> Result<HashMap<PostingId, u64>, StoreError> {
        let mut counts = HashMap::new();
        for list in id_lists(posting_ids) {
            for (posting, count) in on_backend!(self, applications::count(&list))? {
                let posting = parsed("applications.posting_id", &posting, PostingId::parse)?;
                counts.insert(posting, number("count of applications", count)?);
            }
        }
        Ok(counts)
    }

    /// To which posting an application is, without holding the application: where both change, the posting is held
    /// first, so that two who change the same posting's applications wait for one another instead of locking each
    /// other out.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_posting_of_application(
        &mut self,
        id: ApplicationId,
    ) -> Result<Option<PostingId>, StoreError> {
        let posting = on_backend!(self, applications::posting_of(&id.to_string()))?;
        parsed_if("applications.posting_id", posting.as_deref(), PostingId::parse)
    }

    /// How many applications of each posting are in each status; what nothing is in is missing.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn count_applications_by_status(
        &mut self,
        posting_ids: &[PostingId],
    ) -> Result<HashMap<(PostingId, ApplicationStatus), u64>, StoreError> {
        let mut counts = HashMap::new();
        for list in id_lists(posting_ids) {
            for (posting, status, count) in on_backend!(self, applications::count_by_status(&list))? {
                let posting = parsed("applications.posting_id", &posting, PostingId::parse)?;
                let status = word("applications.status", &status)?;
                counts.insert((posting, status), number("count of applications", count)?);
            }
        }
        Ok(counts)
    }

    /// How many applications to the postings of a round are in one of these statuses, of one person or of all.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn count_applications_in_round(
        &mut self,
        (round_id, candidate_id): (RoundId, Option<CandidateId>),
        statuses: &[ApplicationStatus],
    ) -> Result<u64, StoreError> {
        let (round, candidate) = (round_id.to_string(), candidate_id.map(|id| id.to_string()));
        let words: Vec<&str> = statuses.iter().map(|status| domain::Word::as_str(*status)).collect();
        let asked = (round.as_str(), candidate.as_deref());
        let count = on_backend!(self, applications::count_in_round(asked, &words))?;
        number("count of applications", count)
    }

    /// The open applications that somebody must hear of: due until `remind_until` and not reminded of yet, or offers
    /// that were due before `now`. The longest due first.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_due_applications(
        &mut self,
        (now, remind_until): (Timestamp, Timestamp),
        limit: usize,
    ) -> Result<Vec<ApplicationId>, StoreError> {
        let rows = i64::try_from(limit).unwrap_or(i64::MAX);
        let ids = on_backend!(self, applications::list_due((remind_until.micros(), now.micros()), rows))?;
        ids.iter().map(|id| parsed("applications.id", id, ApplicationId::parse)).collect()
    }
}
