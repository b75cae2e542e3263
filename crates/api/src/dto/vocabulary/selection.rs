//! Words of the selection: what becomes of an application.

use std::borrow::Cow;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use super::{NamedSchema, words_schema};

word_schemas! {
    /// The state of an application.
    ApplicationStatus = domain::ApplicationStatus;
    /// Why somebody was not taken on, in a word that is safe to show.
    DeclineReason = domain::DeclineReason;
    /// Who moved an application.
    Mover = domain::Mover;
    /// What became of somebody who was shown for a posting.
    OutcomeKind = domain::OutcomeKind;
}
