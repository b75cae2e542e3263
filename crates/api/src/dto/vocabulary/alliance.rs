//! Words of what bodies do together.

use std::borrow::Cow;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use super::{NamedSchema, words_schema};

word_schemas! {
    /// How a body stands to an alliance: 招待中, 参加, 脱退.
    MembershipState = domain::MembershipState;
}
