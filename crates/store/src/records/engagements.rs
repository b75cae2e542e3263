//! Engagements.

use chrono::NaiveDate;
use diesel::prelude::*;
use domain::{
    ApplicationId, CandidateId, Engagement, EngagementEnd, EngagementId, EngagementOrigin, EngagementStatus,
    EngagementTerms, OrganizationId, Page, PageRequest, PostingId, Word,
};

use super::viewer::Eyes;
use super::{Part, Viewer, id_lists, page};
use crate::schema::engagements;
use crate::transaction::on_backend;
use crate::vocabulary::{corrupt, day_if, instant, number_if, parsed, parsed_if, word, words};
use crate::{StoreError, Tx};

/// Which engagements a list has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngagementFilter {
    /// The posting's body, the one that coordinates the posting, or the person's body.
    pub viewer: Viewer,
    /// For this posting alone.
    pub posting_id: Option<PostingId>,
    /// Of this person alone.
    pub candidate_id: Option<CandidateId>,
    /// For postings of this body alone.
    pub organization_id: Option<OrganizationId>,
    /// In this status alone.
    pub status: Option<EngagementStatus>,
    /// With work on this day alone.
    pub running_on: Option<NaiveDate>,
}

/// A filter as queries take it.
pub(crate) struct EngagementSieve {
    pub(crate) eyes: Eyes,
    pub(crate) posting: Option<String>,
    pub(crate) candidate: Option<String>,
    pub(crate) organization: Option<String>,
    pub(crate) status: Option<&'static str>,
    pub(crate) running_on: Option<String>,
}

/// An engagement as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = engagements, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct EngagementRow {
    pub(crate) id: String,
    posting_id: String,
    candidate_id: String,
    organization_id: String,
    version: i64,
    created_at: i64,
    updated_at: i64,
    application_id: Option<String>,
    reason: Option<String>,
    renews_id: Option<String>,
    renewed_by_id: Option<String>,
    contract_form: String,
    starts_on: String,
    ends_on: Option<String>,
    hours_per_month: Option<i32>,
    conditions: String,
    status: String,
    last_on: Option<String>,
    converted_to: Option<String>,
    ending: Option<String>,
    warnings: String,
}

impl TryFrom<&Engagement> for EngagementRow {
    type Error = StoreError;

    fn try_from(engagement: &Engagement) -> Result<Self, StoreError> {
        let (application_id, reason) = match &engagement.origin {
            EngagementOrigin::Application(id) => (Some(id.to_string()), None),
            EngagementOrigin::Direct { reason } => (None, Some(reason.clone())),
        };
        let terms = &engagement.terms;
        let end = engagement.end.as_ref();
        Ok(Self {
            id: engagement.id.to_string(),
            posting_id: engagement.posting_id.to_string(),
            candidate_id: engagement.candidate_id.to_string(),
            organization_id: engagement.organization_id.to_string(),
            version: engagement.version,
            created_at: engagement.created_at.micros(),
            updated_at: engagement.updated_at.micros(),
            application_id,
            reason,
            renews_id: engagement.renews_id.map(|id| id.to_string()),
            renewed_by_id: engagement.renewed_by_id.map(|id| id.to_string()),
            contract_form: terms.contract_form.to_string(),
            starts_on: terms.starts_on.to_string(),
            ends_on: terms.ends_on.map(|day| day.to_string()),
            hours_per_month: terms.hours_per_month.map(i32::from),
            conditions: serde_json::to_string(&terms.conditions)
                .map_err(|error| corrupt("engagements.conditions", error))?,
            status: engagement.status.to_string(),
            last_on: engagement.last_on().map(|day| day.to_string()),
            converted_to: end.and_then(|end| end.converted_to).map(|to| to.to_string()),
            ending: end
                .map(serde_json::to_string)
                .transpose()
                .map_err(|error| corrupt("engagements.ending", error))?,
            warnings: engagement.warnings.to_list(),
        })
    }
}

impl TryFrom<EngagementRow> for Engagement {
    type Error = StoreError;

