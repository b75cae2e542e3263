//! Words of preparing people: enrollments, surveys.

use std::borrow::Cow;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use super::{NamedSchema, words_schema};

word_schemas! {
    /// The state of an enrollment: 受講中, 修了, 中断.
    EnrollmentStatus = domain::EnrollmentStatus;
    /// When a wave is asked: 事前, 途中, 事後.
    WaveKind = domain::survey::WaveKind;
    /// How an element is answered: a step of a scale, one of some choices, in words.
    ElementKind = domain::survey::ElementKind;
}
