//! Rows as people read them, one aligned table, and as programs do, one JSON object a line.

use crate::rows::Row;

const HEADINGS: [&str; 6] = ["people", "median ms", "worst ms", "to scan", "B/person", "what"];

/// One line a row, numbers to the right, beneath a heading.
pub fn text(rows: &[Row]) -> String {
    let mut lines = vec![HEADINGS.map(str::to_owned)];
    lines.extend(rows.iter().map(cells));
    let mut widths = [0; HEADINGS.len()];
    for line in &lines {
        for (width, cell) in widths.iter_mut().zip(line) {
            *width = (*width).max(cell.chars().count());
        }
    }
    let aligned = |line: &[String; 6]| {
        let [numbers @ .., what] = line;
        let numbers = numbers.iter().zip(widths).map(|(cell, width)| format!("{cell:>width$}  "));
        numbers.chain([what.clone()]).collect::<String>()
    };
    lines.iter().map(aligned).collect::<Vec<_>>().join("\n")
}

/// One JSON object a line.
///
/// # Errors
/// A number that JSON cannot write.
pub fn json_lines(rows: &[Row]) -> Result<String, serde_json::Error> {
    let lines: Result<Vec<String>, _> = rows.iter().map(serde_json::to_string).collect();
    Ok(lines?.join("\n"))
}

fn cells(row: &Row) -> [String; 6] {
    [
        if row.people == 0 { "-".to_owned() } else { grouped(row.people) },
        digits(row.ms_median),
        digits(row.ms_worst),
        row.ratio_to_scan.map_or("-".to_owned(), |ratio| format!("{}x", digits(ratio))),
        row.bytes_per_person.map_or("-".to_owned(), |bytes| format!("{bytes:.0}")),
        row.what.clone(),
    ]
}

/// Three digits that count, or all before the point.
fn digits(number: f64) -> String {
    let decimals = match number.abs() {
        small if small < 1.0 => 4,
        few if few < 10.0 => 2,
        some if some < 100.0 => 1,
        _ => 0,
    };
    format!("{number:.decimals$}")
}

fn grouped(number: u64) -> String {
    let plain = number.to_string();
    let comma = |place: usize| place > 0 && (plain.len() - place).is_multiple_of(3);
    let mut shown = String::new();
    for (place, digit) in plain.chars().enumerate() {
        if comma(place) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> Row {
        Row {
            what: "top 20".to_owned(),
            people: 1_000_000,
            ms_median: 4.567,
            ms_worst: 120.0,
            ratio_to_scan: Some(61.25),
            bytes_per_person: None,
        }
    }

    #[test]
    fn columns_are_aligned() {
        let short = Row { people: 0, ratio_to_scan: None, bytes_per_person: Some(96.0), ..row() };
        let expected = [
            "   people  median ms  worst ms  to scan  B/person  what",
            "1,000,000       4.57       120    61.2x         -  top 20",
            "        -       4.57       120        -        96  top 20",
        ];
        assert_eq!(text(&[row(), short]), expected.join("\n"));
    }

    #[test]
    fn a_line_of_json_a_row() {
        let line = r#"{"what":"top 20","people":1000000,"ms_median":4.567,"ms_worst":120.0,"ratio_to_scan":61.25,"bytes_per_person":null}"#;
        assert_eq!(json_lines(&[row(), row()]).unwrap(), format!("{line}\n{line}"));
    }
}
