//! 募集回, as callers write it and as answers show it.

use std::num::NonZeroU16;

use domain::{
    ApplicationWindow, Faults, Meeting, OrganizationId, ProgramId, RegionGroupId, RoundArea, RoundContent,
    RoundStatus, StageDays,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::narrow::narrow;
use super::{RequestBody, vocabulary};
use crate::extract::reading::{List, Reading, WindowSide};

mod answer;

pub use answer::{RoundBody, RoundPage, RoundResponse};

/// 募集エリア, as a caller writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RoundAreaRequest {
    /// Name, each once in a round.
    #[schema(value_type = String, required, min_length = 1, max_length = 100)]
    pub name: Option<String>,
    /// Prefectures and municipalities; where an area names none and no group, the round is open everywhere.
    #[schema(value_type = Option<Vec<vocabulary::RegionCode>>, max_items = 50)]
    pub regions: List<String>,
    /// A named group whose regions belong to the area too.
    #[schema(value_type = Option<vocabulary::Uuid>)]
    pub region_group_id: Option<String>,
    /// The bodies that work there; a body may stand in many areas, and an area have many bodies.
    #[schema(value_type = Option<Vec<vocabulary::Uuid>>, max_items = 50)]
    pub partner_ids: List<String>,
}

/// Days that a stage may take; no clock runs on a stage without.
#[derive(Debug, Clone, Copy, Default, Deserialize, Serialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct StageDaysBody {
    /// Until somebody looks at the application.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 365)]
    pub submitted: Option<i64>,
    /// Until it has been read.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 365)]
    pub screening: Option<i64>,
    /// Until the person was met.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 365)]
    pub encounter: Option<i64>,
    /// Until the interview is over.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 365)]
    pub interview: Option<i64>,
    /// Until the person answers.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 365)]
    pub offered: Option<i64>,
    /// Until the work begins.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 365)]
    pub accepted: Option<i64>,
}

/// A round, as a caller writes it.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({
    "external_id": "tanki-2", "program_id": "01980f3e-9c00-7000-8000-5f3a6f0b1c2d", "name": "第2弾",
    "areas": [{"name": "塩尻", "regions": ["202151"], "region_group_id": null, "partner_ids": []}],
    "application_opens_at": "2021-07-08", "application_closes_at": "2021-08-04",
    "engagement_starts_on": "2021-09-01", "engagement_ends_on": "2021-11-30",
    "seat_cap": 8, "pending_cap": 3, "stage_order": ["encounter", "interview"],
    "stage_days": {"screening": 14, "offered": 7}
})))]
pub struct RoundRequest {
    /// The caller's own key.
    #[schema(value_type = Option<vocabulary::ExternalId>)]
    pub external_id: Option<String>,
    /// Of which program of the own body. It cannot be changed later.
    #[schema(value_type = vocabulary::Uuid, required)]
    pub program_id: Option<String>,
    /// Name.
    #[schema(value_type = String, required, min_length = 1, max_length = 100)]
    pub name: Option<String>,
    /// Where, and with which bodies; none = everywhere.
    #[schema(value_type = Option<Vec<RoundAreaRequest>>, max_items = 50)]
    pub areas: List<RoundAreaRequest>,
    /// First instant at which an application is taken, for postings that do not say it themselves; a day alone is
    /// meant in Japan, from its first instant on.
    #[schema(value_type = Option<vocabulary::WindowEnd>)]
    pub application_opens_at: Option<String>,
    /// Last instant at which an application is taken, for postings that do not say it themselves; a day alone is
    /// meant in Japan, to its last instant.
    #[schema(value_type = Option<vocabulary::WindowEnd>)]
    pub application_closes_at: Option<String>,
    /// First day of the work.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub engagement_starts_on: Option<String>,
    /// Last day of the work.
    #[schema(value_type = Option<vocabulary::Date>)]
    pub engagement_ends_on: Option<String>,
    /// Seats over all postings of the round.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 10000)]
    pub seat_cap: Option<i64>,
    /// Open applications of one person in the round at most.
    #[schema(value_type = Option<i32>, minimum = 1, maximum = 10000)]
    pub pending_cap: Option<i64>,
    /// The meetings between screening and offer, in their order; none = an offer follows screening.
    #[schema(value_type = Option<Vec<vocabulary::Meeting>>, max_items = 2)]
    pub stage_order: List<Meeting>,
    /// How long the stages may take.
    pub stage_days: Option<StageDaysBody>,
}

