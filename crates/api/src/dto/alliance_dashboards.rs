//! 並べて見る: the members of an alliance side by side.

use domain::dashboard::MemberFigures;
use domain::{AllianceId, FaultCode, Faults, FiscalYear, OrganizationId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::aggregate::CountResponse;
use super::vocabulary;

/// Of which year.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct DashboardQuery {
    /// 年度, named by its first year: 2026 is 2026-04-01 to 2027-03-31. The present one when absent.
    #[param(value_type = Option<i32>, minimum = 1, maximum = 9998)]
    pub fiscal_year: Option<i64>,
}

impl DashboardQuery {
    /// The year, where one is said.
    ///
    /// # Errors
    /// A number that names no fiscal year.
    pub fn read(self) -> Result<Option<FiscalYear>, Faults> {
        let Some(year) = self.fiscal_year else { return Ok(None) };
        let found = i32::try_from(year).ok().and_then(FiscalYear::new);
        let refused = || Faults::one("?fiscal_year", FaultCode::OutOfRange, "must be from 1 to 9998");
        found.map(Some).ok_or_else(refused)
    }
}

/// The figures of one body.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MemberFigures)]
pub struct MemberFiguresResponse {
    /// The body.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// How it is called.
    #[schema(max_length = 100)]
    pub name: String,
    /// Postings that it made in the year.
    pub postings: u64,
    /// Of these, those that were published.
    pub published: u64,
    /// Applications to its postings in the year.
    pub applications: CountResponse,
    /// People who made them, each counted once.
    pub applicants: CountResponse,
    /// Of the applications, those that were accepted, engaged ones too.
    pub matches: CountResponse,
    /// Of the applications, those whose work has begun.
    pub engaged: CountResponse,
    /// Of the applications, those that were declined.
    pub declined: CountResponse,
    /// Days from an application to the first answer, in the middle; `null` where nobody, or fewer than 5, were answered.
    pub median_days_to_decide: Option<u64>,
    /// Referrals that it made in the year.
    pub referrals_sent: u64,
    /// Referrals that it got in the year.
    pub referrals_received: u64,
    /// Of these, those that it accepted.
    pub referrals_accepted: u64,
}

/// The members of an alliance side by side.
#[derive(Debug, Serialize, ToSchema)]
pub struct AllianceDashboard {
    /// The alliance.
    #[schema(value_type = vocabulary::Uuid)]
    pub alliance_id: AllianceId,
    /// 年度, named by its first year.
    #[schema(minimum = 1, maximum = 9998)]
    pub fiscal_year: i32,
    /// Every member, in the order in which they joined. Of other bodies counts from 1 to 4 are not told.
    #[schema(max_items = 1000)]
    pub members: Vec<MemberFiguresResponse>,
}

impl AllianceDashboard {
    /// The figures of an alliance in a year.
    pub fn of(alliance_id: AllianceId, (year, members): (FiscalYear, Vec<MemberFigures>)) -> Self {
        let members = members.into_iter().map(MemberFiguresResponse::from).collect();
        Self { alliance_id, fiscal_year: year.first_year(), members }
    }
}

impl From<MemberFigures> for MemberFiguresResponse {
    fn from(figures: MemberFigures) -> Self {
        Self {
            organization_id: figures.organization_id,
            name: figures.name,
            postings: figures.postings,
            published: figures.published,
            applications: figures.applications.into(),
            applicants: figures.applicants.into(),
            matches: figures.matches.into(),
            engaged: figures.engaged.into(),
            declined: figures.declined.into(),
            median_days_to_decide: figures.median_days_to_decide,
            referrals_sent: figures.referrals_sent,
            referrals_received: figures.referrals_received,
            referrals_accepted: figures.referrals_accepted,
        }
    }
}
