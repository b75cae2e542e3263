//! A round as rows: the record, a row for each area, and one for each body of an area.

use std::collections::HashMap;
use std::num::NonZeroU16;

use diesel::prelude::*;
use domain::{
    Amended, Amendment, ApiKeyId, ApplicationStatus, ApplicationWindow, ExternalId, OrganizationId,
    ProgramId, RegionCode, RegionGroupId, Round, RoundArea, RoundContent, RoundId, StageDays, TIMED_STAGES,
    Timestamp, UserId, Word,
};

use crate::StoreError;
use crate::schema::{round_amendments, round_area_partners, round_areas, rounds};
use crate::vocabulary::{
    corrupt, day_if, instant, instant_if, joined, number, number_if, parsed, parsed_if, parsed_list, parts,
    word,
};

/// The record.
#[derive(Queryable, Selectable, Insertable, AsChangeset)]
#[diesel(table_name = rounds, treat_none_as_null = true, treat_none_as_default_value = false)]
pub(crate) struct RoundRow {
    pub(crate) id: String,
    organization_id: String,
    program_id: String,
    version: i64,
    status: String,
    created_at: i64,
    updated_at: i64,
    external_id: Option<String>,
    name: String,
    application_opens_at: Option<i64>,
    application_closes_at: Option<i64>,
    engagement_starts_on: Option<String>,
    engagement_ends_on: Option<String>,
    seat_cap: Option<i32>,
    pending_cap: Option<i32>,
    stage_order: String,
    stage_days: String,
}

/// An area.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = round_areas, treat_none_as_default_value = false)]
pub(crate) struct AreaRow {
    pub(crate) round_id: String,
    position: i32,
    name: String,
    regions: String,
    region_group_id: Option<String>,
}

/// A body of an area.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = round_area_partners)]
pub(crate) struct AreaPartnerRow {
    pub(crate) round_id: String,
    area_position: i32,
    position: i32,
    organization_id: String,
}

/// An amendment. A value that did not change is blank on both sides.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = round_amendments, treat_none_as_default_value = false)]
pub(crate) struct AmendmentRow {
    round_id: String,
    number: i64,
    at: i64,
    organization_id: String,
    api_key_id: Option<String>,
    user_id: Option<String>,
    reason: String,
    closes_at_before: Option<i64>,
    closes_at_after: Option<i64>,
    ends_on_before: Option<String>,
    ends_on_after: Option<String>,
    seat_cap_before: Option<i32>,
    seat_cap_after: Option<i32>,
}

impl From<&Round> for RoundRow {
    fn from(round: &Round) -> Self {
        let content = &round.content;
        Self {
            id: round.id.to_string(),
            organization_id: round.organization_id.to_string(),
            program_id: content.program_id.to_string(),
            version: round.version,
            status: round.status.to_string(),
            created_at: round.created_at.micros(),
            updated_at: round.updated_at.micros(),
            external_id: content.external_id.as_ref().map(ToString::to_string),
            name: content.name.clone(),
            application_opens_at: content.window.opens_at.map(Timestamp::micros),
            application_closes_at: content.window.closes_at.map(Timestamp::micros),
            engagement_starts_on: content.engagement_starts_on.map(|day| day.to_string()),
            engagement_ends_on: content.engagement_ends_on.map(|day| day.to_string()),
            seat_cap: content.seat_cap.map(i32::from),
            pending_cap: content.pending_cap.map(i32::from),
            stage_order: joined(&content.stage_order),
            stage_days: stage_days_text(content.stage_days),
        }
    }
}

/// A JSON object with the days of the stages that have any.
fn stage_days_text(days: StageDays) -> String {
    let stated =
        TIMED_STAGES.iter().filter_map(|stage| Some((stage.to_string(), days.of(*stage)?.get().into())));
    serde_json::Value::Object(stated.collect()).to_string()
}

fn stage_days(text: &str) -> Result<StageDays, StoreError> {
    let wrong = || corrupt("rounds.stage_days", text);
    let mut stated: HashMap<String, NonZeroU16> = serde_json::from_str(text).map_err(|_| wrong())?;
    let mut of = |stage: ApplicationStatus| stated.remove(stage.as_str());
    let days = StageDays {
        submitted: of(ApplicationStatus::Submitted),
        screening: of(ApplicationStatus::Screening),
        encounter: of(ApplicationStatus::Encounter),
        interview: of(ApplicationStatus::Interview),
        offered: of(ApplicationStatus::Offered),
        accepted: of(ApplicationStatus::Accepted),
    };
    if stated.is_empty() { Ok(days) } else { Err(wrong()) }
}

impl AreaRow {
    /// The areas of a round.
    pub(crate) fn of(round: &Round) -> Vec<Self> {
        let row = |(position, area): (i32, &RoundArea)| Self {
            round_id: round.id.to_string(),
            position,
            name: area.name.clone(),
            regions: joined(&area.regions),
            region_group_id: area.region_group_id.map(|id| id.to_string()),
        };
        (0..).zip(&round.content.areas).map(row).collect()
    }

