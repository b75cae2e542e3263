//! Prefectures and municipalities.

use domain::{MunicipalityCode, MunicipalityKind, PrefectureCode, RegionCode, RegionTable};
use serde::Serialize;
use utoipa::ToSchema;

use super::{pages, vocabulary};

domain::words! {
    /// What a region is.
    pub enum RegionWord {
        /// 都道府県
        Prefecture = "prefecture",
        /// 市
        City = "city",
        /// 政令指定都市
        DesignatedCity = "designated_city",
        /// 特別区
        SpecialWard = "special_ward",
        /// 町
        Town = "town",
        /// 村
        Village = "village",
        /// 政令指定都市の区
        Ward = "ward",
        /// A valid code whose name is not loaded.
        NotLoaded = "not_loaded",
    }
}

impl From<MunicipalityKind> for RegionWord {
    fn from(kind: MunicipalityKind) -> Self {
        match kind {
            MunicipalityKind::City => Self::City,
            MunicipalityKind::DesignatedCity => Self::DesignatedCity,
            MunicipalityKind::SpecialWard => Self::SpecialWard,
            MunicipalityKind::Town => Self::Town,
            MunicipalityKind::Village => Self::Village,
            MunicipalityKind::Ward => Self::Ward,
        }
    }
}

/// 都道府県 or 市区町村.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Region)]
pub struct RegionResponse {
    /// Two or six digits.
    #[schema(value_type = vocabulary::RegionCode)]
    pub code: RegionCode,
    /// What it is.
    #[schema(value_type = vocabulary::RegionKind)]
    pub kind: RegionWord,
    /// 塩尻市; `null` where the name is not loaded.
    #[schema(max_length = 100)]
    pub name: Option<String>,
    /// Shiojiri-shi.
    #[schema(max_length = 100)]
    pub name_en: Option<String>,
    /// Hiragana.
    #[schema(max_length = 100)]
    pub name_kana: Option<String>,
    /// 長野県塩尻市.
    #[schema(max_length = 200)]
    pub full_name: String,
    /// Shiojiri-shi, Nagano.
    #[schema(max_length = 200)]
    pub full_name_en: String,
    /// The prefecture it is or lies in.
    #[schema(value_type = vocabulary::PrefectureCode)]
    pub prefecture: PrefectureCode,
    /// The city of a ward.
    #[schema(value_type = Option<vocabulary::MunicipalityCode>)]
    pub parent: Option<MunicipalityCode>,
    /// One of the usual eight regions of Japan, e.g. `chubu`.
    #[schema(max_length = 20)]
    pub block: String,
}

impl RegionResponse {
    /// The answer for any valid code.
    pub fn of(code: RegionCode, table: &RegionTable) -> Self {
        let prefecture = table.prefecture(code.prefecture());
        let municipality = match code {
            RegionCode::Prefecture(_) => None,
            RegionCode::Municipality(code) => table.municipality(code),
        };
        let names = match code {
            RegionCode::Prefecture(_) => Some((&prefecture.name, &prefecture.name_en, &prefecture.name_kana)),
            RegionCode::Municipality(_) => {
                municipality.map(|place| (&place.name, &place.name_en, &place.name_kana))
            }
        };
        let kind = match code {
            RegionCode::Prefecture(_) => RegionWord::Prefecture,
            RegionCode::Municipality(_) => {
                municipality.map_or(RegionWord::NotLoaded, |place| place.kind.into())
            }
        };
        Self {
            code,
            kind,
            name: names.map(|(name, _, _)| name.clone()),
            name_en: names.map(|(_, name, _)| name.clone()),
            name_kana: names.map(|(_, _, name)| name.clone()),
            full_name: table.name_ja(code),
            full_name_en: table.name_en(code),
            prefecture: code.prefecture(),
            parent: municipality.and_then(|place| place.parent),
            block: prefecture.block.clone(),
        }
    }
}

pages! {
    /// A page of regions: prefectures first, then municipalities, each in the order of their codes.
    RegionPage of RegionResponse;
}
