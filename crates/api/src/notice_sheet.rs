//! Notices as a sheet for a mail merge: UTF-8 with a byte-order mark and CRLF, as Excel in Japan reads it.
//!
//! A cell that begins like a formula is given an apostrophe, for what a person wrote must not be calculated.

use domain::{Notice, NoticeState, Word};

const HEADINGS: [&str; 9] = ["番号", "宛名", "メール", "結果", "理由", "件名", "本文", "送付", "応募ID"];

/// The sheet.
///
/// # Errors
/// None but a fault of ours.
pub(crate) fn csv(notices: &[Notice]) -> Result<Vec<u8>, csv::Error> {
    let mut writer = csv::WriterBuilder::new()
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    writer.write_record(HEADINGS)?;
    for notice in notices {
        let content = &notice.content;
        let cells = [
            notice.number.to_string(),
            content.recipient_name.clone(),
            content.recipient_email.clone().unwrap_or_default(),
            content.outcome.as_str().to_owned(),
            content.reason.clone().unwrap_or_default(),
            content.subject.clone(),
            content.body.clone(),
            sent(notice.delivery.state).to_owned(),
            content.application_id.to_string(),
        ];
        writer.write_record(cells.map(harmless))?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

fn sent(state: NoticeState) -> &'static str {
    match state {
        NoticeState::ToExport => "要送付",
        NoticeState::Queued => "送信待ち",
        NoticeState::Sent => "送信ずみ",
        NoticeState::Failed => "要送付（送信できず）",
    }
}

fn harmless(cell: String) -> String {
    match cell.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{cell}"),
        _ => cell,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_batch_has_its_headings_and_no_cell_is_calculated() {
        let sheet = String::from_utf8(csv(&[]).unwrap()).unwrap();
        assert_eq!(sheet, "\u{feff}番号,宛名,メール,結果,理由,件名,本文,送付,応募ID\r\n");
        for formula in ["=1+1", "+81", "-1", "@x"] {
            assert_eq!(harmless(formula.to_owned()), format!("'{formula}"));
        }
        assert_eq!(harmless("山口 理沙".to_owned()), "山口 理沙");
    }
}
