//! Alliances, with their members.

use diesel::prelude::*;
use domain::{
    Agreement, Alliance, AllianceContent, AllianceId, AllianceMember, OrganizationId, Page, PageRequest,
    Timestamp,
};

use super::{Part, id_lists, page};
use crate::schema::{alliance_members, alliances};
use crate::transaction::on_backend;
use crate::vocabulary::{instant, instant_if, parsed, parsed_if, word};
use crate::{StoreError, Tx};

/// An alliance as it is stored, but for its members.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = alliances, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct AllianceRow {
    pub(crate) id: String,
    organization_id: String,
    version: i64,
    created_at: i64,
    updated_at: i64,
    ended_at: Option<i64>,
    name: String,
    purpose: String,
}

/// A member as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = alliance_members, treat_none_as_default_value = false)]
pub(crate) struct AllianceMemberRow {
    alliance_id: String,
    organization_id: String,
    position: i32,
    state: String,
    invited_by: Option<String>,
    invited_at: i64,
    joined_at: Option<i64>,
    left_at: Option<i64>,
}

impl From<&Alliance> for AllianceRow {
    fn from(alliance: &Alliance) -> Self {
        Self {
            id: alliance.id.to_string(),
            organization_id: alliance.organization_id.to_string(),
            version: alliance.version,
            created_at: alliance.created_at.micros(),
            updated_at: alliance.updated_at.micros(),
            ended_at: alliance.ended_at.map(Timestamp::micros),
            name: alliance.content.name.clone(),
            purpose: alliance.content.purpose.clone(),
        }
    }
}

impl AllianceMemberRow {
    fn all_of(alliance: &Alliance) -> Vec<Self> {
        let row = |(position, member): (i32, &AllianceMember)| Self {
            alliance_id: alliance.id.to_string(),
            organization_id: member.organization_id.to_string(),
            position,
            state: member.state.to_string(),
            invited_by: member.invited_by.map(|id| id.to_string()),
            invited_at: member.invited_at.micros(),
            joined_at: member.joined_at.map(Timestamp::micros),
            left_at: member.left_at.map(Timestamp::micros),
        };
        (0..).zip(&alliance.members).map(row).collect()
    }
}

impl TryFrom<AllianceMemberRow> for AllianceMember {
    type Error = StoreError;

    fn try_from(row: AllianceMemberRow) -> Result<Self, StoreError> {
        let body = OrganizationId::parse;
        Ok(Self {
            organization_id: parsed("alliance_members.organization_id", &row.organization_id, body)?,
            state: word("alliance_members.state", &row.state)?,
            invited_by: parsed_if("alliance_members.invited_by", row.invited_by.as_deref(), body)?,
            invited_at: instant("alliance_members.invited_at", row.invited_at)?,
            joined_at: instant_if("alliance_members.joined_at", row.joined_at)?,
            left_at: instant_if("alliance_members.left_at", row.left_at)?,
        })
    }
}

impl TryFrom<AllianceRow> for Alliance {
    type Error = StoreError;

    /// The alliance, still without its members.
    fn try_from(row: AllianceRow) -> Result<Self, StoreError> {
        Ok(Self {
            id: parsed("alliances.id", &row.id, AllianceId::parse)?,
            organization_id: parsed(
                "alliances.organization_id",
                &row.organization_id,
                OrganizationId::parse,
            )?,
            version: row.version,
            created_at: instant("alliances.created_at", row.created_at)?,
            updated_at: instant("alliances.updated_at", row.updated_at)?,
            ended_at: instant_if("alliances.ended_at", row.ended_at)?,
            content: AllianceContent { name: row.name, purpose: row.purpose },
            members: Vec::new(),
        })
    }
}

impl Tx<'_> {
    /// Keeps a new alliance with its members.
    ///
    /// # Errors
    /// [`StoreError::Dangling`] when one of the bodies is not there.
    pub fn insert_alliance(&mut self, alliance: &Alliance) -> Result<(), StoreError> {
        let row = AllianceRow::from(alliance);
        on_backend!(self, alliances::insert(&row))?;
        self.replace_alliance_members(alliance)
    }

    /// Replaces an alliance with its members; `false` when it is not there in the expected version.
    ///
    /// # Errors
    /// As [`Tx::insert_alliance`].
    pub fn update_alliance(
        &mut self,
        alliance: &Alliance,
        expected_version: i64,
    ) -> Result<bool, StoreError> {
        let row = AllianceRow::from(alliance);
        let is_there = on_backend!(self, alliances::update(&row, expected_version))?;
        if is_there {
            self.replace_alliance_members(alliance)?;
        }
        Ok(is_there)
    }

    fn replace_alliance_members(&mut self, alliance: &Alliance) -> Result<(), StoreError> {
        let rows = AllianceMemberRow::all_of(alliance);
        on_backend!(self, alliances::replace_members(&alliance.id.to_string(), &rows))
    }

    /// The alliance of an id.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn find_alliance(&mut self, id: AllianceId) -> Result<Option<Alliance>, StoreError> {
        let row = on_backend!(self, alliances::find(&id.to_string(), self.hold))?;
        let mut found: Vec<Alliance> = row.into_iter().map(Alliance::try_from).collect::<Result<_, _>>()?;
        self.add_members(&mut found)?;
        Ok(found.pop())
    }

    /// The alliances that a body is in or is asked to join.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_alliances(
        &mut self,
        body: OrganizationId,
        request: &PageRequest<AllianceId>,
    ) -> Result<Page<Alliance>, StoreError> {
        let rows = on_backend!(self, alliances::list(&body.to_string(), &Part::of(request)))?;
        let mut found = page(rows, request, Alliance::try_from)?;
        self.add_members(&mut found.items)?;
        Ok(found)
    }

    fn add_members(&mut self, alliances: &mut [Alliance]) -> Result<(), StoreError> {
        let ids: Vec<AllianceId> = alliances.iter().map(|alliance| alliance.id).collect();
        for ids in id_lists(&ids) {
            for row in on_backend!(self, alliances::list_members(&ids))? {
                let id = parsed("alliance_members.alliance_id", &row.alliance_id, AllianceId::parse)?;
                if let Some(alliance) = alliances.iter_mut().find(|alliance| alliance.id == id) {
                    alliance.members.push(row.try_into()?);
                }
            }
        }
        Ok(())
    }

    /// The bodies that are in an alliance with this one, in the order of their ids; this one too when it is in any.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_fellows(&mut self, body: OrganizationId) -> Result<Vec<OrganizationId>, StoreError> {
        let ids = on_backend!(self, alliances::list_fellows(&body.to_string()))?;
        ids.iter().map(|id| parsed("alliance_members.organization_id", id, OrganizationId::parse)).collect()
    }

    /// The agreements of a body on either side that nobody has ended; their days may not have come, or be over.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_standing_agreements(&mut self, body: OrganizationId) -> Result<Vec<Agreement>, StoreError> {
        let rows = on_backend!(self, alliances::list_standing_agreements(&body.to_string()))?;
        rows.into_iter().map(Agreement::try_from).collect()
    }
}