impl RequestBody for RoundRequest {
    type Content = RoundContent;

    fn into_content(self, mut reading: Reading<'_>) -> Result<RoundContent, Faults> {
        let program = reading.id("/program_id", self.program_id.as_deref(), ProgramId::parse);
        let window = ApplicationWindow {
            opens_at: reading.window_end(
                "/application_opens_at",
                WindowSide::Opens,
                self.application_opens_at.as_deref(),
            ),
            closes_at: reading.window_end(
                "/application_closes_at",
                WindowSide::Closes,
                self.application_closes_at.as_deref(),
            ),
        };
        let content = RoundContent {
            external_id: reading.external_id(self.external_id.as_deref()),
            // A stand-in for an id that is missing or malformed; the fault is noted, so it is never used.
            program_id: program.unwrap_or(ProgramId::from_parts(0, [0; 10])),
            name: self.name.unwrap_or_default(),
            areas: reading
                .list("/areas", self.areas, |reading, pointer, area| Some(area.read(reading, pointer))),
            window,
            engagement_starts_on: reading.date("/engagement_starts_on", self.engagement_starts_on.as_deref()),
            engagement_ends_on: reading.date("/engagement_ends_on", self.engagement_ends_on.as_deref()),
            seat_cap: narrow(self.seat_cap),
            pending_cap: narrow(self.pending_cap),
            stage_order: self.stage_order.unwrap_or_default().into_iter().flatten().collect(),
            stage_days: self.stage_days.unwrap_or_default().into(),
        };
        reading.finish(content.checked())
    }
}

impl RoundAreaRequest {
    fn read(self, reading: &mut Reading<'_>, pointer: &str) -> RoundArea {
        let regions = reading
            .list(&format!("{pointer}/regions"), self.regions, |reading, at, text| reading.region(at, &text));
        RoundArea {
            name: self.name.unwrap_or_default(),
            regions,
            region_group_id: reading.id(
                &format!("{pointer}/region_group_id"),
                self.region_group_id.as_deref(),
                RegionGroupId::parse,
            ),
            partner_ids: reading.ids(
                &format!("{pointer}/partner_ids"),
                self.partner_ids,
                OrganizationId::parse,
            ),
        }
    }
}

impl From<StageDaysBody> for StageDays {
    fn from(body: StageDaysBody) -> Self {
        let days = |days| narrow(days).and_then(NonZeroU16::new);
        Self {
            submitted: days(body.submitted),
            screening: days(body.screening),
            encounter: days(body.encounter),
            interview: days(body.interview),
            offered: days(body.offered),
            accepted: days(body.accepted),
        }
    }
}

impl From<StageDays> for StageDaysBody {
    fn from(days: StageDays) -> Self {
        let number = |days: Option<NonZeroU16>| days.map(|days| i64::from(days.get()));
        Self {
            submitted: number(days.submitted),
            screening: number(days.screening),
            encounter: number(days.encounter),
            interview: number(days.interview),
            offered: number(days.offered),
            accepted: number(days.accepted),
        }
    }
}

/// A move along the statuses.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(examples(json!({"to": "published", "reason": null})))]
pub struct RoundTransitionRequest {
    /// Where to.
    #[schema(value_type = vocabulary::RoundStatus, required)]
    pub to: Option<RoundStatus>,
    /// Why, for the audit log.
    #[schema(max_length = 500)]
    pub reason: Option<String>,
}

impl RequestBody for RoundTransitionRequest {
    type Content = (RoundStatus, Option<String>);

    fn into_content(self, reading: Reading<'_>) -> Result<Self::Content, Faults> {
        reading.finish(Ok((self.to.unwrap_or(RoundStatus::Draft), self.reason)))
    }
}
