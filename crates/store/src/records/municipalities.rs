//! The operator's table of municipalities.

use diesel::prelude::*;
use domain::{Municipality, MunicipalityCode};

use crate::schema::municipalities;
use crate::transaction::on_backend;
use crate::vocabulary::{corrupt, json_list, parsed, parsed_if, texts, word};
use crate::{StoreError, Tx};

/// A municipality as it is stored.
#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = municipalities, treat_none_as_default_value = false)]
pub(crate) struct MunicipalityRow {
    code: String,
    name: String,
    name_en: String,
    name_kana: String,
    kind: String,
    parent: Option<String>,
    latitude_e6: Option<i64>,
    longitude_e6: Option<i64>,
    aliases: String,
}

const MILLIONTHS: f64 = 1_000_000.0;

/// Millionths of a degree: a tenth of a metre, which no representative point is better than.
#[expect(
    clippy::cast_possible_truncation,
    reason = "degrees are below 360, so the product is far below 2^63"
)]
fn to_millionths(degrees: f64) -> i64 {
    (degrees * MILLIONTHS).round() as i64
}

fn to_degrees(column: &'static str, millionths: i64) -> Result<f64, StoreError> {
    let whole = i32::try_from(millionths).map_err(|_| corrupt(column, millionths))?;
    Ok(f64::from(whole) / MILLIONTHS)
}

impl From<&Municipality> for MunicipalityRow {
    fn from(municipality: &Municipality) -> Self {
        Self {
            code: municipality.code.to_string(),
            name: municipality.name.clone(),
            name_en: municipality.name_en.clone(),
            name_kana: municipality.name_kana.clone(),
            kind: municipality.kind.to_string(),
            parent: municipality.parent.map(|code| code.to_string()),
            latitude_e6: municipality.point.map(|(latitude, _)| to_millionths(latitude)),
            longitude_e6: municipality.point.map(|(_, longitude)| to_millionths(longitude)),
            aliases: json_list(&municipality.aliases),
        }
    }
}

impl TryFrom<MunicipalityRow> for Municipality {
    type Error = StoreError;

    fn try_from(row: MunicipalityRow) -> Result<Self, StoreError> {
        let point = match row.latitude_e6.zip(row.longitude_e6) {
            None => None,
            Some((latitude, longitude)) => Some((
                to_degrees("municipalities.latitude_e6", latitude)?,
                to_degrees("municipalities.longitude_e6", longitude)?,
            )),
        };
        let code = MunicipalityCode::parse;
        Ok(Self {
            code: parsed("municipalities.code", &row.code, code)?,
            name: row.name,
            name_en: row.name_en,
            name_kana: row.name_kana,
            kind: word("municipalities.kind", &row.kind)?,
            parent: parsed_if("municipalities.parent", row.parent.as_deref(), code)?,
            point,
            aliases: texts("municipalities.aliases", &row.aliases)?,
        })
    }
}

impl Tx<'_> {
    /// Puts these municipalities in the place of all before. Points are rounded to the millionth of a degree.
    ///
    /// # Errors
    /// [`StoreError::Duplicate`] when a code occurs twice.
    pub fn replace_municipalities(&mut self, municipalities: &[Municipality]) -> Result<(), StoreError> {
        let rows: Vec<MunicipalityRow> = municipalities.iter().map(MunicipalityRow::from).collect();
        on_backend!(self, municipalities::replace(&rows))
    }

    /// The operator's municipalities, by code; none when only the built-in starter is used.
    ///
    /// # Errors
    /// Only those of the database.
    pub fn list_municipalities(&mut self) -> Result<Vec<Municipality>, StoreError> {
        let rows = on_backend!(self, municipalities::list())?;
        rows.into_iter().map(Municipality::try_from).collect()
    }
}
