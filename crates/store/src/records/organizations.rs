//! Organizations.

use diesel::prelude::*;
use domain::{
    ExternalId, MunicipalityCode, Organization, OrganizationContent, OrganizationId, Page, PageRequest,
};

use super::{Part, page};
use crate::schema::organizations;
use crate::transaction::on_backend;
use crate::vocabulary::{instant, parsed, parsed_if, word};
use crate::{StoreError, Tx};

/// An organization as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = organizations, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct OrganizationRow {
    pub(crate) id: String,
    registered_by: Option<String>,
    version: i64,
    created_at: i64,
    updated_at: i64,
    external_id: Option<String>,
    name: String,
    kind: String,
    municipality: Option<String>,
}

impl From<&Organization> for OrganizationRow {
    fn from(organization: &Organization) -> Self {
        let content = &organization.content;
        Self {
            id: organization.id.to_string(),
            registered_by: organization.registered_by.map(|id| id.to_string()),
            version: organization.version,
            created_at: organization.created_at.micros(),
            updated_at: organization.updated_at.micros(),
            external_id: content.external_id.as_ref().map(ToString::to_string),
            name: content.name.clone(),
            kind: content.kind.to_string(),
            municipality: content.municipality.map(|code| code.to_string()),
        }
    }
}

impl TryFrom<OrganizationRow> for Organization {
    type Error = StoreError;

    fn try_from(row: OrganizationRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: parsed("organizations.id", &row.id, OrganizationId::parse)?,
            registered_by: parsed_if(
                "organizations.registered_by",
                row.registered_by.as_deref(),
                OrganizationId::parse,
            )?,
            version: row.version,
            created_at: instant("organizations.created_at", row.created_at)?,
            updated_at: instant("organizations.updated_at", row.updated_at)?,
            content: OrganizationContent {
                external_id: parsed_if(
                    "organizations.external_id",
                    row.external_id.as_deref(),
                    ExternalId::parse,
                )?,
                name: row.name,
                kind: word("organizations.kind", &row.kind)?,
                municipality: parsed_if(
                    "organizations.municipality",
                    row.municipality.as_deref(),
                    MunicipalityCode::parse,
                )?,
            },
        })
    }
}

impl Tx<'_> {
    /// Keeps a new organization.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when its external id is taken by another one that the same body registered.
    pub fn insert_organization(&mut self, organization: &Organization) -> Result<(), StoreError> {
        let row = OrganizationRow::from(organization);
        on_backend!(self, organizations::insert(&row))
    }

    /// Replaces an organization; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// As [`Tx::insert_organization`].
    pub fn update_organization(
        &mut self,
        organization: &Organization,
        expected_version: i64,
    ) -> Result<bool, StoreError> {
        let row = OrganizationRow::from(organization);
        on_backend!(self, organizations::update(&row, expected_version))
    }

    /// The organization of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_organization(&mut self, id: OrganizationId) -> Result<Option<Organization>, StoreError> {
        let row = on_backend!(self, organizations::find(&id.to_string(), self.hold))?;
        row.map(Organization::try_from).transpose()
    }

    /// The organization that a body registered under its own key.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_organization_by_external_id(
        &mut self,
        registered_by: OrganizationId,
        external_id: &ExternalId,
    ) -> Result<Option<Organization>, StoreError> {
        let body = registered_by.to_string();
        let row =
            on_backend!(self, organizations::find_by_external_id(&body, external_id.as_str(), self.hold))?;
        row.map(Organization::try_from).transpose()
    }

    /// The organizations with exactly this name, oldest first.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_organizations_named(&mut self, name: &str) -> Result<Vec<Organization>, StoreError> {
        let rows = on_backend!(self, organizations::list_named(name))?;
        rows.into_iter().map(Organization::try_from).collect()
    }

    /// All organizations.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_organizations(
        &mut self,
        request: &PageRequest<OrganizationId>,
    ) -> Result<Page<Organization>, StoreError> {
        let rows = on_backend!(self, organizations::list(&Part::of(request)))?;
        page(rows, request, Organization::try_from)
    }
}
