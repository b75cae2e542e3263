//! The table of prefectures and municipalities: names, points, which region lies in which.
//!
//! The built-in table is a starter; an operator may lay the full one over it. A municipality that is not in the
//! table stands where its prefecture stands.

use std::collections::{BTreeMap, HashMap};

use serde::Deserialize;

use crate::region::{MunicipalityCode, PrefectureCode, RegionCode};
use crate::words;

words! {
    /// What a municipality is.
    pub enum MunicipalityKind {
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
    }
}

/// 都道府県.
#[derive(Debug, Clone, PartialEq)]
pub struct Prefecture {
    /// Two digits.
    pub code: PrefectureCode,
    /// 長野県.
    pub name: String,
    /// Nagano.
    pub name_en: String,
    /// Hiragana.
    pub name_kana: String,
    /// One of the usual eight regions, e.g. `chubu`.
    pub block: String,
    /// 中部.
    pub block_ja: String,
    /// Degrees north, degrees east.
    pub point: (f64, f64),
}

/// 市区町村.
#[derive(Debug, Clone, PartialEq)]
pub struct Municipality {
    /// Six digits.
    pub code: MunicipalityCode,
    /// 塩尻市.
    pub name: String,
    /// Shiojiri-shi.
    pub name_en: String,
    /// Hiragana.
    pub name_kana: String,
    /// City, town, ward…
    pub kind: MunicipalityKind,
    /// The city of a ward.
    pub parent: Option<MunicipalityCode>,
    /// Degrees north, degrees east; `None` where the table gives no point.
    pub point: Option<(f64, f64)>,
    /// Other spellings.
    pub aliases: Vec<String>,
}

/// Why a table of municipalities cannot be read: the line (the heading is line 1) and a sentence.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {reason}")]
pub struct RegionTableError {
    /// Line in the file.
    pub line: usize,
    /// What is wrong there.
    pub reason: String,
}

/// Prefectures and municipalities.
#[derive(Debug, Clone)]
pub struct RegionTable {
    prefectures: Vec<Prefecture>,
    municipalities: BTreeMap<MunicipalityCode, Municipality>,
    by_name: HashMap<String, Vec<RegionCode>>,
}

#[derive(Deserialize)]
struct PrefectureLine<'a> {
    pref_code: &'a str,
    name: &'a str,
    name_kana: &'a str,
    name_romaji: &'a str,
    block: &'a str,
    block_ja: &'a str,
    lat: f64,
    lon: f64,
}

#[derive(Deserialize)]
struct MunicipalityLine {
    code6: String,
    name: String,
    name_kana: String,
    name_romaji: String,
    kind: String,
    parent_code6: String,
    lat: Option<f64>,
    lon: Option<f64>,
    #[serde(default)]
    aliases: String,
}

impl RegionTable {
    /// Reads the two built-in tables.
    pub(crate) fn built_in() -> Self {
        let prefectures = read_prefectures(include_str!("../data/prefectures.csv"));
        let starter =
            Self::read_municipalities(include_bytes!("../data/municipalities_starter.csv").as_slice())
                .expect("the built-in table is read by a test");
        let mut table = Self { prefectures, municipalities: BTreeMap::new(), by_name: HashMap::new() };
        table.lay_over(starter);
        table
    }

    /// Reads a table of municipalities with the columns of the starter (others are passed over).
    ///
    /// # Errors
    /// [`RegionTableError`] naming the first line that is wrong.
    pub fn read_municipalities(source: impl std::io::Read) -> Result<Vec<Municipality>, RegionTableError> {
        let mut reader = csv::Reader::from_reader(source);
        let mut municipalities = Vec::new();
        for (index, line) in reader.deserialize::<MunicipalityLine>().enumerate() {
            let at = |reason: String| RegionTableError { line: index + 2, reason };
            let line = line.map_err(|error| at(error.to_string()))?;
            municipalities.push(Municipality::from_line(line).map_err(at)?);
        }
        Ok(municipalities)
    }

