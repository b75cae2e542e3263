//! Words of the running work: engagements, their terms and ends, the ledger of 関係人口.

use std::borrow::Cow;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use super::{NamedSchema, TextShape, words_schema};

text_schemas! {
    /// A month, `YYYY-MM`.
    Month = (Some("year-month"), Some("^[0-9]{4}-(0[1-9]|1[0-2])$"), (None, 7), "2021-07");
    /// A fiscal year (April to March), by its first year.
    FiscalYear = (Some("fiscal-year"), Some("^[0-9]{4}$"), (None, 4), "2021");
}

word_schemas! {
    /// Where an engagement stands: 参画中, 完了, 途中終了, 更新, 移住・転職などへの発展.
    EngagementStatus = domain::EngagementStatus;
    /// How an engagement ended; a renewal is made by `POST /engagements/{id}/renew`.
    EndKind = domain::EndKind;
    /// What an engagement grew into: 移住, 雇用, 起業.
    ConvertedTo = domain::ConvertedTo;
    /// Why 30 days of notice were not given, or needed not be.
    NoticeException = domain::NoticeException;
    /// 取引条件の項目.
    TermItem = domain::TermItem;
    /// A thing to look at in the terms, named after its rule. None of them missing says that all is well.
    EngagementWarning = domain::EngagementWarning;
    /// Which check-in: after a month, after two, at the end.
    CheckInKind = domain::CheckInKind;
    /// As what somebody has to do with a region.
    LedgerKind = domain::LedgerKind;
    /// What kind of source an entry of the ledger comes from.
    LedgerSourceKind = domain::LedgerSourceKind;
    /// How a report is written.
    ReportFormat = crate::routes::reports::ReportFormat;
}
