//! Agreements.

use diesel::prelude::*;
use domain::{
    Agreement, AgreementContent, AgreementId, OrganizationId, Page, PageRequest, RegionCode, Timestamp,
};

use super::{Part, page};
use crate::schema::agreements;
use crate::transaction::on_backend;
use crate::vocabulary::{day_if, instant, instant_if, joined, json_list, parsed, parsed_list, texts, word};
use crate::{StoreError, Tx};

/// An agreement as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = agreements, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct AgreementRow {
    pub(crate) id: String,
    version: i64,
    created_at: i64,
    updated_at: i64,
    ended_at: Option<i64>,
    coordinator_id: String,
    organization_id: String,
    kind: String,
    items: String,
    regions: String,
    starts_on: Option<String>,
    ends_on: Option<String>,
}

impl From<&Agreement> for AgreementRow {
    fn from(agreement: &Agreement) -> Self {
        let content = &agreement.content;
        Self {
            id: agreement.id.to_string(),
            version: agreement.version,
            created_at: agreement.created_at.micros(),
            updated_at: agreement.updated_at.micros(),
            ended_at: agreement.ended_at.map(Timestamp::micros),
            coordinator_id: content.coordinator_id.to_string(),
            organization_id: content.organization_id.to_string(),
            kind: content.kind.to_string(),
            items: json_list(&content.items),
            regions: joined(&content.regions),
            starts_on: content.starts_on.map(|day| day.to_string()),
            ends_on: content.ends_on.map(|day| day.to_string()),
        }
    }
}

impl TryFrom<AgreementRow> for Agreement {
    type Error = StoreError;

    fn try_from(row: AgreementRow) -> Result<Self, StoreError> {
        let body = OrganizationId::parse;
        Ok(Self {
            id: parsed("agreements.id", &row.id, AgreementId::parse)?,
            version: row.version,
            created_at: instant("agreements.created_at", row.created_at)?,
            updated_at: instant("agreements.updated_at", row.updated_at)?,
            ended_at: instant_if("agreements.ended_at", row.ended_at)?,
            content: AgreementContent {
                coordinator_id: parsed("agreements.coordinator_id", &row.coordinator_id, body)?,
                organization_id: parsed("agreements.organization_id", &row.organization_id, body)?,
                kind: word("agreements.kind", &row.kind)?,
                items: texts("agreements.items", &row.items)?,
                regions: parsed_list("agreements.regions", &row.regions, RegionCode::parse)?,
                starts_on: day_if("agreements.starts_on", row.starts_on.as_deref())?,
                ends_on: day_if("agreements.ends_on", row.ends_on.as_deref())?,
            },
        })
    }
}

impl Tx<'_> {
    /// Keeps a new agreement.
    ///
    /// # Errors
    /// [`StoreError::Dangling`] when one of the bodies is not there.
    pub fn insert_agreement(&mut self, agreement: &Agreement) -> Result<(), StoreError> {
        let row = AgreementRow::from(agreement);
        on_backend!(self, agreements::insert(&row))
    }

    /// Replaces an agreement; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// As [`Tx::insert_agreement`].
    pub fn update_agreement(
        &mut self,
        agreement: &Agreement,
        expected_version: i64,
    ) -> Result<bool, StoreError> {
        let row = AgreementRow::from(agreement);
        on_backend!(self, agreements::update(&row, expected_version))
    }

    /// The agreement of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_agreement(&mut self, id: AgreementId) -> Result<Option<Agreement>, StoreError> {
        let row = on_backend!(self, agreements::find(&id.to_string(), self.hold))?;
        row.map(Agreement::try_from).transpose()
    }

    /// The agreements of an organization, on either side, ended ones too.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_agreements(
        &mut self,
        involving: OrganizationId,
        request: &PageRequest<AgreementId>,
    ) -> Result<Page<Agreement>, StoreError> {
        let body = involving.to_string();
        let rows = on_backend!(self, agreements::list(&body, &Part::of(request)))?;
        page(rows, request, Agreement::try_from)
    }

    /// The agreements of coordination that let a body act for others, those not in force too.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_coordinated(&mut self, coordinator: OrganizationId) -> Result<Vec<Agreement>, StoreError> {
        let rows = on_backend!(self, agreements::list_coordinated(&coordinator.to_string()))?;
        rows.into_iter().map(Agreement::try_from).collect()
    }
}