    /// Adds municipalities, replacing those with the same code.
    pub fn lay_over(&mut self, municipalities: Vec<Municipality>) {
        for municipality in municipalities {
            self.municipalities.insert(municipality.code, municipality);
        }
        self.by_name.clear();
        for prefecture in &self.prefectures {
            self.by_name
                .entry(prefecture.name.clone())
                .or_default()
                .push(RegionCode::Prefecture(prefecture.code));
        }
        for municipality in self.municipalities.values() {
            let code = RegionCode::Municipality(municipality.code);
            for name in std::iter::once(&municipality.name).chain(&municipality.aliases) {
                self.by_name.entry(name.clone()).or_default().push(code);
            }
        }
    }

    /// The 47 prefectures in the order of their codes.
    pub fn prefectures(&self) -> &[Prefecture] {
        &self.prefectures
    }

    /// The prefecture of a code.
    pub fn prefecture(&self, code: PrefectureCode) -> &Prefecture {
        &self.prefectures[usize::from(code.number()) - 1]
    }

    /// The loaded municipalities in the order of their codes.
    pub fn municipalities(&self) -> impl Iterator<Item = &Municipality> {
        self.municipalities.values()
    }

    /// The municipality of a code, when it is loaded.
    pub fn municipality(&self, code: MunicipalityCode) -> Option<&Municipality> {
        self.municipalities.get(&code)
    }

    /// Regions with exactly this Japanese name or alias; several where a name occurs in more than one prefecture.
    pub fn named(&self, name: &str) -> &[RegionCode] {
        self.by_name.get(name).map_or(&[], Vec::as_slice)
    }

    /// Representative point in degrees: the municipality's, else its prefecture's.
    pub fn point(&self, code: MunicipalityCode) -> (f64, f64) {
        self.municipality(code)
            .and_then(|municipality| municipality.point)
            .unwrap_or_else(|| self.prefecture(code.prefecture()).point)
    }

    /// The city of a ward, or the municipality itself.
    pub fn city(&self, code: MunicipalityCode) -> MunicipalityCode {
        self.municipality(code).and_then(|municipality| municipality.parent).unwrap_or(code)
    }

    /// Whether `place` is `region` or lies below it (a ward in its city, a municipality in its prefecture).
    pub fn lies_in(&self, place: MunicipalityCode, region: RegionCode) -> bool {
        match region {
            RegionCode::Prefecture(prefecture) => place.prefecture() == prefecture,
            RegionCode::Municipality(code) => place == code || self.city(place) == code,
        }
    }

    /// 長野県塩尻市, or 長野県 (202151) when the name is not loaded.
    pub fn name_ja(&self, region: RegionCode) -> String {
        let prefecture = &self.prefecture(region.prefecture()).name;
        match region {
            RegionCode::Prefecture(_) => prefecture.clone(),
            RegionCode::Municipality(code) => match self.municipality(code) {
                Some(municipality) => format!("{prefecture}{}", municipality.name),
                None => format!("{prefecture}（{code}）"),
            },
        }
    }

    /// Shiojiri-shi, Nagano.
    pub fn name_en(&self, region: RegionCode) -> String {
        let prefecture = &self.prefecture(region.prefecture()).name_en;
        match region {
            RegionCode::Prefecture(_) => prefecture.clone(),
            RegionCode::Municipality(code) => match self.municipality(code) {
                Some(municipality) => format!("{}, {prefecture}", municipality.name_en),
                None => format!("{code}, {prefecture}"),
            },
        }
    }
}

