//! 報告: aggregates of a fiscal year or a period, as JSON, CSV or a workbook.

use actix_web::http::header;
use actix_web::{HttpResponse, get};
use domain::report::Period;
use domain::{FaultCode, Faults, FiscalYear, OrganizationId, ProgramId, RegionCode, RegionGroupId, RoundId};
use matching::MatchingError;
use matching::reports::{AskedReport, MadeReport, make_report};
use serde::Deserialize;
use utoipa::IntoParams;

use super::Register;
use crate::answer::{Answer, ok};
use crate::dto::reports::{ReportResponse, lines, tables};
use crate::dto::vocabulary;
use crate::extract::caller::Caller;
use crate::extract::query::{optional_date, optional_id};
use crate::openapi::parameters::FiscalYearPath;
use crate::problem::Problem;
use crate::workbook::workbook;

domain::words! {
    /// How a report is written.
    pub enum ReportFormat {
        /// JSON.
        Json = "json",
        /// CSV that opens in Excel.
        Csv = "csv",
        /// A workbook.
        Xlsx = "xlsx",
    }
}

/// The media type of a workbook.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Of what a report is made.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ReportQuery {
    /// Only postings of this program.
    #[param(value_type = Option<vocabulary::Uuid>)]
    program_id: Option<String>,
    /// Only postings of this round.
    #[param(value_type = Option<vocabulary::Uuid>)]
    round_id: Option<String>,
    /// Only postings in this region, and entries of the ledger of it.
    #[param(value_type = Option<vocabulary::RegionCode>)]
    region: Option<String>,
    /// The same for a named group of regions.
    #[param(value_type = Option<vocabulary::Uuid>)]
    region_group_id: Option<String>,
    /// Only postings of this body.
    #[param(value_type = Option<vocabulary::Uuid>)]
    organization_id: Option<String>,
    /// How it is written; what `Accept` asks for when absent, JSON when that asks for nothing known.
    #[param(value_type = Option<vocabulary::ReportFormat>)]
    format: Option<ReportFormat>,
}

/// Which days a report is of.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct PeriodQuery {
    /// First day, in Japan.
    #[param(value_type = vocabulary::Date)]
    from: String,
    /// Last day, in Japan.
    #[param(value_type = vocabulary::Date)]
    until: String,
}

impl ReportQuery {
    fn asked(&self, period: Period) -> Result<AskedReport, Problem> {
        let region = self.region.as_deref().map(RegionCode::parse).transpose();
        let region =
            region.map_err(|error| Faults::one("?region", FaultCode::UnknownRegion, error.to_string()))?;
        let body = self.organization_id.as_deref();
        Ok(AskedReport {
            program_id: optional_id("?program_id", self.program_id.as_deref(), ProgramId::parse)?,
            round_id: optional_id("?round_id", self.round_id.as_deref(), RoundId::parse)?,
            region,
            region_group_id: optional_id(
                "?region_group_id",
                self.region_group_id.as_deref(),
                RegionGroupId::parse,
            )?,
            organization_id: optional_id("?organization_id", body, OrganizationId::parse)?,
            ..AskedReport::of(period)
        })
    }
}

/// Report on a fiscal year.
///
/// April to March, by its first year: new matches with people counted once, applications for each seat, time in the
/// stages, exposure, ends, the ledger of 関係人口; over own and coordinated postings. Counts from 1 to 4, and
/// those by which such a one could be computed, are told only where the key may read engagements and applications too.
/// With `surveys:read` also what has changed for those who answered a survey before and after. As JSON, CSV (UTF-8 with a byte order mark, no cell runs as a
/// formula) or a workbook. Scope: `reports:read`.
#[utoipa::path(tag = "reports", params(FiscalYearPath, ReportQuery),
    responses((status = 200, description = "The report.", content(
        (ReportResponse = "application/json"), (String = "text/csv"),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
#[get("/reports/fiscal-years/{year}")]
async fn report_on_fiscal_year(caller: Caller) -> Answer {
    let text = caller.path_text("year")?;
    let year = FiscalYear::parse(&text).map_err(|_| MatchingError::NotFound { resource: "fiscal year" })?;
    let query: ReportQuery = caller.query()?;
    answer(&caller, query, Period::of_year(year), &format!("report-{year}")).await
}

/// Report on a period.
///
/// The same between two days, both included, with the fiscal years in it apart. The ledger is told of whole fiscal years.
/// Scope: `reports:read`.
#[utoipa::path(tag = "reports", params(PeriodQuery, ReportQuery),
    responses((status = 200, description = "The report.", content(
        (ReportResponse = "application/json"), (String = "text/csv"),
        (String = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")))))]
#[get("/reports")]
async fn report_on_period(caller: Caller) -> Answer {
    let (period, query): (PeriodQuery, ReportQuery) = caller.queries()?;
    let from = optional_date("?from", Some(&period.from))?;
    let until = optional_date("?until", Some(&period.until))?;
    let (Some(from), Some(until)) = (from, until) else {
        return Err(Problem::internal("a day that was read is there"));
    };
    let period = Period::between(from, until)?;
    answer(&caller, query, period, &format!("report-{from}-{until}")).await
}

async fn answer(caller: &Caller, query: ReportQuery, period: Period, name: &str) -> Answer {
    let asked = query.asked(period)?;
    let made = caller.run(move |engine, actor| make_report(engine, actor, &asked)).await?;
    match query.format.unwrap_or_else(|| accepted(caller)) {
        ReportFormat::Json => {
            let mut response = ok(&ReportResponse::from(made))?;
            crate::answer::set(&mut response, header::VARY, "accept");
            Ok(response)
        }
        ReportFormat::Csv => Ok(file(&format!("{name}.csv"), "text/csv; charset=utf-8", csv(&made)?)),
        ReportFormat::Xlsx => {
            let day = made.made_at.day_in_japan();
            let bytes = workbook(&tables(&made), day).map_err(Problem::internal)?;
            Ok(file(&format!("{name}.xlsx"), XLSX, bytes))
        }
    }
}

/// The first of the known media types that `Accept` names; weights are not looked at.
fn accepted(caller: &Caller) -> ReportFormat {
    let stated = caller.request().headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    let format = |media: &str| match media.split(';').next().unwrap_or_default().trim() {
        "application/json" | "*/*" => Some(ReportFormat::Json),
        "text/csv" => Some(ReportFormat::Csv),
        XLSX => Some(ReportFormat::Xlsx),
        _ => None,
    };
    stated.unwrap_or_default().split(',').find_map(format).unwrap_or(ReportFormat::Json)
}

fn csv(made: &MadeReport) -> Result<Vec<u8>, Problem> {
    let mut sheet = sheets::Writer::new(Vec::new()).map_err(Problem::internal)?;
    for line in lines(made) {
        sheet.row(line).map_err(Problem::internal)?;
    }
    sheet.finish().map_err(Problem::internal)
}

fn file(name: &str, media_type: &str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .content_type(media_type)
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .insert_header((header::VARY, "accept"))
        .body(bytes)
}

pub(super) fn configure(config: &mut impl Register) {
    config.service(report_on_fiscal_year).service(report_on_period);
}