    fn try_from(row: EngagementRow) -> Result<Self, StoreError> {
        let origin = match (row.application_id, row.reason) {
            (Some(id), None) => EngagementOrigin::Application(parsed(
                "engagements.application_id",
                &id,
                ApplicationId::parse,
            )?),
            (None, Some(reason)) => EngagementOrigin::Direct { reason },
            (application, _) => {
                return Err(corrupt("engagements.application_id", application.unwrap_or_default()));
            }
        };
        let terms = EngagementTerms {
            contract_form: word("engagements.contract_form", &row.contract_form)?,
            starts_on: parsed("engagements.starts_on", &row.starts_on, str::parse)?,
            ends_on: day_if("engagements.ends_on", row.ends_on.as_deref())?,
            hours_per_month: number_if("engagements.hours_per_month", row.hours_per_month)?,
            conditions: parsed("engagements.conditions", &row.conditions, |text| serde_json::from_str(text))?,
        };
        let end = parsed_if("engagements.ending", row.ending.as_deref(), |text| {
            serde_json::from_str::<EngagementEnd>(text)
        });
        let linked = |column, id: Option<String>| parsed_if(column, id.as_deref(), EngagementId::parse);
        Ok(Self {
            id: parsed("engagements.id", &row.id, EngagementId::parse)?,
            posting_id: parsed("engagements.posting_id", &row.posting_id, PostingId::parse)?,
            candidate_id: parsed("engagements.candidate_id", &row.candidate_id, CandidateId::parse)?,
            organization_id: parsed(
                "engagements.organization_id",
                &row.organization_id,
                OrganizationId::parse,
            )?,
            version: row.version,
            created_at: instant("engagements.created_at", row.created_at)?,
            updated_at: instant("engagements.updated_at", row.updated_at)?,
            origin,
            renews_id: linked("engagements.renews_id", row.renews_id)?,
            renewed_by_id: linked("engagements.renewed_by_id", row.renewed_by_id)?,
            terms,
            status: word("engagements.status", &row.status)?,
            end: end?,
            warnings: words("engagements.warnings", &row.warnings)?,
        })
    }
}

impl Tx<'_> {
    /// Keeps a new engagement.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when its application has one already, or what it renews was renewed;
    /// [`StoreError::Dangling`] when person or posting is not there.
    pub fn insert_engagement(&mut self, engagement: &Engagement) -> Result<(), StoreError> {
        let row = EngagementRow::try_from(engagement)?;
        on_backend!(self, engagements::insert(&row))
    }

    /// Replaces an engagement; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// As [`Tx::insert_engagement`].
    pub fn update_engagement(
        &mut self,
        engagement: &Engagement,
        expected_version: i64,
    ) -> Result<bool, StoreError> {
        let row = EngagementRow::try_from(engagement)?;
        on_backend!(self, engagements::update(&row, expected_version))
    }

    /// The engagement of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_engagement(&mut self, id: EngagementId) -> Result<Option<Engagement>, StoreError> {
        let row = on_backend!(self, engagements::find(&id.to_string(), self.hold))?;
        row.map(Engagement::try_from).transpose()
    }

    /// The engagements a viewer may see, as far as the filter lets them through.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_engagements(
        &mut self,
        filter: &EngagementFilter,
        request: &PageRequest<EngagementId>,
    ) -> Result<Page<Engagement>, StoreError> {
        let sieve = EngagementSieve {
            eyes: Eyes::from(&filter.viewer),
            posting: filter.posting_id.map(|id| id.to_string()),
            candidate: filter.candidate_id.map(|id| id.to_string()),
            organization: filter.organization_id.map(|id| id.to_string()),
            status: filter.status.map(Word::as_str),
            running_on: filter.running_on.map(|day| day.to_string()),
        };
        let rows = on_backend!(self, engagements::list(&sieve, &Part::of(request)))?;
        page(rows, request, Engagement::try_from)
    }

    /// Every engagement of a person, whoever may see it, the oldest first.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_engagements_of(&mut self, candidate_id: CandidateId) -> Result<Vec<Engagement>, StoreError> {
        let rows = on_backend!(self, engagements::list_of(&candidate_id.to_string()))?;
        rows.into_iter().map(Engagement::try_from).collect()
    }

    /// Every engagement for these postings.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_engagements_for(&mut self, posting_ids: &[PostingId]) -> Result<Vec<Engagement>, StoreError> {
        let mut found = Vec::new();
        for list in id_lists(posting_ids) {
            for row in on_backend!(self, engagements::list_for_postings(&list))? {
                found.push(Engagement::try_from(row)?);
            }
        }
        Ok(found)
    }
}
