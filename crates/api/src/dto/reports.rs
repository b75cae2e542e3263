//! Reports: aggregates, as JSON and as tables.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use domain::report::{Matches, Ratio, Report, StageTime};
use domain::{ApplicationStatus, ConvertedTo, LedgerKind, OrganizationId, Timestamp};
use matching::reports::MadeReport;
use serde::Serialize;
use utoipa::ToSchema;

use super::aggregate::CountResponse;
use super::vocabulary;

mod surveys;
mod tables;

use surveys::SurveyResponse;

pub use tables::{lines, tables};

/// An exact ratio.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Ratio, examples(json!({"numerator": 51, "denominator": 27, "two_decimals": "1.89"})))]
pub struct RatioResponse {
    /// What is divided.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub numerator: u64,
    /// By what.
    #[schema(minimum = 1, maximum = 9_007_199_254_740_991_i64)]
    pub denominator: u64,
    /// With two decimals, rounded half up.
    #[schema(max_length = 20, pattern = r"^[0-9]+\.[0-9]{2}$")]
    pub two_decimals: String,
}

impl From<Ratio> for RatioResponse {
    fn from(ratio: Ratio) -> Self {
        Self {
            numerator: ratio.numerator(),
            denominator: ratio.denominator(),
            two_decimals: ratio.two_decimals(),
        }
    }
}

/// New matches, and between whom. A person at two bodies is one person and two matches.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MatchFigures)]
pub struct MatchFiguresResponse {
    /// Engagements that began; a renewal is no new match.
    pub matches: CountResponse,
    /// Their people, each once.
    pub people: CountResponse,
    /// The bodies (companies) they work for, each once.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub host_bodies: u64,
    /// People for each body; `null` without any, and where the people are suppressed.
    pub people_per_host_body: Option<RatioResponse>,
    /// Matches for each body.
    pub matches_per_host_body: Option<RatioResponse>,
}

impl From<Matches> for MatchFiguresResponse {
    fn from(matches: Matches) -> Self {
        Self {
            matches: matches.matches.into(),
            people: matches.people.into(),
            host_bodies: matches.host_bodies,
            people_per_host_body: matches.people_per_host_body.map(RatioResponse::from),
            matches_per_host_body: matches.matches_per_host_body.map(RatioResponse::from),
        }
    }
}

/// The new matches of a fiscal year, as far as it lies in the period.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportYear)]
pub struct YearResponse {
    /// The fiscal year (April to March), by its first year.
    #[schema(value_type = i32, minimum = 1, maximum = 9998)]
    pub fiscal_year: i32,
    /// Its figures.
    #[serde(flatten)]
    pub figures: MatchFiguresResponse,
}

/// The new matches of a body.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportHost)]
pub struct HostResponse {
    /// The body.
    #[schema(value_type = vocabulary::Uuid)]
    pub organization_id: OrganizationId,
    /// Its name.
    #[schema(max_length = 100)]
    pub name: String,
    /// Engagements that began.
    pub matches: CountResponse,
    /// Their people, each once.
    pub people: CountResponse,
}

/// Work that was under way on some day of the period.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportRunning)]
pub struct RunningResponse {
    /// Engagements, renewals too.
    pub engagements: CountResponse,
    /// Their people, each once.
    pub people: CountResponse,
}

/// Applications that came in.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportApplications)]
pub struct ApplicationsResponse {
    /// Applications, those that were withdrawn too.
    pub applications: CountResponse,
    /// Their people, each once.
    pub applicants: CountResponse,
    /// Postings whose window was open on some day.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub postings: u64,
    /// Their seats.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub seats: u64,
    /// Applications for each seat.
    pub applications_per_seat: Option<RatioResponse>,
}

/// How long applications stayed in a stage that they left in the period.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportStage)]
pub struct StageResponse {
    /// The stage.
    #[schema(value_type = vocabulary::ApplicationStatus)]
    pub status: ApplicationStatus,
    /// How many left it.
    pub left: CountResponse,
    /// Whole days that half of them stayed at most (nearest rank).
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub median_days: Option<u64>,
    /// Whole days that nine of ten stayed at most (nearest rank).
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub p90_days: Option<u64>,
}

impl From<StageTime> for StageResponse {
    fn from(stage: StageTime) -> Self {
        Self {
            status: stage.status,
            left: stage.left.into(),
            median_days: stage.median_days,
            p90_days: stage.p90_days,
        }
    }
}

/// Who was shown in the lists that are kept of the period: those of the body's match runs, and the rankings that
/// decisions were made on. What is ranked now changes nothing.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportExposure)]
pub struct ExposureResponse {
    /// People who were shown at all.
    pub people: CountResponse,
    /// How often, all together.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub shown: Option<u64>,
    /// The Gini coefficient over the people who were shown, in millionths: 0 = everybody as often.
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub gini_ppm: Option<u32>,
}

/// What engagements grew into.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportConversion)]
pub struct ConversionResponse {
    /// Into what.
    #[schema(value_type = vocabulary::ConvertedTo)]
    pub to: ConvertedTo,
    /// How many.
    pub engagements: CountResponse,
}

/// How engagements ended in the period.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportOutcomes)]
pub struct OutcomesResponse {
    /// 完了.
    pub completed: CountResponse,
    /// 途中終了.
    pub ended_early: CountResponse,
    /// 更新.
    pub renewed: CountResponse,
    /// 移住・転職などへの発展.
    pub converted: CountResponse,
    /// What they grew into.
    #[schema(max_items = 4)]
    pub converted_to: Vec<ConversionResponse>,
}