    fn read(self, partners: &[AreaPartnerRow]) -> Result<RoundArea, StoreError> {
        let theirs = partners.iter().filter(|partner| partner.area_position == self.position);
        let body = |partner: &AreaPartnerRow| {
            let column = "round_area_partners.organization_id";
            parsed(column, &partner.organization_id, OrganizationId::parse)
        };
        let group = self.region_group_id.as_deref();
        Ok(RoundArea {
            name: self.name,
            regions: parsed_list("round_areas.regions", &self.regions, RegionCode::parse)?,
            region_group_id: parsed_if("round_areas.region_group_id", group, RegionGroupId::parse)?,
            partner_ids: theirs.map(body).collect::<Result<_, _>>()?,
        })
    }
}

impl AreaPartnerRow {
    /// The bodies of the areas of a round.
    pub(crate) fn of(round: &Round) -> Vec<Self> {
        let areas = (0..).zip(&round.content.areas);
        let rows = areas.flat_map(|(area_position, area)| {
            (0..).zip(&area.partner_ids).map(move |(position, partner)| Self {
                round_id: round.id.to_string(),
                area_position,
                position,
                organization_id: partner.to_string(),
            })
        });
        rows.collect()
    }
}

impl RoundRow {
    /// The whole round.
    pub(crate) fn read(self, areas: Vec<AreaRow>, partners: &[AreaPartnerRow]) -> Result<Round, StoreError> {
        let body = OrganizationId::parse;
        let key = self.external_id.as_deref();
        Ok(Round {
            id: parsed("rounds.id", &self.id, RoundId::parse)?,
            organization_id: parsed("rounds.organization_id", &self.organization_id, body)?,
            version: self.version,
            status: word("rounds.status", &self.status)?,
            created_at: instant("rounds.created_at", self.created_at)?,
            updated_at: instant("rounds.updated_at", self.updated_at)?,
            content: RoundContent {
                external_id: parsed_if("rounds.external_id", key, ExternalId::parse)?,
                program_id: parsed("rounds.program_id", &self.program_id, ProgramId::parse)?,
                name: self.name,
                areas: areas.into_iter().map(|area| area.read(partners)).collect::<Result<_, _>>()?,
                window: ApplicationWindow {
                    opens_at: instant_if("rounds.application_opens_at", self.application_opens_at)?,
                    closes_at: instant_if("rounds.application_closes_at", self.application_closes_at)?,
                },
                engagement_starts_on: day_if(
                    "rounds.engagement_starts_on",
                    self.engagement_starts_on.as_deref(),
                )?,
                engagement_ends_on: day_if("rounds.engagement_ends_on", self.engagement_ends_on.as_deref())?,
                seat_cap: number_if("rounds.seat_cap", self.seat_cap)?,
                pending_cap: number_if("rounds.pending_cap", self.pending_cap)?,
                stage_order: parts(&self.stage_order)
                    .map(|stage| word("rounds.stage_order", stage))
                    .collect::<Result<_, _>>()?,
                stage_days: stage_days(&self.stage_days)?,
            },
        })
    }
}

impl From<&Amendment> for AmendmentRow {
    fn from(amendment: &Amendment) -> Self {
        let (closes, ends, cap) =
            (amendment.application_closes_at, amendment.engagement_ends_on, amendment.seat_cap);
        Self {
            round_id: amendment.round_id.to_string(),
            number: i64::from(amendment.number),
            at: amendment.at.micros(),
            organization_id: amendment.organization_id.to_string(),
            api_key_id: amendment.api_key_id.map(|id| id.to_string()),
            user_id: amendment.user_id.map(|id| id.to_string()),
            reason: amendment.reason.clone(),
            closes_at_before: closes.and_then(|closes| closes.from).map(Timestamp::micros),
            closes_at_after: closes.map(|closes| closes.to.micros()),
            ends_on_before: ends.and_then(|ends| ends.from).map(|day| day.to_string()),
            ends_on_after: ends.map(|ends| ends.to.to_string()),
            seat_cap_before: cap.and_then(|cap| cap.from).map(i32::from),
            seat_cap_after: cap.map(|cap| i32::from(cap.to)),
        }
    }
}

impl TryFrom<AmendmentRow> for Amendment {
    type Error = StoreError;

    fn try_from(row: AmendmentRow) -> Result<Self, StoreError> {
        let body = OrganizationId::parse;
        let day = |text: Option<&str>| day_if("a day of round_amendments", text);
        let at = |micros| instant_if("an instant of round_amendments", micros);
        let seats = |seats| number_if("seats of round_amendments", seats);
        Ok(Self {
            round_id: parsed("round_amendments.round_id", &row.round_id, RoundId::parse)?,
            number: number("round_amendments.number", row.number)?,
            at: instant("round_amendments.at", row.at)?,
            organization_id: parsed("round_amendments.organization_id", &row.organization_id, body)?,
            api_key_id: parsed_if("round_amendments.api_key_id", row.api_key_id.as_deref(), ApiKeyId::parse)?,
            user_id: parsed_if("round_amendments.user_id", row.user_id.as_deref(), UserId::parse)?,
            reason: row.reason,
            application_closes_at: amended(at(row.closes_at_before)?, at(row.closes_at_after)?),
            engagement_ends_on: amended(
                day(row.ends_on_before.as_deref())?,
                day(row.ends_on_after.as_deref())?,
            ),
            seat_cap: amended(seats(row.seat_cap_before)?, seats(row.seat_cap_after)?),
        })
    }
}

fn amended<T>(from: Option<T>, to: Option<T>) -> Option<Amended<T>> {
    to.map(|to| Amended { from, to })
}
