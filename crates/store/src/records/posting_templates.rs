//! Templates of postings, and which postings were started from them.

use std::collections::HashMap;

use diesel::prelude::*;
use domain::{
    JsonText, OrganizationId, Page, PageRequest, PostingId, PostingTemplate, PostingTemplateContent,
    PostingTemplateId, Timestamp,
};

use super::{Part, id_lists, page};
use crate::schema::{posting_template_uses, posting_templates};
use crate::transaction::on_backend;
use crate::vocabulary::{instant, number, parsed, word};
use crate::{StoreError, Tx};

/// A template as it is stored. `posting` is JSON.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = posting_templates, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct PostingTemplateRow {
    pub(crate) id: String,
    organization_id: String,
    version: i64,
    created_at: i64,
    updated_at: i64,
    name: String,
    note: Option<String>,
    sharing: String,
    posting: String,
}

/// A posting that was started from a template.
#[derive(Insertable)]
#[diesel(table_name = posting_template_uses)]
pub(crate) struct TemplateUseRow {
    posting_id: String,
    template_id: String,
    organization_id: String,
    created_at: i64,
}

impl From<&PostingTemplate> for PostingTemplateRow {
    fn from(template: &PostingTemplate) -> Self {
        Self {
            id: template.id.to_string(),
            organization_id: template.organization_id.to_string(),
            version: template.version,
            created_at: template.created_at.micros(),
            updated_at: template.updated_at.micros(),
            name: template.content.name.clone(),
            note: template.content.note.clone(),
            sharing: template.content.sharing.to_string(),
            posting: template.content.posting.0.clone(),
        }
    }
}

impl TryFrom<PostingTemplateRow> for PostingTemplate {
    type Error = StoreError;

    /// The template; its uses are still to be counted.
    fn try_from(row: PostingTemplateRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: parsed("posting_templates.id", &row.id, PostingTemplateId::parse)?,
            organization_id: parsed(
                "posting_templates.organization_id",
                &row.organization_id,
                OrganizationId::parse,
            )?,
            version: row.version,
            created_at: instant("posting_templates.created_at", row.created_at)?,
            updated_at: instant("posting_templates.updated_at", row.updated_at)?,
            content: PostingTemplateContent {
                name: row.name,
                note: row.note,
                sharing: word("posting_templates.sharing", &row.sharing)?,
                posting: JsonText(row.posting),
            },
            uses: 0,
        })
    }
}

impl Tx<'_> {
    /// Keeps a new template.
    ///
    /// # Errors
    /// [`StoreError::Dangling`] when the body is not there.
    pub fn insert_posting_template(&mut self, template: &PostingTemplate) -> Result<(), StoreError> {
        let row = PostingTemplateRow::from(template);
        on_backend!(self, posting_templates::insert(&row))
    }

    /// Replaces a template; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn update_posting_template(
        &mut self,
        template: &PostingTemplate,
        expected_version: i64,
    ) -> Result<bool, StoreError> {
        let row = PostingTemplateRow::from(template);
        on_backend!(self, posting_templates::update(&row, expected_version))
    }

    /// Deletes a template; the postings that were started from it stay. `false` when it is not there in the version.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn delete_posting_template(
        &mut self,
        id: PostingTemplateId,
        expected_version: i64,
    ) -> Result<bool, StoreError> {
        on_backend!(self, posting_templates::delete(&id.to_string(), expected_version))
    }

    /// The template of an id, with its uses.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_posting_template(
        &mut self,
        id: PostingTemplateId,
    ) -> Result<Option<PostingTemplate>, StoreError> {
        let row = on_backend!(self, posting_templates::find(&id.to_string(), self.hold))?;
        let mut found: Vec<PostingTemplate> =
            row.into_iter().map(PostingTemplate::try_from).collect::<Result<_, _>>()?;
        self.count_template_uses(&mut found)?;
        Ok(found.pop())
    }

    /// The templates from which a body may start: its own, those of these allied bodies that are shared with allies,
    /// and those for everyone; with their uses.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_posting_templates(
        &mut self,
        (body, allied): (OrganizationId, &[OrganizationId]),
        request: &PageRequest<PostingTemplateId>,
    ) -> Result<Page<PostingTemplate>, StoreError> {
        let allied: Vec<String> = allied.iter().map(ToString::to_string).collect();
        let body = body.to_string();
        let rows = on_backend!(self, posting_templates::list((&body, &allied), &Part::of(request)))?;
        let mut found = page(rows, request, PostingTemplate::try_from)?;
        self.count_template_uses(&mut found.items)?;
        Ok(found)
    }

    /// Keeps that a posting was started from a template.
    ///
    /// # Errors
    /// [`StoreError::Dangling`] when one of them is not there.
    pub fn insert_template_use(
        &mut self,
        (template, posting): (PostingTemplateId, PostingId),
        (body, at): (OrganizationId, Timestamp),
    ) -> Result<(), StoreError> {
        let row = TemplateUseRow {
            posting_id: posting.to_string(),
            template_id: template.to_string(),
            organization_id: body.to_string(),
            created_at: at.micros(),
        };
        on_backend!(self, posting_templates::insert_use(&row))
    }

    fn count_template_uses(&mut self, templates: &mut [PostingTemplate]) -> Result<(), StoreError> {
        let ids: Vec<PostingTemplateId> = templates.iter().map(|template| template.id).collect();
        let mut uses = HashMap::new();
        for ids in id_lists(&ids) {
            uses.extend(on_backend!(self, posting_templates::count_uses(&ids))?);
        }
        for template in templates {
            let count = uses.get(&template.id.to_string()).copied().unwrap_or_default();
            template.uses = number("a count of uses", count)?;
        }
        Ok(())
    }
}
