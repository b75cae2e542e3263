//! The report of an import as a sheet: a line for each fault, and one for each row without.

use domain::{ImportRow, RowOutcome};
use serde::Deserialize;
use sheets::{Language, Writer};

/// Why writing a report cannot fail.
const IN_MEMORY: &str = "memory takes whatever is written to it";

/// A fault as it was kept.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub struct ReportedFault {
    /// The heading of the cell.
    pub heading: String,
    /// JSON pointer into the body.
    pub pointer: String,
    /// Stable code.
    pub code: String,
    /// A sentence.
    pub detail: String,
}

/// The faults of a row.
pub fn faults_of(row: &ImportRow) -> Vec<ReportedFault> {
    serde_json::from_str(&row.faults.0).unwrap_or_default()
}

/// A report that is being written.
pub struct Report {
    sheet: Writer<Vec<u8>>,
    language: Language,
}

impl Report {
    /// Begins with the headings.
    pub fn new(language: Language) -> Self {
        let sheet = Writer::new(Vec::new()).expect(IN_MEMORY);
        let mut report = Self { sheet, language };
        report.line(&match language {
            Language::Japanese => ["行", "結果", "管理番号", "ID", "見出し", "項目", "コード", "説明"],
            Language::English => {
                ["Line", "Outcome", "External ID", "ID", "Heading", "Pointer", "Code", "Detail"]
            }
        });
        report
    }

    /// Adds a row.
    pub fn add(&mut self, row: &ImportRow) {
        let line = row.line.map_or_else(String::new, |line| line.to_string());
        let outcome = match self.language {
            Language::Japanese => in_japanese(row.outcome),
            Language::English => domain::Word::as_str(row.outcome),
        };
        let key = row.external_id.as_ref().map_or("", |key| key.as_str());
        let id = row.record_id.as_deref().unwrap_or_default();
        let mut faults = faults_of(row);
        if faults.is_empty() {
            faults.push(ReportedFault::default());
        }
        for ReportedFault { heading, pointer, code, detail } in &faults {
            self.line(&[&line, outcome, key, id, heading, pointer, code, detail]);
        }
    }

    /// The sheet.
    pub fn finish(self) -> Vec<u8> {
        self.sheet.finish().expect(IN_MEMORY)
    }

    /// The sheet without its beginning, to go on behind another.
    pub fn finish_without_headings(self) -> Vec<u8> {
        let begins = Self::new(self.language).finish().len();
        self.finish().split_off(begins)
    }

    fn line(&mut self, cells: &[&str; 8]) {
        self.sheet.row(cells).expect(IN_MEMORY);
    }
}

fn in_japanese(outcome: RowOutcome) -> &'static str {
    match outcome {
        RowOutcome::Created => "登録",
        RowOutcome::Replaced => "更新",
        RowOutcome::Unchanged => "変更なし",
        RowOutcome::Refused => "エラー",
        RowOutcome::Closed => "終了",
    }
}
