//! Columns of applications. Posting and person are named by the caller's own keys, or by ids.

use domain::limits;

use super::{Column, Need};
use crate::cell::Cell;

pub(super) static COLUMNS: &[Column] = &[
    Column::named("posting_external_id", "案件の管理番号", "Posting external ID")
        .at("/posting_external_id", Cell::Key)
        .also(&["案件管理番号", "案件番号"])
        .needed(Need::OneOf("posting"))
        .such_as("miso-2026-1", "miso-2026-1"),
    Column::named("posting_id", "案件ID", "Posting ID")
        .at("/posting_id", Cell::Id)
        .needed(Need::OrElse("posting")),
    Column::named("candidate_external_id", "人材の管理番号", "Candidate external ID")
        .at("/candidate_external_id", Cell::Key)
        .also(&["人材管理番号", "人材番号", "候補者の管理番号"])
        .needed(Need::OneOf("candidate"))
        .such_as("jb-123", "jb-123"),
    Column::named("candidate_id", "人材ID", "Candidate ID")
        .at("/candidate_id", Cell::Id)
        .also(&["候補者ID"])
        .needed(Need::OrElse("candidate")),
    Column::named("message", "応募の言葉", "Message")
        .at("/message", Cell::Text { most: limits::PROSE })
        .also(&["メッセージ", "応募メッセージ", "志望動機"])
        .such_as(
            "みそ蔵の商品を、首都圏の若い世代に届けるお手伝いがしたいです。",
            "I would like to help bring the miso to younger people in Tokyo.",
        ),
];
