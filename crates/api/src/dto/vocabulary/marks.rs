//! Words of reading the applicants and of deciding.

use std::borrow::Cow;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use super::{NamedSchema, words_schema};

word_schemas! {
    /// 印: 候補, 保留, 見送り. Marking is not telling.
    Mark = domain::Mark;
    /// Where a person stands in the caller's reading: 未確認, or marked.
    MarkState = domain::MarkState;
    /// The state of a decision: 決裁待ち, 決裁ずみ, 差し戻し, or another stands in its place.
    DecisionState = domain::DecisionState;
    /// What a decision means for an applicant: 採択, 補欠, 見送り.
    DecisionOutcome = domain::DecisionOutcome;
    /// The language of a notice.
    NoticeLanguage = domain::NoticeLanguage;
    /// How a notice gets to its recipient: to be exported, queued, taken by a mail server, or given up.
    NoticeState = domain::NoticeState;
    /// Why somebody who is not chosen is shown no other posting.
    NoAlternative = domain::NoAlternative;
}
