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
}
