//! Groups of regions.

use diesel::prelude::*;
use domain::{OrganizationId, Page, PageRequest, RegionCode, RegionGroup, RegionGroupContent, RegionGroupId};

use super::{Part, page};
use crate::schema::region_groups;
use crate::transaction::on_backend;
use crate::vocabulary::{instant, joined, parsed, parsed_list};
use crate::{StoreError, Tx};

/// A group of regions as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = region_groups, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct RegionGroupRow {
    pub(crate) id: String,
    organization_id: String,
    version: i64,
    created_at: i64,
    updated_at: i64,
    name: String,
    description: Option<String>,
    regions: String,
}

impl From<&RegionGroup> for RegionGroupRow {
    fn from(group: &RegionGroup) -> Self {
        Self {
            id: group.id.to_string(),
            organization_id: group.organization_id.to_string(),
            version: group.version,
            created_at: group.created_at.micros(),
            updated_at: group.updated_at.micros(),
            name: group.content.name.clone(),
            description: group.content.description.clone(),
            regions: joined(&group.content.regions),
        }
    }
}

impl TryFrom<RegionGroupRow> for RegionGroup {
    type Error = StoreError;

    fn try_from(row: RegionGroupRow) -> Result<Self, StoreError> {
        let body = OrganizationId::parse;
        Ok(Self {
            id: parsed("region_groups.id", &row.id, RegionGroupId::parse)?,
            organization_id: parsed("region_groups.organization_id", &row.organization_id, body)?,
            version: row.version,
            created_at: instant("region_groups.created_at", row.created_at)?,
            updated_at: instant("region_groups.updated_at", row.updated_at)?,
            content: RegionGroupContent {
                name: row.name,
                description: row.description,
                regions: parsed_list("region_groups.regions", &row.regions, RegionCode::parse)?,
            },
        })
    }
}

impl Tx<'_> {
    /// Keeps a new group of regions.
    ///
    /// # Errors
    /// [`StoreError::Dangling`] when its body is not there.
    pub fn insert_region_group(&mut self, group: &RegionGroup) -> Result<(), StoreError> {
        let row = RegionGroupRow::from(group);
        on_backend!(self, region_groups::insert(&row))
    }

    /// Replaces a group of regions; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn update_region_group(
        &mut self,
        group: &RegionGroup,
        expected_version: i64,
    ) -> Result<bool, StoreError> {
        let row = RegionGroupRow::from(group);
        on_backend!(self, region_groups::update(&row, expected_version))
    }

    /// Deletes a group of regions; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// [`StoreError::Dangling`] when an area of a round names it.
    pub fn delete_region_group(
        &mut self,
        id: RegionGroupId,
        expected_version: i64,
    ) -> Result<bool, StoreError> {
        on_backend!(self, region_groups::delete(&id.to_string(), expected_version))
    }

    /// The group of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_region_group(&mut self, id: RegionGroupId) -> Result<Option<RegionGroup>, StoreError> {
        let row = on_backend!(self, region_groups::find(&id.to_string(), self.hold))?;
        row.map(RegionGroup::try_from).transpose()
    }

    /// The groups of all bodies.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_region_groups(
        &mut self,
        request: &PageRequest<RegionGroupId>,
    ) -> Result<Page<RegionGroup>, StoreError> {
        let rows = on_backend!(self, region_groups::list(&Part::of(request)))?;
        page(rows, request, RegionGroup::try_from)
    }
}