impl Municipality {
    fn from_line(line: MunicipalityLine) -> Result<Self, String> {
        let code = MunicipalityCode::parse(&line.code6)
            .map_err(|error| format!("code6 `{}` {error}", line.code6))?;
        let parent = match line.parent_code6.as_str() {
            "" => None,
            text => {
                let parent = MunicipalityCode::parse(text);
                Some(parent.map_err(|error| format!("parent_code6 `{text}` {error}"))?)
            }
        };
        let kind = crate::Word::parse(&line.kind).ok_or_else(|| {
            let choices = <MunicipalityKind as crate::Word>::choices();
            format!("kind `{}` is not one of: {choices}", line.kind)
        })?;
        if line.name.is_empty() {
            return Err("name is empty".to_owned());
        }
        let point = line.lat.zip(line.lon);
        if point.is_some_and(|(lat, lon)| !(20.0..=46.0).contains(&lat) || !(122.0..=154.0).contains(&lon)) {
            return Err("lat, lon is not a point in Japan".to_owned());
        }
        Ok(Self {
            code,
            name: line.name,
            name_en: line.name_romaji,
            name_kana: line.name_kana,
            kind,
            parent,
            point,
            aliases: line.aliases.split('|').filter(|alias| !alias.is_empty()).map(str::to_owned).collect(),
        })
    }
}

fn read_prefectures(source: &str) -> Vec<Prefecture> {
    let mut reader = csv::Reader::from_reader(source.as_bytes());
    let records: Vec<csv::StringRecord> = reader.records().filter_map(Result::ok).collect();
    let headers = reader.headers().expect("the built-in table has a heading, read by a test").clone();
    let read = |record: &csv::StringRecord| {
        let line: PrefectureLine<'_> = record.deserialize(Some(&headers)).ok()?;
        Some(Prefecture {
            code: PrefectureCode::parse(line.pref_code)?,
            name: line.name.to_owned(),
            name_en: line.name_romaji.to_owned(),
            name_kana: line.name_kana.to_owned(),
            block: line.block.to_owned(),
            block_ja: line.block_ja.to_owned(),
            point: (line.lat, line.lon),
        })
    };
    records.iter().filter_map(read).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code(text: &str) -> MunicipalityCode {
        MunicipalityCode::parse(text).unwrap()
    }

    #[test]
    fn the_built_in_tables_are_whole() {
        let table = RegionTable::built_in();
        assert_eq!(table.prefectures().len(), 47);
        assert!(
            table
                .prefectures()
                .iter()
                .zip(1..)
                .all(|(prefecture, number)| prefecture.code.number() == number)
        );
        assert_eq!(table.municipalities().count(), 92);
        assert_eq!(table.name_ja(RegionCode::Municipality(code("202151"))), "長野県塩尻市");
    }

    #[test]
    fn a_municipality_that_is_not_loaded_stands_where_its_prefecture_stands() {
        let table = RegionTable::built_in();
        let unknown = code("202045");
        assert_eq!(table.municipality(unknown), None);
        assert_eq!(table.point(unknown), table.prefecture(unknown.prefecture()).point);
        assert_eq!(table.name_ja(RegionCode::Municipality(unknown)), "長野県（202045）");
    }

    #[test]
    fn a_ward_lies_in_its_city_and_a_city_not_in_its_ward() {
        let mut table = RegionTable::built_in();
        let heading = "code6,name,name_kana,name_romaji,kind,parent_code6,lat,lon\n";
        let ward = format!(
            "{heading}011011,札幌市中央区,さっぽろしちゅうおうく,\"Chuo-ku, Sapporo-shi\",ward,011002,43.05,141.34\n"
        );
        table.lay_over(RegionTable::read_municipalities(ward.as_bytes()).unwrap());
        let (ward, city) = (code("011011"), code("011002"));
        assert!(table.lies_in(ward, RegionCode::Municipality(city)));
        assert!(!table.lies_in(city, RegionCode::Municipality(ward)));
        assert_eq!(table.city(ward), city);
    }

    #[test]
    fn a_broken_table_names_the_line() {
        let table = "code6,name,name_kana,name_romaji,kind,parent_code6,lat,lon\n202151,塩尻市,,,city,,36.1,137.9\n202152,塩尻市,,,city,,36.1,137.9\n";
        let error = RegionTable::read_municipalities(table.as_bytes()).unwrap_err();
        assert_eq!(error.line, 3);
        assert!(error.reason.contains("202152"), "{error}");
    }
}
