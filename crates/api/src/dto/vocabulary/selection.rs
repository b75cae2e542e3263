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
    /// 承諾か辞退か.
    OfferAnswer = matching::own_page::OfferAnswer;
    /// What a person may do on their own page.
    OwnAct = matching::own_page::OwnAct;
    /// What kind of meeting: フィールドワーク, 対話, 面談.
    EncounterKind = domain::EncounterKind;
    /// Where a meeting takes place.
    EncounterMode = domain::EncounterMode;
    /// The status of a meeting: `planned → held | cancelled`; what was held stays held.
    EncounterStatus = domain::EncounterStatus;
    /// What became of somebody who was shown for a posting.
    OutcomeKind = domain::OutcomeKind;
}
