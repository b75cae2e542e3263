//! Programs.

use std::collections::HashMap;

use diesel::prelude::*;
use domain::{
    ExternalId, FiscalYear, OrganizationId, Page, PageRequest, Program, ProgramContent, ProgramId,
    ProgramStatus, RegionCode, UserId, Word,
};

use super::Part;
use crate::schema::{program_partners, programs};
use crate::transaction::on_backend;
use crate::vocabulary::{corrupt, day_if, instant, joined, parsed, parsed_if, parsed_list, word};
use crate::{StoreError, Tx};

/// Who looks at programs, rounds and events, and which bodies it has agreements with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Participant {
    /// Who looks.
    pub organization_id: OrganizationId,
    /// The bodies that an agreement in force ties it to.
    pub agreed: Vec<OrganizationId>,
}

/// A participant as queries take it.
pub(crate) struct ParticipantEyes {
    pub(crate) organization: String,
    pub(crate) agreed: Vec<String>,
}

impl From<&Participant> for ParticipantEyes {
    fn from(viewer: &Participant) -> Self {
        Self {
            organization: viewer.organization_id.to_string(),
            agreed: viewer.agreed.iter().map(ToString::to_string).collect(),
        }
    }
}

/// Which programs a list has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgramFilter {
    /// Its own programs, those it takes part in, and those of bodies it has agreements with.
    pub viewer: Participant,
    /// This one alone.
    pub id: Option<ProgramId>,
    /// Of this body alone.
    pub organization_id: Option<OrganizationId>,
    /// The viewer's own under this key.
    pub external_id: Option<ExternalId>,
    /// Of this year alone.
    pub fiscal_year: Option<FiscalYear>,
    /// In this status alone.
    pub status: Option<ProgramStatus>,
}

/// A filter as queries take it.
pub(crate) struct ProgramSieve {
    pub(crate) eyes: ParticipantEyes,
    pub(crate) id: Option<String>,
    pub(crate) organization: Option<String>,
    pub(crate) external_id: Option<String>,
    pub(crate) fiscal_year: Option<i32>,
    pub(crate) status: Option<&'static str>,
}

/// A program as it is stored.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = programs, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct ProgramRow {
    pub(crate) id: String,
    organization_id: String,
    version: i64,
    created_at: i64,
    updated_at: i64,
    external_id: Option<String>,
    name: String,
    purpose: Option<String>,
    fiscal_year: Option<i32>,
    starts_on: Option<String>,
    ends_on: Option<String>,
    regions: String,
    responsible_user_id: Option<String>,
    status: String,
}

/// A body that takes part in a program.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = program_partners)]
pub(crate) struct ProgramPartnerRow {
    program_id: String,
    position: i32,
    organization_id: String,
}

impl From<&Program> for ProgramRow {
    fn from(program: &Program) -> Self {
        let content = &program.content;
        Self {
            id: program.id.to_string(),
            organization_id: program.organization_id.to_string(),
            version: program.version,
            created_at: program.created_at.micros(),
            updated_at: program.updated_at.micros(),
            external_id: content.external_id.as_ref().map(ToString::to_string),
            name: content.name.clone(),
            purpose: content.purpose.clone(),
            fiscal_year: content.fiscal_year.map(FiscalYear::first_year),
            starts_on: content.starts_on.map(|day| day.to_string()),
            ends_on: content.ends_on.map(|day| day.to_string()),
            regions: joined(&content.regions),
            responsible_user_id: content.responsible_user_id.map(|id| id.to_string()),
            status: content.status.to_string(),
        }
    }
}

impl ProgramPartnerRow {
    fn of(program: &Program) -> Vec<Self> {
        let partners = (0..).zip(&program.content.partner_ids);
        let row = |(position, partner): (i32, &OrganizationId)| Self {
            program_id: program.id.to_string(),
            position,
            organization_id: partner.to_string(),
        };
        partners.map(row).collect()
    }
}