/// The ledger of a fiscal year, as one kind.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportLedgerKind)]
pub struct LedgerKindResponse {
    /// As what.
    #[schema(value_type = vocabulary::LedgerKind)]
    pub kind: LedgerKind,
    /// People, each once.
    pub people: CountResponse,
    /// Days on site; `null` where the people are suppressed.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub visit_days: Option<u64>,
}

/// The ledger of 関係人口 of a fiscal year.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ReportLedgerYear)]
pub struct LedgerYearResponse {
    /// The fiscal year (April to March), by its first year.
    #[schema(value_type = i32, minimum = 1, maximum = 9998)]
    pub fiscal_year: i32,
    /// People, each once, as whatever they are entered.
    pub people: CountResponse,
    /// Days on site; `null` where the people are suppressed.
    #[schema(minimum = 0, maximum = 9_007_199_254_740_991_i64)]
    pub visit_days: Option<u64>,
    /// By kind, those that anybody is entered as.
    #[schema(max_items = 8)]
    pub kinds: Vec<LedgerKindResponse>,
}

/// A report: aggregates over own and coordinated postings. Counts from 1 to 4, and those by which such a one
/// could be computed, are told only to those who may read engagements and applications too.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Report)]
pub struct ReportResponse {
    /// First day, in Japan.
    #[schema(value_type = vocabulary::Date)]
    pub from: NaiveDate,
    /// Last day, in Japan.
    #[schema(value_type = vocabulary::Date)]
    pub until: NaiveDate,
    /// New matches of the whole period.
    #[serde(flatten)]
    pub figures: MatchFiguresResponse,
    /// New matches of each fiscal year.
    #[schema(max_items = 30)]
    pub years: Vec<YearResponse>,
    /// New matches of each body, by name.
    #[schema(max_items = 100000)]
    pub hosts: Vec<HostResponse>,
    /// Work under way.
    pub running: RunningResponse,
    /// Applications.
    pub applications: ApplicationsResponse,
    /// Time in the stages.
    #[schema(max_items = 20)]
    pub stages: Vec<StageResponse>,
    /// Who was shown.
    pub exposure: ExposureResponse,
    /// Ends.
    pub outcomes: OutcomesResponse,
    /// The ledger of each fiscal year that the period touches, whole.
    #[schema(max_items = 30)]
    pub ledger: Vec<LedgerYearResponse>,
    /// What has changed for those who answered the body's surveys before and after, where the later wave is of the period;
    /// told to those who may read surveys, and where no postings are chosen.
    #[schema(max_items = 10000)]
    pub surveys: Vec<SurveyResponse>,
    /// Made at.
    #[schema(value_type = vocabulary::Instant)]
    pub as_of: Timestamp,
}

impl From<MadeReport> for ReportResponse {
    fn from(made: MadeReport) -> Self {
        let MadeReport { report, names, surveys, made_at } = made;
        Self {
            from: report.period.from(),
            until: report.period.until(),
            figures: report.matches.into(),
            hosts: hosts(&report, &names),
            running: RunningResponse {
                engagements: report.running.engagements.into(),
                people: report.running.people.into(),
            },
            applications: ApplicationsResponse {
                applications: report.applying.applications.into(),
                applicants: report.applying.applicants.into(),
                postings: report.applying.postings,
                seats: report.applying.seats,
                applications_per_seat: report.applying.applications_per_seat.map(RatioResponse::from),
            },
            exposure: ExposureResponse {
                people: report.exposure.people.into(),
                shown: report.exposure.shown,
                gini_ppm: report.exposure.gini_ppm,
            },
            outcomes: outcomes(&report),
            ledger: ledger(&report),
            surveys: surveys.into_iter().map(SurveyResponse::from).collect(),
            years: report
                .years
                .into_iter()
                .map(|year| YearResponse {
                    fiscal_year: year.fiscal_year.first_year(),
                    figures: year.matches.into(),
                })
                .collect(),
            stages: report.stages.into_iter().map(StageResponse::from).collect(),
            as_of: made_at,
        }
    }
}

fn hosts(report: &Report, names: &BTreeMap<OrganizationId, String>) -> Vec<HostResponse> {
    let host = |host: &domain::report::HostFigures| HostResponse {
        organization_id: host.organization_id,
        name: names.get(&host.organization_id).cloned().unwrap_or_default(),
        matches: host.matches.into(),
        people: host.people.into(),
    };
    let mut hosts: Vec<HostResponse> = report.hosts.iter().map(host).collect();
    hosts.sort_by(|one, other| (&one.name, one.organization_id).cmp(&(&other.name, other.organization_id)));
    hosts
}

fn outcomes(report: &Report) -> OutcomesResponse {
    let outcomes = &report.outcomes;
    let conversion = |(to, count): &(ConvertedTo, domain::Count)| ConversionResponse {
        to: *to,
        engagements: (*count).into(),
    };
    OutcomesResponse {
        completed: outcomes.completed.into(),
        ended_early: outcomes.ended_early.into(),
        renewed: outcomes.renewed.into(),
        converted: outcomes.converted.into(),
        converted_to: outcomes.converted_to.iter().map(conversion).collect(),
    }
}

fn ledger(report: &Report) -> Vec<LedgerYearResponse> {
    let kind = |kind: &domain::report::LedgerKindFigures| LedgerKindResponse {
        kind: kind.kind,
        people: kind.people.into(),
        visit_days: kind.visit_days,
    };
    let year = |year: &domain::report::LedgerYear| LedgerYearResponse {
        fiscal_year: year.fiscal_year.first_year(),
        people: year.people.into(),
        visit_days: year.visit_days,
        kinds: year.kinds.iter().map(kind).collect(),
    };
    report.ledger.iter().map(year).collect()
}
