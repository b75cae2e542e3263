//! Words of preparing people: enrollments.

use std::borrow::Cow;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use super::{NamedSchema, words_schema};

word_schemas! {
    /// The state of an enrollment: 受講中, 修了, 中断.
    EnrollmentStatus = domain::EnrollmentStatus;
}
