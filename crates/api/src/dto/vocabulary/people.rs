//! Words of the people who log in.

use std::borrow::Cow;

use utoipa::openapi::RefOr;
use utoipa::openapi::schema::Schema;
use utoipa::{PartialSchema, ToSchema};

use super::{NamedSchema, words_schema};

word_schemas! {
    /// What somebody does for the organization: `coordinator` reads and writes everything but keys, users and webhooks,
    /// and sends notices; `posting_owner` writes postings, marks and engagements; `approver` reads these and approves
    /// decisions; `viewer` reads reports alone. Roles add up.
    Role = domain::Role;
    /// What of a person was shown: the whole `record`; the `profile` without name and contact; `display_name` or `ranking`,
    /// a place in a ranking with its reasons, with and without the name; an `application`; a kept `match`.
    Shown = domain::Shown;
    /// Why a person is erased.
    ErasureReason = domain::ErasureReason;
    /// What is kept for a time only: applications that led nowhere; notes on people; ties between answers and people; people
    /// with whom nothing has happened.
    RetentionClass = domain::RetentionClass;
}
