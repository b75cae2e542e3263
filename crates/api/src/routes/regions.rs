//! Prefectures and municipalities.

use actix_web::get;
use domain::{FaultCode, Faults, PrefectureCode, RegionCode, RegionTable};
use matching::MatchingError;
use serde::Deserialize;
use utoipa::IntoParams;

use super::Register;
use super::skills::slice;
use crate::answer::{Answer, ok, page_of};
use crate::dto::regions::{RegionPage, RegionResponse};
use crate::dto::vocabulary;
use crate::extract::caller::Caller;
use crate::openapi::parameters::RegionPath;
use crate::paging::PageQuery;
use crate::problem::Problem;

/// Filters of the list of regions.
#[derive(Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct RegionFilter {
    /// A part of the name, in kanji, hiragana or Latin letters, or the beginning of a code.
    #[param(value_type = Option<vocabulary::SearchText>)]
    q: Option<String>,
    /// Only this prefecture and what lies in it.
    #[param(value_type = Option<vocabulary::PrefectureCode>)]
    prefecture: Option<String>,
}

/// List the regions.
///
/// Prefectures first, then the municipalities whose names are loaded, each in the order of their codes.
#[utoipa::path(tag = "reference", params(PageQuery, RegionFilter),
    responses((status = 200, description = "A page of regions.", body = RegionPage)))]
#[get("/regions")]
async fn list_regions(caller: Caller) -> Answer {
    let (query, filter): (_, RegionFilter) = caller.list_query()?;
    let request = query.request(|text| text.parse::<usize>().ok())?;
    let prefecture = match &filter.prefecture {
        None => None,
        Some(text) => match PrefectureCode::parse(text) {
            None => {
                let detail = "must be the 2 digits of a prefecture, 01 to 47";
                return Err(Faults::one("?prefecture", FaultCode::UnknownRegion, detail).into());
            }
            found => found,
        },
    };
    let table = &caller.reference().regions;
    let sought = filter.q.map(|text| text.trim().to_lowercase()).unwrap_or_default();
    let fitting =
        codes(table).filter(|code| prefecture.is_none_or(|prefecture| code.prefecture() == prefecture));
    let (items, cursor) = slice(fitting.filter(|code| is_named(table, *code, &sought)).collect(), &request);
    let items = items.into_iter().map(|code| RegionResponse::of(code, table)).collect();
    page_of::<RegionPage, _>(caller.request(), items, cursor)
}

fn codes(table: &RegionTable) -> impl Iterator<Item = RegionCode> {
    let prefectures = table.prefectures().iter().map(|prefecture| RegionCode::Prefecture(prefecture.code));
    prefectures.chain(table.municipalities().map(|place| RegionCode::Municipality(place.code)))
}

fn is_named(table: &RegionTable, code: RegionCode, sought: &str) -> bool {
    if code.to_string().starts_with(sought) {
        return true;
    }
    let (name, name_en, kana, aliases): (&str, &str, &str, &[String]) = match code {
        RegionCode::Prefecture(prefecture) => {
            let found = table.prefecture(prefecture);
            (&found.name, &found.name_en, &found.name_kana, &[])
        }
        RegionCode::Municipality(code) => match table.municipality(code) {
            Some(found) => (&found.name, &found.name_en, &found.name_kana, &found.aliases),
            None => return false,
        },
    };
    name.contains(sought)
        || kana.contains(sought)
        || name_en.to_lowercase().contains(sought)
        || aliases.iter().any(|alias| alias.contains(sought))
}

/// Show a region.
///
/// Any valid code: of a municipality whose name is not loaded, only the prefecture is known.
#[utoipa::path(tag = "reference", params(RegionPath),
    responses((status = 200, description = "The region.", body = RegionResponse)))]
#[get("/regions/{code}")]
async fn get_region(caller: Caller) -> Answer {
    let code = RegionCode::parse(&caller.path_text("code")?);
    let code = code.map_err(|_| Problem::from(MatchingError::NotFound { resource: "region" }))?;
    ok(&RegionResponse::of(code, &caller.reference().regions))
}

pub(super) fn configure(config: &mut impl Register) {
    config.service(list_regions).service(get_region);
}
