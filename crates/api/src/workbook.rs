//! Workbooks for people: a sheet for each table, its headings in view while one scrolls, a filter, real dates, no macro and
//! no formula.
//!
//! The same tables give the same bytes: the day it was made on is told.

use chrono::{Datelike, NaiveDate};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError};

/// Columns are as wide as their longest cell, in characters, between these.
const WIDTHS: (usize, usize) = (8, 60);

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// Nothing.
    Blank,
    /// Text.
    Text(String),
    /// A whole number.
    Number(u64),
    /// A number in hundredths.
    Hundredths(u64),
    /// A day.
    Day(NaiveDate),
}

/// A table: its name, headings and rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// At most 31 characters, none of `[]:*?/\`.
    pub name: String,
    /// Headings.
    pub headings: Vec<String>,
    /// Rows, each with a cell for each heading.
    pub rows: Vec<Vec<Value>>,
}

/// Why a workbook could not be made.
#[derive(Debug, thiserror::Error)]
#[error("the workbook cannot be made: {0}")]
pub struct WorkbookError(#[from] XlsxError);

impl Value {
    /// As it is written in CSV.
    pub fn text(&self) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Text(text) => text.clone(),
            Self::Number(number) => number.to_string(),
            Self::Hundredths(number) => format!("{}.{:02}", number / 100, number % 100),
            Self::Day(day) => day.to_string(),
        }
    }
}

/// The bytes of a workbook of these tables, made on a day.
///
/// # Errors
/// A name that is none, or more rows than a sheet has.
pub fn workbook(tables: &[Table], made_on: NaiveDate) -> Result<Vec<u8>, WorkbookError> {
    let mut book = Workbook::new();
    book.set_properties(&DocProperties::new().set_creation_datetime(&excel_day(made_on)?));
    for table in tables {
        fill(book.add_worksheet(), table)?;
    }
    Ok(book.save_to_buffer()?)
}

fn fill(sheet: &mut Worksheet, table: &Table) -> Result<(), WorkbookError> {
    sheet.set_name(&table.name)?;
    let heading = Format::new().set_bold();
    for (column, text) in (0..).zip(&table.headings) {
        sheet.write_string_with_format(0, column, text, &heading)?;
        sheet.set_column_width(column, width(table, usize::from(column)))?;
    }
    for (row, cells) in (1..).zip(&table.rows) {
        for (column, cell) in (0..).zip(cells) {
            write(sheet, (row, column), cell)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    let last_row = u32::try_from(table.rows.len()).unwrap_or(u32::MAX);
    let last_column = u16::try_from(table.headings.len().saturating_sub(1)).unwrap_or(u16::MAX);
    sheet.autofilter(0, 0, last_row, last_column)?;
    Ok(())
}

fn write(sheet: &mut Worksheet, (row, column): (u32, u16), cell: &Value) -> Result<(), WorkbookError> {
    match cell {
        Value::Blank => {}
        // A text stays a text: it is never read as a formula.
        Value::Text(text) => {
            sheet.write_string(row, column, text)?;
        }
        Value::Number(number) => {
            sheet.write_number(row, column, *number as f64)?;
        }
        Value::Hundredths(number) => {
            let format = Format::new().set_num_format("0.00");
            sheet.write_number_with_format(row, column, *number as f64 / 100.0, &format)?;
        }
        Value::Day(day) if day.year() < 1900 => {
            sheet.write_string(row, column, day.to_string())?;
        }
        Value::Day(day) => {
            let format = Format::new().set_num_format("yyyy-mm-dd");
            sheet.write_datetime_with_format(row, column, excel_day(*day)?, &format)?;
        }
    }
    Ok(())
}

/// Excel's days begin with 1900.
fn excel_day(day: NaiveDate) -> Result<ExcelDateTime, XlsxError> {
    let year = u16::try_from(day.year()).unwrap_or(u16::MAX);
    let [month, number] = [day.month(), day.day()].map(|part| u8::try_from(part).unwrap_or(u8::MAX));
    ExcelDateTime::from_ymd(year, month, number)
}

/// Letters of Japanese take two places.
fn width(table: &Table, column: usize) -> f64 {
    let places = |text: &str| text.chars().map(|letter| if letter.is_ascii() { 1 } else { 2 }).sum::<usize>();
    let cells = table.rows.iter().filter_map(|row| row.get(column)).map(|cell| places(&cell.text()));
    let heading = table.headings.get(column).map_or(0, |text| places(text) + 2);
    let widest = cells.chain([heading]).max().unwrap_or(0);
    widest.clamp(WIDTHS.0, WIDTHS.1) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_tables_give_the_same_bytes() {
        let day = NaiveDate::from_ymd_opt(2022, 4, 1).unwrap();
        let table = Table {
            name: "概要".to_owned(),
            headings: vec!["項目".to_owned(), "値".to_owned()],
            rows: vec![
                vec![Value::Text("=1+1".to_owned()), Value::Number(51)],
                vec![Value::Text("期間".to_owned()), Value::Day(day)],
                vec![Value::Blank, Value::Hundredths(189)],
            ],
        };
        let made = || workbook(std::slice::from_ref(&table), day).unwrap();
        assert!(made().starts_with(b"PK"));
        assert_eq!(made(), made());
        assert_eq!(Value::Hundredths(189).text(), "1.89");
        let unnamed = Table { name: "a/b".to_owned(), ..table };
        assert!(workbook(&[unnamed], day).is_err());
    }
}