impl ProgramRow {
    fn read(self, partner_ids: Vec<OrganizationId>) -> Result<Program, StoreError> {
        let year = |year| FiscalYear::new(year).ok_or_else(|| corrupt("programs.fiscal_year", year));
        let user = self.responsible_user_id.as_deref();
        Ok(Program {
            id: parsed("programs.id", &self.id, ProgramId::parse)?,
            organization_id: parsed(
                "programs.organization_id",
                &self.organization_id,
                OrganizationId::parse,
            )?,
            version: self.version,
            created_at: instant("programs.created_at", self.created_at)?,
            updated_at: instant("programs.updated_at", self.updated_at)?,
            content: ProgramContent {
                external_id: parsed_if(
                    "programs.external_id",
                    self.external_id.as_deref(),
                    ExternalId::parse,
                )?,
                name: self.name,
                purpose: self.purpose,
                fiscal_year: self.fiscal_year.map(year).transpose()?,
                starts_on: day_if("programs.starts_on", self.starts_on.as_deref())?,
                ends_on: day_if("programs.ends_on", self.ends_on.as_deref())?,
                regions: parsed_list("programs.regions", &self.regions, RegionCode::parse)?,
                partner_ids,
                responsible_user_id: parsed_if("programs.responsible_user_id", user, UserId::parse)?,
                status: word("programs.status", &self.status)?,
            },
        })
    }
}

impl Tx<'_> {
    /// Keeps a new program.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when the external id is taken within the organization, [`StoreError::Dangling`] when a
    /// body is not there.
    pub fn insert_program(&mut self, program: &Program) -> Result<(), StoreError> {
        let (row, partners) = (ProgramRow::from(program), ProgramPartnerRow::of(program));
        on_backend!(self, programs::insert(&row, &partners))
    }

    /// Replaces a program; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// As [`Tx::insert_program`].
    pub fn update_program(&mut self, program: &Program, expected_version: i64) -> Result<bool, StoreError> {
        let (row, partners) = (ProgramRow::from(program), ProgramPartnerRow::of(program));
        on_backend!(self, programs::update(&row, &partners, expected_version))
    }

    /// Deletes a program; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// [`StoreError::Dangling`] when rounds or events refer to it.
    pub fn delete_program(&mut self, id: ProgramId, expected_version: i64) -> Result<bool, StoreError> {
        on_backend!(self, programs::delete(&id.to_string(), expected_version))
    }

    /// The program of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_program(&mut self, id: ProgramId) -> Result<Option<Program>, StoreError> {
        let row = on_backend!(self, programs::find(&id.to_string(), self.hold))?;
        Ok(self.whole_programs(row.into_iter().collect())?.pop())
    }

    /// The program that an organization keeps under its own key.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_program_by_external_id(
        &mut self,
        organization_id: OrganizationId,
        external_id: &ExternalId,
    ) -> Result<Option<Program>, StoreError> {
        let body = organization_id.to_string();
        let row = on_backend!(self, programs::find_by_external_id(&body, external_id.as_str(), self.hold))?;
        Ok(self.whole_programs(row.into_iter().collect())?.pop())
    }

    /// The programs a viewer may see, as far as the filter lets them through.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_programs(
        &mut self,
        filter: &ProgramFilter,
        request: &PageRequest<ProgramId>,
    ) -> Result<Page<Program>, StoreError> {
        let sieve = ProgramSieve {
            eyes: ParticipantEyes::from(&filter.viewer),
            id: filter.id.map(|id| id.to_string()),
            organization: filter.organization_id.map(|id| id.to_string()),
            external_id: filter.external_id.as_ref().map(ToString::to_string),
            fiscal_year: filter.fiscal_year.map(FiscalYear::first_year),
            status: filter.status.map(Word::as_str),
        };
        let rows = on_backend!(self, programs::list(&sieve, &Part::of(request)))?;
        let Page { items, has_more } = Page::of_rows(rows, request.limit);
        Ok(Page { items: self.whole_programs(items)?, has_more })
    }

    /// The programs of rows, with their partners; at most as many as one `IN` takes.
    fn whole_programs(&mut self, rows: Vec<ProgramRow>) -> Result<Vec<Program>, StoreError> {
        let ids: Vec<String> = rows.iter().map(|row| row.id.clone()).collect();
        let mut partners: HashMap<String, Vec<OrganizationId>> = HashMap::new();
        for row in on_backend!(self, programs::partners(&ids))? {
            let body =
                parsed("program_partners.organization_id", &row.organization_id, OrganizationId::parse)?;
            partners.entry(row.program_id).or_default().push(body);
        }
        rows.into_iter()
            .map(|row| {
                let theirs = partners.remove(&row.id).unwrap_or_default();
                row.read(theirs)
            })
            .collect()
    }
}
