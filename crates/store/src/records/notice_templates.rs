//! Templates of notices.

use diesel::prelude::*;
use domain::notice::TemplateContent;
use domain::{NoticeTemplate, NoticeTemplateId, OrganizationId};

use crate::schema::notice_templates;
use crate::transaction::on_backend;
use crate::vocabulary::{instant, parsed, word};
use crate::{StoreError, Tx};

/// A template as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = notice_templates)]
pub(crate) struct TemplateRow {
    pub(crate) id: String,
    organization_id: String,
    outcome: String,
    language: String,
    version: i64,
    subject: String,
    body: String,
    created_at: i64,
    updated_at: i64,
}

impl From<&NoticeTemplate> for TemplateRow {
    fn from(template: &NoticeTemplate) -> Self {
        Self {
            id: template.id.to_string(),
            organization_id: template.organization_id.to_string(),
            outcome: template.content.outcome.to_string(),
            language: template.content.language.to_string(),
            version: template.version,
            subject: template.content.subject.clone(),
            body: template.content.body.clone(),
            created_at: template.created_at.micros(),
            updated_at: template.updated_at.micros(),
        }
    }
}

impl TryFrom<TemplateRow> for NoticeTemplate {
    type Error = StoreError;

    fn try_from(row: TemplateRow) -> Result<Self, StoreError> {
        let body = OrganizationId::parse;
        Ok(Self {
            id: parsed("notice_templates.id", &row.id, NoticeTemplateId::parse)?,
            organization_id: parsed("notice_templates.organization_id", &row.organization_id, body)?,
            version: row.version,
            content: TemplateContent {
                outcome: word("notice_templates.outcome", &row.outcome)?,
                language: word("notice_templates.language", &row.language)?,
                subject: row.subject,
                body: row.body,
            },
            created_at: instant("notice_templates.created_at", row.created_at)?,
            updated_at: instant("notice_templates.updated_at", row.updated_at)?,
        })
    }
}

impl Tx<'_> {
    /// Keeps a new template.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when the body has one for the outcome and language.
    pub fn insert_notice_template(&mut self, template: &NoticeTemplate) -> Result<(), StoreError> {
        on_backend!(self, notices::insert_template(&TemplateRow::from(template)))
    }

    /// Replaces a template; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// As [`Tx::insert_notice_template`].
    pub fn update_notice_template(
        &mut self,
        template: &NoticeTemplate,
        expected_version: i64,
    ) -> Result<bool, StoreError> {
        on_backend!(self, notices::update_template(&TemplateRow::from(template), expected_version))
    }

    /// Forgets a template; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn delete_notice_template(
        &mut self,
        id: NoticeTemplateId,
        expected_version: i64,
    ) -> Result<bool, StoreError> {
        on_backend!(self, notices::delete_template(&id.to_string(), expected_version))
    }

    /// The templates of a body, at most one for each outcome and language.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_notice_templates(
        &mut self,
        organization_id: OrganizationId,
    ) -> Result<Vec<NoticeTemplate>, StoreError> {
        let rows = on_backend!(self, notices::list_templates(&organization_id.to_string()))?;
        rows.into_iter().map(NoticeTemplate::try_from).collect()
    }
}
